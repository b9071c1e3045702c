@testable import Authpipe
import Foundation
import XCTest

final class SuspendTests: SandboxTestCase {
    /// Files below a folder that this process holds open, by their names.
    private func open(below folder: URL) throws -> [String] {
        let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
        let links = descriptors.compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)") }
        return links.filter { $0.hasPrefix(folder.path) }.map { URL(fileURLWithPath: $0).lastPathComponent }
    }

    func testASuspendedAppHoldsNoFileOfTheVaultAndWorksAgainAfterwards() async throws {
        #if !os(Linux)
        throw XCTSkip("open files are read from /proc, which only Linux has")
        #else
        let (authpipe, _) = try await connected()
        let credential = try await authpipe.credential(for: me)
        XCTAssertTrue(try open(below: folder).contains("authpipe.db"), "an open vault is open: this sees files")
        await authpipe.suspend()
        XCTAssertEqual(try open(below: folder), [], "locks are on open files: none is held")
        // A call in between opens the vault for its own time only.
        let forced = try await authpipe.credential(for: me, options: CredentialOptions(forceRefresh: true))
        XCTAssertNotEqual(forced.value, credential.value)
        await authpipe.suspend()
        XCTAssertEqual(try open(below: folder), [])
        authpipe.resume()
        let after = try await authpipe.credential(for: me)
        XCTAssertEqual(after.value, forced.value)
        #endif
    }

    func testAnAppThatIsSuspendedWhileARefreshIsUnderWayHoldsNoFileAndStoresTheSuccessor() async throws {
        let (authpipe, _) = try await connected()
        let held = try await sandbox.holdRefresh("hold_answer")
        let caller = Task { try await authpipe.credential(for: me, options: CredentialOptions(forceRefresh: true)) }
        try await sandbox.waitFor(held)
        // The provider has rotated the token; its answer is on the way while the app is suspended.
        await authpipe.suspend()
        #if os(Linux)
        XCTAssertEqual(try open(below: folder), [], "while the answer is awaited")
        #endif
        try await sandbox.release(held)
        let credential = try await caller.value
        XCTAssertEqual(credential.generation, 2)
        await authpipe.suspend()
        #if os(Linux)
        XCTAssertEqual(try open(below: folder), [], "after it was stored")
        #endif
        await authpipe.close()
        let again = try open(configuration())
        let stored = try await again.credential(for: me)
        XCTAssertEqual(stored.value, credential.value)
    }

    func testAResumeEndsASuspensionThatIsStillToCome() async throws {
        #if !os(Linux)
        throw XCTSkip("open files are read from /proc, which only Linux has")
        #else
        let (authpipe, _) = try await connected()
        let held = try await sandbox.holdRefresh("hold_answer")
        let caller = Task { try await authpipe.credential(for: me, options: CredentialOptions(forceRefresh: true)) }
        try await sandbox.waitFor(held)
        // The app goes into the background and comes back before the exchange is done.
        authpipe.wish.withLock { $0 = .suspended }
        let suspending = Task { await authpipe.suspendUnlessAwake() }
        authpipe.resume()
        try await sandbox.release(held)
        _ = try await caller.value
        await suspending.value
        _ = try await authpipe.listConnections()
        XCTAssertTrue(try open(below: folder).contains("authpipe.db"), "an app that is awake keeps its vault open")
        #endif
    }

    func testAVaultIsLetGoAfterWorkInTheBackgroundOnly() async throws {
        #if !os(Linux)
        throw XCTSkip("open files are read from /proc, which only Linux has")
        #else
        let (authpipe, _) = try await connected()
        authpipe.resume()
        await authpipe.suspendUnlessAwake()
        _ = try await authpipe.listConnections()
        XCTAssertTrue(try open(below: folder).contains("authpipe.db"), "the app is in the foreground")
        await authpipe.suspendWhenIdle()
        XCTAssertEqual(try open(below: folder), [])
        #endif
    }
}
