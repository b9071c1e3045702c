import Foundation
internal import AuthpipeNative

/// A root key that never comes into this process: in a key service, or in an HSM.
///
/// It is asked to encrypt and decrypt 32 random bytes, once for each tenant and again every ten minutes while a tenant is in use. What
/// belongs where is bound by Authpipe itself. It is asked several times at once, each time in a task of its own, and is given 5 seconds; who
/// takes longer is away. It throws a ``RootKeyError`` to say why it does not answer; of anything else that it throws the name of its type is
/// shown, and nothing more.
public protocol RootKey: Sendable {
    /// A stable name for this key: 1 to 512 visible ASCII characters, not a secret. It is stored and shown in messages. A name must never
    /// come to mean another key.
    var id: String { get }

    /// Encrypts 32 bytes. `contextHash` is public (SHA-256 of where the result belongs) and the same at `unwrap`: additional authenticated
    /// data, for a service that takes some.
    func wrap(_ key: Data, contextHash: Data) async throws -> Data

    /// Decrypts what `wrap` has made with the same `contextHash`.
    func unwrap(_ wrapped: Data, contextHash: Data) async throws -> Data
}

/// Where it is remembered how far a vault was: best a place that is not restored together with it, such as a secret store.
///
/// What is kept is a short text without any secret. It is read when the vault is opened, read and written at most every ten seconds while it
/// is in use, and written when it is closed; each has 5 seconds. Where it fails, the vault opens all the same and the log says so; no refresh
/// token is presented before it was read once.
public protocol Anchor: Sendable {
    /// What was written last; `nil`: nothing yet.
    func read() async throws -> String?

    /// Keeps a text of at most 1,000 bytes in the place of the last one.
    func write(_ text: String) async throws
}

/// Why a root key of the application's own does not answer: thrown by `wrap` and `unwrap`. What follows differs.
public enum RootKeyError: Error, Sendable, Equatable {
    /// The service does not answer: keys that are in use serve for 15 minutes more. The reason goes to the log.
    case unavailable(String = "")
    /// The service says no: keys that are in use are forgotten at once. The reason is shown: a few words of your own, without any secret.
    case denied(String)
    /// What was wrapped does not open: another key, or changed bytes.
    case mismatch
}

/// From the core's threads, which must not wait, to what the application brings.
final class ToApplication: CoreApplication {
    private let rootKeys: [any RootKey]
    private let anchor: (any Anchor)?
    private let clientAssertions: [String: @Sendable () async throws -> String]

    /// `nil`: the application brings nothing.
    init?(_ rootKeys: [any RootKey], _ anchor: (any Anchor)?, _ clientAssertions: [String: @Sendable () async throws -> String]) {
        if rootKeys.isEmpty && anchor == nil && clientAssertions.isEmpty { return nil }
        self.rootKeys = rootKeys
        self.anchor = anchor
        self.clientAssertions = clientAssertions
    }

    func ask(question: CoreQuestion) {
        // Whoever has asked goes on after 5 seconds, whatever becomes of the task.
        Task.detached { [rootKeys, anchor, clientAssertions] in
            do {
                let asks = try question.asks()
                switch asks.function {
                case "client_assertion": try question.giveText(text: try await clientAssertions[asks.text]?())
                case "read": try question.giveText(text: try await anchor?.read())
                case "write":
                    try await anchor?.write(asks.text)
                    try question.giveText(text: nil)
                case "wrap":
                    try question.giveBytes(bytes: try await rootKeys[Int(asks.rootKey)].wrap(asks.bytes, contextHash: asks.contextHash))
                default:
                    try question.giveBytes(bytes: try await rootKeys[Int(asks.rootKey)].unwrap(asks.bytes, contextHash: asks.contextHash))
                }
            } catch {
                let (kind, text) = reason(error)
                try? question.fail(kind: kind, text: text)
            }
        }
    }
}

private func reason(_ error: any Error) -> (kind: String, text: String) {
    switch error {
    case RootKeyError.unavailable(let reason): ("unavailable", reason)
    case RootKeyError.denied(let reason): ("denied", reason)
    case RootKeyError.mismatch: ("mismatch", "")
    default: ("", String(describing: type(of: error)))
    }
}
