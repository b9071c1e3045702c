// `cargo xtask demo`: the application beside a sandbox provider, until Ctrl-C. With --once: driven through, with proofs.
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prove } from './once.js';
import { makeKey, startApp, startSandbox } from './processes.js';

const driven = process.argv.includes('--once');
const folder = mkdtempSync(join(tmpdir(), 'authpipe-demo-'));
const vaultFolder = join(folder, 'vault');
mkdirSync(vaultFolder);

let sandbox;
let app;
try {
  sandbox = await startSandbox(join(folder, 'ca.pem'));
  const world = await sandbox.world();
  const { client_id: clientId, secrets } = world.apps.find((candidate) => candidate.secrets.length > 0);
  const settings = {
    port: 0,
    vault: `sqlite:${join(vaultFolder, 'authpipe.db')}`,
    key: await makeKey(),
    sandbox: sandbox.origins,
    clientId,
    clientSecret: typeof secrets[0] === 'string' ? secrets[0] : secrets[0].value,
    sessionSecret: randomBytes(32).toString('base64url'),
    clockOffsetMs: 0,
  };
  const people = Object.fromEntries(
    world.organisations.flatMap((organisation) => organisation.users).map((user) => [user.username, user.password]),
  );
  app = await startApp(settings);
  if (driven) {
    process.exitCode = await prove({
      sandbox,
      people,
      vaultFolder,
      app: () => app,
      restart: async ({ clockOffsetMs }) => {
        await app.stop('SIGKILL');
        app = await startApp({ ...settings, port: app.port, clockOffsetMs });
      },
    });
  } else {
    console.log(`The application:   ${app.origin}`);
    console.log(`The sandbox:       ${sandbox.origins.http_origin} (in the place of Microsoft)`);
    console.log(`The vault:         ${vaultFolder}`);
    console.log('At the sandbox, sign in with:');
    for (const name of ['ada@contoso.example', 'bob@contoso.example']) console.log(`  ${name.padEnd(22)} ${people[name]}`);
    console.log('Sign in as Ada and install, then as Ben and connect. Ctrl-C ends everything.');
    await Promise.race(['SIGINT', 'SIGTERM'].map((signal) => once(process, signal)));
  }
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await app?.stop();
  await sandbox?.stop();
  rmSync(folder, { recursive: true, force: true });
}
