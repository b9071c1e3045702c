import Authpipe
import AuthpipeTesting
import Foundation
import XCTest

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif
#if canImport(os)
import os
#endif

/// The examples of README.md and of docs/errors.md and docs/sandbox.md, as they stand there, against the provider emulator. A test of the core compares the text.
///
/// Functions of a test that are named as types stand in the place of what only an app has: its Keychain, its sheet, the provider itself.
final class ReadmeTests: SandboxTestCase {
    func testAnAppConnectsAndReadsAFile() async throws {
        let sandbox = try sandbox
        func AuthpipeClient(_ shown: Configuration) throws -> App {
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

        let authpipe = try AuthpipeClient(Configuration(
            vault: .applicationSupport(), key: .keychain(service: "com.acme.notes"),
            providers: [.microsoftOneDrive(clientID: "…", redirectURI: "msauth.com.acme.notes://auth")]))

        _ = try await authpipe.connect(.microsoftOneDrive) { url, callback in
            try await webAuthenticationSession.authenticate(using: url, callbackURLScheme: callback.scheme)
        }
        let url = URL(string: "https://graph.microsoft.com/v1.0/me/drive/root/children")!
        let (data, _) = try await authpipe.data(for: URLRequest(url: url), as: .device(.microsoftOneDrive))

        XCTAssertFalse(try JSON.parse(data)["value"].list?.isEmpty ?? true, String(decoding: data, as: UTF8.self))
    }

    func testLinesOfTheLogGoToALogger() async throws {
        var configuration = try configuration()
        let log = SwiftLog()

        configuration.logger = { line in  // swift-log
            log.log(level: .init(rawValue: line.level.rawValue)!, "\(line.message)", metadata: line.fields.mapValues { .string($0) })
        }
        #if canImport(os)
        configuration.logger = LogLine.toOSLog(Logger(subsystem: "com.acme.notes", category: "authpipe"))
        #endif

        #if !canImport(os)
        let heard = HeardLines()
        let logger = try XCTUnwrap(configuration.logger)
        configuration.logger = { line in
            logger(line)
            heard.add(line)
        }
        let authpipe = try open(configuration)
        let refused = await error {
            try await authpipe.connect(.microsoftOneDrive) { url, _ in
                let state = URLComponents(url: url, resolvingAgainstBaseURL: false)?.queryItems?.first { $0.name == "state" }?.value ?? ""
                return URL(string: "\(AuthpipeTests.Sandbox.nativeRedirect)?error=server_error&state=\(state)")!
            }
        }
        XCTAssertEqual(refused?.code, .providerUnavailable)
        _ = await heard.first { $0.message == "a sign-in ended without a grant" }
        XCTAssertTrue(log.lines.contains("warning: a sign-in ended without a grant, code=provider_unavailable"), "\(log.lines)")
        #endif
        for level in LogLevel.allCases { XCTAssertNotNil(SwiftLog.Level(rawValue: level.rawValue), level.rawValue) }
    }

    func testATestOfAnAppHasAConnection() async throws {
        let program = try XCTUnwrap(ProcessInfo.processInfo.environment["AUTHPIPE_SANDBOX_BIN"])
        func Sandbox() throws -> AuthpipeTesting.Sandbox {
            try AuthpipeTesting.Sandbox(program: URL(fileURLWithPath: program))
        }

        let sandbox = try Sandbox()
        let authpipe = try AuthpipeClient(sandbox.configuration())
        try await sandbox.connect(authpipe)

        let credential = try await authpipe.credential(for: me)
        XCTAssertFalse(credential.value.isEmpty)
        try await authpipe.close()
        sandbox.close()
    }

    func testTheEmulatorPlaysOtherProviders() async throws {
        let program = try XCTUnwrap(ProcessInfo.processInfo.environment["AUTHPIPE_SANDBOX_BIN"])
        let sandbox = try AuthpipeTesting.Sandbox(program: URL(fileURLWithPath: program))
        addTeardownBlock { sandbox.close() }

        var configuration = try await sandbox.serverConfiguration()
        var slack = Provider("slack", clientID: "slack-rotating", clientSecret: "slack-demo-secret", scopes: ["search:read"])
        slack.botScopes = ["chat:write"]
        configuration.providers.append(slack)
        configuration.dangerOrigins["slack"] = ["slack": sandbox.httpOrigin]
        let server = try AuthpipeClient(configuration)
        try await sandbox.install(server, provider: "slack", for: Owner(tenantID: "org_acme", userID: "boss"))
        try await sandbox.connect(server, provider: "slack", for: Owner(tenantID: "org_acme", userID: "ben"))
        let bot = Subject(provider: "slack", tenantID: "org_acme", credentialFor: .installation)
        let (answer, _) = try await server.data(for: URLRequest(url: URL(string: sandbox.httpOrigin + "/api/auth.test")!), as: bot)

        XCTAssertEqual(try JSON.parse(answer)["ok"], true, "Slack takes the token")
        try await server.close()
    }

    func testWhoIsNotConnectedIsShownTheButton() async throws {
        let authpipe = try open(configuration())
        let subject = me
        var shown: [ProviderID?] = []
        func showConnectButton(_ provider: ProviderID?) {
            shown.append(provider)
        }

        do {
            _ = try await authpipe.credential(for: subject)
        } catch let error as AuthpipeError where error.retry == .afterReauth {
            showConnectButton(error.provider)
        }

        XCTAssertEqual(shown, [.microsoftOneDrive])
    }
}

private typealias App = AuthpipeClient
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

/// What the README uses of `swift-log`, by its names and types.
private final class SwiftLog: @unchecked Sendable {
    enum Level: String { case trace, debug, info, notice, warning, error, critical }
    struct Message: ExpressibleByStringInterpolation {
        let text: String
        init(stringLiteral text: String) { self.text = text }
    }
    enum MetadataValue { case string(String) }

    private let lock = NSLock()
    private var written: [String] = []

    var lines: [String] { lock.withLock { written } }

    func log(level: Level, _ message: Message, metadata: [String: MetadataValue]? = nil) {
        var line = "\(level.rawValue): \(message.text)"
        if case .string(let code)? = metadata?["code"] { line += ", code=\(code)" }
        lock.withLock { written.append(line) }
    }
}
