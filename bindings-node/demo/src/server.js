// The application's process. Settings come from DEMO_SETTINGS; the driver asks for measurements over IPC, because they are
// measurements of this process. Nothing of that is needed by an application.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Authpipe } from '@authpipe/node';
import { TestClock } from '@authpipe/node/testing';
import { PROVIDER, makeApp } from './app.js';
import { measure } from './measure.js';

const settings = JSON.parse(process.env.DEMO_SETTINGS);

const clock = new TestClock();
if (settings.clockOffsetMs > 0) clock.advance(settings.clockOffsetMs);

const server = createServer();
server.listen(settings.port, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address();
const origin = `http://localhost:${port}`;

const authpipe = new Authpipe({
  mode: 'development',
  environment: 'demo',
  vault: settings.vault,
  key: settings.key,
  baseUrl: `${origin}/api/authpipe`,
  providers: {
    [PROVIDER]: { clientId: settings.clientId, clientSecret: settings.clientSecret, scopes: ['Files.Read'] },
  },
  // The sandbox in place of Microsoft: development mode and loopback only.
  dangerOrigins: { [PROVIDER]: { login: settings.sandbox.http_origin, graph: settings.sandbox.tls_origin } },
  extraCaFile: settings.sandbox.ca_file,
  testClock: clock,
});
await authpipe.ready();
server.on('request', makeApp({ authpipe, graphOrigin: settings.sandbox.tls_origin, sessionSecret: settings.sessionSecret }));

const asks = { ...measure(authpipe), advance: ({ ms }) => clock.advance(ms) };
process.on('message', async ({ ask, id, ...details }) => {
  try {
    process.send({ id, answer: (await asks[ask](details)) ?? null });
  } catch (error) {
    process.send({ id, problem: `${error.code ?? error.name}: ${error.message}` });
  }
});

let ending = false;
async function end() {
  if (ending) return;
  ending = true;
  server.close();
  server.closeAllConnections();
  await authpipe.close();
  process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(signal, () => void end());

process.send({ ready: true, origin, port });
