// Crossing into the native part: errors become ours, times become `Date`.

import { ConfigError, fromNative, RequestError } from './errors';

/**
 * @param what what the arguments of `work` belong to, where they are only a part of what the caller gave
 * @internal
 */
export function construct<T>(work: () => T, what?: string): T {
  try {
    return work();
  } catch (thrown) {
    throw fromNative(thrown, ConfigError, what);
  }
}

/**
 * @param what the one argument of `work`, where it has no name of its own
 * @internal
 */
export function callSync<T>(work: () => T, what?: string): T {
  try {
    return work();
  } catch (thrown) {
    throw fromNative(thrown, RequestError, what);
  }
}

/**
 * @param what the one argument of `work`, where it has no name of its own
 * @internal
 */
export async function call<T>(work: () => Promise<T>, what?: string): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw fromNative(thrown, RequestError, what);
  }
}

/**
 * The native part gives times as `…AtMs`; callers get `…At` as `Date`. Absent members stay absent.
 * @internal
 */
export function withDates<T>(fields: object): T {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || value === null) continue;
    if (name.endsWith('Ms')) result[name.slice(0, -2)] = new Date(value as number);
    else result[name] = value;
  }
  return result as T;
}
