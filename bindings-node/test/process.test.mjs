// Module systems, the end of the process, worker threads and panics: each in a process of its own.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import test from 'node:test';
import { BASE_URL, makeKey, temporaryFolder } from './support/app.mjs';
import { root, run as runScript } from './support/process.mjs';

const require = createRequire(import.meta.url);

function run(t, script, options) {
  const env = {
    AUTHPIPE_KEY: makeKey(),
    AUTHPIPE_MODE: 'development',
    AUTHPIPE_BASE_URL: BASE_URL,
    AUTHPIPE_VAULT: `sqlite:${join(temporaryFolder(t), 'authpipe.db')}`,
  };
  return runScript(t, script, { ...options, env });
}

const CUSTOM = `{ acme: { clientId: 'id', definition: { name: 'Acme', auth: ['api_key'], api: { origins: ['https://api.acme.example'] } } } }`;

for (const entry of ['.', './web', './express', './fastify', './hono', './next', './testing']) {
  test(`import and require of ${entry} give the same names and the same classes`, async () => {
    const name = `@authpipe/node${entry.slice(1)}`;
    const cjs = require(name);
    const esm = await import(name);
    assert.deepEqual(Object.keys(esm).filter((key) => key !== 'default').sort(), Object.keys(cjs).sort());
    for (const key of Object.keys(cjs)) assert.equal(esm[key], cjs[key], key);
  });
}

for (const [type, line] of [
  ['module', `import { Authpipe } from '@authpipe/node';`],
  ['commonjs', `const { Authpipe } = require('@authpipe/node');`],
]) {
  test(`a ${type} script that forgets close() ends by itself`, async (t) => {
    const script = `${line}
      const ap = new Authpipe({ providers: ${CUSTOM} });
      const me = { provider: 'acme', tenantId: 't', userId: 'u' };
      ap.storeCredential({ ...me, credential: 'k', credentialType: 'api_key' })
        .then(() => ap.getCredential(me))
        .then((c) => console.log(c.credential));`;
    const { code, stdout, stderr } = await run(t, script, { type });
    assert.equal(stderr, '');
    assert.equal(stdout, 'k\n');
    assert.equal(code, 0);
  });
}

test('process.exit() in the middle of a call ends the process', async (t) => {
  const { code, stderr } = await run(t, `import { Authpipe } from '@authpipe/node';
    const ap = new Authpipe({ providers: ${CUSTOM} });
    ap.ready(); ap.ready().then(() => process.exit(7)); ap.connections.list({ tenantId: 't' }).then(() => {});`);
  assert.equal(stderr, '');
  assert.equal(code, 7);
});

test('two objects over one vault in one process share it', async (t) => {
  const { stdout, stderr } = await run(t, `import { Authpipe } from '@authpipe/node';
    const options = { providers: ${CUSTOM} };
    const one = new Authpipe(options), two = new Authpipe(options);
    const me = { provider: 'acme', tenantId: 't', userId: 'u' };
    await one.storeCredential({ ...me, credential: 'k', credentialType: 'api_key' });
    await two.getCredential(me);
    console.log(one.peekCredential(me).credential);
    await one.close();
    console.log((await two.getCredential(me)).credential);`);
  assert.equal(stderr, '');
  assert.equal(stdout, 'k\nk\n');
});

test('a second copy of the package uses the native part of the first', async (t) => {
  const { stdout, stderr } = await run(t, `
    const first = require('@authpipe/node');
    for (const name of Object.keys(require.cache)) if (!name.endsWith('.node')) delete require.cache[name];
    const second = require('@authpipe/node');
    const { createHandler } = second;
    const ap = new first.Authpipe({ providers: ${CUSTOM} });
    const handler = createHandler(ap, { identify: () => null });
    handler(new Request('${BASE_URL}/providers')).then((r) => console.log(first.Authpipe !== second.Authpipe, r.status));`, { type: 'commonjs' });
  assert.equal(stderr, '');
  assert.equal(stdout, 'true 200\n');
});

test('worker threads have objects of their own and may end in the middle of a call', async (t) => {
  const { code, stdout, stderr } = await run(t, `
    const { Worker, isMainThread } = require('node:worker_threads');
    const work = \`
      const { Authpipe } = require('@authpipe/node');
      const { parentPort, workerData } = require('node:worker_threads');
      const ap = new Authpipe({ providers: ${CUSTOM}, ...workerData });
      const me = { provider: 'acme', tenantId: 't', userId: 'u' };
      ap.storeCredential({ ...me, credential: 'k', credentialType: 'api_key' }).then(async () => {
        for (let i = 0; i < 3; i++) await ap.getCredential(me);
        parentPort.postMessage(ap.peekCredential(me).credential);
        for (let i = 0; i < 20; i++) ap.connections.list({ tenantId: 't' }).then(() => {});
        setInterval(() => {}, 1000);
      });\`;
    (async () => {
      for (let i = 0; i < 3; i++) {
        const worker = new Worker(work, { eval: true, workerData: { key: process.env.AUTHPIPE_KEY } });
        console.log(await new Promise((resolve, reject) => { worker.once('message', resolve); worker.once('error', reject); }));
        await worker.terminate();
      }
      const { Authpipe } = require('@authpipe/node');
      const ap = new Authpipe({ providers: ${CUSTOM} });
      console.log((await ap.getCredential({ provider: 'acme', tenantId: 't', userId: 'u' })).credential);
    })();`, { type: 'commonjs' });
  assert.equal(stderr, '');
  assert.equal(stdout, 'k\nk\nk\nk\n');
  assert.equal(code, 0);
});

const CALLS = {
  new: `new Authpipe()`,
  peekWithValidity: `ap.peekCredential(me)`,
  getWithValidity: `await ap.getCredential(me)`,
  shareDeadline: `await stored(ap); ap.peekCredential(me)`,
  shareSlots: `await stored(ap); ap.peekCredential(me)`,
  seedSlot: `await stored(ap); ap.peekCredential(me); ap.peekCredential(me)`,
  handler: `createHandler(ap, { identify: () => null })`,
  pathBelowMount: `await web(ap)`,
  needsPrincipal: `await web(ap)`,
  handle: `await web(ap)`,
  identifyFailed: `await web(ap, '/connections', () => { throw new Error('no') })`,
  finish: `try { loadNative().finish() } catch (e) { throw fromNative(e) }`,
  cli: `try { loadNative().cli([]) } catch (e) { throw fromNative(e) }`,
  advance: `new TestClock().advance(1)`,
  takeLogLines: `try { new (loadNative().LogLines)(1).takeLogLines() } catch (e) { throw fromNative(e) }`,
  ready: `await ap.ready()`,
  getCredential: `await ap.getCredential(me)`,
  reportRejected: `await ap.reportRejected(me, { generation: 1 })`,
  storeCredential: `await ap.storeCredential({ ...me, credential: 'k', credentialType: 'api_key' })`,
  credentialBatch: `await ap.storeCredentials([{ ...me, credential: 'k', credentialType: 'api_key' }])`,
  add: `await ap.storeCredentials([{ ...me, credential: 'k', credentialType: 'api_key' }])`,
  storeNext: `await ap.storeCredentials([{ ...me, credential: 'k', credentialType: 'api_key' }])`,
  createAuthSession: `await ap.createAuthSession(me)`,
  createInstallSession: `await ap.createInstallSession(me)`,
  startDeviceAuth: `await ap.startDeviceAuth(me)`,
  pollDeviceAuth: `await ap.pollDeviceAuth({ sessionId: 'ses_AAAAAAAAAAAAAAAAAAAAAA', tenantId: 't', userId: 'u' })`,
  startLoopbackFlow: `await ap.connectInteractive(me, { open() {} })`,
  listConnections: `await ap.connections.list({ tenantId: 't' })`,
  getConnection: `await ap.connections.get(id, { tenantId: 't' })`,
  checkConnection: `await ap.connections.check(id, { tenantId: 't' })`,
  deleteConnection: `await ap.connections.delete(id, { tenantId: 't' })`,
  listInstallations: `await ap.installations.list({ tenantId: 't' })`,
  createInstallation: `await ap.installations.create({ provider: 'acme', tenantId: 't' })`,
  getInstallation: `await ap.installations.get(id, { tenantId: 't' })`,
  approveInstallation: `await ap.installations.approve(id, { tenantId: 't' })`,
  deleteInstallation: `await ap.installations.delete(id, { tenantId: 't' })`,
  getSession: `await ap.sessions.get('ses_AAAAAAAAAAAAAAAAAAAAAA', { tenantId: 't' })`,
  cancelSession: `await ap.sessions.cancel('ses_AAAAAAAAAAAAAAAAAAAAAA', { tenantId: 't' })`,
  listEvents: `await ap.events.list()`,
  followEvents: `ap.events.follow()`,
  next: `await ap.events.follow().next()`,
  end: `await ap.events.follow().return()`,
  listAudit: `await ap.audit.list()`,
  readClaims: `readClaims('Bearer')`,
  isRejection: `try { loadNative().isRejection(401, {}) } catch (e) { throw fromNative(e) }`,
  runMaintenance: `await ap.runMaintenance()`,
  close: `await ap.close()`,
};

// What an application's own root key or anchor is asked goes through these: no program calls them. `own.test.mjs` has what they do.
const BEHIND = ['takeQuestions', 'answer', 'fail'];

// These belong to a sign-in that has begun. `interactive.test.mjs` has what they do.
const OF_A_SIGN_IN = ['wait', 'cancel'];

// What signs is a part of a credential, and asks nobody. The scenario `signed-requests` has what it does.
const OF_A_CREDENTIAL = ['sign'];

test('a panic in any call is an error, and the runtime goes on', async (t) => {
  const declared = readFileSync(join(root, 'index.d.ts'), 'utf8');
  const exported = [...declared.matchAll(/^ {2}(\w+)\(.*\): |^export declare function (\w+)\(/gm)].map((found) => found[1] ?? found[2]);
  assert.deepEqual(exported.filter((name) => !(name in CALLS) && ![...BEHIND, ...OF_A_SIGN_IN, ...OF_A_CREDENTIAL].includes(name)), [], 'every exported call is here');
  const { code, signal, stdout, stderr } = await run(t, `
    import { Authpipe, createHandler, readClaims } from '@authpipe/node';
    import { TestClock } from '@authpipe/node/testing';
    import { createRequire } from 'node:module';
    const { loadNative } = createRequire(process.cwd() + '/x')('./dist/native.js');
    const { fromNative } = createRequire(process.cwd() + '/x')('./dist/errors.js');
    const stored = async (ap) => {
      await ap.storeCredential({ ...me, credential: 'k', credentialType: 'api_key' });
      await ap.getCredential(me, { scopes: [] });
    };
    const web = (ap, path = '/providers', identify = () => null) => createHandler(ap, { identify })(new Request('${BASE_URL}' + path));
    const me = { provider: 'acme', tenantId: 't', userId: 'u' };
    const id = 'con_AAAAAAAAAAAAAAAAAAAAAA';
    const calls = { ${Object.entries(CALLS).map(([name, code]) => `${name}: async (ap) => { ${code} }`).join(',\n')} };
    for (const [name, work] of Object.entries(calls)) {
      const ap = new Authpipe({ vault: 'memory:', background: false, providers: ${CUSTOM} });
      process.env.AUTHPIPE_TEST_PANIC = name;
      const outcome = await work(ap).then(() => 'no error', (e) => e.code + ' ' + e.name);
      delete process.env.AUTHPIPE_TEST_PANIC;
      await ap.storeCredential({ ...me, credential: 'k', credentialType: 'api_key' });
      const after = (await ap.getCredential(me)).credential;
      if (outcome !== 'internal InternalError' || after !== 'k') console.log(name, outcome, after);
      await ap.close();
    }
    console.log('done');`);
  assert.equal(signal, null);
  // The benchmark puts a release build in the same place, and that has nothing to inject.
  if (stdout.startsWith('new no error')) return t.skip('needs a debug build of the native part');
  assert.equal(stdout, 'done\n', `${code} ${stdout} ${stderr.slice(-300)}`);
  assert.equal(code, 0);
});
