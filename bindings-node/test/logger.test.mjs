// What reaches an application's logger, in which shape, and whose.
import assert from 'node:assert/strict';
import { Console } from 'node:console';
import { spawnSync } from 'node:child_process';
import { Writable } from 'node:stream';
import test from 'node:test';
import { Authpipe, ConfigError, createHandler } from '../esm/index.mjs';
import { BASE_URL, Browser, ORIGIN, USER, makeKey, sandboxOptions } from './support/app.mjs';
import { run } from './support/process.mjs';
import { startSandbox } from './support/sandbox.mjs';

const PROVIDER = 'microsoft-onedrive';
const ENDED = 'a sign-in ended without a grant';

/** A logger's calls, and a promise of the first that fits. */
function collector() {
  const calls = [];
  const waiting = [];
  const take = (...call) => {
    calls.push(call);
    for (const one of [...waiting]) if (one.fits(call)) one.resolve(call);
  };
  const first = (fits) => calls.find(fits) ?? new Promise((resolve) => waiting.push({ fits, resolve }));
  return { calls, take, first };
}

/** Somebody starts a sign-in, and the provider's answer says that it was refused. */
async function refuse(authpipe) {
  const handler = createHandler(authpipe, { identify: Browser.identify });
  const browser = new Browser(handler, USER);
  const started = await (await browser.fetch(`${BASE_URL}/oauth/sessions`, { method: 'POST', body: { provider: PROVIDER, mode: 'popup' } })).json();
  const state = new URL(started.authorization_url).searchParams.get('state');
  const page = await browser.fetch(`${BASE_URL}/oauth/callback/${PROVIDER}?error=access_denied&state=${state}`);
  assert.equal(page.status, 200);
  return started.session_id;
}

async function start(t, logger) {
  const sandbox = await startSandbox();
  t.after(() => sandbox.stop());
  const authpipe = new Authpipe(sandboxOptions(t, sandbox, { logger }));
  t.after(() => authpipe.close());
  return authpipe;
}

test('a function is told of its own client, with structured fields', async (t) => {
  const [mine, others] = [collector(), collector()];
  const authpipe = await start(t, mine.take);
  const other = new Authpipe({ vault: 'memory:', key: makeKey(), mode: 'development', logger: others.take });
  t.after(() => other.close());
  await other.ready();
  const sessionId = await refuse(authpipe);
  const [line] = await mine.first(([line]) => line.message === ENDED);
  assert.equal(line.level, 'warn');
  assert.equal(line.fields.sessionId, sessionId);
  assert.equal(line.fields.code, 'access_denied');
  assert.equal(line.fields.providerError, 'access_denied');
  assert.match(line.fields.detail, /cancelled or not allowed/);
  assert.deepEqual(others.calls, []);
});

const shapes = {
  pino: (take) => ({ level: 'info', error() {}, info() {}, debug() {}, trace() {}, warn(fields, message) { take(this.level, fields, message); } }),
  winston: (take) => ({ level: 'info', log() {}, error() {}, info() {}, debug() {}, warn(message, fields) { take(this.level, fields, message); } }),
};
for (const [name, shape] of Object.entries(shapes)) {
  test(`a logger of the shape of ${name} gets message and fields where it wants them`, async (t) => {
    const { take, first } = collector();
    const sessionId = await refuse(await start(t, shape(take)));
    const [level, fields] = await first(([, , message]) => message === ENDED);
    assert.equal(level, 'info', 'called as a method');
    assert.equal(fields.sessionId, sessionId);
  });
}

test('console takes message and fields', async (t) => {
  const { take, first } = collector();
  const stream = new Writable({ write: (chunk, _, done) => (take(String(chunk)), done()) });
  await refuse(await start(t, new Console({ stdout: stream, stderr: stream })));
  const [text] = await first(([text]) => text.startsWith(ENDED));
  assert.match(text, /code: 'access_denied'/);
});

test('a logger that throws fails nothing, and what is no logger is refused', async (t) => {
  await refuse(await start(t, () => assert.fail('a logger that is broken')));
  for (const logger of [{}, 7, null, 'console', { error() {}, warn() {} }]) {
    assert.throws(() => new Authpipe({ logger }), (error) => error instanceof ConfigError && /^logger must be a function/.test(error.message));
  }
});

test('the request id of an answer is in the log, and so is why identify failed', async (t) => {
  const { take, first } = collector();
  const authpipe = await start(t, take);
  const ask = (identify) => createHandler(authpipe, { identify })(new Request(`${ORIGIN}/api/authpipe/connections`));
  const refused = await (await ask(() => null)).json();
  const [line] = await first(([line]) => line.fields.requestId === refused.request_id);
  assert.equal(line.fields.code, 'identity_required');
  const failed = await (await ask(() => { throw new Error('no database'); })).json();
  const [cause] = await first(([line]) => line.fields.requestId === failed.request_id);
  assert.equal(cause.level, 'error');
  assert.equal(cause.fields.err.message, 'no database');
});

test('a logger keeps no process alive, and close tells everything', () => {
  const program = `
    const { Authpipe } = require('./dist/index.js');
    const authpipe = new Authpipe({ vault: 'memory:', key: '${makeKey()}', mode: 'development', logger: console });
    authpipe.ready().then(() => console.log('ready'));
  `;
  const run = spawnSync(process.execPath, ['-e', program], { cwd: new URL('..', import.meta.url), encoding: 'utf8', timeout: 30_000 });
  assert.equal(run.status, 0, run.stderr);
  assert.equal(run.stdout, 'ready\n');
});

test('an object with a logger that nobody uses any more is collected', async (t) => {
  const { code, stdout, stderr } = await run(t, `
    import { setFlagsFromString } from 'node:v8';
    import { runInNewContext } from 'node:vm';
    import { Authpipe } from '@authpipe/node';
    setFlagsFromString('--expose-gc');
    const gc = runInNewContext('gc');
    const forgotten = () => {
      const ap = new Authpipe({ vault: 'memory:', mode: 'development', logger: () => {} });
      return new WeakRef(ap[Symbol.for('authpipe.core')]());
    };
    const core = forgotten();
    for (let i = 0; i < 100 && core.deref() !== undefined; i++) {
      await new Promise((resolve) => setImmediate(resolve));
      gc();
    }
    console.log(core.deref() === undefined);`);
  assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: 'true\n', stderr: '' });
});
