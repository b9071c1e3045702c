# Derived from _async_handler.py by `cargo xtask types`. Do not edit.
"""The HTTP handler behind every adapter. The routes live in the core."""

from __future__ import annotations

from ._routes import Routes
from ._types import HttpRequest, HttpResponse, Principal
from ._wait import wait


class Handler(Routes):
    """The routes of one mounted handler."""

    __slots__ = ()

    def handle(self, request: HttpRequest, principal: Principal | None) -> HttpResponse:
        """Answers a request. Every error is an answer: a problem document (RFC 9457), or a page where a person is looking.

        Args:
            request: The request, its path below the mount point.
            principal: Who is signed in, where ``needs_principal`` says that it is needed; ``None``: nobody.
        """
        return wait(self._native.handle, request, principal)
