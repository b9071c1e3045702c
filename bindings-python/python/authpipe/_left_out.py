"""Arguments that say whose something is. Leaving one out means everybody's; giving ``None`` for it is a mistake and never means that."""

from __future__ import annotations

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    from typing import Any

LEFT_OUT: Any = ...
"""The default of such an argument."""


def given(**arguments: Any) -> dict[str, Any]:
    """Those that the caller has given, ``None`` among them."""
    return {name: value for name, value in arguments.items() if value is not LEFT_OUT}
