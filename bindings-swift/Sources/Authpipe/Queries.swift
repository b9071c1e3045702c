import Foundation
internal import AuthpipeNative

/// Which connections.
public struct ConnectionQuery: Hashable, Sendable {
    /// Of this tenant.
    public var tenantID: String?
    /// Of all tenants, for an operator; then the tenant must be `nil`.
    public var allTenants = false
    /// Of this user.
    public var userID: String?
    /// Of this provider.
    public var provider: ProviderID?
    /// Of this config.
    public var config: String?
    /// From this cursor on.
    public var after: String?
    /// At most this many on a page; default 50, at most 200.
    public var limit: Int?

    public init(
        tenantID: String? = Owner.device.tenantID, userID: String? = nil, provider: ProviderID? = nil, config: String? = nil,
        after: String? = nil, limit: Int? = nil
    ) {
        self.after = after
        self.limit = limit
        self.tenantID = tenantID
        self.userID = userID
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

/// Which events.
public struct EventQuery: Hashable, Sendable {
    /// After this cursor.
    public var after: String?
    /// Of this tenant.
    public var tenantID: String?
    /// Of this kind.
    public var kind: AuthpipeEvent.Kind?
    /// Of this connection or installation.
    public var connectionID: Connection.ID?
    /// At most this many; default 50, at most 200.
    public var limit: Int?

    public init(
        after: String? = nil, tenantID: String? = nil, kind: AuthpipeEvent.Kind? = nil, connectionID: Connection.ID? = nil,
        limit: Int? = nil
    ) {
        self.after = after
        self.tenantID = tenantID
        self.kind = kind
        self.connectionID = connectionID
        self.limit = limit
    }

    var core: CoreEventQuery {
        CoreEventQuery(
            after: after, tenantId: tenantID, eventType: kind?.rawValue, connectionId: connectionID?.rawValue,
            limit: limit.map(UInt32.init(clamping:)))
    }
}
