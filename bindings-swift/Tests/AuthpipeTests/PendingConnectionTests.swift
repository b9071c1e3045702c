@testable import Authpipe
import Foundation
import XCTest

/// A sign-in whose answer comes to the app by itself, also after that was started again.
final class PendingConnectionTests: SandboxTestCase {
    private func configuration(_ keeper: Kept?, _ change: (inout Configuration) -> Void = { _ in }) throws -> Configuration {
        var configuration = try configuration()
        configuration.key.signIns = keeper
        change(&configuration)
        return configuration
    }

    private func answer(_ pending: PendingConnection, _ username: String = Sandbox.bob, decision: String = "accept") async throws -> URL {
        let back = try await sandbox.signIn(pending.url.absoluteString, username, decision: decision)
        return try XCTUnwrap(URL(string: back))
    }

    func testASignInSurvivesTheEndOfItsProcess() async throws {
        let keeper = Kept()
        let before = try open(configuration(keeper))
        let begun = try await before.beginConnecting(.microsoftOneDrive, label: "work")
        XCTAssertEqual(begun.callback, .scheme("msauth.com.acme.notes"))
        let back = try await answer(begun)
        try await before.close()

        let after = try open(configuration(keeper))
        XCTAssertEqual(try after.pendingConnections(), [begun])
        let connection = try await after.complete(back)
        XCTAssertEqual(connection.label, "work")
        XCTAssertEqual(try after.pendingConnections(), [])
        XCTAssertEqual(keeper.kept.count, 0, "what finished it is kept no longer")
        let credential = try await after.credential(for: Subject(.microsoftOneDrive, of: .device, label: "work"))
        XCTAssertEqual(credential.connectionID, connection.id)
        let again = await error { try await after.complete(back) }
        XCTAssertEqual(again?.code, .stateInvalid)
    }

    func testWithoutAKeeperNothingIsLeftForTheNextProcess() async throws {
        let before = try open(configuration(nil))
        let begun = try await before.beginConnecting(.microsoftOneDrive)
        let back = try await answer(begun)
        try await before.close()
        let after = try open(configuration(nil))
        XCTAssertEqual(try after.pendingConnections(), [])
        let error = await error { try await after.complete(back) }
        XCTAssertEqual(error?.code, .stateInvalid)
    }

    func testAnAnswerThatComesToTheAppEndsTheCallThatWaits() async throws {
        let keeper = Kept()
        let authpipe = try open(configuration(keeper))
        let shown = Box<URL>()
        let caller = Task {
            try await authpipe.connect(.microsoftOneDrive) { url, _ in
                shown.value = url
                // A browser gives nothing back.
                try await Task.sleep(for: .seconds(3600))
                throw AuthpipeError.cancelled()
            }
        }
        try await bounded { while shown.value == nil { await Task.yield() } }
        let pending = try XCTUnwrap(try authpipe.pendingConnections().first)
        XCTAssertEqual(pending.url, shown.value)
        let connection = try await authpipe.complete(try await answer(pending))
        let waited = try await bounded { try await caller.value }
        XCTAssertEqual(waited.id, connection.id)
        XCTAssertEqual(keeper.kept.count, 0)
    }

    func testWhatAnswersNoSignInChangesNothing() async throws {
        let keeper = Kept()
        let authpipe = try open(configuration(keeper))
        let begun = try await authpipe.beginConnecting(.microsoftOneDrive)
        let back = try await answer(begun)
        for strange in ["\(Sandbox.nativeRedirect)?code=x&state=guessed", "https://example.com/?code=x", "msauth.com.acme.notes://other?code=x"] {
            let error = await error { try await authpipe.complete(try XCTUnwrap(URL(string: strange))) }
            XCTAssertEqual(error?.code, .stateInvalid, strange)
        }
        XCTAssertEqual(try authpipe.pendingConnections(), [begun])
        _ = try await authpipe.complete(back)
    }

    func testADenialEndsTheSignIn() async throws {
        let keeper = Kept()
        let authpipe = try open(configuration(keeper))
        let begun = try await authpipe.beginConnecting(.microsoftOneDrive)
        let back = try await answer(begun, decision: "cancel")
        let error = await error { try await authpipe.complete(back) }
        XCTAssertEqual(error?.code, .accessDenied)
        XCTAssertEqual(try authpipe.pendingConnections(), [])
        XCTAssertEqual(keeper.kept.count, 0)
    }

    func testASignInThatIsCancelledOrPastItsTimeIsForgotten() async throws {
        let (keeper, clock) = (Kept(), TestClock())
        let authpipe = try open(configuration(keeper) { $0.testClock = clock })
        let begun = try await authpipe.beginConnecting(.microsoftOneDrive)
        let back = try await answer(begun)
        try await authpipe.cancel(begun)
        let error = await error { try await authpipe.complete(back) }
        XCTAssertEqual(error?.code, .stateInvalid)
        let late = try await authpipe.beginConnecting(.microsoftOneDrive)
        XCTAssertEqual(try authpipe.pendingConnections(), [late])
        let lateBack = try await answer(late)
        clock.advance(by: .seconds(3600))
        let expired = await self.error { try await authpipe.complete(lateBack) }
        XCTAssertEqual(expired?.code, .sessionExpired)
        XCTAssertEqual(keeper.kept.count, 0)
        _ = try await authpipe.beginConnecting(.microsoftOneDrive)
        clock.advance(by: .seconds(3600))
        XCTAssertEqual(try authpipe.pendingConnections(), [])
        XCTAssertEqual(keeper.kept.count, 0)
    }

    func testASheetThatIsClosedLeavesNothing() async throws {
        let keeper = Kept()
        let authpipe = try open(configuration(keeper))
        let error = await error { try await authpipe.connect(.microsoftOneDrive) { _, _ in throw AuthpipeError.cancelled() } }
        XCTAssertEqual(error?.code, .cancelled)
        XCTAssertEqual(keeper.kept.count, 0)
        XCTAssertEqual(try authpipe.pendingConnections(), [])
    }

    func testAPendingConnectionPrintsNoState() async throws {
        let authpipe = try open(configuration(nil))
        let begun = try await authpipe.beginConnecting(.microsoftOneDrive)
        var dumped = ""
        dump(begun, to: &dumped)
        for text in ["\(begun)", String(reflecting: begun), dumped] {
            XCTAssertFalse(text.contains("state="), text)
        }
    }
}

/// In the place of the Keychain.
private final class Kept: SignInKeeper {
    private let items = Locked<[String: Data]>([:])

    var kept: [String: Data] { items.withLock { $0 } }

    func all() throws -> [String: Data] { kept }
    func keep(_ signIn: Data, as id: String) throws { items.withLock { $0[id] = signIn } }
    func forget(_ id: String) throws { items.withLock { $0[id] = nil } }
}
