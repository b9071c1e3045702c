import Foundation
internal import AuthpipeNative

extension Authpipe {
    /// Lets a person sign in at a provider and stores the connection (RFC 8252, RFC 7636).
    ///
    /// `present` shows the URL, with `ASWebAuthenticationSession` or a browser, and gives back the URL with which it returned to
    /// the app. Where the redirect URI is an https address that the app has claimed, the scheme says nothing: give the sheet the
    /// address, as `authenticate(using:callback:additionalHeaderFields:)` does with `.https(host:path:)` from iOS 17.4 and
    /// macOS 14.4 on. Nothing of the flow is kept on disk: what proves that the answer belongs to it stays in memory.
    ///
    /// - Parameters:
    ///   - label: tells several accounts of one owner apart; one connection for each.
    ///   - scopes: within the config's; `nil`: the config's `scopes`.
    ///   - connection: reconnect exactly this connection; another account is `account_mismatch`.
    ///
    /// Throws `cancelled` when the person closed the sheet, `access_denied` when the person or the provider said no,
    /// `state_invalid`, `session_expired`, `scope_missing`, `admin_consent_required`, `provider_error`, `provider_unavailable`.
    public func connect(
        _ provider: ProviderID, as owner: Owner = .device, label: String = "", scopes: [String]? = nil,
        renewing connection: Connection.ID? = nil, present: @MainActor @Sendable (_ url: URL, _ callbackScheme: String) async throws -> URL
    ) async throws -> Connection {
        try await connect(sessionParams(provider, owner, label, scopes, connection)) { page, session in
            try await present(page, session.callbackScheme)
        }
    }

    /// The same for a presenter that needs to know more of the session.
    func connect(_ params: CoreAuthSessionParams, present: @MainActor @Sendable (_ page: URL, _ session: CoreNativeStart) async throws -> URL)
        async throws -> Connection
    {
        let start = try await waiting { [core] in try await core.createNativeSession(params: params) }
        let provider = ProviderID(rawValue: params.base.provider)
        let callback: URL
        do {
            guard let page = URL(string: start.authorizationUrl) else {
                throw AuthpipeError(.providerError, "The provider's address is not a URL.", provider: provider)
            }
            callback = try await present(page, start)
            // A task that was cancelled meanwhile redeems nothing, so its session is freed like that of a closed sheet.
            try Task.checkCancellation()
        } catch {
            // The session would end by itself; this frees its place now, before the app can ask again. Whatever comes of it, the
            // caller's error stands. A task that was cancelled does not wait for it.
            let freeing = Task.detached { [core] in try? await core.cancelNativeSession(session: start.session) }
            if !Task.isCancelled { await freeing.value }
            throw presented(error, provider)
        }
        let answer = callback.absoluteString
        return Connection(
            try await waiting { [core] in try await core.completeNativeSession(session: start.session, callbackUrl: answer) })
    }

    /// Lets a person sign in with a browser on the same machine, and waits for the answer on a loopback port of its own
    /// (RFC 8252 §7.3): for command-line tools and desktop apps.
    ///
    /// `open` shows the URL and returns at once. A task that is cancelled ends the flow.
    public func connectInteractive(
        _ provider: ProviderID, as owner: Owner = .device, label: String = "", scopes: [String]? = nil,
        renewing connection: Connection.ID? = nil, timeout: Duration? = nil, open: @Sendable (_ url: URL) async throws -> Void
    ) async throws -> Connection {
        let params = sessionParams(provider, owner, label, scopes, connection)
        let start = try await waiting { [core] in try await core.startLoopbackFlow(params: params) }
        do {
            guard let url = URL(string: start.authorizationUrl) else {
                throw AuthpipeError(.providerError, "The provider's address is not a URL.", provider: provider)
            }
            try await open(url)
            let limit = timeout?.milliseconds
            return Connection(try await waiting { try await start.flow.wait(timeoutMs: limit) })
        } catch {
            Task.detached { try? await start.flow.cancel() }
            throw error
        }
    }

    func sessionParams(_ provider: ProviderID, _ owner: Owner, _ label: String, _ scopes: [String]?, _ connection: Connection.ID?)
        -> CoreAuthSessionParams
    {
        CoreAuthSessionParams(
            base: session(provider, nil, owner, nil), connectionId: connection?.rawValue, installationId: nil,
            label: label.isEmpty ? nil : label, scopes: scopes, variables: nil)
    }
}

/// What the closure that shows the page threw, as callers see it.
private func presented(_ error: any Error, _ provider: ProviderID) -> any Error {
    if isSheetClosed(error) {
        return AuthpipeError(.cancelled, "The sign-in was closed before it was finished.", retry: .afterReauth, provider: provider)
    }
    return error
}
