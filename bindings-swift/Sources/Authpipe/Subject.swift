/// A provider of the catalogue, or the id of one given in code.
public struct ProviderID: RawRepresentable, Hashable, Codable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public init(stringLiteral value: String) {
        self.rawValue = value
    }

    public var description: String { rawValue }

    /// OneDrive, personal and for work.
    public static let microsoftOneDrive: ProviderID = "microsoft-onedrive"
}

/// To whom a connection belongs: ids of the application's own.
public struct Owner: Hashable, Codable, Sendable {
    /// The tenant. It is the application's own id of a customer, never one of a provider.
    public var tenantID: String
    /// The user.
    public var userID: String

    /// A user of a tenant.
    public init(tenantID: String, userID: String) {
        self.tenantID = tenantID
        self.userID = userID
    }

    /// The one person who uses this device: for apps without accounts of their own.
    public static let device = Owner(tenantID: "device", userID: "me")

    private enum CodingKeys: String, CodingKey {
        case tenantID = "tenant_id", userID = "user_id"
    }
}

/// A secret to store with many others. It does not print.
public struct StoredRow: Sendable, CustomStringConvertible, CustomReflectable {
    let subject: Subject
    let type: StoredCredentialType
    let fields: [String: String]
    let variables: [String: String]

    /// A secret of one text.
    public init(_ secret: String, type: StoredCredentialType, for subject: Subject, variables: [String: String] = [:]) {
        self.init(["value": secret], type: type, for: subject, variables: variables)
    }

    /// A secret of several fields.
    public init(_ fields: [String: String], type: StoredCredentialType, for subject: Subject, variables: [String: String] = [:]) {
        (self.subject, self.type, self.fields, self.variables) = (subject, type, fields, variables)
    }

    public var description: String { "StoredRow(\(type.rawValue) of \(subject.tenantID), [redacted])" }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension Subject {
    /// What an owner has connected.
    public init(_ provider: ProviderID, of owner: Owner, label: String = "") {
        self.init(provider: provider, tenantID: owner.tenantID, userID: owner.userID, label: label, credentialFor: .user)
    }

    /// What the person who uses this device has connected.
    public static func device(_ provider: ProviderID) -> Subject {
        Subject(provider, of: .device)
    }
}
