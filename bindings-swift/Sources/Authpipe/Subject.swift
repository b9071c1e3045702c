/// A provider of the catalogue, or the id of one given in code.
public struct ProviderID: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
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
public struct Owner: Hashable, Sendable {
    /// The tenant. It is the application's own id of a customer, never one of a provider.
    public var tenantID: String
    /// The user.
    public var userID: String

    public init(tenantID: String, userID: String) {
        self.tenantID = tenantID
        self.userID = userID
    }

    /// The one person who uses this device: for apps without accounts of their own.
    public static let device = Owner(tenantID: "device", userID: "me")
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
