import Authpipe
import AuthpipeTesting
import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif
import XCTest

/// The code of the articles MakingAKey.md, OneAccount.md, SeveralAccounts.md, Servers.md and TheSandbox.md, as it stands there, against the
/// provider emulator. A test of the core compares the text. Functions that are named as types stand in the place of what only an app has.
final class ArticleTests: SandboxTestCase {
    private func person(_ username: String = Sandbox.bob) throws -> @MainActor @Sendable (URL, AwaitedCallback) async throws -> URL {
        let sandbox = try sandbox
        return { url, _ in
            guard let back = URL(string: try await sandbox.signIn(url.absoluteString, username)) else { throw Problem("not a URL") }
            return back
        }
    }

    func testAKeyIsMade() async throws {
        do {
            let configuration = Configuration(key: .keychain(service: "com.acme.notes"))
            XCTAssertEqual(configuration.providers.count, 0)
        }
        do {
            let key = try AuthpipeClient.makeRootKey()
            let configuration = Configuration(vault: .address("sqlite:./authpipe.db"), key: .text(key))
            XCTAssertTrue(key.hasPrefix("apk1_"))
            _ = try AuthpipeClient(configuration)
        }
    }

    func testOneAccount() async throws {
        let sandbox = try sandbox
        func AuthpipeClient(_ shown: Configuration) throws -> Client {
            var configuration = try self.configuration()
            configuration.providers = shown.providers.map { provider in
                var provider = provider
                provider.clientID = AuthpipeTests.Sandbox.publicClientID
                return provider
            }
            return try open(configuration)
        }
        func URL(string: String) -> Address? {
            Address(string: string.replacingOccurrences(of: "https://graph.microsoft.com", with: sandbox.http))
        }
        let webAuthenticationSession = Sheet(sandbox: sandbox)
        var seen: [String] = []
        func showFiles() { seen.append("files") }
        func showConnectButton() { seen.append("button") }
        func showOffline() { seen.append("offline") }
        func showConnected(_ name: String?) { seen.append(name ?? "no name") }

        let client = try AuthpipeClient(Configuration(
            vault: .applicationSupport(), key: .keychain(service: "com.acme.notes"),
            providers: [.microsoftOneDrive(clientID: "…", redirectURI: "msauth.com.acme.notes://auth")]))

        do {
            _ = try await client.credential(for: .device(.microsoftOneDrive))
            showFiles()
        } catch let error as AuthpipeError where error.retry == .afterReauth {
            showConnectButton()
        } catch let error as AuthpipeError where error.retry == .later {
            showOffline()
        }

        do {
            let connection = try await client.connect(.microsoftOneDrive) { url, callback in
                try await webAuthenticationSession.authenticate(using: url, callbackURLScheme: callback.scheme)
            }
            showConnected(connection.displayName)
        } catch let error as AuthpipeError where error.code == .cancelled || error.code == .accessDenied {
            showConnectButton()
        }

        let url = URL(string: "https://graph.microsoft.com/v1.0/me/drive/root/children")!
        let (data, _) = try await client.data(for: URLRequest(url: url), as: .device(.microsoftOneDrive))

        XCTAssertFalse(try JSON.parse(data)["value"].list?.isEmpty ?? true)
        XCTAssertEqual(seen.first, "button")
        XCTAssertEqual(seen.count, 2)
    }

    func testAToolSignsInWithTheBrowserOfItsMachine() async throws {
        let sandbox = try sandbox
        func AuthpipeClient(_ shown: Configuration) throws -> Client {
            var configuration = try self.configuration()
            configuration.providers = shown.providers.map { provider in
                var provider = provider
                provider.clientID = AuthpipeTests.Sandbox.publicClientID
                return provider
            }
            return try open(configuration)
        }
        @Sendable func openInBrowser(_ url: URL) {
            Task { try await loadCallback(sandbox.signIn(url.absoluteString)) }
        }

        let tool = try AuthpipeClient(Configuration(
            vault: .environment, key: .environment, providers: [Provider(.microsoftOneDrive, clientID: "…", scopes: ["Files.Read"])]))
        _ = try await tool.connectInteractive(.microsoftOneDrive) { url in openInBrowser(url) }

        let credential = try await tool.credential(for: me)
        XCTAssertFalse(credential.value.isEmpty)
    }

    func testAnotherKeyIsNoDeadEnd() async throws {
        var asked: [String?] = []
        var answer = false
        func wantsToStartAgain(_ text: String?) async -> Bool {
            asked.append(text)
            return answer
        }

        func open(_ configuration: Configuration) async throws -> AuthpipeClient {
            do {
                let client = try AuthpipeClient(configuration)
                do {
                    try await client.ready()
                    return client
                } catch {
                    try? await client.close()  // what went wrong before is what matters
                    throw error
                }
            } catch let error as AuthpipeError where error.code == .keyMismatch {
                guard await wantsToStartAgain(error.errorDescription) else { throw error }
                try AuthpipeClient.resetVault(configuration.vault, spoolDirectory: configuration.spoolDirectory)
                return try AuthpipeClient(configuration)
            }
        }

        let configuration = try self.configuration()
        let first = try await open(configuration)
        try await connect(first)
        try await first.close()
        var other = configuration
        other.key = .text(try AuthpipeClient.makeRootKey())
        do {
            _ = try await open(other)
            XCTFail("another key opens nothing")
        } catch let error as AuthpipeError {
            XCTAssertEqual(error.code, .keyMismatch)
        }
        let same = try await open(configuration)
        let still = try await same.listConnections().data
        XCTAssertEqual(still.count, 1, "who says no has lost nothing")
        try await same.close()
        answer = true
        let again = try await open(other)
        let left = try await again.listConnections().data
        XCTAssertEqual(left, [])
        XCTAssertEqual(asked.compactMap { $0 }.count, 2)
        try await again.close()
    }

    func testSeveralAccounts() async throws {
        let client = try open(configuration())
        let present = try person()
        let request = URLRequest(url: try XCTUnwrap(URL(string: try sandbox.http + "/v1.0/me")))
        var shown: [String] = []
        func show(_ label: String, _ name: String?, _ status: Connection.Status) { shown.append("\(label) \(status)") }

        for label in ["work", "home"] {
            _ = try await client.connect(.microsoftOneDrive, label: label) { url, callback in try await present(url, callback) }
        }

        try await sandbox.call("POST", "/revoke", ["what": "user_tokens", "user": .text(Sandbox.bob)])
        _ = try? await client.credential(for: Subject(.microsoftOneDrive, of: .device, label: "work"), options: .init(forceRefresh: true))

        for try await connection in client.connections() {
            show(connection.label, connection.displayName, connection.status)
            if connection.status == .needsReauth {
                _ = try await client.connect(.microsoftOneDrive, label: connection.label, renewing: connection.id) { url, callback in
                    try await present(url, callback)
                }
            }
        }

        XCTAssertEqual(Set(shown), ["work needs_reauth", "home active"])
        var told: [String] = []
        func tell(_ text: String?) { told.append(text ?? "nothing") }
        do {
            let present = try person(Sandbox.carla)

            do {
                _ = try await client.connect(.microsoftOneDrive, label: "work") { url, callback in try await present(url, callback) }
            } catch let error as AuthpipeError where error.code == .accountMismatch {
                tell(error.errorDescription)
            } catch let error as AuthpipeError where error.code == .accessDenied || error.code == .cancelled {
                // The person said no, or closed the page. Leave things as they are.
            }

        }
        XCTAssertEqual(told.count, 1)

        let work = Subject(.microsoftOneDrive, of: .device, label: "work")
        let (data, _) = try await client.data(for: request, as: work)

        XCTAssertFalse(data.isEmpty)

        for try await connection in client.connections() where connection.label == "home" {
            try await client.disconnect(connection.id)
        }

        let left = try await client.listConnections().data
        XCTAssertEqual(left.map(\.label), ["work"])
    }

    func testAServerAnswers() async throws {
        let key = key
        let place = try folder.appendingPathComponent("server.db")
        let origins = try sandbox.origins
        func AuthpipeClient(_ shown: Configuration) throws -> Client {
            var configuration = shown
            configuration.vault = .file(place)
            configuration.key = .text(key)
            configuration.environment = "test"
            configuration.mode = .development
            configuration.background = false
            configuration.dangerOrigins = ["microsoft-onedrive": origins]
            return try open(configuration)
        }
        struct Signed { let organisation = "org_acme", user = "u_42", isAdmin = true }
        func session(_ headers: [(name: String, value: String)]) async throws -> Signed? {
            if headers.contains(where: { $0.value == "broken" }) { throw Problem("the session store is away") }
            return headers.isEmpty ? nil : Signed()
        }
        var logged: [String] = []
        func log(_ line: String) { logged.append(line) }
        let (clientID, secret) = (Sandbox.clientID, Sandbox.clientSecret)

        let client = try AuthpipeClient(Configuration(
            vault: .environment, key: .environment,
            providers: [Provider(.microsoftOneDrive, clientID: clientID, clientSecret: secret, scopes: ["Files.Read"])],
            baseURL: URL(string: "https://notes.acme.example/api/authpipe")))
        let handler = try client.handler()

        func respond(_ method: String, _ target: String, _ headers: [(name: String, value: String)], _ body: Data) async throws -> Handler.Response? {
            guard let request = Handler.Request(method: method, target: target, below: "/api/authpipe", headers: headers, body: body) else { return nil }
            return try await handler.respond(to: request) { error, requestID in
                log("identify failed, request \(requestID): \(error)")
            } identify: {
                try await session(headers).map { Handler.Principal(tenantID: $0.organisation, userID: $0.user, role: $0.isAdmin ? .admin : .member) }
            }
        }

        let listed = try await respond("GET", "/api/authpipe/connections", [("cookie", "s=1")], Data())
        XCTAssertEqual(listed?.status, 200)
        let nobody = try await respond("GET", "/api/authpipe/connections", [], Data())
        XCTAssertEqual(nobody?.status, 401)
        let other = try await respond("GET", "/index.html", [], Data())
        XCTAssertNil(other)
        XCTAssertEqual(logged, [])
        let broken = try await respond("GET", "/api/authpipe/connections", [("cookie", "broken")], Data())
        XCTAssertEqual(broken?.status, 500)
        XCTAssertEqual(logged.count, 1)

        do {
            let user = Subject(.microsoftOneDrive, of: Owner(tenantID: "org_acme", userID: "u_42"))
            let organisation = Subject(provider: .microsoftOneDrive, tenantID: "org_acme", credentialFor: .installation)
            for subject in [user, organisation] { _ = try await client.credential(for: subject) }
            XCTFail("nobody has connected")
        } catch let error as AuthpipeError {
            XCTAssertEqual(error.code, .notConnected)
        }
    }

    func testATestOfAnApp() async throws {
        typealias Sandbox = AuthpipeTesting.Sandbox

        let sandbox = try Sandbox()
        let client = try AuthpipeClient(sandbox.configuration())
        try await sandbox.connect(client, label: "work")
        try await sandbox.connect(client, username: Sandbox.other, label: "home")

        try await sandbox.expireTokens()
        let credential = try await client.credential(for: Subject(.microsoftOneDrive, of: .device, label: "work"))
        assert(credential.refreshed)

        try await sandbox.revoke()
        try await sandbox.expireTokens()
        do {
            _ = try await client.credential(for: Subject(.microsoftOneDrive, of: .device, label: "work"))
        } catch let error as AuthpipeError {
            assert(error.code == .reauthRequired)
        }

        let home = try await client.credential(for: Subject(.microsoftOneDrive, of: .device, label: "home"))
        XCTAssertTrue(home.refreshed, "the other person's account goes on")
        try await client.close()
        sandbox.close()
    }
}

private typealias Client = AuthpipeClient
private typealias Address = URL

/// A person who signs in, in the place of SwiftUI's `WebAuthenticationSession`.
private struct Sheet: Sendable {
    let sandbox: AuthpipeTests.Sandbox

    func authenticate(using url: URL, callbackURLScheme: String) async throws -> URL {
        let back = try await sandbox.signIn(url.absoluteString)
        guard let back = URL(string: back), back.scheme == callbackURLScheme else { throw Problem("\(back) is not for \(callbackURLScheme)") }
        return back
    }
}

#if !canImport(Security)
extension Configuration.Key {
    /// What has a Keychain is Apple's.
    fileprivate static func keychain(service: String) -> Configuration.Key { .text("no \(service)") }
}
#endif
