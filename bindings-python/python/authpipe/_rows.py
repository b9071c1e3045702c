"""Many rows, handed over in parts."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING

from ._errors import refused
from ._types import StoredCredentials

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ._types import StoreCredentialParamsArgs


def parts(rows: Iterable[StoreCredentialParamsArgs], size: int) -> Iterator[Sequence[StoreCredentialParamsArgs]]:
    """Parts of that size, the last one smaller."""
    _check_rows(rows)
    rest = iter(rows)
    while part := list(islice(rest, size)):
        yield part


def _check_rows(rows: object) -> None:
    if not isinstance(rows, Iterable) or isinstance(rows, str | bytes):
        raise refused("TypeError", "invalid_request", f"rows must be an iterable of mappings, not {type(rows).__name__}.")


def check_progress(progress: object) -> None:
    """Before anything is stored: who cannot be told is no reason for half of the rows."""
    if progress is not None and not callable(progress):
        raise refused("TypeError", "invalid_request", f"progress must be callable, not {type(progress).__name__}.")


def result(created: int, updated: int) -> StoredCredentials:
    """What became of all of them."""
    return StoredCredentials(created=created, updated=updated)
