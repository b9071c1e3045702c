import type { Authpipe } from './authpipe';
import type { HandlerOptions } from './types';
/**
 * Makes the HTTP handler: `Request` in, `Response` out. The body must not have been read.
 *
 * It may be mounted with the full path or below a router that strips the mount point. If `identify` throws, the answer is
 * a 500 that says no more than a request id (a page where a person is looking), and the error goes to the `logger` of the object, or to `console.error` without one, with the same id.
 * A `Response` that it throws, or an HTTP exception of a framework with a status below 500, is the answer.
 * @throws ConfigError `config_invalid` - `identify` is missing: there is no default identity.
 */
export declare function createHandler(authpipe: Authpipe, options: HandlerOptions<Request>): (request: Request) => Promise<Response>;
