// An install button, and what the window and the list say of an installation that cannot be used yet.
import assert from 'node:assert/strict';
import { pressForKeptWindow, pressForWindow, sees, textOf, whenClosed } from '../support/chromium.mjs';
import { ADMIN, application, decide, open, person, sandbox, test } from '../support/world.mjs';

const INSTALL = 'Install Microsoft OneDrive';
const GUID = /[0-9a-f]{8}-[0-9a-f]{4}-/i;

/** Presses the button, by default of a window that goes when it is done; gives the page and the window. */
async function install(as, pressFor = pressForWindow) {
  const page = await open('/installations', { as });
  const window = await pressFor(page, INSTALL);
  return { page, window };
}

test('it says for whom it is installed, and the list has a name', async () => {
  const { page, window } = await install(person({ role: 'admin' }));
  const closed = whenClosed(window);
  await decide(window, ADMIN, 'accept');
  await closed;
  await sees(page, 'Microsoft OneDrive is installed');
  await sees(page, '· active');
  assert.doesNotMatch(await textOf(page), GUID);
});

test('one that waits for approval is not called connected, in neither window', async () => {
  await sandbox.control('POST', `/apps/${sandbox.clientId}`, { group_membership_claims: false });
  const { page, window } = await install(person({ role: 'admin' }), pressForKeptWindow);
  await decide(window, ADMIN, 'accept');
  await sees(window, 'Waiting for approval');
  await sees(page, 'Microsoft OneDrive is installed and waits for approval');
  await sees(page, '· pending_approval');
  for (const place of [page, window]) assert.doesNotMatch(await textOf(place), /connected/i);
  assert.doesNotMatch(await textOf(page), GUID);
});

test('one whose permissions still spread is almost done', async () => {
  await sandbox.control('POST', '/settings', { consent_propagation_s: 300 });
  const { page, window } = await install(person({ role: 'admin' }), pressForKeptWindow);
  await decide(window, ADMIN, 'accept');
  await sees(window, 'Almost done');
  await sees(page, 'Microsoft OneDrive is installed. It can take a few minutes until it works.');
  await sees(page, '· pending');
});

test('a member who may not install is told so, and the window goes', async () => {
  const { page, window } = await install(person({ role: 'member' }));
  await sees(page, 'You are not allowed to do this. Ask an administrator.');
  assert.ok(window.isClosed() || (await whenClosed(window)) === undefined);
  assert.equal((await application.authpipe.installations.list({ tenantId: person().tenantId })).data.length, 0);
});
