// Names for bundlers of places where the package cannot run, so that a bundle is made and says why when it is loaded: a bundler that misses a
// name, or a module of Node, says something else. Every name of every entry is here.
export function refuse(message) {
  throw Object.assign(new Error(message), { name: 'UsageError', code: 'runtime_unsupported' });
}

export const ADMIN = undefined;
export const Authpipe = undefined;
export const AuthpipeError = undefined;
export const ConfigError = undefined;
export const Credential = undefined;
export const ERROR_CODES = undefined;
export const FlowError = undefined;
export const HandlerError = undefined;
export const InternalError = undefined;
export const MEMBER = undefined;
export const NotConnectedError = undefined;
export const OTHER = undefined;
export const PROVIDER = undefined;
export const Page = undefined;
export const ProviderConfigError = undefined;
export const ProviderError = undefined;
export const RateLimitedError = undefined;
export const ReauthRequiredError = undefined;
export const RequestError = undefined;
export const RootKeyError = undefined;
export const Sandbox = undefined;
export const TestClock = undefined;
export const UsageError = undefined;
export const VaultError = undefined;
export const authpipeExpress = undefined;
export const authpipeFastify = undefined;
export const authpipeHono = undefined;
export const createHandler = undefined;
export const errorFrom = undefined;
export const fakeCredential = undefined;
export const readClaims = undefined;
export const startSandbox = undefined;
export const toNextHandler = undefined;
