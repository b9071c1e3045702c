import Authpipe
import Foundation
import XCTest

/// The sample for several accounts: each command is a process of its own, so that each is a restart.
final class AccountsTests: SandboxTestCase {
    /// What a command said, and how it ended.
    private struct Run {
        let status: Int32
        let lines: [String]
        let said: String
    }

    private var environment: [String: String] = [:]

    override func setUp() async throws {
        environment = [
            "AUTHPIPE_KEY": key, "MS_CLIENT_ID": Sandbox.publicClientID, "SANDBOX_ORIGIN": try sandbox.http,
            "ACCOUNTS_FILE": try folder.appendingPathComponent("accounts.db").path,
        ]
    }

    /// `person` signs in where the command asks for it.
    private func run(_ arguments: String..., person: String? = nil, decision: String = "accept") async throws -> Run {
        let process = Process()
        process.executableURL = program("authpipe-accounts")
        process.arguments = arguments
        process.environment = environment
        let (output, errors) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, errors)
        try process.run()
        var said = ""
        if let person {
            while !said.contains("authorize?") || !said.hasSuffix("\n") {
                let more = errors.fileHandleForReading.availableData
                guard !more.isEmpty else { throw Problem("it asked nobody: \(said)") }
                said += String(decoding: more, as: UTF8.self)
            }
            let page = try XCTUnwrap(said.split(separator: "\n").last)
            try await loadCallback(sandbox.signIn(String(page), person, decision: decision))
        }
        let printed = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        said += String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Run(status: process.terminationStatus, lines: printed.split(separator: "\n").map(String.init), said: said)
    }

    func testTwoAccountsSurviveARestartADenialARevocationAndAChangedKey() async throws {
        let denied = try await run("connect", "work", person: Sandbox.bob, decision: "cancel")
        XCTAssertEqual(denied.status, 3, denied.said)
        XCTAssert(denied.said.contains("Nothing was connected, because it was cancelled or not allowed."), denied.said)

        let work = try await run("connect", "work", person: Sandbox.bob)
        XCTAssertEqual(work.lines, ["work \(Sandbox.bob)"], work.said)
        let home = try await run("connect", "home", person: Sandbox.carla)
        XCTAssertEqual(home.lines, ["home \(Sandbox.carla)"], home.said)
        let listed = try await run("list").lines.sorted()
        XCTAssertEqual(listed, ["home \(Sandbox.carla) active", "work \(Sandbox.bob) active"])
        let files = try await run("files", "work")
        XCTAssertFalse(files.lines.isEmpty, files.said)

        // The person takes one of them away at the provider.
        try await sandbox.call("POST", "/revoke", ["what": "user_tokens", "user": .text(Sandbox.bob)])
        try await sandbox.call("POST", "/revoke", ["what": "access_tokens", "user": .text(Sandbox.bob)])
        let revoked = try await run("files", "work")
        XCTAssertEqual(revoked.status, 3, revoked.said)
        XCTAssert(revoked.said.contains("The connection to your account has ended."), revoked.said)
        let other = try await run("files", "home")
        XCTAssertEqual(other.status, 0, other.said)
        let ended = try await run("list").lines
        XCTAssert(ended.contains("work \(Sandbox.bob) needs_reauth"), "\(ended)")
        let another = try await run("connect", "work", person: Sandbox.carla)
        XCTAssertEqual(another.status, 3, "another account does not take its place: \(another.said)")
        let again = try await run("connect", "work", person: Sandbox.bob)
        XCTAssertEqual(again.status, 0, again.said)
        let works = try await run("files", "work")
        XCTAssertEqual(works.lines, files.lines, works.said)

        // Another key opens nothing and harms nothing.
        environment["AUTHPIPE_KEY"] = try AuthpipeClient.makeRootKey()
        let locked = try await run("list")
        XCTAssertEqual(locked.status, 4, locked.said)
        XCTAssert(locked.said.contains("cannot be read on this device"), locked.said)
        let lost = environment["AUTHPIPE_KEY"]
        environment["AUTHPIPE_KEY"] = key
        let opened = try await run("list")
        XCTAssertEqual(opened.lines.count, 2, opened.said)
        environment["AUTHPIPE_KEY"] = lost
        let over = try await run("start-over")
        XCTAssertEqual(over.status, 0, over.said)
        let empty = try await run("list")
        XCTAssertEqual(empty.lines, [], empty.said)
        let anew = try await run("connect", "work", person: Sandbox.bob)
        XCTAssertEqual(anew.status, 0, anew.said)
        let out = try await run("sign-out", "work")
        XCTAssertEqual(out.status, 0, out.said)
        let none = try await run("files", "work")
        XCTAssertEqual(none.status, 3, none.said)
    }

    func testAnOutageSaysTryAgainAndAWrongCommandSaysHow() async throws {
        let connected = try await run("connect", "work", person: Sandbox.bob)
        XCTAssertEqual(connected.status, 0, connected.said)
        try await sandbox.call("POST", "/revoke", ["what": "access_tokens", "user": .text(Sandbox.bob)])
        try await sandbox.call("POST", "/faults", ["endpoint": "token", "action": "status", "status": 503, "times": "always"])
        let away = try await run("files", "work")
        XCTAssertEqual(away.status, 1, away.said)
        for arguments in [["connect"], ["list", "work"], ["steal", "work"]] {
            let wrong = arguments.count == 1 ? try await run(arguments[0]) : try await run(arguments[0], arguments[1])
            XCTAssertEqual(wrong.status, 2, wrong.said)
        }
    }
}
