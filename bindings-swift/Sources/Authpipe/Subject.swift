internal import AuthpipeNative

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

/// Whose credential is meant.
public struct Subject: Hashable, Sendable {
    /// Which credential is wanted where a tenant has both.
    public enum CredentialFor: String, Hashable, Sendable {
        /// The user's connection if connected, otherwise the tenant's installation.
        case any
        /// The installation's.
        case installation
        /// The user's.
        case user
    }

    /// The provider.
    public var provider: ProviderID
    /// The config; needed where the provider has several.
    public var config: String?
    /// The tenant.
    public var tenantID: String
    /// The user; needed for a user credential.
    public var userID: String?
    /// Tells several accounts of the user apart.
    public var label: String
    /// Names the connection itself, besides the fields above.
    public var connectionID: Connection.ID?
    /// Names the installation itself, instead of a connection.
    public var installationID: Connection.ID?
    /// Default: `user` when a user is given. With neither, every call throws `user_id_required`: a user who is unexpectedly absent
    /// never becomes the organisation. Only `any` may fall back from the user's credential to the installation's.
    public var credentialFor: CredentialFor?
    /// What it must be. Default: what the provider's API takes, an OAuth token or an API key. A webhook's secret is given only to
    /// whoever asks for one.
    public var credentialType: Credential.Kind?

    public init(
        provider: ProviderID, config: String? = nil, tenantID: String, userID: String? = nil, label: String = "",
        connectionID: Connection.ID? = nil, installationID: Connection.ID? = nil, credentialFor: CredentialFor? = nil,
        credentialType: Credential.Kind? = nil
    ) {
        self.provider = provider
        self.config = config
        self.tenantID = tenantID
        self.userID = userID
        self.label = label
        self.connectionID = connectionID
        self.installationID = installationID
        self.credentialFor = credentialFor
        self.credentialType = credentialType
    }

    /// What an owner has connected.
    public init(_ provider: ProviderID, of owner: Owner, label: String = "") {
        self.init(provider: provider, tenantID: owner.tenantID, userID: owner.userID, label: label, credentialFor: .user)
    }

    /// What the person who uses this device has connected.
    public static func device(_ provider: ProviderID) -> Subject {
        Subject(provider, of: .device)
    }

    var core: CoreSubject {
        CoreSubject(
            provider: provider.rawValue, config: config, tenantId: tenantID, userId: userID, label: label,
            connectionId: connectionID?.rawValue, installationId: installationID?.rawValue, credentialFor: credentialFor?.rawValue,
            credentialType: credentialType?.rawValue)
    }
}
