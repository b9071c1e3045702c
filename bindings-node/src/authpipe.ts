// The object that an application makes: each method converts, calls the core, and converts back.
/// <reference lib="esnext.disposable" preserve="true" />

import { signalOf } from './abort';
import { call, callSync, withDates } from './call';
import { nativeClock } from './clock';
import { fetchAs, forGraphClient, type OctokitAuth, octokitAuthAs, type TokenCredentialLike, tokenCredentialAs } from './clients';
import { Credential } from './credential';
import { ConfigError, RequestError, wrongArgumentError } from './errors';
import { connectWith } from './interactive';
import { KeptCredentials } from './kept';
import { type Log, drainOf, logOf, placeOf } from './log';
import { type Core, type CredentialFields, loadNative } from './native';
import { ownOf } from './own';
import { withoutPrinting } from './personal';
import { Audit, Connections, Events, Installations, Sessions } from './resources';
import { BrowserSession } from './session';
import type {
  AuthSession,
  AuthSessionParams,
  DeviceAuth,
  DevicePoll,
  DevicePollParams,
  DeviceStartParams,
  AuthpipeOptions,
  CallOptions,
  Connection,
  InstallSessionParams,
  InteractiveOptions,
  InteractiveParams,
  MaintenanceOptions,
  MaintenanceReport,
  Rejection,
  StoreCredentialParams,
  StoredCredential,
  StoredCredentials,
  StoreManyOptions,
  Subject,
  WaitOptions,
} from './types';

/** By which copies of this package find the native object of an `Authpipe` that another copy made. */
const CORE = Symbol.for('authpipe.core');
const LOG = Symbol.for('authpipe.log');

/**
 * The credential layer of an application. Make one, at module level: it validates its options at once and opens the vault
 * at first use.
 *
 * @example
 * const authpipe = new Authpipe({ providers: { 'microsoft-onedrive': { clientId, clientSecret } } });
 * const { credential } = await authpipe.getCredential({ provider: 'microsoft-onedrive', tenantId: 'org_acme', userId: 'user_123' });
 */
export class Authpipe {
  readonly #core: Core;
  readonly #kept: KeptCredentials;
  readonly #log: Log | undefined;
  readonly #drain: (() => void) | undefined;

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
  constructor(options: AuthpipeOptions = {}) {
    const { Core: NativeCore, LogLines } = loadNative();
    const log = logOf(options?.logger);
    const lines = log && options.logger && new LogLines(placeOf(options.logger));
    const drain = log && lines && drainOf(lines, log);
    const own = ownOf(options);
    const core = callSync(() => new NativeCore(options, nativeClock(options?.testClock), lines, drain, own?.questions, own));
    this.#core = core;
    this.#log = log;
    this.#drain = drain;
    this.#kept = new KeptCredentials(core);
    const get = (): Core => core;
    this.connections = new Connections(get);
    this.installations = new Installations(get);
    this.sessions = new Sessions(get);
    this.events = new Events(get);
    this.audit = new Audit(get);
  }

  /**
   * Opens the vault, checks the key and migrates. Optional: it makes a wrong configuration fail at boot.
   * @throws ConfigError `key_missing`, `key_mismatch`, `config_invalid`, `base_url_missing`.
   * @throws ProviderConfigError `provider_not_configured` - a client id, a secret or a key is absent.
   * @throws VaultError `vault_unavailable`, `vault_locked`, `vault_newer`, `environment_mismatch`.
   */
  async ready(options?: WaitOptions): Promise<void> {
    await call(() => this.#core.ready(options), options);
  }

  /**
   * Finishes refreshes under way and lets go of the vault. Whoever calls it again waits for the same end.
   *
   * @throws VaultError `vault_unavailable`: neither the vault nor its spool could be written, and renewed tokens are lost with this
   * process. It is closed none the less.
   */
  async close(): Promise<void> {
    this.#kept.close();
    try {
      await call(() => this.#core.close());
    } finally {
      this.#drain?.();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

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
  async getCredential(subject: Subject, options?: CallOptions): Promise<Credential> {
    // Whatever would have answered: what stops the waiting is judged first.
    const signal = signalOf(options);
    if (signal?.aborted) throw signal.reason;
    if (options === undefined || isPlain(options)) {
      const atHand = this.#kept.get(subject) ?? this.#ask(subject, (core) => core.getWithValidity(subject));
      if (atHand !== undefined) return atHand;
    }
    const fields = await call(() => this.#core.getCredential(subject, options), options);
    return new Credential(fields);
  }

  /**
   * The credential if it is at hand, otherwise null. It never waits, opens or loads.
   *
   * A look is not a use: a connection that is only looked at counts as idle. So a day after its use was last noted the answer is
   * null too, until somebody asks `getCredential`.
   * @throws RequestError `invalid_id`, `user_id_required` - an id is outside its grammar, or nobody is named.
   * @throws UsageError `closed`.
   */
  peekCredential(subject: Subject): Credential | null {
    return this.#kept.get(subject) ?? this.#ask(subject, (core) => core.peekWithValidity(subject)) ?? null;
  }

  /**
   * After a 401: refreshes only if that generation is still current, and returns the credential to try again with.
   *
   * However many callers report one generation, it is refreshed once. The rejected credential is never the answer.
   * @throws NotConnectedError as `getCredential`.
   * @throws ReauthRequiredError `reauth_required` - the user must sign in again.
   * @throws RequestError `invalid_request` - `claims` is no claims challenge.
   */
  async reportRejected(subject: Subject, rejection: Rejection, options?: WaitOptions): Promise<Credential> {
    return new Credential(await call(() => this.#core.reportRejected(subject, rejection, options), options));
  }

  /**
   * Seals an API key or webhook secret into the vault.
   * @throws RequestError `invalid_request`, `user_id_required`.
   */
  async storeCredential(params: StoreCredentialParams, options?: WaitOptions): Promise<StoredCredential> {
    return (await call(() => this.#core.storeCredential(params, options), options)) as StoredCredential;
  }

  /**
   * Seals many API keys or webhook secrets into the vault.
   *
   * All rows are judged before the first is stored: a row that is wrong is named by its number, and nothing is stored then. They are stored
   * in parts, each with one commit; `onProgress` is told after each how many are done. Where the vault fails half way, what was stored
   * stays, and storing it again replaces it by the same. No live test runs. `timeoutMs` bounds each part.
   * @throws RequestError `invalid_request`, `user_id_required`.
   */
  async storeCredentials(rows: Iterable<StoreCredentialParams>, options: StoreManyOptions = {}): Promise<StoredCredentials> {
    signalOf(options);
    if (!isOptions(options ?? {})) throw wrongArgumentError(RequestError, 'options must be an object.');
    const { onProgress, ...waiting } = options ?? {};
    if (typeof rows === 'string' || typeof (rows as Iterable<unknown> | null | undefined)?.[Symbol.iterator] !== 'function') {
      throw wrongArgumentError(RequestError, 'storeCredentials takes a list of rows, or anything else that gives them one by one.');
    }
    if (onProgress !== undefined && typeof onProgress !== 'function') {
      throw wrongArgumentError(RequestError, 'onProgress must be a function.');
    }
    const batch = callSync(() => this.#core.credentialBatch());
    for (const part of parts(rows, batch.part)) await call(() => batch.add(part, waiting), waiting);
    for (;;) {
      const { stored, total, created, updated } = await call(() => batch.storeNext(waiting), waiting);
      if (stored > 0) onProgress?.(stored, total);
      if (stored === total) return { created, updated };
    }
  }

  /**
   * Starts the authorisation of a user. Send every `setCookie` with the redirect to `authorizationUrl`.
   * @throws ConfigError `base_url_missing`.
   * @throws RequestError `scope_not_allowed`, `scope_unavailable`, `invalid_request`.
   */
  async createAuthSession(params: AuthSessionParams, options?: WaitOptions): Promise<AuthSession> {
    return new BrowserSession(await call(() => this.#core.createAuthSession(params, options), options));
  }

  /**
   * Starts an installation. Calling it in server code is the administrator's authority: check who is asking first.
   * @throws ConfigError `base_url_missing`.
   * @throws RequestError `invalid_request` - the provider has no installations.
   */
  async createInstallSession(params: InstallSessionParams, options?: WaitOptions): Promise<AuthSession> {
    return new BrowserSession(await call(() => this.#core.createInstallSession(params, options), options));
  }

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
  async startDeviceAuth(params: DeviceStartParams, options?: WaitOptions): Promise<DeviceAuth> {
    const started = withDates<DeviceAuth>(await call(() => this.#core.startDeviceAuth(params, options), options));
    return withoutPrinting(started, ['userCode', 'verificationUriComplete']);
  }

  /**
   * Where a sign-in on another device stands, for the user who started it.
   *
   * The provider is asked at most once in the interval that it wants, by whatever number of processes: whoever polls sooner is told what is
   * known.
   * @throws HandlerError `not_found` - no such session of this user, or it ended more than a day ago.
   * @throws FlowError whatever else ended the sign-in; each further poll is told the same.
   */
  async pollDeviceAuth(params: DevicePollParams, options?: WaitOptions): Promise<DevicePoll> {
    return (await call(() => this.#core.pollDeviceAuth(params, options), options)) as DevicePoll;
  }

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
  async connectInteractive(params: InteractiveParams, options: InteractiveOptions): Promise<Connection> {
    return connectWith(this.#core, params, options);
  }

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
  fetch(subject: Subject): typeof globalThis.fetch {
    return fetchAs(this, subject);
  }

  /**
   * The options `authStrategy` and `auth` of Octokit. After a 401 it reports and tries once more.
   *
   * @example
   * const octokit = new Octokit(authpipe.octokitAuth(subject));
   */
  octokitAuth(subject: Subject): OctokitAuth {
    return octokitAuthAs(this, subject);
  }

  /**
   * A `TokenCredential` for clients of Azure's SDK and for the Graph client's `TokenCredentialAuthenticationProvider`.
   *
   * A scope of another API than the provider's is refused. `claims` are passed on: the token that is returned is a new one.
   * @throws RequestError `invalid_request` - a scope of another API.
   * @throws as `getCredential`.
   */
  tokenCredential(subject: Subject): TokenCredentialLike {
    return tokenCredentialAs(this, subject);
  }

  /**
   * The `authProvider` of `@microsoft/microsoft-graph-client`.
   *
   * The client wraps what `getCredential` throws in an error of its own. `instanceof NotConnectedError` and the like still hold for
   * it, the message and `code` are the same, and `errorFrom` gives the rest.
   */
  graphAuthProvider(subject: Subject): { getAccessToken(): Promise<string> } {
    return {
      getAccessToken: async () => {
        try {
          const credential = await this.getCredential(subject);
          // What has no header goes to no API.
          credential.headers();
          return credential.credential;
        } catch (error) {
          throw forGraphClient(error);
        }
      },
    };
  }

  /** Does what is due: refreshes, health checks and revocations. For `background: false`, from a cron job. */
  async runMaintenance(options: MaintenanceOptions = {}): Promise<MaintenanceReport> {
    return (await call(() => this.#core.runMaintenance(options), options)) as MaintenanceReport;
  }

  /** What the core has at hand, kept for as long as it is valid. */
  #ask(subject: Subject, question: (core: Core) => CredentialFields | null): Credential | undefined {
    return callSync(() => {
      const fields = question(this.#core);
      return fields === null ? undefined : this.#kept.keep(subject, fields);
    });
  }

  /** @internal */
  [CORE](): Core {
    return this.#core;
  }

  /** @internal */
  [LOG](): Log | undefined {
    return this.#log;
  }
}

/** @internal */
export function coreOf(authpipe: Authpipe): Core {
  // Not instanceof: it may be of another copy of this package.
  if (typeof authpipe === 'object' && authpipe !== null && CORE in authpipe) return authpipe[CORE]();
  throw wrongArgumentError(ConfigError, 'The first argument of a handler must be an Authpipe.');
}

/** Where the object's lines go; undefined where the application has no logger. @internal */
export function logOfClient(authpipe: Authpipe): Log | undefined {
  return LOG in authpipe ? authpipe[LOG]() : undefined;
}

// Anything else asks for a judgement that only the core can make: so does a name that is not known here.
function isPlain(options: CallOptions): boolean {
  if (!isOptions(options)) return false;
  for (const [name, value] of Object.entries(options)) {
    const isPlainMember = name === 'signal' || value === undefined || (name === 'forceRefresh' && value === false);
    if (!isPlainMember) return false;
  }
  return true;
}

/** Whether it can be an object of options: a list or a map has none of their members, and whatever is given in it would be ignored. */
function isOptions(options: unknown): options is object {
  return typeof options === 'object' && options !== null && typeof (options as { forEach?: unknown }).forEach !== 'function';
}

/** Parts of that size, the last one smaller. */
function* parts<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let part: T[] = [];
  for (const item of items) {
    part.push(item);
    if (part.length === size) {
      yield part;
      part = [];
    }
  }
  if (part.length > 0) yield part;
}
