import { AuthpipeError } from '../authpipe-error';
import type { Actor, Retry } from './types';
/** The stable codes, the same in all languages. A later version may have more, so a `switch` keeps a default. */
export type ErrorCode = 'config_invalid' | 'key_missing' | 'key_mismatch' | 'base_url_missing' | 'vault_unavailable' | 'vault_locked' | 'vault_newer' | 'environment_mismatch' | 'key_service_unavailable' | 'provider_unknown' | 'provider_not_configured' | 'provider_config_rejected' | 'not_connected' | 'installation_not_found' | 'installation_pending' | 'approval_required' | 'ambiguous_config' | 'user_id_required' | 'invalid_id' | 'invalid_request' | 'scope_not_allowed' | 'scope_unavailable' | 'credential_rejected' | 'reauth_required' | 'scope_missing' | 'admin_consent_required' | 'provider_unavailable' | 'provider_error' | 'rate_limited' | 'timeout' | 'state_invalid' | 'session_expired' | 'session_binding_mismatch' | 'access_denied' | 'installation_claimed' | 'account_mismatch' | 'account_type_unsupported' | 'identity_required' | 'identify_failed' | 'identity_mismatch' | 'forbidden' | 'origin_not_allowed' | 'not_found' | 'method_not_allowed' | 'too_large' | 'closed' | 'forked' | 'internal' | 'runtime_unsupported';
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
