"""Groups of methods, such as ``connections``, as the class shows them."""

from __future__ import annotations

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    from typing import Any


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
