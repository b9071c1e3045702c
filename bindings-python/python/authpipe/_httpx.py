"""Authenticates the requests of `httpx` clients."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator

    from ._async_client import AsyncAuthpipe
    from ._client import Authpipe
    from ._native import Credential
    from ._types import SubjectArgs

_CLAIMS = re.compile(r'\bclaims="([^"\\]*)"', re.IGNORECASE)


class CredentialAuth(httpx.Auth):
    """For ``httpx.Client``."""

    def __init__(self, authpipe: Authpipe, subject: SubjectArgs) -> None:
        self._authpipe = authpipe
        self._subject = subject

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        credential = self._authpipe.get_credential(**self._subject)
        request.headers.update(credential.headers())
        response = yield request
        if not _may_try_again(credential, request, response):
            return
        renewed = self._authpipe.report_rejected(**self._subject, generation=credential.generation, claims=claims_of(response))
        request.headers.update(renewed.headers())
        yield request

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        raise RuntimeError("This belongs to Authpipe, which blocks. Use AsyncAuthpipe.httpx_auth() with httpx.AsyncClient.")
        yield request


class AsyncCredentialAuth(httpx.Auth):
    """For ``httpx.AsyncClient``."""

    def __init__(self, authpipe: AsyncAuthpipe, subject: SubjectArgs) -> None:
        self._authpipe = authpipe
        self._subject = subject

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        credential = await self._authpipe.get_credential(**self._subject)
        request.headers.update(credential.headers())
        response = yield request
        if not _may_try_again(credential, request, response):
            return
        renewed = await self._authpipe.report_rejected(
            **self._subject, generation=credential.generation, claims=claims_of(response)
        )
        request.headers.update(renewed.headers())
        yield request

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        raise RuntimeError("This belongs to AsyncAuthpipe, which is awaited. Use Authpipe.httpx_auth() with httpx.Client.")
        yield request


def claims_of(response: httpx.Response) -> str | None:
    """The claims challenge of a 401, as the API sent it."""
    found = _CLAIMS.search(", ".join(response.headers.get_list("www-authenticate")))
    return found[1] if found else None


def _may_try_again(credential: Credential, request: httpx.Request, response: httpx.Response) -> bool:
    # A body that was streamed is gone.
    return response.status_code == 401 and credential.credential_type == "oauth_token" and isinstance(request.stream, httpx.ByteStream)
