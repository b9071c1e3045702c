// One error class per family; the codes, the wording and the advice come from the core.

const KIND = Symbol.for('authpipe.error');

/** When calling again makes sense: `never` before something is changed, `later`, or after the user has signed in again. */
export type Retry = 'never' | 'later' | 'after_reauth';

/** What an error says besides its message. Ids only: no secret, and no text of a provider. */
export interface AuthpipeErrorDetails {
  /** The stable code, the same in all languages. */
  code: string;
  /** What happened and what to do about it. */
  message: string;
  /** The part of the message that says what to do. */
  hint?: string | undefined;
  /** Where the error is explained. */
  docsUrl?: string | undefined;
  /** When calling again makes sense; default `never`. */
  retry?: Retry | undefined;
  /** How long to wait before a retry, in milliseconds, where it is known. */
  retryAfterMs?: number | undefined;
  /** The provider asked for. */
  provider?: string | undefined;
  /** The config used. */
  config?: string | undefined;
  /** The tenant. */
  tenantId?: string | undefined;
  /** The user. */
  userId?: string | undefined;
  /** The connection or installation. */
  connectionId?: string | undefined;
  /** Why a grant ended, in one word, or why nobody knows whether it has: `refresh_unanswered`. */
  reason?: string | undefined;
  /** The registered OAuth error code that the provider gave; `other` for one that is not registered. */
  providerError?: string | undefined;
  /** What caused it. */
  cause?: unknown;
}

/**
 * The base of every error that Authpipe throws. Decide by `code` and `retry`, never by the text.
 *
 * `instanceof` works across several copies of this package in one process.
 */
export class AuthpipeError extends Error {
  /** @internal */
  static readonly [KIND]: string = 'AuthpipeError';

  /** The stable code, the same in all languages. */
  readonly code: string;
  /** What to do about it. */
  declare readonly hint?: string;
  /** Where the error is explained. */
  readonly docsUrl: string;
  /** When calling again makes sense. */
  readonly retry: Retry;
  /** How long to wait before a retry, in milliseconds, where it is known. */
  declare readonly retryAfterMs?: number;
  /** The provider asked for. */
  declare readonly provider?: string;
  /** The config used. */
  declare readonly config?: string;
  /** The tenant. */
  declare readonly tenantId?: string;
  /** The user. */
  declare readonly userId?: string;
  /** The connection or installation. */
  declare readonly connectionId?: string;
  /** Why a grant ended, in one word, or why nobody knows whether it has: `refresh_unanswered`. */
  declare readonly reason?: string;
  /** The registered OAuth error code that the provider gave. */
  declare readonly providerError?: string;

  constructor(details: AuthpipeErrorDetails) {
    const { code, message, docsUrl, retry, cause, ...ids } = details;
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.retry = retry ?? 'never';
    this.docsUrl = docsUrl ?? `https://authpipe.dev/errors/${code}`;
    for (const [name, value] of Object.entries(ids)) {
      if (value !== undefined) Object.defineProperty(this, name, { value, enumerable: true });
    }
    const kinds = kindsOf(new.target);
    // A bundler may have renamed our classes; one of the application has no kind of its own.
    const name = Object.hasOwn(new.target, KIND) ? kinds[0] : new.target.name;
    // Not enumerable, so that neither the name nor the brand shows among the ids.
    Object.defineProperty(this, 'name', { value: name, configurable: true, writable: true });
    Object.defineProperty(this, KIND, { value: kinds });
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    // A class that the application derives from ours has no kind of its own: there, identity decides as usual.
    if (!Object.hasOwn(this, KIND)) return Function.prototype[Symbol.hasInstance].call(this, value);
    if (typeof value !== 'object' || value === null) return false;
    const kinds: unknown = (value as Record<symbol, unknown>)[KIND] ?? kindsOfWrapped(value);
    return Array.isArray(kinds) && kinds.includes(this[KIND]);
  }

  /** The same without the stack and the cause, for logs. */
  toJSON(): Record<string, unknown> {
    return Object.assign({ name: this.name, message: this.message }, this as object);
  }
}

/** An option, key or URL must be fixed by the operator. */
export class ConfigError extends AuthpipeError {
  /** @internal */
  static override readonly [KIND]: string = 'ConfigError';
}

/** The vault cannot be opened or written. */
export class VaultError extends AuthpipeError {
  /** @internal */
  static override readonly [KIND]: string = 'VaultError';
}

/** The provider, or the client registration there, is not usable. */
export class ProviderConfigError extends AuthpipeError {
  /** @internal */
  static override readonly [KIND]: string = 'ProviderConfigError';
}

/** There is no such credential: let the user connect. */
export class NotConnectedError extends AuthpipeError {
  /** @internal */
  static override readonly [KIND]: string = 'NotConnectedError';
}

/** The end user or an administrator must act at the provider. */
export class ReauthRequiredError extends AuthpipeError {
  /** @internal */
  static override readonly [KIND]: string = 'ReauthRequiredError';
}

/** The provider failed. */
export class ProviderError extends AuthpipeError {
  /** @internal */
  static override readonly [KIND]: string = 'ProviderError';
}

/** The provider asked for a pause: see `retryAfterMs`. */
export class RateLimitedError extends ProviderError {
  /** @internal */
  static override readonly [KIND]: string = 'RateLimitedError';
}

/** A sign-in or installation ended without a credential. */
export class FlowError extends AuthpipeError {
  /** @internal */
  static override readonly [KIND]: string = 'FlowError';
}

/** The HTTP handler refused a request. */
export class HandlerError extends AuthpipeError {
  /** @internal */
  static override readonly [KIND]: string = 'HandlerError';
}

/** A webhook was refused. */
export class WebhookError extends AuthpipeError {
  /** @internal */
  static override readonly [KIND]: string = 'WebhookError';
}

/** The library was used in a way in which it cannot work, such as after `close()`. */
export class UsageError extends AuthpipeError {
  /** @internal */
  static override readonly [KIND]: string = 'UsageError';
}

/** The arguments are malformed. */
export class RequestError extends AuthpipeError {
  /** @internal */
  static override readonly [KIND]: string = 'RequestError';
}

const CLASSES: Record<string, typeof AuthpipeError> = {
  ConfigError,
  VaultError,
  ProviderConfigError,
  NotConnectedError,
  ReauthRequiredError,
  ProviderError,
  RateLimitedError,
  FlowError,
  HandlerError,
  WebhookError,
  UsageError,
  RequestError,
};

const MARK = 'authpipe:';

/** What the native part puts into the message of an error, behind the mark: everything, as JSON. */
interface NativeFailure extends AuthpipeErrorDetails {
  class: string;
  causes: string[];
}

/**
 * Turns what the native part threw into our classes. Anything else stays what it is.
 * @param wrongArgument the class for arguments of a wrong type
 * @param what what the arguments belong to, for the message
 * @internal
 */
export function fromNative(
  thrown: unknown,
  wrongArgument: typeof ConfigError | typeof RequestError = RequestError,
  what?: string,
): unknown {
  if (!(thrown instanceof Error)) return thrown;
  if (thrown.message.startsWith(MARK)) {
    const { class: name, causes, ...details } = readFailure(thrown.message);
    const cause = causes.reduceRight<Error | undefined>(
      (inner, text) => new Error(text, inner && { cause: inner }),
      undefined,
    );
    const Class = CLASSES[name] ?? AuthpipeError;
    return new Class({ ...details, cause });
  }
  const status = (thrown as { code?: unknown }).code;
  const isRefusal = typeof status === 'string' && (status === 'InvalidArg' || status.endsWith('Expected'));
  // What is not even an object is refused by the engine, before napi looks.
  if (isRefusal || thrown instanceof TypeError) {
    return wrongArgumentError(wrongArgument, describeArgument(thrown.message, what));
  }
  return thrown;
}

/** @internal */
export function wrongArgumentError(Class: typeof ConfigError | typeof RequestError, message: string): AuthpipeError {
  return new Class({ code: Class === ConfigError ? 'config_invalid' : 'invalid_request', message });
}

// napi's own refusals repeat the value, which may be a secret: only the name of the field is taken from them.
function describeArgument(message: string, what?: string): string {
  const named = (field: string): string => (what === undefined ? field : `${what}.${field}`);
  const missing = /^Missing field `(\w+)`/.exec(message)?.[1];
  if (missing !== undefined) return `${named(missing)} is missing.`;
  // From the inside out, at the very end: what stands before it may be the value's own.
  const wrong = / on \w+\.(\w+)(?: on \w+\.\w+)*$/.exec(message)?.[1];
  return `${wrong === undefined ? (what ?? 'An argument') : named(wrong)} has the wrong type.`;
}

// Absent members arrive as null; a reviver that gives undefined removes them.
function readFailure(message: string): NativeFailure {
  return JSON.parse(message.slice(MARK.length), (_, value: unknown) => value ?? undefined) as NativeFailure;
}

// The Graph client throws an error of its own in place of what its authProvider threw: ours by name, and without an answer.
function kindsOfWrapped(value: object): string[] {
  const { code, statusCode } = value as { code?: unknown; statusCode?: unknown };
  if (statusCode !== -1 || typeof code !== 'string' || !Object.hasOwn(CLASSES, code)) return [];
  return kindsOf(CLASSES[code] as typeof AuthpipeError);
}

function kindsOf(start: { [KIND]: string }): string[] {
  const kinds: string[] = [];
  for (let type: unknown = start; typeof type === 'function'; type = Object.getPrototypeOf(type)) {
    if (Object.hasOwn(type, KIND)) kinds.push((type as unknown as { [KIND]: string })[KIND]);
  }
  return kinds;
}
