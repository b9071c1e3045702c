// Follows the links of an audit log without any code of Authpipe: written from core/src/vault/FORMAT.md, "Audit log".
import { createHash, createHmac } from 'node:crypto';
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

/** What stands for a key, a hash and a link where the key could not be had. */
const [nobody, nothing] = [Buffer.alloc(16), Buffer.alloc(32)];
const isEmpty = (entry) => entry.salt === null && about.every((name) => entry[name] === null);

function isUnlinked(entry) {
  const isWithout = entry.content.equals(nothing) && entry.mac.equals(nothing) && (entry.erased === null || entry.erased.equals(nothing));
  return entry.signer.equals(nobody) && isWithout;
}

function macOf(key, before, entry) {
  const [number, at] = [Buffer.alloc(8), Buffer.alloc(8)];
  number.writeBigUInt64BE(BigInt(entry.number));
  at.writeBigInt64BE(BigInt(entry.at));
  return linked(key, utf8('entry'), number, before, at, utf8(entry.kind), entry.content);
}

/** Whether nobody vouches for an entry: it was written, or emptied, while the key could not be had. */
function isUnvouched(keys, before, entry) {
  if (isUnlinked(entry)) return true;
  const key = keys.get(entry.signer.toString('hex'));
  if (key === undefined || entry.erased === null || !entry.erased.equals(nothing) || !isEmpty(entry)) return false;
  return macOf(key, before, entry).equals(entry.mac);
}

/** Whether an entry is what was written behind the one with this mac, or what an erasure has left of that. */
function isAsWritten(keys, before, entry) {
  const key = keys.get(entry.signer.toString('hex'));
  if (key === undefined) return false;
  if (!macOf(key, before, entry).equals(entry.mac)) return false;
  if (entry.erased === null) return entry.salt !== null && content(key, entry).equals(entry.content);
  const number = Buffer.alloc(8);
  number.writeBigUInt64BE(BigInt(entry.number));
  return isEmpty(entry) && linked(key, utf8('erased'), number, entry.mac).equals(entry.erased);
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

/** What the last entry says that tells what was dropped: up to where, what that was linked to, and for which of it nobody vouched. */
function findDropped(keys, entries) {
  let found = { number: 0, mac: Buffer.alloc(0), pending: [] };
  for (const [at, entry] of entries.entries()) {
    const before = entries[at - 1];
    if (entry.kind !== 'audit.dropped' || entry.erased !== null || before?.number !== entry.number - 1) continue;
    if (!isAsWritten(keys, before.mac, entry)) continue;
    const [last, mac, ranges = ''] = entry.request.split(' ');
    const pending = [];
    for (const [first, end] of ranges.split(',').filter(Boolean).map((range) => range.split('-').map(Number))) {
      for (let number = first; number <= end; number += 1) pending.push(number);
    }
    if (Number(last) < entry.number) found = { number: Number(last), mac: hex(mac), pending };
  }
  return found;
}

/** Whether this key may have linked this entry. `order` has id, number and `before` of each key, oldest first. */
function isInItsPlace(order, place, entry) {
  const rankOf = (signer) => order.findIndex((key) => key.id === signer?.toString('hex'));
  const rank = rankOf(entry.signer);
  if (rank >= 0 && rankOf(place.signer) > rank) return false;
  return order.every(({ start, before }, at) => {
    if (start === 0) return true;
    if (entry.number === start) return rank === at && before.equals(place.mac);
    return rank < 0 || rank >= at === entry.number > start;
  });
}

/** Where a log is broken, for which entries nobody vouches of which nobody has said to know, and up to which the vault has dropped them. */
export function follow(order, keys, all, given) {
  const entries = all.toSorted((one, other) => one.number - other.number);
  const { number: dropped, mac, pending: carried } = findDropped(keys, entries);
  let pending = carried;
  let place = { number: dropped, mac, signer: undefined };
  const answer = (broken) => ({ broken, unvouched: pending.filter((number) => number > dropped), dropped });
  if (entries.length > 0 && entries[0].number <= dropped) return answer(1);
  for (const entry of entries) {
    const expected = place.number + 1;
    const unvouched = isUnvouched(keys, place.mac, entry);
    const isWhole = unvouched || isAsWritten(keys, place.mac, entry);
    if (entry.number !== expected || !isWhole || !isInItsPlace(order, place, entry)) return answer(expected);
    if (unvouched) {
      pending = [...pending, expected];
    } else if (entry.kind === 'audit.acknowledged' && entry.erased === null) {
      const [upTo, digest] = entry.request.split(' ');
      const hash = createHash('sha256');
      for (const number of pending.filter((number) => number <= Number(upTo))) {
        const bytes = Buffer.alloc(8);
        bytes.writeBigUInt64BE(BigInt(number));
        hash.update(bytes);
      }
      if (hash.digest('hex') === digest) pending = pending.filter((number) => number > Number(upTo));
    }
    place = { number: expected, mac: entry.mac, signer: isUnlinked(entry) ? place.signer : entry.signer };
  }
  const last = Math.max(given, ...order.map(({ start }) => start));
  return answer(place.number < last ? place.number + 1 : null);
}

/** Whether a case of the vectors breaks where it says. */
export function checkCase(item) {
  const keys = new Map(Object.entries(item.keys).map(([id, key]) => [id, hex(key)]));
  const asBytes = ['salt', 'content', 'signer', 'mac', 'erased'];
  const read = ([name, cell]) => [name, asBytes.includes(name) && cell !== null ? hex(cell) : cell];
  const entries = item.entries.map((entry) => Object.fromEntries(Object.entries(entry).map(read)));
  if (item.order === undefined) return findBroken(keys, entries, item.given) === item.broken;
  const order = item.order.map(({ id, number, before }) => ({ id, start: number, before: hex(before) }));
  const { broken, unvouched, dropped } = follow(order, keys, entries, item.given);
  return broken === item.broken && dropped === item.dropped && unvouched.join() === item.unvouched.join();
}
