@testable import Authpipe
import Foundation
import XCTest

final class AwaitedCallbackTests: XCTestCase {
    private func awaited(_ redirect: String, _ scheme: String) throws -> AwaitedCallback {
        var page = try XCTUnwrap(URLComponents(string: "https://login.example/authorize?client_id=a"))
        page.queryItems?.append(URLQueryItem(name: "redirect_uri", value: redirect))
        return try AwaitedCallback(XCTUnwrap(page.url), scheme)
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
