"""What the adapters of HTTP clients and SDKs share: the credentials of one subject, and where they may be sent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .._errors import RequestError
from ._twins import twins

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .._async_client import AsyncAuthpipe
    from .._client import Authpipe
    from .._native import Credential
    from .._types import SubjectArgs

_CLAIMS = re.compile(r'\bclaims="([^"\\]*)"', re.IGNORECASE)
# Only what every parser reads alike: user names, backslashes and spaces are where they differ.
_PLAIN = re.compile(r"https?://[^/?#\\@\s]+([/?#][^\\\s]*)?", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Source:
    """The credentials of one subject, for clients that block and for clients that await."""

    __slots__ = ("_awaited", "_blocking", "_subject")

    def __init__(self, authpipe: Authpipe | AsyncAuthpipe, subject: SubjectArgs) -> None:
        self._blocking, self._awaited = twins(authpipe)
        self._subject = subject
        # Names a wrong argument here and not at the first request. It never opens the vault.
        self._blocking.peek_credential(**subject)

    def get(self, scopes: Sequence[str] | None = None) -> Credential:
        return self._blocking.get_credential(**self._subject, scopes=scopes)

    async def get_async(self, scopes: Sequence[str] | None = None) -> Credential:
        return await self._awaited.get_credential(**self._subject, scopes=scopes)

    def rejected(self, generation: int, claims: str | None = None) -> Credential:
        return self._blocking.report_rejected(**self._subject, generation=generation, claims=claims)

    async def rejected_async(self, generation: int, claims: str | None = None) -> Credential:
        return await self._awaited.report_rejected(**self._subject, generation=generation, claims=claims)


def claims_of(challenge: str) -> str | None:
    """The claims challenge in ``WWW-Authenticate``, as the API sent it."""
    found = _CLAIMS.search(challenge)
    return found[1] if found else None


def may_receive(credential: Credential, url: str) -> bool:
    """Whether this credential may be sent there: only to the origins of its profile, compared exactly."""
    return _origin(url) in credential.api_origins


def check_receiver(credential: Credential, url: str) -> None:
    """Refuses to send the credential elsewhere.

    Raises:
        RequestError: ``invalid_request``.
    """
    if not may_receive(credential, url):
        allowed = ", ".join(credential.api_origins) or "no origin"
        raise RequestError(
            f"This credential is for {allowed} and is not sent to {_origin(url) or 'this URL'}. "
            "Use a client without Authpipe for other hosts.",
            code="invalid_request",
            hint="Use a client without Authpipe for other hosts.",
        )


def _origin(url: str) -> str | None:
    if not _PLAIN.fullmatch(url):
        return None
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    try:
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").lower()
    if ":" in host:
        host = f"[{host}]"
    return f"{scheme}://{host}" if port in (None, _DEFAULT_PORTS[scheme]) else f"{scheme}://{host}:{port}"
