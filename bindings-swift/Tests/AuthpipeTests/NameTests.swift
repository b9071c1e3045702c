import Authpipe
import Foundation
import Lookalikes
import XCTest

/// A module whose types have the names of Authpipe's can be imported beside it: each is reached by its module, which no type hides.
final class NameTests: XCTestCase {
    /// Compiled, this is most of the test.
    private static let reached: [Any.Type] = [
        Authpipe.Anchor.self, Lookalikes.Anchor.self,
        Authpipe.AuditQuery.self, Lookalikes.AuditQuery.self,
        Authpipe.AuditRecord.self, Lookalikes.AuditRecord.self,
        Authpipe.AuthSession.self, Lookalikes.AuthSession.self,
        Authpipe.AuthpipeClient.self, Lookalikes.AuthpipeClient.self,
        Authpipe.AuthpipeError.self, Lookalikes.AuthpipeError.self,
        Authpipe.AuthpipeEvent.self, Lookalikes.AuthpipeEvent.self,
        Authpipe.AwaitedCallback.self, Lookalikes.AwaitedCallback.self,
        Authpipe.ConfigStatus.self, Lookalikes.ConfigStatus.self,
        Authpipe.Configuration.self, Lookalikes.Configuration.self,
        Authpipe.Connection.self, Lookalikes.Connection.self,
        Authpipe.ConnectionQuery.self, Lookalikes.ConnectionQuery.self,
        Authpipe.Credential.self, Lookalikes.Credential.self,
        Authpipe.CredentialOptions.self, Lookalikes.CredentialOptions.self,
        Authpipe.DeviceAuth.self, Lookalikes.DeviceAuth.self,
        Authpipe.DevicePoll.self, Lookalikes.DevicePoll.self,
        Authpipe.Deletion.self, Lookalikes.Deletion.self,
        Authpipe.EventQuery.self, Lookalikes.EventQuery.self,
        Authpipe.Handler.self, Lookalikes.Handler.self,
        Authpipe.Health.self, Lookalikes.Health.self,
        Authpipe.Installation.self, Lookalikes.Installation.self,
        Authpipe.LogLevel.self, Lookalikes.LogLevel.self,
        Authpipe.LogLine.self, Lookalikes.LogLine.self,
        Authpipe.MaintenanceReport.self, Lookalikes.MaintenanceReport.self,
        Authpipe.Owner.self, Lookalikes.Owner.self,
        Authpipe.Page<Authpipe.Connection>.self, Lookalikes.Page<Lookalikes.Connection>.self,
        Authpipe.PendingConnection.self, Lookalikes.PendingConnection.self,
        Authpipe.Provider.self, Lookalikes.Provider.self,
        Authpipe.ProviderDetails.self, Lookalikes.ProviderDetails.self,
        Authpipe.ProviderID.self, Lookalikes.ProviderID.self,
        Authpipe.ProviderScopes.self, Lookalikes.ProviderScopes.self,
        Authpipe.RefreshState.self, Lookalikes.RefreshState.self,
        Authpipe.ResponseBody.self, Lookalikes.ResponseBody.self,
        (any Authpipe.RootKey).self, (any Lookalikes.RootKey).self,
        Authpipe.RootKeyError.self, Lookalikes.RootKeyError.self,
        Authpipe.Session.self, Lookalikes.Session.self,
        Authpipe.SessionFailure.self, Lookalikes.SessionFailure.self,
        Authpipe.StoredCredential.self, Lookalikes.StoredCredential.self,
        Authpipe.StoredCredentialType.self, Lookalikes.StoredCredentialType.self,
        Authpipe.StoredCredentials.self, Lookalikes.StoredCredentials.self,
        Authpipe.StoredRow.self, Lookalikes.StoredRow.self,
        Authpipe.Subject.self, Lookalikes.Subject.self,
        Authpipe.TestClock.self, Lookalikes.TestClock.self,
    ]

    func testEveryPublicNameIsReachedBesideAnotherModulesOwn() throws {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let sources = package.appendingPathComponent("Sources/Authpipe")
        let declaration = /^public (?:final )?(?:actor|class|struct|enum|protocol|typealias) (\w+)/.anchorsMatchLineEndings()
        var declared = Set<String>()
        for case let file as URL in try XCTUnwrap(FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil))
        where file.pathExtension == "swift" {
            declared.formUnion(try String(contentsOf: file, encoding: .utf8).matches(of: declaration).map { String($0.1) })
        }
        XCTAssert(declared.contains("AuthpipeClient"))
        XCTAssertFalse(declared.contains("Authpipe"), "a type named as its module hides it")

        let reached = Set(Self.reached.map { String(reflecting: $0).prefix { $0 != "<" } }.map(String.init))
        for name in declared.sorted() {
            XCTAssert(reached.contains("Authpipe.\(name)") && reached.contains("Lookalikes.\(name)"), name)
        }
    }

    func testATypeIsUsedByItsModulesName() throws {
        let subject = Authpipe.Subject("notes", of: .device, label: "work")
        XCTAssertEqual(subject.label, "work")
        XCTAssertNoThrow(try Authpipe.AuthpipeClient.makeRootKey())
    }
}
