"""A class whose methods stand in several files: groups such as ``connections``, and what the class inherits from its parts."""

from __future__ import annotations

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    Part = TypeVar("Part", bound=type)


class _Group:
    """Stands in the class where an object has a group of its own: ``dir``, ``help`` and ``unittest.mock`` look at the class, and find the
    class of the group. It is imported when somebody looks."""

    def __init__(self, module: str, name: str) -> None:
        self._module = module
        self._name = name

    def __get__(self, instance: object, owner: type) -> object:
        from importlib import import_module

        return getattr(import_module(f".{self._module}", __package__), self._name)


def group(module: str, name: str) -> Any:
    """The declaration of a group in a class; each object sets its own."""
    return _Group(module, name)


def methods_of(name: str) -> Callable[[Part], Part]:
    """Marks a part of the class of this name: a ``TypeError`` then names the method as the caller knows it."""

    def mark(part: Part) -> Part:
        own = f"{part.__name__}."
        for method in vars(part).values():
            written = getattr(method, "__qualname__", "")
            if callable(method) and written.startswith(own):
                method.__qualname__ = f"{name}.{written.removeprefix(own)}"
        return part

    return mark
