// Types: what is committed is what is generated, and an application compiles against the package as it is published.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { root } from './support/process.mjs';

function node(...args) {
  const result = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' });
  assert.equal(result.status, 0, `${result.stdout}\n${result.stderr}`);
  return result.stdout;
}

test('types/ is what tsc emits', () => {
  node('scripts/build.mjs', '--check-types');
});

test('index.d.ts is what the macros of the native part say', () => {
  node('scripts/build-native.mjs', '--check-types');
});

test('an application compiles, from both module systems, and so do the samples of the READMEs', (t) => {
  // Below the package, so that express and the rest are found; with a name of its own for ours, so that `exports` counts.
  const folder = mkdtempSync(join(root, '.consumer-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(root, 'test/types'), folder, { recursive: true });
  for (const [name, readme] of [['quickstart', '../README.md'], ['readme', 'README.md']]) {
    const sample = /^```ts\n(import express from 'express';\n.*?)^```$/ms.exec(readFileSync(join(root, readme), 'utf8'))?.[1];
    assert.ok(sample, readme);
    writeFileSync(join(folder, `${name}.ts`), sample);
  }
  // Pieces, with what the application around them has.
  const application = `import { Authpipe } from '@authpipe/node';
    declare const authpipe: Authpipe, subject: { provider: string; tenantId: string; userId: string };
    declare function showConnectButton(provider: string | undefined): void;
    declare function tryAgainAfter(ms: number | undefined): void;
    declare const client: { [name in 'encrypt' | 'decrypt']: (bytes: Uint8Array, options: { aad: Uint8Array }) => Promise<Uint8Array> };`;
  for (const [name, page, head, start] of [
    ['credentials', '../README.md', application, 'const { credential: botToken'],
    ['errors', '../docs/errors.md', application, 'import { AuthpipeError }'],
    ['root-keys', '../docs/root-keys.md', `${application.replace('authpipe: Authpipe, ', '')} import type { RootKey } from '@authpipe/node';`, 'const hsm'],
  ]) {
    const blocks = [...readFileSync(join(root, page), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code).filter((code) => code.startsWith(start));
    assert.equal(blocks.length, 1, page);
    writeFileSync(join(folder, `${name}.ts`), `${head}\n${blocks[0]}\nexport {};\n`);
  }
  mkdirSync(join(folder, 'node_modules/@authpipe'), { recursive: true });
  symlinkSync(root, join(folder, 'node_modules/@authpipe/node'), 'dir');
  node(join(root, 'node_modules/typescript/bin/tsc'), '-p', folder);
});

test('an application without @types/node compiles too', (t) => {
  // Outside the package, so that nothing of ours is found from there.
  const folder = mkdtempSync(join(tmpdir(), 'authpipe-types-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const place = join(folder, 'node_modules/@authpipe/node');
  for (const part of ['package.json', 'types', 'esm', 'index.d.ts']) cpSync(join(root, part), join(place, part), { recursive: true });
  const options = { target: 'ES2022', lib: ['ES2022', 'DOM'], module: 'NodeNext', types: [], strict: true, noEmit: true, skipLibCheck: false };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.mts'] }));
  const source = [
    "import { Authpipe, type Credential } from '@authpipe/node';",
    "import { TestClock } from '@authpipe/node/testing';",
    "import { createHandler } from '@authpipe/node/web';",
    'const authpipe = new Authpipe({ testClock: new TestClock() });',
    "const credential: Credential = await authpipe.getCredential({ provider: 'p', tenantId: 't', userId: 'u' });",
    'export const handler: (request: Request) => Promise<Response> = createHandler(authpipe, { identify: () => null });',
    'export const headers: Record<string, string> = credential.headers();',
  ];
  writeFileSync(join(folder, 'app.mts'), source.join('\n'));
  node(join(root, 'node_modules/typescript/bin/tsc'), '-p', folder);
});

test('what is published is enough', () => {
  const result = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8' });
  assert.equal(result.status, 0, result.stderr);
  const report = JSON.parse(result.stdout);
  const [{ files }] = Array.isArray(report) ? report : Object.values(report);
  const names = files.map((file) => file.path);
  for (const wanted of ['package.json', 'README.md', 'LICENSE-APACHE', 'LICENSE-MIT', 'bin/authpipe.js', 'dist/index.js', 'dist/express.js', 'esm/index.mjs', 'esm/index.d.mts', 'types/index.d.ts', 'index.d.ts']) {
    assert.ok(names.includes(wanted), wanted);
  }
  assert.deepEqual(names.filter((name) => /^(src|test|scripts|react|demo|target)\//.test(name)), []);
  for (const name of ['LICENSE-APACHE', 'LICENSE-MIT']) {
    assert.equal(readFileSync(join(root, name), 'utf8'), readFileSync(join(root, '..', name), 'utf8'), `${name} is the project's`);
  }
});

test('TypeScript finds the types of each entry without reading `exports` too, as with `module: commonjs` before version 6', () => {
  const { exports, types, typesVersions } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const byExports = Object.entries(exports).filter(([, entry]) => entry.require).map(([name, entry]) => [name, entry.require.types]);
  const byVersions = Object.entries(typesVersions['*']).map(([name, [file]]) => [`./${name}`, file]);
  assert.deepEqual([['.', types], ...byVersions], byExports);
});
