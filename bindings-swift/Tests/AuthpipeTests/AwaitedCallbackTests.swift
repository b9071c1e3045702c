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
    }

    func testWhatASheetCannotReceiveIsRefusedBeforeItIsShown() throws {
        for attempt in [{ try self.awaited("http://127.0.0.1/callback", "http") }, { try self.awaited("", "https") }] {
            XCTAssertThrowsError(try attempt()) { XCTAssertEqual(($0 as? AuthpipeError)?.code, .invalidRequest) }
        }
    }
}
