import Authpipe
import AuthpipeTesting
import Foundation
import NotesKit
import XCTest

/// The model of the sample app, as a test of an app is written.
@available(macOS 14, *)
final class NotesModelTests: XCTestCase {
    func testALaunchIsSilentAndTheNextOneHasTheFiles() async throws {
        try await onADevice { device in
            let first = try device.start()
            XCTAssertEqual(first.phase, .opening)
            await first.launch()
            XCTAssertEqual(first.phase, .open)
            XCTAssertEqual(first.accounts, [])
            await first.connect(device.person())
            XCTAssertNil(first.failure)
            XCTAssertEqual(first.accounts.count, 1)
            XCTAssertEqual(first.accounts.first?.files.isEmpty, false)
            try await quit(first)

            let second = try device.start()
            await second.launch()
            XCTAssertEqual(second.accounts, first.accounts)
            try await quit(second)
        }
    }

    /// A view that appears and an app that becomes active both launch.
    func testTwoLaunchesAtOnceOpenTheVaultOnce() async throws {
        try await onADevice { device in
            let made = Box<Int>()
            let model = NotesModel(graph: try XCTUnwrap(URL(string: device.sandbox.httpOrigin + "/v1.0"))) {
                made.value = (made.value ?? 0) + 1
                return device.configuration()
            }
            async let one: Void = model.launch()
            async let other: Void = model.launch()
            _ = await (one, other)
            XCTAssertEqual(made.value, 1)
            XCTAssertEqual(model.phase, .open)
            try await quit(model)
        }
    }

    func testTwoAccountsOfOnePersonAndOneSignsOut() async throws {
        try await onADevice { device in
            let model = try device.start()
            await model.launch()
            await model.connect(device.person())
            await model.connect(device.person(AuthpipeTesting.Sandbox.other))
            XCTAssertEqual(Set(model.accounts.map(\.label)), ["", "account-2"])
            XCTAssertEqual(Set(model.accounts.map(\.name)).count, 2)
            let first = try XCTUnwrap(model.accounts.first { $0.label.isEmpty })
            await model.signOut(first)
            XCTAssertEqual(model.accounts.map(\.label), ["account-2"])
            await model.connect(device.person())
            XCTAssertEqual(Set(model.accounts.map(\.label)), ["", "account-2"], "its place is free again")
            try await quit(model)
        }
    }

    func testWhoseGrantHasEndedIsAskedToSignInAgain() async throws {
        try await onADevice { device in
            let model = try device.start()
            await model.launch()
            await model.connect(device.person())
            let id = model.accounts.first?.id
            try await device.sandbox.revoke()
            try await device.sandbox.expireTokens()
            await model.reload()
            let ended = try XCTUnwrap(model.accounts.first)
            XCTAssert(ended.needsSignIn)
            XCTAssertEqual(ended.failure?.wayOn, .signInAgain)
            XCTAssertEqual(ended.failure?.title, "The connection to your account has ended.")
            await model.signInAgain(ended, device.person())
            XCTAssertEqual(model.accounts.first?.needsSignIn, false)
            XCTAssertEqual(model.accounts.first?.id, id)
            XCTAssertEqual(model.accounts.first?.files.isEmpty, false)
            try await quit(model)
        }
    }

    func testAClosedSheetSaysNothingAndADenialDoes() async throws {
        try await onADevice { device in
            let model = try device.start()
            await model.launch()
            await model.connect { _, _ in throw AuthpipeError.cancelled() }
            XCTAssertNil(model.failure)
            await model.connect(device.person(AuthpipeTesting.Sandbox.member, .cancel))
            XCTAssertEqual(model.failure?.title, "Nothing was connected, because it was cancelled or not allowed.")
            XCTAssertEqual(model.failure?.wayOn, .dismiss)
            model.failure = nil
            await model.connect(device.person())
            XCTAssertEqual(model.accounts.count, 1)
            try await quit(model)
        }
    }

    func testAnOutageIsLeftByTryingAgain() async throws {
        try await onADevice { device in
            let model = try device.start()
            await model.launch()
            await model.connect(device.person())
            try await device.sandbox.expireTokens()
            try await device.sandbox.down()
            await model.reload()
            XCTAssertEqual(model.accounts.first?.failure?.wayOn, .tryAgain)
            XCTAssertEqual(model.accounts.first?.needsSignIn, false)
            XCTAssertEqual(model.accounts.first?.files.isEmpty, false, "what was read stays")
            try await device.sandbox.up()
            try await device.sandbox.advance(by: 5)
            await model.launch()
            XCTAssertNil(model.accounts.first?.failure)
            try await quit(model)
        }
    }

    func testAKeyThatHasChangedIsNoDeadEnd() async throws {
        try await onADevice { device in
            let before = try device.start()
            await before.launch()
            await before.connect(device.person())
            try await quit(before)

            try device.changeKey()
            let model = try device.start()
            await model.launch()
            guard case .closed(let failure) = model.phase else { return XCTFail("\(model.phase)") }
            XCTAssertEqual(failure.wayOn, .startOver)
            XCTAssertEqual(failure.title, "What was connected cannot be read on this device.")
            await model.startOver()
            XCTAssertEqual(model.phase, .open)
            XCTAssertEqual(model.accounts, [])
            await model.connect(device.person())
            XCTAssertEqual(model.accounts.count, 1)
            try await quit(model)
        }
    }

    func testAnAnswerThatNobodyWaitsForIsSaidToBeUnknown() async throws {
        try await onADevice { device in
            let model = try device.start()
            await model.open(try XCTUnwrap(URL(string: "msauth.com.acme.notes://auth?code=x&state=y")))
            XCTAssertEqual(model.failure?.title, "This sign-in is not known here, or it was finished before.")
            XCTAssertEqual(model.phase, .open)
            await model.refreshInBackground()
            try await quit(model)
        }
    }
}

@available(macOS 14, *)
@MainActor
private func quit(_ model: NotesModel) async throws { try await model.opened?.close() }

@available(macOS 14, *)
private func onADevice(_ work: @MainActor (Device) async throws -> Void) async throws {
    let device = try Device()
    do { try await work(device) } catch {
        try device.end()
        throw error
    }
    try device.end()
}

/// What stays while an app is started again: its files, its key, and the provider.
@available(macOS 14, *)
private final class Device: Sendable {
    let sandbox: AuthpipeTesting.Sandbox
    let folder: URL
    private let key = Box<String>()

    init() throws {
        guard let program = ProcessInfo.processInfo.environment["AUTHPIPE_SANDBOX_BIN"] else {
            throw Problem("AUTHPIPE_SANDBOX_BIN is not set: run the tests with `cargo xtask test swift`")
        }
        sandbox = try AuthpipeTesting.Sandbox(program: URL(fileURLWithPath: program))
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("authpipe-notes-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        try changeKey()
    }

    /// As after a restore to another device.
    func changeKey() throws { key.value = try AuthpipeClient.makeRootKey() }

    func end() throws {
        sandbox.close()
        try FileManager.default.removeItem(at: folder)
    }

    func configuration() -> Configuration {
        var configuration = sandbox.configuration()
        configuration.vault = .file(folder.appendingPathComponent("notes.db"))
        configuration.key = .text(key.value ?? "")
        return configuration
    }

    @MainActor
    func start() throws -> NotesModel {
        NotesModel(graph: try XCTUnwrap(URL(string: sandbox.httpOrigin + "/v1.0"))) { self.configuration() }
    }

    func person(_ username: String = AuthpipeTesting.Sandbox.member, _ decision: AuthpipeTesting.Sandbox.Decision = .accept) -> NotesModel.Present {
        { url, _ in try await self.sandbox.signIn(url, username: username, decision: decision) }
    }
}
