import Foundation
internal import AuthpipeNative

/// A usable credential: valid when it is handed out.
///
/// It does not print: descriptions, `dump` and mirrors show `[redacted]` in the place of the secret, and it is not `Codable`: what is
/// written down is out of the vault.
public struct Credential: Sendable {
    // Behind a reference, so that a copy costs nothing.
    private let parts: Parts

    private final class Parts: Sendable {
        let core: CoreCredential

        init(_ core: CoreCredential) {
            self.core = core
        }
    }

    init(_ core: CoreCredential) {
        parts = Parts(core)
    }

    /// The secret itself. Of several fields, a JSON object of their names and values: see ``fields``.
    public var value: String { parts.core.value }
    /// The fields that were stored, by name; a key of one text is the field `value`. Empty for an OAuth token.
    public var fields: [String: String] { parts.core.fields }
    /// What it is.
    public var kind: Kind { Kind(rawValue: parts.core.credentialType) }
    /// When it ends. `nil`: it does not say.
    public var expiresAt: Date? { parts.core.expiresAtMs.map(date) }
    /// Granted scopes.
    public var scopes: [String] { parts.core.scopes }
    /// Where it came from.
    public var source: Source { Source(rawValue: parts.core.source) ?? .connection }
    /// Whether this call waited for a refresh.
    public var refreshed: Bool { parts.core.refreshed }
    /// Whether something failed lately although the credential works.
    public var degraded: Bool { parts.core.degraded }
    /// Whether it can no longer be renewed although it still works.
    public var needsReauth: Bool { parts.core.needsReauth }
    /// Counts the secrets of the grant.
    public var generation: UInt64 { parts.core.generation }
    /// The origins of the provider's API, `scheme://host[:port]`: where the credential may be sent.
    public var apiOrigins: [String] { parts.core.apiOrigins }
    /// The connection, where `source` is `connection`.
    public var connectionID: Connection.ID? { source == .connection ? grantID : nil }
    /// The installation, where `source` is `installation`.
    public var installationID: Connection.ID? { source == .installation ? grantID : nil }

    /// The headers with which this credential is sent. Those that name the application or the organisation are with it, where the provider
    /// wants them.
    ///
    /// Throws `invalidRequest` where it has none: a webhook's secret, several fields of which the definition does not say how they make a
    /// header, a key that its provider takes in the address only, or a token that signs each request: see ``sign(method:url:form:)``.
    public func headers() throws(AuthpipeError) -> [String: String] {
        let (name, value) = try header()
        return parts.core.furtherHeaders.merging([name: value]) { _, own in own }
    }

    /// The one header, as name and value.
    func header() throws(AuthpipeError) -> (name: String, value: String) {
        if let told = parts.core.unsent {
            throw AuthpipeError(.invalidRequest, told[0], hint: told.count > 1 ? told[1] : nil)
        }
        return (parts.core.headerName ?? "", parts.core.headerValue ?? (parts.core.headerPrefix ?? "") + parts.core.value)
    }

    /// The header that signs one request, of OAuth 1.0a (RFC 5849): with its own time and random number, so it is good once.
    ///
    /// `form` is the content, where it is a form (`application/x-www-form-urlencoded`), as it is sent; any other content is not signed. The
    /// request is sent with exactly this method, address and form. `data(for:as:using:)` signs by itself, after a redirect anew. Throws
    /// `invalidRequest` where the credential signs nothing and has ``headers()``, and where the address is at none of ``apiOrigins``.
    public func sign(method: String = "GET", url: URL, form: String = "") throws(AuthpipeError) -> [String: String] {
        guard let signer = parts.core.signer else {
            throw AuthpipeError(.invalidRequest, "This credential signs nothing: it is sent as it is.", hint: "Send its headers.")
        }
        let value = try translating { try signer.sign(method: method, url: url.absoluteString, form: form) }
        return parts.core.furtherHeaders.merging(["Authorization": value]) { _, own in own }
    }

    /// Whether each request is signed with it.
    var signs: Bool { parts.core.signer != nil }

    /// The parameters of the address that carry it, where no header does.
    var query: [String: String] { parts.core.query }

    var grantID: Connection.ID { Connection.ID(rawValue: parts.core.grantId) }
}

extension Credential: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        "Credential(\(kind.rawValue) of \(grantID), refreshed: \(refreshed), degraded: \(degraded), needsReauth: \(needsReauth), [redacted])"
    }

    public var debugDescription: String { description }

    public var customMirror: Mirror {
        Mirror(
            self,
            children: [
                "value": "[redacted]", "kind": kind.rawValue, "expiresAt": expiresAt as Any, "scopes": scopes, "source": source.rawValue,
                "refreshed": refreshed, "degraded": degraded, "needsReauth": needsReauth, "generation": generation,
                "grant": grantID.rawValue,
            ], displayStyle: .struct)
    }
}

extension CredentialOptions {
    /// Whether the cached credential answers.
    var isPlain: Bool {
        !forceRefresh && minValidity == nil && scopes.isEmpty && claims == nil
    }
}

func date(_ milliseconds: Int64) -> Date {
    Date(timeIntervalSince1970: Double(milliseconds) / 1000)
}

extension Date {
    /// Milliseconds since the Unix epoch. A date beyond all that can be counted is the last or the first of those; one that is no
    /// number comes before all.
    var sinceEpoch: Int64 {
        let milliseconds = (timeIntervalSince1970 * 1000).rounded(.down)
        // Exact: a power of two. `Int64.max` itself has no Double.
        let limit = 0x1p63
        if milliseconds >= limit { return .max }
        return milliseconds >= -limit ? Int64(milliseconds) : .min
    }
}

extension Duration {
    /// Whole milliseconds; a negative duration is none, and one beyond all that can be counted is the longest.
    var milliseconds: UInt64 {
        let (seconds, attoseconds) = components
        let (whole, isTooLong) = UInt64(clamping: seconds).multipliedReportingOverflow(by: 1000)
        // The part of a second has the sign of the whole.
        let (sum, isLonger) = whole.addingReportingOverflow(UInt64(clamping: attoseconds / 1_000_000_000_000_000))
        return isTooLong || isLonger ? .max : sum
    }
}
