import Foundation
internal import AuthpipeNative

/// What every call throws, besides `CancellationError` where the task was cancelled.
///
/// Choose what to do by ``code`` and ``retry``; texts are for people. No secret and no text of a provider is in it.
public struct AuthpipeError: Error, Sendable {
    /// What went wrong. Open: a later version may have more codes, so a `switch` over it needs a `default`.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The stable string, the same in all languages.
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }
    }

    /// When calling again makes sense. Open like ``Code``.
    public struct Retry: RawRepresentable, Hashable, Sendable {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// Not before something is changed in code or configuration.
        public static let never = Retry(rawValue: "never")
        /// Later, with the same arguments.
        public static let later = Retry(rawValue: "later")
        /// After the user has gone through a new session.
        public static let afterReauth = Retry(rawValue: "after_reauth")
    }

    /// What went wrong.
    public let code: Code
    /// What happened and, where it is known, what to do about it.
    public let message: String
    /// What to do about it.
    public let hint: String?
    /// Where to read more.
    public let docsURL: URL?
    /// When calling again makes sense.
    public let retry: Retry
    /// How long to wait before that, where it is known.
    public let retryAfter: Duration?
    /// The provider asked for.
    public let provider: ProviderID?
    /// The config used.
    public let config: String?
    /// The tenant.
    public let tenantID: String?
    /// The user.
    public let userID: String?
    /// The connection or installation.
    public let connectionID: Connection.ID?
    /// Why a grant ended: `revoked`, `expired`, `password_changed`, `policy`, `consent`; or why nobody knows whether it has:
    /// `refresh_unanswered`.
    public let reason: String?
    /// The registered OAuth error code that the provider gave; `other` for one that is not registered.
    public let providerError: String?
    /// What lies beneath, outermost first.
    public let causes: [String]

    init(
        _ code: Code, _ message: String, hint: String? = nil, retry: Retry = .never, provider: ProviderID? = nil,
        causes: [String] = []
    ) {
        self.code = code
        self.message = [message, hint].compactMap { $0 }.joined(separator: " ")
        self.hint = hint
        self.docsURL = URL(string: "https://authpipe.dev/errors/\(code.rawValue)")
        self.retry = retry
        self.retryAfter = nil
        self.provider = provider
        self.config = nil
        self.tenantID = nil
        self.userID = nil
        self.connectionID = nil
        self.reason = nil
        self.providerError = nil
        self.causes = causes
    }

    /// What a closure of the app's own throws from ``Authpipe/connect(_:as:scopes:renewing:present:)`` when the person closed what it
    /// showed. The call then throws ``Code/cancelled`` with the provider.
    public static func cancelled() -> AuthpipeError {
        AuthpipeError(.cancelled, "The sign-in was closed before it was finished.", retry: .afterReauth)
    }

    init(_ failure: CoreFailure) {
        switch failure {
        case .Failed(
            let code, let text, let hint, let docsUrl, let retry, let retryAfterMs, let provider, let config, let tenantId, let userId,
            let connectionId, let reason, let providerError, let causes):
            self.code = Code(rawValue: code)
            // A printed error should say what to do, so the hint is part of the message; it is there by itself too.
            self.message = [text, hint].compactMap { $0 }.joined(separator: " ")
            self.hint = hint
            self.docsURL = URL(string: docsUrl)
            self.retry = Retry(rawValue: retry)
            self.retryAfter = retryAfterMs.map { .milliseconds(Int64(clamping: $0)) }
            self.provider = provider.map(ProviderID.init(rawValue:))
            self.config = config
            self.tenantID = tenantId
            self.userID = userId
            self.connectionID = connectionId.map(Connection.ID.init(rawValue:))
            self.reason = reason
            self.providerError = providerError
            self.causes = causes
        }
    }
}

extension AuthpipeError: LocalizedError, CustomStringConvertible {
    public var errorDescription: String? { message }
    public var recoverySuggestion: String? { hint }

    public var description: String { "\(message) (\(code))" }
}

extension AuthpipeError.Code: CustomStringConvertible {
    public var description: String { rawValue }

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
    /// The vault belongs to another environment.
    public static let environmentMismatch = Self(rawValue: "environment_mismatch")
    /// The vault is a restored copy that nobody has confirmed.
    public static let restoreUnconfirmed = Self(rawValue: "restore_unconfirmed")
    /// What holds the root key does not answer; on a device, it has not been unlocked since it was started.
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
    /// More than one connection matches.
    public static let ambiguousConnection = Self(rawValue: "ambiguous_connection")
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
    /// The scope does not exist for this kind of account.
    public static let scopeUnavailable = Self(rawValue: "scope_unavailable")
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
    /// The provider does not know the redirect URI.
    public static let redirectURIMismatch = Self(rawValue: "redirect_uri_mismatch")
    /// Another tenant has claimed this organisation.
    public static let installationClaimed = Self(rawValue: "installation_claimed")
    /// Another external account than expected signed in.
    public static let accountMismatch = Self(rawValue: "account_mismatch")
    /// This kind of account cannot do that.
    public static let accountTypeUnsupported = Self(rawValue: "account_type_unsupported")
    /// Nobody is signed in to the application.
    public static let identityRequired = Self(rawValue: "identity_required")
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
    /// The webhook's signature is wrong.
    public static let signatureInvalid = Self(rawValue: "signature_invalid")
    /// The raw body was gone before the signature could be checked.
    public static let rawBodyConsumed = Self(rawValue: "raw_body_consumed")
    /// This object has been closed.
    public static let closed = Self(rawValue: "closed")
    /// The process was forked and cannot go on with this object.
    public static let forked = Self(rawValue: "forked")
    /// This runtime cannot load the library.
    public static let runtimeUnsupported = Self(rawValue: "runtime_unsupported")
    /// The user closed the sign-in. Only Swift has this code: the sheet is the app's.
    public static let cancelled = Self(rawValue: "cancelled")

    /// All of the above that the core knows.
    static let ofCore: [Self] = [
        .configInvalid, .keyMissing, .keyMismatch, .baseURLMissing, .vaultUnavailable, .vaultLocked, .vaultNewer, .environmentMismatch,
        .restoreUnconfirmed, .keyServiceUnavailable, .providerUnknown, .providerNotConfigured, .providerConfigRejected, .notConnected,
        .installationNotFound, .installationPending, .approvalRequired, .ambiguousConnection, .ambiguousConfig, .userIDRequired,
        .invalidID, .invalidRequest, .scopeNotAllowed, .scopeUnavailable, .reauthRequired, .scopeMissing, .adminConsentRequired,
        .providerUnavailable, .providerError, .rateLimited, .timeout, .stateInvalid, .sessionExpired, .sessionBindingMismatch,
        .accessDenied, .redirectURIMismatch, .installationClaimed, .accountMismatch, .accountTypeUnsupported, .identityRequired,
        .identityMismatch, .forbidden, .originNotAllowed, .notFound, .methodNotAllowed, .tooLarge, .signatureInvalid, .rawBodyConsumed,
        .closed, .forked, .runtimeUnsupported,
    ]
}

/// What the core threw, as callers see it.
func translated(_ error: any Error) -> any Error {
    switch error {
    case let failure as CoreFailure: AuthpipeError(failure)
    case is AuthpipeError, is CancellationError: error
    // A panic at the border. What was saved before it is safe.
    default:
        AuthpipeError(.vaultUnavailable, "An internal error stopped this call.", hint: "Try again; if it happens again, report it.", retry: .later)
    }
}

/// Runs a synchronous call of the core.
func translating<Value>(_ work: () throws -> Value) throws -> Value {
    do { return try work() } catch { throw translated(error) }
}
