"""The HTTP handler behind every adapter. The routes live in the core."""

from __future__ import annotations

from ._routes import Routes
from ._types import HttpRequest, HttpResponse, Principal
from ._wait import wait_async


class AsyncHandler(Routes):
    """The routes of one mounted handler, for programs that run on asyncio."""

    __slots__ = ()

    async def handle(self, request: HttpRequest, principal: Principal | None) -> HttpResponse:
        """Answers a request. Every error is an answer: a problem document (RFC 9457), or a page where a person is looking.

        Args:
            request: The request, its path below the mount point.
            principal: Who is signed in, where ``needs_principal`` says that it is needed; ``None``: nobody.
        """
        return await wait_async(self._native.handle, request, principal)
