// What should compile, and what must not.
import { Authpipe, type AuthpipeError, type AuthpipeEvent, ConfigError, type Connection, createHandler, type Credential, type ErrorCode, type ProviderConfigInput, type ProviderDefinition, type ProviderSlug, type ScopeOf } from '@authpipe/node';
import { createHandler as webHandler } from '@authpipe/node/web';
import { TestClock } from '@authpipe/node/testing';

const definition: ProviderDefinition = {
  name: 'Acme',
  auth: ['user'],
  oauth: { authorization_endpoint: 'https://acme.example/authorize', token_endpoint: 'https://acme.example/token' },
  variables: { region: { kind: 'one_of', values: ['eu', 'us'], default: 'eu' } },
};
const authpipe = new Authpipe({ key: ['apk1_new', 'apk1_old'], testClock: new TestClock(), providers: { acme: { clientId: 'x', definition } } });

export async function use(): Promise<string[]> {
  const { credential, expiresAt } = await authpipe.getCredential({ provider: 'acme', tenantId: 't', userId: 'u' }, { signal: AbortSignal.timeout(1) });
  const peeked: Credential | null = authpipe.peekCredential({ provider: 'acme', tenantId: 't', credentialFor: 'installation' });
  const ends: Date | undefined = expiresAt;
  const page = await authpipe.connections.list({ tenantId: 't' });
  const ids: string[] = [];
  for await (const connection of authpipe.connections.list({ allTenants: true })) ids.push((connection satisfies Connection).id);
  const feed: AsyncIterable<AuthpipeEvent> = authpipe.events.follow({ after: '1', since: new Date() }, { signal: AbortSignal.timeout(1) });
  for await (const event of feed) ids.push(event.cursor);
  const session = await authpipe.createAuthSession({ provider: 'acme', tenantId: 't', userId: 'u' });
  return [credential, String(peeked), String(ends), page.data[0]?.status ?? '', ...session.setCookie, ...ids];
}

export const handler: (request: Request) => Promise<Response> = createHandler(authpipe, { identify: async (request) => (request.headers.has('x') ? { tenantId: 't', userId: 'u', role: 'member' } : null) });

// Slugs and scopes of the catalogue are offered, and others stay possible.
const given: Record<string, ProviderConfigInput> = {};
new Authpipe({ providers: given });
new Authpipe({ providers: { hubspot: { clientId: 'x', scopes: ['crm.objects.contacts.read', 'one.of.tomorrow'] }, own: { clientId: 'y', scopes: ['z'] } } });
authpipe.peekCredential({ provider: 'hubspot', tenantId: 't', userId: 'u' });
export const known: [ProviderSlug, ScopeOf<'hubspot'>] = ['hubspot', 'crm.objects.contacts.read'];
// @ts-expect-error no such slug
export const misspelt: ProviderSlug = 'hubspott';

// @ts-expect-error identify is required
webHandler(authpipe, {});
// @ts-expect-error a principal needs a role
webHandler(authpipe, { identify: () => ({ tenantId: 't', userId: 'u' }) });
// @ts-expect-error each wait is as long as it takes
authpipe.events.follow({}, { timeoutMs: 5 });
// @ts-expect-error a tenant or everybody
authpipe.connections.list({});
// @ts-expect-error not both
authpipe.connections.list({ tenantId: 't', allTenants: true });
declare const perhaps: { userId: string | undefined; tenantId: string | undefined };
// @ts-expect-error nobody is named
authpipe.peekCredential({ provider: 'acme', tenantId: 't' });
// @ts-expect-error perhaps nobody is named
authpipe.peekCredential({ provider: 'acme', tenantId: 't', userId: perhaps.userId });
// @ts-expect-error perhaps nobody is named
authpipe.storeCredential({ provider: 'acme', tenantId: 't', userId: perhaps.userId, credential: 'x', credentialType: 'api_key' });
// @ts-expect-error perhaps no tenant
authpipe.connections.list({ tenantId: perhaps.tenantId });
// Whoever says it as well may.
authpipe.peekCredential({ provider: 'acme', tenantId: 't', userId: perhaps.userId, credentialFor: 'any' });
// @ts-expect-error scopes are read only
(await authpipe.getCredential({ provider: 'acme', tenantId: 't', userId: 'u' })).scopes.push('x');

export function judge(error: AuthpipeError): string {
  switch (error.code) {
    case 'reauth_required':
      return 'connect';
    // @ts-expect-error a misspelt code
    case 'reauth_requird':
      return 'never';
    default:
      return error.code satisfies ErrorCode;
  }
}
// @ts-expect-error no such code
new ConfigError({ code: 'config_invald', message: 'x' });
