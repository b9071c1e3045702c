@testable import Authpipe
import AuthpipeNative
import Foundation
import XCTest

/// What an error says to the person who uses the app, and what to its developer.
final class PersonTextTests: XCTestCase {
    private let languages = ["en", "de", "fr", "es"]

    func testEveryCodeHasItsTextInEveryLanguage() throws {
        for code in try coreErrorCodes() + ["cancelled"] {
            let code = AuthpipeError.Code(rawValue: code)
            XCTAssert(PersonText.situations.contains { $0.codes.contains(code.rawValue) }, "\(code)")
            let error = AuthpipeError(code, "Set ⟨tenantId⟩ of <ConnectButton>.", hint: "Developer’s hint.")
            var said = Set<String>()
            for language in languages {
                let (what, advice) = (
                    error.errorDescription(in: Locale(identifier: language)), error.recoverySuggestion(in: Locale(identifier: language))
                )
                XCTAssertEqual(said.insert(what).inserted, true, "\(code): \(language) says what another language says")
                XCTAssertFalse(advice.isEmpty)
                XCTAssertFalse(what.contains(advice), "\(code): \(language): said twice")
                for word in ["tenantId", "<", "hint", "_", "token", "vault", "OAuth", "Authpipe"] {
                    XCTAssertFalse((what + advice).contains(word), "\(code): \(language): \(word)")
                }
            }
        }
    }

    func testAnAlertSpeaksToThePersonAndALogToTheDeveloper() {
        let error: any Error = AuthpipeError(.notConnected, "No connection of ⟨subject⟩.", hint: "Show <ConnectButton>.")
        XCTAssertEqual(error.localizedDescription, "The account is not connected.")
        let localized = error as? any LocalizedError
        XCTAssertEqual(localized?.errorDescription, "The account is not connected.")
        XCTAssertEqual(localized?.recoverySuggestion, "Connect it.")
        XCTAssertEqual(localized?.failureReason, "No connection of ⟨subject⟩. Show <ConnectButton>.")
        XCTAssertEqual("\(error)", "No connection of ⟨subject⟩. Show <ConnectButton>. (not_connected)")
        XCTAssert(String(reflecting: error).contains("code: not_connected"))
        let info = (error as? AuthpipeError)?.errorUserInfo ?? [:]
        XCTAssertEqual(info[NSLocalizedDescriptionKey] as? String, "The account is not connected.")
        XCTAssertEqual(info[NSLocalizedRecoverySuggestionErrorKey] as? String, "Connect it.")
        XCTAssertEqual(info["NSDebugDescription"] as? String, String(reflecting: error))
    }

    func testTheLanguageIsTheFirstThatIsThere() {
        func said(_ preferred: String...) -> String { PersonText.of(.notConnected, preferred: preferred).what }
        XCTAssertEqual(said("de-AT"), "Das Konto ist nicht verbunden.")
        XCTAssertEqual(said("pt-BR", "es_MX", "en"), "La cuenta no está conectada.")
        XCTAssertEqual(said("ja"), "The account is not connected.")
        XCTAssertEqual(said(), "The account is not connected.")
        XCTAssertEqual(AuthpipeError(.notConnected, "No.").errorDescription(in: Locale(identifier: "fr_CA")), "Le compte n’est pas connecté.")
    }

    func testACodeOfALaterVersionSaysThatNothingHelps() {
        let later = AuthpipeError.Code(rawValue: "from_the_future")
        XCTAssertEqual(PersonText.of(later, preferred: ["en"]), PersonText.of(.internal, preferred: ["en"]))
    }

    func testTheAppsOwnCatalogueComesFirst() {
        let own = ["not_connected": "Nicht da.", "not_connected.advice": "Los.", "closed": "Zu."]
        XCTAssertEqual(PersonText.of(.notConnected, preferred: ["de"]) { own[$0] }, PersonText("Nicht da.", "Los."))
        let half = PersonText.of(.closed, preferred: ["de"]) { own[$0] }
        XCTAssertEqual(half, PersonText("Zu.", "Versuchen Sie es in einigen Minuten noch einmal."))
    }

    func testTheCatalogueForAppsHasTheSameTexts() throws {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let catalogue = try JSONDecoder().decode(Catalogue.self, from: Data(contentsOf: package.appendingPathComponent("Authpipe.xcstrings")))
        for code in try coreErrorCodes() + ["cancelled"] {
            for language in languages {
                let text = PersonText.of(.init(rawValue: code), preferred: [language])
                XCTAssertEqual(catalogue.strings[code]?.localizations[language]?.stringUnit.value, text.what)
                XCTAssertEqual(catalogue.strings["\(code).advice"]?.localizations[language]?.stringUnit.value, text.advice)
            }
        }
    }

    private struct Catalogue: Decodable {
        struct Unit: Decodable { let value: String }
        struct Localization: Decodable { let stringUnit: Unit }
        struct Entry: Decodable { let localizations: [String: Localization] }
        let strings: [String: Entry]
    }
}
