import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Sends requests that carry a credential. A redirect is a request of its own, so that the credential goes along only where it may:
/// what a session does with a changed request differs between platforms.
///
/// All subjects share the session, so it keeps nothing of an answer: no cookie, no cached body, no password. What a server sets for one
/// person must not go along with a request of another.
final class Exchanges: NSObject, URLSessionDataDelegate {
    static let shared = Exchanges()

    /// As many as browsers follow.
    private static let mostRedirects = 20

    private struct Exchange {
        let outcome: Outcome<Answer>
        var data = Data()
        var redirect: URLRequest?
    }

    private struct Answer: Sendable {
        let data: Data
        let response: URLResponse
        let redirect: URLRequest?
    }

    private let running = Locked<[Int: Exchange]>([:])
    private let session = Locked<URLSession?>(nil)

    /// The answer, and whether the request that it answers carried the credential. A redirect to another origin drops the credential
    /// for good, also on the way back and between two origins of one API: whoever chose the address is not the caller (SR-30).
    func data(for request: URLRequest, _ credential: Credential) async throws -> (Data, URLResponse, isCarried: Bool) {
        var request = request
        let header = try credential.header()
        let first = request.url.flatMap(origin(of:))
        var isCarried = first.map(credential.apiOrigins.contains) ?? false
        for _ in 0...Self.mostRedirects {
            isCarried = isCarried && request.url.flatMap(origin(of:)) == first
            request.setValue(isCarried ? header.value : nil, forHTTPHeaderField: header.name)
            let answer = try await answer(to: request)
            guard let redirect = answer.redirect else { return (answer.data, answer.response, isCarried) }
            request = redirect
        }
        throw URLError(.httpTooManyRedirects)
    }

    private func answer(to request: URLRequest) async throws -> Answer {
        try Task.checkCancellation()
        let outcome = Outcome<Answer>()
        let task = open().dataTask(with: request)
        running.withLock { $0[task.taskIdentifier] = Exchange(outcome: outcome) }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                outcome.hand(to: continuation)
                task.resume()
            }
        } onCancel: {
            outcome.settle(.failure(CancellationError()))
            task.cancel()
        }
    }

    private func open() -> URLSession {
        session.withLock { session in
            if let session { return session }
            // Even an ephemeral session keeps all of these, in memory.
            let configuration = URLSessionConfiguration.ephemeral
            configuration.httpCookieStorage = nil
            configuration.httpShouldSetCookies = false
            configuration.httpCookieAcceptPolicy = .never
            configuration.urlCache = nil
            configuration.urlCredentialStorage = nil
            configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
            let new = URLSession(configuration: configuration, delegate: self, delegateQueue: nil)
            session = new
            return new
        }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        running.withLock { $0[task.taskIdentifier]?.redirect = request }
        completionHandler(nil)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        running.withLock { $0[dataTask.taskIdentifier]?.data.append(data) }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        guard let exchange = running.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
        if let response = task.response, error == nil {
            exchange.outcome.settle(.success(Answer(data: exchange.data, response: response, redirect: exchange.redirect)))
        } else {
            exchange.outcome.settle(.failure(error ?? URLError(.badServerResponse)))
        }
    }
}
