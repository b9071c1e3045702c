import Foundation

/// A sign-in that has begun and has not ended, also one that this app began before it was started again.
public struct PendingConnection: Identifiable, Hashable, Sendable {
    /// The session's id.
    public let id: String
    /// The provider.
    public let provider: ProviderID
    /// The config, where one was named.
    public let config: String?
    /// Whose connection it will be.
    public let owner: Owner
    /// Tells several accounts of one owner apart.
    public let label: String
    /// Until when it can be finished.
    public let expiresAt: Date
    /// The page on which the person signs in: shown in the system's browser or its sheet, never in a web view. It belongs into no log.
    public let url: URL
    /// What the answer comes back to.
    public let callback: AwaitedCallback
}

extension PendingConnection: CustomStringConvertible, CustomReflectable {
    public var description: String { "PendingConnection(\(id), \(provider))" }
    public var customMirror: Mirror { Mirror(self, children: ["id": id, "provider": provider.rawValue, "expiresAt": expiresAt]) }
}
