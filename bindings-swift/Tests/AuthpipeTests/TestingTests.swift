import Authpipe
import AuthpipeTesting
import Foundation
import XCTest

/// The usual cases, a line each, as tests of apps write them.
final class TestingTests: XCTestCase {
    private func started() throws -> (AuthpipeTesting.Sandbox, AuthpipeClient) {
        guard let program = ProcessInfo.processInfo.environment["AUTHPIPE_SANDBOX_BIN"] else {
            throw Problem("AUTHPIPE_SANDBOX_BIN is not set: run the tests with `cargo xtask test swift`")
        }
        let sandbox = try AuthpipeTesting.Sandbox(program: URL(fileURLWithPath: program))
        let authpipe = try AuthpipeClient(sandbox.configuration())
        addTeardownBlock {
            try await authpipe.close()
            sandbox.close()
        }
        return (sandbox, authpipe)
    }

    private func code(_ work: () async throws -> Void) async -> AuthpipeError.Code? {
        do { try await work() } catch { return (error as? AuthpipeError)?.code }
        return nil
    }

    func testTheUsualCasesTakeALineEach() async throws {
        let (sandbox, authpipe) = try started()
        let denied = await code { try await sandbox.deny(authpipe) }
        XCTAssertEqual(denied, .accessDenied)
        try await sandbox.connect(authpipe)
        let first = try await authpipe.credential(for: me)

        try await sandbox.expireTokens()
        let second = try await authpipe.credential(for: me)
        XCTAssertTrue(second.refreshed)
        XCTAssertNotEqual(second.value, first.value)

        try await sandbox.endAccessTokens()
        let third = try await authpipe.reportRejected(second, for: me)
        XCTAssertNotEqual(third.value, second.value)

        try await sandbox.expireTokens()
        try await sandbox.down()
        let away = await code { _ = try await authpipe.credential(for: me) }
        XCTAssertEqual(away, .providerUnavailable)
        try await sandbox.up()
        try await sandbox.advance(by: 5)
        _ = try await authpipe.credential(for: me)

        try await sandbox.expireTokens()
        try await sandbox.throttle()
        let throttled = await code { _ = try await authpipe.credential(for: me) }
        XCTAssertEqual(throttled, .rateLimited)
        try await sandbox.up()
        try await sandbox.advance(by: 31)

        let mismatch = await code { try await sandbox.connect(authpipe, username: AuthpipeTesting.Sandbox.other) }
        XCTAssertEqual(mismatch, .accountMismatch)

        try await sandbox.revoke()
        let revoked = await code { _ = try await authpipe.credential(for: me) }
        XCTAssertEqual(revoked, .reauthRequired)
    }

    func testNarrowedScopesAreMissingAfterTheRefresh() async throws {
        let (sandbox, authpipe) = try started()
        try await sandbox.connect(authpipe)
        let files = CredentialOptions(scopes: ["Files.Read"])
        _ = try await authpipe.credential(for: me, options: files)
        try await sandbox.narrowScopes(["User.Read"])
        try await sandbox.expireTokens()
        let narrowed = await code { _ = try await authpipe.credential(for: me, options: files) }
        XCTAssertEqual(narrowed, .scopeMissing)
        let credential = try await authpipe.credential(for: me)
        XCTAssertTrue(credential.scopes.contains("User.Read") && !credential.scopes.contains("Files.Read"), "\(credential.scopes)")
    }

    func testAfterAResetNothingOfTheTestBeforeIsLeft() async throws {
        let (sandbox, authpipe) = try started()
        try await sandbox.connect(authpipe)
        try await sandbox.narrowScopes([])
        try await sandbox.down()
        try await sandbox.reset()
        // Nobody has consented, so that the person is asked again and can say no.
        let next = try AuthpipeClient(sandbox.configuration())
        addTeardownBlock { try await next.close() }
        let denied = await code { try await sandbox.deny(next) }
        XCTAssertEqual(denied, .accessDenied)
        try await sandbox.connect(next)
        let scopes = try await next.credential(for: me).scopes
        XCTAssertTrue(scopes.contains("Files.Read"), "\(scopes)")
    }

    func testWhoHasConsentedCannotDenyAndTheTestIsTold() async throws {
        let (sandbox, authpipe) = try started()
        try await sandbox.connect(authpipe)
        do {
            try await sandbox.deny(authpipe)
            XCTFail("it denied nothing")
        } catch let problem as AuthpipeTesting.Sandbox.Problem {
            XCTAssertTrue(problem.description.contains("has consented before"), problem.description)
        }
        do {
            try await sandbox.revoke("nobody@contoso.example")
            XCTFail("nobody of that name is there")
        } catch let problem as AuthpipeTesting.Sandbox.Problem {
            XCTAssertTrue(problem.description.contains("no such user"), problem.description)
        }
    }

    func testALabelMakesAnotherConnection() async throws {
        let (sandbox, authpipe) = try started()
        let mine = try await sandbox.connect(authpipe)
        let work = try await sandbox.connect(authpipe, username: AuthpipeTesting.Sandbox.other, label: "work")
        XCTAssertNotEqual(mine.id, work.id)
        let both = try await authpipe.listConnections().data.map(\.label).sorted()
        XCTAssertEqual(both, ["", "work"])
        try await sandbox.expireTokens()
        _ = try await authpipe.credential(for: me)
        let refreshes = try await sandbox.refreshes()
        XCTAssertEqual(refreshes.map(\.status), [200])
        XCTAssertEqual(refreshes.first?.params["grant_type"], "refresh_token")
    }

    func testAServersPeopleSignInAtEachProviderThatTheEmulatorPlays() async throws {
        let (sandbox, _) = try started()
        var configuration = try await sandbox.serverConfiguration()
        var slack = Provider("slack", clientID: "slack-rotating", clientSecret: "slack-demo-secret", scopes: ["search:read"])
        slack.botScopes = ["chat:write"]
        configuration.providers.append(slack)
        configuration.dangerOrigins["slack"] = ["slack": sandbox.httpOrigin]
        let server = try AuthpipeClient(configuration)
        addTeardownBlock { try await server.close() }
        let ben = Owner(tenantID: "org_acme", userID: "ben")

        try await sandbox.deny(server, provider: "slack", for: ben)
        let none = try await server.listConnections(matching: ConnectionQuery(tenantID: "org_acme")).data
        XCTAssertEqual(none, [], "who says no has connected nothing")
        let installed = try await sandbox.install(server, provider: "slack", for: Owner(tenantID: "org_acme", userID: "boss"))
        XCTAssertEqual(installed.installation?.provider, "slack")
        let mine = try await sandbox.connect(server, provider: "slack", for: ben, label: "work")
        XCTAssertEqual(mine.provider, "slack")
        XCTAssertEqual(mine.label, "work")
        let token = try await server.credential(for: Subject("slack", of: ben, label: "work"))
        XCTAssertTrue(token.scopes.contains("search:read"), "\(token.scopes)")
        let drive = try await sandbox.connect(server, for: ben)
        XCTAssertEqual(drive.provider, .microsoftOneDrive)
        do {
            _ = try await sandbox.connect(server, provider: "slack", for: ben, username: "nobody@contoso.example", label: "other")
            XCTFail("nobody of that name is there")
        } catch let problem as AuthpipeTesting.Sandbox.Problem {
            XCTAssertFalse(problem.description.isEmpty)
        }
        let (_, app) = try started()
        do {
            try await sandbox.install(app, for: ben)
            XCTFail("an app has no handler")
        } catch let error as AuthpipeError {
            XCTAssertEqual(error.code, .baseURLMissing)
        }
    }

    func testAMadeUpCredentialIsOneOfTheRealKind() throws {
        let token = fakeCredential("at-1", scopes: ["Files.Read"], apiOrigins: ["https://graph.example"])
        XCTAssertEqual(try token.headers(), ["Authorization": "Bearer at-1"])
        XCTAssertEqual(token.connectionID, Connection.ID(rawValue: "con_fake"))
        XCTAssertNil(token.expiresAt)
        XCTAssertEqual(token.generation, 1)
        XCTAssertFalse("\(token) \(String(reflecting: token))".contains("at-1"))
        let end = Date(timeIntervalSince1970: 1_800_000_000.25)
        let hook = fakeCredential("whsec-1", kind: .webhookSecret, expiresAt: end, source: .installation, needsReauth: true, generation: 3)
        XCTAssertThrowsError(try hook.headers()) { XCTAssertEqual(($0 as? AuthpipeError)?.code, .invalidRequest) }
        XCTAssertEqual(hook.fields, ["value": "whsec-1"])
        XCTAssertEqual([hook.expiresAt, hook.installationID.map { _ in end }], [end, end])
        XCTAssertTrue(hook.needsReauth)
        XCTAssertEqual(hook.generation, 3)
    }

    func testInstallationsThatWait() async throws {
        let (sandbox, _) = try started()
        let server = try AuthpipeClient(await sandbox.serverConfiguration())
        addTeardownBlock { try await server.close() }
        let boss = Owner(tenantID: "org_acme", userID: "boss")
        let acme = Subject(.microsoftOneDrive, of: boss)
        var ofAcme = acme
        ofAcme.credentialFor = .installation

        let pending = try await sandbox.installPending(server, for: boss, seconds: 120).installation
        XCTAssertEqual(pending?.status, .pending)
        let id = try XCTUnwrap(pending?.id)
        try await sandbox.advance(by: 300)
        _ = try await server.runMaintenance()
        let source = try await server.credential(for: ofAcme).source
        XCTAssertEqual(source, .installation)
        try await server.deleteInstallation(id, ofTenant: "org_acme")

        let waiting = try await sandbox.installUnapproved(server, for: boss).installation
        XCTAssertEqual(waiting?.status, .pendingApproval)
        _ = try await server.approveInstallation(XCTUnwrap(waiting?.id), ofTenant: "org_acme")
        _ = try await server.credential(for: ofAcme)
        try await server.deleteInstallation(XCTUnwrap(waiting?.id), ofTenant: "org_acme")
        let installed = try await sandbox.install(server, for: boss).installation
        XCTAssertEqual(installed?.status, .active)
    }
}
