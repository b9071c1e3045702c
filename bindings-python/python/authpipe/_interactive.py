"""Shows a sign-in page to the person at the machine."""

from __future__ import annotations

import inspect
import sys

from ._errors import RequestTypeError

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    from collections.abc import Callable


def judge(open_browser: Callable[[str], object] | None) -> None:
    """Refuses what cannot be called, and what must be awaited, before a port is opened for it."""
    judge_async(open_browser)
    if inspect.iscoroutinefunction(open_browser):
        raise _not_awaited()


def judge_async(open_browser: Callable[[str], object] | None) -> None:
    """Refuses what cannot be called, before a port is opened for it."""
    if open_browser is not None and not callable(open_browser):  # pyright: ignore[reportUnnecessaryComparison]
        raise RequestTypeError(f"open_browser must be a function, not {type(open_browser).__name__}.", code="invalid_request")


def show(url: str, open_browser: Callable[[str], object] | None) -> None:
    """Opens the URL in the system's browser, or prints it where there is none."""
    opened = _open(url, open_browser)
    if inspect.isawaitable(opened):
        if inspect.iscoroutine(opened):
            opened.close()  # Python would warn that nobody has awaited it
        raise _not_awaited()


async def show_async(url: str, open_browser: Callable[[str], object] | None) -> None:
    """The same; a browser that takes its time does not hold up the event loop."""
    import asyncio

    if inspect.iscoroutinefunction(open_browser):
        await open_browser(url)
        return
    opened = await asyncio.to_thread(_open, url, open_browser)
    if inspect.isawaitable(opened):
        await opened


def _open(url: str, open_browser: Callable[[str], object] | None) -> object:
    if open_browser is not None:
        return open_browser(url)
    import webbrowser

    if not webbrowser.open(url):
        print(f"Open this page to sign in:\n{url}", file=sys.stderr, flush=True)
    return None


def _not_awaited() -> RequestTypeError:
    message = "open_browser must be a plain function: Authpipe awaits nothing. AsyncAuthpipe takes a coroutine function, too."
    return RequestTypeError(message, code="invalid_request")
