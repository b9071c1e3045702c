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

    /// Whether it says that nobody has linked it.
    var isUnlinked: Bool {
        signer == zeros(16) && content == zeros(32) && mac == zeros(32) && (erased == nil || erased == zeros(32))
    }

    private func isLinked(behind before: [UInt8], key: [UInt8]) -> Bool {
        let parts = [Array("entry".utf8), bigEndian(number), before, bigEndian(at), Array(kind.utf8), bytes(content)]
        return equalInConstantTime(linked(key: key, parts), bytes(mac))
    }

    /// Whether nobody vouches for it: it was written, or emptied, while the key could not be had.
    func isUnvouched(behind before: [UInt8], keys: [String: String]) -> Bool {
        if isUnlinked { return true }
        guard let key = keys[signer].map(bytes), erased == zeros(32), salt == nil, about.allSatisfy({ $0 == nil }) else { return false }
        return isLinked(behind: before, key: key)
    }

    /// Whether it is what was written behind the one with this mac, or what an erasure has left of that.
    func isAsWritten(behind before: [UInt8], keys: [String: String]) -> Bool {
        guard let key = keys[signer].map(bytes) else { return false }
        guard isLinked(behind: before, key: key) else { return false }
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

private func zeros(_ count: Int) -> String {
    String(repeating: "00", count: count)
}

/// A key of the log, in the order in which they have linked: from which number on, 0 where that is not sealed, and behind what.
struct LinkingKey: Decodable {
    let id: String
    let number: UInt64
    let before: String
}

/// What became of a log.
struct Followed: Equatable {
    let broken: UInt64?
    let unvouched: [UInt64]
    let dropped: UInt64
}

private struct Dropped {
    var number: UInt64 = 0
    var mac: [UInt8] = []
    var pending: [UInt64] = []
}

/// What the last entry says that tells what was dropped.
private func findDropped(_ entries: [AuditEntry], keys: [String: String]) -> Dropped {
    var found = Dropped()
    for (before, entry) in zip(entries, entries.dropFirst()) where entry.kind == "audit.dropped" && entry.erased == nil {
        guard before.number + 1 == entry.number, entry.isAsWritten(behind: bytes(before.mac), keys: keys) else { continue }
        let parts = (entry.request ?? "").split(separator: " ").map(String.init)
        guard parts.count >= 2, let last = UInt64(parts[0]), last < entry.number else { continue }
        let ranges = parts.count > 2 ? parts[2].split(separator: ",") : []
        let pending = ranges.flatMap { range -> [UInt64] in
            let ends = range.split(separator: "-").compactMap { UInt64($0) }
            return ends.count == 2 && ends[0] <= ends[1] ? Array(ends[0]...ends[1]) : []
        }
        found = Dropped(number: last, mac: bytes(parts[1]), pending: pending)
    }
    return found
}

/// Whether this key may have linked this entry.
private func isInItsPlace(_ entry: AuditEntry, behind before: [UInt8], signer: String?, order: [LinkingKey]) -> Bool {
    let rank = order.firstIndex { $0.id == entry.signer }
    if let rank, let last = order.firstIndex(where: { $0.id == signer }), last > rank { return false }
    return order.enumerated().allSatisfy { at, key in
        if key.number == 0 { return true }
        if entry.number == key.number { return rank == at && bytes(key.before) == before }
        guard let rank else { return true }
        return (rank >= at) == (entry.number > key.number)
    }
}

/// Where a log is broken, for which entries nobody vouches of which nobody has said to know, and up to which the vault has dropped them.
func follow(_ all: [AuditEntry], order: [LinkingKey], keys: [String: String], given: UInt64) -> Followed {
    let entries = all.sorted { $0.number < $1.number }
    let dropped = findDropped(entries, keys: keys)
    var (number, mac, pending, signer) = (dropped.number, dropped.mac, dropped.pending, String?.none)
    func answer(_ broken: UInt64?) -> Followed {
        Followed(broken: broken, unvouched: pending.filter { $0 > dropped.number }, dropped: dropped.number)
    }
    if let first = entries.first, first.number <= dropped.number { return answer(1) }
    for entry in entries {
        let isUnvouched = entry.isUnvouched(behind: mac, keys: keys)
        guard entry.number == number + 1, isUnvouched || entry.isAsWritten(behind: mac, keys: keys),
            isInItsPlace(entry, behind: mac, signer: signer, order: order)
        else { return answer(number + 1) }
        if isUnvouched {
            pending.append(entry.number)
        } else if entry.kind == "audit.acknowledged", entry.erased == nil {
            let parts = (entry.request ?? "").split(separator: " ").map(String.init)
            if parts.count == 2, let last = UInt64(parts[0]),
                sha256(pending.filter { $0 <= last }.flatMap(bigEndian)) == bytes(parts[1])
            {
                pending.removeAll { $0 <= last }
            }
        }
        (number, mac) = (entry.number, bytes(entry.mac))
        signer = entry.isUnlinked ? signer : entry.signer
    }
    let last = max(given, order.map(\.number).max() ?? 0)
    return answer(number < last ? number + 1 : nil)
}
