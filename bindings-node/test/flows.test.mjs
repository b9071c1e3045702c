// The promises against the provider emulator: install, connect, read, refresh once, survive a restart.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Authpipe, createHandler } from '../esm/index.mjs';
import { TestClock } from '../esm/testing.mjs';
import { ADMIN, Browser, ORIGIN, USER, sandboxOptions } from './support/app.mjs';
import { ADA, BOB, CLIENT_ID, startSandbox } from './support/sandbox.mjs';

const PROVIDER = 'microsoft-onedrive';
const HOUR = 3_600_000;

async function start(t, more) {
  const sandbox = await startSandbox();
  t.after(() => sandbox.stop());
  const options = sandboxOptions(t, sandbox, more);
  const authpipe = new Authpipe(options);
  t.after(() => authpipe.close());
  const handler = createHandler(authpipe, { identify: Browser.identify });
  return { sandbox, options, authpipe, handler };
}

const connect = (handler, sandbox) =>
  new Browser(handler, USER).run('/oauth/sessions', { provider: PROVIDER, mode: 'popup' }, sandbox, BOB);

test('the two calls of the snippet answer after an installation and a connection', async (t) => {
  const { sandbox, authpipe, handler } = await start(t);
  const installed = await new Browser(handler, ADMIN).run('/oauth/installs', { provider: PROVIDER, mode: 'popup' }, sandbox, ADA);
  assert.equal(installed.status, 'complete');
  assert.equal(installed.installation.status, 'active');
  const connected = await connect(handler, sandbox);
  assert.equal(connected.status, 'complete');

  const { credential: botToken } = await authpipe.getCredential({ provider: 'microsoft-onedrive', tenantId: 'org_acme', credentialFor: 'installation' });
  const { credential } = await authpipe.getCredential({ provider: 'microsoft-onedrive', tenantId: 'org_acme', userId: 'user_123', credentialFor: 'user' });
  assert.notEqual(botToken, credential);

  const me = await fetch(`${sandbox.http}/v1.0/me`, { headers: { authorization: `Bearer ${credential}` } });
  assert.equal((await me.json()).userPrincipalName, BOB);

  const full = await authpipe.getCredential({ provider: PROVIDER, tenantId: 'org_acme', userId: 'user_123' });
  assert.deepEqual(full.headers(), { Authorization: `Bearer ${credential}` });
  assert.equal(full.source, 'connection');
  assert.equal(full.connectionId, connected.connection.id);
  assert.ok(full.expiresAt > new Date());
  assert.notEqual(full.expiresAt, full.expiresAt, 'a new Date at each read');
  assert.throws(() => full.scopes.push('x'), TypeError);
});

test('fifty callers after the expiry cause one refresh', async (t) => {
  const clock = new TestClock();
  const { sandbox, authpipe, handler } = await start(t, { testClock: clock });
  await connect(handler, sandbox);
  const subject = { provider: PROVIDER, tenantId: 'org_acme', userId: 'user_123' };
  const before = await authpipe.getCredential(subject);
  await sandbox.advance(2 * HOUR);
  clock.advance(2 * HOUR);

  const all = await Promise.all(Array.from({ length: 50 }, () => authpipe.getCredential(subject)));

  assert.equal(new Set(all.map((one) => one.credential)).size, 1);
  assert.notEqual(all[0].credential, before.credential);
  assert.ok(all.every((one) => one.generation === before.generation + 1));
  // Not all: whoever comes after the exchange is answered from the cache.
  assert.ok(all.some((one) => one.refreshed));
  assert.equal((await sandbox.refreshes()).length, 1);
});

test('a new object over the same vault is still connected', async (t) => {
  const { sandbox, options, authpipe, handler } = await start(t);
  await connect(handler, sandbox);
  const subject = { provider: PROVIDER, tenantId: 'org_acme', userId: 'user_123' };
  const before = await authpipe.getCredential(subject);
  await authpipe.close();

  const again = new Authpipe(options);
  t.after(() => again.close());
  assert.equal(again.peekCredential(subject), null, 'nothing is opened by a peek');
  assert.equal((await again.getCredential(subject)).credential, before.credential);
  assert.equal(again.peekCredential(subject).credential, before.credential);
});

test('sessions made in server code bring their cookies', async (t) => {
  const { sandbox, authpipe, handler } = await start(t);
  const returnTo = `${ORIGIN}/done?x=1`;
  const install = await authpipe.createInstallSession({ provider: PROVIDER, tenantId: 'org_acme', userId: 'user_admin', returnTo });
  assert.equal(install.setCookie.length, 1);
  assert.ok(install.expiresAt > new Date());

  const auth = await authpipe.createAuthSession({ provider: PROVIDER, tenantId: 'org_acme', userId: 'user_123', returnTo });
  const browser = new Browser(handler, USER);
  browser.keep(auth.setCookie);
  const end = await browser.follow(auth.authorizationUrl, sandbox, BOB);
  assert.equal(end.status, 303);
  assert.equal(end.headers.get('location'), `${returnTo}&authpipe_session=${auth.sessionId}&authpipe_status=complete`);

  const other = new Browser(handler, USER);
  const stolen = await authpipe.createAuthSession({ provider: PROVIDER, tenantId: 'org_acme', userId: 'user_123' });
  const refused = await other.follow(stolen.authorizationUrl, sandbox, BOB);
  assert.equal(refused.status, 403);
  assert.match(await refused.text(), /started in another browser/);
});

test('a session made in server code may return to a path of the site', async (t) => {
  const { sandbox, authpipe, handler } = await start(t);
  const auth = await authpipe.createAuthSession({ provider: PROVIDER, tenantId: 'org_acme', userId: 'user_123', returnTo: '/done' });
  const browser = new Browser(handler, USER);
  browser.keep(auth.setCookie);
  const end = await browser.follow(auth.authorizationUrl, sandbox, BOB);
  assert.equal(end.headers.get('location'), `${ORIGIN}/done?authpipe_session=${auth.sessionId}&authpipe_status=complete`);
});

test('connections, installations and events are listed, read, checked and deleted', async (t) => {
  const { sandbox, authpipe, handler } = await start(t);
  const { connection } = await connect(handler, sandbox);
  const scope = { tenantId: 'org_acme' };

  const page = await authpipe.connections.list(scope);
  assert.equal(page.data.length, 1);
  const [listed] = page.data;
  assert.equal(listed.id, connection.id);
  assert.equal(listed.status, 'active');
  assert.ok(listed.createdAt instanceof Date);
  assert.deepEqual(await authpipe.connections.get(connection.id, scope), listed);
  await assert.rejects(authpipe.connections.get(connection.id, { tenantId: 'org_other' }), { code: 'not_connected' });
  await assert.rejects(async () => await authpipe.connections.list({}), { code: 'invalid_request' });
  const everybody = [];
  for await (const one of authpipe.connections.list({ allTenants: true, limit: 1 })) everybody.push(one.id);
  assert.deepEqual(everybody, [connection.id]);

  const health = await authpipe.connections.check(connection.id, scope);
  assert.equal(health.status, 'active');
  assert.equal(health.live, true);

  assert.deepEqual(await authpipe.connections.delete(connection.id, scope), { revocation: 'unsupported' });
  const subject = { provider: PROVIDER, tenantId: 'org_acme', userId: 'user_123' };
  await assert.rejects(authpipe.getCredential(subject), { code: 'not_connected' });
  const events = [];
  for await (const event of authpipe.events.list()) events.push(event.type);
  assert.equal(events[0], 'connection.created');
  assert.equal(events.at(-1), 'connection.deleted');
  assert.deepEqual((await authpipe.installations.list(scope)).data, []);
  await assert.rejects(authpipe.installations.get(connection.id, scope), { code: 'installation_not_found' });
});

test('an installation by somebody who proved nothing waits for approve()', async (t) => {
  const { sandbox, authpipe, handler } = await start(t);
  await sandbox.control('POST', `/apps/${CLIENT_ID}`, { group_membership_claims: false });
  const installed = await new Browser(handler, ADMIN).run('/oauth/installs', { provider: PROVIDER, mode: 'popup' }, sandbox, ADA);
  assert.equal(installed.installation.status, 'pending_approval');
  const subject = { provider: PROVIDER, tenantId: 'org_acme', credentialFor: 'installation' };
  await assert.rejects(authpipe.getCredential(subject), { name: 'NotConnectedError', code: 'approval_required' });

  const approved = await authpipe.installations.approve(installed.installation.id, { tenantId: 'org_acme' });
  assert.equal(approved.status, 'active');
  assert.ok((await authpipe.getCredential(subject)).credential);
});

test('an aborted caller stops waiting and the refresh goes on', async (t) => {
  const clock = new TestClock();
  const { sandbox, authpipe, handler } = await start(t, { testClock: clock });
  await connect(handler, sandbox);
  await sandbox.advance(2 * HOUR);
  clock.advance(2 * HOUR);
  const fault = await sandbox.control('POST', '/faults', { endpoint: 'token', action: 'hold', grant_type: 'refresh_token' });
  const subject = { provider: PROVIDER, tenantId: 'org_acme', userId: 'user_123' };
  const controller = new AbortController();

  const waiting = authpipe.getCredential(subject, { signal: controller.signal });
  await sandbox.control('GET', `/faults/${fault.id}?wait=1`);
  controller.abort(new Error('the user went away'));
  await assert.rejects(waiting, /the user went away/);
  await sandbox.control('POST', `/faults/${fault.id}/release`);

  assert.ok((await authpipe.getCredential(subject)).credential);
  assert.equal((await sandbox.refreshes()).length, 1);
});

test('a call stops waiting after its own time, and the work goes on', async (t) => {
  const clock = new TestClock();
  const { sandbox, authpipe, handler } = await start(t, { testClock: clock });
  await connect(handler, sandbox);
  await sandbox.advance(2 * HOUR);
  clock.advance(2 * HOUR);
  const fault = await sandbox.control('POST', '/faults', { endpoint: 'token', action: 'hold', grant_type: 'refresh_token' });
  const subject = { provider: PROVIDER, tenantId: 'org_acme', userId: 'user_123' };

  for (const call of [() => authpipe.runMaintenance({ timeoutMs: 500 }), () => authpipe.getCredential(subject, { timeoutMs: 500 })]) {
    await assert.rejects(call, { code: 'timeout', name: 'ProviderError', retry: 'later' });
  }
  await sandbox.control('POST', `/faults/${fault.id}/release`);

  const credential = await authpipe.getCredential(subject);
  assert.equal((await sandbox.refreshes()).length, 1);
  assert.ok(credential.apiOrigins.length > 0 && Object.isFrozen(credential.apiOrigins));
});

test('maintenance refreshes what is due', async (t) => {
  const clock = new TestClock();
  const { sandbox, authpipe, handler } = await start(t, { testClock: clock });
  await connect(handler, sandbox);
  await sandbox.advance(2 * HOUR);
  clock.advance(2 * HOUR);
  const report = await authpipe.runMaintenance({ budgetMs: 60_000 });
  assert.deepEqual({ refreshed: report.refreshed, failed: report.failed, complete: report.complete }, { refreshed: 1, failed: 0, complete: true });
});

test('an API key is stored and read back with its header', async (t) => {
  const { authpipe } = await start(t, {
    providers: {
      acme: {
        clientId: 'unused',
        definition: { name: 'Acme', auth: ['api_key'], api: { placement: { header: 'X-Api-Key', prefix: '' }, origins: ['https://api.acme.example'] } },
      },
    },
    dangerOrigins: {},
  });
  const subject = { provider: 'acme', tenantId: 'org_acme', userId: 'user_123' };
  const stored = await authpipe.storeCredential({ ...subject, credential: 'sk-canary', credentialType: 'api_key' });
  assert.equal(stored.status, 'created');
  const credential = await authpipe.getCredential(subject);
  assert.deepEqual(credential.headers(), { 'X-Api-Key': 'sk-canary' });
  assert.equal(credential.credentialType, 'api_key');
  assert.equal(credential.expiresAt, undefined);
  assert.equal((await authpipe.storeCredential({ ...subject, credential: { value: 'sk-2' }, credentialType: 'api_key' })).status, 'updated');
  assert.equal((await authpipe.getCredential(subject)).credential, 'sk-2');
});
