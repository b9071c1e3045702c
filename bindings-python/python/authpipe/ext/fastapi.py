"""The handler for FastAPI: a router whose ``identify`` is a dependency like any other."""

from __future__ import annotations

import re
from contextlib import aclosing
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute
from starlette.middleware.errors import ServerErrorMiddleware

from .._routes import READ_AT_MOST
from .._types import HttpRequest, Principal
from ._mount import METHODS, REQUEST_ID, WRONG_PRINCIPAL, Mount, tell_failed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, MutableMapping, Sequence

    from starlette.routing import Match

    from .._async_client import AsyncAuthpipe
    from .._client import Authpipe
    from .._types import HttpResponse, IdentifyFailed

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


# What a request's scope says of it: that somebody was asked who is signed in, what that came to if it failed, and how the log is told.
_IDENTIFIED = "authpipe.identified"
_FAILED = "authpipe.failed"
_TELL = "authpipe.tell"


class _Route(APIRoute):
    """A route for which empty segments of a path name nothing, as for the core. Where ``identify`` fails, the answer that the application makes
    of it names the line of the log."""

    mount: Mount

    def matches(self, scope: MutableMapping[str, Any]) -> tuple[Match, MutableMapping[str, Any]]:
        return super().matches({**scope, "path": _squeezed(scope["path"])})

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handler = super().get_route_handler()

        async def watched(request: Request) -> Response:
            try:
                return await handler(request)
            except Exception as error:
                if _IDENTIFIED not in request.scope or isinstance(error, WRONG_PRINCIPAL):
                    request.scope[_FAILED] = error
                raise

        return watched

    async def handle(self, scope: MutableMapping[str, Any], receive: Any, send: Any) -> None:
        def tell() -> IdentifyFailed:
            full = _squeezed(scope["path"])
            request = HttpRequest(scope["method"], self.mount.below(full, full), headers=_headers(scope))
            return tell_failed(self.mount, request, scope[_FAILED])

        async def named(message: MutableMapping[str, Any]) -> None:
            is_failure = message["type"] == "http.response.start" and message["status"] >= 500 and _FAILED in scope
            if is_failure and REQUEST_ID not in (name.decode("latin-1").lower() for name, _ in message["headers"]):
                message["headers"] = [*message["headers"], (REQUEST_ID.encode(), tell().request_id.encode())]
            await send(message)

        try:
            await super().handle(scope, receive, named)
        except Exception as error:
            if scope.get(_FAILED) is error:
                scope[_TELL] = tell
                _Answer.stand_in(scope["app"])
            # As every error: the application's middleware may answer it, and what is outside of that sees it in any case.
            raise


class _Answer:
    """The answer of Starlette's outermost part, which is made once the error has passed the application's middleware. That of a failed
    ``identify`` names the line of the log: the application's own page, else ours."""

    def __init__(self, outermost: ServerErrorMiddleware) -> None:
        self._own = outermost.handler
        self._default = outermost.error_response

    @classmethod
    def stand_in(cls, app: Any) -> None:
        """Takes the place of the application's handler. There is no other way to its answer: it is sent past every route."""
        layer = app.middleware_stack
        while layer is not None and not isinstance(layer, ServerErrorMiddleware):
            layer = getattr(layer, "app", None)
        if layer is not None and not isinstance(layer.handler, cls):
            layer.handler = cls(layer)

    async def __call__(self, request: Request, error: Exception) -> Response:
        tell = request.scope.get(_TELL) if request.scope.get(_FAILED) is error else None
        if self._own is None:
            return self._default(request, error) if tell is None else _response(tell().response)
        own: Any = self._own
        awaits = iscoroutinefunction(own) or iscoroutinefunction(type(own).__call__)
        response: Response = await own(request, error) if awaits else await run_in_threadpool(own, request, error)
        if tell is not None and response.status_code >= 500 and REQUEST_ID not in response.headers:
            response.headers[REQUEST_ID] = tell().request_id
        return response


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

    What ``identify`` raises goes to the application's exception handlers: an ``HTTPException`` is the answer, anything else a 500. A 500 has the
    header ``x-request-id``, under which the object's logger, by default ``authpipe``, has the error. A middleware of the application's that
    catches what is raised answers as it likes; the server sees it otherwise.

    Args:
        authpipe: An ``Authpipe`` or an ``AsyncAuthpipe``.
        identify: A dependency; gives who is signed in, or ``None``.
        allowed_origins: Other origins whose pages may call the handler.
        allowed_return_origins: Other origins to which a finished session may return.

    Raises:
        ConfigError: ``config_invalid`` - ``identify`` is missing, or an origin is malformed.
    """
    mount = Mount(authpipe, identify, allowed_origins, allowed_return_origins)
    route = type("_Route", (_Route,), {"mount": mount})
    router = APIRouter(include_in_schema=False, route_class=route)

    async def answer(request: Request, path: str, principal: Any) -> Response:
        # Where the router was included is told by what stands before the path.
        path = mount.below(_squeezed(request.scope["path"]), path)
        query = request.scope["query_string"].decode("latin-1")
        raw = HttpRequest(request.method, path, query, _headers(request.scope), await _read_body(request))
        return _response(await mount.async_handler.handle(raw, principal))

    def ask_at(path: str, methods: list[str]) -> None:
        @router.api_route(path, methods=methods)
        async def signed_in(request: Request, principal: Any = Depends(identify)) -> Response:
            request.scope[_IDENTIFIED] = True
            return await answer(request, path.replace(_ID, request.path_params.get("authpipe_id", "")), principal)

    for path, methods in _ASKS.items():
        # As for the core: a look at the headers is a look, and a slash at the end names nothing.
        methods = [*methods, "HEAD"] if "GET" in methods else methods
        ask_at(path, methods)
        ask_at(path + "/", methods)

    # What needs nobody does not ask: a preflight has no cookies. Should the core need somebody here after all, it says 401.
    @router.api_route("/{path:path}", methods=METHODS)
    async def open_to_all(request: Request) -> Response:
        request.scope[_IDENTIFIED] = True
        return await answer(request, "/" + request.path_params["path"], None)

    return router


def _headers(scope: MutableMapping[str, Any]) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]]


def _response(answered: HttpResponse) -> Response:
    response = Response(answered.body, answered.status)
    for name, value in answered.headers:
        if name == "content-length":
            # Of a look at the headers: what its content would have. Starlette has counted what there is.
            del response.headers[name]
        response.raw_headers.append((name.encode("latin-1"), value.encode("latin-1")))
    return response


async def _read_body(request: Request) -> bytes:
    body = bytearray()
    # A dependency may have read the body already: Starlette keeps it.
    async with aclosing(request.stream()) as stream:
        async for chunk in stream:
            body += chunk
            if len(body) > READ_AT_MOST:
                break
    return bytes(body)
