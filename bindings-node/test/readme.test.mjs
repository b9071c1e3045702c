// The examples of `identify`, as the READMEs have them, with visitors who are signed out; and what no adapter takes for a person.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Authpipe } from '@authpipe/node';
import { createHandler } from '@authpipe/node/web';
import { BASE_URL, makeKey } from './support/app.mjs';

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');

/** Every `identify` that a text shows, as a function. */
function examples(text) {
  const found = [...text.matchAll(/identify: (\(req\) =>.*?: null)/gs)].map(([, source]) => source);
  return found.map((source) => new Function(`return (${source});`)());
}

test('every example says nobody for a visitor who is signed out', () => {
  let count = 0;
  for (const path of ['../README.md', '../../README.md']) {
    for (const identify of examples(read(path))) {
      count += 1;
      for (const request of [{}, { user: undefined }, { user: null }, { user: false }]) assert.equal(identify(request), null);
      const user = { orgId: 'org_acme', id: 'user_123', isAdmin: false };
      assert.deepEqual(identify({ user }), { tenantId: 'org_acme', userId: 'user_123', role: 'member' });
    }
  }
  assert.ok(count >= 2, `${count} examples`);
});

test('the text of nobody is no person, in a principal and in a call', async (t) => {
  const ap = new Authpipe({ vault: 'memory:', key: makeKey(), mode: 'development', baseUrl: BASE_URL, background: false });
  t.after(() => ap.close());
  t.mock.method(console, 'error', () => {});
  for (const nobody of [String(undefined), String(null), String(NaN), String({}), 'None', '', ' ', 'anonymous', String(true), `${undefined}:${undefined}`, '(null)', String(Promise.resolve('ben')), String(-Infinity)]) {
    for (const ids of [{ tenantId: 'org_acme', userId: nobody }, { tenantId: nobody, userId: 'user_123' }]) {
      const handler = createHandler(ap, { identify: () => ({ ...ids, role: 'member' }) });
      const answer = await handler(new Request(`${BASE_URL}/connections`));
      assert.equal(answer.status, 500, nobody);
      await assert.rejects(ap.getCredential({ provider: 'microsoft-onedrive', ...ids }), { code: 'invalid_id' }, nobody);
    }
  }
  const logged = console.error.mock.calls.map(({ arguments: [error] }) => String(error?.message));
  assert.ok(logged.some((text) => /"undefined", the text of a value that is not there/.test(text)), logged[0]);
  for (const nobody of [undefined, null, true, 7, {}, []]) {
    const handler = createHandler(ap, { identify: () => ({ tenantId: 'org_acme', userId: nobody, role: 'member' }) });
    assert.equal((await handler(new Request(`${BASE_URL}/connections`))).status, 500, String(nobody));
  }
});
