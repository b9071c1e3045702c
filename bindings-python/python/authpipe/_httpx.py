"""Authenticates the requests of `httpx` clients."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from ._source import Source, check_receiver, headers_of, may_receive

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator

    from ._native import Core, Credential
    from ._types import SubjectArgs


class CredentialAuth(httpx.Auth):
    """For ``httpx.Client`` and ``httpx.AsyncClient``. After a 401 the request is sent once more with a fresh credential."""

    def __init__(self, core: Core, subject: SubjectArgs, called: str) -> None:
        self._source = Source(core, subject, called)

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        credential = self._source.get()
        _put(credential, request)
        response = yield request
        if _was_rejected(credential, request, response):
            response.read()
            _put(self._source.renew(credential.generation, response.headers.get("www-authenticate", "")), request)
            yield request

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        credential = await self._source.get_async()
        _put(credential, request)
        response = yield request
        if _was_rejected(credential, request, response):
            await response.aread()
            challenge = response.headers.get("www-authenticate", "")
            _put(await self._source.renew_async(credential.generation, challenge), request)
            yield request


def _put(credential: Credential, request: httpx.Request) -> None:
    check_receiver(credential, str(request.url))
    # The secret gets no local name, because a traceback may print the locals of this frame.
    for name in headers_of(credential):
        if name.lower() == "authorization":
            # httpx takes this one off when a redirect leads to another origin.
            request.headers[name] = credential.headers()[name]
        else:
            request.headers = _WithSecret(request.headers, name, credential)


def _was_rejected(credential: Credential, request: httpx.Request, response: httpx.Response) -> bool:
    return (
        response.status_code == 401
        and credential.credential_type == "oauth_token"
        # After a redirect the refusal may come from somebody who never got the credential.
        and may_receive(credential, str(response.request.url))
        # A body that was streamed cannot be sent again.
        and isinstance(request.stream, httpx.ByteStream)
    )


class _WithSecret(httpx.Headers):
    """Headers of one request that hold a credential apart from the others. httpx copies headers to the request that follows a
    redirect; it copies the others only, so the credential does not reach another origin."""

    def __init__(self, headers: httpx.Headers, name: str, credential: Credential) -> None:
        self._secret = (name.encode("ascii"), credential.headers()[name].encode("ascii"))
        super().__init__(headers)
        self.pop(name, None)

    @property
    def raw(self) -> list[tuple[bytes, bytes]]:
        return [*super().raw, self._secret]
