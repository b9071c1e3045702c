// The one implementation is CommonJS; this names its exports for `import`.
import './bundled.mjs';
import authpipe from '../dist/index.js';

export const {
  Authpipe,
  AuthpipeError,
  ConfigError,
  ERROR_CODES,
  errorFrom,
  createHandler,
  Credential,
  FlowError,
  HandlerError,
  InternalError,
  NotConnectedError,
  Page,
  ProviderConfigError,
  ProviderError,
  RateLimitedError,
  readClaims,
  ReauthRequiredError,
  RequestError,
  RootKeyError,
  UsageError,
  VaultError,
} = authpipe;
