// What is said where the native part cannot be loaded, in copies of the package without one.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { build } from 'esbuild';
import { temporaryFolder } from './support/app.mjs';
import { root } from './support/process.mjs';

const TARGET = `${process.platform}-${process.arch}`;
const SUPPORTED = 'darwin-x64, darwin-arm64, linux-x64-gnu, linux-x64-musl, linux-arm64-gnu, linux-arm64-musl, win32-x64-msvc';

/** An application with the package as npm lays it, but without its binary. */
function application(t) {
  const folder = temporaryFolder(t);
  const place = join(folder, 'node_modules/@authpipe/node');
  for (const part of ['package.json', 'dist', 'esm', 'bin']) cpSync(join(root, part), join(place, part), { recursive: true });
  return { folder, place };
}

function run(folder, ...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
}

function refusal({ folder }, before = '') {
  const script = `${before}
    const { Authpipe, UsageError } = require('@authpipe/node');
    try { new Authpipe(); } catch (e) { console.log(JSON.stringify([e instanceof UsageError, e.code, e.message, e.cause?.message])); }`;
  const { stdout, stderr } = run(folder, '-e', script);
  assert.equal(stderr, '');
  const [isUsageError, code, message, cause] = JSON.parse(stdout);
  assert.deepEqual([isUsageError, code], [true, 'runtime_unsupported']);
  return { message, cause };
}

const pretend = (name, value) => `Object.defineProperty(process, '${name}', { value: '${value}' });`;

test('a binary that npm skipped is asked for by name', (t) => {
  const { message } = refusal(application(t));
  const [, name] = /^(\S+) is missing\. It was skipped at install \(--omit=optional or a lock file from another OS\)\. Reinstall without it\.$/.exec(message);
  assert.ok(name.startsWith(`@authpipe/node-${TARGET}`), name);
});

test('another platform is told which there are', (t) => {
  const app = application(t);
  assert.equal(refusal(app, pretend('arch', 'riscv64')).message, `@authpipe/node has no binary for ${process.platform}-riscv64. Supported: ${SUPPORTED}.`);
  assert.equal(refusal(app, pretend('platform', 'sunos')).message, `@authpipe/node has no binary for sunos-${process.arch}. Supported: ${SUPPORTED}.`);
});

test('the Edge runtime is told what to add to the route', (t) => {
  const { message } = refusal(application(t), "globalThis.EdgeRuntime = 'edge';");
  assert.equal(message, "Authpipe cannot run in the Edge runtime. Add export const runtime = 'nodejs' to this route.");
});

test('bundles for places where it cannot run are made, and say why', async (t) => {
  const app = application(t);
  const entries = ['', '/web', '/express', '/fastify', '/hono', '/next', '/testing'];
  const names = entries.map((entry) => {
    const text = readFileSync(join(app.place, 'esm', `${entry === '' ? 'index' : entry.slice(1)}.mjs`), 'utf8');
    return /export const \{([^}]*)\}/.exec(text)[1].split(',').map((name) => name.trim()).filter(Boolean);
  });
  const all = [...readFileSync(join(app.place, 'esm/elsewhere.mjs'), 'utf8').matchAll(/^export const (\w+)/gm)].map((found) => found[1]);
  assert.deepEqual(all, [...new Set(names.flat())].sort());
  const source = entries.map((entry, at) => `import * as e${at} from '@authpipe/node${entry}'; console.log(${names[at].map((name) => `e${at}.${name}`)});`);
  // Whatever is taken, and a name alone: a module that nothing is missed of is left out of a bundle.
  const programs = [`${source.join('\n')}\nconsole.log(require('@authpipe/node/next'));`, "import { Authpipe } from '@authpipe/node'; new Authpipe();"];
  const cases = [
    ['edge-light', "cannot run in the Edge runtime. Add export const runtime = 'nodejs' to this route."],
    ['workerd', 'cannot run in Workers'],
    ['browser', 'there, use @authpipe/react'],
  ];
  for (const [at, text] of programs.entries()) for (const [condition, says] of cases) {
    const entry = join(app.folder, `in${at}.mjs`);
    writeFileSync(entry, text);
    const outfile = join(app.folder, `${condition}${at}.mjs`);
    const { warnings } = await build({
      absWorkingDir: app.folder, entryPoints: [entry], outfile, bundle: true, format: 'esm', platform: 'neutral', conditions: [condition], logLevel: 'silent',
    });
    assert.deepEqual(warnings.map(({ text }) => text), [], condition);
    const { status, stderr } = run(app.folder, outfile);
    assert.ok(status === 1 && stderr.includes(says) && stderr.includes('runtime_unsupported'), stderr);
  }
});

test('a test that is taken for a browser is told the same, however it asks', (t) => {
  const app = application(t);
  const entries = Object.keys(JSON.parse(readFileSync(join(app.place, 'package.json'), 'utf8')).exports).filter((entry) => !entry.endsWith('.json'));
  assert.ok(entries.length >= 7);
  for (const entry of entries) {
    const name = `@authpipe/node${entry.slice(1)}`;
    // Jest asks so, and reads no ES module then.
    writeFileSync(join(app.folder, 'asks.cjs'), `console.log(require.resolve('${name}'));\nrequire('${name}');`);
    writeFileSync(join(app.folder, 'asks.mjs'), `await import('${name}');`);
    const [required, imported] = ['asks.cjs', 'asks.mjs'].map((file) => run(app.folder, '--conditions=browser', join(app.folder, file)));
    assert.match(required.stdout, /\.cjs\n$/, name);
    const sentence = (ended) => /@authpipe\/node runs on a server.*/.exec(ended.stderr)?.[0];
    assert.match(sentence(required), /A test that runs it needs the environment node\.$/, required.stderr);
    assert.equal(sentence(imported), sentence(required), imported.stderr);
  }
});

test('a binary that does not load is not said to be missing', (t) => {
  const app = application(t);
  for (const library of ['', '-gnu', '-musl', '-msvc']) writeFileSync(join(app.place, `authpipe.${TARGET}${library}.node`), 'not a library');
  const { message, cause } = refusal(app);
  assert.match(message, /^@authpipe\/node could not load its binary for \S+: see the cause\.$/);
  assert.match(cause, /authpipe\./);
});

test('the binary of a platform package is found', (t) => {
  const { folder } = application(t);
  for (const library of ['', '-gnu', '-musl', '-msvc']) {
    const place = join(folder, `node_modules/@authpipe/node-${TARGET}${library}`);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'index.js'), "throw new Error('the binary of the platform package');");
  }
  assert.equal(refusal({ folder }).cause, 'the binary of the platform package');
});

test('the command line tool says it in words and fails', (t) => {
  const { folder, place } = application(t);
  const { status, stdout, stderr } = run(folder, join(place, 'bin/authpipe.js'), 'key', 'generate');
  assert.equal(status, 1);
  assert.equal(stdout, '');
  assert.match(stderr, /^@authpipe\/node-\S+ is missing\. .*\n$/);
});

for (const format of ['cjs', 'esm']) {
  test(`in a bundle (${format}) the package asks to be kept out of it`, async (t) => {
    const { folder } = application(t);
    const entry = "import { Authpipe } from '@authpipe/node'; try { new Authpipe(); } catch (e) { console.log(e.name + ': ' + e.message); }";
    writeFileSync(join(folder, 'entry.mjs'), entry);
    const outfile = join(folder, 'dist', format === 'cjs' ? 'out.cjs' : 'out.mjs');
    // What the ESM bundles of servers have in front: bundled CommonJS asks for its built-in modules with it.
    const banner = format === 'esm' ? { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" } : {};
    await build({ entryPoints: [join(folder, 'entry.mjs')], outfile, bundle: true, platform: 'node', format, minify: true, banner, logLevel: 'silent' });
    const { stdout, stderr } = run(folder, outfile);
    assert.equal(stderr, '');
    assert.match(stdout, /^UsageError: @authpipe\/node was bundled without its binary\. Keep it out of the bundle: serverExternalPackages: \['@authpipe\/node'\] in next\.config, or /);
  });
}

for (const entry of ['index', 'express', 'fastify', 'hono', 'next', 'web', 'testing']) {
  test(`in a bundle of ES modules without a require the package says the same before the bundler does (${entry})`, async (t) => {
    const { folder } = application(t);
    const name = entry === 'index' ? '@authpipe/node' : `@authpipe/node/${entry}`;
    writeFileSync(join(folder, 'entry.mjs'), `import * as all from '${name}'; console.log(Object.keys(all));`);
    const outfile = join(folder, 'dist', 'out.mjs');
    await build({ entryPoints: [join(folder, 'entry.mjs')], outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'silent' });
    const { status, stdout, stderr } = run(folder, outfile);
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(stderr, /UsageError\]?: @authpipe\/node was bundled without its binary\. Keep it out of the bundle: /);
    assert.match(stderr, /code: 'runtime_unsupported'/);
    assert.doesNotMatch(stderr, /Dynamic require/);
  });
}
