// Lists as a whole, page by page as they are read.

extension AuthpipeClient {
    /// Connections, ordered by id.
    public func connections(matching query: ConnectionQuery = .init()) -> AsyncThrowingStream<Connection, any Error> {
        walk(from: query.after) { [self] after in
            var query = query
            query.after = after
            return try await listConnections(matching: query)
        }
    }

    /// Installations, ordered by id.
    public func installations(matching query: ConnectionQuery) -> AsyncThrowingStream<Installation, any Error> {
        walk(from: query.after) { [self] after in
            var query = query
            query.after = after
            return try await listInstallations(matching: query)
        }
    }

    /// Events that have been committed, up to the last one: those to come are ``events(after:since:)``. Unless asked otherwise in the order of their commits.
    public func events(matching query: EventQuery) -> AsyncThrowingStream<AuthpipeEvent, any Error> {
        walk(from: query.after) { [self] after in
            var query = query
            query.after = after
            return try await listEvents(matching: query)
        }
    }

    /// The audit log, oldest first, up to its last entry.
    public func auditRecords(matching query: AuditQuery = .init()) -> AsyncThrowingStream<AuditRecord, any Error> {
        walk(from: query.after) { [self] after in
            var query = query
            query.after = after
            return try await listAudit(matching: query)
        }
    }
}

/// A list as a whole.
func walk<Element: Sendable>(
    from after: String?, _ read: @escaping @Sendable (_ after: String?) async throws -> Page<Element>
) -> AsyncThrowingStream<Element, any Error> {
    let pages = Pages(from: after, read)
    return AsyncThrowingStream { try await pages.next() }
}

/// Reads a list page by page.
private actor Pages<Element: Sendable> {
    private let read: @Sendable (_ after: String?) async throws -> Page<Element>
    private var page: ArraySlice<Element> = []
    private var after: String?
    private var isLast = false

    init(from after: String?, _ read: @escaping @Sendable (_ after: String?) async throws -> Page<Element>) {
        (self.after, self.read) = (after, read)
    }

    func next() async throws -> Element? {
        while page.isEmpty && !isLast {
            let next = try await read(after)
            (page, after) = (next.data[...], next.next)
            // A list that goes on growing, such as events, has a place for later even where it ends now.
            isLast = next.next == nil || next.data.isEmpty
        }
        return page.popFirst()
    }
}
