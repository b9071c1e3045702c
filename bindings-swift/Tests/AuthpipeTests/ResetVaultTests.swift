import Authpipe
import Foundation
import XCTest

final class ResetVaultTests: SandboxTestCase {
    func testAResetRemovesAVaultsOwnFilesAndNoOthers() async throws {
        let (authpipe, _) = try await connected()
        let names = { try FileManager.default.contentsOfDirectory(atPath: self.folder.path).sorted() }
        XCTAssertTrue(try names().contains("authpipe.db-wal"), "there is more than the file")
        try await authpipe.close()
        // Another vault, and a copy that somebody made.
        let others = ["authpipe.db-2", "authpipe.db-2-wal", "authpipe.db-walk"]
        for name in others { try Data("kept".utf8).write(to: folder.appendingPathComponent(name)) }
        for name in ["-wal", "-shm", "-journal"] { try Data().write(to: folder.appendingPathComponent("authpipe.db" + name)) }
        // The address is read as the core reads it.
        try AuthpipeClient.resetVault(.address("sqlite://" + folder.appendingPathComponent("authpipe.db").path))
        XCTAssertEqual(try names(), others)
        try AuthpipeClient.resetVault(configuration().vault)
        XCTAssertEqual(try names(), others, "there is nothing to do twice")
        let again = try open(configuration())
        let failure = await error { try await again.credential(for: me) }
        XCTAssertEqual(failure?.code, .notConnected)
    }

    func testOfASharedSpoolItTakesOnlyWhatIsItsOwn() async throws {
        let spool = try folder.appendingPathComponent("spool", isDirectory: true)
        let names = { try FileManager.default.contentsOfDirectory(atPath: spool.path).sorted() }
        var configuration = try configuration()
        configuration.spoolDirectory = spool
        let (authpipe, _) = try await connected(configuration)
        try await authpipe.close()
        XCTAssertEqual(try names(), ["reserve"])
        // As another vault's file is: sealed under a key that this one never had.
        let sealed = Data([0x41, 0x50, 1, 1] + Array(repeating: 7, count: 128)).base64EncodedString()
            .replacingOccurrences(of: "+", with: "-").replacingOccurrences(of: "/", with: "_").replacingOccurrences(of: "=", with: "")
        let id = "con_" + String(repeating: "A", count: 22)
        let text = "{\"v\":1,\"tenant_id\":\"org_acme\",\"grant_id\":\"\(id)\",\"epoch\":3,\"sealed\":\"\(sealed)\"}"
        let other = spool.appendingPathComponent("\(id).3")
        try Data(text.utf8).write(to: other)
        try AuthpipeClient.resetVault(configuration.vault, spoolDirectory: spool)
        XCTAssertEqual(try names(), [other.lastPathComponent, "reserve"])
        XCTAssertFalse(FileManager.default.fileExists(atPath: try folder.appendingPathComponent("authpipe.db").path))

        try FileManager.default.removeItem(at: other)
        try await open(configuration).ready()
        try AuthpipeClient.resetVault(configuration.vault, spoolDirectory: spool)
        XCTAssertEqual(try names(), [], "what a process makes again goes with the last file")
    }

    func testADamagedVaultCannotTellWhatIsItsOwnAndStays() throws {
        let file = try folder.appendingPathComponent("authpipe.db")
        let spool = try folder.appendingPathComponent("spool", isDirectory: true)
        try FileManager.default.createDirectory(at: spool, withIntermediateDirectories: false)
        try Data(repeating: 7, count: 8192).write(to: file)
        XCTAssertThrowsError(try AuthpipeClient.resetVault(.file(file), spoolDirectory: spool)) {
            XCTAssertEqual(($0 as? AuthpipeError)?.code, .vaultUnavailable)
        }
        XCTAssertTrue(FileManager.default.fileExists(atPath: file.path))
        try AuthpipeClient.resetVault(.file(file))
        XCTAssertFalse(FileManager.default.fileExists(atPath: file.path))
    }

    func testOnlyAVaultInAFileCanBeReset() {
        for vault in [Configuration.Vault.memory, .environment, .address("sqlite:"), .address("postgres://x")] {
            XCTAssertThrowsError(try AuthpipeClient.resetVault(vault)) { XCTAssertEqual(($0 as? AuthpipeError)?.code, .configInvalid) }
        }
    }
}
