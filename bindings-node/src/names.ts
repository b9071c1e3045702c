// The members of the arguments, where the language has them at compile time only.

import type { Names } from './arguments';
import type {
  AuthpipeOptions,
  AuthSessionParams,
  CallOptions,
  EventQuery,
  InstallSessionParams,
  ListQuery,
  ProviderConfigInput,
  StoreCredentialParams,
  Subject,
} from './types';

/** @internal */
export const OPTIONS: Names<AuthpipeOptions> = {
  vault: true,
  key: true,
  baseUrl: true,
  mode: true,
  environment: true,
  providers: true,
  background: true,
  minValidityMs: true,
  timeoutMs: true,
  allowedPrivateHosts: true,
  extraCaFile: true,
  dangerOrigins: true,
  proxy: true,
  testClock: true,
};

/** @internal */
export const PROVIDER_CONFIG: Names<ProviderConfigInput> = {
  clientId: true,
  clientSecret: true,
  attachment: true,
  provider: true,
  scopes: true,
  optionalScopes: true,
  botScopes: true,
  variables: true,
  enabled: true,
  definition: true,
};

/** @internal */
export const SUBJECT: Names<Subject> = {
  provider: true,
  config: true,
  tenantId: true,
  userId: true,
  label: true,
  connectionId: true,
  installationId: true,
  credentialFor: true,
};

/** @internal */
export const CALL_OPTIONS: Names<CallOptions> = { signal: true, forceRefresh: true, minValidityMs: true, scopes: true, claims: true };

/** @internal */
export const STORE_CREDENTIAL: Names<StoreCredentialParams> = { ...SUBJECT, credential: true, credentialType: true };

/** @internal */
export const INSTALL_SESSION: Names<InstallSessionParams> = {
  provider: true,
  config: true,
  tenantId: true,
  userId: true,
  returnTo: true,
  mode: true,
};

/** @internal */
export const AUTH_SESSION: Names<AuthSessionParams> = {
  ...INSTALL_SESSION,
  connectionId: true,
  installationId: true,
  label: true,
  scopes: true,
  variables: true,
};

/** @internal */
export const LIST: Names<ListQuery> = {
  tenantId: true,
  allTenants: true,
  provider: true,
  config: true,
  userId: true,
  after: true,
  limit: true,
};

/** @internal */
export const EVENTS: Names<EventQuery> = { after: true, tenantId: true, type: true, connectionId: true, limit: true };
