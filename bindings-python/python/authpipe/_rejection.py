"""Tells the rejection of a credential from what else a 401 may be: a proxy's page, a scope that is missing. The core judges."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from . import _native

if TYPE_CHECKING:
    from collections.abc import Mapping

# So many bytes behind white space tell a page.
_ENOUGH_OF_A_PAGE = 16
# What refuses a signed request names its problem within so many.
_ENOUGH = 512
# No more than this is looked at.
MOST = 4096


def may_be_rejection(status: int, headers: Mapping[str, str]) -> bool:
    """Whether an answer is worth looking at. ``headers`` knows its names in any case. Of a success nothing is looked at."""
    return status == 401 or (status in (400, 403) and "www-authenticate" in headers)


def is_rejection(status: int, headers: Mapping[str, str], begun: bytes | None) -> bool:
    """Whether the API does not accept the token that the request has carried.

    Args:
        status: The status of its answer.
        headers: Its headers.
        begun: What its body begins with; ``None``: nobody has looked, or it is the answer to a HEAD.
    """
    return _native.is_rejection(status, dict(headers), begun)


def undone(begun: bytes, coding: str) -> bytes | None:
    """What a body begins with, without its content coding; ``None`` for a coding that is not known here."""
    coding = coding.strip().lower()
    if coding in ("", "identity"):
        return begun
    if coding in ("gzip", "x-gzip", "deflate"):
        # Gzip and zlib name themselves; some call deflate what has no name.
        for bits in (zlib.MAX_WBITS | 32, -zlib.MAX_WBITS):
            try:
                return zlib.decompressobj(bits).decompress(begun, MOST)
            except zlib.error:
                continue
    return None


def is_enough(raw: bytes, coding: str) -> bool:
    """Whether more of a body would tell nothing more."""
    begun = undone(raw, coding)
    if begun is None or len(raw) >= MOST:
        return True
    text = begun.lstrip()
    return len(text) >= (_ENOUGH_OF_A_PAGE if text.startswith(b"<") else _ENOUGH)
