// A length of time is written in milliseconds, as in all languages. What Swift makes for `Codable` takes these, because they are nearer than
// its own for any type.

extension KeyedEncodingContainer {
    mutating func encodeIfPresent(_ span: Duration?, forKey key: Key) throws {
        try encodeIfPresent(span?.milliseconds, forKey: key)
    }
}

extension KeyedDecodingContainer {
    func decodeIfPresent(_: Duration.Type, forKey key: Key) throws -> Duration? {
        try decodeIfPresent(UInt64.self, forKey: key).map { .milliseconds(Int64(clamping: $0)) }
    }
}
