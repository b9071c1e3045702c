// A session made in server code that does not print.

import { inspect, type InspectOptions } from 'node:util';
import type { SessionFields } from './native';
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

  constructor(fields: SessionFields) {
    this.sessionId = fields.sessionId;
    this.authorizationUrl = fields.authorizationUrl;
    this.expiresAt = new Date(fields.expiresAtMs);
    this.setCookie = fields.setCookie;
  }

  toJSON(): Record<string, unknown> {
    const { sessionId, expiresAt } = this;
    return { sessionId, authorizationUrl: REDACTED, expiresAt, setCookie: REDACTED };
  }

  [inspect.custom](_depth: number, options: InspectOptions): string {
    return `AuthSession ${inspect(this.toJSON(), options)}`;
  }
}
