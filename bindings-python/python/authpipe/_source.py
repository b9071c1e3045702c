"""What the adapters of HTTP clients and SDKs share: the credentials of one subject, and where they may be sent."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ._async_reads import AsyncReads
from ._errors import RequestError
from ._reads import Reads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._native import Core, Credential
    from ._types import CredentialFor, CredentialType, SubjectArgs, SubjectInOrder

# URL parsers disagree about user names, backslashes and spaces, so a URL with any of these has no origin here.
_PLAIN = re.compile(r"https?://[^/?#\\@\s]+([/?#][^\\\s]*)?", re.IGNORECASE)
# `https://graph.microsoft.com/.default`: the API that a scope is of, and the scope's own name. Some clients write two slashes.
_OF_AN_API = re.compile(r"(https?://[^/]+)/+(.+)", re.IGNORECASE)
_LOOPBACK = re.compile(r"https?://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Source(Reads, AsyncReads):
    """The credentials of one subject, for clients that block and for clients that await."""

    __slots__ = ("_core", "_in_order", "_subject")

    def __init__(self, core: Core, subject: SubjectArgs, called: str) -> None:
        self._core = core
        self._subject = subject
        try:
            self._in_order = _in_order(**subject)
        except TypeError as wrong:
            raise TypeError(str(wrong).replace("_in_order()", f"{called}()")) from None
        # A wrong argument is named here and not at the first request. Peeking never opens the vault.
        core.peek(*self._in_order)


def _in_order(
    *,
    provider: str,
    tenant_id: str,
    user_id: str | None = None,
    config: str | None = None,
    label: str | None = None,
    connection_id: str | None = None,
    installation_id: str | None = None,
    credential_for: CredentialFor | None = None,
    credential_type: CredentialType | None = None,
) -> SubjectInOrder:
    return provider, tenant_id, user_id, config, label, connection_id, installation_id, credential_for, credential_type


def may_receive(credential: Credential, url: str) -> bool:
    """Whether this credential may be sent there: only to the origins of its profile, compared exactly."""
    return _origin(url) in credential.api_origins


def same_origin(one: str, other: str) -> bool:
    """Whether two URLs lead to the same origin."""
    return _origin(one) == _origin(other) is not None


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


def headers_of(credential: Credential) -> dict[str, str]:
    """What goes on a request. What no header can hold is refused here: HTTP libraries would repeat it in their errors.

    Raises:
        RequestError: ``invalid_request``.
    """
    # The secret gets no local name, because a traceback may print the locals of this frame.
    if not all(map(_fits, credential.headers().values())):
        raise RequestError(
            "This credential has characters that no header can hold. Store it again without them.",
            code="invalid_request",
            hint="Store it again without them.",
        )
    return credential.headers()


def signs(credential: Credential) -> bool:
    """Whether each request is signed with it. A stand-in of a test has headers only."""
    is_signer = getattr(credential, "_signs", None)
    return bool(is_signer and is_signer())


def is_signed_in(credential: Credential) -> bool:
    """Whether somebody has signed in for it, so that a 401 says something of the sign-in."""
    return credential.credential_type in ("oauth_token", "oauth1_token")


def is_form(content_type: str) -> bool:
    """Whether a content of this type is signed with the request (RFC 5849 §3.4.1.3)."""
    return content_type.partition(";")[0].strip().lower() == "application/x-www-form-urlencoded"


def unsignable() -> RequestError:
    """For a form that is streamed: it would have to be read before it is sent."""
    return RequestError(
        "A form that is streamed cannot be signed. Give it as names and values, or as text.",
        code="invalid_request",
        hint="Give it as names and values, or as text.",
    )


def query_of(credential: Credential) -> dict[str, str]:
    """The parameters of the address that carry it, where no header does. A stand-in of a test has headers only."""
    query = getattr(credential, "_query", None)
    return (query() if query else None) or {}


def scopes_of(credential: Credential, scopes: Sequence[str]) -> list[str]:
    """The scopes that must have been granted, by their own names. ``.default`` means those that the user was asked for.

    A client that asks for another API's scope would send it this credential, which is not meant for it (SR-30). Where the profile's
    hosts have been replaced by a sandbox on this machine, the names of APIs stay those of the real ones.

    Raises:
        RequestError: ``invalid_request`` - a scope of an API that this credential is not for.
    """
    names: list[str] = []
    in_sandbox = all(_LOOPBACK.fullmatch(origin) for origin in credential.api_origins)
    for scope in scopes:
        of_an_api = _OF_AN_API.fullmatch(scope)
        if of_an_api and not in_sandbox:
            check_receiver(credential, of_an_api[1])
        names.append(of_an_api[2] if of_an_api else scope)
    return [name for name in names if name != ".default"]


def _fits(value: str) -> bool:
    return value.isascii() and value.isprintable()


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
