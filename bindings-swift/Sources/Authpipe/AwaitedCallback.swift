import Foundation

/// What the answer of a sign-in comes back to.
public enum AwaitedCallback: Hashable, Sendable {
    /// A scheme of the app's own.
    case scheme(String)
    /// A claimed https address (RFC 8252 §7.2).
    case https(host: String, path: String)
    /// An address of this machine, at which the app itself listens. No sheet can wait for it.
    case loopback(URL)

    /// The scheme alone, which says too little of a claimed https address.
    public var scheme: String {
        switch self {
        case .scheme(let scheme): scheme
        case .https: "https"
        case .loopback: "http"
        }
    }

    /// Throws `invalid_request` where nothing can receive the answer, before anything is shown.
    init(redirectURI: String, scheme: String) throws {
        switch scheme {
        case "https":
            guard let redirect = URLComponents(string: redirectURI), let host = redirect.host, !host.isEmpty else {
                throw AuthpipeError(.invalidRequest, "The redirect URI names no host, so the sheet cannot wait for it.")
            }
            self = .https(host: host, path: redirect.path.isEmpty ? "/" : redirect.path)
        case "http":
            guard let address = URL(string: redirectURI) else {
                throw AuthpipeError(.invalidRequest, "The redirect URI is not a URL.")
            }
            self = .loopback(address)
        default:
            self = .scheme(scheme)
        }
    }
}
