import Foundation

extension Authpipe {
    /// Lets go of all files and locks of the vault, and pauses scheduled work until ``resume()``. Call it before the system suspends
    /// the app: a lock that is held in a shared container while suspended ends the app. Between the two, a call opens the vault
    /// for its own time only.
    public func suspend() async {
        await core.suspend()
    }

    /// Scheduled work goes on.
    public func resume() {
        core.resume()
    }
}

#if os(iOS) || os(tvOS) || os(visionOS)
extension Authpipe {
    /// ``suspend()`` in a background task, which keeps the app awake until the locks are let go: for the moment when the app goes
    /// into the background. Works in extensions too.
    public func suspendInBackgroundTask() {
        keepAwake("Authpipe lets go of its vault") { await self.suspend() }
    }

    /// Runs something that may refresh credentials in the background, and keeps the app awake while it does (SR-87). When the system
    /// wants to suspend the app before that, the vault's locks are let go first; the work goes on when the app does.
    public func inBackgroundTask<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let task = Task { try await work() }
        keepAwake("Authpipe refreshes a credential") { _ = await task.result }
        return try await withTaskCancellationHandler { try await task.value } onCancel: { task.cancel() }
    }

    /// Keeps the process awake while work is done, as long as the system allows. The block that the system calls must not return
    /// before the work is done; it is called a second time, while the first still waits, when time is up.
    private func keepAwake(_ reason: String, _ work: @escaping @Sendable () async -> Void) {
        let done = DispatchSemaphore(value: 0)
        let (began, over) = (Locked(false), Locked(false))
        let start = { @Sendable in
            let first = began.withLock { began in
                defer { began = true }
                return !began
            }
            guard first else { return }
            Task.detached {
                await work()
                over.withLock { $0 = true }
                done.signal()
            }
        }
        ProcessInfo.processInfo.performExpiringActivity(withReason: reason) { [self] expired in
            if expired {
                // Time is up, or the system gave none at all.
                let released = DispatchSemaphore(value: 0)
                Task.detached {
                    if !over.withLock({ $0 }) { await self.suspend() }
                    released.signal()
                }
                released.wait()
                done.signal()
            } else {
                start()
                done.wait()
            }
        }
        start()
    }
}
#endif
