@testable import Authpipe
import XCTest

final class AwaitedCallbackTests: XCTestCase {
    private func awaited(_ redirect: String, _ scheme: String) throws -> AwaitedCallback {
        try AwaitedCallback(redirectURI: redirect, scheme: scheme)
    }

    func testASheetWaitsForTheAppsSchemeOrForItsClaimedAddress() throws {
        XCTAssertEqual(try awaited("msauth.com.acme.notes://auth", "msauth.com.acme.notes"), .scheme("msauth.com.acme.notes"))
        XCTAssertEqual(try awaited("https://acme.example/signed/in", "https"), .https(host: "acme.example", path: "/signed/in"))
        XCTAssertEqual(try awaited("https://acme.example", "https"), .https(host: "acme.example", path: "/"))
        let here = "http://127.0.0.1:4000/callback"
        XCTAssertEqual(try awaited(here, "http"), .loopback(URL(string: here)!))
        XCTAssertEqual(try awaited(here, "http").scheme, "http")
        XCTAssertEqual(try awaited("msauth.com.acme.notes://auth", "msauth.com.acme.notes").scheme, "msauth.com.acme.notes")
    }

    func testWhatASheetCannotReceiveIsRefusedBeforeItIsShown() throws {
        XCTAssertThrowsError(try awaited("", "https")) { XCTAssertEqual(($0 as? AuthpipeError)?.code, .invalidRequest) }
    }
}
