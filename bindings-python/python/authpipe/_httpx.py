"""Authenticates the requests of `httpx` clients."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import httpx

from ._httpx_answers import leave, leave_async, says_rejected, says_rejected_async
from ._rejection import may_be_rejection
from ._source import Source, check_receiver, headers_of, is_form, is_signed_in, may_receive, query_of, same_origin, signs, unsignable

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Generator

    from ._native import Core, Credential
    from ._types import SubjectArgs

_AUTHORIZATION = "Authorization"


class CredentialAuth(httpx.Auth):
    """For ``httpx.Client`` and ``httpx.AsyncClient``. After a 401 the request is sent once more with a fresh credential."""

    def __init__(self, core: Core, subject: SubjectArgs, called: str) -> None:
        self._source = Source(core, subject, called)

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        credential = self._source.get()
        _put(credential, request)
        response = yield request
        if _lost_its_key(credential, request, response):
            leave(response)
            request = response.request
            _put(credential, request)
            response = yield request
        if _may_be_rejected(credential, response) and says_rejected(response):
            # Reported also where it cannot be sent again, so that the next request has a credential that works.
            renewed = self._source.renew(credential.generation, response.headers.get("www-authenticate", ""))
            if _can_repeat(request):
                leave(response)
                _put(renewed, request)
                yield request

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        credential = await self._source.get_async()
        _put(credential, request)
        response = yield request
        if _lost_its_key(credential, request, response):
            await leave_async(response)
            request = response.request
            _put(credential, request)
            response = yield request
        if _may_be_rejected(credential, response) and await says_rejected_async(response):
            renewed = await self._source.renew_async(credential.generation, response.headers.get("www-authenticate", ""))
            if _can_repeat(request):
                await leave_async(response)
                _put(renewed, request)
                yield request


def _put(credential: Credential, request: httpx.Request) -> None:
    check_receiver(credential, str(request.url))
    if query_of(credential):
        request.url = _WithKey(request.url, credential)
    elif signs(credential):
        request.headers = _WithSecrets(request.headers, lambda: credential.sign(request.method, str(request.url), _form_of(request)))
    else:
        request.headers = _WithSecrets(request.headers, lambda: headers_of(credential))


def _may_be_rejected(credential: Credential, response: httpx.Response) -> bool:
    return (
        may_be_rejection(response.status_code, response.headers)
        and is_signed_in(credential)
        # After a redirect the refusal may come from somebody who never got the credential, at another origin of the API too.
        and may_receive(credential, str(response.request.url))
        and _is_on(credential, response.request)
    )


def _lost_its_key(credential: Credential, request: httpx.Request, response: httpx.Response) -> bool:
    """Whether a redirect within the origin was refused because httpx had left the key behind, or the signature as it was."""
    return (
        # Without what goes beside the token some APIs say 400 or 403.
        response.status_code in ((401,) if signs(credential) else (400, 401, 403))
        and response.request is not request
        and may_receive(credential, str(response.request.url))
        and same_origin(str(response.request.url), str(request.url))
        and all(same_origin(str(hop.request.url), str(request.url)) for hop in response.history)
        # What was signed is another address.
        and (signs(credential) or not _is_on(credential, response.request))
        and _can_repeat(response.request)
    )


def _can_repeat(request: httpx.Request) -> bool:
    # A body that was streamed cannot be sent again.
    return isinstance(request.stream, httpx.ByteStream)


def _form_of(request: httpx.Request) -> bytes | None:
    """The content that is signed with the request.

    Raises:
        RequestError: ``invalid_request`` - it is streamed.
    """
    if not is_form(request.headers.get("content-type", "")):
        return None
    if not _can_repeat(request):
        raise unsignable()
    return request.read()


def _is_on(credential: Credential, request: httpx.Request) -> bool:
    if signs(credential):
        return bool(request.headers.get("authorization", "").startswith("OAuth "))
    if query_of(credential):
        return isinstance(request.url, _WithKey)
    return isinstance(request.headers, _WithSecrets) or all(
        request.headers.get(name) == value for name, value in credential.headers().items()
    )


class _WithKey(httpx.URL):
    """The address of one request whose query carries a key. It shows without it, in the log that httpx writes too, and whatever is made of
    it, as the address that a redirect leads to, is made without it."""

    def __init__(self, url: httpx.URL, credential: Credential) -> None:
        for name in query_of(credential):
            # What is taken off is written anew; what is not stays byte for byte.
            url = url.copy_remove_param(name) if name in url.params else url
        super().__init__(url)
        self._credential = credential

    @property
    def raw_path(self) -> bytes:
        path = super().raw_path
        return path + (b"&" if b"?" in path else b"?") + urlencode(query_of(self._credential)).encode("ascii")


class _WithSecrets(httpx.Headers):
    """Headers of one request that hold those of a credential apart from the others: any of them may be a secret, as an application's key
    beside the token is. httpx copies headers to the request that follows a redirect; it copies the others only, so the credential does not
    reach another origin. Printed, they show the others only."""

    def __init__(self, headers: httpx.Headers, make: Callable[[], dict[str, str]]) -> None:
        # Printed before there is one.
        self._apart = httpx.Headers()
        super().__init__(headers)
        # What is made gets no local name, because a traceback may print the locals of this frame.
        self._apart = httpx.Headers(make())
        for name in self._apart:
            self.pop(name, None)
        if _AUTHORIZATION in self._apart:
            # httpx takes this one off when a redirect leads to another origin, and hides it where headers are printed.
            self[_AUTHORIZATION] = self._apart.pop(_AUTHORIZATION)

    @property
    def raw(self) -> list[tuple[bytes, bytes]]:
        return [*super().raw, *self._apart.raw]
