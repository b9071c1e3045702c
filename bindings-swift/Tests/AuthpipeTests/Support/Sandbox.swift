import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif
import XCTest

/// The provider emulator as a process of its own: started by a test, ended with it. `AUTHPIPE_SANDBOX_BIN` names the program.
final class Sandbox: Sendable {
    /// The demo applications and people of the emulator.
    static let publicClientID = "a1b2c3d4-0000-4000-8000-00000000a771"
    static let nativeRedirect = "msauth.com.acme.notes://auth"
    static let clientID = "a1b2c3d4-0000-4000-8000-00000000c11e"
    static let clientSecret = "sandbox-demo~secret.with+odd/chars=and%20more"
    static let bob = "bob@contoso.example"
    static let carla = "carla@contoso.example"

    let http: String
    let tls: String
    private let control: String
    private let process: Process
    private let input = Pipe()

    init() throws {
        guard let program = ProcessInfo.processInfo.environment["AUTHPIPE_SANDBOX_BIN"] else {
            throw Problem("AUTHPIPE_SANDBOX_BIN is not set: run the tests with `cargo xtask test swift`")
        }
        process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = ["--exit-with-stdin"]
        let output = Pipe()
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        var line = Data()
        while !line.contains(UInt8(ascii: "\n")) {
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { throw Problem("the sandbox ended before it was ready") }
            line += more
        }
        let ready = try JSON.parse(line)
        guard let http = ready["http_origin"].text, let tls = ready["tls_origin"].text, let control = ready["control"].text else {
            throw Problem("the sandbox's first line is not what it should be")
        }
        (self.http, self.tls, self.control) = (http, tls, control)
    }

    /// Ends the process and waits for that.
    func stop() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    var origins: [String: String] { ["login": http, "graph": http] }

    @discardableResult
    func call(_ method: String, _ path: String, _ body: JSON? = nil) async throws -> JSON {
        guard let url = URL(string: control + path) else { throw Problem("not a URL: \(path)") }
        var request = URLRequest(url: url)
        request.httpMethod = method
        request.setValue("application/json", forHTTPHeaderField: "Content-Type")
        request.httpBody = try body?.encoded()
        let (data, response) = try await URLSession.shared.data(for: request)
        let answer = try JSON.parse(data)
        guard (response as? HTTPURLResponse)?.statusCode == 200 else { throw Problem("sandbox: \(answer)") }
        return answer
    }

    /// A person with a fresh browser goes through the provider's pages. Gives the URL that leads back.
    func signIn(_ url: String, _ username: String = bob, decision: String = "accept") async throws -> String {
        let answer = try await call("POST", "/browser", ["url": .text(url), "username": .text(username), "decision": .text(decision)])
        guard let location = answer["location"].text else { throw Problem("the sandbox's browser did not come back") }
        return location
    }

    func advance(by duration: Duration) async throws {
        try await call("POST", "/clock", ["advance_ms": .number(Double(duration.components.seconds * 1000))])
    }

    func ledger(_ query: String) async throws -> [JSON] {
        try await call("GET", "/ledger?\(query)")["entries"].list ?? []
    }

    func refreshes() async throws -> [JSON] {
        try await ledger("kind=token_request&grant_type=refresh_token")
    }

    /// Holds the next refreshes, or other exchanges, before they are processed or (`hold_answer`) when they are. Gives the number for
    /// ``waitFor(_:)`` and ``release(_:)``.
    func hold(_ action: String = "hold", _ grantType: String = "refresh_token", times: Double = 1) async throws -> String {
        let fault = try await call(
            "POST", "/faults", ["endpoint": "token", "action": .text(action), "grant_type": .text(grantType), "times": .number(times)])
        return fault["id"].description
    }

    /// How many requests a fault has met.
    func hits(of fault: String) async throws -> Double? {
        try await call("GET", "/faults/\(fault)")["hits"].number
    }

    func waitFor(_ fault: String) async throws {
        try await call("GET", "/faults/\(fault)?wait=1")
    }

    func release(_ fault: String) async throws {
        try await call("POST", "/faults/\(fault)/release")
    }
}

/// What keeps a test from running.
struct Problem: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
