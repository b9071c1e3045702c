// A session made in server code that does not print, and of which no copy is made.

import { inspect, type InspectOptions } from 'node:util';
import { withDates } from './call';
import type { AuthSession } from './types';

const REDACTED = '[redacted: take it by name]';
/** Under which a session keeps what does not print. */
const HELD = Symbol('held');
const NOT_COPIED = '[not copied: take authorizationUrl and setCookie by name]';

/**
 * Holds the state and the cookie of one browser: who has both can finish the sign-in in its place. So neither appears in
 * `console.log` or `JSON.stringify`. A copy would print, or lack them without a word, so none can be made.
 * @internal
 */
export class BrowserSession implements AuthSession {
  readonly sessionId: string;
  readonly expiresAt: Date;
  declare readonly [HELD]: () => Pick<AuthSession, 'authorizationUrl' | 'setCookie'>;

  constructor(fields: unknown) {
    const { sessionId, expiresAt, ...held } = withDates<AuthSession>(fields);
    this.sessionId = sessionId;
    this.expiresAt = expiresAt;
    // No private member: a Proxy, as containers and tests put around objects, has none of them.
    Object.defineProperty(this, HELD, { value: () => held });
    // Whatever copies an object reads each of its enumerable properties: a spread, Object.assign, structuredClone, postMessage.
    Object.defineProperty(this, NOT_COPIED, { enumerable: true, get: refuse });
  }

  get authorizationUrl(): string {
    return this[HELD]().authorizationUrl;
  }

  get setCookie(): string[] {
    return this[HELD]().setCookie;
  }

  toJSON(): Record<string, unknown> {
    const { sessionId, expiresAt } = this;
    return { sessionId, authorizationUrl: REDACTED, expiresAt, setCookie: REDACTED };
  }

  [inspect.custom](_depth: number, options: InspectOptions): string {
    return `AuthSession ${inspect(this.toJSON(), options)}`;
  }
}

function refuse(): never {
  throw new TypeError('An AuthSession cannot be copied: take authorizationUrl and setCookie from it by name.');
}
