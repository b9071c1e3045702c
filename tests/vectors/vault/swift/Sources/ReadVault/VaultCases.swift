import Foundation

/// A vault and edits of it: what opens afterwards, and what must not.
struct VaultFile: Decodable {
    let tables: Tables
    let spool: [String: String]
    let environment: String
    let rootKeys: [String]
    let cases: [VaultCase]

    enum CodingKeys: String, CodingKey {
        case tables, spool, environment, cases
        case rootKeys = "root_keys"
    }
}

struct VaultCase: Decodable {
    struct Edit: Decodable {
        let table: String
        let row: String
        let set: Row
    }

    let name: String
    let opens: Bool
    let table: String
    let row: String
    let edits: [Edit]
    let sha256: String?
    let environment: String?
    let rootKeys: [String]?

    enum CodingKeys: String, CodingKey {
        case name, opens, table, row, edits, sha256, environment
        case rootKeys = "root_keys"
    }

    /// Whether it opens, or is refused, as it says.
    func fits(_ file: VaultFile) throws -> Bool {
        var (tables, spool) = (file.tables, file.spool)
        for edit in edits {
            if edit.table == "spool" {
                spool[edit.row] = try edit.set.text("text")
                continue
            }
            let name = Vault.names[edit.table]!
            let index = try need(tables[edit.table]?.firstIndex { $0[name] == .text(edit.row) })
            tables[edit.table]![index].merge(edit.set) { $1 }
        }
        let opened: [UInt8]?
        do {
            let vault = try Vault(tables, environment: environment ?? file.environment, rootKeys: rootKeys ?? file.rootKeys)
            opened = table == "spool" ? try vault.openSpooled(row, need(spool[row])) : try vault.open(table, row)
        } catch is Refused {
            opened = nil
        }
        guard opens else { return opened == nil }
        return opened.map { hexadecimal(ReadVault.sha256($0)) } == sha256
    }
}

/// Opens everything that is sealed in a vault that `dump.py` has written down; how many of how many.
func openAll(_ path: String, environment: String, rootKeys: [String]) throws -> Bool {
    struct Dump: Decodable {
        let tables: Tables
    }
    let dump = try JSONDecoder().decode(Dump.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    let vault = try Vault(dump.tables, environment: environment, rootKeys: rootKeys)
    var (opened, total) = (0, 0)
    for (table, rows) in dump.tables.sorted(by: { $0.key < $1.key }) {
        for row in rows where Vault.sealedColumns.contains(where: { row[$0].map { $0 != .null } ?? false }) {
            total += 1
            guard let key = Vault.names[table] else {
                say("FAILED \(table): what is sealed there is not known")
                continue
            }
            let name = try row.text(key)
            do {
                _ = try vault.open(table, name)
                opened += 1
            } catch is Refused {
                say("FAILED \(table): \(name)")
            }
        }
    }
    print("\(opened) passed, \(total - opened) failed")
    return total > 0 && opened == total
}
