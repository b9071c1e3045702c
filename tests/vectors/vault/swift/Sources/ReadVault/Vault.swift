import Foundation

/// A cell of a row: bytes are objects with their hexadecimal digits.
enum Cell: Decodable, Equatable {
    case null
    case number(Int64)
    case text(String)
    case bytes([UInt8])

    init(from decoder: Decoder) throws {
        struct Hexadecimal: Decodable {
            let hex: String
        }
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let number = try? container.decode(Int64.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else {
            self = .bytes(ReadVault.bytes(try container.decode(Hexadecimal.self).hex))
        }
    }
}

typealias Row = [String: Cell]
typealias Tables = [String: [Row]]

/// The vault, or a row of it, is refused.
struct Refused: Error {}

func require(_ condition: Bool) throws {
    if !condition { throw Refused() }
}

func require<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw Refused() }
    return value
}

/// "Tuple", the other way round: the parts of a tuple that takes all of the bytes.
func decodeTuple(_ bytes: [UInt8]) throws -> [[UInt8]] {
    var rest = bytes[...]
    func number() throws -> Int {
        try require(rest.count >= 4)
        defer { rest = rest.dropFirst(4) }
        return rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    }
    var parts: [[UInt8]] = []
    for _ in 0..<(try number()) {
        let length = try number()
        try require(rest.count >= length)
        parts.append(Array(rest.prefix(length)))
        rest = rest.dropFirst(length)
    }
    try require(rest.isEmpty)
    return parts
}

/// "To open a vault".
struct Vault {
    /// By what a row of a table is named.
    static let names = [
        "meta": "only_row", "root_keys": "root_key_id", "keysets": "tenant_id", "grants": "id", "sessions": "id", "jobs": "id",
    ]
    /// Columns in which something is sealed, in whichever table.
    static let sealedColumns = ["sealed", "sentinel", "wrapped"]
    /// What version 2 of a record says once more of its row.
    static let copies = [
        "grants": ["revision", "fence", "provider", "credential_type", "account_hash"],
        "sessions": [
            "user_id", "provider", "status", "step", "created_at", "expires_at", "state_hash", "binding_hash", "resume_hash",
            "completion_hash", "grant_id", "error_code",
        ],
    ]

    let tables: Tables
    let environment: String
    private var roots: [String: [UInt8]] = [:]
    private var oldest = 0

    init(_ tables: Tables, environment: String, rootKeys: [String]) throws {
        self.tables = tables
        self.environment = environment
        for text in rootKeys {
            let root = try require(readRootKey(text))
            roots[root.id] = root.key
        }
        try start()
    }

    func row(_ table: String, _ name: String) throws -> Row {
        try require(tables[table]?.first { $0[Vault.names[table]!] == .text(name) })
    }

    private func context(
        tenant: String?, type: String, id: String, config: String? = nil, field: String, generation: Int64
    ) -> [UInt8] {
        Context(
            environment: environment, tenantID: tenant, recordType: type, recordID: id, config: config, field: field,
            generation: String(generation)
        ).bytes
    }

    private func open(root id: String, context: [UInt8], _ sealed: [UInt8]) throws -> [UInt8] {
        try require(openEnvelope(sealed, key: require(roots[id]), keyID: Array(id.utf8), context: context))
    }

    private func sentinelContext(_ id: String) -> [UInt8] {
        context(tenant: nil, type: "sentinel", id: id, field: "sentinel", generation: 0)
    }

    private mutating func start() throws {
        let hash = sha256(Array("authpipe environment 1".utf8) + [0] + Array(environment.utf8))
        try require((tables["meta"] ?? []).map { $0["environment_hash"] } == [.bytes(hash)])
        let rows = tables["root_keys"] ?? []
        let primary = rows.filter { $0["state"] == .text("primary") }
        for row in primary + (tables["keysets"] ?? []) {
            _ = try require(roots[row.text("root_key_id")])
        }
        for row in rows {
            let id = try row.text("root_key_id")
            guard roots[id] != nil else { continue }
            let context = sentinelContext(id)
            let content = try open(root: id, context: context, row.bytes("sentinel"))
            let starts = (1...3).map { Array(sha256(Array("authpipe sentinel \($0)".utf8) + context)[0..<16]) }
            let number = try require(starts.firstIndex(of: Array(content.prefix(16)))) + 1
            try require(content.count == 32)
            oldest = max(oldest, number)
        }
        try require(oldest > 0)
    }

    struct Key {
        let id: [UInt8]
        let bytes: [UInt8]
    }

    /// As whose the keys of the audit log stand among those of tenants.
    static let audit = " audit"

    /// "Keysets": the keys of a tenant, oldest first; of the index where the tenant is empty, of the audit log where it is that.
    func keyset(_ tenant: String) throws -> [Key] {
        let row = try row("keysets", tenant)
        let isAudit = tenant == Vault.audit
        let context = context(
            tenant: tenant.isEmpty || isAudit ? nil : tenant, type: "keyset", id: isAudit ? "audit" : tenant.isEmpty ? "index" : "tenant",
            field: "keys", generation: try row.number("keyset_version"))
        let parts = try decodeTuple(row.bytes("sealed"))
        try require(parts.count == 2 && parts[1].count >= 20)
        let id = Array(parts[1][4..<20])
        let key = try open(root: row.text("root_key_id"), context: tuple(context, id), parts[0])
        let plain = try decodeTuple(require(openEnvelope(parts[1], key: key, keyID: id, context: context)))
        try require(plain.count > 2 && plain[0] == Array((isAudit ? "2" : "1").utf8))
        let entries = try plain[2...].map(decodeTuple)
        var least = plain[1]
        for (index, entry) in entries.enumerated() {
            try require(entry.count == (isAudit ? 6 : 4))
            let state = String(decoding: entry[2], as: UTF8.self)
            let isLast = index == entries.count - 1
            try require(isLast ? state == "primary" : ["decrypt_only", "pending"].contains(state))
            // Numbers of one length compare as their bytes do.
            let isFirst = index == 0
            try require(least.lexicographicallyPrecedes(entry[1]) || (isFirst && least == entry[1]))
            least = entry[1]
        }
        try require(entries.flatMap { $0[0] } == row.bytes("key_ids"))
        return entries.map { Key(id: $0[0], bytes: $0[3]) }
    }

    private func key(_ id: [UInt8], of tenant: String) throws -> [UInt8]? {
        try keyset(tenant).first { $0.id == id }?.bytes
    }

    /// What is sealed in a row, after everything that its row says was compared, and its hash.
    func open(_ table: String, _ name: String) throws -> [UInt8] {
        let row = try row(table, name)
        if table == "root_keys" { return try open(root: name, context: sentinelContext(name), row.bytes("sentinel")) }
        if table == "keysets" { return try keyset(name).flatMap(\.id) }
        let isGrant = table == "grants"
        let (tenant, keyID) = try (row.text("tenant_id"), row.bytes("key_id"))
        let subject = isGrant ? try row.text("subject") : ""
        let (type, field, generation): (String, String, Int64)
        switch table {
        case "grants": (type, field, generation) = ("grant", "secrets/" + subject.prefix { $0 != "/" }, try row.number("generation"))
        case "sessions": (type, field, generation) = ("session", try row.text("kind"), try row.number("revision"))
        default:
            try require(table == "jobs" && row.text("kind") == "revoke")
            (type, field, generation) = ("revocation", "revocation", 0)
        }
        let place = context(
            tenant: tenant, type: type, id: name, config: try row.text("config"), field: field, generation: generation)
        let plaintext = try require(openEnvelope(row.bytes("sealed"), key: require(key(keyID, of: tenant)), keyID: keyID, context: place))
        let record = try require(JSONSerialization.jsonObject(with: Data(plaintext)) as? [String: Any])
        try compare(table, row, record)
        if isGrant, case .bytes(let hash) = row["account_hash"] {
            try require(hash.count == 32 || hash.count == 48)
            try require(accountHash(row, subject: subject, record, keyID: hash.dropLast(32)) == hash)
        }
        return plaintext
    }

    private func compare(_ table: String, _ row: Row, _ record: [String: Any]) throws {
        let version = try require(record["v"] as? Int)
        if table == "jobs" { return try require(version == 1) }
        try require((1...2).contains(version) && version >= (table == "sessions" || oldest >= 2 ? 2 : 1))
        let columns = record["columns"] as? [String: Any]
        try require((columns != nil) == (version == 2))
        if table == "grants", version == 2, record["status"] as? String == "revoked" { return }
        if let columns {
            try require(columns.count == Vault.copies[table]!.count)
            for name in Vault.copies[table]! {
                switch try require(row[name]) {
                case .null: try require(columns[name] is NSNull)
                case .number(let number): try require((columns[name] as? NSNumber)?.int64Value == number)
                case .text(let text): try require(columns[name] as? String == text)
                case .bytes(let bytes): try require(columns[name] as? String == hexadecimal(bytes))
                }
            }
        }
        guard table == "grants" else { return }
        let user = try row.text("user_id")
        try require((record["user_id"] as? String ?? "") == user && record["label"] as? String == row.text("label"))
        try require((record["purpose"] as? String) == (row.text("subject").hasSuffix("/webhook") ? "webhook" : nil))
    }

    /// "Account hashes": under the index key of this id; without one, as before schema 15.
    private func accountHash(_ row: Row, subject: String, _ record: [String: Any], keyID: ArraySlice<UInt8>) throws -> [UInt8] {
        let account = try require(record["account"] as? [String: Any])
        let (organisation, person) = (account["organisation"] as? String ?? "", account["person"] as? String)
        let (config, isInstallation) = (try row.text("config"), subject == "installation")
        let keys = try keyset("")
        let (key, texts): (Key?, [String])
        if keyID.isEmpty {
            let parts = person.flatMap { isInstallation ? nil : ["person", organisation, $0] }
            (key, texts) = (keys.first, parts ?? ["organisation", organisation])
        } else {
            let parts = isInstallation ? ["claim", config] : ["account", try row.text("tenant_id"), config]
            let names = isInstallation ? [organisation] : [organisation, person ?? ""]
            (key, texts) = (keys.first { $0.id == Array(keyID) }, parts + names)
        }
        return try keyID + keyedHash(key: require(key).bytes, parts: texts.map { Array($0.utf8) })
    }

    /// "Spool".
    func openSpooled(_ name: String, _ text: String) throws -> [UInt8] {
        struct File: Decodable {
            struct Carried: Decodable {
                let root_key_id: String
                let wrapped: String
            }
            let v: Int
            let tenant_id: String
            let grant_id: String
            let epoch: Int64
            let sealed: String
            let key: Carried?
        }
        let file = try JSONDecoder().decode(File.self, from: Data(text.utf8))
        try require(file.v == 1 && name == "\(file.grant_id).\(file.epoch)")
        func place(_ field: String) -> [UInt8] {
            context(tenant: file.tenant_id, type: "successor", id: file.grant_id, field: field, generation: file.epoch)
        }
        let sealed = try base64url(file.sealed)
        try require(sealed.count >= 20)
        let id = Array(sealed[4..<20])
        if let key = try key(id, of: file.tenant_id) {
            return try require(openEnvelope(sealed, key: key, keyID: id, context: place("successor")))
        }
        let carried = try require(file.key)
        let key = try open(root: carried.root_key_id, context: tuple(place("successor_key"), id), base64url(carried.wrapped))
        return try require(openEnvelope(sealed, key: key, keyID: id, context: place("successor")))
    }
}

func base64url(_ text: String) throws -> [UInt8] {
    let usual = text.replacingOccurrences(of: "-", with: "+").replacingOccurrences(of: "_", with: "/")
    let padding = String(repeating: "=", count: (4 - usual.count % 4) % 4)
    return [UInt8](try require(Data(base64Encoded: usual + padding)))
}

extension [String: Cell] {
    func text(_ column: String) throws -> String {
        guard case .text(let text) = self[column] else { throw Refused() }
        return text
    }

    func bytes(_ column: String) throws -> [UInt8] {
        guard case .bytes(let bytes) = self[column] else { throw Refused() }
        return bytes
    }

    func number(_ column: String) throws -> Int64 {
        guard case .number(let number) = self[column] else { throw Refused() }
        return number
    }
}
