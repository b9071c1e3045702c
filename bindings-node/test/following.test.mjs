// Events as they happen: who follows them is told of each, one after the other, and hears why it ends.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { Authpipe, ConfigError, RequestError, UsageError } from '../esm/index.mjs';
import { makeKey, temporaryFolder } from './support/app.mjs';
import { run } from './support/process.mjs';

const DEFINITION = { name: 'Acme', auth: ['api_key'], api: { origins: ['https://api.acme.example'] } };

function options(t) {
  const vault = `sqlite:${join(temporaryFolder(t), 'authpipe.db')}`;
  return { vault, key: makeKey(), mode: 'development', background: false, providers: { acme: { definition: DEFINITION } } };
}

function open(t, made = options(t)) {
  const authpipe = new Authpipe(made);
  t.after(() => authpipe.close());
  return authpipe;
}

/** Something happens that an event tells of. */
const tell = (authpipe, userId) =>
  authpipe.storeCredential({ provider: 'acme', tenantId: 't', userId, credential: 'k', credentialType: 'api_key' });

test('who follows is told of what happens from then on, in order, and leaves when it likes', async (t) => {
  const authpipe = open(t);
  await tell(authpipe, 'before');
  // Whoever is told of the same moment is told of what came before in it, too.
  while (Date.now() <= (await authpipe.events.list()).data[0].at.getTime());
  const feed = authpipe.events.follow();
  const first = feed.next();
  for (const user of ['one', 'two', 'three']) await tell(authpipe, user);
  const seen = [(await first).value];
  for await (const event of feed) {
    seen.push(event);
    if (event.userId === 'three') break;
  }
  assert.deepEqual(seen.map((event) => [event.type, event.userId]), ['one', 'two', 'three'].map((user) => ['connection.created', user]));
  assert.ok(seen.every((event) => event.at instanceof Date && typeof event.cursor === 'string'));
  assert.deepEqual(await feed.next(), { done: true, value: undefined }, 'who has left is told of nothing more');
  const again = authpipe.events.follow({ after: seen[1].cursor });
  assert.equal((await again.next()).value.userId, 'three');
  await again.return();
});

test('whoever asks several times at once gets one event each, and none is lost', async (t) => {
  const authpipe = open(t);
  const feed = authpipe.events.follow({ since: new Date(0) });
  const asked = [feed.next(), feed.next(), feed.next()];
  for (const user of ['one', 'two', 'three']) await tell(authpipe, user);
  assert.deepEqual((await Promise.all(asked)).map(({ value }) => value.userId), ['one', 'two', 'three']);
  await feed.return();
});

test('return() ends the wait of whoever asks', async (t) => {
  const feed = open(t).events.follow();
  const waiting = feed.next();
  await feed.return();
  assert.deepEqual(await waiting, { done: true, value: undefined });
  assert.deepEqual(await feed.next(), { done: true, value: undefined });
});

test('what await using calls ends it, also twice and after its client was closed', async (t) => {
  const authpipe = open(t);
  const feed = authpipe.events.follow();
  const waiting = feed.next();
  await feed[Symbol.asyncDispose]();
  assert.deepEqual(await waiting, { done: true, value: undefined });
  await authpipe.close();
  await feed[Symbol.asyncDispose]();
  assert.deepEqual(await feed.return(), { done: true, value: undefined });
});

test('a signal ends it with its reason, before, between and while it waits', async (t) => {
  const authpipe = open(t);
  await tell(authpipe, 'one');
  await tell(authpipe, 'two');
  const reason = new Error('the application ends');
  const follow = () => {
    const controller = new AbortController();
    return { controller, feed: authpipe.events.follow({ since: new Date(0) }, { signal: controller.signal }) };
  };
  const before = follow();
  before.controller.abort(reason);
  await assert.rejects(before.feed.next(), reason);
  const between = follow();
  assert.equal((await between.feed.next()).value.userId, 'one');
  between.controller.abort(reason);
  await assert.rejects(between.feed.next(), reason, 'although the next one has been read');
  const waiting = follow();
  await waiting.feed.next();
  await waiting.feed.next();
  const third = waiting.feed.next();
  waiting.controller.abort(reason);
  await assert.rejects(third, reason);
  assert.deepEqual(await waiting.feed.next(), { done: true, value: undefined });
  await tell(authpipe, 'three');
});

test('close() ends it with an error, for who waits and for who comes later', async (t) => {
  const authpipe = open(t);
  const closed = (error) => error instanceof UsageError && error.code === 'closed';
  const read = async () => {
    for await (const event of authpipe.events.follow()) assert.fail(event.type);
  };
  const ended = assert.rejects(read, closed);
  await authpipe.ready();
  await authpipe.close();
  await ended;
  const later = authpipe.events.follow();
  await assert.rejects(later.next(), closed);
  assert.deepEqual(await later.next(), { done: true, value: undefined });
});

test('another key and a wrong cursor end it with what is wrong', async (t) => {
  const made = options(t);
  const first = open(t, made);
  await first.ready();
  await assert.rejects(first.events.follow({ after: 'no cursor' }).next(), (error) => error instanceof RequestError && error.code === 'invalid_request');
  await first.close();
  const other = open(t, { ...made, key: makeKey() });
  await assert.rejects(other.events.follow().next(), (error) => error instanceof ConfigError && error.code === 'key_mismatch');
});

test('what follows events takes a signal and nothing else', (t) => {
  const authpipe = open(t);
  const refused = (message) => (error) => error instanceof RequestError && error.code === 'invalid_request' && message.test(error.message);
  assert.throws(() => authpipe.events.follow({}, { timeoutMs: 5 }), refused(/options\.timeoutMs is not known/));
  assert.throws(() => authpipe.events.follow({ limit: 5 }), refused(/limit/));
  assert.throws(() => authpipe.events.follow({}, new AbortController().signal), refused(/signal/));
});

test('what nobody waits for keeps no process alive', async (t) => {
  const { code, stdout, stderr } = await run(t, `import { Authpipe } from '@authpipe/node';
    const ap = new Authpipe(${JSON.stringify(options(t))});
    const untouched = ap.events.follow();
    const controller = new AbortController();
    const left = ap.events.follow({}, { signal: controller.signal });
    const waiting = left.next();
    await ap.ready();
    controller.abort();
    await waiting.catch((error) => console.log(error.name));`);
  assert.equal(stderr, '');
  assert.equal(stdout, 'AbortError\n');
  assert.equal(code, 0);
});
