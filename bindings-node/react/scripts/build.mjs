// Builds dist/esm and dist/cjs with tsc, then makes two things true that tsc alone does not:
// the CommonJS folder says that it is CommonJS, and 'use client' is the first statement of every file that has it.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');

rmSync(join(root, 'dist'), { recursive: true, force: true });
for (const format of ['esm', 'cjs']) {
  execFileSync(process.execPath, [tsc, '-p', join(root, `tsconfig.${format}.json`)], { stdio: 'inherit' });
}
writeFileSync(join(root, 'dist/cjs/package.json'), '{ "type": "commonjs" }\n');

// Bundlers look for the directive at the start of a file; tsc puts "use strict" in front of it.
const cjs = join(root, 'dist/cjs');
for (const name of readdirSync(cjs).filter((file) => file.endsWith('.js'))) {
  const text = readFileSync(join(cjs, name), 'utf8');
  writeFileSync(join(cjs, name), text.replace(/^(["']use strict["'];\r?\n)(["']use client["'];\r?\n)/, '$2$1'));
}
