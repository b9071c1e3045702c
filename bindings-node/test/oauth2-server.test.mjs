// Plain OAuth 2.0 against a server that many Node applications are built on: npm `@node-oauth/oauth2-server` behind Express.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import test from 'node:test';
import { Authpipe, createHandler } from '../esm/index.mjs';
import { TestClock } from '../esm/testing.mjs';
import { BASE_URL, Browser, USER, makeKey, temporaryFolder } from './support/app.mjs';

const require = createRequire(import.meta.url);
const express = require('express');
const OAuth2Server = require('@node-oauth/oauth2-server');

const HOUR = 3_600_000;
const PROVIDER = 'plain-oauth';
const ME = { provider: PROVIDER, tenantId: USER.tenantId, userId: USER.userId };
const CLIENT = { id: 'authpipe-test', secret: 'a-client-secret' };

/** The server with its tokens in memory. `rotates`: whether a refresh gives a new refresh token, and ends the old one. */
async function startServer(t, rotates) {
  const client = {
    id: CLIENT.id,
    redirectUris: [`${BASE_URL}/oauth/callback/${PROVIDER}`],
    grants: ['authorization_code', 'refresh_token'],
  };
  const codes = new Map();
  const tokens = [];
  const live = (name, value) => tokens.find((token) => token[name] === value && !token.ended);
  const server = new OAuth2Server({
    accessTokenLifetime: 3600,
    alwaysIssueNewRefreshToken: rotates,
    enablePKCE: true,
    model: {
      getClient: async (id, secret) => id === CLIENT.id && (secret ?? CLIENT.secret) === CLIENT.secret && client,
      saveAuthorizationCode: async (code, _client, user) => {
        codes.set(code.authorizationCode, { ...code, client, user });
        return { ...code, client, user };
      },
      getAuthorizationCode: async (code) => codes.get(code),
      revokeAuthorizationCode: async (code) => codes.delete(code.authorizationCode),
      saveToken: async (token, _client, user) => {
        tokens.push({ ...token, client, user });
        return tokens.at(-1);
      },
      getAccessToken: async (value) => live('accessToken', value),
      getRefreshToken: async (value) => live('refreshToken', value),
      revokeToken: async (token) => {
        token.ended = true;
        return true;
      },
      validateScope: async (_user, _client, scope) => scope,
    },
  });

  const app = express();
  const presented = [];
  const answer = (work) => async (req, res) => {
    const response = new OAuth2Server.Response(res);
    try {
      const body = await work(new OAuth2Server.Request(req), response);
      res.set(response.headers).status(response.status).json(body ?? response.body);
    } catch (error) {
      res.set(response.headers).status(error.code ?? 500).json({ error: error.name, error_description: error.message });
    }
  };
  app.use(express.urlencoded({ extended: false }));
  const alice = { handle: () => ({ id: 'alice' }) };
  app.get('/authorize', answer((request, response) => server.authorize(request, response, { authenticateHandler: alice })));
  app.post('/token', answer((request, response) => {
    if (request.body.refresh_token) presented.push(request.body.refresh_token);
    return server.token(request, response).then(() => undefined);
  }));
  app.get('/me', answer((request, response) => server.authenticate(request, response).then((token) => token.user)));
  const listening = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => listening.once('listening', resolve));
  t.after(() => new Promise((resolve) => listening.close(resolve)));
  return {
    origin: `http://127.0.0.1:${listening.address().port}`,
    presented,
    revokeAll: () => tokens.forEach((token) => (token.ended = true)),
  };
}

for (const [rotates, authentication] of [[true, 'client_secret_basic'], [false, 'client_secret_post']]) {
  test(`plain OAuth connects, refreshes, dies and comes back; rotation: ${rotates}, ${authentication}`, async (t) => {
    const server = await startServer(t, rotates);
    const clock = new TestClock();
    const options = {
      vault: `sqlite:${join(temporaryFolder(t), 'authpipe.db')}`,
      key: makeKey(),
      mode: 'development',
      baseUrl: BASE_URL,
      background: false,
      testClock: clock,
      providers: {
        [PROVIDER]: {
          clientId: CLIENT.id,
          clientSecret: CLIENT.secret,
          scopes: ['read'],
          definition: {
            name: 'Plain',
            auth: ['user'],
            oauth: {
              authorization_endpoint: `${server.origin}/authorize`,
              token_endpoint: `${server.origin}/token`,
              client_authentication: authentication,
            },
            lifetime: { rotation: rotates ? 'strict' : 'reusable' },
            api: { origins: [server.origin] },
            probe: { url: `${server.origin}/me` },
          },
        },
      },
    };
    let authpipe = new Authpipe(options);
    t.after(() => authpipe.close());
    const connect = async (more) => {
      const browser = new Browser(createHandler(authpipe, { identify: Browser.identify }), USER);
      const session = await (await browser.post('/oauth/sessions', { provider: PROVIDER, mode: 'popup', ...more })).json();
      const there = await fetch(session.authorization_url, { redirect: 'manual' });
      await browser.fetch(there.headers.get('location'));
      return (await browser.fetch(`${BASE_URL}/oauth/sessions/${session.session_id}`)).json();
    };

    const end = await connect();
    assert.equal(end.status, 'complete', JSON.stringify(end));
    const { id } = end.connection;
    const seen = new Set([(await authpipe.getCredential(ME)).credential]);
    for (let round = 1; round <= 3; round++) {
      clock.advance(2 * HOUR);
      const several = await Promise.all(Array.from({ length: 5 }, () => authpipe.getCredential(ME)));
      for (const one of several) seen.add(one.credential);
      assert.deepEqual([seen.size, server.presented.length], [round + 1, round]);
      assert.equal((await authpipe.connections.check(id, { tenantId: USER.tenantId })).live, true);
    }
    assert.equal(new Set(server.presented).size, rotates ? 3 : 1);

    await authpipe.close();
    authpipe = new Authpipe(options);
    assert.ok(seen.has((await authpipe.getCredential(ME)).credential), 'a restart reads what is there');

    server.revokeAll();
    clock.advance(2 * HOUR);
    // Believed when it is said again a minute later, where the token might only have been used elsewhere.
    for (let attempt = 0; attempt < 3; attempt++) {
      await assert.rejects(authpipe.getCredential(ME), ({ code }) => code === 'reauth_required' || code === 'provider_unavailable');
      clock.advance(90_000);
    }
    await assert.rejects(authpipe.getCredential(ME), { code: 'reauth_required' });
    assert.equal((await authpipe.connections.get(id, { tenantId: USER.tenantId })).status, 'needs_reauth');
    assert.equal((await connect({ connection_id: id })).status, 'complete');
    assert.ok(!seen.has((await authpipe.getCredential(ME)).credential));
  });
}

test('a wrong secret is the operator\'s matter, and nothing is stored', async (t) => {
  const server = await startServer(t, true);
  const authpipe = new Authpipe({
    vault: 'memory:',
    key: makeKey(),
    mode: 'development',
    baseUrl: BASE_URL,
    background: false,
    providers: {
      [PROVIDER]: {
        clientId: CLIENT.id,
        clientSecret: 'another',
        scopes: ['read'],
        definition: {
          name: 'Plain',
          auth: ['user'],
          oauth: { authorization_endpoint: `${server.origin}/authorize`, token_endpoint: `${server.origin}/token` },
          api: { origins: [server.origin] },
        },
      },
    },
  });
  t.after(() => authpipe.close());
  const browser = new Browser(createHandler(authpipe, { identify: Browser.identify }), USER);
  const session = await (await browser.post('/oauth/sessions', { provider: PROVIDER, mode: 'popup' })).json();
  const there = await fetch(session.authorization_url, { redirect: 'manual' });
  await browser.fetch(there.headers.get('location'));
  const end = await (await browser.fetch(`${BASE_URL}/oauth/sessions/${session.session_id}`)).json();
  assert.deepEqual([end.status, end.error.code], ['failed', 'provider_config_rejected']);
  await assert.rejects(authpipe.getCredential(ME), { code: 'not_connected' });
});
