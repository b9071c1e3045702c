"""Reads the vault vectors of this folder without any code of Authpipe: written from core/src/vault/FORMAT.md.

Needs the package `cryptography` for AES-GCM; everything else is the standard library.

    python tests/vectors/vault/read.py
"""

import base64
import hashlib
import hmac
import json
import re
import sys
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class Refused(Exception):
    pass


def encode_tuple(*parts):
    out = len(parts).to_bytes(4, "big")
    for part in parts:
        out += len(part).to_bytes(4, "big") + part
    return out


def encode_optional(text):
    return b"" if text is None else b"\x01" + text.encode()


def encode_context(context):
    return encode_tuple(
        context["environment"].encode(),
        encode_optional(context["tenant_id"]),
        context["record_type"].encode(),
        context["record_id"].encode(),
        encode_optional(context["config"]),
        context["field"].encode(),
        int(context["generation"]).to_bytes(8, "big"),
    )


def hkdf_sha512(salt, key, info, length):
    """RFC 5869; an absent salt is 64 zero bytes, which HMAC makes of the empty one."""
    pseudorandom_key = hmac.digest(salt, key, "sha512")
    blocks, previous = b"", b""
    for counter in range(1, -(-length // 64) + 1):
        previous = hmac.digest(pseudorandom_key, previous + info + bytes([counter]), "sha512")
        blocks += previous
    return blocks[:length]


def open_envelope(key, key_id, context, sealed):
    if len(sealed) < 100:
        raise Refused("short")
    header, salt, commitment, ciphertext = sealed[:20], sealed[20:52], sealed[52:84], sealed[84:]
    if header[:4] != b"AP\x01\x01":
        raise Refused("unknown form")
    if header[4:] != key_id:
        raise Refused("another key")
    derived = hkdf_sha512(salt, key, b"authpipe/vault/1/seal" + header + context, 76)
    if not hmac.compare_digest(derived[44:], commitment):
        raise Refused("commitment")
    try:
        return AESGCM(derived[:32]).decrypt(derived[32:44], ciphertext, None)
    except InvalidTag:
        raise Refused("tag") from None


def read_root_key(text):
    if not re.fullmatch(r"apk1_[A-Za-z0-9_-]{48}", text):
        raise Refused("form")
    decoded = base64.urlsafe_b64decode(text[5:])
    key, checksum = decoded[:32], decoded[32:]
    if hashlib.sha256(b"authpipe root key 1" + key).digest()[:4] != checksum:
        raise Refused("checksum")
    return key, hashlib.sha256(b"authpipe root key id 1" + key).digest()[:8].hex()


def attempt(work, *arguments):
    """The value, or None where it was refused; a bug of this reader is no refusal."""
    try:
        return work(*arguments)
    except Refused:
        return None


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
    known = token is not None if name == "refresh_token" else name == "never" or name in MINTS
    return name if known else None


def check_record(case, plaintext):
    """The record of a grant, where the case holds one."""
    if "record" not in case:
        return True
    expected, record = case["record"], json.loads(plaintext)
    is_theirs = case["context"]["field"] == "secrets/" + expected["subject"] and record["user_id"] == expected["user_id"]
    return record["v"] == 1 and is_theirs and renewal_of(record, expected["subject"]) == expected["renewal"]


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


CHECKS = {"envelope": check_envelope, "keyed-hash": check_keyed_hash, "root-key-text": check_root_key}


def main():
    passed = failed = 0
    for path in sorted(Path(__file__).parent.glob("*.json")):
        file = json.loads(path.read_text(encoding="utf-8"))
        for case in file["cases"]:
            try:
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
