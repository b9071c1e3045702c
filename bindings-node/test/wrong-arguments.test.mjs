// Whatever a caller without types hands over, an error of ours with a code says what was wrong.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Authpipe, AuthpipeError, createHandler, readClaims } from '@authpipe/node';
import { TestClock, fakeCredential } from '@authpipe/node/testing';
import { BASE_URL, makeKey } from './support/app.mjs';

const WRONG = [undefined, null, 7, Number.NaN, 10n, 'text', true, [], [1], {}, Symbol('s'), () => 1, new Date(), Promise.resolve({}), { provider: 7 }, { provider: null }];
const CONNECTION = 'con_AAAAAAAAAAAAAAAAAAAAAA';
const SUBJECT = { provider: 'microsoft-onedrive', tenantId: 't', userId: 'u' };

/** Every place where a caller puts something. */
const PLACES = {
  getCredential: (a, wrong) => a.getCredential(wrong),
  'getCredential, options': (a, wrong) => a.getCredential(SUBJECT, wrong),
  'getCredential, a member': (a, wrong) => a.getCredential({ ...SUBJECT, userId: wrong }),
  peekCredential: (a, wrong) => a.peekCredential(wrong),
  reportRejected: (a, wrong) => a.reportRejected(wrong, { generation: 1 }),
  'reportRejected, rejection': (a, wrong) => a.reportRejected(SUBJECT, wrong),
  storeCredential: (a, wrong) => a.storeCredential(wrong),
  'storeCredential, the key': (a, wrong) => a.storeCredential({ ...SUBJECT, credentialType: 'api_key', credential: wrong }),
  storeCredentials: (a, wrong) => a.storeCredentials(wrong),
  'storeCredentials, a row': (a, wrong) => a.storeCredentials([wrong]),
  'storeCredentials, options': (a, wrong) => a.storeCredentials([], wrong),
  createAuthSession: (a, wrong) => a.createAuthSession(wrong),
  createInstallSession: (a, wrong) => a.createInstallSession(wrong),
  startDeviceAuth: (a, wrong) => a.startDeviceAuth(wrong),
  'startDeviceAuth, the user': (a, wrong) => a.startDeviceAuth({ ...SUBJECT, userId: wrong }),
  pollDeviceAuth: (a, wrong) => a.pollDeviceAuth(wrong),
  'pollDeviceAuth, the session': (a, wrong) => a.pollDeviceAuth({ sessionId: wrong, tenantId: 't', userId: 'u' }),
  connectInteractive: (a, wrong) => a.connectInteractive(wrong, { open() {} }),
  'connectInteractive, options': (a, wrong) => a.connectInteractive(SUBJECT, wrong),
  'connectInteractive, open': (a, wrong) => a.connectInteractive(SUBJECT, { open: typeof wrong === 'function' ? undefined : wrong }),
  ready: (a, wrong) => a.ready(wrong),
  runMaintenance: (a, wrong) => a.runMaintenance(wrong),
  'connections.list': (a, wrong) => a.connections.list(wrong),
  'connections.get': (a, wrong) => a.connections.get(wrong, { tenantId: 't' }),
  'connections.get, scope': (a, wrong) => a.connections.get(CONNECTION, wrong),
  'connections.check': (a, wrong) => a.connections.check(wrong, wrong),
  'connections.delete': (a, wrong) => a.connections.delete(wrong, wrong),
  'installations.list': (a, wrong) => a.installations.list(wrong),
  'installations.create': (a, wrong) => a.installations.create(wrong),
  'installations.get': (a, wrong) => a.installations.get(wrong, wrong),
  'installations.approve': (a, wrong) => a.installations.approve(wrong, wrong),
  'installations.delete': (a, wrong) => a.installations.delete(wrong, wrong),
  'sessions.get': (a, wrong) => a.sessions.get(wrong, wrong),
  'sessions.cancel': (a, wrong) => a.sessions.cancel(wrong, wrong),
  'events.list': (a, wrong) => a.events.list(wrong),
  'events.follow': (a, wrong) => a.events.follow(wrong),
  'events.follow, options': (a, wrong) => a.events.follow({}, wrong),
  'events.follow, after': (a, wrong) => a.events.follow({ after: wrong }),
  'audit.list': (a, wrong) => a.audit.list(wrong),
  fetch: (a, wrong) => a.fetch(SUBJECT)(wrong),
  'fetch, the subject': (a, wrong) => a.fetch(wrong)('https://graph.microsoft.com/v1.0/me'),
  'fetch, the method': (a, wrong) => a.fetch(SUBJECT)('https://graph.microsoft.com/v1.0/me', { method: wrong }),
  'fetch, the headers': (a, wrong) => a.fetch(SUBJECT)('https://graph.microsoft.com/v1.0/me', { headers: wrong }),
  'fetch, the redirect': (a, wrong) => a.fetch(SUBJECT)('https://graph.microsoft.com/v1.0/me', { redirect: wrong }),
  'fetch, the options': (a, wrong) => a.fetch(SUBJECT)('https://graph.microsoft.com/v1.0/me', wrong),
  'fetch, a form': (a, wrong) => a.fetch(SUBJECT)(wrong, { method: 'POST', body: new FormData() }),
  'tokenCredential, the subject': (a, wrong) => a.tokenCredential(wrong).getToken('Files.Read'),
  'tokenCredential, the scopes': (a, wrong) => a.tokenCredential(SUBJECT).getToken(wrong),
  'tokenCredential, the options': (a, wrong) => a.tokenCredential(SUBJECT).getToken('Files.Read', wrong),
  'octokitAuth, the subject': (a, wrong) => a.octokitAuth(wrong).authStrategy()(),
  'graphAuthProvider, the subject': (a, wrong) => a.graphAuthProvider(wrong).getAccessToken(),
  'a request': (a, wrong) => createHandler(a, { identify: () => null })(wrong),
  fakeCredential: (_a, wrong) => fakeCredential(wrong),
  ...Object.fromEntries(
    ['credential', 'credentialType', 'expiresAt', 'scopes', 'source', 'refreshed', 'generation', 'apiOrigins', 'grantId'].map((member) => [
      `fakeCredential, ${member}`,
      (_a, wrong) => fakeCredential({ [member]: wrong }),
    ]),
  ),
  'fakeCredential, a name': (_a, wrong) => fakeCredential({ [String(wrong)]: 'x' }),
  'TestClock.advance': (_a, wrong) => new TestClock().advance(wrong),
  readClaims: (_a, wrong) => readClaims(wrong),
  createHandler: (_a, wrong) => createHandler(wrong, { identify: () => null }),
  'createHandler, options': (a, wrong) => createHandler(a, wrong),
  'createHandler, origins': (a, wrong) => createHandler(a, { identify: () => null, allowedOrigins: wrong }),
  ...Object.fromEntries(
    ['vault', 'key', 'providers', 'logger', 'timeoutMs', 'dangerOrigins', 'extraCaFile', 'proxy', 'mode'].map((option) => [
      `new Authpipe, ${option}`,
      (_a, wrong) => new Authpipe({ vault: 'memory:', key: makeKey(), mode: 'development', [option]: wrong }).close(),
    ]),
  ),
};

for (const [place, put] of Object.entries(PLACES)) {
  test(`${place}: what cannot be is refused with a code`, async (t) => {
    const providers = { 'microsoft-onedrive': { clientId: 'x', clientSecret: 'y', scopes: ['Files.Read'] } };
    const authpipe = new Authpipe({ vault: 'memory:', key: makeKey(), mode: 'development', background: false, baseUrl: BASE_URL, providers });
    t.after(() => authpipe.close());
    let refused = 0;
    for (const wrong of WRONG) {
      try {
        await put(authpipe, wrong);
      } catch (error) {
        assert.ok(error instanceof AuthpipeError && typeof error.code === 'string', `${typeof wrong}: ${error}`);
        refused += 1;
      }
    }
    assert.ok(refused > 0, 'nothing of it can be right everywhere');
  });
}

test('what stands in the wrong one of two arguments is told where it belongs', async (t) => {
  const providers = { 'microsoft-onedrive': { clientId: 'x', clientSecret: 'y', scopes: ['Files.Read'] } };
  const authpipe = new Authpipe({ vault: 'memory:', key: makeKey(), mode: 'development', background: false, baseUrl: BASE_URL, providers });
  t.after(() => authpipe.close());
  for (const [name, value] of [['scopes', ['Files.Read']], ['forceRefresh', true], ['timeoutMs', 5], ['claims', 'x']]) {
    const message = `subject.${name} is not known there: it belongs to the options, which are the second argument.`;
    await assert.rejects(authpipe.getCredential({ ...SUBJECT, [name]: value }), { code: 'invalid_request', message });
  }
  const message = 'options.userId is not known there: it belongs to the subject, which is the first argument.';
  await assert.rejects(authpipe.getCredential(SUBJECT, { userId: 'u' }), { code: 'invalid_request', message });
});

test('a definition that no text of JSON can hold is refused, however deep it is, and nothing crashes', () => {
  const open = (definition) => new Authpipe({ vault: 'memory:', key: makeKey(), mode: 'development', providers: { acme: { definition } } });
  const round = { name: 'Acme' };
  round.self = round;
  const list = [];
  list.push(list);
  const deep = (depth) => Array.from({ length: depth }).reduce((inner) => ({ inner }), {});
  const wrong = [
    [round, /^providers\["acme"\]\.definition(\.self)* must hold what JSON can hold\.$/],
    [{ name: 'Acme', auth: list }, /^providers\["acme"\]\.definition\.auth(\[0\])* must hold what JSON can hold\.$/],
    [deep(5_000), /^providers\["acme"\]\.definition(\.inner)* must hold what JSON can hold\.$/],
    ...[() => 'Acme', 10n, Number.NaN].map((name) => [{ name }, 'providers["acme"].definition.name must hold what JSON can hold.']),
  ];
  for (const [definition, message] of wrong) {
    assert.throws(() => open(definition), { code: 'config_invalid', message });
    // However deep it is.
    assert.throws(() => open(definition), (error) => error.message.length < 500);
  }
  assert.throws(() => open(deep(100)), { code: 'config_invalid', message: /inner/ });
  // As JSON.stringify does, what is undefined is left out.
  const definition = { name: 'Acme', auth: ['api_key'], oauth: undefined, api: { origins: ['https://api.example.test'], further_headers: undefined } };
  void open(definition).close();
});

test('a promise that nobody has waited for is not taken for an object without members', () => {
  const providers = Promise.resolve({ 'microsoft-onedrive': { clientId: 'x' } });
  assert.throws(() => new Authpipe({ vault: 'memory:', key: makeKey(), mode: 'development', providers }), {
    code: 'config_invalid',
    message: /^providers must be an object/,
  });
});

test('half of a character is no text: it would be stored as another one', async (t) => {
  const authpipe = new Authpipe({ vault: 'memory:', key: makeKey(), mode: 'development', background: false });
  t.after(() => authpipe.close());
  const store = (credential) => authpipe.storeCredential({ ...SUBJECT, userId: undefined, credentialType: 'webhook_secret', credential });
  for (const half of ['ab\ud800', '\udc00', 'a\ud83dz']) await assert.rejects(store(half), { code: 'invalid_request' });
  // One that was replaced before, and a whole one.
  for (const whole of ['ab\ufffd', 'a\u{1f511}z']) await store(whole).catch((error) => assert.notEqual(error.code, 'invalid_request'));
});
