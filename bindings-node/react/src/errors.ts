import type { HandlerErrorCode } from './generated.js';

const BRAND = Symbol.for('authpipe.client_error');

/** The codes that only a browser can meet. */
type BrowserErrorCode = 'network_error' | 'unexpected_response' | 'popup_blocked';

/**
 * Stable codes: the handler's, and those that only a browser can meet. A newer handler may have more, so a `switch` keeps a default.
 */
export type ClientErrorCode = HandlerErrorCode | BrowserErrorCode;

/** What an {@link AuthpipeClientError} is made from. */
export interface ErrorDetails {
  code: ClientErrorCode;
  message: string;
  hint?: string | null;
  status?: number;
  requestId?: string | null;
  sessionId?: string | null;
}

/**
 * A request or a flow that did not succeed.
 *
 * Decide by `code`, never by the text. The codes are the handler's (`identity_required`, `access_denied`, …) and three that
 * only a browser can meet: `network_error`, `unexpected_response`, `popup_blocked`.
 */
export class AuthpipeClientError extends Error {
  /** Stable code. */
  readonly code: ClientErrorCode;
  /** What to do about it, written for a developer. */
  readonly hint: string | null;
  /** HTTP status; 0 when no response was involved. */
  readonly status: number;
  /** Finds the request in the server's log; null where no request was refused. */
  readonly requestId: string | null;
  /** Finds a sign-in that failed in the server's log and by `sessions.get`; null where the error is not about one. */
  readonly sessionId: string | null;

  constructor(details: ErrorDetails) {
    super(details.message);
    this.name = 'AuthpipeClientError';
    this.code = details.code;
    this.hint = details.hint ?? null;
    this.status = details.status ?? 0;
    this.requestId = details.requestId ?? null;
    this.sessionId = details.sessionId ?? null;
    Object.defineProperty(this, BRAND, { value: true });
  }

  /** Also true for errors of another copy of this package in the same page. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}

/** Turns whatever was thrown into an {@link AuthpipeClientError}. */
export function toClientError(cause: unknown): AuthpipeClientError {
  if (cause instanceof AuthpipeClientError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new AuthpipeClientError({ code: 'network_error', message });
}

/** The error of a session whose time is over. */
export function makeExpiredError(sessionId: string | null): AuthpipeClientError {
  return new AuthpipeClientError({ code: 'session_expired', message: 'The sign-in was not finished in time.', sessionId });
}
