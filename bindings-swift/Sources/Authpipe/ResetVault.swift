import Foundation

extension Authpipe {
    /// Deletes a vault's files, with every connection in it: for a restored device, whose key stayed behind. Never done by itself.
    /// Close every object that uses the vault first. The provider is not told.
    public static func resetVault(_ vault: Configuration.Vault) throws {
        guard let address = try vault.place(), address.hasPrefix("sqlite:") else {
            throw AuthpipeError(.configInvalid, "Only a vault in a file can be reset.")
        }
        let file = URL(fileURLWithPath: String(address.dropFirst("sqlite:".count)))
        let folder = file.deletingLastPathComponent()
        do {
            // SQLite's own companions, the spool of unsaved successors, and the folder of live processes.
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
            where name == file.lastPathComponent || name.hasPrefix(file.lastPathComponent + "-") {
                try FileManager.default.removeItem(at: folder.appendingPathComponent(name))
            }
        } catch {
            throw AuthpipeError(.vaultUnavailable, "The vault's files cannot be deleted.", retry: .later, causes: [cause(error)])
        }
    }
}
