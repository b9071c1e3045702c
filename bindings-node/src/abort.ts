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
    const leave = onAbort(signal, stop);
    promise.then(resolve, reject).finally(leave);
    if (signal.aborted) stop();
  });
}

interface Waiting {
  stops: Set<() => void>;
  listener: () => void;
}

/** Who waits with which signal: however many calls share one, it gets one listener, as the runtime warns of more than ten. */
const waiting = new WeakMap<AbortSignal, Waiting>();

/** Calls `stop` when the signal fires; what is given back takes that back. */
function onAbort(signal: AbortSignal, stop: () => void): () => void {
  let all = waiting.get(signal);
  if (all === undefined) {
    const stops = new Set<() => void>();
    const listener = (): void => {
      for (const one of [...stops]) one();
    };
    all = { stops, listener };
    waiting.set(signal, all);
    signal.addEventListener('abort', listener, { once: true });
  }
  const { stops, listener } = all;
  stops.add(stop);
  return () => {
    stops.delete(stop);
    if (stops.size > 0 || waiting.get(signal)?.listener !== listener) return;
    waiting.delete(signal);
    signal.removeEventListener('abort', listener);
  };
}
