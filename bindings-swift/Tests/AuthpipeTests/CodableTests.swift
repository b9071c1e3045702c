@testable import Authpipe
import Foundation
import XCTest

/// What an app may keep or hand to its extension; what holds a secret cannot be written.
final class CodableTests: SandboxTestCase {
    private func written(_ value: some Encodable) throws -> JSON {
        try JSON.parse(JSONEncoder().encode(value))
    }

    private func assertSurvives<Value: Codable & Equatable>(_ value: Value, line: UInt = #line) throws {
        // By another way than JSON too, so that nothing depends on what that has no words for.
        XCTAssertEqual(try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value)), value, line: line)
        XCTAssertEqual(try PropertyListDecoder().decode(Value.self, from: PropertyListEncoder().encode(value)), value, line: line)
    }

    /// Every name at any depth.
    private func names(_ json: JSON) -> [String] {
        if let list = json.list { return list.flatMap(names) }
        return (json.object ?? [:]).flatMap { name, value in [name] + names(value) }
    }

    func testWhatIsReadOfTheVaultSurvivesAndHasTheNamesOfAllLanguages() async throws {
        let (authpipe, connection) = try await connected()
        try assertSurvives(connection)
        let json = try written(connection)
        XCTAssertEqual(json["tenant_id"].text, "device")
        XCTAssertEqual(json["credential_type"].text, "oauth_token", "a kind is its word")
        XCTAssertEqual(json["id"].text, connection.id.rawValue)
        XCTAssertEqual(json["provider"].text, "microsoft-onedrive")
        let odd = names(json).filter { $0.contains { $0.isUppercase } }
        XCTAssertEqual(odd, [], "names are those of all languages")

        let events = try await authpipe.listEvents()
        XCTAssertFalse(events.data.isEmpty)
        try assertSurvives(events)
        let log = try await authpipe.listAudit()
        XCTAssertFalse(log.data.isEmpty)
        try assertSurvives(log)
        try assertSurvives(try await authpipe.check(connection.id))
        try assertSurvives(try await authpipe.runMaintenance())
        try assertSurvives(Deletion(revocation: .pending))
        try assertSurvives(StoredCredential(connectionID: connection.id, status: .updated))
    }

    func testASessionThatFailedSurvivesWithItsError() throws {
        let failure = SessionFailure(
            code: .rateLimited, message: "m", hint: nil, docsURL: URL(string: "https://example.com/x"), retry: .later,
            retryAfter: .milliseconds(1_500), providerError: "other",
            providerDetails: ProviderDetails(
                status: 429, error: "other", suberror: nil, errorCodes: [1, 2], traceID: "t", correlationID: nil, requestID: "r", timestamp: nil,
                errorDescription: nil, errorURI: nil))
        try assertSurvives(failure)
        XCTAssertEqual(try written(failure)["retry_after_ms"].number, 1_500, "a length of time says its unit")
        let session = Session(
            id: "ses_1", provider: .microsoftOneDrive, config: "c", tenantID: "t", userID: "u", status: .failed, connection: nil, installation: nil,
            error: failure, createdAt: Date(timeIntervalSince1970: 1))
        try assertSurvives(session)
    }

    func testWhatAnAppWritesItselfMayLeaveOutWhatHasADefault() throws {
        let subject = Subject(.microsoftOneDrive, of: Owner(tenantID: "t", userID: "u"), label: "work")
        try assertSurvives(subject)
        try assertSurvives(Owner.device)
        let text = Data(#"{"provider": "microsoft-onedrive", "tenant_id": "t", "user_id": "u"}"#.utf8)
        XCTAssertEqual(
            try JSONDecoder().decode(Subject.self, from: text), Subject(provider: .microsoftOneDrive, tenantID: "t", userID: "u"))
        XCTAssertThrowsError(try JSONDecoder().decode(Subject.self, from: Data(#"{"provider": "p"}"#.utf8)), "whose it is has no default")
    }

    func testLinesOfTheLogSurvive() throws {
        try assertSurvives(LogLine(level: .warning, message: "m", fields: ["code": "rate_limited"]))
    }

    func testWhatHoldsASecretCannotBeWritten() async throws {
        let (authpipe, _) = try await connected()
        let credential = try await authpipe.credential(for: me)
        let configuration = try configuration()
        let secrets: [Any] = [
            credential, configuration, configuration.key, configuration.providers[0], StoredRow("k", type: .apiKey, for: me), AuthSession.self,
            Handler.Principal(tenantID: "t", userID: "u", role: .member),
        ]
        for secret in secrets { XCTAssertFalse(secret is any Encodable, "\(type(of: secret))") }
        for type in [Credential.self, Configuration.self, Provider.self, AuthSession.self, Handler.Principal.self] as [Any.Type] {
            XCTAssertFalse(type is any Decodable.Type, "\(type)")
        }
    }

    func testWhatIsToldIsReadable() {
        XCTAssertEqual("\(AuthpipeError.Retry.afterReauth) \(Credential.Kind.apiKey) \(Connection.Status.needsReauth)", "after_reauth api_key needs_reauth")
        XCTAssertEqual("\(AuthpipeEvent.Kind.tokenRefreshed) \(AuditRecord.Kind.tenantErased) \(Session.Status.failed)", "token.refreshed tenant.erased failed")
        XCTAssertEqual("\(ConfigStatus.throttled) \(AuthpipeError.Code.notConnected) \(ProviderID.microsoftOneDrive)", "throttled not_connected microsoft-onedrive")
        XCTAssertEqual("\(Configuration.Vault.memory) \(Configuration.Key.text("apk1_x"))", "Vault Key([redacted])")
    }
}
