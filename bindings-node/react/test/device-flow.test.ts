// A sign-in on another device, without React, on fake time.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DeviceFlow, type DeviceFlowOptions } from '../src/device-flow.js';
import { createRuntime } from '../src/runtime.js';
import { CONNECTED, FakeEnvironment, problemBody } from './fake-environment.js';

const START = 'POST /oauth/device/start';
const POLL = 'POST /oauth/device/poll';
const CODE = {
  session_id: 's1', user_code: 'WDJB-MJHT', verification_uri: 'https://id.example/device',
  verification_uri_complete: 'https://id.example/device?user_code=WDJB-MJHT', expires_in: 900, interval: 5,
};

function setUp(options: Partial<DeviceFlowOptions> = {}) {
  const environment = new FakeEnvironment();
  environment.reply(START, { status: 201, body: CODE }).reply(POLL, { body: { status: 'pending', interval: 5 } });
  const flow = new DeviceFlow(createRuntime({ environment }));
  const calls: string[] = [];
  flow.configure({
    provider: 'github',
    onComplete: (connection) => calls.push(`connected ${connection.id}`),
    onError: (error) => calls.push(`error ${error.code}`),
    onCancel: () => calls.push('cancelled'),
    ...options,
  });
  const unmount = flow.mount();
  return { environment, flow, calls, unmount, status: () => flow.getState().status };
}

test('a code is shown, the handler is asked once in an interval, and the connection is told once', async () => {
  const { environment, flow, calls, status } = setUp({ scopes: ['repo'], variables: { host: 'acme' }, label: 'work' });
  flow.start();
  flow.start();
  assert.equal(status(), 'starting');
  await environment.advance(0);
  assert.equal(environment.count(START), 1, 'a second start changes nothing');
  assert.deepEqual(environment.requests[0]?.body, { provider: 'github', scopes: ['repo'], variables: { host: 'acme' }, label: 'work' });
  const { code } = flow.getState();
  assert.deepEqual([code?.userCode, code?.verificationUri, code?.expiresAt.toISOString()], [
    'WDJB-MJHT', 'https://id.example/device', '2026-01-01T00:15:00.000Z',
  ]);
  await environment.advance(4_999);
  assert.equal(environment.count(POLL), 0, 'not before the interval is over');
  await environment.advance(1);
  assert.deepEqual(environment.requests.at(-1)?.body, { session_id: 's1' });
  environment.reply(POLL, { body: { status: 'pending', interval: 10 } });
  await environment.advance(5_000);
  assert.equal(environment.count(POLL), 2);
  await environment.advance(9_999);
  assert.equal(environment.count(POLL), 2, 'the interval has grown');
  environment.reply(POLL, { body: { status: 'complete', connection_id: 'conn_1' } }).session(CONNECTED);
  await environment.advance(1);
  assert.deepEqual([status(), calls, flow.getState().code], ['complete', ['connected conn_1'], null]);
  assert.equal(environment.timers.size, 0, 'nothing goes on');
});

test('a clock that is set back by an hour keeps nobody waiting for one', async () => {
  const { environment, flow } = setUp();
  const now = environment.now;
  flow.start();
  await environment.advance(5_000);
  assert.equal(environment.count(POLL), 1);
  environment.now = () => now() - 3_600_000;
  await environment.advance(15_000);
  assert.equal(environment.count(POLL), 4, 'the timer under way, and one in each interval');
});

test('how it ended is what the session says', async () => {
  for (const [poll, session, ended, told] of [
    ['denied', { status: 'cancelled', error: { code: 'access_denied', message: 'No.' } }, 'error', 'error access_denied'],
    ['denied', { status: 'cancelled' }, 'cancelled', 'cancelled'],
    ['expired', { status: 'expired' }, 'error', 'error session_expired'],
  ] as const) {
    const { environment, flow, calls, status } = setUp();
    flow.start();
    await environment.advance(0);
    environment.reply(POLL, { body: { status: poll } }).session(session);
    await environment.advance(5_000);
    assert.deepEqual([status(), calls], [ended, [told]], poll);
  }
});

test('an error of a poll ends it where the session is over, and otherwise is shown while it goes on', async () => {
  const { environment, flow, calls, status } = setUp();
  flow.start();
  await environment.advance(0);
  environment.reply(POLL, { status: 502, body: problemBody(502, 'provider_unavailable', 'Away') });
  await environment.advance(5_000);
  assert.deepEqual([status(), flow.getState().error?.code], ['waiting', 'provider_unavailable']);
  environment.reply(POLL, { body: { status: 'pending', interval: 5 } });
  await environment.advance(5_000);
  assert.deepEqual([status(), flow.getState().error], ['waiting', null]);
  environment.offline = true;
  await environment.advance(5_000);
  assert.deepEqual([status(), flow.getState().error?.code], ['waiting', 'network_error']);
  environment.offline = false;
  environment
    .reply(POLL, { status: 409, body: problemBody(409, 'account_mismatch', 'Other account') })
    .session({ status: 'failed', error: { code: 'account_mismatch', message: 'Another one.' } });
  await environment.advance(5_000);
  assert.deepEqual([status(), calls], ['error', ['error account_mismatch']]);
});

test('it ends at its end, also where nobody can be asked', async () => {
  const { environment, flow, calls } = setUp();
  flow.start();
  await environment.advance(0);
  environment.offline = true;
  await environment.advance(905_000);
  assert.deepEqual(calls, ['error session_expired']);
  assert.equal(environment.timers.size, 0);
});

test('a cancel ends the session, unless the person was faster', async () => {
  const { environment, flow, calls } = setUp();
  flow.start();
  await environment.advance(0);
  environment.session({ status: 'cancelled' });
  await flow.cancel();
  assert.equal(environment.count('DELETE /oauth/sessions/s1'), 1);
  flow.start();
  await environment.advance(0);
  environment.session(CONNECTED);
  await flow.cancel();
  assert.deepEqual(calls, ['cancelled', 'connected conn_1']);
  flow.start();
  await flow.cancel();
  await environment.advance(0);
  assert.equal(environment.count('DELETE /oauth/sessions/s1'), 3, 'what was cancelled before it was known is dropped');
});

test('nobody asks while the page is away', async () => {
  const { environment, flow, unmount, status } = setUp();
  flow.start();
  await environment.advance(0);
  unmount();
  await environment.advance(60_000);
  assert.equal(environment.count(POLL), 0);
  flow.mount();
  await environment.advance(0);
  assert.deepEqual([environment.count(POLL), status()], [1, 'waiting']);
  // It leaves while the handler is being asked.
  let answer = () => {};
  environment.reply(POLL, { body: { status: 'pending', interval: 5 }, after: new Promise<void>((resolve) => (answer = resolve)) });
  const leave = flow.mount();
  await environment.advance(5_000);
  leave();
  answer();
  await environment.advance(60_000);
  assert.deepEqual([environment.count(POLL), environment.timers.size], [2, 0]);
});

test('an address that a page must not make a link of is refused', async () => {
  for (const wrong of [{ verification_uri: 'javascript:alert(1)' }, { verification_uri_complete: 'data:text/html,x' }, { interval: 'soon' }]) {
    const { environment, flow, calls } = setUp();
    environment.reply(START, { status: 201, body: { ...CODE, ...wrong } });
    flow.start();
    await environment.advance(0);
    assert.deepEqual([flow.getState().code, calls], [null, ['error unexpected_response']], JSON.stringify(wrong));
  }
});
