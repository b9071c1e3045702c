// core/src/vault/FORMAT.md, section by section.

/// What stands in a case's `context`.
struct Context: Decodable {
    let environment: String
    let tenantID: String?
    let recordType: String
    let recordID: String
    let config: String?
    let field: String
    let generation: String

    enum CodingKeys: String, CodingKey {
        case environment, config, field, generation
        case tenantID = "tenant_id"
        case recordType = "record_type"
        case recordID = "record_id"
    }

    /// "Context". A generation that is no 64-bit number is a fault of the vectors.
    var bytes: [UInt8] {
        func optional(_ text: String?) -> [UInt8] {
            text.map { [1] + Array($0.utf8) } ?? []
        }
        return tuple(
            Array(environment.utf8), optional(tenantID), Array(recordType.utf8), Array(recordID.utf8), optional(config),
            Array(field.utf8), bigEndian(UInt64(generation)!))
    }
}

/// "Tuple".
func tuple(_ parts: [UInt8]...) -> [UInt8] {
    tuple(parts)
}

func tuple(_ parts: [[UInt8]]) -> [UInt8] {
    parts.reduce(bigEndian(UInt32(parts.count))) { joined, part in joined + bigEndian(UInt32(part.count)) + part }
}

/// "Envelope": the plaintext, or nothing if the envelope is refused.
func openEnvelope(_ sealed: [UInt8], key: [UInt8], keyID: [UInt8], context: [UInt8]) -> [UInt8]? {
    guard sealed.count >= 100, Array(sealed[0..<4]) == [0x41, 0x50, 1, 1], Array(sealed[4..<20]) == keyID else { return nil }
    let info = Array("authpipe/vault/1/seal".utf8) + Array(sealed[0..<20]) + context
    let derived = hkdfSHA512(salt: Array(sealed[20..<52]), key: key, info: info, count: 76)
    guard equalInConstantTime(Array(derived[44..<76]), Array(sealed[52..<84])) else { return nil }
    return openAES256GCM(
        key: Array(derived[0..<32]), nonce: Array(derived[32..<44]), ciphertext: Array(sealed[84..<(sealed.count - 16)]),
        tag: Array(sealed.suffix(16)))
}

/// "Root key": the key and its id, or nothing if the text is refused.
func readRootKey(_ text: String) -> (key: [UInt8], id: String)? {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    let characters = Array(text.utf8)
    guard characters.count == 5 + 48, text.hasPrefix("apk1_") else { return nil }
    var decoded: [UInt8] = []
    for start in stride(from: 5, to: characters.count, by: 4) {
        var group: UInt32 = 0
        for character in characters[start..<(start + 4)] {
            guard let value = alphabet.firstIndex(of: character) else { return nil }
            group = group << 6 | UInt32(value)
        }
        decoded += bigEndian(group)[1...]
    }
    let key = Array(decoded[0..<32])
    let checksum = sha256(Array("authpipe root key 1".utf8) + key)[0..<4]
    guard Array(checksum) == Array(decoded[32..<36]) else { return nil }
    return (key, hexadecimal(Array(sha256(Array("authpipe root key id 1".utf8) + key)[0..<8])))
}

/// "Keyed hash".
func keyedHash(key: [UInt8], parts: [[UInt8]]) -> [UInt8] {
    let subkey = hkdfSHA512(salt: [], key: key, info: Array("authpipe/vault/1/hash".utf8), count: 32)
    return hmacSHA256(key: subkey, tuple(parts))
}

func bigEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
}

func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef")
    return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
}

/// The bytes of a hexadecimal text; anything else is a fault of the vectors.
func bytes(_ text: String) -> [UInt8] {
    let digits = text.map { UInt8($0.hexDigitValue!) }
    precondition(digits.count.isMultiple(of: 2), "half a byte")
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}
