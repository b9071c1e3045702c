import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuthpipeClientError } from '../src/errors.js';
import { type FlowEvent, type FlowState, type FlowStatus, IDLE, judgeSession, reduceFlow } from '../src/flow-state.js';
import { readSession } from '../src/wire.js';
import { CONNECTION, INSTALLATION } from './fake-environment.js';

const error = new AuthpipeClientError({ code: 'access_denied', message: 'no' });
const STATES: Record<FlowStatus, FlowState<string>> = {
  idle: IDLE,
  starting: { ...IDLE, status: 'starting' },
  waiting: { ...IDLE, status: 'waiting', sessionId: 's1' },
  detached: { ...IDLE, status: 'detached', sessionId: 's1' },
  complete: { ...IDLE, status: 'complete', sessionId: 's1', result: 'r' },
  cancelled: { ...IDLE, status: 'cancelled', sessionId: 's1' },
  error: { ...IDLE, status: 'error', sessionId: 's1', error },
};
const EVENTS: Record<FlowEvent<string>['type'], (sessionId: string | null) => FlowEvent<string>> = {
  start: () => ({ type: 'start' }),
  adopt: () => ({ type: 'adopt', sessionId: 's2' }),
  opened: () => ({ type: 'opened', sessionId: 's1' }),
  lost: (id) => ({ type: 'lost', sessionId: id ?? '' }),
  reopened: (id) => ({ type: 'reopened', sessionId: id ?? '' }),
  completed: (id) => ({ type: 'completed', sessionId: id ?? '', result: 'new' }),
  failed: (sessionId) => ({ type: 'failed', sessionId, error }),
  cancelled: (sessionId) => ({ type: 'cancelled', sessionId }),
  trouble: (id) => ({ type: 'trouble', sessionId: id ?? '', error }),
  progress: (id) => ({ type: 'progress', sessionId: id ?? '' }),
  removed: (sessionId) => ({ type: 'removed', sessionId }),
};
/** Status after each event that changes it; every pair that is not here must return the very same object. */
const TABLE: Record<FlowStatus, Partial<Record<FlowEvent<string>['type'], FlowStatus>>> = {
  idle: { start: 'starting', adopt: 'waiting' },
  starting: { opened: 'waiting', failed: 'error', cancelled: 'cancelled' },
  waiting: { lost: 'detached', completed: 'complete', failed: 'error', cancelled: 'cancelled', trouble: 'waiting' },
  detached: { reopened: 'waiting', completed: 'complete', failed: 'error', cancelled: 'cancelled', trouble: 'detached' },
  complete: { start: 'starting', adopt: 'waiting', removed: 'idle' },
  cancelled: { start: 'starting', adopt: 'waiting' },
  error: { start: 'starting', adopt: 'waiting' },
};

test('each state and event lead where the table says', () => {
  for (const status of Object.keys(TABLE) as FlowStatus[]) {
    for (const type of Object.keys(EVENTS) as FlowEvent<string>['type'][]) {
      const before = STATES[status];
      const after = reduceFlow(before, EVENTS[type](before.sessionId));
      const expected = TABLE[status][type];
      if (expected === undefined) assert.equal(after, before, `${status} + ${type}`);
      else assert.equal(after.status, expected, `${status} + ${type}`);
    }
  }
});

test('an event about another session changes nothing', () => {
  for (const status of ['waiting', 'detached'] as const) {
    for (const type of ['lost', 'reopened', 'completed', 'failed', 'cancelled', 'trouble', 'progress'] as const) {
      assert.equal(reduceFlow(STATES[status], EVENTS[type]('other')), STATES[status], `${status} + ${type}`);
    }
  }
});

test('a new start forgets the last result and error', () => {
  assert.deepEqual(reduceFlow(STATES.complete, { type: 'start' }), STATES.starting);
  assert.deepEqual(reduceFlow(STATES.error, { type: 'start' }), STATES.starting);
});

test('progress takes a shown trouble away', () => {
  const troubled = reduceFlow(STATES.waiting, { type: 'trouble', sessionId: 's1', error });
  assert.equal(troubled.error, error);
  assert.deepEqual(reduceFlow(troubled, { type: 'progress', sessionId: 's1' }), STATES.waiting);
});

test('each answer of the handler is judged', () => {
  const judge = (kind: 'install' | 'connect', json: object) => {
    const event = judgeSession(kind, readSession('s1', { session_id: 's1', ...json }));
    // The server's log and `sessions.get` know the case by this id.
    if (event.type === 'failed') assert.equal(event.error.sessionId, 's1');
    return event.type === 'failed' ? `failed ${event.error.code}` : event.type;
  };
  assert.equal(judge('install', { status: 'pending' }), 'progress');
  assert.equal(judge('install', { status: 'awaiting_completion' }), 'progress');
  assert.equal(judge('install', { status: 'complete', installation: INSTALLATION }), 'completed');
  assert.equal(judge('connect', { status: 'complete', connection: CONNECTION }), 'completed');
  assert.equal(judge('install', { status: 'complete', connection: CONNECTION }), 'failed unexpected_response');
  assert.equal(judge('connect', { status: 'complete', installation: INSTALLATION }), 'failed unexpected_response');
  assert.equal(judge('install', { status: 'cancelled' }), 'cancelled');
  assert.equal(judge('connect', { status: 'cancelled', error: { code: 'access_denied' } }), 'failed access_denied');
  assert.equal(judge('install', { status: 'expired' }), 'failed session_expired');
  assert.equal(judge('install', { status: 'failed', error: { code: 'account_mismatch' } }), 'failed account_mismatch');
  assert.equal(judge('install', { status: 'failed' }), 'failed provider_error');
});
