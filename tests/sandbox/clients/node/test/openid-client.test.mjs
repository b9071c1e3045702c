// openid-client, a certified client, judges the sandbox: discovery, PKCE, ID token, userinfo, refresh, revocation.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import * as client from 'openid-client';
import { control, ready, signIn } from '../helpers.mjs';

const redirectUri = 'http://localhost:3999/callback';
let world, app, contoso, member;

before(async () => {
  world = await control('GET', '/world');
  [app] = world.apps;
  [contoso] = world.organisations;
  [, member] = contoso.users;
  await control('POST', '/clock', { reset: true });
  await control('POST', '/generic', { send_iss: true });
});

/** The code flow, as the library's documentation shows it. */
async function connect(config, scope, oidc) {
  const verifier = client.randomPKCECodeVerifier();
  const expected = { pkceCodeVerifier: verifier, expectedState: client.randomState() };
  if (oidc) Object.assign(expected, { expectedNonce: client.randomNonce(), idTokenExpected: true });
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: redirectUri,
    scope,
    state: expected.expectedState,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(oidc && { nonce: expected.expectedNonce }),
  });
  return client.authorizationCodeGrant(config, await signIn(url.href, member), expected);
}

test('the organisation is discovered, its ID token checks, and userinfo names the same person', async () => {
  const issuer = new URL(`${ready.tls_origin}/${contoso.id}/v2.0`);
  const config = await client.discovery(issuer, app.client_id, app.secrets[0]);
  const tokens = await connect(config, 'openid profile offline_access User.Read', true);
  assert.equal(tokens.claims().preferred_username, member.username);
  const next = await client.refreshTokenGrant(config, tokens.refresh_token);
  assert.notEqual(next.access_token, tokens.access_token);
  const info = await client.fetchUserInfo(config, next.access_token, tokens.claims().sub);
  assert.equal(info.email, member.username);
  const refused = (error) => error.status === 400 && error.error === 'invalid_grant';
  await assert.rejects(client.refreshTokenGrant(config, 'made up'), refused);
});

const methods = [['generic-strict', client.ClientSecretBasic], ['generic-reusable', client.ClientSecretPost]];
for (const [id, authentication] of methods) {
  test(`${id} of the generic server with ${authentication.name}`, async () => {
    const { secret } = world.generic_clients.find((known) => known.client_id === id);
    const issuer = new URL(`${ready.tls_origin}/oauth`);
    const config = await client.discovery(issuer, id, undefined, authentication(secret), { algorithm: 'oauth2' });
    const tokens = await connect(config, 'read', false);
    const next = await client.refreshTokenGrant(config, tokens.refresh_token);
    const me = new URL(`${ready.tls_origin}/oauth/api/me`);
    assert.equal((await client.fetchProtectedResource(config, next.access_token, me, 'GET')).status, 200);
    const last = next.refresh_token ?? tokens.refresh_token;
    await client.tokenRevocation(config, last);
    await assert.rejects(client.refreshTokenGrant(config, last), (error) => error.error === 'invalid_grant');
    const wrong = await client.discovery(issuer, id, undefined, authentication('wrong'), { algorithm: 'oauth2' });
    await assert.rejects(connect(wrong, 'read', false), (error) => error.status === 401);
  });
}
