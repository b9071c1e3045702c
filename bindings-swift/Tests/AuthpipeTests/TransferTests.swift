@testable import Authpipe
import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif
import XCTest

/// Bodies that come piece by piece, files that go and come, and the app's own session: with the rules of `data(for:as:using:)`.
final class TransferTests: SandboxTestCase {
    private let alice = Subject("acme", of: Owner(tenantID: "org_acme", userID: "alice"))

    private func listener() throws -> Listener {
        let listener = try Listener()
        addTeardownBlock { listener.stop() }
        return listener
    }

    /// An app with a key at the listener.
    private func authpipe(_ listener: Listener) async throws -> AuthpipeClient {
        let definition: JSON = [
            "name": "Acme", "auth": ["api_key"],
            "api": ["origins": [.text(listener.origin)], "placement": ["header": "X-Api-Key", "prefix": ""]],
        ]
        var provider = Provider("acme", clientID: "unused")
        provider.definition = try definition.encoded()
        var configuration = try configuration()
        configuration.dangerOrigins = [:]
        configuration.providers = [provider]
        let authpipe = try open(configuration)
        try await authpipe.store("the-key", type: .apiKey, for: alice)
        return authpipe
    }

    private func request(_ address: String, _ method: String = "GET") throws -> URLRequest {
        var request = URLRequest(url: try XCTUnwrap(URL(string: address)))
        request.httpMethod = method
        return request
    }

    func testABodyIsReadWhileItArrives() async throws {
        let listener = try listener()
        let authpipe = try await authpipe(listener)
        let (first, second) = (Data(repeating: 1, count: 70_000), Data(repeating: 2, count: 50))
        let gate = DispatchSemaphore(value: 0)
        listener.answer("/big", pieces: [first, second]) { gate.wait() }
        let (body, response) = try await authpipe.stream(for: request(listener.origin + "/big"), as: alice)
        XCTAssertEqual((response as? HTTPURLResponse)?.statusCode, 200)
        var read = Data()
        // The second piece goes only when all of the first was read: a body that is gathered first would never come.
        for try await piece in body {
            XCTAssertFalse(piece.isEmpty)
            read += piece
            if read.count == first.count { gate.signal() }
        }
        XCTAssertEqual(read, first + second)
        XCTAssertEqual(listener.requests.map { $0.headers["x-api-key"] }, ["the-key"])
    }

    func testATransferThatIsCutThrowsAndIsNoShortBody() async throws {
        let listener = try listener()
        let authpipe = try await authpipe(listener)
        listener.answer("/cut", 200, "Content-Length: 100")
        let (body, _) = try await authpipe.stream(for: request(listener.origin + "/cut"), as: alice)
        do {
            for try await _ in body {}
            XCTFail("the body has an end")
        } catch {
            XCTAssertTrue(error is URLError, "\(error)")
        }
    }

    func testWhoStopsWaitingForAPieceGoesAtOnce() async throws {
        let listener = try listener()
        let authpipe = try await authpipe(listener)
        let gate = DispatchSemaphore(value: 0)
        listener.answer("/slow", pieces: [Data([1]), Data([2])]) { gate.wait() }
        let (body, _) = try await authpipe.stream(for: request(listener.origin + "/slow"), as: alice)
        let begun = AsyncStream<Void>.makeStream()
        let reading = Task {
            for try await _ in body { begun.continuation.yield() }
        }
        _ = await begun.stream.first { true }
        reading.cancel()
        let outcome = await reading.result
        gate.signal()
        XCTAssertThrowsError(try outcome.get()) { XCTAssertTrue($0 is CancellationError, "\($0)") }
    }

    func testWhatABodyBeginsWithHasAProblemToItsEnd() async throws {
        let arriving = Arriving { _ in }
        arriving.append(Data("oauth_problem=ti".utf8))
        let looking = Task { try await arriving.begun() }
        // It has looked at the first piece by then, and waits.
        for _ in 0..<1000 { await Task.yield() }
        arriving.append(Data("mestamp_refused".utf8))
        arriving.finish(.success(()))
        let begun = try await looking.value
        XCTAssertEqual(begun, Data("oauth_problem=timestamp_refused".utf8))
        let read = try await arriving.next()
        XCTAssertEqual(read, begun)
        // A page is told at once.
        let page = Arriving { _ in }
        page.append(Data("<!DOCTYPE html><title>".utf8))
        let told = try await page.begun()
        XCTAssertEqual(told, Data("<!DOCTYPE html><title>".utf8))
    }

    func testAnUploadTellsHowFarItIs() async throws {
        let listener = try listener()
        let authpipe = try await authpipe(listener)
        let content = Data((0..<300_000).map { UInt8(truncatingIfNeeded: $0) })
        let file = try folder.appendingPathComponent("notes.bin")
        try content.write(to: file)
        let told = Locked<[Int64]>([])
        let totals = Locked<Set<Int64?>>([])
        let (_, one) = try await authpipe.upload(for: request(listener.origin + "/a", "PUT"), from: content, as: alice) { sent, total in
            told.withLock { $0.append(sent) }
            totals.withLock { _ = $0.insert(total) }
        }
        XCTAssertEqual(told.withLock { $0 }.last, 300_000)
        XCTAssertEqual(told.withLock { $0 }, told.withLock { $0 }.sorted())
        XCTAssertEqual(totals.withLock { $0 }, [300_000])
        let (_, two) = try await authpipe.upload(for: request(listener.origin + "/b", "PUT"), fromFile: file, as: alice)
        XCTAssertEqual([one, two].map { ($0 as? HTTPURLResponse)?.statusCode }, [200, 200])
        XCTAssertEqual(listener.requests.map(\.body), [content, content])
        XCTAssertEqual(listener.requests.map { $0.headers["x-api-key"] }, ["the-key", "the-key"])
    }

    func testABodyGoesAlongWithARedirectThatKeepsTheMethodAndTheCredentialDoesNotGoElsewhere() async throws {
        let (listener, foreign) = (try listener(), try listener())
        let authpipe = try await authpipe(listener)
        listener.answer("/a", 307, "Location: \(foreign.origin)/b")
        _ = try await authpipe.upload(for: request(listener.origin + "/a", "PUT"), from: Data("text".utf8), as: alice)
        XCTAssertEqual(foreign.requests.map { "\($0.method) \(String(decoding: $0.body, as: UTF8.self))" }, ["PUT text"])
        XCTAssertEqual(foreign.requests.map { $0.headers["x-api-key"] }, [nil])
        listener.answer("/c", 303, "Location: /d")
        _ = try await authpipe.upload(for: request(listener.origin + "/c", "POST"), from: Data("text".utf8), as: alice)
        XCTAssertEqual(listener.requests.last.map { "\($0.method) \($0.path) \($0.body.count)" }, "GET /d 0")
        var posted = try request(listener.origin + "/e", "POST")
        posted.httpBody = Data("body".utf8)
        listener.answer("/e", 308, "Location: /f")
        _ = try await authpipe.data(for: posted, as: alice)
        XCTAssertEqual(listener.requests.last.map { "\($0.method) \($0.path) \($0.body.count)" }, "POST /f 4")
    }

    func testAnUploadIsSentOnceMoreAfterA401() async throws {
        let (authpipe, _) = try await connected()
        try await sandbox.call("POST", "/faults", ["endpoint": "graph", "action": "status", "status": 401, "times": 1])
        let (_, response) = try await authpipe.upload(for: request(sandbox.http + "/v1.0/me", "POST"), from: Data("{}".utf8), as: me)
        XCTAssertNotEqual((response as? HTTPURLResponse)?.statusCode, 401)
        let calls = try await sandbox.ledger("kind=graph").compactMap { $0["bearer"].text }
        XCTAssertEqual(calls.count, 2)
        XCTAssertNotEqual(calls.first, calls.last)
    }

    func testADownloadReplacesTheFileWhenAllHasArrived() async throws {
        let listener = try listener()
        let authpipe = try await authpipe(listener)
        let file = try folder.appendingPathComponent("photo.jpg")
        try Data("old".utf8).write(to: file)
        let content = Data(repeating: 7, count: 200_000)
        listener.answer("/photo", pieces: [content])
        let told = Locked<[Int64]>([])
        _ = try await authpipe.download(for: request(listener.origin + "/photo"), to: file, as: alice) { received, total in
            XCTAssertEqual(total, 200_000)
            told.withLock { $0.append(received) }
        }
        XCTAssertEqual(try Data(contentsOf: file), content)
        XCTAssertEqual(told.withLock { $0 }.last, 200_000)

        listener.answer("/cut", 200, "Content-Length: 100")
        do {
            _ = try await authpipe.download(for: request(listener.origin + "/cut"), to: file, as: alice)
            XCTFail("half a file")
        } catch is URLError {}
        listener.answer("/gone", 404)
        let answer = try await authpipe.download(for: request(listener.origin + "/gone"), to: file, as: alice)
        XCTAssertEqual((answer as? HTTPURLResponse)?.statusCode, 404)
        XCTAssertEqual(try Data(contentsOf: file), content, "neither half a file nor an error page takes its place")
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.contains("photo") }
        XCTAssertEqual(left, ["photo.jpg"])
    }

    func testAnAppsOwnSessionIsUsedAndItsRedirectsCarryNoCredential() async throws {
        let (listener, foreign) = (try listener(), try listener())
        let authpipe = try await authpipe(listener)
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpAdditionalHeaders = ["X-App": "notes"]
        let session = URLSession(configuration: configuration)
        listener.answer("/me", 200, "Set-Cookie: theme=dark; Path=/")
        listener.answer("/away", 302, "Location: \(foreign.origin)/b")
        for path in ["/me", "/me", "/away"] { _ = try await authpipe.data(for: request(listener.origin + path), as: alice, using: session) }
        XCTAssertEqual(listener.requests.map { $0.headers["x-app"] }, ["notes", "notes", "notes"])
        XCTAssertEqual(listener.requests.map { $0.headers["cookie"] }, [nil, "theme=dark", "theme=dark"], "it keeps what the app has it keep")
        XCTAssertEqual(foreign.requests.map { $0.headers["x-api-key"] }, [nil])
        XCTAssertEqual(foreign.requests.map { $0.headers["x-app"] }, ["notes"])
        XCTAssertTrue(try Exchanges.of(session) === Exchanges.of(session))
        XCTAssertFalse(try Exchanges.of(session) === Exchanges.shared)
    }

    func testABackgroundSessionIsRefused() async throws {
        let listener = try listener()
        let authpipe = try await authpipe(listener)
        #if canImport(Darwin)
        let configuration = URLSessionConfiguration.background(withIdentifier: "test")
        #else
        // There is none here, but for what tells it.
        let configuration = URLSessionConfiguration.ephemeral
        configuration.identifier = "test"
        #endif
        let session = URLSession(configuration: configuration)
        let failure = await error { try await authpipe.data(for: request(listener.origin), as: alice, using: session) }
        XCTAssertEqual(failure?.code, .invalidRequest)
        XCTAssertEqual(listener.requests.count, 0)
    }

    func testTheProxyOfTheSystemIsOneThatIsAskedFor() throws {
        let settings: [String: Any] = ["HTTPSEnable": 1, "HTTPSProxy": "p.acme.test", "HTTPSPort": 3128, "HTTPEnable": 1, "HTTPProxy": "other"]
        XCTAssertEqual(systemProxy(settings: settings)?.absoluteString, "http://p.acme.test:3128")
        XCTAssertEqual(systemProxy(settings: ["HTTPSEnable": 0, "HTTPSProxy": "x", "HTTPEnable": 1, "HTTPProxy": "::1"])?.absoluteString, "http://[::1]")
        XCTAssertNil(systemProxy(settings: ["ProxyAutoConfigEnable": 1, "ProxyAutoConfigURLString": "http://x/"]))
        #if os(Linux)
        var configuration = Configuration(vault: .memory, key: .text(key))
        XCTAssertNil(try configuration.core().proxy, "only who asks for it gets it")
        configuration.usesSystemProxy = true
        XCTAssertEqual(try configuration.core().proxy, "environment", "the core reads it, with NO_PROXY")
        configuration.proxy = URL(string: "http://127.0.0.1:8")
        XCTAssertEqual(try configuration.core().proxy, "http://127.0.0.1:8")
        setenv("https_proxy", "socks5://user:hunter2@127.0.0.1:9", 1)
        defer { unsetenv("https_proxy") }
        configuration.proxy = nil
        XCTAssertThrowsError(try AuthpipeClient(configuration)) { error in
            let error = error as? AuthpipeError
            XCTAssertEqual(error?.code, .configInvalid)
            XCTAssert(error?.message.contains("https_proxy") ?? false, "\(error?.message ?? "")")
        }
        #endif
    }
}
