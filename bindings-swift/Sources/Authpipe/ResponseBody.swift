import Foundation

/// The body of an answer, piece by piece as it arrives. It can be read once; whoever lets go of it ends the transfer.
///
/// On Apple's systems the transfer pauses while more than 4 MiB wait to be read. Elsewhere what arrives faster than it is read waits in
/// memory.
public struct ResponseBody: AsyncSequence, Sendable {
    /// A piece: as much as has arrived, never empty.
    public typealias Element = Data

    private let reader: Reader

    init(_ arriving: Arriving, end: @escaping @Sendable () -> Void) {
        reader = Reader(arriving, end)
    }

    /// Reads the pieces.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let reader: Reader

        /// The next piece; `nil`: that was the whole body. Throws what ended the transfer before.
        public func next() async throws -> Data? {
            try await reader.arriving.next()
        }
    }

    /// Reads what has not been read.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(reader: reader)
    }

    /// What it begins with, as much as tells a page from an answer, and what is refused; it stays there for whoever reads it. `nil`: it has
    /// broken off.
    func begun() async throws -> Data? {
        try await reader.arriving.begun()
    }

    /// All that has not been read, in one piece.
    func collected() async throws -> Data {
        var whole = Data()
        for try await piece in self { whole += piece }
        return whole
    }
}

/// Lives as long as somebody may read.
private final class Reader: Sendable {
    let arriving: Arriving
    private let end: @Sendable () -> Void

    init(_ arriving: Arriving, _ end: @escaping @Sendable () -> Void) {
        (self.arriving, self.end) = (arriving, end)
    }

    deinit { end() }
}

/// What has arrived and was not read yet.
final class Arriving: Sendable {
    /// So many bytes may wait before the transfer pauses.
    private static let most = 4 * 1024 * 1024

    private struct State {
        var waiting = Data()
        var end: Result<Void, any Error>?
        var reader: Outcome<Data?>?
        var isPaused = false
    }

    private let state = Locked(State())
    private let pause: @Sendable (Bool) -> Void

    init(pause: @escaping @Sendable (Bool) -> Void) {
        self.pause = pause
    }

    func append(_ data: Data) {
        let pauses = state.withLock { state in
            if let reader = state.reader {
                state.reader = nil
                reader.settle(.success(data))
                return false
            }
            state.waiting += data
            defer { state.isPaused = state.isPaused || state.waiting.count > Self.most }
            return !state.isPaused && state.waiting.count > Self.most
        }
        if pauses { pause(true) }
    }

    func finish(_ end: Result<Void, any Error>) {
        state.withLock { state in
            if state.end == nil { state.end = end }
            state.reader?.settle(end.map { nil })
            state.reader = nil
        }
    }

    func begun() async throws -> Data? {
        var begun = Data()
        defer {
            let seen = begun
            state.withLock { $0.waiting = seen + $0.waiting }
        }
        do {
            while Self.isShort(begun), let piece = try await next() { begun += piece }
            return begun
        } catch let error as CancellationError {
            throw error
        } catch {
            // Whoever reads it is told.
            return nil
        }
    }

    /// Whether more may tell more: 16 bytes behind white space tell a page, and what refuses a signed request names its problem within 512.
    private static func isShort(_ begun: Data) -> Bool {
        let told = begun.drop(while: { $0 <= 0x20 })
        return begun.count < 4096 && told.count < (told.first == UInt8(ascii: "<") ? 16 : 512)
    }

    func next() async throws -> Data? {
        try Task.checkCancellation()
        let outcome = Outcome<Data?>()
        let resumes = state.withLock { state in
            if !state.waiting.isEmpty {
                outcome.settle(.success(state.waiting))
                state.waiting = Data()
            } else if let end = state.end {
                outcome.settle(end.map { nil })
            } else {
                state.reader = outcome
            }
            defer { state.isPaused = false }
            return state.isPaused
        }
        if resumes { pause(false) }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { outcome.hand(to: $0) }
        } onCancel: {
            outcome.settle(.failure(CancellationError()))
        }
    }
}
