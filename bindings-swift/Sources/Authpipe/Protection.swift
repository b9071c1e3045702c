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
#else
/// Only the user may enter.
func protect(_ folder: URL) throws {
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path)
}
#endif
