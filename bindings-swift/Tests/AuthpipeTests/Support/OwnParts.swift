import Authpipe
import Foundation

/// What an application brings of its own, for scenarios: root keys, an anchor and what gets tokens for clients, which do what they are told.
final class OwnParts: @unchecked Sendable {
    private let lock = NSLock()
    private var does: [String: String] = [:]
    private var kept: String?

    /// From now on this part does that.
    func set(_ part: String, _ what: String) {
        lock.withLock { does[part] = what }
    }

    func what(_ part: String) -> String {
        lock.withLock { does[part] ?? "answers" }
    }

    fileprivate var text: String? {
        get { lock.withLock { kept } }
        set { lock.withLock { kept = newValue } }
    }

    /// What gets tokens for clients.
    func clientAssertion() async throws -> String {
        try await fail("client_assertion")
        return what("client_assertion") == "says_nonsense" ? "own-canary" : "eyJhbGciOiJSUzI1NiJ9.e30.c2ln"
    }

    struct Accident: Error {
        let secret = "own-canary: whatever it says"
    }

    fileprivate func fail(_ part: String) async throws {
        switch what(part) {
        case "throws": throw Accident()
        case "is_away": throw RootKeyError.unavailable("no route to host")
        case "denies": throw RootKeyError.denied("key disabled")
        case "does_not_open": throw RootKeyError.mismatch
        case "hangs": while true { try await Task.sleep(for: .seconds(3600)) }
        default: break
        }
    }
}

struct OwnRootKey: RootKey {
    let id: String
    let parts: OwnParts

    func wrap(_ key: Data, contextHash: Data) async throws -> Data {
        try await work(key)
    }

    func unwrap(_ wrapped: Data, contextHash: Data) async throws -> Data {
        try await work(wrapped)
    }

    private func work(_ bytes: Data) async throws -> Data {
        try await parts.fail(id)
        if parts.what(id) == "gives_too_little" { return bytes.prefix(31) }
        // A cipher good enough for what it shows.
        let pad: UInt8 = parts.what(id) == "has_another_key" ? 0x77 : 0x5A
        return Data(bytes.map { $0 ^ pad })
    }
}

struct OwnAnchor: Anchor {
    let parts: OwnParts

    func read() async throws -> String? {
        try await parts.fail("anchor")
        return parts.what("anchor") == "says_nonsense" ? "{}" : parts.text
    }

    func write(_ text: String) async throws {
        try await parts.fail("anchor")
        parts.text = text
    }
}
