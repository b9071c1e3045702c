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
 * @param wrongArgument the class for arguments of a wrong type
 * @param what what the arguments belong to, for the message
 * @internal
 */
export function fromNative(
  thrown: unknown,
  wrongArgument: typeof ConfigError | typeof RequestError = RequestError,
  what?: string,
): unknown {
  if (!(thrown instanceof Error)) return thrown;
  if (thrown.message.startsWith(MARK)) {
    const { class: name, causes, details } = JSON.parse(thrown.message.slice(MARK.length)) as NativeFailure;
    const cause = causes.reduceRight<Error | undefined>(
      (inner, text) => new Error(text, inner && { cause: inner }),
      undefined,
    );
    const Class = classes.get(name) ?? AuthpipeError;
    return new Class({ ...details, cause });
  }
  const status = (thrown as { code?: unknown }).code;
  const isRefusal = typeof status === 'string' && (status === 'InvalidArg' || status.endsWith('Expected'));
  // What is not even an object is refused by the engine, before napi looks.
  if (isRefusal || thrown instanceof TypeError) {
    return wrongArgumentError(wrongArgument, describeArgument(thrown.message, what));
  }
  return thrown;
}

/** @internal */
export function wrongArgumentError(Class: typeof ConfigError | typeof RequestError, message: string): AuthpipeError {
  return new Class({ code: Class === ConfigError ? 'config_invalid' : 'invalid_request', message });
}

// napi's own refusals repeat the value, which may be a secret: only the name of the field is taken from them.
function describeArgument(message: string, what?: string): string {
  const named = (field: string): string => (what === undefined ? field : `${what}.${field}`);
  const missing = /^Missing field `(\w+)`/.exec(message)?.[1];
  if (missing !== undefined) return `${named(missing)} is missing.`;
  // From the inside out, at the very end: what stands before it may be the value's own.
  const wrong = / on \w+\.(\w+)(?: on \w+\.\w+)*$/.exec(message)?.[1];
  return `${wrong === undefined ? (what ?? 'An argument') : named(wrong)} has the wrong type.`;
}
