import Foundation

/// What a sheet has to wait for.
enum AwaitedCallback: Equatable {
    /// A scheme of the app's own.
    case scheme(String)
    /// A claimed https address (RFC 8252 §7.2).
    case https(host: String, path: String)

    /// Throws `invalid_request` where no sheet can receive the answer, before anything is shown.
    init(redirectURI: String, scheme: String) throws {
        switch scheme {
        case "https":
            guard let redirect = URLComponents(string: redirectURI), let host = redirect.host, !host.isEmpty else {
                throw AuthpipeError(.invalidRequest, "The redirect URI names no host, so the sheet cannot wait for it.")
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
