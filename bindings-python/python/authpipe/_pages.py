"""Lists that come in pages, to block on and to await."""

from __future__ import annotations

# Frameworks read the annotations of results when the program runs, so what they name is imported then too.
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ._wait import wait, wait_async

if TYPE_CHECKING:
    from ._native import Call

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list; iterating over it walks on through the pages that follow."""

    data: tuple[T, ...]
    """What is on the page."""
    next: str | None
    """Give it as ``after`` to get the next page; ``None`` after the last one."""
    _fetch: Callable[[str], Page[T]] = field(repr=False, compare=False)

    def __iter__(self) -> Iterator[T]:
        page = self
        while True:
            yield from page.data
            # A list that goes on growing, such as events, has a cursor for later even where it ends now.
            if page.next is None or not page.data:
                return
            page = page._fetch(page.next)


@dataclass(frozen=True, slots=True)
class AsyncPage(Generic[T]):
    """One page of a list; ``async for`` walks on through the pages that follow."""

    data: tuple[T, ...]
    """What is on the page."""
    next: str | None
    """Give it as ``after`` to get the next page; ``None`` after the last one."""
    _fetch: Callable[[str], Awaitable[AsyncPage[T]]] = field(repr=False, compare=False)

    async def __aiter__(self) -> AsyncIterator[T]:
        page = self
        while True:
            for item in page.data:
                yield item
            if page.next is None or not page.data:
                return
            page = await page._fetch(page.next)


class AsyncPages(Generic[T]):
    """A list that is fetched when it is used: ``await`` it for one page, or walk over everything with ``async for``."""

    __slots__ = ("_after", "_fetch")

    def __init__(self, after: str | None, fetch: Callable[[str | None], Awaitable[AsyncPage[T]]]) -> None:
        self._after = after
        self._fetch = fetch

    def __await__(self) -> Generator[Any, Any, AsyncPage[T]]:
        return self._fetch(self._after).__await__()

    async def __aiter__(self) -> AsyncIterator[T]:
        page: AsyncPage[T] = await self._fetch(self._after)
        async for item in page:
            yield item


def walk(start: Callable[[str | None], Call[tuple[tuple[T, ...], str | None]]], after: str | None) -> Page[T]:
    """The page after ``after``, fetched now.

    Args:
        start: Asks the core for one page.
        after: Where it begins.
    """

    def fetch(after: str | None) -> Page[T]:
        data, following = wait(start, after)
        return Page(data, following, fetch)

    return fetch(after)


def walk_async(start: Callable[[str | None], Call[tuple[tuple[T, ...], str | None]]], after: str | None) -> AsyncPages[T]:
    """The list from ``after`` on, fetched when it is used.

    Args:
        start: Asks the core for one page.
        after: Where it begins.
    """

    async def fetch(after: str | None) -> AsyncPage[T]:
        data, following = await wait_async(start, after)
        return AsyncPage(data, following, fetch)

    return AsyncPages(after, fetch)
