"""Tuples, contexts, envelopes and root keys: written from core/src/vault/FORMAT.md, without any code of Authpipe."""

import base64
import hashlib
import hmac
import re

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
