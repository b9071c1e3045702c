"""Many rows, handed over in parts."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from ._types import StoredCredentials

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ._types import StoreCredentialParamsArgs


def parts(rows: Iterable[StoreCredentialParamsArgs], size: int) -> Iterator[Sequence[StoreCredentialParamsArgs]]:
    """Parts of that size, the last one smaller."""
    rest = iter(rows)
    while part := list(islice(rest, size)):
        yield part


def result(created: int, updated: int) -> StoredCredentials:
    """What became of all of them."""
    return StoredCredentials(created=created, updated=updated)
