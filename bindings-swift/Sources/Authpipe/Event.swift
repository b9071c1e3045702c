import Foundation
internal import AuthpipeNative

/// Pulls events out of the vault, page by page.
actor EventFeed {
    private let core: CoreAuthpipe
    /// Waits before another look, where there is nothing to read.
    private let rest: @Sendable () async throws -> Void
    /// Events before this are no news.
    private let since: Int64
    private var cursor: String?
    private var read: ArraySlice<CoreEvent> = []

    init(_ core: CoreAuthpipe, rest: @escaping @Sendable () async throws -> Void = { try await Task.sleep(for: .seconds(1)) }) {
        self.core = core
        self.rest = rest
        since = (try? core.nowMs()) ?? Int64(Date().timeIntervalSince1970 * 1000)
    }

    /// The next event; `nil` when the task was cancelled or the object closed. Throws what ends it for good.
    func next() async throws -> AuthpipeEvent? {
        while !Task.isCancelled {
            if let event = read.popFirst() {
                return AuthpipeEvent(event)
            }
            do {
                // Each look would open a vault that was let go, and hold its locks while the system suspends the app.
                if (try? core.isSuspended()) ?? false {
                    try await rest()
                    continue
                }
                let (core, cursor) = (core, try await position())
                let query = CoreEventQuery(after: cursor, order: nil, sinceMs: nil, tenantId: nil, type: nil, connectionId: nil, limit: 200)
                let page = try await waiting { try await core.listEvents(query: query) }
                read = page.data.filter { $0.atMs >= since }[...]
                self.cursor = page.next ?? cursor
                if page.data.isEmpty {
                    try await rest()
                }
            } catch let error as AuthpipeError where error.retry == .later {
                // The vault is away for a while; events wait in it.
                try? await rest()
            } catch let error as AuthpipeError where error.code == .closed {
                return nil
            } catch is CancellationError {
                return nil
            }
        }
        return nil
    }

    /// Where to read on: at first, before what is new.
    private func position() async throws -> String {
        if let cursor { return cursor }
        let (core, since) = (core, since)
        return try await waiting { try await core.eventCursor(sinceMs: since) }
    }
}
