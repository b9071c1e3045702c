// What an application brings of its own: root keys and an anchor. What all languages share is in tests/contract (own-*.json).
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { Authpipe, ConfigError, RootKeyError, VaultError } from '../esm/index.mjs';
import { makeKey, temporaryFolder } from './support/app.mjs';
import { run } from './support/process.mjs';

const xor = (bytes) => bytes.map((byte) => byte ^ 0x5a);
const KEY = { id: 'hsm:1', wrap: xor, unwrap: xor };

function optionsOf(t, more) {
  const vault = `sqlite:${join(temporaryFolder(t), 'vault.db')}`;
  return { vault, mode: 'development', background: false, ...more };
}

test('functions that give at once do, as methods of their object', async (t) => {
  class Hsm {
    id = 'hsm:class';
    #pad = 0x5a;
    seen = [];
    wrap(key, contextHash) {
      this.seen.push(key, contextHash);
      return Buffer.from(key.map((byte) => byte ^ this.#pad));
    }
    unwrap(wrapped) {
      return wrapped.map((byte) => byte ^ this.#pad);
    }
  }
  const hsm = new Hsm();
  const options = optionsOf(t, { rootKeys: [hsm] });
  for (let i = 0; i < 2; i++) {
    const authpipe = new Authpipe(options);
    await authpipe.ready();
    await authpipe.close();
  }
  const [key, contextHash] = hsm.seen;
  assert.equal(contextHash.length, 32);
  assert.deepEqual([...key], Array(32).fill(0), 'what was given to be wrapped is overwritten');
});

test('what is no root key and no anchor is refused before anything is opened', (t) => {
  for (const [more, says] of [
    [{ rootKeys: KEY }, 'rootKeys must be a list'],
    [{ rootKeys: [KEY, { ...KEY, id: 7 }] }, 'rootKeys[1] must have an id'],
    [{ rootKeys: [{ id: 'x', wrap: xor }] }, 'rootKeys[0] must have an id'],
    [{ rootKeys: [null] }, 'rootKeys[0] must have an id'],
    [{ anchor: {} }, 'anchor must have the functions read and write'],
    [{ anchor: null }, 'anchor must have the functions read and write'],
    [{ providers: { drive: { clientAssertion: 'own-canary' } } }, 'providers["drive"].clientAssertion must be a function.'],
    [{ providers: { drive: { clientAssertion: null } } }, 'providers["drive"].clientAssertion must be a function.'],
  ]) {
    assert.throws(() => new Authpipe(optionsOf(t, more)), (error) => error instanceof ConfigError && error.message.includes(says), says);
  }
});

test('ids are judged as the ids of all keys', async (t) => {
  for (const [rootKeys, says] of [
    [[KEY, KEY], 'holds the vault key hsm:1 twice'],
    [[{ ...KEY, id: 'two words' }], 'The id of root key 1 must be'],
    [[{ ...KEY, id: '' }], 'The id of root key 1 must be'],
  ]) {
    await assert.rejects(new Authpipe(optionsOf(t, { rootKeys })).ready(), { code: 'config_invalid', message: new RegExp(says) });
  }
});

test('an answer of another type is named, and nothing is stored', async (t) => {
  const wrongs = [undefined, null, 7, 'c2VjcmV0', [1, 2, 3], new Uint8ClampedArray(32), new Uint16Array(32), new ArrayBuffer(32), {}, new Uint8Array(0)];
  for (const wrong of wrongs) {
    const options = optionsOf(t, { rootKeys: [{ ...KEY, wrap: async () => wrong }] });
    const authpipe = new Authpipe(options);
    await assert.rejects(authpipe.ready(), (error) => {
      assert.ok(error instanceof VaultError);
      assert.equal(error.code, 'key_service_unavailable');
      assert.ok(error.message.startsWith('The root key hsm:1 cannot be used: its wrap must give a Uint8Array of 1 to 65535 bytes.'));
      return true;
    });
    await authpipe.close();
    // The same vault with a function that works: nothing half is in its way.
    const mended = new Authpipe({ ...options, rootKeys: [KEY] });
    await mended.ready();
    await mended.close();
  }
});

test('whatever is thrown, its name is all that is said of it', async (t) => {
  const canary = 'own-canary';
  const named = Object.assign(new Error(canary), { name: 'AccessDeniedException' });
  for (const [thrown, says] of [
    [new RangeError(canary), 'its wrap failed with RangeError.'],
    [named, 'its wrap failed with AccessDeniedException.'],
    [Object.assign(new Error(canary), { name: `${canary} in a sentence` }), 'its wrap failed.'],
    [canary, 'its wrap failed.'],
    [undefined, 'its wrap failed.'],
    [new Proxy(new Error(canary), { get: () => { throw new Error(canary); } }), 'its wrap failed.'],
  ]) {
    const throwing = [() => { throw thrown; }, async () => { throw thrown; }];
    for (const wrap of throwing) {
      const authpipe = new Authpipe(optionsOf(t, { rootKeys: [{ ...KEY, wrap }] }));
      await assert.rejects(authpipe.ready(), (error) => {
        assert.ok(error.message.startsWith(`The root key hsm:1 cannot be used: ${says}`), error.message);
        assert.ok(!JSON.stringify(error).includes(canary) && !String(error.stack).includes(canary));
        return true;
      });
      await authpipe.close();
    }
  }
});

test('a function may call Authpipe, and close() waits for the one that runs', async (t) => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  let reached;
  const isAsked = new Promise((resolve) => (reached = resolve));
  const inner = new Authpipe(optionsOf(t, { key: makeKey() }));
  const authpipe = new Authpipe(
    optionsOf(t, {
      rootKeys: [
        {
          ...KEY,
          wrap: async (key) => {
            // A call of another object, which opens its vault; and one of this object, which waits for nothing.
            await inner.connections.list({ allTenants: true });
            assert.equal(authpipe.peekCredential({ provider: 'x', tenantId: 't', userId: 'u' }), null);
            const wrapped = xor(key);
            reached();
            await held;
            return wrapped;
          },
        },
      ],
    }),
  );
  const ready = authpipe.ready().then(() => 'ready', (error) => error.code);
  await isAsked;
  const closing = authpipe.close();
  release();
  await closing;
  assert.ok(['ready', 'closed'].includes(await ready), await ready);
  await inner.close();
});

test('who stops waiting stops no function', async (t) => {
  const controller = new AbortController();
  let asked = 0;
  const authpipe = new Authpipe(
    optionsOf(t, {
      rootKeys: [
        {
          ...KEY,
          wrap: async (key) => {
            asked += 1;
            controller.abort(new Error('the caller went away'));
            return xor(key);
          },
        },
      ],
    }),
  );
  await assert.rejects(authpipe.ready({ signal: controller.signal }), /the caller went away/);
  await authpipe.ready();
  assert.ok(asked > 0);
  await authpipe.close();
});

test('a program ends beside a function that never does', async (t) => {
  const vault = `sqlite:${join(temporaryFolder(t), 'vault.db')}`;
  const { code, stdout, stderr } = await run(
    t,
    `import { Authpipe } from '@authpipe/node';
    const asked = new Promise((resolve) => {
      const hang = () => { resolve(); return new Promise(() => {}); };
      const rootKeys = [{ id: 'hsm:1', wrap: hang, unwrap: hang }];
      globalThis.authpipe = new Authpipe({ vault: ${JSON.stringify(vault)}, mode: 'development', rootKeys });
      authpipe.ready().catch(() => {});
    });
    await asked;
    console.log('asked');
    process.exit(7);`,
  );
  assert.deepEqual([code, stdout, stderr], [7, 'asked\n', '']);
});

test('a worker that is terminated takes nobody along', async (t) => {
  const vault = `sqlite:${join(temporaryFolder(t), 'vault.db')}`;
  const { code, stdout, stderr } = await run(
    t,
    `import { Worker } from 'node:worker_threads';
    const worker = new Worker(
      \`import { parentPort } from 'node:worker_threads';
      import { Authpipe } from '@authpipe/node';
      const hang = () => { parentPort.postMessage('asked'); return new Promise(() => {}); };
      const rootKeys = [{ id: 'hsm:1', wrap: hang, unwrap: hang }];
      new Authpipe({ vault: ${JSON.stringify(vault)}, mode: 'development', rootKeys }).ready().catch(() => {});\`,
      { eval: true },
    );
    await new Promise((resolve) => worker.once('message', resolve));
    await worker.terminate();
    console.log('goes on');`,
  );
  assert.deepEqual([code, stdout, stderr], [0, 'goes on\n', '']);
});

test('the anchor lies in the file that is named, or where the application keeps it', async (t) => {
  const folder = temporaryFolder(t);
  const anchorFile = join(folder, 'elsewhere');
  const options = optionsOf(t, { key: makeKey() });
  const inFile = new Authpipe({ ...options, anchorFile });
  await inFile.ready();
  await inFile.close();
  assert.equal(JSON.parse(readFileSync(anchorFile, 'utf8')).v, 1);
  let kept;
  const anchor = { read: () => kept, write: async (text) => void (kept = text) };
  const own = new Authpipe({ ...optionsOf(t, { key: makeKey() }), anchor, anchorFile: join(folder, 'never') });
  await own.ready();
  await own.close();
  assert.equal(JSON.parse(kept).v, 1);
  assert.ok(!existsSync(join(folder, 'never')));
});

test('an error of another copy of the package is one of ours', async (t) => {
  const foreign = Object.assign(new Error('key disabled'), { [Symbol.for('authpipe.rootKeyError')]: 'denied' });
  for (const thrown of [foreign, RootKeyError.denied('key disabled')]) {
    const authpipe = new Authpipe(optionsOf(t, { rootKeys: [{ ...KEY, wrap: () => { throw thrown; } }] }));
    await assert.rejects(authpipe.ready(), { code: 'key_mismatch', message: /^The root key hsm:1 may not be used: key disabled\./ });
    await authpipe.close();
  }
});
