"""Showing a sign-in page to the person at the machine."""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    from collections.abc import Callable


def show(url: str, open_browser: Callable[[str], object] | None) -> None:
    """Opens the URL in the system's browser, or prints it where there is none."""
    if open_browser is not None:
        open_browser(url)
        return
    import webbrowser

    if not webbrowser.open(url):
        print(f"Open this page to sign in:\n{url}", file=sys.stderr, flush=True)


async def show_async(url: str, open_browser: Callable[[str], object] | None) -> None:
    """The same; a browser that takes its time does not hold up the event loop."""
    import asyncio

    await asyncio.to_thread(show, url, open_browser)
