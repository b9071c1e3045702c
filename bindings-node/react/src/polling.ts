// Polls one session until it ends, and polls at once when something suggests that it has moved.

import type { Environment, PopupHandle, WindowMessage } from './environment.js';
import { type AuthpipeClientError, makeExpiredError, toClientError } from './errors.js';
import type { AuthpipeClient } from './http-client.js';
import type { Session } from './types.js';

/** A closed popup is believed after this long: closing pages close themselves a moment before their result is visible. */
const CLOSED_FOR_MS = 5_000;

/** How often `popup.closed` is looked at; no event tells it. */
const CLOSED_CHECK_MS = 1_000;

/** How long the handler may still say `pending` after the announced end: clocks differ, and an install's second step begins anew. */
const EXPIRY_GRACE_MS = 600_000;

/** Time until the next poll: quick while most users finish, then gentle. */
export function pollDelay(elapsedMs: number): number {
  if (elapsedMs < 30_000) return 1_000;
  if (elapsedMs < 150_000) return 2_000;
  return 5_000;
}

/** Whether a message may wake the flow of this session. It is never more than that: the handler is asked in any case. */
export function isWakeUp(message: WindowMessage, sessionId: string, origin: string, popup: PopupHandle | null): boolean {
  const trusted = message.via === 'channel' || (message.origin === origin && popup?.isSource(message.source) === true);
  const { data } = message;
  if (!trusted || typeof data !== 'object' || data === null) return false;
  const { v, session_id, status } = data as Record<string, unknown>;
  return v === 1 && session_id === sessionId && typeof status === 'string';
}

/**
 * Whether a page of the handler says that a sign-in came back without the cookie of its flow. It does not know whose it was; whoever waits begins
 * anew where it would show its page again.
 */
export function isUnbound({ via, data }: WindowMessage): boolean {
  if (via !== 'channel' || typeof data !== 'object' || data === null) return false;
  const { v, session_id, status } = data as Record<string, unknown>;
  return v === 1 && session_id === undefined && status === 'unbound';
}

/**
 * Whether a page of the handler says that something was connected, for this page or for another tab. Lists are asked for again, and whoever
 * says so falsely causes a request.
 */
export function isNews({ via, origin, data }: WindowMessage, handlerOrigin: string): boolean {
  if ((via === 'window' && origin !== handlerOrigin) || typeof data !== 'object' || data === null) return false;
  const { v, session_id, status } = data as Record<string, unknown>;
  return v === 1 && typeof session_id === 'string' && status === 'complete';
}

export interface PollOptions {
  environment: Environment;
  client: AuthpipeClient;
  sessionId: string;
  startedAt: number;
  expiresAt: number;
  /** The window that the user signs in with; asked again at each look because it may be reopened. */
  popup(): PopupHandle | null;
  onSession(session: Session): void;
  /** The window looks closed for good. */
  onLost(): void;
  /** A sign-in came back to this browser without its cookie: the session can perhaps not succeed here any more. */
  onUnbound(): void;
  /** The handler refuses to answer for now: the user has signed out. */
  onTrouble(error: AuthpipeClientError): void;
  /** No answer will come any more. */
  onEnd(error: AuthpipeClientError): void;
}

/** Starts to poll. The returned function stops it; nothing is called after that. */
export function pollSession(options: PollOptions): () => void {
  const { environment, client, sessionId } = options;
  let stopped = false;
  let reading = false;
  let readAgain = false;
  let pollTimer: unknown;
  let closedTimer: unknown;
  let closedSince: number | null = null;

  const read = async (): Promise<void> => {
    if (reading) {
      readAgain = true;
      return;
    }
    reading = true;
    do {
      readAgain = false;
      environment.clearTimeout(pollTimer);
      await readOnce();
    } while (readAgain && !stopped);
    reading = false;
    if (!stopped) pollTimer = environment.setTimeout(wake, pollDelay(environment.now() - options.startedAt));
  };

  const readOnce = async (): Promise<void> => {
    try {
      const session = await client.getSession(sessionId);
      if (stopped) return;
      options.onSession(session);
      if (environment.now() >= options.expiresAt + EXPIRY_GRACE_MS && !stopped) options.onEnd(makeExpiredError(sessionId));
    } catch (cause) {
      if (stopped) return;
      const error = toClientError(cause);
      if (error.status === 403 || error.status === 404) options.onEnd(error);
      else if (environment.now() >= options.expiresAt) options.onEnd(makeExpiredError(sessionId));
      else if (error.status === 401) options.onTrouble(error);
    }
  };

  const wake = () => void read();

  const checkClosed = () => {
    const now = environment.now();
    if (options.popup()?.closed === false) {
      closedSince = null;
    } else if (closedSince === null) {
      closedSince = now;
      wake();
    } else if (now - closedSince >= CLOSED_FOR_MS) {
      closedSince = Number.POSITIVE_INFINITY; // said once
      options.onLost();
      if (stopped) return;
    }
    closedTimer = environment.setTimeout(checkClosed, CLOSED_CHECK_MS);
  };

  const stopMessages = environment.onMessage((message) => {
    if (isWakeUp(message, sessionId, client.origin, options.popup())) wake();
    else if (isUnbound(message)) options.onUnbound();
  });
  const stopAttention = environment.onAttention(wake);
  pollTimer = environment.setTimeout(wake, pollDelay(environment.now() - options.startedAt));
  closedTimer = environment.setTimeout(checkClosed, CLOSED_CHECK_MS);

  return () => {
    stopped = true;
    environment.clearTimeout(pollTimer);
    environment.clearTimeout(closedTimer);
    stopMessages();
    stopAttention();
  };
}
