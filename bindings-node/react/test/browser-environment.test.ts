// The real Environment, as far as jsdom is a browser.

import { dom } from './dom.js';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserEnvironment, type WindowMessage } from '../src/environment.js';
import { settle } from './fake-environment.js';

const environment = browserEnvironment();
const { window } = dom;

test('a refused or already closed window is no window', () => {
  window.open = () => null;
  assert.equal(environment.openPopup({ title: 't', message: 'm' }), null);
  window.open = () => ({ closed: true }) as Window;
  assert.equal(environment.openPopup({ title: 't', message: 'm' }), null);
});

test('a new window shows the text as text, then goes where it is sent', () => {
  const page = window.document.implementation.createHTMLDocument();
  const calls: unknown[] = [];
  const popup = {
    closed: false,
    document: page,
    location: { replace: (url: string) => calls.push(url) },
    focus: () => calls.push('focus'),
    close: () => calls.push('close'),
  };
  window.open = (...args: unknown[]) => {
    calls.push(args.slice(0, 2));
    return popup as unknown as Window;
  };
  const handle = environment.openPopup({ title: 'T', message: 'Connecting to <b>X</b>…' });
  assert.ok(handle);
  assert.equal(page.title, 'T');
  assert.equal(page.body.textContent, 'Connecting to <b>X</b>…');
  assert.equal(page.documentElement.lang, 'en');
  handle.navigate('https://login.example/');
  handle.focus();
  handle.close();
  assert.deepEqual(calls, [['about:blank', '_blank'], 'https://login.example/', 'focus', 'close']);
  assert.ok(handle.isSource(popup));
  assert.ok(!handle.isSource(window));
  popup.closed = true;
  assert.equal(handle.closed, true);
});

test('messages arrive with origin and source until stopped', () => {
  const seen: WindowMessage[] = [];
  const stop = environment.onMessage((message) => seen.push(message));
  const send = () => window.dispatchEvent(new window.MessageEvent('message', { data: 1, origin: 'https://evil.example', source: window as never }));
  send();
  stop();
  send();
  assert.equal(seen.length, 1);
  assert.equal(seen[0]?.via, 'window');
  assert.equal(seen[0]?.origin, 'https://evil.example');
});

test('channel messages arrive, and announce sends them', async () => {
  const arrived = new Promise<WindowMessage>((resolve) => {
    const stop = environment.onMessage((message) => {
      stop();
      resolve(message);
    });
  });
  environment.announce({ v: 1, session_id: 's1', status: 'complete' });
  const message = await arrived;
  assert.deepEqual({ via: message.via, origin: message.origin }, { via: 'channel', origin: 'https://app.example' });
  assert.deepEqual(message.data, { v: 1, session_id: 's1', status: 'complete' });
});

test('a page that is kept for the way back holds no channel, and listens again when it is back', async () => {
  const seen: unknown[] = [];
  let heard = () => {};
  const back = new Promise<void>((resolve) => (heard = resolve));
  const stop = environment.onMessage(({ data }) => {
    seen.push(data);
    if (data === 'back') heard();
  });
  window.dispatchEvent(new window.Event('pagehide'));
  const [sender, witness] = [new BroadcastChannel('authpipe'), new BroadcastChannel('authpipe')];
  const sent = new Promise((resolve) => (witness.onmessage = resolve));
  sender.postMessage('while away');
  await sent;
  const pageshow = new window.Event('pageshow');
  Object.defineProperty(pageshow, 'persisted', { value: true });
  window.dispatchEvent(pageshow);
  sender.postMessage('back');
  await back;
  stop();
  for (const channel of [sender, witness]) channel.close();
  assert.deepEqual(seen, ['back']);
});

test('focus, pageshow and becoming visible count as attention', async () => {
  let times = 0;
  const stop = environment.onAttention(() => (times += 1));
  window.dispatchEvent(new window.Event('focus'));
  window.dispatchEvent(new window.Event('pageshow'));
  window.document.dispatchEvent(new window.Event('visibilitychange'));
  stop();
  window.dispatchEvent(new window.Event('focus'));
  await settle();
  assert.equal(times, 3);
});

test('the address is replaced without losing the router state', () => {
  window.history.replaceState({ router: 1 }, '', '/a?authpipe_session=s1');
  environment.replaceUrl('https://app.example/a');
  assert.equal(environment.href(), 'https://app.example/a');
  assert.deepEqual(window.history.state, { router: 1 });
});
