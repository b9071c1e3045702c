// Slack, GitHub and Google Workspace by their own definitions: install, connect, refresh, revoke, an end at the provider, and probes.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Authpipe, createHandler } from '../esm/index.mjs';
import { TestClock } from '../esm/testing.mjs';
import { ADMIN, BASE_URL, Browser, USER, makeKey, temporaryFolder } from './support/app.mjs';
import { ADA, BOB, startSandbox } from './support/sandbox.mjs';

const HOUR = 3_600_000;
const DRIVE = 'https://www.googleapis.com/auth/drive.readonly';
const DENIED = { code: 'reauth_required' };

/** An application of one provider, whose addresses all lead to the sandbox. `prepare` gives the registration. */
async function start(t, provider, origins, prepare) {
  const sandbox = await startSandbox();
  t.after(() => sandbox.stop());
  const world = await sandbox.control('GET', '/world');
  const clock = new TestClock();
  const authpipe = new Authpipe({
    vault: `sqlite:${temporaryFolder(t)}/authpipe.db`,
    key: makeKey(),
    mode: 'development',
    baseUrl: BASE_URL,
    background: false,
    testClock: clock,
    providers: { [provider]: await prepare(sandbox, world) },
    dangerOrigins: { [provider]: Object.fromEntries(origins.map((name) => [name, sandbox.http])) },
  });
  t.after(() => authpipe.close());
  const handler = createHandler(authpipe, { identify: Browser.identify });
  const read = (credentialFor, userId) =>
    authpipe.getCredential({ provider, tenantId: ADMIN.tenantId, ...(userId ? { userId } : {}), credentialFor });
  return {
    sandbox, world, authpipe, handler,
    bot: () => read('installation'),
    person: (userId = USER.userId) => read('user', userId),
    later: async (ms) => {
      await sandbox.advance(ms);
      clock.advance(ms);
    },
    run: (who, path, username) => new Browser(handler, who).run(path, { provider, mode: 'popup' }, sandbox, username),
    /** Somebody signs in, and is deleted: what is told, and whether the provider still takes the token. */
    connectAndDelete: async (username, isAlive) => {
      const { status, connection } = await new Browser(handler, USER).run('/oauth/sessions', { provider, mode: 'popup' }, sandbox, username);
      assert.equal(status, 'complete');
      const { credential } = await read('user', USER.userId);
      assert.ok(await isAlive(credential));
      const told = await authpipe.connections.delete(connection.id, { tenantId: USER.tenantId });
      assert.ok(!(await isAlive(credential)), 'the provider takes it no more');
      return told;
    },
    /** What the provider says of everything that the tenant has. */
    check: async () => {
      const all = { tenantId: ADMIN.tenantId };
      const views = [...(await authpipe.installations.list(all)).data, ...(await authpipe.connections.list(all)).data];
      return Promise.all(views.map(async ({ id }) => (await authpipe.connections.check(id, all)).live));
    },
  };
}

test('Slack: one consent, two credentials, each rotates and ends by itself', async (t) => {
  const app = await start(t, 'slack', ['slack'], (_, { slack_apps: [{ client_id: clientId, secret: clientSecret }] }) => ({
    clientId, clientSecret, scopes: ['users:read'], botScopes: ['chat:write'],
  }));
  const installed = await app.run(ADMIN, '/oauth/installs', ADA);
  assert.deepEqual([installed.status, installed.installation?.status], ['complete', 'active'], JSON.stringify(installed));
  const before = [await app.bot(), await app.person(ADMIN.userId)];
  assert.match(before[0].credential, /^xoxe\.xoxb-/);
  assert.match(before[1].credential, /^xoxe\.xoxp-/);
  assert.deepEqual(await app.check(), [true, true]);
  await app.later(13 * HOUR);
  const after = [await app.bot(), await app.person(ADMIN.userId)];
  for (const [at, credential] of after.entries()) assert.notEqual(credential.credential, before[at].credential);
  assert.equal((await app.sandbox.refreshes()).length, 2);
  const says = async (path, token) => fetch(`${app.sandbox.http}${path}`, { headers: { authorization: `Bearer ${token}` } });
  const isAlive = async (token) => (await (await says('/api/auth.test', token)).json()).ok;
  assert.deepEqual(await app.connectAndDelete(BOB, isAlive), { revocation: 'revoked' });
  const ada = app.world.organisations[0].users[0].id;
  await app.sandbox.control('POST', '/revoke', { what: 'user_tokens', user: ada });
  assert.deepEqual(await app.check(), [true, false]);
  await assert.rejects(app.person(ADMIN.userId), DENIED);
  const tenant = app.world.organisations[0].id;
  await app.sandbox.control('POST', '/slack/apps/slack-rotating/uninstall', { tenant });
  await app.later(13 * HOUR);
  await assert.rejects(app.bot(), DENIED);
});

test('GitHub: a page installs, the app signs for its token, people rotate beside', async (t) => {
  const app = await start(t, 'github', ['web', 'api'], async (sandbox, { github_apps: [known] }) => {
    const { private_key_pem: privateKey } = await sandbox.control('POST', `/github/apps/${known.client_id}/key`);
    const callback_url = `${BASE_URL}/oauth/callback/github`;
    await sandbox.control('POST', `/github/apps/${known.client_id}/callback`, { callback_url });
    return { clientId: known.client_id, clientSecret: known.secret, privateKey, variables: { app: known.slug } };
  });
  const installed = await app.run(ADMIN, '/oauth/installs', ADA);
  assert.deepEqual([installed.status, installed.installation?.status], ['complete', 'active'], JSON.stringify(installed));
  const isAlive = async (token) => (await fetch(`${app.sandbox.http}/user`, { headers: { authorization: `Bearer ${token}` } })).ok;
  assert.deepEqual(await app.connectAndDelete(BOB, isAlive), { revocation: 'revoked' });
  const connected = await app.run(USER, '/oauth/sessions', BOB);
  assert.equal(connected.status, 'complete', JSON.stringify(connected));
  const before = [await app.bot(), await app.person()];
  assert.equal(before[0].credential.length, 520);
  assert.match(before[1].credential, /^ghu_/);
  assert.deepEqual(await app.check(), [true, true, true]);
  await app.later(9 * HOUR);
  const after = [await app.bot(), await app.person()];
  for (const [at, credential] of after.entries()) assert.notEqual(credential.credential, before[at].credential);
  const [contoso] = app.world.organisations;
  await app.sandbox.control('POST', '/revoke', { what: 'user_tokens', user: contoso.users[1].id });
  await app.sandbox.control('POST', '/github/apps/Iv1.demo/uninstall', { tenant: contoso.id });
  await app.check();
  await assert.rejects(app.person(), DENIED);
  await app.later(2 * HOUR);
  await assert.rejects(app.bot(), DENIED);
});

test('Google Workspace: people offline, an organisation by delegation', async (t) => {
  const app = await start(t, 'google-workspace', ['accounts', 'oauth2', 'api'], async (sandbox, { google_clients: [known] }) => {
    const delegations = [{ domain: 'contoso.example', scopes: [DRIVE] }];
    const made = await sandbox.control('POST', '/google/service_accounts', { email: 'robot@sandbox.iam.example', delegations });
    return { clientId: known.client_id, clientSecret: known.secret, privateKey: made.key_file, scopes: [DRIVE], botScopes: [DRIVE] };
  });
  const variables = { domain: 'contoso.example', delegate: BOB };
  const installed = await app.authpipe.installations.create({ provider: 'google-workspace', tenantId: ADMIN.tenantId, variables });
  assert.equal(installed.status, 'active');
  const isAlive = async (token) => (await fetch(`${app.sandbox.http}/oauth2/v3/userinfo`, { headers: { authorization: `Bearer ${token}` } })).ok;
  assert.deepEqual(await app.connectAndDelete(BOB, isAlive), { revocation: 'revoked' });
  const connected = await app.run(USER, '/oauth/sessions', BOB);
  assert.equal(connected.status, 'complete', JSON.stringify(connected));
  const before = [await app.bot(), await app.person()];
  const about = await fetch(`${app.sandbox.http}/drive/v3/about`, { headers: before[0].headers() });
  assert.equal((await about.json()).user.emailAddress, BOB);
  await app.later(2 * HOUR);
  const after = [await app.bot(), await app.person()];
  for (const [at, credential] of after.entries()) assert.notEqual(credential.credential, before[at].credential);
  await app.sandbox.control('POST', '/revoke', { what: 'user_tokens', user: app.world.organisations[0].users[1].id });
  await app.check();
  await assert.rejects(app.person(), DENIED);
  assert.ok(await app.bot(), 'the delegation is the administrator’s');
});
