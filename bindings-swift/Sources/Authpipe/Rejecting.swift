#if !AUTHPIPE_WITHOUT_NETWORKING
import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif
internal import AuthpipeNative

extension Exchanges.Answer {
    /// Whether it says that the API does not accept the token that went along: a 401 may be a proxy's page too, or about a scope that is
    /// missing. The body can be read all the same.
    func isRejection(of request: URLRequest) async throws -> Bool {
        guard isCarried, let response = response as? HTTPURLResponse else { return false }
        let isChallenged = response.value(forHTTPHeaderField: "WWW-Authenticate") != nil
        // Of a success nothing is looked at.
        guard response.statusCode == 401 || ([400, 403].contains(response.statusCode) && isChallenged) else { return false }
        var headers: [String: String] = [:]
        for case let (name as String, value as String) in response.allHeaderFields { headers[name] = value }
        let begun = try await request.httpMethod == "HEAD" ? nil : body.begun()
        let isRejection = try? coreIsRejection(status: UInt16(clamping: response.statusCode), headers: headers, begun: begun)
        return isRejection ?? true
    }
}
#endif
