// The Node side of the cross-language tests: one JSON object per line in, one out. Ends when its input ends.
//
//   {"id", "open": options}                   makes the object, with a test clock
//   {"id", "call": method, "args": {…}}       calls a method; methods and arguments as in contract scenarios
//   {"id", "sign_in": {"username", "body", "principal", "http_origin"}}
//   {"id", "advance_ms": n}
//   {"id", "close": true}
//
// Answers are {"id", "value"} or {"id", "error": {"code"}}; they come when they are ready, in any order.
import { createInterface } from 'node:readline';
import { createHandler } from '../../../bindings-node/esm/index.mjs';
import { TestClock } from '../../../bindings-node/esm/testing.mjs';
import { Browser } from '../../../bindings-node/test/support/app.mjs';
import { camel, makeObject, methods, neutral } from '../../../bindings-node/test/support/contract.mjs';

const clock = new TestClock();
let authpipe;

const commands = {
  open: (options) => void (authpipe = makeObject(options, clock)),
  call: async (method, { args = {} }) => neutral(await methods[method](authpipe, args)),
  sign_in: async ({ username, body, principal, http_origin: http }) => {
    const signIn = async (url) => {
      const answer = await fetch(`${http}/_sandbox/browser`, { method: 'POST', body: JSON.stringify({ url, username }) });
      return (await answer.json()).location;
    };
    const handler = createHandler(authpipe, { identify: Browser.identify });
    return new Browser(handler, camel(principal)).run('/oauth/sessions', body, { http, signIn }, username);
  },
  advance_ms: (ms) => clock.advance(ms),
  close: () => authpipe.close(),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, ...command } = JSON.parse(line);
  const [name] = Object.keys(command);
  // Not awaited: calls run beside each other.
  answer(id, async () => commands[name](command[name], command));
}

async function answer(id, work) {
  let outcome;
  try {
    outcome = { value: (await work()) ?? null };
  } catch (error) {
    outcome = { error: { code: error.code ?? String(error.stack) } };
  }
  process.stdout.write(`${JSON.stringify({ id, ...outcome })}\n`);
}
