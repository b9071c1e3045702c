#if !AUTHPIPE_WITHOUT_NETWORKING
import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

// Keys that their provider takes in the address only. They stand in the request that goes out, and in nothing that anybody is shown.

extension URLRequest {
    /// The request with these parameters behind those that are there; one that is there already gives way.
    func carrying(_ parameters: [String: String]) -> URLRequest {
        replacing { name, _ in parameters[name] != nil } with: { parameters.sorted { $0.key < $1.key } }
    }

    /// The request without these parameters, where they have these values.
    func dropping(_ parameters: [String: String]) -> URLRequest {
        replacing { name, value in parameters[name] == value } with: { [] }
    }

    /// What stays of the query stays byte for byte.
    private func replacing(
        _ leaves: (_ name: String, _ value: String) -> Bool, with added: () -> [(key: String, value: String)]
    ) -> URLRequest {
        guard let url, var parts = URLComponents(url: url, resolvingAgainstBaseURL: true) else { return self }
        let before = parts.percentEncodedQuery?.split(separator: "&", omittingEmptySubsequences: false) ?? []
        let kept = before.filter { pair in
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return !leaves(decoded(halves[0]), halves.count > 1 ? decoded(halves[1]) : "")
        }
        let new = added().map { "\(encoded($0.key))=\(encoded($0.value))" }
        guard kept.count < before.count || !new.isEmpty else { return self }
        let query = ([kept.joined(separator: "&")] + new).filter { !$0.isEmpty }.joined(separator: "&")
        parts.percentEncodedQuery = query.isEmpty ? nil : query
        var request = self
        request.url = parts.url
        return request
    }
}

extension URLResponse {
    /// The answer as one to the address that the application has asked for.
    func at(_ asked: URL?) -> URLResponse {
        guard let asked, let http = self as? HTTPURLResponse else { return self }
        var fields: [String: String] = [:]
        for (name, value) in http.allHeaderFields {
            if let name = name as? String { fields[name] = value as? String }
        }
        return HTTPURLResponse(url: asked, statusCode: http.statusCode, httpVersion: nil, headerFields: fields) ?? self
    }
}

/// What the system says of a request that failed, without its address.
func withoutAddress(_ error: any Error) -> any Error {
    (error as? URLError).map { URLError($0.code) } ?? URLError(.unknown)
}

/// Text of a query as forms have it (URL Standard, application/x-www-form-urlencoded).
private func decoded(_ text: Substring) -> String {
    let spaced = text.replacingOccurrences(of: "+", with: " ")
    return spaced.removingPercentEncoding ?? spaced
}

private let unreserved = CharacterSet(charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

private func encoded(_ text: String) -> String {
    text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
}
#endif
