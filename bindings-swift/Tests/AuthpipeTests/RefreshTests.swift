import Authpipe
import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif
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

    /// Cancels a call whose exchange is held, lets the exchange end, and gives what the vault has then.
    private func stored(
        afterCancelling call: @escaping @Sendable (AuthpipeClient) async throws -> Void, _ authpipe: AuthpipeClient, _ held: String, for subject: Subject = me
    ) async throws -> Credential {
        let caller = Task { try await call(authpipe) }
        try await sandbox.waitFor(held)
        caller.cancel()
        do {
            try await caller.value
            XCTFail("a cancelled caller gets nothing")
        } catch is CancellationError {}
        try await sandbox.release(held)
        // The last handle on the vault waits for what is under way.
        try await authpipe.close()
        let again = try open(configuration())
        let credential = try await again.credential(for: subject)
        try await again.close()
        return credential
    }

    func testACancelledTaskStopsWaitingAndTheSuccessorIsStored() async throws {
        let (first, _) = try await connected()
        try await first.close()
        let request = URLRequest(url: try XCTUnwrap(URL(string: try sandbox.http + "/v1.0/me")))
        let calls: [(String, @Sendable (AuthpipeClient) async throws -> Void)] = [
            ("credential", { _ = try await $0.credential(for: me) }),
            ("reportRejected", { _ = try await $0.reportRejected(generation: 2, for: me) }),
            ("data", { _ = try await $0.data(for: request, as: me) }),
        ]
        var generation: UInt64 = 1
        // Before the provider has replaced the refresh token, and after it: then only the answer has the successor.
        for action in ["hold", "hold_answer"] {
            for (name, call) in calls {
                let authpipe = try open(configuration())
                try await advance(by: .seconds(7200))
                let held = try await sandbox.hold(action)
                let credential = try await stored(afterCancelling: call, authpipe, held)
                generation += 1
                XCTAssertEqual(credential.generation, generation, "\(name), \(action)")
                let refreshes = try await sandbox.refreshes()
                XCTAssertEqual(refreshes.count, Int(generation) - 1, "the refresh that nobody waited for is the one that counts: \(name), \(action)")
                XCTAssertEqual(refreshes.last?["issued_access_token"].text, credential.value)
            }
        }
    }

    func testACancelledSignInWhoseCodeIsOnItsWayIsStored() async throws {
        let sandbox = try sandbox
        for action in ["hold", "hold_answer"] {
            let owner = Owner(tenantID: "device", userID: action)
            let held = try await sandbox.hold(action, "authorization_code")
            let credential = try await stored(
                afterCancelling: { authpipe in
                    _ = try await authpipe.connect(.microsoftOneDrive, for: owner) { url, _ in
                        URL(string: try await sandbox.signIn(url.absoluteString))!
                    }
                }, open(configuration()), held, for: Subject(.microsoftOneDrive, of: owner))
            XCTAssertEqual(credential.generation, 1, action)
        }
        let exchanges = try await sandbox.ledger("kind=token_request")
        XCTAssertEqual(exchanges.count, 2)
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
        let held = try await sandbox.hold()
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
        let seen = try await bounded {
            var seen: [AuthpipeEvent] = []
            for try await event in events {
                seen.append(event)
                if event.kind == .connectionDeleted { break }
            }
            return seen
        }
        XCTAssertEqual(seen.map(\.kind), [.connectionCreated, .tokenRefreshed, .connectionDeleted])
        XCTAssertEqual(Set(seen.map(\.connectionID)), [connection.id])
        // Whoever has done the first one goes on behind it.
        let rest = authpipe.events(after: seen[0].cursor)
        let again = try await bounded {
            var again: [AuthpipeEvent] = []
            for try await event in rest {
                again.append(event)
                if event.kind == .connectionDeleted { break }
            }
            return again
        }
        XCTAssertEqual(again.map(\.id), seen.dropFirst().map(\.id))
    }
}
