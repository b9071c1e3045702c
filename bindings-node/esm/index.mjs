// The one implementation is CommonJS; this names its exports for `import`.
import authpipe from '../dist/index.js';

export const {
  Authpipe,
  AuthpipeError,
  ConfigError,
  createHandler,
  Credential,
  FlowError,
  HandlerError,
  NotConnectedError,
  Page,
  ProviderConfigError,
  ProviderError,
  RateLimitedError,
  ReauthRequiredError,
  RequestError,
  UsageError,
  VaultError,
  WebhookError,
} = authpipe;
