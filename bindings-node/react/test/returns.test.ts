// Coming back by redirect: picked up once, scrubbed at once, handed to the right flow.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Flow } from '../src/flow.js';
import { buildReturnTo, cleanReturnUrl, readReturnUrl, scrubCompletion } from '../src/return-url.js';
import { createRuntime, type Runtime } from '../src/runtime.js';
import type { FlowKind } from '../src/types.js';
import { CONNECTED, FakeEnvironment, INSTALLED, ORIGIN, problemBody } from './fake-environment.js';

const POLL = 'GET /oauth/sessions/s1';
const COMPLETE = 'POST /oauth/sessions/s1/complete';

function addFlow(runtime: Runtime, kind: FlowKind, calls: string[], provider = 'microsoft-onedrive', connectionId?: string, label?: string, config?: string) {
  const flow = new Flow(kind, runtime);
  flow.configure({
    provider,
    config,
    connectionId,
    label,
    onComplete: (result) => calls.push(`${kind} ${result.id}`),
    onError: (error) => calls.push(`${kind} ${error.code}`),
    onCancel: () => calls.push(`${kind} cancelled`),
  });
  return { flow, unmount: flow.mount() };
}

function setUp(path: string) {
  const environment = new FakeEnvironment(ORIGIN + path);
  const runtime = createRuntime({ environment });
  const calls: string[] = [];
  return { environment, runtime, calls };
}

test('addresses are read, scrubbed, cleaned and built', () => {
  assert.deepEqual(readReturnUrl(`${ORIGIN}/a?x=1`), { sessionId: null, completion: null, startedBy: null });
  assert.deepEqual(readReturnUrl(`${ORIGIN}/a?authpipe_session=s1&authpipe_for=redirect.connect.mcp%3Ahttps%3A%2F%2Fx.y#authpipe_completion=c`), {
    sessionId: 's1',
    completion: 'c',
    startedBy: { mode: 'redirect', kind: 'connect', provider: 'mcp:https://x.y', config: null, connectionId: null, label: '' },
  });
  assert.deepEqual(readReturnUrl(`${ORIGIN}/?authpipe_for=popup.connect~con_a-_1.mcp%3Ahttps%3A%2F%2Fx.y`).startedBy, {
    mode: 'popup', kind: 'connect', provider: 'mcp:https://x.y', config: null, connectionId: 'con_a-_1', label: '',
  });
  assert.equal(readReturnUrl(`${ORIGIN}/?authpipe_for=other.install.x`).startedBy, null);
  assert.equal(scrubCompletion(`${ORIGIN}/a?b=1#authpipe_completion=c`), `${ORIGIN}/a?b=1`);
  assert.equal(scrubCompletion(`${ORIGIN}/a#/route`), `${ORIGIN}/a#/route`);
  assert.equal(cleanReturnUrl(`${ORIGIN}/a?b=1&authpipe_session=s1&authpipe_status=failed&authpipe_for=x#h`, 's1'), `${ORIGIN}/a?b=1#h`);
  assert.equal(cleanReturnUrl(`${ORIGIN}/a?authpipe_session=s2`, 's1'), `${ORIGIN}/a?authpipe_session=s2`);
  const by = { mode: 'redirect', kind: 'connect', provider: 'x', config: null, connectionId: null, label: '' } as const;
  for (const again of [{ ...by, connectionId: 'con_1' }, { ...by, label: 'work' }, { ...by, label: '50%~a.b@*c/d?' }, { ...by, config: 'second' },
    { ...by, config: 'a.b*c~d', label: 'work' }, { ...by, config: 'second', connectionId: 'con_1' }]) {
    assert.deepEqual(readReturnUrl(ORIGIN + buildReturnTo(`${ORIGIN}/a`, undefined, ORIGIN, again)).startedBy, again);
  }
  assert.equal(readReturnUrl(`${ORIGIN}/?authpipe_for=${encodeURIComponent('redirect.connect~~%zz.x')}`).startedBy?.label, '');
  assert.equal(buildReturnTo(`${ORIGIN}/a?b=1&authpipe_session=old&authpipe_status=failed#h`, undefined, ORIGIN, by), '/a?b=1&authpipe_for=redirect.connect.x');
  assert.equal(buildReturnTo(`${ORIGIN}/a`, '/c', 'https://api.example', by), `${ORIGIN}/c?authpipe_for=redirect.connect.x`);
});

test('a returned session is read once and goes to the flow that started it', async () => {
  const { environment, runtime, calls } = setUp('/integrations?tab=2&authpipe_session=s1&authpipe_for=redirect.connect.microsoft-onedrive');
  environment.session(CONNECTED);
  addFlow(runtime, 'install', calls);
  const { unmount, flow } = addFlow(runtime, 'connect', calls);
  unmount();
  flow.mount(); // as StrictMode does
  await environment.advance(0);
  assert.deepEqual(calls, ['connect conn_1']);
  assert.equal(environment.count(POLL), 1);
  assert.equal(environment.href(), `${ORIGIN}/integrations?tab=2`);
  addFlow(runtime, 'connect', calls);
  await environment.advance(60_000);
  assert.deepEqual(calls, ['connect conn_1']);
  assert.equal(environment.count(POLL), 1);
});

test('of several buttons of one provider the one that was clicked gets the answer', async () => {
  const marker = (id: string) => `/?authpipe_session=s1&authpipe_for=redirect.connect${id === '' ? '' : `~${id}`}.microsoft-onedrive`;
  const failed = { status: 'failed', error: { code: 'access_denied' } };
  for (const [started, session, expected] of [
    ['conn_2', CONNECTED, 'two conn_1'], // the account's connection was replaced meanwhile
    ['conn_1', CONNECTED, 'one conn_1'],
    ['conn_2', failed, 'two access_denied'],
    ['', CONNECTED, 'new conn_1'],
    ['', failed, 'new access_denied'],
  ] as const) {
    const { environment, runtime, calls } = setUp(marker(started));
    environment.session(session);
    for (const [name, id] of [['zero', 'conn_0'], ['new', undefined], ['one', 'conn_1'], ['two', 'conn_2']] as const) {
      const own: string[] = [];
      Object.defineProperty(own, 'push', { value: (call: string) => calls.push(call.replace('connect', name)) });
      addFlow(runtime, 'connect', own, 'microsoft-onedrive', id);
    }
    await environment.advance(60_000);
    assert.deepEqual(calls, [expected], `${started} ${JSON.stringify(session)}`);
  }
});

test('of buttons with labels the one that was clicked gets the answer', async () => {
  for (const [started, session, expected] of [
    ['~~work', { status: 'failed', error: { code: 'access_denied' } }, ['', 'connect access_denied', '']],
    ['~~home', CONNECTED, ['', '', 'connect conn_1']],
    ['', CONNECTED, ['connect conn_1', '', '']],
    ['~~gone', CONNECTED, ['connect conn_1', '', '']],
  ] as const) {
    const { environment, runtime } = setUp(`/?authpipe_session=s1&authpipe_for=redirect.connect${started}.microsoft-onedrive`);
    environment.session(session);
    const calls = [undefined, 'work', 'home'].map((label) => {
      const own: string[] = [];
      addFlow(runtime, 'connect', own, 'microsoft-onedrive', undefined, label);
      return own;
    });
    await environment.advance(60_000);
    assert.deepEqual(calls.map((own) => own.join()), expected, started);
  }
});

test('of buttons with configs the one that was clicked gets the answer', async () => {
  for (const [started, expected] of [['', ['connect conn_1', '', '']], ['*second', ['', 'connect conn_1', '']], ['*gone', ['', '', '']]] as const) {
    const { environment, runtime } = setUp(`/?authpipe_session=s1&authpipe_for=redirect.connect${started}.microsoft-onedrive`);
    environment.session(CONNECTED);
    const calls = [undefined, 'second', 'third'].map((config) => {
      const own: string[] = [];
      addFlow(runtime, 'connect', own, 'microsoft-onedrive', undefined, undefined, config);
      return own;
    });
    await environment.advance(60_000);
    assert.deepEqual(calls.map((own) => own.join()), expected, started);
  }
});

test('a button that comes with the list of connections is waited for, and another connection is none', async () => {
  const { environment, runtime, calls } = setUp('/?authpipe_session=s1&authpipe_for=redirect.connect~conn_1.microsoft-onedrive');
  environment.session(CONNECTED);
  addFlow(runtime, 'connect', calls);
  addFlow(runtime, 'connect', calls, 'microsoft-onedrive', 'conn_2');
  await environment.advance(500);
  assert.deepEqual(calls, []);
  const late: string[] = [];
  addFlow(runtime, 'connect', late, 'microsoft-onedrive', 'conn_1');
  await environment.advance(60_000);
  assert.deepEqual([calls, late], [[], ['connect conn_1']]);
});

test('a page that has forgotten the connection gets the answer at the button for new ones', async () => {
  const { environment, runtime, calls } = setUp('/?authpipe_session=s1&authpipe_for=redirect.connect~conn_1.microsoft-onedrive');
  environment.session(CONNECTED);
  addFlow(runtime, 'connect', calls);
  await environment.advance(60_000);
  assert.deepEqual(calls, ['connect conn_1']);
});

test('a failure goes to the flow that started it', async () => {
  const { environment, runtime, calls } = setUp('/?authpipe_session=s1&authpipe_for=redirect.connect.microsoft-onedrive');
  environment.session({ status: 'failed', error: { code: 'access_denied', message: 'Denied' } });
  addFlow(runtime, 'install', calls);
  addFlow(runtime, 'connect', calls, 'slack');
  addFlow(runtime, 'connect', calls);
  await environment.advance(0);
  assert.deepEqual(calls, ['connect access_denied']);
});

test('a session started elsewhere goes by kind and provider of its result', async () => {
  const { environment, runtime, calls } = setUp('/?authpipe_session=s1');
  environment.session(INSTALLED);
  addFlow(runtime, 'connect', calls);
  addFlow(runtime, 'install', calls, 'slack');
  await environment.advance(0);
  assert.deepEqual(calls, []);
  addFlow(runtime, 'install', calls);
  assert.deepEqual(calls, ['install inst_1'], 'a button that appears later still gets it');
  assert.equal(environment.href(), `${ORIGIN}/`);
});

test('the completion secret leaves the address first, then is posted once', async () => {
  const { environment, runtime, calls } = setUp('/a?authpipe_session=s1&authpipe_for=redirect.install.microsoft-onedrive#authpipe_completion=secret');
  environment.reply(COMPLETE, { body: { session_id: 's1', ...INSTALLED } });
  addFlow(runtime, 'install', calls);
  assert.ok(!environment.href().includes('secret'), 'before anything was sent');
  assert.ok(!environment.urls.some((url) => url.includes('secret')));
  await environment.advance(0);
  assert.deepEqual(calls, ['install inst_1']);
  assert.equal(environment.count(COMPLETE), 1);
  assert.equal(environment.count(POLL), 0);
  const request = environment.requests.find(({ path }) => path.endsWith('/complete'));
  assert.deepEqual(request?.body, { completion: 'secret' });
  assert.equal(environment.href(), `${ORIGIN}/a`);
});

test('a refused completion is an error; a lost answer is looked up', async () => {
  const refused = setUp('/a?authpipe_session=s1#authpipe_completion=secret');
  refused.environment.session({ status: 'awaiting_completion' });
  refused.environment.reply(COMPLETE, { status: 403, body: problemBody(403, 'identity_mismatch', 'Another user') });
  addFlow(refused.runtime, 'install', refused.calls);
  await refused.environment.advance(0);
  assert.deepEqual(refused.calls, ['install identity_mismatch']);

  const lost = setUp('/a?authpipe_session=s1#authpipe_completion=secret');
  lost.environment.session(INSTALLED);
  lost.environment.reply(COMPLETE, { status: 502, body: 'bad gateway' });
  addFlow(lost.runtime, 'install', lost.calls);
  await lost.environment.advance(0);
  assert.deepEqual(lost.calls, ['install inst_1']);
});

test('in the popup of a two-step completion the page completes, tells the opener and closes', async () => {
  const { environment, runtime, calls } = setUp('/a?authpipe_session=s1&authpipe_for=popup.install.microsoft-onedrive#authpipe_completion=secret');
  environment.reply(COMPLETE, { body: { session_id: 's1', ...INSTALLED } });
  addFlow(runtime, 'install', calls);
  await environment.advance(0);
  assert.deepEqual(environment.announced, [{ v: 1, session_id: 's1', status: 'complete' }]);
  assert.equal(environment.closedItself, true);
  assert.deepEqual(calls, [], 'the page that opened it tells its callback');
});

test('a forged return of an unknown session closes nothing', async () => {
  const { environment, runtime, calls } = setUp('/a?authpipe_session=other&authpipe_for=popup.install.microsoft-onedrive#authpipe_completion=x');
  addFlow(runtime, 'install', calls);
  await environment.advance(0);
  assert.equal(environment.closedItself, false);
  assert.deepEqual(calls, []);
  assert.equal(environment.href(), `${ORIGIN}/a`);
});

test('a returned session that is not over is waited for', async () => {
  const { environment, runtime, calls } = setUp('/a?authpipe_session=s1&authpipe_for=redirect.install.microsoft-onedrive');
  const { flow } = addFlow(runtime, 'install', calls);
  await environment.advance(8_000);
  assert.equal(flow.getState().status, 'detached');
  environment.session(INSTALLED);
  await environment.advance(1_000);
  assert.deepEqual(calls, ['install inst_1']);
});

test('a network that comes back is waited for', async () => {
  const { environment, runtime, calls } = setUp('/a?authpipe_session=s1&authpipe_for=redirect.install.microsoft-onedrive');
  environment.offline = true;
  environment.session(INSTALLED);
  addFlow(runtime, 'install', calls);
  await environment.advance(500);
  environment.offline = false;
  await environment.advance(1_000);
  assert.deepEqual(calls, ['install inst_1']);
});
