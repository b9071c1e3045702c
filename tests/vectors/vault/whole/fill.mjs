// Fills the vault that `node bindings-node/demo/src/main.js --once --keep FOLDER` has left: more tenants, keys, ends, sign-ins under way, a
// second root key. `freeze.py` then writes it down.
//   node tests/vectors/vault/whole/fill.mjs FOLDER
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Authpipe } from '../../../../bindings-node/dist/index.js';

const folder = process.argv[2];
const file = join(folder, 'root-key');
const first = readFileSync(file, 'utf8').trim();
const acme = { clientId: 'id', definition: { name: 'Acme', auth: ['api_key'], api: { origins: ['https://api.acme.example'] } } };
const onedrive = { clientId: 'app', clientSecret: 'not-a-secret', scopes: ['Files.Read'] };

function makeRootKey() {
  const key = randomBytes(32);
  const sum = createHash('sha256').update('authpipe root key 1').update(key).digest().subarray(0, 4);
  return `apk1_${Buffer.concat([key, sum]).toString('base64url')}`;
}

async function withVault(key, work) {
  const authpipe = new Authpipe({
    mode: 'development',
    environment: 'demo',
    vault: `sqlite:${join(folder, 'authpipe.db')}`,
    key,
    baseUrl: 'http://localhost:4000/api/authpipe',
    providers: { acme, 'microsoft-onedrive': onedrive },
  });
  await authpipe.ready();
  await work(authpipe);
  await authpipe.close();
}

async function fill(authpipe, tenantId) {
  const of = (userId) => ({ provider: 'acme', tenantId, userId });
  for (let n = 0; n < 14; n += 1) {
    const label = n % 3 === 0 ? `work-${n}` : undefined;
    await authpipe.storeCredential({ ...of(`user-${n}`), label, credential: `key-${tenantId}-${n}`, credentialType: 'api_key' });
  }
  await authpipe.storeCredential({ ...of('ada'), credential: { user: 'ada', password: 'x"\\' }, credentialType: 'api_key' });
  await authpipe.storeCredential({ ...of('hook'), credential: 'whsec', credentialType: 'webhook_secret' });
  const { connectionId } = await authpipe.storeCredential({ ...of('gone'), credential: 'gone', credentialType: 'api_key' });
  await authpipe.connections.delete(connectionId, { tenantId });
  for (const userId of ['ada', 'ben']) await authpipe.createAuthSession({ ...of(userId), provider: 'microsoft-onedrive', mode: 'popup' });
}

const second = makeRootKey();
await withVault(first, async (authpipe) => {
  for (const tenantId of ['t0', 't1', 'tenant-2', 't3']) await fill(authpipe, tenantId);
});
await withVault([first, second], async () => {});
await withVault([second, first], (authpipe) => fill(authpipe, 't4'));
writeFileSync(file, `${first}\n${second}\n`);
