"""Follows the links of an audit log without any code of Authpipe: written from core/src/vault/FORMAT.md, "Audit log"."""

import hashlib
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


#: What stands for a key, a hash and a link where the key could not be had.
NOBODY, NOTHING = bytes(16), bytes(32)


def is_unlinked(entry):
    without = entry["content"] == NOTHING and entry["mac"] == NOTHING and entry["erased"] in (None, NOTHING)
    return entry["signer"] == NOBODY and without


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


def is_unvouched(keys, before, entry):
    """Whether nobody vouches for an entry: it was written, or emptied, while the key could not be had."""
    if is_unlinked(entry):
        return True
    is_empty = entry["salt"] is None and all(entry[name] is None for name in ABOUT)
    if entry["erased"] != NOTHING or not is_empty or entry["signer"] not in keys:
        return False
    number, at = entry["number"].to_bytes(8, "big"), entry["at"].to_bytes(8, "big", signed=True)
    mac = linked(keys[entry["signer"]], b"entry", number, before, at, entry["kind"].encode(), entry["content"])
    return hmac.compare_digest(mac, entry["mac"])


def find_broken(keys, entries, given):
    """The number of the first entry that is not as it was written, or is gone; None where all are. `given` is how many there were."""
    before, expected = b"", 1
    for entry in sorted(entries, key=lambda entry: entry["number"]):
        if entry["number"] != expected or not is_as_written(keys, before, entry):
            return expected
        before, expected = entry["mac"], expected + 1
    return expected if expected <= given else None


def find_dropped(keys, entries):
    """What the last entry says that tells what was dropped: up to where, what that was linked to, and for which of it nobody vouched."""
    found = (0, b"", [])
    by_number = {entry["number"]: entry for entry in entries}
    for number, entry in sorted(by_number.items()):
        before = by_number.get(number - 1)
        is_told = entry["kind"] == "audit.dropped" and entry["erased"] is None and before is not None
        if is_told and is_as_written(keys, before["mac"], entry):
            last, mac, *ranges = entry["request"].split(" ")
            pending = []
            for first, end in (part.split("-") for part in (ranges[0].split(",") if ranges else ())):
                pending.extend(range(int(first), int(end) + 1))
            if int(last) < number:
                found = (int(last), bytes.fromhex(mac), pending)
    return found


def is_in_its_place(order, place, entry):
    """Whether this key may have linked this entry. `order` has id, number and `before` of each key, oldest first."""
    number, ids = entry["number"], [key_id for key_id, _, _ in order]
    rank = ids.index(entry["signer"]) if entry["signer"] in ids else None
    if rank is not None and place["signer"] in ids and ids.index(place["signer"]) > rank:
        return False
    for at, (_, start, before) in enumerate(order):
        if start and number == start and (rank != at or before != place["mac"]):
            return False
        if start and rank is not None and number != start and (rank >= at) != (number > start):
            return False
    return True


def follow(order, keys, entries, given):
    """The number of the first entry that is not as it was written, or is gone, or None; those for which nobody vouches and of which nobody has
    said to know; and up to which the vault has dropped them."""
    dropped, mac, pending = find_dropped(keys, entries)
    place = {"number": dropped, "mac": mac, "signer": None}
    rows = sorted(entries, key=lambda entry: entry["number"])
    left = lambda: [number for number in pending if number > dropped]  # noqa: E731
    if rows and rows[0]["number"] <= dropped:
        return 1, left(), dropped
    for entry in rows:
        expected = place["number"] + 1
        unvouched = is_unvouched(keys, place["mac"], entry)
        is_whole = unvouched or is_as_written(keys, place["mac"], entry)
        if entry["number"] != expected or not is_whole or not is_in_its_place(order, place, entry):
            return expected, left(), dropped
        if unvouched:
            pending.append(expected)
        elif entry["kind"] == "audit.acknowledged" and entry["erased"] is None:
            up_to, digest = entry["request"].split(" ")
            named = [number for number in pending if number <= int(up_to)]
            if hashlib.sha256(b"".join(number.to_bytes(8, "big") for number in named)).hexdigest() == digest:
                pending = [number for number in pending if number > int(up_to)]
        place = {"number": expected, "mac": entry["mac"], "signer": place["signer"] if is_unlinked(entry) else entry["signer"]}
    last = max([given, *(start for _, start, _ in order)])
    return (place["number"] + 1 if place["number"] < last else None), left(), dropped


def check_case(case):
    """Whether a case of the vectors breaks where it says."""
    keys = {bytes.fromhex(key_id): bytes.fromhex(key) for key_id, key in case["keys"].items()}
    as_bytes = ("salt", "content", "signer", "mac", "erased")
    read = lambda name, cell: bytes.fromhex(cell) if name in as_bytes and cell is not None else cell  # noqa: E731
    entries = [{name: read(name, cell) for name, cell in entry.items()} for entry in case["entries"]]
    if "order" not in case:
        return find_broken(keys, entries, case["given"]) == case["broken"]
    order = [(bytes.fromhex(key["id"]), key["number"], bytes.fromhex(key["before"])) for key in case["order"]]
    return follow(order, keys, entries, case["given"]) == (case["broken"], case["unvouched"], case["dropped"])
