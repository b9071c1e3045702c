// What an application throws to say no, apart from what goes wrong: the answers that frameworks have classes for.

/** Whether a thrown value is such an answer, by the marks of the framework that made it. @internal */
export function isChosenAnswer(thrown: unknown): boolean {
  return statusOf(thrown) !== undefined;
}

/**
 * Such an answer for a host that has no way of its own to give it; `undefined` for everything else.
 * @internal
 */
export function chosenResponse(thrown: unknown): Response | undefined {
  const status = statusOf(thrown);
  try {
    return status === undefined ? undefined : responseOf(thrown, status);
  } catch {
    // It makes no answer: a header that is none, or a method that fails.
    return undefined;
  }
}

/** Answers that have no body (RFC 9110 §15). */
const BARE = [204, 205, 304];

function responseOf(thrown: unknown, status: number): Response {
  if (isResponse(thrown)) return thrown;
  const { getResponse, expose, message, headers } = thrown as Marks;
  const made: unknown = typeof getResponse === 'function' ? getResponse.call(thrown) : undefined;
  if (isResponse(made)) return made;
  const text = expose !== false && typeof message === 'string' ? message : '';
  const given = typeof headers === 'object' && headers !== null ? Object.entries(headers).map(([name, value]) => [name, String(value)]) : [];
  const all = new Headers(given as [string, string][]);
  all.set('cache-control', 'no-store');
  if (BARE.includes(status)) return new Response(null, { status, headers: all });
  all.set('content-type', 'text/plain; charset=utf-8');
  return new Response(text, { status, headers: all });
}

interface Marks {
  status?: unknown;
  statusCode?: unknown;
  name?: unknown;
  code?: unknown;
  expose?: unknown;
  message?: unknown;
  headers?: unknown;
  getStatus?: unknown;
  getResponse?: unknown;
}

/**
 * The status of an answer that the application chose. Not by `status` alone: the clients of other services give their errors one too, and a
 * session store that answered 404 has failed. Not by `instanceof`: the application has a framework of its own.
 */
function statusOf(thrown: unknown): number | undefined {
  try {
    return readStatus(thrown);
  } catch {
    // What cannot be read is no answer.
    return undefined;
  }
}

function readStatus(thrown: unknown): number | undefined {
  if (typeof thrown !== 'object' || thrown === null) return undefined;
  if (isResponse(thrown)) return below500(thrown.status, 200);
  const { status, statusCode, name, code, expose, getStatus, getResponse } = thrown as Marks;
  // http-errors, which Express, Koa and @fastify/sensible use: `expose` says that the caller may see it.
  if (expose === true) return below500(statusCode ?? status, 400);
  // NestJS's HttpException.
  if (typeof getStatus === 'function' && typeof getResponse === 'function') return below500(getStatus.call(thrown), 200);
  // Hono's HTTPException.
  if (typeof getResponse === 'function') return below500(status, 200);
  // @fastify/error.
  if (name === 'FastifyError' && typeof code === 'string') return below500(statusCode, 400);
  return undefined;
}

function below500(status: unknown, least: number): number | undefined {
  return typeof status === 'number' && status >= least && status < 500 ? status : undefined;
}

/** Of any realm. */
function isResponse(value: unknown): value is Response {
  return typeof value === 'object' && value !== null && Object.prototype.toString.call(value) === '[object Response]';
}
