#if canImport(Security)
import Foundation
import LocalAuthentication
import Security

extension Configuration.Key {
    /// The root key in the Keychain of this device, made at first use. It never leaves the device.
    ///
    /// `accessGroup` shares it between an app and its extensions. It is the group as it is in the signed app, with the team's identifier
    /// before it, such as `ABCDE12345.com.acme.notes`: what the capability shows as `com.acme.notes` stands in the entitlements as
    /// `$(AppIdentifierPrefix)com.acme.notes`. Without it the item is in the app's first group.
    ///
    /// With a `protection` by which a person is asked, the initialiser of the client waits for that person: make it off the main actor.
    /// The person is asked once for each such object; nothing can be refreshed before, so background tasks and extensions that run without
    /// anybody there need `.afterFirstUnlock`. It is chosen when the key is made, and needs a passcode on the device.
    ///
    /// Where there is a vault and no key, as after a restore to another device, no key is made: the initialiser throws `key_mismatch`,
    /// and ``AuthpipeClient/resetVault(_:spoolDirectory:)`` starts again.
    ///
    /// What finishes sign-ins under way is kept there too, until they end: ``AuthpipeClient/pendingConnections()``.
    public static func keychain(
        service: String, accessGroup: String? = nil, protection: Protection = .afterFirstUnlock
    ) -> Configuration.Key {
        kept(
            by: Keychain(service: service, accessGroup: accessGroup, protection: protection),
            signIns: KeptSignIns(service: service, accessGroup: accessGroup))
    }
}

struct Keychain: KeyKeeper {
    let service: String
    let accessGroup: String?
    let protection: Configuration.Key.Protection

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
        if let reason = protection.reason {
            let context = LAContext()
            context.localizedReason = reason
            query[kSecUseAuthenticationContext] = context
        }
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

    /// When the item is given: by a class of protection, or by what a person must do.
    func protectionOfItem() throws -> [CFString: Any] {
        let flags: SecAccessControlCreateFlags
        switch protection {
        case .afterFirstUnlock: return [kSecAttrAccessible: kSecAttrAccessibleAfterFirstUnlockThisDeviceOnly]
        case .userPresence: flags = .userPresence
        case .biometry: flags = .biometryCurrentSet
        }
        guard let control = SecAccessControlCreateWithFlags(nil, kSecAttrAccessibleWhenPasscodeSetThisDeviceOnly, flags, nil) else {
            throw keychainFailure(errSecParam)
        }
        return [kSecAttrAccessControl: control]
    }

    func add(_ key: String) throws -> Bool {
        var new = item
        new.merge(try protectionOfItem()) { _, given in given }
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
