// Starts the sandbox as a child and runs the tests with its certificate authority trusted: Node reads
// NODE_EXTRA_CA_CERTS only when a process starts. Arguments go to `node --test`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const binary = process.env.AUTHPIPE_SANDBOX_BIN ?? join(here, '../../../../target/debug/authpipe-sandbox');
const folder = await mkdtemp(join(tmpdir(), 'authpipe-sandbox-'));
const caFile = join(folder, 'ca.pem');

// With --exit-with-stdin the sandbox also ends when this process dies without ending it.
const sandbox = spawn(binary, ['--ca-file', caFile, '--exit-with-stdin'], { stdio: ['pipe', 'pipe', 'inherit'] });
const ended = once(sandbox, 'exit');
let code = 1;
try {
  const [ready] = await Promise.race([
    once(createInterface({ input: sandbox.stdout }), 'line'),
    ended.then(() => Promise.reject(new Error('the sandbox ended before it was ready'))),
  ]);
  // One file after the other: they share the sandbox's clock.
  const tests = spawn(process.execPath, ['--test', '--test-concurrency=1', ...process.argv.slice(2), join(here, 'test')], {
    stdio: 'inherit',
    env: { ...process.env, NODE_EXTRA_CA_CERTS: caFile, SANDBOX_READY: ready },
  });
  [code] = await once(tests, 'exit');
} finally {
  sandbox.kill('SIGTERM');
  await ended;
  await rm(folder, { recursive: true, force: true });
}
process.exitCode = code ?? 1;
