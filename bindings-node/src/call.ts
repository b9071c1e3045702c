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

/** How the native part marks the name of a point in time, which it gives in milliseconds since 1970. No member's own name has it. */
const TIME = '@';

/**
 * Makes `Date` of the times that the native part gives, in records inside of records and of lists too.
 * @internal
 */
export function withDates<T>(given: unknown): T {
  return dated(given) as T;
}

function dated(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dated);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) =>
      name.endsWith(TIME) ? [name.slice(0, -TIME.length), new Date(member as number)] : [name, dated(member)],
    ),
  );
}
