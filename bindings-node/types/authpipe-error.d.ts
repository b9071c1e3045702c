import type { AuthpipeErrorDetails as Described } from './generated/types';
/** What an error says besides its message, and what caused it. */
export interface AuthpipeErrorDetails extends Described {
    /** What caused it. */
    cause?: unknown;
}
/** Members that every error has, whether they were given or not. */
type Always = 'docsUrl' | 'retry';
type Members = Readonly<Omit<Described, Always | 'message'>> & Readonly<Required<{
    [Name in Always]: NonNullable<Described[Name]>;
}>>;
/**
 * The base of every error that Authpipe throws. Decide by `code` and `retry`, never by the text.
 *
 * `instanceof` works across several copies of this package in one process.
 */
/** The members of every error. */
export interface AuthpipeError extends Members {
}
export declare class AuthpipeError extends Error {
    constructor(details: AuthpipeErrorDetails);
    static [Symbol.hasInstance](value: unknown): boolean;
    /** The same without the stack and the cause, for logs and for other threads and processes: `errorFrom` reads it. */
    toJSON(): Record<string, unknown>;
}
export {};
