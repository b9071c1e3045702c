import Foundation

extension Handler.Request {
    /// A request as a server has read it; `nil`: it is not for this handler.
    ///
    /// `target` is the request's target as it came, percent-encoded: path and query, or a whole URL. `mount` is where the handler is mounted,
    /// the path of `baseURL`, such as `/api/authpipe`; slashes too many do not count, and neither do escapes of letters, digits and `-._~`, which
    /// proxies add. Where it is another path than that of `baseURL`, the log says so once, and answers have the header `x-authpipe-warning`.
    ///
    /// Read ``Handler/readAtMost`` bytes of a body and no more, and give ``Handler/tooLarge`` in place of a larger one.
    public init?(
        method: String, target: String, below mount: String, headers: [(name: String, value: String)] = [], body: Data = Data()
    ) {
        // Absolute form (RFC 9112 §3.2.2).
        var path = withoutOrigin(target[...])
        let query = path.firstIndex(of: "?").map { path[path.index(after: $0)...] } ?? ""
        path = path.prefix { $0 != "?" && $0 != "#" }
        guard let below = rest(of: path, after: mount) else { return nil }
        self.init(
            method: method.uppercased(), path: below.isEmpty ? "/" : String(below), query: String(query.prefix { $0 != "#" }), headers: headers,
            body: body)
        full = String(path)
    }
}

extension Handler {
    /// No route takes a body of more than so many bytes: a server need not read on.
    public static let readAtMost = 1_048_576

    /// What an adapter gives in place of a body that it or its framework refuses to read: the answer is then 413, in the handler's words.
    public static let tooLarge = Data(count: readAtMost)

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

/// The path of a target that is a whole URL. Vapor puts a slash before such a one.
private func withoutOrigin(_ target: Substring) -> Substring {
    let url = target.drop { $0 == "/" }
    guard let end = url.range(of: "://"), ["http", "https"].contains(url[..<end.lowerBound].lowercased()) else { return target }
    let rest = url[end.upperBound...]
    return rest.firstIndex { $0 == "/" || $0 == "?" }.map { rest[$0] == "/" ? rest[$0...] : "/" + rest[$0...] } ?? "/"
}

/// What follows the mount's segments in a path, as the core takes a mount off. A longer name is another place.
private func rest(of path: Substring, after mount: String) -> Substring? {
    var rest = path
    for segment in mount.split(separator: "/") {
        rest = rest.drop { $0 == "/" }
        let first = rest.prefix { $0 != "/" }
        guard unescaped(first) == unescaped(segment) else { return nil }
        rest = rest[first.endIndex...]
    }
    return rest.isEmpty || rest.hasPrefix("/") ? rest : nil
}

/// The text without escapes that are none (RFC 3986 §6.2.2.2): a letter, a digit or `-._~` is the same character with and without.
private func unescaped(_ text: Substring) -> [UInt8] {
    let bytes = Array(text.utf8)
    var out: [UInt8] = []
    var at = 0
    while at < bytes.count {
        if bytes[at] == UInt8(ascii: "%"), let byte = escaped(bytes[(at + 1)...].prefix(2)) {
            out.append(byte)
            at += 3
        } else {
            out.append(bytes[at])
            at += 1
        }
    }
    return out
}

/// The character that two digits of an escape stand for, if it needs no escape.
private func escaped(_ digits: ArraySlice<UInt8>) -> UInt8? {
    let text = String(decoding: digits, as: UTF8.self)
    guard digits.count == 2, text.allSatisfy(\.isHexDigit), let byte = UInt8(text, radix: 16) else { return nil }
    let character = Character(Unicode.Scalar(byte))
    return character.isASCII && (character.isLetter || character.isNumber || "-._~".contains(character)) ? byte : nil
}
