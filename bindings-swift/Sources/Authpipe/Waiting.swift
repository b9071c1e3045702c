import Foundation
internal import AuthpipeNative

/// Waits for work of the core. A task that is cancelled stops waiting with `CancellationError`; the work goes on, because a
/// provider may have answered it with a token that replaces the stored one. It also goes on where the caller's limit is over.
func waiting<Value: Sendable>(
    on core: CoreAuthpipe, for limit: Duration?, _ work: @escaping @Sendable (CoreAuthpipe) async throws -> Value
) async throws -> Value {
    // The core limits the time, because it knows what was waited for.
    let limited = try limit.map { limit in
        do { return try core.limited(limitMs: limit.milliseconds) } catch { throw translated(error) }
    }
    return try await waiting { try await work(limited ?? core) }
}

/// The same for work that has no limit.
func waiting<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
    try Task.checkCancellation()
    let outcome = Outcome<Value>()
    return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
            outcome.hand(to: continuation)
            Task.detached(priority: Task.currentPriority) {
                do {
                    outcome.settle(.success(try await work()))
                } catch {
                    outcome.settle(.failure(translated(error)))
                }
            }
        }
    } onCancel: {
        outcome.settle(.failure(CancellationError()))
    }
}

/// The first of two results: the work's, or that nobody waits any more.
final class Outcome<Value: Sendable>: Sendable {
    private struct State {
        var continuation: CheckedContinuation<Value, any Error>?
        var result: Result<Value, any Error>?
    }

    private let state = Locked(State())

    func hand(to continuation: CheckedContinuation<Value, any Error>) {
        let early = state.withLock { state in
            if state.result == nil { state.continuation = continuation }
            return state.result
        }
        if let early { continuation.resume(with: early) }
    }

    func settle(_ result: Result<Value, any Error>) {
        let continuation = state.withLock { state in
            guard state.result == nil else { return nil as CheckedContinuation<Value, any Error>? }
            state.result = result
            return state.continuation.take()
        }
        continuation?.resume(with: result)
    }
}

extension Optional {
    fileprivate mutating func take() -> Wrapped? {
        defer { self = nil }
        return self
    }
}
