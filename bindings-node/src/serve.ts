// What all adapters share: they ask the application who is signed in, and then call the core once.

import { type Authpipe, coreOf, logOfClient } from './authpipe';
import { call, callSync } from './call';
import { isChosenAnswer } from './chosen';
import { ConfigError, RequestError } from './errors';
import type { HandlerOptions, Principal } from './types';

/** A request as the core takes it. @internal */
export interface RawRequest {
  method: string;
  /** The path as it came. */
  full: string;
  /** What the router above has left of it; the same where it leaves paths whole. */
  path: string;
  query: string;
  /** Names and values in turn. */
  headers: string[];
  body: () => Promise<Uint8Array>;
}

/** The core's answer. @internal */
export interface RawAnswer {
  status: number;
  /** Names and values in turn; `set-cookie` may repeat. */
  headers: string[];
  body: Uint8Array;
}

/** The header of an answer that says under which request id the log has the cause. @internal */
export const REQUEST_ID = 'x-request-id';

/** `identify` threw, or returned something that is no principal: the application's mistake, not the caller's. @internal */
export class IdentifyFailure extends Error {
  constructor(
    cause: unknown,
    /**
     * Has the log tell the cause under a request id: the given one, or a new one. Gives that id, and the answer of an adapter whose host has no
     * way of its own.
     */
    readonly tell: (requestId?: string) => { response: RawAnswer; requestId: string },
  ) {
    super('identify() failed', { cause });
  }

  /** Whether what was thrown is an answer that the application chose. */
  get isChosen(): boolean {
    return isChosenAnswer(this.cause);
  }

  /**
   * What the host's own error handling gets: what was thrown, or an error where that is nothing, which hosts take for no failure, or a word that
   * means something else to a router.
   */
  get passedOn(): unknown {
    const { cause } = this;
    return cause && cause !== 'route' && cause !== 'router' ? cause : new Error(`identify() failed with ${String(cause)}`, { cause });
  }
}

/** No route takes more; reading stops here, and the core answers that it was too much. @internal */
export const READ_AT_MOST = 1024 * 1024;

/** The two parts of a request's target that routes look at. @internal */
export interface Target {
  path: string;
  /** Without its question mark. */
  query: string;
}

/**
 * Reads a target as it came: path and query, or a whole URL (RFC 9112 §3.2.2), which routers take for the same.
 * @internal
 */
export function readTarget(target: string): Target {
  const local = target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i, '');
  const at = local.indexOf('?');
  return at < 0 ? { path: local, query: '' } : { path: local.slice(0, at), query: local.slice(at + 1) };
}

/**
 * Reads a body as far as any route may need it.
 * @internal
 */
export async function readBody(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.byteLength;
    if (length > READ_AT_MOST) break;
  }
  return Buffer.concat(chunks);
}

/**
 * The handler behind every adapter. `identify` runs before the core sees anything, so when it fails nothing is consumed.
 * @internal
 */
export function serve<Request>(
  authpipe: Authpipe,
  options: HandlerOptions<Request>,
): (host: Request, request: RawRequest) => Promise<RawAnswer> {
  const core = coreOf(authpipe);
  const { identify, allowedOrigins = [], allowedReturnOrigins = [], ...others } = options ?? {};
  if (typeof identify !== 'function') {
    throw new ConfigError({
      code: 'config_invalid',
      message: 'The handler needs identify: (request) => ({ tenantId, userId, role }) or null. There is no default identity.',
    });
  }
  const handler = callSync(() => core.handler({ ...others, allowedOrigins, allowedReturnOrigins }));
  const log = logOfClient(authpipe);
  return async (host, request) => {
    const { method, query, headers } = request;
    const path = callSync(() => handler.pathBelowMount(request.full, request.path));
    const failed = (cause: unknown) =>
      new IdentifyFailure(cause, (given) => {
        const { response, requestId: made } = callSync(() => handler.identifyFailed({ method, path, query, headers, body: new Uint8Array(0) }));
        const requestId = given ?? made;
        if (log === undefined) console.error(cause, { requestId });
        else log({ level: 'error', message: 'identify() failed', fields: { code: 'identify_failed', requestId, err: cause } });
        return { response, requestId };
      });
    let principal: Principal | undefined;
    if (callSync(() => handler.needsPrincipal(method, path))) {
      try {
        principal = checkPrincipal(await identify(host));
      } catch (error) {
        throw failed(error);
      }
    }
    const body = await request.body();
    try {
      return await call(() => handler.handle({ method, path, query, headers, body }, principal));
    } catch (error) {
      // Requests are answered, whatever is wrong with them: what is refused here is an id that identify() gave.
      throw error instanceof RequestError ? failed(error) : error;
    }
  };
}

function checkPrincipal(principal: Principal | null | undefined): Principal | undefined {
  if (principal === null || principal === undefined) return undefined;
  if (typeof principal !== 'object') {
    // What `user && { … }` leaves of a visitor who is signed out, where a framework says so by a boolean.
    const isFalse = (principal as unknown) === false;
    throw noPrincipal(isFalse ? 'it returned false. Write `user ? { … } : null`, not `user && { … }`.' : `it returned a ${typeof principal}.`);
  }
  const { tenantId, userId, role } = principal;
  const isRole = role === 'admin' || role === 'member';
  if (typeof tenantId !== 'string' || typeof userId !== 'string' || !isRole) {
    const wrong = typeof tenantId !== 'string' ? 'tenantId' : typeof userId !== 'string' ? 'userId' : 'role';
    const how = (principal as Partial<Principal>)[wrong] === undefined ? 'is missing' : 'is another thing';
    throw noPrincipal(`${wrong} ${how}.`);
  }
  return { tenantId, userId, role };
}

function noPrincipal(why: string): ConfigError {
  return new ConfigError({
    code: 'config_invalid',
    message: `identify() must return { tenantId, userId, role: 'admin' | 'member' }, or null for nobody: ${why}`,
  });
}
