@testable import Authpipe
import AuthpipeNative
import Foundation
import XCTest

final class ErrorTests: SandboxTestCase {
    func testEveryCodeOfTheCoreIsACodeOfItsOwn() throws {
        let known = AuthpipeError.Code.ofCore.map(\.rawValue)
        XCTAssertEqual(Set(known), Set(try coreErrorCodes()), "the core's table and Swift's differ")
        XCTAssertEqual(known.count, Set(known).count)
        for code in try coreErrorCodes() {
            let error = AuthpipeError(failure(code))
            XCTAssertTrue(AuthpipeError.Code.ofCore.contains(error.code), code)
            XCTAssertEqual(error.code.rawValue, code)
        }
        XCTAssertFalse(known.contains(AuthpipeError.Code.cancelled.rawValue), "closing a sheet is no error of the core")
    }

    func testACodeOfALaterVersionBreaksNoSwitch() {
        let error = AuthpipeError(failure("from_the_future"))
        switch error.code {
        case .notConnected, .reauthRequired: XCTFail("it is another one")
        default: XCTAssertEqual(error.code, AuthpipeError.Code(rawValue: "from_the_future"))
        }
        XCTAssertEqual(error.retry, AuthpipeError.Retry(rawValue: "some_day"))
    }

    func testEverythingThatAnErrorSaysArrives() {
        let error = AuthpipeError(failure("rate_limited"))
        XCTAssertEqual(error.message, "What happened. What to do.")
        XCTAssertEqual(error.failureReason, "What happened. What to do.")
        XCTAssertEqual(error.hint, "What to do.")
        XCTAssertEqual(error.docsURL?.absoluteString, "https://github.com/authpipe/authpipe/blob/main/docs/errors.md#rate_limited")
        XCTAssertEqual(error.retryAfter, .milliseconds(1500))
        XCTAssertTrue(String(reflecting: error).hasPrefix("AuthpipeError(What happened. What to do., code: rate_limited, "), String(reflecting: error))
        XCTAssertTrue(String(reflecting: error).contains("tenantID: t, userID: u, connectionID: con"), String(reflecting: error))
        XCTAssertEqual(error.provider, "p")
        XCTAssertEqual(error.config, "c")
        XCTAssertEqual(error.tenantID, "t")
        XCTAssertEqual(error.userID, "u")
        XCTAssertEqual(error.connectionID?.rawValue, "con")
        XCTAssertEqual(error.reason, "revoked")
        XCTAssertEqual(error.providerError, "invalid_grant")
        XCTAssertEqual(error.providerDetails?.errorCodes, [7_000_215])
        XCTAssertEqual(error.providerDetails?.traceID, "6d0a1b2c-0000")
        for fact in ["status: 401", "errorCodes: 7000215", "traceID: 6d0a1b2c-0000", "requestID: C0FE-1"] {
            XCTAssertTrue(error.debugDescription.contains(fact), error.debugDescription)
        }
        XCTAssertEqual(error.causes, ["one", "two"])
        XCTAssertEqual("\(error)", "What happened. What to do. (rate_limited)")
    }

    func testAnErrorGoesToAnotherProcessAndBackWithAllThatItSays() throws {
        let error = AuthpipeError(failure("rate_limited"))
        let back = try JSONDecoder().decode(AuthpipeError.self, from: JSONEncoder().encode(error))
        XCTAssertEqual(String(reflecting: back), String(reflecting: error))
        XCTAssertEqual(back.code, .rateLimited)
        XCTAssertEqual(back.retryAfter, .milliseconds(1500))
        XCTAssertEqual(back.hint, error.hint)
        XCTAssertEqual(back.docsURL, error.docsURL)
        XCTAssertEqual(back.retry, error.retry)
        XCTAssertEqual(back.causes, ["one", "two"])
        let sparse = try JSONDecoder().decode(AuthpipeError.self, from: Data(#"{"code":"closed","message":"It is closed."}"#.utf8))
        XCTAssertEqual(sparse.code, .closed)
        XCTAssertEqual(sparse.retry, .never)
        XCTAssertNil(sparse.provider)
    }

    /// A call that waits may also throw `CancellationError`, so only these say what they throw.
    func testACallThatDoesNotWaitThrowsNothingElse() throws {
        let (authpipe, place) = (try open(configuration()), Configuration.Vault.memory)
        var codes: [AuthpipeError.Code] = []
        do throws(AuthpipeError) {
            XCTAssertTrue(try AuthpipeClient.makeRootKey().hasPrefix("apk1_"))
            XCTAssertNil(try authpipe.cachedCredential(for: me))
            _ = try authpipe.handler(allowedOrigins: ["no origin"])
        } catch {
            codes.append(error.code)
        }
        do throws(AuthpipeError) { try AuthpipeClient.resetVault(place) } catch { codes.append(error.code) }
        do throws(AuthpipeError) { _ = try AuthpipeClient(Configuration(vault: place, key: .text("no key"))) } catch { codes.append(error.code) }
        XCTAssertEqual(codes, [.configInvalid, .configInvalid, .configInvalid])
    }

    func testErrorsOfRealCallsHaveTheirCodes() async throws {
        let authpipe = try open(configuration())
        let table: [(AuthpipeError.Code, Subject)] = [
            (.notConnected, me),
            (.providerUnknown, .device("onedrive")),
            (.invalidID, .device("One Drive")),
            (.invalidID, Subject(provider: .microsoftOneDrive, tenantID: "")),
            (.installationNotFound, Subject(provider: .microsoftOneDrive, tenantID: "t", credentialFor: .installation)),
            (.userIDRequired, Subject(provider: .microsoftOneDrive, tenantID: "t")),
            (.userIDRequired, Subject(provider: .microsoftOneDrive, tenantID: "t", credentialFor: .user)),
        ]
        for (code, subject) in table {
            let error = await error { try await authpipe.credential(for: subject) }
            XCTAssertEqual(error?.code, code, "\(subject)")
        }
        try await authpipe.close()
        let closed = await error { try await authpipe.credential(for: me) }
        XCTAssertEqual(closed?.code, .closed)
    }

    func testWhatIsWrongInAConfigurationIsSaidAtOnce() throws {
        let table: [(AuthpipeError.Code, (inout Configuration) throws -> Void)] = [
            (.configInvalid, { $0.key = .text("apk1_short") }),
            (.configInvalid, { $0.providers += $0.providers }),
            (.providerUnknown, { $0.providers = [Provider("onedrive", clientID: "x")]; $0.dangerOrigins = [:] }),
            (.configInvalid, { $0.mode = .production }),
            (.configInvalid, { $0.providers[0].definition = Data("{".utf8) }),
        ]
        for (number, (code, change)) in table.enumerated() {
            var configuration = try configuration()
            try change(&configuration)
            XCTAssertThrowsError(try AuthpipeClient(configuration), "case \(number)") { error in
                XCTAssertEqual((error as? AuthpipeError)?.code, code, "case \(number): \(error)")
            }
        }
    }

    /// Which one is meant nobody knows, and readers of JSON differ in the one that they take.
    func testADefinitionThatNamesAMemberTwiceIsRefusedByItsPath() throws {
        var configuration = try configuration()
        let api = #"{"origins":["https://api.acme.example"],"origins":["https://other.example"]}"#
        configuration.providers[0].definition = Data(#"{"name":"Acme","auth":["api_key"],"api":\#(api)}"#.utf8)
        XCTAssertThrowsError(try AuthpipeClient(configuration)) { error in
            let error = error as? AuthpipeError
            XCTAssertEqual(error?.code, .configInvalid)
            let message = error?.message ?? ""
            XCTAssertTrue(message.hasSuffix(".definition.api.origins is given twice. Keep one of them."), message)
        }
    }

    func testTheModeIsThatOfTheEnvironmentWhereNoneIsGiven() throws {
        var configuration = try configuration()
        defer { unsetenv("AUTHPIPE_MODE") }
        let table: [(String, Configuration.Mode?, AuthpipeError.Code?)] = [
            ("development", nil, nil), ("production", nil, .configInvalid), ("lax", nil, .configInvalid), ("production", .development, nil),
            ("development", .production, .configInvalid),
        ]
        for (word, mode, code) in table {
            setenv("AUTHPIPE_MODE", word, 1)
            configuration.mode = mode
            var refused: AuthpipeError.Code?
            do {
                _ = try AuthpipeClient(configuration)
            } catch {
                refused = error.code
            }
            XCTAssertEqual(refused, code, "\(word) \(String(describing: mode))")
        }
    }

    func testAnotherKeyIsRefusedByName() async throws {
        let (authpipe, _) = try await connected()
        try await authpipe.close()
        var configuration = try configuration()
        configuration.key = .text(try AuthpipeClient.makeRootKey())
        let other = try open(configuration)
        let error = await error { try await other.ready() }
        XCTAssertEqual(error?.code, .keyMismatch)
        // What reads along ends with it, and not without a word.
        let ended = await self.error {
            for try await event in other.events() { XCTFail("\(event)") }
        }
        XCTAssertEqual(ended?.code, .keyMismatch)
    }

    func testEventsEndWithAnErrorWhereTheirObjectIsClosed() async throws {
        let (authpipe, _) = try await connected()
        let events = authpipe.events()
        let reading = Task { () -> AuthpipeError? in
            do {
                for try await event in events { XCTFail("\(event)") }
                return nil
            } catch {
                return error as? AuthpipeError
            }
        }
        try await authpipe.close()
        let ended = try await bounded { await reading.value }
        XCTAssertEqual(ended?.code, .closed)
        let later = await error {
            for try await event in authpipe.events() { XCTFail("\(event)") }
        }
        XCTAssertEqual(later?.code, .closed)
    }

    func testErrorsAreEqualByWhatTheySay() throws {
        let one = AuthpipeError(.notConnected, "No.", provider: .microsoftOneDrive)
        var other = one
        XCTAssertEqual(one, other)
        other.reason = "revoked"
        XCTAssertNotEqual(one, other)
        XCTAssertNotEqual(one, AuthpipeError(.reauthRequired, "No.", provider: .microsoftOneDrive))
        XCTAssertEqual(try JSONDecoder().decode(AuthpipeError.self, from: JSONEncoder().encode(one)), one)
    }

    func testCrashReportersTellErrorsApartByTheirNumbers() throws {
        let codes = try coreErrorCodes() + ["cancelled"]
        XCTAssertGreaterThan(codes.count, 40)
        // What `NSError` has of them on Apple's systems.
        let numbers = codes.map { AuthpipeError(AuthpipeError.Code(rawValue: $0), "x").errorCode }
        XCTAssertEqual(Set(numbers).count, codes.count)
        XCTAssertEqual(AuthpipeError.errorDomain, "AuthpipeError")
        XCTAssertEqual(AuthpipeError(.notConnected, "x").errorCode, 1_997_305_874, "numbers stay from one version to the next")
    }

    func testAMissingNameOfTheEnvironmentIsFoundByReady() async throws {
        unsetenv("AUTHPIPE_ENVIRONMENT")
        let authpipe = try open(Configuration(vault: .memory, key: .text(key), providers: [], environment: nil, mode: .production, background: false))
        for _ in 0..<2 {
            let error = await error { try await authpipe.ready() }
            XCTAssertEqual(error?.code, .configInvalid)
            XCTAssertTrue("\(error.map(String.init(describing:)) ?? "")".contains("AUTHPIPE_ENVIRONMENT"))
        }
    }

    func testAContainerThatCannotBeWrittenSaysSo() throws {
        let file = try folder.appendingPathComponent("file")
        try Data().write(to: file)
        for hint in ["Free some space", "App Groups"] {
            XCTAssertThrowsError(try Configuration.Vault.container("x", hint: hint, in: { file.appendingPathComponent("sub") }).prepare()) { error in
                XCTAssertEqual((error as? AuthpipeError)?.code, .vaultUnavailable)
                XCTAssertEqual((error as? AuthpipeError)?.retry, .later)
                XCTAssertTrue("\(error)".contains("read-only"), "\(error)")
                XCTAssertTrue("\(error)".contains(hint), "\(error)")
            }
        }
    }

    func testAVaultInAFolderThatIsNotThereSaysSo() async throws {
        var configuration = try configuration()
        configuration.vault = .file(try folder.appendingPathComponent("missing/authpipe.db"))
        let authpipe = try open(configuration)
        let error = await error { try await authpipe.ready() }
        XCTAssertEqual(error?.code, .vaultUnavailable)
    }

    private func failure(_ code: String) -> CoreFailure {
        .Failed(
            details: CoreErrorDetails(
                code: code, message: "What happened. What to do.", hint: "What to do.", docsUrl: "\(AuthpipeError.page)#\(code)",
                retry: "some_day", retryAfterMs: 1500, provider: "p", config: "c", tenantId: "t", userId: "u", connectionId: "con",
                reason: "revoked", providerError: "invalid_grant",
                providerDetails: CoreProviderDetails(
                    status: 401, error: "invalid_client", suberror: nil, errorCodes: [7_000_215], traceId: "6d0a1b2c-0000",
                    correlationId: nil, requestId: "C0FE-1", timestamp: nil, errorDescription: nil, errorUri: nil)),
            causes: ["one", "two"])
    }
}
