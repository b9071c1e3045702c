import Authpipe
import Foundation
#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

// The public API as scenarios see it: neutral arguments in, neutral results out (tests/contract/README.md, "Methods").

/// Calls a public method. A credential comes back as itself too, so that it can be printed.
func perform(_ method: String, _ args: JSON, _ authpipe: AuthpipeClient) async throws -> (JSON, Credential?) {
    let owner = Owner(tenantID: args["tenant_id"].text ?? "", userID: args["user_id"].text ?? "")
    let id = Connection.ID(rawValue: args["id"].text ?? "")
    let timeout = duration(args["timeout_ms"])
    switch method {
    case "ready":
        try await authpipe.ready(timeout: timeout)
        return (.null, nil)
    case "close":
        try await authpipe.close()
        return (.null, nil)
    case "get_credential":
        var options = CredentialOptions(forceRefresh: args["force_refresh"].bool ?? false, scopes: args["scopes"].texts ?? [])
        options.minValidity = duration(args["min_validity_ms"])
        options.claims = args["claims"].text
        options.timeout = timeout
        return neutral(try await authpipe.credential(for: subject(args), options: options))
    case "peek_credential":
        return try authpipe.cachedCredential(for: subject(args)).map(neutral) ?? (.null, nil)
    case "report_rejected":
        let generation = UInt64(args["generation"].number ?? 0)
        return neutral(try await authpipe.reportRejected(generation: generation, for: subject(args), claims: args["claims"].text, timeout: timeout))
    case "store_credential":
        guard let type = args["credential_type"].text.flatMap(StoredCredentialType.init) else { throw Problem("no such type in Swift") }
        let fields = args["credential"].object.map { $0.mapValues(\.description) } ?? ["value": args["credential"].description]
        let stored = try await authpipe.store(fields, type: type, for: subject(args), timeout: timeout)
        return (["connection_id": .text(stored.connectionID.rawValue), "status": .text(stored.status.rawValue)], nil)
    case "store_credentials":
        let rows = try (args["rows"].list ?? []).map { row in
            guard let type = row["credential_type"].text.flatMap(StoredCredentialType.init) else { throw Problem("no such type in Swift") }
            let fields = row["credential"].object.map { $0.mapValues(\.description) } ?? ["value": row["credential"].description]
            return StoredRow(fields, type: type, for: try subject(row))
        }
        let stored = try await authpipe.storeCredentials(rows, timeout: timeout)
        return (["created": .number(Double(stored.created)), "updated": .number(Double(stored.updated))], nil)
    case "create_auth_session":
        let session = try await authpipe.createAuthSession(
            provider(args), config: args["config"].text, for: owner, label: args["label"].text ?? "", scopes: args["scopes"].texts,
            variables: args["variables"].object?.mapValues(\.description) ?? [:], loginHint: args["login_hint"].text,
            prompt: args["prompt"].text, returnTo: args["return_to"].text, mode: mode(args),
            connectionID: args["connection_id"].text.map(Connection.ID.init(rawValue:)),
            installationID: args["installation_id"].text.map(Connection.ID.init(rawValue:)), timeout: timeout)
        return (neutral(session), nil)
    case "create_install_session":
        let session = try await authpipe.createInstallSession(
            provider(args), config: args["config"].text, for: owner, variables: args["variables"].object?.mapValues(\.description) ?? [:],
            loginHint: args["login_hint"].text, prompt: args["prompt"].text, returnTo: args["return_to"].text, mode: mode(args),
            timeout: timeout)
        return (neutral(session), nil)
    case "start_device_auth":
        let started = try await authpipe.startDeviceAuth(
            provider(args), config: args["config"].text, for: owner, label: args["label"].text ?? "", scopes: args["scopes"].texts,
            variables: args["variables"].object?.mapValues(\.description) ?? [:],
            connectionID: args["connection_id"].text.map(Connection.ID.init(rawValue:)),
            installationID: args["installation_id"].text.map(Connection.ID.init(rawValue:)), timeout: timeout)
        return (neutral(started), nil)
    case "poll_device_auth":
        return (neutral(try await authpipe.pollDeviceAuth(args["session_id"].text ?? "", for: owner, timeout: timeout)), nil)
    case "installations.create":
        let installation = try await authpipe.createInstallation(
            provider(args), config: args["config"].text, ofTenant: owner.tenantID, by: args["user_id"].text,
            variables: args["variables"].object?.mapValues(\.description) ?? [:], timeout: timeout)
        return (neutral(installation), nil)
    case "connections.get": return (neutral(try await authpipe.connection(id, of: owner, timeout: timeout)), nil)
    case "connections.check": return (neutral(try await authpipe.check(id, of: owner, timeout: timeout)), nil)
    case "connections.delete":
        return (neutral(try await authpipe.disconnect(id, of: owner, timeout: timeout)), nil)
    case "connections.list": return (neutral(try await authpipe.listConnections(matching: query(args), timeout: timeout), neutral), nil)
    case "installations.list": return (neutral(try await authpipe.listInstallations(matching: query(args), timeout: timeout), neutral), nil)
    case "installations.get": return (neutral(try await authpipe.installation(id, ofTenant: owner.tenantID, timeout: timeout)), nil)
    case "installations.approve": return (neutral(try await authpipe.approveInstallation(id, ofTenant: owner.tenantID, timeout: timeout)), nil)
    case "installations.delete":
        return (neutral(try await authpipe.deleteInstallation(id, ofTenant: owner.tenantID, timeout: timeout)), nil)
    case "sessions.get":
        return (neutral(try await authpipe.session(args["id"].text ?? "", ofTenant: owner.tenantID, timeout: timeout)), nil)
    case "sessions.cancel":
        return (neutral(try await authpipe.cancelSession(args["id"].text ?? "", ofTenant: owner.tenantID, timeout: timeout)), nil)
    case "events.list":
        return (neutral(try await authpipe.listEvents(matching: events(args), timeout: timeout), neutral), nil)
    case "events.follow":
        var seen: [JSON] = []
        for try await event in authpipe.events(after: args["after"].text, since: moment(args["since"])) {
            seen.append(neutral(event))
            if seen.count == Int(args["count"].number ?? 0) { return (.array(seen), nil) }
        }
        // A loop of a task that is cancelled ends without a word.
        try Task.checkCancellation()
        throw Problem("it ended before its time")
    case "audit.list":
        return (neutral(try await authpipe.listAudit(matching: entries(args), timeout: timeout), neutral), nil)
    case "run_maintenance":
        let report = try await authpipe.runMaintenance(budget: duration(args["budget_ms"]), timeout: timeout)
        return (
            [
                "refreshed": .number(Double(report.refreshed)), "checked": .number(Double(report.checked)),
                "revoked": .number(Double(report.revoked)), "failed": .number(Double(report.failed)), "complete": .bool(report.complete),
            ], nil
        )
    case "sign":
        guard let url = args["url"].text.flatMap(URL.init) else { throw Problem("sign needs a URL") }
        let credential = try await authpipe.credential(for: subject(args))
        let signed = try credential.sign(method: args["method"].text ?? "GET", url: url, form: args["form"].text ?? "")
        return (["authorization": text(signed["Authorization"]) ?? .null], nil)
    case "send":
        guard let url = args["url"].text.flatMap(URL.init) else { throw Problem("send needs a URL") }
        var request = URLRequest(url: url)
        request.httpMethod = args["method"].text ?? "GET"
        if let form = args["form"].text {
            request.setValue("application/x-www-form-urlencoded", forHTTPHeaderField: "Content-Type")
            request.httpBody = Data(form.utf8)
        }
        let (data, response) = try await authpipe.data(for: request, as: subject(args))
        guard let answer = response as? HTTPURLResponse else { throw Problem("no HTTP answer") }
        let isJSON = answer.value(forHTTPHeaderField: "Content-Type")?.contains("json") ?? false
        let body = try isJSON ? JSON.parse(data) : .text(String(decoding: data, as: UTF8.self))
        return (["status": .number(Double(answer.statusCode)), "body": body], nil)
    case "read_claims": return (text(AuthpipeClient.readClaims(args["www_authenticate"].text)) ?? .null, nil)
    default: throw Problem("there is no method \(method)")
    }
}

/// Options as a configuration.
func configuration(_ options: JSON, _ clock: TestClock, _ parts: OwnParts) throws -> Configuration {
    var configuration = Configuration(
        vault: options["vault"].text.map(Configuration.Vault.address) ?? .environment, key: .texts(options["key"].texts ?? []),
        environment: options["environment"].text, mode: options["mode"].text.flatMap(Configuration.Mode.init) ?? .production,
        background: options["background"].bool ?? true, minValidity: duration(options["min_validity_ms"]),
        timeout: duration(options["timeout_ms"]))
    configuration.baseURL = options["base_url"].text.flatMap(URL.init)
    configuration.proxy = options["proxy"].text.flatMap(URL.init)
    configuration.allowedPrivateHosts = options["allowed_private_hosts"].texts ?? []
    configuration.extraCAFile = options["extra_ca_file"].text.map(URL.init(fileURLWithPath:))
    configuration.dangerOrigins = options["danger_origins"].object?.mapValues { $0.object?.mapValues(\.description) ?? [:] } ?? [:]
    configuration.testClock = clock
    let known: Set = [
        "vault", "key", "environment", "mode", "background", "min_validity_ms", "timeout_ms", "base_url", "proxy", "allowed_private_hosts",
        "extra_ca_file", "danger_origins", "providers", "root_keys", "anchor",
    ]
    if let other = options.object?.keys.first(where: { !known.contains($0) }) { throw Problem("there is no option \(other)") }
    configuration.providers = try (options["providers"].object ?? [:]).sorted { $0.key < $1.key }.map { config, fields in
        let id = ProviderID(rawValue: fields["provider"].text ?? config)
        let (client, scopes) = (fields["client_id"].text ?? "", fields["scopes"].texts ?? [])
        var provider = Provider(id, config: config, clientID: client, redirectURI: fields["redirect_uri"].text, scopes: scopes)
        if fields["client_id"].text == nil { provider = Provider(id, config: config) }
        if let secret = fields["client_secret"].text {
            provider = Provider(id, config: config, clientID: client, clientSecret: secret, scopes: scopes)
        }
        if let key = fields["private_key"].text {
            let (secret, keyID) = (fields["client_secret"].text, fields["private_key_id"].text)
            provider = Provider(id, config: config, clientID: client, privateKey: key, keyID: keyID, clientSecret: secret, scopes: scopes)
        }
        if let file = fields["client_assertion_file"].text {
            provider = Provider(id, config: config, clientID: client, clientAssertionFile: file, scopes: scopes)
        }
        if fields["client_assertion"].bool == true {
            provider = Provider(id, config: config, clientID: client, scopes: scopes) { try await parts.clientAssertion() }
        }
        provider.optionalScopes = fields["optional_scopes"].texts ?? []
        provider.botScopes = fields["bot_scopes"].texts ?? []
        provider.variables = fields["variables"].object?.mapValues(\.description) ?? [:]
        provider.isEnabled = fields["enabled"].bool ?? true
        if let attachment = fields["attachment"].text.flatMap(Provider.Attachment.init) { provider.attachment = attachment }
        if !fields["definition"].isNull { provider.definition = try fields["definition"].encoded() }
        return provider
    }
    return configuration
}

func neutral(_ error: AuthpipeError) -> JSON {
    members([
        "code": .text(error.code.rawValue), "message": .text(error.message), "hint": text(error.hint),
        "docs_url": text(error.docsURL?.absoluteString), "retry": .text(error.retry.rawValue),
        "retry_after_ms": error.retryAfter.map { .number(milliseconds($0)) }, "provider": text(error.provider?.rawValue),
        "config": text(error.config), "tenant_id": text(error.tenantID), "user_id": text(error.userID),
        "connection_id": text(error.connectionID?.rawValue), "reason": text(error.reason), "provider_error": text(error.providerError),
        "provider_details": error.providerDetails.map { neutral($0) },
    ])
}

private func subject(_ args: JSON) throws -> Subject {
    return Subject(
        provider: provider(args), config: args["config"].text, tenantID: args["tenant_id"].text ?? "", userID: args["user_id"].text,
        label: args["label"].text ?? "", connectionID: args["connection_id"].text.map(Connection.ID.init(rawValue:)),
        installationID: args["installation_id"].text.map(Connection.ID.init(rawValue:)),
        credentialFor: args["credential_for"].text.flatMap(Subject.CredentialFor.init),
        credentialType: args["credential_type"].text.map(Credential.Kind.init(rawValue:)))
}

private func provider(_ args: JSON) -> ProviderID {
    ProviderID(rawValue: args["provider"].text ?? "")
}

private func mode(_ args: JSON) -> AuthSession.Mode {
    args["mode"].text.flatMap(AuthSession.Mode.init) ?? .redirect
}

private func query(_ args: JSON) -> ConnectionQuery {
    var query = args["user_id"].text.map { ConnectionQuery(tenantID: args["tenant_id"].text, userID: $0) }
        ?? ConnectionQuery(tenantID: args["tenant_id"].text)
    query.provider = args["provider"].text.map(ProviderID.init(rawValue:))
    query.config = args["config"].text
    query.status = args["status"].text.map(Connection.Status.init(rawValue:))
    query.after = args["after"].text
    query.limit = args["limit"].number.map { Int($0) }
    query.allTenants = args["all_tenants"].bool ?? false
    return query
}

private func events(_ args: JSON) -> EventQuery {
    let connection = args["connection_id"].text.map(Connection.ID.init(rawValue:))
    var query =
        switch (args["tenant_id"].text, connection) {
        case (nil, nil): EventQuery()
        case (let tenant?, nil): EventQuery(tenantID: tenant)
        case (nil, let connection?): EventQuery(connectionID: connection)
        case (let tenant?, let connection?): EventQuery(tenantID: tenant, connectionID: connection)
        }
    query.after = args["after"].text
    query.order = args["order"].text.flatMap(EventQuery.Order.init)
    query.since = moment(args["since"])
    query.kind = args["type"].text.map(AuthpipeEvent.Kind.init(rawValue:))
    query.limit = args["limit"].number.map { Int($0) }
    return query
}

private func entries(_ args: JSON) -> AuditQuery {
    var query = args["tenant_id"].text.map { AuditQuery(tenantID: $0) } ?? AuditQuery()
    query.after = args["after"].text
    query.since = moment(args["since"])
    query.limit = args["limit"].number.map { Int($0) }
    return query
}

private func neutral(_ credential: Credential) -> (JSON, Credential?) {
    // A credential that is sent nowhere has none.
    let headers = (try? credential.headers()).map { JSON.object($0.mapValues(JSON.text)) }
    let value = members([
        "credential": .text(credential.value), "credential_type": .text(credential.kind.rawValue), "expires_at": time(credential.expiresAt),
        "scopes": .array(credential.scopes.map(JSON.text)),
        "api_origins": .array(credential.apiOrigins.map(JSON.text)), "source": .text(credential.source.rawValue),
        "refreshed": .bool(credential.refreshed), "degraded": .bool(credential.degraded), "needs_reauth": .bool(credential.needsReauth),
        "generation": .number(Double(credential.generation)), "connection_id": text(credential.connectionID?.rawValue),
        "installation_id": text(credential.installationID?.rawValue), "headers": headers,
        "fields": .object(credential.fields.mapValues(JSON.text)),
    ])
    return (value, credential)
}

private func neutral(_ session: AuthSession) -> JSON {
    [
        "session_id": .text(session.sessionID), "authorization_url": .text(session.authorizationURL.absoluteString),
        "expires_at": time(session.expiresAt)!, "set_cookie": .array(session.setCookie.map(JSON.text)),
    ]
}

private func neutral(_ started: DeviceAuth) -> JSON {
    members([
        "session_id": .text(started.sessionID), "user_code": .text(started.userCode),
        "verification_uri": .text(started.verificationURI.absoluteString),
        "verification_uri_complete": text(started.verificationURIComplete?.absoluteString), "expires_at": time(started.expiresAt),
        "expires_in_ms": .number(milliseconds(started.expiresIn)), "interval_ms": .number(milliseconds(started.interval)),
    ])
}

private func neutral(_ found: DevicePoll) -> JSON {
    members([
        "status": .text(found.status.rawValue), "connection_id": text(found.connectionID?.rawValue),
        "interval_ms": found.interval.map { .number(milliseconds($0)) },
    ])
}

private func neutral(_ connection: Connection) -> JSON {
    members([
        "id": .text(connection.id.rawValue), "provider": .text(connection.provider.rawValue), "config": .text(connection.config),
        "tenant_id": .text(connection.tenantID), "user_id": text(connection.userID), "label": .text(connection.label),
        "credential_type": .text(connection.kind.rawValue), "status": .text(connection.status.rawValue), "reason": text(connection.reason),
        "external_user_id": text(connection.externalUserID), "external_organisation_id": text(connection.externalOrganisationID),
        "display_name": text(connection.displayName), "scopes": .array(connection.scopes.map(JSON.text)),
        "expires_at": time(connection.expiresAt), "created_at": time(connection.createdAt), "updated_at": time(connection.updatedAt),
        "config_status": .text(connection.configStatus.rawValue), "refresh": neutral(connection.refresh),
    ])
}

private func neutral(_ refresh: RefreshState) -> JSON {
    members([
        "held_since": time(refresh.heldSince), "held_by": text(refresh.heldBy),
        "stage": text(refresh.stage?.rawValue), "succeeded_at": time(refresh.succeededAt),
        "failed_at": time(refresh.failedAt), "error": text(refresh.error?.rawValue), "failures": .number(Double(refresh.failures)),
        "next_at": time(refresh.nextAt), "not_before": time(refresh.notBefore),
        "endpoint_paused_until": time(refresh.endpointPausedUntil), "in_doubt_since": time(refresh.inDoubtSince),
        "ends_at": time(refresh.endsAt), "spooled": .bool(refresh.spooled),
    ])
}

private func neutral(_ installation: Installation) -> JSON {
    members([
        "id": .text(installation.id.rawValue), "provider": .text(installation.provider.rawValue), "config": .text(installation.config),
        "tenant_id": .text(installation.tenantID), "status": .text(installation.status.rawValue), "reason": text(installation.reason),
        "provider_installation_id": text(installation.providerInstallationID), "display_name": text(installation.displayName),
        "scopes": .array(installation.scopes.map(JSON.text)), "installed_at": time(installation.installedAt),
        "installed_by": text(installation.installedBy), "installed_by_name": text(installation.installedByName),
        "updated_at": time(installation.updatedAt),
        "config_status": .text(installation.configStatus.rawValue), "refresh": neutral(installation.refresh),
    ])
}

private func neutral(_ session: Session) -> JSON {
    members([
        "id": .text(session.id), "provider": .text(session.provider.rawValue), "config": .text(session.config),
        "tenant_id": .text(session.tenantID), "user_id": .text(session.userID), "status": .text(session.status.rawValue),
        "connection": session.connection.map { neutral($0) }, "installation": session.installation.map { neutral($0) },
        "error": session.error.map { neutral($0) }, "created_at": time(session.createdAt),
    ])
}

private func neutral(_ failure: SessionFailure) -> JSON {
    members([
        "code": .text(failure.code.rawValue), "message": .text(failure.message), "hint": text(failure.hint),
        "docs_url": text(failure.docsURL?.absoluteString), "retry": .text(failure.retry.rawValue),
        "retry_after_ms": failure.retryAfter.map { .number(milliseconds($0)) }, "provider_error": text(failure.providerError),
        "provider_details": failure.providerDetails.map { neutral($0) },
    ])
}

private func neutral(_ details: ProviderDetails) -> JSON {
    members([
        "status": details.status.map { .number(Double($0)) }, "error": text(details.error), "suberror": text(details.suberror),
        "error_codes": .array(details.errorCodes.map { .number(Double($0)) }), "trace_id": text(details.traceID),
        "correlation_id": text(details.correlationID), "request_id": text(details.requestID), "timestamp": text(details.timestamp),
        "error_description": text(details.errorDescription), "error_uri": text(details.errorURI),
    ])
}

private func neutral(_ deletion: Deletion) -> JSON {
    members(["revocation": .text(deletion.revocation.rawValue)])
}

private func neutral(_ health: Health) -> JSON {
    members([
        "status": .text(health.status.rawValue), "reason": text(health.reason), "live": health.live.map(JSON.bool),
        "checked_at": time(health.checkedAt), "config_status": .text(health.configStatus.rawValue),
    ])
}

private func neutral(_ event: AuthpipeEvent) -> JSON {
    members([
        "id": .text(event.id), "type": .text(event.kind.rawValue), "provider": .text(event.provider.rawValue), "config": .text(event.config),
        "tenant_id": .text(event.tenantID), "user_id": text(event.userID), "connection_id": text(event.connectionID?.rawValue),
        "session_id": text(event.sessionID), "status": text(event.status?.rawValue), "reason": text(event.reason),
        "error": event.error.map { neutral($0) }, "at": time(event.at), "cursor": .text(event.cursor),
    ])
}

private func neutral(_ entry: AuditRecord) -> JSON {
    members([
        "number": .number(Double(entry.number)), "kind": .text(entry.kind.rawValue), "tenant_id": text(entry.tenantID),
        "user_id": text(entry.userID), "connection_id": text(entry.connectionID?.rawValue), "actor": text(entry.actor),
        "session_id": text(entry.sessionID), "key_id": text(entry.keyID), "erased": .bool(entry.erased), "at": time(entry.at),
    ])
}

private func neutral<Element>(_ page: Page<Element>, _ convert: (Element) -> JSON) -> JSON {
    ["data": .array(page.data.map(convert)), "next": text(page.next) ?? .null]
}

private func members(_ all: [String: JSON?]) -> JSON {
    .object(all.compactMapValues { $0 })
}

private func text(_ value: String?) -> JSON? {
    value.map(JSON.text)
}

private func time(_ value: Date?) -> JSON? {
    value.map { .number(($0.timeIntervalSince1970 * 1000).rounded()) }
}

private func moment(_ value: JSON) -> Date? {
    value.number.map { Date(timeIntervalSince1970: $0 / 1000) }
}

private func milliseconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) * 1000 + Double(duration.components.attoseconds) / 1e15
}

private func duration(_ value: JSON) -> Duration? {
    value.number.map { .milliseconds($0) }
}
