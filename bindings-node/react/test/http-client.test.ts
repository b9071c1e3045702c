import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuthpipeClientError } from '../src/errors.js';
import { AuthpipeClient } from '../src/http-client.js';
import { CONNECTED, CONNECTION, FakeEnvironment, INSTALLED, problemBody, started } from './fake-environment.js';

const refused = (code: string) => (cause: unknown) => cause instanceof AuthpipeClientError && cause.code === code;

test('a start names provider, scopes, mode and return address and nothing about who is asking', async () => {
  const environment = new FakeEnvironment();
  const client = new AuthpipeClient(environment, { headers: async () => ({ authorization: 'Bearer t' }) });
  const session = await client.startInstall({ provider: 'p', scopes: ['a'], mode: 'redirect', returnTo: '/x' });
  assert.equal(session.expiresAt?.toISOString(), '2026-01-01T00:10:00.000Z');
  assert.deepEqual(environment.requests, [
    {
      method: 'POST',
      path: '/oauth/installs',
      headers: {
        authorization: 'Bearer t',
        Accept: 'application/json, application/problem+json',
        'X-Authpipe': '1',
        'Content-Type': 'application/json',
      },
      body: { provider: 'p', scopes: ['a'], mode: 'redirect', return_to: '/x' },
    },
  ]);
});

test('answers become objects in camel case', async () => {
  const environment = new FakeEnvironment().session({ ...INSTALLED, extra: 1 });
  const client = new AuthpipeClient(environment);
  assert.deepEqual((await client.getSession('s1')).installation, {
    id: 'inst_1',
    provider: 'microsoft-onedrive',
    providerInstallationId: 'tid-1',
    displayName: null,
    status: 'active',
    installedAt: new Date('2026-01-01T00:00:05Z'),
    installedBy: 'user_123',
    installedByName: null,
  });
  environment.session(CONNECTED);
  assert.deepEqual((await client.getSession('s1')).connection, {
    id: 'conn_1',
    provider: 'microsoft-onedrive',
    status: 'active',
    credentialType: 'oauth_token',
    externalUserId: 'ada@contoso.example',
    displayName: 'Ada',
    label: null,
    scopes: ['Files.Read'],
    createdAt: new Date('2026-01-01T00:00:05Z'),
  });
});

test('a problem becomes an error with code, hint, status and request id', async () => {
  const environment = new FakeEnvironment();
  environment.reply('POST /oauth/sessions', { status: 401, body: problemBody(401, 'identity_required', 'Sign-in required') });
  const failure = await new AuthpipeClient(environment).startSession({ provider: 'p', mode: 'popup' }).catch((cause) => cause);
  assert.ok(failure instanceof AuthpipeClientError);
  const { code, message, hint, status, requestId } = failure;
  assert.deepEqual(
    { code, message, hint, status, requestId },
    { code: 'identity_required', message: 'Sign-in required.', hint: 'Do this.', status: 401, requestId: 'req_1' },
  );
});

test('answers that the handler never gives are refused', async () => {
  const environment = new FakeEnvironment();
  const client = new AuthpipeClient(environment);
  for (const body of ['text', [], {}, { session_id: 'other', status: 'pending' }, { status: 'done' }]) {
    environment.reply('GET /oauth/sessions/s1', { body });
    await assert.rejects(client.getSession('s1'), refused('unexpected_response'), JSON.stringify(body));
  }
  environment.reply('GET /oauth/sessions/s1', { status: 502, body: '<html>' });
  await assert.rejects(client.getSession('s1'), refused('unexpected_response'));
  for (const url of ['javascript:alert(1)', 'data:text/html,x', '/relative', ' https://x']) {
    environment.reply('POST /oauth/sessions', { status: 201, body: { ...started(), authorization_url: url } });
    await assert.rejects(client.startSession({ provider: 'p', mode: 'popup' }), refused('unexpected_response'), url);
  }
});

test('an answer that does not come is a timeout, and no network is network_error', async () => {
  const environment = new FakeEnvironment();
  const client = new AuthpipeClient({
    ...environment,
    fetch: (_url, init) =>
      new Promise((_resolve, reject) => init.signal?.addEventListener('abort', () => reject(new Error('aborted')))),
  });
  const outcome = assert.rejects(client.getSession('s1'), refused('timeout'));
  await environment.advance(20_000);
  await outcome;
  environment.offline = true;
  await assert.rejects(new AuthpipeClient(environment).getSession('s1'), refused('network_error'));
  assert.equal(environment.timers.size, 0);
});

test('a redirect to a login page is not followed', async () => {
  const environment = new FakeEnvironment();
  let seen: RequestInit | undefined;
  const client = new AuthpipeClient({
    ...environment,
    fetch: async (_url, init) => {
      seen = init;
      return { type: 'opaqueredirect', status: 0, ok: false } as Response;
    },
  });
  await assert.rejects(client.completeSession('s1', 'secret'), refused('unexpected_response'));
  assert.equal(seen?.redirect, 'manual');
  assert.equal(seen?.credentials, 'include');
});

test('ids are encoded and connections of other providers left out', async () => {
  const environment = new FakeEnvironment();
  environment.reply('GET /connections?provider=mcp%3Ax', { body: { connections: [CONNECTION, { ...CONNECTION, provider: 'mcp:x' }] } });
  environment.reply('DELETE /connections/a%2Fb', { status: 204 });
  const client = new AuthpipeClient(environment);
  assert.deepEqual((await client.listConnections({ provider: 'mcp:x' })).map((c) => c.provider), ['mcp:x']);
  await client.deleteConnection('a/b');
});

test('errors of another copy of the package are recognised', () => {
  const foreign = Object.assign(new Error('x'), { [Symbol.for('authpipe.client_error')]: true });
  assert.ok(foreign instanceof AuthpipeClientError);
  assert.ok(!(new Error('x') instanceof AuthpipeClientError));
});

test('a list is read to its end, whoever has how many', async () => {
  const environment = new FakeEnvironment();
  const client = new AuthpipeClient(environment);
  const connections = (...ids: string[]) => ids.map((id) => ({ ...CONNECTION, id }));
  environment
    .reply('GET /connections?provider=microsoft-onedrive', { body: { connections: connections('c1', 'c2'), next: 'a/b' } })
    .reply('GET /connections?provider=microsoft-onedrive&after=a%2Fb', { body: { connections: connections('c3'), next: 'c' } })
    .reply('GET /connections?provider=microsoft-onedrive&after=c', { body: { connections: [], next: null } });
  const listed = await client.listConnections({ provider: 'microsoft-onedrive' });
  assert.deepEqual(listed.map(({ id }) => id), ['c1', 'c2', 'c3']);

  const installation = { ...INSTALLED.installation, installed_by_name: 'Ada' };
  environment
    .reply('GET /installations', { body: { installations: [installation], next: 'b' } })
    .reply('GET /installations?after=b', { body: { installations: [{ ...installation, id: 'inst_2' }] } });
  assert.deepEqual((await client.listInstallations()).map(({ id, installedByName }) => [id, installedByName]), [
    ['inst_1', 'Ada'],
    ['inst_2', 'Ada'],
  ]);
});

test('a list that leads around is refused, and one that breaks off is not half of one', async () => {
  const environment = new FakeEnvironment();
  const client = new AuthpipeClient(environment);
  environment.reply('GET /connections', { body: { connections: [CONNECTION], next: 'a' } });
  environment.reply('GET /connections?after=a', { body: { connections: [CONNECTION], next: 'a' } });
  await assert.rejects(client.listConnections(), refused('unexpected_response'));
  environment.reply('GET /connections?after=a', { status: 429, body: problemBody(429, 'rate_limited', 'Slow down') });
  await assert.rejects(client.listConnections(), refused('rate_limited'));
});
