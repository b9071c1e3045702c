import Authpipe
import Foundation
import XCTest

final class RedactionTests: SandboxTestCase {
    /// Everything that Swift prints of a value.
    private func printed(_ value: some Any) -> [String: String] {
        var dumped = ""
        dump(value, to: &dumped)
        var mirrored = ""
        reflect(Mirror(reflecting: value), into: &mirrored)
        return [
            "description": String(describing: value), "reflecting": String(reflecting: value), "interpolation": "\(value)",
            "dump": dumped, "mirror": mirrored, "in a list": "\([value])", "optional": "\(String(describing: Optional(value)))",
            "in a dictionary": "\(["key": value])", "cause": "\(NSError(domain: "test", code: 1, userInfo: ["value": value]))",
        ]
    }

    private func reflect(_ mirror: Mirror, into text: inout String) {
        for child in mirror.children {
            text += "\(child.label ?? "") \(child.value)\n"
            reflect(Mirror(reflecting: child.value), into: &text)
        }
    }

    private func assertSilent(_ value: some Any, _ secrets: [String], line: UInt = #line) {
        for (way, text) in printed(value) {
            for (number, secret) in secrets.enumerated() {
                XCTAssertFalse(text.contains(secret), "\(way) shows secret \(number)", line: line)
            }
        }
    }

    func testACredentialDoesNotPrint() async throws {
        let (authpipe, _) = try await connected()
        let credential = try await authpipe.credential(for: me)
        let secrets = try await sandbox.call("GET", "/secrets")["values"].texts ?? []
        XCTAssertTrue(secrets.contains(credential.value), "the secret that is looked for is the credential")
        assertSilent(credential, secrets)
        assertSilent(authpipe, secrets + [key])
        XCTAssertTrue("\(credential)".contains("refreshed: false, degraded: false, needsReauth: false, [redacted]"), "\(credential)")
        struct Holder { let credential: Credential }
        assertSilent(Holder(credential: credential), secrets)
        XCTAssertFalse((credential as Any) is any Encodable, "a credential cannot be encoded")
    }

    func testAConfigurationDoesNotPrintItsKeys() throws {
        var configuration = try configuration()
        let provider = Provider(.microsoftOneDrive, clientID: Sandbox.clientID, clientSecret: Sandbox.clientSecret)
        configuration.providers = [provider]
        assertSilent(configuration, [key, Sandbox.clientSecret])
        assertSilent(provider, [Sandbox.clientSecret])
        assertSilent(configuration.key, [key])
    }

    func testASessionDoesNotPrintItsStateOrCookies() async throws {
        var configuration = try configuration()
        configuration.publicClientsOnly = false
        configuration.baseURL = URL(string: "http://localhost:4000/api/authpipe")
        configuration.dangerOrigins = [:]
        let http = try sandbox.http
        let definition: JSON = [
            "name": "Own", "auth": ["user"],
            "oauth": [
                "authorization_endpoint": .text(http + "/oauth/authorize"), "token_endpoint": .text(http + "/oauth/token"),
                "device_authorization_endpoint": .text(http + "/oauth/device_authorization"),
            ],
            "lifetime": ["rotation": "strict"], "api": ["origins": [.text(http)]],
        ]
        var provider = Provider("own", clientID: "generic-strict", clientSecret: "generic-demo-secret", scopes: ["read"])
        provider.definition = try definition.encoded()
        configuration.providers = [provider]
        let started = try await open(configuration).startDeviceAuth("own", for: Owner(tenantID: "t", userID: "u"))
        XCTAssertGreaterThan(started.userCode.count, 3)
        assertSilent(started, [started.userCode])
        XCTAssertTrue("\(started)".contains(started.sessionID))
    }
}
