// The examples of the pages in docs/, as they stand there, against the provider emulator.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { Authpipe, AuthpipeError, createHandler } from '../esm/index.mjs';
import { PROVIDER, startSandbox } from '../esm/testing.mjs';
import { BASE_URL, Browser, USER } from './support/app.mjs';

const AsyncFunction = (async () => {}).constructor;

/** The examples of a page in this language, with the provider's addresses those of the emulator. */
function examples(page, addresses) {
  const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8');
  const blocks = [...text.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);
  return blocks.map((code) => addresses.reduce((all, [from, to]) => all.replaceAll(from, to), code));
}

/** Runs examples one after the other, as one program whose names are known to those that follow; gives the names of interest. */
async function run(blocks, names, scope) {
  const printed = [];
  const console = { log: (...values) => printed.push(values) };
  const program = new AsyncFunction(...Object.keys(scope), 'console', `${blocks.join('\n')}\nreturn { ${names.join(', ')} };`);
  return { ...(await program(...Object.values(scope), console)), printed };
}

const CRM = { name: 'CRM', auth: ['api_key'], api: { origins: ['https://api.crm.example'], placement: { header: 'X-Api-Key' } } };

test('docs/connections.md', async (t) => {
  const sandbox = await startSandbox();
  t.after(() => sandbox.close());
  const options = sandbox.options();
  const client = { ...options.providers[PROVIDER], optionalScopes: ['Files.Read.All'], botScopes: ['Files.Read.All'] };
  const authpipe = new Authpipe({ ...options, providers: { [PROVIDER]: client, crm: { definition: CRM }, billing: { definition: CRM, attachment: 'tenant' } } });
  t.after(() => authpipe.close());
  const ben = { tenantId: 'org_acme', userId: 'ben' };
  await sandbox.connect(authpipe, ben);
  await sandbox.connect(authpipe, { ...ben, username: 'carla@contoso.example', label: 'work' });
  await sandbox.install(authpipe, { tenantId: 'org_acme', userId: 'boss' });

  const blocks = examples('connections.md', [['https://graph.microsoft.com', sandbox.httpOrigin]]);
  const names = ['connectionId', 'providers', 'config', 'shared', 'headers', 'secret', 'health', 'onProviderEvent', 'keepUp'];
  const [saved, enough] = [[], new AbortController()];
  const save = (cursor) => saved.push(cursor) === 2 && enough.abort(new Error('enough'));
  const done = await run(blocks, names, { authpipe, save });
  const [mine, anyones] = done.printed;
  assert.ok(mine[0].length > 0 && anyones[0].length > 0, 'both have files');
  assert.notEqual(done.connectionId, (await authpipe.getCredential({ provider: PROVIDER, ...ben })).connectionId);
  assert.deepEqual(done.headers, { 'X-Api-Key': 'key-of-ben' });
  assert.equal(done.secret, 'whsec_1');
  assert.equal(done.health.status, 'active');
  assert.ok(done.printed.some(([type]) => type === 'connection.created'), 'events are listed');
  assert.ok(done.printed.some(([, kind]) => kind === 'credential.stored'), 'and what was done');
  assert.ok(done.printed.some(([text]) => text === '2 of 2'), 'the progress is told');
  const { data: events } = await authpipe.events.list();
  await assert.rejects(done.keepUp(events[0].cursor, enough.signal), /enough/);
  assert.deepEqual(saved, [events[1].cursor, events[2].cursor], 'whoever keeps up goes on behind what is done');
  // What a webhook says makes the provider asked, about that organisation alone.
  const { organisations } = await sandbox.control('GET', '/world');
  const asked = async () => (await sandbox.control('GET', '/ledger')).entries.length;
  for (const [organisation, isAsked] of [['another', false], [organisations[0].id, true]]) {
    const before = await asked();
    await done.onProviderEvent(PROVIDER, organisation);
    assert.equal((await asked()) > before, isAsked, organisation);
  }
  // Registrations that are shown are taken as they are.
  for (const providers of [done.providers, { [PROVIDER]: done.config }, { [PROVIDER]: done.shared }]) {
    const made = new Authpipe({ ...options, providers, dangerOrigins: {} });
    t.after(() => made.close());
    await made.ready();
  }
});

test('docs/definitions.md', async (t) => {
  const sandbox = await startSandbox();
  t.after(() => sandbox.close());
  const { dangerOrigins: _, ...options } = sandbox.options();
  const blocks = examples('definitions.md', [['https://tickets.example', sandbox.httpOrigin]]);
  const { providers, crm, both } = await run(blocks, ['providers', 'crm', 'both'], {});
  const authpipe = new Authpipe({ ...options, baseUrl: BASE_URL, providers: { ...providers, crm: { definition: crm }, both: { ...providers.tickets, definition: both } } });
  t.after(() => authpipe.close());

  const browser = new Browser(createHandler(authpipe, { identify: Browser.identify }), USER);
  const session = await (await browser.post('/oauth/sessions', { provider: 'tickets', mode: 'popup' })).json();
  await browser.fetch(await sandbox.signIn(session.authorization_url));
  const me = { provider: 'tickets', tenantId: USER.tenantId, userId: USER.userId };
  const first = await authpipe.getCredential(me);
  await sandbox.advance(2 * 3_600_000);
  const answer = await authpipe.fetch(me)(`${sandbox.httpOrigin}/oauth/api/me`);
  assert.equal(answer.status, 200);
  assert.notEqual((await authpipe.getCredential(me)).credential, first.credential, 'it was refreshed');

  const key = { provider: 'crm', tenantId: 'org_acme', userId: 'ben' };
  await authpipe.storeCredential({ ...key, credential: 'k', credentialType: 'api_key' });
  assert.deepEqual((await authpipe.getCredential(key)).headers(), { 'X-Api-Key': 'k' });
  // What the provider takes for a key is the token that it has just given; another one is none.
  const tried = { ...key, provider: 'both', credentialType: 'api_key' };
  await assert.rejects(authpipe.storeCredential({ ...tried, credential: 'k' }), { code: 'credential_rejected' });
  await authpipe.storeCredential({ ...tried, credential: (await authpipe.getCredential(me)).credential });
});

test('docs/sandbox.md', async (t) => {
  const made = [];
  const start = async () => made[made.push(await startSandbox()) - 1];
  t.after(() => Promise.all(made.map((sandbox) => sandbox.close())));
  const { authpipe, bot, printed } = await run(examples('sandbox.md', []), ['authpipe', 'bot'], { Authpipe, startSandbox: start });
  t.after(() => authpipe.close());
  assert.deepEqual(printed, [[true]], 'Slack takes the token');
  const { data } = await authpipe.installations.list({ tenantId: 'org_acme' });
  const health = await authpipe.connections.check(data[0].id, { tenantId: 'org_acme' });
  assert.equal(health.live, false, 'it was removed');
  await assert.rejects(authpipe.getCredential(bot), { code: 'reauth_required' });
});

test('docs/errors.md', async (t) => {
  const sandbox = await startSandbox();
  t.after(() => sandbox.close());
  const authpipe = new Authpipe(sandbox.options());
  t.after(() => authpipe.close());
  const [block, ...others] = [...readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8').matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code);
  assert.deepEqual([typeof block, others.length], ['string', 0]);
  const seen = [];
  const subject = { provider: PROVIDER, tenantId: 'org_acme', userId: 'ben' };
  const scope = { authpipe, AuthpipeError, showConnectButton: (provider) => seen.push(provider), tryAgainAfter: () => seen.push('later') };
  const example = (given) => run([block.replaceAll(/^import .*$/gm, '')], [], { ...scope, subject: given });
  await example(subject);
  assert.deepEqual(seen, [PROVIDER], 'nobody is connected yet');
  await sandbox.connect(authpipe, { tenantId: 'org_acme', userId: 'ben' });
  await example(subject);
  await sandbox.expireTokens();
  await sandbox.down();
  await example(subject);
  assert.deepEqual(seen, [PROVIDER, 'later']);
  await assert.rejects(example({ ...subject, provider: 'no-such-provider' }), AuthpipeError);
});

/** The one block of a page in TypeScript that begins so, as JavaScript: no example has more of types than `: Name` after a constant. */
function example(page, start) {
  const text = readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8');
  const found = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code).filter((code) => code.startsWith(start));
  assert.equal(found.length, 1, page);
  return found[0].replaceAll(/^(const \w+): \w+ =/gm, '$1 =');
}

test('the first lines of README.md', async (t) => {
  const sandbox = await startSandbox();
  t.after(() => sandbox.close());
  const authpipe = new Authpipe(sandbox.options());
  t.after(() => authpipe.close());
  await sandbox.install(authpipe, { tenantId: 'org_acme', userId: 'boss' });
  await sandbox.connect(authpipe, { tenantId: 'org_acme', userId: 'user_123' });
  const { botToken, credential } = await run([example('README.md', 'const { credential: botToken')], ['botToken', 'credential'], { authpipe });
  assert.ok(botToken && credential && botToken !== credential, 'the organisation has one, the person another');
});

test('docs/root-keys.md', async (t) => {
  const seen = [];
  const flip = (name) => async (bytes, { aad }) => {
    seen.push([name, aad.length]);
    return bytes.map((byte) => byte ^ 0x5a);
  };
  const scope = {
    client: { encrypt: flip('encrypt'), decrypt: flip('decrypt') },
    Authpipe: class extends Authpipe { constructor(given) { super({ vault: 'memory:', mode: 'development', background: false, ...given }); } },
  };
  const { authpipe, hsm } = await run([example('docs/root-keys.md', 'const hsm')], ['authpipe', 'hsm'], scope);
  t.after(() => authpipe.close());
  await authpipe.ready();
  assert.deepEqual(seen[0], ['encrypt', 32]);
  const wrapped = await hsm.wrap(new Uint8Array(32).fill(7), new Uint8Array(32));
  assert.deepEqual(await hsm.unwrap(wrapped, new Uint8Array(32)), new Uint8Array(32).fill(7));
  assert.deepEqual(seen.at(-1), ['decrypt', 32]);
});

test("README's example of a logger", async (t) => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [block, ...others] = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code).filter((code) => code.includes('pino()'));
  assert.deepEqual([typeof block, others.length], ['string', 0]);
  const lines = [];
  // What Pino has of it: methods that take the fields first.
  const level = (name) => (fields, message) => lines.push({ name, fields, message });
  const pino = () => ({ error: level('error'), warn: level('warn'), info: level('info'), debug: level('debug') });
  const sandbox = await startSandbox();
  t.after(() => sandbox.close());
  const options = sandbox.options();
  const { authpipe } = await run([block], ['authpipe'], { pino, Authpipe: class extends Authpipe { constructor(given) { super({ ...options, ...given }); } } });
  t.after(() => authpipe.close());
  await sandbox.connect(authpipe, { tenantId: 'org_acme', userId: 'ben' });
  await sandbox.expireTokens();
  await sandbox.down();
  await assert.rejects(authpipe.getCredential({ provider: PROVIDER, tenantId: 'org_acme', userId: 'ben' }));
  assert.ok(lines.some(({ name, message, fields }) => name === 'warn' && message === 'a refresh failed' && fields.provider === PROVIDER), JSON.stringify(lines));
});

test("README's example of a test", async (t) => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [found, ...others] = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code).filter((code) => code.includes('startSandbox()'));
  assert.deepEqual([typeof found, others.length], ['string', 0]);
  const { sandbox, authpipe } = await run([found.replaceAll(/^import .*$/gm, '')], ['sandbox', 'authpipe'], { Authpipe, startSandbox });
  t.after(() => sandbox.close());
  t.after(() => authpipe.close());
  assert.ok((await authpipe.getCredential({ provider: PROVIDER, tenantId: 'org_acme', userId: 'user_123' })).credential);
});
