// Reads the vault vectors of this folder without any code of Authpipe: written from core/src/vault/FORMAT.md with node:crypto only.
//   node tests/vectors/vault/read.mjs
import { createHmac } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkCase as checkAuditLog } from './audit.mjs';
import { attempt, encodeContext, hex, hkdf, openEnvelope, readRootKey, tuple } from './envelope.mjs';
import { checkCase } from './vault.mjs';

const mints = ['client_credentials', 'jwt_bearer', 'app_jwt'];

/** How a grant renews, or null where a record does not say it in a way that is known. */
function renewalOf(record, subject) {
  if (record.material.kind === 'fields') return 'never';
  const { renewal, refresh_token: token } = record.material;
  if (renewal === undefined) {
    if (token !== null) return 'refresh_token';
    return subject === 'installation' ? 'client_credentials' : 'never';
  }
  const known = renewal === 'refresh_token' ? token !== null : ['access_token', 'never'].includes(renewal) || mints.includes(renewal);
  return known ? renewal : null;
}

/** The record of a grant, where the case holds one. */
function fitsRecord(item, plaintext) {
  if (item.record === undefined) return true;
  const { subject, user_id: userId, renewal } = item.record;
  const record = JSON.parse(plaintext.toString('utf8'));
  const isTheirs = item.context.field === `secrets/${subject}` && record.user_id === userId;
  const isSignedAlike = record.material.token_secret === item.record.token_secret;
  return record.v === 1 && isTheirs && isSignedAlike && renewalOf(record, subject) === renewal;
}

const checks = {
  'audit-log': checkAuditLog,
  envelope(item) {
    let context = encodeContext(item.context);
    if (item.wrapped_key_id !== undefined) context = tuple([context, hex(item.wrapped_key_id)]);
    const plaintext = attempt(() => openEnvelope(hex(item.key), hex(item.key_id), context, hex(item.sealed)));
    if (!item.opens) return plaintext === undefined;
    if (plaintext === undefined || !plaintext.equals(hex(item.plaintext)) || !context.equals(hex(item.context_bytes))) return false;
    return fitsRecord(item, plaintext);
  },
  'keyed-hash'(item) {
    const subkey = hkdf(Buffer.alloc(0), hex(item.key), Buffer.from('authpipe/vault/1/hash'), 32);
    return createHmac('sha256', subkey).update(tuple(item.parts.map(hex))).digest('hex') === item.hash;
  },
  'root-key-text'(item) {
    const read = attempt(() => readRootKey(item.text));
    return item.valid ? read !== undefined && read.key.equals(hex(item.key)) && read.id === item.id : read === undefined;
  },
};

const folder = dirname(fileURLToPath(import.meta.url));
let passed = 0;
let failed = 0;
const named = (of) => readdirSync(join(folder, of)).filter((file) => file.endsWith('.json')).sort().map((file) => join(of, file));
for (const name of [...named('.'), ...named('whole')]) {
  const file = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  for (const item of file.cases) {
    let right = false;
    try {
      right = (file.kind === 'vault' ? checkCase(file, item) : checks[file.kind](item)) === true;
    } catch (error) {
      console.error(`${name}: ${item.name}: ${error}`);
    }
    if (right) passed += 1;
    else {
      failed += 1;
      console.error(`FAILED ${name}: ${item.name}`);
    }
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
