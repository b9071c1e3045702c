// The fast path: the rules by which a kept credential may answer, and that the core's changes reach it.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import test from 'node:test';
import { Authpipe, createHandler } from '../esm/index.mjs';
import { TestClock } from '../esm/testing.mjs';
import { Browser, USER, sandboxOptions } from './support/app.mjs';
import { run } from './support/process.mjs';
import { BOB, startSandbox } from './support/sandbox.mjs';

const { KeptCredentials } = createRequire(import.meta.url)('../dist/kept.js');

/** The part of the native core that the cache talks to. */
class FakeCore {
  pages = new Map();
  selfTestWorks = true;
  shareDeadline(words, now) {
    this.deadline = words;
    this.extend(5_000);
    assert.ok(now <= performance.now());
    return true;
  }
  shareSlots(number, page, selfTest) {
    this.pages.set(number, page);
    if (this.selfTestWorks) page[page.length - 1] = selfTest;
    return true;
  }
  seedSlot(slot, version) {
    this.publish(slot, version);
  }
  /** As the core does it: what has no page yet is written nowhere, and nothing goes back. */
  publish(slot, version) {
    const page = this.pages.get(slot >>> 12);
    if (page !== undefined && page[slot & 4095] < version) page[slot & 4095] = version;
  }
  extend(left) {
    this.deadline.set([Date.now(), Date.now() + left, performance.now() + left]);
  }
}

const ME = { provider: 'p', tenantId: 't', userId: 'u' };
const fields = (validity = {}) => ({
  value: 'secret',
  headerName: 'Authorization',
  headerPrefix: 'Bearer ',
  credentialType: 'oauth_token',
  scopes: [],
  source: 'connection',
  refreshed: false,
  degraded: false,
  needsReauth: false,
  generation: 1,
  grantId: 'con_x',
  validity: { slot: 0, version: 1, endsAtMs: Date.now() + 60_000, lastsMs: 60_000, ...validity },
});

function kept(validity) {
  const core = new FakeCore();
  const cache = new KeptCredentials(core);
  // The first read makes the page; only what the core says after that is kept.
  cache.keep(ME, fields(validity));
  const credential = cache.keep(ME, fields(validity));
  return { core, cache, credential };
}

test('a kept credential answers for its subject only', () => {
  const { cache, credential } = kept();
  assert.equal(cache.get(ME), credential);
  assert.equal(cache.get({ ...ME }), credential);
  const others = [
    { ...ME, provider: 'q' },
    { ...ME, tenantId: 't2' },
    { ...ME, userId: undefined },
    { ...ME, userId: '' },
    { ...ME, config: 'p' },
    { ...ME, label: 'work' },
    { ...ME, credentialFor: 'any' },
    { ...ME, connectionId: 'con_x' },
    { ...ME, installationId: 'ins_x' },
    { provider: 'p', tenantId: 't\nu' },
    { provider: 'p', tenantId: 7 },
    {},
    undefined,
  ];
  for (const other of others) assert.equal(cache.get(other), undefined, JSON.stringify(other));
});

const ENDS = {
  'another version': ({ core }) => core.publish(0, 2),
  'a deadline that is over': ({ core }) => core.extend(-1),
  'a deadline that never was': ({ core }) => core.deadline.fill(0),
  'a wall clock that was set back': ({ core }) => (core.deadline[0] += 60_000),
  'a machine that slept: the wall clock alone has run on': ({ core }) => (core.deadline[1] -= 60_000),
  'a wall clock set back to just before the deadline': ({ core }) => (core.deadline[2] -= 60_000),
  'close()': ({ cache }) => cache.close(),
};
for (const [name, end] of Object.entries(ENDS)) {
  test(`it ends with ${name}`, () => {
    const all = kept();
    assert.equal(all.cache.get(ME), all.credential);
    end(all);
    assert.equal(all.cache.get(ME), undefined);
  });
}

test('nothing is kept after close()', () => {
  const { cache } = kept();
  cache.close();
  cache.keep(ME, fields());
  assert.equal(cache.get(ME), undefined);
});

test('it ends when the core must be asked', () => {
  assert.equal(kept({ endsAtMs: Date.now() - 1 }).cache.get(ME), undefined);
  // By the wall clock it has a minute: somebody has set it back.
  assert.equal(kept({ lastsMs: 0 }).cache.get(ME), undefined);
  const { cache, credential } = kept({ endsAtMs: Date.now() + 60_000 });
  assert.equal(cache.get(ME), credential);
});

test('a core whose writing does not arrive switches the fast path off', () => {
  const core = new FakeCore();
  core.selfTestWorks = false;
  const cache = new KeptCredentials(core);
  for (let i = 0; i < 2; i++) {
    assert.equal(cache.keep(ME, fields()).credential, 'secret');
    assert.equal(cache.get(ME), undefined);
  }
});

test('what ends before the core knows the page is never kept', () => {
  const core = new FakeCore();
  const cache = new KeptCredentials(core);
  for (const slot of [0, 4096]) {
    const subject = { ...ME, userId: `u${slot}` };
    const answer = fields({ slot, version: 1 });
    core.publish(slot, 2); // deleted between the answer and the page: nobody hears of it
    assert.equal(cache.keep(subject, answer).credential, 'secret', 'this read was answered before the deletion');
    assert.equal(cache.get(subject), undefined);
  }
});

test('what ends between the answer and the keeping is not revived by it', () => {
  const { core, cache } = kept();
  core.publish(0, 2);
  cache.keep(ME, fields());
  assert.equal(cache.get(ME), undefined);
});

test('slots on several pages end alike', () => {
  const { core, cache } = kept();
  const far = { ...ME, userId: 'far' };
  cache.keep(far, fields({ slot: 3 * 4096 + 4095, version: 9 }));
  const credential = cache.keep(far, fields({ slot: 3 * 4096 + 4095, version: 9 }));
  assert.equal(cache.get(far), credential);
  core.publish(3 * 4096 + 4095, 10);
  assert.equal(cache.get(far), undefined);
  assert.ok(cache.get(ME));
});

test('the number of entries is bounded', () => {
  const core = new FakeCore();
  const cache = new KeptCredentials(core);
  for (let i = 0; i < 12_000; i++) cache.keep({ ...ME, tenantId: `t${i}` }, fields({ slot: i }));
  let answers = 0;
  for (let i = 0; i < 12_000; i++) if (cache.get({ ...ME, tenantId: `t${i}` })) answers++;
  assert.equal(answers, 10_000);
});

test('beyond that one is dropped for each that is added, also where all are of one tenant', () => {
  const labelled = (i) => ({ ...ME, userId: `u${i % 100}`, label: `l${Math.floor(i / 100)}` });
  for (const subject of [(i) => ({ ...ME, userId: `u${i}` }), labelled]) {
    const core = new FakeCore();
    const cache = new KeptCredentials(core);
    // The first read of each page only makes it.
    for (let slot = 0; slot < 12_000; slot += 4096) cache.keep(ME, fields({ slot }));
    const keep = (i) => cache.keep(subject(i), fields({ slot: i }));
    for (let i = 0; i < 10_000; i++) keep(i);
    const answers = () => Array.from({ length: 10_002 }, (_, i) => cache.get(subject(i)) !== undefined).filter(Boolean).length;
    const before = answers();
    assert.ok(before > 9_990, `${before}`);
    for (let i = 10_000; i < 10_002; i++) {
      keep(i);
      assert.ok(cache.get(subject(i)));
      assert.ok(answers() >= before - 1, `${answers()} of ${before}`);
    }
  }
});

test('secrets whose grant is gone are let go although nobody asks', (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { core, cache } = kept();
  cache.keep({ ...ME, userId: 'other' }, fields({ slot: 1 }));
  core.publish(0, 2);
  t.mock.timers.tick(30_000);
  // The sweep has removed the entry itself: making it valid again, which the core never does, brings nothing back.
  core.pages.get(0)[0] = 1;
  assert.equal(cache.get(ME), undefined);
  assert.ok(cache.get({ ...ME, userId: 'other' }));
});

// ---- with the real core

const SUBJECT = { provider: 'microsoft-onedrive', tenantId: 'org_acme', userId: 'user_123' };

async function connected(t) {
  const sandbox = await startSandbox();
  t.after(() => sandbox.stop());
  const clock = new TestClock();
  const options = sandboxOptions(t, sandbox);
  const authpipe = new Authpipe({ ...options, testClock: clock });
  t.after(() => authpipe.close());
  const handler = createHandler(authpipe, { identify: Browser.identify });
  const { connection } = await new Browser(handler, USER).run('/oauth/sessions', { provider: SUBJECT.provider, mode: 'popup' }, sandbox, BOB);
  await warm(authpipe, clock);
  return { sandbox, options, clock, authpipe, connection };
}

/** The first look that the pages hear of comes after they are registered. */
async function warm(authpipe, clock) {
  await authpipe.getCredential(SUBJECT);
  await authpipe.getCredential(SUBJECT);
  clock.advance(1);
  await authpipe.getCredential(SUBJECT);
}

test('repeated reads give the very same object', async (t) => {
  const { authpipe } = await connected(t);
  const first = await authpipe.getCredential(SUBJECT);
  assert.equal(await authpipe.getCredential(SUBJECT), first);
  assert.equal(authpipe.peekCredential({ ...SUBJECT }), first);
  assert.equal(first.refreshed, false);
});

test('a refresh, a deletion and a moved clock reach the kept object at once', async (t) => {
  const { authpipe, clock, connection } = await connected(t);
  const first = await authpipe.getCredential(SUBJECT);
  const forced = await authpipe.getCredential(SUBJECT, { forceRefresh: true });
  assert.equal(forced.generation, first.generation + 1);
  assert.equal((await authpipe.getCredential(SUBJECT)).credential, forced.credential);

  await warm(authpipe, clock);
  const before = authpipe.peekCredential(SUBJECT);
  assert.equal(authpipe.peekCredential(SUBJECT), before);
  clock.advance(24 * 3_600_000);
  assert.equal(authpipe.peekCredential(SUBJECT), null, 'it has expired');

  await authpipe.getCredential(SUBJECT, { forceRefresh: true }).catch(() => {});
  await authpipe.connections.delete(connection.id, { tenantId: 'org_acme' });
  assert.equal(authpipe.peekCredential(SUBJECT), null);
  await assert.rejects(authpipe.getCredential(SUBJECT), { code: 'not_connected' });
});

test('a deletion between the answer and the first page is not missed', async (t) => {
  const { authpipe, connection } = await connected(t);
  const core = authpipe[Symbol.for('authpipe.core')]();
  // A cache without pages; the core has looked and knows the slot.
  const cache = new KeptCredentials(core);
  const answer = core.getWithValidity(SUBJECT);
  assert.ok(answer.validity);
  await authpipe.connections.delete(connection.id, { tenantId: 'org_acme' });
  cache.keep(SUBJECT, answer);
  assert.equal(cache.get(SUBJECT), undefined);
});

test('what another process deletes is gone within one look', async (t) => {
  const { authpipe, clock, connection, options } = await connected(t);
  assert.ok(authpipe.peekCredential(SUBJECT));
  const { stderr } = await run(t, `
    import { Authpipe } from '@authpipe/node';
    const ap = new Authpipe(${JSON.stringify(options)});
    await ap.connections.delete('${connection.id}', { tenantId: 'org_acme' });
    await ap.close();`);
  assert.equal(stderr, '');
  clock.advance(5_001);
  assert.equal(authpipe.peekCredential(SUBJECT), null, 'the last look is too old to answer without another');
  await assert.rejects(authpipe.getCredential(SUBJECT), { code: 'not_connected' });
});

test('after close() nothing kept answers', async (t) => {
  const { authpipe } = await connected(t);
  assert.ok(authpipe.peekCredential(SUBJECT));
  await authpipe.close();
  assert.throws(() => authpipe.peekCredential(SUBJECT), { code: 'closed' });
});

test('what only the core can judge passes the kept object by', async (t) => {
  const { authpipe } = await connected(t);
  const kept = await authpipe.getCredential(SUBJECT);
  assert.equal(await authpipe.getCredential(SUBJECT, { signal: new AbortController().signal }), kept);
  assert.equal(await authpipe.getCredential(SUBJECT, { forceRefresh: false }), kept);
  await assert.rejects(authpipe.getCredential(SUBJECT, { scopes: ['Mail.Send'] }), { code: 'scope_missing', name: 'ReauthRequiredError' });
  assert.notEqual(await authpipe.getCredential(SUBJECT, { scopes: ['Files.Read'] }), kept);
  assert.notEqual(await authpipe.getCredential(SUBJECT, { minValidityMs: 0 }), kept);
});

test('a token of sixty days that is read daily is renewed before it ends, and no read waits for it', async (t) => {
  const sandbox = await startSandbox();
  t.after(() => sandbox.stop());
  await sandbox.control('POST', '/generic', { access_token_lifetime_s: 60 * 86_400 });
  const ways = {
    asks: (authpipe, me) => authpipe.getCredential(me),
    'looks, then asks': (authpipe, me) => (authpipe.peekCredential(me), authpipe.getCredential(me)),
    'asks where a look gives nothing': (authpipe, me) => authpipe.peekCredential(me) ?? authpipe.getCredential(me),
  };
  for (const [way, read] of Object.entries(ways)) {
    const clock = new TestClock();
    const options = sandboxOptions(t, sandbox);
    // No probe: nothing but reads and the refresh touches the grant.
    const definition = {
      name: 'Own',
      auth: ['user'],
      oauth: { authorization_endpoint: `${sandbox.http}/oauth/authorize`, token_endpoint: `${sandbox.http}/oauth/token` },
      api: { origins: [sandbox.http] },
    };
    const own = { clientId: 'generic-reusable', clientSecret: 'generic-demo-secret', scopes: ['read'], definition };
    const authpipe = new Authpipe({ ...options, background: true, providers: { own }, dangerOrigins: {}, testClock: clock });
    t.after(() => authpipe.close());
    const handler = createHandler(authpipe, { identify: Browser.identify });
    await new Browser(handler, USER).run('/oauth/sessions', { provider: 'own', mode: 'popup' }, sandbox, BOB);
    const me = { ...SUBJECT, provider: 'own' };
    const others = (await sandbox.refreshes()).length;
    const first = await authpipe.getCredential(me);
    for (let hours = 23; hours < 61 * 24; hours += 23) {
      await sandbox.advance(23 * 3_600_000);
      clock.advance(23 * 3_600_000);
      // Somebody else's read: the process has looked for changes, so that what is cached may answer.
      await assert.rejects(authpipe.getCredential({ ...me, userId: 'nobody' }), { code: 'not_connected' });
      const credential = await read(authpipe, me);
      assert.equal(credential.refreshed, false, `whoever ${way} has waited after ${hours} hours`);
      await settled(authpipe, sandbox, others);
    }
    assert.ok((await authpipe.getCredential(me)).generation > first.generation, way);
  }
});

/** Waits until what the provider has been asked is stored: a clock that jumps would end the lease of an exchange under way. */
async function settled(authpipe, sandbox, others) {
  await authpipe.runMaintenance();
  const asked = (await sandbox.refreshes()).length - others;
  while ((await authpipe.events.list({ type: 'token.refreshed', limit: 200 })).data.length < asked);
}
