// Runs the bench beside a sandbox: Node reads NODE_EXTRA_CA_CERTS, by which MSAL trusts the sandbox, only at its start.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSandbox } from '../src/processes.js';

const folder = mkdtempSync(join(tmpdir(), 'authpipe-bench-'));
const sandbox = await startSandbox(join(folder, 'ca.pem'));
try {
  const bench = spawn(process.execPath, [fileURLToPath(new URL('cached.mjs', import.meta.url))], {
    stdio: 'inherit',
    env: { ...process.env, BENCH_SANDBOX: JSON.stringify(sandbox.origins), NODE_EXTRA_CA_CERTS: sandbox.origins.ca_file },
  });
  const [code] = await once(bench, 'exit');
  process.exitCode = code ?? 1;
} finally {
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
}
