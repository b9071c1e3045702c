import type { Context, Env } from 'hono';
import type { Authpipe } from './authpipe';
import type { HandlerOptions } from './types';
/**
 * Makes the handler for a route of Hono. `identify` gets Hono's own context, so it finds `c.get('user')`. If it throws, the application's
 * `onError` sees what it threw, and nothing has been used up; the answer has the header `x-request-id`, under which the log tells the error.
 *
 * @example
 * app.all('/api/authpipe/*', authpipeHono(authpipe, { identify: (c) => c.get('user') ?? null }));
 * @throws ConfigError `config_invalid` - `identify` is missing: there is no default identity.
 */
export declare function authpipeHono<E extends Env = Env>(authpipe: Authpipe, options: HandlerOptions<Context<E>>): (context: Context<E>) => Promise<Response>;
