// The mountable handler for everything that speaks web `Request` and `Response`. The routes live in the core.

import type { Authpipe } from './authpipe';
import { chosenResponse } from './chosen';
import { ConfigError, RequestError, wrongArgumentError } from './errors';
import { IdentifyFailure, type RawAnswer, type RawRequest, readBody, serve } from './serve';
import type { HandlerOptions } from './types';

/**
 * Makes the HTTP handler: `Request` in, `Response` out. The body must not have been read.
 *
 * It may be mounted with the full path or below a router that strips the mount point. If `identify` throws, the answer is
 * a 500 that says no more than a request id (a page where a person is looking), and the error goes to the `logger` of the object, or to `console.error` without one, with the same id.
 * A `Response` that it throws, or an HTTP exception of a framework with a status below 500, is the answer.
 * @throws ConfigError `config_invalid` - `identify` is missing: there is no default identity.
 */
export function createHandler(
  authpipe: Authpipe,
  options: HandlerOptions<Request>,
): (request: Request) => Promise<Response> {
  return handlerOf(authpipe, options, () => false);
}

/**
 * The same for a host that has a request of its own kind, and that does by itself what some errors ask for.
 * @internal
 */
export function handlerOf<Host extends Request>(
  authpipe: Authpipe,
  options: HandlerOptions<Host>,
  isOfHost: (failure: IdentifyFailure) => boolean,
): (request: Host) => Promise<Response> {
  const answer = serve(authpipe, options);
  return async (request) => {
    try {
      return toResponse(await answer(request, toRaw(request)));
    } catch (error) {
      if (!(error instanceof IdentifyFailure)) throw error;
      if (isOfHost(error)) throw error.cause;
      return chosenResponse(error.cause) ?? toResponse(error.tell().response);
    }
  };
}

/** @internal */
export function toRaw(request: Request): RawRequest {
  if (!isRequest(request)) throw wrongArgumentError(RequestError, 'The handler takes a web Request, and this is none.');
  const url = new URL(request.url);
  return {
    method: request.method,
    full: url.pathname,
    path: url.pathname,
    query: url.search.slice(1),
    headers: [...request.headers].flat(),
    body: async () => bodyOf(request),
  };
}

/** Not instanceof: frameworks have requests of their own that are as good. */
function isRequest(value: unknown): boolean {
  const { url, headers } = (value ?? {}) as { url?: unknown; headers?: unknown };
  return typeof url === 'string' && URL.canParse(url) && typeof headers === 'object' && headers !== null && Symbol.iterator in headers;
}

async function bodyOf(request: Request): Promise<Uint8Array> {
  if (request.body === null) return new Uint8Array(0);
  if (!request.bodyUsed && !request.body.locked) return readBody(request.body);
  throw new ConfigError({
    code: 'config_invalid',
    message: "The request's body was read before the handler got it. Clone it before that, and give the handler the copy.",
  });
}

/** @internal */
export function toResponse(answer: RawAnswer): Response {
  const headers = new Headers();
  for (let i = 0; i + 1 < answer.headers.length; i += 2) {
    headers.append(answer.headers[i] as string, answer.headers[i + 1] as string);
  }
  // 204 and 304 must not have a body, not even an empty one.
  const body = answer.body.byteLength === 0 ? null : answer.body;
  return new Response(body, { status: answer.status, headers });
}
