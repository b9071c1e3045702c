// A process in Node on one of the hosts: what `worker.rs` does in Rust. Its options are in TORTURE_OPTIONS, it is told by lines of its input,
// and its history is its output:
//
//   read USER          served USER GENERATION VALUE [degraded], or refused USER CODE
//   get USER           the same, refreshed
//   close              closed
import { createInterface } from 'node:readline';
import { Authpipe } from '../../../bindings-node/esm/index.mjs';

const options = JSON.parse(process.env.TORTURE_OPTIONS);
const authpipe = new Authpipe({
  mode: 'development',
  environment: 'development',
  vault: options.vault,
  key: options.key,
  spoolDir: options.spool,
  baseUrl: 'http://localhost:3000/api/authpipe',
  background: options.background,
  providers: {
    [options.provider]: {
      clientId: options.client_id,
      clientSecret: options.client_secret,
      scopes: options.scopes,
      definition: options.definition,
    },
  },
});
const say = (line) => process.stdout.write(`${line}\n`);

async function ask(user, forceRefresh) {
  const subject = { provider: options.provider, tenantId: options.tenant, userId: `user_${user}` };
  try {
    const { generation, credential, degraded } = await authpipe.getCredential(subject, forceRefresh ? { forceRefresh } : undefined);
    say(`served ${user} ${generation} ${credential}${degraded ? ' degraded' : ''}`);
  } catch (error) {
    say(`refused ${user} ${error.code ?? error}`);
  }
}

await authpipe.ready();
say('ready');
const asked = [];
for await (const line of createInterface({ input: process.stdin })) {
  const [command, user] = line.split(' ');
  if (command === 'close') break;
  // Not awaited: callers run beside each other.
  asked.push(ask(user, command === 'get'));
}
await Promise.all(asked);
process.stdin.destroy();
await authpipe.close();
say('closed');
