"""What the adapters of web frameworks share: where the handler is mounted, who is asking, and the handler itself."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from .._errors import ConfigError, ConfigTypeError, RequestError
from .._async_handler import AsyncHandler
from .._handler import Handler
from .._routes import READ_AT_MOST
from .._types import HttpResponse, IdentifyFailed
from ._core import core_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .._async_client import AsyncAuthpipe
    from .._client import Authpipe
    from .._types import HttpRequest, Principal

# Adapters register all methods, because the core itself answers 405 with the methods that a route takes.
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

# An adapter passes this in place of a body that its framework refuses to read as too large: the core then answers 413 itself.
TOO_LARGE = bytes(READ_AT_MOST)

# The header by which an answer names the line of the log that tells why ``identify`` failed.
REQUEST_ID = "x-request-id"

# Those whose ``HTTPException`` is an answer.
FRAMEWORKS = ("starlette", "litestar", "werkzeug", "quart")

# Answers that have no body (RFC 9110 §15).
BARE = (204, 205, 304)

# What a name and a value of a header may hold (RFC 9110 §5.1, §5.5).
HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9a-z-]+")
HEADER_VALUE = re.compile(r"[\t\x20-\x7e\x80-\xff]*")

# What a handler raises for something that is no principal. All else that is wrong with a request is answered.
WRONG_PRINCIPAL = (TypeError, ConfigError, RequestError)


class Mount:
    """One mounted handler. An adapter asks ``who``, then calls ``handler`` or ``async_handler`` once.

    ``identify`` runs before the core sees anything, so when it fails nothing is used up. What it returns is judged by ``handle``,
    which raises for anything but a `Principal` or ``None``.
    """

    def __init__(
        self,
        authpipe: Authpipe | AsyncAuthpipe,
        identify: Callable[..., Any],
        allowed_origins: Sequence[str],
        allowed_return_origins: Sequence[str],
    ) -> None:
        if identify is None:  # pyright: ignore[reportUnnecessaryComparison]
            raise ConfigError(
                "The handler needs identify, a function that gives Principal(tenant_id=..., user_id=..., role=...), or None for "
                "nobody. There is no default identity.",
                code="config_invalid",
            )
        if not callable(identify):  # pyright: ignore[reportUnnecessaryComparison]
            raise ConfigTypeError(f"identify must be a function, not {type(identify).__name__}.", code="config_invalid")
        core = core_of(authpipe)
        self.logger = core.logger
        routes = core.handler(allowed_origins=allowed_origins, allowed_return_origins=allowed_return_origins)
        self.handler = Handler(routes)
        self.async_handler = AsyncHandler(routes)
        self._identify = identify

    def below(self, full: str, rest: str) -> str:
        """The path below the mount point: by the base URL where the full path shows it, otherwise as the router cut it off."""
        return self.handler.path_below_mount(full, rest)

    def who(self, host: object, method: str, path: str) -> Principal | None:
        """Who is signed in, where this request needs it. Raises whatever ``identify`` raises."""
        found: Principal | None = self._identify(host) if self.handler.needs_principal(method, path) else None
        return found

    async def who_async(self, host: object, method: str, path: str) -> Principal | None:
        """The same; ``identify`` may be a coroutine function."""
        if not self.handler.needs_principal(method, path):
            return None
        found: Any = self._identify(host)
        judged: Principal | None = await found if inspect.isawaitable(found) else found
        return judged


def chosen_answer(error: Exception) -> HttpResponse | None:
    """What an application answers by an HTTP exception below 500, for adapters whose host does not do so by itself. By the classes that frameworks
    have for that: the clients of other services give their exceptions a status too, and have failed.
    """
    kinds = {(kind.__name__, kind.__module__.partition(".")[0]) for kind in type(error).__mro__}
    if kinds.isdisjoint(("HTTPException", framework) for framework in FRAMEWORKS):
        return None
    try:
        return _read_answer(error)
    except Exception:
        # It makes no answer: a member or a method of it fails, or a header is none.
        return None


def _read_answer(error: Exception) -> HttpResponse | None:
    status: Any = getattr(error, "status_code", None) or getattr(error, "code", None)
    if not isinstance(status, int) or not 200 <= status < 500:
        return None
    said: Any = getattr(error, "detail", None) or getattr(error, "description", None)
    given: Any = getattr(error, "headers", None)
    # Werkzeug's have no headers, and make them; where a redirect leads to, stands beside them.
    made: Any = getattr(error, "get_headers", None)
    listed: Any = getattr(given, "items", None)
    pairs: Any = listed() if callable(listed) else made() if callable(made) else ()
    to: Any = getattr(error, "new_url", None)
    if isinstance(to, str):
        # As Werkzeug itself does: a header holds no letters beyond Latin-1.
        to = quote(to, safe="%!#$&'()*+,/:;=?@[]~")
    headers = [(str(name).lower(), str(value)) for name, value in pairs] + ([("location", to)] if isinstance(to, str) else [])
    own = {"cache-control": "no-store"}
    body = said.encode() if isinstance(said, str) else b""
    if status in BARE:
        body = b""
    else:
        own["content-type"] = "text/plain; charset=utf-8"
    headers = [pair for pair in headers if pair[0] not in (*own, "content-type", "content-length")]
    if not all(HEADER_NAME.fullmatch(name) and HEADER_VALUE.fullmatch(value) for name, value in headers):
        raise ValueError("no header")
    return HttpResponse(status, (*headers, *own.items()), body)


def tell_failed(mount: Mount, request: HttpRequest, error: Exception, request_id: str | None = None) -> IdentifyFailed:
    """Has the log tell why ``identify`` failed, under the request id of the answer: the given one, or a new one. What is answered by adapters
    whose framework has no error page of its own.
    """
    failed = mount.handler.identify_failed(request)
    request_id = request_id or failed.request_id
    extra = {"request_id": request_id, "code": "identify_failed"}
    mount.logger.error("identify() failed (request_id=%s)", request_id, extra=extra, exc_info=error)
    return IdentifyFailed(failed.response, request_id)


def encode_form(fields: Iterable[tuple[str, Sequence[object]]]) -> bytes:
    """Encodes a form that the framework has already parsed. A repeated field stays repeated, so that the core can refuse it."""
    return urlencode([(name, values) for name, values in fields], doseq=True).encode()
