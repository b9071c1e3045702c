import Foundation
internal import AuthpipeNative

extension AuthpipeClient {
    /// Deletes a vault's files, with every connection in it: for a vault whose key is lost, say after it was restored to another
    /// device. Never done by itself. Close every object that uses the vault first. The provider is not told.
    ///
    /// `spoolDirectory` is the configuration's: of what is in that folder, files that are sealed under a key of this vault are deleted, and
    /// the folder and all else in it stay. What is the vault's is told by the vault, so a damaged one with a `spoolDirectory` throws
    /// `vault_unavailable` and nothing is deleted: leave it out then, and remove the files yourself.
    ///
    /// An anchor in a place of its own stays, and no new vault is made where it remembers one: delete it yourself.
    public static func resetVault(_ vault: Configuration.Vault, spoolDirectory: URL? = nil) throws(AuthpipeError) {
        try translating { try reset(vault, spoolDirectory) }
    }

    private static func reset(_ vault: Configuration.Vault, _ spoolDirectory: URL?) throws {
        guard let address = try vault.place(), let path = try Configuration.Vault.file(at: address) else {
            throw AuthpipeError(.configInvalid, "Only a vault in a file that is named can be reset.")
        }
        // While the vault is there, which knows what is its own.
        if let spoolDirectory { try coreClearSpool(vault: address, spoolDir: spoolDirectory.path) }
        do {
            // The file last: until it is gone, an attempt that failed can be repeated. Exact names, because another vault's name may
            // begin with this one's.
            for suffix in ["-wal", "-shm", "-journal", "-live", "-spool", "-anchor", ""] {
                do {
                    try FileManager.default.removeItem(atPath: path + suffix)
                } catch let error as CocoaError where error.code == .fileNoSuchFile {}
            }
        } catch {
            throw AuthpipeError(.vaultUnavailable, "The vault's files cannot be deleted.", retry: .later, causes: [cause(error)])
        }
    }
}
