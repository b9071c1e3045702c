"""Explains what keeps the package from loading here, and what to do about it."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    from typing import Any


def refuse_subinterpreter() -> None:
    """Refuses at once: the end of a subinterpreter would wait for ever for threads that are the process's.

    Raises:
        ImportError: this is not the main interpreter.
    """
    interpreters = _interpreters()
    if interpreters is not None and interpreters.get_current() != interpreters.get_main():
        raise ImportError(
            "authpipe does not work in a subinterpreter: its threads belong to the process. Import it in the main interpreter "
            "(mod_wsgi: WSGIApplicationGroup %{GLOBAL}), or in a process of its own."
        )


def _interpreters() -> Any:
    # Its name since 3.13, and before. Whoever has made a subinterpreter with Python has loaded it.
    try:
        import _interpreters as found  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        try:
            import _xxsubinterpreters as found  # type: ignore[import-not-found,unused-ignore,no-redef]
        except ImportError:
            return None
    return found


def for_bundlers() -> None:
    """Names what the native part and ``__getattr__`` import by name. Nobody calls it: PyInstaller and its like read it."""
    import atexit  # noqa: F401  # pyright: ignore[reportUnusedImport]
    import json  # noqa: F401  # pyright: ignore[reportUnusedImport]
    import logging  # noqa: F401  # pyright: ignore[reportUnusedImport]

    from . import (  # noqa: F401
        _async_client,  # pyright: ignore[reportUnusedImport]
        _async_events,  # pyright: ignore[reportUnusedImport]
        _async_handler,  # pyright: ignore[reportUnusedImport]
        _endings,  # pyright: ignore[reportUnusedImport]
        _errors,  # pyright: ignore[reportUnusedImport]
        _events,  # pyright: ignore[reportUnusedImport]
        _handler,  # pyright: ignore[reportUnusedImport]
        _log,  # pyright: ignore[reportUnusedImport]
        _own,  # pyright: ignore[reportUnusedImport]
        _pages,  # pyright: ignore[reportUnusedImport]
        _types,  # pyright: ignore[reportUnusedImport]
    )


def explain(missing: ImportError) -> ImportError:
    """What to tell instead of the interpreter's own words, which speak of a circular import."""
    folder = os.path.dirname(__file__)
    if not os.path.isdir(folder) and not getattr(sys, "frozen", False):
        advice = (
            "the package lies in a zip archive, from which no interpreter loads native code. Install authpipe beside the archive, or use a "
            "tool that unpacks it, such as shiv or PEX."
        )
    elif getattr(sys, "frozen", False):
        advice = "the bundle was made without it. Give PyInstaller --collect-all authpipe, or its like in other bundlers."
    elif os.path.isdir(folder) and not any(name.startswith("_native.") and not name.endswith(".pyi") for name in os.listdir(folder)):
        advice = "the file is not there. Install a wheel for this platform: pip install --force-reinstall authpipe."
    else:
        advice = f"{missing}. Install a wheel for this platform and this interpreter (CPython 3.10 or newer)."
    return ImportError(f"The native part of authpipe cannot be loaded: {advice}", name="authpipe._native")
