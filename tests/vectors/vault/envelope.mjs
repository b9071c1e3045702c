// Tuples, contexts, envelopes and root keys: written from core/src/vault/FORMAT.md with node:crypto only.
import { createDecipheriv, createHash, hkdfSync, timingSafeEqual } from 'node:crypto';

export class Refused extends Error {}

export const hex = (text) => Buffer.from(text, 'hex');
const u32 = (number) => { const out = Buffer.alloc(4); out.writeUInt32BE(number); return out; };
export const tuple = (parts) => Buffer.concat([u32(parts.length), ...parts.flatMap((part) => [u32(part.length), part])]);
export const hkdf = (salt, ikm, info, length) => Buffer.from(hkdfSync('sha512', ikm, salt, info, length));

export function encodeContext(context) {
  const optional = (text) => (text === null ? Buffer.alloc(0) : Buffer.from('\u0001' + text, 'utf8'));
  const generation = Buffer.alloc(8);
  generation.writeBigUInt64BE(BigInt(context.generation));
  return tuple([
    Buffer.from(context.environment), optional(context.tenant_id), Buffer.from(context.record_type), Buffer.from(context.record_id),
    optional(context.config), Buffer.from(context.field), generation,
  ]);
}

export function openEnvelope(key, keyId, context, sealed) {
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

export function readRootKey(text) {
  if (!/^apk1_[A-Za-z0-9_-]{48}$/.test(text)) throw new Refused('form');
  const bytes = Buffer.from(text.slice(5), 'base64url');
  const key = bytes.subarray(0, 32);
  const sum = createHash('sha256').update('authpipe root key 1').update(key).digest().subarray(0, 4);
  if (!sum.equals(bytes.subarray(32))) throw new Refused('checksum');
  return { key, id: createHash('sha256').update('authpipe root key id 1').update(key).digest('hex').slice(0, 16) };
}

/** The value, or undefined where it was refused; a bug of this reader is no refusal. */
export function attempt(work) {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}
