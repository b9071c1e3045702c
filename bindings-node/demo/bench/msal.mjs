// MSAL with a token of the sandbox in its cache: what it costs to get that token again.
import { ConfidentialClientApplication } from '@azure/msal-node';

const REDIRECT = 'http://localhost/callback';
const SCOPES = ['Files.Read'];

/** Signs Bob in through MSAL and returns the silent read. */
export async function openMsal({ tls_origin: origin, control }) {
  const world = await (await fetch(`${control}/world`)).json();
  const app = world.apps.find((candidate) => candidate.secrets.length > 0);
  const msal = new ConfidentialClientApplication({
    auth: {
      clientId: app.client_id,
      clientSecret: app.secrets[0],
      authority: `${origin}/${world.organisations[0].id}`,
      knownAuthorities: [new URL(origin).host],
    },
  });
  const url = await msal.getAuthCodeUrl({ scopes: SCOPES, redirectUri: REDIRECT });
  const answer = await fetch(`${control}/browser`, {
    method: 'POST',
    body: JSON.stringify({ url, username: 'bob@contoso.example', decision: 'accept' }),
  });
  const code = new URL((await answer.json()).location).searchParams.get('code');
  const { account, accessToken } = await msal.acquireTokenByCode({ code, scopes: SCOPES, redirectUri: REDIRECT });
  const acquire = () => msal.acquireTokenSilent({ account, scopes: SCOPES });
  const again = await acquire();
  if (!again.fromCache || again.accessToken !== accessToken) throw new Error('MSAL did not answer from its cache');
  return acquire;
}
