// Many keys with one call: told as they are stored, a wrong row by its number, and nothing of any part where a row is wrong.
import assert from 'node:assert/strict';
import test from 'node:test';
import { Authpipe } from '../esm/index.mjs';
import { makeKey } from './support/app.mjs';

const DEFINITION = { name: 'Acme', auth: ['api_key'], api: { origins: ['https://api.acme.example'] } };

function open(t) {
  const authpipe = new Authpipe({
    vault: 'memory:', key: makeKey(), mode: 'development', background: false, providers: { acme: { definition: DEFINITION } },
  });
  t.after(() => authpipe.close());
  return authpipe;
}

const subject = (number) => ({ provider: 'acme', tenantId: 't', userId: `u${number}` });

function* rows(count) {
  for (let number = 0; number < count; number++) yield { ...subject(number), credential: `sk-${number}`, credentialType: 'api_key' };
}

test('they are stored in parts, of which each is told', async (t) => {
  const authpipe = open(t);
  const seen = [];
  const stored = await authpipe.storeCredentials(rows(1_200), { onProgress: (done, total) => seen.push([done, total]) });
  assert.deepEqual(stored, { created: 1_200, updated: 0 });
  assert.deepEqual(seen, [[500, 1_200], [1_000, 1_200], [1_200, 1_200]]);
  assert.equal((await authpipe.getCredential(subject(1_199))).credential, 'sk-1199');
  assert.deepEqual(await authpipe.storeCredentials(rows(2)), { created: 0, updated: 2 });
  assert.deepEqual(await authpipe.storeCredentials([], { onProgress: () => assert.fail('nothing is stored') }), { created: 0, updated: 0 });
});

test('a wrong row is numbered, and nothing at all is stored', async (t) => {
  const authpipe = open(t);
  const wrong = [
    [{ ...subject(700), credential: 'sk-canary\n', credentialType: 'api_key' }, /^rows\[700\]: The key has characters/],
    [{ ...subject(1), credential: 'sk', credentialType: 'api_key' }, /^rows\[700\] has the same place as rows\[1\]/],
    [{ ...subject(700), userId: 'None', credential: 'sk', credentialType: 'api_key' }, /rows\[700\]/],
    [{ ...subject(700), credential: 'sk' }, /rows\[700\]\.credentialType/],
    [7, /rows\[700\]/],
  ];
  for (const [row, told] of wrong) {
    const onProgress = () => assert.fail('nothing is stored');
    await assert.rejects(authpipe.storeCredentials([...rows(700), row, ...rows(0)], { onProgress }), (error) => {
      assert.match(error.message, told);
      assert.doesNotMatch(error.message, /canary/);
      return error.name.startsWith('RequestError');
    });
    assert.deepEqual((await authpipe.connections.list({ tenantId: 't' })).data, []);
  }
  for (const wrong of [undefined, null, 7, true, 'text', {}, () => [], Symbol('rows')]) {
    await assert.rejects(authpipe.storeCredentials(wrong), { name: 'RequestError', code: 'invalid_request', message: /takes a list of rows/ });
  }
  await assert.rejects(authpipe.storeCredentials([], { onProgress: 7 }), { code: 'invalid_request', message: /onProgress must be a function/ });
  assert.deepEqual(await authpipe.storeCredentials([], null), { created: 0, updated: 0 });
});
