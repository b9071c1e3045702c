"""Writes down a vault that `fill.mjs` has filled: its rows, what opens of it, and edits after which something must not.

    python tests/vectors/vault/whole/freeze.py FOLDER > tests/vectors/vault/whole/NAME.json

A file that is there is never edited: a new version of the format gets one beside it.
"""

import base64
import hashlib
import json
import secrets
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from dump import to_json  # noqa: E402
from vault import KEYS, Vault, read_database  # noqa: E402

ABOUT = (
    "Frozen. A vault as SQLite has it, and its root keys (core/src/vault/FORMAT.md). Bytes are objects with their hexadecimal digits. A case "
    "edits rows and says whether one of them opens then; `sha256` is of what is sealed in it (of a keyset: of the ids of its keys)."
)


def make_root_key():
    key = secrets.token_bytes(32)
    return "apk1_" + base64.urlsafe_b64encode(key + hashlib.sha256(b"authpipe root key 1" + key).digest()[:4]).decode()


def turned(data, at):
    """With one bit of a byte turned."""
    at %= len(data)
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def with_byte(data, at, byte):
    return data[:at] + bytes([byte]) + data[at + 1 :]


def edits_of_envelope(sealed):
    """Every class of bytes, the first and the last of each, and every kind of wrong length."""
    for name, at in (
        ("magic", 0), ("second_magic", 1), ("suite", 3), ("key_id", 4), ("last_of_key_id", 19), ("salt", 20), ("last_of_salt", 51),
        ("commitment", 52), ("last_of_commitment", 83), ("ciphertext", 84), ("last_of_ciphertext", -17), ("tag", -16), ("last_of_tag", -1),
    ):  # fmt: skip
        yield f"turned_{name}", turned(sealed, at % len(sealed))
    yield "form_2", with_byte(sealed, 2, 2)
    yield "one_byte_short", sealed[:-1]
    yield "one_byte_long", sealed + b"\0"
    yield "of_99_bytes", sealed[:99]
    yield "empty", b""


def edits_of_grant(own, following, other):
    yield "sealed_of_the_next", {"sealed": following["sealed"]}
    yield "sealed_of_another_tenant", {"sealed": other["sealed"], "key_id": other["key_id"]}
    yield "all_of_another_tenant", {name: other[name] for name in ("sealed", "key_id", "generation", "revision", "account_hash")}
    for name, sealed in edits_of_envelope(own["sealed"]):
        yield name, {"sealed": sealed}
    yield "no_key", {"key_id": bytes(16)}
    yield "key_of_another_tenant", {"key_id": other["key_id"]}
    for column, value in (
        ("tenant_id", other["tenant_id"]), ("config", "other"), ("subject", "tenant"), ("subject", "installation"), ("user_id", "eve"),
        ("label", "eve"), ("provider", "other"), ("credential_type", "oauth_token"), ("generation", own["generation"] + 1),
        ("generation", own["generation"] - 1), ("revision", own["revision"] + 1), ("revision", own["revision"] - 1),
        ("fence", own["fence"] + 1), ("account_hash", bytes(32)),
    ):  # fmt: skip
        yield f"another_{column}", {column: value}


def edits_of_hashed(own):
    """Of a grant with an external account: what its hash may not say."""
    yield "no_hash", {"account_hash": None}
    yield "turned_hash", {"account_hash": turned(own["account_hash"], 0)}
    yield "turned_at_its_end", {"account_hash": turned(own["account_hash"], -1)}
    yield "hash_of_another", {"account_hash": own["account_hash"][:-32] + secrets.token_bytes(32)}


def edits_of_keyset(own, other):
    whole = {"sealed": other["sealed"], "key_ids": other["key_ids"]}
    yield "of_a_later_version", {"keyset_version": own["keyset_version"] + 1}
    yield "of_an_earlier_version", {"keyset_version": own["keyset_version"] - 1}
    yield "of_another_tenant", whole
    yield "of_another_tenant_with_its_version", whole | {"keyset_version": other["keyset_version"]}
    yield "of_other_ids", {"key_ids": other["key_ids"]}
    # 8 bytes of the tuple, 132 of the wrapped key, 4 of the tuple, and the envelope.
    wrapped, envelope = own["sealed"][8:140], own["sealed"][144:]
    for name, part in edits_of_envelope(wrapped):
        if len(part) == len(wrapped):
            yield f"wrapped_{name}", {"sealed": own["sealed"][:8] + part + own["sealed"][140:]}
    for name, part in edits_of_envelope(envelope):
        if len(part) == len(envelope):
            yield f"sealed_{name}", {"sealed": own["sealed"][:144] + part}
    yield "wrapped_of_another", {"sealed": other["sealed"][:140] + own["sealed"][140:]}
    yield "sealed_of_another", {"sealed": own["sealed"][:140] + other["sealed"][140:]}
    for at in (0, 3, 7, 143):
        yield f"turned_at_{at}", {"sealed": turned(own["sealed"], at)}


def edits_of_session(own, other):
    yield "of_another", {"sealed": other["sealed"]}
    for column, value in (
        ("user_id", "eve"), ("status", "complete"), ("step", "consent"), ("kind", "install"), ("config", "other"), ("provider", "other"),
        ("revision", own["revision"] + 1), ("created_at", own["created_at"] + 1), ("expires_at", own["expires_at"] + 1),
        ("state_hash", turned(own["state_hash"], 0)), ("binding_hash", other["binding_hash"]), ("resume_hash", bytes(32)),
        ("completion_hash", bytes(32)), ("grant_id", "con_AAAAAAAAAAAAAAAAAAAAAA"), ("error_code", "expired"),
        ("sealed", turned(own["sealed"], 90)),
    ):  # fmt: skip
        yield f"another_{column}", {column: value}


def main(folder):
    tables, root_keys = read_database(folder / "authpipe.db"), (folder / "root-key").read_text().split()
    vault, cases = Vault(tables, "demo", root_keys), []

    def add(name, table, row, edits=(), **members):
        changes = [
            {"table": of, "row": key, "set": {column: to_json(cell) for column, cell in change.items()}} for of, key, change in edits
        ]
        cases.append({"name": f"{name}_{len(cases)}", "table": table, "row": row, "edits": changes} | members)

    for table in ("root_keys", "keysets", "grants", "sessions", "jobs"):
        for row in tables[table]:
            if row.get("sealed", row.get("sentinel")) is not None:
                opened = vault.open(table, row[KEYS[table]])
                add(table, table, row[KEYS[table]], opens=True, sha256=hashlib.sha256(opened).hexdigest())

    def refuse(table, row, edits):
        key = row[KEYS[table]]
        for name, change in edits:
            add(f"{table}_{name}", table, key, [(table, key, change)], opens=False)

    live = [row for row in tables["grants"] if row["subject"] == "user" and row["status"] == "active"]
    keys = {tenant: [row for row in live if row["tenant_id"] == tenant and row["config"] == "acme"] for tenant in ("t0", "t3")}
    own = next(row for row in keys["t0"] if row["revision"] > 0)
    refuse("grants", own, edits_of_grant(own, next(row for row in keys["t0"] if row is not own), keys["t3"][0]))
    hashed = [row for row in tables["grants"] if row["account_hash"] is not None]
    refuse("grants", hashed[0], edits_of_hashed(hashed[0]))
    refuse("keysets", vault.row("keysets", "t0"), edits_of_keyset(vault.row("keysets", "t0"), vault.row("keysets", "t3")))
    # Everything was wrapped again: the first root key has retired.
    [retired] = [row["root_key_id"] for row in tables["root_keys"] if row["state"] == "retired"]
    refuse("keysets", vault.row("keysets", "t0"), [("under_the_retired_root", {"root_key_id": retired})])
    begun = [row for row in tables["sessions"] if row["tenant_id"] == "t0" and row["sealed"] is not None]
    refuse("sessions", begun[0], edits_of_session(*begun[:2]))
    first, second = tables["root_keys"]
    refuse("root_keys", first, [("of_the_other", {"sentinel": second["sentinel"]}), ("turned", {"sentinel": turned(first["sentinel"], 90)})])
    for name, members in (
        ("other_roots", {"root_keys": [make_root_key()]}),
        ("the_retired_root_alone", {"root_keys": root_keys[:1]}),
        ("another_environment", {"environment": "production"}),
    ):
        add(name, "grants", own["id"], opens=False, **members)
    opened = hashlib.sha256(vault.open("grants", own["id"])).hexdigest()
    add("the_second_root_alone", "grants", own["id"], opens=True, sha256=opened, root_keys=root_keys[1:])
    rows = {name: [{column: to_json(cell) for column, cell in row.items()} for row in rows] for name, rows in tables.items()}
    whole = {"about": ABOUT, "kind": "vault", "environment": "demo", "root_keys": root_keys, "tables": rows, "spool": {}, "cases": cases}
    json.dump(whole, sys.stdout, indent=1, ensure_ascii=False)
    print()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
