#if os(iOS)
import Foundation

private let expiringActivity: ExpiringActivity = { reason, block in
    ProcessInfo.processInfo.performExpiringActivity(withReason: reason, using: block)
}

extension AuthpipeClient {
    /// ``suspend()`` in a background task, which keeps the app awake until exchanges under way are stored and the locks let go, as
    /// long as the system allows: for the moment when the app goes into the background. Works in extensions too.
    public func suspendInBackgroundTask() {
        suspend(in: expiringActivity)
    }

    /// Runs something that may refresh credentials in the background, and keeps the app awake while it does (SR-87). The vault is let
    /// go afterwards, as by ``suspend()``, unless ``resume()`` was what the app said last. When the system wants to suspend the app
    /// before that, the locks are let go first; the work goes on when the app does.
    ///
    /// Each call blocks one of Dispatch's threads until it is done, which is how the system wants it: wrap a batch, not its parts.
    public func inBackgroundTask<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) async throws -> Value {
        try await run(work, in: expiringActivity)
    }
}
#endif
