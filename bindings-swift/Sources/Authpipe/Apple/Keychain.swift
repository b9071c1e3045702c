#if canImport(Security)
import Foundation
import Security

extension Configuration.Key {
    /// The root key in the Keychain of this device, made at first use. It is readable after the first unlock, so that a refresh in
    /// the background works, and never leaves the device. `accessGroup` shares it between an app and its extensions.
    ///
    /// Where there is a vault and no key, as after a restore to another device, no key is made: `AuthpipeClient.init` throws `key_mismatch`,
    /// and ``AuthpipeClient/resetVault(_:spoolDirectory:)`` starts again.
    public static func keychain(service: String, accessGroup: String? = nil) -> Configuration.Key {
        kept(by: Keychain(service: service, accessGroup: accessGroup))
    }
}

struct Keychain: KeyKeeper {
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

    func read() throws -> String? {
        var query = item
        query[kSecReturnData] = true
        query[kSecMatchLimit] = kSecMatchLimitOne
        var found: CFTypeRef?
        let status = SecItemCopyMatching(query as CFDictionary, &found)
        switch status {
        case errSecSuccess:
            guard let data = found as? Data, let key = String(data: data, encoding: .utf8) else { throw keychainFailure(errSecDecode) }
            return key
        case errSecItemNotFound:
            return nil
        default:
            throw keychainFailure(status)
        }
    }

    func add(_ key: String) throws -> Bool {
        var new = item
        new[kSecAttrAccessible] = kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly
        new[kSecValueData] = Data(key.utf8)
        let status = SecItemAdd(new as CFDictionary, nil)
        switch status {
        case errSecSuccess:
            return true
        case errSecDuplicateItem:
            return false
        default:
            throw keychainFailure(status)
        }
    }
}
#endif
