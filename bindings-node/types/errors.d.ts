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
export declare class AuthpipeError extends Error {
    /** The stable code, the same in all languages. */
    readonly code: string;
    /** What to do about it. */
    readonly hint?: string;
    /** Where the error is explained. */
    readonly docsUrl: string;
    /** When calling again makes sense. */
    readonly retry: Retry;
    /** How long to wait before a retry, in milliseconds, where it is known. */
    readonly retryAfterMs?: number;
    /** The provider asked for. */
    readonly provider?: string;
    /** The config used. */
    readonly config?: string;
    /** The tenant. */
    readonly tenantId?: string;
    /** The user. */
    readonly userId?: string;
    /** The connection or installation. */
    readonly connectionId?: string;
    /** Why a grant ended, in one word, or why nobody knows whether it has: `refresh_unanswered`. */
    readonly reason?: string;
    /** The registered OAuth error code that the provider gave. */
    readonly providerError?: string;
    constructor(details: AuthpipeErrorDetails);
    static [Symbol.hasInstance](value: unknown): boolean;
    /** The same without the stack and the cause, for logs. */
    toJSON(): Record<string, unknown>;
}
/** An option, key or URL must be fixed by the operator. */
export declare class ConfigError extends AuthpipeError {
}
/** The vault cannot be opened or written. */
export declare class VaultError extends AuthpipeError {
}
/** The provider, or the client registration there, is not usable. */
export declare class ProviderConfigError extends AuthpipeError {
}
/** There is no such credential: let the user connect. */
export declare class NotConnectedError extends AuthpipeError {
}
/** The end user or an administrator must act at the provider. */
export declare class ReauthRequiredError extends AuthpipeError {
}
/** The provider failed. */
export declare class ProviderError extends AuthpipeError {
}
/** The provider asked for a pause: see `retryAfterMs`. */
export declare class RateLimitedError extends ProviderError {
}
/** A sign-in or installation ended without a credential. */
export declare class FlowError extends AuthpipeError {
}
/** The HTTP handler refused a request. */
export declare class HandlerError extends AuthpipeError {
}
/** A webhook was refused. */
export declare class WebhookError extends AuthpipeError {
}
/** The library was used in a way in which it cannot work, such as after `close()`. */
export declare class UsageError extends AuthpipeError {
}
/** The arguments are malformed. */
export declare class RequestError extends AuthpipeError {
}
