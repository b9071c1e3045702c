"""The handler as a WSGI application: for Pyramid, Bottle, Falcon, or any dispatcher that can mount one."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from .._routes import READ_AT_MOST
from .._types import HttpRequest
from ._mount import WRONG_PRINCIPAL, Mount, chosen_answer, tell_failed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from .._async_client import AsyncAuthpipe
    from .._client import Authpipe
    from .._types import Principal

    # `wsgiref.types` is newer than Python 3.10.
    Environ = dict[str, Any]
    Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

__all__ = ["authpipe_wsgi"]


def authpipe_wsgi(
    authpipe: Authpipe | AsyncAuthpipe,
    *,
    identify: Callable[[Environ], Principal | None],
    allowed_origins: Sequence[str] = (),
    allowed_return_origins: Sequence[str] = (),
) -> Application:
    """Makes a WSGI application. It may be mounted below a dispatcher, or get every path.

    If ``identify`` fails, the answer is a 500 that says no more than a request id, also in the header ``x-request-id``; under it the error
    goes to the object's logger, by default ``authpipe``. An ``HTTPException`` of Starlette, Litestar, Quart or Werkzeug below 500 is the answer.

    Args:
        authpipe: An ``Authpipe`` or an ``AsyncAuthpipe``.
        identify: Gets the WSGI environment; gives who is signed in, or ``None``.
        allowed_origins: Other origins whose pages may call the handler.
        allowed_return_origins: Other origins to which a finished session may return.

    Raises:
        ConfigError: ``config_invalid`` - ``identify`` is missing, or an origin is malformed.
    """
    mount = Mount(authpipe, identify, allowed_origins, allowed_return_origins)

    def application(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        method: str = environ["REQUEST_METHOD"]
        rest = _text(environ.get("PATH_INFO", ""))
        path = mount.below(_text(environ.get("SCRIPT_NAME", "")) + rest, rest)
        headers = _headers(environ)
        try:
            principal = mount.who(environ, method, path)
        except Exception as error:
            chosen = chosen_answer(error)
            failed = HttpRequest(method, path, headers=headers)
            response = tell_failed(mount, failed, error).response if chosen is None else chosen
        else:
            request = HttpRequest(method, path, environ.get("QUERY_STRING", ""), headers, _read_body(environ))
            try:
                response = mount.handler.handle(request, principal)
            except WRONG_PRINCIPAL as error:
                response = tell_failed(mount, request, error).response
        start_response(f"{response.status} {_phrase(response.status)}", list(response.headers))
        return [response.body]

    return application


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        # What an application chose may have none (RFC 9112 §4: it may be empty).
        return ""


# PEP 3333: strings hold bytes as if they were Latin-1.
def _text(value: str) -> str:
    return value.encode("latin-1").decode("utf-8", "replace")


def _headers(environ: Environ) -> list[tuple[str, str]]:
    headers = [(name[5:].replace("_", "-"), value) for name, value in environ.items() if name.startswith("HTTP_")]
    if environ.get("CONTENT_TYPE"):
        headers.append(("content-type", environ["CONTENT_TYPE"]))
    return headers


def _read_body(environ: Environ) -> bytes:
    length = environ.get("CONTENT_LENGTH") or "0"
    # A length that is no number counts as 0: a server that passes it on has not read a body by it either.
    length = int(length) if length.isascii() and length.isdigit() else 0
    # A chunked body has no length; a server that sets `wsgi.input_terminated` ends the stream itself.
    wanted = READ_AT_MOST if environ.get("wsgi.input_terminated") else min(length, READ_AT_MOST)
    body = bytearray()
    while len(body) < wanted:
        piece = environ["wsgi.input"].read(wanted - len(body))
        if not piece:
            break
        body += piece
    return bytes(body)
