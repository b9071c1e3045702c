import Foundation

/// Keeps on the device what finishes sign-ins, for no longer than they last: the Keychain.
protocol SignInKeeper: Sendable {
    /// Each by the session's id.
    func all() throws -> [String: Data]
    func keep(_ signIn: Data, as id: String) throws
    func forget(_ id: String) throws
}
