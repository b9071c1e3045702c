import Foundation

/// What the app has said last about being suspended.
enum Wish {
    /// Nothing yet: it was perhaps started in the background.
    case none
    case awake
    case suspended
}

extension Authpipe {
    /// Lets go of all files and locks of the vault, and pauses scheduled work until ``resume()``. Call it before the system suspends
    /// the app: a lock that is held in a shared container while suspended ends the app. Between the two, a call opens the vault
    /// for its own time only. It does not wait for exchanges under way: what they bring is stored when the app goes on.
    public func suspend() async {
        wish.withLock { $0 = .suspended }
        await core.suspend()
        settle()
    }

    /// Scheduled work goes on. It ends every ``suspend()`` before it, also one that is not done yet.
    public func resume() {
        wish.withLock { wish in
            wish = .awake
            core.resume()
        }
    }

    /// ``suspend()`` after the exchanges under way have been stored, unless the app resumes meanwhile.
    func suspendWhenIdle() async {
        wish.withLock { $0 = .suspended }
        await suspendUnlessAwake()
    }

    /// The same where nobody has said that the app is going to be suspended.
    func suspendUnlessAwake() async {
        await core.idle()
        guard wish.withLock({ $0 != .awake }) else { return }
        await core.suspend()
        settle()
    }

    /// A resume that came while the vault was being let go has the last word.
    private func settle() {
        wish.withLock { wish in
            if wish == .awake { core.resume() }
        }
    }
}

#if os(iOS) || os(tvOS) || os(visionOS)
extension Authpipe {
    /// ``suspend()`` in a background task, which keeps the app awake until exchanges under way are stored and the locks let go, as
    /// long as the system allows: for the moment when the app goes into the background. Works in extensions too.
    public func suspendInBackgroundTask() {
        wish.withLock { $0 = .suspended }
        keepAwake("Authpipe lets go of its vault") { await self.suspendUnlessAwake() }
    }

    /// Runs something that may refresh credentials in the background, and keeps the app awake while it does (SR-87). The vault is let
    /// go afterwards, as by ``suspend()``, unless ``resume()`` was what the app said last. When the system wants to suspend the app
    /// before that, the locks are let go first; the work goes on when the app does.
    public func inBackgroundTask<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let task = Task { try await work() }
        keepAwake("Authpipe refreshes a credential") {
            _ = await task.result
            await self.suspendUnlessAwake()
        }
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
