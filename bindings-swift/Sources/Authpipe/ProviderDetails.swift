import Foundation

extension ProviderDetails: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String { debugDescription }

    /// Each field that is there, for a log.
    public var debugDescription: String {
        let codes = errorCodes.map(String.init).joined(separator: ",")
        let fields: [(String, String?)] = [
            ("status", status.map(String.init)), ("error", error), ("suberror", suberror), ("errorCodes", codes.isEmpty ? nil : codes),
            ("traceID", traceID), ("correlationID", correlationID), ("requestID", requestID), ("timestamp", timestamp),
            ("errorDescription", errorDescription), ("errorURI", errorURI),
        ]
        return "(\(fields.compactMap { name, value in value.map { "\(name): \($0)" } }.joined(separator: ", ")))"
    }
}

/// For another process, by the names that all languages share.
extension ProviderDetails: Codable {
    private enum CodingKeys: String, CodingKey {
        case status, error, suberror, timestamp
        case errorCodes = "error_codes", traceID = "trace_id", correlationID = "correlation_id", requestID = "request_id"
        case errorDescription = "error_description", errorURI = "error_uri"
    }

    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        func text(_ key: CodingKeys) throws -> String? { try members.decodeIfPresent(String.self, forKey: key) }
        self.init(
            status: try members.decodeIfPresent(Int.self, forKey: .status), error: try text(.error), suberror: try text(.suberror),
            errorCodes: try members.decodeIfPresent([Int].self, forKey: .errorCodes) ?? [], traceID: try text(.traceID),
            correlationID: try text(.correlationID), requestID: try text(.requestID), timestamp: try text(.timestamp),
            errorDescription: try text(.errorDescription), errorURI: try text(.errorURI))
    }

    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encodeIfPresent(status, forKey: .status)
        try members.encode(errorCodes, forKey: .errorCodes)
        let texts: [(CodingKeys, String?)] = [
            (.error, error), (.suberror, suberror), (.traceID, traceID), (.correlationID, correlationID), (.requestID, requestID),
            (.timestamp, timestamp), (.errorDescription, errorDescription), (.errorURI, errorURI),
        ]
        for (key, text) in texts { try members.encodeIfPresent(text, forKey: key) }
    }
}
