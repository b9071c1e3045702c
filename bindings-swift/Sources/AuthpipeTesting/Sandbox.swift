import Authpipe
import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

#if os(Linux) || os(macOS)
/// A provider emulator in a process of its own, for tests of apps on macOS and Linux. It plays the Microsoft identity platform with Graph and
/// ends with this object.
///
/// The program is `authpipe`, built of this repository: the environment's `AUTHPIPE_BIN` names it, otherwise it is looked for on the `PATH`.
public final class Sandbox: Sendable {
    /// A person of the emulator, of an organisation.
    public static let member = "bob@contoso.example"
    /// Another person of the same organisation.
    public static let other = "carla@contoso.example"
    /// An administrator of it.
    public static let admin = "ada@contoso.example"

    /// Why the emulator does not do what it is asked for.
    public struct Problem: Error, CustomStringConvertible {
        public let description: String
    }

    /// A refresh request that the provider has seen.
    public struct Refresh: Sendable, Equatable {
        /// What was sent, by name, values included.
        public let params: [String: String]
        /// The status of the answer; `nil` where nothing was answered yet.
        public let status: Int?
        /// `error` of the answer.
        public let error: String?
    }

    /// Its origin for http: where requests of a test go.
    public let httpOrigin: String
    /// Its origin for TLS.
    public let tlsOrigin: String
    /// The clock to give to `Configuration`; ``advance(by:)`` moves it together with the emulator's.
    public let clock = TestClock()
    private let controlURL: String
    private let process: Process
    private let input = Pipe()
    private let key: String

    /// Starts it on free ports of the loopback interface. `program` is the emulator itself or the tool `authpipe`.
    public init(program: URL? = nil) throws {
        let environment = ProcessInfo.processInfo.environment
        let tool = program?.path ?? environment["AUTHPIPE_BIN"] ?? "authpipe"
        let isEmulator = tool.hasSuffix("authpipe-sandbox")
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [tool] + (isEmulator ? [] : ["sandbox"]) + ["--exit-with-stdin"]
        let output = Pipe()
        (process.standardInput, process.standardOutput) = (input, output)
        try process.run()
        var line = Data()
        while !line.contains(UInt8(ascii: "\n")) {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Problem(description: "The sandbox did not start: is \(tool) there?") }
            line += more
        }
        let ready = try JSONSerialization.jsonObject(with: line) as? [String: Any]
        guard let http = ready?["http_origin"] as? String, let tls = ready?["tls_origin"] as? String,
            let control = ready?["control"] as? String
        else {
            throw Problem(description: "The sandbox's first line is not what it should be.")
        }
        (httpOrigin, tlsOrigin, controlURL, key) = (http, tls, control, try AuthpipeClient.makeRootKey())
    }

    deinit { close() }

    /// Ends the process and waits for that. Calling it again does nothing.
    public func close() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Options of an app whose OneDrive is this emulator: development mode, a vault in memory.
    public func configuration() -> Configuration {
        var configuration = Configuration(
            vault: .memory, key: .text(key),
            providers: [
                .microsoftOneDrive(clientID: "a1b2c3d4-0000-4000-8000-00000000a771", redirectURI: "msauth.com.acme.notes://auth")
            ], environment: "test", mode: .development, background: false)
        configuration.publicClientsOnly = true
        configuration.dangerOrigins = origins()
        configuration.testClock = clock
        return configuration
    }

    /// Options of a server whose OneDrive is this emulator: a client with a secret, and a handler. ``install(_:provider:for:username:decision:)`` needs them.
    public func serverConfiguration() async throws -> Configuration {
        struct World: Decodable {
            struct App: Decodable {
                let client_id: String
                let secrets: [String]
            }
            let apps: [App]
        }
        let world = try JSONDecoder().decode(World.self, from: await control("GET", "/world"))
        guard let app = world.apps.first(where: { $0.client_id == Self.serverClientID }), let secret = app.secrets.first else {
            throw Problem(description: "The sandbox has no application with a secret.")
        }
        var configuration = Configuration(
            vault: .memory, key: .text(key),
            providers: [Provider(.microsoftOneDrive, clientID: app.client_id, clientSecret: secret, scopes: ["Files.Read"])],
            environment: "test", mode: .development, background: false, baseURL: URL(string: "http://localhost:4000\(Self.mount)"))
        configuration.dangerOrigins = origins()
        configuration.testClock = clock
        return configuration
    }

    /// The value of `dangerOrigins` that makes the provider this emulator.
    public func origins() -> [String: [String: String]] {
        ["microsoft-onedrive": ["login": httpOrigin, "graph": httpOrigin]]
    }

    static let serverClientID = "a1b2c3d4-0000-4000-8000-00000000c11e"
    static let mount = "/api/authpipe"

    /// Takes away what a person has granted: their refresh tokens end, the next refresh is refused.
    public func revoke(_ username: String = Sandbox.member) async throws {
        try await control("POST", "/revoke", ["what": "user_tokens", "user": username])
    }

    /// Ends a person's access tokens and nothing else, without moving the clock: the API answers 401, and the next refresh works.
    public func endAccessTokens(_ username: String = Sandbox.member) async throws {
        try await control("POST", "/revoke", ["what": "access_tokens", "user": username])
    }

    /// The provider and its API answer 503 from now on, until ``up()``.
    public func down() async throws {
        try await control("POST", "/faults", ["endpoint": "any", "action": "status", "status": 503, "times": "always"])
    }

    /// The provider and its API answer 429 with `Retry-After`, in seconds, from now on, until ``up()``.
    public func throttle(retryAfter: Int = 30) async throws {
        try await control(
            "POST", "/faults", ["endpoint": "any", "action": "status", "status": 429, "retry_after": retryAfter, "times": "always"])
    }

    /// Ends ``down()`` and ``throttle(retryAfter:)``.
    public func up() async throws {
        try await control("DELETE", "/faults")
    }

    /// Puts the clock forward here and, by ``clock``, in every object made with it.
    public func advance(by seconds: Int) async throws {
        try await control("POST", "/clock", ["advance_ms": seconds * 1000])
        clock.advance(by: .seconds(seconds))
    }

    /// Lets every access token that was issued expire, by moving the clock past the longest lifetime.
    public func expireTokens() async throws {
        try await advance(by: 29 * 60 * 60)
    }

    /// From now on the provider grants these scopes only, whatever was asked for and consented to.
    public func narrowScopes(_ scopes: [String]) async throws {
        try await control("POST", "/settings", ["granted_scopes": scopes])
    }

    /// Forgets what tests have changed: tokens, consents, faults, people, settings and the list of requests. The clock stays where it is,
    /// because a client that was made before would not go back with it.
    public func reset() async throws {
        try await control("POST", "/reset")
    }

    /// The refresh requests that the provider has seen, oldest first.
    public func refreshes() async throws -> [Refresh] {
        struct Ledger: Decodable {
            struct Entry: Decodable {
                let params: [String: String]?
                let status: Int?
                let error: String?
            }
            let entries: [Entry]
        }
        let answer = try await control("GET", "/ledger?kind=token_request&grant_type=refresh_token")
        return try JSONDecoder().decode(Ledger.self, from: answer).entries.map { entry in
            Refresh(params: entry.params ?? [:], status: entry.status, error: entry.error)
        }
    }

    /// Calls the sandbox's control interface, which reaches everything that it can do. `path` is the one below `/_sandbox`, `body` is sent as
    /// JSON; gives the answer's JSON.
    @discardableResult
    public func control(_ method: String, _ path: String, _ body: [String: any Sendable]? = nil) async throws -> Data {
        guard let url = URL(string: controlURL + path) else { throw Problem(description: "not a URL: \(path)") }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = try body.map { try JSONSerialization.data(withJSONObject: $0) }
        let (data, response) = try await URLSession.shared.data(for: request)
        guard (response as? HTTPURLResponse)?.statusCode == 200 else {
            throw Problem(description: "sandbox: \(String(decoding: data, as: UTF8.self))")
        }
        return data
    }
}
#endif
