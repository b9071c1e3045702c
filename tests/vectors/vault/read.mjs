// Reads the vault vectors of this folder without any code of Authpipe: written from core/src/vault/FORMAT.md with node:crypto only.
//   node tests/vectors/vault/read.mjs
import { createDecipheriv, createHash, createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

class Refused extends Error {}

const hex = (text) => Buffer.from(text, 'hex');
const u32 = (number) => { const out = Buffer.alloc(4); out.writeUInt32BE(number); return out; };
const tuple = (parts) => Buffer.concat([u32(parts.length), ...parts.flatMap((part) => [u32(part.length), part])]);
const hkdf = (salt, ikm, info, length) => Buffer.from(hkdfSync('sha512', ikm, salt, info, length));

function encodeContext(context) {
  const optional = (text) => (text === null ? Buffer.alloc(0) : Buffer.from('\u0001' + text, 'utf8'));
  const generation = Buffer.alloc(8);
  generation.writeBigUInt64BE(BigInt(context.generation));
  return tuple([
    Buffer.from(context.environment), optional(context.tenant_id), Buffer.from(context.record_type), Buffer.from(context.record_id),
    optional(context.config), Buffer.from(context.field), generation,
  ]);
}

function openEnvelope(key, keyId, context, sealed) {
  if (sealed.length < 100) throw new Refused('short');
  if (!sealed.subarray(0, 4).equals(Buffer.from([0x41, 0x50, 1, 1]))) throw new Refused('unknown form');
  if (!sealed.subarray(4, 20).equals(keyId)) throw new Refused('another key');
  const info = Buffer.concat([Buffer.from('authpipe/vault/1/seal'), sealed.subarray(0, 20), context]);
  const derived = hkdf(sealed.subarray(20, 52), key, info, 76);
  if (!timingSafeEqual(derived.subarray(44), sealed.subarray(52, 84))) throw new Refused('commitment');
  const cipher = createDecipheriv('aes-256-gcm', derived.subarray(0, 32), derived.subarray(32, 44), { authTagLength: 16 });
  cipher.setAuthTag(sealed.subarray(sealed.length - 16));
  const plaintext = cipher.update(sealed.subarray(84, sealed.length - 16));
  try {
    return Buffer.concat([plaintext, cipher.final()]);
  } catch {
    throw new Refused('tag');
  }
}

function readRootKey(text) {
  if (!/^apk1_[A-Za-z0-9_-]{48}$/.test(text)) throw new Refused('form');
  const bytes = Buffer.from(text.slice(5), 'base64url');
  const key = bytes.subarray(0, 32);
  const sum = createHash('sha256').update('authpipe root key 1').update(key).digest().subarray(0, 4);
  if (!sum.equals(bytes.subarray(32))) throw new Refused('checksum');
  return { key, id: createHash('sha256').update('authpipe root key id 1').update(key).digest('hex').slice(0, 16) };
}

/** The value, or undefined where it was refused; a bug of this reader is no refusal. */
function attempt(work) {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

const mints = ['client_credentials', 'jwt_bearer', 'app_jwt'];

/** How a grant renews, or null where a record does not say it in a way that is known. */
function renewalOf(record, subject) {
  if (record.material.kind === 'fields') return 'never';
  const { renewal, refresh_token: token } = record.material;
  if (renewal === undefined) {
    if (token !== null) return 'refresh_token';
    return subject === 'installation' ? 'client_credentials' : 'never';
  }
  const known = renewal === 'refresh_token' ? token !== null : renewal === 'never' || mints.includes(renewal);
  return known ? renewal : null;
}

/** The record of a grant, where the case holds one. */
function fitsRecord(item, plaintext) {
  if (item.record === undefined) return true;
  const { subject, user_id: userId, renewal } = item.record;
  const record = JSON.parse(plaintext.toString('utf8'));
  const isTheirs = item.context.field === `secrets/${subject}` && record.user_id === userId;
  return record.v === 1 && isTheirs && renewalOf(record, subject) === renewal;
}

const checks = {
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
for (const name of readdirSync(folder).filter((file) => file.endsWith('.json')).sort()) {
  const file = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  for (const item of file.cases) {
    let right = false;
    try {
      right = checks[file.kind](item) === true;
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
