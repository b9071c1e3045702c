// The adapters translate and nothing else: web Request, Express 5 and 4, before and after body parsers.
import assert from 'node:assert/strict';
import { get } from 'node:http';
import { createRequire } from 'node:module';
import test from 'node:test';
import { Authpipe, createHandler } from '../esm/index.mjs';
import { authpipeExpress } from '../esm/express.mjs';
import { ADMIN, BASE_URL, Browser, ORIGIN, USER, lookAt, makeKey, sandboxOptions, statusOfTarget } from './support/app.mjs';
import { BOB, startSandbox } from './support/sandbox.mjs';

const require = createRequire(import.meta.url);
const PROVIDER = 'microsoft-onedrive';

function make(t, more = {}) {
  const authpipe = new Authpipe({
    vault: 'memory:',
    key: makeKey(),
    mode: 'development',
    baseUrl: BASE_URL,
    background: false,
    providers: { [PROVIDER]: { clientId: 'id', clientSecret: 'secret', scopes: ['Files.Read'] } },
    ...more,
  });
  t.after(() => authpipe.close());
  return authpipe;
}

const change = (body, headers = {}) => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', 'x-authpipe': '1', origin: ORIGIN, ...headers },
  body: JSON.stringify(body),
});

test('a web handler answers with the full path and below a router that strips it', async (t) => {
  const handler = createHandler(make(t), { identify: () => null });
  for (const url of [`${BASE_URL}/providers`, 'http://localhost:4000/providers', 'https://elsewhere.example/providers?x=1']) {
    const response = await handler(new Request(url));
    assert.equal(response.status, 200, url);
    const { providers } = await response.json();
    assert.deepEqual(providers.map((provider) => provider.id), [PROVIDER]);
  }
  const missing = await handler(new Request(`${BASE_URL}-other/providers`));
  assert.equal(missing.status, 404);
});

test('a handler that is reached elsewhere than the base URL says tells it, and answers', async (t) => {
  const lines = [];
  const authpipe = make(t, { baseUrl: 'http://localhost:4000/api/authpipe', logger: (line) => lines.push(line) });
  const origin = await serveExpress(t, require('express'), { identify: () => USER, authpipe, mount: '/auth' });
  for (const _ of [1, 2]) {
    const listed = await fetch(`${origin}/auth/connections`);
    assert.equal(listed.status, 200);
    assert.equal(listed.headers.get('x-authpipe-warning'), 'requests come to another path than the base URL has; the log says which');
  }
  await authpipe.close();
  assert.equal(lines.filter((line) => /came to "\/auth\/connections"/.test(line.message)).length, 1);
});

for (const mount of ['/oauth', '/connections']) {
  test(`a web handler below a mount point named like a route, ${mount}, whole or stripped`, async (t) => {
    const origin = 'http://localhost:4000';
    const handler = createHandler(make(t, { baseUrl: `${origin}${mount}` }), { identify: () => USER });
    for (const path of [mount, '']) {
      const listed = await handler(new Request(`${origin}${path}/connections`));
      assert.deepEqual([listed.status, (await listed.json()).connections], [200, []], path);
      const started = await handler(new Request(`${origin}${path}/oauth/sessions`, change({ provider: PROVIDER, mode: 'popup' })));
      assert.equal(started.status, 201, path);
      const { session_id: id } = await started.json();
      const read = await handler(new Request(`${origin}${path}/oauth/sessions/${id}`));
      assert.equal((await read.json()).status, 'pending', path);
    }
  });
}

test('identify gets the very request, is awaited, and is asked only where it matters', async (t) => {
  const seen = [];
  const handler = createHandler(make(t), {
    identify: async (request) => {
      seen.push(request);
      return USER;
    },
  });
  await handler(new Request(`${BASE_URL}/providers`));
  assert.equal(seen.length, 0);
  const request = new Request(`${BASE_URL}/connections`);
  const response = await handler(request);
  assert.equal(response.status, 200);
  assert.deepEqual(seen, [request]);
});

test('nobody, a member and a mismatch are refused as problem documents', async (t) => {
  const authpipe = make(t);
  const as = (principal) => createHandler(authpipe, { identify: () => principal });
  const post = (path, body) => new Request(`${BASE_URL}${path}`, change(body));
  const cases = [
    [null, post('/oauth/sessions', { provider: PROVIDER }), 401, 'identity_required'],
    [undefined, post('/oauth/sessions', { provider: PROVIDER }), 401, 'identity_required'],
    [USER, post('/oauth/installs', { provider: PROVIDER }), 403, 'forbidden'],
    [USER, post('/oauth/sessions', { provider: PROVIDER, tenant_id: 'org_other' }), 403, 'identity_mismatch'],
    [USER, new Request(`${BASE_URL}/oauth/sessions`, change({ provider: PROVIDER }, { origin: 'https://evil.example' })), 403, 'origin_not_allowed'],
    [USER, post('/oauth/sessions', { provider: PROVIDER, filler: 'x'.repeat(70_000) }), 413, 'too_large'],
    [USER, post('/oauth/sessions', { provider: PROVIDER, filler: 'x'.repeat(3_000_000) }), 413, 'too_large'],
    [USER, post('/nowhere', {}), 404, 'not_found'],
  ];
  for (const [principal, request, status, code] of cases) {
    const response = await as(principal)(request);
    const problem = await response.json();
    assert.equal(problem.code, code);
    assert.equal(response.status, status);
    assert.match(response.headers.get('content-type'), /^application\/problem\+json/);
  }
});

test('a body that was read before is said to have been', async (t) => {
  const handler = createHandler(make(t), { identify: () => USER });
  const read = [(request) => request.json(), (request) => request.body.getReader().read(), (request) => Array.fromAsync?.(request.body) ?? request.text()];
  for (const before of read) {
    const request = new Request(`${BASE_URL}/oauth/sessions`, change({ provider: PROVIDER, mode: 'popup' }));
    const copy = request.clone();
    await before(request);
    await assert.rejects(handler(request), { name: 'ConfigError', code: 'config_invalid', message: /^The request's body was read before/ });
    assert.equal((await handler(copy)).status, 201);
  }
});

test('an identify that fails is a 500 that says nothing, a page where a person is looking, and the session is not used up', async (t) => {
  const sandbox = await startSandbox();
  t.after(() => sandbox.stop());
  const authpipe = new Authpipe(sandboxOptions(t, sandbox));
  t.after(() => authpipe.close());
  let broken = false;
  const handler = createHandler(authpipe, {
    identify: (request) => {
      if (broken) throw new Error('canary: the session store is down');
      return Browser.identify(request);
    },
  });
  const logged = t.mock.method(console, 'error', () => {});
  const browser = new Browser(handler, USER);
  const session = await (await browser.post('/oauth/sessions', { provider: PROVIDER, mode: 'popup' })).json();
  const back = await sandbox.signIn(session.authorization_url, BOB);

  broken = true;
  const failed = await browser.fetch(back);
  assert.equal(failed.status, 500);
  assert.match(failed.headers.get('content-type'), /^text\/html/);
  const page = await failed.text();
  const asked = await browser.fetch(`${BASE_URL}/connections`);
  const problem = await asked.json();
  assert.deepEqual([asked.status, problem.code], [500, 'identify_failed']);
  const [first, second] = logged.mock.calls.map((call) => call.arguments);
  assert.match(String(first[0]), /session store is down/);
  assert.match(page, new RegExp(`Reference: ${first[1].requestId}<`));
  assert.equal(problem.request_id, second[1].requestId);
  assert.equal(asked.headers.get('x-request-id'), problem.request_id);
  assert.doesNotMatch(page + JSON.stringify(problem), /canary/);

  broken = false;
  assert.equal((await browser.fetch(back)).status, 200);
  const end = await (await browser.fetch(`${BASE_URL}/oauth/sessions/${session.session_id}`)).json();
  assert.equal(end.status, 'complete');
});

test('what identify returns must be a principal', async (t) => {
  const logged = t.mock.method(console, 'error', () => {});
  const authpipe = make(t);
  for (const wrong of [{ tenantId: 'a', userId: 'b' }, { tenantId: 'a', userId: 'b', role: 'owner' }, { tenantId: 'a', role: 'admin' }, { ...USER, tenantId: 'a b' }, { ...USER, userId: '' }, 'user_1', 7, false]) {
    const handler = createHandler(authpipe, { identify: () => wrong });
    assert.equal((await handler(new Request(`${BASE_URL}/connections`))).status, 500, JSON.stringify(wrong));
  }
  const told = logged.mock.calls.map((call) => String(call.arguments[0]));
  const members = ['role is missing', 'role is another thing', 'userId is missing', '', '', 'it returned a string.', 'it returned a number.', 'it returned false. Write `user ? { … } : null`'];
  members.forEach((member, i) => assert.ok(told[i].includes(member), told[i]));
});

/** An Express application on a free port. `parsers`: before or after the handler. */
async function serveExpress(t, express, { parsers = 'none', identify, authpipe, before = [], mount = '/api/authpipe' }) {
  const app = express();
  for (const middleware of before) app.use(middleware);
  if (parsers === 'before') app.use(express.json({ limit: '1mb' }), express.urlencoded({ extended: true }));
  app.use(mount, authpipeExpress(authpipe, { identify }));
  if (parsers === 'after') app.use(express.json(), express.urlencoded({ extended: true }));
  app.post('/echo', (req, res) => res.json(req.body ?? null));
  app.use((error, _req, res, _next) => res.status(500).json({ seen: error.message }));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  t.after(() => new Promise((resolve) => server.close(resolve)));
  return `http://127.0.0.1:${server.address().port}`;
}

for (const [version, name] of [['5', 'express'], ['4', 'express4']]) {
  for (const parsers of ['none', 'before', 'after']) {
    test(`Express ${version}, body parsers: ${parsers}`, async (t) => {
      const express = require(name);
      const authpipe = make(t);
      const identify = (req) => req.user;
      const before = [
        (req, res, next) => {
          req.user = ADMIN;
          res.setHeader('cross-origin-opener-policy', 'same-origin');
          res.setHeader('set-cookie', 'other=1');
          next();
        },
      ];
      const origin = await serveExpress(t, express, { parsers, identify, authpipe, before });
      const started = await fetch(`${origin}/api/authpipe/oauth/sessions`, change({ provider: PROVIDER, mode: 'popup' }));
      assert.equal(started.status, 201, await started.clone().text());
      const cookies = started.headers.getSetCookie();
      assert.equal(cookies.length, 2, 'our cookie joins the others');
      const { session_id: id } = await started.json();
      // Deeper than a parser of theirs could write again.
      const deep = { ...change({}), body: `${'['.repeat(9_000)}${']'.repeat(9_000)}` };
      const refused = await fetch(`${origin}/api/authpipe/oauth/sessions`, deep);
      assert.equal(refused.status, 400, await refused.text());
      const read = await fetch(`${origin}/api/authpipe/oauth/sessions/${id}?x=1`);
      assert.equal((await read.json()).status, 'pending');
      const gone = await fetch(`${origin}/api/authpipe/oauth/sessions/${id}`, { ...change({}), method: 'DELETE' });
      assert.equal(gone.status, 204);
      const page = await fetch(`${origin}/api/authpipe/oauth/callback/${PROVIDER}?state=nonsense&code=x`, { redirect: 'manual' });
      assert.equal(page.status, 400);
      assert.equal(page.headers.get('cross-origin-opener-policy'), 'unsafe-none', 'what helmet sets is replaced');
      const large = await fetch(`${origin}/api/authpipe/oauth/sessions`, change({ filler: 'x'.repeat(70_000) }));
      assert.equal(large.status, 413);
      if (parsers === 'after') {
        const echo = await fetch(`${origin}/echo`, change({ still: 'parsed' }));
        assert.deepEqual(await echo.json(), { still: 'parsed' });
      }
    });
  }

  test(`Express ${version}: the cookie of a flow is found in any of several headers`, async (t) => {
    const sandbox = await startSandbox();
    t.after(() => sandbox.stop());
    const authpipe = new Authpipe(sandboxOptions(t, sandbox));
    t.after(() => authpipe.close());
    const origin = await serveExpress(t, require(name), { identify: () => USER, authpipe });
    const started = await fetch(`${origin}/api/authpipe/oauth/sessions`, change({ provider: PROVIDER, mode: 'popup' }));
    const cookie = started.headers.getSetCookie()[0].split(';')[0];
    const back = new URL(await sandbox.signIn((await started.json()).authorization_url, BOB));
    // As a proxy passes on what came over HTTP/2.
    const page = await new Promise((resolve, reject) => {
      get(`${origin}${back.pathname}${back.search}`, { headers: ['host', 'localhost', 'cookie', 'theme=dark', 'cookie', cookie] }, resolve).on('error', reject);
    });
    page.resume();
    assert.equal(page.statusCode, 200);
    assert.equal((await authpipe.connections.list({ tenantId: USER.tenantId })).data[0].status, 'active');
  });

  for (const mount of ['/oauth', '/connections']) {
    test(`Express ${version}: a mount point named like a route, ${mount}, is taken off once`, async (t) => {
      const authpipe = make(t, { baseUrl: `http://localhost:4000${mount}` });
      const origin = await serveExpress(t, require(name), { identify: () => USER, authpipe, mount });
      const listed = await fetch(`${origin}${mount}/connections`);
      assert.equal(listed.status, 200);
      assert.deepEqual((await listed.json()).connections, []);
      const started = await fetch(`${origin}${mount}/oauth/sessions`, change({ provider: PROVIDER, mode: 'popup' }));
      assert.equal(started.status, 201, await started.text());
    });
  }

  test(`Express ${version}: a wildcard route, which strips nothing, does as well as a mount`, async (t) => {
    const app = require(name)();
    app.all(version === '5' ? '/api/authpipe/*splat' : '/api/authpipe/*', authpipeExpress(make(t), { identify: () => USER }));
    const server = app.listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    t.after(() => new Promise((resolve) => server.close(resolve)));
    const origin = `http://127.0.0.1:${server.address().port}`;
    const started = await fetch(`${origin}/api/authpipe/oauth/sessions`, change({ provider: PROVIDER, mode: 'popup' }));
    assert.equal(started.status, 201, await started.text());
  });

  test(`Express ${version}: a look at the headers gets the length of what a reader would get`, async (t) => {
    await lookAt(`${await serveExpress(t, require(name), { identify: () => USER, authpipe: make(t) })}/api/authpipe`);
  });

  test(`Express ${version}: a target that is a whole URL is read as its path (RFC 9112 §3.2.2)`, async (t) => {
    const origin = await serveExpress(t, require(name), { identify: () => null, authpipe: make(t) });
    assert.equal(await statusOfTarget(new URL(origin).port, `${BASE_URL}/providers?x=1`), 200);
  });

  test(`Express ${version}: a failing identify goes to the application's error handler, with a request id that is in the log`, async (t) => {
    const express = require(name);
    const logged = t.mock.method(console, 'error', () => {});
    let error;
    const identify = async () => {
      throw error;
    };
    const before = [(req, res, next) => (req.headers['x-own'] && res.setHeader('x-request-id', req.headers['x-own']), next())];
    const origin = await serveExpress(t, express, { identify, authpipe: make(t), before });
    const ask = async (headers = {}) => {
      const response = await fetch(`${origin}/api/authpipe/connections`, { headers });
      assert.equal(response.status, 500);
      assert.deepEqual(await response.json(), { seen: 'the session store is down' });
      return response.headers.get('x-request-id');
    };
    error = new Error('the session store is down');
    assert.match(await ask(), /^req_/);
    assert.equal(await ask({ 'x-own': 'own-1' }), 'own-1');
    error = Object.assign(new Error('the session store is down'), { status: 404 });
    assert.match(await ask(), /^req_/, 'a client of another service says what that one has answered');
    error = Object.assign(new Error('the session store is down'), { status: 401, statusCode: 401, expose: true });
    assert.equal(await ask(), null, 'what the application chose is no failure');
    const told = logged.mock.calls.map(({ arguments: [cause, { requestId }] }) => [cause.message, requestId.slice(0, 4)]);
    assert.deepEqual(told, [['the session store is down', 'req_'], ['the session store is down', 'own-'], ['the session store is down', 'req_']]);
    // Express takes nothing for no failure, and two words for others.
    for (error of [undefined, null, '', 'route', 'router']) {
      const response = await fetch(`${origin}/api/authpipe/connections`);
      assert.deepEqual([response.status, await response.json()], [500, { seen: `identify() failed with ${error}` }]);
    }
  });

  test(`Express ${version}: a raw body kept by the application is used`, async (t) => {
    const express = require(name);
    const before = [express.json({ verify: (req, _res, raw) => { req.rawBody = raw; } })];
    const origin = await serveExpress(t, express, { identify: () => ADMIN, authpipe: make(t), before });
    const twice = '{"provider":"microsoft-onedrive","provider":"microsoft-onedrive"}';
    const refused = await fetch(`${origin}/api/authpipe/oauth/sessions`, { ...change({}), body: twice });
    assert.equal((await refused.json()).code, 'invalid_request', 'a repeated member shows in the raw body only');
  });
}
