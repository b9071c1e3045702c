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
            self.message = text
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

    /// The user closed the sign-in. Only Swift has this code: the sheet is the app's.
    public static let cancelled = Self(rawValue: "cancelled")
}

/// What the core threw, as callers see it.
func translated(_ error: any Error) -> any Error {
    switch error {
    case let failure as CoreFailure: AuthpipeError(failure)
    case is AuthpipeError, is CancellationError: error
    // A panic at the border. What was saved before it is safe.
    default:
        AuthpipeError(
            .internal, "A defect of Authpipe stopped this call. What was saved before it is safe.",
            hint: "This is a bug: please report it, with what was written to standard error.")
    }
}

/// Runs a synchronous call of the core.
func translating<Value>(_ work: () throws -> Value) throws -> Value {
    do { return try work() } catch { throw translated(error) }
}
