import Foundation
internal import AuthpipeNative

/// A connection. No secret is in it.
public struct Connection: Identifiable, Hashable, Sendable {
    /// The id of a connection or an installation.
    public struct ID: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public var description: String { rawValue }
    }

    /// Where a connection stands. Open: a later version may have more.
    public struct Status: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public var description: String { rawValue }

        /// Stored, but its permissions do not work yet.
        public static let pending = Status(rawValue: "pending")
        /// Somebody must approve it first.
        public static let pendingApproval = Status(rawValue: "pending_approval")
        /// Usable.
        public static let active = Status(rawValue: "active")
        /// Usable, but something failed lately.
        public static let degraded = Status(rawValue: "degraded")
        /// The provider has ended it; the user must sign in again.
        public static let needsReauth = Status(rawValue: "needs_reauth")
        /// Paused by the provider or an operator.
        public static let suspended = Status(rawValue: "suspended")
        /// Ended by us.
        public static let revoked = Status(rawValue: "revoked")
    }

    public let id: ID
    /// The provider.
    public let provider: ProviderID
    /// The config.
    public let config: String
    /// The tenant.
    public let tenantID: String
    /// The user; `nil` where it belongs to the tenant.
    public let userID: String?
    /// Tells several accounts of the user apart.
    public let label: String
    /// What is stored.
    public let kind: Credential.Kind
    /// Where it stands.
    public let status: Status
    /// Why, in one word.
    public let reason: String?
    /// The provider's id of the person.
    public let externalUserID: String?
    /// The provider's id of the organisation.
    public let externalOrganisationID: String?
    /// The name of the account, for people. It decides nothing.
    public let displayName: String?
    /// Granted scopes.
    public let scopes: [String]
    /// When the current access token ends.
    public let expiresAt: Date?
    /// When it was first stored.
    public let createdAt: Date
    /// When it was last changed.
    public let updatedAt: Date

    init(_ core: CoreGrant) {
        id = ID(rawValue: core.id)
        provider = ProviderID(rawValue: core.provider)
        config = core.config
        tenantID = core.tenantId
        userID = core.userId
        label = core.label
        kind = Credential.Kind(rawValue: core.credentialType)
        status = Status(rawValue: core.status)
        reason = core.reason
        externalUserID = core.externalUserId
        externalOrganisationID = core.externalOrganisationId
        displayName = core.displayName
        scopes = core.scopes
        expiresAt = core.expiresAtMs.map(date)
        createdAt = date(core.createdAtMs)
        updatedAt = date(core.updatedAtMs)
    }
}

/// An installation of the app in an organisation. No secret is in it.
public struct Installation: Identifiable, Hashable, Sendable {
    public let id: Connection.ID
    /// The provider.
    public let provider: ProviderID
    /// The config.
    public let config: String
    /// The tenant.
    public let tenantID: String
    /// Where it stands.
    public let status: Connection.Status
    /// Why, in one word.
    public let reason: String?
    /// The provider's id of the organisation.
    public let providerInstallationID: String?
    /// The name of the organisation, for people. It decides nothing.
    public let displayName: String?
    /// Granted scopes.
    public let scopes: [String]
    /// When it was first stored.
    public let installedAt: Date
    /// The user who went through the session.
    public let installedBy: String?
    /// When it was last changed.
    public let updatedAt: Date

    init(_ core: CoreGrant) {
        id = Connection.ID(rawValue: core.id)
        provider = ProviderID(rawValue: core.provider)
        config = core.config
        tenantID = core.tenantId
        status = Connection.Status(rawValue: core.status)
        reason = core.reason
        providerInstallationID = core.externalOrganisationId
        displayName = core.displayName
        scopes = core.scopes
        installedAt = date(core.createdAtMs)
        installedBy = core.createdBy
        updatedAt = date(core.updatedAtMs)
    }
}
