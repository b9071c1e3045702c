"""The two faces of one core."""

from __future__ import annotations

from typing import TypeVar

from .._async_client import AsyncAuthpipe
from .._client import Authpipe

T = TypeVar("T", Authpipe, AsyncAuthpipe)


def twins(authpipe: Authpipe | AsyncAuthpipe) -> tuple[Authpipe, AsyncAuthpipe]:
    """The same core to block on and to await, whichever of them the application has made.

    The twin shares everything and owns nothing: closing the application's object closes both.
    """
    if isinstance(authpipe, Authpipe):
        return authpipe, _twin(AsyncAuthpipe, authpipe)
    if isinstance(authpipe, AsyncAuthpipe):  # pyright: ignore[reportUnnecessaryIsInstance]
        return _twin(Authpipe, authpipe), authpipe
    raise TypeError(f"authpipe must be an Authpipe or an AsyncAuthpipe, not {type(authpipe).__name__}")


def _twin(kind: type[T], authpipe: Authpipe | AsyncAuthpipe) -> T:
    twin = object.__new__(kind)
    twin._take(authpipe._core)
    return twin
