"""Authenticates the requests of `requests` sessions."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from requests import PreparedRequest, RequestException, Response
from requests.auth import AuthBase

from .._rejection import MOST, is_rejection, may_be_rejection, undone
from .._source import Source, check_receiver, headers_of, is_form, is_signed_in, may_receive, signs, unsignable
from ._core import core_of

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from .._async_client import AsyncAuthpipe
    from .._client import Authpipe
    from .._native import Credential
    from .._types import SubjectArgs

__all__ = ["CredentialAuth"]


class CredentialAuth(AuthBase):
    """For ``requests.get(..., auth=CredentialAuth(authpipe, provider=..., tenant_id=..., user_id=...))`` and sessions.

    The credential goes to the API of its provider only, also when an answer redirects elsewhere. After a 401 the request is sent
    once more with a fresh credential.

    Raises:
        RequestError: ``invalid_request`` at the request - the URL is not the provider's.
    """

    def __init__(self, authpipe: Authpipe | AsyncAuthpipe, **subject: Unpack[SubjectArgs]) -> None:
        self._source = Source(core_of(authpipe), subject, "CredentialAuth")

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        credential = self._source.get()
        _put(credential, request)
        signed_for = request.url
        start = _position(request)
        repeatable = request.body is None or isinstance(request.body, (bytes, str)) or start is not None

        def judge(response: Response, *args: Any, **kwargs: Any) -> Response:
            # requests builds the request that follows a redirect from this one, whichever was answered.
            original = response.request
            if _is_moved(credential, signed_for, response) and repeatable:
                response = self._again(credential, response, start, kwargs)
            sent = response.request
            # requests calls this hook for redirected requests too, and those may not carry the credential.
            may_be_rejected = may_be_rejection(response.status_code, response.headers) and is_signed_in(credential) and _carries(credential, sent)
            begun, broken = _begun(response, kwargs) if may_be_rejected else (None, None)
            if may_be_rejected and is_rejection(response.status_code, response.headers, begun):
                # Reported also where it cannot be sent again, so that the next request has a credential that works.
                renewed = self._source.renew(credential.generation, response.headers.get("www-authenticate", ""))
                if repeatable:
                    response, broken = self._again(renewed, response, start, kwargs), None
            if broken is not None:
                # requests would find an empty body.
                raise broken
            if response.is_redirect and not may_receive(credential, urljoin(sent.url or "", response.headers["location"])):
                # requests would remove `Authorization` only.
                _take_off(credential, original, signed_for)
                _take_off(credential, sent, signed_for)
            return response

        request.register_hook("response", judge)
        return request

    def _again(self, renewed: Credential, response: Response, start: int | None, kwargs: dict[str, Any]) -> Response:
        # Read to its end, so that the connection can be used again. One that breaks off ends there: another takes its place.
        with contextlib.suppress(RequestException):
            _ = response.content
        response.close()
        sent = response.request
        _put(renewed, sent)
        again = sent.copy()
        if start is not None:
            body: Any = again.body
            body.seek(start)
        connection: Any = response.connection
        answer: Response = connection.send(again, **kwargs)
        answer.history.append(response)
        answer.request = again
        return answer


def _put(credential: Credential, request: PreparedRequest) -> None:
    check_receiver(credential, request.url or "")
    if signs(credential):
        request.headers.update(credential.sign(request.method or "GET", request.url or "", _form_of(request)))
        return
    request.headers.update(headers_of(credential))


def _take_off(credential: Credential, request: PreparedRequest, signed_for: str | None) -> None:
    # What is signed is told only by signing: there may be an application's key beside the signature.
    for name in credential.sign("GET", signed_for or "") if signs(credential) else credential.headers():
        request.headers.pop(name, None)


def _form_of(request: PreparedRequest) -> bytes | str | None:
    """The content that is signed with the request.

    Raises:
        RequestError: ``invalid_request`` - it is streamed.
    """
    kind = request.headers.get("content-type", "")
    if request.body is None or not is_form(kind.decode("latin-1") if isinstance(kind, bytes) else kind):
        return None
    if not isinstance(request.body, (bytes, str)):
        raise unsignable()
    return request.body


def _is_moved(credential: Credential, signed_for: str | None, response: Response) -> bool:
    """Whether a redirect within the API was refused because requests had left the signature as it was."""
    url = response.request.url or ""
    return response.status_code == 401 and signs(credential) and url != signed_for and may_receive(credential, url)


def _begun(response: Response, sending: dict[str, Any]) -> tuple[bytes | None, RequestException | None]:
    """What a body begins with, and what has broken it off. ``None`` where the beginning cannot be told without reading what is to be read later.
    It can be read all the same."""
    if response.request.method == "HEAD":
        return None, None
    try:
        # requests reads it as well, as soon as this has returned.
        return _peek(response) if sending.get("stream") else response.content[:MOST], None
    except RequestException as error:
        return None, error
    except RuntimeError:
        # A hook of the application's has read it.
        return None, None


def _peek(response: Response) -> bytes | None:
    raw: Any = response.raw
    answer: Any = getattr(raw, "_original_response", None)
    if getattr(answer, "length", None) == 0:
        # There is none to wait for.
        return b""
    try:
        begun: bytes = answer.fp.peek(MOST)
    except (AttributeError, OSError, ValueError):
        return None
    if getattr(answer, "chunked", False):
        begun = _unchunked(begun)
    return undone(begun, response.headers.get("content-encoding", "")) or None


def _unchunked(begun: bytes) -> bytes:
    """What chunks hold, as far as they are there (RFC 9112 §7.1)."""
    held = b""
    while begun:
        size, _, rest = begun.partition(b"\r\n")
        try:
            length = int(size.partition(b";")[0], 16)
        except ValueError:
            break
        if length <= 0:
            break
        held += rest[:length]
        begun = rest[length + 2 :]
    return held


def _carries(credential: Credential, request: PreparedRequest) -> bool:
    if signs(credential):
        return str(request.headers.get("Authorization", "")).startswith("OAuth ")
    return all(request.headers.get(name) == value for name, value in credential.headers().items())


def _position(request: PreparedRequest) -> int | None:
    """Where a file begins that is sent as the body; ``None`` for what is no file, or one that cannot be read twice."""
    body: Any = request.body
    try:
        position: int = body.tell()
    except (AttributeError, OSError):
        return None
    return position
