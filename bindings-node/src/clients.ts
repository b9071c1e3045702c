// Clients of other libraries, fed with the credentials of one subject. A credential goes to the origins of its provider's API only.

import { readClaims } from './claims';
import type { Credential } from './credential';
import { AuthpipeError, RequestError, wrongArgumentError } from './errors';
import { isOctokitRejection, isRejection } from './rejection';
import type { CallOptions, Rejection, Subject, WaitOptions } from './types';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
/** As the Fetch standard has it. */
const MOST_REDIRECTS = 20;
/** What the standard takes off a request that goes to another origin. */
const FOR_ONE_ORIGIN = ['authorization', 'cookie', 'host', 'proxy-authorization'];
/** What describes a body, and goes with it where a redirect turns a request into a GET. */
const OF_A_BODY = ['content-encoding', 'content-language', 'content-length', 'content-location', 'content-type'];

const FORM = /^\s*application\/x-www-form-urlencoded\s*(;|$)/i;

/** What a client needs of an `Authpipe`. */
interface Source {
  getCredential(subject: Subject, options?: CallOptions): Promise<Credential>;
  reportRejected(subject: Subject, rejection: Rejection, options?: WaitOptions): Promise<Credential>;
}

/** @internal */
export function fetchAs(authpipe: Source, subject: Subject): typeof globalThis.fetch {
  return async (input, init) => {
    // The parts of a form are told apart by a text that is chosen when it is written, so it is written once.
    if (init?.body instanceof FormData) init = await written(input, init);
    const first = judged(input, { ...init, redirect: 'manual' });
    const mode = init?.redirect ?? (input instanceof Request ? input.redirect : 'follow');
    if (!['follow', 'error', 'manual'].includes(mode)) throw wrongArgumentError(RequestError, 'redirect must be follow, error or manual.');
    const { signal } = first;
    const body = new Body(first, init);
    const waiting = { signal };
    let credential = await authpipe.getCredential(subject, waiting);
    mustReceive(credential, first.url);
    const headers = new Headers(first.headers);
    let { url, method } = first;
    let isRepeated = false;
    for (let hops = 0; ; ) {
      const isReceiver = mayReceive(credential, url);
      const own = new Headers(headers);
      // A stand-in of a test has headers only.
      const query = credential.inAddress?.();
      const signs = credential.signs?.() ?? false;
      if (isReceiver && query === undefined) {
        const carried = signs ? credential.sign({ method, url, form: await body.form(own) }) : credential.headers();
        for (const [name, value] of Object.entries(carried)) own.set(name, value);
      }
      const sent = { ...rest(first, init), method, headers: own, redirect: 'manual', signal, ...body.take() } as RequestInit;
      const address = isReceiver && query !== undefined ? withQuery(url, query) : url;
      const answer = await globalThis.fetch(address, sent);
      // The answer shows its address, in logs too.
      const response = address === url ? answer : withUrl(answer, url);
      if (!response.ok && isReceiver && !isRepeated && isSignedIn(credential) && (await isRejection(response, method))) {
        const claims = readClaims(response.headers.get('www-authenticate'));
        const rejection = { generation: credential.generation, ...(claims === undefined ? {} : { claims }) };
        const canRepeat = body.canRepeat;
        const renewed = await authpipe.reportRejected(subject, rejection, waiting).catch(async (error: unknown) => {
          await leave(response);
          throw error;
        });
        // It is reported all the same, so that the next request has a credential that works.
        if (!canRepeat) return response;
        await leave(response);
        credential = renewed;
        isRepeated = true;
        continue;
      }
      const location = REDIRECTS.has(response.status) && mode !== 'manual' ? response.headers.get('location') : null;
      if (location === null) return marked(response, hops > 0);
      await response.body?.cancel();
      if (mode === 'error') throw new TypeError('fetch failed: a redirect was met, and redirect is "error".');
      if (++hops > MOST_REDIRECTS) throw new TypeError('fetch failed: too many redirects.');
      // What the runtime says of a bad address repeats it, and the one from which it was led there.
      if (!URL.canParse(location, url)) throw new TypeError('fetch failed: a redirect leads to no URL.');
      const next = without(new URL(location, url), query);
      if (next.protocol !== 'https:' && next.protocol !== 'http:') throw new TypeError('fetch failed: a redirect leads to no http URL.');
      const isGet = response.status === 303 ? method !== 'HEAD' : response.status < 303 && method === 'POST';
      if (isGet) {
        method = 'GET';
        body.drop();
        for (const name of OF_A_BODY) headers.delete(name);
      } else if (!body.canRepeat) {
        throw new TypeError('fetch failed: a redirect asks for the body again, and a stream cannot be sent twice.');
      }
      if (next.origin !== new URL(url).origin) for (const name of FOR_ONE_ORIGIN) headers.delete(name);
      // A fragment stays unless the redirect has its own.
      if (next.hash === '') next.hash = new URL(url).hash;
      url = next.href;
    }
  };
}

/** The request, as the runtime judges it: before a credential is asked for, and with a code of ours where it cannot be. */
function judged(input: string | URL | Request, init: RequestInit): Request {
  try {
    return new Request(input, init);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    // The runtime repeats an address that it does not take, and there may be a password or a key in it.
    if (said.includes('URL')) {
      const message = 'fetch cannot send this: its address is not a whole one, or has a user name and password in it.';
      throw new RequestError({ code: 'invalid_request', message });
    }
    // Likewise the value of a header.
    if (said.includes('invalid header value')) {
      const message = 'fetch cannot send this: a header has a value that no header can carry, such as one with a line\'s end in it.';
      throw new RequestError({ code: 'invalid_request', message });
    }
    throw new RequestError({ code: 'invalid_request', message: `fetch cannot send this: ${said}`, cause: error });
  }
}

async function written(input: string | URL | Request, init: RequestInit): Promise<RequestInit> {
  const form = judged(input, { ...init, signal: null });
  return { ...init, headers: form.headers, body: await form.arrayBuffer() };
}

/** The body of a request, as often as it can be sent. */
class Body {
  #given: RequestInit['body'];
  #once: ReadableStream<Uint8Array> | null;

  constructor(request: Request, init: RequestInit | undefined) {
    // A stream, or an iterator, is read as it is sent; so is the body of a Request, whatever it was made of.
    const given = init?.body ?? null;
    const isStream = given !== null && typeof given === 'object' && (given instanceof ReadableStream || Symbol.asyncIterator in given);
    this.#given = isStream ? null : given;
    this.#once = this.#given === null ? (request.body as ReadableStream<Uint8Array> | null) : null;
  }

  get canRepeat(): boolean {
    return this.#once === null;
  }

  take(): { body?: RequestInit['body']; duplex?: 'half' } {
    if (this.#once !== null) return { body: this.#once as unknown as RequestInit['body'], duplex: 'half' };
    return this.#given === null || this.#given === undefined ? {} : { body: this.#given };
  }

  /** The content that is signed with the request (RFC 5849 §3.4.1.3): a form, which is read whole for that. */
  async form(headers: Headers): Promise<string> {
    if (!FORM.test(headers.get('content-type') ?? '')) return '';
    if (this.#once !== null) {
      this.#given = await new Response(this.#once).text();
      this.#once = null;
    }
    return this.#given === null || this.#given === undefined ? '' : new Response(this.#given).text();
  }

  drop(): void {
    this.#given = null;
    this.#once = null;
  }
}

/** What else was said about the request: members of this runtime's own, such as `dispatcher`, too. */
function rest(first: Request, init: RequestInit | undefined): RequestInit {
  const { body: _body, ...others } = init ?? {};
  return { keepalive: first.keepalive, ...others } as RequestInit;
}

/** The address with the parameters that carry a credential, behind those that are there; one that is there already gives way. */
function withQuery(url: string, query: Readonly<Record<string, string>>): string {
  const address = new URL(url);
  for (const name of Object.keys(query)) if (address.searchParams.has(name)) address.searchParams.delete(name);
  const before = address.search.replace(/^\?/, '');
  address.search = `${before === '' ? '' : `${before}&`}${new URLSearchParams(query)}`;
  return address.href;
}

/** A server may lead elsewhere with the whole query that it was asked with: its key goes no further. */
function without(next: URL, query: Readonly<Record<string, string>> | undefined): URL {
  for (const [name, value] of Object.entries(query ?? {})) {
    if (next.searchParams.getAll(name).includes(value)) next.searchParams.delete(name);
  }
  return next;
}

/** Nobody reads this answer. One that has broken off by now is left too. */
async function leave(response: Response): Promise<void> {
  await response.body?.cancel().catch(() => undefined);
}

function withUrl(response: Response, url: string): Response {
  const clone = response.clone.bind(response);
  return Object.defineProperties(response, { url: { value: url }, clone: { value: () => withUrl(clone(), url) } });
}

function marked(response: Response, isRedirected: boolean): Response {
  if (isRedirected) Object.defineProperty(response, 'redirected', { value: true });
  return response;
}

/** Whether somebody has signed in for it, so that a 401 says something of the sign-in. */
function isSignedIn(credential: Credential): boolean {
  return credential.credentialType === 'oauth_token' || credential.credentialType === 'oauth1_token';
}

/** Whether a credential may be sent there: to the origins of its provider's API, compared exactly. */
function mayReceive(credential: Credential, url: string): boolean {
  return credential.apiOrigins.includes(new URL(url).origin);
}

/** @internal */
export function mustReceive(credential: Credential, url: string): void {
  if (mayReceive(credential, url)) return;
  const allowed = credential.apiOrigins.join(', ') || 'no origin';
  const hint = 'Use a client without Authpipe for other hosts.';
  const message = `This credential is for ${allowed} and is not sent to ${new URL(url).origin}. ${hint}`;
  throw new RequestError({ code: 'invalid_request', message, hint });
}

/** The `authStrategy` and `auth` of Octokit's constructors. */
export interface OctokitAuth {
  authStrategy: (options?: unknown) => OctokitAuthentication;
  auth: Record<string, never>;
}

/** What Octokit asks of an authentication strategy. */
export interface OctokitAuthentication {
  (): Promise<{ type: 'token'; tokenType: 'oauth'; token: string }>;
  // biome-ignore lint/suspicious/noExplicitAny: the types of Octokit, which is no dependency.
  hook(request: any, route: any, parameters?: any): Promise<any>;
}

interface OctokitEndpoint {
  url: string;
  headers: Record<string, string | number | undefined>;
}

/** @internal */
export function octokitAuthAs(authpipe: Source, subject: Subject): OctokitAuth {
  const token = async () => {
    const credential = await authpipe.getCredential(subject);
    // What has no header goes to no API.
    credential.headers();
    return { type: 'token', tokenType: 'oauth', token: credential.credential } as const;
  };
  const hook: OctokitAuthentication['hook'] = async (request, route, parameters) => {
    const endpoint = request.endpoint.merge(route, parameters) as OctokitEndpoint;
    const send = (credential: Credential) => {
      mustReceive(credential, (request.endpoint.parse(endpoint) as OctokitEndpoint).url);
      Object.assign(endpoint.headers, lowerCase(credential.headers()));
      return request(endpoint);
    };
    const credential = await authpipe.getCredential(subject);
    try {
      return await send(credential);
    } catch (error) {
      if (!isSignedIn(credential) || !isOctokitRejection(error)) throw error;
      return send(await authpipe.reportRejected(subject, { generation: credential.generation }));
    }
  };
  const authentication = Object.assign(token, { hook });
  return { authStrategy: () => authentication, auth: {} };
}

function lowerCase(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** An access token, as the clients of `@azure/core-auth` take it. */
export interface AccessTokenLike {
  token: string;
  /** In milliseconds since 1970. */
  expiresOnTimestamp: number;
  tokenType: 'Bearer';
}

/** What clients of `@azure/core-auth` ask for their tokens: a `TokenCredential` by its shape. */
export interface TokenCredentialLike {
  getToken(scopes: string | string[], options?: { abortSignal?: unknown; claims?: string }): Promise<AccessTokenLike>;
}

/**
 * Of what is thrown here the Graph client keeps the name, as its own `code`, the text, as `body`, and message and stack. So the name is the
 * code, and the text is everything as JSON, as the body of the API's own errors is: `errorFrom` reads it.
 * @internal
 */
export function forGraphClient(error: unknown): unknown {
  if (!(error instanceof AuthpipeError)) return error;
  const json = JSON.stringify(error);
  return Object.defineProperties(error, { name: { value: error.code }, toString: { value: () => json } });
}

/** `https://graph.microsoft.com/.default`: the API that a scope is of, and the scope's own name. Some clients write two slashes. */
const OF_AN_API = /^(https?:\/\/[^/]+)\/+(.+)$/i;
const LOOPBACK = /^https?:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;
/** For a token that does not say when it ends: it is asked for again after so long. */
const UNSAID = 5 * 60 * 1000;

/** @internal */
export function tokenCredentialAs(authpipe: Source, subject: Subject): TokenCredentialLike {
  return {
    async getToken(scopes, options) {
      const signal = options?.abortSignal instanceof AbortSignal ? { signal: options.abortSignal } : {};
      const claims = options?.claims === undefined ? {} : { claims: options.claims };
      const named = typeof scopes === 'string' ? [scopes] : scopes;
      if (!Array.isArray(named) || named.some((name) => typeof name !== 'string')) {
        throw wrongArgumentError(RequestError, 'getToken takes the name of a scope, or a list of names.');
      }
      let credential = await authpipe.getCredential(subject, { ...signal, ...claims });
      const names = scopesOf(credential, named);
      if (names.length > 0) credential = await authpipe.getCredential(subject, { ...signal, ...claims, scopes: names });
      // What has no header goes to no API.
      credential.headers();
      const expiresOnTimestamp = credential.expiresAt?.getTime() ?? Date.now() + UNSAID;
      return { token: credential.credential, expiresOnTimestamp, tokenType: 'Bearer' };
    },
  };
}

/** The scopes that must have been granted. One of an API that the credential is not for is refused (SR-30). */
function scopesOf(credential: Credential, scopes: readonly string[]): string[] {
  // Where the provider's hosts have been replaced by a sandbox on this machine, the names of APIs stay those of the real ones.
  const inSandbox = credential.apiOrigins.every((origin) => LOOPBACK.test(origin));
  const names = scopes.map((scope) => {
    const [, api, name] = OF_AN_API.exec(scope) ?? [];
    if (api === undefined || name === undefined) return scope;
    if (!inSandbox) mustReceive(credential, api);
    return name;
  });
  return names.filter((name) => name !== '.default');
}
