import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import type { Authpipe } from './authpipe';
import type { HandlerOptions } from './types';
/**
 * Makes the handler as a plugin of Fastify. `identify` gets Fastify's own request, so it finds what hooks and decorators have put there. If it
 * throws, the application's error handler sees what it threw, and nothing has been used up; the answer has the header `x-request-id`, under which
 * the log tells the error.
 *
 * @example
 * app.register(authpipeFastify(authpipe, { identify: (request) => request.user ?? null }), { prefix: '/api/authpipe' });
 * @throws ConfigError `config_invalid` - `identify` is missing: there is no default identity.
 */
export declare function authpipeFastify(authpipe: Authpipe, options: HandlerOptions<FastifyRequest>): FastifyPluginAsync;
