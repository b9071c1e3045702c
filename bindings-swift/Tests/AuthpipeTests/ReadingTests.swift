@testable import Authpipe
import Foundation
import XCTest

/// What is read often is kept fresh, whichever way it is read, and no read waits for it.
final class ReadingTests: SandboxTestCase {
    private let clock = TestClock()
    private let own = Subject.device("own")

    /// An app whose tokens live for sixty days and whose provider has no probe: nothing but reads and the refresh touches the grant.
    private func app(_ name: String) async throws -> AuthpipeClient {
        let sandbox = try sandbox
        try await sandbox.call("POST", "/generic", ["access_token_lifetime_s": .number(5_184_000)])
        let definition: JSON = [
            "name": "Own", "auth": ["user"],
            "oauth": [
                "authorization_endpoint": .text(sandbox.http + "/oauth/authorize"), "token_endpoint": .text(sandbox.http + "/oauth/token"),
                "public_clients": true,
            ],
            "lifetime": ["rotation": "strict"], "api": ["origins": [.text(sandbox.http)]],
        ]
        var provider = Provider("own", clientID: "generic-public", redirectURI: "http://127.0.0.1/callback", scopes: ["read"])
        provider.definition = try definition.encoded()
        var configuration = Configuration(
            vault: .file(try folder.appendingPathComponent(name)), key: .text(key), providers: [provider], environment: "test",
            mode: .development, background: true)
        configuration.testClock = clock
        let app = try open(configuration)
        _ = try await app.connectInteractive("own") { url in
            Task { try await loadCallback(sandbox.signIn(url.absoluteString)) }
        }
        return app
    }

    func testTheNumberOfKeptCredentialsIsBoundedAndWhatAnswersNoMoreIsLetGo() async throws {
        let app = try await app("kept.db")
        let connection = try await app.credential(for: own).connectionID
        _ = try await app.credential(for: own)
        let pending = Locked<[@Sendable () -> Void]>([])
        let kept = KeptCredentials { work in pending.withLock { $0.append(work) } }
        let answer = try XCTUnwrap(app.core.getWithValidity(subject: own.core))
        func subject(_ number: Int) -> Subject { Subject("own", of: Owner(tenantID: "t\(number)", userID: "u")) }
        for number in 0..<KeptCredentials.most { _ = kept.keep(answer, for: subject(number)) }
        XCTAssertEqual(kept.count, 10_000)
        for number in 0..<3 { _ = kept.keep(answer, for: subject(KeptCredentials.most + number)) }
        XCTAssertEqual(kept.count, KeptCredentials.most, "for each that is added, one is dropped")
        XCTAssertNotNil(kept.find(subject(KeptCredentials.most + 2)))
        // Only one sweep is to come, and while everything answers it drops nothing.
        func sweep() {
            let work = pending.withLock { work in
                defer { work = [] }
                return work
            }
            XCTAssertEqual(work.count, 1)
            work.forEach { $0() }
        }
        sweep()
        XCTAssertEqual(kept.count, KeptCredentials.most)
        try await app.disconnect(XCTUnwrap(connection))
        sweep()
        XCTAssertEqual(kept.count, 0, "nobody has asked for them")
        XCTAssertTrue(pending.withLock { $0.isEmpty }, "with nothing kept there is nothing to sweep")
    }

    func testATokenOfSixtyDaysThatIsReadDailyIsRenewedBeforeItEnds() async throws {
        let own = own
        let nobody = Subject("own", of: Owner(tenantID: "device", userID: "nobody"))
        let ways: [(String, @Sendable (AuthpipeClient) async throws -> Credential)] = [
            ("asks", { try await $0.credential(for: own) }),
            ("looks, then asks", { _ = try $0.cachedCredential(for: own); return try await $0.credential(for: own) }),
            (
                "asks where a look gives nothing",
                {
                    if let cached = try $0.cachedCredential(for: own) { return cached }
                    return try await $0.credential(for: own)
                }
            ),
        ]
        for (number, (way, read)) in ways.enumerated() {
            let app = try await app("reading\(number).db")
            let first = try await app.credential(for: own)
            for day in 1...63 {
                try await sandbox.advance(by: .seconds(23 * 3600))
                clock.advance(by: .seconds(23 * 3600))
                // Somebody else's read: the process has looked for changes, so that what is cached may answer.
                let absent = await error { try await app.credential(for: nobody) }
                XCTAssertEqual(absent?.code, .notConnected)
                let credential = try await read(app)
                XCTAssertFalse(credential.refreshed, "whoever \(way) has waited on day \(day)")
                // What the read has started ends before its lease does.
                try await app.core.idle()
            }
            let last = try await app.credential(for: own)
            XCTAssertGreaterThan(last.generation, first.generation, way)
        }
    }
}
