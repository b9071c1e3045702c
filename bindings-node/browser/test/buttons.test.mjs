// A connect button, from the click to what is read beside it.
import assert from 'node:assert/strict';
import { canRead, press, pressForKeptWindow, pressForWindow, sees, textOf, whenClosed } from '../support/chromium.mjs';
import { application, decide, exchanges, MEMBER, newPage, open, person, sandbox, subject, test } from '../support/world.mjs';

const CONNECT = 'Connect Microsoft OneDrive';

test('what is there for screen readers alone is not taken for something that can be read', async () => {
  const page = await open('/connections');
  const styles = [
    'position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0 0 0 0)',
    'opacity:0',
    'visibility:hidden',
    'display:none',
    'position:absolute;left:-9999px',
    'position:absolute;clip-path:inset(50%)',
    'font-size:0',
  ];
  for (const style of styles) {
    await page.evaluate((css) => { document.body.innerHTML = `<p style="${css}">Only for some</p>`; }, style);
    assert.equal(await canRead(page, 'Only for some'), false, style);
  }
  await page.evaluate(() => { document.body.innerHTML = '<p>For all</p>'; });
  assert.equal(await canRead(page, 'For all'), true);
  await page.evaluate(() => { document.body.innerHTML += '<div style="position:fixed;inset:0;background:white">Covers</div>'; });
  assert.equal(await canRead(page, 'For all'), false, 'covered');
});

test('it waits, and then says as whom it is connected', async () => {
  const page = await open('/connections');
  const window = await pressForWindow(page, CONNECT);
  await sees(page, 'Waiting for Microsoft OneDrive in the other window');
  const closed = whenClosed(window);
  await decide(window, MEMBER, 'accept');
  await closed;
  await sees(page, `Microsoft OneDrive is connected as ${MEMBER}`);
  await sees(page, `${MEMBER} · active`);
});

test('the window itself says that it is connected', async () => {
  const page = await open('/connections');
  const window = await pressForKeptWindow(page, CONNECT);
  await decide(window, MEMBER, 'accept');
  await sees(window, 'Connected');
  assert.doesNotMatch(window.url(), /[?&](code|state)=/);
});

test('where the provider opens in the page itself, the page comes back and says so', async () => {
  const page = await open('/connections?mode=redirect');
  await Promise.all([page.waitForNavigation(), press(page, CONNECT)]);
  await decide(page, MEMBER, 'accept');
  await sees(page, `Microsoft OneDrive is connected as ${MEMBER}`);
  assert.equal(page.url(), `${application.origin}/connections?mode=redirect`, 'the address is the one before');
});

test('where no window opens, the page itself goes', async () => {
  const page = await open('/connections');
  await page.evaluate(() => { window.open = () => null; });
  await Promise.all([page.waitForNavigation(), press(page, CONNECT)]);
  await decide(page, MEMBER, 'accept');
  await sees(page, `Microsoft OneDrive is connected as ${MEMBER}`);
});

test('a double click opens one window and one session', async () => {
  const page = await open('/connections');
  const windows = [];
  page.on('popup', (window) => windows.push(window));
  const started = [];
  page.on('request', (request) => { if (request.method() === 'POST') started.push(request.url()); });
  const window = await pressForWindow(page, CONNECT, { count: 2 });
  const closed = whenClosed(window);
  await decide(window, MEMBER, 'accept');
  await closed;
  await sees(page, `connected as ${MEMBER}`);
  assert.deepEqual([windows.length, started.length, await exchanges()], [1, 1, 1]);
});

test('two tabs that connect at once are both connected, with one connection', async () => {
  const first = await open('/connections');
  const second = await newPage(first.browserContext());
  await second.goto(`${application.origin}/connections`);
  const windows = [await pressForWindow(first, CONNECT), await pressForWindow(second, CONNECT)];
  for (const window of windows) {
    const closed = whenClosed(window);
    await decide(window, MEMBER, 'accept');
    await closed;
  }
  for (const tab of [first, second]) await sees(tab, `Microsoft OneDrive is connected as ${MEMBER}`);
  assert.equal((await application.authpipe.connections.list({ tenantId: subject().tenantId })).data.length, 1);
});

test('a person who says no at the provider is told so, and can try again', async () => {
  for (const address of ['/connections', '/connections?mode=redirect']) {
    const page = await open(address);
    const isWindow = !address.includes('redirect');
    const provider = isWindow ? await pressForWindow(page, CONNECT) : page;
    if (!isWindow) await Promise.all([page.waitForNavigation(), press(page, CONNECT)]);
    await decide(provider, MEMBER, 'cancel');
    await sees(page, 'Nothing was connected, because it was cancelled or not allowed. You can try again.');
    await sees(page, CONNECT);
  }
});

/** The button of a page whose window the person has closed, as soon as the page has seen that. */
async function closeTheWindow(page) {
  const window = await pressForWindow(page, CONNECT);
  await window.waitForSelector('body[data-page]');
  await window.close();
  await sees(page, 'This is not finished yet. If the window is closed, open it again.');
  assert.doesNotMatch(await textOf(page), /other window/);
}

test('a window that the person closed is not called the other window; it can be opened again, or given up', async () => {
  // The page gives the window some seconds: for both of them at once.
  const [one, two] = [await open('/connections'), await open('/connections', { as: person({ userId: 'eve' }) })];
  await Promise.all([closeTheWindow(one), closeTheWindow(two)]);

  const again = await pressForWindow(one, 'Reopen');
  await sees(one, 'Waiting for Microsoft OneDrive in the other window');
  const closed = whenClosed(again);
  await decide(again, MEMBER, 'accept');
  await closed;
  await sees(one, `connected as ${MEMBER}`);

  await press(two, 'Cancel');
  await sees(two, 'Cancelled');
  await sees(two, CONNECT);
  assert.equal(await exchanges(), 1);
});

test('a connection that needs its person again says so, and Reconnect brings the same one back', async () => {
  const page = await open('/connections');
  const first = await pressForWindow(page, CONNECT);
  const closed = whenClosed(first);
  await decide(first, MEMBER, 'accept');
  await closed;
  await sees(page, 'active');
  const { connectionId } = await application.authpipe.getCredential(subject());
  await sandbox.revoke();
  await sandbox.expireTokens();
  await assert.rejects(application.authpipe.getCredential(subject()), { code: 'reauth_required' });

  await page.reload();
  await sees(page, 'Microsoft OneDrive needs you to sign in again');
  const window = await pressForWindow(page, 'Reconnect Microsoft OneDrive');
  const ended = whenClosed(window);
  await decide(window, MEMBER, 'accept');
  await ended;
  await sees(page, `${MEMBER} · active`);
  assert.equal((await application.authpipe.getCredential(subject())).connectionId, connectionId);
});

test('a sign-in that fails says in both windows what the person can do, and nothing for developers', async () => {
  await sandbox.control('POST', '/faults', { endpoint: 'token', action: 'status', status: 500, times: 'always' });
  const page = await open('/connections');
  const window = await pressForKeptWindow(page, CONNECT);
  await decide(window, MEMBER, 'accept');
  const ADVICE = 'The other service does not answer as it should.';
  for (const [place, next] of [[page, 'Try again in a few minutes.'], [window, 'Start again in a few minutes.']]) {
    await sees(place, `${ADVICE} ${next}`);
    assert.doesNotMatch(await textOf(place), /token endpoint|HTTP 500|getCredential|client id/i);
  }
  await sees(page, CONNECT);
});
