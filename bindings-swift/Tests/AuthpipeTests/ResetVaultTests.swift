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
        try Authpipe.resetVault(.address("sqlite://" + folder.appendingPathComponent("authpipe.db").path))
        XCTAssertEqual(try names(), others)
        try Authpipe.resetVault(configuration().vault)
        XCTAssertEqual(try names(), others, "there is nothing to do twice")
        let again = try open(configuration())
        let failure = await error { try await again.credential(for: me) }
        XCTAssertEqual(failure?.code, .notConnected)
    }

    func testOnlyAVaultInAFileCanBeReset() {
        for vault in [Configuration.Vault.memory, .environment, .address("sqlite:"), .address("postgres://x")] {
            XCTAssertThrowsError(try Authpipe.resetVault(vault)) { XCTAssertEqual(($0 as? AuthpipeError)?.code, .configInvalid) }
        }
    }
}
