import type { Authpipe } from './authpipe';
import type { HandlerOptions } from './types';
/**
 * Next's own request, as far as `identify` commonly looks. Next's declarations need more than an application without Next has, so they are not
 * named here; say `identify: (request: NextRequest) => …` for all of it.
 */
export interface NextRequestLike extends Request {
    readonly cookies: {
        get(name: string): {
            name: string;
            value: string;
        } | undefined;
        has(name: string): boolean;
    };
    readonly nextUrl: {
        readonly pathname: string;
        readonly searchParams: URLSearchParams;
    };
}
/**
 * The route handlers of Next.js, by method. Without `OPTIONS`, Next answers a browser's question itself whether another origin may call, and
 * `allowedOrigins` says nothing.
 */
export type NextHandlers<Incoming extends Request> = Record<'GET' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS', (request: Incoming) => Promise<Response>>;
/**
 * Makes the route handlers: export them by their names. `identify` gets Next's own request; `cookies()`, `headers()` and your `auth()` work in
 * it as in every route. `redirect()`, `notFound()` and their like do there what they do elsewhere, and a `Response` that it throws is the answer. If it throws anything else, the answer is the one
 * of `createHandler`, because Next has no error page for routes: a 500 with a request id, under which the log tells the error.
 *
 * The route must run on Node, which is Next's default; `export const runtime = 'edge'` cannot load it.
 * @example
 * export const { GET, POST, PUT, DELETE, OPTIONS } = toNextHandler(authpipe, { identify: async () => (await auth())?.principal ?? null });
 * @throws ConfigError `config_invalid` - `identify` is missing: there is no default identity.
 */
export declare function toNextHandler<Incoming extends Request = NextRequestLike>(authpipe: Authpipe, options: HandlerOptions<Incoming>): NextHandlers<Incoming>;
