import Foundation
internal import AuthpipeNative

/// Events out of the vault. It sleeps in the core until there are some, and asks nothing meanwhile.
actor EventFeed {
    private let feed: Result<CoreEventFeed, any Error>
    /// Waits before another try, where the vault is away.
    private let rest: @Sendable () async throws -> Void
    private var read: ArraySlice<CoreEvent> = []

    init(_ core: CoreAuthpipe, rest: @escaping @Sendable () async throws -> Void = { try await Task.sleep(for: .seconds(1)) }) {
        self.rest = rest
        // Events before this are no news.
        let since = (try? core.nowMs()) ?? Int64(Date().timeIntervalSince1970 * 1000)
        feed = Result { try core.followEvents(sinceMs: since) }
    }

    /// The next event; `nil` when the task was cancelled or the object closed. Throws what ends it for good.
    func next() async throws -> AuthpipeEvent? {
        let feed = try translating { try self.feed.get() }
        while !Task.isCancelled {
            if let event = read.popFirst() {
                return AuthpipeEvent(event)
            }
            do {
                let events = try await withTaskCancellationHandler {
                    try await waiting { try await feed.next() }
                } onCancel: {
                    // The core would wait on for nobody.
                    try? feed.end()
                }
                guard let events else { return nil }
                read = events[...]
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
}
