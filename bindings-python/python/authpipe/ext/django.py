"""The handler for Django: URL patterns to include."""

from __future__ import annotations

from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any

from asgiref.sync import sync_to_async
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.http.request import RawPostDataException
from django.urls import re_path

from .._client import Authpipe
from .._types import HttpRequest
from ._mount import TOO_LARGE, Mount, encode_form

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from django.http import HttpRequest as DjangoRequest
    from django.urls import URLPattern

    from .._async_client import AsyncAuthpipe
    from .._types import HttpResponse as Answer
    from .._types import Principal

__all__ = ["authpipe_urls"]


def authpipe_urls(
    authpipe: Authpipe | AsyncAuthpipe,
    *,
    identify: Callable[[DjangoRequest], Principal | None | Awaitable[Principal | None]],
    allowed_origins: Sequence[str] = (),
    allowed_return_origins: Sequence[str] = (),
) -> list[URLPattern]:
    """Makes URL patterns, for ``path("api/authpipe/", include(authpipe_urls(...)))``.

    The view is a coroutine if ``identify`` is, or with an ``AsyncAuthpipe``; a plain ``identify`` then runs in Django's thread for
    synchronous code, so that it may use the ORM. What it raises goes to Django: ``PermissionDenied`` is a 403, anything else a 500.

    Args:
        authpipe: An ``Authpipe`` or an ``AsyncAuthpipe``.
        identify: Gets Django's request; gives who is signed in, or ``None``.
        allowed_origins: Other origins whose pages may call the handler.
        allowed_return_origins: Other origins to which a finished session may return.

    Raises:
        ConfigError: ``config_invalid`` - ``identify`` is missing, or an origin is malformed.
    """
    awaits = iscoroutinefunction(identify)
    in_loop = awaits or not isinstance(authpipe, Authpipe)
    asked = sync_to_async(identify) if in_loop and not awaits and callable(identify) else identify
    mount = Mount(authpipe, asked, allowed_origins, allowed_return_origins)

    # Variables of the prefix are the application's.
    def view(request: DjangoRequest, path: str, **_: object) -> HttpResponse:
        raw = _raw(mount, request, path)
        principal = mount.who(request, raw.method, raw.path)
        return _answer(mount.handler.handle(raw, principal))

    async def async_view(request: DjangoRequest, path: str, **_: object) -> HttpResponse:
        raw = _raw(mount, request, path)
        principal = await mount.who_async(request, raw.method, raw.path)
        return _answer(await mount.async_handler.handle(raw, principal))

    chosen: Any = async_view if in_loop else view
    # What changes something must be JSON from an allowed Origin with a header that no form can set; the callback is bound to the
    # browser by a cookie of its own. Pages of the handler have no Django token to send.
    chosen.csrf_exempt = True
    return [re_path(r"^(?P<path>.*)$", chosen, name="authpipe")]


def _raw(mount: Mount, request: DjangoRequest, path: str) -> HttpRequest:
    query = request.META.get("QUERY_STRING", "")
    below = mount.below(request.path, "/" + path)
    return HttpRequest(request.method or "", below, query, list(request.headers.items()), _read_body(request))


def _read_body(request: DjangoRequest) -> bytes:
    try:
        return request.body
    except RequestDataTooBig:
        return TOO_LARGE
    except RawPostDataException:
        # Somebody has parsed it as a form.
        return encode_form(request.POST.lists())


def _answer(answered: Answer) -> HttpResponse:
    response = HttpResponse(answered.body, status=answered.status)
    del response.headers["content-type"]
    for name, value in answered.headers:
        if name == "set-cookie":
            # Django sends the cookies of this jar, one header each.
            response.cookies.load(value)
        else:
            response.headers[name] = value
    return response
