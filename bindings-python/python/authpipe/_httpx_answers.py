"""Looks at what an answer to `httpx` begins with, and leaves it to whoever reads it."""

from __future__ import annotations

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
    raw, coding, pieces = b"", response.headers.get("content-encoding", ""), iter(stream)
    try:
        for piece in pieces:
            raw += piece
            if is_enough(raw, coding):
                break
    except httpx.RequestError as error:
        error.request = response.request
        raise
    response.stream = _Resumed(raw, pieces, stream)
    return is_rejection(response.status_code, response.headers, undone(raw, coding))


async def says_rejected_async(response: httpx.Response) -> bool:
    """The same where the client awaits."""
    stream = response.stream
    if _is_at_hand(response) or not isinstance(stream, httpx.AsyncByteStream):
        return is_rejection(response.status_code, response.headers, _at_hand(response))
    raw, coding, pieces = b"", response.headers.get("content-encoding", ""), aiter(stream)
    try:
        async for piece in pieces:
            raw += piece
            if is_enough(raw, coding):
                break
    except httpx.RequestError as error:
        error.request = response.request
        raise
    response.stream = _ResumedAsync(raw, pieces, stream)
    return is_rejection(response.status_code, response.headers, undone(raw, coding))


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
    """A body of which the beginning has been looked at. It begins with that again."""

    def __init__(self, raw: bytes, rest: Iterator[bytes], stream: httpx.SyncByteStream) -> None:
        self._raw = raw
        self._rest = rest
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        if self._raw:
            yield self._raw
        yield from self._rest

    def close(self) -> None:
        self._stream.close()


class _ResumedAsync(httpx.AsyncByteStream):
    """The same where the client awaits."""

    def __init__(self, raw: bytes, rest: AsyncIterator[bytes], stream: httpx.AsyncByteStream) -> None:
        self._raw = raw
        self._rest = rest
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        if self._raw:
            yield self._raw
        async for piece in self._rest:
            yield piece

    async def aclose(self) -> None:
        await self._stream.aclose()
