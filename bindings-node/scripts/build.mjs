// Builds dist/ (JavaScript) and types/ (declarations, committed) with tsc.
//
//   node scripts/build.mjs                 builds
//   node scripts/build.mjs --check-types   fails if types/ is not what tsc emits
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');

function compile(...args) {
  execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.json'), ...args], { stdio: 'inherit' });
}

function read(folder) {
  const names = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.d.ts')).sort();
  return JSON.stringify(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

if (process.argv.includes('--check-types')) {
  // Inside the package, because the declarations name ../index.
  const folder = mkdtempSync(join(root, '.types-'));
  try {
    compile('--emitDeclarationOnly', '--declarationDir', folder);
    if (read(folder) !== read(join(root, 'types'))) {
      console.error('types/ is stale: run `npm run build` and commit it.');
      process.exitCode = 1;
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
} else {
  for (const folder of ['dist', 'types']) rmSync(join(root, folder), { recursive: true, force: true });
  compile();
}
