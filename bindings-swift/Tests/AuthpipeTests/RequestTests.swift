@testable import Authpipe
import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif
import XCTest

final class RequestTests: SandboxTestCase {
    private func request(_ path: String) throws -> URLRequest {
        URLRequest(url: try XCTUnwrap(URL(string: try sandbox.http + path)))
    }

    func testARequestCarriesTheCredential() async throws {
        let (authpipe, _) = try await connected()
        let (data, response) = try await authpipe.data(for: request("/v1.0/me/drive/root/children"), as: me)
        XCTAssertEqual((response as? HTTPURLResponse)?.statusCode, 200)
        XCTAssertFalse(try XCTUnwrap(JSON.parse(data)["value"].list).isEmpty)
    }

    func testAfterA401TheRequestIsSentOnceMoreWithANewCredential() async throws {
        let (authpipe, _) = try await connected()
        let before = try await authpipe.credential(for: me)
        try await sandbox.call("POST", "/faults", ["endpoint": "graph", "action": "status", "status": 401, "times": 1])
        let (_, response) = try await authpipe.data(for: request("/v1.0/me"), as: me)
        XCTAssertEqual((response as? HTTPURLResponse)?.statusCode, 200)
        let calls = try await sandbox.ledger("kind=graph").compactMap { $0["bearer"].text }
        XCTAssertEqual(calls.count, 2)
        XCTAssertEqual(calls.first, before.value)
        XCTAssertNotEqual(calls.last, before.value)
        let refreshes = try await sandbox.refreshes()
        XCTAssertEqual(refreshes.count, 1)
    }

    func testASecond401IsTheAnswer() async throws {
        let (authpipe, _) = try await connected()
        try await sandbox.call("POST", "/faults", ["endpoint": "graph", "action": "status", "status": 401, "times": "always"])
        let (_, response) = try await authpipe.data(for: request("/v1.0/me"), as: me)
        XCTAssertEqual((response as? HTTPURLResponse)?.statusCode, 401)
        let calls = try await sandbox.ledger("kind=graph")
        XCTAssertEqual(calls.count, 2)
    }

    func testA401OfSomebodyInBetweenIsTheAnswerAndRenewsNothing() async throws {
        let (authpipe, _) = try await connected()
        let page = "<!DOCTYPE html><title>Proxy</title>"
        let fault: JSON = ["endpoint": "graph", "action": "raw", "status": 401, "content_type": "text/html", "body": .text(page)]
        for _ in 0..<2 { try await sandbox.call("POST", "/faults", fault) }
        let (data, response) = try await authpipe.data(for: request("/v1.0/me"), as: me)
        XCTAssertEqual((response as? HTTPURLResponse)?.statusCode, 401)
        XCTAssertEqual(String(decoding: data, as: UTF8.self), page, "what was looked at is read all the same")
        var streamed = Data()
        for try await piece in try await authpipe.stream(for: request("/v1.0/me"), as: me).0 { streamed += piece }
        XCTAssertEqual(String(decoding: streamed, as: UTF8.self), page)
        let calls = try await sandbox.ledger("kind=graph")
        XCTAssertEqual(calls.count, 2)
        let refreshes = try await sandbox.refreshes()
        XCTAssertEqual(refreshes, [])
    }

    func testACredentialThatWasReplacedMeanwhileIsNotRenewedAgain() async throws {
        let (authpipe, _) = try await connected()
        let old = try await authpipe.credential(for: me)
        let new = try await authpipe.credential(for: me, options: CredentialOptions(forceRefresh: true))
        let better = try await authpipe.reportRejected(old, for: me)
        XCTAssertEqual(better.value, new.value)
        let refreshes = try await sandbox.refreshes()
        XCTAssertEqual(refreshes.count, 1)
    }

    func testAnAddressOutsideTheProvidersAPIGetsNoCredential() async throws {
        let (authpipe, _) = try await connected()
        let elsewhere = try sandbox.http.replacingOccurrences(of: "127.0.0.1", with: "localhost")
        for address in [elsewhere + "/v1.0/me", try sandbox.tls + "/v1.0/me", "file:///etc/passwd"] {
            let failure = await error { try await authpipe.data(for: URLRequest(url: URL(string: address)!), as: me) }
            XCTAssertEqual(failure?.code, .invalidRequest, address)
        }
        let calls = try await sandbox.ledger("kind=graph")
        XCTAssertEqual(calls, [])
    }

    func testARedirectToAnotherOriginIsFollowedWithoutTheCredential() async throws {
        let (authpipe, _) = try await connected()
        let credential = try await authpipe.credential(for: me)
        let elsewhere = try sandbox.http.replacingOccurrences(of: "127.0.0.1", with: "localhost")
        try await sandbox.call(
            "POST", "/faults",
            ["endpoint": "graph", "path": "/v1.0/me/drive", "action": "redirect", "status": 302, "location": .text(elsewhere + "/v1.0/organization")])
        let (_, response) = try await authpipe.data(for: request("/v1.0/me/drive"), as: me)
        XCTAssertEqual(response.url?.path, "/v1.0/organization", "the redirect was followed")
        let calls = try await sandbox.ledger("kind=graph")
        XCTAssertEqual(calls.first?["bearer"].text, credential.value)
        XCTAssertEqual(calls.last?["bearer"], .null, "the other origin saw the credential")
        let refreshes = try await sandbox.refreshes()
        XCTAssertEqual(refreshes, [], "the other origin's 401 is no verdict on the credential")
    }

    func testOriginsAreWrittenAsTheCoreWritesThem() throws {
        let table = [
            ("https://Graph.Example/v1", "https://graph.example"), ("https://graph.example:443/x", "https://graph.example"),
            ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080"), ("http://[::1]:8080/", "http://[::1]:8080"),
            ("https://a:b@graph.example/", nil), ("ftp://graph.example/", nil), ("/relative", nil),
        ]
        for (address, expected) in table {
            XCTAssertEqual(origin(of: try XCTUnwrap(URL(string: address))), expected, address)
        }
    }
}
