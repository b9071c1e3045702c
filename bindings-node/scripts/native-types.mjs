// From what napi's macros say about the exports (one JSON object a line) to a declaration file.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text of index.d.ts. */
export function renderTypes(folder) {
  const entries = readdirSync(folder)
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n'))
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  // A class may have its methods in several places.
  const methods = new Map();
  for (const { name, def } of entries.filter((entry) => entry.kind === 'impl')) {
    methods.set(name, [methods.get(name), def].filter(Boolean).join('\n'));
  }
  const declarations = entries
    .filter((entry) => entry.kind !== 'impl')
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .map((entry) => entry.js_doc + declare(entry, methods));
  return `// Generated from the native part by scripts/build-native.mjs. Do not edit.\n\n${declarations.join('\n\n')}\n`;
}

function declare({ kind, name, def }, methods) {
  switch (kind) {
    case 'fn':
      return `export declare ${def}`;
    case 'interface':
      return `export interface ${name} {\n${indent(def)}\n}`;
    case 'struct':
      return `export declare class ${name} {\n${indent([def, methods.get(name)].filter(Boolean).join('\n'))}\n}`;
    default:
      throw new Error(`${name}: nobody has said how a ${kind} is declared`);
  }
}

function indent(text) {
  return text
    .split('\n')
    .map((line) => line.trim())
    .map((line) => (line.startsWith('*') ? `   ${line}` : `  ${line}`))
    .join('\n');
}
