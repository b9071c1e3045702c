// Chromium, and what a person sees and does in it.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer from 'puppeteer-core';

/** How long a person's next sight may take: it ends a test that has failed, and says nothing of how fast a page is. */
export const LIMIT = 45_000;
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The browser that AUTHPIPE_CHROMIUM names, else the first on the PATH. */
function find() {
  if (process.env.AUTHPIPE_CHROMIUM) return process.env.AUTHPIPE_CHROMIUM;
  for (const name of NAMES) {
    try {
      return execFileSync('sh', ['-c', 'command -v "$1"', 'sh', name], { encoding: 'utf8' }).trim();
    } catch {
      // The next one.
    }
  }
  throw new Error(`No browser: none of ${NAMES.join(', ')} is on the PATH. Debian: apt-get install chromium. Another place: AUTHPIPE_CHROMIUM.`);
}

/** A browser with a profile of its own, which ends with `stop`. */
export async function startChromium() {
  const profile = mkdtempSync(join(tmpdir(), 'authpipe-chromium-'));
  const isRoot = process.getuid?.() === 0;
  const browser = await puppeteer.launch({
    executablePath: find(),
    userDataDir: profile,
    pipe: true,
    // Nothing but loopback is looked up. Chromium refuses its own sandbox to root.
    args: [
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
      ...'--disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'.split(' '),
      ...(isRoot ? ['--no-sandbox'] : []),
    ],
  });
  return {
    newContext: () => browser.createBrowserContext(),
    async stop() {
      await browser.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Whether somebody who looks at the page can read this: painted, of a size, not cut off, and covered by nothing. */
function isReadable(text) {
  const holds = (element) => element.innerText?.includes(text);
  const deepest = (element) => [...element.children].filter(holds).reduce((found, child) => found ?? deepest(child), undefined) ?? element;
  if (!document.body || !holds(document.body)) return false;
  const element = deepest(document.body);
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })) return false;
  element.scrollIntoView({ block: 'center', inline: 'center' });
  const { left, top, width, height } = element.getBoundingClientRect();
  // Of a text that wraps, the middle of the box may be beside it: any corner of a line will do.
  const range = document.createRange();
  range.selectNodeContents(element);
  const lines = [...range.getClientRects()].filter((line) => line.width > 8 && line.height > 8);
  const hit = (line) => element.contains(document.elementFromPoint(line.left + line.width / 2, line.top + line.height / 2));
  const style = getComputedStyle(element);
  return left >= 0 && top >= 0 && width > 8 && height > 8 && lines.some(hit) && style.color !== style.backgroundColor;
}

export const canRead = (page, text) => page.evaluate(isReadable, text);

/** Waits until it is there to be read; says what is there instead. */
export async function sees(page, text) {
  try {
    await page.waitForFunction(isReadable, { timeout: LIMIT, polling: 50 }, text);
  } catch (error) {
    const shown = await page.evaluate(() => document.body?.innerText).catch((problem) => problem.message);
    throw new Error(`"${text}" is not to be read at ${page.url()}, but:\n${shown}`, { cause: error });
  }
}

/** All that the page says, to whoever looks at it. */
export const textOf = (page) => page.evaluate(() => document.body.innerText);

/** Presses the button with this text. A person presses in the tab that they look at. */
export async function press(page, text, options) {
  await page.bringToFront();
  await page.locator(`::-p-xpath(//button[contains(., ${JSON.stringify(text)})])`).setTimeout(LIMIT).click(options);
}

/** Presses a button that opens a window; gives the window. */
export async function pressForWindow(page, text, options) {
  const opened = within(new Promise((resolve) => page.once('popup', resolve)), `no window opens after "${text}"`);
  await press(page, text, options);
  const window = await opened;
  window.setDefaultTimeout(LIMIT);
  return window;
}

/** The same, with a window that stays open when it is done, so that it can be read. */
export async function pressForKeptWindow(page, text) {
  await page.evaluate(keepWindows);
  const window = await pressForWindow(page, text);
  await window.evaluateOnNewDocument(() => { window.close = () => {}; });
  return window;
}

/** A page closes the window that it opened as soon as it knows of the end, which can be before that window has its last page. */
function keepWindows() {
  const open = window.open.bind(window);
  window.open = (...where) => {
    const opened = open(...where);
    const held = (_, key) => {
      if (key === 'close') return () => {};
      return typeof opened[key] === 'function' ? opened[key].bind(opened) : opened[key];
    };
    return opened && new Proxy({}, { get: held });
  };
}

export const whenClosed = (window) =>
  window.isClosed() ? Promise.resolve() : within(new Promise((resolve) => window.once('close', resolve)), 'the window does not close');

/** What comes, or a failure that says what does not. */
function within(coming, problem) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(problem)), LIMIT);
  });
  const first = Promise.race([coming, late]).finally(() => clearTimeout(timer));
  // Whoever began to wait may have failed for another reason meanwhile.
  first.catch(() => {});
  return first;
}
