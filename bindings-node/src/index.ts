// `@authpipe/node`.

export { Authpipe } from './authpipe';
export { readClaims } from './claims';
export type { AccessTokenLike, OctokitAuth, OctokitAuthentication, TokenCredentialLike } from './clients';
export { Credential, type SignableRequest } from './credential';
export type { DefinitionVariable, IdTokenDefinition, OAuthDefinition, ProviderDefinition } from './generated/definition';
export {
  AuthpipeError,
  type AuthpipeErrorDetails,
  ConfigError,
  ERROR_CODES,
  type ErrorCode,
  type ErrorCodeInfo,
  errorFrom,
  FlowError,
  HandlerError,
  InternalError,
  NotConnectedError,
  ProviderConfigError,
  ProviderError,
  RateLimitedError,
  ReauthRequiredError,
  RequestError,
  type Retry,
  UsageError,
  VaultError,
} from './errors';
export { createHandler } from './handler';
export type { Logger, LogLevel, LogLine } from './log';
export { type Anchor, type RootKey, RootKeyError } from './own';
export { Page, type PageData } from './page';
export type { Audit, Connections, Events, Installations, Sessions } from './resources';
export type { Actor, CredentialType } from './generated/types';
export type * from './types';
