// `startSandbox()` as an application's tests use it: the published program, one option, the usual cases in a line each.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import test, { after, afterEach, before, beforeEach } from 'node:test';
import { inspect } from 'node:util';
import { Authpipe, Credential, NotConnectedError, ReauthRequiredError, RequestError } from '../esm/index.mjs';
import { ADMIN, MEMBER, OTHER, PROVIDER, Sandbox, fakeCredential, startSandbox } from '../esm/testing.mjs';
import { run } from './support/process.mjs';

const WHO = { tenantId: 'org_acme', userId: 'user_123' };
const ME = { provider: PROVIDER, ...WHO };

let sandbox;
let authpipe;
before(async () => (sandbox = await startSandbox()));
after(() => sandbox.close());
beforeEach(async () => {
  await sandbox.reset();
  authpipe = new Authpipe(sandbox.options());

});

afterEach(() => authpipe.close());

async function code(work) {
  try {
    await work();
  } catch (error) {
    return error.code;
  }
  return undefined;
}

test('one option points an application at it, and time passes on both sides', async () => {
  const ended = await sandbox.connect(authpipe, WHO);
  assert.equal(ended.status, 'complete');
  const first = await authpipe.getCredential(ME);
  await sandbox.expireTokens();
  const second = await authpipe.getCredential(ME);
  assert.ok(second.refreshed && second.credential !== first.credential);
  assert.equal((await sandbox.refreshes()).length, 1);
});

test('access tokens end alone, and the clock stays', async () => {
  await sandbox.connect(authpipe, WHO);
  const first = await authpipe.getCredential(ME);
  const drive = () => authpipe.fetch(ME)(`${sandbox.httpOrigin}/v1.0/me/drive`);
  await sandbox.endAccessTokens();
  const refused = await fetch(`${sandbox.httpOrigin}/v1.0/me/drive`, { headers: first.headers() });
  assert.equal(refused.status, 401);
  assert.equal((await drive()).status, 200, 'after one refresh');
  assert.equal((await sandbox.refreshes()).length, 1);
});

test('over TLS too, with options of the application beside', async (t) => {
  const own = new Authpipe(sandbox.options({ tls: true, minValidityMs: 1000 }));
  t.after(() => own.close());
  await sandbox.connect(own, WHO);
  assert.deepEqual((await own.getCredential(ME)).apiOrigins, [sandbox.tlsOrigin]);
});

test('an administrator installs', async () => {
  await sandbox.install(authpipe, { tenantId: 'org_acme', userId: 'boss' });
  assert.ok((await authpipe.getCredential({ provider: PROVIDER, tenantId: 'org_acme', credentialFor: 'installation' })).credential);
});

test('a user revoked: the next refresh says so', async () => {
  await sandbox.connect(authpipe, WHO);
  await sandbox.revoke(MEMBER);
  await sandbox.expireTokens();
  await assert.rejects(authpipe.getCredential(ME), (error) => error instanceof ReauthRequiredError && error.reason === 'revoked');
});

test('revoking nobody known is said', async () => {
  await assert.rejects(sandbox.revoke('nobody@contoso.example'), /no such user/);
});

test('consent denied: the session is cancelled and nothing is stored', async () => {
  const ended = await sandbox.deny(authpipe, WHO);
  assert.equal(ended.status, 'cancelled');
  await assert.rejects(authpipe.getCredential(ME), NotConnectedError);
  await assert.rejects(sandbox.connect(authpipe, { ...WHO, decision: 'cancel' }), /did not end complete/);
});

test('a person says no at another provider that the emulator plays', async (t) => {
  const providers = { slack: { clientId: 'slack-rotating', clientSecret: 'slack-demo-secret', scopes: ['search:read'] } };
  const own = new Authpipe(sandbox.options({ providers, dangerOrigins: { slack: { slack: sandbox.httpOrigin } } }));
  t.after(() => own.close());
  const ended = await sandbox.deny(own, { ...WHO, provider: 'slack' });
  assert.deepEqual([ended.status, ended.provider], ['cancelled', 'slack']);
});

test('where the provider asks nobody, a denial says so and connects nobody', async () => {
  const says = (who, why) => assert.rejects(sandbox.deny(authpipe, who), (error) => why.test(error.message));
  await sandbox.install(authpipe, { tenantId: 'org_acme', userId: 'boss', decision: 'accept_for_organisation' });
  await sandbox.connect(authpipe, { tenantId: 'org_acme', userId: 'boss', username: ADMIN, decision: 'accept_for_organisation' });
  await says(WHO, /did not ask bob@contoso\.example for consent.*whole organisation.*reset\(\)/);
  await assert.rejects(authpipe.getCredential(ME), NotConnectedError);
});

test('several accounts of one person connect under labels', async () => {
  await sandbox.connect(authpipe, WHO);
  const work = await sandbox.connect(authpipe, { ...WHO, username: OTHER, label: 'work' });
  assert.equal(work.connection.label, 'work');
  const [own, other] = await Promise.all([authpipe.getCredential(ME), authpipe.getCredential({ ...ME, label: 'work' })]);
  assert.notEqual(own.connectionId, other.connectionId);
});

test('what a session ends with is typed, in this language and without nulls', async () => {
  const ended = await sandbox.connect(authpipe, WHO);
  assert.ok(ended.connection.externalUserId && ended.connection.createdAt instanceof Date);
  assert.deepEqual(Object.values(ended).concat(Object.values(ended.connection)).filter((value) => value === null), []);
  assert.deepEqual(Object.keys(ended.connection).filter((name) => name.includes('_')), []);
});

test('an installation waits for its permissions, and another one for approval', async () => {
  const boss = { tenantId: 'org_acme', userId: 'boss' };
  const installation = { provider: PROVIDER, tenantId: 'org_acme', credentialFor: 'installation' };
  assert.equal((await sandbox.installPending(authpipe, boss)).installation.status, 'pending');
  assert.equal(await code(() => authpipe.getCredential(installation)), 'installation_pending');
  await sandbox.advance(360_000);
  await authpipe.runMaintenance();
  assert.ok((await authpipe.getCredential(installation)).credential);
  await sandbox.reset();
  const other = { ...boss, tenantId: 'org_globex' };
  const own = new Authpipe(sandbox.options());
  try {
    const { installation: waiting } = await sandbox.installUnapproved(own, other);
    assert.equal(waiting.status, 'pending_approval');
    assert.equal(await code(() => own.getCredential({ ...installation, tenantId: 'org_globex' })), 'approval_required');
    await own.installations.approve(waiting.id, { tenantId: 'org_globex' });
    assert.ok((await own.getCredential({ ...installation, tenantId: 'org_globex' })).credential);
  } finally {
    await own.close();
  }
});

test('the provider is down, and comes back', async () => {
  await sandbox.connect(authpipe, WHO);
  await sandbox.expireTokens();
  await sandbox.down();
  assert.equal(await code(() => authpipe.getCredential(ME)), 'provider_unavailable');
  await sandbox.up();
  await sandbox.advance(300_000);
  assert.ok((await authpipe.getCredential(ME)).credential);
});

test('the provider asks for a pause', async () => {
  await sandbox.connect(authpipe, WHO);
  await sandbox.expireTokens();
  await sandbox.throttle(60);
  const error = await authpipe.getCredential(ME).catch((thrown) => thrown);
  assert.equal(error.code, 'rate_limited');
  assert.ok(error.retryAfterMs > 30_000 && error.retryAfterMs <= 60_000, String(error.retryAfterMs));
});

test('scopes narrowed: a scope that was granted is missing after the refresh', async () => {
  await sandbox.connect(authpipe, WHO);
  await authpipe.getCredential(ME, { scopes: ['Files.Read'] });
  await sandbox.narrowScopes(['User.Read']);
  await sandbox.expireTokens();
  assert.equal(await code(() => authpipe.getCredential(ME, { scopes: ['Files.Read'] })), 'scope_missing');
});

test('another account connects', async () => {
  const bob = await sandbox.connect(authpipe, WHO);
  const carla = await sandbox.connect(authpipe, { ...WHO, userId: 'user_456', username: OTHER });
  const of = async (ended) => (await authpipe.connections.get(ended.connection.id, { tenantId: 'org_acme' })).externalUserId;
  assert.notEqual(await of(bob), await of(carla));
});

test('after a reset nothing of the test before is left, and the clock goes on', async (t) => {
  await sandbox.connect(authpipe, WHO);
  await sandbox.down();
  await sandbox.narrowScopes([]);
  await sandbox.reset();
  assert.deepEqual(await sandbox.refreshes(), []);
  const next = new Authpipe(sandbox.options());
  t.after(() => next.close());
  await sandbox.connect(next, WHO);
  assert.deepEqual((await next.getCredential(ME)).scopes.includes('Files.Read'), true);
});

test('a wrong step of the clock moves neither, and who was closed says so', async () => {
  const own = await startSandbox();
  const before = await own.control('GET', '/clock');
  for (const wrong of [-1000, NaN, '5']) await assert.rejects(own.advance(wrong));
  assert.equal((await own.control('GET', '/clock')).offset_ms, before.offset_ms);
  await own.close();
  await assert.rejects(own.down(), /^Error: sandbox: it does not answer; it was closed/);
});

test('it ends when it is closed, once, and does not keep a process alive', async (t) => {
  const own = await startSandbox();
  assert.ok(own instanceof Sandbox && existsSync(own.caFile));
  await own.close();
  await own.close();
  assert.equal(existsSync(own.caFile), false);
  const { code: ended, stdout, stderr } = await run(t, `
    const { startSandbox, ADMIN } = require('@authpipe/node/testing');
    startSandbox().then((sandbox) => console.log(sandbox.httpOrigin.startsWith('http://127.0.0.1:'), ADMIN));`, { type: 'commonjs' });
  assert.deepEqual([ended, stdout, stderr], [0, `true ${ADMIN}\n`, '']);
});

test('a made-up credential is of the real class and does not print', () => {
  const credential = fakeCredential({ credential: 'at-1', scopes: ['Files.Read'], needsReauth: true, apiOrigins: ['https://api.example'] });
  assert.ok(credential instanceof Credential);
  assert.deepEqual(credential.headers(), { Authorization: 'Bearer at-1' });
  assert.deepEqual([credential.scopes, credential.needsReauth, credential.generation], [['Files.Read'], true, 1]);
  assert.ok(!`${credential}${inspect(credential)}${JSON.stringify(credential)}`.includes('at-1'));
  assert.throws(() => fakeCredential({ credentialType: 'webhook_secret' }).headers(), RequestError);
});
