import Foundation
internal import AuthpipeNative

/// The page to which a browser is sent.
func address(_ text: String) throws -> URL {
    guard let url = URL(string: text) else {
        throw AuthpipeError(.providerError, "The provider's address is not a URL.")
    }
    return url
}

extension AuthSession: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "AuthSession(\(sessionID), [redacted])" }
    public var debugDescription: String { description }
    public var customMirror: Mirror {
        Mirror(self, children: ["sessionID": sessionID, "expiresAt": expiresAt], displayStyle: .struct)
    }
}

// Whoever reads a log could enter the code before its person does.
extension DeviceAuth: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "DeviceAuth(\(sessionID), [redacted])" }
    public var debugDescription: String { description }
    public var customMirror: Mirror {
        Mirror(
            self,
            children: [
                "sessionID": sessionID, "verificationURI": verificationURI, "expiresAt": expiresAt, "expiresIn": expiresIn,
                "interval": interval,
            ], displayStyle: .struct)
    }
}

extension AuthpipeClient {
    /// Starts the authorisation of a user. Send the browser to the URL together with the cookies.
    ///
    /// `connectionID` reconnects exactly that connection of the user, with the same external account; `installationID` names the
    /// tenant's installation inside which the user authorises. `loginHint` is what the person signs in with at the provider, by default
    /// that of the account that is connected again; `prompt` is what the provider is to ask, by default which account, where it is a
    /// further one of the user. `mode` is how the browser comes back: to `returnTo`, or as a `popup` to a page that closes the window.
    public func createAuthSession(
        _ provider: ProviderID, config: String? = nil, for owner: Owner, label: String = "", scopes: [String]? = nil,
        variables: [String: String] = [:], loginHint: String? = nil, prompt: String? = nil, returnTo: String? = nil,
        mode: AuthSession.Mode = .redirect, connectionID: Connection.ID? = nil, installationID: Connection.ID? = nil, timeout: Duration? = nil
    ) async throws -> AuthSession {
        let account = AccountChoice(loginHint: loginHint, prompt: prompt)
        let params = CoreAuthSessionParams(
            base: session(provider, config, owner, returnTo, account, variables, mode), connectionId: connectionID?.rawValue,
            installationId: installationID?.rawValue, label: label.isEmpty ? nil : label, scopes: scopes)
        return try AuthSession(await waiting(on: core, for: timeout) { core in try await core.createAuthSession(params: params) })
    }

    /// Starts an installation. Calling this in server code is the administrator's authority.
    ///
    /// `variables` are those of the definition that whoever installs may choose. `loginHint` is what the administrator signs in with at the
    /// provider; `prompt` is what the provider is to ask, by default which account, unless `loginHint` names one. `mode` is how the browser
    /// comes back: to `returnTo`, or as a `popup` to a page that closes the window.
    public func createInstallSession(
        _ provider: ProviderID, config: String? = nil, for administrator: Owner, variables: [String: String] = [:],
        loginHint: String? = nil, prompt: String? = nil, returnTo: String? = nil, mode: AuthSession.Mode = .redirect, timeout: Duration? = nil
    ) async throws -> AuthSession {
        let account = AccountChoice(loginHint: loginHint, prompt: prompt)
        let params = session(provider, config, administrator, returnTo, account, variables, mode)
        return try AuthSession(await waiting(on: core, for: timeout) { core in try await core.createInstallSession(params: params) })
    }

    /// Starts a sign-in on another device, for a program that has no browser: it shows a code, and polls.
    ///
    /// What the provider gives to poll with is sealed in the vault, so ``pollDeviceAuth(_:for:timeout:)`` may be called in any process, also
    /// after a restart. Only the user of `owner` may poll.
    ///
    /// Throws `invalid_request`: the provider has no device flow; `provider_error`: the address or the code that it gave is none that may
    /// be shown.
    public func startDeviceAuth(
        _ provider: ProviderID, config: String? = nil, for owner: Owner, label: String = "", scopes: [String]? = nil,
        variables: [String: String] = [:], connectionID: Connection.ID? = nil, installationID: Connection.ID? = nil,
        timeout: Duration? = nil
    ) async throws -> DeviceAuth {
        let params = CoreDeviceStartParams(
            provider: provider.rawValue, config: config, tenantId: owner.tenantID, userId: owner.userID,
            connectionId: connectionID?.rawValue, installationId: installationID?.rawValue, label: label.isEmpty ? nil : label,
            scopes: scopes, variables: variables)
        return try DeviceAuth(await waiting(on: core, for: timeout) { core in try await core.startDeviceAuth(params: params) })
    }

    /// Where a sign-in on another device stands, for the user who started it.
    ///
    /// The provider is asked at most once in the interval that it wants, by whatever number of processes: whoever polls sooner is told what
    /// is known. Throws `not_found`: no such session of this user, or it ended more than a day ago; and whatever else ended the sign-in.
    public func pollDeviceAuth(_ sessionID: String, for owner: Owner, timeout: Duration? = nil) async throws -> DevicePoll {
        let params = CoreDevicePollParams(sessionId: sessionID, tenantId: owner.tenantID, userId: owner.userID)
        return DevicePoll(try await waiting(on: core, for: timeout) { core in try await core.pollDeviceAuth(params: params) })
    }

    /// Installs without a browser, where an administrator has let the app in at the provider. The organisation's credential is minted at
    /// once; nothing is stored if that does not work. Calling this in server code is the administrator's authority.
    public func createInstallation(
        _ provider: ProviderID, config: String? = nil, ofTenant tenantID: String, by userID: String? = nil, variables: [String: String] = [:],
        timeout: Duration? = nil
    ) async throws -> Installation {
        let params = CoreInstallationParams(
            provider: provider.rawValue, config: config, tenantId: tenantID, userId: userID, variables: variables)
        return Installation(try await waiting(on: core, for: timeout) { core in try await core.createInstallation(params: params) })
    }

    /// Lists installations: one tenant's, or with `allTenants` an operator's view. One page, ordered by id.
    public func listInstallations(matching query: ConnectionQuery, timeout: Duration? = nil) async throws -> Page<Installation> {
        let query = query.core
        let page = try await waiting(on: core, for: timeout) { core in try await core.listInstallations(query: query) }
        return Page(data: page.data.map(Installation.init), next: page.next)
    }

    /// One installation of a tenant.
    public func installation(_ id: Connection.ID, ofTenant tenantID: String, timeout: Duration? = nil) async throws -> Installation {
        Installation(
            try await waiting(on: core, for: timeout) { core in try await core.getInstallation(id: id.rawValue, scope: CoreTenantScope(tenantId: tenantID)) })
    }

    /// Approves an installation whose installer did not prove to be an administrator.
    public func approveInstallation(
        _ id: Connection.ID, ofTenant tenantID: String, timeout: Duration? = nil
    ) async throws -> Installation {
        Installation(
            try await waiting(on: core, for: timeout) { core in
                try await core.approveInstallation(id: id.rawValue, scope: CoreTenantScope(tenantId: tenantID))
            })
    }

    /// Deletes an installation and lets go of its organisation. The provider is asked to revoke its tokens, as
    /// when a connection is deleted.
    @discardableResult
    public func deleteInstallation(_ id: Connection.ID, ofTenant tenantID: String, timeout: Duration? = nil) async throws -> Deletion {
        Deletion(
            try await waiting(on: core, for: timeout) { core in
                try await core.deleteInstallation(id: id.rawValue, scope: CoreTenantScope(tenantId: tenantID))
            })
    }

    /// One session of a tenant: where it stands, the connection or installation that it made, or why it failed. What the return address
    /// says anybody can write, so ask here before believing it. The developer's words of an error are kept for a day.
    ///
    /// Throws `not_found`: no such session in this tenant, or it ended more than a day ago; `invalid_id`: it is no session's id.
    public func session(_ id: String, ofTenant tenantID: String, timeout: Duration? = nil) async throws -> Session {
        Session(
            try await waiting(on: core, for: timeout) { core in try await core.getSession(id: id, scope: CoreTenantScope(tenantId: tenantID)) })
    }

    /// Ends a session of a tenant that is under way, also a sign-in on another device; one that is over stays as it is. What comes back
    /// shows which it was. An answer that the provider gives later is not taken, and the provider is not asked. Calling this in server code
    /// is the authority: check who is asking first.
    ///
    /// Throws `not_found`: no such session in this tenant, or it ended more than a day ago; `invalid_id`: it is no session's id.
    @discardableResult
    public func cancelSession(_ id: String, ofTenant tenantID: String, timeout: Duration? = nil) async throws -> Session {
        Session(
            try await waiting(on: core, for: timeout) { core in try await core.cancelSession(id: id, scope: CoreTenantScope(tenantId: tenantID)) })
    }

    func session(
        _ provider: ProviderID, _ config: String?, _ owner: Owner, _ returnTo: String?, _ account: AccountChoice,
        _ variables: [String: String] = [:], _ mode: AuthSession.Mode? = nil
    ) -> CoreInstallSessionParams {
        CoreInstallSessionParams(
            provider: provider.rawValue, config: config, tenantId: owner.tenantID, userId: owner.userID, loginHint: account.loginHint,
            prompt: account.prompt, variables: variables, returnTo: returnTo, mode: mode?.rawValue)
    }

    /// The HTTP routes, to be mounted by a server.
    public func handler(allowedOrigins: [String] = [], allowedReturnOrigins: [String] = []) throws(AuthpipeError) -> Handler {
        let options = CoreHandlerOriginOptions(allowedOrigins: allowedOrigins, allowedReturnOrigins: allowedReturnOrigins)
        return Handler(try translating { try core.handler(options: options) })
    }
}

/// The HTTP routes. An adapter asks ``needsPrincipal(method:path:)``, asks the application who is signed in if so, and hands the
/// request over once.
public final class Handler: Sendable {
    /// A request. `path` is below the mount point and starts with `/`; `query` is raw and without `?`.
    public struct Request: Sendable {
        /// The method, in upper case.
        public var method: String
        /// The path below the mount point, percent-encoded as it came, from its first `/` on.
        public var path: String
        /// What comes after `?`, percent-encoded as it came; empty where there is none.
        public var query: String
        /// The fields of the header, in their order; a name in any case.
        public var headers: [(name: String, value: String)]
        /// The whole body.
        public var body: Data
        /// The path as it came, where that is known.
        var full: String?

        /// A request as the server has read it.
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
        /// The status code.
        public let status: Int
        /// The fields of the header, in their order.
        public let headers: [(name: String, value: String)]
        /// The whole body.
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
        look(request)
        let (core, who) = (request.core, principal?.core)
        return Response(try await waiting { [handler = self.core] in try await handler.handle(request: core, principal: who) })
    }

    /// The answer to a request for which the application failed to say who is signed in: a problem document (RFC 9457), or a page where a
    /// person is looking. Log the reason under `requestID`, which is in the answer. Nothing has been used up.
    public func identifyFailed(_ request: Request) throws(AuthpipeError) -> (response: Response, requestID: String) {
        look(request)
        let failed = try translating { try core.identifyFailed(request: request.core) }
        return (Response(failed.response), failed.requestId)
    }

    /// Has the core see where requests come to: what comes elsewhere than the base URL says is told.
    private func look(_ request: Request) {
        // Nothing depends on it, so nothing fails for it.
        if let full = request.full { _ = try? core.pathBelowMount(full: full, rest: request.path) }
    }
}

extension Handler.Request {
    fileprivate var core: CoreRequest {
        CoreRequest(
            method: method, path: path, query: query, headers: headers.map { CoreHeader(name: $0.name, value: $0.value) }, body: body)
    }
}

extension Handler.Response {
    fileprivate init(_ core: CoreResponse) {
        self.init(status: Int(core.status), headers: core.headers.map { ($0.name, $0.value) }, body: core.body)
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
