import Foundation

#if canImport(Darwin)
/// Readable after the first unlock, so that a refresh in the background works; left out of backups, because the key that opens
/// it is too. Files made in the folder inherit its protection class.
func protect(_ folder: URL) throws {
    #if os(iOS)
    try FileManager.default.setAttributes([.protectionKey: FileProtectionType.completeUntilFirstUserAuthentication], ofItemAtPath: folder.path)
    #endif
    var folder = folder
    var values = URLResourceValues()
    values.isExcludedFromBackup = true
    try folder.setResourceValues(values)
}

extension Configuration.Vault {
    /// A file that an app and its extensions share.
    public static func appGroup(_ identifier: String, _ name: String = "authpipe") -> Configuration.Vault {
        Configuration.Vault {
            // On macOS there is always a URL; there, an app that is no member learns it when the folder is made.
            guard let folder = FileManager.default.containerURL(forSecurityApplicationGroupIdentifier: identifier) else {
                throw AuthpipeError(
                    .configInvalid, "This app is not a member of the app group \"\(identifier)\".",
                    hint: "Add the group to the App Groups capability of the app and of each extension.")
            }
            return try container(
                folder, name,
                hint: "If this app is not a member of the app group \"\(identifier)\", add it to the App Groups capability. Otherwise free some space.")
        }
    }
}
#else
/// Only the user may enter.
func protect(_ folder: URL) throws {
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
}
#endif
