import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif
internal import AuthpipeNative

extension AuthpipeClient {
    /// Sends a request with the credential of a subject. After a 401 the credential is renewed and the request sent once more.
    ///
    /// The credential goes to the provider's own API only: a request to another origin is refused with `invalid_request`, and a
    /// redirect to another origin is followed without it, from there on (SR-30). No cookie and no cached answer is kept. A body that
    /// is a stream cannot be sent again, so its 401 is the answer, and the next request has a new credential. In an extension, or in an app that the system has started in the
    /// background, call it inside `inBackgroundTask`: it may renew the credential.
    public func data(for request: URLRequest, as subject: Subject) async throws -> (Data, URLResponse) {
        let credential = try await credential(for: subject)
        let (data, response, isCarried) = try await send(request, with: credential)
        // A 401 to a request that a redirect had stripped of the credential says nothing about it.
        guard let answer = response as? HTTPURLResponse, answer.statusCode == 401, isCarried, credential.kind == .oauthToken
        else { return (data, response) }
        let challenge = answer.value(forHTTPHeaderField: "WWW-Authenticate")
        let renewed = try await reportRejected(credential, for: subject, claims: Self.readClaims(challenge))
        // Reported also where it cannot be sent again, so that the next request has a credential that works.
        guard request.httpBodyStream == nil else { return (data, response) }
        let again = try await send(request, with: renewed)
        return (again.0, again.1)
    }

    /// After a 401: refreshes only if that generation is still current, and returns the credential to try again with.
    ///
    /// `claims` is the value of the parameter of that name in `WWW-Authenticate`, which ``readClaims(_:)`` finds.
    public func reportRejected(
        _ credential: Credential, for subject: Subject, claims: String? = nil, timeout: Duration? = nil
    ) async throws -> Credential {
        try await reportRejected(generation: credential.generation, for: subject, claims: claims, timeout: timeout)
    }

    /// The claims challenge of an API's answer: what ``reportRejected(_:for:claims:timeout:)`` takes as `claims`.
    ///
    /// `wwwAuthenticate` is the header of that name of a 401, or of a 403 with `insufficient_claims`. The result is the parameter
    /// `claims`, as the API sent it; `nil` if no challenge has one.
    public static func readClaims(_ wwwAuthenticate: String?) -> String? {
        wwwAuthenticate.flatMap { try? coreReadClaims(wwwAuthenticate: $0) }
    }

    /// The same where only the ``Credential/generation`` is known.
    public func reportRejected(
        generation: UInt64, for subject: Subject, claims: String? = nil, timeout: Duration? = nil
    ) async throws -> Credential {
        let (subject, options) = (subject.core, CoreWaitOptions(timeoutMs: timeout?.milliseconds))
        let rejection = CoreRejection(generation: generation, claims: claims)
        let renewed = try await waiting { [core] in
            try await core.reportRejected(subject: subject, rejection: rejection, options: options)
        }
        return Credential(renewed)
    }

    private func send(_ request: URLRequest, with credential: Credential) async throws -> (Data, URLResponse, isCarried: Bool) {
        guard let url = request.url, let origin = origin(of: url), credential.apiOrigins.contains(origin) else {
            throw AuthpipeError(
                .invalidRequest, "This address is none of the provider's API, so it does not get the credential.",
                hint: "The credential may go to \(credential.apiOrigins.joined(separator: ", ")).")
        }
        return try await Exchanges.shared.data(for: request, credential)
    }
}
