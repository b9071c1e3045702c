"""Reads the vault vectors of this folder without any code of Authpipe: written from core/src/vault/FORMAT.md.

Needs the package `cryptography` for AES-GCM; everything else is the standard library.

    python tests/vectors/vault/read.py
"""

import hmac
import json
import sys
from pathlib import Path

import audit
import vault
from envelope import attempt, encode_context, encode_tuple, hkdf_sha512, open_envelope, read_root_key

MINTS = ("client_credentials", "jwt_bearer", "app_jwt")


def renewal_of(record, subject):
    """How a grant renews, or None where a record does not say it in a way that is known."""
    material = record["material"]
    if material["kind"] == "fields":
        return "never"
    name, token = material.get("renewal"), material["refresh_token"]
    if name is None:
        if token is not None:
            return "refresh_token"
        return "client_credentials" if subject == "installation" else "never"
    known = token is not None if name == "refresh_token" else name in ("access_token", "never") or name in MINTS
    return name if known else None


def check_record(case, plaintext):
    """The record of a grant, where the case holds one."""
    if "record" not in case:
        return True
    expected, record = case["record"], json.loads(plaintext)
    is_theirs = case["context"]["field"] == "secrets/" + expected["subject"] and record["user_id"] == expected["user_id"]
    is_signed_alike = record["material"].get("token_secret") == expected.get("token_secret")
    return record["v"] == 1 and is_theirs and is_signed_alike and renewal_of(record, expected["subject"]) == expected["renewal"]


def check_envelope(case):
    context = encode_context(case["context"])
    if "wrapped_key_id" in case:
        context = encode_tuple(context, bytes.fromhex(case["wrapped_key_id"]))
    key, key_id, sealed = (bytes.fromhex(case[name]) for name in ("key", "key_id", "sealed"))
    plaintext = attempt(open_envelope, key, key_id, context, sealed)
    if not case["opens"]:
        return plaintext is None
    is_same = plaintext == bytes.fromhex(case["plaintext"]) and context.hex() == case["context_bytes"]
    return is_same and check_record(case, plaintext)


def check_keyed_hash(case):
    subkey = hkdf_sha512(b"", bytes.fromhex(case["key"]), b"authpipe/vault/1/hash", 32)
    parts = [bytes.fromhex(part) for part in case["parts"]]
    return hmac.digest(subkey, encode_tuple(*parts), "sha256").hex() == case["hash"]


def check_root_key(case):
    found = attempt(read_root_key, case["text"])
    return found == ((bytes.fromhex(case["key"]), case["id"]) if case["valid"] else None)


CHECKS = {
    "audit-log": audit.check_case,
    "envelope": check_envelope,
    "keyed-hash": check_keyed_hash,
    "root-key-text": check_root_key,
}


def main():
    passed = failed = 0
    for path in sorted([*Path(__file__).parent.glob("*.json"), *Path(__file__).parent.glob("whole/*.json")]):
        file = json.loads(path.read_text(encoding="utf-8"))
        for case in file["cases"]:
            try:
                if file["kind"] == "vault":
                    right = vault.check_case(file, case)
                else:
                    right = CHECKS[file["kind"]](case) is True
            except Exception as error:  # a crash of the reader fails the case and not the run
                print(f"{path.name}: {case['name']}: {error!r}", file=sys.stderr)
                right = False
            if right:
                passed += 1
            else:
                failed += 1
                print(f"FAILED {path.name}: {case['name']}", file=sys.stderr)
    print(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1


if __name__ == "__main__":
    sys.exit(main())
