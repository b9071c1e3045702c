// core/src/vault/FORMAT.md, "Audit log".

/// An entry as the vectors have it: bytes are hexadecimal.
struct AuditEntry: Decodable {
    let number: UInt64
    let kind: String
    let at: Int64
    let tenantID: String?
    let userID: String?
    let grantID: String?
    let actor: String?
    let request: String?
    let keyID: String?
    let salt: String?
    let content: String
    let signer: String
    let mac: String
    let erased: String?

    enum CodingKeys: String, CodingKey {
        case number, kind, at, actor, request, salt, content, signer, mac, erased
        case tenantID = "tenant_id"
        case userID = "user_id"
        case grantID = "grant_id"
        case keyID = "key_id"
    }

    /// In the order in which they are hashed.
    var about: [String?] {
        [tenantID, userID, grantID, actor, request, keyID]
    }

    /// Whether it is what was written behind the one with this mac, or what an erasure has left of that.
    func isAsWritten(behind before: [UInt8], keys: [String: String]) -> Bool {
        guard let key = keys[signer].map(bytes) else { return false }
        let parts = [Array("entry".utf8), bigEndian(number), before, bigEndian(at), Array(kind.utf8), bytes(content)]
        guard equalInConstantTime(linked(key: key, parts), bytes(mac)) else { return false }
        if let erased {
            guard salt == nil, about.allSatisfy({ $0 == nil }) else { return false }
            return equalInConstantTime(linked(key: key, [Array("erased".utf8), bigEndian(number), bytes(mac)]), bytes(erased))
        }
        guard let salt else { return false }
        let texts: [[UInt8]] = about.map { text in text.map { [1] + Array($0.utf8) } ?? [] }
        return equalInConstantTime(linked(key: key, [Array("content".utf8), bytes(salt)] + texts), bytes(content))
    }
}

private func linked(key: [UInt8], _ parts: [[UInt8]]) -> [UInt8] {
    let subkey = hkdfSHA512(salt: [], key: key, info: Array("authpipe/vault/1/audit".utf8), count: 32)
    return hmacSHA256(key: subkey, tuple(parts))
}

/// The number of the first entry that is not as it was written, or is gone. `given` is how many there were.
func findBroken(_ entries: [AuditEntry], keys: [String: String], given: UInt64) -> UInt64? {
    var (before, expected): ([UInt8], UInt64) = ([], 1)
    for entry in entries.sorted(by: { $0.number < $1.number }) {
        guard entry.number == expected, entry.isAsWritten(behind: before, keys: keys) else { return expected }
        (before, expected) = (bytes(entry.mac), expected + 1)
    }
    return expected <= given ? expected : nil
}
