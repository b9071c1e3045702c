import Foundation

/// What a sheet has to wait for.
enum AwaitedCallback: Equatable {
    /// A scheme of the app's own.
    case scheme(String)
    /// A claimed https address (RFC 8252 §7.2).
    case https(host: String, path: String)

    /// Reads it from a sign-in's page, which names the redirect URI (RFC 6749 §4.1.1). Throws `invalid_request` where no sheet can
    /// receive the answer, before anything is shown.
    init(_ page: URL, _ scheme: String) throws {
        switch scheme.lowercased() {
        case "https":
            let items = URLComponents(url: page, resolvingAgainstBaseURL: false)?.queryItems
            let redirect = items?.first { $0.name == "redirect_uri" }?.value.flatMap { URLComponents(string: $0) }
            guard let redirect, let host = redirect.host, !host.isEmpty else {
                throw AuthpipeError(.invalidRequest, "The sign-in's page names no redirect URI, so the sheet cannot wait for it.")
            }
            self = .https(host: host, path: redirect.path.isEmpty ? "/" : redirect.path)
        case "http":
            throw AuthpipeError(
                .invalidRequest, "A sheet cannot receive an answer at an http address.",
                hint: "Register a scheme of the app's own, or use connectInteractive.")
        default:
            self = .scheme(scheme)
        }
    }
}
