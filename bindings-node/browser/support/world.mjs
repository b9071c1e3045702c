// One browser, one provider and one application for all tests; each test has a profile and people of its own.
import { after, afterEach, before, beforeEach, test as nodeTest } from 'node:test';
import { ADMIN, MEMBER, PROVIDER, startSandbox } from '@authpipe/node/testing';
import { startApplication } from './application.mjs';
import { LIMIT, startChromium, whenClosed } from './chromium.mjs';

export { ADMIN, MEMBER, PROVIDER };

/** A test that ends, also where a browser waits for ever. */
export const test = (name, run) => nodeTest(name, { timeout: 4 * LIMIT }, run);

export let sandbox;
export let application;
let chromium;
let passwords;
let contexts = [];
let count = 0;
let tenantId;

before(async () => {
  [sandbox, chromium] = await Promise.all([startSandbox(), startChromium()]);
  application = await startApplication(sandbox);
  const { organisations } = await sandbox.control('GET', '/world');
  passwords = Object.fromEntries(organisations.flatMap(({ users }) => users.map((user) => [user.username, user.password])));
});

after(async () => {
  await chromium?.stop();
  await application?.stop();
  await sandbox?.close();
});

beforeEach(async () => {
  tenantId = `org_${(count += 1)}`;
  application.callbacks.length = 0;
  await sandbox.reset();
});

afterEach(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  contexts = [];
  // An organisation is installed once: the next test's tenant may have it.
  for (const { id } of (await application.authpipe.installations.list({ tenantId })).data) {
    await application.authpipe.installations.delete(id, { tenantId });
  }
});

/** Who is signed in to the application where nothing else is said. */
export const person = (more) => ({ tenantId, userId: 'ben', role: 'member', ...more });
export const subject = () => ({ provider: PROVIDER, tenantId, userId: 'ben' });

/** Another browser: its own cookies, nobody signed in. */
export async function newBrowser() {
  const context = await chromium.newContext();
  contexts.push(context);
  return context;
}

export async function newPage(context) {
  const page = await context.newPage();
  page.setDefaultTimeout(LIMIT);
  return page;
}

/** A page of the application with somebody signed in to it, in a browser of their own. */
export async function open(path, { as = person(), context } = {}) {
  const page = await newPage(context ?? (await newBrowser()));
  await signIn(page, as, path);
  return page;
}

/** Signs somebody in to the application. */
export const signIn = (page, as, to) => page.goto(`${application.origin}/sign-in?${new URLSearchParams({ ...as, to })}`);

/** What a person does at the provider, whichever of its pages come: signs in, and decides. Ends when the provider is through with them. */
export async function decide(window, username, decision) {
  const done = [];
  for (;;) {
    const page = await nextPage(window, done);
    if (page === undefined) return;
    done.push(page);
    if (page === 'sign-in') {
      await window.$eval('input[name=username]', (field, value) => { field.value = value; }, username);
      await window.$eval('input[name=password]', (field, value) => { field.value = value; }, passwords[username]);
      await window.click('form[action="/_login"] button');
    } else if (page === 'account') {
      await window.click('button[value=continue]');
    } else {
      await window.click(`button[value=${decision}]`);
    }
  }
}

/** The provider's next page, by its name; nothing where there is none, because the browser has gone back to the application. */
async function nextPage(window, done) {
  const find = (provider, before) => {
    if (location.origin === provider) return !before.includes(document.body?.dataset.page) && document.body?.dataset.page;
    return location.origin !== 'null' && 'none';
  };
  const found = window
    .waitForFunction(find, { timeout: LIMIT, polling: 20 }, sandbox.httpOrigin, done)
    .then((handle) => handle.jsonValue())
    // A window that closes ends the waiting in it, a moment before it is known to be closed.
    .catch((error) => whenClosed(window).then(() => 'none', () => Promise.reject(error)));
  const page = await Promise.race([found, whenClosed(window).then(() => 'none')]);
  return page === 'none' ? undefined : page;
}

/** The exchanges of a code that the provider has seen. */
export const exchanges = async () =>
  (await sandbox.control('GET', '/ledger?kind=token_request&grant_type=authorization_code')).entries.length;

/**
 * A sign-in as far as the provider's answer, which nobody has opened yet: gives its address. The page's browser has the cookie of the flow.
 */
export async function callbackOf(page, { username = MEMBER } = {}) {
  const { session_id: id, authorization_url: url } = await page.evaluate(async (provider, mount) => {
    const answer = await fetch(`${mount}/oauth/sessions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-authpipe': '1' },
      body: JSON.stringify({ provider, mode: 'popup' }),
    });
    return answer.json();
  }, PROVIDER, '/api/authpipe');
  return { id, url: await sandbox.signIn(url, { username }) };
}

/** How a session stands. */
export const statusOf = async (id) => (await application.authpipe.sessions.get(id, { tenantId })).status;
