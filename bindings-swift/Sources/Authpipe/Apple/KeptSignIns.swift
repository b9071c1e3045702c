#if canImport(Security)
import Foundation
import Security

/// Sign-ins under way in the Keychain of this device, beside the root key and as well protected as that: readable after the first unlock, never
/// on another device.
struct KeptSignIns: SignInKeeper {
    let service: String
    let accessGroup: String?

    private func item(_ id: String?) -> [CFString: Any] {
        var item: [CFString: Any] = [
            kSecClass: kSecClassGenericPassword,
            kSecAttrService: service + ".sign-ins",
            kSecAttrSynchronizable: false,
            kSecUseDataProtectionKeychain: true,
        ]
        if let id { item[kSecAttrAccount] = id }
        if let accessGroup { item[kSecAttrAccessGroup] = accessGroup }
        return item
    }

    func all() throws -> [String: Data] {
        var query = item(nil)
        query[kSecReturnData] = true
        query[kSecReturnAttributes] = true
        query[kSecMatchLimit] = kSecMatchLimitAll
        var found: CFTypeRef?
        let status = SecItemCopyMatching(query as CFDictionary, &found)
        switch status {
        case errSecSuccess:
            var signIns: [String: Data] = [:]
            for item in found as? [[CFString: Any]] ?? [] {
                if let id = item[kSecAttrAccount] as? String, let data = item[kSecValueData] as? Data { signIns[id] = data }
            }
            return signIns
        case errSecItemNotFound:
            return [:]
        default:
            throw keychainFailure(status)
        }
    }

    func keep(_ signIn: Data, as id: String) throws {
        var new = item(id)
        new[kSecAttrAccessible] = kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly
        new[kSecValueData] = signIn
        let status = SecItemAdd(new as CFDictionary, nil)
        guard status == errSecSuccess || status == errSecDuplicateItem else { throw keychainFailure(status) }
    }

    func forget(_ id: String) throws {
        let status = SecItemDelete(item(id) as CFDictionary)
        guard status == errSecSuccess || status == errSecItemNotFound else { throw keychainFailure(status) }
    }
}
#endif
