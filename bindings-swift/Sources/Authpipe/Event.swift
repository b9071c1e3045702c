import Foundation
internal import AuthpipeNative

/// Events out of the vault. It sleeps in the core until there are some, and asks nothing meanwhile.
actor EventFeed {
    private let feed: Result<CoreEventFeed, any Error>
    private var read: ArraySlice<CoreEvent> = []

    init(_ core: CoreAuthpipe, after: String? = nil, since: Date? = nil) {
        feed = Result { try core.followEvents(query: CoreFollowQuery(after: after, sinceMs: since?.sinceEpoch)) }
    }

    /// The next event; `nil` when the task was cancelled. Throws what ends it for good.
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
                // Another task may have read on meanwhile.
                read += events
            } catch is CancellationError {
                return nil
            }
        }
        return nil
    }
}
