// What a caller without types may have given, judged before it is taken apart. The values are the core's to judge.

import { ConfigError, RequestError, wrongArgumentError } from './errors';

type WrongArgument = typeof ConfigError | typeof RequestError;

/**
 * Every member of an argument, by name.
 * @internal
 */
export type Names<T> = Record<keyof Required<T>, true>;

/**
 * @param known where given, a name that differs from one of these in nothing but its spelling (`client_id`, `baseURL`) is refused:
 * ignoring it would be silent. Other unknown names are left alone, as JavaScript does.
 * @internal
 */
export function objectArgument<T>(value: T, name: string, Wrong: WrongArgument = RequestError, known?: object): T {
  // A list or a map has members too, and none of those that are looked for.
  if (typeof value !== 'object' || value === null || Symbol.iterator in value) {
    throw wrongArgumentError(Wrong, `${name} must be an object.`);
  }
  if (known !== undefined) refuseMisspelt(value, name, Wrong, known);
  return value;
}

/** @internal */
export function textArgument(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  throw wrongArgumentError(RequestError, value === undefined ? `${name} is missing.` : `${name} has the wrong type.`);
}

function refuseMisspelt(value: object, where: string, Wrong: WrongArgument, known: object): void {
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(known, name)) continue;
    const meant = Object.keys(known).find((one) => spell(one) === spell(name));
    if (meant !== undefined) throw wrongArgumentError(Wrong, `${where}.${name} is not known. Did you mean ${meant}?`);
  }
}

function spell(name: string): string {
  return name.replace(/[_-]/g, '').toLowerCase();
}
