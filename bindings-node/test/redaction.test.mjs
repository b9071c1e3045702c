// SR-80: no rendering of a credential, an error or the object itself shows a secret.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import test from 'node:test';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { format, inspect } from 'node:util';
import { serialize } from 'node:v8';
import { Authpipe } from '../esm/index.mjs';
import { fakeCredential } from '../esm/testing.mjs';
import { BASE_URL, makeKey } from './support/app.mjs';

const CANARY = 'canary-7f3a9c-secret';
const SUBJECT = { provider: 'acme', tenantId: 'org_acme', userId: 'user_123' };
const DEFINITION = { name: 'Acme', auth: ['api_key'], api: { origins: ['https://api.acme.example'] } };

async function canaryCredential(t) {
  const key = makeKey();
  const authpipe = new Authpipe({
    vault: 'memory:',
    key,
    mode: 'development',
    baseUrl: BASE_URL,
    background: false,
    providers: {
      acme: { clientId: 'id', definition: DEFINITION },
      'microsoft-onedrive': { clientId: 'id', clientSecret: `${CANARY}-client` },
    },
  });
  t.after(() => authpipe.close());
  await authpipe.storeCredential({ ...SUBJECT, credential: CANARY, credentialType: 'api_key' });
  const credential = await authpipe.getCredential(SUBJECT);
  assert.equal(credential.credential, CANARY, 'the secret is reached by its name');
  const { credential: taken } = credential;
  assert.equal(taken, CANARY, 'and by destructuring');
  return { authpipe, credential, key };
}

test('a credential does not print', async (t) => {
  const { credential } = await canaryCredential(t);
  const loud = { showHidden: true, depth: null, showProxy: true, getters: false };
  const cloned = structuredClone(credential);
  const { port1, port2 } = new MessageChannel();
  port1.postMessage({ credential });
  const posted = receiveMessageOnPort(port2).message;
  port1.close();
  const renderings = {
    'console.log': format(credential),
    'console.log of %s %j %o %O': format('%s %j %o %O', credential, credential, credential, credential),
    inspect: inspect(credential, loud),
    'inspect without the custom one': inspect(credential, { ...loud, customInspect: false }),
    'inspect inside something': inspect({ a: [new Map([[credential, credential]])] }, loud),
    'JSON.stringify': JSON.stringify({ credential, list: [credential] }),
    template: `${credential}`,
    concatenation: '' + credential,
    'Object.entries': JSON.stringify(Object.entries(credential)),
    spread: JSON.stringify({ ...credential }),
    structuredClone: inspect(cloned, loud) + JSON.stringify(cloned),
    postMessage: inspect(posted, loud),
    'cause of an error': inspect(new Error('failed', { cause: credential }), loud),
    'message of an error': inspect(new Error(`failed with ${credential}`)),
  };
  for (const [name, text] of Object.entries(renderings)) assert.doesNotMatch(text, /canary/, name);
  assert.match(renderings['console.log'], /Credential \{.*\[redacted\]/s);
  assert.match(renderings['JSON.stringify'], /"credential":"\[redacted\]"/);
});

test('what prints of a credential tells its state', () => {
  const degraded = fakeCredential({ refreshed: true, degraded: true });
  const ending = fakeCredential({ needsReauth: true });
  for (const print of [inspect, JSON.stringify]) {
    assert.match(print(degraded), /refreshed"?: ?true,\s*"?degraded"?: ?true,\s*"?needsReauth"?: ?false/);
    assert.match(print(ending), /refreshed"?: ?false,\s*"?degraded"?: ?false,\s*"?needsReauth"?: ?true/);
  }
});

test('a session made in server code does not print what the browser proves itself with', async (t) => {
  const { authpipe } = await canaryCredential(t);
  const session = await authpipe.createAuthSession({ ...SUBJECT, provider: 'microsoft-onedrive' });
  const { authorizationUrl, setCookie } = session;
  const state = new URL(authorizationUrl).searchParams.get('state');
  const binding = /=([^;]+)/.exec(setCookie[0])[1];
  const renderings = [
    format(session),
    format('%s %j %o %O', session, session, session, session),
    inspect({ sessions: [session] }, { showHidden: true, depth: null }),
    inspect(session, { showHidden: true, depth: null, customInspect: false, getters: false }),
    JSON.stringify({ session }),
    `${session}`,
  ];
  for (const text of renderings) assert.ok(!text.includes(state) && !text.includes(binding), text);
  assert.match(JSON.stringify(session), new RegExp(session.sessionId));
  assert.match(JSON.stringify(session), /"authorizationUrl":"\[redacted: take it by name\]"/, 'a browser that gets it says why');
});

test('a session made in server code is read through a Proxy too, and does not print there', async (t) => {
  const { authpipe } = await canaryCredential(t);
  const session = await authpipe.createAuthSession({ ...SUBJECT, provider: 'microsoft-onedrive' });
  const proxied = new Proxy(session, {});
  assert.deepEqual([proxied.authorizationUrl, proxied.setCookie], [session.authorizationUrl, session.setCookie]);
  const state = new URL(session.authorizationUrl).searchParams.get('state');
  const loud = { showHidden: true, depth: null };
  for (const text of [inspect(proxied, loud), JSON.stringify(proxied), inspect(proxied, { ...loud, showProxy: true })]) {
    assert.ok(!text.includes(state), text);
  }
  assert.throws(() => ({ ...proxied }), /by name/);
});

test('a sign-in on another device does not print what its person enters, and is JSON for their page', async (t) => {
  const code = 'WDJB-CANARY';
  const answer = { device_code: 'dc', user_code: code, verification_uri: 'https://own.example/', expires_in: 900 };
  answer.verification_uri_complete = `https://own.example/?user_code=${code}`;
  const server = createServer((_request, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify(answer)));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const origin = `http://127.0.0.1:${server.address().port}`;
  const oauth = { device_authorization_endpoint: `${origin}/device`, token_endpoint: `${origin}/token`, authorization_endpoint: `${origin}/authorize` };
  const definition = { name: 'Own', auth: ['user'], oauth, api: { origins: [origin] } };
  const providers = { own: { clientId: 'id', clientSecret: 'secret', scopes: ['read'], definition } };
  const authpipe = new Authpipe({ vault: 'memory:', key: makeKey(), mode: 'development', baseUrl: BASE_URL, background: false, providers });
  t.after(() => authpipe.close());
  const started = await authpipe.startDeviceAuth({ ...SUBJECT, provider: 'own' });
  assert.equal(started.userCode, code);
  const loud = { showHidden: true, depth: null };
  for (const text of [format(started), inspect({ all: [started] }, loud), inspect(started, loud), format('%o %O', started, started)]) {
    assert.ok(!text.includes(code) && text.includes(started.sessionId), text);
    assert.match(text, /userCode: '\[redacted\]'/);
  }
  const { userCode, verificationUri } = JSON.parse(JSON.stringify(started));
  assert.deepEqual([userCode, verificationUri], [started.userCode, started.verificationUri]);
  assert.equal({ ...started }.userCode, started.userCode);
});

test('no copy of a session made in server code can be made', async (t) => {
  const { authpipe } = await canaryCredential(t);
  const session = await authpipe.createAuthSession({ ...SUBJECT, provider: 'microsoft-onedrive' });
  const copies = {
    spread: () => ({ ...session }),
    rest: () => {
      const { sessionId, ...rest } = session;
      return [sessionId, rest];
    },
    assign: () => Object.assign({}, session),
    entries: () => Object.entries(session),
    values: () => Object.values(session),
    clone: () => structuredClone(session),
    nested: () => structuredClone({ sessions: [session] }),
    serialize: () => serialize(session),
    post: () => new MessageChannel().port1.postMessage(session),
  };
  for (const [name, copy] of Object.entries(copies)) assert.throws(copy, { name: 'TypeError', message: /by name/ }, name);
  const { authorizationUrl, setCookie } = session;
  assert.deepEqual([new URL(authorizationUrl).protocol.startsWith('http'), setCookie.length], [true, 1]);
  assert.ok('authorizationUrl' in session && session.expiresAt instanceof Date);
});

test('nothing can be added to the object that all callers share', async (t) => {
  const { credential } = await canaryCredential(t);
  assert.throws(() => {
    credential.degraded = true;
  }, TypeError);
});

test('the object itself and its errors hold no option', async (t) => {
  const { authpipe, key } = await canaryCredential(t);
  const loud = { showHidden: true, depth: null };
  const error = await authpipe.getCredential({ ...SUBJECT, userId: 'user_456' }).catch((thrown) => thrown);
  for (const text of [inspect(authpipe, loud), JSON.stringify(authpipe), inspect(error, loud), JSON.stringify(error), error.stack]) {
    assert.doesNotMatch(text, /canary/);
    assert.ok(!text.includes(key));
  }
});

test('a secret leaves the native part in two places', () => {
  // SR-81: a credential in one greppable call per language, and a key that the application is to wrap.
  const { readdirSync, readFileSync } = createRequire(import.meta.url)('node:fs');
  const source = new URL('../src/', import.meta.url);
  const text = (end) =>
    readdirSync(source, { recursive: true }).filter((name) => name.endsWith(end)).map((name) => readFileSync(new URL(name, source), 'utf8')).join('\n');
  assert.equal(text('.rs').match(/\.expose\(\)/g).length, 2);
  assert.equal(text('.ts').match(/fields\.value/g).length, 1);
});

test('unsafe code stays in the file of the pages', () => {
  const { readdirSync, readFileSync } = createRequire(import.meta.url)('node:fs');
  const source = new URL('../src/', import.meta.url);
  const withUnsafe = readdirSync(source, { recursive: true }).filter((name) => name.endsWith('.rs') && /\bunsafe\s*(\{|impl|fn)/.test(readFileSync(new URL(name, source), 'utf8')));
  assert.deepEqual(withUnsafe, ['slots.rs']);
});
