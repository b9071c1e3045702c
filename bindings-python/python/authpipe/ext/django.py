"""The handler for Django: URL patterns to include."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.handlers.exception import response_for_exception
from django.db import connections, transaction
from django.http import HttpResponse
from django.http.request import RawPostDataException
from django.urls import re_path
from django.utils.module_loading import import_string

from .._client import Authpipe
from .._types import HttpRequest
from ._mount import REQUEST_ID, TOO_LARGE, WRONG_PRINCIPAL, Mount, encode_form, tell_failed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator, Sequence

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
    A 500 has the header ``x-request-id``, under which the object's logger, by default ``authpipe``, has the error; where a middleware has
    a ``process_exception``, that one answers as it likes. With ``ATOMIC_REQUESTS``, what it had written is rolled back.

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

    # As Django itself does it.
    failed_in_thread = sync_to_async(_failed, thread_sensitive=False)

    # Variables of the prefix are the application's.
    def view(request: DjangoRequest, path: str, **_: object) -> HttpResponse:
        raw = _raw(mount, request, path)
        is_asking = False
        try:
            with _atomic_requests():
                is_asking = True
                principal = mount.who(request, raw.method, raw.path)
                is_asking = False
                return _answer(mount.handler.handle(raw, principal))
        except Exception as error:
            if not (is_asking or isinstance(error, WRONG_PRINCIPAL)):
                raise
            # Outside of the transactions: what was written is gone, and the application's page may ask the database.
            return _failed(mount, request, raw, error)

    # What Django puts around a view would keep what ``identify`` has written before it failed, because the view answers.
    marked: Any = view
    marked._non_atomic_requests = set(connections.settings)

    async def async_view(request: DjangoRequest, path: str, **_: object) -> HttpResponse:
        raw = _raw(mount, request, path)
        try:
            principal = await mount.who_async(request, raw.method, raw.path)
        except Exception as error:
            return await failed_in_thread(mount, request, raw, error)
        try:
            return _answer(await mount.async_handler.handle(raw, principal))
        except WRONG_PRINCIPAL as error:
            return await failed_in_thread(mount, request, raw, error)

    chosen: Any = async_view if in_loop else view
    # What changes something must be JSON from an allowed Origin with a header that no form can set; the callback is bound to the
    # browser by a cookie of its own. Pages of the handler have no Django token to send.
    chosen.csrf_exempt = True
    return [re_path(r"^(?P<path>.*)$", chosen, name="authpipe")]


@contextmanager
def _atomic_requests() -> Generator[None, None, None]:
    """The transactions of ``ATOMIC_REQUESTS``, which end with whatever leaves them."""
    with ExitStack() as all_of_them:
        for alias, database in connections.settings.items():
            if database["ATOMIC_REQUESTS"]:
                all_of_them.enter_context(transaction.atomic(using=alias))
        yield


def _failed(mount: Mount, request: DjangoRequest, raw: HttpRequest, error: Exception) -> HttpResponse:
    """Django's answer to what ``identify`` has raised, which names the line of the log where it is a 500. Called where it is handled."""
    if any(hasattr(import_string(name), "process_exception") for name in settings.MIDDLEWARE):
        # It is asked only about what leaves the view.
        raise error
    response: HttpResponse = response_for_exception(request, error)
    if response.status_code >= 500:
        response.headers[REQUEST_ID] = tell_failed(mount, raw, error).request_id
    return response


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
