/// <reference lib="esnext.disposable" preserve="true" />
import { type OctokitAuth, type TokenCredentialLike } from './clients';
import { Credential } from './credential';
import { Audit, Connections, Events, Installations, Sessions } from './resources';
import type { AuthSession, AuthSessionParams, DeviceAuth, DevicePoll, DevicePollParams, DeviceStartParams, AuthpipeOptions, CallOptions, Connection, InstallSessionParams, InteractiveOptions, InteractiveParams, MaintenanceOptions, MaintenanceReport, Rejection, StoreCredentialParams, StoredCredential, StoredCredentials, StoreManyOptions, Subject, WaitOptions } from './types';
/**
 * The credential layer of an application. Make one, at module level: it validates its options at once and opens the vault
 * at first use.
 *
 * @example
 * const authpipe = new Authpipe({ providers: { 'microsoft-onedrive': { clientId, clientSecret } } });
 * const { credential } = await authpipe.getCredential({ provider: 'microsoft-onedrive', tenantId: 'org_acme', userId: 'user_123' });
 */
export declare class Authpipe {
    #private;
    /** Connections of users, and stored keys. */
    readonly connections: Connections;
    /** Installations into organisations. */
    readonly installations: Installations;
    /** Sign-ins and installations under way, and what became of them. */
    readonly sessions: Sessions;
    /** What happened, durably, in every process. */
    readonly events: Events;
    /** What was done to connections, keys and the vault, as entries that are linked. */
    readonly audit: Audit;
    /**
     * Options that are absent are read from the environment: see `AuthpipeOptions`. What is absent in both is an error at
     * `ready()` and at first use, so that a build step may load the module.
     * @throws ConfigError `config_invalid`, `key_missing` (an empty key) - an option is present and wrong.
     * @throws ProviderConfigError `provider_unknown` - a config names no provider. One without its client is told by `ready()`.
     * @throws RequestError `invalid_id` - `environment` or a config's id is outside its grammar.
     * @throws UsageError `runtime_unsupported` - there is no binary for this platform.
     */
    constructor(options?: AuthpipeOptions);
    /**
     * Opens the vault, checks the key and migrates. Optional: it makes a wrong configuration fail at boot.
     * @throws ConfigError `key_missing`, `key_mismatch`, `config_invalid`, `base_url_missing`.
     * @throws ProviderConfigError `provider_not_configured` - a client id, a secret or a key is absent.
     * @throws VaultError `vault_unavailable`, `vault_locked`, `vault_newer`, `environment_mismatch`.
     */
    ready(options?: WaitOptions): Promise<void>;
    /**
     * Finishes refreshes under way and lets go of the vault. Whoever calls it again waits for the same end.
     *
     * @throws VaultError `vault_unavailable`: neither the vault nor its spool could be written, and renewed tokens are lost with this
     * process. It is closed none the less.
     */
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
    /**
     * A usable credential, refreshed first when it is about to expire.
     *
     * Simultaneous calls for one connection cause one token request, and a refresh is saved before this returns.
     * @throws NotConnectedError `not_connected`, `installation_not_found` - let the user connect or the administrator install.
     * @throws RequestError `user_id_required` - neither `userId` nor `credentialFor` says whose credential is meant.
     * @throws ReauthRequiredError `reauth_required`, `scope_missing` - the user must sign in again.
     * @throws ProviderError `provider_unavailable`, `timeout`; RateLimitedError `rate_limited` - retry later.
     * @throws ProviderError `tls_failed`, `provider_error` - an operator or the definition must put something right first.
     */
    getCredential(subject: Subject, options?: CallOptions): Promise<Credential>;
    /**
     * The credential if it is at hand, otherwise null. It never waits, opens or loads.
     *
     * A look is not a use: a connection that is only looked at counts as idle. So a day after its use was last noted the answer is
     * null too, until somebody asks `getCredential`.
     * @throws RequestError `invalid_id`, `user_id_required` - an id is outside its grammar, or nobody is named.
     * @throws UsageError `closed`.
     */
    peekCredential(subject: Subject): Credential | null;
    /**
     * After a 401: refreshes only if that generation is still current, and returns the credential to try again with.
     *
     * However many callers report one generation, it is refreshed once. The rejected credential is never the answer.
     * @throws NotConnectedError as `getCredential`.
     * @throws ReauthRequiredError `reauth_required` - the user must sign in again.
     * @throws RequestError `invalid_request` - `claims` is no claims challenge.
     */
    reportRejected(subject: Subject, rejection: Rejection, options?: WaitOptions): Promise<Credential>;
    /**
     * Seals an API key or webhook secret into the vault.
     * @throws RequestError `invalid_request`, `user_id_required`.
     */
    storeCredential(params: StoreCredentialParams, options?: WaitOptions): Promise<StoredCredential>;
    /**
     * Seals many API keys or webhook secrets into the vault.
     *
     * All rows are judged before the first is stored: a row that is wrong is named by its number, and nothing is stored then. They are stored
     * in parts, each with one commit; `onProgress` is told after each how many are done. Where the vault fails half way, what was stored
     * stays, and storing it again replaces it by the same. No live test runs. `timeoutMs` bounds each part.
     * @throws RequestError `invalid_request`, `user_id_required`.
     */
    storeCredentials(rows: Iterable<StoreCredentialParams>, options?: StoreManyOptions): Promise<StoredCredentials>;
    /**
     * Starts the authorisation of a user. Send every `setCookie` with the redirect to `authorizationUrl`.
     * @throws ConfigError `base_url_missing`.
     * @throws RequestError `scope_not_allowed`, `scope_unavailable`, `invalid_request`.
     */
    createAuthSession(params: AuthSessionParams, options?: WaitOptions): Promise<AuthSession>;
    /**
     * Starts an installation. Calling it in server code is the administrator's authority: check who is asking first.
     * @throws ConfigError `base_url_missing`.
     * @throws RequestError `invalid_request` - the provider has no installations.
     */
    createInstallSession(params: InstallSessionParams, options?: WaitOptions): Promise<AuthSession>;
    /**
     * Starts a sign-in on another device, for a program that has no browser: it shows a code, and polls.
     *
     * What the provider gives to poll with is sealed in the vault, so `pollDeviceAuth` may be called in any process, also after a restart. No
     * `baseUrl` is needed.
     * @throws RequestError `invalid_request` - the provider has no device flow; `scope_not_allowed`, `scope_unavailable`.
     * @throws ProviderError `provider_error` - the address or the code that the provider gave is none that may be shown.
     * @example
     * const { sessionId, userCode, verificationUri } = await authpipe.startDeviceAuth({ provider, tenantId, userId });
     */
    startDeviceAuth(params: DeviceStartParams, options?: WaitOptions): Promise<DeviceAuth>;
    /**
     * Where a sign-in on another device stands, for the user who started it.
     *
     * The provider is asked at most once in the interval that it wants, by whatever number of processes: whoever polls sooner is told what is
     * known.
     * @throws HandlerError `not_found` - no such session of this user, or it ended more than a day ago.
     * @throws FlowError whatever else ended the sign-in; each further poll is told the same.
     */
    pollDeviceAuth(params: DevicePollParams, options?: WaitOptions): Promise<DevicePoll>;
    /**
     * Connects a user through the system's browser, for scripts and desktop programs (RFC 8252).
     *
     * The browser comes back to a port of this machine that is open for this session only. No handler and no `baseUrl` are needed; the config
     * must be a public client: PKCE, no secret. `timeoutMs` is how long the person may take; default until the session ends, after ten minutes.
     * @throws FlowError `access_denied`, `session_expired`, `account_mismatch` - the user said no, or somebody else signed in.
     * @throws ProviderError `timeout` - the user did not finish in time.
     * @throws ProviderConfigError `provider_not_configured`.
     * @throws whatever `open` throws.
     */
    connectInteractive(params: InteractiveParams, options: InteractiveOptions): Promise<Connection>;
    /**
     * A `fetch` that sends the credential, to the origins of the provider's API only.
     *
     * After a 401 it reports and tries once more, where the body can be sent again: not a stream, and not the body of a `Request`. A redirect
     * to elsewhere is followed without the credential.
     * @throws RequestError `invalid_request` - the URL is not one of the provider's API.
     * @throws as `getCredential` and `reportRejected`.
     * @example
     * const response = await authpipe.fetch(subject)('https://graph.microsoft.com/v1.0/me/drive');
     */
    fetch(subject: Subject): typeof globalThis.fetch;
    /**
     * The options `authStrategy` and `auth` of Octokit. After a 401 it reports and tries once more.
     *
     * @example
     * const octokit = new Octokit(authpipe.octokitAuth(subject));
     */
    octokitAuth(subject: Subject): OctokitAuth;
    /**
     * A `TokenCredential` for clients of Azure's SDK and for the Graph client's `TokenCredentialAuthenticationProvider`.
     *
     * A scope of another API than the provider's is refused. `claims` are passed on: the token that is returned is a new one.
     * @throws RequestError `invalid_request` - a scope of another API.
     * @throws as `getCredential`.
     */
    tokenCredential(subject: Subject): TokenCredentialLike;
    /**
     * The `authProvider` of `@microsoft/microsoft-graph-client`.
     *
     * The client wraps what `getCredential` throws in an error of its own. `instanceof NotConnectedError` and the like still hold for
     * it, the message and `code` are the same, and `errorFrom` gives the rest.
     */
    graphAuthProvider(subject: Subject): {
        getAccessToken(): Promise<string>;
    };
    /** Does what is due: refreshes, health checks and revocations. For `background: false`, from a cron job. */
    runMaintenance(options?: MaintenanceOptions): Promise<MaintenanceReport>;
}
