import type { Environment } from './environment.js';
import { AuthpipeClientError, toClientError } from './errors.js';
import type { Connection, DevicePoll, Installation, Session, StartedDevice, StartedSession } from './types.js';
import * as wire from './wire.js';

/** Where the handler is mounted unless the application says otherwise. */
export const DEFAULT_BASE_PATH = '/api/authpipe';

/** After this a request counts as lost. The handler bounds a provider's answer by 10 s; the rest is the network. */
const REQUEST_TIMEOUT_MS = 20_000;

/** Extra request headers, or a function that returns them; asked before each request. */
export type HeadersOption = Record<string, string> | (() => Record<string, string> | Promise<Record<string, string>>);

/** How to reach the handler. */
export interface ClientOptions {
  /** Path, or full URL, of the mounted handler. Default `/api/authpipe`. */
  basePath?: string | undefined;
  /** For applications that sign in with a bearer token. Cookies are sent in any case. Nothing of it is stored. */
  headers?: HeadersOption | undefined;
}

/** What a new session may name. Never a tenant and never a user: the application's own login decides both. */
export interface StartParams {
  provider: string;
  /** The app's registration at the provider; needed where there are several. */
  config?: string | undefined;
  scopes?: readonly string[] | undefined;
  /** Values of the definition's variables that whoever connects may choose. */
  variables?: Readonly<Record<string, string>> | undefined;
  /** The connection that is signed in to again. */
  connectionId?: string | undefined;
  /** Tells several accounts of one user at one provider apart. */
  label?: string | undefined;
  /** What the person signs in with at the provider. */
  loginHint?: string | undefined;
  /** What the provider is to ask the person, such as `select_account`. */
  prompt?: string | undefined;
  mode: 'popup' | 'redirect';
  /** Where a redirect ends: a path of the handler's origin, or a URL of an allowed origin. */
  returnTo?: string | undefined;
}

/**
 * Typed requests to the handler.
 *
 * Sends the application's cookies, the header `X-Authpipe: 1` and what `headers` returns. Never sends or receives a
 * credential, and stores nothing. Every method rejects with {@link AuthpipeClientError}.
 */
export class AuthpipeClient {
  readonly #environment: Environment;
  readonly #basePath: string;
  readonly #headers: HeadersOption | undefined;

  constructor(environment: Environment, options: ClientOptions = {}) {
    this.#environment = environment;
    this.#basePath = (options.basePath ?? DEFAULT_BASE_PATH).replace(/\/+$/, '');
    this.#headers = options.headers;
  }

  /** Origin of the handler, which its messages must come from. */
  get origin(): string {
    return new URL(this.#basePath, this.#environment.href()).origin;
  }

  /** Starts connecting an account: `POST /oauth/sessions`. */
  async startSession(params: StartParams): Promise<StartedSession> {
    return wire.readStartedSession(await this.#send('POST', '/oauth/sessions', startBody(params)));
  }

  /** Starts installing the app into an organisation: `POST /oauth/installs`. Needs the admin role. */
  async startInstall(params: StartParams): Promise<StartedSession> {
    return wire.readStartedSession(await this.#send('POST', '/oauth/installs', startBody(params)));
  }

  /** Asks for a code with which somebody signs in on another device: `POST /oauth/device/start`. */
  async startDevice(params: Omit<StartParams, 'loginHint' | 'prompt' | 'mode' | 'returnTo'>): Promise<StartedDevice> {
    const { provider, config, scopes, variables, connectionId, label } = params;
    const body = { provider, config, scopes, variables, connection_id: connectionId, label };
    return wire.readStartedDevice(await this.#send('POST', '/oauth/device/start', body), this.#environment.now());
  }

  /** Asks where a sign-in on another device stands: `POST /oauth/device/poll`. Who asks too soon is told what is known. */
  async pollDevice(sessionId: string): Promise<DevicePoll> {
    return wire.readDevicePoll(await this.#send('POST', '/oauth/device/poll', { session_id: sessionId }));
  }

  /** Asks where a session stands: `GET /oauth/sessions/{id}`. */
  async getSession(sessionId: string): Promise<Session> {
    return wire.readSession(sessionId, await this.#send('GET', sessionPath(sessionId)));
  }

  /** Hands in the one-time secret of a two-step completion: `POST /oauth/sessions/{id}/complete`. */
  async completeSession(sessionId: string, completion: string): Promise<Session> {
    return wire.readSession(sessionId, await this.#send('POST', `${sessionPath(sessionId)}/complete`, { completion }));
  }

  /** Ends a session: `DELETE /oauth/sessions/{id}`. */
  async cancelSession(sessionId: string): Promise<void> {
    await this.#send('DELETE', sessionPath(sessionId));
  }

  /** Lists the signed-in user's connections, all of them: `GET /connections`, as often as the handler has more. */
  async listConnections(query: { provider?: string | undefined } = {}): Promise<Connection[]> {
    return this.#list('/connections', query, wire.readConnections);
  }

  /** Disconnects: `DELETE /connections/{id}`. The server denies reads at once; nothing is revoked at the provider. */
  async deleteConnection(connectionId: string): Promise<void> {
    await this.#send('DELETE', `/connections/${encodeURIComponent(connectionId)}`);
  }

  /** Lists the installations of the signed-in user's organisation, all of them: `GET /installations`, as often as the handler has more. */
  async listInstallations(query: { provider?: string | undefined } = {}): Promise<Installation[]> {
    return this.#list('/installations', query, wire.readInstallations);
  }

  /** Ends an installation: `DELETE /installations/{id}`. Needs the admin role. */
  async deleteInstallation(installationId: string): Promise<void> {
    await this.#send('DELETE', `/installations/${encodeURIComponent(installationId)}`);
  }

  /** Part after part. A place that comes twice would lead around for ever. */
  async #list<T extends { provider: string }>(
    path: string,
    { provider }: { provider?: string | undefined },
    read: (value: unknown) => wire.ListPart<T>,
  ): Promise<T[]> {
    const all: T[] = [];
    const places = new Set<string>();
    for (let after: string | null = null; ; ) {
      const { items, next } = read(await this.#send('GET', path + searchOf({ provider, after })));
      all.push(...items.filter((one) => provider === undefined || one.provider === provider));
      if (next === null) return all;
      if (places.has(next)) throw wire.unexpected('a list that begins again where it was');
      places.add(next);
      after = next;
    }
  }

  async #send(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown> {
    const environment = this.#environment;
    const abort = new AbortController();
    const timer = environment.setTimeout(() => abort.abort(), REQUEST_TIMEOUT_MS);
    try {
      const own = typeof this.#headers === 'function' ? await this.#headers() : this.#headers;
      const response = await environment.fetch(this.#basePath + path, {
        method,
        headers: {
          ...own,
          Accept: 'application/json, application/problem+json',
          'X-Authpipe': '1',
          ...(method === 'GET' ? {} : { 'Content-Type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        credentials: 'include',
        cache: 'no-store',
        // The handler's JSON routes never redirect. Following one could carry a completion secret to a login page.
        redirect: 'manual',
        signal: abort.signal,
      });
      return await readBody(response);
    } catch (cause) {
      if (abort.signal.aborted) throw new AuthpipeClientError({ code: 'timeout', message: 'The server did not answer.' });
      throw toClientError(cause);
    } finally {
      environment.clearTimeout(timer);
    }
  }
}

async function readBody(response: Response): Promise<unknown> {
  if (response.type === 'opaqueredirect') {
    throw wire.unexpected('a redirect', 'Exclude basePath from middleware that redirects to a login page.');
  }
  const body = await response.text();
  let json: unknown;
  try {
    json = body === '' ? undefined : JSON.parse(body);
  } catch {
    json = undefined;
  }
  if (!response.ok) throw wire.readProblem(response.status, json);
  return json;
}

function startBody(params: StartParams): object {
  const { provider, config, scopes, variables, connectionId, label, loginHint, prompt, mode, returnTo } = params;
  return {
    provider, config, scopes, variables, connection_id: connectionId, label, login_hint: loginHint, prompt, mode, return_to: returnTo,
  };
}

function searchOf(query: Record<string, string | null | undefined>): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => typeof pair[1] === 'string');
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}

function sessionPath(sessionId: string): string {
  return `/oauth/sessions/${encodeURIComponent(sessionId)}`;
}
