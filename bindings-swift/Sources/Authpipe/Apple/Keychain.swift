#if canImport(Security)
import Foundation
import Security

extension Configuration.Key {
    /// The root key in the Keychain of this device, made at first use. It is readable after the first unlock, so that a refresh in
    /// the background works, and never leaves the device. `accessGroup` shares it between an app and its extensions.
    ///
    /// A vault that was restored to another device therefore cannot be opened (`key_mismatch`); ``Authpipe/resetVault(_:)``
    /// starts again.
    public static func keychain(service: String, accessGroup: String? = nil) -> Configuration.Key {
        Configuration.Key { [try Keychain(service: service, accessGroup: accessGroup).key()] }
    }
}

private struct Keychain {
    let service: String
    let accessGroup: String?

    /// What names the item. Never synchronised to other devices.
    private var item: [CFString: Any] {
        var item: [CFString: Any] = [
            kSecClass: kSecClassGenericPassword,
            kSecAttrService: service,
            kSecAttrAccount: "authpipe root key",
            kSecAttrSynchronizable: false,
            // Without this, macOS would use the older file-based keychain, which knows no device-only items.
            kSecUseDataProtectionKeychain: true,
        ]
        if let accessGroup { item[kSecAttrAccessGroup] = accessGroup }
        return item
    }

    func key() throws -> String {
        if let key = try read() { return key }
        let key = Authpipe.makeRootKey()
        var new = item
        new[kSecAttrAccessible] = kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly
        new[kSecValueData] = Data(key.utf8)
        let status = SecItemAdd(new as CFDictionary, nil)
        switch status {
        case errSecSuccess:
            return key
        case errSecDuplicateItem:
            // An extension was faster: its key is the one.
            if let key = try read() { return key }
            throw failure(status)
        default:
            throw failure(status)
        }
    }

    private func read() throws -> String? {
        var query = item
        query[kSecReturnData] = true
        query[kSecMatchLimit] = kSecMatchLimitOne
        var found: CFTypeRef?
        let status = SecItemCopyMatching(query as CFDictionary, &found)
        switch status {
        case errSecSuccess:
            guard let data = found as? Data, let key = String(data: data, encoding: .utf8) else { throw failure(errSecDecode) }
            return key
        case errSecItemNotFound:
            return nil
        default:
            throw failure(status)
        }
    }

    private func failure(_ status: OSStatus) -> AuthpipeError {
        switch status {
        case errSecMissingEntitlement:
            AuthpipeError(
                .configInvalid, "This app may not use the Keychain: an entitlement is missing.",
                hint: "Sign the app with the Keychain Sharing capability and list the access group in it.", causes: ["OSStatus \(status)"])
        case errSecInteractionNotAllowed:
            AuthpipeError(
                .keyServiceUnavailable, "The device is locked and has not been unlocked since it was started, so the key cannot be read.",
                hint: "Try again after the first unlock.", retry: .later, causes: ["OSStatus \(status)"])
        default:
            AuthpipeError(.keyServiceUnavailable, "The Keychain did not give the key.", retry: .later, causes: ["OSStatus \(status)"])
        }
    }
}
#endif
