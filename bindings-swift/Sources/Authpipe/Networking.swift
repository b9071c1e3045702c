#if !AUTHPIPE_WITHOUT_NETWORKING
import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

extension AuthpipeClient {
    /// Sends a request with the credential of a subject. After a 401 the credential is renewed and the request sent once more.
    ///
    /// A page of a proxy or a portal, and `insufficient_scope`, say nothing of the kind under 401: they are the answer, and nothing is renewed.
    ///
    /// The credential goes to the provider's own API only: a request to another origin is refused with `invalid_request`, and a
    /// redirect to another origin is followed without it, from there on (SR-30). A body that is a stream cannot be sent again, so its 401
    /// is the answer, and the next request has a new credential. In an extension, or in an app that the system has started in the
    /// background, call it inside `inBackgroundTask`: it may renew the credential.
    ///
    /// `session` is one of the app's: its configuration is taken over, and with it its proxies, protocols, time limits, cookies and cache,
    /// which all accounts then share. A background session is refused with `invalid_request`. `nil`: one that keeps no cookie and no answer.
    ///
    /// Throws what ``credential(for:options:)`` throws, and `URLError` where the API cannot be reached. An answer that is an error of the API is
    /// an answer.
    public func data(for request: URLRequest, as subject: Subject, using session: URLSession? = nil) async throws -> (Data, URLResponse) {
        let answer = try await answer(to: request, as: subject, using: session)
        return (try await answer.body.collected(), answer.response)
    }

    /// Sends a request as ``data(for:as:using:)`` does, and gives the body piece by piece as it arrives.
    public func stream(for request: URLRequest, as subject: Subject, using session: URLSession? = nil) async throws -> (ResponseBody, URLResponse) {
        let answer = try await answer(to: request, as: subject, using: session)
        return (answer.body, answer.response)
    }

    /// Sends a request with a body as ``data(for:as:using:)`` does. `progress` is told how many bytes have gone, and of how many; it begins anew
    /// where the body is sent again, after a redirect or a 401.
    public func upload(
        for request: URLRequest, from body: Data, as subject: Subject, using session: URLSession? = nil,
        progress: (@Sendable (_ sent: Int64, _ total: Int64?) -> Void)? = nil
    ) async throws -> (Data, URLResponse) {
        let answer = try await answer(to: request, .data(body), as: subject, using: session, sent: progress)
        return (try await answer.body.collected(), answer.response)
    }

    /// Sends a file as the body of a request, as ``upload(for:from:as:using:progress:)`` does.
    public func upload(
        for request: URLRequest, fromFile file: URL, as subject: Subject, using session: URLSession? = nil,
        progress: (@Sendable (_ sent: Int64, _ total: Int64?) -> Void)? = nil
    ) async throws -> (Data, URLResponse) {
        let answer = try await answer(to: request, .file(file), as: subject, using: session, sent: progress)
        return (try await answer.body.collected(), answer.response)
    }

    /// Sends a request as ``data(for:as:using:)`` does, and writes the body to a file, in the place of one that is there.
    ///
    /// The file is made when all has arrived, and of a success (2xx) only: look at the answer. `progress` is told how many bytes have come,
    /// and of how many where the server says so.
    public func download(
        for request: URLRequest, to file: URL, as subject: Subject, using session: URLSession? = nil,
        progress: (@Sendable (_ received: Int64, _ total: Int64?) -> Void)? = nil
    ) async throws -> URLResponse {
        let answer = try await answer(to: request, as: subject, using: session)
        guard let response = answer.response as? HTTPURLResponse, 200..<300 ~= response.statusCode else { return answer.response }
        let part = file.deletingLastPathComponent().appendingPathComponent(".\(file.lastPathComponent).\(UUID().uuidString)")
        do {
            try await write(answer, to: part, progress)
            // One step: whoever reads the file meanwhile has the old one or the new one.
            guard rename(part.path, file.path) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
        } catch {
            try? FileManager.default.removeItem(at: part)
            throw error
        }
        return response
    }

    private func write(_ answer: Exchanges.Answer, to part: URL, _ progress: Progressing?) async throws {
        try Data().write(to: part, options: .withoutOverwriting)
        let handle = try FileHandle(forWritingTo: part)
        let expected = answer.response.expectedContentLength
        var received: Int64 = 0
        do {
            for try await piece in answer.body {
                try handle.write(contentsOf: piece)
                received += Int64(piece.count)
                progress?(received, expected > 0 ? expected : nil)
            }
        } catch {
            try? handle.close()
            throw error
        }
        try handle.close()
    }

    private func answer(
        to request: URLRequest, _ payload: Payload = .ofRequest, as subject: Subject, using session: URLSession?, sent: Progressing? = nil
    ) async throws -> Exchanges.Answer {
        let exchanges = try Exchanges.of(session)
        let credential = try await credential(for: subject)
        let answer = try await exchanges.send(try judge(request, credential), payload, credential, sent: sent)
        // A 401 to a request that a redirect had stripped of the credential says nothing about it.
        let isSignedIn = credential.kind == .oauthToken || credential.kind == .oauth1Token
        guard isSignedIn, try await answer.isRejection(of: request) else { return answer }
        let challenge = (answer.response as? HTTPURLResponse)?.value(forHTTPHeaderField: "WWW-Authenticate")
        let renewed = try await reportRejected(credential, for: subject, claims: Self.readClaims(challenge))
        // Reported also where it cannot be sent again, so that the next request has a credential that works.
        guard request.httpBodyStream == nil else { return answer }
        return try await exchanges.send(try judge(request, renewed), payload, renewed, sent: sent)
    }

    private func judge(_ request: URLRequest, _ credential: Credential) throws(AuthpipeError) -> URLRequest {
        guard let url = request.url, let origin = origin(of: url), credential.apiOrigins.contains(origin) else {
            throw AuthpipeError(
                .invalidRequest, "This address is none of the provider's API, so it does not get the credential.",
                hint: "The credential may go to \(credential.apiOrigins.joined(separator: ", ")).")
        }
        return request
    }
}
#endif
