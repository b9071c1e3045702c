"""Follows the links of an audit log without any code of Authpipe: written from core/src/vault/FORMAT.md, "Audit log"."""

import hmac

from envelope import encode_tuple, hkdf_sha512

#: What an entry was about, in the order in which it is hashed.
ABOUT = ("tenant_id", "user_id", "grant_id", "actor", "request", "key_id")


def linked(key, *parts):
    subkey = hkdf_sha512(b"", key, b"authpipe/vault/1/audit", 32)
    return hmac.digest(subkey, encode_tuple(*parts), "sha256")


def content(key, entry):
    texts = (b"" if entry[name] is None else b"\x01" + entry[name].encode() for name in ABOUT)
    return linked(key, b"content", entry["salt"], *texts)


def is_as_written(keys, before, entry):
    """Whether an entry is what was written behind the one with this mac, or what an erasure has left of that."""
    key = keys.get(entry["signer"])
    if key is None:
        return False
    number = entry["number"].to_bytes(8, "big")
    at = entry["at"].to_bytes(8, "big", signed=True)
    mac = linked(key, b"entry", number, before, at, entry["kind"].encode(), entry["content"])
    if not hmac.compare_digest(mac, entry["mac"]):
        return False
    if entry["erased"] is None:
        return entry["salt"] is not None and hmac.compare_digest(content(key, entry), entry["content"])
    is_empty = entry["salt"] is None and all(entry[name] is None for name in ABOUT)
    return is_empty and hmac.compare_digest(linked(key, b"erased", number, entry["mac"]), entry["erased"])


def find_broken(keys, entries, given):
    """The number of the first entry that is not as it was written, or is gone; None where all are. `given` is how many there were."""
    before, expected = b"", 1
    for entry in sorted(entries, key=lambda entry: entry["number"]):
        if entry["number"] != expected or not is_as_written(keys, before, entry):
            return expected
        before, expected = entry["mac"], expected + 1
    return expected if expected <= given else None


def check_case(case):
    """Whether a case of the vectors breaks where it says."""
    keys = {bytes.fromhex(key_id): bytes.fromhex(key) for key_id, key in case["keys"].items()}
    as_bytes = ("salt", "content", "signer", "mac", "erased")
    read = lambda name, cell: bytes.fromhex(cell) if name in as_bytes and cell is not None else cell  # noqa: E731
    entries = [{name: read(name, cell) for name, cell in entry.items()} for entry in case["entries"]]
    return find_broken(keys, entries, case["given"]) == case["broken"]
