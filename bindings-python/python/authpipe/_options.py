"""What classes of options share. It is needed at every start, so it imports nothing that is slow."""

from __future__ import annotations

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    from typing import Any

    from typing_extensions import Never, Self


def _told(name: str, value: Any) -> str:
    # Some variables are keys of the application, and a function may hold whatever it was made of.
    if name == "variables":
        return "{" + ", ".join(f"{key!r}: ..." for key in value) + "}" if hasattr(value, "keys") else "..."
    return "..." if callable(value) else repr(value)


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
        told = ((name, _told(name, value)) for name, value in fields if value not in (None, (), {}))
        shown = ", ".join(f"{name}={value}" for name, value in told)
        return f"{type(self).__name__}({shown})"

    def __reduce__(self) -> Never:
        raise TypeError(f"A {type(self).__name__} holds a client secret and cannot be pickled; make one per process.")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: object) -> Self:
        return self
