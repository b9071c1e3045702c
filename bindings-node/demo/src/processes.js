// Starts the sandbox and the application as processes of their own, and ends them by id.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const binary = (name, variable) => process.env[variable] ?? here(`../../../target/debug/${name}`);

/** Starts the sandbox provider. It ends when this process does. */
export async function startSandbox(caFile) {
  const program = binary('authpipe-sandbox', 'AUTHPIPE_SANDBOX_BIN');
  const child = spawn(program, ['--http-port', '0', '--tls-port', '0', '--ca-file', caFile, '--exit-with-stdin'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // Ctrl-C is for this process; it ends the sandbox itself.
    detached: true,
  });
  const line = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line').then(([text]) => text),
    once(child, 'error').then(([error]) => Promise.reject(new Error(`${program}: ${error.message}. Run cargo xtask demo`))),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the sandbox ended with ${code}`))),
  ]);
  const origins = JSON.parse(line);
  const call = async (method, path, body) => {
    const answer = await fetch(`${origins.control}${path}`, { method, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`sandbox ${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  return {
    origins,
    world: () => call('GET', '/world'),
    advance: (ms) => call('POST', '/clock', { advance_ms: ms }),
    /** Entries of the ledger, as `kind=…&grant_type=…`. */
    ledger: async (query = '') => (await call('GET', `/ledger?${query}`)).entries,
    secrets: async () => (await call('GET', '/secrets')).values,
    stop: () => stop(child, 'SIGTERM'),
  };
}

/** Makes a vault key with the command line tool. */
export async function makeKey() {
  const program = binary('authpipe', 'AUTHPIPE_BIN');
  const child = spawn(program, ['key', 'generate'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => (text += chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program} key generate ended with ${code}`);
  return text.trim();
}

/** Starts the application. `ask` sends it a question over IPC. */
export async function startApp(settings) {
  const child = fork(here('./server.js'), {
    env: { ...process.env, DEMO_SETTINGS: JSON.stringify(settings), NODE_EXTRA_CA_CERTS: settings.sandbox.ca_file },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  });
  const waiting = new Map();
  let next = 0;
  child.on('message', ({ id, answer, problem }) => {
    const waiter = waiting.get(id);
    waiting.delete(id);
    if (problem) waiter?.reject(new Error(problem));
    else waiter?.resolve(answer);
  });
  child.on('exit', (code, signal) => {
    for (const waiter of waiting.values()) waiter.reject(new Error(`the application ended with ${code ?? signal}`));
  });
  const [ready] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`the application ended with ${code} before it was ready`))),
  ]);
  return {
    pid: child.pid,
    origin: ready.origin,
    port: ready.port,
    ask: (ask, details = {}) =>
      new Promise((resolve, reject) => {
        waiting.set(next, { resolve, reject });
        child.send({ ask, id: next++, ...details });
      }),
    stop: (signal = 'SIGTERM') => stop(child, signal),
  };
}

async function stop(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}
