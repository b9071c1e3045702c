"""The event loop that has awaited the core last: what an application brings of its own may belong to it."""

from __future__ import annotations

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    import asyncio

latest: asyncio.AbstractEventLoop | None = None
"""The loop; ``None``: nobody has awaited yet."""
