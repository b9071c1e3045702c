// How the files of the two packages import each other: what is above imports what is below, and never back. Imports of types
// count as well, because a reader follows them too.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const package_ = join(dirname(fileURLToPath(import.meta.url)), '..');
/** `import … from`, `export … from`, `import '…'`, `import('…')` and `require('…')`, of a file beside. */
const IMPORTS = /\b(?:from|import|require)\s*\(?\s*(['"])(\.{1,2}\/[^'"\n]+)\1/g;

/** Which file imports which others, by their names without an ending. `folder` maps a file's name to its text. */
function importsOf(folder) {
  const plain = (name) => name.replace(/(\.d)?\.(tsx?|m?js)$/, '');
  const known = new Map(Object.entries(folder).map(([name, text]) => [plain(name), text]));
  const imports = new Map();
  for (const [name, text] of known) {
    const named = [...text.matchAll(IMPORTS)].map((found) => plain(posix.join(posix.dirname(name), found[2])));
    imports.set(name, new Set(named.map((file) => (known.has(file) ? file : `${file}/index`)).filter((file) => known.has(file))));
  }
  return imports;
}

/** Files that import each other in a circle, or undefined. */
function findCircle(imports) {
  const done = new Set();
  const walk = (file, path) => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of imports.get(file)) {
      const circle = walk(next, [...path, file]);
      if (circle !== undefined) return circle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of imports.keys()) {
    const circle = walk(file, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

function read(...folder) {
  const root = join(package_, ...folder);
  const names = readdirSync(root, { recursive: true }).filter((name) => /\.tsx?$/.test(name));
  return Object.fromEntries(names.map((name) => [name.replaceAll('\\', '/'), readFileSync(join(root, name), 'utf8')]));
}

const PACKAGES = [
  { folder: ['src'], reads: { authpipe: ['clients', 'kept', 'types'], clients: ['claims', 'types'], types: ['generated/types'] } },
  { folder: ['react', 'src'], reads: { buttons: ['hooks', 'types'], hooks: ['flow', 'provider'], flow: ['polling', 'runtime'] } },
];

for (const { folder, reads } of PACKAGES) {
  test(`no file of ${folder.join('/')} imports one that imports it`, () => {
    const imports = importsOf(read(...folder));
    assert.equal(findCircle(imports), undefined);
    // What is read is what is there.
    for (const [file, others] of Object.entries(reads)) {
      for (const other of others) assert.ok(imports.get(file).has(other), `${file} imports ${other}`);
    }
  });
}

test('a circle that is planted is found', () => {
  const planted = [
    [['src'], 'clients.ts', "import type { Authpipe } from './authpipe';"],
    [['src'], 'types.ts', "export * from './index';"],
    [['src'], 'generated/types.ts', "import type { Subject } from '../types';"],
    [['src'], 'errors.ts', "const late = () => import('./native');"],
    [['src'], 'claims.ts', "const { Authpipe } = require('./authpipe');"],
    [['src'], 'call.ts', "import {\n  fetchAs,\n} from './clients';"],
    [['react', 'src'], 'types.ts', "import type { Flow } from './flow.js';"],
    [['react', 'src'], 'signal.ts', "import './runtime.js';"],
  ];
  for (const [folder, file, line] of planted) {
    const files = read(...folder);
    assert.notEqual(files[file], undefined, file);
    files[file] += `\n${line}\n`;
    assert.notEqual(findCircle(importsOf(files)), undefined, `${file}: ${line}`);
  }
});
