"""What classes of options share. It is needed at every start, so it imports nothing that is slow."""

from __future__ import annotations

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    from typing_extensions import Never, Self


class Unchangeable:
    """Options that are made once, are not changed, and may hold a secret."""

    __slots__: tuple[str, ...] = ()

    def __setattr__(self, name: str, value: object) -> Never:
        raise AttributeError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> Never:
        raise AttributeError(f"cannot delete field {name!r}")

    def __repr__(self) -> str:
        # A traceback may show one whose arguments were refused: it has no fields yet.
        fields = ((name, getattr(self, name, None)) for name in self.__slots__ if name[0] != "_")
        # A function may hold whatever it was made of.
        told = ((name, "..." if callable(value) else repr(value)) for name, value in fields if value not in (None, (), {}))
        shown = ", ".join(f"{name}={value}" for name, value in told)
        return f"{type(self).__name__}({shown})"

    def __reduce__(self) -> Never:
        raise TypeError(f"A {type(self).__name__} holds a client secret and cannot be pickled; make one per process.")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self
