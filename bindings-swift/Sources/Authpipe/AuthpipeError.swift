import Foundation
internal import AuthpipeNative

extension AuthpipeError {
    /// What went wrong. Open: a later version may have more codes, so a `switch` over it needs a `default`.
    public struct Code: RawRepresentable, Hashable, Codable, Sendable {
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

    /// What a closure of the app's own throws from ``AuthpipeClient/connect(_:config:for:label:scopes:variables:renewing:loginHint:prompt:present:)`` when the person closed what it
    /// showed. The call then throws ``Code/cancelled`` with the provider.
    public static func cancelled() -> AuthpipeError {
        AuthpipeError(.cancelled, "The sign-in was closed before it was finished.", retry: .afterReauth)
    }
}

/// To the person who uses the app speak `errorDescription` and `recoverySuggestion`, in its language; to its developer `failureReason`,
/// `hint`, `description` and `debugDescription`, in English.
extension AuthpipeError: LocalizedError, CustomStringConvertible, CustomDebugStringConvertible {
    /// What happened, for the person who uses the app: in the language in which the app speaks, if that is English, French, German or Spanish
    /// or the app's own catalogue `Authpipe.xcstrings` has it; otherwise in English.
    public var errorDescription: String? { PersonText.inTheAppsLanguage(code).what }
    /// What that person can do about it. It is never part of `errorDescription`.
    public var recoverySuggestion: String? { PersonText.inTheAppsLanguage(code).advice }
    /// What happened, for the developer: ``message``.
    public var failureReason: String? { message }

    /// What happened, for a person who reads this language: for servers, whose people read several.
    public func errorDescription(in locale: Locale) -> String { PersonText.inLanguage(of: locale, code).what }
    /// What that person can do about it.
    public func recoverySuggestion(in locale: Locale) -> String { PersonText.inLanguage(of: locale, code).advice }

    /// What happened, for the developer, with the code.
    public var description: String { "\(message) (\(code))" }

    /// What a log needs: code, reason, ids, and what the provider said in closed fields. No secret.
    public var debugDescription: String {
        let facts: [(String, String?)] = [
            ("code", code.rawValue), ("reason", reason), ("provider", provider?.rawValue), ("config", config), ("tenantID", tenantID),
            ("userID", userID), ("connectionID", connectionID?.rawValue), ("providerError", providerError),
            ("providerDetails", providerDetails.map(\.debugDescription)),
        ]
        let shown = facts.compactMap { name, value in value.map { "\(name): \($0)" } }.joined(separator: ", ")
        return "AuthpipeError(\(message), \(shown))"
    }
}

extension AuthpipeError: Equatable {
    public static func == (one: AuthpipeError, other: AuthpipeError) -> Bool {
        // What is said of it in a log is all of it but these.
        one.debugDescription == other.debugDescription && one.hint == other.hint && one.docsURL == other.docsURL && one.retry == other.retry
            && one.retryAfter == other.retryAfter && one.causes == other.causes
    }
}

/// A number for each code: crash reporters take errors of one domain and number for the same.
extension AuthpipeError: CustomNSError {
    public static var errorDomain: String { "AuthpipeError" }

    /// Made from the code's text (FNV-1a), so that it stays whatever codes there will be.
    public var errorCode: Int {
        let hash = code.rawValue.utf8.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        return Int(hash & 0x7fff_ffff)
    }

    public var errorUserInfo: [String: Any] {
        let text = PersonText.inTheAppsLanguage(code)
        return [
            NSLocalizedDescriptionKey: text.what, NSLocalizedRecoverySuggestionErrorKey: text.advice,
            NSLocalizedFailureReasonErrorKey: message, "NSDebugDescription": debugDescription,
        ]
    }
}

/// For another process, such as an app and its extension: every member, by the names that all languages share.
extension AuthpipeError: Codable {
    private enum CodingKeys: String, CodingKey {
        case code, message, hint, retry, provider, config, reason, causes
        case docsURL = "docs_url", retryAfter = "retry_after_ms", tenantID = "tenant_id", userID = "user_id"
        case connectionID = "connection_id", providerError = "provider_error", providerDetails = "provider_details"
    }

    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> String? { try members.decodeIfPresent(String.self, forKey: key) }
        self.init(
            code: Code(rawValue: try members.decode(String.self, forKey: .code)), message: try members.decode(String.self, forKey: .message),
            hint: try text(.hint), docsURL: try text(.docsURL).flatMap(URL.init(string:)),
            retry: try text(.retry).map(Retry.init(rawValue:)) ?? .never,
            retryAfter: try members.decodeIfPresent(UInt64.self, forKey: .retryAfter).map { .milliseconds(Int64(clamping: $0)) },
            provider: try text(.provider).map(ProviderID.init(rawValue:)), config: try text(.config), tenantID: try text(.tenantID),
            userID: try text(.userID), connectionID: try text(.connectionID).map(Connection.ID.init(rawValue:)),
            reason: try text(.reason), providerError: try text(.providerError),
            providerDetails: try members.decodeIfPresent(ProviderDetails.self, forKey: .providerDetails),
            causes: try members.decodeIfPresent([String].self, forKey: .causes) ?? [])
    }

    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(code.rawValue, forKey: .code)
        try members.encode(message, forKey: .message)
        try members.encode(retry.rawValue, forKey: .retry)
        try members.encode(causes, forKey: .causes)
        try members.encodeIfPresent(retryAfter?.milliseconds, forKey: .retryAfter)
        let texts: [(CodingKeys, String?)] = [
            (.hint, hint), (.docsURL, docsURL?.absoluteString), (.provider, provider?.rawValue), (.config, config), (.tenantID, tenantID),
            (.userID, userID), (.connectionID, connectionID?.rawValue), (.reason, reason), (.providerError, providerError),
        ]
        for (key, text) in texts { try members.encodeIfPresent(text, forKey: key) }
        try members.encodeIfPresent(providerDetails, forKey: .providerDetails)
    }
}

extension AuthpipeError.Code: CustomStringConvertible {
    public var description: String { rawValue }

    /// The user closed the sign-in. Only Swift has this code: the sheet is the app's.
    public static let cancelled = Self(rawValue: "cancelled")
}

/// What the core threw, as callers see it.
func translated(_ error: any Error) -> any Error {
    error is CancellationError ? error : failure(error)
}

/// What a synchronous call threw, as callers see it: nothing waits there, so nothing is cancelled.
private func failure(_ error: any Error) -> AuthpipeError {
    switch error {
    case let failure as CoreFailure: AuthpipeError(failure)
    case let error as AuthpipeError: error
    // A panic at the border. What was saved before it is safe.
    default:
        AuthpipeError(
            .internal, "A defect of Authpipe stopped this call. What was saved before it is safe.",
            hint: "This is a bug: please report it, with what was written to standard error.")
    }
}

/// Runs a synchronous call of the core.
func translating<Value>(_ work: () throws -> Value) throws(AuthpipeError) -> Value {
    do { return try work() } catch { throw failure(error) }
}
