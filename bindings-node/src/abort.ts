import { RequestError, wrongArgumentError } from './errors';

/**
 * The signal that a caller gave, or undefined for none. Any object that behaves like one will do: it may come from a polyfill or
 * another realm.
 * @throws RequestError `invalid_request` - it is something else.
 * @internal
 */
export function signalOf(options: { signal?: AbortSignal } | undefined): AbortSignal | undefined {
  const signal: unknown = options?.signal;
  if (signal === undefined || signal === null) return undefined;
  const { aborted, addEventListener, removeEventListener } = signal as Partial<AbortSignal>;
  if (typeof aborted === 'boolean' && typeof addEventListener === 'function' && typeof removeEventListener === 'function') {
    return signal as AbortSignal;
  }
  throw wrongArgumentError(RequestError, 'signal must be an AbortSignal.');
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
