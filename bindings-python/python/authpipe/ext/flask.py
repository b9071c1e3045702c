"""The handler for Flask: a blueprint."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Request, Response, after_this_request, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge

from .._routes import READ_AT_MOST
from .._types import HttpRequest
from ._mount import METHODS, REQUEST_ID, TOO_LARGE, WRONG_PRINCIPAL, Mount, encode_form, tell_failed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from .._async_client import AsyncAuthpipe
    from .._client import Authpipe
    from .._types import Principal

__all__ = ["authpipe_blueprint"]


def authpipe_blueprint(
    authpipe: Authpipe | AsyncAuthpipe,
    *,
    identify: Callable[[Request], Principal | None | Awaitable[Principal | None]],
    allowed_origins: Sequence[str] = (),
    allowed_return_origins: Sequence[str] = (),
    name: str = "authpipe",
) -> Blueprint:
    """Makes a blueprint, for ``app.register_blueprint(..., url_prefix="/api/authpipe")``.

    What ``identify`` raises goes to the application's error handlers: ``abort(401)`` is the answer, anything else a 500.
    A 500 has the header ``x-request-id``, under which the object's logger, by default ``authpipe``, has the error.
    With Flask-WTF's ``CSRFProtect``, exempt the blueprint: the handler has protections of its own, and its pages send no token.

    Args:
        authpipe: An ``Authpipe`` or an ``AsyncAuthpipe``.
        identify: Gets Flask's request; gives who is signed in, or ``None``.
        allowed_origins: Other origins whose pages may call the handler.
        allowed_return_origins: Other origins to which a finished session may return.
        name: The blueprint's name.

    Raises:
        ConfigError: ``config_invalid`` - ``identify`` is missing, or an origin is malformed.
    """

    def ask(request: Request) -> Any:
        return current_app.ensure_sync(identify)(request)

    mount = Mount(authpipe, ask if callable(identify) else identify, allowed_origins, allowed_return_origins)
    blueprint = Blueprint(name, __name__)

    @blueprint.route("/", defaults={"path": ""}, methods=METHODS)
    @blueprint.route("/<path:path>", methods=METHODS)
    def answer(path: str, **_: object) -> Response:
        path = mount.below(request.root_path + request.path, "/" + path)
        try:
            principal = mount.who(request, request.method, path)
        except Exception as error:
            _name_answer(mount, path, error)
            raise
        query = request.query_string.decode("latin-1")
        raw = HttpRequest(request.method, path, query, list(request.headers), _read_body())
        try:
            answered = mount.handler.handle(raw, principal)
        except WRONG_PRINCIPAL as error:
            _name_answer(mount, path, error)
            raise
        # None: Flask would count an empty body, and a look at the headers says how long it would be.
        return Response(answered.body or None, answered.status, answered.headers)

    return blueprint


def _name_answer(mount: Mount, path: str, error: Exception) -> None:
    """Whatever page the application answers with: where it is a 500, it names the line of the log."""

    @after_this_request
    def name(response: Any) -> Any:
        if response.status_code >= 500:
            # What the application itself has put there names the request in its own log.
            given = response.headers.get(REQUEST_ID)
            response.headers[REQUEST_ID] = tell_failed(mount, HttpRequest(request.method, path), error, given).request_id
        return response


def _read_body() -> bytes:
    limit = request.max_content_length
    request.max_content_length = READ_AT_MOST if limit is None else min(limit, READ_AT_MOST)
    try:
        # Kept by Flask if the application has parsed it as JSON; a form that it has parsed is gone.
        return request.get_data() or encode_form(request.form.lists())
    except RequestEntityTooLarge:
        return TOO_LARGE
