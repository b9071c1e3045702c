// The provider emulator for tests: a program of its own on loopback, a clock that moves both sides, people who sign in without a browser.

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { Authpipe } from './authpipe';
import { TestClock } from './clock';
import { createHandler } from './handler';
import type { AuthSession, AuthpipeOptions, Principal, Session } from './types';

/** The provider that the sandbox plays. */
export const PROVIDER = 'microsoft-onedrive';
/** An administrator of the sandbox's organisation. */
export const ADMIN = 'ada@contoso.example';
/** A member of it. */
export const MEMBER = 'bob@contoso.example';
/** Another member of it. */
export const OTHER = 'carla@contoso.example';

const CLIENT_ID = 'a1b2c3d4-0000-4000-8000-00000000c11e';
const TOOL = join(__dirname, '..', 'bin', 'authpipe.js');

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

interface World {
  apps: { secrets: string[] }[];
}

interface Ready {
  http_origin: string;
  tls_origin: string;
  control: string;
}

/**
 * Starts a provider emulator: the Microsoft identity platform with Graph, over http and TLS on free ports of the loopback interface.
 * It ends with `close()`, and with this process however that ends. It does not keep the process alive.
 *
 * @example
 * const sandbox = await startSandbox();
 * const authpipe = new Authpipe(sandbox.options());
 * await sandbox.connect(authpipe, { tenantId: 'org_acme', userId: 'user_123' });
 */
export async function startSandbox(): Promise<Sandbox> {
  const folder = mkdtempSync(join(tmpdir(), 'authpipe-sandbox-'));
  const caFile = join(folder, 'ca.pem');
  const child = spawn(process.execPath, [TOOL, 'sandbox', '--ca-file', caFile, '--exit-with-stdin'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    windowsHide: true,
  });
  try {
    const [ready, { stdout }] = await Promise.all([
      firstLine(child),
      // The tool makes keys; the library never does.
      promisify(execFile)(process.execPath, [TOOL, '--json', 'key', 'generate']),
    ]);
    const { key } = JSON.parse(stdout) as { key: string };
    const sandbox = new Sandbox(child, folder, ready, key, '');
    const world = (await sandbox.control('GET', '/world')) as World;
    // A process that only waits for the sandbox ends.
    child.unref();
    for (const stream of [child.stdin, child.stdout]) (stream as unknown as { unref?(): void } | null)?.unref?.();
    return new Sandbox(child, folder, ready, key, world.apps[0]?.secrets[0] ?? '');
  } catch (error) {
    child.kill();
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function firstLine(child: ChildProcess): Promise<Ready> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The sandbox did not start; it ended with ${code}.`)));
    const { stdout } = child;
    if (stdout === null) return reject(new Error('The sandbox has no output.'));
    createInterface({ input: stdout }).once('line', (line) => resolve(JSON.parse(line) as Ready));
  });
}

/** A running provider emulator: see {@link startSandbox}. */
export class Sandbox {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #control: string;
  /** Its origin for http. */
  readonly httpOrigin: string;
  /** Its origin for TLS. */
  readonly tlsOrigin: string;
  /** The authority of `tlsOrigin`, a file in PEM. */
  readonly caFile: string;
  /** A root key for vaults of tests. */
  readonly key: string;
  /** The clock of every `Authpipe` made with `options()`; `advance` moves it together with the sandbox's. */
  readonly clock = new TestClock();
  /** The client id of the application that is registered there. */
  readonly clientId: string = CLIENT_ID;
  /** Its client secret. */
  readonly clientSecret: string;

  /** @internal */
  constructor(child: ChildProcess, folder: string, ready: Ready, key: string, clientSecret: string) {
    this.#child = child;
    this.#folder = folder;
    this.#control = ready.control;
    this.httpOrigin = ready.http_origin;
    this.tlsOrigin = ready.tls_origin;
    this.caFile = join(folder, 'ca.pem');
    this.key = key;
    this.clientSecret = clientSecret;
  }

  /** Ends the emulator and waits for it. Calling it again does nothing. */
  async close(): Promise<void> {
    const child = this.#child;
    if (child.exitCode === null && child.signalCode === null) {
      child.ref();
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.stdin?.end();
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /**
   * The value of `dangerOrigins` that makes the provider this sandbox.
   * @param tls whether its API is spoken to over TLS; clients then need `caFile`
   */
  origins({ tls = false }: { tls?: boolean } = {}): Record<string, Record<string, string>> {
    return { [PROVIDER]: { login: this.httpOrigin, graph: tls ? this.tlsOrigin : this.httpOrigin } };
  }

  /**
   * Options for an `Authpipe`: development mode, a vault in memory, and this sandbox as the provider.
   * @param more options that are added, or replace these; `tls` as for `origins`
   */
  options({ tls = false, ...more }: AuthpipeOptions & { tls?: boolean } = {}): AuthpipeOptions {
    return {
      vault: 'memory:',
      key: this.key,
      mode: 'development',
      baseUrl: 'http://localhost:4000/api/authpipe',
      background: false,
      providers: { [PROVIDER]: { clientId: this.clientId, clientSecret: this.clientSecret, scopes: ['Files.Read'] } },
      dangerOrigins: this.origins({ tls }),
      extraCaFile: this.caFile,
      testClock: this.clock,
      ...more,
    };
  }

  /** Puts the clock forward, in milliseconds: here and in every `Authpipe` made with `options()`. */
  async advance(milliseconds: number): Promise<void> {
    // First: what it refuses has moved neither clock.
    this.clock.advance(milliseconds);
    await this.control('POST', '/clock', { advance_ms: milliseconds });
  }

  /**
   * Goes through the provider's pages with a fresh browser. Gives the URL that leads back to the application.
   * @param url the URL to open, such as `authorizationUrl`
   */
  async signIn(url: string, { username = MEMBER, decision = 'accept' }: Partial<SignIn> = {}): Promise<string> {
    const { location } = await this.control('POST', '/browser', { url, username, decision });
    return location as string;
  }

  /**
   * Connects a user, from the session to the stored credential, through the application's handler.
   * @throws Error if the session ends otherwise: see `deny` for a person who says no.
   */
  async connect(authpipe: Authpipe, who: SignIn): Promise<Ended> {
    const { tenantId, userId, username = MEMBER, decision, label, provider = PROVIDER } = who;
    const named = label === undefined ? {} : { label };
    const session = await authpipe.createAuthSession({ provider, tenantId, userId, mode: 'popup', ...named });
    const ended = await this.#end(authpipe, session, { tenantId, userId, role: 'member' }, username, decision);
    return mustBe('complete', ended);
  }

  /** Installs the application into the organisation of whoever signs in; otherwise as `connect`. */
  async install(authpipe: Authpipe, { tenantId, userId, username = ADMIN, decision, provider = PROVIDER }: SignIn): Promise<Ended> {
    const session = await authpipe.createInstallSession({ provider, tenantId, userId, mode: 'popup' });
    const ended = await this.#end(authpipe, session, { tenantId, userId, role: 'admin' }, username, decision);
    return mustBe('complete', ended);
  }

  /**
   * Installs it, and the permissions take a while to spread: the installation is `pending` until `advance` has gone on for longer, and
   * `runMaintenance()` has looked again.
   * @param milliseconds how long that takes; default five minutes
   */
  async installPending(authpipe: Authpipe, who: SignIn, milliseconds: number = 300_000): Promise<Ended> {
    await this.control('POST', '/settings', { consent_propagation_s: Math.ceil(milliseconds / 1000) });
    try {
      return await this.install(authpipe, who);
    } finally {
      await this.control('POST', '/settings', { consent_propagation_s: 0 });
    }
  }

  /**
   * Installs it, and whoever did has not proved to be an administrator there: the installation is `pending_approval` until server code calls
   * `installations.approve`.
   */
  async installUnapproved(authpipe: Authpipe, who: SignIn): Promise<Ended> {
    await this.control('POST', `/apps/${this.clientId}`, { group_membership_claims: false });
    try {
      return await this.install(authpipe, who);
    } finally {
      await this.control('POST', `/apps/${this.clientId}`, { group_membership_claims: true });
    }
  }

  /**
   * The person says no on the consent page: the session ends `cancelled`, and nothing is stored.
   * @throws Error where the provider does not ask: the person has consented before, or an administrator has for the whole organisation, as
   * `install` does. Nothing is stored then either.
   */
  async deny(authpipe: Authpipe, who: Omit<SignIn, 'decision' | 'label'>): Promise<Ended> {
    const { tenantId, userId, username = MEMBER, provider = PROVIDER } = who;
    const session = await authpipe.createAuthSession({ provider, tenantId, userId, mode: 'popup' });
    return mustBe('cancelled', await this.#end(authpipe, session, { tenantId, userId, role: 'member' }, username, 'cancel', mustAsk));
  }

  /** Takes away what a person has granted: their refresh tokens end, the next refresh is refused. */
  async revoke(username: string = MEMBER): Promise<void> {
    await this.control('POST', '/revoke', { what: 'user_tokens', user: username });
  }

  /** Ends a person's access tokens and nothing else, without moving the clock: the API answers 401, and the next refresh works. */
  async endAccessTokens(username: string = MEMBER): Promise<void> {
    await this.control('POST', '/revoke', { what: 'access_tokens', user: username });
  }

  /** The provider and its API answer 503 from now on, until `up()`. */
  async down(): Promise<void> {
    await this.control('POST', '/faults', { endpoint: 'any', action: 'status', status: 503, times: 'always' });
  }

  /** The provider and its API answer 429 with `Retry-After` from now on, until `up()`. */
  async throttle(retryAfterSeconds: number = 30): Promise<void> {
    const fault = { endpoint: 'any', action: 'status', status: 429, retry_after: retryAfterSeconds, times: 'always' };
    await this.control('POST', '/faults', fault);
  }

  /** Ends `down()` and `throttle()`. */
  async up(): Promise<void> {
    await this.control('DELETE', '/faults');
  }

  /** Lets every access token that was issued expire, by moving the clock past the longest lifetime. */
  async expireTokens(): Promise<void> {
    await this.advance(29 * 60 * 60 * 1000);
  }

  /** From now on the provider grants these scopes only, whatever was asked for and consented to. */
  async narrowScopes(scopes: readonly string[]): Promise<void> {
    await this.control('POST', '/settings', { granted_scopes: scopes });
  }

  /**
   * Forgets what tests have changed: tokens, consents, faults, people, settings and the list of requests. The clock stays where it is,
   * because an `Authpipe` that was made before would not go back with it.
   */
  async reset(): Promise<void> {
    await this.control('POST', '/reset');
  }

  /** The refresh requests that the provider has seen, oldest first. */
  async refreshes(): Promise<Record<string, unknown>[]> {
    const { entries } = await this.control('GET', '/ledger?kind=token_request&grant_type=refresh_token');
    return entries as Record<string, unknown>[];
  }

  /**
   * Calls the sandbox's control interface, which reaches everything that it can do.
   * @param path the path below `/_sandbox`
   * @param body what is sent as JSON
   */
  // biome-ignore lint/suspicious/noExplicitAny: the answers are whatever the interface says.
  async control(method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<any> {
    const response = await fetch(`${this.#control}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch((cause: unknown) => {
      throw new Error('sandbox: it does not answer; it was closed, or has ended', { cause });
    });
    const answer = (await response.json()) as { error?: unknown };
    if (!response.ok) throw new Error(`sandbox: ${String(answer.error)}`);
    return answer;
  }

  /** What a browser does with a session that server code has made, and what the page then reads. */
  async #end(
    authpipe: Authpipe,
    session: AuthSession,
    as: Principal,
    username: string,
    decision?: Decision,
    judge?: (back: string, username: string) => void,
  ): Promise<Ended> {
    const handler = createHandler(authpipe, { identify: () => as });
    const cookies = new Map<string, string>();
    const keep = (lines: readonly string[]) => {
      for (const line of lines) {
        const [pair = ''] = line.split(';', 1);
        const at = pair.indexOf('=');
        const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
        if (value === '') cookies.delete(name);
        else cookies.set(name, value);
      }
    };
    const get = async (url: string) => {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await handler(new Request(url, { headers: { cookie } }));
      keep(response.headers.getSetCookie());
      return response;
    };
    keep(session.setCookie);
    let url = session.authorizationUrl;
    while (url.startsWith(this.httpOrigin) || url.startsWith(this.tlsOrigin)) {
      const back = await this.signIn(url, { username, ...(decision === undefined ? {} : { decision }) });
      judge?.(back, username);
      url = (await get(back)).headers.get('location') ?? '';
    }
    return authpipe.sessions.get(session.sessionId, { tenantId: as.tenantId });
  }
}

/** Before the application hears of it: an answer without a no would connect. */
function mustAsk(back: string, username: string): void {
  if (new URL(back).searchParams.has('error')) return;
  throw new Error(
    `The provider did not ask ${username} for consent, so nobody could say no: that person has consented before, or an administrator ` +
      'has for the whole organisation, as install() does. Take another username, or reset() first.',
  );
}

function mustBe(status: string, ended: Ended): Ended {
  if (ended.status !== status) throw new Error(`The session did not end ${status}: ${JSON.stringify(ended)}`);
  return ended;
}
