#if !AUTHPIPE_WITHOUT_NETWORKING
import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// What goes along besides the header.
enum Payload: Sendable {
    /// The body that the request has.
    case ofRequest
    case data(Data)
    case file(URL)
}

/// Bytes that have gone or come, and of how many, where that is known.
typealias Progressing = @Sendable (_ done: Int64, _ total: Int64?) -> Void

/// Sends requests that carry a credential. A redirect is a request of its own, so that the credential goes along only where it may:
/// what a session does with a changed request differs between platforms.
///
/// All subjects share the session of the package's own, so it keeps nothing of an answer: no cookie, no cached body, no password. What a
/// server sets for one person must not go along with a request of another. One of the app's keeps what the app has it keep.
final class Exchanges: NSObject, URLSessionDataDelegate {
    static let shared = Exchanges(of: nil)

    /// As many as browsers follow.
    private static let mostRedirects = 20

    /// An answer that has begun.
    struct Answer: Sendable {
        let response: URLResponse
        let body: ResponseBody
        /// Whether the request that it answers carried the credential.
        let isCarried: Bool
    }

    private enum Step: Sendable {
        case answer(URLResponse, ResponseBody)
        case redirect(URLRequest)
    }

    private struct Exchange {
        let outcome: Outcome<Step>
        let arriving: Arriving
        let sent: Progressing?
        /// Whether its address has a key in it.
        let isSecret: Bool
        var redirect: URLRequest?
        var hasBegun = false
    }

    /// The app's session, of which this one has what that is set up with.
    private let model: URLSession?
    private let running = Locked<[Int: Exchange]>([:])
    private let session = Locked<URLSession?>(nil)

    init(of model: URLSession?) {
        self.model = model
    }

    /// A redirect to another origin drops the credential for good, also on the way back and between two origins of one API: whoever chose
    /// the address is not the caller (SR-30).
    func send(_ request: URLRequest, _ payload: Payload = .ofRequest, _ credential: Credential, sent: Progressing? = nil) async throws -> Answer {
        var (request, payload) = (request, payload)
        var names = Set(try credential.headerNames())
        let first = request.url.flatMap(origin(of:))
        var isCarried = first.map(credential.apiOrigins.contains) ?? false
        for _ in 0...Self.mostRedirects {
            isCarried = isCarried && request.url.flatMap(origin(of:)) == first
            let headers = isCarried ? try credential.headers(for: request, payload) : [:]
            // What goes along beside a signature is told with it only, and must not stay on either.
            names.formUnion(headers.keys)
            for name in names { request.setValue(headers[name], forHTTPHeaderField: name) }
            let isSecret = isCarried && !credential.query.isEmpty
            switch try await step(isSecret ? request.carrying(credential.query) : request, payload, sent, isSecret: isSecret) {
            case .answer(let response, let body):
                // The answer shows its address, in logs too.
                return Answer(response: isSecret ? response.at(request.url) : response, body: body, isCarried: isCarried)
            case .redirect(let led):
                // A server may lead elsewhere with the whole query that it was asked with: its key goes no further.
                var next = led.dropping(credential.query)
                // One that changes the method has left the body behind (RFC 9110 §15.4).
                if next.httpMethod != request.httpMethod {
                    payload = .ofRequest
                } else if case .ofRequest = payload, next.httpBody == nil, next.httpBodyStream == nil {
                    next.httpBody = request.httpBody
                }
                request = next
            }
        }
        throw URLError(.httpTooManyRedirects)
    }

    private func step(_ request: URLRequest, _ payload: Payload, _ sent: Progressing?, isSecret: Bool) async throws -> Step {
        try Task.checkCancellation()
        let outcome = Outcome<Step>()
        let session = open()
        let task: URLSessionTask =
            switch payload {
            case .ofRequest: session.dataTask(with: request)
            case .data(let data): session.uploadTask(with: request, from: data)
            case .file(let file): session.uploadTask(with: request, fromFile: file)
            }
        let arriving = Arriving { isPaused in
            // Elsewhere a task that is suspended goes on.
            #if canImport(Darwin)
            if isPaused { task.suspend() } else { task.resume() }
            #endif
        }
        running.withLock { $0[task.taskIdentifier] = Exchange(outcome: outcome, arriving: arriving, sent: sent, isSecret: isSecret) }
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
            let new = URLSession(configuration: model?.configuration ?? Self.forgetful, delegate: self, delegateQueue: nil)
            session = new
            return new
        }
    }

    /// Ends when what runs has ended. A session holds its delegate until then.
    func end() {
        session.withLock { $0 }?.finishTasksAndInvalidate()
    }

    private static var forgetful: URLSessionConfiguration {
        // Even an ephemeral session keeps all of these, in memory.
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpCookieStorage = nil
        configuration.httpShouldSetCookies = false
        configuration.httpCookieAcceptPolicy = .never
        configuration.urlCache = nil
        configuration.urlCredentialStorage = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        return configuration
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse, newRequest request: URLRequest,
        completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        running.withLock { $0[task.taskIdentifier]?.redirect = request }
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        let begins = running.withLock { running -> Exchange? in
            guard let exchange = running[dataTask.taskIdentifier], exchange.redirect == nil else { return nil }
            running[dataTask.taskIdentifier]?.hasBegun = true
            return exchange
        }
        if let begins { begin(begins, response, dataTask) }
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        // What stands beside a redirect is for nobody.
        if let exchange = running.withLock({ $0[dataTask.taskIdentifier] }), exchange.redirect == nil { exchange.arriving.append(data) }
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, didSendBodyData bytesSent: Int64, totalBytesSent: Int64, totalBytesExpectedToSend: Int64
    ) {
        running.withLock({ $0[task.taskIdentifier] })?.sent?(totalBytesSent, totalBytesExpectedToSend > 0 ? totalBytesExpectedToSend : nil)
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        guard let exchange = running.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
        if let response = task.response, error == nil {
            if let redirect = exchange.redirect {
                exchange.outcome.settle(.success(.redirect(redirect)))
            } else {
                if !exchange.hasBegun { begin(exchange, response, task) }
                exchange.arriving.finish(.success(()))
            }
        } else {
            let found = error ?? URLError(.badServerResponse)
            // It says the address that it failed at.
            let error = exchange.isSecret ? withoutAddress(found) : found
            exchange.outcome.settle(.failure(error))
            exchange.arriving.finish(.failure(error))
        }
    }

    /// Hands over an answer, once.
    private func begin(_ exchange: Exchange, _ response: URLResponse, _ task: URLSessionTask) {
        let body = ResponseBody(exchange.arriving) { task.cancel() }
        exchange.outcome.settle(.success(.answer(response, body)))
    }

    #if canImport(Darwin)
    // Pinned keys and client certificates are the app's.
    func urlSession(
        _ session: URLSession, didReceive challenge: URLAuthenticationChallenge,
        completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        guard let model, model.delegate?.urlSession?(model, didReceive: challenge, completionHandler: completionHandler) != nil else {
            return completionHandler(.performDefaultHandling, nil)
        }
    }
    #endif
}

extension Credential {
    /// The headers in which it goes along.
    fileprivate func headerNames() throws(AuthpipeError) -> [String] {
        if signs { return ["Authorization"] }
        return query.isEmpty ? Array(try headers().keys) : []
    }

    /// The headers of a request: each is signed on its own, where the credential signs.
    fileprivate func headers(for request: URLRequest, _ payload: Payload) throws(AuthpipeError) -> [String: String] {
        guard query.isEmpty else { return [:] }
        guard signs, let url = request.url else { return try headers() }
        return try sign(method: request.httpMethod ?? "GET", url: url, form: try form(of: request, payload))
    }

    /// The content that is signed with a request (RFC 5849 §3.4.1.3): a form.
    private func form(of request: URLRequest, _ payload: Payload) throws(AuthpipeError) -> String {
        let type = request.value(forHTTPHeaderField: "Content-Type")?.split(separator: ";").first ?? ""
        guard type.trimmingCharacters(in: .whitespaces).lowercased() == "application/x-www-form-urlencoded" else { return "" }
        let data: Data? =
            switch payload {
            case .ofRequest: request.httpBodyStream == nil ? request.httpBody ?? Data() : nil
            case .data(let data): data
            case .file: nil
            }
        guard let data else {
            throw AuthpipeError(
                .invalidRequest, "A form that is a stream or a file cannot be signed.", hint: "Give it as the data of the request.")
        }
        return String(decoding: data, as: UTF8.self)
    }
}

extension Exchanges {
    private struct Derived {
        weak var model: URLSession?
        let exchanges: Exchanges
    }

    private static let derived = Locked<[ObjectIdentifier: Derived]>([:])

    /// Those of an app's session, or the package's own. What the app's is set up with is taken over, and its delegate asked who may be
    /// trusted; its redirects are not, because they would carry the credential on.
    static func of(_ session: URLSession?) throws(AuthpipeError) -> Exchanges {
        guard let session else { return shared }
        guard session.configuration.identifier == nil else {
            throw AuthpipeError(
                .invalidRequest, "A background session follows redirects by itself, so it would carry the credential to anybody.",
                hint: "Give a session of another kind, or none.")
        }
        return derived.withLock { derived in
            for (id, one) in derived where one.model == nil {
                derived[id] = nil
                one.exchanges.end()
            }
            if let one = derived[ObjectIdentifier(session)] { return one.exchanges }
            let exchanges = Exchanges(of: session)
            derived[ObjectIdentifier(session)] = Derived(model: session, exchanges: exchanges)
            return exchanges
        }
    }
}
#endif
