import Authpipe
import Foundation
import XCTest

final class ConnectTests: SandboxTestCase {
    func testAPersonConnectsAndTheCredentialIsTheirs() async throws {
        let (authpipe, connection) = try await connected()
        XCTAssertEqual(connection.status, .active)
        XCTAssertEqual(connection.provider, .microsoftOneDrive)
        XCTAssertEqual(connection.tenantID, Owner.device.tenantID)
        XCTAssertTrue(connection.scopes.contains("Files.Read"), "\(connection.scopes)")
        let credential = try await authpipe.credential(for: me)
        XCTAssertEqual(credential.connectionID, connection.id)
        XCTAssertEqual(credential.generation, 1)
        XCTAssertNil(credential.installationID)
        let issued = try await sandbox.ledger("kind=issued&what=access_token").compactMap { $0["value"].text }
        XCTAssertTrue(issued.contains(credential.value))
        XCTAssertEqual(try credential.headers(), ["Authorization": "Bearer " + credential.value])
        let exchange = try await sandbox.ledger("kind=token_request")
        XCTAssertEqual(exchange.map { $0["client_credential"] }.filter { !$0.isNull }, [], "a public client has no secret")
        XCTAssertFalse(exchange[0]["params"]["code_verifier"].isNull)
    }

    func testThePresenterGetsTheSchemeToWaitFor() async throws {
        let (authpipe, sandbox) = (try open(configuration()), try sandbox)
        _ = try await authpipe.connect(.microsoftOneDrive) { url, callback in
            guard callback == .scheme("msauth.com.acme.notes") else { throw Problem("\(callback)") }
            return URL(string: try await sandbox.signIn(url.absoluteString))!
        }
    }

    func testAClosedSheetIsCancelledAndEndsTheSession() async throws {
        let (authpipe, sandbox) = (try open(configuration()), try sandbox)
        let shown = Box<URL>()
        let error = await error {
            try await authpipe.connect(.microsoftOneDrive) { url, _ in
                shown.value = url
                throw AuthpipeError.cancelled()
            }
        }
        XCTAssertEqual(error?.code, .cancelled)
        XCTAssertEqual(error?.provider, .microsoftOneDrive)
        let connections = try await authpipe.listConnections()
        XCTAssertEqual(connections.data, [])
        // The answer that comes too late belongs to no session: it is never redeemed.
        _ = try await sandbox.signIn(try XCTUnwrap(shown.value).absoluteString)
        let exchanges = try await sandbox.ledger("kind=token_request")
        XCTAssertEqual(exchanges, [])
    }

    func testAClosedSheetFreesItsPlaceAmongTheOpenSessions() async throws {
        let authpipe = try open(configuration())
        // More than an owner may have open at a time.
        for _ in 1...25 {
            let error = await error { try await authpipe.connect(.microsoftOneDrive) { _, _ in throw AuthpipeError.cancelled() } }
            XCTAssertEqual(error?.code, .cancelled)
        }
        try await connect(authpipe)
    }

    func testATaskThatIsCancelledBehindTheSheetFreesItsPlaceToo() async throws {
        let authpipe = try open(configuration())
        // More than an owner may have open at a time.
        for _ in 1...25 {
            let caller = Task {
                try await authpipe.connect(.microsoftOneDrive) { _, _ in
                    withUnsafeCurrentTask { $0?.cancel() }
                    return URL(string: Sandbox.nativeRedirect + "?code=x&state=y")!
                }
            }
            do {
                _ = try await caller.value
                XCTFail("a cancelled caller gets nothing")
            } catch is CancellationError {}
        }
        try await connect(authpipe)
        let exchanges = try await sandbox.ledger("kind=token_request")
        XCTAssertEqual(exchanges.count, 1, "what was cancelled before the exchange exchanges nothing")
    }

    func testACancelledCallerDoesNotWaitForAClosureThatDoesNotListen() async throws {
        let authpipe = try open(configuration())
        let (shown, hanging) = (Box<Bool>(), Box<CheckedContinuation<Void, Never>>())
        let caller = Task {
            try await authpipe.connect(.microsoftOneDrive) { _, _ in
                await withCheckedContinuation { continuation in
                    hanging.value = continuation
                    shown.value = true
                }
                return URL(string: Sandbox.nativeRedirect + "?code=x&state=y")!
            }
        }
        try await bounded { while shown.value == nil { await Task.yield() } }
        caller.cancel()
        do {
            _ = try await bounded { try await caller.value }
            XCTFail("a cancelled caller gets nothing")
        } catch is CancellationError {}
        hanging.value?.resume()
        try await connect(authpipe)
    }

    func testAnErrorOfTheAppsOwnPassesThroughConnect() async throws {
        struct Own: Error {}
        let authpipe = try open(configuration())
        do {
            _ = try await authpipe.connect(.microsoftOneDrive) { _, _ in throw Own() }
            XCTFail("it does not fail")
        } catch is Own {}
    }

    func testADenialIsAccessDenied() async throws {
        let (authpipe, sandbox) = (try open(configuration()), try sandbox)
        let error = await error {
            try await authpipe.connect(.microsoftOneDrive) { url, _ in
                URL(string: try await sandbox.signIn(url.absoluteString, decision: "cancel"))!
            }
        }
        XCTAssertEqual(error?.code, .accessDenied)
    }

    func testAnAnswerOfAnotherSessionIsRefused() async throws {
        let (authpipe, sandbox) = (try open(configuration()), try sandbox)
        let error = await error {
            try await authpipe.connect(.microsoftOneDrive) { url, _ in
                let back = try await sandbox.signIn(url.absoluteString)
                var parts = URLComponents(string: back)!
                parts.queryItems = parts.queryItems!.map { $0.name == "state" ? URLQueryItem(name: "state", value: "guessed") : $0 }
                return parts.url!
            }
        }
        XCTAssertEqual(error?.code, .stateInvalid)
    }

    func testACommandLineToolConnectsOverALoopbackPort() async throws {
        var configuration = try configuration()
        configuration.providers = [Provider(.microsoftOneDrive, clientID: Sandbox.publicClientID, scopes: ["Files.Read"])]
        let (authpipe, sandbox) = (try open(configuration), try sandbox)
        let connection = try await authpipe.connectInteractive(.microsoftOneDrive) { url in
            Task { try await loadCallback(sandbox.signIn(url.absoluteString)) }
        }
        let credential = try await authpipe.credential(for: me)
        XCTAssertEqual(credential.connectionID, connection.id)
    }

    func testNothingHangsOnWhatOpensTheBrowser() async throws {
        var configuration = try configuration()
        configuration.providers = [Provider(.microsoftOneDrive, clientID: Sandbox.publicClientID, scopes: ["Files.Read"])]
        let (authpipe, sandbox) = (try open(configuration), try sandbox)
        // It listens to nothing, cancellation included.
        let hang = { @Sendable in await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in } }
        let late = await error {
            try await bounded { try await authpipe.connectInteractive(.microsoftOneDrive, timeout: .milliseconds(1)) { _ in await hang() } }
        }
        XCTAssertEqual(late?.code, .timeout)
        let connection = try await bounded {
            try await authpipe.connectInteractive(.microsoftOneDrive) { url in
                Task { try await loadCallback(sandbox.signIn(url.absoluteString)) }
                await hang()
            }
        }
        XCTAssertEqual(connection.status, .active)
        struct NoDisplay: Error {}
        do {
            _ = try await bounded { try await authpipe.connectInteractive(.microsoftOneDrive) { _ in throw NoDisplay() } }
            XCTFail("it does not fail")
        } catch is NoDisplay {}
        let shown = Box<Bool>()
        let going = Task {
            try await authpipe.connectInteractive(.microsoftOneDrive) { _ in
                shown.value = true
                await hang()
            }
        }
        while shown.value == nil { await Task.yield() }
        going.cancel()
        do {
            _ = try await bounded { try await going.value }
            XCTFail("it does not end")
        } catch is CancellationError {}
    }

    func testAReconnectedConnectionStaysTheSameAndAnotherAccountIsRefused() async throws {
        let (authpipe, connection) = try await connected()
        let sandbox = try sandbox
        let reconnected = try await authpipe.connect(.microsoftOneDrive, renewing: connection.id) { url, _ in
            URL(string: try await sandbox.signIn(url.absoluteString))!
        }
        XCTAssertEqual(reconnected.id, connection.id)
        let error = await error {
            try await authpipe.connect(.microsoftOneDrive, renewing: connection.id) { url, _ in
                URL(string: try await sandbox.signIn(url.absoluteString, Sandbox.carla))!
            }
        }
        XCTAssertEqual(error?.code, .accountMismatch)
    }

    func testAnAppWithASecretIsRefused() throws {
        var configuration = try configuration()
        configuration.providers = [Provider(.microsoftOneDrive, clientID: Sandbox.clientID, clientSecret: Sandbox.clientSecret)]
        XCTAssertThrowsError(try AuthpipeClient(configuration)) { error in
            XCTAssertEqual((error as? AuthpipeError)?.code, .configInvalid)
            XCTAssertFalse("\(error)".contains(Sandbox.clientSecret))
        }
    }

    func testADeletedConnectionGivesNoCredential() async throws {
        let (authpipe, connection) = try await connected()
        _ = try await authpipe.credential(for: me)
        XCTAssertNotNil(try authpipe.cachedCredential(for: me))
        try await authpipe.disconnect(connection.id)
        XCTAssertNil(try authpipe.cachedCredential(for: me), "a credential that Swift keeps is denied at once too")
        let error = await error { try await authpipe.credential(for: me) }
        XCTAssertEqual(error?.code, .notConnected)
    }

    func testWhoConnectsChoosesWhatTheDefinitionLeavesToPeople() async throws {
        let http = try sandbox.http
        let definition: JSON = [
            "name": "Acme", "auth": ["user"], "variables": ["realm": ["kind": "path_segment", "from_user": true]],
            "oauth": [
                "authorization_endpoint": .text(http + "/{realm}/authorize"), "token_endpoint": .text(http + "/{realm}/token"),
                "public_clients": true,
            ],
            "lifetime": ["rotation": "strict"], "api": ["origins": [.text(http)]],
        ]
        var provider = Provider("acme", clientID: "generic-strict", redirectURI: Sandbox.nativeRedirect, scopes: ["read"])
        provider.definition = try definition.encoded()
        var configuration = try configuration()
        configuration.providers = [provider]
        configuration.dangerOrigins = [:]
        let authpipe = try open(configuration)
        let pending = try await authpipe.beginConnecting("acme", variables: ["realm": "blue"])
        XCTAssertEqual(pending.url.path, "/blue/authorize")
        let shown = Box<String>()
        let sheet = await error {
            try await authpipe.connect("acme", label: "second", variables: ["realm": "red"]) { url, _ in
                shown.value = url.path
                throw AuthpipeError.cancelled()
            }
        }
        XCTAssertEqual(sheet?.code, .cancelled)
        XCTAssertEqual(shown.value, "/red/authorize")
        for variables in [[:], ["realm": "a/b"], ["realm": "blue", "other": "x"]] as [[String: String]] {
            let refused = await error { try await authpipe.beginConnecting("acme", variables: variables) }
            XCTAssertEqual(refused?.code, .invalidRequest, "\(variables)")
        }
    }

    func testConnectionsAreListedOverPages() async throws {
        let authpipe = try open(configuration())
        let owners = (1...3).map { Owner(tenantID: "org_acme", userID: "user_\($0)") }
        for owner in owners {
            let subject = Subject(.microsoftOneDrive, of: owner)
            // A key that somebody pasted would do as well; a sign-in shows that the pages hold what connect stored.
            try await connect(authpipe, for: owner)
            _ = try await authpipe.credential(for: subject)
        }
        var users: Set<String?> = []
        for try await connection in authpipe.connections(matching: ConnectionQuery(tenantID: "org_acme", limit: 2)) {
            users.insert(connection.userID)
        }
        XCTAssertEqual(users, Set(owners.map(\.userID)))

        var made: [String?] = []
        for try await event in authpipe.events(matching: EventQuery(tenantID: "org_acme", kind: .connectionCreated, limit: 2)) {
            made.append(event.userID)
        }
        XCTAssertEqual(made, owners.map(\.userID), "a list that goes on growing ends where it ends now")
        var numbers: [Int] = []
        for try await entry in authpipe.auditRecords(matching: AuditQuery(tenantID: "org_acme", limit: 2)) { numbers.append(entry.number) }
        let all = try await authpipe.listAudit(matching: AuditQuery(tenantID: "org_acme")).data
        XCTAssertEqual(numbers, all.map(\.number))
        XCTAssertGreaterThan(numbers.count, 2)
    }
}
