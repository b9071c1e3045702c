// The package as it is shipped: both module formats, types, directive, no dependencies.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';

const require = createRequire(import.meta.url);
const manifestPath = require.resolve('@authpipe/react/package.json');
const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));
const read = (path: string) => readFileSync(new URL(path, `file://${manifestPath}`), 'utf8');
const NAMES = ['AuthpipeClientError', 'AuthpipeProvider', 'ConnectButton', 'DEFAULT_LABELS', 'InstallButton', 'nameOfConnection', 'nameOfInstallation', 'textOfError', 'useConnect', 'useConnections', 'useDeviceConnect', 'useInstall', 'useInstallations'];

// Not a literal: the compiler must not look for the built package.
const load = (name: string): Promise<Record<string, unknown>> => import(name);

test('ESM and CommonJS export the same names', async () => {
  assert.deepEqual(Object.keys(await load('@authpipe/react')).sort(), NAMES);
  assert.deepEqual(Object.keys(require('@authpipe/react')).sort(), NAMES);
  const client = Object.keys(await load('@authpipe/react/client')).sort();
  assert.deepEqual(client, Object.keys(require('@authpipe/react/client')).sort());
  assert.ok(client.includes('Flow') && client.includes('AuthpipeClient'));
});

test("every file that needs it starts with 'use client'", () => {
  for (const format of ['esm', 'cjs']) {
    for (const name of ['index', 'buttons', 'hooks', 'provider', 'use-connections', 'use-held', 'use-installations', 'use-listing']) {
      assert.match(read(`./dist/${format}/${name}.js`), /^['"]use client['"];/, `${format}/${name}`);
    }
    assert.doesNotMatch(read(`./dist/${format}/client.js`), /use client|['"]react['"]/);
  }
});

test('every exported file exists', () => {
  const files = Object.values(manifest.exports).flatMap((entry) =>
    typeof entry === 'string' ? [entry] : Object.values(entry as object).flatMap((one) => Object.values(one as object)),
  );
  assert.equal(files.length, 9);
  for (const file of files) read(String(file));
});

test('TypeScript finds the types of each entry without reading `exports` too, as with `module: commonjs` before version 6', () => {
  assert.deepEqual(manifest.typesVersions, { '*': { client: [manifest.exports['./client'].require.types] } });
  assert.equal(manifest.types, manifest.exports['.'].require.types);
});

test('the licences are in the package, as the project has them', () => {
  for (const name of ['LICENSE-APACHE', 'LICENSE-MIT']) {
    assert.ok(manifest.files.includes(name), name);
    assert.equal(read(`./${name}`), read(`../../${name}`));
  }
});

test('no dependencies at run time, no scripts at install', () => {
  assert.equal(manifest.dependencies, undefined);
  assert.deepEqual(Object.keys(manifest.peerDependencies), ['react']);
  for (const name of ['preinstall', 'install', 'postinstall', 'prepare']) assert.equal(manifest.scripts[name], undefined);
});
