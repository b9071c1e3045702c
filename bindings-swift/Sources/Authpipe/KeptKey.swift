import Foundation

/// A place on the device that keeps one key: the Keychain.
protocol KeyKeeper: Sendable {
    /// The key; `nil`: there is none.
    func read() throws -> String?
    /// Keeps a key if there is none. `false`: somebody was faster.
    func add(_ key: String) throws -> Bool
}

extension Configuration.Key {
    /// When the Keychain gives the key. `reason` is shown to the person who is asked.
    public enum Protection: Hashable, Sendable {
        /// After the first unlock since the device was started, so that a refresh in the background works.
        case afterFirstUnlock
        /// When a person has confirmed it, by face, finger or passcode.
        case userPresence(reason: String)
        /// When a person has confirmed it by a face or finger that was known when the key was made. After another was enrolled the key is
        /// gone, and the vault must be reset.
        case biometry(reason: String)

        /// What the person who is asked reads; `nil`: nobody is asked.
        var reason: String? {
            switch self {
            case .afterFirstUnlock: nil
            case .userPresence(let reason), .biometry(let reason): reason
            }
        }
    }

    /// The key that a keeper has, made at first use. A new key would not open a vault that is there already: that would be refused
    /// only later and the reason be lost, and what may still have the key would be passed over.
    static func kept(by keeper: some KeyKeeper, signIns: (any SignInKeeper)? = nil) -> Configuration.Key {
        var key = Configuration.Key { isVaultThere in
            if let key = try keeper.read() { return [key] }
            guard !isVaultThere else {
                throw AuthpipeError(
                    .keyMismatch, "There is a vault, but its key is not in this device's Keychain.",
                    hint: "Use the Keychain service and access group with which it was made; if the key is lost, as after a restore to "
                        + "another device, start again with AuthpipeClient.resetVault(_:).")
            }
            let key = try AuthpipeClient.makeRootKey()
            if try keeper.add(key) { return [key] }
            // An extension was faster: its key is the one.
            guard let key = try keeper.read() else {
                throw AuthpipeError(.keyServiceUnavailable, "The Keychain lost the key while it was read.", hint: "Try again.", retry: .later)
            }
            return [key]
        }
        key.signIns = signIns
        return key
    }
}

/// What to tell of a status of the Keychain. The two that an app can do something about have messages of their own.
func keychainFailure(_ status: Int32) -> AuthpipeError {
    let causes = ["OSStatus \(status)"]
    return switch status {
    case KeychainStatus.missingEntitlement:
        AuthpipeError(
            .configInvalid, "This app may not use the Keychain: an entitlement is missing.",
            hint: "Sign the app with the Keychain Sharing capability and list the access group in it. Give the group as it is in the signed "
                + "app, with the team's identifier before it: ABCDE12345.com.acme.notes.", causes: causes)
    case KeychainStatus.interactionNotAllowed:
        AuthpipeError(
            .keyServiceUnavailable, "The device is locked and has not been unlocked since it was started, so the key cannot be read.",
            hint: "Try again after the first unlock.", retry: .later, causes: causes)
    case KeychainStatus.userCanceled, KeychainStatus.authFailed:
        AuthpipeError(
            .keyServiceUnavailable, "Nobody has confirmed that the key may be read.",
            hint: "Ask again when the person wants to go on.", retry: .later, causes: causes)
    default:
        AuthpipeError(.keyServiceUnavailable, "The Keychain did not give the key.", hint: "Try again.", retry: .later, causes: causes)
    }
}

/// Numbers of Security's `SecBase.h`, which not every system has.
enum KeychainStatus {
    /// `errSecMissingEntitlement`.
    static let missingEntitlement: Int32 = -34018
    /// `errSecInteractionNotAllowed`.
    static let interactionNotAllowed: Int32 = -25308
    /// `errSecUserCanceled`.
    static let userCanceled: Int32 = -128
    /// `errSecAuthFailed`.
    static let authFailed: Int32 = -25293
}
