@testable import Authpipe
import Foundation
import XCTest

/// Background tasks, where the test plays the system that keeps the process awake.
final class BackgroundTests: SandboxTestCase {
    /// What `performExpiringActivity` does, when the test says so.
    private final class System: Sendable {
        private let block = Box<@Sendable (Bool) -> Void>()

        var activity: ExpiringActivity {
            { reason, block in
                XCTAssertFalse(reason.isEmpty, "the system takes no empty reason")
                self.block.value = block
            }
        }

        /// Calls the block on a thread that it may block. Returns when the block does.
        func call(isExpired: Bool) async {
            while block.value == nil { await Task.yield() }
            let block = block.value!
            await withCheckedContinuation { returned in
                Thread.detachNewThread {
                    block(isExpired)
                    returned.resume()
                }
            }
        }
    }

    private let system = System()
    private let forced = CredentialOptions(forceRefresh: true)

    /// The system gives time.
    private func begin() -> Task<Void, Never> {
        let system = system
        return Task { await system.call(isExpired: false) }
    }

    /// A refresh in a background task, whose answer is on its way.
    private func refreshing(_ authpipe: AuthpipeClient) async throws -> (Task<Credential, any Error>, held: String) {
        let held = try await sandbox.hold("hold_answer")
        let (system, forced) = (system, forced)
        let task = Task { try await authpipe.run({ try await authpipe.credential(for: me, options: forced) }, in: system.activity) }
        try await sandbox.waitFor(held)
        return (task, held)
    }

    func testWorkInTheBackgroundIsDoneAndTheVaultLetGo() async throws {
        try skipUnlessOpenFilesAreSeen()
        let (authpipe, _) = try await connected()
        let (task, held) = try await refreshing(authpipe)
        let activity = begin()
        try await sandbox.release(held)
        let credential = try await task.value
        XCTAssertEqual(credential.generation, 2)
        await activity.value
        XCTAssertEqual(try openFiles(below: folder), [], "the process may be suspended from here on")
    }

    func testWhenTimeIsUpTheVaultIsLetGoAndTheWorkGoesOn() async throws {
        try skipUnlessOpenFilesAreSeen()
        let (authpipe, _) = try await connected()
        let (task, held) = try await refreshing(authpipe)
        let activity = begin()
        await system.call(isExpired: true)
        XCTAssertEqual(try openFiles(below: folder), [], "the process is suspended when this block has returned")
        try await bounded { await activity.value }
        try await sandbox.release(held)
        let credential = try await task.value
        XCTAssertEqual(credential.generation, 2)
        try await authpipe.close()
        let stored = try await open(configuration()).credential(for: me)
        XCTAssertEqual(stored.value, credential.value)
    }

    func testWhereTheSystemGivesNoTimeTheVaultIsLetGoAndTheWorkGoesOn() async throws {
        try skipUnlessOpenFilesAreSeen()
        let (authpipe, _) = try await connected()
        let (task, held) = try await refreshing(authpipe)
        await system.call(isExpired: true)
        XCTAssertEqual(try openFiles(below: folder), [])
        try await sandbox.release(held)
        let credential = try await task.value
        XCTAssertEqual(credential.generation, 2)
    }

    func testAnAppThatGoesIntoTheBackgroundStoresWhatIsUnderWayAndLetsGo() async throws {
        try skipUnlessOpenFilesAreSeen()
        let (authpipe, _) = try await connected()
        let held = try await sandbox.hold("hold_answer")
        let forced = forced
        let caller = Task { try await authpipe.credential(for: me, options: forced) }
        try await sandbox.waitFor(held)
        authpipe.suspend(in: system.activity)
        let activity = begin()
        XCTAssertTrue(try openFiles(below: folder).contains("authpipe.db"), "it waits for the exchange")
        try await sandbox.release(held)
        await activity.value
        XCTAssertEqual(try openFiles(below: folder), [])
        let credential = try await caller.value
        XCTAssertEqual(credential.generation, 2)
    }

    func testAResumeEndsASuspensionThatIsStillToCome() async throws {
        try skipUnlessOpenFilesAreSeen()
        let (authpipe, _) = try await connected()
        let held = try await sandbox.hold("hold_answer")
        let forced = forced
        let caller = Task { try await authpipe.credential(for: me, options: forced) }
        try await sandbox.waitFor(held)
        // The app goes into the background and comes back before the exchange is done.
        authpipe.suspend(in: system.activity)
        authpipe.resume()
        let activity = begin()
        try await sandbox.release(held)
        _ = try await caller.value
        await activity.value
        XCTAssertTrue(try openFiles(below: folder).contains("authpipe.db"), "an app that is awake keeps its vault open")
    }

    func testAnAppInTheForegroundKeepsItsVaultAfterWorkInABackgroundTask() async throws {
        try skipUnlessOpenFilesAreSeen()
        let (authpipe, _) = try await connected()
        authpipe.resume()
        let (system, forced) = (system, forced)
        _ = try await authpipe.run({ try await authpipe.credential(for: me, options: forced) }, in: system.activity)
        await system.call(isExpired: false)
        XCTAssertTrue(try openFiles(below: folder).contains("authpipe.db"), "the app is in the foreground")
    }
}
