import Foundation
internal import AuthpipeNative

/// What keeps the process awake while a block runs: `performExpiringActivity(withReason:using:)` of `ProcessInfo`, which not every
/// system has. The block that the system calls must not return before the work is done; it is called a second time, while the first
/// call still waits, when time is up, and only with `true` where the system gives no time at all.
typealias ExpiringActivity = @Sendable (_ reason: String, _ block: @escaping @Sendable (_ isExpired: Bool) -> Void) -> Void

extension AuthpipeClient {
    /// Lets go of all files and locks of the vault, and pauses scheduled work until ``resume()``. Call it before the system suspends
    /// the app: a lock that is held in a shared container while suspended ends the app. Between the two, a call opens the vault
    /// for its own time only, and ``events(after:since:)`` waits. It does not wait for exchanges under way: what they bring is stored when the
    /// app goes on.
    public func suspend() async {
        wish.withLock { $0 = .suspended }
        await letGo()
    }

    /// Scheduled work goes on. It ends every ``suspend()`` before it, also one that is not done yet.
    public func resume() {
        wish.withLock { wish in
            wish = .awake
            try? core.resume()
        }
    }

    /// ``suspend()`` in a background task: once the exchanges under way are stored, unless the app resumes meanwhile.
    func suspend(in activity: ExpiringActivity) {
        wish.withLock { $0 = .suspended }
        keepAwake("Authpipe lets go of its vault", in: activity) { await self.letGoUnlessAwake() }
    }

    /// Runs something in a background task, and lets go of the vault afterwards, unless the app is awake.
    func run<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value, in activity: ExpiringActivity) async throws -> Value {
        let task = Task { try await work() }
        keepAwake("Authpipe refreshes a credential", in: activity) {
            _ = await task.result
            await self.letGoUnlessAwake()
        }
        return try await withTaskCancellationHandler { try await task.value } onCancel: { task.cancel() }
    }

    /// Begins some work and keeps the process awake while it is done, as long as the system allows.
    private func keepAwake(_ reason: String, in activity: ExpiringActivity, _ work: @escaping @Sendable () async -> Void) {
        let done = DispatchSemaphore(value: 0)
        let isOver = Locked(false)
        Task.detached {
            await work()
            isOver.withLock { $0 = true }
            done.signal()
        }
        activity(reason) { [self] isExpired in
            if isExpired {
                let isFree = DispatchSemaphore(value: 0)
                Task.detached {
                    if !isOver.withLock({ $0 }) { await self.suspend() }
                    isFree.signal()
                }
                isFree.wait()
                done.signal()
            } else {
                done.wait()
            }
        }
    }

    private func letGoUnlessAwake() async {
        try? await core.idle()
        guard wish.withLock({ $0 != .awake }) else { return }
        await letGo()
    }

    private func letGo() async {
        try? await core.suspend()
        // A resume that came while the vault was being let go has the last word.
        wish.withLock { wish in
            if wish == .awake { try? core.resume() }
        }
    }
}
