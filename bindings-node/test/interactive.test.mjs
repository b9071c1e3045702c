// `connectInteractive`: a command-line tool, the system's browser, and a port of this machine.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Authpipe, FlowError, NotConnectedError } from '@authpipe/node';
import { OTHER, PROVIDER, startSandbox } from '@authpipe/node/testing';

const PUBLIC_CLIENT = 'a1b2c3d4-0000-4000-8000-00000000a771';
const ME = { provider: PROVIDER, tenantId: 'local', userId: 'me' };
let sandbox;
before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox.close());

function make(t, more = {}) {
  const providers = { [PROVIDER]: { clientId: PUBLIC_CLIENT, scopes: ['Files.Read'] } };
  const authpipe = new Authpipe(sandbox.options({ providers, baseUrl: undefined, testClock: undefined, ...more }));
  t.after(() => authpipe.close());
  return authpipe;
}

/** Somebody with a browser, who goes on by themselves. */
function person(t, how = {}) {
  const visits = [];
  const visit = async (url) => {
    const back = await sandbox.signIn(url, how);
    assert.match(back, /^http:\/\/127\.0\.0\.1:/);
    return (await fetch(back)).text();
  };
  t.after(() => Promise.all(visits));
  return { urls: [], open(url) { this.urls.push(url); visits.push(visit(url)); } };
}

/** Whether somebody listens where the answer of this sign-in comes to. */
async function isOpen(url) {
  const back = new URL(new URL(url).searchParams.get('redirect_uri'));
  return fetch(new URL('/nowhere', back)).then(() => true, () => false);
}

test('a tool connects with the browser of its machine, and the port is closed afterwards', async (t) => {
  const authpipe = make(t);
  await assert.rejects(authpipe.getCredential(ME), NotConnectedError);
  const browser = person(t);
  const connection = await authpipe.connectInteractive(ME, { open: (url) => browser.open(url) });
  assert.deepEqual([connection.userId, connection.status, connection.createdAt instanceof Date], ['me', 'active', true]);
  assert.equal((await authpipe.getCredential(ME)).connectionId, connection.id);
  const other = person(t, { username: OTHER });
  const second = await authpipe.connectInteractive({ ...ME, label: 'work' }, { open: (url) => other.open(url) });
  assert.equal(second.label, 'work');
});

test('a person who says no is a flow error', async (t) => {
  const authpipe = make(t);
  await sandbox.reset();
  const browser = person(t, { decision: 'cancel' });
  const failing = authpipe.connectInteractive(ME, { open: (url) => browser.open(url) });
  await assert.rejects(failing, (error) => error instanceof FlowError && error.code === 'access_denied');
});

test('an open that waits until its browser is closed holds nobody up', async (t) => {
  const authpipe = make(t);
  await sandbox.reset();
  const never = new Promise(() => {});
  await assert.rejects(authpipe.connectInteractive(ME, { open: () => never, timeoutMs: 1 }), { code: 'timeout' });
  const browser = person(t);
  const open = (url) => {
    browser.open(url);
    return never;
  };
  assert.equal((await authpipe.connectInteractive(ME, { open })).status, 'active');
  const closed = new Error('no display');
  await assert.rejects(authpipe.connectInteractive(ME, { open: () => Promise.reject(closed) }), closed);
});

test('what open throws ends the sign-in, and so do a signal and the end of its time', async (t) => {
  const authpipe = make(t);
  const urls = [];
  const closed = new Error('no display');
  const fail = (url) => {
    urls.push(url);
    throw closed;
  };
  await assert.rejects(authpipe.connectInteractive(ME, { open: fail }), closed);
  await assert.rejects(authpipe.connectInteractive(ME, { open: (url) => void urls.push(url), timeoutMs: 1 }), { code: 'timeout' });
  const going = new AbortController();
  const leave = (url) => {
    urls.push(url);
    going.abort(closed);
  };
  await assert.rejects(authpipe.connectInteractive(ME, { open: leave, signal: going.signal }), closed);
  await assert.rejects(authpipe.connectInteractive(ME, { open: fail, signal: going.signal }), closed);
  await assert.rejects(authpipe.connectInteractive(ME, {}), { code: 'invalid_request' });
  assert.equal(urls.length, 3);
  // The port is let go of behind the answer.
  for (const url of urls) {
    let looks = 0;
    while (await isOpen(url)) assert.ok(++looks < 10_000, 'the port stays open');
  }
  await assert.rejects(authpipe.getCredential(ME), NotConnectedError);
});
