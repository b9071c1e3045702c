// Generated from bindings-common by `cargo xtask types`. Do not edit.

import Dispatch

extension AuthpipeError.Code {
    /// An option has a value that cannot be used.
    public static let configInvalid = Self(rawValue: "config_invalid")
    /// No vault key was given.
    public static let keyMissing = Self(rawValue: "key_missing")
    /// The vault was written with another key.
    public static let keyMismatch = Self(rawValue: "key_mismatch")
    /// A flow needs the public URL of the handler.
    public static let baseURLMissing = Self(rawValue: "base_url_missing")
    /// The vault cannot be read or written now.
    public static let vaultUnavailable = Self(rawValue: "vault_unavailable")
    /// Another holder keeps the vault locked.
    public static let vaultLocked = Self(rawValue: "vault_locked")
    /// A newer version wrote the vault.
    public static let vaultNewer = Self(rawValue: "vault_newer")
    /// The vault was copied to another place, and is there now.
    public static let vaultMoved = Self(rawValue: "vault_moved")
    /// The vault belongs to another environment.
    public static let environmentMismatch = Self(rawValue: "environment_mismatch")
    /// An earlier copy of the vault was put in its place, and nobody has confirmed that.
    public static let restoreUnconfirmed = Self(rawValue: "restore_unconfirmed")
    /// The service that holds the root key does not answer.
    public static let keyServiceUnavailable = Self(rawValue: "key_service_unavailable")
    /// No such provider in the catalogue.
    public static let providerUnknown = Self(rawValue: "provider_unknown")
    /// The provider has no client registration here.
    public static let providerNotConfigured = Self(rawValue: "provider_not_configured")
    /// The provider rejected the client registration.
    public static let providerConfigRejected = Self(rawValue: "provider_config_rejected")
    /// There is no such connection.
    public static let notConnected = Self(rawValue: "not_connected")
    /// There is no such installation.
    public static let installationNotFound = Self(rawValue: "installation_not_found")
    /// The installation's permissions have not spread yet.
    public static let installationPending = Self(rawValue: "installation_pending")
    /// Somebody must approve the installation first.
    public static let approvalRequired = Self(rawValue: "approval_required")
    /// More than one config of the provider exists; name one.
    public static let ambiguousConfig = Self(rawValue: "ambiguous_config")
    /// A user credential needs a user id.
    public static let userIDRequired = Self(rawValue: "user_id_required")
    /// An id is outside its grammar.
    public static let invalidID = Self(rawValue: "invalid_id")
    /// The arguments are malformed.
    public static let invalidRequest = Self(rawValue: "invalid_request")
    /// A scope beyond the config was asked for.
    public static let scopeNotAllowed = Self(rawValue: "scope_not_allowed")
    /// The provider has no such scope, or not for this app or this kind of account.
    public static let scopeUnavailable = Self(rawValue: "scope_unavailable")
    /// The provider does not accept the credential that was to be stored.
    public static let credentialRejected = Self(rawValue: "credential_rejected")
    /// The grant has ended; the user must sign in again.
    public static let reauthRequired = Self(rawValue: "reauth_required")
    /// A needed scope was not granted.
    public static let scopeMissing = Self(rawValue: "scope_missing")
    /// An administrator must consent.
    public static let adminConsentRequired = Self(rawValue: "admin_consent_required")
    /// The provider did not answer usefully.
    public static let providerUnavailable = Self(rawValue: "provider_unavailable")
    /// The provider answered with an error.
    public static let providerError = Self(rawValue: "provider_error")
    /// TLS with the provider did not come about: its certificate is not accepted here, or the two ends do not fit together.
    public static let tlsFailed = Self(rawValue: "tls_failed")
    /// The provider asked for a pause.
    public static let rateLimited = Self(rawValue: "rate_limited")
    /// The caller's time ran out; the work goes on.
    public static let timeout = Self(rawValue: "timeout")
    /// The callback belongs to no session, or to one that was used.
    public static let stateInvalid = Self(rawValue: "state_invalid")
    /// The session's time is over.
    public static let sessionExpired = Self(rawValue: "session_expired")
    /// Another browser started this session.
    public static let sessionBindingMismatch = Self(rawValue: "session_binding_mismatch")
    /// The user or the provider said no.
    public static let accessDenied = Self(rawValue: "access_denied")
    /// Another tenant has claimed this organisation.
    public static let installationClaimed = Self(rawValue: "installation_claimed")
    /// Another external account than expected signed in.
    public static let accountMismatch = Self(rawValue: "account_mismatch")
    /// This kind of account cannot do that.
    public static let accountTypeUnsupported = Self(rawValue: "account_type_unsupported")
    /// Nobody is signed in to the application.
    public static let identityRequired = Self(rawValue: "identity_required")
    /// The application's identify failed, or gave no principal.
    public static let identifyFailed = Self(rawValue: "identify_failed")
    /// The request names another identity than the one signed in.
    public static let identityMismatch = Self(rawValue: "identity_mismatch")
    /// The signed-in user may not do that.
    public static let forbidden = Self(rawValue: "forbidden")
    /// The request comes from an origin that is not allowed.
    public static let originNotAllowed = Self(rawValue: "origin_not_allowed")
    /// There is nothing here.
    public static let notFound = Self(rawValue: "not_found")
    /// The route exists with another method.
    public static let methodNotAllowed = Self(rawValue: "method_not_allowed")
    /// The request is too large.
    public static let tooLarge = Self(rawValue: "too_large")
    /// This object has been closed.
    public static let closed = Self(rawValue: "closed")
    /// The process was forked and cannot go on with this object.
    public static let forked = Self(rawValue: "forked")
    /// A defect of the library stopped the call.
    public static let `internal` = Self(rawValue: "internal")
    /// This runtime cannot load the library.
    public static let runtimeUnsupported = Self(rawValue: "runtime_unsupported")

    /// All of the above.
    static let ofCore: [Self] = [
        .configInvalid, .keyMissing, .keyMismatch, .baseURLMissing, .vaultUnavailable, .vaultLocked, .vaultNewer, .vaultMoved,
        .environmentMismatch, .restoreUnconfirmed, .keyServiceUnavailable, .providerUnknown, .providerNotConfigured,
        .providerConfigRejected, .notConnected, .installationNotFound, .installationPending, .approvalRequired,
        .ambiguousConfig, .userIDRequired, .invalidID, .invalidRequest, .scopeNotAllowed, .scopeUnavailable,
        .credentialRejected, .reauthRequired, .scopeMissing, .adminConsentRequired, .providerUnavailable, .providerError,
        .tlsFailed, .rateLimited, .timeout, .stateInvalid, .sessionExpired, .sessionBindingMismatch, .accessDenied,
        .installationClaimed, .accountMismatch, .accountTypeUnsupported, .identityRequired, .identifyFailed, .identityMismatch,
        .forbidden, .originNotAllowed, .notFound, .methodNotAllowed, .tooLarge, .closed, .forked, .internal,
        .runtimeUnsupported,
    ]
}

extension KeptCredentials {
    /// So many are kept. For each one that is added beyond that, another one is dropped.
    static let most = 10000
    /// As long as any are kept, those that answer no more are dropped this often.
    static let sweep = DispatchTimeInterval.milliseconds(30000)
}

extension AuthpipeError {
    /// The page that explains every code.
    static let page = "https://github.com/authpipe/authpipe/blob/main/docs/errors.md"
}
