import Foundation
internal import AuthpipeNative

/// The credential layer: one per application, used from anywhere.
///
/// Constructing it judges what was given; files, threads and sockets are opened at first use. A task that is cancelled stops
/// waiting with `CancellationError`; a refresh that has begun is finished and stored all the same. So is it where the `timeout` of a
/// call is over: the call throws `timeout`, and the work goes on.
public final class AuthpipeClient: Sendable {
    let core: CoreAuthpipe
    private let kept = KeptCredentials()
    /// Sign-ins under way.
    let signIns: SignIns
    /// Where its handler is mounted: it is a server then.
    package let baseURL: URL?
    /// Whoever suspends or resumes the core looks at it.
    let wish = Locked(Wish.none)

    /// Judges the configuration. The vault is not opened; what may be made is the folder of the default vault and, in a Keychain
    /// without one, a root key.
    ///
    /// Throws `config_invalid`, `provider_unknown`, `invalid_id`: a value that is present and wrong;
    /// `key_service_unavailable`: the Keychain cannot be read now; `key_mismatch`: the vault is there and its key is not in the Keychain.
    public init(_ configuration: Configuration) throws(AuthpipeError) {
        signIns = SignIns(configuration.key.signIns)
        baseURL = configuration.baseURL
        core = try translating {
            try CoreAuthpipe(
                options: configuration.core(), publicClientsOnly: configuration.publicClientsOnly,
                testClock: configuration.testClock?.core(), logger: configuration.logger.map(ToHandler.init),
                loggerPlace: configuration.loggerPlace, rootKeyIds: configuration.rootKeys.map(\.id), hasAnchor: configuration.anchor != nil,
                asserted: configuration.clientAssertions.keys.sorted(),
                application: ToApplication(configuration.rootKeys, configuration.anchor, configuration.clientAssertions))
        }
    }

    /// Makes a new root key, `apk1_…`, from the operating system's randomness. It is stored nowhere: keep it.
    public static func makeRootKey() throws(AuthpipeError) -> String {
        try translating { try coreMakeRootKey() }
    }

    /// Opens the vault, checks the key and migrates. Optional, for a clear failure at boot: every other method does it by itself.
    ///
    /// Throws `key_mismatch`: the key that was given is another one than the vault's.
    public func ready(timeout: Duration? = nil) async throws {
        try await waiting(on: core, for: timeout) { core in try await core.ready() }
    }

    /// Finishes refreshes under way and lets go of the vault. It is kept if somebody else in the process uses it.
    ///
    /// Throws `vault_unavailable` when neither the vault nor its spool could be written, and renewed tokens are lost with this process. It is
    /// closed none the less.
    public func close() async throws {
        kept.close()
        do { try await core.close() } catch { throw translated(error) }
    }

    /// A usable credential, refreshed first when it is about to expire.
    ///
    /// "About to expire" is less than `minValidity` left: 60 s or a tenth of the lifetime. A renewal is stored before this
    /// returns; simultaneous calls for one connection cause one token request. In an extension, or in an app that the system has
    /// started in the background, call it inside `inBackgroundTask`.
    ///
    /// Throws `not_connected`, `reauth_required`, `scope_missing`: send the user through ``connect(_:config:for:label:scopes:variables:renewing:loginHint:prompt:present:)``;
    /// `provider_unavailable`, `rate_limited`, `timeout`: try later; `tls_failed`, `provider_error`: an operator or the definition must put
    /// something right first; `user_id_required`: the subject names neither a user nor a kind.
    public func credential(for subject: Subject, options: CredentialOptions = .init()) async throws -> Credential {
        try Task.checkCancellation()
        if options.isPlain {
            if let credential = kept.find(subject) { return credential }
            if let answer = try translating({ try core.getWithValidity(subject: subject.core) }) {
                return kept.keep(answer, for: subject)
            }
        }
        let (subject, options) = (subject.core, options.core)
        return Credential(try await waiting { [core] in try await core.getCredential(subject: subject, options: options) })
    }

    /// The credential if it is at hand, otherwise `nil`. It never opens, looks or loads.
    ///
    /// A look is not a use: a connection that is only looked at counts as idle. So a day after its use was last noted the answer is
    /// `nil` too, until somebody asks ``credential(for:options:)``.
    ///
    /// Throws `invalid_id`, `user_id_required` and `closed` only.
    public func cachedCredential(for subject: Subject) throws(AuthpipeError) -> Credential? {
        if let credential = kept.find(subject) { return credential }
        return try translating({ try core.peekWithValidity(subject: subject.core) }).map { kept.keep($0, for: subject) }
    }

    /// Seals an API key or webhook secret into the vault.
    ///
    /// `variables` are those of the definition that whoever connects may choose, such as the name of a customer's own host.
    @discardableResult
    public func store(
        _ secret: String, type: StoredCredentialType, for subject: Subject, variables: [String: String] = [:], timeout: Duration? = nil
    ) async throws -> StoredCredential {
        try await store(["value": secret], type: type, for: subject, variables: variables, timeout: timeout)
    }

    /// Seals a secret of several fields into the vault.
    @discardableResult
    public func store(
        _ fields: [String: String], type: StoredCredentialType, for subject: Subject, variables: [String: String] = [:],
        timeout: Duration? = nil
    ) async throws -> StoredCredential {
        let params = CoreStoreCredentialParams(
            base: subject.core, credential: fields, credentialType: type.rawValue, variables: variables)
        return StoredCredential(
            try await waiting(on: core, for: timeout) { core in try await core.storeCredential(params: params) })
    }

    /// Seals many API keys or webhook secrets into the vault.
    ///
    /// All rows are judged before the first is stored: a row that is wrong is named by its number, and nothing is stored then. They are stored
    /// in parts, each with one commit; `progress` is told after each how many are done. Where the vault fails half way, what was stored
    /// stays, and storing it again replaces it by the same. No live test runs. `timeout` bounds the judging of all
    /// rows, and then each part.
    @discardableResult
    public func storeCredentials(
        _ rows: [StoredRow], timeout: Duration? = nil, progress: (@Sendable (_ stored: Int, _ total: Int) -> Void)? = nil
    ) async throws -> StoredCredentials {
        let batch = try await waiting(on: core, for: timeout) { core in
            let batch = try core.credentialBatch()
            try await batch.add(
                rows: rows.map {
                    CoreStoreCredentialParams(
                        base: $0.subject.core, credential: $0.fields, credentialType: $0.type.rawValue, variables: $0.variables)
                })
            return batch
        }
        while true {
            let done = try await waiting { try await batch.storeNext() }
            if done.stored > 0 { progress?(Int(done.stored), Int(done.total)) }
            if done.stored == done.total { return StoredCredentials(done.counts) }
        }
    }

    /// Lists connections: one tenant's, or with `allTenants` an operator's view. One page, ordered by id.
    public func listConnections(matching query: ConnectionQuery = .init(), timeout: Duration? = nil) async throws -> Page<Connection> {
        let query = query.core
        let page = try await waiting(on: core, for: timeout) { core in try await core.listConnections(query: query) }
        return Page(data: page.data.map(Connection.init), next: page.next)
    }

    /// One connection of a tenant.
    public func connection(_ id: Connection.ID, of owner: Owner = .device, timeout: Duration? = nil) async throws -> Connection {
        Connection(
            try await waiting(on: core, for: timeout) { core in
                try await core.getConnection(id: id.rawValue, scope: owner.scope)
            })
    }

    /// Deletes a connection. Reads are denied at once.
    ///
    /// The provider is asked to revoke its tokens, and waited for for at most 5 seconds; what takes longer is done by itself, for at most
    /// 3 days, and the events `token.revoked` and `token.revocation_failed` tell what came of it. Until then these tokens are kept
    /// sealed in the vault.
    @discardableResult
    public func disconnect(_ id: Connection.ID, of owner: Owner = .device, timeout: Duration? = nil) async throws -> Deletion {
        Deletion(
            try await waiting(on: core, for: timeout) { core in
                try await core.deleteConnection(id: id.rawValue, scope: owner.scope)
            })
    }

    /// Asks the provider now whether the connection still works. An installation too.
    public func check(_ id: Connection.ID, of owner: Owner = .device, timeout: Duration? = nil) async throws -> Health {
        Health(
            try await waiting(on: core, for: timeout) { core in
                try await core.checkConnection(id: id.rawValue, scope: owner.scope)
            })
    }

    /// Lists events, unless asked otherwise in the order in which they were committed. One page, of every process; they are kept 30 days.
    public func listEvents(matching query: EventQuery = .init(), timeout: Duration? = nil) async throws -> Page<AuthpipeEvent> {
        let query = query.core
        let page = try await waiting(on: core, for: timeout) { core in try await core.listEvents(query: query) }
        return Page(data: page.data.map(AuthpipeEvent.init), next: page.next)
    }

    /// Lists the audit log, oldest first: what was done to connections, keys and the vault. One page, of every process; entries are kept
    /// until `authpipe audit retain` drops what is older, and reads are not among them.
    public func listAudit(matching query: AuditQuery = .init(), timeout: Duration? = nil) async throws -> Page<AuditRecord> {
        let query = query.core
        let page = try await waiting(on: core, for: timeout) { core in try await core.listAudit(query: query) }
        return Page(data: page.data.map(AuditRecord.init), next: page.next)
    }

    /// Follows events of every process as they happen, in the order in which they are committed. From now on, unless asked otherwise, and
    /// until the task is cancelled. Each stream pulls for itself: whoever does not read misses nothing for 30 days.
    ///
    /// It sleeps until it is woken: at once by what this process does, within two seconds by another process. It waits out a vault that is
    /// away for a while, and throws what ends it for good: `closed` when this object is closed, `key_mismatch`, `invalid_request`
    /// where `after` is no cursor of this vault's events.
    ///
    /// - Parameters:
    ///   - after: From `cursor` of an event, or `next` of a page: what was committed behind it, and what is to come. Whoever keeps the cursor
    ///     of the event that it has done goes on from there after a restart.
    ///   - since: Only those that happened from this time on; default, where nothing is given as `after`, from now on.
    public func events(after: String? = nil, since: Date? = nil) -> AsyncThrowingStream<AuthpipeEvent, any Error> {
        let feed = EventFeed(core, after: after, since: since)
        return AsyncThrowingStream { try await feed.next() }
    }

    /// Does what is due: refreshes, health checks and revocations. One round, for programs with `background: false` and for background tasks.
    public func runMaintenance(budget: Duration? = nil, timeout: Duration? = nil) async throws -> MaintenanceReport {
        let options = CoreMaintenanceOptions(base: CoreWaitOptions(timeoutMs: nil), budgetMs: budget?.milliseconds)
        return MaintenanceReport(try await waiting(on: core, for: timeout) { core in try await core.runMaintenance(options: options) })
    }
}

extension Owner {
    /// The tenant within which an id is looked up.
    var scope: CoreTenantScope { CoreTenantScope(tenantId: tenantID) }
}

extension AuthpipeClient: CustomReflectable {
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
