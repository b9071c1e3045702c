// Types: what is committed is what is generated, and an application compiles against the package as it is published.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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

test('an application compiles, from both module systems, and so does the quickstart', (t) => {
  // Below the package, so that express and the rest are found; with a name of its own for ours, so that `exports` counts.
  const folder = mkdtempSync(join(root, '.consumer-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(root, 'test/types'), folder, { recursive: true });
  const readme = readFileSync(join(root, '../README.md'), 'utf8');
  const sample = /^```ts\n(import express from 'express';\n.*?)^```$/ms.exec(readme)?.[1];
  assert.ok(sample, "the README's quickstart");
  writeFileSync(join(folder, 'readme.ts'), sample);
  mkdirSync(join(folder, 'node_modules/@authpipe'), { recursive: true });
  symlinkSync(root, join(folder, 'node_modules/@authpipe/node'), 'dir');
  node(join(root, 'node_modules/typescript/bin/tsc'), '-p', folder);
});

test('what is published is enough', () => {
  const result = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, encoding: 'utf8' });
  assert.equal(result.status, 0, result.stderr);
  const report = JSON.parse(result.stdout);
  const [{ files }] = Array.isArray(report) ? report : Object.values(report);
  const names = files.map((file) => file.path);
  for (const wanted of ['package.json', 'README.md', 'bin/authpipe.js', 'dist/index.js', 'dist/express.js', 'esm/index.mjs', 'esm/index.d.mts', 'types/index.d.ts', 'index.d.ts']) {
    assert.ok(names.includes(wanted), wanted);
  }
  assert.deepEqual(names.filter((name) => /^(src|test|scripts|react|demo|target)\//.test(name)), []);
});
