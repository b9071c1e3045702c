"""Results that nothing takes apart."""

from __future__ import annotations

from typing import TypeVar

T = TypeVar("T")


def whole(cls: type[T]) -> type[T]:
    """Makes a dataclass with a secret one that ``dataclasses.asdict`` and frameworks do not know as a dataclass.

    They write down every field of one, also those that do not print.
    """
    delattr(cls, "__dataclass_fields__")
    return cls
