import { RequestError, wrongArgumentError } from './errors';

/**
 * The signal that a caller gave, or undefined for none. Any object that behaves like one will do: it may come from a polyfill or
 * another realm.
 * @throws RequestError `invalid_request` - it is something else.
 * @internal
 */
export function signalOf(options: { signal?: AbortSignal } | undefined): AbortSignal | undefined {
  // A signal has no members of its own: taken for the options, it would be one that stops nothing.
  if (isSignal(options)) throw wrongArgumentError(RequestError, 'options must be an object. A signal is one of its members: { signal }.');
  const signal: unknown = options?.signal;
  if (signal === undefined || signal === null) return undefined;
  if (isSignal(signal)) return signal;
  throw wrongArgumentError(RequestError, 'signal must be an AbortSignal.');
}

function isSignal(value: unknown): value is AbortSignal {
  if (typeof value !== 'object' || value === null) return false;
  const { aborted, addEventListener, removeEventListener } = value as Partial<AbortSignal>;
  return typeof aborted === 'boolean' && typeof addEventListener === 'function' && typeof removeEventListener === 'function';
}

/**
 * Stops waiting when `signal` fires. The work behind `promise` goes on: a refresh under way is never cancelled.
 * @internal
 */
export function waitUnlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise<T>((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
    if (signal.aborted) stop();
  });
}
