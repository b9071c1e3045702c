// Opens the records of a whole vault without any code of Authpipe: written from core/src/vault/FORMAT.md with node:crypto only.
//   node tests/vectors/vault/vault.mjs DUMP.json ENVIRONMENT ROOT_KEY...     (dump.py makes a dump)
import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { follow } from './audit.mjs';
import { Refused, attempt, encodeContext, hkdf, openEnvelope, readRootKey, tuple } from './envelope.mjs';

/** As whose the keys of the audit log stand among those of tenants. */
const auditOwner = ' audit';
const names = { meta: 'only_row', root_keys: 'root_key_id', keysets: 'tenant_id', grants: 'id', sessions: 'id', jobs: 'id' };
/** Columns in which something is sealed, in whichever table. */
const sealedColumns = ['sealed', 'sentinel', 'wrapped'];

/** What version 2 of a record says once more of its row. */
const copies = {
  grants: ['revision', 'fence', 'provider', 'credential_type', 'account_hash'],
  sessions: [
    'user_id', 'provider', 'status', 'step', 'created_at', 'expires_at', 'state_hash', 'binding_hash', 'resume_hash', 'completion_hash',
    'grant_id', 'error_code',
  ],
};

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const utf8 = (text) => Buffer.from(text, 'utf8');

function need(condition, what) {
  if (!condition) throw new Refused(what);
}

/** The parts of a tuple that takes all of the bytes. */
function decodeTuple(bytes) {
  need(bytes.length >= 4, 'tuple');
  const parts = [];
  let at = 4;
  for (let left = bytes.readUInt32BE(0); left > 0; left -= 1) {
    need(bytes.length >= at + 4, 'tuple');
    const end = at + 4 + bytes.readUInt32BE(at);
    need(bytes.length >= end, 'tuple');
    parts.push(bytes.subarray(at + 4, end));
    at = end;
  }
  need(at === bytes.length, 'tuple');
  return parts;
}

export class Vault {
  constructor(tables, environment, rootKeys) {
    this.tables = tables;
    this.environment = environment;
    this.roots = new Map(rootKeys.map((text) => readRootKey(text)).map(({ key, id }) => [id, key]));
    this.oldest = this.#start();
  }

  row(table, name) {
    const found = this.tables[table].find((row) => row[names[table]] === name);
    need(found !== undefined, `no row in ${table}`);
    return found;
  }

  #context(tenantId, recordType, recordId, config, field, generation) {
    const { environment } = this;
    return encodeContext({
      environment, tenant_id: tenantId, record_type: recordType, record_id: recordId, config, field, generation: String(generation),
    });
  }

  #open(rootKeyId, context, sealed) {
    need(this.roots.has(rootKeyId), 'a root key is missing');
    return openEnvelope(this.roots.get(rootKeyId), utf8(rootKeyId), context, sealed);
  }

  #sentinelContext(id) {
    return this.#context(null, 'sentinel', id, null, 'sentinel', 0);
  }

  /** The n of the sentinels; refuses another environment's vault, and one that needs further root keys. */
  #start() {
    const expected = sha256('authpipe environment 1', Buffer.alloc(1), utf8(this.environment));
    need(this.tables.meta.length === 1 && this.tables.meta[0].environment_hash.equals(expected), 'environment');
    const primary = this.tables.root_keys.filter((row) => row.state === 'primary');
    const needed = new Set([...this.tables.keysets, ...primary].map((row) => row.root_key_id));
    for (const id of needed) need(this.roots.has(id), 'a root key is missing');
    let highest = 0;
    for (const { root_key_id: id, sentinel } of this.tables.root_keys.filter((row) => this.roots.has(row.root_key_id))) {
      const context = this.#sentinelContext(id);
      const content = this.#open(id, context, sentinel);
      const n = [1, 2, 3].find((each) => sha256(`authpipe sentinel ${each}`, context).subarray(0, 16).equals(content.subarray(0, 16)));
      need(content.length === 32 && n !== undefined, 'sentinel');
      highest = Math.max(highest, n);
    }
    need(highest > 0, 'no sentinel');
    return highest;
  }

  /** The number of the first entry of the audit log that is not as it was written, or is gone; and for which entries nobody vouches. */
  followAudit() {
    const { audit: entries = [], sqlite_sequence: counters = [] } = this.tables;
    const given = counters.find((row) => row.name === 'audit')?.seq ?? 0;
    // Up to schema 17 the index keys have linked it.
    const owners = ['', auditOwner].filter((owner) => this.tables.keysets.some((row) => row.tenant_id === owner));
    const all = owners.flatMap((owner) => this.linking(owner));
    return follow(all, new Map(all.map(({ id, key }) => [id, key])), entries, given);
  }

  /** The keys of a tenant by their ids in hexadecimal, oldest first; of the index where the tenant is empty, of the audit log where it is that. */
  keyset(tenantId) {
    return new Map(this.linking(tenantId).map(({ id, key }) => [id, key]));
  }

  /** Id and key of each, and of those of the audit log from which number on it links, and behind what. */
  linking(tenantId) {
    const row = this.row('keysets', tenantId);
    const kind = { '': 'index', [auditOwner]: 'audit' }[tenantId] ?? 'tenant';
    const context = this.#context(kind === 'tenant' ? tenantId : null, 'keyset', kind, null, 'keys', row.keyset_version);
    const parts = decodeTuple(row.sealed);
    need(parts.length === 2, 'keyset');
    const [wrapped, envelope] = parts;
    const keyId = envelope.subarray(4, 20);
    const key = this.#open(row.root_key_id, tuple([context, keyId]), wrapped);
    const [form, lowest, ...entries] = decodeTuple(openEnvelope(key, keyId, context, envelope));
    need(form.toString() === (kind === 'audit' ? '2' : '1'), 'form');
    const keys = [];
    let before = lowest.readBigUInt64BE() - 1n;
    let last = 0;
    for (const [index, entry] of entries.map(decodeTuple).entries()) {
      need(entry.length === (kind === 'audit' ? 6 : 4), 'entry');
      const [id, version, state, bytes, number, behind = Buffer.alloc(0)] = entry;
      const start = number === undefined ? 0 : Number(number.readBigUInt64BE());
      need(start === 0 || start > last, 'number');
      last = start || last;
      const isPrimary = state.toString() === 'primary';
      const isLast = index === entries.length - 1;
      need(isPrimary === isLast && (isPrimary || ['decrypt_only', 'pending'].includes(state.toString())), 'state');
      need(version.readBigUInt64BE() > before, 'version');
      before = version.readBigUInt64BE();
      keys.push({ id: id.toString('hex'), key: bytes, start, before: behind });
    }
    need(keys.length > 0 && keys.map(({ id }) => id).join('') === row.key_ids.toString('hex'), 'ids');
    return keys;
  }

  /** What is sealed in a row, as bytes, after everything that its row says was compared. */
  open(table, name) {
    const row = this.row(table, name);
    if (table === 'root_keys') return this.#open(name, this.#sentinelContext(name), row.sentinel);
    if (table === 'keysets') return Buffer.from([...this.keyset(name).keys()].join(''), 'hex');
    need(row.sealed !== null, 'nothing is sealed');
    const key = this.keyset(row.tenant_id).get(row.key_id.toString('hex'));
    need(key !== undefined, 'no such key');
    need(table !== 'jobs' || row.kind === 'revoke', 'a kind that is not known here');
    const [type, field, generation] = {
      grants: () => ['grant', `secrets/${row.subject.split('/')[0]}`, row.generation],
      sessions: () => ['session', row.kind, row.revision],
      jobs: () => ['revocation', 'revocation', 0],
    }[table]();
    const context = this.#context(row.tenant_id, type, name, row.config, field, generation);
    const plaintext = openEnvelope(key, row.key_id, context, row.sealed);
    this.#compare(table, row, JSON.parse(plaintext.toString('utf8')));
    return plaintext;
  }

  #compare(table, row, record) {
    if (table === 'jobs') return need(record.v === 1, 'version');
    const oldest = table === 'sessions' || this.oldest >= 2 ? 2 : 1;
    need((record.v === 1 || record.v === 2) && record.v >= oldest && (record.columns !== undefined) === (record.v === 2), 'version');
    if (table === 'grants' && record.v === 2 && record.status === 'revoked') return;
    if (record.v === 2) {
      const text = (cell) => (Buffer.isBuffer(cell) ? cell.toString('hex') : cell);
      const same = copies[table].every((name) => record.columns[name] === text(row[name]));
      need(same && Object.keys(record.columns).length === copies[table].length, 'what the row says');
    }
    if (table === 'grants') {
      need(record.user_id === (row.user_id || null) && record.label === row.label, 'whose it is');
      need(record.purpose === (row.subject.endsWith('/webhook') ? 'webhook' : undefined), 'purpose');
    }
  }

  /** What `account_hash` is, by the account in the record and under the index key that the hash names. */
  accountHash(row, { account }) {
    const [organisation, person] = [account.organisation ?? '', account.person ?? ''];
    const isInstallation = row.subject === 'installation';
    const name = row.account_hash.subarray(0, -32);
    const keys = this.keyset('');
    const key = name.length === 0 ? [...keys.values()][0] : keys.get(name.toString('hex'));
    need(key !== undefined, 'no such index key');
    let texts;
    if (name.length > 0) {
      texts = isInstallation ? ['claim', row.config, organisation] : ['account', row.tenant_id, row.config, organisation, person];
    } else {
      texts = account.person !== null && !isInstallation ? ['person', organisation, person] : ['organisation', organisation];
    }
    const subkey = hkdf(Buffer.alloc(0), key, utf8('authpipe/vault/1/hash'), 32);
    return Buffer.concat([name, createHmac('sha256', subkey).update(tuple(texts.map(utf8))).digest()]);
  }

  /** A record of a grant whose hash is right, too. */
  openWithHash(table, name) {
    const plaintext = this.open(table, name);
    const row = this.row(table, name);
    if (table === 'grants' && row.account_hash !== null) {
      need(this.accountHash(row, JSON.parse(plaintext.toString('utf8'))).equals(row.account_hash), 'hash');
    }
    return plaintext;
  }

  /** What waits in a file of the spool. */
  openSpooled(name, text) {
    const file = JSON.parse(text);
    need(file.v === 1 && name === `${file.grant_id}.${file.epoch}`, 'name');
    const place = (field) => this.#context(file.tenant_id, 'successor', file.grant_id, null, field, file.epoch);
    const sealed = Buffer.from(file.sealed, 'base64url');
    const keyId = sealed.subarray(4, 20);
    let key = this.keyset(file.tenant_id).get(keyId.toString('hex'));
    if (key === undefined) {
      need(file.key !== undefined, 'its key is gone');
      key = this.#open(file.key.root_key_id, tuple([place('successor_key'), keyId]), Buffer.from(file.key.wrapped, 'base64url'));
    }
    return openEnvelope(key, keyId, place('successor'), sealed);
  }
}

const fromJson = (tables) => Object.fromEntries(Object.entries(tables).map(([table, rows]) => [table, rows.map(rowFromJson)]));
const rowFromJson = (row) => Object.fromEntries(Object.entries(row).map(([column, cell]) => [
  column, cell !== null && typeof cell === 'object' ? Buffer.from(cell.hex, 'hex') : cell,
]));

/** Whether a case of the vectors opens, or is refused, as it says. */
export function checkCase(file, item) {
  const tables = fromJson(file.tables);
  const spool = { ...file.spool };
  for (const { table, row: name, set } of item.edits) {
    if (table === 'spool') spool[name] = set.text;
    else Object.assign(tables[table].find((row) => row[names[table]] === name), rowFromJson(set));
  }
  const opened = attempt(() => {
    const vault = new Vault(tables, item.environment ?? file.environment, item.root_keys ?? file.root_keys);
    return item.table === 'spool' ? vault.openSpooled(item.row, spool[item.row]) : vault.openWithHash(item.table, item.row);
  });
  if (!item.opens) return opened === undefined;
  return opened !== undefined && sha256(opened).toString('hex') === item.sha256;
}

function main(path, environment, ...rootKeys) {
  const vault = new Vault(fromJson(JSON.parse(readFileSync(path, 'utf8')).tables), environment, rootKeys);
  let opened = 0;
  let total = 0;
  for (const [table, rows] of Object.entries(vault.tables)) {
    for (const row of rows.filter((each) => sealedColumns.some((column) => (each[column] ?? null) !== null))) {
      total += 1;
      const name = names[table] === undefined ? 'what is sealed there is not known' : row[names[table]];
      if (names[table] === undefined || attempt(() => vault.openWithHash(table, name)) === undefined) console.error(`FAILED ${table}: ${name}`);
      else opened += 1;
    }
  }
  const { broken, unvouched } = vault.followAudit();
  if (broken !== null) console.error(`FAILED audit: ${broken}`);
  if (unvouched.length > 0) console.error(`audit entries of nobody: ${unvouched}`);
  console.log(`${opened} passed, ${total - opened} failed`);
  process.exitCode = total > 0 && opened === total && broken === null ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(...process.argv.slice(2));
