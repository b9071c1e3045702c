import Authpipe

/// One account that the person has connected, with what was read of it.
public struct Account: Identifiable, Equatable, Sendable {
    public let id: Connection.ID
    /// Tells the person's accounts apart, here and in the vault.
    public let label: String
    /// For people.
    public let name: String
    /// Whether its person must sign in again.
    public internal(set) var needsSignIn: Bool
    public internal(set) var files: [String] = []
    /// Why its files are not there.
    public internal(set) var failure: Failure?

    init(_ connection: Connection) {
        id = connection.id
        label = connection.label
        name = connection.displayName ?? "OneDrive"
        needsSignIn = connection.status != .active
    }

    var subject: Subject { Subject(.microsoftOneDrive, of: .device, label: label) }
}
