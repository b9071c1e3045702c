import { AuthpipeError } from '../authpipe-error';
import type { Actor, ErrorCode, Retry } from './types';
export type { ErrorCode } from './types';
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
/** The library was used in a way in which it cannot work, such as after it was closed. */
export declare class UsageError extends AuthpipeError {
}
/** The arguments are malformed. */
export declare class RequestError extends AuthpipeError {
}
/** A defect of the library stopped the call: report it. */
export declare class InternalError extends AuthpipeError {
}
/** What is known of a code without the case at hand. */
export interface ErrorCodeInfo {
    /** The class that is thrown. */
    class: string;
    /** When calling again makes sense, unless the error says otherwise. */
    retry: Retry;
    /** Who must do something. */
    actor: Actor;
    /** What it means. */
    doc: string;
    /** What can be done. */
    hint: string;
}
/** The table of codes, for documentation and for applications that show errors in their own words. */
export declare const ERROR_CODES: Readonly<Record<ErrorCode, ErrorCodeInfo>>;
