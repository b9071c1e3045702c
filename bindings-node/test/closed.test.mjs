// Closed means closed: no thread and no descriptor is left by objects that are closed and still live.
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { Authpipe } from '../esm/index.mjs';
import { makeKey, temporaryFolder } from './support/app.mjs';

const held = () => ['task', 'fd'].map((what) => readdirSync(`/proc/self/${what}`).length);
const isLinux = process.platform === 'linux';

test('closed objects hold no thread and no descriptor', { skip: isLinux ? false : 'only Linux tells what a process holds' }, async (t) => {
  const key = makeKey();
  const vault = `sqlite:${join(temporaryFolder(t), 'vault.db')}`;
  const closed = [];
  async function cycle() {
    const authpipe = new Authpipe({ vault, key, mode: 'development' });
    await authpipe.ready();
    const open = held();
    await authpipe.close();
    closed.push(authpipe);
    return open;
  }
  // The threads that all objects share are there from the first call on.
  await cycle();
  const before = held();
  for (let i = 0; i < 10; i++) {
    const open = await cycle();
    assert.ok(open[0] > before[0] && open[1] > before[1], `something is held while it is open: ${open}, ${before}`);
    // The system takes a thread off its list a moment after it was joined.
    for (const end = Date.now() + 10_000; held().some((count, at) => count > before[at]) && Date.now() < end;) await turn();
    assert.deepEqual(held().map((count, at) => Math.max(count, before[at])), before);
  }
});
