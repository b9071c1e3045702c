// `fetch`, Octokit and clients of Azure's SDK as the carriers of a credential: where it goes, and what happens after a 401.
import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { createServer } from 'node:http';
import test, { after, before } from 'node:test';
import { inspect } from 'node:util';
import { createEmptyPipeline, createHttpHeaders, createPipelineRequest, bearerTokenAuthenticationPolicy } from '@azure/core-rest-pipeline';
import { Octokit } from 'octokit';
import { Authpipe, ReauthRequiredError } from '../esm/index.mjs';
import { MEMBER, PROVIDER, startSandbox } from '../esm/testing.mjs';

const WHO = { tenantId: 'org_acme', userId: 'user_123' };
const ME = { provider: PROVIDER, ...WHO };

let sandbox;
let authpipe;
before(async () => {
  sandbox = await startSandbox();
  authpipe = new Authpipe(sandbox.options());
  await sandbox.connect(authpipe, WHO);
});
after(async () => {
  await authpipe.close();
  await sandbox.close();
});

/** A server of this test's own; gives its origin and what it has seen. */
async function serve(t, answer) {
  const seen = [];
  const server = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req) body += chunk;
    seen.push({ method: req.method, url: req.url, headers: req.headers, body });
    answer(req, res, seen.length);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return { origin: `http://127.0.0.1:${server.address().port}`, seen };
}

/** An application whose provider's API is a server of this test's own, with a key for it. */
async function keyed(t, origin, placement = { header: 'X-Api-Key' }) {
  const definition = { name: 'Acme', auth: ['api_key'], api: { origins: [origin], placement } };
  const providers = { acme: { clientId: 'id', definition } };
  const own = new Authpipe(sandbox.options({ providers, dangerOrigins: undefined }));
  t.after(() => own.close());
  const subject = { provider: 'acme', ...WHO };
  await own.storeCredential({ ...subject, credential: 'key-1', credentialType: 'api_key' });
  return { own, subject };
}

/** What `fetch` asks of an Authpipe, over a server of this test's own. */
function over(origin, credentials) {
  const given = { at: 0, rejected: [] };
  const credential = () => ({
    apiOrigins: [origin],
    credentialType: 'oauth_token',
    generation: given.at + 1,
    headers: () => ({ Authorization: `Bearer ${credentials[given.at]}` }),
  });
  const source = Object.create(Authpipe.prototype, {
    getCredential: { value: async () => credential() },
    reportRejected: {
      value: async (_subject, rejection) => {
        given.rejected.push(rejection);
        given.at += 1;
        return credential();
      },
    },
  });
  return { fetch: source.fetch(ME), given };
}

const QUIET = { retry: { enabled: false }, throttle: { enabled: false }, log: { debug() {}, info() {}, warn() {}, error() {} } };

/** The same for Octokit. */
function octokitOver(origin, given) {
  const credential = { apiOrigins: [origin], credentialType: 'oauth_token', generation: 1, credential: 'at-1', headers: () => ({ Authorization: 'Bearer at-1' }) };
  const source = Object.create(Authpipe.prototype, {
    getCredential: { value: async () => credential },
    reportRejected: { value: async (_subject, rejection) => (given.rejected.push(rejection), credential) },
  });
  return source.octokitAuth(ME);
}

test('the credential is sent to the API', async () => {
  const response = await authpipe.fetch(ME)(`${sandbox.httpOrigin}/v1.0/me`);
  assert.equal(response.status, 200);
  assert.equal((await response.json()).userPrincipalName, MEMBER);
});

test('a URL, a Request and an init are taken as fetch takes them', async (t) => {
  const { origin, seen } = await serve(t, (_req, res) => res.end('ok'));
  const { fetch } = over(origin, ['at-1']);
  await fetch(new URL(`${origin}/a?x=1`), { method: 'POST', body: new URLSearchParams({ a: 'b' }), headers: { 'x-own': '1', authorization: 'mine' } });
  await fetch(new Request(`${origin}/b`, { method: 'PUT', body: 'text' }));
  const form = new FormData();
  form.set('name', 'value');
  await fetch(`${origin}/c`, { method: 'POST', body: form });
  assert.deepEqual(seen.map(({ method, url, headers }) => [method, url, headers.authorization]), [
    ['POST', '/a?x=1', 'Bearer at-1'],
    ['PUT', '/b', 'Bearer at-1'],
    ['POST', '/c', 'Bearer at-1'],
  ]);
  assert.deepEqual([seen[0].body, seen[0].headers['x-own'], seen[1].body], ['a=b', '1', 'text']);
  const boundary = /boundary=(.+)$/.exec(seen[2].headers['content-type'])[1];
  assert.ok(seen[2].body.startsWith(`--${boundary}`));
});

test('a key that its provider takes in the address is put there, and is shown nowhere', async (t) => {
  const away = await serve(t, (_req, res) => res.end('away'));
  const { origin, seen } = await serve(t, (req, res) => {
    if (req.url.startsWith('/away')) res.writeHead(302, { location: `${away.origin}/x?api_key=key-1&y=2` });
    if (req.url.startsWith('/here')) res.writeHead(307, { location: '/there' });
    res.end('ok');
  });
  const { own, subject } = await keyed(t, origin, { query: { api_key: 'value' } });
  const credential = await own.getCredential(subject);
  assert.throws(() => credential.headers(), { code: 'invalid_request', message: /in the address/ });
  assert.doesNotMatch(inspect(credential) + JSON.stringify(credential), /key-1/);
  const fetch = own.fetch(subject);
  const response = await fetch(`${origin}/a?x=%20y`);
  assert.equal(await response.clone().text(), 'ok');
  await fetch(`${origin}/b?api_key=mine`);
  await fetch(`${origin}/here`);
  assert.deepEqual(seen.map(({ url }) => url), ['/a?x=%20y&api_key=key-1', '/b?api_key=key-1', '/here?api_key=key-1', '/there?api_key=key-1']);
  assert.ok(seen.every(({ headers }) => headers.authorization === undefined));
  for (const shown of [response, response.clone()]) {
    assert.equal(shown.url, `${origin}/a?x=%20y`);
    assert.doesNotMatch(inspect(shown), /key-1/);
  }
  // A redirect to another origin goes without it, also where the server has written it into the way.
  await fetch(`${origin}/away`);
  assert.deepEqual(away.seen.map(({ url }) => url), ['/x?y=2']);
  await assert.rejects(fetch(`${away.origin}/x`), { code: 'invalid_request' });
});

test('a key brings the name of its own host', async (t) => {
  const definition = {
    name: 'Acme',
    auth: ['api_key'],
    variables: { account: { kind: 'dns_label', from_user: true } },
    api: { origins: ['https://{account}.acme.example'] },
  };
  const own = new Authpipe(sandbox.options({ providers: { acme: { definition } }, dangerOrigins: undefined }));
  t.after(() => own.close());
  const key = { provider: 'acme', ...WHO, credential: 'key-1', credentialType: 'api_key' };
  await own.storeCredential({ ...key, variables: { account: 'blue' } });
  assert.deepEqual((await own.getCredential({ provider: 'acme', ...WHO })).apiOrigins, ['https://blue.acme.example']);
  await assert.rejects(own.storeCredential({ ...key, variables: { account: 'evil.example/#' } }), { code: 'invalid_request' });
  await assert.rejects(own.storeCredential(key), { code: 'invalid_request' });
});

test('elsewhere nothing is sent at all', async (t) => {
  const { origin, seen } = await serve(t, (_req, res) => res.end());
  await assert.rejects(authpipe.fetch(ME)(`${origin}/v1.0/me`), (error) => error.code === 'invalid_request' && error.message.includes(origin));
  assert.equal(seen.length, 0);
});

test('an address that cannot be requested is not repeated: there may be a password or a key in it', async () => {
  for (const address of ['http://user:SECRET@api.example/me', '//api.example/?key=SECRET', 'SECRET']) {
    await assert.rejects(authpipe.fetch(ME)(address), (error) => {
      assert.equal(error.code, 'invalid_request');
      assert.ok(!inspect(error).includes('SECRET'), inspect(error));
      return true;
    });
  }
});

test('a header that cannot be sent is not repeated, nor an address to which a redirect leads', async (t) => {
  const hides = (error) => {
    assert.ok(!inspect(error).includes('SECRET'), inspect(error));
    return true;
  };
  const { origin } = await serve(t, (_req, res) => res.writeHead(302, { location: 'http://[SECRET' }).end());
  const { fetch } = over(origin, ['at-1']);
  await assert.rejects(fetch(origin, { headers: { 'x-key': 'SECRET\n1' } }), (error) => error.code === 'invalid_request' && hides(error));
  await assert.rejects(fetch(`${origin}/?key=SECRET`), (error) => /leads to no URL/.test(error.message) && hides(error));
});

test('any number of calls share one listener on a signal, and leave none', async () => {
  const { signal } = new AbortController();
  const calls = Array.from({ length: 50 }, () => authpipe.ready({ signal }));
  assert.equal(getEventListeners(signal, 'abort').length, 1);
  await Promise.all(calls);
  assert.equal(getEventListeners(signal, 'abort').length, 0);
});

test('it is never sent over http, where the API is reached over TLS', async (t) => {
  const own = new Authpipe(sandbox.options({ tls: true }));
  t.after(() => own.close());
  await sandbox.connect(own, WHO);
  const plain = sandbox.tlsOrigin.replace('https:', 'http:');
  await assert.rejects(own.fetch(ME)(`${plain}/v1.0/me`), { code: 'invalid_request' });
});

test('after a 401 it is reported and sent once more, with the body and the claims', async (t) => {
  const challenge = 'Bearer error="insufficient_claims", claims="eyJhY2Nlc3NfdG9rZW4iOnt9fQ=="';
  const { origin, seen } = await serve(t, (_req, res, n) => {
    res.writeHead(n === 1 ? 401 : 200, n === 1 ? { 'www-authenticate': challenge } : {});
    res.end(`answer ${n}`);
  });
  for (const body of ['text', new Uint8Array([116, 101, 120, 116]), new Blob(['text'])]) {
    seen.length = 0;
    const { fetch, given } = over(origin, ['at-1', 'at-2']);
    const response = await fetch(`${origin}/x`, { method: 'POST', body });
    assert.deepEqual([response.status, await response.text()], [200, 'answer 2']);
    assert.deepEqual(seen.map((one) => [one.headers.authorization, one.body]), [['Bearer at-1', 'text'], ['Bearer at-2', 'text']]);
    assert.deepEqual(given.rejected, [{ generation: 1, claims: 'eyJhY2Nlc3NfdG9rZW4iOnt9fQ==' }]);
  }
});

const PAGE = `<!DOCTYPE html><title>Sign in to the network</title>${'y'.repeat(100_000)}`;
const HTML = { 'content-type': 'text/html; charset=utf-8' };
const asks = (challenge) => ({ 'www-authenticate': challenge });

// Of each: the status, the headers and the body with which somebody answers who is not the API, or for something else than the token.
const NO_REJECTIONS = {
  'a page': [401, HTML, PAGE],
  'a page that calls itself something else': [401, { 'content-type': 'application/json' }, ` ${PAGE}`],
  'a challenge for an account at a proxy': [401, asks('Basic realm="Corp Proxy"'), ''],
  'NTLM': [401, asks('Negotiate, NTLM'), ''],
  'Proxy-Authenticate': [401, { 'proxy-authenticate': 'Basic realm="Corp Proxy"' }, ''],
  "a firewall's mark": [401, { 'cf-mitigated': 'challenge', ...asks('Bearer') }, '{}'],
  'a scope that is missing': [401, asks('Bearer error="insufficient_scope", scope="admin"'), '{}'],
  'the same under 403': [403, asks('Bearer error="insufficient_scope"'), '{}'],
  'a sign-in of another kind': [401, asks('Bearer error="insufficient_user_authentication", acr_values="mfa"'), '{}'],
  'a bare 403': [403, {}, '{}'],
};

for (const [name, [status, headers, body]] of Object.entries(NO_REJECTIONS)) {
  test(`${name} is the answer, and nothing is reported`, async (t) => {
    const { origin, seen } = await serve(t, (_req, res) => res.writeHead(status, headers).end(body));
    const { fetch, given } = over(origin, ['at-1', 'at-2']);
    const response = await fetch(`${origin}/x`);
    assert.deepEqual([response.status, await response.clone().text(), await response.text()], [status, body, body]);
    const streamed = (await fetch(`${origin}/x`, { method: 'POST', body: 'text' })).body;
    let length = 0;
    for await (const chunk of streamed ?? []) length += chunk.length;
    assert.equal(length, body.length);
    // Who lets go of it lets go of the connection.
    await (await fetch(`${origin}/x`)).body?.cancel();
    const octokit = new Octokit({ ...octokitOver(origin, given), baseUrl: origin, ...QUIET });
    await assert.rejects(octokit.request('GET /x'), { status });
    assert.deepEqual([seen.length, given.rejected.length], [4, 0]);
  });
}

for (const [name, [status, headers, body]] of Object.entries({
  JSON: [401, { 'content-type': 'application/json' }, '{"error":"no"}'],
  'JSON beside a challenge for Basic': [401, { 'content-type': 'application/json', ...asks('Basic realm="api"') }, '{"error":"no"}'],
  'nothing': [401, {}, ''],
  'a text that calls itself HTML': [401, HTML, 'Access denied.'],
  "a page beside the API's own challenge": [401, { ...HTML, ...asks('Bearer realm="api"') }, PAGE],
  'invalid_token under 400': [400, asks('Bearer error="invalid_token"'), '{}'],
})) {
  test(`${name} is a rejection, and is reported`, async (t) => {
    const { origin, seen } = await serve(t, (req, res) => {
      const isGood = req.headers.authorization === 'Bearer at-2';
      res.writeHead(isGood ? 200 : status, isGood ? {} : headers).end(isGood ? 'ok' : body);
    });
    const { fetch, given } = over(origin, ['at-1', 'at-2']);
    const response = await fetch(`${origin}/x`);
    assert.deepEqual([response.status, await response.text()], [200, 'ok']);
    assert.deepEqual([seen.length, given.rejected], [2, [{ generation: 1 }]]);
  });
}

test('a problem is read to its end, wherever a piece ends', async (t) => {
  let rest;
  const { origin } = await serve(t, (_req, res) => {
    res.writeHead(401).write('oauth_problem=ti');
    rest = () => {
      rest = () => {};
      res.end('mestamp_refused');
    };
  });
  // The rest comes when what has come was read.
  const read = ReadableStreamDefaultReader.prototype.read;
  t.mock.method(ReadableStreamDefaultReader.prototype, 'read', async function () {
    const piece = await read.call(this);
    rest();
    return piece;
  });
  const { fetch, given } = over(origin, ['at-1', 'at-2']);
  const response = await fetch(`${origin}/x`);
  assert.equal(given.rejected.length, 0);
  assert.deepEqual([response.status, await response.text()], [401, 'oauth_problem=timestamp_refused']);
});

test('a HEAD has no body to tell by: its type tells', async (t) => {
  const { origin } = await serve(t, (req, res) => res.writeHead(401, req.url === '/page' ? HTML : { 'content-type': 'application/json' }).end());
  const { fetch, given } = over(origin, ['at-1', 'at-2']);
  assert.equal((await fetch(`${origin}/page`, { method: 'HEAD' })).status, 401);
  assert.equal(given.rejected.length, 0);
  await fetch(`${origin}/api`, { method: 'HEAD' });
  assert.equal(given.rejected.length, 1);
});

test('once only', async (t) => {
  const { origin, seen } = await serve(t, (_req, res) => res.writeHead(401).end());
  const { fetch, given } = over(origin, ['at-1', 'at-2', 'at-3']);
  assert.equal((await fetch(origin)).status, 401);
  assert.deepEqual([seen.length, given.rejected.length], [2, 1]);
});

test('a stream is not sent again, but the rejection is reported', async (t) => {
  const { origin, seen } = await serve(t, (_req, res) => res.writeHead(401).end());
  const { fetch, given } = over(origin, ['at-1', 'at-2']);
  const body = new ReadableStream({ start: (controller) => (controller.enqueue(new TextEncoder().encode('text')), controller.close()) });
  assert.equal((await fetch(origin, { method: 'POST', body, duplex: 'half' })).status, 401);
  assert.deepEqual([seen.length, seen[0].body, given.rejected.length], [1, 'text', 1]);
});

test('a revoked user: the call throws what a read throws', async (t) => {
  const own = new Authpipe(sandbox.options());
  t.after(() => own.close());
  const subject = { ...ME, userId: 'user_revoked' };
  await sandbox.connect(own, { ...WHO, userId: 'user_revoked' });
  await sandbox.revoke(MEMBER);
  await sandbox.control('POST', '/faults', { endpoint: 'graph', action: 'status', status: 401 });
  await assert.rejects(own.fetch(subject)(`${sandbox.httpOrigin}/v1.0/me`), ReauthRequiredError);
});

for (const name of ['authorization', 'x-api-key']) {
  test(`a redirect elsewhere is followed without ${name}, and one to the API with it`, async (t) => {
    const elsewhere = await serve(t, (_req, res) => res.end('there'));
    const { origin, seen } = await serve(t, (req, res) => {
      const to = { '/away': `${elsewhere.origin}/x`, '/here': '/end' }[req.url];
      res.writeHead(to ? 302 : 200, to ? { location: to } : {}).end('here');
    });
    const { own, subject } = await keyed(t, origin, name === 'x-api-key' ? { header: 'X-Api-Key' } : { header: 'Authorization', prefix: 'Bearer ' });
    const away = await own.fetch(subject)(`${origin}/away`, { headers: { cookie: 'a=b' } });
    assert.deepEqual([await away.text(), away.redirected, away.url], ['there', true, `${elsewhere.origin}/x`]);
    assert.ok(seen[0].headers[name].includes('key-1'));
    assert.ok(!JSON.stringify(elsewhere.seen).includes('key-1') && elsewhere.seen[0].headers.cookie === undefined);
    assert.equal(await (await own.fetch(subject)(`${origin}/here`)).text(), 'here');
    assert.ok(seen.at(-1).url === '/end' && seen.at(-1).headers[name].includes('key-1'));
  });
}

test('redirects keep the method or make it GET, as the standard has it', async (t) => {
  const { origin, seen } = await serve(t, (req, res) => {
    const status = Number(req.url.slice(1));
    res.writeHead(status || 200, status ? { location: '/' } : {}).end();
  });
  const { fetch } = over(origin, ['at-1']);
  for (const status of [302, 303, 307]) await fetch(`${origin}/${status}`, { method: 'POST', body: 'text' });
  const ends = seen.filter((one) => one.url === '/').map((one) => [one.method, one.body, one.headers['content-type']]);
  assert.deepEqual(ends, [['GET', '', undefined], ['GET', '', undefined], ['POST', 'text', 'text/plain;charset=UTF-8']]);
  assert.equal((await fetch(`${origin}/302`, { redirect: 'manual' })).status, 302);
  await assert.rejects(fetch(`${origin}/302`, { redirect: 'error' }), TypeError);
});

test('a signal stops the waiting', async () => {
  await assert.rejects(authpipe.fetch(ME)(`${sandbox.httpOrigin}/v1.0/me`, { signal: AbortSignal.abort() }), { name: 'AbortError' });
});

test('octokitAuth feeds Octokit, and renews after a 401', async (t) => {
  const { origin, seen } = await serve(t, (req, res) => {
    const isGood = req.headers.authorization === 'Bearer at-2';
    res.writeHead(isGood ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify({ login: 'octocat' }));
  });
  const given = { at: 0 };
  const credential = () => ({ apiOrigins: [origin], credentialType: 'oauth_token', generation: 1, credential: `at-${given.at + 1}`, headers: () => ({ Authorization: `Bearer at-${given.at + 1}` }) });
  const source = Object.create(Authpipe.prototype, {
    getCredential: { value: async () => credential() },
    reportRejected: { value: async () => ((given.at = 1), credential()) },
  });
  const octokit = new Octokit({ ...source.octokitAuth(ME), baseUrl: origin, retry: { enabled: false }, throttle: { enabled: false }, log: { debug() {}, info() {}, warn() {}, error() {} } });
  const { data } = await octokit.request('GET /user');
  assert.equal(data.login, 'octocat');
  assert.deepEqual(seen.map((one) => one.headers.authorization), ['Bearer at-1', 'Bearer at-2']);
  const elsewhere = await serve(t, (_req, res) => res.end());
  await assert.rejects(octokit.request('GET /user', { baseUrl: elsewhere.origin }), { code: 'invalid_request' });
  assert.equal(elsewhere.seen.length, 0);
  assert.deepEqual(await octokit.auth(), { type: 'token', tokenType: 'oauth', token: 'at-2' });
});

test("tokenCredential feeds the pipeline of Azure's SDK", async () => {
  const pipeline = createEmptyPipeline();
  pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential: authpipe.tokenCredential(ME), scopes: 'https://graph.microsoft.com/.default' }));
  const seen = [];
  const client = { sendRequest: async (request) => (seen.push(request.headers.get('authorization')), { request, status: 200, headers: createHttpHeaders() }) };
  await pipeline.sendRequest(client, createPipelineRequest({ url: 'https://graph.microsoft.com/v1.0/me' }));
  const { credential } = await authpipe.getCredential(ME);
  assert.deepEqual(seen, [`Bearer ${credential}`]);
});

test('tokenCredential tells when the token ends, and asks for the scopes that are named', async () => {
  const credential = authpipe.tokenCredential(ME);
  const token = await credential.getToken(['https://graph.microsoft.com/Files.Read']);
  assert.equal(token.expiresOnTimestamp, (await authpipe.getCredential(ME)).expiresAt.getTime());
  await assert.rejects(credential.getToken('https://graph.microsoft.com/Mail.Send'), { code: 'scope_missing' });
});
