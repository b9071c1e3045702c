// Reads the vault vectors of a folder, or a whole vault, without any code of Authpipe: written from core/src/vault/FORMAT.md.
//   swift run --package-path tests/vectors/vault/swift ReadVault tests/vectors/vault
//   swift run --package-path tests/vectors/vault/swift ReadVault DUMP.json ENVIRONMENT ROOT_KEY...     (dump.py makes a dump)

import Foundation

struct Kind: Decodable {
    let kind: String
}

struct VectorFile: Decodable {
    let kind: String
    let cases: [Case]
}

/// A case of any kind: each has what its kind needs.
struct Case: Decodable {
    let name: String
    let key: String?
    let id: String?
    let opens: Bool?
    let keyID: String?
    let wrappedKeyID: String?
    let context: Context?
    let contextBytes: String?
    let plaintext: String?
    let sealed: String?
    let valid: Bool?
    let text: String?
    let parts: [String]?
    let hash: String?
    let record: GrantRecord.Expected?
    let keys: [String: String]?
    let entries: [AuditEntry]?
    let given: UInt64?
    let broken: UInt64?
    let order: [LinkingKey]?
    let unvouched: [UInt64]?
    let dropped: UInt64?

    enum CodingKeys: String, CodingKey {
        case name, key, id, opens, context, plaintext, sealed, valid, text, parts, hash, record, keys, entries, given, broken
        case order, unvouched, dropped
        case keyID = "key_id"
        case wrappedKeyID = "wrapped_key_id"
        case contextBytes = "context_bytes"
    }
}

/// A case lacks a member, or its kind is unknown.
struct Malformed: Error {}

func need<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Malformed() }
    return value
}

func checkEnvelope(_ vector: Case) throws -> Bool {
    var context = try need(vector.context).bytes
    if let wrapped = vector.wrappedKeyID {
        context = tuple(context, bytes(wrapped))
    }
    let plaintext = openEnvelope(
        bytes(try need(vector.sealed)), key: bytes(try need(vector.key)), keyID: bytes(try need(vector.keyID)), context: context)
    guard try need(vector.opens) else { return plaintext == nil }
    guard try plaintext == bytes(need(vector.plaintext)) && context == bytes(need(vector.contextBytes)) else { return false }
    guard let expected = vector.record else { return true }
    return try GrantRecord.read(need(plaintext)).fits(expected, field: need(vector.context).field)
}

func checkKeyedHash(_ vector: Case) throws -> Bool {
    try keyedHash(key: bytes(need(vector.key)), parts: need(vector.parts).map(bytes)) == bytes(need(vector.hash))
}

func checkRootKey(_ vector: Case) throws -> Bool {
    let found = readRootKey(try need(vector.text))
    guard try need(vector.valid) else { return found == nil }
    return try found?.key == bytes(need(vector.key)) && found?.id == need(vector.id)
}

func checkAuditLog(_ vector: Case) throws -> Bool {
    guard let order = vector.order else {
        return try findBroken(need(vector.entries), keys: need(vector.keys), given: need(vector.given)) == vector.broken
    }
    let followed = try follow(need(vector.entries), order: order, keys: need(vector.keys), given: need(vector.given))
    return try followed == Followed(broken: vector.broken, unvouched: need(vector.unvouched), dropped: need(vector.dropped))
}

func check(_ vector: Case, kind: String) throws -> Bool {
    switch kind {
    case "audit-log": try checkAuditLog(vector)
    case "envelope": try checkEnvelope(vector)
    case "keyed-hash": try checkKeyedHash(vector)
    case "root-key-text": try checkRootKey(vector)
    default: throw Malformed()
    }
}

func say(_ text: String) {
    FileHandle.standardError.write(Data((text + "\n").utf8))
}

let arguments = CommandLine.arguments
if arguments.count >= 4 {
    exit(try openAll(arguments[1], environment: arguments[2], rootKeys: Array(arguments[3...])) ? 0 : 1)
}
guard arguments.count == 2 else {
    say("usage: ReadVault <folder of vectors>, or ReadVault <dump of a vault> <environment> <root key>...")
    exit(2)
}
var (passed, failed, opened, refused) = (0, 0, 0, 0)

@MainActor
func count(_ file: String, _ name: String, opens: Bool?, _ check: () throws -> Bool) {
    do {
        guard try check() else {
            failed += 1
            return say("FAILED \(file): \(name)")
        }
        passed += 1
        if let opens {
            if opens { opened += 1 } else { refused += 1 }
        }
    } catch {
        failed += 1
        say("FAILED \(file): \(name): \(error)")
    }
}

let top = URL(fileURLWithPath: arguments[1], isDirectory: true)
for folder in [top, top.appendingPathComponent("whole", isDirectory: true)] {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).filter({ $0.hasSuffix(".json") }).sorted() {
        let data = try Data(contentsOf: folder.appendingPathComponent(name))
        let kind = try JSONDecoder().decode(Kind.self, from: data).kind
        if kind == "vault" {
            let file = try JSONDecoder().decode(VaultFile.self, from: data)
            for vector in file.cases {
                count(name, vector.name, opens: vector.opens) { try vector.fits(file) }
            }
            continue
        }
        for vector in try JSONDecoder().decode(VectorFile.self, from: data).cases {
            count(name, vector.name, opens: kind == "envelope" ? vector.opens : nil) { try check(vector, kind: kind) }
        }
    }
}
print("\(opened) opened, \(refused) refused")
print("\(passed) passed, \(failed) failed")
// Vectors of one kind alone would not show that right ones open and wrong ones do not.
exit(opened > 0 && refused > 0 && failed == 0 ? 0 : 1)
