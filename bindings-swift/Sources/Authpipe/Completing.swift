import Foundation
internal import AuthpipeNative

extension AuthpipeClient {
    /// Begins a sign-in whose answer comes back to the app by itself: show ``PendingConnection/url`` in the system's browser, and give what
    /// `onOpenURL` or a universal link brings to ``complete(_:)``. The app may be started again in between, if its key is in the Keychain.
    ///
    /// Arguments and errors are those of ``connect(_:config:for:label:scopes:variables:renewing:loginHint:prompt:present:)``.
    public func beginConnecting(
        _ provider: ProviderID, config: String? = nil, for owner: Owner = .device, label: String = "", scopes: [String]? = nil,
        variables: [String: String] = [:], renewing connection: Connection.ID? = nil, loginHint: String? = nil, prompt: String? = nil
    ) async throws -> PendingConnection {
        let account = AccountChoice(loginHint: loginHint, prompt: prompt)
        return try await begin(sessionParams(provider, config, owner, label, scopes, variables, connection, account)).pending
    }

    /// Sign-ins that have begun and not ended, in the order in which they end by themselves. Those of before the app was started again are
    /// among them where its key is in the Keychain, in which what finishes them is kept.
    ///
    /// Throws `key_service_unavailable` where the Keychain cannot be read now.
    public func pendingConnections() throws(AuthpipeError) -> [PendingConnection] {
        try translating { try signIns.all(at: now()).map(\.pending).sorted { ($0.expiresAt, $0.id) < ($1.expiresAt, $1.id) } }
    }

    /// Finishes the sign-in whose answer this is: what `onOpenURL` or a universal link has brought. A call of `connect` that waits for it
    /// ends with the same connection.
    ///
    /// Any program and any page can open the app with a URL. One that answers no sign-in of this app throws `state_invalid` and changes
    /// nothing. Otherwise the errors are those of `connect`.
    public func complete(_ url: URL) async throws -> Connection {
        let answer = url.absoluteString
        // Whether one is past its time is said by the core, whose clock nobody sets.
        for signIn in try signIns.all() {
            do {
                let session = try signIn.session()
                let connection = Connection(
                    try await waiting { [core] in try await core.completeNativeSession(session: session, callbackUrl: answer) })
                signIns.end(signIn.pending.id, with: .success(connection))
                return connection
            } catch let error as AuthpipeError where error.code == .stateInvalid {
                continue
            } catch let error as AuthpipeError where error.retry != .later && error.code != .closed {
                signIns.end(signIn.pending.id, with: .failure(error))
                throw error
            }
        }
        throw AuthpipeError(
            .stateInvalid, "No sign-in of this app waits for this answer.", hint: "Start again with connect.", retry: .afterReauth)
    }

    /// Ends a sign-in that nobody will finish. One that has ended stays as it is.
    public func cancel(_ pending: PendingConnection) async throws {
        guard let signIn = try signIns.all().first(where: { $0.pending.id == pending.id }) else { return }
        let session = try signIn.session()
        try await waiting { [core] in try await core.cancelNativeSession(session: session) }
        signIns.end(pending.id, with: .failure(AuthpipeError.cancelled()))
    }

    /// Starts a session, and keeps what finishes it.
    func begin(_ params: CoreAuthSessionParams) async throws -> SignIn {
        let start = try await waiting { [core] in try await core.createNativeSession(params: params) }
        let provider = ProviderID(rawValue: params.base.provider)
        do {
            guard let page = URL(string: start.authorizationUrl) else {
                throw AuthpipeError(.providerError, "The provider's address is not a URL.", provider: provider)
            }
            let owner = Owner(tenantID: params.base.tenantId, userID: params.base.userId)
            let pending = PendingConnection(
                id: start.sessionId, provider: provider, config: params.base.config, owner: owner, label: params.label ?? "",
                expiresAt: Date(timeIntervalSince1970: Double(start.expiresAtMs) / 1000), url: page,
                callback: try AwaitedCallback(redirectURI: start.redirectUri, scheme: start.callbackScheme))
            let signIn = SignIn(pending: pending, redirectURI: start.redirectUri, kept: start.kept, live: start.session)
            signIns.add(signIn)
            return signIn
        } catch {
            Task.detached { [core] in try? await core.cancelNativeSession(session: start.session) }
            throw error
        }
    }

    private func now() -> Date {
        (try? core.nowMs()).map { Date(timeIntervalSince1970: Double($0) / 1000) } ?? Date()
    }
}
