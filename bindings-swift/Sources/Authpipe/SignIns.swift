import Foundation
internal import AuthpipeNative

/// A sign-in with what finishes it.
struct SignIn: Sendable {
    let pending: PendingConnection
    let redirectURI: String
    let kept: String
    /// The session of this process; a sign-in of an earlier one has none yet.
    let live: CoreNativeSession?

    func session() throws -> CoreNativeSession {
        try live ?? translating { try CoreNativeSession.ofKept(kept: kept) }
    }
}

extension SignIn {
    /// As it is kept. A later version may add members; one that it cannot read is no sign-in any more.
    private struct Record: Codable {
        var id, provider, tenantID, userID, label, redirectURI, kept: String
        var config: String?
        var expiresAt: Double
        var url: URL
    }

    var record: Data? {
        let pending = pending
        return try? JSONEncoder().encode(
            Record(
                id: pending.id, provider: pending.provider.rawValue, tenantID: pending.owner.tenantID, userID: pending.owner.userID,
                label: pending.label, redirectURI: redirectURI, kept: kept, config: pending.config,
                expiresAt: pending.expiresAt.timeIntervalSince1970, url: pending.url))
    }

    init?(_ record: Data) {
        guard let record = try? JSONDecoder().decode(Record.self, from: record),
            let scheme = URL(string: record.redirectURI)?.scheme,
            let callback = try? AwaitedCallback(redirectURI: record.redirectURI, scheme: scheme)
        else { return nil }
        let pending = PendingConnection(
            id: record.id, provider: ProviderID(rawValue: record.provider), config: record.config,
            owner: Owner(tenantID: record.tenantID, userID: record.userID), label: record.label,
            expiresAt: Date(timeIntervalSince1970: record.expiresAt), url: record.url, callback: callback)
        self.init(pending: pending, redirectURI: record.redirectURI, kept: record.kept, live: nil)
    }
}

/// The sign-ins of an app: those of this process in memory, and with a keeper all of them.
final class SignIns: Sendable {
    private struct Live {
        let signIn: SignIn
        var finish: (@Sendable (Result<Connection, any Error>) -> Void)?
    }

    private let keeper: (any SignInKeeper)?
    private let live = Locked<[String: Live]>([:])

    init(_ keeper: (any SignInKeeper)?) {
        self.keeper = keeper
    }

    /// A sign-in works without being kept too: it only does not survive the end of the process.
    func add(_ signIn: SignIn) {
        live.withLock { $0[signIn.pending.id] = Live(signIn: signIn) }
        if let keeper, let record = signIn.record { try? keeper.keep(record, as: signIn.pending.id) }
    }

    /// Who is told what came of it when somebody else finishes it.
    func listen(for id: String, _ finish: @escaping @Sendable (Result<Connection, any Error>) -> Void) {
        live.withLock { $0[id]?.finish = finish }
    }

    /// It is over. Whoever waits for it in this process is told.
    func end(_ id: String, with result: Result<Connection, any Error>? = nil) {
        let ended = live.withLock { $0.removeValue(forKey: id) }
        try? keeper?.forget(id)
        if let result { ended?.finish?(result) }
    }

    /// All that have not ended. With a time, what ends before it is forgotten.
    func all(at now: Date? = nil) throws -> [SignIn] {
        let here = live.withLock { $0.mapValues(\.signIn) }
        var found = here
        for (id, record) in try keeper?.all() ?? [:] where here[id] == nil {
            if let signIn = SignIn(record) { found[id] = signIn } else { try? keeper?.forget(id) }
        }
        for (id, signIn) in found where now.map({ signIn.pending.expiresAt <= $0 }) ?? false {
            end(id)
            found[id] = nil
        }
        return Array(found.values)
    }
}
