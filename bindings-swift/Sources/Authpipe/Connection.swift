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

/// Which connections.
public struct ConnectionQuery: Hashable, Sendable {
    /// Of this tenant; `nil`: of all tenants, for an operator.
    public var tenantID: String?
    /// Of this user.
    public var userID: String?
    /// Of this provider.
    public var provider: ProviderID?
    /// Of this config.
    public var config: String?

    public init(
        tenantID: String? = Owner.device.tenantID, userID: String? = nil, provider: ProviderID? = nil, config: String? = nil
    ) {
        self.tenantID = tenantID
        self.userID = userID
        self.provider = provider
        self.config = config
    }

    func core(after cursor: String?) -> CoreListQuery {
        CoreListQuery(
            tenantId: tenantID, allTenants: tenantID == nil, userId: userID, provider: provider?.rawValue, config: config, after: cursor,
            limit: nil)
    }
}

/// What a health check found.
public struct Health: Hashable, Sendable {
    /// The connection's status after the check.
    public let status: Connection.Status
    /// Why, in one word.
    public let reason: String?
    /// Whether the provider accepted the credential just now; `nil`: it could not be asked.
    public let live: Bool?
    /// When.
    public let checkedAt: Date

    init(_ core: CoreHealth) {
        status = Connection.Status(rawValue: core.status)
        reason = core.reason
        live = core.live
        checkedAt = date(core.checkedAtMs)
    }
}

/// What a round of maintenance did.
public struct MaintenanceReport: Hashable, Sendable {
    /// Connections renewed.
    public let refreshed: Int
    /// Connections checked.
    public let checked: Int
    /// Renewals and checks that failed; each is tried again by itself.
    public let failed: Int
    /// Whether everything due was done; otherwise the budget was over.
    public let complete: Bool

    init(_ core: CoreMaintenance) {
        refreshed = Int(core.refreshed)
        checked = Int(core.checked)
        failed = Int(core.failed)
        complete = core.complete
    }
}
