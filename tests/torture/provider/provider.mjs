// npm `oidc-provider`, certified for OpenID Connect, with refresh tokens that work once: who presents one again ends the grant. It
// writes one line of JSON for each token request to its output, in the order in which it has answered them to itself: that is its
// ledger, and whoever judges reads nothing else; `at` is the time of a clock that nobody sets, in milliseconds. It is told by lines of
// its input:
//
//   sign-in USER URL   a person goes through its pages; answers {"back": URL}
//   delay N            answers wait up to N milliseconds after they were made
//   hold               answers wait after they were made, until `release`; each says {"held": TOKEN}
//   throttle N         429 with `Retry-After: N` for token requests from now on, without looking at them; 0 ends it
//
// It ends with its input.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';

import { Provider } from 'oidc-provider';

import { signIn } from '../../../bindings-node/test/support/sign-in.mjs';
import { adapter } from './accounts.mjs';

const [, , clientId, clientSecret, redirectUri] = process.argv;
const tell = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;
const DAY = 86_400;
const provider = new Provider(issuer, {
  adapter: adapter(),
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      redirect_uris: [redirectUri],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'client_secret_basic',
    },
  ],
  claims: { openid: ['sub'] },
  findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  cookies: { keys: ['for tests only'] },
  rotateRefreshToken: true,
  features: { devInteractions: { enabled: true } },
  ttl: { AccessToken: 3600, RefreshToken: DAY, IdToken: 3600, Grant: DAY, Interaction: 600, Session: DAY },
});

let delay = 0;
let throttled = 0;
let held = null;

provider.use(async (context, next) => {
  if (context.path !== '/token') return next();
  if (throttled) {
    context.status = 429;
    context.set('Retry-After', String(throttled));
    context.body = { error: 'temporarily_unavailable' };
    return tell({ throttled: true, at: Date.now() });
  }
  await next();
  const asked = context.oidc?.params ?? {};
  const answer = context.body ?? {};
  tell({
    user: context.oidc?.entities?.Account?.accountId,
    grant_type: asked.grant_type,
    presented: asked.refresh_token,
    error: answer.error,
    access_token: answer.access_token,
    expires_in: answer.expires_in,
    at: Number(process.hrtime.bigint() / 1_000_000n),
    refresh_token: answer.refresh_token,
  });
  if (held && asked.grant_type === 'refresh_token') {
    tell({ held: asked.refresh_token });
    await held.released;
  }
  if (delay) await new Promise((resolve) => setTimeout(resolve, Math.random() * delay));
});
server.on('request', provider.callback());

const commands = {
  'sign-in': async (user, url) => tell({ back: await signIn(url, issuer, user) }),
  delay: (most) => (delay = Number(most)),
  throttle: (seconds) => (throttled = Number(seconds)),
  hold: () => {
    held = {};
    held.released = new Promise((resolve) => (held.release = resolve));
  },
  release: () => {
    held?.release();
    held = null;
  },
};

tell({ issuer });
for await (const line of createInterface({ input: process.stdin })) {
  const [command, ...rest] = line.split(' ');
  await commands[command](...rest);
}
process.exit(0);
