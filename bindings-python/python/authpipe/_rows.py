"""Cuts many rows into parts, each of which is stored in one commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._types import StoredCredentials

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ._types import StoreCredentialParamsArgs

_PART = 500


def parts(
    rows: Iterable[StoreCredentialParamsArgs],
) -> Iterator[tuple[Sequence[StoreCredentialParamsArgs | None], int, int]]:
    """Parts, each with how many are stored after it and of how many. The rows in front are ``None``, so that the others keep their
    numbers."""
    every = list(rows)
    for first in range(0, len(every), _PART):
        part = every[first : first + _PART]
        yield [*[None] * first, *part], first + len(part), len(every)


def total(done: Sequence[StoredCredentials]) -> StoredCredentials:
    """What became of all of them."""
    return StoredCredentials(created=sum(one.created for one in done), updated=sum(one.updated for one in done))
