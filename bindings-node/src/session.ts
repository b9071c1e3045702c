// A session made in server code that does not print.

import { inspect, type InspectOptions } from 'node:util';
import { withDates } from './call';
import type { AuthSession } from './types';

const REDACTED = '[redacted]';

/**
 * Holds the state and the cookie of one browser: who has both can finish the sign-in in its place. So neither appears in
 * `console.log` or `JSON.stringify`.
 * @internal
 */
export class BrowserSession implements AuthSession {
  readonly sessionId: string;
  readonly authorizationUrl: string;
  readonly expiresAt: Date;
  readonly setCookie: string[];

  constructor(fields: unknown) {
    const session = withDates<AuthSession>(fields);
    this.sessionId = session.sessionId;
    this.authorizationUrl = session.authorizationUrl;
    this.expiresAt = session.expiresAt;
    this.setCookie = session.setCookie;
  }

  toJSON(): Record<string, unknown> {
    const { sessionId, expiresAt } = this;
    return { sessionId, authorizationUrl: REDACTED, expiresAt, setCookie: REDACTED };
  }

  [inspect.custom](_depth: number, options: InspectOptions): string {
    return `AuthSession ${inspect(this.toJSON(), options)}`;
  }
}
