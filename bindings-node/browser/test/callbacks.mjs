// The provider's answer, opened in all the ways in which browsers open an address.
import assert from 'node:assert/strict';
import { LIMIT, press, sees, textOf } from '../support/chromium.mjs';
import {
  application, callbackOf, decide, exchanges, MEMBER, newBrowser, newPage, open, person, signIn, statusOf, test,
} from '../support/world.mjs';

const CONNECTED = /^Connected/;

test('opened again, reloaded and gone back to, it says the same and exchanges nothing', async () => {
  const page = await open('/connections');
  const { id, url } = await callbackOf(page);
  let window = await newPage(page.browserContext());
  assert.equal((await window.goto(url)).status(), 200);
  await sees(window, 'Connected');
  assert.equal(await exchanges(), 1);

  const again = [
    ['the same address in the same tab', () => window.goto(url)],
    ['reload', () => window.reload()],
    ['back', async () => {
      await window.goto(`${application.origin}/connections`);
      await window.goBack();
    }],
    ['another tab', async () => {
      await window.close();
      window = await newPage(page.browserContext());
      await window.goto(url);
    }],
    ['a slash at the end', () => window.goto(url.replace('?', '/?'))],
  ];
  for (const [how, act] of again) {
    await act();
    assert.match(await textOf(window), CONNECTED, how);
    assert.doesNotMatch(window.url(), /[?&](code|state)=/, how);
    assert.equal(await exchanges(), 1, how);
    assert.equal(await statusOf(id), 'complete', how);
  }
});

test('opened in two tabs at once it is exchanged once, and both say that it is connected', async () => {
  const page = await open('/connections');
  const { id, url } = await callbackOf(page);
  const tabs = [await newPage(page.browserContext()), await newPage(page.browserContext())];
  await Promise.all(tabs.map((tab) => tab.goto(url)));
  for (const tab of tabs) await sees(tab, 'Connected');
  assert.equal(await exchanges(), 1);
  assert.equal(await statusOf(id), 'complete');
});

test('with a slash at the end it is the same address', async () => {
  const page = await open('/connections');
  const { id, url } = await callbackOf(page);
  await page.goto(url.replace('?', '/?'));
  await sees(page, 'Connected');
  assert.equal(await statusOf(id), 'complete');
});

for (const how of ['prefetch', 'prerender']) {
  test(`a browser that loads it ahead (${how}) uses nothing up`, async () => {
    const page = await open('/connections');
    const { id, url } = await callbackOf(page);
    await page.goto(`${application.origin}/ahead?${new URLSearchParams({ how, url })}`);
    await until(() => application.callbacks.some(({ purpose }) => purpose?.startsWith('prefetch')));
    assert.equal(await exchanges(), 0);
    assert.equal(await statusOf(id), 'pending');

    const seen = application.callbacks.length;
    await Promise.all([page.waitForNavigation(), page.evaluate((to) => { location.href = to; }, url)]);
    await sees(page, 'Connected');
    assert.equal(await exchanges(), 1);
    assert.ok(application.callbacks.length > seen, 'the person has asked anew');
  });
}

/** Waits for what the application has seen. */
async function until(holds) {
  const end = Date.now() + LIMIT;
  while (!holds()) {
    assert.ok(Date.now() < end, `the application has seen ${JSON.stringify(application.callbacks)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('in another browser it is refused, and the right one still connects', async () => {
  const page = await open('/connections');
  const { id, url } = await callbackOf(page);
  const other = await open('/connections', { context: await newBrowser() });
  const answer = await other.goto(url);
  assert.equal(answer.status(), 403);
  await sees(other, 'This sign-in was started in another browser. Start again from the app.');
  assert.equal(await exchanges(), 0);
  await page.goto(url);
  await sees(page, 'Connected');
  assert.equal(await statusOf(id), 'complete');
});

test('after a redirect, Back and Forward lead through the pages and exchange nothing', async () => {
  const page = await open('/connections?mode=redirect');
  await Promise.all([page.waitForNavigation(), press(page, 'Connect Microsoft OneDrive')]);
  await decide(page, MEMBER, 'accept');
  await sees(page, `connected as ${MEMBER}`);
  const home = page.url();
  await page.goBack();
  await page.goForward();
  await page.waitForFunction((wanted) => location.href === wanted, {}, home);
  await sees(page, `${MEMBER} · active`);
  await page.reload();
  await sees(page, `${MEMBER} · active`);
  assert.equal(await exchanges(), 1);
});

test('a login that fails at the callback shows a page for people, and the same address works once it is well', async () => {
  const page = await open('/connections');
  const { id, url } = await callbackOf(page);
  await signIn(page, person({ userId: 'broken' }), '/connections');
  const answer = await page.goto(url);
  assert.equal(answer.status(), 500);
  assert.match(answer.headers()['content-type'], /^text\/html/);
  assert.equal(await exchanges(), 0);
  assert.equal(await statusOf(id), 'pending');
  await signIn(page, person(), '/connections');
  await page.goto(url);
  await sees(page, 'Connected');
});
