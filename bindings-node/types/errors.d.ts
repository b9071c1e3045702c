import { AuthpipeError } from './authpipe-error';
export { AuthpipeError, type AuthpipeErrorDetails } from './authpipe-error';
export * from './generated/errors';
export type { Retry } from './generated/types';
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
export declare function errorFrom(value: unknown): AuthpipeError | undefined;
