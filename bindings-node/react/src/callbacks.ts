/**
 * Calls a function of the application. What it throws is a fault of its own: it is reported as one that nobody has caught, and changes
 * nothing here. Otherwise it would be taken for a request that failed.
 */
export function tell<T>(callback: ((value: T) => void) | undefined, value: T): void {
  try {
    callback?.(value);
  } catch (cause) {
    // A browser without it says so as of a promise.
    if (typeof reportError === 'function') reportError(cause);
    else void Promise.reject(cause);
  }
}
