"""Shows a sign-in page to the person at the machine."""

from __future__ import annotations

import inspect
import sys

from ._errors import RequestTypeError
from ._wait import wait, wait_async

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    from collections.abc import Callable

    from ._native import LoopbackFlow
    from ._types import Connection


def judge(open_browser: Callable[[str], object] | None) -> None:
    """Refuses what cannot be called, and what must be awaited, before a port is opened for it."""
    judge_async(open_browser)
    if inspect.iscoroutinefunction(open_browser):
        raise _not_awaited()


def judge_async(open_browser: Callable[[str], object] | None) -> None:
    """Refuses what cannot be called, before a port is opened for it."""
    if open_browser is not None and not callable(open_browser):  # pyright: ignore[reportUnnecessaryComparison]
        raise RequestTypeError(f"open_browser must be a function, not {type(open_browser).__name__}.", code="invalid_request")


def sign_in(flow: LoopbackFlow, open_browser: Callable[[str], object] | None) -> Connection:
    """Opens the page in the system's browser, or prints its address where there is none, and waits for the person."""
    opened = _open(flow.authorization_url, open_browser)
    if inspect.isawaitable(opened):
        if inspect.iscoroutine(opened):
            opened.close()  # Python would warn that nobody has awaited it
        raise _not_awaited()
    return wait(flow.wait)


async def sign_in_async(flow: LoopbackFlow, open_browser: Callable[[str], object] | None) -> Connection:
    """The same; the person is waited for meanwhile. A browser may outlive the sign-in, and what opens it may wait for its end: only that it
    failed says something."""
    import asyncio

    showing = asyncio.ensure_future(_show(flow.authorization_url, open_browser))
    waiting = asyncio.ensure_future(wait_async(flow.wait))
    try:
        await asyncio.wait((showing, waiting), return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            showing.result()
        return await waiting
    finally:
        waiting.cancel()
        showing.cancel()
        # What it raises from here on concerns nobody.
        showing.add_done_callback(lambda ended: ended.cancelled() or ended.exception())


async def _show(url: str, open_browser: Callable[[str], object] | None) -> None:
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
