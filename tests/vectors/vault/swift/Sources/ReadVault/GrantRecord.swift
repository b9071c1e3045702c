import Foundation

/// The part of a grant's record that says how the grant renews.
struct GrantRecord: Decodable {
    let version: Int
    let userID: String?
    let material: Material

    struct Material: Decodable {
        let kind: String
        let refreshToken: String?
        let renewal: String?
        let tokenSecret: String?

        enum CodingKeys: String, CodingKey {
            case kind, renewal
            case refreshToken = "refresh_token"
            case tokenSecret = "token_secret"
        }
    }

    enum CodingKeys: String, CodingKey {
        case version = "v"
        case userID = "user_id"
        case material
    }

    /// What a vector says about a record; without a renewal the record does not say it in a way that is known.
    struct Expected: Decodable {
        let subject: String
        let userID: String?
        let renewal: String?
        let tokenSecret: String?

        enum CodingKeys: String, CodingKey {
            case subject, renewal
            case userID = "user_id"
            case tokenSecret = "token_secret"
        }
    }

    static func read(_ plaintext: [UInt8]) throws -> GrantRecord {
        try JSONDecoder().decode(GrantRecord.self, from: Data(plaintext))
    }

    func fits(_ expected: Expected, field: String) -> Bool {
        let isTheirs = field == "secrets/\(expected.subject)" && userID == expected.userID
        return version == 1 && isTheirs && material.tokenSecret == expected.tokenSecret && renewal(of: expected.subject) == expected.renewal
    }

    func renewal(of subject: String) -> String? {
        if material.kind == "fields" { return "never" }
        let hasToken = material.refreshToken != nil
        switch material.renewal {
        case nil where hasToken: return "refresh_token"
        case nil: return subject == "installation" ? "client_credentials" : "never"
        case "refresh_token": return hasToken ? "refresh_token" : nil
        case "client_credentials", "jwt_bearer", "app_jwt", "access_token", "never": return material.renewal
        default: return nil
        }
    }
}
