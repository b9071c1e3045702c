"""The HTTP handler behind every adapter. The routes live in the core."""

from __future__ import annotations

from ._types import HttpRequest, HttpResponse, Principal
from ._wait import wait, wait_async

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    from . import _native

# No route takes a longer body. An adapter stops reading beyond, and the core answers that it was too much.
READ_AT_MOST = 1024 * 1024


class _Routes:
    __slots__ = ("_native",)

    def __init__(self, native: _native.CoreHandler) -> None:
        self._native = native

    def path_below_mount(self, path: str) -> str:
        """The path below the mount point. A router may have stripped it already."""
        return self._native.path_below_mount(path)

    def needs_principal(self, method: str, path: str) -> bool:
        """Whether the application must say who is signed in before this request is handed over.

        Args:
            method: Upper-case method.
            path: The path below the mount point, starting with ``/``.
        """
        return self._native.needs_principal(method, path)


class Handler(_Routes):
    """The routes of one mounted handler."""

    __slots__ = ()

    def handle(self, request: HttpRequest, principal: Principal | None) -> HttpResponse:
        """Answers a request. Every error is an answer: a problem document (RFC 9457), or a page where a person is looking.

        Args:
            request: The request, its path below the mount point.
            principal: Who is signed in, where ``needs_principal`` says that it is needed; ``None``: nobody.
        """
        return wait(self._native.handle, request, principal)


class AsyncHandler(_Routes):
    """The routes of one mounted handler, for programs that run on asyncio."""

    __slots__ = ()

    async def handle(self, request: HttpRequest, principal: Principal | None) -> HttpResponse:
        """Answers a request. Every error is an answer: a problem document (RFC 9457), or a page where a person is looking.

        Args:
            request: The request, its path below the mount point.
            principal: Who is signed in, where ``needs_principal`` says that it is needed; ``None``: nobody.
        """
        return await wait_async(self._native.handle, request, principal)
