import Foundation

/// What an app says of an error to the person who uses it.
///
/// The texts are compiled in, in four languages: a package's own resources would be a folder beside the program on Linux, and a program
/// that was copied without it ends when it asks for them (`Bundle.module`); and string catalogues are compiled by Xcode alone. An app's own
/// catalogue, `Authpipe.xcstrings`, comes before them.
struct PersonText: Sendable, Equatable {
    /// What happened.
    let what: String
    /// What the person can do.
    let advice: String

    init(_ what: String, _ advice: String) {
        (self.what, self.advice) = (what, advice)
    }

    /// What is said of some codes.
    struct Situation: Sendable {
        let codes: [String]
        let texts: [PersonText]
    }

    private static let byCode: [String: [PersonText]] = Dictionary(
        uniqueKeysWithValues: situations.flatMap { situation in situation.codes.map { ($0, situation.texts) } })

    /// - Parameters:
    ///   - preferred: languages (BCP 47), best first. English, where there is none of them.
    ///   - own: what the app's own catalogue has for a key.
    static func of(_ code: AuthpipeError.Code, preferred: [String], own: (_ key: String) -> String? = { _ in nil }) -> PersonText {
        let texts = byCode[code.rawValue] ?? nothingHelps
        let language: Int = preferred.compactMap { languages.firstIndex(of: languageCode($0)) }.first ?? 0
        let text = texts[language]
        return PersonText(own(code.rawValue) ?? text.what, own("\(code.rawValue).advice") ?? text.advice)
    }

    /// What is said in the language in which the app speaks.
    static func inTheAppsLanguage(_ code: AuthpipeError.Code) -> PersonText {
        of(code, preferred: Bundle.main.preferredLocalizations) { found($0, in: .main) }
    }

    /// What is said in another language.
    static func inLanguage(of locale: Locale, _ code: AuthpipeError.Code) -> PersonText {
        let language = locale.identifier(.bcp47)
        let folder: String? = [language, languageCode(language)].compactMap { Bundle.main.path(forResource: $0, ofType: "lproj") }.first
        let bundle = folder.flatMap(Bundle.init(path:))
        return of(code, preferred: [language]) { key in bundle.flatMap { found(key, in: $0) } }
    }

    private static func found(_ key: String, in bundle: Bundle) -> String? {
        let nothing = "\u{0}"
        let found = bundle.localizedString(forKey: key, value: nothing, table: "Authpipe")
        return found == nothing || found == key ? nil : found
    }

    /// `de` of `de-AT` and `de_AT`.
    private static func languageCode(_ language: String) -> String {
        String(language.prefix { $0 != "-" && $0 != "_" }).lowercased()
    }
}
