// Makes our classes of what the native part throws; the codes, the wording and the advice come from the core.

import { AuthpipeError, type AuthpipeErrorDetails, classes } from './authpipe-error';
import { ConfigError, ERROR_CODES, type ErrorCode, RequestError } from './generated/errors';

export { AuthpipeError, type AuthpipeErrorDetails } from './authpipe-error';
export * from './generated/errors';
export type { Retry } from './generated/types';

const MARK = 'authpipe:';

/** What the native part puts into the message of an error, behind the mark: everything, as JSON. */
interface NativeFailure {
  class: string;
  causes: string[];
  details: AuthpipeErrorDetails;
}

/**
 * Turns what the native part threw into our classes. Anything else stays what it is.
 * @internal
 */
export function fromNative(thrown: unknown): unknown {
  if (!(thrown instanceof Error) || !thrown.message.startsWith(MARK)) return thrown;
  const { class: name, causes, details } = JSON.parse(thrown.message.slice(MARK.length)) as NativeFailure;
  const cause = causes.reduceRight<Error | undefined>(
    (inner, text) => new Error(text, inner && { cause: inner }),
    undefined,
  );
  const Class = classes.get(name) ?? AuthpipeError;
  return new Class({ ...details, cause });
}

/** How the stack of an error begins: what a structured clone keeps. */
const HEAD = /^\w+ \[([a-z_]+)\]: (.*)/;

/** The members that an error may have besides code and message, which are given, and its cause, which is no plain value. None is left out. */
const MEMBERS = Object.keys({
  hint: true, docsUrl: true, retry: true, retryAfterMs: true, provider: true, config: true, tenantId: true, userId: true,
  connectionId: true, reason: true, providerError: true, providerDetails: true,
} satisfies Record<Exclude<keyof AuthpipeErrorDetails, 'code' | 'message' | 'cause'>, true>) as readonly (keyof AuthpipeErrorDetails)[];

/**
 * An error that came from another thread or process, as one of our classes again; undefined for anything else.
 *
 * It reads what `toJSON()` gave, with every member; the error of a `Worker`'s event; and a structured clone (`postMessage`,
 * `structuredClone`, `v8.serialize`), which keeps of an error its message, stack and cause only: code, class and `retry` come back from
 * those, ids do not. Send `error.toJSON()` where they matter. Of what the client of Microsoft Graph throws for `graphAuthProvider` it gives
 * the whole error.
 *
 * @example
 * worker.postMessage(error.toJSON());
 * // there
 * throw errorFrom(message);
 */
export function errorFrom(value: unknown): AuthpipeError | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const given = value as Record<string, unknown>;
  // Before the class: what the Graph client throws passes for ours, and has none of its members.
  const inner = typeof given.body === 'string' ? errorFrom(parse(given.body)) : undefined;
  if (inner !== undefined) return inner;
  if (value instanceof AuthpipeError) return value;
  const head = typeof given.stack === 'string' ? HEAD.exec(given.stack) : null;
  const code = typeof given.code === 'string' ? given.code : head?.[1];
  if (code === undefined || !Object.hasOwn(ERROR_CODES, code) || typeof given.message !== 'string') return undefined;
  const known = ERROR_CODES[code as ErrorCode];
  const members = Object.fromEntries(MEMBERS.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]));
  const Class = classes.get(known.class) ?? AuthpipeError;
  const { cause } = given;
  return new Class({ retry: known.retry, ...members, code: code as ErrorCode, message: given.message, ...(cause === undefined ? {} : { cause }) });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @internal */
export function wrongArgumentError(Class: typeof ConfigError | typeof RequestError, message: string): AuthpipeError {
  return new Class({ code: Class === ConfigError ? 'config_invalid' : 'invalid_request', message });
}
