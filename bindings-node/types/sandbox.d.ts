import type { Authpipe } from './authpipe';
import { TestClock } from './clock';
import type { AuthpipeOptions, Session } from './types';
/** The provider that the sandbox plays. */
export declare const PROVIDER = "microsoft-onedrive";
/** An administrator of the sandbox's organisation. */
export declare const ADMIN = "ada@contoso.example";
/** A member of it. */
export declare const MEMBER = "bob@contoso.example";
/** Another member of it. */
export declare const OTHER = "carla@contoso.example";
/** What a person does on the provider's consent page. */
export type Decision = 'accept' | 'accept_for_organisation' | 'cancel';
/** Who connects in the application, and who that is at the provider. */
export interface SignIn {
    /** The tenant. */
    tenantId: string;
    /** The user. */
    userId: string;
    /** Who signs in at the provider; a member of its organisation, for an installation an administrator. */
    username?: string;
    /** What that person does on the consent page; default `accept`. */
    decision?: Decision;
    /** For a connection: tells several accounts of one user apart. */
    label?: string;
    /** One of the options' `providers` that the emulator plays; default Microsoft OneDrive. */
    provider?: string;
}
/** How a session ended, as `authpipe.sessions.get` tells a server. */
export type Ended = Session;
/**
 * Starts a provider emulator: the Microsoft identity platform with Graph, over http and TLS on free ports of the loopback interface.
 * It ends with `close()`, and with this process however that ends. It does not keep the process alive.
 *
 * @example
 * const sandbox = await startSandbox();
 * const authpipe = new Authpipe(sandbox.options());
 * await sandbox.connect(authpipe, { tenantId: 'org_acme', userId: 'user_123' });
 */
export declare function startSandbox(): Promise<Sandbox>;
/** A running provider emulator: see {@link startSandbox}. */
export declare class Sandbox {
    #private;
    /** Its origin for http. */
    readonly httpOrigin: string;
    /** Its origin for TLS. */
    readonly tlsOrigin: string;
    /** The authority of `tlsOrigin`, a file in PEM. */
    readonly caFile: string;
    /** A root key for vaults of tests. */
    readonly key: string;
    /** The clock of every `Authpipe` made with `options()`; `advance` moves it together with the sandbox's. */
    readonly clock: TestClock;
    /** The client id of the application that is registered there. */
    readonly clientId: string;
    /** Its client secret. */
    readonly clientSecret: string;
    /** Ends the emulator and waits for it. Calling it again does nothing. */
    close(): Promise<void>;
    [Symbol.asyncDispose](): Promise<void>;
    /**
     * The value of `dangerOrigins` that makes the provider this sandbox.
     * @param tls whether its API is spoken to over TLS; clients then need `caFile`
     */
    origins({ tls }?: {
        tls?: boolean;
    }): Record<string, Record<string, string>>;
    /**
     * Options for an `Authpipe`: development mode, a vault in memory, and this sandbox as the provider.
     * @param more options that are added, or replace these; `tls` as for `origins`
     */
    options({ tls, ...more }?: AuthpipeOptions & {
        tls?: boolean;
    }): AuthpipeOptions;
    /** Puts the clock forward, in milliseconds: here and in every `Authpipe` made with `options()`. */
    advance(milliseconds: number): Promise<void>;
    /**
     * Goes through the provider's pages with a fresh browser. Gives the URL that leads back to the application.
     * @param url the URL to open, such as `authorizationUrl`
     */
    signIn(url: string, { username, decision }?: Partial<SignIn>): Promise<string>;
    /**
     * Connects a user, from the session to the stored credential, through the application's handler.
     * @throws Error if the session ends otherwise: see `deny` for a person who says no.
     */
    connect(authpipe: Authpipe, who: SignIn): Promise<Ended>;
    /** Installs the application into the organisation of whoever signs in; otherwise as `connect`. */
    install(authpipe: Authpipe, { tenantId, userId, username, decision, provider }: SignIn): Promise<Ended>;
    /**
     * Installs it, and the permissions take a while to spread: the installation is `pending` until `advance` has gone on for longer, and
     * `runMaintenance()` has looked again.
     * @param milliseconds how long that takes; default five minutes
     */
    installPending(authpipe: Authpipe, who: SignIn, milliseconds?: number): Promise<Ended>;
    /**
     * Installs it, and whoever did has not proved to be an administrator there: the installation is `pending_approval` until server code calls
     * `installations.approve`.
     */
    installUnapproved(authpipe: Authpipe, who: SignIn): Promise<Ended>;
    /**
     * The person says no on the consent page: the session ends `cancelled`, and nothing is stored.
     * @throws Error where the provider does not ask: the person has consented before, or an administrator has for the whole organisation, as
     * `install` does. Nothing is stored then either.
     */
    deny(authpipe: Authpipe, who: Omit<SignIn, 'decision' | 'label'>): Promise<Ended>;
    /** Takes away what a person has granted: their refresh tokens end, the next refresh is refused. */
    revoke(username?: string): Promise<void>;
    /** Ends a person's access tokens and nothing else, without moving the clock: the API answers 401, and the next refresh works. */
    endAccessTokens(username?: string): Promise<void>;
    /** The provider and its API answer 503 from now on, until `up()`. */
    down(): Promise<void>;
    /** The provider and its API answer 429 with `Retry-After` from now on, until `up()`. */
    throttle(retryAfterSeconds?: number): Promise<void>;
    /** Ends `down()` and `throttle()`. */
    up(): Promise<void>;
    /** Lets every access token that was issued expire, by moving the clock past the longest lifetime. */
    expireTokens(): Promise<void>;
    /** From now on the provider grants these scopes only, whatever was asked for and consented to. */
    narrowScopes(scopes: readonly string[]): Promise<void>;
    /**
     * Forgets what tests have changed: tokens, consents, faults, people, settings and the list of requests. The clock stays where it is,
     * because an `Authpipe` that was made before would not go back with it.
     */
    reset(): Promise<void>;
    /** The refresh requests that the provider has seen, oldest first. */
    refreshes(): Promise<Record<string, unknown>[]>;
    /**
     * Calls the sandbox's control interface, which reaches everything that it can do.
     * @param path the path below `/_sandbox`
     * @param body what is sent as JSON
     */
    control(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<any>;
}
