// Fastify, Hono and Next, each with its own request: a user connects, a visitor who is signed out is refused, failures are the framework's.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import test, { after, before } from 'node:test';
import Fastify from 'fastify';
import { Hono } from 'hono';
import { Authpipe } from '../esm/index.mjs';
import { createHandler } from '../esm/web.mjs';
import { authpipeFastify } from '../esm/fastify.mjs';
import { authpipeHono } from '../esm/hono.mjs';
import { toNextHandler } from '../esm/next.mjs';
import { PROVIDER, startSandbox } from '../esm/testing.mjs';
import { BASE_URL, Browser, ORIGIN, USER, lookAt, statusOfTarget } from './support/app.mjs';

const { NextRequest } = createRequire(import.meta.url)('next/server');

let sandbox;
before(async () => (sandbox = await startSandbox()));
after(() => sandbox?.close());

function make(t) {
  const authpipe = new Authpipe(sandbox.options());
  t.after(() => authpipe.close());
  return authpipe;
}

/** Who is signed in to the application, as its login has left it on the framework's request. */
const principalOf = (header) => JSON.parse(header ?? 'null');

/** Each makes a web handler of an application, and tells what the framework gave `identify` and what reached its error handler. */
const FRAMEWORKS = {
  async fastify(t, authpipe, seen, identify, more = {}) {
    const app = Fastify();
    app.decorateRequest('user', null);
    app.addHook('onRequest', async (request) => (request.user = principalOf(request.headers['x-test-principal'])));
    app.setErrorHandler((error, _request, reply) => (seen.errors.push(error), reply.code(503).send('the application')));
    app.register(authpipeFastify(authpipe, { identify: (request) => (seen.hosts.push(request), identify(request.user)), ...more }), { prefix: '/api/authpipe' });
    app.post('/own', async (request) => request.body);
    t.after(() => app.close());
    return async (request) => {
      const { pathname, search } = new URL(request.url);
      const payload = Buffer.from(await request.arrayBuffer());
      const answer = await app.inject({ method: request.method, url: pathname + search, headers: Object.fromEntries(request.headers), ...(payload.length > 0 && { payload }) });
      const headers = new Headers();
      for (const [name, value] of Object.entries(answer.headers)) for (const one of [value].flat()) headers.append(name, one);
      return new Response(answer.statusCode === 204 ? null : answer.rawPayload, { status: answer.statusCode, headers });
    };
  },
  async hono(_t, authpipe, seen, identify, more = {}) {
    const app = new Hono();
    app.use(async (c, next) => (c.set('user', principalOf(c.req.header('x-test-principal'))), next()));
    // A middleware that has read the body is no hindrance.
    app.use(async (c, next) => (c.req.method === 'POST' && (await c.req.text()), next()));
    app.onError((error, c) => (seen.errors.push(error), c.text('the application', 503)));
    app.all('/api/authpipe/*', authpipeHono(authpipe, { identify: (c) => (seen.hosts.push(c), identify(c.get('user'))), ...more }));
    app.post('/own', async (c) => c.json(await c.req.json()));
    return (request) => app.fetch(request);
  },
  async next(_t, authpipe, seen, identify, more = {}) {
    const routes = toNextHandler(authpipe, {
      identify: (request) => (seen.hosts.push(request), identify(principalOf(request.headers.get('x-test-principal')))),
      ...more,
    });
    return async (request) => {
      try {
        // Next has the function for GET answer a look at the headers.
        return await routes[request.method === 'HEAD' ? 'GET' : request.method](new NextRequest(request));
      } catch (error) {
        // Next answers, and logs what was thrown.
        seen.errors.push(error);
        return new Response('the application', { status: 503 });
      }
    };
  },
};
const OWN = { fastify: (host) => 'routeOptions' in host && host.raw, hono: (host) => host.req.raw, next: (host) => host instanceof NextRequest && host.nextUrl };

test('next: what Next throws to steer itself is no failure', async (t) => {
  const seen = { hosts: [], errors: [] };
  const logged = t.mock.method(console, 'error', () => {});
  const thrown = Object.assign(new Error('NEXT_REDIRECT'), { digest: 'NEXT_REDIRECT;/login' });
  const handler = await FRAMEWORKS.next(t, make(t), seen, () => {
    throw thrown;
  });
  const answer = await new Browser(handler, USER).post('/oauth/sessions', { provider: PROVIDER, mode: 'popup' });
  assert.deepEqual([answer.status, await answer.text(), seen.errors], [503, 'the application', [thrown]]);
  assert.deepEqual([answer.headers.get('x-request-id'), logged.mock.callCount()], [null, 0]);
});

test('without a framework, a Response that identify throws is the answer', async (t) => {
  const handler = createHandler(make(t), {
    identify: () => {
      throw new Response(null, { status: 302, headers: { location: '/login' } });
    },
  });
  const answer = await handler(new Request(`${BASE_URL}/connections`));
  assert.deepEqual([answer.status, answer.headers.get('location')], [302, '/login']);
});

for (const [name, start] of Object.entries(FRAMEWORKS)) {
  test(`${name}: a user connects, and identify gets the framework's own request`, async (t) => {
    const seen = { hosts: [], errors: [] };
    const authpipe = make(t);
    const browser = new Browser(await start(t, authpipe, seen, (user) => user), USER);
    const people = { http: sandbox.httpOrigin, signIn: (url, username) => sandbox.signIn(url, { username }) };
    const end = await browser.run('/oauth/sessions', { provider: PROVIDER, mode: 'popup' }, people, 'bob@contoso.example');
    assert.equal(end.status, 'complete');
    assert.ok((await authpipe.getCredential({ provider: PROVIDER, tenantId: USER.tenantId, userId: USER.userId })).credential);
    assert.ok(seen.hosts.length > 0 && seen.hosts.every((host) => OWN[name](host)));
    const removed = await browser.fetch(`${BASE_URL}/connections/${end.connection.id}`, { method: 'DELETE', headers: { 'x-authpipe': '1', 'content-type': 'application/json', origin: ORIGIN } });
    assert.equal(removed.status, 204);
    assert.deepEqual(seen.errors, []);
  });

  test(`${name}: a visitor who is signed out is refused, and so is what stands for nobody`, async (t) => {
    const seen = { hosts: [], errors: [] };
    const handler = await start(t, make(t), seen, (user) => user);
    const started = await new Browser(handler, null).post('/oauth/sessions', { provider: PROVIDER, mode: 'popup' });
    assert.deepEqual([started.status, (await started.json()).code], [401, 'identity_required']);
    const logged = t.mock.method(console, 'error', () => {});
    const nobody = await new Browser(handler, { ...USER, userId: 'undefined' }).post('/oauth/sessions', { provider: PROVIDER, mode: 'popup' });
    assert.equal(nobody.status, name === 'next' ? 500 : 503);
    const [cause, { requestId }] = logged.mock.calls[0].arguments;
    assert.deepEqual([cause.code, nobody.headers.get('x-request-id')], ['invalid_id', requestId]);
    assert.deepEqual(seen.errors, name === 'next' ? [] : [cause]);
  });

  test(`${name}: what identify throws is the framework's to answer, with a request id that is in the log`, async (t) => {
    const seen = { hosts: [], errors: [] };
    const logged = t.mock.method(console, 'error', () => {});
    // Next has no page for what a route throws: the answer is the handler's own.
    const isNext = name === 'next';
    // What is no error Hono gives to no handler, but to whoever serves it.
    const odd = name === 'hono' ? [] : ['canary'];
    const ofSdk = (status) => Object.assign(new Error(`canary: ${status}`), { status, statusCode: status, response: {} });
    const all = [new Error('canary: db down'), ofSdk(502), ofSdk(404), ofSdk(200), ...odd];
    for (const thrown of all) {
      const handler = await start(t, make(t), seen, () => {
        throw thrown;
      });
      const answer = await new Browser(handler, USER).post('/oauth/sessions', { provider: PROVIDER, mode: 'popup' });
      const text = await answer.text();
      assert.equal(answer.status, isNext ? 500 : 503);
      const [cause, { requestId }] = logged.mock.calls.at(-1).arguments;
      assert.equal(cause, thrown);
      assert.equal(answer.headers.get('x-request-id'), requestId);
      assert.match(requestId, /^req_/);
      assert.doesNotMatch(text, /canary/);
      if (isNext) assert.deepEqual([JSON.parse(text).code, JSON.parse(text).request_id], ['identify_failed', requestId]);
      else assert.deepEqual([text, seen.errors.at(-1)], ['the application', thrown]);
    }
    assert.equal(logged.mock.callCount(), all.length);
  });

  test(`${name}: an answer that the application chose is no failure`, async (t) => {
    const seen = { hosts: [], errors: [] };
    const logged = t.mock.method(console, 'error', () => {});
    const ofHttpErrors = Object.assign(new Error('not now'), { status: 401, statusCode: 401, expose: true });
    const ofHono = Object.assign(new Error('not now'), { status: 401, getResponse: () => new Response('not now', { status: 401 }) });
    const ofFastify = Object.assign(new Error('not now'), { name: 'FastifyError', code: 'FST_OWN', statusCode: 401 });
    const ofNest = Object.assign(new Error('not now'), { getStatus: () => 401, getResponse: () => 'not now' });
    const ofNestEmpty = Object.assign(new Error('not now'), { getStatus: () => 204, getResponse: () => 'not now' });
    for (const thrown of [ofHttpErrors, ofHono, ofFastify, ofNest, ofNestEmpty]) {
      const handler = await start(t, make(t), seen, () => {
        throw thrown;
      });
      const answer = await new Browser(handler, USER).post('/oauth/sessions', { provider: PROVIDER, mode: 'popup' });
      // Next has no page for what a route throws.
      if (name === 'next') assert.deepEqual([answer.status, await answer.text()], thrown === ofNestEmpty ? [204, ''] : [401, 'not now']);
      else assert.deepEqual([answer.status, await answer.text(), seen.errors.at(-1)], [503, 'the application', thrown]);
      assert.deepEqual([answer.headers.get('x-request-id'), logged.mock.callCount()], [null, 0]);
    }
  });

  test(`${name}: an answer that cannot be made is a failure`, async (t) => {
    const seen = { hosts: [], errors: [] };
    const logged = t.mock.method(console, 'error', () => {});
    const fail = () => {
      throw new Error('no status');
    };
    const ofNest = Object.assign(new Error('not now'), { getStatus: fail, getResponse: () => 'not now' });
    const ofHttpErrors = Object.assign(new Error('not now'), { statusCode: 401, expose: true, headers: { 'no header': '1' } });
    for (const thrown of name === 'next' ? [ofNest, ofHttpErrors] : [ofNest]) {
      const handler = await start(t, make(t), seen, () => {
        throw thrown;
      });
      const answer = await new Browser(handler, USER).post('/oauth/sessions', { provider: PROVIDER, mode: 'popup' });
      assert.equal(answer.status, name === 'next' ? 500 : 503);
      assert.equal(logged.mock.calls.at(-1).arguments[0], thrown);
    }
  });

  test(`${name}: the core answers what is wrong with a request, and unknown routes`, async (t) => {
    const handler = await start(t, make(t), { hosts: [], errors: [] }, (user) => user);
    const browser = new Browser(handler, USER);
    const statusOf = async (path, init) => (await browser.fetch(`${BASE_URL}${path}`, init)).status;
    assert.equal(await statusOf('/nothing'), 404);
    assert.equal(await statusOf('/providers'), 200);
    assert.equal(await statusOf('/providers', { method: 'DELETE' }), 405);
    const raw = await handler(new Request(`${BASE_URL}/oauth/sessions`, { method: 'POST', body: 'x'.repeat(70_000), headers: { 'content-type': 'text/plain', 'x-authpipe': '1', origin: ORIGIN, 'x-test-principal': JSON.stringify(USER) } }));
    assert.equal(raw.status, 413);
    const large = await browser.post('/oauth/sessions', { provider: PROVIDER, filler: 'x'.repeat(3_000_000) });
    assert.deepEqual([large.status, (await large.json()).code], [413, 'too_large'], 'also where a framework has a limit of its own');
  });

  test(`${name}: a look at the headers gets the length of what a reader would get`, async (t) => {
    const browser = new Browser(await start(t, make(t), { hosts: [], errors: [] }, (user) => user), USER);
    for (const path of ['/providers', '/connections', '/nowhere']) {
      const whole = await (await browser.fetch(`${BASE_URL}${path}`)).arrayBuffer();
      const looked = await browser.fetch(`${BASE_URL}${path}`, { method: 'HEAD' });
      assert.deepEqual([looked.headers.get('content-length'), await looked.text()], [String(whole.byteLength), ''], path);
    }
  });

  test(`${name}: another origin's page that may call is told so before it does`, async (t) => {
    const seen = { hosts: [], errors: [] };
    const handler = await start(t, make(t), seen, (user) => user, { allowedOrigins: ['https://app.example'] });
    const ask = async (origin) => {
      const headers = { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-authpipe' };
      const answer = await handler(new Request(`${BASE_URL}/oauth/sessions`, { method: 'OPTIONS', headers }));
      const said = (header) => answer.headers.get(`access-control-allow-${header}`);
      return [answer.status, said('origin'), said('credentials'), (said('headers') ?? '').includes('x-authpipe')];
    };
    assert.deepEqual(await ask('https://app.example'), [204, 'https://app.example', 'true', true]);
    assert.deepEqual((await ask('https://other.example')).slice(0, 2), [204, null]);
    assert.deepEqual([seen.hosts, seen.errors], [[], []], 'nobody is asked who it is');
  });

  test(`${name}: identify is required when the handler is made`, async (t) => {
    const authpipe = make(t);
    const make_ = { fastify: authpipeFastify, hono: authpipeHono, next: toNextHandler }[name];
    assert.throws(() => make_(authpipe, {}), { code: 'config_invalid' });
  });
}

test('the id that the application gives a request itself stays, and is the one in the log', async (t) => {
  const logged = t.mock.method(console, 'error', () => {});
  const identify = () => {
    throw new Error('db down');
  };
  const app = Fastify();
  app.addHook('onRequest', async (_request, reply) => void reply.header('x-request-id', 'own-1'));
  app.register(authpipeFastify(make(t), { identify }), { prefix: '/api/authpipe' });
  t.after(() => app.close());
  const fromFastify = await app.inject({ method: 'GET', url: '/api/authpipe/connections' });
  const hono = new Hono();
  hono.use(async (c, next) => (c.header('x-request-id', 'own-2'), next()));
  hono.all('/api/authpipe/*', authpipeHono(make(t), { identify }));
  const fromHono = await hono.request(`${BASE_URL}/connections`);
  assert.deepEqual([fromFastify.headers['x-request-id'], fromHono.headers.get('x-request-id')], ['own-1', 'own-2']);
  // Hono's own error page prints what was thrown, too.
  const ids = logged.mock.calls.map((call) => call.arguments[1]?.requestId).filter(Boolean);
  assert.deepEqual(ids, ['own-1', 'own-2']);
});

test('fastify: a look at the headers says so on the wire', async (t) => {
  const app = Fastify();
  app.register(authpipeFastify(make(t), { identify: () => USER }), { prefix: '/api/authpipe' });
  const origin = await app.listen({ port: 0, host: '127.0.0.1' });
  t.after(() => app.close());
  await lookAt(`${origin}/api/authpipe`);
});

test('fastify: a target that is a whole URL is read as its path (RFC 9112 §3.2.2)', async (t) => {
  const app = Fastify();
  app.register(authpipeFastify(make(t), { identify: () => null }), { prefix: '/api/authpipe' });
  await app.listen({ port: 0, host: '127.0.0.1' });
  t.after(() => app.close());
  assert.equal(await statusOfTarget(app.server.address().port, `${BASE_URL}/providers?x=1`), 200);
});

for (const name of ['fastify', 'hono']) {
  test(`${name}: the application's own routes keep their bodies`, async (t) => {
    const handler = await FRAMEWORKS[name](t, make(t), { hosts: [], errors: [] }, (user) => user);
    const answer = await handler(new Request('http://localhost:4000/own', { method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' } }));
    assert.deepEqual(await answer.json(), { a: 1 });
  });
}
