import Foundation
internal import AuthpipeNative

/// The credential layer: one per application, used from anywhere.
///
/// Constructing it judges what was given; files, threads and sockets are opened at first use. A task that is cancelled stops
/// waiting with `CancellationError`; a refresh that has begun is finished and stored all the same.
public final class Authpipe: Sendable {
    let core: CoreAuthpipe
    private let kept = KeptCredentials()
    /// Whoever suspends or resumes the core looks at it.
    let wish = Locked(Wish.none)

    /// Judges the configuration. The vault is not opened; what may be made is the folder of the default vault and, in a Keychain
    /// without one, a root key.
    ///
    /// Throws `config_invalid`, `provider_unknown`, `provider_not_configured`, `invalid_id`: a value that is present and wrong;
    /// `key_service_unavailable`: the Keychain cannot be read now; `key_mismatch`: the vault is there and its key is not.
    public init(_ configuration: Configuration) throws {
        core = try translating {
            try CoreAuthpipe(options: configuration.core(), testClock: configuration.testClock?.core())
        }
    }

    /// Makes a new root key, `apk1_…`, from the operating system's randomness. It is stored nowhere: keep it.
    public static func makeRootKey() throws -> String {
        try translating { try coreMakeRootKey() }
    }

    /// Opens the vault now: for a clear failure at boot. Every other method does it by itself.
    public func ready() async throws {
        try await Self.waiting { [core] in try await core.ready() }
    }

    /// Ends this handle: exchanges under way are finished, then the vault is let go if nobody else in the process uses it.
    public func close() async {
        kept.close()
        try? await core.close()
    }

    /// Returns a usable credential, renewing it first when it is about to expire.
    ///
    /// "About to expire" is less than `minValidity` left: 60 s or a tenth of the lifetime. A renewal is stored before this
    /// returns; simultaneous calls for one connection cause one token request. In an extension, or in an app that the system has
    /// started in the background, call it inside `inBackgroundTask`.
    ///
    /// Throws `not_connected`, `reauth_required`, `scope_missing`: send the user through ``connect(_:as:scopes:renewing:present:)``;
    /// `provider_unavailable`, `rate_limited`, `timeout`: try later; `user_id_required`: the subject names neither a user nor a kind.
    public func credential(for subject: Subject, options: CredentialOptions = .init()) async throws -> Credential {
        try Task.checkCancellation()
        if options.isPlain {
            if let credential = kept.find(subject) { return credential }
            if let answer = try translating({ try core.getWithValidity(subject: subject.core) }) {
                return kept.keep(answer, for: subject)
            }
        }
        let (subject, call) = (subject.core, options.core)
        return Credential(try await Self.waiting { [core] in try await core.getCredential(subject: subject, call: call) })
    }

    /// The cached credential, or `nil` on any miss: never opens, looks or loads.
    ///
    /// A look is not a use: a connection that is only looked at counts as idle. So a day after its use was last noted the answer is
    /// `nil` too, until somebody asks ``credential(for:options:)``.
    ///
    /// Throws `invalid_id`, `user_id_required` and `closed` only.
    public func cachedCredential(for subject: Subject) throws -> Credential? {
        if let credential = kept.find(subject) { return credential }
        return try translating({ try core.peekWithValidity(subject: subject.core) }).map { kept.keep($0, for: subject) }
    }

    /// Seals and keeps an API key or a webhook secret.
    @discardableResult
    public func store(_ secret: String, type: StoredCredentialType, for subject: Subject) async throws -> StoredCredential {
        try await store(["value": secret], type: type, for: subject)
    }

    /// Seals and keeps a secret of several fields.
    @discardableResult
    public func store(_ fields: [String: String], type: StoredCredentialType, for subject: Subject) async throws -> StoredCredential {
        let subject = subject.core
        return StoredCredential(
            try await Self.waiting { [core] in
                try await core.storeCredential(subject: subject, credentialType: type.rawValue, fields: fields)
            })
    }

    /// Connections, ordered by id.
    public func connections(matching query: ConnectionQuery = .init()) -> AsyncThrowingStream<Connection, any Error> {
        let pages = ConnectionPages(self, query)
        return AsyncThrowingStream { try await pages.next() }
    }

    /// One page of connections, ordered by id.
    public func listConnections(matching query: ConnectionQuery = .init()) async throws -> Page<Connection> {
        let query = query.core
        let page = try await Self.waiting { [core] in try await core.listConnections(query: query) }
        return Page(data: page.data.map(Connection.init), next: page.next)
    }

    /// One connection of an owner's tenant.
    public func connection(_ id: Connection.ID, of owner: Owner = .device) async throws -> Connection {
        Connection(try await Self.waiting { [core] in try await core.getConnection(tenantId: owner.tenantID, id: id.rawValue) })
    }

    /// Deletes a connection: reads are denied at once and its secrets are gone.
    public func disconnect(_ id: Connection.ID, of owner: Owner = .device) async throws {
        try await Self.waiting { [core] in try await core.deleteConnection(tenantId: owner.tenantID, id: id.rawValue) }
    }

    /// Probes a connection or installation now.
    public func check(_ id: Connection.ID, of owner: Owner = .device) async throws -> Health {
        Health(try await Self.waiting { [core] in try await core.checkConnection(tenantId: owner.tenantID, id: id.rawValue) })
    }

    /// One page of events of every process, oldest first; kept 30 days.
    public func listEvents(matching query: EventQuery = .init()) async throws -> Page<AuthpipeEvent> {
        let query = query.core
        let page = try await Self.waiting { [core] in try await core.listEvents(query: query) }
        return Page(data: page.data.map(AuthpipeEvent.init), next: page.next)
    }

    /// Events of every process from now on, until the task is cancelled or this object closed. Each stream pulls for itself:
    /// whoever does not read misses nothing for 30 days.
    public func events() -> AsyncStream<AuthpipeEvent> {
        let feed = EventFeed(core)
        return AsyncStream { await feed.next() }
    }

    /// One round of due work, for programs with `background: false` and for background tasks.
    public func runMaintenance(budget: Duration? = nil) async throws -> MaintenanceReport {
        let budget = budget?.milliseconds
        return MaintenanceReport(try await Self.waiting { [core] in try await core.runMaintenance(budgetMs: budget) })
    }
}

extension Authpipe: CustomReflectable {
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// Reads the list page by page.
private actor ConnectionPages {
    private let authpipe: Authpipe
    private var query: ConnectionQuery
    private var page: ArraySlice<Connection> = []
    private var isLast = false

    init(_ authpipe: Authpipe, _ query: ConnectionQuery) {
        self.authpipe = authpipe
        self.query = query
    }

    func next() async throws -> Connection? {
        while page.isEmpty && !isLast {
            let next = try await authpipe.listConnections(matching: query)
            page = next.data[...]
            query.after = next.next
            isLast = next.next == nil
        }
        return page.popFirst()
    }
}
