// `npx @authpipe/node …`: the program that the package brings, as a process.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import test from 'node:test';
import { Authpipe } from '../esm/index.mjs';
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
