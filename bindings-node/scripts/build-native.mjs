// Builds the native part with cargo and puts it where the loader looks: authpipe.<platform>-<arch>[-<libc>].node.
//
//   node scripts/build-native.mjs [--release] [--features cli]   other arguments go to cargo
//   node scripts/build-native.mjs --check-types                  fails if index.d.ts is not what the macros say
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderTypes } from './native-types.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const checkTypes = process.argv.includes('--check-types');
const args = process.argv.slice(2).filter((arg) => arg !== '--check-types');
// A debug build is for tests, and shares what their other programs are built from: the core is compiled once for all of them.
if (!args.includes('--release')) {
  const features = ['cli', 'keychain', 'mutations', 'schema'].map((name) => `authpipe/${name}`);
  args.push('--lib', '-p', 'authpipe', '-p', 'authpipe-one-build', '--features', features.join());
}

const built = build();
if (checkTypes) {
  const committed = readFileSync(join(root, 'index.d.ts'), 'utf8');
  if (renderTypes(built.typesFolder) !== committed) {
    console.error('index.d.ts is stale: run `npm run build:native` and commit it.');
    process.exit(1);
  }
} else {
  const addon = join(root, `authpipe.${target()}.node`);
  // Renamed into place: a process that has the old file mapped must not see it change.
  copyFileSync(built.library, `${addon}.part`);
  renameSync(`${addon}.part`, addon);
  writeFileSync(join(root, 'index.d.ts'), renderTypes(built.typesFolder));
}

function build() {
  const cargo = spawnSync('cargo', ['build', '-p', 'authpipe-node', '--message-format=json-render-diagnostics', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (cargo.error) throw cargo.error;
  if (cargo.status !== 0) process.exit(cargo.status ?? 1);
  const result = {};
  for (const line of cargo.stdout.split('\n').filter(Boolean)) {
    const message = JSON.parse(line);
    if (!message.package_id?.includes('bindings-node')) continue;
    if (message.reason === 'build-script-executed') result.typesFolder = join(message.out_dir, 'types');
    if (message.reason === 'compiler-artifact' && message.target.kind.includes('cdylib')) {
      result.library = message.filenames.find((name) => /\.(so|dylib|dll)$/.test(name));
    }
  }
  return result;
}

function target() {
  const { platform, arch } = process;
  if (platform === 'win32') return `${platform}-${arch}-msvc`;
  if (platform !== 'linux') return `${platform}-${arch}`;
  return `${platform}-${arch}-${process.report.getReport().header.glibcVersionRuntime ? 'gnu' : 'musl'}`;
}
