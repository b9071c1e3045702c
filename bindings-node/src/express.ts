// The handler for Express 4 and 5, mounted with `app.use(prefix, …)` or a wildcard route, before or after body parsers.

import type { IncomingMessage } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import type { Authpipe } from './authpipe';
import { IdentifyFailure, type RawAnswer, REQUEST_ID, readBody, readTarget, serve } from './serve';
import type { HandlerOptions } from './types';

/**
 * Makes the handler as Express middleware. `identify` gets Express's own request, so it finds `req.user` or `req.session`. If it
 * throws, the application's error handler sees what it threw; the answer has the header `x-request-id`, under which the log tells the error.
 *
 * @example
 * app.use('/api/authpipe', authpipeExpress(authpipe, { identify: (req) => req.user ?? null }));
 * @throws ConfigError `config_invalid` - `identify` is missing: there is no default identity.
 */
export function authpipeExpress(authpipe: Authpipe, options: HandlerOptions<Request>): RequestHandler {
  const answer = serve(authpipe, options);
  return (req, res, next) => {
    const { path, query } = readTarget(req.url);
    // `app.use(prefix)` strips the url of the prefix; `app.all('/prefix/*splat')` leaves it whole.
    const { path: full } = readTarget(req.originalUrl);
    answer(req, { method: req.method, full, path, query, headers: req.rawHeaders, body: () => bodyOf(req) })
      .then((result) => send(res, result))
      .catch((error: unknown) => {
        if (!(error instanceof IdentifyFailure)) return next(error);
        // What the application itself has put there names the request in its own log.
        if (!error.isChosen) res.setHeader(REQUEST_ID, error.tell(res.getHeader(REQUEST_ID)?.toString()).requestId);
        next(error.passedOn);
      });
  };
}

/** The body's bytes: kept raw, parsed by somebody before us, or still to be read. */
async function bodyOf(req: Request): Promise<Uint8Array> {
  const { rawBody } = req as { rawBody?: unknown };
  if (rawBody instanceof Uint8Array) return rawBody;
  if (typeof rawBody === 'string') return Buffer.from(rawBody);
  if (!req.readableEnded) return readBody(req as IncomingMessage);
  const parsed: unknown = req.body;
  if (parsed instanceof Uint8Array) return parsed;
  if (typeof parsed === 'string') return Buffer.from(parsed);
  if (parsed === undefined || parsed === null) return new Uint8Array(0);
  if (req.is('application/x-www-form-urlencoded')) return Buffer.from(encodeForm(parsed));
  return jsonOf(parsed);
}

/** What is nested deeper than can be written was no JSON to the handler before, and is none now. */
function jsonOf(parsed: unknown): Uint8Array {
  try {
    return Buffer.from(JSON.stringify(parsed));
  } catch {
    return Buffer.from('[');
  }
}

/** A repeated parameter was parsed into an array; it must be seen as repeated, because that is refused. */
function encodeForm(parsed: object): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(parsed)) {
    for (const one of Array.isArray(value) ? value : [value]) form.append(name, String(one));
  }
  return form.toString();
}

function send(res: Response, answer: RawAnswer): void {
  res.statusCode = answer.status;
  for (let i = 0; i + 1 < answer.headers.length; i += 2) {
    const name = answer.headers[i] as string;
    const value = answer.headers[i + 1] as string;
    // Cookies join those of other middleware; everything else replaces what such as helmet has set.
    if (name === 'set-cookie') res.appendHeader(name, value);
    else res.setHeader(name, value);
  }
  res.end(answer.body);
}
