import Foundation

extension Authpipe {
    /// Deletes a vault's files, with every connection in it: for a vault whose key is lost, say after it was restored to another
    /// device. Never done by itself. Close every object that uses the vault first. The provider is not told.
    /// A folder that `spoolDirectory` names is not deleted: what waits in it is sealed under the lost vault's keys, and yours to remove.
    public static func resetVault(_ vault: Configuration.Vault) throws {
        guard let address = try vault.place(), let path = try Configuration.Vault.file(at: address) else {
            throw AuthpipeError(.configInvalid, "Only a vault in a file that is named can be reset.")
        }
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
