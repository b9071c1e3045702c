import type { Request, RequestHandler } from 'express';
import type { Authpipe } from './authpipe';
import type { HandlerOptions } from './types';
/**
 * Makes the handler as Express middleware. `identify` gets Express's own request, so it finds `req.user` or `req.session`. If it
 * throws, the application's error handler sees what it threw; the answer has the header `x-request-id`, under which the log tells the error.
 *
 * @example
 * app.use('/api/authpipe', authpipeExpress(authpipe, { identify: (req) => req.user ?? null }));
 * @throws ConfigError `config_invalid` - `identify` is missing: there is no default identity.
 */
export declare function authpipeExpress(authpipe: Authpipe, options: HandlerOptions<Request>): RequestHandler;
