// Objects that hold a text for one person: whoever reads a log could use it before they do.

import { inspect, type InspectOptions } from 'node:util';

const REDACTED = '[redacted]';

/**
 * Has an object not print these members. In all else it stays as it is: the page that shows it gets it as JSON.
 * @internal
 */
export function withoutPrinting<T extends object>(object: T, members: readonly (keyof T)[]): T {
  const print = (_depth: number, options: InspectOptions) => {
    const shown = members.filter((member) => object[member] !== undefined).map((member) => [member, REDACTED]);
    return inspect({ ...object, ...Object.fromEntries(shown) }, options);
  };
  return Object.defineProperty(object, inspect.custom, { value: print });
}
