import Foundation
internal import AuthpipeNative

extension AuthpipeClient {
    /// Lets a person sign in at a provider and stores the connection (RFC 8252, RFC 7636).
    ///
    /// `present` shows the URL, with `ASWebAuthenticationSession` or a browser, and gives back the URL with which it returned to
    /// the app. What the answer comes back to is a scheme of the app's own, or an https address that it has claimed: give the sheet that
    /// address, as `authenticate(using:callback:additionalHeaderFields:)` does with `.https(host:path:)` from iOS 17.4 and
    /// macOS 14.4 on. What proves that the answer belongs to the sign-in stays in memory and, with `.keychain`, in the Keychain until it has ended:
    /// where the system ends the app meanwhile, ``complete(_:)`` finishes it.
    ///
    /// `present` runs on the main actor: while that is blocked, nothing is shown. A task that is cancelled cancels `present` and does not
    /// wait for it.
    ///
    /// - Parameters:
    ///   - provider: the provider.
    ///   - config: the config; needed where the provider has several.
    ///   - owner: to whom the connection belongs.
    ///   - label: tells several accounts of one owner apart; one connection for each.
    ///   - scopes: within the config's; `nil`: the config's `scopes`.
    ///   - variables: those of the definition that whoever connects may choose, such as the name of a customer's own host.
    ///   - connection: reconnect exactly this connection; another account is `account_mismatch`.
    ///   - loginHint: what the person signs in with at the provider, such as an e-mail address: 1 to 320 bytes. It is put into the
    ///     authorization URL, and stored nowhere; a provider that takes no hint is sent none. `nil`: that of the account that is
    ///     connected again.
    ///   - prompt: what the provider is to ask the person, such as `select_account` or `login`: one or more, separated by spaces, of
    ///     those that the definition lists. `nil`: which account, where it is a further one of the owner.
    ///   - present: shows the URL and gives back the one with which it returned.
    ///
    /// Throws `cancelled` when the person closed the sheet, `access_denied` when the person or the provider said no,
    /// `state_invalid`, `session_expired`, `scope_missing`, `admin_consent_required`, `provider_error`, `provider_unavailable`, `tls_failed`.
    public func connect(
        _ provider: ProviderID, config: String? = nil, for owner: Owner = .device, label: String = "", scopes: [String]? = nil,
        variables: [String: String] = [:], renewing connection: Connection.ID? = nil, loginHint: String? = nil, prompt: String? = nil,
        present: @escaping @MainActor @Sendable (_ url: URL, _ callback: AwaitedCallback) async throws -> URL
    ) async throws -> Connection {
        let account = AccountChoice(loginHint: loginHint, prompt: prompt)
        let params = sessionParams(provider, config, owner, label, scopes, variables, connection, account)
        return try await connect(params, present: present)
    }

    func connect(
        _ params: CoreAuthSessionParams, present: @escaping @MainActor @Sendable (_ page: URL, _ callback: AwaitedCallback) async throws -> URL
    ) async throws -> Connection {
        let signIn = try await begin(params)
        let pending = signIn.pending
        let session = try signIn.session()
        let answer: Answer
        do {
            answer = try await presenting(pending, signIns, present)
            // A task that was cancelled meanwhile redeems nothing, so its session is freed like that of a closed sheet.
            try Task.checkCancellation()
        } catch {
            signIns.end(pending.id)
            // The session would end by itself; this frees its place now, before the app can ask again. Whatever comes of it, the
            // caller's error stands. A task that was cancelled does not wait for it.
            let freeing = Task.detached { [core] in try? await core.cancelNativeSession(session: session) }
            if !Task.isCancelled { await freeing.value }
            throw presented(error, pending.provider)
        }
        switch answer {
        case .connection(let connection):
            return connection
        case .url(let callback):
            defer { signIns.end(pending.id) }
            let text = callback.absoluteString
            return Connection(
                try await waiting { [core] in try await core.completeNativeSession(session: session, callbackUrl: text) })
        }
    }

    /// Lets a person sign in with a browser on the same machine, and waits for the answer on a loopback port of its own
    /// (RFC 8252 §7.3): for command-line tools and desktop apps.
    ///
    /// `open` shows the URL, and the person is waited for meanwhile, from then on for at most `timeout`. A browser may outlive the sign-in, and what
    /// opens it may wait for its end: nobody waits for `open`, and only where it throws does it end the sign-in, with what it threw. A task that
    /// is cancelled ends the flow.
    public func connectInteractive(
        _ provider: ProviderID, config: String? = nil, for owner: Owner = .device, label: String = "", scopes: [String]? = nil,
        variables: [String: String] = [:], renewing connection: Connection.ID? = nil, loginHint: String? = nil, prompt: String? = nil,
        timeout: Duration? = nil, open: @escaping @Sendable (_ url: URL) async throws -> Void
    ) async throws -> Connection {
        let account = AccountChoice(loginHint: loginHint, prompt: prompt)
        let params = sessionParams(provider, config, owner, label, scopes, variables, connection, account)
        let start = try await waiting { [core] in try await core.startLoopbackFlow(params: params) }
        do {
            guard let url = URL(string: start.authorizationUrl) else {
                throw AuthpipeError(.providerError, "The provider's address is not a URL.", provider: provider)
            }
            let limit = timeout?.milliseconds
            let connection = try await whileShown({ try await open(url) }) {
                try await waiting { try await start.flow.wait(timeoutMs: limit) }
            }
            return Connection(connection)
        } catch {
            Task.detached { try? await start.flow.cancel() }
            throw error
        }
    }

    func sessionParams(
        _ provider: ProviderID, _ config: String?, _ owner: Owner, _ label: String, _ scopes: [String]?, _ variables: [String: String],
        _ connection: Connection.ID?, _ account: AccountChoice
    ) -> CoreAuthSessionParams {
        CoreAuthSessionParams(
            base: session(provider, config, owner, nil, account, variables), connectionId: connection?.rawValue, installationId: nil,
            label: label.isEmpty ? nil : label, scopes: scopes)
    }
}

/// Waits while something is shown, and for nothing of that but its failure. Whoever shows is told of the end, and may not listen.
private func whileShown<Value: Sendable>(
    _ show: @escaping @Sendable () async throws -> Void, _ wait: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try Task.checkCancellation()
    let failure = Locked<(any Error)?>(nil)
    let waits = Task { try await wait() }
    let shows = Task {
        do {
            try await show()
        } catch {
            failure.withLock { $0 = error }
            waits.cancel()
        }
    }
    defer { shows.cancel() }
    do {
        return try await withTaskCancellationHandler { try await waits.value } onCancel: { waits.cancel() }
    } catch is CancellationError {
        throw failure.withLock { $0 } ?? CancellationError()
    }
}

/// How a page that is shown comes to its end.
private enum Answer: Sendable {
    /// The closure that shows it gave the answer.
    case url(URL)
    /// ``AuthpipeClient/complete(_:)`` has made the connection already.
    case connection(Connection)
}

/// Runs what shows the page. A caller that is cancelled goes at once: the closure is told, and may not listen.
private func presenting(
    _ pending: PendingConnection, _ signIns: SignIns,
    _ present: @escaping @MainActor @Sendable (_ page: URL, _ callback: AwaitedCallback) async throws -> URL
) async throws -> Answer {
    try Task.checkCancellation()
    let (outcome, showing) = (Outcome<Answer>(), Locked<Task<Void, Never>?>(nil))
    let settle = { @Sendable (result: Result<Answer, any Error>) in
        outcome.settle(result)
        showing.withLock { $0 }?.cancel()
    }
    signIns.listen(for: pending.id) { settle($0.map(Answer.connection)) }
    return try await withTaskCancellationHandler {
        try await withCheckedThrowingContinuation { continuation in
            outcome.hand(to: continuation)
            let task = Task { @MainActor in
                do {
                    let callback = try await present(pending.url, pending.callback)
                    try Task.checkCancellation()
                    outcome.settle(.success(.url(callback)))
                } catch {
                    outcome.settle(.failure(error))
                }
            }
            showing.withLock { $0 = task }
            // It may have been cancelled before there was a task to cancel.
            if Task.isCancelled { task.cancel() }
        }
    } onCancel: {
        settle(.failure(CancellationError()))
    }
}

/// What the closure that shows the page threw, as callers see it.
private func presented(_ error: any Error, _ provider: ProviderID) -> any Error {
    if isSheetClosed(error) {
        return AuthpipeError(.cancelled, "The sign-in was closed before it was finished.", retry: .afterReauth, provider: provider)
    }
    return error
}
