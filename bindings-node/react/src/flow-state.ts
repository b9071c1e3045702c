// The flow as a pure function: state and event in, state out. No time, no window, no request.
//
//   state                              event      next
//   idle complete cancelled error      start      starting
//   idle complete cancelled error      adopt      waiting     (back from a redirect)
//   starting                           opened     waiting
//   starting waiting detached          failed     error
//   starting waiting detached          cancelled  cancelled
//   waiting detached                   completed  complete
//   waiting                            lost       detached
//   detached                           reopened   waiting
//   waiting detached                   trouble    same, with an error to show
//   waiting detached                   progress   same, without it
//   complete                           removed    idle        (what it has brought is gone)
//
// Everything else changes nothing, and so does an event about another session.

import { AuthpipeClientError, type ErrorDetails, makeExpiredError } from './errors.js';
import type { FlowKind, FlowResults, Session } from './types.js';

/** Where a flow stands. `detached`: the popup looks closed, yet the user may still finish in it. */
export type FlowStatus = 'idle' | 'starting' | 'waiting' | 'detached' | 'complete' | 'cancelled' | 'error';

/** A flow at one moment. A new object for every change. */
export interface FlowState<R> {
  readonly status: FlowStatus;
  readonly sessionId: string | null;
  /** Why it failed; while the flow goes on, what last went wrong. */
  readonly error: AuthpipeClientError | null;
  readonly result: R | null;
}

export type FlowEvent<R> =
  | { type: 'start' }
  | { type: 'adopt'; sessionId: string }
  | { type: 'opened'; sessionId: string }
  | { type: 'lost'; sessionId: string }
  | { type: 'reopened'; sessionId: string }
  | { type: 'completed'; sessionId: string; result: R }
  | { type: 'failed'; sessionId: string | null; error: AuthpipeClientError }
  | { type: 'cancelled'; sessionId: string | null }
  | { type: 'trouble'; sessionId: string; error: AuthpipeClientError }
  | { type: 'progress'; sessionId: string }
  | { type: 'removed'; sessionId: string | null };

/** The state of every flow before its first click, on the server and in the browser. */
export const IDLE: FlowState<never> = Object.freeze({ status: 'idle', sessionId: null, error: null, result: null });

/** Whether a flow is under way. */
export function isBusy(status: FlowStatus): boolean {
  return status === 'starting' || status === 'waiting' || status === 'detached';
}

/** Whether a session exists and is not over. */
export function isOpen(status: FlowStatus): boolean {
  return status === 'waiting' || status === 'detached';
}

/** Applies one event; returns the same object when it changes nothing. */
export function reduceFlow<R>(state: FlowState<R>, event: FlowEvent<R>): FlowState<R> {
  const { status } = state;
  switch (event.type) {
    case 'start':
      return isBusy(status) ? state : { ...IDLE, status: 'starting' };
    case 'adopt':
      return isBusy(status) ? state : { ...IDLE, status: 'waiting', sessionId: event.sessionId };
    case 'opened':
      return status === 'starting' ? { ...IDLE, status: 'waiting', sessionId: event.sessionId } : state;
  }
  if (event.type === 'removed') return status === 'complete' && event.sessionId === state.sessionId ? IDLE : state;
  if (!isBusy(status) || event.sessionId !== state.sessionId) return state;
  switch (event.type) {
    case 'completed':
      return { ...state, status: 'complete', error: null, result: event.result };
    case 'failed':
      return { ...state, status: 'error', error: event.error };
    case 'cancelled':
      return { ...state, status: 'cancelled', error: null };
    case 'lost':
      return status === 'waiting' ? { ...state, status: 'detached' } : state;
    case 'reopened':
      return status === 'detached' ? { ...state, status: 'waiting' } : state;
    case 'trouble':
      return { ...state, error: event.error };
    case 'progress':
      return state.error === null ? state : { ...state, error: null };
  }
}

/** Says what the handler's answer means for a flow. `awaiting_completion` is still waiting: another window completes it. */
export function judgeSession<K extends FlowKind>(kind: K, session: Session): FlowEvent<FlowResults[K]> {
  const { sessionId } = session;
  switch (session.status) {
    case 'pending':
    case 'awaiting_completion':
      return { type: 'progress', sessionId };
    case 'cancelled':
      // With an error the provider has refused; a cancel on a page of the application leaves none.
      if (session.error !== null) return { type: 'failed', sessionId, error: new AuthpipeClientError({ ...session.error, sessionId }) };
      return { type: 'cancelled', sessionId };
    case 'expired':
      return { type: 'failed', sessionId, error: makeExpiredError(sessionId) };
    case 'failed': {
      const details: ErrorDetails = session.error ?? { code: 'provider_error', message: 'The sign-in failed.' };
      return { type: 'failed', sessionId, error: new AuthpipeClientError({ ...details, sessionId }) };
    }
    case 'complete': {
      const result = kind === 'install' ? session.installation : session.connection;
      if (result !== null) return { type: 'completed', sessionId, result: result as FlowResults[K] };
      const message = `The session is complete but has no ${kind === 'install' ? 'installation' : 'connection'}.`;
      return { type: 'failed', sessionId, error: new AuthpipeClientError({ code: 'unexpected_response', message, sessionId }) };
    }
  }
}
