@testable import Authpipe
import Foundation
import XCTest

/// What is read often is kept fresh, whichever way it is read, and no read waits for it.
final class ReadingTests: SandboxTestCase {
    private let clock = TestClock()
    private let own = Subject.device("own")

    /// An app whose tokens live for sixty days and whose provider has no probe: nothing but reads and the refresh touches the grant.
    private func app(_ name: String) async throws -> Authpipe {
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

    func testATokenOfSixtyDaysThatIsReadDailyIsRenewedBeforeItEnds() async throws {
        let own = own
        let nobody = Subject("own", of: Owner(tenantID: "device", userID: "nobody"))
        let ways: [(String, @Sendable (Authpipe) async throws -> Credential)] = [
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
