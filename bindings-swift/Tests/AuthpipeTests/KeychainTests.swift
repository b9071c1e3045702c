@testable import Authpipe
import Foundation
import XCTest

/// What happens around the Keychain; what is the Keychain's own is tested on Apple's systems.
final class KeychainTests: SandboxTestCase {
    /// A Keychain that exists as long as this object.
    private final class Keeper: KeyKeeper, Sendable {
        private let item = Box<String>()
        /// What another process adds between the look and the addition.
        private let rival: String?
        /// What it says instead of giving the key.
        private let failure: Int32?

        init(_ key: String? = nil, rival: String? = nil, failure: Int32? = nil) {
            (self.rival, self.failure) = (rival, failure)
            item.value = key
        }

        func read() throws -> String? {
            if let failure { throw keychainFailure(failure) }
            return item.value
        }

        func add(_ key: String) throws -> Bool {
            if let rival { item.value = rival }
            if item.value != nil { return false }
            item.value = key
            return true
        }
    }

    private func authpipe(_ keeper: Keeper) throws -> AuthpipeClient {
        var configuration = try configuration()
        configuration.key = .kept(by: keeper)
        return try open(configuration)
    }

    func testAKeyIsMadeOnceAndOpensTheVaultAgain() async throws {
        let keeper = Keeper()
        let first = try authpipe(keeper)
        try await connect(first)
        let credential = try await first.credential(for: me)
        try await first.close()
        let key = try keeper.read()
        let again = try await authpipe(keeper).credential(for: me)
        XCTAssertEqual(again.value, credential.value)
        XCTAssertEqual(try keeper.read(), key)
    }

    func testAVaultWithoutItsKeyIsRefusedAndGetsNoNewOne() async throws {
        let first = try authpipe(Keeper())
        try await connect(first)
        try await first.close()
        let keeper = Keeper()
        XCTAssertThrowsError(try authpipe(keeper)) { error in
            XCTAssertEqual((error as? AuthpipeError)?.code, .keyMismatch)
            XCTAssertEqual((error as? AuthpipeError)?.hint?.contains("resetVault"), true, "it says what to do")
        }
        XCTAssertNil(try keeper.read(), "what may still come back is not passed over")
        try AuthpipeClient.resetVault(configuration().vault)
        let again = try authpipe(keeper)
        let failure = await error { try await again.credential(for: me) }
        XCTAssertEqual(failure?.code, .notConnected)
        XCTAssertNotNil(try keeper.read())
    }

    /// Before the first unlock the folder cannot be written either, and that would be the wrong reason.
    func testTheKeyIsAskedForBeforeAnythingIsWritten() throws {
        let parent = try folder.appendingPathComponent("app")
        var configuration = try configuration()
        configuration.key = .kept(by: Keeper(failure: KeychainStatus.interactionNotAllowed))
        for isWritable in [true, false] {
            // In the place of a container that is locked: one whose name a file has.
            if !isWritable { try Data().write(to: parent) }
            configuration.vault = .container("x", in: { parent })
            do throws(AuthpipeError) {
                _ = try AuthpipeClient(configuration)
                XCTFail("it opened")
            } catch {
                XCTAssertEqual(error.code, .keyServiceUnavailable)
                XCTAssertEqual(error.retry, .later)
            }
            XCTAssertEqual(FileManager.default.fileExists(atPath: parent.path), !isWritable, "nothing was made")
        }
        configuration.key = .kept(by: Keeper())
        XCTAssertThrowsError(try AuthpipeClient(configuration)) { XCTAssertEqual(($0 as? AuthpipeError)?.code, .vaultUnavailable) }
        try FileManager.default.removeItem(at: parent)
        _ = try open(configuration)
        XCTAssertTrue(FileManager.default.fileExists(atPath: parent.appendingPathComponent("Authpipe").path))
    }

    func testOfTwoThatMakeAKeyBothUseTheFirst() throws {
        let rival = try AuthpipeClient.makeRootKey()
        XCTAssertEqual(try Configuration.Key.kept(by: Keeper(rival: rival)).read(false), [rival])
    }

    func testWhatAnAppCanDoSomethingAboutHasAMessageOfItsOwn() {
        let entitlement = keychainFailure(KeychainStatus.missingEntitlement)
        let locked = keychainFailure(KeychainStatus.interactionNotAllowed)
        let other = keychainFailure(-1)
        for status in [KeychainStatus.userCanceled, KeychainStatus.authFailed] {
            let refused = keychainFailure(status)
            XCTAssertEqual(refused.code, .keyServiceUnavailable)
            XCTAssertEqual(refused.retry, .later)
            XCTAssertTrue(refused.message.contains("confirmed"), refused.message)
        }
        XCTAssertEqual([entitlement, locked, other].map(\.code), [.configInvalid, .keyServiceUnavailable, .keyServiceUnavailable])
        XCTAssertEqual([entitlement, locked, other].map(\.retry), [.never, .later, .later])
        XCTAssertEqual(Set([entitlement, locked, other].map(\.message)).count, 3)
        XCTAssertTrue(entitlement.message.contains("entitlement"))
        XCTAssertTrue(entitlement.hint?.contains("team's identifier before it: ABCDE12345.") == true, "a group without the team's prefix is no group")
        XCTAssertTrue(locked.message.contains("first unlock"))
        XCTAssertEqual(other.causes, ["OSStatus -1"])
    }
}
