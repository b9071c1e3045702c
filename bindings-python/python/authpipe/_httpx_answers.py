"""Looks at what an answer to `httpx` begins with, and leaves it to whoever reads it."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import httpx

from ._rejection import MOST, is_enough, is_rejection, undone

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator


def says_rejected(response: httpx.Response) -> bool:
    """Whether an answer that may be one rejects the credential."""
    stream = response.stream
    if _is_at_hand(response) or not isinstance(stream, httpx.SyncByteStream):
        return is_rejection(response.status_code, response.headers, _at_hand(response))
    broken: httpx.RequestError | None = None
    raw, coding, pieces = b"", response.headers.get("content-encoding", ""), iter(stream)
    try:
        for piece in pieces:
            raw += piece
            if is_enough(raw, coding):
                break
    except httpx.RequestError as error:
        # Whoever reads the answer is told.
        broken = error
    response.stream = _Resumed(raw, pieces, stream, broken)
    return is_rejection(response.status_code, response.headers, None if broken else undone(raw, coding))


async def says_rejected_async(response: httpx.Response) -> bool:
    """The same where the client awaits."""
    stream = response.stream
    if _is_at_hand(response) or not isinstance(stream, httpx.AsyncByteStream):
        return is_rejection(response.status_code, response.headers, _at_hand(response))
    broken: httpx.RequestError | None = None
    raw, coding, pieces = b"", response.headers.get("content-encoding", ""), aiter(stream)
    try:
        async for piece in pieces:
            raw += piece
            if is_enough(raw, coding):
                break
    except httpx.RequestError as error:
        # Whoever reads the answer is told.
        broken = error
    response.stream = _ResumedAsync(raw, pieces, stream, broken)
    return is_rejection(response.status_code, response.headers, None if broken else undone(raw, coding))


def leave(response: httpx.Response) -> None:
    """Reads an answer to its end, so that the connection can be used again. One that breaks off ends there: another takes its place."""
    if isinstance(response.stream, httpx.SyncByteStream):
        response.stream = _Ending(response.stream)
    response.read()


async def leave_async(response: httpx.Response) -> None:
    """The same where the client awaits."""
    if isinstance(response.stream, httpx.AsyncByteStream):
        response.stream = _EndingAsync(response.stream)
    await response.aread()


def _is_at_hand(response: httpx.Response) -> bool:
    return response.request.method == "HEAD" or response.is_stream_consumed or response.is_closed


def _at_hand(response: httpx.Response) -> bytes | None:
    """What a body begins with that somebody has read: a hook of the client, or a transport that makes whole answers."""
    if response.request.method == "HEAD":
        return None
    try:
        return response.content[:MOST]
    except httpx.ResponseNotRead:
        return None


class _Resumed(httpx.SyncByteStream):
    """A body of which the beginning has been looked at. It begins with that again, and breaks off where it had."""

    def __init__(self, raw: bytes, rest: Iterator[bytes], stream: httpx.SyncByteStream, broken: httpx.RequestError | None) -> None:
        self._raw = raw
        self._rest = rest
        self._stream = stream
        self._broken = broken

    def __iter__(self) -> Iterator[bytes]:
        if self._raw:
            yield self._raw
        if self._broken is not None:
            raise self._broken
        yield from self._rest

    def close(self) -> None:
        self._stream.close()


class _ResumedAsync(httpx.AsyncByteStream):
    """The same where the client awaits."""

    def __init__(self, raw: bytes, rest: AsyncIterator[bytes], stream: httpx.AsyncByteStream, broken: httpx.RequestError | None) -> None:
        self._raw = raw
        self._rest = rest
        self._stream = stream
        self._broken = broken

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if self._raw:
            yield self._raw
        if self._broken is not None:
            raise self._broken
        async for piece in self._rest:
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()


class _Ending(httpx.SyncByteStream):
    """A body that nobody misses the rest of."""

    def __init__(self, stream: httpx.SyncByteStream) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        with contextlib.suppress(httpx.RequestError):
            yield from self._stream

    def close(self) -> None:
        self._stream.close()


class _EndingAsync(httpx.AsyncByteStream):
    """The same where the client awaits."""

    def __init__(self, stream: httpx.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with contextlib.suppress(httpx.RequestError):
            async for piece in self._stream:
                yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()
