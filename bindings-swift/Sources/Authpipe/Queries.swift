import Foundation

// A user, a tenant or a connection that is unexpectedly absent must not become everybody's, so a `nil` is not taken for one: either it is
// given, or left out.

extension ConnectionQuery {
    /// Everybody's.
    public init(
        tenantID: String? = Owner.device.tenantID, provider: ProviderID? = nil, config: String? = nil, status: Connection.Status? = nil,
        after: String? = nil, limit: Int? = nil
    ) {
        self.init(user: nil, tenantID: tenantID, provider: provider, config: config, status: status, after: after, limit: limit)
    }

    /// One user's.
    public init(
        tenantID: String? = Owner.device.tenantID, userID: String, provider: ProviderID? = nil, config: String? = nil,
        status: Connection.Status? = nil, after: String? = nil, limit: Int? = nil
    ) {
        self.init(user: userID, tenantID: tenantID, provider: provider, config: config, status: status, after: after, limit: limit)
    }

    private init(
        user: String?, tenantID: String?, provider: ProviderID?, config: String?, status: Connection.Status?, after: String?, limit: Int?
    ) {
        self.init(
            tenantID: tenantID, allTenants: false, provider: provider, config: config, status: status, userID: user, after: after,
            limit: limit)
    }
}

/// A page of a longer list.
public struct Page<Element: Sendable>: Sendable {
    /// The entries.
    public let data: [Element]
    /// Where the next page starts; `nil`: this was the last.
    public let next: String?
}

extension Page: Equatable where Element: Equatable {}
extension Page: Hashable where Element: Hashable {}
extension Page: Encodable where Element: Encodable {}
extension Page: Decodable where Element: Decodable {}

extension EventQuery {
    /// Of all tenants, for an operator.
    public init(
        after: String? = nil, order: Order? = nil, since: Date? = nil, kind: AuthpipeEvent.Kind? = nil, limit: Int? = nil
    ) {
        self.init(tenant: nil, connection: nil, after: after, order: order, since: since, kind: kind, limit: limit)
    }

    /// Of one tenant.
    public init(
        after: String? = nil, order: Order? = nil, since: Date? = nil, tenantID: String, kind: AuthpipeEvent.Kind? = nil, limit: Int? = nil
    ) {
        self.init(tenant: tenantID, connection: nil, after: after, order: order, since: since, kind: kind, limit: limit)
    }

    /// Of one connection or installation.
    public init(
        after: String? = nil, order: Order? = nil, since: Date? = nil, kind: AuthpipeEvent.Kind? = nil, connectionID: Connection.ID,
        limit: Int? = nil
    ) {
        self.init(tenant: nil, connection: connectionID, after: after, order: order, since: since, kind: kind, limit: limit)
    }

    /// Of one connection or installation of one tenant.
    public init(
        after: String? = nil, order: Order? = nil, since: Date? = nil, tenantID: String, kind: AuthpipeEvent.Kind? = nil,
        connectionID: Connection.ID, limit: Int? = nil
    ) {
        self.init(tenant: tenantID, connection: connectionID, after: after, order: order, since: since, kind: kind, limit: limit)
    }

    private init(
        tenant: String?, connection: Connection.ID?, after: String?, order: Order?, since: Date?, kind: AuthpipeEvent.Kind?, limit: Int?
    ) {
        self.init(
            after: after, order: order, since: since, tenantID: tenant, kind: kind, connectionID: connection, limit: limit)
    }
}

extension AuditQuery {
    /// Of all tenants and of the vault, for an operator.
    public init(after: String? = nil, since: Date? = nil, limit: Int? = nil) {
        self.init(after: after, since: since, tenant: nil, limit: limit)
    }

    /// Of one tenant.
    public init(after: String? = nil, since: Date? = nil, tenantID: String, limit: Int? = nil) {
        self.init(after: after, since: since, tenant: tenantID, limit: limit)
    }

    private init(after: String?, since: Date?, tenant: String?, limit: Int?) {
        self.init(after: after, since: since, tenantID: tenant, limit: limit)
    }
}
