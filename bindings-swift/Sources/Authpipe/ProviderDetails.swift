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
