import Foundation

extension Handler.Request {
    /// A request as a server has read it; `nil`: it is not for this handler.
    ///
    /// `target` is the request's target as it came, percent-encoded: path and query, or a whole URL. `mount` is where the handler is mounted,
    /// the path of `baseURL`, such as `/api/authpipe`. Read ``Handler/readAtMost`` bytes of a body and one more: the handler says itself what is
    /// too large.
    public init?(
        method: String, target: String, below mount: String, headers: [(name: String, value: String)] = [], body: Data = Data()
    ) {
        var path = target[...]
        if let scheme = path.range(of: "://"), !path.hasPrefix("/") {
            // Absolute form (RFC 9112 §3.2.2).
            path = path[scheme.upperBound...]
            path = path.firstIndex(of: "/").map { path[$0...] } ?? "/"
        }
        let query = path.firstIndex(of: "?").map { path[path.index(after: $0)...] } ?? ""
        path = path.prefix { $0 != "?" && $0 != "#" }
        let mount = mount.hasSuffix("/") ? mount.dropLast() : mount[...]
        guard path.hasPrefix(mount) else { return nil }
        let below = path.dropFirst(mount.count)
        // A longer name is another place.
        guard below.isEmpty || below.hasPrefix("/") else { return nil }
        self.init(
            method: method.uppercased(), path: below.isEmpty ? "/" : String(below), query: String(query.prefix { $0 != "#" }), headers: headers,
            body: body)
    }
}

extension Handler {
    /// No route takes a body of more than so many bytes: a server need not read on.
    public static let readAtMost = 1_048_576

    /// Answers a request: what an adapter of a server's framework is, but for the framework's own types.
    ///
    /// `identify` says who is signed in, `nil` for nobody. It is asked only where the answer depends on it, and before anything is used up.
    /// Where it throws, or gives ids outside their grammar, the answer says so without the reason, and `identifyFailed` is told the reason
    /// with the request id that is in the answer: log both.
    ///
    /// Throws `CancellationError` when the task is cancelled, and `closed` when the client is.
    public func respond(
        to request: Request, isolation: isolated (any Actor)? = #isolation,
        identifyFailed: (_ error: any Error, _ requestID: String) -> Void, identify: () async throws -> Principal?
    ) async throws -> Response {
        var principal: Principal?
        do {
            if needsPrincipal(method: request.method, path: request.path) { principal = try await identify() }
            return try await handle(request, principal: principal)
        } catch let error as CancellationError {
            throw error
        } catch let error as AuthpipeError where error.code == .closed {
            throw error
        } catch {
            // The core answers every request: what comes here is the application's.
            let failed = try self.identifyFailed(request)
            identifyFailed(error, failed.requestID)
            return failed.response
        }
    }
}
