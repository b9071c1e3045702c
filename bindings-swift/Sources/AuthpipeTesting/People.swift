import Authpipe
import Foundation

#if os(Linux) || os(macOS)
/// People who sign in at the emulator without a browser.
extension Sandbox {
    /// What a person does on the provider's consent page.
    public enum Decision: String, Sendable {
        /// Agrees for itself.
        case accept
        /// Agrees for everybody in the organisation, as an administrator may.
        case acceptForOrganisation = "accept_for_organisation"
        /// Says no.
        case cancel
    }

    /// Goes through the provider's pages with a fresh browser. Gives the URL that leads back to the app.
    public func signIn(_ url: URL, username: String = Sandbox.member, decision: Decision = .accept) async throws -> URL {
        struct Answer: Decodable {
            let location: String
        }
        let asked = ["url": url.absoluteString, "username": username, "decision": decision.rawValue]
        let answer = try JSONDecoder().decode(Answer.self, from: await control("POST", "/browser", asked))
        guard let back = URL(string: answer.location) else {
            throw Problem(description: "The sandbox's browser did not come back.")
        }
        return back
    }

    /// Connects a person, from the session to the stored credential, without a browser.
    ///
    /// An app is connected as by a sheet, and a server, which has a `baseURL`, through its handler as by a browser. `provider` is one of the
    /// configuration's that the emulator plays, with `dangerOrigins` that lead there. Throws what ended the sign-in; of a server's a ``Problem``
    /// that says it.
    @discardableResult
    public func connect(
        _ authpipe: AuthpipeClient, provider: ProviderID = .microsoftOneDrive, for owner: Owner = .device, username: String = Sandbox.member,
        decision: Decision = .accept, label: String = ""
    ) async throws -> Connection {
        guard authpipe.baseURL != nil else {
            return try await authpipe.connect(provider, for: owner, label: label) { url, _ in
                try await self.signIn(url, username: username, decision: decision)
            }
        }
        let session = try await authpipe.createAuthSession(provider, for: owner, label: label, mode: .popup)
        let ended = try await end(session, of: authpipe, owner, .member) { try await self.signIn($0, username: username, decision: decision) }
        guard ended.status == .complete, let connection = ended.connection else { throw Self.problem("complete", ended) }
        return connection
    }

    /// The person says no on the consent page: an app's call throws `accessDenied`, a server's session ends `cancelled`, and nothing is stored.
    ///
    /// Throws a ``Problem`` where the provider does not ask: the person has consented before, or an administrator has for the whole
    /// organisation, as ``install(_:provider:for:username:decision:)`` does. Nothing is stored then either.
    public func deny(
        _ authpipe: AuthpipeClient, provider: ProviderID = .microsoftOneDrive, for owner: Owner = .device, username: String = Sandbox.member
    ) async throws {
        let refuse: @Sendable (URL) async throws -> URL = { url in
            let back = try await self.signIn(url, username: username, decision: .cancel)
            // Before the app hears of it: an answer without a no would connect.
            guard URLComponents(url: back, resolvingAgainstBaseURL: false)?.queryItems?.contains(where: { $0.name == "error" }) == true else {
                throw Problem(
                    description: "The provider did not ask \(username) for consent, so nobody could say no: that person has consented before, or "
                        + "an administrator has for the whole organisation, as install() does. Take another username, or reset() first.")
            }
            return back
        }
        guard authpipe.baseURL != nil else {
            _ = try await authpipe.connect(provider, for: owner) { url, _ in try await refuse(url) }
            return
        }
        let session = try await authpipe.createAuthSession(provider, for: owner, mode: .popup)
        let ended = try await end(session, of: authpipe, owner, .member, refuse)
        guard ended.status == .cancelled else { throw Self.problem("cancelled", ended) }
    }

    /// Installs a server's app into the organisation of whoever signs in, through its handler: see ``serverConfiguration()``. Throws a
    /// ``Problem`` unless the session ends complete.
    @discardableResult
    public func install(
        _ authpipe: AuthpipeClient, provider: ProviderID = .microsoftOneDrive, for administrator: Owner, username: String = Sandbox.admin,
        decision: Decision = .accept
    ) async throws -> Session {
        let session = try await authpipe.createInstallSession(provider, for: administrator, mode: .popup)
        let ended = try await end(session, of: authpipe, administrator, .admin) { try await self.signIn($0, username: username, decision: decision) }
        guard ended.status == .complete else { throw Self.problem("complete", ended) }
        return ended
    }

    /// Installs it, and the permissions take a while to spread: the installation is `pending` until ``advance(by:)`` has gone on for longer
    /// than `seconds`, and `runMaintenance()` has looked again.
    @discardableResult
    public func installPending(
        _ authpipe: AuthpipeClient, for administrator: Owner, username: String = Sandbox.admin, seconds: Int = 300
    ) async throws -> Session {
        try await control("POST", "/settings", ["consent_propagation_s": seconds])
        let ended = await result { try await self.install(authpipe, for: administrator, username: username) }
        try await control("POST", "/settings", ["consent_propagation_s": 0])
        return try ended.get()
    }

    /// Installs it, and whoever did has not proved to be an administrator there: the installation is `pendingApproval` until server code
    /// calls `approveInstallation`.
    @discardableResult
    public func installUnapproved(_ authpipe: AuthpipeClient, for administrator: Owner, username: String = Sandbox.admin) async throws -> Session {
        try await control("POST", "/apps/\(Self.serverClientID)", ["group_membership_claims": false])
        let ended = await result { try await self.install(authpipe, for: administrator, username: username) }
        try await control("POST", "/apps/\(Self.serverClientID)", ["group_membership_claims": true])
        return try ended.get()
    }

    private func result(_ work: () async throws -> Session) async -> Result<Session, any Error> {
        do { return .success(try await work()) } catch { return .failure(error) }
    }

    private static func problem(_ wanted: String, _ ended: Session) -> Problem {
        Problem(description: "The session did not end \(wanted): \(ended.status.rawValue), \(ended.error.map { "\($0)" } ?? "no error")")
    }

    /// What a browser does with a session that server code has made. `visit` is what its person does at the provider.
    private func end(
        _ session: AuthSession, of authpipe: AuthpipeClient, _ person: Owner, _ role: Handler.Principal.Role,
        _ visit: @Sendable (URL) async throws -> URL
    ) async throws -> Session {
        guard let mount = authpipe.baseURL?.path else {
            throw Problem(description: "The client has no baseURL, so it has no handler: make it with serverConfiguration().")
        }
        let handler = try authpipe.handler()
        let who = Handler.Principal(tenantID: person.tenantID, userID: person.userID, role: role)
        var cookies: [String: String] = [:]
        func keep(_ lines: [String]) {
            for line in lines {
                let pair = line.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                let value = pair.count > 1 ? String(pair[1]) : ""
                cookies[String(pair[0])] = value.isEmpty ? nil : value
            }
        }
        keep(session.setCookie)
        var next: URL? = session.authorizationURL
        while let url = next, [httpOrigin, tlsOrigin].contains(where: url.absoluteString.hasPrefix) {
            let back = try await visit(url)
            let cookie = cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
            guard let request = Handler.Request(method: "GET", target: back.absoluteString, below: mount, headers: [("cookie", cookie)]) else {
                throw Problem(description: "The provider led to \(back.host ?? "") \(back.path), which is not below the client's baseURL.")
            }
            let answer = try await handler.handle(request, principal: who)
            keep(answer.headers.filter { $0.name.lowercased() == "set-cookie" }.map(\.value))
            next = answer.headers.first { $0.name.lowercased() == "location" }.flatMap { URL(string: $0.value) }
        }
        return try await authpipe.session(session.sessionID, ofTenant: person.tenantID)
    }
}
#endif
