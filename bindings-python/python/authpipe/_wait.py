"""Waits for the core: with the interpreter lock released, or on asyncio's event loop."""

from __future__ import annotations

import sys

from . import _loops
from ._errors import UsageError

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from typing import TypeVar

    from typing_extensions import ParamSpec

    from ._native import Call

    P = ParamSpec("P")
    T = TypeVar("T")


def wait(start: Callable[P, Call[T]], *args: P.args, **kwargs: P.kwargs) -> T:
    """Starts a call and waits for its result. Ctrl-C ends the waiting, not an exchange under way."""
    refuse_on_event_loop()
    return start(*args, **kwargs).wait()


def is_limit(timeout: object) -> bool:
    """Whether the core takes it as a limit, or as none."""
    if timeout is None:
        return True
    if not isinstance(timeout, (int, float)):
        # Whoever has made one has loaded this.
        from datetime import timedelta

        if not isinstance(timeout, timedelta):
            return False
        timeout = timeout.total_seconds()
    return type(timeout) is not bool and 0 <= timeout < 1e9


AWAIT = "Use AsyncAuthpipe and await it, or call from another thread with asyncio.to_thread()."


def refuse_on_event_loop(instead: str = AWAIT) -> None:
    """Refuses to block a running event loop."""
    # Only a program that has loaded asyncio can be running a loop, and loading it takes longer than most starts.
    asyncio = sys.modules.get("asyncio")
    if asyncio is not None and asyncio._get_running_loop() is not None:
        raise UsageError(
            f"Authpipe would block the running event loop. {instead}",
            code="runtime_unsupported",
            hint=instead,
        )


async def wait_async(start: Callable[P, Call[T]], *args: P.args, **kwargs: P.kwargs) -> T:
    """Starts a call and awaits its result. Cancelling ends the waiting, not an exchange under way."""
    _loops.latest = loop = _running_loop()
    call = start(*args, **kwargs)
    done: asyncio.Future[None] = loop.create_future()

    def wake() -> None:
        if not done.done():
            done.set_result(None)

    def wake_from_elsewhere() -> None:
        try:
            loop.call_soon_threadsafe(wake)
        except RuntimeError:
            pass  # The loop has been closed: nobody waits any more.

    call.when_done(wake_from_elsewhere)
    await done
    return call.result()


def _running_loop() -> asyncio.AbstractEventLoop:
    import asyncio

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        raise UsageError(
            "AsyncAuthpipe needs a running asyncio event loop (asyncio, uvloop, or anyio on asyncio); trio is not supported. "
            "Use Authpipe, the same without await, where there is none; on trio in a thread: await trio.to_thread.run_sync(...).",
            code="runtime_unsupported",
            hint="Use Authpipe, the same without await, where there is none; on trio in a thread: await trio.to_thread.run_sync(...).",
        ) from None
