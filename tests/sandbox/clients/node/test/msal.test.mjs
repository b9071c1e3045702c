// @azure/msal-node judges the sandbox: what it accepts, other clients of the provider accept.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { ConfidentialClientApplication, CryptoProvider, PublicClientApplication } from '@azure/msal-node';
import { control, graph, ready, signIn } from '../helpers.mjs';

const redirectUri = 'http://localhost:3999/callback';
const scopes = ['User.Read', 'Files.Read.All'];
const defaultScope = ['https://graph.microsoft.com/.default'];
let world, app, contoso, admin, member;

before(async () => {
  world = await control('GET', '/world');
  [app] = world.apps;
  [contoso] = world.organisations;
  [admin, member] = contoso.users;
  // The administrator installs the application through the pages.
  const query = new URLSearchParams({
    client_id: app.client_id, redirect_uri: redirectUri, scope: defaultScope[0], state: 'install',
  });
  const back = await signIn(`${ready.tls_origin}/${contoso.id}/v2.0/adminconsent?${query}`, admin);
  assert.equal(back.searchParams.get('admin_consent'), 'True');
  assert.equal(back.searchParams.get('tenant'), contoso.id);
});

const auth = (tenant, more) => ({
  clientId: app.client_id,
  authority: `${ready.tls_origin}/${tenant}`,
  knownAuthorities: [new URL(ready.tls_origin).host],
  ...more,
});
const withSecret = (tenant) =>
  new ConfidentialClientApplication({ auth: auth(tenant, { clientSecret: app.secrets[0] }) });

async function connect(client, person) {
  const { verifier, challenge } = await new CryptoProvider().generatePkceCodes();
  const url = await client.getAuthCodeUrl({
    scopes, redirectUri, state: 's', nonce: 'n', codeChallenge: challenge, codeChallengeMethod: 'S256',
  });
  const back = await signIn(url, person);
  assert.equal(back.searchParams.get('state'), 's');
  const returned = Object.fromEntries(back.searchParams);
  return client.acquireTokenByCode(
    { code: returned.code, scopes, redirectUri, codeVerifier: verifier, state: 's', nonce: 'n' }, returned,
  );
}

for (const tenant of ['organisation', 'organizations', 'common']) {
  test(`authorization code with PKCE at ${tenant}`, async () => {
    const result = await connect(withSecret(tenant === 'organisation' ? contoso.id : tenant), member);
    assert.equal(result.account.homeAccountId, `${member.id}.${contoso.id}`);
    assert.equal(result.account.username, member.username);
    assert.equal(result.idTokenClaims.tid, contoso.id);
    assert.equal(result.idTokenClaims.nonce, 'n');
    const me = await graph('/me', result.accessToken);
    assert.equal(me.body.id, member.id);
  });
}

test('silent refresh after the token has expired at the provider', async () => {
  const client = withSecret(contoso.id);
  const first = await connect(client, member);
  const cached = await client.acquireTokenSilent({ account: first.account, scopes });
  assert.equal(cached.accessToken, first.accessToken);
  await control('POST', '/clock', { advance_ms: 2 * 3600_000 });
  try {
    assert.equal((await graph('/me', first.accessToken)).status, 401);
    await control('DELETE', '/ledger');
    // The client's own clock has not moved, so it must be told.
    const second = await client.acquireTokenSilent({ account: first.account, scopes, forceRefresh: true });
    assert.notEqual(second.accessToken, first.accessToken);
    assert.equal((await graph('/me/drive', second.accessToken)).status, 200);
    const { entries } = await control('GET', '/ledger?kind=token_request&grant_type=refresh_token');
    assert.equal(entries.length, 1);
    assert.equal(entries[0].status, 200);
  } finally {
    await control('POST', '/clock', { reset: true });
  }
});

test('silent refresh because the lifetime is short', async () => {
  await control('POST', `/apps/${app.client_id}`, { access_token_lifetime_s: 60 });
  try {
    const client = withSecret(contoso.id);
    const first = await connect(client, member);
    // Under five minutes left counts as expired for this client.
    const second = await client.acquireTokenSilent({ account: first.account, scopes });
    assert.notEqual(second.accessToken, first.accessToken);
  } finally {
    await control('POST', `/apps/${app.client_id}`, { access_token_lifetime_s: null });
  }
});

test('a revoked grant asks for interaction', async () => {
  const client = withSecret(contoso.id);
  const carla = contoso.users[2];
  const { account } = await connect(client, carla);
  await control('POST', '/revoke', { what: 'user_tokens', user: carla.id });
  await assert.rejects(client.acquireTokenSilent({ account, scopes, forceRefresh: true }), (error) => {
    assert.equal(error.name, 'InteractionRequiredAuthError');
    return true;
  });
});

test('throttling reaches the client', async () => {
  const client = withSecret(contoso.id);
  await control('POST', '/faults', { endpoint: 'token', action: 'status', status: 429, retry_after: 30 });
  await assert.rejects(client.acquireTokenByClientCredential({ scopes: defaultScope, skipCache: true }));
  await control('DELETE', '/faults');
});

test('client credentials with a secret', async () => {
  const result = await withSecret(contoso.id).acquireTokenByClientCredential({ scopes: defaultScope });
  assert.equal((await graph(`/users/${member.id}/drive`, result.accessToken)).status, 200);
});

for (const hash of ['thumbprintSha256', 'thumbprint']) {
  test(`client credentials with a certificate (${hash})`, async () => {
    const made = await control('POST', `/apps/${app.client_id}/certificate`, {});
    const clientCertificate = {
      privateKey: made.private_key_pem,
      [hash]: hash === 'thumbprint' ? made.thumbprint_sha1 : made.thumbprint_sha256,
    };
    const client = new ConfidentialClientApplication({ auth: auth(contoso.id, { clientCertificate }) });
    await control('DELETE', '/ledger');
    const result = await client.acquireTokenByClientCredential({ scopes: defaultScope });
    assert.equal((await graph(`/users/${member.id}/drive`, result.accessToken)).status, 200);
    const { entries } = await control('GET', '/ledger?kind=token_request');
    assert.equal(entries[0].client_auth, 'assertion');
  });
}

test('a public client with PKCE', async () => {
  const native = world.apps.find((candidate) => candidate.public_client);
  const client = new PublicClientApplication({ auth: { ...auth('common'), clientId: native.client_id } });
  const result = await connect(client, world.personal_users[0]);
  assert.equal(result.account.tenantId, '9188040d-6c67-4c5b-b112-36a304b66dad');
  const again = await client.acquireTokenSilent({ account: result.account, scopes, forceRefresh: true });
  assert.equal((await graph('/me/drive', again.accessToken)).body.driveType, 'personal');
});
