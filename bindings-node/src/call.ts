// Calls the native part: makes our classes of its errors, and `Date` of its times.

import { signalOf, waitUnlessAborted } from './abort';
import { fromNative } from './errors';
import type { WaitOptions } from './generated/types';

/** @internal */
export function callSync<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw fromNative(thrown);
  }
}

/**
 * @param options where a signal may stop the waiting; the native part judges the rest of them
 * @internal
 */
export async function call<T>(work: () => Promise<T>, options?: WaitOptions): Promise<T> {
  const signal = signalOf(options);
  if (signal?.aborted) throw signal.reason;
  try {
    return await waitUnlessAborted(work(), signal);
  } catch (thrown) {
    throw fromNative(thrown);
  }
}

/**
 * The native part gives times as `…AtMs`, `…SinceMs` and the like; callers get `…At` as `Date`, in records inside of records too.
 * @internal
 */
export function withDates<T>(fields: unknown): T {
  const members = Object.entries(fields as object).map(([name, value]) =>
    isTime(name) ? [name.slice(0, -2), new Date(value as number)] : [name, isRecord(value) ? withDates(value) : value],
  );
  return Object.fromEntries(members) as T;
}

/** A point in time: `createdAt`, `heldSince`, `endpointPausedUntil`, `notBefore`. A length of time keeps its name. */
function isTime(name: string): boolean {
  return /(^at|At|Since|Until|Before)Ms$/.test(name);
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
