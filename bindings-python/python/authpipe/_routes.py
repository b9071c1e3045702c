"""What both handlers know without asking the core's vault."""

from __future__ import annotations

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    from . import _native
    from ._types import HttpRequest, IdentifyFailed

# No route takes a longer body. An adapter stops reading beyond, and the core answers that it was too much.
READ_AT_MOST = 1024 * 1024


class Routes:
    __slots__ = ("_native",)

    def __init__(self, native: _native.CoreHandler) -> None:
        self._native = native

    def path_below_mount(self, path: str, rest: str | None = None) -> str:
        """The path below the mount point. A router may have stripped it already.

        Args:
            path: The path as it came.
            rest: What a router has left of it, where it has stripped a prefix. Default: ``path``.
        """
        return self._native.path_below_mount(path, path if rest is None else rest)

    def needs_principal(self, method: str, path: str) -> bool:
        """Whether the application must say who is signed in before this request is handed over.

        Args:
            method: Upper-case method.
            path: The path below the mount point, starting with ``/``.
        """
        return self._native.needs_principal(method, path)

    def identify_failed(self, request: HttpRequest) -> IdentifyFailed:
        """What is answered to a request for which the application failed to say who is signed in. It is a problem document (RFC 9457), or a page where a person is looking. Nothing has been used up.

        Args:
            request: The request, its path below the mount point. The body does not matter.
        """
        return self._native.identify_failed(request)
