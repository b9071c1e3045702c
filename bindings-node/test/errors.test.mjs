// First errors: their classes, their advice, and their exact wording.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import test from 'node:test';
import { inspect } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import * as authpipeModule from '../esm/index.mjs';
import { TestClock } from '../esm/testing.mjs';
import { BASE_URL, makeKey, temporaryFolder } from './support/app.mjs';

const { Authpipe, AuthpipeError, ConfigError, createHandler, NotConnectedError, ProviderConfigError, ProviderError, RateLimitedError, RequestError, UsageError, VaultError } = authpipeModule;

const ONEDRIVE = { 'microsoft-onedrive': { clientId: 'id', clientSecret: 'secret' } };
const ME = { provider: 'microsoft-onedrive', tenantId: 'org_acme', userId: 'user_123' };

function make(t, more = {}) {
  const options = { vault: 'memory:', key: makeKey(), mode: 'development', baseUrl: BASE_URL, background: false, providers: ONEDRIVE, ...more };
  const authpipe = new Authpipe(options);
  t.after(() => authpipe.close());
  return authpipe;
}

async function failure(work) {
  try {
    await work();
  } catch (error) {
    return error;
  }
  return assert.fail('nothing was thrown');
}

const WORDING = [
  ['key_missing', ConfigError, { key: [] }, (a) => a.ready(), 'Authpipe has no vault key. Run "npx @authpipe/node key generate" and set AUTHPIPE_KEY. Keep it: without this key the vault cannot be read.'],
  ['base_url_missing', ConfigError, { baseUrl: undefined }, (a) => a.createAuthSession(ME), 'Set AUTHPIPE_BASE_URL to the public URL of the handler, e.g. https://app.example.com/api/authpipe. Authpipe does not trust the Host header.'],
  ['provider_not_configured', ProviderConfigError, { providers: {} }, (a) => a.getCredential(ME), '"microsoft-onedrive" is in the catalog but has no client id. Add providers["microsoft-onedrive"] = { clientId, clientSecret }. Steps: npx @authpipe/node doctor microsoft-onedrive'],
  ['provider_unknown', ProviderConfigError, {}, (a) => a.getCredential({ ...ME, provider: 'onedrive' }), 'Unknown provider "onedrive". Did you mean "microsoft-onedrive"?'],
  ['not_connected', NotConnectedError, {}, (a) => a.getCredential(ME), 'No OneDrive connection for tenant "org_acme", user "user_123". tenantId is your customer\'s id, not a Microsoft tenant GUID. Let the user connect: <ConnectButton provider="microsoft-onedrive" />.'],
];

for (const [code, Class, options, work, message] of WORDING) {
  test(`${code} says exactly what to do`, async (t) => {
    const error = await failure(() => work(make(t, options)));
    assert.equal(error.code, code);
    assert.equal(error.message, message);
    assert.ok(error instanceof Class);
    assert.ok(error instanceof AuthpipeError);
    assert.ok(error instanceof Error);
    assert.equal(error.name, Class.name);
    assert.equal(error.docsUrl, `https://github.com/authpipe/authpipe/blob/main/docs/errors.md#${code}`);
  });
}

test('another key is refused by name', async (t) => {
  const vault = `sqlite:${join(temporaryFolder(t), 'authpipe.db')}`;
  const first = make(t, { vault });
  await first.ready();
  await first.close();
  const error = await failure(() => make(t, { vault }).ready());
  assert.equal(error.code, 'key_mismatch');
  assert.match(error.message, /^The vault at sqlite:.*authpipe\.db was encrypted with key [0-9a-f]+…?, but the option key is key [0-9a-f]+…?\. Restore the old key; to rotate, deploy key: \[old, new\] first, then \[new, old\]\.$/);
});

test('a vault that cannot be opened is a VaultError', async (t) => {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'authpipe.db'));
  const error = await failure(() => make(t, { vault: `sqlite:${join(folder, 'authpipe.db')}` }).ready());
  assert.ok(error instanceof VaultError);
  assert.equal(error.retry, 'later');
});

test('what is printed says code, reason and ids', async (t) => {
  const error = await failure(() => make(t).getCredential(ME));
  const text = inspect(error);
  for (const fact of ['NotConnectedError [not_connected]: No OneDrive', "code: 'not_connected'", "tenantId: 'org_acme'", "userId: 'user_123'"]) {
    assert.ok(text.includes(fact), `${fact} in ${text}`);
  }
  const told = new authpipeModule.ReauthRequiredError({
    code: 'reauth_required', message: 'Again.', reason: 'revoked', connectionId: 'con_1', providerError: 'invalid_grant',
  });
  for (const fact of ["reason: 'revoked'", "connectionId: 'con_1'", "providerError: 'invalid_grant'"]) {
    assert.ok(inspect(told).includes(fact), inspect(told));
  }
});

test('what the provider said is printed, and survives the way to another process', () => {
  const { errorFrom, ProviderConfigError } = authpipeModule;
  const providerDetails = { status: 401, error: 'invalid_client', errorCodes: [7000215], traceId: '6d0a1b2c-0000', requestId: 'C0FE-1' };
  const error = new ProviderConfigError({ code: 'provider_config_rejected', message: 'No.', providerDetails });
  for (const fact of ['status: 401', 'errorCodes: [ 7000215 ]', "traceId: '6d0a1b2c-0000'", "requestId: 'C0FE-1'"]) {
    assert.ok(inspect(error).includes(fact), inspect(error));
  }
  assert.deepEqual(errorFrom(JSON.parse(JSON.stringify(error))).providerDetails, providerDetails);
});

test('an error that was sent to another thread or process is one of ours again', async (t) => {
  const { errorFrom } = authpipeModule;
  const error = await failure(() => make(t).getCredential(ME));
  const told = errorFrom(JSON.parse(JSON.stringify(error)));
  assert.ok(told instanceof NotConnectedError);
  assert.deepEqual({ ...told }, { ...error });
  assert.equal(told.message, error.message);

  const { port1, port2 } = new MessageChannel();
  port1.postMessage(error);
  const posted = receiveMessageOnPort(port2).message;
  port1.close();
  for (const clone of [structuredClone(error), deserialize(serialize(error)), posted]) {
    assert.ok(!(clone instanceof AuthpipeError), 'by itself it is not');
    const back = errorFrom(clone);
    assert.ok(back instanceof NotConnectedError);
    assert.deepEqual([back.code, back.message, back.retry, back.docsUrl], [error.code, error.message, error.retry, error.docsUrl]);
    assert.ok(clone.stack.startsWith('NotConnectedError [not_connected]: '), clone.stack);
  }
  assert.equal(errorFrom(error), error);
  for (const other of [undefined, null, 'x', {}, new Error('x'), { code: 'ENOENT', message: 'x' }, { code: 'not_connected' }]) {
    assert.equal(errorFrom(other), undefined, inspect(other));
  }
});

test('what a worker throws keeps its code and its ids', async (t) => {
  const module = new URL('../esm/index.mjs', import.meta.url).href;
  const source = `import(${JSON.stringify(module)}).then(({ NotConnectedError }) => {
    throw new NotConnectedError({ code: 'not_connected', message: 'Nobody.', tenantId: 'org_acme' });
  });`;
  const worker = new Worker(source, { eval: true });
  t.after(() => worker.terminate());
  const thrown = await new Promise((resolve) => worker.once('error', resolve));
  const back = authpipeModule.errorFrom(thrown);
  assert.ok(back instanceof NotConnectedError);
  assert.deepEqual([thrown.code, back.code, back.message, back.tenantId], ['not_connected', 'not_connected', 'Nobody.', 'org_acme']);
});

test('ids and advice come along', async (t) => {
  const error = await failure(() => make(t).getCredential(ME));
  assert.equal(error.provider, 'microsoft-onedrive');
  assert.equal(error.tenantId, 'org_acme');
  assert.equal(error.userId, 'user_123');
  assert.equal(error.retry, 'after_reauth');
  assert.match(error.hint, /^Let the user connect/);
  assert.deepEqual(JSON.parse(JSON.stringify(error)).code, 'not_connected');
  assert.match(error.stack, /errors\.test\.mjs/, 'the stack names the caller');
});

test('the constructor throws for what is present and wrong, and for nothing else', () => {
  assert.doesNotThrow(() => new Authpipe());
  // What a build does not have is absent, however it is written.
  for (const absent of [undefined, '']) {
    assert.doesNotThrow(() => new Authpipe({ key: absent, baseUrl: absent, environment: absent, providers: { 'microsoft-onedrive': { clientId: absent, clientSecret: absent } } }));
  }
  const wrong = [
    { key: 'apk1_nonsense' },
    { mode: 'staging' },
    { vault: 'mysql://' },
    { baseUrl: 'http://app.example.com' },
    { minValidityMs: -1 },
    { timeoutMs: Number.NaN },
    { providers: { 'microsoft-onedrive': { clientId: 'x', attachment: 'nobody' } } },
    { mode: 'production', dangerOrigins: { 'microsoft-onedrive': { login: 'http://127.0.0.1:1' } }, providers: ONEDRIVE },
    { providers: { 'microsoft-onedrive': { clientId: 'x', clientSecret: 7 } } },
    { vault: { path: 'x' } },
    { mode: 'production', testClock: new TestClock() },
  ];
  for (const options of wrong) {
    assert.throws(() => new Authpipe(options), { code: 'config_invalid', name: 'ConfigError' }, JSON.stringify(options));
  }
  assert.throws(() => new Authpipe({ providers: { onedrive: { clientId: 'x' } } }), { code: 'provider_unknown' });
});

test('a wrong type in the options is named and not repeated', () => {
  const named = [
    [null, 'options must be an object.'],
    ['canary', 'options must be an object.'],
    [{ key: {} }, 'key must be a string or an array of strings, not an object.'],
    [{ key: [7] }, 'key must be a string, not a number.'],
    [{ vault: 7 }, 'vault must be a string, not a number.'],
    [{ providers: 'canary' }, 'providers must be an object.'],
    [{ providers: { acme: 7 } }, /^providers\["acme"\]/],
    [{ providers: { acme: null } }, /^providers\["acme"\]/],
    [{ providers: { ...ONEDRIVE, acme: { clientId: 'x', clientSecret: 123 } } }, 'providers["acme"].clientSecret must be a string, not a number.'],
    [{ providers: { ...ONEDRIVE, acme: { clientId: 'x', scopes: 'canary' } } }, 'providers["acme"].scopes must be an array of strings, not a string.'],
    [{ providers: { acme: { clientId: 'x', variables: 7 } } }, 'providers["acme"].variables must be an object.'],
    [{ dangerOrigins: 7 }, 'dangerOrigins must be an object.'],
    [{ dangerOrigins: { acme: 'canary' } }, 'dangerOrigins["acme"] must be an object.'],
    [{ providers: { acme: { clientId: 'x', scopes: ['read', 7] } } }, 'providers["acme"].scopes[1] must be a string, not a number.'],
    [{ providers: { acme: { clientId: 'x', redirectUri: 7 } } }, 'providers["acme"].redirectUri must be a string, not a number.'],
    [{ testClock: {} }, 'testClock must be a TestClock.'],
    // Lists and maps have nothing under the names that are looked for.
    [[], 'options must be an object.'],
    [{ providers: new Map([['acme', { clientId: 'x' }]]) }, 'providers must be an object.'],
  ];
  for (const [options, message] of named) {
    assert.throws(() => new Authpipe(options), { code: 'config_invalid', name: 'ConfigError', message }, JSON.stringify(options));
  }
});

test('a name that is misspelt is refused where ignoring it would be silent', async (t) => {
  const options = [
    [{ baseURL: 'canary' }, 'options.baseURL is not known. Did you mean baseUrl?'],
    [{ providers: { acme: { clientId: 'x', client_secret: 'canary' } } }, 'providers["acme"].client_secret is not known. Did you mean clientSecret?'],
  ];
  for (const [wrong, message] of options) assert.throws(() => new Authpipe(wrong), { code: 'config_invalid', message });
  assert.throws(() => createHandler(make(t), { identify: () => null, allowedOrigin: ['https://a.example'] }), {
    code: 'config_invalid', message: 'options.allowedOrigin is not known. Did you mean allowedOrigins?',
  });
  assert.throws(() => createHandler(make(t), { identify: () => null, basePath: '/x' }), {
    code: 'config_invalid', message: 'options.basePath is not known. It takes: allowedOrigins, allowedReturnOrigins.',
  });
  // What is like nothing that is known would be ignored too.
  for (const [wrong, path] of [
    [{ database: 'x' }, 'options.database'],
    [{ providers: { acme: { clientId: 'x', audience: 'y' } } }, 'providers["acme"].audience'],
  ]) {
    assert.throws(() => new Authpipe(wrong), (error) => error.code === 'config_invalid' && error.message.startsWith(`${path} is not known. It takes: `));
  }

  const authpipe = make(t);
  const tenant = { provider: ME.provider, tenantId: ME.tenantId };
  const calls = [
    // Otherwise these would be about the installation, and about everybody.
    [() => authpipe.getCredential({ ...tenant, user_id: 'user_123' }), 'subject.user_id is not known. Did you mean userId?'],
    [() => authpipe.getCredential({ ...tenant, user_id: 'user_123' }, { forceRefresh: true }), 'subject.user_id is not known. Did you mean userId?'],
    [() => authpipe.peekCredential({ ...tenant, userID: 'user_123' }), 'subject.userID is not known. Did you mean userId?'],
    [() => authpipe.connections.list({ tenantId: 'org_acme', user_id: 'user_123' }), 'query.user_id is not known. Did you mean userId?'],
    [() => authpipe.getCredential(ME, { force_refresh: true }), 'options.force_refresh is not known. Did you mean forceRefresh?'],
    [() => authpipe.storeCredential({ ...ME, credentialTyp: 'api_key' }), 'params.credentialTyp is not known. Did you mean credentialType?'],
    [() => authpipe.connections.list({ tenantId: 'org_acme' }, { timeoutMS: 5 }), 'options.timeoutMS is not known. Did you mean timeoutMs?'],
    [() => authpipe.createAuthSession({ ...ME, return_to: '/done' }), 'params.return_to is not known. Did you mean returnTo?'],
  ];
  for (const [call, message] of calls) {
    const error = await failure(call);
    assert.ok(error instanceof RequestError, error.stack);
    assert.equal(error.message, message);
  }
});

test('wrong arguments are request errors that do not repeat them', async (t) => {
  const authpipe = make(t);
  const cases = [
    [{ ...ME, tenantId: 'a canary' }, 'invalid_id'],
    [{ ...ME, tenantId: undefined }, 'invalid_request'],
    [{ ...ME, tenantId: { secret: 'canary' } }, 'invalid_request'],
    [{ ...ME, credentialFor: 'canary' }, 'invalid_request'],
    [{ ...ME, userId: 'a\ncanary' }, 'invalid_id'],
    [{ provider: 'microsoft-onedrive', tenantId: 'org_acme', credentialFor: 'user' }, 'user_id_required'],
    [{ ...ME, userId: undefined }, 'user_id_required'],
    ['canary', 'invalid_request'],
    [undefined, 'invalid_request'],
  ];
  for (const [subject, code] of cases) {
    const error = await failure(() => authpipe.getCredential(subject));
    assert.equal(error.code, code, JSON.stringify(subject));
    assert.ok(error instanceof RequestError);
    assert.doesNotMatch(error.message, /canary/);
  }
  assert.throws(() => authpipe.peekCredential({ ...ME, tenantId: '' }), { code: 'invalid_id' });
});

test('an argument of a wrong type is a request error in every method', async (t) => {
  const authpipe = make(t);
  const tenant = { tenantId: 'org_acme' };
  const calls = [
    () => authpipe.getCredential(ME, null),
    () => authpipe.getCredential(ME, 'canary'),
    () => authpipe.getCredential(ME, { scopes: 'canary' }),
    () => authpipe.getCredential(ME, { claims: 7 }),
    () => authpipe.getCredential(ME, { forceRefresh: 'canary' }),
    () => authpipe.peekCredential(null),
    () => authpipe.reportRejected(null, { generation: 1 }),
    () => authpipe.reportRejected(ME),
    () => authpipe.reportRejected(ME, null),
    () => authpipe.reportRejected(ME, {}),
    () => authpipe.reportRejected(ME, { generation: 1, claims: {} }),
    () => authpipe.reportRejected(ME, { generation: 1, claims: 'canary' }),
    ...['canary', 1n, 1.5, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60].map(
      (generation) => () => authpipe.reportRejected(ME, { generation }),
    ),
    () => authpipe.storeCredential(undefined),
    () => authpipe.storeCredential({ ...ME, credential: 7, credentialType: 'api_key' }),
    () => authpipe.createAuthSession(undefined),
    () => authpipe.createInstallSession(null),
    () => authpipe.runMaintenance(null),
    () => authpipe.connections.list(),
    () => authpipe.connections.list(null),
    () => authpipe.connections.get('con_x'),
    () => authpipe.connections.delete(undefined, tenant),
    () => authpipe.installations.list(),
    () => authpipe.installations.approve('ins_x', null),
    () => authpipe.events.list(null),
    () => authpipe.audit.list(null),
    ...[1.5, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 32 + 1, '1', 0, 201].flatMap((limit) => [
      () => authpipe.connections.list({ ...tenant, limit }),
      () => authpipe.installations.list({ ...tenant, limit }),
      () => authpipe.events.list({ limit }),
      () => authpipe.audit.list({ limit }),
    ]),
  ];
  for (const call of calls) {
    const error = await failure(call);
    assert.ok(error instanceof RequestError, `${call}: ${error.stack}`);
    assert.equal(error.code, 'invalid_request', String(call));
    assert.doesNotMatch(error.message, /canary/);
  }
  assert.deepEqual((await authpipe.connections.list({ ...tenant, limit: 200 })).data, []);
});

test('a wrong argument is named', async (t) => {
  const authpipe = make(t);
  const id = 'con_AAAAAAAAAAAAAAAAAAAAAA';
  const key = { ...ME, credential: 'k', credentialType: 'api_key' };
  const named = [
    [() => authpipe.getCredential(), 'subject must be an object.'],
    [() => authpipe.peekCredential('canary'), 'subject must be an object.'],
    [() => authpipe.reportRejected(ME, null), 'rejection must be an object.'],
    [() => authpipe.storeCredential({ ...key, tenantId: 7 }), 'tenantId must be a string, not a number.'],
    [() => authpipe.storeCredential({ ...key, credential: undefined }), 'credential is missing.'],
    [() => authpipe.storeCredential({ ...key, credential: ['canary'] }), 'credential must be a string or an object, not an array.'],
    [() => authpipe.storeCredential({ ...key, credential: Buffer.from('canary') }), 'credential must be a string or an object, not a list, a map or a promise.'],
    [() => authpipe.storeCredential({ ...key, credential: { token: 7 } }), 'credential["token"] must be a string, not a number.'],
    [() => authpipe.storeCredential({ ...key, userId: '\ud800' }), 'userId is not valid Unicode.'],
    [() => authpipe.getCredential({ ...ME, userId: 7n }), 'userId must be a string, not a bigint.'],
    [() => authpipe.events.list({ since: Date.now() }), 'since must be a Date, not a number.'],
    [() => authpipe.createAuthSession({ ...ME, variables: 'canary' }), 'variables must be an object.'],
    [() => authpipe.createInstallSession(), 'params must be an object.'],
    [() => authpipe.runMaintenance({ budgetMs: 'canary' }), 'budgetMs must be a number of milliseconds, not a string.'],
    [() => authpipe.connections.get(7, { tenantId: 't' }), 'id must be a string, not a number.'],
    [() => authpipe.connections.get(undefined, { tenantId: 't' }), 'id is missing.'],
    [() => authpipe.connections.delete(id, 'org_acme'), 'scope must be an object.'],
    [() => authpipe.installations.approve(id, {}), 'tenantId is missing.'],
    [() => new TestClock().advance('canary'), 'ms must be a number of milliseconds, not a string.'],
  ];
  for (const [call, message] of named) {
    const error = await failure(call);
    assert.ok(error instanceof RequestError, error.stack);
    assert.equal(error.code, 'invalid_request');
    assert.equal(error.message, message, String(call));
  }
});

test('a signal that is none is refused by name, whatever else would have answered', async (t) => {
  const authpipe = make(t);
  for (const signal of [7, 'canary', true, {}, [], () => {}, { aborted: false }, new EventTarget(), { ...AbortSignal.abort() }]) {
    const error = await failure(() => authpipe.getCredential(ME, { signal }));
    assert.ok(error instanceof RequestError, `${error.stack}`);
    assert.equal(error.code, 'invalid_request');
    assert.equal(error.message, 'signal must be an AbortSignal.');
  }
  // In the place of the options it would stop nothing; and a list or a map has none of their members.
  for (const options of [AbortSignal.abort(), new AbortController().signal, [], new Map([['forceRefresh', true]])]) {
    for (const call of [() => authpipe.getCredential(ME, options), () => authpipe.storeCredentials([], options)]) {
      const error = await failure(call);
      assert.ok(error instanceof RequestError, `${error.stack}`);
      assert.match(error.message, /^options must be an object\./);
    }
  }
  // Absent, as fetch takes it; and one of another make.
  for (const signal of [undefined, null, new (class extends EventTarget { aborted = false; })()]) {
    assert.equal((await failure(() => authpipe.getCredential(ME, { signal }))).code, 'not_connected');
  }
  const reason = new Error('before it began');
  assert.equal(await failure(() => authpipe.getCredential(ME, { signal: AbortSignal.abort(reason) })), reason);
});

test('after close() every call says so', async (t) => {
  const authpipe = make(t);
  await authpipe.close();
  await authpipe.close();
  for (const work of [() => authpipe.getCredential(ME), () => authpipe.ready(), () => authpipe.peekCredential(ME)]) {
    const error = await failure(work);
    assert.equal(error.code, 'closed');
    assert.ok(error instanceof UsageError);
  }
});

test('a handler without identify is refused when it is made', (t) => {
  const authpipe = make(t);
  assert.throws(() => createHandler(authpipe, {}), { code: 'config_invalid' });
  assert.throws(() => createHandler(authpipe), { code: 'config_invalid' });
  assert.throws(() => createHandler({ identify: () => null }), { message: 'The first argument of a handler must be an Authpipe.' });
  assert.throws(() => createHandler(authpipe, { identify: () => null, allowedOrigins: ['*'] }), { code: 'config_invalid' });
});

test('instanceof works across copies, and not for classes of the application', () => {
  const require = createRequire(import.meta.url);
  const path = require.resolve('../dist/errors.js');
  const mine = require(path);
  for (const loaded of Object.keys(require.cache)) if (loaded.startsWith(dirname(path))) delete require.cache[loaded];
  const other = require(path);
  assert.notEqual(mine.RateLimitedError, other.RateLimitedError);
  const error = new other.RateLimitedError({ code: 'rate_limited', message: 'Wait.', retryAfterMs: 5 });
  assert.ok(error instanceof mine.RateLimitedError);
  assert.ok(error instanceof ProviderError && error instanceof RateLimitedError && error instanceof AuthpipeError);
  assert.ok(!(error instanceof mine.ConfigError));
  class Mine extends mine.RateLimitedError {}
  assert.ok(!(error instanceof Mine));
  assert.ok(new Mine({ code: 'rate_limited', message: 'x' }) instanceof other.RateLimitedError);
  assert.ok(!(null instanceof mine.AuthpipeError) && !('x' instanceof mine.AuthpipeError));
});
