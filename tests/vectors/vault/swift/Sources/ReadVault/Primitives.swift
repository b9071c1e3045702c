// The four functions that FORMAT.md needs: CryptoKit on Apple's systems, libcrypto elsewhere.

#if canImport(CryptoKit)
import CryptoKit
import Foundation

func sha256(_ bytes: [UInt8]) -> [UInt8] {
    [UInt8](SHA256.hash(data: bytes))
}

func hmacSHA256(key: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
    [UInt8](HMAC<SHA256>.authenticationCode(for: bytes, using: SymmetricKey(data: key)))
}

func hmacSHA512(key: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
    [UInt8](HMAC<SHA512>.authenticationCode(for: bytes, using: SymmetricKey(data: key)))
}

/// The plaintext, or nothing if the tag does not fit.
func openAES256GCM(key: [UInt8], nonce: [UInt8], ciphertext: [UInt8], tag: [UInt8]) -> [UInt8]? {
    guard let nonce = try? AES.GCM.Nonce(data: nonce),
        let box = try? AES.GCM.SealedBox(nonce: nonce, ciphertext: ciphertext, tag: tag),
        let plaintext = try? AES.GCM.open(box, using: SymmetricKey(data: key))
    else { return nil }
    return [UInt8](plaintext)
}

#else
import COpenSSL

func sha256(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    precondition(SHA256(bytes, bytes.count, &digest) != nil, "libcrypto has no SHA-256")
    return digest
}

func hmacSHA256(key: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
    hmac(EVP_sha256(), key: key, bytes)
}

func hmacSHA512(key: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
    hmac(EVP_sha512(), key: key, bytes)
}

private func hmac(_ hash: OpaquePointer?, key: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
    var code = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var length: UInt32 = 0
    precondition(HMAC(hash, key, Int32(key.count), bytes, bytes.count, &code, &length) != nil, "libcrypto has no HMAC")
    return Array(code[..<Int(length)])
}

/// The plaintext, or nothing if the tag does not fit.
func openAES256GCM(key: [UInt8], nonce: [UInt8], ciphertext: [UInt8], tag: [UInt8]) -> [UInt8]? {
    guard let context = EVP_CIPHER_CTX_new() else { return nil }
    defer { EVP_CIPHER_CTX_free(context) }
    // 12 bytes, the length of this suite's nonce, is what libcrypto expects of AES-GCM unless it is told otherwise.
    guard EVP_DecryptInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce) == 1 else { return nil }
    var tag = tag
    guard EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag) == 1 else { return nil }
    var plaintext = [UInt8](repeating: 0, count: ciphertext.count + 16)
    var written: Int32 = 0
    guard EVP_DecryptUpdate(context, &plaintext, &written, ciphertext, Int32(ciphertext.count)) == 1 else { return nil }
    var rest: Int32 = 0
    let judged = plaintext.withUnsafeMutableBufferPointer { buffer in
        EVP_DecryptFinal_ex(context, buffer.baseAddress! + Int(written), &rest)
    }
    return judged == 1 ? Array(plaintext[..<Int(written + rest)]) : nil
}
#endif

/// RFC 5869, extract and expand; an absent salt is 64 zero bytes.
func hkdfSHA512(salt: [UInt8], key: [UInt8], info: [UInt8], count: Int) -> [UInt8] {
    let pseudorandomKey = hmacSHA512(key: salt.isEmpty ? [UInt8](repeating: 0, count: 64) : salt, key)
    var blocks: [UInt8] = []
    var previous: [UInt8] = []
    var counter: UInt8 = 1
    while blocks.count < count {
        previous = hmacSHA512(key: pseudorandomKey, previous + info + [counter])
        blocks += previous
        counter += 1
    }
    return Array(blocks[..<count])
}

/// Compares without stopping at the first difference.
func equalInConstantTime(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(into: UInt8(0)) { difference, pair in difference |= pair.0 ^ pair.1 } == 0
}
