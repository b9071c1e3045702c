import Authpipe
import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif
import XCTest

/// What `data(for:as:)` puts on the wire.
final class ExchangeTests: SandboxTestCase {
    private let alice = Owner(tenantID: "org_acme", userID: "alice")
    private let bob = Owner(tenantID: "org_acme", userID: "bob")

    private func listener() throws -> Listener {
        let listener = try Listener()
        addTeardownBlock { listener.stop() }
        return listener
    }

    /// An app whose two users have keys of their own at the listener, under both of its names.
    private func authpipe(_ listener: Listener, _ placement: JSON = ["header": "X-Api-Key", "prefix": ""]) async throws -> AuthpipeClient {
        let definition: JSON = [
            "name": "Acme", "auth": ["api_key"],
            "api": ["origins": [.text(listener.origin), .text(listener.other)], "placement": placement],
        ]
        var provider = Provider("acme", clientID: "unused")
        provider.definition = try definition.encoded()
        var configuration = try configuration()
        configuration.dangerOrigins = [:]
        configuration.providers = [provider]
        let authpipe = try open(configuration)
        for owner in [alice, bob] { try await authpipe.store("key-of-\(owner.userID)", type: .apiKey, for: Subject("acme", of: owner)) }
        return authpipe
    }

    private func get(_ address: String, _ authpipe: AuthpipeClient, _ owner: Owner) async throws -> Int? {
        let (_, response) = try await authpipe.data(for: URLRequest(url: XCTUnwrap(URL(string: address))), as: Subject("acme", of: owner))
        return (response as? HTTPURLResponse)?.statusCode
    }

    func testWhatAServerSetsForOnePersonIsNotSentForAnother() async throws {
        let listener = try listener()
        let authpipe = try await authpipe(listener)
        listener.answer("/me", 200, "Set-Cookie: session=alices; Path=/", "Cache-Control: max-age=3600", "ETag: \"alices\"")
        for owner in [alice, bob, alice] { _ = try await get(listener.origin + "/me", authpipe, owner) }
        let requests = listener.requests
        XCTAssertEqual(requests.map { $0.headers["x-api-key"] }, ["key-of-alice", "key-of-bob", "key-of-alice"], "no answer came from a cache")
        XCTAssertEqual(requests.map { $0.headers["cookie"] }, [nil, nil, nil])
        XCTAssertEqual(requests.map { $0.headers["if-none-match"] }, [nil, nil, nil])
    }

    func testACredentialThatARedirectHasDroppedStaysDropped() async throws {
        let listener = try listener()
        let authpipe = try await authpipe(listener)
        let foreign = try self.listener()
        listener.answer("/a", 302, "Location: \(foreign.origin)/b")
        foreign.answer("/b", 302, "Location: \(listener.origin)/c")
        listener.answer("/c", 401)
        let status = try await get(listener.origin + "/a", authpipe, alice)
        XCTAssertEqual(status, 401)
        XCTAssertEqual(listener.requests.map(\.path), ["/a", "/c"], "a 401 to a request without the credential is no verdict on it")
        XCTAssertEqual(listener.requests.map { $0.headers["x-api-key"] }, ["key-of-alice", nil])
        XCTAssertEqual(foreign.requests.map { $0.headers["x-api-key"] }, [nil])
    }

    func testACredentialIsDroppedBetweenTwoOriginsOfOneAPI() async throws {
        let listener = try listener()
        let authpipe = try await authpipe(listener)
        listener.answer("/a", 302, "Location: \(listener.other)/b")
        let status = try await get(listener.origin + "/a", authpipe, alice)
        XCTAssertEqual(status, 200)
        XCTAssertEqual(listener.requests.map(\.path), ["/a", "/b"])
        XCTAssertEqual(listener.requests.map { $0.headers["x-api-key"] }, ["key-of-alice", nil])
        // Asked for directly, that origin gets it.
        _ = try await get(listener.other + "/b", authpipe, alice)
        XCTAssertEqual(listener.requests.last?.headers["x-api-key"], "key-of-alice")
    }

    func testAKeyInTheAddressIsShownNowhereAndGoesToNoOtherOrigin() async throws {
        let listener = try listener()
        let authpipe = try await authpipe(listener, ["query": ["api_key": "value"]])
        let credential = try await authpipe.credential(for: Subject("acme", of: alice))
        XCTAssertThrowsError(try credential.headers()) { XCTAssertEqual(($0 as? AuthpipeError)?.code, .invalidRequest) }
        let foreign = try self.listener()
        // The server writes the key into the way to another origin, and into one of its own.
        listener.answer("/away?api_key=key-of-alice", 302, "Location: \(foreign.origin)/x?api_key=key-of-alice&y=2")
        listener.answer("/here?api_key=key-of-alice", 307, "Location: /there?api_key=key-of-alice&z")
        listener.answer("/own?a=1&api_key=key-of-alice", 200, "X-Own: 1")
        for path in ["/a?x=%20y+z&&b", "/b?api_key=mine", "/c?API_KEY=mine&api%5Fkey=mine", "/here", "/away"] {
            _ = try await get(listener.origin + path, authpipe, alice)
        }
        XCTAssertEqual(
            listener.requests.map(\.path),
            [
                "/a?x=%20y+z&&b&api_key=key-of-alice", "/b?api_key=key-of-alice", "/c?API_KEY=mine&api_key=key-of-alice",
                "/here?api_key=key-of-alice", "/there?z&api_key=key-of-alice", "/away?api_key=key-of-alice",
            ])
        XCTAssertEqual(foreign.requests.map(\.path), ["/x?y=2"])
        XCTAssert(listener.requests.allSatisfy { $0.headers["authorization"] == nil })

        let url = try XCTUnwrap(URL(string: listener.origin + "/own?a=1"))
        let (_, response) = try await authpipe.data(for: URLRequest(url: url), as: Subject("acme", of: alice))
        XCTAssertEqual(response.url, url)
        XCTAssertEqual((response as? HTTPURLResponse)?.value(forHTTPHeaderField: "X-Own"), "1")
        // An error of the system names the address that it failed at.
        try await authpipe.close()
        let closed = try Listener()
        let gone = try await self.authpipe(closed, ["query": ["api_key": "value"]])
        closed.stop()
        do {
            _ = try await get(closed.origin + "/gone", gone, alice)
            XCTFail("nobody is there")
        } catch {
            XCTAssertNotNil(error as? URLError)
            for shown in ["\(error)", String(reflecting: error), "\((error as NSError).userInfo)"] { XCTAssertFalse(shown.contains("key-of-alice"), shown) }
        }
    }

    func testARedirectWithinAnOriginKeepsTheCredential() async throws {
        let listener = try listener()
        for header in ["X-Api-Key", "Authorization"] {
            let authpipe = try await authpipe(listener, ["header": .text(header), "prefix": "Key "])
            listener.answer("/a", 302, "Location: /b")
            _ = try await get(listener.origin + "/a", authpipe, alice)
            let sent = listener.requests.suffix(2)
            XCTAssertEqual(sent.map(\.path), ["/a", "/b"])
            XCTAssertEqual(sent.map { $0.headers[header.lowercased()] }, ["Key key-of-alice", "Key key-of-alice"])
            try await authpipe.close()
        }
    }
}
