@testable import Authpipe
import Foundation
import XCTest

/// The part of an adapter that no framework has.
final class MountingTests: SandboxTestCase {
    private func handler(_ logger: (@Sendable (LogLine) -> Void)? = nil) throws -> Handler {
        var configuration = try configuration()
        configuration.logger = logger
        configuration.publicClientsOnly = false
        configuration.baseURL = URL(string: "http://localhost:4000/api/authpipe")
        configuration.providers = [
            Provider(.microsoftOneDrive, clientID: Sandbox.clientID, clientSecret: Sandbox.clientSecret, scopes: ["Files.Read"])
        ]
        return try open(configuration).handler()
    }

    private func request(_ method: String, _ target: String, _ headers: [(name: String, value: String)] = []) throws -> Handler.Request {
        try XCTUnwrap(Handler.Request(method: method, target: target, below: "/api/authpipe", headers: headers), target)
    }

    func testARequestIsTakenBelowTheMountPointOnly() {
        let table: [(target: String, mount: String, path: String?, query: String)] = [
            ("/api/authpipe/connections?limit=2&a=%20b", "/api/authpipe", "/connections", "limit=2&a=%20b"),
            ("/api/authpipe/connections", "/api/authpipe/", "/connections", ""),
            ("/api/authpipe", "/api/authpipe", "/", ""), ("/api/authpipe?x", "/api/authpipe", "/", "x"),
            ("/api/authpipe/%63onnections", "/api/authpipe", "/%63onnections", ""),
            ("http://notes.acme.test:80/api/authpipe/callback?state=s", "/api/authpipe", "/callback", "state=s"),
            ("http://notes.acme.test", "", "/", ""), ("/connections?next=http://x/", "", "/connections", "next=http://x/"),
            ("/http://notes.acme.test/api/authpipe/callback?state=s", "/api/authpipe", "/callback", "state=s"),
            ("HTTPS://notes.acme.test/x", "", "/x", ""), ("http://notes.acme.test?a=b", "", "/", "a=b"),
            ("ftp://notes.acme.test/api/authpipe/x", "/api/authpipe", nil, ""), ("/x?at=http://y/z", "", "/x", "at=http://y/z"),
            ("/api/authpipes/connections", "/api/authpipe", nil, ""), ("/api", "/api/authpipe", nil, ""), ("*", "/api/authpipe", nil, ""),
            ("/other?at=/api/authpipe/", "/api/authpipe", nil, ""),
            // What the core takes for the same: slashes too many, and escapes of characters that need none.
            ("//api//authpipe//connections/", "/api/authpipe", "//connections/", ""), ("//api/authpipe//", "/api/authpipe", "//", ""),
            ("/%61pi/auth%70ipe/connections?a=%61", "/api/authpipe", "/connections", "a=%61"),
            ("/my-app/auth/providers", "/my%2Dapp/auth", "/providers", ""), ("/my%2dapp/x", "/my-app", "/x", ""),
            ("/my%20app/x", "/my%20app", "/x", ""), ("/my app/x", "/my%20app", nil, ""), ("/api%2Fauthpipe/x", "/api/authpipe", nil, ""),
            ("/api/authpipe%2Fx", "/api/authpipe", nil, ""), ("/API/authpipe/x", "/api/authpipe", nil, ""), ("/%6/x", "/%6", "/x", ""),
            ("/%+1/x", "/%+1", "/x", ""), ("/%", "/api", nil, ""), ("/authpipe/x", "/api/authpipe", nil, ""),
        ]
        for row in table {
            let request = Handler.Request(method: "get", target: row.target, below: row.mount)
            XCTAssertEqual(request?.path, row.path, row.target)
            XCTAssertEqual(request?.query ?? "", row.query, row.target)
            if let request { XCTAssertEqual(request.method, "GET") }
        }
    }

    func testAWrongMountIsToldByAnswersAndOnceByTheLog() async throws {
        let lines = HeardLines()
        let handler = try handler { lines.add($0) }
        func warning(_ target: String, below mount: String) async throws -> String? {
            let request = try XCTUnwrap(Handler.Request(method: "GET", target: target, below: mount))
            let answer = try await handler.respond(to: request) { _, _ in } identify: { nil }
            return answer.headers.first { $0.name == "x-authpipe-warning" }?.value
        }
        for target in ["/api/authpipe/providers", "//api/authpipe/providers?x=/auth/providers", "/api/authpipe/nowhere"] {
            let told = try await warning(target, below: "/api/authpipe")
            XCTAssertNil(told, target)
        }
        for _ in 1...2 {
            let said = try await warning("/auth/providers", below: "/auth")
            // Where answers say nothing, a line of the log would be waited for in vain.
            let told = try XCTUnwrap(said)
            XCTAssertEqual(told, "requests come to another path than the base URL has; the log says which")
        }
        _ = await lines.first { $0.message.contains("came to \"/auth/providers\"") }
        XCTAssertEqual(lines.all.filter { $0.message.contains("came to") }.count, 1)
        // A request that an adapter has made of a path alone says nothing of where it came.
        let bare = try await self.handler().handle(Handler.Request(method: "GET", path: "/providers"), principal: nil)
        XCTAssertFalse(bare.headers.contains { $0.name == "x-authpipe-warning" })
    }

    func testALookAtTheHeadersIsToldTheLengthOfWhatItLeavesOut() async throws {
        let handler = try handler()
        for target in ["/api/authpipe/providers", "/api/authpipe/nowhere"] {
            let whole = try await handler.respond(to: request("GET", target)) { _, _ in } identify: { nil }
            let looked = try await handler.respond(to: request("HEAD", target)) { _, _ in } identify: { nil }
            XCTAssertEqual(looked.body, Data(), target)
            XCTAssertEqual(looked.headers.filter { $0.name == "content-length" }.map(\.value), ["\(whole.body.count)"], target)
            XCTAssertNil(whole.headers.first { $0.name == "content-length" }, "a server counts what it sends")
        }
    }

    func testWhoIsSignedInIsAskedOnceAndOnlyWhereItMatters() async throws {
        let handler = try handler()
        var asked = 0
        let listed = try await handler.respond(to: request("GET", "/api/authpipe/connections")) { _, _ in
            XCTFail("nothing failed")
        } identify: {
            asked += 1
            return Handler.Principal(tenantID: "org_acme", userID: "u", role: .member)
        }
        XCTAssertEqual(listed.status, 200)
        XCTAssertEqual(asked, 1)
        let nowhere = try await handler.respond(to: request("GET", "/api/authpipe/nowhere")) { _, _ in
            XCTFail("nothing failed")
        } identify: {
            asked += 1
            return nil
        }
        XCTAssertEqual(nowhere.status, 404)
        XCTAssertEqual(asked, 1)
        let nobody = try await handler.respond(to: request("GET", "/api/authpipe/connections")) { _, _ in } identify: { nil }
        XCTAssertEqual(nobody.status, 401)
    }

    func testAnIdentifyThatFailsIsAnsweredAndToldWithTheRequestID() async throws {
        struct SessionStoreIsDown: Error {}
        let handler = try handler()
        for wrong in [true, false] {
            var told: [(error: any Error, requestID: String)] = []
            let answer = try await handler.respond(to: request("GET", "/api/authpipe/connections", [("accept", "application/json")])) {
                told.append(($0, $1))
            } identify: {
                if wrong { throw SessionStoreIsDown() }
                return Handler.Principal(tenantID: "no grammar has a space", userID: "u", role: .admin)
            }
            XCTAssertEqual(answer.status, 500)
            let first = try XCTUnwrap(told.first)
            XCTAssertEqual(told.count, 1)
            XCTAssertEqual(first.error is SessionStoreIsDown, wrong, "\(first.error)")
            let body = try JSON.parse(answer.body)
            XCTAssertEqual(body["code"].text, "identify_failed")
            XCTAssertEqual(body["request_id"].text, first.requestID)
            XCTAssertFalse(String(decoding: answer.body, as: UTF8.self).contains("SessionStoreIsDown"))
        }
    }

    func testABodyThatIsTooLargeIsToldByTheHandler() async throws {
        let handler = try handler()
        var request = try request("POST", "/api/authpipe/oauth/sessions", [("content-type", "application/json")])
        request.body = Data(repeating: 32, count: Handler.readAtMost + 1)
        for body in [request.body, Handler.tooLarge] {
            request.body = body
            let answer = try await handler.respond(to: request) { _, _ in } identify: {
                Handler.Principal(tenantID: "org_acme", userID: "u", role: .member)
            }
            XCTAssertEqual(answer.status, 413)
            XCTAssertEqual(try JSON.parse(answer.body)["code"].text, "too_large")
        }
    }
}
