// The provider emulator as a child process: started by a test, ended with it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const repository = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/** The demo application and people of the sandbox. */
export const CLIENT_ID = 'a1b2c3d4-0000-4000-8000-00000000c11e';
export const CLIENT_SECRET = 'sandbox-demo~secret.with+odd/chars=and%20more';
export const ADA = 'ada@contoso.example';
export const BOB = 'bob@contoso.example';

export async function startSandbox({ caFile } = {}) {
  const args = ['--exit-with-stdin', ...(caFile ? ['--ca-file', caFile] : [])];
  const child = spawn(program(), args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const ready = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`the sandbox ended with ${code}`)));
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line)));
  });
  child.stdout.resume();
  const ended = new Promise((resolve) => child.once('exit', resolve));

  async function control(method, path, body) {
    const response = await fetch(`${ready.control}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(`sandbox: ${answer.error}`);
    return answer;
  }

  return {
    http: ready.http_origin,
    tls: ready.tls_origin,
    origins: { login: ready.http_origin, graph: ready.http_origin },
    control,
    /** A person with a fresh browser goes through the provider's pages. Gives the URL that leads back. */
    signIn: async (url, username, decision = 'accept') =>
      (await control('POST', '/browser', { url, username, decision })).location,
    refreshes: async () => (await control('GET', '/ledger?kind=token_request&grant_type=refresh_token')).entries,
    advance: (ms) => control('POST', '/clock', { advance_ms: ms }),
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

function program() {
  const target = process.env.CARGO_TARGET_DIR ?? join(repository, 'target');
  const path = process.env.AUTHPIPE_SANDBOX_BIN ?? join(target, 'debug', 'authpipe-sandbox');
  if (!existsSync(path)) throw new Error(`${path} is missing: cargo build -p authpipe-sandbox`);
  return path;
}
