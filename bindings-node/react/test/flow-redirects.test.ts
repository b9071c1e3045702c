// The popup flow without React where there is a redirect, on fake time.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AUTHORIZATION_URL } from './fake-environment.js';
import { setUp } from './flow-stage.js';

test('a blocked window means a redirect, or an error where only a popup will do', async () => {
  const auto = setUp();
  auto.environment.popupsBlocked = true;
  auto.flow.start();
  await auto.environment.advance(0);
  assert.deepEqual(auto.environment.requests[0]?.body, {
    provider: 'microsoft-onedrive',
    mode: 'redirect',
    return_to: '/integrations?authpipe_for=redirect.install.microsoft-onedrive',
  });
  assert.deepEqual(auto.environment.navigations, [AUTHORIZATION_URL]);

  const popup = setUp({ mode: 'popup' });
  popup.environment.popupsBlocked = true;
  popup.flow.start();
  assert.deepEqual(popup.calls, ['error popup_blocked']);
  assert.equal(popup.environment.requests.length, 0);
});

test('in a frame no redirect takes the place of a window, as providers refuse to be framed', async () => {
  const { environment, flow, calls } = setUp();
  environment.isFramed = () => true;
  environment.popupsBlocked = true;
  flow.start();
  await environment.advance(0);
  assert.deepEqual([calls, environment.navigations, environment.requests.length], [['error popup_blocked'], [], 0]);
  environment.popupsBlocked = false;
  flow.start();
  await environment.advance(0);
  environment.popupsBlocked = true;
  environment.popups[0]?.close();
  await environment.advance(7_000);
  flow.reopen();
  await environment.advance(0);
  assert.deepEqual([flow.getState().error?.code, environment.navigations], ['popup_blocked', []]);
});

test('back from the provider with the back button: the redirect can go on or be cancelled', async () => {
  const { environment, flow, status } = setUp({ mode: 'redirect' });
  flow.start();
  await environment.advance(0);
  assert.equal(environment.popups.length, 0);
  await environment.advance(7_000);
  assert.equal(status(), 'detached');
  flow.reopen();
  assert.deepEqual(environment.navigations, [AUTHORIZATION_URL, AUTHORIZATION_URL]);
});

test('a popup names a return address only where a second step may need one', async () => {
  const asked = setUp({ returnTo: '/settings#x' });
  asked.flow.start();
  await asked.environment.advance(0);
  assert.deepEqual(asked.environment.requests[0]?.body, {
    provider: 'microsoft-onedrive',
    mode: 'popup',
    return_to: '/settings?authpipe_for=popup.install.microsoft-onedrive',
  });
  const bearer = setUp({}, { headers: { authorization: 'Bearer t' } });
  bearer.flow.start();
  await bearer.environment.advance(0);
  assert.match(String((bearer.environment.requests[0]?.body as { return_to: string }).return_to), /^\/integrations\?/);
});
