@testable import Authpipe
import Foundation
import XCTest

/// Many keys with one call: told as they are stored, and a wrong row by its number.
final class ManyKeysTests: SandboxTestCase {
    private func app() throws -> AuthpipeClient {
        var provider = Provider("acme")
        provider.definition = try (["name": "Acme", "auth": ["api_key"], "api": ["origins": ["https://api.acme.example"]]] as JSON).encoded()
        return try open(
            Configuration(
                vault: .memory, key: .text(key), providers: [provider], environment: "test", mode: .development, background: false))
    }

    private func subject(_ number: Int) -> Subject { Subject("acme", of: Owner(tenantID: "t", userID: "u\(number)")) }

    private func rows(_ count: Int) -> [StoredRow] {
        (0..<count).map { StoredRow(["value": "sk-\($0)"], type: .apiKey, for: subject($0)) }
    }

    func testTheyAreStoredInPartsOfWhichEachIsTold() async throws {
        let authpipe = try app()
        let seen = Locked<[[Int]]>([])
        let stored = try await authpipe.storeCredentials(rows(1_200)) { done, total in seen.withLock { $0.append([done, total]) } }
        XCTAssertEqual([stored.created, stored.updated], [1_200, 0])
        XCTAssertEqual(seen.withLock { $0 }, [[500, 1_200], [1_000, 1_200], [1_200, 1_200]])
        let last = try await authpipe.credential(for: subject(1_199))
        XCTAssertEqual(last.value, "sk-1199")
    }

    func testAWrongRowIsNumberedAndNothingAtAllIsStored() async throws {
        let authpipe = try app()
        var rows = rows(700)
        rows.append(StoredRow(["value": "sk\n"], type: .apiKey, for: subject(700)))
        do {
            try await authpipe.storeCredentials(rows)
            XCTFail("a row of it is wrong")
        } catch let error as AuthpipeError {
            XCTAssertTrue(error.message.hasPrefix("rows[700]: The key has characters"), error.message)
        }
        let page = try await authpipe.listConnections(matching: ConnectionQuery(tenantID: "t"))
        XCTAssertEqual(page.data.count, 0)
    }
}
