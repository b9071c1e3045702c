// The base of all error classes. The classes themselves, the codes and what an error says are generated.

import { ERRORS_PAGE } from './generated/page';
import type { AuthpipeErrorDetails as Described } from './generated/types';

/** What an error says besides its message, and what caused it. */
export interface AuthpipeErrorDetails extends Described {
  /** What caused it. */
  cause?: unknown;
}

/** Members that every error has, whether they were given or not. */
type Always = 'docsUrl' | 'retry';

type Members = Readonly<Omit<Described, Always | 'message'>> & Readonly<Required<{ [Name in Always]: NonNullable<Described[Name]> }>>;

/** @internal */
export const KIND = Symbol.for('authpipe.error');

/**
 * The base of every error that Authpipe throws. Decide by `code` and `retry`, never by the text.
 *
 * `instanceof` works across several copies of this package in one process.
 */
/** The members of every error. */
export interface AuthpipeError extends Members {}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the constructor sets every member that was given.
export class AuthpipeError extends Error {
  /** @internal */
  static readonly [KIND]: string = 'AuthpipeError';

  constructor(details: AuthpipeErrorDetails) {
    const { code, message, docsUrl, retry, cause, ...ids } = details;
    super(message, cause === undefined ? undefined : { cause });
    const members = { code, retry: retry ?? 'never', docsUrl: docsUrl ?? `${ERRORS_PAGE}#${code}`, ...ids };
    for (const [name, value] of Object.entries(members)) {
      if (value !== undefined) Object.defineProperty(this, name, { value, enumerable: true });
    }
    const kinds = kindsOf(new.target);
    // A bundler may have renamed our classes; one of the application has no kind of its own.
    const name = Object.hasOwn(new.target, KIND) ? kinds[0] : new.target.name;
    // Not enumerable, so that neither the name nor the brand shows among the ids.
    Object.defineProperty(this, 'name', { value: name, configurable: true, writable: true });
    Object.defineProperty(this, KIND, { value: kinds });
    // As Node writes its own: a structured clone keeps the stack and loses the members, and so do logs that print the stack alone.
    const stack = this.stack ?? '';
    const at = stack.indexOf(message);
    if (at >= 0) {
      const value = `${name} [${code}]: ${stack.slice(at)}`;
      Object.defineProperty(this, 'stack', { value, configurable: true, writable: true });
    }
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    // A class that the application derives from ours has no kind of its own: there, identity decides as usual.
    if (!Object.hasOwn(this, KIND)) return Function.prototype[Symbol.hasInstance].call(this, value);
    if (typeof value !== 'object' || value === null) return false;
    const kinds: unknown = (value as Record<symbol, unknown>)[KIND] ?? kindsOfWrapped(value);
    return Array.isArray(kinds) && kinds.includes(this[KIND]);
  }

  /** The same without the stack and the cause, for logs and for other threads and processes: `errorFrom` reads it. */
  toJSON(): Record<string, unknown> {
    return Object.assign({ name: this.name, message: this.message }, this as object);
  }
}

function kindsOf(start: { [KIND]: string }): string[] {
  const kinds: string[] = [];
  for (let type: unknown = start; typeof type === 'function'; type = Object.getPrototypeOf(type)) {
    if (Object.hasOwn(type, KIND)) kinds.push((type as unknown as { [KIND]: string })[KIND]);
  }
  return kinds;
}

// The Graph client throws an error of its own in place of what its authProvider threw: without an answer, and with our stack, which begins
// with the class.
function kindsOfWrapped(value: object): string[] {
  const { stack, statusCode } = value as { stack?: unknown; statusCode?: unknown };
  if (statusCode !== -1 || typeof stack !== 'string') return [];
  const type = classes.get(/^(\w+) \[/.exec(stack)?.[1] ?? '');
  return type === undefined ? [] : kindsOf(type);
}

/** The classes by name; the generated file fills it, because they derive from this one. @internal */
export const classes = new Map<string, typeof AuthpipeError>();
