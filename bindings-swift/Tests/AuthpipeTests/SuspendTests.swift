@testable import Authpipe
import Foundation
import XCTest

final class SuspendTests: SandboxTestCase {
    func testASuspendedAppHoldsNoFileOfTheVaultAndWorksAgainAfterwards() async throws {
        try skipUnlessOpenFilesAreSeen()
        let (authpipe, _) = try await connected()
        let credential = try await authpipe.credential(for: me)
        XCTAssertTrue(try openFiles(below: folder).contains("authpipe.db"), "an open vault is open: this sees files")
        await authpipe.suspend()
        XCTAssertEqual(try openFiles(below: folder), [], "locks are on open files: none is held")
        // A call in between opens the vault for its own time only.
        let forced = try await authpipe.credential(for: me, options: CredentialOptions(forceRefresh: true))
        XCTAssertNotEqual(forced.value, credential.value)
        await authpipe.suspend()
        XCTAssertEqual(try openFiles(below: folder), [])
        authpipe.resume()
        let after = try await authpipe.credential(for: me)
        XCTAssertEqual(after.value, forced.value)
    }

    func testAnAppThatIsSuspendedWhileARefreshIsUnderWayHoldsNoFileAndStoresTheSuccessor() async throws {
        try skipUnlessOpenFilesAreSeen()
        let (authpipe, _) = try await connected()
        let held = try await sandbox.hold("hold_answer")
        let caller = Task { try await authpipe.credential(for: me, options: CredentialOptions(forceRefresh: true)) }
        try await sandbox.waitFor(held)
        // The provider has rotated the token; its answer is on the way while the app is suspended.
        await authpipe.suspend()
        XCTAssertEqual(try openFiles(below: folder), [], "while the answer is awaited")
        try await sandbox.release(held)
        let credential = try await caller.value
        XCTAssertEqual(credential.generation, 2)
        await authpipe.suspend()
        XCTAssertEqual(try openFiles(below: folder), [], "after it was stored")
        try await authpipe.close()
        let again = try open(configuration())
        let stored = try await again.credential(for: me)
        XCTAssertEqual(stored.value, credential.value)
    }

    func testAResumeEndsASuspensionThatIsUnderWay() async throws {
        try skipUnlessOpenFilesAreSeen()
        let (authpipe, _) = try await connected()
        for round in 1...200 {
            let suspending = Task { await authpipe.suspend() }
            // It has said what it wants, and not yet done it.
            while authpipe.wish.withLock({ $0 != .suspended }) { await Task.yield() }
            authpipe.resume()
            await suspending.value
            XCTAssertFalse(try authpipe.core.isSuspended(), "round \(round)")
        }
        _ = try await authpipe.listConnections()
        XCTAssertTrue(try openFiles(below: folder).contains("authpipe.db"), "an app that is awake keeps its vault open")
    }

    func testEventsOfASuspendedAppWaitInTheVault() async throws {
        try skipUnlessOpenFilesAreSeen()
        let (authpipe, connection) = try await connected()
        let feed = EventFeed(authpipe.core)
        let deleted = Box<AuthpipeEvent>()
        let reading = Task {
            while let event = try? await feed.next() {
                guard event.kind == .connectionDeleted else { continue }
                deleted.value = event
                return
            }
        }
        // Its first look has been; from here on it sleeps.
        _ = try await authpipe.listEvents()
        await authpipe.suspend()
        // Another call, which opens the vault for its own time.
        try await authpipe.disconnect(connection.id)
        await authpipe.suspend()
        XCTAssertEqual(try openFiles(below: folder), [])
        for _ in 1...200 {
            await Task.yield()
            XCTAssertEqual(try openFiles(below: folder), [], "somebody has looked")
        }
        XCTAssertNil(deleted.value, "the event is in the vault, and nobody has looked")
        authpipe.resume()
        try await bounded { await reading.value }
        XCTAssertNotNil(deleted.value)
    }
}
