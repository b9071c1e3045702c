import Foundation
internal import AuthpipeNative

/// A session that server code has started.
public struct AuthSession: Sendable {
    public let sessionID: String
    /// Where the browser goes. It holds the state, so it is for this browser only and not for logs.
    public let authorizationURL: URL
    /// Until when the first step can be finished.
    public let expiresAt: Date
    /// Cookies to set in the response that sends the browser there.
    public let setCookie: [String]

    init(_ core: CoreWebSession) throws {
        guard let url = URL(string: core.authorizationUrl) else {
            throw AuthpipeError(.providerError, "The provider's address is not a URL.")
        }
        sessionID = core.sessionId
        authorizationURL = url
        expiresAt = date(core.expiresAtMs)
        setCookie = core.setCookie
    }
}

extension AuthSession: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "AuthSession(\(sessionID), [redacted])" }
    public var debugDescription: String { description }
    public var customMirror: Mirror {
        Mirror(self, children: ["sessionID": sessionID, "expiresAt": expiresAt], displayStyle: .struct)
    }
}

extension Authpipe {
    /// Starts the authorisation of a user. Send the browser to the URL together with the cookies.
    ///
    /// `connectionID` renews exactly that connection of the user, with the same external account; `installationID` names the
    /// tenant's installation inside which the user authorises.
    public func createAuthSession(
        _ provider: ProviderID, config: String? = nil, for owner: Owner, label: String = "", scopes: [String]? = nil,
        variables: [String: String] = [:], returnTo: String? = nil, connectionID: Connection.ID? = nil,
        installationID: Connection.ID? = nil, timeout: Duration? = nil
    ) async throws -> AuthSession {
        let request = CoreSessionRequest(
            provider: provider.rawValue, config: config, tenantId: owner.tenantID, userId: owner.userID, label: label, scopes: scopes ?? [],
            variables: variables, returnTo: returnTo, connectionId: connectionID?.rawValue, installationId: installationID?.rawValue)
        return try AuthSession(await Self.waiting(for: timeout) { [core] in try await core.createAuthSession(request: request) })
    }

    /// Starts an installation. Calling this in server code is the administrator's authority.
    public func createInstallSession(
        _ provider: ProviderID, config: String? = nil, for administrator: Owner, returnTo: String? = nil,
        timeout: Duration? = nil
    ) async throws -> AuthSession {
        let request = CoreSessionRequest(
            provider: provider.rawValue, config: config, tenantId: administrator.tenantID, userId: administrator.userID, label: "",
            scopes: [], variables: [:], returnTo: returnTo, connectionId: nil, installationId: nil)
        return try AuthSession(await Self.waiting(for: timeout) { [core] in try await core.createInstallSession(request: request) })
    }

    /// Installs without a browser, where an administrator has let the app in at the provider. The organisation's credential is minted at
    /// once; nothing is stored if that does not work. Calling this in server code is the administrator's authority.
    public func createInstallation(
        _ provider: ProviderID, config: String? = nil, ofTenant tenantID: String, by userID: String? = nil, variables: [String: String] = [:],
        timeout: Duration? = nil
    ) async throws -> Installation {
        let request = CoreInstallationRequest(
            provider: provider.rawValue, config: config, tenantId: tenantID, userId: userID, variables: variables)
        return Installation(try await Self.waiting(for: timeout) { [core] in try await core.createInstallation(request: request) })
    }

    /// Lists installations: one tenant's, or with `allTenants` an operator's view. One page, ordered by id.
    public func listInstallations(matching query: ConnectionQuery, timeout: Duration? = nil) async throws -> Page<Installation> {
        let query = query.core
        let page = try await Self.waiting(for: timeout) { [core] in try await core.listInstallations(query: query) }
        return Page(data: page.data.map(Installation.init), next: page.next)
    }

    /// One installation of a tenant.
    public func installation(_ id: Connection.ID, ofTenant tenantID: String, timeout: Duration? = nil) async throws -> Installation {
        Installation(
            try await Self.waiting(for: timeout) { [core] in try await core.getInstallation(tenantId: tenantID, id: id.rawValue) })
    }

    /// Approves an installation whose installer did not prove to be an administrator.
    public func approveInstallation(
        _ id: Connection.ID, ofTenant tenantID: String, timeout: Duration? = nil
    ) async throws -> Installation {
        Installation(
            try await Self.waiting(for: timeout) { [core] in
                try await core.approveInstallation(tenantId: tenantID, id: id.rawValue)
            })
    }

    /// Deletes an installation and lets go of its organisation.
    public func deleteInstallation(_ id: Connection.ID, ofTenant tenantID: String, timeout: Duration? = nil) async throws {
        try await Self.waiting(for: timeout) { [core] in try await core.deleteInstallation(tenantId: tenantID, id: id.rawValue) }
    }

    /// The HTTP routes, to be mounted by a server.
    public func handler(allowedOrigins: [String] = [], allowedReturnOrigins: [String] = []) throws -> Handler {
        let options = CoreHandlerOptions(allowedOrigins: allowedOrigins, allowedReturnOrigins: allowedReturnOrigins)
        return Handler(try translating { try core.handler(options: options) })
    }
}

/// The HTTP routes. An adapter asks ``needsPrincipal(method:path:)``, asks the application who is signed in if so, and hands the
/// request over once.
public final class Handler: Sendable {
    /// Who is signed in to the application.
    public struct Principal: Hashable, Sendable {
        public enum Role: String, Hashable, Sendable {
            case admin
            case member
        }

        public var tenantID: String
        public var userID: String
        public var role: Role

        public init(tenantID: String, userID: String, role: Role) {
            self.tenantID = tenantID
            self.userID = userID
            self.role = role
        }
    }

    /// A request. `path` is below the mount point and starts with `/`; `query` is raw and without `?`.
    public struct Request: Sendable {
        public var method: String
        public var path: String
        public var query: String
        public var headers: [(name: String, value: String)]
        public var body: Data

        public init(method: String, path: String, query: String = "", headers: [(name: String, value: String)] = [], body: Data = Data()) {
            self.method = method
            self.path = path
            self.query = query
            self.headers = headers
            self.body = body
        }
    }

    /// An answer. `set-cookie` may repeat.
    public struct Response: Sendable {
        public let status: Int
        public let headers: [(name: String, value: String)]
        public let body: Data
    }

    private let core: CoreHandler

    init(_ core: CoreHandler) {
        self.core = core
    }

    /// Whether the application must be asked who is signed in before this request is handed over.
    public func needsPrincipal(method: String, path: String) -> Bool {
        // To ask once too often harms nobody.
        (try? core.needsPrincipal(method: method, path: path)) ?? true
    }

    /// Answers a request. Every error is an answer, except a principal whose ids are outside their grammar.
    public func handle(_ request: Request, principal: Principal?) async throws -> Response {
        let headers = request.headers.map { CoreHeader(name: $0.name, value: $0.value) }
        let core = CoreRequest(
            method: request.method, path: request.path, query: request.query, headers: headers, body: request.body)
        let who = principal.map { CorePrincipal(tenantId: $0.tenantID, userId: $0.userID, role: $0.role.rawValue) }
        let answer = try await Authpipe.waiting { [handler = self.core] in try await handler.handle(request: core, principal: who) }
        return Response(status: Int(answer.status), headers: answer.headers.map { ($0.name, $0.value) }, body: answer.body)
    }
}

// Requests and answers carry cookies and states: only the shape is shown.
extension Handler.Request: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "Request(\(method) \(path), \(body.count) bytes)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["method": method, "path": path], displayStyle: .struct) }
}

extension Handler.Response: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "Response(\(status), \(body.count) bytes)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["status": status], displayStyle: .struct) }
}
