"""The handler as an ASGI application: for Starlette, Litestar, Quart, or any router that can mount one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._routes import READ_AT_MOST
from .._types import HttpRequest
from ._mount import WRONG_PRINCIPAL, Mount, chosen_answer, tell_failed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping, Sequence

    from .._async_client import AsyncAuthpipe
    from .._client import Authpipe
    from .._types import Principal

    Scope = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
    Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
    Application = Callable[[Scope, Receive, Send], Awaitable[None]]

__all__ = ["authpipe_asgi"]


def authpipe_asgi(
    authpipe: Authpipe | AsyncAuthpipe,
    *,
    identify: Callable[[Scope], Principal | None | Awaitable[Principal | None]],
    allowed_origins: Sequence[str] = (),
    allowed_return_origins: Sequence[str] = (),
) -> Application:
    """Makes an ASGI application. It may be mounted below a router, or get every path.

    If ``identify`` fails, the answer is a 500 that says no more than a request id, also in the header ``x-request-id``; under it the error
    goes to the object's logger, by default ``authpipe``. An ``HTTPException`` of Starlette, Litestar, Quart or Werkzeug below 500 is the answer.

    Args:
        authpipe: An ``Authpipe`` or an ``AsyncAuthpipe``.
        identify: Gets the ASGI scope; gives who is signed in, or ``None``. It may be a coroutine function.
        allowed_origins: Other origins whose pages may call the handler.
        allowed_return_origins: Other origins to which a finished session may return.

    Raises:
        ConfigError: ``config_invalid`` - ``identify`` is missing, or an origin is malformed.
    """
    mount = Mount(authpipe, identify, allowed_origins, allowed_return_origins)

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            raise RuntimeError(f"Authpipe's handler speaks HTTP only, not {scope['type']!r}.")
        method: str = scope["method"]
        full: str = scope["path"]
        # ASGI: `path` includes `root_path`, which is where a router has mounted us.
        root: str = scope.get("root_path", "").rstrip("/")
        path = mount.below(full, full.removeprefix(root))
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]
        try:
            principal = await mount.who_async(scope, method, path)
        except Exception as error:
            chosen = chosen_answer(error)
            failed = HttpRequest(method, path, headers=headers)
            response = tell_failed(mount, failed, error).response if chosen is None else chosen
        else:
            query = scope.get("query_string", b"").decode("latin-1")
            body = await _read_body(receive)
            if body is None:
                # The client has gone away: nobody waits for an answer, and the body is not whole.
                return
            request = HttpRequest(method, path, query, headers, body)
            try:
                response = await mount.async_handler.handle(request, principal)
            except WRONG_PRINCIPAL as error:
                response = tell_failed(mount, request, error).response
        head = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers]
        await send({"type": "http.response.start", "status": response.status, "headers": head})
        await send({"type": "http.response.body", "body": response.body})

    return application


async def _read_body(receive: Receive) -> bytes | None:
    """The whole body, as far as it is read; none if the client has gone away before its end."""
    body = bytearray()
    while len(body) <= READ_AT_MOST:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    return bytes(body)
