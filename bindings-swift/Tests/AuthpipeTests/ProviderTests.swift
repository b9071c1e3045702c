import Authpipe
import XCTest

/// Slugs and scopes of the catalogue are offered, and others stay possible.
final class ProviderTests: XCTestCase {
    func testSlugsAndScopesAreThoseOfTheCatalogue() {
        XCTAssertEqual(ProviderID.hubspot.rawValue, "hubspot")
        XCTAssertEqual(ProviderID.googleDrive, "google-drive")
        XCTAssertEqual(ProviderScopes.Hubspot.crmObjectsContactsRead, "crm.objects.contacts.read")
        let own: ProviderID = "one-of-my-own"
        XCTAssertEqual(own.rawValue, "one-of-my-own")
    }
}
