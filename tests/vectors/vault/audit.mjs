// Follows the links of an audit log without any code of Authpipe: written from core/src/vault/FORMAT.md, "Audit log".
import { createHmac } from 'node:crypto';
import { hex, hkdf, tuple } from './envelope.mjs';

/** What an entry was about, in the order in which it is hashed. */
const about = ['tenant_id', 'user_id', 'grant_id', 'actor', 'request', 'key_id'];
const utf8 = (text) => Buffer.from(text, 'utf8');

function linked(key, ...parts) {
  const subkey = hkdf(Buffer.alloc(0), key, utf8('authpipe/vault/1/audit'), 32);
  return createHmac('sha256', subkey).update(tuple(parts)).digest();
}

function content(key, entry) {
  const texts = about.map((name) => (entry[name] === null ? Buffer.alloc(0) : Buffer.concat([Buffer.of(1), utf8(entry[name])])));
  return linked(key, utf8('content'), entry.salt, ...texts);
}

/** Whether an entry is what was written behind the one with this mac, or what an erasure has left of that. */
function isAsWritten(keys, before, entry) {
  const key = keys.get(entry.signer.toString('hex'));
  if (key === undefined) return false;
  const [number, at] = [Buffer.alloc(8), Buffer.alloc(8)];
  number.writeBigUInt64BE(BigInt(entry.number));
  at.writeBigInt64BE(BigInt(entry.at));
  if (!linked(key, utf8('entry'), number, before, at, utf8(entry.kind), entry.content).equals(entry.mac)) return false;
  if (entry.erased === null) return entry.salt !== null && content(key, entry).equals(entry.content);
  const isEmpty = entry.salt === null && about.every((name) => entry[name] === null);
  return isEmpty && linked(key, utf8('erased'), number, entry.mac).equals(entry.erased);
}

/** The number of the first entry that is not as it was written, or is gone; null where all are. `given` is how many there were. */
export function findBroken(keys, entries, given) {
  let before = Buffer.alloc(0);
  let expected = 1;
  for (const entry of entries.toSorted((one, other) => one.number - other.number)) {
    if (entry.number !== expected || !isAsWritten(keys, before, entry)) return expected;
    before = entry.mac;
    expected += 1;
  }
  return expected <= given ? expected : null;
}

/** Whether a case of the vectors breaks where it says. */
export function checkCase(item) {
  const keys = new Map(Object.entries(item.keys).map(([id, key]) => [id, hex(key)]));
  const asBytes = ['salt', 'content', 'signer', 'mac', 'erased'];
  const read = ([name, cell]) => [name, asBytes.includes(name) && cell !== null ? hex(cell) : cell];
  const entries = item.entries.map((entry) => Object.fromEntries(Object.entries(entry).map(read)));
  return findBroken(keys, entries, item.given) === item.broken;
}
