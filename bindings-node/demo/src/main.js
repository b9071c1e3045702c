// `cargo xtask demo`: the application beside a sandbox provider, until Ctrl-C. With --once: driven through, with proofs. With a vault in
// PostgreSQL, which xtask starts, the application runs twice, as on two hosts: what one does, the other one has.
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prove } from './once.js';
import { makeKey, startApp, startSandbox } from './processes.js';

const driven = process.argv.includes('--once');
// Where the vault and its root key are left, for whoever shall read them afterwards.
const keep = process.argv.includes('--keep') ? process.argv[process.argv.indexOf('--keep') + 1] : undefined;
let key;
// Before anything is started: Ctrl-C must always end what was started and remove the folder.
const interruption = new AbortController();
const interrupted = new Promise((resolve) => interruption.signal.addEventListener('abort', () => resolve(true)));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => interruption.abort(new Error(signal)));

const folder = mkdtempSync(join(tmpdir(), 'authpipe-demo-'));
/** The address of a vault in PostgreSQL, and the folder of its server. */
const { DEMO_VAULT: server, DEMO_VAULT_FOLDER: serverFolder } = process.env;
const vaultFolder = server ? serverFolder : join(folder, 'vault');
if (!server) mkdirSync(vaultFolder);

/** Processes that were started, or are being started; the last first. */
const started = [];

function start(make) {
  interruption.signal.throwIfAborted();
  const part = make();
  started.unshift(part);
  return part;
}

async function run() {
  const sandbox = await start(() => startSandbox(join(folder, 'ca.pem')));
  const world = await sandbox.world();
  const { client_id: clientId, secrets } = world.apps.find((candidate) => candidate.secrets.length > 0);
  key = await makeKey();
  const settings = {
    port: 0,
    vault: server ?? `sqlite:${join(vaultFolder, 'authpipe.db')}`,
    key,
    sandbox: sandbox.origins,
    clientId,
    clientSecret: typeof secrets[0] === 'string' ? secrets[0] : secrets[0].value,
    sessionSecret: randomBytes(32).toString('base64url'),
    clockOffsetMs: 0,
  };
  const people = Object.fromEntries(
    world.organisations.flatMap((organisation) => organisation.users).map((user) => [user.username, user.password]),
  );
  let app = await start(() => startApp(settings));
  const second = server && (await start(() => startApp(settings)));
  if (driven) {
    process.exitCode = await prove({
      sandbox,
      people,
      vaultFolder,
      app: () => app,
      // Where it runs twice, the other one.
      other: () => second || app,
      twice: Boolean(second),
      stop: () => app.stop('SIGKILL'),
      restart: async ({ clockOffsetMs }) => {
        await app.stop('SIGKILL');
        app = await start(() => startApp({ ...settings, port: app.port, clockOffsetMs }));
      },
    });
  } else {
    console.log(`The application:   ${app.origin}`);
    if (second) console.log(`Once more:         ${second.origin}`);
    console.log(`The sandbox:       ${sandbox.origins.http_origin} (in the place of Microsoft)`);
    console.log(`The vault:         ${server ? 'PostgreSQL, in ' : ''}${vaultFolder}`);
    console.log('At the sandbox, sign in with:');
    for (const name of ['ada@contoso.example', 'bob@contoso.example']) console.log(`  ${name.padEnd(22)} ${people[name]}`);
    console.log('Sign in as Ada and install, then as Ben and connect. Ctrl-C ends everything.');
    console.log('Like Microsoft, the sandbox keeps Ada signed in. Before Ben connects, sign her out there:');
    console.log(`  ${sandbox.origins.http_origin}/common/oauth2/v2.0/logout`);
    await interrupted;
  }
}

let cut = false;
try {
  cut = (await Promise.race([run(), interrupted])) === true;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  for (const part of started) {
    await part.then(
      (running) => running.stop(),
      () => {},
    );
  }
  if (keep !== undefined && key !== undefined) {
    rmSync(keep, { recursive: true, force: true });
    cpSync(vaultFolder, keep, { recursive: true });
    writeFileSync(join(keep, 'root-key'), key);
  }
  rmSync(folder, { recursive: true, force: true });
}
// What was cut off may still wait for something; proofs that did not end are not true.
if (cut) process.exit(driven ? 130 : 0);
