import Authpipe
import Foundation
import XCTest

final class RefreshTests: SandboxTestCase {
    private let clock = TestClock()

    override func configuration() throws -> Configuration {
        var configuration = try super.configuration()
        configuration.testClock = clock
        return configuration
    }

    private func advance(by duration: Duration) async throws {
        try await sandbox.advance(by: duration)
        clock.advance(by: duration)
    }

    func testManyCallersAfterTheExpiryCauseOneTokenRequest() async throws {
        let (authpipe, _) = try await connected()
        let first = try await authpipe.credential(for: me)
        try await advance(by: .seconds(7200))
        let values = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<40 { group.addTask { try await authpipe.credential(for: me).value } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        XCTAssertEqual(values.count, 1)
        XCTAssertFalse(values.contains(first.value))
        let refreshes = try await sandbox.refreshes()
        XCTAssertEqual(refreshes.count, 1)
    }

    func testAFreshCredentialIsTheKeptOneAndAForcedRefreshReplacesIt() async throws {
        let (authpipe, _) = try await connected()
        let first = try await authpipe.credential(for: me)
        let second = try await authpipe.credential(for: me)
        XCTAssertEqual(first.value, second.value)
        let forced = try await authpipe.credential(for: me, options: CredentialOptions(forceRefresh: true))
        XCTAssertTrue(forced.refreshed)
        XCTAssertEqual(forced.generation, 2)
        let after = try await authpipe.credential(for: me)
        XCTAssertEqual(after.value, forced.value, "what Swift kept before is not handed out any more")
        XCTAssertFalse(after.refreshed)
    }

    func testACancelledTaskStopsWaitingAndTheSuccessorIsStored() async throws {
        let (authpipe, _) = try await connected()
        try await advance(by: .seconds(7200))
        // The answer is held after the provider has replaced the refresh token: from here on, only the answer has the successor.
        let held = try await sandbox.holdRefresh("hold_answer")
        let caller = Task { try await authpipe.credential(for: me) }
        try await sandbox.waitFor(held)
        caller.cancel()
        do {
            _ = try await caller.value
            XCTFail("a cancelled caller gets nothing")
        } catch is CancellationError {}
        try await sandbox.release(held)
        let credential = try await authpipe.credential(for: me)
        XCTAssertEqual(credential.generation, 2)
        let refreshes = try await sandbox.refreshes()
        XCTAssertEqual(refreshes.count, 1, "the refresh that nobody waited for is the one that counts")
        XCTAssertEqual(refreshes[0]["issued_access_token"].text, credential.value)
        await authpipe.close()
        let again = try open(configuration())
        let stored = try await again.credential(for: me)
        XCTAssertEqual(stored.value, credential.value, "the successor is in the vault")
    }

    func testACancelledTaskBeginsNothing() async throws {
        let (authpipe, _) = try await connected()
        try await advance(by: .seconds(7200))
        let caller = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await authpipe.credential(for: me)
        }
        do {
            _ = try await caller.value
            XCTFail("a cancelled caller gets nothing")
        } catch is CancellationError {}
        let refreshes = try await sandbox.refreshes()
        XCTAssertEqual(refreshes, [])
    }

    func testARevokedGrantNeedsASignInAndASignInHelps() async throws {
        let (authpipe, connection) = try await connected()
        let credential = try await authpipe.credential(for: me)
        let user = try XCTUnwrap(connection.externalUserID)
        try await sandbox.call("POST", "/revoke", ["what": "user_tokens", "user": .text(user)])
        try await advance(by: .seconds(7200))
        let failure = await error { try await authpipe.credential(for: me) }
        XCTAssertEqual(failure?.code, .reauthRequired)
        XCTAssertEqual(failure?.retry, .afterReauth)
        XCTAssertEqual(failure?.connectionID, connection.id)
        XCTAssertFalse("\(String(describing: failure))".contains(credential.value))
        let status = try await authpipe.connection(connection.id).status
        XCTAssertEqual(status, .needsReauth)
        try await connect(authpipe)
        let renewed = try await authpipe.credential(for: me)
        XCTAssertNotEqual(renewed.value, credential.value)
    }

    func testAnElapsedTimeoutLeavesTheRefreshAlone() async throws {
        let (authpipe, _) = try await connected()
        try await advance(by: .seconds(7200))
        let held = try await sandbox.holdRefresh()
        let failure = await error { try await authpipe.credential(for: me, options: CredentialOptions(timeout: .milliseconds(20))) }
        XCTAssertEqual(failure?.code, .timeout)
        XCTAssertEqual(failure?.retry, .later)
        try await sandbox.release(held)
        let credential = try await authpipe.credential(for: me)
        XCTAssertEqual(credential.generation, 2)
        let refreshes = try await sandbox.refreshes()
        XCTAssertEqual(refreshes.count, 1)
    }

    func testEventsOfTheVaultArriveInOrder() async throws {
        let authpipe = try open(configuration())
        let events = authpipe.events()
        let connection = try await connect(authpipe)
        _ = try await authpipe.credential(for: me, options: CredentialOptions(forceRefresh: true))
        try await authpipe.disconnect(connection.id)
        var seen: [AuthpipeEvent.Kind] = []
        for await event in events {
            XCTAssertEqual(event.connectionID, connection.id)
            seen.append(event.kind)
            if event.kind == .connectionDeleted { break }
        }
        XCTAssertEqual(seen, [.connectionCreated, .tokenRefreshed, .connectionDeleted])
    }
}
