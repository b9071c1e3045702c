# Generated from bindings-common by `cargo xtask types`. Do not edit.
"""One exception class per family, and the table of codes."""

from __future__ import annotations

from ._base_error import AuthpipeError


class ConfigError(AuthpipeError):
    """An option, key or URL must be fixed by the operator."""


class VaultError(AuthpipeError):
    """The vault cannot be opened or written."""


class ProviderConfigError(AuthpipeError):
    """The provider, or the client registration there, is not usable."""


class NotConnectedError(AuthpipeError):
    """There is no such credential: let the user connect."""


class ReauthRequiredError(AuthpipeError):
    """The end user or an administrator must act at the provider."""


class ProviderError(AuthpipeError):
    """The provider failed."""


class RateLimitedError(ProviderError):
    """The provider asked for a pause: see ``retry_after``."""


class FlowError(AuthpipeError):
    """A sign-in or installation ended without a credential."""


class HandlerError(AuthpipeError):
    """The HTTP handler refused a request."""


class UsageError(AuthpipeError):
    """The library was used in a way in which it cannot work, such as after it was closed."""


class RequestError(AuthpipeError):
    """The arguments are malformed."""


class InternalError(AuthpipeError):
    """A defect of the library stopped the call: report it."""


CLASSES: dict[str, type[AuthpipeError]] = {
    "ConfigError": ConfigError,
    "VaultError": VaultError,
    "ProviderConfigError": ProviderConfigError,
    "NotConnectedError": NotConnectedError,
    "ReauthRequiredError": ReauthRequiredError,
    "ProviderError": ProviderError,
    "RateLimitedError": RateLimitedError,
    "FlowError": FlowError,
    "HandlerError": HandlerError,
    "UsageError": UsageError,
    "RequestError": RequestError,
    "InternalError": InternalError,
}

ERROR_CODES: dict[str, tuple[str, str, str, str, str]] = {
    # code: class, retry, who must do something, what it means, what can be done
    "config_invalid": (
        "ConfigError",
        "never",
        "operator",
        "An option has a value that cannot be used.",
        "Correct the option that the message names.",
    ),
    "key_missing": (
        "ConfigError",
        "never",
        "operator",
        "No vault key was given.",
        "Set AUTHPIPE_KEY.",
    ),
    "key_mismatch": (
        "ConfigError",
        "never",
        "operator",
        "The vault was written with another key.",
        "Restore the old key; to rotate, give the new and the old one.",
    ),
    "base_url_missing": (
        "ConfigError",
        "never",
        "operator",
        "A flow needs the public URL of the handler.",
        "Set AUTHPIPE_BASE_URL.",
    ),
    "vault_unavailable": (
        "VaultError",
        "later",
        "operator",
        "The vault cannot be read or written now.",
        "Try again later; if it lasts, look at the disk and its rights.",
    ),
    "vault_locked": (
        "VaultError",
        "later",
        "operator",
        "Another holder keeps the vault locked.",
        "Try again when the other holder has ended.",
    ),
    "vault_newer": (
        "VaultError",
        "never",
        "operator",
        "A newer version wrote the vault.",
        "Update this program.",
    ),
    "vault_moved": (
        "VaultError",
        "never",
        "operator",
        "The vault was copied to another place, and is there now.",
        "Name the place that the message says, and restart.",
    ),
    "environment_mismatch": (
        "VaultError",
        "never",
        "operator",
        "The vault belongs to another environment.",
        "Use the vault of this environment.",
    ),
    "restore_unconfirmed": (
        "VaultError",
        "never",
        "operator",
        "An earlier copy of the vault was put in its place, and nobody has confirmed that.",
        "Confirm the restore with the command line tool.",
    ),
    "key_service_unavailable": (
        "VaultError",
        "later",
        "operator",
        "The service that holds the root key does not answer.",
        "Try again when the service answers.",
    ),
    "provider_unknown": (
        "ProviderConfigError",
        "never",
        "developer",
        "No such provider in the catalogue.",
        "Correct the name, or give a definition.",
    ),
    "provider_not_configured": (
        "ProviderConfigError",
        "never",
        "operator",
        "The provider has no client registration here.",
        "Register a client at the provider and configure it.",
    ),
    "provider_config_rejected": (
        "ProviderConfigError",
        "never",
        "operator",
        "The provider rejected the client registration.",
        "Correct the client id or the secret.",
    ),
    "not_connected": (
        "NotConnectedError",
        "after_reauth",
        "user",
        "There is no such connection.",
        "Let the user connect.",
    ),
    "installation_not_found": (
        "NotConnectedError",
        "after_reauth",
        "administrator",
        "There is no such installation.",
        "Let an administrator install it.",
    ),
    "installation_pending": (
        "NotConnectedError",
        "later",
        "nobody",
        "The installation's permissions have not spread yet.",
        "Try again in a few minutes.",
    ),
    "approval_required": (
        "NotConnectedError",
        "never",
        "operator",
        "Somebody must approve the installation first.",
        "Check the organisation and approve the installation.",
    ),
    "ambiguous_config": (
        "RequestError",
        "never",
        "developer",
        "More than one config of the provider exists; name one.",
        "Name the config.",
    ),
    "user_id_required": (
        "RequestError",
        "never",
        "developer",
        "A user credential needs a user id.",
        "Give the user, or say that the installation is meant.",
    ),
    "invalid_id": (
        "RequestError",
        "never",
        "developer",
        "An id is outside its grammar.",
        "Give an id within the grammar.",
    ),
    "invalid_request": (
        "RequestError",
        "never",
        "developer",
        "The arguments are malformed.",
        "Correct the arguments.",
    ),
    "scope_not_allowed": (
        "RequestError",
        "never",
        "operator",
        "A scope beyond the config was asked for.",
        "Add the scope to the config.",
    ),
    "scope_unavailable": (
        "RequestError",
        "never",
        "developer",
        "The provider has no such scope, or not for this app or this kind of account.",
        "Correct the scope, or leave it out for this account.",
    ),
    "credential_rejected": (
        "RequestError",
        "never",
        "user",
        "The provider does not accept the credential that was to be stored.",
        "Store one that works; nothing was stored.",
    ),
    "reauth_required": (
        "ReauthRequiredError",
        "after_reauth",
        "user",
        "The grant has ended; the user must sign in again.",
        "Let the user sign in again.",
    ),
    "scope_missing": (
        "ReauthRequiredError",
        "after_reauth",
        "user",
        "A needed scope was not granted.",
        "Let the user sign in again and grant the scope.",
    ),
    "admin_consent_required": (
        "ReauthRequiredError",
        "after_reauth",
        "administrator",
        "An administrator must consent.",
        "Let an administrator install it.",
    ),
    "provider_unavailable": (
        "ProviderError",
        "later",
        "nobody",
        "The provider did not answer usefully.",
        "Try again later.",
    ),
    "provider_error": (
        "ProviderError",
        "never",
        "developer",
        "The provider answered with an error.",
        "See the provider's error code.",
    ),
    "tls_failed": (
        "ProviderError",
        "never",
        "operator",
        "TLS with the provider did not come about: its certificate is not accepted here, or the two ends do not fit together.",
        "Do what the error says: trust the authority, or have the host or the address put right.",
    ),
    "rate_limited": (
        "RateLimitedError",
        "later",
        "nobody",
        "The provider asked for a pause.",
        "Try again after the pause.",
    ),
    "timeout": (
        "ProviderError",
        "later",
        "nobody",
        "The caller's time ran out; the work goes on.",
        "Call again; the work goes on meanwhile.",
    ),
    "state_invalid": (
        "FlowError",
        "after_reauth",
        "user",
        "The callback belongs to no session, or to one that was used.",
        "Start again.",
    ),
    "session_expired": (
        "FlowError",
        "after_reauth",
        "user",
        "The session's time is over.",
        "Start again.",
    ),
    "session_binding_mismatch": (
        "FlowError",
        "after_reauth",
        "user",
        "Another browser started this session.",
        "Start again in one browser.",
    ),
    "access_denied": (
        "FlowError",
        "after_reauth",
        "user",
        "The user or the provider said no.",
        "Start again, or leave it.",
    ),
    "installation_claimed": (
        "FlowError",
        "never",
        "administrator",
        "Another tenant has claimed this organisation.",
        "Ask the operator of the application.",
    ),
    "account_mismatch": (
        "FlowError",
        "after_reauth",
        "user",
        "Another external account than expected signed in.",
        "Sign in with the account that was connected before.",
    ),
    "account_type_unsupported": (
        "FlowError",
        "after_reauth",
        "user",
        "This kind of account cannot do that.",
        "Sign in with another kind of account.",
    ),
    "identity_required": (
        "HandlerError",
        "never",
        "user",
        "Nobody is signed in to the application.",
        "Sign in to the application.",
    ),
    "identify_failed": (
        "HandlerError",
        "never",
        "developer",
        "The application's identify failed, or gave no principal.",
        "See the application's log under the answer's request id.",
    ),
    "identity_mismatch": (
        "HandlerError",
        "never",
        "developer",
        "The request names another identity than the one signed in.",
        "Leave the identity out of the request.",
    ),
    "forbidden": (
        "HandlerError",
        "never",
        "administrator",
        "The signed-in user may not do that.",
        "Let somebody with the right do it.",
    ),
    "origin_not_allowed": (
        "HandlerError",
        "never",
        "operator",
        "The request comes from an origin that is not allowed.",
        "Allow the origin, if it is yours.",
    ),
    "not_found": (
        "HandlerError",
        "never",
        "developer",
        "There is nothing here.",
        "Correct the address.",
    ),
    "method_not_allowed": (
        "HandlerError",
        "never",
        "developer",
        "The route exists with another method.",
        "Use another method.",
    ),
    "too_large": (
        "HandlerError",
        "never",
        "developer",
        "The request is too large.",
        "Send less.",
    ),
    "closed": (
        "UsageError",
        "never",
        "developer",
        "This object has been closed.",
        "Make a new object.",
    ),
    "forked": (
        "UsageError",
        "never",
        "developer",
        "The process was forked and cannot go on with this object.",
        "Call again in this process.",
    ),
    "internal": (
        "InternalError",
        "never",
        "maintainer",
        "A defect of the library stopped the call.",
        "Report it: this is a bug of Authpipe.",
    ),
    "runtime_unsupported": (
        "UsageError",
        "never",
        "developer",
        "This runtime cannot load the library.",
        "Run on a platform that is supported.",
    ),
}
