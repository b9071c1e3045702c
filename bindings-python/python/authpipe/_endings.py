"""Finishes exchanges in processes that never run the hooks of `atexit`. `multiprocessing` and the pool below Celery end a worker by
`os._exit`: without what this file registers, the answer of a refresh under way would be lost with the process (SR-59)."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

# Finalizers run by priority, the highest first. Ours runs last, because those of others may still ask for credentials.
_LAST = -1000
_is_told_of_children = False
_ends_in: int | None = None


def _nothing() -> None:
    pass


_finish_core: Callable[[], None] = _nothing


def finish_before_the_end(finish: Callable[[], None]) -> None:
    """Sees to it that this process finishes its exchanges however it ends. The native part calls this before the first use of each
    object, in each process. A package that is not loaded by then has not made this process.

    Args:
        finish: Waits for exchanges under way.
    """
    global _is_told_of_children, _finish_core
    _finish_core = finish
    util = sys.modules.get("multiprocessing.util")
    if util is not None:
        if not _is_told_of_children:
            _is_told_of_children = True
            # A process that multiprocessing makes from this one forgets its finalizers; this hook registers ours again there.
            util.register_after_fork(_finish, _begin_child)
        if _ends_in != os.getpid() and (_is_child("multiprocessing") or _is_child("billiard")):
            _finish_with(util)
    signals = sys.modules.get("celery.signals")
    if signals is not None:
        signals.worker_process_shutdown.connect(_finish_worker, weak=False)


def _is_child(package: str) -> bool:
    process = sys.modules.get(f"{package}.process")
    return process is not None and process.current_process()._parent_pid is not None


def _begin_child(_: object) -> None:
    _finish_with(sys.modules["multiprocessing.util"])


def _finish_with(util: ModuleType) -> None:
    global _ends_in
    _ends_in = os.getpid()
    util.Finalize(None, _finish, exitpriority=_LAST)


def _finish() -> None:
    import threading

    # An interpreter that ends by itself joins its threads before it closes anything. multiprocessing does so since 3.13; before, a
    # thread that goes on would find its objects closed.
    getattr(threading, "_shutdown", _nothing)()
    _finish_core()


def _finish_worker(**_: object) -> None:
    _finish_core()
