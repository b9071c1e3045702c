// The popup flow without React, on fake time.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pollDelay } from '../src/polling.js';
import { AUTHORIZATION_URL, INSTALLED, ORIGIN, problemBody, started } from './fake-environment.js';
import { POLL, setUp } from './flow-stage.js';

test('a click opens the window at once, and the handler says when it is done', async () => {
  const { environment, flow, calls, status } = setUp();
  flow.start();
  assert.equal(environment.popups.length, 1, 'opened in the click');
  assert.match(environment.popups[0]?.text.message ?? '', /^Connecting to/);
  assert.equal(status(), 'starting');
  await environment.advance(0);
  assert.deepEqual(environment.requests[0]?.body, { provider: 'microsoft-onedrive', mode: 'popup' });
  assert.equal(environment.popups[0]?.url, AUTHORIZATION_URL);
  assert.equal(status(), 'waiting');
  await environment.advance(3_000);
  assert.equal(environment.count(POLL), 3);
  environment.session(INSTALLED);
  await environment.advance(1_000);
  assert.equal(status(), 'complete');
  assert.deepEqual(calls, ['installed inst_1']);
  assert.equal(environment.timers.size, 0, 'nothing goes on');
  assert.equal(environment.messageListeners.size + environment.attentionListeners.size, 0);
});

test('polls get rarer', async () => {
  assert.deepEqual([0, 29_999, 30_000, 149_999, 150_000].map(pollDelay), [1_000, 1_000, 2_000, 2_000, 5_000]);
  const { environment, flow } = setUp();
  flow.start();
  await environment.advance(30_000);
  assert.equal(environment.count(POLL), 30);
  await environment.advance(120_000);
  assert.equal(environment.count(POLL), 90);
  await environment.advance(60_000);
  assert.equal(environment.count(POLL), 102);
});

test('a message or the return of the focus makes it ask at once', async () => {
  const { environment, flow, calls } = setUp();
  flow.start();
  await environment.advance(0);
  environment.attend();
  await environment.advance(0);
  assert.equal(environment.count(POLL), 1);
  environment.message({ data: { v: 1, session_id: 's1', status: 'complete' } });
  await environment.advance(0);
  assert.equal(environment.count(POLL), 2);
  environment.session(INSTALLED);
  environment.message({ via: 'channel', source: null, data: { v: 1, session_id: 's1', status: 'complete' } });
  await environment.advance(0);
  assert.deepEqual(calls, ['installed inst_1']);
});

test('a message claims success while the handler says pending: nothing changes', async () => {
  const { environment, flow, calls, status } = setUp();
  flow.start();
  await environment.advance(0);
  for (const claim of ['complete', 'failed', 'cancelled', 'expired']) {
    environment.message({ data: { v: 1, session_id: 's1', status: claim, installation: { id: 'forged' } } });
    await environment.advance(0);
  }
  assert.equal(status(), 'waiting');
  assert.equal(environment.count(POLL), 4);
  assert.deepEqual(calls, []);
});

test('messages of a foreign origin, window, session or shape do not even wake', async () => {
  const { environment, flow, status } = setUp();
  flow.start();
  await environment.advance(0);
  const data = { v: 1, session_id: 's1', status: 'complete' };
  environment.message({ origin: 'https://evil.example', data });
  environment.message({ origin: 'null', data });
  environment.message({ source: { some: 'window' }, data });
  environment.message({ source: null, data });
  environment.message({ data: { ...data, session_id: 's2' } });
  environment.message({ via: 'channel', data: { ...data, session_id: 's2' } });
  for (const junk of [null, 'complete', 1, [], {}, { ...data, v: 2 }, { ...data, status: 1 }]) environment.message({ data: junk });
  await environment.advance(0);
  assert.equal(environment.count(POLL), 0);
  assert.equal(status(), 'waiting');
});

test('messages come from the origin of the handler, wherever that is', async () => {
  const { environment, flow } = setUp({}, { basePath: 'https://api.example/api/authpipe' });
  for (const route of ['POST /oauth/installs', POLL]) {
    const [method, path] = route.split(' ') as [string, string];
    environment.reply(`${method} https://api.example${path}`, environment.replies.get(route) ?? {});
  }
  flow.start();
  await environment.advance(0);
  const data = { v: 1, session_id: 's1', status: 'complete' };
  environment.message({ origin: ORIGIN, data });
  await environment.advance(0);
  assert.equal(environment.requests.length, 1);
  environment.message({ origin: 'https://api.example', data });
  await environment.advance(0);
  assert.equal(environment.requests.length, 2);
});

test('a second click shows the window instead of starting again', async () => {
  const { environment, flow } = setUp();
  flow.start();
  flow.start();
  await environment.advance(0);
  flow.start();
  assert.equal(environment.popups.length, 1);
  assert.equal(environment.popups[0]?.focused, 2);
  assert.equal(environment.count('POST /oauth/installs'), 1);
});

test('a start that fails closes the window and says why', async () => {
  const { environment, flow, calls, status } = setUp();
  environment.reply('POST /oauth/installs', { status: 403, body: problemBody(403, 'forbidden', 'Forbidden') });
  flow.start();
  await environment.advance(0);
  assert.equal(status(), 'error');
  assert.equal(environment.popups[0]?.closed, true);
  assert.deepEqual(calls, ['error forbidden']);
});

test('a window closed for 5 s detaches the flow and ends nothing', async () => {
  const { environment, flow, calls, status } = setUp();
  flow.start();
  await environment.advance(10_000);
  const popup = environment.popups[0];
  assert.ok(popup);
  popup.closed = true;
  await environment.advance(5_000);
  assert.equal(status(), 'waiting');
  await environment.advance(1_000);
  assert.equal(status(), 'detached');
  assert.deepEqual(calls, []);
  environment.session(INSTALLED);
  await environment.advance(1_000);
  assert.deepEqual(calls, ['installed inst_1'], 'a severed window still finishes');
});

test('a window that was closed before there is a session is not called the other window', async () => {
  const { environment, flow, status } = setUp();
  flow.start();
  environment.popups[0]?.close();
  await environment.advance(0);
  assert.equal(status(), 'detached');
  flow.reopen();
  assert.equal(environment.popups[1]?.url, AUTHORIZATION_URL);
});

test('a window that only seemed closed does not detach', async () => {
  const { environment, flow, status } = setUp();
  flow.start();
  await environment.advance(1_500);
  const popup = environment.popups[0];
  assert.ok(popup);
  popup.closed = true;
  await environment.advance(3_000);
  popup.closed = false;
  await environment.advance(1_000);
  popup.closed = true;
  await environment.advance(5_000);
  assert.equal(status(), 'waiting');
});

test('reopen shows the same session in a new window, and the second time a new session', async () => {
  const { environment, flow, calls, status } = setUp();
  flow.start();
  await environment.advance(0);
  for (const [round, sessions] of [[1, 1], [2, 2], [3, 2]] as const) {
    (environment.popups.at(-1) as { closed: boolean }).closed = true;
    await environment.advance(7_000);
    assert.equal(status(), 'detached');
    flow.reopen();
    await environment.advance(0);
    assert.equal(status(), 'waiting');
    assert.equal(environment.popups.length, round + 1);
    assert.equal(environment.popups.at(-1)?.url, AUTHORIZATION_URL);
    // The first may have lost its cookie, and would be refused for as long as it lives.
    assert.equal(environment.count('POST /oauth/installs'), sessions, `after reopening ${round} times`);
    assert.equal(environment.count('DELETE /oauth/sessions/s1'), sessions - 1);
  }
  assert.deepEqual(calls, [], 'nobody is told of a cancel');
});

test('reopen begins anew at once where a page of the handler says that a cookie is lost', async () => {
  const { environment, flow, status } = setUp();
  flow.start();
  await environment.advance(0);
  // Of another origin's page, and about another session, it is no such word.
  environment.message({ via: 'window', origin: 'https://evil.example', source: null, data: { v: 1, status: 'unbound' } });
  environment.message({ via: 'channel', data: { v: 1, session_id: 'other', status: 'unbound' } });
  environment.message({ via: 'channel', data: { v: 1, status: 'unbound' } });
  assert.equal(status(), 'waiting', 'the person may go on in another window');
  (environment.popups.at(-1) as { closed: boolean }).closed = true;
  await environment.advance(7_000);
  flow.reopen();
  await environment.advance(0);
  assert.equal(environment.count('POST /oauth/installs'), 2);
  assert.equal(environment.count('DELETE /oauth/sessions/s1'), 1);
});

test('reopen without a window goes on by redirect with a new session', async () => {
  const { environment, flow, calls } = setUp();
  flow.start();
  await environment.advance(0);
  (environment.popups[0] as { closed: boolean }).closed = true;
  await environment.advance(7_000);
  environment.popupsBlocked = true;
  flow.reopen();
  await environment.advance(0);
  assert.equal(environment.count('DELETE /oauth/sessions/s1'), 1);
  assert.deepEqual(environment.navigations, [AUTHORIZATION_URL]);
  assert.deepEqual(calls, []);
});

test('cancel ends the session at the handler', async () => {
  const { environment, flow, calls, status } = setUp();
  flow.start();
  await environment.advance(0);
  environment.reply('DELETE /oauth/sessions/s1', () => {
    environment.session({ status: 'cancelled' });
    return { status: 204 };
  });
  await flow.cancel();
  assert.equal(status(), 'cancelled');
  assert.equal(environment.popups[0]?.closed, true);
  assert.equal(environment.count('DELETE /oauth/sessions/s1'), 1);
  await environment.advance(60_000);
  assert.deepEqual(calls, ['cancelled']);
  assert.equal(environment.timers.size, 0);
});

test('cancel that comes too late tells the truth', async () => {
  const { environment, flow, calls } = setUp();
  flow.start();
  await environment.advance(0);
  environment.session(INSTALLED);
  await flow.cancel();
  assert.deepEqual(calls, ['installed inst_1']);
});

test('cancel that does not reach the handler does not pretend', async () => {
  const { environment, flow, calls, status } = setUp();
  flow.start();
  await environment.advance(0);
  environment.offline = true;
  await flow.cancel();
  assert.equal(status(), 'waiting');
  assert.equal(flow.getState().error?.code, 'network_error');
  assert.deepEqual(calls, []);
});

test('cancel while the session is being made drops it', async () => {
  const { environment, flow, calls, status } = setUp();
  flow.start();
  await flow.cancel();
  assert.equal(status(), 'cancelled');
  await environment.advance(0);
  assert.equal(environment.popups[0]?.url, 'about:blank');
  assert.equal(environment.count('DELETE /oauth/sessions/s1'), 1);
  assert.deepEqual(calls, ['cancelled']);
});

test('denial and expiry at the handler end the flow', async () => {
  for (const [session, call] of [
    [{ status: 'failed', error: { code: 'access_denied', message: 'Denied' } }, 'error access_denied'],
    [{ status: 'expired' }, 'error session_expired'],
    [{ status: 'cancelled' }, 'cancelled'],
  ] as const) {
    const { environment, flow, calls } = setUp();
    flow.start();
    await environment.advance(0);
    environment.session(session);
    await environment.advance(1_000);
    assert.deepEqual(calls, [call]);
    assert.equal(environment.timers.size, 0);
  }
});

test('awaiting_completion is still waiting', async () => {
  const { environment, flow, status } = setUp();
  environment.session({ status: 'awaiting_completion' });
  flow.start();
  await environment.advance(2_000);
  assert.equal(status(), 'waiting');
});

test('lost polls change nothing until the time is over', async () => {
  const { environment, flow, calls, status } = setUp();
  flow.start();
  await environment.advance(0);
  environment.offline = true;
  await environment.advance(599_000);
  assert.equal(status(), 'waiting');
  await environment.advance(10_000);
  assert.deepEqual(calls, ['error session_expired']);
});

test('a clock that is ahead does not end a session that the handler keeps', async () => {
  const { environment, flow, calls, status } = setUp();
  flow.start();
  await environment.advance(1_100_000);
  assert.equal(status(), 'waiting');
  await environment.advance(110_000);
  assert.deepEqual(calls, ['error session_expired']);
});

test('a clock that is hours off ends no session early', async () => {
  for (const hours of [-3, 3]) {
    const { environment, flow, calls, status } = setUp();
    const expires = new Date(environment.now() + 600_000 - hours * 3_600_000).toISOString();
    environment.reply('POST /oauth/installs', { status: 201, body: { ...started(), expires_at: expires } });
    flow.start();
    await environment.advance(3_000);
    environment.offline = true;
    await environment.advance(590_000);
    assert.equal(status(), 'waiting', `${hours} h`);
    await environment.advance(20_000);
    assert.deepEqual(calls, ['error session_expired'], `${hours} h`);
  }
});

test('what a callback of the application throws is reported, and the flow is over all the same', async () => {
  const reported: unknown[] = [];
  const scope = globalThis as { reportError?: (cause: unknown) => void };
  scope.reportError = (cause) => reported.push(cause);
  try {
    const onComplete = () => {
      throw new Error('a bug of the application');
    };
    const { environment, flow, status } = setUp({ onComplete });
    flow.start();
    environment.session(INSTALLED);
    await environment.advance(1_000);
    assert.deepEqual([status(), reported.map(String)], ['complete', ['Error: a bug of the application']]);
  } finally {
    delete scope.reportError;
  }
});

test('a click on the button of a window that was closed opens it again', async () => {
  const { environment, flow, status } = setUp();
  flow.start();
  await environment.advance(0);
  environment.popups[0]?.close();
  await environment.advance(1_000);
  flow.start();
  await environment.advance(0);
  assert.deepEqual([environment.popups.length, environment.popups[1]?.url, status()], [2, AUTHORIZATION_URL, 'waiting']);
  assert.equal(environment.count('POST /oauth/installs'), 1, 'the same session');
  environment.popups[1]?.close();
  await environment.advance(7_000);
  assert.equal(status(), 'detached');
  flow.start();
  await environment.advance(0);
  assert.deepEqual([environment.popups.length, status()], [3, 'waiting'], 'as Reopen does');
});

test('signed out meanwhile: shown, and over once signed in again', async () => {
  const { environment, flow, calls } = setUp();
  flow.start();
  await environment.advance(0);
  environment.reply(POLL, { status: 401, body: problemBody(401, 'identity_required', 'Sign-in required') });
  await environment.advance(1_000);
  assert.equal(flow.getState().error?.code, 'identity_required');
  environment.session({ status: 'pending' });
  await environment.advance(1_000);
  assert.equal(flow.getState().error, null);
  environment.reply(POLL, { status: 404, body: problemBody(404, 'not_found', 'Not found') });
  await environment.advance(1_000);
  assert.deepEqual(calls, ['error not_found']);
});

test('an unmounted flow asks nothing and goes on when it is back', async () => {
  const { environment, flow, calls, unmount } = setUp();
  flow.start();
  await environment.advance(0);
  unmount();
  await environment.advance(60_000);
  assert.equal(environment.count(POLL), 0);
  environment.session(INSTALLED);
  flow.mount();
  await environment.advance(2_000);
  assert.deepEqual(calls, ['installed inst_1']);
});
