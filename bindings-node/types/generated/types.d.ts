import type { ProviderDefinition } from './definition';
import type { ProviderName } from './providers';
/** The stable codes, the same in all languages. A later version may have more, so a `switch` keeps a default. */
export type ErrorCode = 'config_invalid' | 'key_missing' | 'key_mismatch' | 'base_url_missing' | 'vault_unavailable' | 'vault_locked' | 'vault_newer' | 'vault_moved' | 'environment_mismatch' | 'restore_unconfirmed' | 'key_service_unavailable' | 'provider_unknown' | 'provider_not_configured' | 'provider_config_rejected' | 'not_connected' | 'installation_not_found' | 'installation_pending' | 'approval_required' | 'ambiguous_config' | 'user_id_required' | 'invalid_id' | 'invalid_request' | 'scope_not_allowed' | 'scope_unavailable' | 'credential_rejected' | 'reauth_required' | 'scope_missing' | 'admin_consent_required' | 'provider_unavailable' | 'provider_error' | 'tls_failed' | 'rate_limited' | 'timeout' | 'state_invalid' | 'session_expired' | 'session_binding_mismatch' | 'access_denied' | 'installation_claimed' | 'account_mismatch' | 'account_type_unsupported' | 'identity_required' | 'identify_failed' | 'identity_mismatch' | 'forbidden' | 'origin_not_allowed' | 'not_found' | 'method_not_allowed' | 'too_large' | 'closed' | 'forked' | 'internal' | 'runtime_unsupported';
/** What a credential is. */
export type CredentialType = 'oauth_token' | 'oauth1_token' | 'api_key' | 'webhook_secret';
/** What can be stored. */
export type StoredCredentialType = 'api_key' | 'webhook_secret';
/** What became of a stored credential. */
export type StoredStatus = 'created' | 'updated';
/** Whose credential is meant. Only `any` may fall back from one to the other. */
export type CredentialFor = 'any' | 'installation' | 'user';
/** Where a credential came from. */
export type CredentialSource = 'connection' | 'installation';
/** Where a grant stands. */
export type GrantStatus = 'pending' | 'pending_approval' | 'active' | 'degraded' | 'needs_reauth' | 'suspended' | 'revoked';
/** What has become of the tokens at the provider when a connection or an installation is deleted. */
export type RevocationOutcome = 'revoked' | 'pending' | 'shared' | 'unsupported' | 'failed';
/** The kinds of events. */
export type EventType = 'connection.created' | 'connection.updated' | 'connection.needs_reauth' | 'connection.deleted' | 'token.refreshed' | 'token.revoked' | 'token.revocation_skipped' | 'token.revocation_failed' | 'credential.expiring' | 'installation.created' | 'installation.updated' | 'installation.deleted' | 'health.failed' | 'health.recovered' | 'config.error' | 'config.recovered' | 'session.failed' | 'session.cancelled';
/** The kinds of audited acts. */
export type AuditKind = 'connection.connected' | 'connection.deleted' | 'credential.stored' | 'installation.installed' | 'installation.approved' | 'installation.deleted' | 'root_key.offered' | 'root_key.promoted' | 'root_key.retired' | 'tenant_key.rotated' | 'tenant_key.destroyed' | 'tenant.erasure_begun' | 'tenant.erased' | 'tenant.erasure_confirmed' | 'user.erasure_begun' | 'user.erased' | 'index_key.rotated' | 'index_key.destroyed' | 'audit_key.rotated' | 'audit_key.destroyed' | 'vault.backup_begun' | 'vault.copy_begun' | 'audit.dropped' | 'audit.acknowledged' | 'vault.restore_confirmed';
/** In which order events are listed. */
export type EventOrder = 'oldest_first' | 'newest_first';
/** Where a config stands at its provider. It says nothing about the connections that were made through it. */
export type ConfigStatus = 'ok' | 'throttled' | 'config_error';
/** What a poll of a sign-in on another device found. */
export type DeviceStatus = 'pending' | 'complete' | 'denied' | 'expired';
/** How far a refresh has come whose lease a process holds. */
export type RefreshStage = 'claimed' | 'sending';
/** Where a session stands. */
export type SessionStatus = 'pending' | 'awaiting_completion' | 'complete' | 'cancelled' | 'failed' | 'expired';
/** How the browser comes back. */
export type SessionMode = 'popup' | 'redirect';
/** To whom the grants of a config belong. */
export type Attachment = 'user' | 'tenant';
/** What somebody may do. */
export type Role = 'admin' | 'member';
/** How strict to be. */
export type Mode = 'production' | 'development';
/** When calling again makes sense. */
export type Retry = 'never' | 'later' | 'after_reauth';
/** Who must do something about an error. */
export type Actor = 'developer' | 'operator' | 'user' | 'administrator' | 'maintainer' | 'nobody';
/** The application's client registration at a provider. */
export interface ProviderConfig {
    /** The client identifier. A provider of pasted keys has none. */
    clientId?: string;
    /** The client secret; absent for a public client. */
    clientSecret?: string;
    /** The client's private key. PEM text, the key file of a service account, or `env:NAME` for a variable that holds either. */
    privateKey?: string;
    /** The id of the private key at the provider, where it has one. */
    privateKeyId?: string;
    /**
     * The file in which the platform keeps a token for the client. Its path, or `env:NAME` for a variable that holds the path. It
     * is read for each request.
     */
    clientAssertionFile?: string;
    /**
     * What gets such a token from the platform, in the place of a file. It is asked for each request, and has 5 seconds; what it
     * gives is sent to the provider's token endpoint and stored nowhere. There is one call at a time: who asks meanwhile gets its
     * answer. Objects that share one vault in a process ask that of the first.
     */
    clientAssertion?: () => string | Promise<string>;
    /** Whether each user connects (default) or the tenant has one connection that its users share. */
    attachment?: Attachment;
    /** The provider, where the config has another id. */
    provider?: ProviderName;
    /** Where the browser comes back to. Native programs only: `http://127.0.0.1/path`, without a port. */
    redirectUri?: string;
    /** Scopes that every user is asked for. */
    scopes?: string[];
    /** Scopes that may be asked for besides. */
    optionalScopes?: string[];
    /** Application roles that an installation is expected to have. */
    botScopes?: string[];
    /** Values of the definition's variables. Some are keys of the application, so none of them prints. */
    variables?: Record<string, string>;
    /** Whether it may be used; default true. */
    enabled?: boolean;
    /** A provider that is not in the catalogue. */
    definition?: ProviderDefinition;
}
/** Whose credential is meant. */
export interface Subject {
    /** The provider. */
    provider: ProviderName;
    /** The config; needed where the provider has several. */
    config?: string;
    /** The tenant: your customer's id. */
    tenantId: string;
    /** The user; needed for a user credential. */
    userId?: string;
    /** Tells several accounts of one user apart. */
    label?: string;
    /** Names the connection itself. */
    connectionId?: string;
    /** Names the installation itself. */
    installationId?: string;
    /** Default `user` with a `userId`. Without either the call is refused. Only `any` may fall back from one to the other. */
    credentialFor?: CredentialFor;
    /**
     * What it must be. Default: what the provider's API takes, an OAuth token or an API key. A webhook's secret is given only to
     * whoever asks for one.
     */
    credentialType?: CredentialType;
}
/** How long a call waits. */
export interface WaitOptions {
    /** Stops waiting; the work goes on. */
    signal?: AbortSignal;
    /** How long this call waits; default the option of the object. The work goes on. In milliseconds. */
    timeoutMs?: number;
}
/** Options of `getCredential`. */
export interface CallOptions extends WaitOptions {
    /** Refreshes even if the current credential is valid. */
    forceRefresh?: boolean;
    /**
     * At least this much time left, or nine tenths of the lifetime if that is less. Default the option of the object. In
     * milliseconds.
     */
    minValidityMs?: number;
    /** Fails with `scope_missing` if one of these was not granted. */
    scopes?: string[];
    /** The claims challenge of an API: refreshes with it. The `claims` of `WWW-Authenticate`, as it is or decoded. */
    claims?: string;
}
/** What an API has rejected: argument of `reportRejected`. */
export interface Rejection {
    /** `generation` of the credential that was rejected. */
    generation: number;
    /** The claims challenge of the answer, where there is one: the `claims` of `WWW-Authenticate`, as it is or decoded. */
    claims?: string;
}
/** Argument of `storeCredential`. */
export interface StoreCredentialParams extends Subject {
    /** The secret, or named fields. */
    credential: string | Record<string, string>;
    /** What it is. */
    credentialType: StoredCredentialType;
    /**
     * Values of the definition's variables that whoever connects may choose, such as the name of a customer's own host. They are
     * stored with it, and it goes to no other host.
     */
    variables?: Record<string, string>;
}
/** Result of `storeCredential`. */
export interface StoredCredential {
    /** The connection. */
    connectionId: string;
    /** Whether it is new. */
    status: StoredStatus;
}
/** What became of many. */
export interface StoredCredentials {
    /** How many are new. */
    created: number;
    /** How many took the place of an earlier one. */
    updated: number;
}
/** Argument of `createInstallSession`. */
export interface InstallSessionParams {
    /** The provider. */
    provider: ProviderName;
    /** The config; needed where the provider has several. */
    config?: string;
    /** The tenant: your customer's id. */
    tenantId: string;
    /** The user who goes through the session. */
    userId: string;
    /**
     * What the person signs in with at the provider, such as an e-mail address: 1 to 320 bytes. It is put into the authorization
     * URL, and stored nowhere; a provider that takes no hint is sent none. Default: that of the account that is connected again.
     */
    loginHint?: string;
    /**
     * What the provider is to ask the person, such as `select_account` or `login`: one or more, separated by spaces, of those that
     * the definition lists. Default: which account, where it is a further one of the user, or an installation.
     */
    prompt?: string;
    /** Values of the definition's variables that whoever connects may choose. */
    variables?: Record<string, string>;
    /** Where the browser is sent afterwards: a path, or a URL of the base URL's own origin. */
    returnTo?: string;
    /** How the browser comes back. Default `redirect`. */
    mode?: SessionMode;
}
/** Argument of `create` of installations. */
export interface InstallationParams {
    /** The provider. */
    provider: ProviderName;
    /** The config; needed where the provider has several. */
    config?: string;
    /** The tenant: your customer's id. */
    tenantId: string;
    /** The user who makes it, where somebody does. */
    userId?: string;
    /** Values of the definition's variables: the organisation, the person in whose name it acts. */
    variables?: Record<string, string>;
}
/** Argument of `createAuthSession`. */
export interface AuthSessionParams extends InstallSessionParams {
    /** Reconnects exactly this connection of the user, with the same external account. */
    connectionId?: string;
    /** The tenant's installation inside which the user authorises: only an account of its organisation may sign in. */
    installationId?: string;
    /** Tells several accounts of one user apart. */
    label?: string;
    /** Scopes within the config's `scopes` and `optionalScopes`. Default its `scopes`. */
    scopes?: string[];
}
/**
 * A session made in server code. Send every `setCookie` with the redirect to `authorizationUrl`. Neither prints: take them by
 * name.
 */
export interface AuthSession {
    /** The session's id. */
    sessionId: string;
    /** Where the browser goes. It holds the state, so it is for this browser only. */
    authorizationUrl: string;
    /** When the session is over. */
    expiresAt: Date;
    /** Values of `Set-Cookie`: they bind the session to this browser. */
    setCookie: string[];
}
/** Argument of `startDeviceAuth`. */
export interface DeviceStartParams {
    /** The provider. */
    provider: ProviderName;
    /** The config; needed where the provider has several. */
    config?: string;
    /** The tenant: your customer's id. */
    tenantId: string;
    /** The user who signs in, and the only one who may poll. */
    userId: string;
    /** Reconnects exactly this connection of the user, with the same external account. */
    connectionId?: string;
    /** The tenant's installation inside which the user authorises: only an account of its organisation may sign in. */
    installationId?: string;
    /** Tells several accounts of one user apart. */
    label?: string;
    /** Scopes within the config's `scopes` and `optionalScopes`. Default its `scopes`. */
    scopes?: string[];
    /** Values of the definition's variables that whoever connects may choose. */
    variables?: Record<string, string>;
}
/** A sign-in on another device that has been started: what is shown to its person, and to nobody else. */
export interface DeviceAuth {
    /** The session's id; with it, whoever started polls. */
    sessionId: string;
    /** What the person enters. */
    userCode: string;
    /** Where: an https address. */
    verificationUri: string;
    /** The same with the code in it, for a QR code; absent where the provider gives none. */
    verificationUriComplete?: string;
    /** When the session is over. */
    expiresAt: Date;
    /** How long it lasts. In milliseconds. */
    expiresInMs: number;
    /**
     * How long to wait between two polls. Who polls sooner is told that it is pending, and the provider is not asked. In
     * milliseconds.
     */
    intervalMs: number;
}
/** Argument of `pollDeviceAuth`. */
export interface DevicePollParams {
    /** The id that `startDeviceAuth` gave. */
    sessionId: string;
    /** The tenant for which it was started. */
    tenantId: string;
    /** The user for whom it was started; to anybody else there is no such session. */
    userId: string;
}
/** Where a sign-in on another device stands. */
export interface DevicePoll {
    /** What was found. */
    status: DeviceStatus;
    /** The connection, once there is one. */
    connectionId?: string;
    /** How long to wait before the next poll, while it is pending. It grows where the provider wants that. In milliseconds. */
    intervalMs?: number;
}
/** A grant's refreshes: who is at one, what the last ones came to, what is in doubt, what waits. No secret is in it. */
export interface RefreshState {
    /** Since when a process has held the lease, under which it asks the provider; absent: none holds it. */
    heldSince?: Date;
    /** Names that process: 32 hexadecimal digits, chosen at random at each start. */
    heldBy?: string;
    /** How far that process has come; absent: none holds the lease. */
    stage?: RefreshStage;
    /** When the exchange was begun that gave the access token in use; absent: it has none. */
    succeededAt?: Date;
    /** When the last refresh failed; absent: one has worked since. */
    failedAt?: Date;
    /** Code of what it came to; absent: the last one worked, or there was none. */
    error?: ErrorCode;
    /** How many have failed in a row. */
    failures: number;
    /** When it is refreshed next, unless somebody needs it before; absent: it is not refreshed ahead. */
    nextAt?: Date;
    /** Before this nobody asks the provider about it; absent: it is asked as soon as somebody needs it. */
    notBefore?: Date;
    /**
     * Before this nobody asks the provider's token endpoint about any grant: it wanted a pause, or failed for several grants in a
     * row.
     */
    endpointPausedUntil?: Date;
    /**
     * Since when nobody knows whether the provider has exchanged the refresh token: an exchange was begun, and no outcome is
     * stored.
     */
    inDoubtSince?: Date;
    /**
     * When the provider lets it be refreshed no more, whatever is done until then, so that its person must sign in again before;
     * absent: not known, or it has no such end.
     */
    endsAt?: Date;
    /** Whether what a refresh has brought waits for the vault in the spool of this machine. */
    spooled: boolean;
}
/** A connection, without its secrets. */
export interface Connection {
    /** Its id. */
    id: string;
    /** The provider. */
    provider: ProviderName;
    /** The config. */
    config: string;
    /** The tenant. */
    tenantId: string;
    /** The user; absent where it belongs to the tenant. */
    userId?: string;
    /** Tells several accounts of one user apart. */
    label: string;
    /** What is stored. */
    credentialType: CredentialType;
    /** Where it stands. */
    status: GrantStatus;
    /** Why, in one word. */
    reason?: string;
    /** The account at the provider. */
    externalUserId?: string;
    /** The organisation at the provider. */
    externalOrganisationId?: string;
    /** The account's name, for people. */
    displayName?: string;
    /** Granted scopes. */
    scopes: string[];
    /** When the current access token ends. */
    expiresAt?: Date;
    /** When it was first stored. */
    createdAt: Date;
    /** When it was last changed. */
    updatedAt: Date;
    /** Where its config stands at the provider. */
    configStatus: ConfigStatus;
    /** Its refreshes. */
    refresh: RefreshState;
}
/** An installation, without its secrets. */
export interface Installation {
    /** Its id. */
    id: string;
    /** The provider. */
    provider: ProviderName;
    /** The config. */
    config: string;
    /** The tenant. */
    tenantId: string;
    /** Where it stands. */
    status: GrantStatus;
    /** Why, in one word. */
    reason?: string;
    /** The organisation at the provider. */
    providerInstallationId?: string;
    /** The organisation's name, for people; absent where the provider does not tell it. */
    displayName?: string;
    /** Granted scopes. */
    scopes: string[];
    /** When it was first stored. */
    installedAt: Date;
    /** The user who went through the session. */
    installedBy?: string;
    /** Who that is at the provider, for people. */
    installedByName?: string;
    /** When it was last changed. */
    updatedAt: Date;
    /** Where its config stands at the provider. */
    configStatus: ConfigStatus;
    /** Its refreshes. */
    refresh: RefreshState;
}
/**
 * What a provider said about a failure, in closed fields: for the developer and the provider's support, never for a page. What
 * does not fit a field, or repeats something secret of the request, is left out.
 */
export interface ProviderDetails {
    /** The HTTP status of its answer; absent where the answer came with the browser. */
    status?: number | undefined;
    /** The error code: a registered one, one of the provider's own where its definition says that those are safe, else `other`. */
    error?: string | undefined;
    /** What refines it, where that is a word that is known. */
    suberror?: string | undefined;
    /** The provider's own numbers of the error, at most eight. */
    errorCodes: number[];
    /** By which the provider finds the request in its log. */
    traceId?: string | undefined;
    /** By which it finds what belongs to the request. */
    correlationId?: string | undefined;
    /** The id of the request that a header of the answer names. */
    requestId?: string | undefined;
    /** When it happened, as the provider writes it. */
    timestamp?: string | undefined;
    /** Its own text; only where its definition says that it is safe. */
    errorDescription?: string | undefined;
    /** Where it explains the error; only where its definition says that the address is safe. */
    errorUri?: string | undefined;
}
/**
 * Why a session ended without a connection or an installation, or why something else failed of which an event tells, for the
 * developer. It is no text for the person's page.
 */
export interface SessionFailure {
    /** The stable code, the same in all languages. */
    code: ErrorCode;
    /** What happened and what to do about it. */
    message: string;
    /** The part of the message that says what to do. */
    hint?: string;
    /** Where the error is explained. */
    docsUrl: string;
    /**
     * What a new session would do: after `after_reauth` it may end well, once the person does what the hint says; after `later` it
     * may in a while; after `never` somebody must first change the application, its config or its registration.
     */
    retry: Retry;
    /**
     * How long to wait before that, where it is known: of a session from now on, of an event from its `at` on. In milliseconds.
     */
    retryAfterMs?: number;
    /** The registered OAuth error code that the provider gave; `other` for one that is not registered. */
    providerError?: string;
    /** What else the provider said, where it answered. */
    providerDetails?: ProviderDetails;
}
/** A session: where it stands, what it has made, and why it failed. */
export interface Session {
    /** Its id. */
    id: string;
    /** The provider. */
    provider: ProviderName;
    /** The config. */
    config: string;
    /** The tenant. */
    tenantId: string;
    /** The user who goes through the session. */
    userId: string;
    /** Where it stands. */
    status: SessionStatus;
    /** The connection that it made, or signed in again. */
    connection?: Connection;
    /** The installation that it made, which may still wait: see its own status. */
    installation?: Installation;
    /** Why it ended without either, for the developer. */
    error?: SessionFailure;
    /** When it was made. */
    createdAt: Date;
}
/** The tenant within which an id is looked up. */
export interface TenantScope {
    /** The tenant. */
    tenantId: string;
}
/** Which grants to list: one tenant's, or, for an operator, everybody's. */
export interface ListQuery {
    /** Only this tenant's. */
    tenantId?: string;
    /** Everybody's. */
    allTenants?: boolean;
    /** Only this provider's. */
    provider?: ProviderName;
    /** Only this config's. */
    config?: string;
    /** Only those in this state. */
    status?: GrantStatus;
    /** Only this user's. */
    userId?: string;
    /** From `next` of the page before. */
    after?: string;
    /** At most this many on a page: 1 to 200, default 50. */
    limit?: number;
}
/** Something that happened to a grant or a session. */
export interface AuthpipeEvent {
    /** Stable over every delivery. */
    id: string;
    /** What happened. */
    type: EventType;
    /** The provider. */
    provider: ProviderName;
    /** The config. */
    config: string;
    /** The tenant. */
    tenantId: string;
    /** The user, where it has one. */
    userId?: string;
    /** The connection or installation; absent where a session has led to none. */
    connectionId?: string;
    /** The session, where the event tells of one. */
    sessionId?: string;
    /** The status of the connection or installation after the event. */
    status?: GrantStatus;
    /** Why, in one word. */
    reason?: string;
    /** What went wrong, for the developer, where something has. */
    error?: SessionFailure;
    /** When. */
    at: Date;
    /** Where it stands in the order of commits: give it as `after` to go on behind it. */
    cursor: string;
}
/** Which events to list. */
export interface EventQuery {
    /** From `next` of the page before, or `cursor` of an event. */
    after?: string;
    /** In which order; default `oldest_first`. */
    order?: EventOrder;
    /** Only those that happened from this time on. */
    since?: Date;
    /** Only this tenant's. */
    tenantId?: string;
    /** Only this type. */
    type?: EventType;
    /** Only this connection's or installation's. */
    connectionId?: string;
    /** At most this many on a page: 1 to 200, default 50. */
    limit?: number;
}
/** From where on to follow events. */
export interface FollowQuery {
    /** From `cursor` of an event, or `next` of a page: what was committed behind it, and what is to come. */
    after?: string;
    /** Only those that happened from this time on; default, where nothing is given as `after`, from now on. */
    since?: Date;
}
/** Something that was done to a connection, a key or the vault, as the audit log tells it. */
export interface AuditRecord {
    /** Its place in the log: 1, 2, 3 without a gap, over all tenants. */
    number: number;
    /** What was done. */
    kind: AuditKind;
    /** In which tenant; absent for what concerns the whole vault, and once it was erased. */
    tenantId?: string;
    /** The user whose connection it is, where it is one's. */
    userId?: string;
    /** The connection or installation. */
    connectionId?: string;
    /** Who was signed in, where that is known: whoever signed in at the provider, or deleted through the handler. */
    actor?: string;
    /** The session that led to it. */
    sessionId?: string;
    /** The id of the root key, or of the tenant's key, that it was done to. */
    keyId?: string;
    /** Whether an erasure has taken away what it was about. */
    erased: boolean;
    /** When. */
    at: Date;
}
/** Which entries of the audit log. */
export interface AuditQuery {
    /** From `next` of the page before. */
    after?: string;
    /** Only those from this time on. */
    since?: Date;
    /** Only this tenant's. */
    tenantId?: string;
    /** At most this many on a page: 1 to 200, default 50. */
    limit?: number;
}
/** Result of a health check. */
export interface Health {
    /** Where it stands. */
    status: GrantStatus;
    /** Why, in one word. */
    reason?: string;
    /** Whether the provider accepted the credential just now. Absent: it could not be asked. */
    live?: boolean;
    /** When. */
    checkedAt: Date;
    /** Where its config stands at the provider. */
    configStatus: ConfigStatus;
}
/** What came of a deletion. It has happened, whatever became of the tokens at the provider. */
export interface Deletion {
    /** What has become of the tokens at the provider. */
    revocation: RevocationOutcome;
}
/** Options of `runMaintenance`. */
export interface MaintenanceOptions extends WaitOptions {
    /** No exchange is started that this would not let finish. In milliseconds. */
    budgetMs?: number;
}
/** What `runMaintenance` did. */
export interface MaintenanceReport {
    /** Refreshes that worked. */
    refreshed: number;
    /** Health checks that got an answer, whatever it says of the credential. */
    checked: number;
    /** Revocations at a provider that came to an end. */
    revoked: number;
    /** Refreshes and revocations that failed, and checks that nobody answered. */
    failed: number;
    /** Whether everything due was done; otherwise the budget was over. */
    complete: boolean;
}
/** Who is signed in to the application. */
export interface Principal {
    /** The tenant. */
    tenantId: string;
    /** The user. */
    userId: string;
    /** Required, so that nobody becomes `admin` by omission. */
    role: Role;
}
/** Options of the handler. */
export interface HandlerOriginOptions {
    /** Other origins whose pages may call the handler. */
    allowedOrigins?: string[];
    /** Other origins to which a finished session may return. */
    allowedReturnOrigins?: string[];
}
/** What an error says besides its message. Ids and closed fields only: no secret. */
export interface AuthpipeErrorDetails {
    /** The stable code, the same in all languages. */
    code: ErrorCode;
    /** What happened and what to do about it. */
    message: string;
    /** The part of the message that says what to do. */
    hint?: string | undefined;
    /** Where the error is explained. */
    docsUrl?: string | undefined;
    /** When calling again makes sense; default `never`. */
    retry?: Retry | undefined;
    /** How long to wait before a retry, where it is known. In milliseconds. */
    retryAfterMs?: number | undefined;
    /** The provider asked for. */
    provider?: string | undefined;
    /** The config used. */
    config?: string | undefined;
    /** The tenant. */
    tenantId?: string | undefined;
    /** The user. */
    userId?: string | undefined;
    /** The connection or installation. */
    connectionId?: string | undefined;
    /** Why a grant ended, in one word, or why nobody knows whether it has: `refresh_unanswered`. */
    reason?: string | undefined;
    /** The registered OAuth error code that the provider gave; `other` for one that is not registered. */
    providerError?: string | undefined;
    /** What else the provider said, where it answered. */
    providerDetails?: ProviderDetails | undefined;
}
