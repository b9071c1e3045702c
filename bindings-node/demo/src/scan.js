// Looks for secrets in the bytes of files.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Every file below a folder. */
export function listFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** A long secret is also looked for by its last part: a piece of it would be a leak too. */
const PIECE = 32;

/** Which of the values appear in which files, as they are or in part. */
export function findValues(files, values) {
  const found = [];
  for (const file of files) {
    const bytes = readFileSync(file);
    for (const value of values) {
      if (bytes.includes(value) || (value.length > PIECE && bytes.includes(value.slice(-PIECE)))) found.push({ file, value });
    }
  }
  return found;
}
