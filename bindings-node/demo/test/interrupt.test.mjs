// Ctrl-C ends what the demo has started and removes its folder, driven or not.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/main.js', import.meta.url));

for (const [args, exit] of [[['--once'], 130], [[], 0]]) {
  test(`an interrupted demo leaves nothing behind: ${args}`, async (t) => {
    const temporary = mkdtempSync(join(tmpdir(), 'authpipe-interrupt-'));
    t.after(() => rmSync(temporary, { recursive: true, force: true }));
    const child = spawn(process.execPath, [main, ...args], { env: { ...process.env, TMPDIR: temporary }, stdio: ['ignore', 'pipe', 'inherit'] });
    t.after(() => child.kill('SIGKILL'));
    const closed = once(child, 'close');
    const origins = [];
    for await (const line of createInterface({ input: child.stdout })) {
      origins.push(...(line.match(/http:\/\/[\w.]+:\d+/g) ?? []));
      if (origins.length === 2) break;
    }
    assert.equal(readdirSync(temporary).length, 1);
    child.stdout.resume();
    child.kill('SIGINT');
    assert.deepEqual(await closed, [exit, null]);
    assert.deepEqual(readdirSync(temporary), []);
    for (const origin of origins) await assert.rejects(fetch(origin), origin);
  });
}
