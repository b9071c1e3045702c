// From what the native part throws to our classes; the codes, the wording and the advice come from the core.

import { AuthpipeError, type AuthpipeErrorDetails, classes } from './authpipe-error';
import { ConfigError, RequestError } from './generated/errors';

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

/** @internal */
export function wrongArgumentError(Class: typeof ConfigError | typeof RequestError, message: string): AuthpipeError {
  return new Class({ code: Class === ConfigError ? 'config_invalid' : 'invalid_request', message });
}
