// The handler for Fastify, as a plugin with a prefix.

import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { Authpipe } from './authpipe';
import { IdentifyFailure, REQUEST_ID, readBody, readTarget, serve } from './serve';
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
export function authpipeFastify(authpipe: Authpipe, options: HandlerOptions<FastifyRequest>): FastifyPluginAsync {
  const answer = serve(authpipe, options);
  return async (instance) => {
    const { prefix } = instance;
    // The core reads bodies itself, and says what is wrong with them. This concerns the routes of this plugin only.
    instance.removeAllContentTypeParsers();
    instance.addContentTypeParser('*', async (_request: FastifyRequest, body: AsyncIterable<Uint8Array>) => readBody(body));
    const handler = async (request: FastifyRequest, reply: FastifyReply) => {
      const { path, query } = readTarget(request.raw.url ?? '/');
      const { rawHeaders: headers } = request.raw;
      const below = path.startsWith(prefix) ? path.slice(prefix.length) || '/' : path;
      try {
        const result = await answer(request, {
          method: request.method,
          full: path,
          path: below,
          query,
          headers,
          body: async () => (request.body instanceof Uint8Array ? request.body : new Uint8Array(0)),
        });
        reply.code(result.status);
        for (let i = 0; i + 1 < result.headers.length; i += 2) {
          // Cookies join those of other plugins; everything else replaces what they have set.
          reply.header(result.headers[i] as string, result.headers[i + 1] as string);
        }
        return reply.send(result.body.byteLength === 0 ? undefined : Buffer.from(result.body));
      } catch (error) {
        if (!(error instanceof IdentifyFailure)) throw error;
        if (!error.isChosen) reply.header(REQUEST_ID, error.tell(reply.getHeader(REQUEST_ID)?.toString()).requestId);
        throw error.passedOn;
      }
    };
    instance.all('/', handler);
    instance.all('/*', handler);
  };
}
