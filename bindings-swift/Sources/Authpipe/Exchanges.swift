import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Sends requests that carry a credential. A redirect is a request of its own, so that the credential goes along only where it may:
/// what a session does with a changed request differs between platforms.
///
/// The session keeps no cookies, and no cache on disk, because answers to such requests are somebody's data.
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

    func data(for request: URLRequest, _ credential: Credential) async throws -> (Data, URLResponse) {
        var request = request
        for _ in 0...Self.mostRedirects {
            let mayKnow = request.url.flatMap(origin(of:)).map(credential.apiOrigins.contains) ?? false
            request.setValue(mayKnow ? credential.headerValue : nil, forHTTPHeaderField: credential.headerName)
            let answer = try await answer(to: request)
            guard let redirect = answer.redirect else { return (answer.data, answer.response) }
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
            let new = URLSession(configuration: .ephemeral, delegate: self, delegateQueue: nil)
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
