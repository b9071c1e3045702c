import type { CredentialType } from './credential';
import type { ProviderDefinition } from './generated/definition';
import type { TestClock } from './clock';
/** Options of `new Authpipe()`. Absent ones are read from the environment where a variable is named. */
export interface AuthpipeOptions {
    /** `sqlite:./authpipe.db` (default) or `memory:`. Environment: `AUTHPIPE_VAULT`. */
    vault?: string;
    /** `apk1_…`; several: the current one first, then earlier ones. Environment: `AUTHPIPE_KEY`, separated by commas. */
    key?: string | string[];
    /** The public URL of the mounted handler. Environment: `AUTHPIPE_BASE_URL`. */
    baseUrl?: string;
    /** Default `production`, the strict one; never guessed. Environment: `AUTHPIPE_MODE`. */
    mode?: 'production' | 'development';
    /** The name of the deployment, part of every encryption context. Environment: `AUTHPIPE_ENVIRONMENT`. */
    environment?: string;
    /** Client registrations by config id. Secrets given here are never written to the vault. */
    providers?: Record<string, ProviderConfigInput>;
    /** Whether refreshes and checks run by themselves; default true. Without, call `runMaintenance()`. */
    background?: boolean;
    /** A credential is handed out with at least this much time left; default the lesser of 60,000 and a tenth of its lifetime. */
    minValidityMs?: number;
    /** How long a call waits, default 10,000. It never bounds the exchange itself. */
    timeoutMs?: number;
    /** Self-hosted providers on private addresses, as exact `host:port`. */
    allowedPrivateHosts?: string[];
    /** A PEM file whose authorities are trusted besides the platform's. */
    extraCaFile?: string;
    /** Points a definition's origins at a sandbox: development mode and literal loopback only. */
    dangerOrigins?: Record<string, Record<string, string>>;
    /** The proxy for requests to providers. */
    proxy?: string;
    /** A clock that a test moves: development mode only. */
    testClock?: TestClock;
}
/** The application's client registration at a provider. */
export interface ProviderConfigInput {
    /** The client identifier. */
    clientId: string;
    /** The client secret; absent for a public client. */
    clientSecret?: string;
    /** Whether each user connects (default) or the tenant has one connection that its users share. */
    attachment?: 'tenant' | 'user';
    /** The provider, where the config has another id. */
    provider?: string;
    /** Scopes that every user is asked for. */
    scopes?: string[];
    /** Scopes that a browser may ask for besides. */
    optionalScopes?: string[];
    /** Application roles that an installation is expected to have. */
    botScopes?: string[];
    /** Values of the definition's variables. */
    variables?: Record<string, string>;
    /** Whether it may be used; default true. */
    enabled?: boolean;
    /** A provider that is not in the catalogue. */
    definition?: ProviderDefinition;
}
/** Whose credential is meant. */
export interface Subject {
    /** The provider. */
    provider: string;
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
    /** Default `user` with a `userId`; with neither, `user_id_required`. Only `any` may fall back from the user's to the installation's. */
    credentialFor?: 'any' | 'installation' | 'user';
}
/** Options of `getCredential`. */
export interface CallOptions {
    /** Stops waiting; a refresh under way goes on. */
    signal?: AbortSignal;
    /** Refreshes even if the current credential is valid. */
    forceRefresh?: boolean;
    /** More time left than the default. */
    minValidityMs?: number;
    /** Throws `scope_missing` if one of these was not granted. */
    scopes?: string[];
    /** The claims challenge of an API: refreshes with it. The `claims` of `WWW-Authenticate`, as it is or decoded. */
    claims?: string;
}
/** Argument of `reportRejected`. */
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
    credentialType: 'api_key' | 'webhook_secret';
}
/** Result of `storeCredential`. */
export interface StoredCredential {
    /** The connection. */
    connectionId: string;
    /** Whether it is new. */
    status: 'created' | 'updated';
}
/** Argument of `createInstallSession`. */
export interface InstallSessionParams {
    /** The provider. */
    provider: string;
    /** The config; needed where the provider has several. */
    config?: string;
    /** The tenant that installs. */
    tenantId: string;
    /** The user who goes through the session. */
    userId: string;
    /** Where the browser is sent afterwards: a path, or a URL of an allowed origin. */
    returnTo?: string;
    /** How the browser comes back; default `redirect`. */
    mode?: 'popup' | 'redirect';
}
/** Argument of `createAuthSession`. */
export interface AuthSessionParams extends InstallSessionParams {
    /** Renews exactly this connection of the user, with the same external account. */
    connectionId?: string;
    /** The tenant's installation inside which the user authorises: only an account of its organisation may sign in. */
    installationId?: string;
    /** Tells several accounts of one user apart. */
    label?: string;
    /** Scopes within the config's `scopes` and `optionalScopes`; default its `scopes`. */
    scopes?: string[];
    /** Values of the definition's variables. */
    variables?: Record<string, string>;
}
/**
 * A session made in server code. Send every `setCookie` with the redirect to `authorizationUrl`. Neither prints: take them
 * by name.
 */
export interface AuthSession {
    /** The session's id. */
    sessionId: string;
    /** Where the browser goes. */
    authorizationUrl: string;
    /** When the session is over. */
    expiresAt: Date;
    /** Values of `Set-Cookie`: they bind the session to this browser. */
    setCookie: string[];
}
/** Where a grant stands. */
export type GrantStatus = 'pending' | 'pending_approval' | 'active' | 'degraded' | 'needs_reauth' | 'suspended' | 'revoked';
/** A connection, without its secrets. */
export interface Connection {
    id: string;
    provider: string;
    config: string;
    tenantId: string;
    /** Absent where it belongs to the tenant. */
    userId?: string;
    label: string;
    credentialType: CredentialType;
    status: GrantStatus;
    /** Why, in one word. */
    reason?: string;
    /** The account at the provider. */
    externalUserId?: string;
    /** The organisation at the provider. */
    externalOrganisationId?: string;
    /** The account's name, for people. */
    displayName?: string;
    scopes: string[];
    /** When the current access token ends. */
    expiresAt?: Date;
    createdAt: Date;
    updatedAt: Date;
}
/** An installation, without its secrets. */
export interface Installation {
    id: string;
    provider: string;
    config: string;
    tenantId: string;
    status: GrantStatus;
    /** Why, in one word. */
    reason?: string;
    /** The organisation at the provider. */
    providerInstallationId?: string;
    /** The organisation's name, for people. */
    displayName?: string;
    scopes: string[];
    installedAt: Date;
    /** The user who went through the session. */
    installedBy?: string;
    updatedAt: Date;
}
/** The tenant within which an id is looked up. */
export interface TenantScope {
    tenantId: string;
}
/** Which grants to list: one tenant's, or, for an operator, everybody's. */
export type ListQuery = ({
    tenantId: string;
    allTenants?: never;
} | {
    allTenants: true;
    tenantId?: never;
}) & {
    /** Only this provider's. */
    provider?: string;
    /** Only this config's. */
    config?: string;
    /** Only this user's. */
    userId?: string;
    /** From `next` of the page before. */
    after?: string;
    /** At most this many on a page: 1 to 200, default 50. */
    limit?: number;
};
/** The kinds of events. */
export type EventType = 'connection.created' | 'connection.updated' | 'connection.needs_reauth' | 'connection.deleted' | 'token.refreshed' | 'installation.created' | 'installation.updated' | 'installation.suspended' | 'installation.deleted' | 'health.failed' | 'health.recovered';
/** Something that happened to a grant. */
export interface AuthpipeEvent {
    /** Stable over every delivery. */
    id: string;
    type: EventType;
    provider: string;
    config: string;
    tenantId: string;
    userId?: string;
    /** The connection or installation. */
    connectionId: string;
    /** Its status after the event. */
    status: GrantStatus;
    /** Why, in one word. */
    reason?: string;
    at: Date;
}
/** Which events to list. */
export interface EventQuery {
    /** From `next` of the page before. */
    after?: string;
    /** Only this tenant's. */
    tenantId?: string;
    /** Only this type. */
    type?: EventType;
    /** Only this connection's or installation's. */
    connectionId?: string;
    /** At most this many on a page: 1 to 200, default 50. */
    limit?: number;
}
/** Result of a health check. */
export interface Health {
    status: GrantStatus;
    /** Why, in one word. */
    reason?: string;
    /** Whether the provider accepted the credential just now; absent: it could not be asked. */
    live?: boolean;
    checkedAt: Date;
}
/** What `runMaintenance` did. */
export interface MaintenanceReport {
    /** Refreshes that worked. */
    refreshed: number;
    /** Health checks made. */
    checked: number;
    /** Refreshes and checks that failed. */
    failed: number;
    /** Whether everything due was done; otherwise the budget was over. */
    complete: boolean;
}
/** Who is signed in to the application. */
export interface Principal {
    tenantId: string;
    userId: string;
    /** Required, so that nobody becomes `admin` by omission. */
    role: 'admin' | 'member';
}
/** Options of the handler. */
export interface HandlerOptions<Request> {
    /** Says who is signed in, from the framework's own request; null: nobody. */
    identify: (request: Request) => Principal | null | undefined | Promise<Principal | null | undefined>;
    /** Other origins whose pages may call the handler. */
    allowedOrigins?: string[];
    /** Other origins to which a finished session may return. */
    allowedReturnOrigins?: string[];
}
