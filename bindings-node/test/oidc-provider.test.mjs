// A provider that is not in the catalogue, given in code, against a certified server whose refresh tokens work once.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { Authpipe, createHandler } from '../esm/index.mjs';
import { TestClock } from '../esm/testing.mjs';
import { BASE_URL, Browser, USER, makeKey, temporaryFolder } from './support/app.mjs';
import { CLIENT, definitionOf, startOidcProvider } from './support/oidc.mjs';
import { run } from './support/process.mjs';

const HOUR = 3_600_000;
const ME = { provider: 'local-oidc', tenantId: 'org_acme', userId: 'user_123' };

test('a custom provider connects, refreshes with one-time tokens and survives a restart', async (t) => {
  const provider = await startOidcProvider(t);
  const clock = new TestClock();
  const options = {
    vault: `sqlite:${join(temporaryFolder(t), 'authpipe.db')}`,
    key: makeKey(),
    mode: 'development',
    baseUrl: BASE_URL,
    background: false,
    providers: {
      'local-oidc': { clientId: CLIENT.id, clientSecret: CLIENT.secret, scopes: ['profile'], definition: definitionOf(provider.issuer) },
    },
  };
  const authpipe = new Authpipe({ ...options, testClock: clock });
  t.after(() => authpipe.close());
  const handler = createHandler(authpipe, { identify: Browser.identify });

  // connect
  const browser = new Browser(handler, USER);
  const session = await (await browser.post('/oauth/sessions', { provider: 'local-oidc', mode: 'popup' })).json();
  assert.ok(session.authorization_url, JSON.stringify(session));
  const back = await provider.signIn(session.authorization_url);
  const page = await browser.fetch(back);
  assert.equal(page.status, 200, await page.clone().text());
  const end = await (await browser.fetch(`${BASE_URL}/oauth/sessions/${session.session_id}`)).json();
  assert.equal(end.status, 'complete', JSON.stringify([end, provider.failures]));
  const tokens = [(await authpipe.getCredential(ME)).credential];
  const works = async (token) => {
    const answer = await fetch(`${provider.issuer}/me`, { headers: { authorization: `Bearer ${token}` } });
    assert.equal(answer.status, 200);
    assert.equal((await answer.json()).sub, 'alice');
  };
  await works(tokens[0]);
  assert.equal((await authpipe.connections.check(end.connection.id, { tenantId: 'org_acme' })).live, true);

  // refresh, again and again: each token is spent once
  for (let round = 1; round <= 3; round++) {
    clock.advance(2 * HOUR);
    const several = await Promise.all(Array.from({ length: 10 }, () => authpipe.getCredential(ME)));
    tokens.push(several[0].credential);
    assert.equal(new Set(several.map((one) => one.credential)).size, 1);
    assert.equal(provider.refreshes.length, round);
    await works(several[0].credential);
  }

  // restart: another process reads what is there, and spends the latest refresh token
  await authpipe.close();
  const { stdout, stderr } = await run(t, `
    import { Authpipe } from '@authpipe/node';
    import { TestClock } from '@authpipe/node/testing';
    const testClock = new TestClock();
    const ap = new Authpipe({ ...${JSON.stringify(options)}, testClock });
    testClock.advance(${6 * HOUR});
    const kept = (await ap.getCredential(${JSON.stringify(ME)})).credential;
    testClock.advance(${2 * HOUR});
    const next = (await ap.getCredential(${JSON.stringify(ME)})).credential;
    console.log(JSON.stringify([kept, next]));`);
  assert.equal(stderr, '');
  const [kept, next] = JSON.parse(stdout);
  assert.equal(kept, tokens.at(-1));
  await works(next);
  tokens.push(next);
  assert.equal(new Set(tokens).size, 5);
  assert.equal(new Set(provider.refreshes).size, 4, 'no refresh token was presented twice');
  assert.deepEqual(provider.failures, []);
});
