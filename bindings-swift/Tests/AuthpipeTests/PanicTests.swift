@testable import Authpipe
import AuthpipeNative
import Foundation
import XCTest

/// A defect of ours is an error in Swift, not the end of the app (SR-85). A debug build of the library has a panic to offer in each export.
final class PanicTests: XCTestCase {
    private func session(_ provider: String) -> CoreAuthSessionParams {
        CoreAuthSessionParams(
            base: installSession(provider), connectionId: nil, installationId: nil, label: "work", scopes: nil)
    }

    private func installSession(_ provider: String) -> CoreInstallSessionParams {
        CoreInstallSessionParams(provider: provider, config: nil, tenantId: "t", userId: "u", loginHint: nil, prompt: nil, variables: nil, returnTo: nil, mode: nil)
    }

    private let grants = ConnectionQuery(tenantID: "t").core
    private let plain = CredentialOptions().core
    private let scope = CoreTenantScope(tenantId: "t")
    private let subject = Subject("acme", of: Owner(tenantID: "t", userID: "u"))
    private let id = "con_AAAAAAAAAAAAAAAAAAAAAA"

    /// The exports, by the names of their symbols in the generated header.
    private func exports() throws -> Set<String> {
        let header = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources/CAuthpipe/CAuthpipe.h")
        let words = try String(contentsOf: header, encoding: .utf8).components(separatedBy: CharacterSet(charactersIn: " ()*\n"))
        return Set(
            words.flatMap { word in
                ["method", "constructor", "func"].compactMap { kind in
                    let start = "uniffi_authpipe_swift_fn_\(kind)_"
                    return word.hasPrefix(start) ? String(word.dropFirst(start.count)) : nil
                }
            })
    }

    private func configuration() throws -> Configuration {
        var tool = Provider("acme", clientID: "x", redirectURI: "http://127.0.0.1/callback")
        tool.definition = Data(
            """
            {"name":"Acme","auth":["user","api_key"],"api":{"origins":["https://api.acme.example"]},"oauth":{"public_clients":true,
            "authorization_endpoint":"https://acme.example/a","token_endpoint":"https://acme.example/t"}}
            """.utf8)
        var app = tool
        (app.config, app.id, app.redirectURI) = ("app", "app", "com.acme.notes://auth")
        return Configuration(
            vault: .memory, key: .text(try AuthpipeClient.makeRootKey()), providers: [tool, app], environment: "test", mode: .development,
            background: false, baseURL: URL(string: "http://localhost:4000/api/authpipe"))
    }

    /// A question of the core's, which nobody else answers.
    private func question() async throws -> CoreQuestion {
        let (questions, asked) = AsyncStream<CoreQuestion>.makeStream()
        var own = try configuration()
        own.key = .texts([])
        let core = try CoreAuthpipe(
            options: own.core(), publicClientsOnly: false, testClock: nil, logger: nil, loggerPlace: 0, rootKeyIds: ["hsm:1"],
            hasAnchor: false, asserted: [], application: Held(asked))
        let opening = Task { try? await core.ready() }
        defer { opening.cancel() }
        for await question in questions { return question }
        throw CancellationError()
    }

    /// Runs something while the export has a panic to offer. `nil`: it did not fail.
    private func code(_ export: String, _ work: () async throws -> Void) async -> AuthpipeError.Code? {
        setenv("AUTHPIPE_TEST_PANIC", export, 1)
        defer { unsetenv("AUTHPIPE_TEST_PANIC") }
        do {
            try await work()
            return nil
        } catch {
            return (translated(error) as? AuthpipeError)?.code ?? AuthpipeError.Code(rawValue: "\(error)")
        }
    }

    func testAPanicInAnyExportIsAnErrorAndTheRuntimeGoesOn() async throws {
        let (tool, app) = (session("acme"), session("app"))
        let (grants, plain, subject, id, scope) = (grants, plain, subject, id, scope)
        let administrator = installSession("acme")
        let options = CoreHandlerOriginOptions(allowedOrigins: [], allowedReturnOrigins: [])
        let calls: [String: (CoreAuthpipe) async throws -> Void] = [
            "coreauthpipe_limited": { _ = try $0.limited(limitMs: 1000) },
            "coreauthpipe_new": { _ in
                _ = try CoreAuthpipe(options: self.configuration().core(), publicClientsOnly: false, testClock: nil, logger: nil, loggerPlace: 0,
                    rootKeyIds: [], hasAnchor: false, asserted: [], application: nil)
            },
            "coreauthpipe_ready": { try await $0.ready() },
            "coreauthpipe_close": { try await $0.close() },
            "coreauthpipe_suspend": { try await $0.suspend() },
            "coreauthpipe_idle": { try await $0.idle() },
            "coreauthpipe_resume": { try $0.resume() },
            "coreauthpipe_is_suspended": { _ = try $0.isSuspended() },
            "coreauthpipe_peek_with_validity": { _ = try $0.peekWithValidity(subject: subject.core) },
            "coreauthpipe_get_with_validity": { _ = try $0.getWithValidity(subject: subject.core) },
            "coreauthpipe_get_credential": { _ = try await $0.getCredential(subject: subject.core, options: plain) },
            "coreauthpipe_report_rejected": {
                let rejection = CoreRejection(generation: 1, claims: nil)
                _ = try await $0.reportRejected(subject: subject.core, rejection: rejection, options: CoreWaitOptions(timeoutMs: nil))
            },
            "coreauthpipe_store_credential": {
                let params = CoreStoreCredentialParams(base: subject.core, credential: ["value": "k"], credentialType: "api_key", variables: nil)
                _ = try await $0.storeCredential(params: params)
            },
            "coreauthpipe_credential_batch": { _ = try $0.credentialBatch() },
            "corebatch_add": {
                let params = CoreStoreCredentialParams(base: subject.core, credential: ["value": "k"], credentialType: "api_key", variables: nil)
                try await $0.credentialBatch().add(rows: [params])
            },
            "corebatch_store_next": { _ = try await $0.credentialBatch().storeNext() },
            "coreauthpipe_create_auth_session": { _ = try await $0.createAuthSession(params: tool) },
            "coreauthpipe_create_install_session": { _ = try await $0.createInstallSession(params: administrator) },
            "coreauthpipe_start_device_auth": {
                let params = CoreDeviceStartParams(
                    provider: "acme", config: nil, tenantId: "t", userId: "u", connectionId: nil, installationId: nil, label: nil, scopes: nil,
                    variables: nil)
                _ = try await $0.startDeviceAuth(params: params)
            },
            "coreauthpipe_poll_device_auth": {
                let params = CoreDevicePollParams(sessionId: "ses_AAAAAAAAAAAAAAAAAAAAAA", tenantId: "t", userId: "u")
                _ = try await $0.pollDeviceAuth(params: params)
            },
            "coreauthpipe_create_installation": {
                let params = CoreInstallationParams(provider: "acme", config: nil, tenantId: "t", userId: nil, variables: nil)
                _ = try await $0.createInstallation(params: params)
            },
            "coreauthpipe_create_native_session": { _ = try await $0.createNativeSession(params: app) },
            "coreauthpipe_complete_native_session": {
                let start = try await $0.createNativeSession(params: app)
                _ = try await $0.completeNativeSession(session: start.session, callbackUrl: "com.acme.notes://auth")
            },
            "corenativesession_of_kept": { _ in _ = try CoreNativeSession.ofKept(kept: "") },
            "coreauthpipe_cancel_native_session": {
                try await $0.cancelNativeSession(session: try await $0.createNativeSession(params: app).session)
            },
            "coreauthpipe_start_loopback_flow": { _ = try await $0.startLoopbackFlow(params: tool) },
            "coreloopbackflow_wait": {
                let flow = try await $0.startLoopbackFlow(params: tool).flow
                let outcome = await Task { try await flow.wait(timeoutMs: 0) }.result
                try await flow.cancel()
                _ = try outcome.get()
            },
            "coreloopbackflow_cancel": { try await $0.startLoopbackFlow(params: tool).flow.cancel() },
            "coreauthpipe_list_connections": { _ = try await $0.listConnections(query: grants) },
            "coreauthpipe_get_connection": { _ = try await $0.getConnection(id: id, scope: scope) },
            "coreauthpipe_check_connection": { _ = try await $0.checkConnection(id: id, scope: scope) },
            "coreauthpipe_delete_connection": { _ = try await $0.deleteConnection(id: id, scope: scope) },
            "coreauthpipe_list_installations": { _ = try await $0.listInstallations(query: grants) },
            "coreauthpipe_get_installation": { _ = try await $0.getInstallation(id: id, scope: scope) },
            "coreauthpipe_approve_installation": { _ = try await $0.approveInstallation(id: id, scope: scope) },
            "coreauthpipe_delete_installation": { _ = try await $0.deleteInstallation(id: id, scope: scope) },
            "coreauthpipe_get_session": { _ = try await $0.getSession(id: "ses_AAAAAAAAAAAAAAAAAAAAAA", scope: scope) },
            "coreauthpipe_cancel_session": { _ = try await $0.cancelSession(id: "ses_AAAAAAAAAAAAAAAAAAAAAA", scope: scope) },
            "coreauthpipe_list_audit": {
                _ = try await $0.listAudit(query: AuditQuery().core)
            },
            "coreauthpipe_list_events": {
                _ = try await $0.listEvents(query: EventQuery().core)
            },
            "coreauthpipe_follow_events": { _ = try $0.followEvents(query: CoreFollowQuery(after: nil, sinceMs: nil)) },
            "coreeventfeed_next": { _ = try await $0.followEvents(query: CoreFollowQuery(after: nil, sinceMs: nil)).next() },
            "coreeventfeed_end": { try $0.followEvents(query: CoreFollowQuery(after: nil, sinceMs: nil)).end() },
            "coreauthpipe_run_maintenance": {
                let options = CoreMaintenanceOptions(base: CoreWaitOptions(timeoutMs: nil), budgetMs: nil)
                _ = try await $0.runMaintenance(options: options)
            },
            "coreauthpipe_now_ms": { _ = try $0.nowMs() },
            "coreauthpipe_handler": { _ = try $0.handler(options: options) },
            "corehandler_needs_principal": { _ = try $0.handler(options: options).needsPrincipal(method: "GET", path: "/providers") },
            "corehandler_path_below_mount": { _ = try $0.handler(options: options).pathBelowMount(full: "/providers", rest: "/providers") },
            "corehandler_identify_failed": {
                let request = CoreRequest(method: "GET", path: "/connections", query: "", headers: [], body: Data())
                _ = try $0.handler(options: options).identifyFailed(request: request)
            },
            "corehandler_handle": {
                let request = CoreRequest(method: "GET", path: "/providers", query: "", headers: [], body: Data())
                _ = try await $0.handler(options: options).handle(request: request, principal: nil)
            },
            "coreloglines_take": { _ in
                let lines = Lines()
                let core = try CoreAuthpipe(
                    options: self.configuration().core(), publicClientsOnly: false, testClock: nil, logger: lines,
                    loggerPlace: 1, rootKeyIds: [], hasAnchor: false, asserted: [], application: nil)
                // What is logged: a sign-in that the provider has refused.
                let start = try await core.createNativeSession(params: app)
                let state = URLComponents(string: start.authorizationUrl)?.queryItems?.first { $0.name == "state" }?.value ?? ""
                let answer = "com.acme.notes://auth?error=server_error&state=\(state)"
                _ = try? await core.completeNativeSession(session: start.session, callbackUrl: answer)
                _ = try XCTUnwrap(lines.waiting).take()
            },
            "corequestion_asks": { _ in _ = try await self.question().asks() },
            "corequestion_give_bytes": { _ in try await self.question().giveBytes(bytes: Data()) },
            "corequestion_give_text": { _ in try await self.question().giveText(text: nil) },
            "corequestion_fail": { _ in try await self.question().fail(kind: "", text: "") },
            "corevalidity_answers": { _ = try XCTUnwrap($0.getWithValidity(subject: subject.core)).validity.answers() },
            "coretestclock_new": { _ in _ = try CoreTestClock() },
            "coretestclock_advance": { _ in try CoreTestClock().advance(ms: 1) },
            "core_error_codes": { _ in _ = try coreErrorCodes() },
            "core_read_claims": { _ in _ = try coreReadClaims(wwwAuthenticate: "Bearer") },
            "core_is_rejection": { _ in _ = try coreIsRejection(status: 401, headers: [:], begun: nil) },
            "core_clear_spool": { _ in try coreClearSpool(vault: "sqlite:none.db", spoolDir: "none") },
            "core_vault_file": { _ in _ = try coreVaultFile(address: nil) },
            "core_make_root_key": { _ in _ = try coreMakeRootKey() },
        ]
        // What signs is a part of a credential, and asks nobody; the scenario `signed-requests` has what it does.
        let ofACredential: Set = ["coresigner_sign"]
        XCTAssertEqual(Set(calls.keys), try exports().subtracting(ofACredential), "every export is here")
        if await code("core_error_codes", { _ = try coreErrorCodes() }) == nil { throw XCTSkip("needs a debug build of the library") }
        for (export, call) in calls.sorted(by: { $0.key < $1.key }) {
            let authpipe = try AuthpipeClient(configuration())
            try await authpipe.store("k", type: .apiKey, for: subject)
            // Cached from here on.
            _ = try await authpipe.credential(for: subject)
            let code = await code(export) { try await call(authpipe.core) }
            XCTAssertEqual(code, .internal, export)
            let after = try await authpipe.credential(for: subject, options: CredentialOptions(minValidity: .seconds(1)))
            XCTAssertEqual(after.value, "k", export)
            try await authpipe.close()
        }
    }

    /// Hears that there are lines, and takes none.
    private final class Lines: CoreLogger {
        private let heard = Locked<CoreLogLines?>(nil)

        var waiting: CoreLogLines? { heard.withLock { $0 } }

        func wake(lines: CoreLogLines) {
            heard.withLock { $0 = lines }
        }
    }

    func testAPanicBehindWhatCannotThrowIsNotTheEnd() async throws {
        let authpipe = try AuthpipeClient(configuration())
        let handler = try authpipe.handler()
        try await authpipe.store("k", type: .apiKey, for: subject)
        _ = try await authpipe.credential(for: subject)
        let calls: [(String, () async throws -> Void)] = [
            ("corevalidity_answers", { _ = try authpipe.cachedCredential(for: self.subject) }),
            ("corehandler_needs_principal", { XCTAssertTrue(handler.needsPrincipal(method: "GET", path: "/providers")) }),
            ("coreauthpipe_suspend", { await authpipe.suspend() }),
            ("coreauthpipe_resume", { authpipe.resume() }),
            ("coreauthpipe_follow_events", { _ = authpipe.events() }),
            ("coretestclock_advance", { TestClock().advance(by: .seconds(1)) }),
            ("coretestclock_new", { _ = TestClock() }),
        ]
        for (export, call) in calls {
            let code = await code(export, call)
            XCTAssertNil(code, export)
        }
        authpipe.resume()
        let after = try await authpipe.credential(for: subject)
        XCTAssertEqual(after.value, "k")
        try await authpipe.close()
    }
}

/// An application that answers nothing.
private final class Held: CoreApplication {
    private let asked: AsyncStream<CoreQuestion>.Continuation

    init(_ asked: AsyncStream<CoreQuestion>.Continuation) {
        self.asked = asked
    }

    func ask(question: CoreQuestion) {
        asked.yield(question)
    }
}
