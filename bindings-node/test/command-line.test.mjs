// `npx @authpipe/node …`: the program that the package brings, as a process.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import test from 'node:test';
import { Authpipe, createHandler } from '../esm/index.mjs';
import { Browser, USER } from './support/app.mjs';
import { root } from './support/process.mjs';

function authpipe(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/authpipe.js', ...args], { cwd: root, encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('key generate prints a key that a vault takes, and nothing else on standard output', async (t) => {
  const { status, stdout } = authpipe('key', 'generate');
  assert.equal(status, 0);
  assert.match(stdout, /^apk1_[\w-]+\n$/);
  assert.notEqual(authpipe('key', 'generate').stdout, stdout);
  const made = new Authpipe({ vault: 'memory:', mode: 'development', background: false, key: stdout.trim(), providers: {} });
  t.after(() => made.close());
  await made.ready();
});

test('an unknown command ends with 2 and says so on standard error', () => {
  const { status, stdout, stderr } = authpipe('frobnicate');
  assert.equal(status, 2);
  assert.equal(stdout, '');
  assert.match(stderr, /frobnicate/);
});

test('providers list names what is in the catalogue', () => {
  const { status, stdout } = authpipe('providers', 'list');
  assert.equal(status, 0);
  assert.match(stdout, /^microsoft-onedrive\b/m);
});

for (const signal of ['SIGINT', 'SIGTERM']) {
  // The limit is for a program that does not end: it would keep the test, and a core, busy for ever.
  test(`the sandbox ends well with ${signal}`, { timeout: 60_000 }, async (t) => {
    const child = spawn(process.execPath, ['bin/authpipe.js', 'sandbox'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    t.after(() => child.kill('SIGKILL'));
    const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
    assert.equal(JSON.parse(line).ready, true);
    child.kill(signal);
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  });
}

test('what the sandbox says to a person makes it the provider of an application', { timeout: 60_000 }, async (t) => {
  const child = spawn(process.execPath, ['bin/authpipe.js', 'sandbox', '--guide'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  t.after(() => child.kill());
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (chunk) => (told += chunk));
  const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
  const { control } = JSON.parse(line);
  const said = (name) => new RegExp(`^ *${name} +(.*)$`, 'm').exec(told)[1];
  const provider = 'microsoft-onedrive';
  const application = new Authpipe({
    vault: 'memory:',
    key: authpipe('key', 'generate').stdout.trim(),
    mode: 'development',
    baseUrl: 'http://localhost:3000/api/authpipe',
    background: false,
    providers: { [provider]: { clientId: said('client id'), clientSecret: said('client secret'), scopes: ['Files.Read'] } },
    dangerOrigins: JSON.parse(said('dangerOrigins').split('   ')[0]),
  });
  t.after(() => application.close());
  const session = await application.createAuthSession({ provider, tenantId: USER.tenantId, userId: USER.userId, mode: 'popup' });
  const [username] = /^ +(bob@\S+)/m.exec(told).slice(1);
  const asked = JSON.stringify({ url: session.authorizationUrl, username, decision: 'accept' });
  const { location } = await (await fetch(`${control}/browser`, { method: 'POST', body: asked })).json();
  const browser = new Browser(createHandler(application, { identify: Browser.identify }), USER);
  browser.keep(session.setCookie);
  assert.equal((await browser.fetch(location)).status, 200);
  assert.ok((await application.getCredential({ provider, tenantId: USER.tenantId, userId: USER.userId })).credential);
});
