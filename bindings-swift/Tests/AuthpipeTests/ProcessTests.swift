import Authpipe
import Foundation
import XCTest

final class ProcessTests: SandboxTestCase {
    /// An app's extension: a process of its own on the same vault.
    private final class Companion {
        private let process = Process()
        private let input = Pipe()
        private let output = Pipe()
        private var rest = Data()

        init(_ program: String, _ arguments: [String], environment: [String: String]? = nil) throws {
            process.executableURL = AuthpipeTests.program(program)
            process.arguments = arguments
            if let environment { process.environment = environment }
            process.standardInput = input
            process.standardOutput = output
            try process.run()
        }

        func tell(_ line: String) {
            input.fileHandleForWriting.write(Data((line + "\n").utf8))
        }

        func ask(_ line: String) throws -> String {
            tell(line)
            return try answer()
        }

        func answer() throws -> String {
            while true {
                if let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    defer { rest = Data(rest[rest.index(after: end)...]) }
                    return String(decoding: rest[..<end], as: UTF8.self)
                }
                let more = output.fileHandleForReading.availableData
                guard !more.isEmpty else { throw Problem("the process has ended") }
                rest += more
            }
        }

        @discardableResult
        func end() -> Int32 {
            try? input.fileHandleForWriting.close()
            process.waitUntilExit()
            return process.terminationStatus
        }
    }

    func testAnAppAndItsExtensionUseEachOneTimeRefreshTokenOnce() async throws {
        let origin = try sandbox.http
        let definition: JSON = [
            "name": "Acme", "auth": ["user"],
            "oauth": [
                "authorization_endpoint": .text(origin + "/oauth/authorize"), "token_endpoint": .text(origin + "/oauth/token"),
                "public_clients": true,
            ],
            "lifetime": ["rotation": "strict"], "api": ["origins": [.text(origin)]], "probe": ["url": .text(origin + "/oauth/api/me")],
        ]
        let vault = try folder.appendingPathComponent("shared.db")
        let clock = TestClock()
        var provider = Provider("acme", clientID: "generic-public", redirectURI: "http://127.0.0.1/callback", scopes: ["read"])
        provider.definition = try definition.encoded()
        var configuration = Configuration(
            vault: .file(vault), key: .text(key), providers: [provider], environment: "test", mode: .development, background: false)
        configuration.testClock = clock
        let app = try open(configuration)
        let sandbox = try sandbox
        _ = try await app.connectInteractive("acme") { url in
            Task { try await loadCallback(sandbox.signIn(url.absoluteString)) }
        }
        let setup: JSON = [
            "vault": .text(vault.path), "key": .text(key), "clientID": "generic-public", "redirectURI": "http://127.0.0.1/callback",
            "definition": .text(String(decoding: try definition.encoded(), as: UTF8.self)),
        ]
        let companion = try Companion("authpipe-extension", [setup.description])
        defer { companion.end() }
        XCTAssertEqual(try companion.answer(), "ready")
        let first = try await app.credential(for: .device("acme"))
        XCTAssertEqual(try companion.ask("credential"), "1 \(first.value)")
        for generation in 2...5 {
            try await sandbox.advance(by: .seconds(7200))
            clock.advance(by: .seconds(7200))
            XCTAssertEqual(try companion.ask("advance 7200"), "advanced")
            // Both ask while the first one's refresh is held, by turns the app's and the extension's. The provider takes each
            // refresh token once, and a second request would be held and counted too. That the second side waits is seen by a call
            // that does not wait for long: it ends, and what it began goes on.
            let held = try await sandbox.hold(times: 2)
            let ours: Task<Credential, any Error>
            if generation.isMultiple(of: 2) {
                ours = Task { try await app.credential(for: .device("acme")) }
                try await sandbox.waitFor(held)
                XCTAssertEqual(try companion.ask("credential 100"), "failed timeout")
                companion.tell("credential")
            } else {
                companion.tell("credential")
                try await sandbox.waitFor(held)
                let impatient = await error {
                    try await app.credential(for: .device("acme"), options: CredentialOptions(timeout: .milliseconds(100)))
                }
                XCTAssertEqual(impatient?.code, .timeout)
                ours = Task { try await app.credential(for: .device("acme")) }
            }
            let hits = try await sandbox.hits(of: held)
            XCTAssertEqual(hits, 1)
            try await sandbox.release(held)
            let theirs = try companion.answer()
            let credential = try await ours.value
            try await sandbox.call("DELETE", "/faults")
            XCTAssertEqual(credential.generation, UInt64(generation))
            XCTAssertEqual(theirs, "\(generation) \(credential.value)")
        }
        let refreshes = try await sandbox.refreshes()
        XCTAssertEqual(refreshes.count, 4)
        XCTAssertEqual(refreshes.map { $0["status"] }, Array(repeating: 200, count: 4))
        XCTAssertEqual(Set(refreshes.map { $0["refresh_token"] }).count, 4, "each token was presented once")
        XCTAssertEqual(refreshes.dropFirst().map { $0["refresh_token"] }, refreshes.dropLast().map { $0["issued_refresh_token"] })
    }

    func testTheCommandLineSampleConnectsAndListsFilesAndThenIsSilent() async throws {
        var environment = ["AUTHPIPE_KEY": key, "MS_CLIENT_ID": Sandbox.publicClientID, "SANDBOX_ORIGIN": try sandbox.http]
        #if os(Linux)
        // Its vault is where a program's vault is by default.
        environment["XDG_DATA_HOME"] = try folder.path
        let vault = try folder.appendingPathComponent("authpipe-files/Authpipe/files.db")
        #else
        let vault = try folder.appendingPathComponent("files.db")
        environment["AUTHPIPE_VAULT"] = "sqlite:" + vault.path
        #endif
        for round in 1...2 {
            let process = Process()
            process.executableURL = program("authpipe-files")
            process.environment = environment
            let (output, errors) = (Pipe(), Pipe())
            process.standardOutput = output
            process.standardError = errors
            try process.run()
            if round == 1 {
                var said = ""
                while !said.contains("authorize?") || !said.hasSuffix("\n") {
                    let more = errors.fileHandleForReading.availableData
                    guard !more.isEmpty else { return XCTFail("the sample ended: \(said)") }
                    said += String(decoding: more, as: UTF8.self)
                }
                let page = try XCTUnwrap(said.split(separator: "\n").last)
                try await loadCallback(sandbox.signIn(String(page)))
            }
            let names = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self).split(separator: "\n")
            process.waitUntilExit()
            XCTAssertEqual(process.terminationStatus, 0)
            XCTAssertFalse(names.isEmpty, "round \(round) lists no files")
            XCTAssertEqual(errors.fileHandleForReading.readDataToEndOfFile(), Data(), "round \(round) has nothing more to say")
        }
        let signIns = try await sandbox.ledger("kind=sign_in")
        XCTAssertEqual(signIns.count, 1)
        XCTAssertTrue(FileManager.default.fileExists(atPath: vault.path), "a program has a folder of its own")
    }
}
