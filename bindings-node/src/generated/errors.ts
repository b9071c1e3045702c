// Generated from bindings-common by `cargo xtask types`. Do not edit.

import { AuthpipeError, classes, KIND } from '../authpipe-error';
import type { Actor, ErrorCode, Retry } from './types';

export type { ErrorCode } from './types';

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

/** The library was used in a way in which it cannot work, such as after it was closed. */
export class UsageError extends AuthpipeError {
  /** @internal */
  static override readonly [KIND]: string = 'UsageError';
}

/** The arguments are malformed. */
export class RequestError extends AuthpipeError {
  /** @internal */
  static override readonly [KIND]: string = 'RequestError';
}

/** A defect of the library stopped the call: report it. */
export class InternalError extends AuthpipeError {
  /** @internal */
  static override readonly [KIND]: string = 'InternalError';
}

for (const type of [
  ConfigError,
  VaultError,
  ProviderConfigError,
  NotConnectedError,
  ReauthRequiredError,
  ProviderError,
  RateLimitedError,
  FlowError,
  HandlerError,
  UsageError,
  RequestError,
  InternalError,
]) {
  classes.set(type[KIND], type);
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
export const ERROR_CODES: Readonly<Record<ErrorCode, ErrorCodeInfo>> = {
  config_invalid: {
    class: 'ConfigError',
    retry: 'never',
    actor: 'operator',
    doc: "An option has a value that cannot be used.",
    hint: "Correct the option that the message names.",
  },
  key_missing: {
    class: 'ConfigError',
    retry: 'never',
    actor: 'operator',
    doc: "No vault key was given.",
    hint: "Set AUTHPIPE_KEY.",
  },
  key_mismatch: {
    class: 'ConfigError',
    retry: 'never',
    actor: 'operator',
    doc: "The vault was written with another key.",
    hint: "Restore the old key; to rotate, give the new and the old one.",
  },
  base_url_missing: {
    class: 'ConfigError',
    retry: 'never',
    actor: 'operator',
    doc: "A flow needs the public URL of the handler.",
    hint: "Set AUTHPIPE_BASE_URL.",
  },
  vault_unavailable: {
    class: 'VaultError',
    retry: 'later',
    actor: 'operator',
    doc: "The vault cannot be read or written now.",
    hint: "Try again later; if it lasts, look at the disk and its rights.",
  },
  vault_locked: {
    class: 'VaultError',
    retry: 'later',
    actor: 'operator',
    doc: "Another holder keeps the vault locked.",
    hint: "Try again when the other holder has ended.",
  },
  vault_newer: {
    class: 'VaultError',
    retry: 'never',
    actor: 'operator',
    doc: "A newer version wrote the vault.",
    hint: "Update this program.",
  },
  vault_moved: {
    class: 'VaultError',
    retry: 'never',
    actor: 'operator',
    doc: "The vault was copied to another place, and is there now.",
    hint: "Name the place that the message says, and restart.",
  },
  environment_mismatch: {
    class: 'VaultError',
    retry: 'never',
    actor: 'operator',
    doc: "The vault belongs to another environment.",
    hint: "Use the vault of this environment.",
  },
  restore_unconfirmed: {
    class: 'VaultError',
    retry: 'never',
    actor: 'operator',
    doc: "An earlier copy of the vault was put in its place, and nobody has confirmed that.",
    hint: "Confirm the restore with the command line tool.",
  },
  key_service_unavailable: {
    class: 'VaultError',
    retry: 'later',
    actor: 'operator',
    doc: "The service that holds the root key does not answer.",
    hint: "Try again when the service answers.",
  },
  provider_unknown: {
    class: 'ProviderConfigError',
    retry: 'never',
    actor: 'developer',
    doc: "No such provider in the catalogue.",
    hint: "Correct the name, or give a definition.",
  },
  provider_not_configured: {
    class: 'ProviderConfigError',
    retry: 'never',
    actor: 'operator',
    doc: "The provider has no client registration here.",
    hint: "Register a client at the provider and configure it.",
  },
  provider_config_rejected: {
    class: 'ProviderConfigError',
    retry: 'never',
    actor: 'operator',
    doc: "The provider rejected the client registration.",
    hint: "Correct the client id or the secret.",
  },
  not_connected: {
    class: 'NotConnectedError',
    retry: 'after_reauth',
    actor: 'user',
    doc: "There is no such connection.",
    hint: "Let the user connect.",
  },
  installation_not_found: {
    class: 'NotConnectedError',
    retry: 'after_reauth',
    actor: 'administrator',
    doc: "There is no such installation.",
    hint: "Let an administrator install it.",
  },
  installation_pending: {
    class: 'NotConnectedError',
    retry: 'later',
    actor: 'nobody',
    doc: "The installation's permissions have not spread yet.",
    hint: "Try again in a few minutes.",
  },
  approval_required: {
    class: 'NotConnectedError',
    retry: 'never',
    actor: 'operator',
    doc: "Somebody must approve the installation first.",
    hint: "Check the organisation and approve the installation.",
  },
  ambiguous_config: {
    class: 'RequestError',
    retry: 'never',
    actor: 'developer',
    doc: "More than one config of the provider exists; name one.",
    hint: "Name the config.",
  },
  user_id_required: {
    class: 'RequestError',
    retry: 'never',
    actor: 'developer',
    doc: "A user credential needs a user id.",
    hint: "Give the user, or say that the installation is meant.",
  },
  invalid_id: {
    class: 'RequestError',
    retry: 'never',
    actor: 'developer',
    doc: "An id is outside its grammar.",
    hint: "Give an id within the grammar.",
  },
  invalid_request: {
    class: 'RequestError',
    retry: 'never',
    actor: 'developer',
    doc: "The arguments are malformed.",
    hint: "Correct the arguments.",
  },
  scope_not_allowed: {
    class: 'RequestError',
    retry: 'never',
    actor: 'operator',
    doc: "A scope beyond the config was asked for.",
    hint: "Add the scope to the config.",
  },
  scope_unavailable: {
    class: 'RequestError',
    retry: 'never',
    actor: 'developer',
    doc: "The provider has no such scope, or not for this app or this kind of account.",
    hint: "Correct the scope, or leave it out for this account.",
  },
  credential_rejected: {
    class: 'RequestError',
    retry: 'never',
    actor: 'user',
    doc: "The provider does not accept the credential that was to be stored.",
    hint: "Store one that works; nothing was stored.",
  },
  reauth_required: {
    class: 'ReauthRequiredError',
    retry: 'after_reauth',
    actor: 'user',
    doc: "The grant has ended; the user must sign in again.",
    hint: "Let the user sign in again.",
  },
  scope_missing: {
    class: 'ReauthRequiredError',
    retry: 'after_reauth',
    actor: 'user',
    doc: "A needed scope was not granted.",
    hint: "Let the user sign in again and grant the scope.",
  },
  admin_consent_required: {
    class: 'ReauthRequiredError',
    retry: 'after_reauth',
    actor: 'administrator',
    doc: "An administrator must consent.",
    hint: "Let an administrator install it.",
  },
  provider_unavailable: {
    class: 'ProviderError',
    retry: 'later',
    actor: 'nobody',
    doc: "The provider did not answer usefully.",
    hint: "Try again later.",
  },
  provider_error: {
    class: 'ProviderError',
    retry: 'never',
    actor: 'developer',
    doc: "The provider answered with an error.",
    hint: "See the provider's error code.",
  },
  tls_failed: {
    class: 'ProviderError',
    retry: 'never',
    actor: 'operator',
    doc: "TLS with the provider did not come about: its certificate is not accepted here, or the two ends do not fit together.",
    hint: "Do what the error says: trust the authority, or have the host or the address put right.",
  },
  rate_limited: {
    class: 'RateLimitedError',
    retry: 'later',
    actor: 'nobody',
    doc: "The provider asked for a pause.",
    hint: "Try again after the pause.",
  },
  timeout: {
    class: 'ProviderError',
    retry: 'later',
    actor: 'nobody',
    doc: "The caller's time ran out; the work goes on.",
    hint: "Call again; the work goes on meanwhile.",
  },
  state_invalid: {
    class: 'FlowError',
    retry: 'after_reauth',
    actor: 'user',
    doc: "The callback belongs to no session, or to one that was used.",
    hint: "Start again.",
  },
  session_expired: {
    class: 'FlowError',
    retry: 'after_reauth',
    actor: 'user',
    doc: "The session's time is over.",
    hint: "Start again.",
  },
  session_binding_mismatch: {
    class: 'FlowError',
    retry: 'after_reauth',
    actor: 'user',
    doc: "Another browser started this session.",
    hint: "Start again in one browser.",
  },
  access_denied: {
    class: 'FlowError',
    retry: 'after_reauth',
    actor: 'user',
    doc: "The user or the provider said no.",
    hint: "Start again, or leave it.",
  },
  installation_claimed: {
    class: 'FlowError',
    retry: 'never',
    actor: 'administrator',
    doc: "Another tenant has claimed this organisation.",
    hint: "Ask the operator of the application.",
  },
  account_mismatch: {
    class: 'FlowError',
    retry: 'after_reauth',
    actor: 'user',
    doc: "Another external account than expected signed in.",
    hint: "Sign in with the account that was connected before.",
  },
  account_type_unsupported: {
    class: 'FlowError',
    retry: 'after_reauth',
    actor: 'user',
    doc: "This kind of account cannot do that.",
    hint: "Sign in with another kind of account.",
  },
  identity_required: {
    class: 'HandlerError',
    retry: 'never',
    actor: 'user',
    doc: "Nobody is signed in to the application.",
    hint: "Sign in to the application.",
  },
  identify_failed: {
    class: 'HandlerError',
    retry: 'never',
    actor: 'developer',
    doc: "The application's identify failed, or gave no principal.",
    hint: "See the application's log under the answer's request id.",
  },
  identity_mismatch: {
    class: 'HandlerError',
    retry: 'never',
    actor: 'developer',
    doc: "The request names another identity than the one signed in.",
    hint: "Leave the identity out of the request.",
  },
  forbidden: {
    class: 'HandlerError',
    retry: 'never',
    actor: 'administrator',
    doc: "The signed-in user may not do that.",
    hint: "Let somebody with the right do it.",
  },
  origin_not_allowed: {
    class: 'HandlerError',
    retry: 'never',
    actor: 'operator',
    doc: "The request comes from an origin that is not allowed.",
    hint: "Allow the origin, if it is yours.",
  },
  not_found: {
    class: 'HandlerError',
    retry: 'never',
    actor: 'developer',
    doc: "There is nothing here.",
    hint: "Correct the address.",
  },
  method_not_allowed: {
    class: 'HandlerError',
    retry: 'never',
    actor: 'developer',
    doc: "The route exists with another method.",
    hint: "Use another method.",
  },
  too_large: {
    class: 'HandlerError',
    retry: 'never',
    actor: 'developer',
    doc: "The request is too large.",
    hint: "Send less.",
  },
  closed: {
    class: 'UsageError',
    retry: 'never',
    actor: 'developer',
    doc: "This object has been closed.",
    hint: "Make a new object.",
  },
  forked: {
    class: 'UsageError',
    retry: 'never',
    actor: 'developer',
    doc: "The process was forked and cannot go on with this object.",
    hint: "Call again in this process.",
  },
  internal: {
    class: 'InternalError',
    retry: 'never',
    actor: 'maintainer',
    doc: "A defect of the library stopped the call.",
    hint: "Report it: this is a bug of Authpipe.",
  },
  runtime_unsupported: {
    class: 'UsageError',
    retry: 'never',
    actor: 'developer',
    doc: "This runtime cannot load the library.",
    hint: "Run on a platform that is supported.",
  },
};
