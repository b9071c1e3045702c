// A certified OpenID provider, run as a peer: npm `oidc-provider` with refresh tokens that work once.
import { createServer } from 'node:http';

import { signIn } from './sign-in.mjs';

export const CLIENT = { id: 'authpipe-test', secret: 'a secret:with/reserved%characters' };

export async function startOidcProvider(t) {
  // It warns on Node 20; the tests are about ours.
  const emitWarning = t.mock.method(process, 'emitWarning', () => {});
  const warn = t.mock.method(console, 'warn', () => {});
  const info = t.mock.method(console, 'info', () => {});
  const { Provider } = await import('oidc-provider');
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: ['http://localhost:4000/api/authpipe/oauth/callback/local-oidc'],
        grant_types: ['authorization_code', 'refresh_token'],
        token_endpoint_auth_method: 'client_secret_basic',
      },
    ],
    claims: { openid: ['sub'], profile: ['name'] },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, name: id }) }),
    cookies: { keys: ['for tests only'] },
    rotateRefreshToken: true,
    features: { devInteractions: { enabled: true } },
    ttl: { AccessToken: 3600, RefreshToken: 86_400, IdToken: 3600, Grant: 86_400, Interaction: 600, Session: 86_400 },
  });
  server.on('request', provider.callback());
  for (const mock of [emitWarning, warn, info]) mock.mock.restore();

  const refreshes = [];
  provider.on('grant.success', (context) => {
    if (context.oidc.params.grant_type === 'refresh_token') refreshes.push(context.oidc.params.refresh_token);
  });
  const failures = [];
  for (const event of ['grant.error', 'server_error', 'authorization.error']) {
    provider.on(event, (_context, error) => failures.push(`${event}: ${error.message} ${error.error_description ?? ''}`));
  }
  t.after(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return { issuer, refreshes, failures, signIn: (url) => signIn(url, issuer) };
}

/** The definition of this provider, as an application would write it. */
export function definitionOf(issuer) {
  return {
    name: 'Local OIDC',
    auth: ['user'],
    oauth: {
      issuer,
      authorization_endpoint: `${issuer}/auth`,
      token_endpoint: `${issuer}/token`,
      requires_iss: true,
      always_scopes: ['openid', 'offline_access'],
      authorization_parameters: { prompt: 'consent' },
    },
    id_token: { issuer, jwks_uri: `${issuer}/jwks`, algorithms: ['RS256'], person_claim: 'sub' },
    lifetime: { rotation: 'strict' },
    api: { origins: [issuer] },
    probe: { url: `${issuer}/me` },
  };
}
