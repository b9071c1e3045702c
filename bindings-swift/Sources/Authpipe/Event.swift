import Foundation
internal import AuthpipeNative

/// Something that happened to a connection or an installation, in any process.
public struct AuthpipeEvent: Identifiable, Hashable, Sendable {
    /// The kind. Open: a later version may have more.
    public struct Kind: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public var description: String { rawValue }

        public static let connectionCreated = Kind(rawValue: "connection.created")
        public static let connectionUpdated = Kind(rawValue: "connection.updated")
        public static let connectionNeedsReauth = Kind(rawValue: "connection.needs_reauth")
        public static let connectionDeleted = Kind(rawValue: "connection.deleted")
        public static let tokenRefreshed = Kind(rawValue: "token.refreshed")
        public static let installationCreated = Kind(rawValue: "installation.created")
        public static let installationUpdated = Kind(rawValue: "installation.updated")
        public static let installationSuspended = Kind(rawValue: "installation.suspended")
        public static let installationDeleted = Kind(rawValue: "installation.deleted")
        public static let healthFailed = Kind(rawValue: "health.failed")
        public static let healthRecovered = Kind(rawValue: "health.recovered")
    }

    /// Stable over every delivery.
    public let id: String
    /// What happened.
    public let kind: Kind
    /// To which connection or installation.
    public let connectionID: Connection.ID
    /// Its provider.
    public let provider: ProviderID
    /// Its config.
    public let config: String
    /// Its tenant.
    public let tenantID: String
    /// Its user, where it has one.
    public let userID: String?
    /// Its status after the event.
    public let status: Connection.Status
    /// Why, in one word.
    public let reason: String?
    /// When.
    public let at: Date

    init(_ core: CoreEvent) {
        id = core.id
        kind = Kind(rawValue: core.eventType)
        connectionID = Connection.ID(rawValue: core.grantId)
        provider = ProviderID(rawValue: core.provider)
        config = core.config
        tenantID = core.tenantId
        userID = core.userId
        status = Connection.Status(rawValue: core.status)
        reason = core.reason
        at = date(core.atMs)
    }
}

/// Pulls events out of the vault, page by page.
actor EventFeed {
    private let core: CoreAuthpipe
    /// Waits before another look, where there is nothing to read.
    private let rest: @Sendable () async throws -> Void
    /// Events before this are no news.
    private let since: Int64
    private var cursor: String?
    private var waiting: ArraySlice<CoreEvent> = []

    init(_ core: CoreAuthpipe, rest: @escaping @Sendable () async throws -> Void = { try await Task.sleep(for: .seconds(1)) }) {
        self.core = core
        self.rest = rest
        since = (try? core.nowMs()) ?? Int64(Date().timeIntervalSince1970 * 1000)
    }

    /// The next event; `nil` when the task was cancelled or there is nothing left to ask.
    func next() async -> AuthpipeEvent? {
        while !Task.isCancelled {
            if let event = waiting.popFirst() {
                return AuthpipeEvent(event)
            }
            do {
                // Each look would open a vault that was let go, and hold its locks while the system suspends the app.
                if (try? core.isSuspended()) ?? false {
                    try await rest()
                    continue
                }
                let (core, cursor) = (core, try await position())
                let query = CoreEventQuery(after: cursor, tenantId: nil, eventType: nil, connectionId: nil, limit: 200)
                let page = try await Authpipe.waiting { try await core.listEvents(query: query) }
                waiting = page.data.filter { $0.atMs >= since }[...]
                self.cursor = page.next ?? cursor
                if page.data.isEmpty {
                    try await rest()
                }
            } catch let error as AuthpipeError where error.retry == .later {
                // The vault is away for a while; events wait in it.
                try? await rest()
            } catch {
                return nil
            }
        }
        return nil
    }

    /// Where to read on: at first, before what is new.
    private func position() async throws -> String {
        if let cursor { return cursor }
        let (core, since) = (core, since)
        return try await Authpipe.waiting { try await core.eventCursor(sinceMs: since) }
    }
}
