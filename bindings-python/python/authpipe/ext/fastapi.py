"""The handler for FastAPI: a router whose ``identify`` is a dependency like any other."""

from __future__ import annotations

import re
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.routing import APIRoute

from .._routes import READ_AT_MOST
from .._types import HttpRequest, Principal
from ._mount import METHODS, Mount

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping, Sequence

    from starlette.routing import Match

    from .._async_client import AsyncAuthpipe
    from .._client import Authpipe

__all__ = ["authpipe_router"]

_ID = "{authpipe_id}"
# Where the core wants to know who is signed in: FastAPI decides by the route which dependencies it calls.
_ASKS = {
    "/oauth/sessions": ["POST"],
    "/oauth/installs": ["POST"],
    f"/oauth/sessions/{_ID}": ["GET", "DELETE"],
    f"/oauth/sessions/{_ID}/complete": ["POST"],
    "/oauth/device/start": ["POST"],
    "/oauth/device/poll": ["POST"],
    f"/oauth/callback/{_ID}": ["GET"],
    "/connections": ["GET"],
    f"/connections/{_ID}": ["GET", "DELETE"],
    "/installations": ["GET"],
    f"/installations/{_ID}": ["DELETE"],
}


class _Route(APIRoute):
    """A route for which empty segments of a path name nothing, as for the core."""

    def matches(self, scope: MutableMapping[str, Any]) -> tuple[Match, MutableMapping[str, Any]]:
        return super().matches({**scope, "path": _squeezed(scope["path"])})


def _squeezed(path: str) -> str:
    return re.sub("/{2,}", "/", path)


def authpipe_router(
    authpipe: Authpipe | AsyncAuthpipe,
    *,
    identify: Callable[..., Principal | None | Awaitable[Principal | None]],
    allowed_origins: Sequence[str] = (),
    allowed_return_origins: Sequence[str] = (),
) -> APIRouter:
    """Makes a router, for ``app.include_router(..., prefix="/api/authpipe")``.

    What ``identify`` raises goes to the application's exception handlers: an ``HTTPException`` is the answer, anything else a 500.

    Args:
        authpipe: An ``Authpipe`` or an ``AsyncAuthpipe``.
        identify: A dependency; gives who is signed in, or ``None``.
        allowed_origins: Other origins whose pages may call the handler.
        allowed_return_origins: Other origins to which a finished session may return.

    Raises:
        ConfigError: ``config_invalid`` - ``identify`` is missing, or an origin is malformed.
    """
    mount = Mount(authpipe, identify, allowed_origins, allowed_return_origins)
    router = APIRouter(include_in_schema=False, route_class=_Route)

    async def answer(request: Request, path: str, principal: Any) -> Response:
        # Where the router was included is told by what stands before the path.
        path = mount.below(_squeezed(request.scope["path"]), path)
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers.raw]
        raw = HttpRequest(request.method, path, request.scope["query_string"].decode("latin-1"), headers, await _read_body(request))
        answered = await mount.async_handler.handle(raw, principal)
        response = Response(answered.body, answered.status)
        for name, value in answered.headers:
            if name == "content-length":
                # Of a look at the headers: what its content would have. Starlette has counted what there is.
                del response.headers[name]
            response.raw_headers.append((name.encode("latin-1"), value.encode("latin-1")))
        return response

    def ask_at(path: str, methods: list[str]) -> None:
        @router.api_route(path, methods=methods)
        async def signed_in(request: Request, principal: Any = Depends(identify)) -> Response:
            return await answer(request, path.replace(_ID, request.path_params.get("authpipe_id", "")), principal)

    for path, methods in _ASKS.items():
        # As for the core: a look at the headers is a look, and a slash at the end names nothing.
        methods = [*methods, "HEAD"] if "GET" in methods else methods
        ask_at(path, methods)
        ask_at(path + "/", methods)

    # What needs nobody does not ask: a preflight has no cookies. Should the core need somebody here after all, it says 401.
    @router.api_route("/{path:path}", methods=METHODS)
    async def open_to_all(request: Request) -> Response:
        return await answer(request, "/" + request.path_params["path"], None)

    return router


async def _read_body(request: Request) -> bytes:
    body = bytearray()
    # A dependency may have read the body already: Starlette keeps it.
    async with aclosing(request.stream()) as stream:
        async for chunk in stream:
            body += chunk
            if len(body) > READ_AT_MOST:
                break
    return bytes(body)
