import Foundation
internal import AuthpipeNative

/// Which connections.
///
/// A user who is unexpectedly absent must not become everybody, so a `nil` is not taken for one: either the user is given, or left out.
public struct ConnectionQuery: Hashable, Sendable {
    /// Of this tenant.
    public var tenantID: String?
    /// Of all tenants, for an operator; then the tenant must be `nil`.
    public var allTenants = false
    /// Of this user.
    public let userID: String?
    /// Of this provider.
    public var provider: ProviderID?
    /// Of this config.
    public var config: String?
    /// From this cursor on.
    public var after: String?
    /// At most this many on a page; default 50, at most 200.
    public var limit: Int?

    /// Everybody's.
    public init(
        tenantID: String? = Owner.device.tenantID, provider: ProviderID? = nil, config: String? = nil, after: String? = nil,
        limit: Int? = nil
    ) {
        self.init(user: nil, tenantID: tenantID, provider: provider, config: config, after: after, limit: limit)
    }

    /// One user's.
    public init(
        tenantID: String? = Owner.device.tenantID, userID: String, provider: ProviderID? = nil, config: String? = nil,
        after: String? = nil, limit: Int? = nil
    ) {
        self.init(user: userID, tenantID: tenantID, provider: provider, config: config, after: after, limit: limit)
    }

    private init(user: String?, tenantID: String?, provider: ProviderID?, config: String?, after: String?, limit: Int?) {
        self.userID = user
        self.after = after
        self.limit = limit
        self.tenantID = tenantID
        self.provider = provider
        self.config = config
    }

    var core: CoreListQuery {
        CoreListQuery(
            tenantId: tenantID, allTenants: allTenants, userId: userID, provider: provider?.rawValue, config: config, after: after,
            limit: limit.map(UInt32.init(clamping:)))
    }
}

/// A page of a longer list.
public struct Page<Element: Sendable>: Sendable {
    /// The entries.
    public let data: [Element]
    /// Where the next page starts; `nil`: this was the last.
    public let next: String?
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

/// Which events. As with ``ConnectionQuery``, the tenant and the connection are given or left out: `nil` is not taken for one.
public struct EventQuery: Hashable, Sendable {
    /// After this cursor.
    public var after: String?
    /// Of this tenant.
    public let tenantID: String?
    /// Of this kind.
    public var kind: AuthpipeEvent.Kind?
    /// Of this connection or installation.
    public let connectionID: Connection.ID?
    /// At most this many; default 50, at most 200.
    public var limit: Int?

    /// Of all tenants, for an operator.
    public init(after: String? = nil, kind: AuthpipeEvent.Kind? = nil, limit: Int? = nil) {
        self.init(tenant: nil, connection: nil, after: after, kind: kind, limit: limit)
    }

    /// Of one tenant.
    public init(after: String? = nil, tenantID: String, kind: AuthpipeEvent.Kind? = nil, limit: Int? = nil) {
        self.init(tenant: tenantID, connection: nil, after: after, kind: kind, limit: limit)
    }

    /// Of one connection or installation.
    public init(after: String? = nil, kind: AuthpipeEvent.Kind? = nil, connectionID: Connection.ID, limit: Int? = nil) {
        self.init(tenant: nil, connection: connectionID, after: after, kind: kind, limit: limit)
    }

    /// Of one connection or installation of one tenant.
    public init(
        after: String? = nil, tenantID: String, kind: AuthpipeEvent.Kind? = nil, connectionID: Connection.ID, limit: Int? = nil
    ) {
        self.init(tenant: tenantID, connection: connectionID, after: after, kind: kind, limit: limit)
    }

    private init(tenant: String?, connection: Connection.ID?, after: String?, kind: AuthpipeEvent.Kind?, limit: Int?) {
        self.tenantID = tenant
        self.connectionID = connection
        self.after = after
        self.kind = kind
        self.limit = limit
    }

    var core: CoreEventQuery {
        CoreEventQuery(
            after: after, tenantId: tenantID, eventType: kind?.rawValue, connectionId: connectionID?.rawValue,
            limit: limit.map(UInt32.init(clamping:)))
    }
}
