// Generated from bindings-common by `cargo xtask types`. Do not edit.

import Foundation
internal import AuthpipeNative

extension Credential {
    /// What a credential is. Open: a later version may have more.
    public struct Kind: RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public var description: String { rawValue }

        /// An OAuth access token.
        public static let oauthToken = Kind(rawValue: "oauth_token")
        /// A token of OAuth 1.0a, which signs requests.
        public static let oauth1Token = Kind(rawValue: "oauth1_token")
        /// An API key.
        public static let apiKey = Kind(rawValue: "api_key")
        /// The secret of a webhook.
        public static let webhookSecret = Kind(rawValue: "webhook_secret")
    }
}

/// What can be stored.
public enum StoredCredentialType: String, Hashable, Codable, Sendable {
    /// An API key.
    case apiKey = "api_key"
    /// The secret of a webhook.
    case webhookSecret = "webhook_secret"
}

extension StoredCredential {
    /// What became of a stored credential.
    public enum Status: String, Hashable, Codable, Sendable {
        /// It is new.
        case created
        /// It took the place of an earlier one.
        case updated
    }
}

extension Deletion {
    /// What has become of the tokens at the provider when a connection or an installation is deleted.
    public enum Revocation: String, Hashable, Codable, Sendable {
        /// The provider has revoked them, or knew them no more.
        case revoked
        /// The provider has not answered yet; it is asked for three days at most, and an event tells what comes of it.
        case pending
        /// It was not asked: another connection of the tenant has the same account, and would end with it.
        case shared
        /// There is nothing that the provider is known to revoke.
        case unsupported
        /// The provider refuses, or could not be asked for three days.
        case failed
    }
}

extension Subject {
    /// Whose credential is meant. Only `any` may fall back from one to the other.
    public enum CredentialFor: String, Hashable, Codable, Sendable {
        /// The user's connection if there is one, otherwise the tenant's installation.
        case any
        /// The installation's.
        case installation
        /// The user's.
        case user
    }
}

extension Credential {
    /// Where a credential came from.
    public enum Source: String, Hashable, Codable, Sendable {
        /// A connection.
        case connection
        /// An installation.
        case installation
    }
}

extension Connection {
    /// Where a grant stands. Open: a later version may have more.
    public struct Status: RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public var description: String { rawValue }

        /// Stored, but its permissions do not work yet.
        public static let pending = Status(rawValue: "pending")
        /// Somebody must approve it first.
        public static let pendingApproval = Status(rawValue: "pending_approval")
        /// Usable.
        public static let active = Status(rawValue: "active")
        /// Usable, but something failed lately.
        public static let degraded = Status(rawValue: "degraded")
        /// The provider has ended it; the user must sign in again.
        public static let needsReauth = Status(rawValue: "needs_reauth")
        /// Paused by the provider or an operator.
        public static let suspended = Status(rawValue: "suspended")
        /// Ended by us.
        public static let revoked = Status(rawValue: "revoked")
    }
}

extension EventQuery {
    /// In which order events are listed.
    public enum Order: String, Hashable, Codable, Sendable {
        /// As they were committed: for whoever goes on where a page ended, also later.
        case oldestFirst = "oldest_first"
        /// The last one committed first: for whoever looks at what happened.
        case newestFirst = "newest_first"
    }
}

extension AuthpipeEvent {
    /// The kinds of events. Open: a later version may have more.
    public struct Kind: RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public var description: String { rawValue }

        /// A connection was stored.
        public static let connectionCreated = Kind(rawValue: "connection.created")
        /// A connection was replaced, or became healthy again.
        public static let connectionUpdated = Kind(rawValue: "connection.updated")
        /// A connection's grant has ended at the provider.
        public static let connectionNeedsReauth = Kind(rawValue: "connection.needs_reauth")
        /// The application deleted a connection.
        public static let connectionDeleted = Kind(rawValue: "connection.deleted")
        /// New tokens were stored.
        public static let tokenRefreshed = Kind(rawValue: "token.refreshed")
        /// The provider has revoked the tokens of what was deleted, or knew them no more.
        public static let tokenRevoked = Kind(rawValue: "token.revoked")
        /// The provider was not asked to revoke: another connection has the same account.
        public static let tokenRevocationSkipped = Kind(rawValue: "token.revocation_skipped")
        /// The provider has not revoked the tokens of what was deleted: see `error`.
        public static let tokenRevocationFailed = Kind(rawValue: "token.revocation_failed")
        /// A grant can soon be refreshed no more: its person must sign in again before then.
        public static let credentialExpiring = Kind(rawValue: "credential.expiring")
        /// An installation was stored.
        public static let installationCreated = Kind(rawValue: "installation.created")
        /// An installation changed its state.
        public static let installationUpdated = Kind(rawValue: "installation.updated")
        /// The application deleted an installation.
        public static let installationDeleted = Kind(rawValue: "installation.deleted")
        /// A health check failed.
        public static let healthFailed = Kind(rawValue: "health.failed")
        /// A health check works again.
        public static let healthRecovered = Kind(rawValue: "health.recovered")
        /// A provider rejects the client of a config: the operator must act.
        public static let configError = Kind(rawValue: "config.error")
        /// A provider takes the client of a config again.
        public static let configRecovered = Kind(rawValue: "config.recovered")
        /// A sign-in or an installation ended without a grant because something went wrong: see `error`.
        public static let sessionFailed = Kind(rawValue: "session.failed")
        /// A sign-in or an installation ended without a grant because somebody said no; without `error`, in the application.
        public static let sessionCancelled = Kind(rawValue: "session.cancelled")
    }
}

extension AuditRecord {
    /// The kinds of audited acts. Open: a later version may have more.
    public struct Kind: RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public var description: String { rawValue }

        /// A sign-in has stored a connection, or one in its place.
        public static let connectionConnected = Kind(rawValue: "connection.connected")
        /// The application deleted a connection.
        public static let connectionDeleted = Kind(rawValue: "connection.deleted")
        /// The application stored an API key or a webhook secret.
        public static let credentialStored = Kind(rawValue: "credential.stored")
        /// An installation was stored, or one in its place.
        public static let installationInstalled = Kind(rawValue: "installation.installed")
        /// The application approved an installation.
        public static let installationApproved = Kind(rawValue: "installation.approved")
        /// The application deleted an installation.
        public static let installationDeleted = Kind(rawValue: "installation.deleted")
        /// A root key was given that the vault did not know.
        public static let rootKeyOffered = Kind(rawValue: "root_key.offered")
        /// Another root key wraps from then on.
        public static let rootKeyPromoted = Kind(rawValue: "root_key.promoted")
        /// A root key wraps nothing any more.
        public static let rootKeyRetired = Kind(rawValue: "root_key.retired")
        /// Another key of a tenant seals from then on.
        public static let tenantKeyRotated = Kind(rawValue: "tenant_key.rotated")
        /// A key of a tenant was destroyed, as it sealed nothing any more.
        public static let tenantKeyDestroyed = Kind(rawValue: "tenant_key.destroyed")
        /// The erasure of a tenant has begun: what it removes of very many rows is gone, however far it comes.
        public static let tenantErasureBegun = Kind(rawValue: "tenant.erasure_begun")
        /// A tenant was erased.
        public static let tenantErased = Kind(rawValue: "tenant.erased")
        /// The root keys were said to be destroyed with which earlier backups of an erased tenant open.
        public static let tenantErasureConfirmed = Kind(rawValue: "tenant.erasure_confirmed")
        /// The erasure of a user has begun, as that of a tenant does.
        public static let userErasureBegun = Kind(rawValue: "user.erasure_begun")
        /// A user was erased from a tenant.
        public static let userErased = Kind(rawValue: "user.erased")
        /// Another key hashes accounts from then on.
        public static let indexKeyRotated = Kind(rawValue: "index_key.rotated")
        /// A key that hashed accounts was destroyed, as no hash was its own any more.
        public static let indexKeyDestroyed = Kind(rawValue: "index_key.destroyed")
        /// Another key links this log from this entry on.
        public static let auditKeyRotated = Kind(rawValue: "audit_key.rotated")
        /// A key that has linked this log was destroyed, as no entry is there any more that it has linked.
        public static let auditKeyDestroyed = Kind(rawValue: "audit_key.destroyed")
        /// A backup of the vault was begun, whether or not it came to its end.
        public static let vaultBackupBegun = Kind(rawValue: "vault.backup_begun")
        /// It was begun to move the vault to another place, which has a copy of everything.
        public static let vaultCopyBegun = Kind(rawValue: "vault.copy_begun")
        /// Entries of this log that were older than an operator keeps them were dropped, from the first one on.
        public static let auditDropped = Kind(rawValue: "audit.dropped")
        /// An operator knows of the entries for which nobody vouches, up to one.
        public static let auditAcknowledged = Kind(rawValue: "audit.acknowledged")
        /// An earlier copy of the vault was said to be in its place on purpose.
        public static let vaultRestoreConfirmed = Kind(rawValue: "vault.restore_confirmed")
    }
}

/// Where a config stands at its provider. It says nothing about the connections that were made through it. Open: a later version may have
/// more.
public struct ConfigStatus: RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public var description: String { rawValue }

    /// Nothing speaks against it.
    public static let ok = ConfigStatus(rawValue: "ok")
    /// The provider has asked for a pause, which is not over.
    public static let throttled = ConfigStatus(rawValue: "throttled")
    /// The provider rejects the client: its id, its secret or key, or what it may do.
    public static let configError = ConfigStatus(rawValue: "config_error")
}

extension DevicePoll {
    /// What a poll of a sign-in on another device found. Open: a later version may have more.
    public struct Status: RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public var description: String { rawValue }

        /// The person has not decided yet.
        public static let pending = Status(rawValue: "pending")
        /// The connection is stored.
        public static let complete = Status(rawValue: "complete")
        /// The person or the provider said no, or the session was cancelled.
        public static let denied = Status(rawValue: "denied")
        /// Nobody signed in in time.
        public static let expired = Status(rawValue: "expired")
    }
}

extension RefreshState {
    /// How far a refresh has come whose lease a process holds. Open: a later version may have more.
    public struct Stage: RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public var description: String { rawValue }

        /// Nothing has been sent, for a quarter of a second at least. Should the process die now, nothing is in doubt.
        public static let claimed = Stage(rawValue: "claimed")
        /// The provider may have been asked: its answer is waited for, or being stored.
        public static let sending = Stage(rawValue: "sending")
    }
}

extension Session {
    /// Where a session stands. Open: a later version may have more.
    public struct Status: RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public var description: String { rawValue }

        /// Waits for the provider's answer.
        public static let pending = Status(rawValue: "pending")
        /// The answer is parked until the application says who is signed in.
        public static let awaitingCompletion = Status(rawValue: "awaiting_completion")
        /// Over, with a grant.
        public static let complete = Status(rawValue: "complete")
        /// Over: the user or the provider said no.
        public static let cancelled = Status(rawValue: "cancelled")
        /// Over, with an error.
        public static let failed = Status(rawValue: "failed")
        /// Over: its time ran out.
        public static let expired = Status(rawValue: "expired")
    }
}

extension AuthSession {
    /// How the browser comes back.
    public enum Mode: String, Hashable, Codable, Sendable {
        /// To a page that closes the window.
        case popup
        /// To a page of the application.
        case redirect
    }
}

extension Provider {
    /// To whom the grants of a config belong.
    public enum Attachment: String, Hashable, Codable, Sendable {
        /// Each user connects.
        case user
        /// The tenant has one connection that its users share.
        case tenant
    }
}

extension Handler.Principal {
    /// What somebody may do.
    public enum Role: String, Hashable, Codable, Sendable {
        /// Installs, and acts for the tenant.
        case admin
        /// Connects for itself.
        case member
    }
}

extension Configuration {
    /// How strict to be.
    public enum Mode: String, Hashable, Codable, Sendable {
        /// The strict one.
        case production
        /// Loopback addresses and test clocks work.
        case development
    }
}

extension AuthpipeError {
    /// When calling again makes sense. Open: a later version may have more.
    public struct Retry: RawRepresentable, Hashable, Codable, Sendable, CustomStringConvertible {
        public let rawValue: String

        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        public var description: String { rawValue }

        /// Not before something is changed.
        public static let never = Retry(rawValue: "never")
        /// Later, with the same arguments.
        public static let later = Retry(rawValue: "later")
        /// After the user or an administrator has gone through a new session.
        public static let afterReauth = Retry(rawValue: "after_reauth")
    }
}

/// Whose credential is meant.
public struct Subject: Hashable, Sendable {
    /// The provider.
    public var provider: ProviderID
    /// The config; needed where the provider has several.
    public var config: String?
    /// The tenant: your customer's id.
    public var tenantID: String
    /// The user; needed for a user credential.
    public var userID: String?
    /// Tells several accounts of one user apart.
    public var label: String
    /// Names the connection itself.
    public var connectionID: Connection.ID?
    /// Names the installation itself.
    public var installationID: Connection.ID?
    /// Default `user` with a `userID`. Without either the call is refused. Only `any` may fall back from one to the other.
    public var credentialFor: Subject.CredentialFor?
    /// What it must be. Default: what the provider's API takes, an OAuth token or an API key. A webhook's secret is given only to whoever
    /// asks for one.
    public var credentialType: Credential.Kind?

    /// Each member, or its default.
    public init(
        provider: ProviderID, config: String? = nil, tenantID: String, userID: String? = nil, label: String = "",
        connectionID: Connection.ID? = nil, installationID: Connection.ID? = nil, credentialFor: Subject.CredentialFor? = nil,
        credentialType: Credential.Kind? = nil
    ) {
        self.provider = provider
        self.config = config
        self.tenantID = tenantID
        self.userID = userID
        self.label = label
        self.connectionID = connectionID
        self.installationID = installationID
        self.credentialFor = credentialFor
        self.credentialType = credentialType
    }
}

extension Subject {
    var core: CoreSubject {
        CoreSubject(
            provider: provider.rawValue, config: config, tenantId: tenantID, userId: userID, label: label.isEmpty ? nil : label,
            connectionId: connectionID?.rawValue, installationId: installationID?.rawValue, credentialFor: credentialFor?.rawValue,
            credentialType: credentialType?.rawValue
        )
    }
}

/// By the names that all languages share.
extension Subject: Codable {
    private enum CodingKeys: String, CodingKey {
        case provider, config, tenantID = "tenant_id", userID = "user_id", label, connectionID = "connection_id",
            installationID = "installation_id", credentialFor = "credential_for", credentialType = "credential_type"
    }

    /// Reads one; what has a default may be absent.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            provider: try members.decode(ProviderID.self, forKey: .provider),
            config: try members.decodeIfPresent(String.self, forKey: .config), tenantID: try members.decode(String.self, forKey: .tenantID),
            userID: try members.decodeIfPresent(String.self, forKey: .userID),
            label: try members.decodeIfPresent(String.self, forKey: .label) ?? "",
            connectionID: try members.decodeIfPresent(Connection.ID.self, forKey: .connectionID),
            installationID: try members.decodeIfPresent(Connection.ID.self, forKey: .installationID),
            credentialFor: try members.decodeIfPresent(Subject.CredentialFor.self, forKey: .credentialFor),
            credentialType: try members.decodeIfPresent(Credential.Kind.self, forKey: .credentialType)
        )
    }
}

/// Options of `credential`.
public struct CredentialOptions: Hashable, Sendable {
    /// How long this call waits; default the option of the object. The work goes on.
    public var timeout: Duration?
    /// Refreshes even if the current credential is valid.
    public var forceRefresh: Bool
    /// At least this much time left, or nine tenths of the lifetime if that is less. Default the option of the object.
    public var minValidity: Duration?
    /// Fails with `scope_missing` if one of these was not granted.
    public var scopes: [String]
    /// The claims challenge of an API: refreshes with it. The `claims` of `WWW-Authenticate`, as it is or decoded.
    public var claims: String?

    /// Each member, or its default.
    public init(
        forceRefresh: Bool = false, minValidity: Duration? = nil, timeout: Duration? = nil, scopes: [String] = [], claims: String? = nil
    ) {
        self.forceRefresh = forceRefresh
        self.minValidity = minValidity
        self.timeout = timeout
        self.scopes = scopes
        self.claims = claims
    }
}

extension CredentialOptions {
    var core: CoreCallOptions {
        CoreCallOptions(
            base: CoreWaitOptions(timeoutMs: timeout?.milliseconds), forceRefresh: forceRefresh, minValidityMs: minValidity?.milliseconds,
            scopes: scopes, claims: claims
        )
    }
}

/// Result of `store`.
public struct StoredCredential: Hashable, Sendable {
    /// The connection.
    public let connectionID: Connection.ID
    /// Whether it is new.
    public let status: StoredCredential.Status
}

extension StoredCredential {
    init(_ core: CoreStoredCredential) {
        connectionID = Connection.ID(rawValue: core.connectionId)
        status = StoredCredential.Status(rawValue: core.status) ?? .created
    }
}

/// By the names that all languages share.
extension StoredCredential: Codable {
    private enum CodingKeys: String, CodingKey {
        case connectionID = "connection_id", status
    }
}

/// What became of many.
public struct StoredCredentials: Hashable, Sendable {
    /// How many are new.
    public let created: Int
    /// How many took the place of an earlier one.
    public let updated: Int
}

extension StoredCredentials {
    init(_ core: CoreStoredCredentials) {
        created = Int(clamping: core.created)
        updated = Int(clamping: core.updated)
    }
}

/// By the names that all languages share.
extension StoredCredentials: Codable {
    private enum CodingKeys: String, CodingKey {
        case created, updated
    }
}

/// A session made in server code. Send every `setCookie` with the redirect to `authorizationURL`. Neither prints: take them by name.
public struct AuthSession: Sendable {
    /// The session's id.
    public let sessionID: String
    /// Where the browser goes. It holds the state, so it is for this browser only.
    public let authorizationURL: URL
    /// When the session is over.
    public let expiresAt: Date
    /// Values of `Set-Cookie`: they bind the session to this browser.
    public let setCookie: [String]
}

extension AuthSession {
    init(_ core: CoreAuthSession) throws {
        sessionID = core.sessionId
        authorizationURL = try address(core.authorizationUrl)
        expiresAt = date(core.expiresAtMs)
        setCookie = core.setCookie
    }
}

/// A sign-in on another device that has been started: what is shown to its person, and to nobody else.
public struct DeviceAuth: Hashable, Sendable {
    /// The session's id; with it, whoever started polls.
    public let sessionID: String
    /// What the person enters.
    public let userCode: String
    /// Where: an https address.
    public let verificationURI: URL
    /// The same with the code in it, for a QR code; absent where the provider gives none.
    public let verificationURIComplete: URL?
    /// When the session is over.
    public let expiresAt: Date
    /// How long it lasts.
    public let expiresIn: Duration
    /// How long to wait between two polls. Who polls sooner is told that it is pending, and the provider is not asked.
    public let interval: Duration
}

extension DeviceAuth {
    init(_ core: CoreDeviceAuth) throws {
        sessionID = core.sessionId
        userCode = core.userCode
        verificationURI = try address(core.verificationUri)
        verificationURIComplete = core.verificationUriComplete.flatMap(URL.init(string:))
        expiresAt = date(core.expiresAtMs)
        expiresIn = .milliseconds(Int64(clamping: core.expiresInMs))
        interval = .milliseconds(Int64(clamping: core.intervalMs))
    }
}

/// Where a sign-in on another device stands.
public struct DevicePoll: Hashable, Sendable {
    /// What was found.
    public let status: DevicePoll.Status
    /// The connection, once there is one.
    public let connectionID: Connection.ID?
    /// How long to wait before the next poll, while it is pending. It grows where the provider wants that.
    public let interval: Duration?
}

extension DevicePoll {
    init(_ core: CoreDevicePoll) {
        status = DevicePoll.Status(rawValue: core.status)
        connectionID = core.connectionId.map { Connection.ID(rawValue: $0) }
        interval = core.intervalMs.map { .milliseconds(Int64(clamping: $0)) }
    }
}

/// A grant's refreshes: who is at one, what the last ones came to, what is in doubt, what waits. No secret is in it.
public struct RefreshState: Hashable, Sendable {
    /// Since when a process has held the lease, under which it asks the provider; absent: none holds it.
    public let heldSince: Date?
    /// Names that process: 32 hexadecimal digits, chosen at random at each start.
    public let heldBy: String?
    /// How far that process has come; absent: none holds the lease.
    public let stage: RefreshState.Stage?
    /// When the exchange was begun that gave the access token in use; absent: it has none.
    public let succeededAt: Date?
    /// When the last refresh failed; absent: one has worked since.
    public let failedAt: Date?
    /// Code of what it came to; absent: the last one worked, or there was none.
    public let error: AuthpipeError.Code?
    /// How many have failed in a row.
    public let failures: Int
    /// When it is refreshed next, unless somebody needs it before; absent: it is not refreshed ahead.
    public let nextAt: Date?
    /// Before this nobody asks the provider about it; absent: it is asked as soon as somebody needs it.
    public let notBefore: Date?
    /// Before this nobody asks the provider's token endpoint about any grant: it wanted a pause, or failed for several grants in a row.
    public let endpointPausedUntil: Date?
    /// Since when nobody knows whether the provider has exchanged the refresh token: an exchange was begun, and no outcome is stored.
    public let inDoubtSince: Date?
    /// When the provider lets it be refreshed no more, whatever is done until then, so that its person must sign in again before; absent:
    /// not known, or it has no such end.
    public let endsAt: Date?
    /// Whether what a refresh has brought waits for the vault in the spool of this machine.
    public let spooled: Bool
}

extension RefreshState {
    init(_ core: CoreRefreshState) {
        heldSince = core.heldSinceMs.map { date($0) }
        heldBy = core.heldBy
        stage = core.stage.map { RefreshState.Stage(rawValue: $0) }
        succeededAt = core.succeededAtMs.map { date($0) }
        failedAt = core.failedAtMs.map { date($0) }
        error = core.error.map(AuthpipeError.Code.init(rawValue:))
        failures = Int(clamping: core.failures)
        nextAt = core.nextAtMs.map { date($0) }
        notBefore = core.notBeforeMs.map { date($0) }
        endpointPausedUntil = core.endpointPausedUntilMs.map { date($0) }
        inDoubtSince = core.inDoubtSinceMs.map { date($0) }
        endsAt = core.endsAtMs.map { date($0) }
        spooled = core.spooled
    }
}

/// By the names that all languages share.
extension RefreshState: Codable {
    private enum CodingKeys: String, CodingKey {
        case heldSince = "held_since", heldBy = "held_by", stage, succeededAt = "succeeded_at", failedAt = "failed_at", error, failures,
            nextAt = "next_at", notBefore = "not_before", endpointPausedUntil = "endpoint_paused_until", inDoubtSince = "in_doubt_since",
            endsAt = "ends_at", spooled
    }
}

/// A connection, without its secrets.
public struct Connection: Identifiable, Hashable, Sendable {
    /// Its id.
    public let id: ID
    /// The provider.
    public let provider: ProviderID
    /// The config.
    public let config: String
    /// The tenant.
    public let tenantID: String
    /// The user; absent where it belongs to the tenant.
    public let userID: String?
    /// Tells several accounts of one user apart.
    public let label: String
    /// What is stored.
    public let kind: Credential.Kind
    /// Where it stands.
    public let status: Connection.Status
    /// Why, in one word.
    public let reason: String?
    /// The account at the provider.
    public let externalUserID: String?
    /// The organisation at the provider.
    public let externalOrganisationID: String?
    /// The account's name, for people.
    public let displayName: String?
    /// Granted scopes.
    public let scopes: [String]
    /// When the current access token ends.
    public let expiresAt: Date?
    /// When it was first stored.
    public let createdAt: Date
    /// When it was last changed.
    public let updatedAt: Date
    /// Where its config stands at the provider.
    public let configStatus: ConfigStatus
    /// Its refreshes.
    public let refresh: RefreshState
}

extension Connection {
    init(_ core: CoreConnection) {
        id = Connection.ID(rawValue: core.id)
        provider = ProviderID(rawValue: core.provider)
        config = core.config
        tenantID = core.tenantId
        userID = core.userId
        label = core.label
        kind = Credential.Kind(rawValue: core.credentialType)
        status = Connection.Status(rawValue: core.status)
        reason = core.reason
        externalUserID = core.externalUserId
        externalOrganisationID = core.externalOrganisationId
        displayName = core.displayName
        scopes = core.scopes
        expiresAt = core.expiresAtMs.map { date($0) }
        createdAt = date(core.createdAtMs)
        updatedAt = date(core.updatedAtMs)
        configStatus = ConfigStatus(rawValue: core.configStatus)
        refresh = RefreshState(core.refresh)
    }
}

/// By the names that all languages share.
extension Connection: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, provider, config, tenantID = "tenant_id", userID = "user_id", label, kind = "credential_type", status, reason,
            externalUserID = "external_user_id", externalOrganisationID = "external_organisation_id", displayName = "display_name", scopes,
            expiresAt = "expires_at", createdAt = "created_at", updatedAt = "updated_at", configStatus = "config_status", refresh
    }
}

/// An installation, without its secrets.
public struct Installation: Identifiable, Hashable, Sendable {
    /// Its id.
    public let id: Connection.ID
    /// The provider.
    public let provider: ProviderID
    /// The config.
    public let config: String
    /// The tenant.
    public let tenantID: String
    /// Where it stands.
    public let status: Connection.Status
    /// Why, in one word.
    public let reason: String?
    /// The organisation at the provider.
    public let providerInstallationID: String?
    /// The organisation's name, for people; absent where the provider does not tell it.
    public let displayName: String?
    /// Granted scopes.
    public let scopes: [String]
    /// When it was first stored.
    public let installedAt: Date
    /// The user who went through the session.
    public let installedBy: String?
    /// Who that is at the provider, for people.
    public let installedByName: String?
    /// When it was last changed.
    public let updatedAt: Date
    /// Where its config stands at the provider.
    public let configStatus: ConfigStatus
    /// Its refreshes.
    public let refresh: RefreshState
}

extension Installation {
    init(_ core: CoreInstallation) {
        id = Connection.ID(rawValue: core.id)
        provider = ProviderID(rawValue: core.provider)
        config = core.config
        tenantID = core.tenantId
        status = Connection.Status(rawValue: core.status)
        reason = core.reason
        providerInstallationID = core.providerInstallationId
        displayName = core.displayName
        scopes = core.scopes
        installedAt = date(core.installedAtMs)
        installedBy = core.installedBy
        installedByName = core.installedByName
        updatedAt = date(core.updatedAtMs)
        configStatus = ConfigStatus(rawValue: core.configStatus)
        refresh = RefreshState(core.refresh)
    }
}

/// By the names that all languages share.
extension Installation: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, provider, config, tenantID = "tenant_id", status, reason, providerInstallationID = "provider_installation_id",
            displayName = "display_name", scopes, installedAt = "installed_at", installedBy = "installed_by",
            installedByName = "installed_by_name", updatedAt = "updated_at", configStatus = "config_status", refresh
    }
}

/// What a provider said about a failure, in closed fields: for the developer and the provider's support, never for a page. What does not
/// fit a field, or repeats something secret of the request, is left out.
public struct ProviderDetails: Hashable, Sendable {
    /// The HTTP status of its answer; absent where the answer came with the browser.
    public let status: Int?
    /// The error code: a registered one, one of the provider's own where its definition says that those are safe, else `other`.
    public let error: String?
    /// What refines it, where that is a word that is known.
    public let suberror: String?
    /// The provider's own numbers of the error, at most eight.
    public let errorCodes: [Int]
    /// By which the provider finds the request in its log.
    public let traceID: String?
    /// By which it finds what belongs to the request.
    public let correlationID: String?
    /// The id of the request that a header of the answer names.
    public let requestID: String?
    /// When it happened, as the provider writes it.
    public let timestamp: String?
    /// Its own text; only where its definition says that it is safe.
    public let errorDescription: String?
    /// Where it explains the error; only where its definition says that the address is safe.
    public let errorURI: String?
}

extension ProviderDetails {
    init(_ core: CoreProviderDetails) {
        status = core.status.map { Int(clamping: $0) }
        error = core.error
        suberror = core.suberror
        errorCodes = core.errorCodes.map { Int(clamping: $0) }
        traceID = core.traceId
        correlationID = core.correlationId
        requestID = core.requestId
        timestamp = core.timestamp
        errorDescription = core.errorDescription
        errorURI = core.errorUri
    }
}

/// By the names that all languages share.
extension ProviderDetails: Codable {
    private enum CodingKeys: String, CodingKey {
        case status, error, suberror, errorCodes = "error_codes", traceID = "trace_id", correlationID = "correlation_id",
            requestID = "request_id", timestamp, errorDescription = "error_description", errorURI = "error_uri"
    }
}

/// Why a session ended without a connection or an installation, or why something else failed of which an event tells, for the developer. It
/// is no text for the person's page.
public struct SessionFailure: Hashable, Sendable {
    /// The stable code, the same in all languages.
    public let code: AuthpipeError.Code
    /// What happened and what to do about it.
    public let message: String
    /// The part of the message that says what to do.
    public let hint: String?
    /// Where the error is explained.
    public let docsURL: URL?
    /// What a new session would do: after `after_reauth` it may end well, once the person does what the hint says; after `later` it may in
    /// a while; after `never` somebody must first change the application, its config or its registration.
    public let retry: AuthpipeError.Retry
    /// How long to wait before that, where it is known: of a session from now on, of an event from its `at` on.
    public let retryAfter: Duration?
    /// The registered OAuth error code that the provider gave; `other` for one that is not registered.
    public let providerError: String?
    /// What else the provider said, where it answered.
    public let providerDetails: ProviderDetails?
}

extension SessionFailure {
    init(_ core: CoreSessionFailure) {
        code = AuthpipeError.Code(rawValue: core.code)
        message = core.message
        hint = core.hint
        docsURL = URL(string: core.docsUrl)
        retry = AuthpipeError.Retry(rawValue: core.retry)
        retryAfter = core.retryAfterMs.map { .milliseconds(Int64(clamping: $0)) }
        providerError = core.providerError
        providerDetails = core.providerDetails.map { ProviderDetails($0) }
    }
}

/// By the names that all languages share.
extension SessionFailure: Codable {
    private enum CodingKeys: String, CodingKey {
        case code, message, hint, docsURL = "docs_url", retry, retryAfter = "retry_after_ms", providerError = "provider_error",
            providerDetails = "provider_details"
    }
}

/// A session: where it stands, what it has made, and why it failed.
public struct Session: Identifiable, Hashable, Sendable {
    /// Its id.
    public let id: String
    /// The provider.
    public let provider: ProviderID
    /// The config.
    public let config: String
    /// The tenant.
    public let tenantID: String
    /// The user who goes through the session.
    public let userID: String
    /// Where it stands.
    public let status: Session.Status
    /// The connection that it made, or signed in again.
    public let connection: Connection?
    /// The installation that it made, which may still wait: see its own status.
    public let installation: Installation?
    /// Why it ended without either, for the developer.
    public let error: SessionFailure?
    /// When it was made.
    public let createdAt: Date
}

extension Session {
    init(_ core: CoreSession) {
        id = core.id
        provider = ProviderID(rawValue: core.provider)
        config = core.config
        tenantID = core.tenantId
        userID = core.userId
        status = Session.Status(rawValue: core.status)
        connection = core.connection.map { Connection($0) }
        installation = core.installation.map { Installation($0) }
        error = core.error.map { SessionFailure($0) }
        createdAt = date(core.createdAtMs)
    }
}

/// By the names that all languages share.
extension Session: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, provider, config, tenantID = "tenant_id", userID = "user_id", status, connection, installation, error,
            createdAt = "created_at"
    }
}

/// Which grants to list: one tenant's, or, for an operator, everybody's.
public struct ConnectionQuery: Hashable, Sendable {
    /// Only this tenant's.
    public var tenantID: String?
    /// Everybody's.
    public var allTenants: Bool
    /// Only this provider's.
    public var provider: ProviderID?
    /// Only this config's.
    public var config: String?
    /// Only those in this state.
    public var status: Connection.Status?
    /// Only this user's.
    public let userID: String?
    /// From `next` of the page before.
    public var after: String?
    /// At most this many on a page: 1 to 200, default 50.
    public var limit: Int?
}

extension ConnectionQuery {
    var core: CoreListQuery {
        CoreListQuery(
            tenantId: tenantID, allTenants: allTenants, provider: provider?.rawValue, config: config, status: status?.rawValue,
            userId: userID, after: after, limit: limit.map(UInt64.init(clamping:))
        )
    }
}

/// Something that happened to a grant or a session.
public struct AuthpipeEvent: Identifiable, Hashable, Sendable {
    /// Stable over every delivery.
    public let id: String
    /// What happened.
    public let kind: AuthpipeEvent.Kind
    /// The provider.
    public let provider: ProviderID
    /// The config.
    public let config: String
    /// The tenant.
    public let tenantID: String
    /// The user, where it has one.
    public let userID: String?
    /// The connection or installation; absent where a session has led to none.
    public let connectionID: Connection.ID?
    /// The session, where the event tells of one.
    public let sessionID: String?
    /// The status of the connection or installation after the event.
    public let status: Connection.Status?
    /// Why, in one word.
    public let reason: String?
    /// What went wrong, for the developer, where something has.
    public let error: SessionFailure?
    /// When.
    public let at: Date
    /// Where it stands in the order of commits: give it as `after` to go on behind it.
    public let cursor: String
}

extension AuthpipeEvent {
    init(_ core: CoreEvent) {
        id = core.id
        kind = AuthpipeEvent.Kind(rawValue: core.type)
        provider = ProviderID(rawValue: core.provider)
        config = core.config
        tenantID = core.tenantId
        userID = core.userId
        connectionID = core.connectionId.map { Connection.ID(rawValue: $0) }
        sessionID = core.sessionId
        status = core.status.map { Connection.Status(rawValue: $0) }
        reason = core.reason
        error = core.error.map { SessionFailure($0) }
        at = date(core.atMs)
        cursor = core.cursor
    }
}

/// By the names that all languages share.
extension AuthpipeEvent: Codable {
    private enum CodingKeys: String, CodingKey {
        case id, kind = "type", provider, config, tenantID = "tenant_id", userID = "user_id", connectionID = "connection_id",
            sessionID = "session_id", status, reason, error, at, cursor
    }
}

/// Which events to list.
public struct EventQuery: Hashable, Sendable {
    /// From `next` of the page before, or `cursor` of an event.
    public var after: String?
    /// In which order; default `oldest_first`.
    public var order: EventQuery.Order?
    /// Only those that happened from this time on.
    public var since: Date?
    /// Only this tenant's.
    public let tenantID: String?
    /// Only this type.
    public var kind: AuthpipeEvent.Kind?
    /// Only this connection's or installation's.
    public let connectionID: Connection.ID?
    /// At most this many on a page: 1 to 200, default 50.
    public var limit: Int?
}

extension EventQuery {
    var core: CoreEventQuery {
        CoreEventQuery(
            after: after, order: order?.rawValue, sinceMs: since?.sinceEpoch, tenantId: tenantID, type: kind?.rawValue,
            connectionId: connectionID?.rawValue, limit: limit.map(UInt64.init(clamping:))
        )
    }
}

/// Something that was done to a connection, a key or the vault, as the audit log tells it.
public struct AuditRecord: Hashable, Sendable {
    /// Its place in the log: 1, 2, 3 without a gap, over all tenants.
    public let number: Int
    /// What was done.
    public let kind: AuditRecord.Kind
    /// In which tenant; absent for what concerns the whole vault, and once it was erased.
    public let tenantID: String?
    /// The user whose connection it is, where it is one's.
    public let userID: String?
    /// The connection or installation.
    public let connectionID: Connection.ID?
    /// Who was signed in, where that is known: whoever signed in at the provider, or deleted through the handler.
    public let actor: String?
    /// The session that led to it.
    public let sessionID: String?
    /// The id of the root key, or of the tenant's key, that it was done to.
    public let keyID: String?
    /// Whether an erasure has taken away what it was about.
    public let erased: Bool
    /// When.
    public let at: Date
}

extension AuditRecord {
    init(_ core: CoreAuditRecord) {
        number = Int(clamping: core.number)
        kind = AuditRecord.Kind(rawValue: core.kind)
        tenantID = core.tenantId
        userID = core.userId
        connectionID = core.connectionId.map { Connection.ID(rawValue: $0) }
        actor = core.actor
        sessionID = core.sessionId
        keyID = core.keyId
        erased = core.erased
        at = date(core.atMs)
    }
}

/// By the names that all languages share.
extension AuditRecord: Codable {
    private enum CodingKeys: String, CodingKey {
        case number, kind, tenantID = "tenant_id", userID = "user_id", connectionID = "connection_id", actor, sessionID = "session_id",
            keyID = "key_id", erased, at
    }
}

/// Which entries of the audit log.
public struct AuditQuery: Hashable, Sendable {
    /// From `next` of the page before.
    public var after: String?
    /// Only those from this time on.
    public var since: Date?
    /// Only this tenant's.
    public let tenantID: String?
    /// At most this many on a page: 1 to 200, default 50.
    public var limit: Int?
}

extension AuditQuery {
    var core: CoreAuditQuery {
        CoreAuditQuery(
            after: after, sinceMs: since?.sinceEpoch, tenantId: tenantID, limit: limit.map(UInt64.init(clamping:))
        )
    }
}

/// Result of a health check.
public struct Health: Hashable, Sendable {
    /// Where it stands.
    public let status: Connection.Status
    /// Why, in one word.
    public let reason: String?
    /// Whether the provider accepted the credential just now. Absent: it could not be asked.
    public let live: Bool?
    /// When.
    public let checkedAt: Date
    /// Where its config stands at the provider.
    public let configStatus: ConfigStatus
}

extension Health {
    init(_ core: CoreHealth) {
        status = Connection.Status(rawValue: core.status)
        reason = core.reason
        live = core.live
        checkedAt = date(core.checkedAtMs)
        configStatus = ConfigStatus(rawValue: core.configStatus)
    }
}

/// By the names that all languages share.
extension Health: Codable {
    private enum CodingKeys: String, CodingKey {
        case status, reason, live, checkedAt = "checked_at", configStatus = "config_status"
    }
}

/// What came of a deletion. It has happened, whatever became of the tokens at the provider.
public struct Deletion: Hashable, Sendable {
    /// What has become of the tokens at the provider.
    public let revocation: Deletion.Revocation
}

extension Deletion {
    init(_ core: CoreDeletion) {
        revocation = Deletion.Revocation(rawValue: core.revocation) ?? .revoked
    }
}

/// By the names that all languages share.
extension Deletion: Codable {
    private enum CodingKeys: String, CodingKey {
        case revocation
    }
}

/// What `runMaintenance` did.
public struct MaintenanceReport: Hashable, Sendable {
    /// Refreshes that worked.
    public let refreshed: Int
    /// Health checks that got an answer, whatever it says of the credential.
    public let checked: Int
    /// Revocations at a provider that came to an end.
    public let revoked: Int
    /// Refreshes and revocations that failed, and checks that nobody answered.
    public let failed: Int
    /// Whether everything due was done; otherwise the budget was over.
    public let complete: Bool
}

extension MaintenanceReport {
    init(_ core: CoreMaintenanceReport) {
        refreshed = Int(clamping: core.refreshed)
        checked = Int(clamping: core.checked)
        revoked = Int(clamping: core.revoked)
        failed = Int(clamping: core.failed)
        complete = core.complete
    }
}

/// By the names that all languages share.
extension MaintenanceReport: Codable {
    private enum CodingKeys: String, CodingKey {
        case refreshed, checked, revoked, failed, complete
    }
}

extension Handler {
    /// Who is signed in to the application.
    public struct Principal: Hashable, Sendable {
        /// The tenant.
        public var tenantID: String
        /// The user.
        public var userID: String
        /// Required, so that nobody becomes `admin` by omission.
        public var role: Handler.Principal.Role

        /// Each member, or its default.
        public init(
            tenantID: String, userID: String, role: Handler.Principal.Role
        ) {
            self.tenantID = tenantID
            self.userID = userID
            self.role = role
        }
    }
}

extension Handler.Principal {
    var core: CorePrincipal {
        CorePrincipal(
            tenantId: tenantID, userId: userID, role: role.rawValue
        )
    }
}

/// What an error says besides its message. Ids and closed fields only: no secret.
public struct AuthpipeError: Error, Sendable {
    /// The stable code, the same in all languages.
    public internal(set) var code: Code
    /// What happened and what to do about it.
    public internal(set) var message: String
    /// The part of the message that says what to do.
    public internal(set) var hint: String?
    /// Where the error is explained.
    public internal(set) var docsURL: URL?
    /// When calling again makes sense; default `never`.
    public internal(set) var retry: Retry
    /// How long to wait before a retry, where it is known.
    public internal(set) var retryAfter: Duration?
    /// The provider asked for.
    public internal(set) var provider: ProviderID?
    /// The config used.
    public internal(set) var config: String?
    /// The tenant.
    public internal(set) var tenantID: String?
    /// The user.
    public internal(set) var userID: String?
    /// The connection or installation.
    public internal(set) var connectionID: Connection.ID?
    /// Why a grant ended, in one word, or why nobody knows whether it has: `refresh_unanswered`.
    public internal(set) var reason: String?
    /// The registered OAuth error code that the provider gave; `other` for one that is not registered.
    public internal(set) var providerError: String?
    /// What else the provider said, where it answered.
    public internal(set) var providerDetails: ProviderDetails?
    /// What lies beneath, outermost first.
    public internal(set) var causes: [String]
}

extension AuthpipeError {
    init(_ core: CoreErrorDetails, causes: [String]) {
        code = Code(rawValue: core.code)
        message = core.message
        hint = core.hint
        docsURL = core.docsUrl.flatMap(URL.init(string:))
        retry = core.retry.map(Retry.init(rawValue:)) ?? .never
        retryAfter = core.retryAfterMs.map { .milliseconds(Int64(clamping: $0)) }
        provider = core.provider.map(ProviderID.init(rawValue:))
        config = core.config
        tenantID = core.tenantId
        userID = core.userId
        connectionID = core.connectionId.map(Connection.ID.init(rawValue:))
        reason = core.reason
        providerError = core.providerError
        providerDetails = core.providerDetails.map { ProviderDetails($0) }
        self.causes = causes
    }
}
