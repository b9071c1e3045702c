@testable import Authpipe
import AuthenticationServices
import Foundation
import Security
import XCTest

/// What only Apple's systems have. The tests of a package run without an app of their own, so the Keychain refuses them: that is tested too.
final class AppleTests: XCTestCase {
    func testTheLibraryIsLinkedAndWorks() async throws {
        var provider = Provider("acme", clientID: "x")
        provider.definition = Data(#"{"name":"Acme","auth":["api_key"],"api":{"origins":["https://api.acme.example"]}}"#.utf8)
        let authpipe = try AuthpipeClient(
            Configuration(
                vault: .memory, key: .text(try AuthpipeClient.makeRootKey()), providers: [provider], environment: "test", mode: .development,
                background: false))
        try await authpipe.store("k", type: .apiKey, for: .device("acme"))
        let credential = try await authpipe.credential(for: .device("acme"))
        XCTAssertEqual(credential.value, "k")
        try await authpipe.close()
    }

    func testWithoutAnEntitlementTheKeychainSaysSo() {
        XCTAssertThrowsError(try Configuration.Key.keychain(service: "dev.authpipe.tests").read(false)) { error in
            XCTAssertEqual((error as? AuthpipeError)?.code, .configInvalid)
            XCTAssertEqual((error as? AuthpipeError)?.message.contains("entitlement"), true, "\(error)")
        }
    }

    func testTheNumbersOfTheKeychainAreTheSystems() {
        XCTAssertEqual(KeychainStatus.missingEntitlement, errSecMissingEntitlement)
        XCTAssertEqual(KeychainStatus.interactionNotAllowed, errSecInteractionNotAllowed)
        XCTAssertEqual(KeychainStatus.userCanceled, errSecUserCanceled)
        XCTAssertEqual(KeychainStatus.authFailed, errSecAuthFailed)
    }

    func testAnItemThatAPersonMustConfirmIsForThisDeviceOnly() throws {
        for protection in [Configuration.Key.Protection.userPresence(reason: "r"), .biometry(reason: "r")] {
            let attributes = try Keychain(service: "s", accessGroup: nil, protection: protection).protectionOfItem()
            XCTAssertNotNil(attributes[kSecAttrAccessControl])
            XCTAssertNil(attributes[kSecAttrAccessible], "the two exclude each other")
        }
    }

    func testTheVaultsFolderIsLeftOutOfBackups() throws {
        let parent = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString, isDirectory: true)
        defer { try? FileManager.default.removeItem(at: parent) }
        try Configuration.Vault.container("x", in: { parent }).prepare()
        let folder = parent.appendingPathComponent("Authpipe", isDirectory: true)
        XCTAssertEqual(try folder.resourceValues(forKeys: [.isExcludedFromBackupKey]).isExcludedFromBackup, true)
    }

    #if os(iOS)
    func testAnAppGroupOfOthersIsRefused() {
        XCTAssertThrowsError(try Configuration.Vault.appGroup("group.none").place()) { error in
            XCTAssertEqual((error as? AuthpipeError)?.code, .configInvalid)
        }
    }
    #endif

    func testAClosedSheetIsToldFromOneThatFailed() {
        XCTAssertTrue(isSheetClosed(ASWebAuthenticationSessionError(.canceledLogin)))
        XCTAssertTrue(isSheetClosed(AuthpipeError.cancelled()))
        XCTAssertFalse(isSheetClosed(ASWebAuthenticationSessionError(.presentationContextInvalid)))
        XCTAssertFalse(isSheetClosed(CancellationError()))
    }
}
