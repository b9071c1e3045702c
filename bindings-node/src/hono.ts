// The handler for Hono, on every runtime of it that can load the library.

import type { Context, Env } from 'hono';
import type { Authpipe } from './authpipe';
import { toRaw, toResponse } from './handler';
import { IdentifyFailure, REQUEST_ID, serve } from './serve';
import type { HandlerOptions } from './types';

/**
 * Makes the handler for a route of Hono. `identify` gets Hono's own context, so it finds `c.get('user')`. If it throws, the application's
 * `onError` sees what it threw, and nothing has been used up; the answer has the header `x-request-id`, under which the log tells the error.
 *
 * @example
 * app.all('/api/authpipe/*', authpipeHono(authpipe, { identify: (c) => c.get('user') ?? null }));
 * @throws ConfigError `config_invalid` - `identify` is missing: there is no default identity.
 */
export function authpipeHono<E extends Env = Env>(
  authpipe: Authpipe,
  options: HandlerOptions<Context<E>>,
): (context: Context<E>) => Promise<Response> {
  const answer = serve(authpipe, options);
  return async (context) => {
    const request = context.req.raw;
    try {
      // What a middleware has read, Hono keeps.
      const body = async () => (request.bodyUsed ? new Uint8Array(await context.req.arrayBuffer()) : toRaw(request).body());
      return toResponse(await answer(context, { ...toRaw(request), body }));
    } catch (error) {
      if (!(error instanceof IdentifyFailure)) throw error;
      if (!error.isChosen) context.header(REQUEST_ID, error.tell(context.res.headers.get(REQUEST_ID) ?? undefined).requestId);
      throw error.passedOn;
    }
  };
}
