import Foundation
internal import AuthpipeNative

extension AuthpipeError {
    /// What went wrong. Open: a later version may have more codes, so a `switch` over it needs a `default`.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// The stable string, the same in all languages.
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }
    }

    init(
        _ code: Code, _ message: String, hint: String? = nil, retry: Retry = .never, provider: ProviderID? = nil,
        causes: [String] = []
    ) {
        self.init(
            code: code, message: [message, hint].compactMap { $0 }.joined(separator: " "), hint: hint,
            docsURL: URL(string: "\(Self.page)#\(code.rawValue)"), retry: retry, provider: provider, causes: causes)
    }

    init(_ failure: CoreFailure) {
        switch failure {
        case .Failed(let details, let causes): self.init(details, causes: causes)
        }
    }

    /// What a closure of the app's own throws from ``Authpipe/connect(_:as:scopes:renewing:present:)`` when the person closed what it
    /// showed. The call then throws ``Code/cancelled`` with the provider.
    public static func cancelled() -> AuthpipeError {
        AuthpipeError(.cancelled, "The sign-in was closed before it was finished.", retry: .afterReauth)
    }
}

extension AuthpipeError: LocalizedError, CustomStringConvertible, CustomDebugStringConvertible {
    public var errorDescription: String? { message }
    public var recoverySuggestion: String? { hint }

    public var description: String { "\(message) (\(code))" }

    /// What a log needs: code, reason and ids. No secret, and no text of a provider.
    public var debugDescription: String {
        let facts: [(String, String?)] = [
            ("code", code.rawValue), ("reason", reason), ("provider", provider?.rawValue), ("config", config), ("tenantID", tenantID),
            ("userID", userID), ("connectionID", connectionID?.rawValue), ("providerError", providerError),
        ]
        let shown = facts.compactMap { name, value in value.map { "\(name): \($0)" } }.joined(separator: ", ")
        return "AuthpipeError(\(message), \(shown))"
    }
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
