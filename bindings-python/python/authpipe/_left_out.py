"""Arguments that say something else when they are left out than when ``None`` is given for them: whose something is, where leaving one out means
everybody's and ``None`` is a mistake; and what a client is, where leaving all out means that there is none, and ``None`` that it was lost."""

from __future__ import annotations

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    from typing import Any

LEFT_OUT: Any = ...
"""The default of such an argument."""


def given(**arguments: Any) -> dict[str, Any]:
    """Those that the caller has given, ``None`` among them."""
    return {name: value for name, value in arguments.items() if value is not LEFT_OUT}
