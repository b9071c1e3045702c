"""Opens the records of a whole vault without any code of Authpipe: written from core/src/vault/FORMAT.md.

    python tests/vectors/vault/vault.py VAULT.db ENVIRONMENT ROOT_KEY...

counts what opens, and prints no secret.
"""

import base64
import hashlib
import hmac
import json
import sqlite3
import sys
from pathlib import Path

import audit
from envelope import Refused, attempt, encode_context, encode_tuple, hkdf_sha512, open_envelope, read_root_key

#: The columns that are read, and by which a row is named.
KEYS = {"meta": "only_row", "root_keys": "root_key_id", "keysets": "tenant_id", "grants": "id", "sessions": "id", "jobs": "id"}

#: Columns in which something is sealed, in whichever table.
SEALED = ("sealed", "sentinel", "wrapped")

#: As whose the keys of the audit log stand among those of tenants.
AUDIT = " audit"

#: What version 2 of a record says once more of its row.
COPIES = {
    "grants": ("revision", "fence", "provider", "credential_type", "account_hash"),
    "sessions": (
        "user_id", "provider", "status", "step", "created_at", "expires_at", "state_hash", "binding_hash", "resume_hash",
        "completion_hash", "grant_id", "error_code",
    ),
}  # fmt: skip


def decode_tuple(data):
    """The parts of a tuple that takes all of the bytes."""
    count, rest, parts = int.from_bytes(data[:4], "big"), data[4:], []
    for _ in range(count):
        length, rest = int.from_bytes(rest[:4], "big"), rest[4:]
        if len(rest) < length:
            raise Refused("tuple")
        parts.append(rest[:length])
        rest = rest[length:]
    if rest or len(data) < 4:
        raise Refused("tuple")
    return parts


def need(condition, what):
    if not condition:
        raise Refused(what)


class Vault:
    """The rows of a vault by table, and the keys that whoever opens it was given."""

    def __init__(self, tables, environment, root_keys, spool=()):
        self.tables, self.environment, self.spool = tables, environment, list(spool)
        self.roots = {root_id: key for key, root_id in map(read_root_key, root_keys)}
        self.oldest = self.start()

    def row(self, table, key):
        for row in self.tables[table]:
            if row[KEYS[table]] == key:
                return row
        raise Refused(f"no row in {table}")

    def context(self, tenant_id, record_type, record_id, config, field, generation):
        return encode_context(
            {
                "environment": self.environment,
                "tenant_id": tenant_id,
                "record_type": record_type,
                "record_id": record_id,
                "config": config,
                "field": field,
                "generation": generation,
            }
        )

    def root(self, root_key_id):
        need(root_key_id in self.roots, "a root key is missing")
        return self.roots[root_key_id], root_key_id.encode()

    def start(self):
        """The n of the sentinels; refuses another environment's vault, and one that needs further root keys."""
        expected = hashlib.sha256(b"authpipe environment 1\x00" + self.environment.encode()).digest()
        need([row["environment_hash"] for row in self.tables["meta"]] == [expected], "environment")
        needed = {row["root_key_id"] for row in self.tables["keysets"]}
        needed |= {row["root_key_id"] for row in self.tables["root_keys"] if row["state"] == "primary"}
        highest = 0
        for row in self.tables["root_keys"]:
            if row["root_key_id"] not in self.roots:
                need(row["root_key_id"] not in needed, "a root key is missing")
                continue
            context = self.context(None, "sentinel", row["root_key_id"], None, "sentinel", 0)
            content = open_envelope(*self.root(row["root_key_id"]), context, row["sentinel"])
            starts = [hashlib.sha256(b"authpipe sentinel %d" % n + context).digest()[:16] for n in (1, 2, 3)]
            need(len(content) == 32 and content[:16] in starts, "sentinel")
            highest = max(highest, starts.index(content[:16]) + 1)
        need(needed <= self.roots.keys() and highest, "no sentinel")
        return highest

    def keyset(self, tenant_id):
        """The keys of a tenant by their ids, oldest first; of the index where the tenant is empty, of the audit log where it is that."""
        return {entry_id: key for entry_id, key, _, _ in self.linking(tenant_id)}

    def linking(self, tenant_id):
        """Id and key of each, and of those of the audit log from which number on it links, and behind what."""
        row = self.row("keysets", tenant_id)
        kind = {"": "index", AUDIT: "audit"}.get(tenant_id, "tenant")
        context = self.context(tenant_id if kind == "tenant" else None, "keyset", kind, None, "keys", row["keyset_version"])
        parts = decode_tuple(row["sealed"])
        need(len(parts) == 2, "keyset")
        wrapped, envelope = parts
        key_id = envelope[4:20]
        key = open_envelope(*self.root(row["root_key_id"]), encode_tuple(context, key_id), wrapped)
        form, lowest, *entries = decode_tuple(open_envelope(key, key_id, context, envelope))
        need(form == (b"2" if kind == "audit" else b"1"), "form")
        keys, before, last = [], int.from_bytes(lowest, "big") - 1, 0
        for number, entry in enumerate(map(decode_tuple, entries), 1):
            need(len(entry) == (6 if kind == "audit" else 4), "entry")
            entry_id, version, state, key, *begins = entry
            start = int.from_bytes(begins[0], "big") if begins else 0
            need(start == 0 or start > last, "number")
            last = start or last
            is_primary = state == b"primary"
            need(is_primary == (number == len(entries)) and (is_primary or state in (b"decrypt_only", b"pending")), "state")
            need(int.from_bytes(version, "big") > before, "version")
            before = int.from_bytes(version, "big")
            keys.append((entry_id, key, start, begins[1] if begins else b""))
        need(keys and b"".join(entry_id for entry_id, *_ in keys) == row["key_ids"], "ids")
        return keys

    def key_of(self, row):
        keys = self.keyset(row["tenant_id"])
        need(row["key_id"] in keys, "no such key")
        return keys[row["key_id"]], row["key_id"]

    def open(self, table, key):
        """What is sealed in a row, as bytes, after everything that its row says was compared."""
        row = self.row(table, key)
        if table == "root_keys":
            context = self.context(None, "sentinel", key, None, "sentinel", 0)
            return open_envelope(*self.root(key), context, row["sentinel"])
        if table == "keysets":
            return b"".join(self.keyset(key))
        need(row["sealed"] is not None, "nothing is sealed")
        if table == "jobs":
            need(row["kind"] == "revoke", "a kind that is not known here")
            place = ("revocation", key, row["config"], "revocation", 0)
        elif table == "grants":
            place = ("grant", key, row["config"], "secrets/" + row["subject"].split("/")[0], row["generation"])
        else:
            need(table == "sessions", "a table that is not known here")
            place = ("session", key, row["config"], row["kind"], row["revision"])
        plaintext = open_envelope(*self.key_of(row), self.context(row["tenant_id"], *place), row["sealed"])
        record = json.loads(plaintext)
        self.compare(table, row, record)
        return plaintext

    def compare(self, table, row, record):
        if table == "jobs":
            need(record["v"] == 1, "version")
            return
        oldest = 2 if table == "sessions" or self.oldest >= 2 else 1
        need(record["v"] in (1, 2) and record["v"] >= oldest, "version")
        need(("columns" in record) == (record["v"] == 2), "columns")
        if table == "grants" and record["v"] == 2 and record["status"] == "revoked":
            return
        if record["v"] == 2:
            said = {name: row[name].hex() if isinstance(row[name], bytes) else row[name] for name in COPIES[table]}
            need(record["columns"] == said, "what the row says")
        if table == "grants":
            need(record["user_id"] == (row["user_id"] or None) and record["label"] == row["label"], "whose it is")
            purpose = "webhook" if row["subject"].endswith("/webhook") else None
            need(record.get("purpose") == purpose, "purpose")

    def account_hash(self, row, record):
        """What `account_hash` is, by the account in the record and under the index key that the hash names."""
        account, keys = record["account"], self.keyset("")
        organisation, person = (account["organisation"] or "").encode(), (account["person"] or "").encode()
        is_installation, key_id = row["subject"] == "installation", row["account_hash"][:-32]
        if not key_id:
            key_id, is_persons = next(iter(keys)), account["person"] is not None and not is_installation
            parts = (b"person", organisation, person) if is_persons else (b"organisation", organisation)
        elif is_installation:
            parts = (b"claim", row["config"].encode(), organisation)
        else:
            parts = (b"account", row["tenant_id"].encode(), row["config"].encode(), organisation, person)
        need(key_id in keys, "no such index key")
        subkey = hkdf_sha512(b"", keys[key_id], b"authpipe/vault/1/hash", 32)
        return row["account_hash"][:-32] + hmac.digest(subkey, encode_tuple(*parts), "sha256")

    def open_spooled(self, name, text):
        """What waits in a file of the spool."""
        file = json.loads(text)
        need(file["v"] == 1 and name == f"{file['grant_id']}.{file['epoch']}", "name")
        context = self.context(file["tenant_id"], "successor", file["grant_id"], None, "successor", file["epoch"])
        sealed = base64.urlsafe_b64decode(file["sealed"] + "=" * (-len(file["sealed"]) % 4))
        key_id = sealed[4:20]
        if key := self.keyset(file["tenant_id"]).get(key_id):
            return open_envelope(key, key_id, context, sealed)
        need("key" in file, "its key is gone")
        wrapped = file["key"]["wrapped"]
        wrapped = base64.urlsafe_b64decode(wrapped + "=" * (-len(wrapped) % 4))
        place = self.context(file["tenant_id"], "successor", file["grant_id"], None, "successor_key", file["epoch"])
        key = open_envelope(*self.root(file["key"]["root_key_id"]), encode_tuple(place, key_id), wrapped)
        return open_envelope(key, key_id, context, sealed)


def read_database(path):
    """The tables of a SQLite vault."""
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    database.row_factory = sqlite3.Row
    there = {row["name"] for row in database.execute("SELECT name FROM sqlite_schema")}
    # A vault of before schema 14 has no audit log.
    # Whatever has something sealed is read, also where nothing here knows what it is.
    of_columns = "SELECT t.name FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' AND c.name IN (?, ?, ?)"
    sealed = {row["name"] for row in database.execute(of_columns, SEALED)}
    tables = sorted((sealed | {*KEYS, "audit", "sqlite_sequence"}) & there)
    return {table: [dict(row) for row in database.execute(f"SELECT * FROM {table}")] for table in tables}


def from_json(tables):
    """The tables as the vectors have them, where bytes are objects with their hexadecimal digits."""
    value = lambda cell: bytes.fromhex(cell["hex"]) if isinstance(cell, dict) else cell  # noqa: E731
    return {name: [{column: value(cell) for column, cell in row.items()} for row in rows] for name, rows in tables.items()}


def check_case(file, case):
    """Whether a case of the vectors opens, or is refused, as it says."""
    tables = from_json(file["tables"])
    spool = dict(file["spool"])
    for edit in case["edits"]:
        change = from_json({"edit": [edit["set"]]})["edit"][0]
        if edit["table"] == "spool":
            spool[edit["row"]] = change["text"]
            continue
        for row in tables[edit["table"]]:
            if row[KEYS[edit["table"]]] == edit["row"]:
                row.update(change)
    environment, root_keys = case.get("environment", file["environment"]), case.get("root_keys", file["root_keys"])

    def work():
        vault = Vault(tables, environment, root_keys)
        if case["table"] == "spool":
            return vault.open_spooled(case["row"], spool[case["row"]])
        opened = vault.open(case["table"], case["row"])
        if case["table"] == "grants" and (row := vault.row("grants", case["row"]))["account_hash"] is not None:
            need(vault.account_hash(row, json.loads(opened)) == row["account_hash"], "hash")
        return opened

    opened = attempt(work)
    if not case["opens"]:
        return opened is None
    return opened is not None and hashlib.sha256(opened).hexdigest() == case["sha256"]


def count(vault):
    """How many rows with something sealed open, of how many."""
    opened = total = 0
    for table, rows in vault.tables.items():
        for row in rows:
            if all(row.get(column) is None for column in SEALED):
                continue
            total += 1
            if table not in KEYS:
                print(f"FAILED {table}: what is sealed there is not known", file=sys.stderr)
                continue
            plaintext = attempt(vault.open, table, row[KEYS[table]])
            if plaintext is None:
                print(f"FAILED {table}: {row[KEYS[table]]}", file=sys.stderr)
                continue
            if table == "grants" and row["account_hash"] is not None:
                if vault.account_hash(row, json.loads(plaintext)) != row["account_hash"]:
                    print(f"FAILED hash: {row['id']}", file=sys.stderr)
                    continue
            opened += 1
    return opened, total


def find_broken(vault):
    """The number of the first entry of the audit log that is not as it was written, or is gone; and for which entries nobody vouches."""
    given = max((row["seq"] for row in vault.tables.get("sqlite_sequence", ()) if row["name"] == "audit"), default=0)
    # Up to schema 17 the index keys have linked it.
    owners = [owner for owner in ("", AUDIT) if any(row["tenant_id"] == owner for row in vault.tables["keysets"])]
    all_keys = [key for owner in owners for key in vault.linking(owner)]
    order = [(key_id, number, before) for key_id, _, number, before in all_keys]
    keys = {key_id: key for key_id, key, _, _ in all_keys}
    return audit.follow(order, keys, vault.tables.get("audit", ()), given)


def main(path, environment, *root_keys):
    tables = read_database(path) if Path(path).suffix != ".json" else from_json(json.loads(Path(path).read_text())["tables"])
    vault = Vault(tables, environment, root_keys)
    opened, total = count(vault)
    broken, unvouched, _ = find_broken(vault)
    if broken is not None:
        print(f"FAILED audit: {broken}", file=sys.stderr)
    if unvouched:
        print(f"audit entries of nobody: {unvouched}", file=sys.stderr)
    print(f"{opened} passed, {total - opened} failed")
    return 0 if total and opened == total and broken is None else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
