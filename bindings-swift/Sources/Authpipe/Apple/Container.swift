import Foundation

#if canImport(Darwin)
extension Configuration.Vault {
    /// A file that an app and its extensions share.
    public static func appGroup(_ identifier: String, _ name: String = "authpipe") -> Configuration.Vault {
        let hint = "If this app is not a member of the app group \"\(identifier)\", add it to the App Groups capability. Otherwise free some space."
        return container(name, hint: hint) {
            // On macOS there is always a URL; there, an app that is no member learns it when the folder is made.
            guard let folder = FileManager.default.containerURL(forSecurityApplicationGroupIdentifier: identifier) else {
                throw AuthpipeError(
                    .configInvalid, "This app is not a member of the app group \"\(identifier)\".",
                    hint: "Add the group to the App Groups capability of the app and of each extension.")
            }
            return folder
        }
    }
}
#endif
