"""Authenticates the requests of `requests` sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from requests import PreparedRequest, Response
from requests.auth import AuthBase

from .._source import Source, check_receiver, headers_of, may_receive
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
        start = _position(request)
        repeatable = request.body is None or isinstance(request.body, (bytes, str)) or start is not None

        def judge(response: Response, *args: Any, **kwargs: Any) -> Response:
            sent = response.request
            # requests calls this hook for redirected requests too, and those may not carry the credential.
            if response.status_code == 401 and credential.credential_type == "oauth_token" and _carries(credential, sent):
                # Reported also where it cannot be sent again, so that the next request has a credential that works.
                renewed = self._source.renew(credential.generation, response.headers.get("www-authenticate", ""))
                if repeatable:
                    response = self._again(renewed, response, start, kwargs)
            if response.is_redirect and not may_receive(credential, urljoin(sent.url or "", response.headers["location"])):
                # requests builds the next request from this one and would remove `Authorization` only.
                _take_off(credential, sent)
            return response

        request.register_hook("response", judge)
        return request

    def _again(self, renewed: Credential, response: Response, start: int | None, kwargs: dict[str, Any]) -> Response:
        # Read to its end, so that the connection can be used again.
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
    request.headers.update(headers_of(credential))


def _take_off(credential: Credential, request: PreparedRequest) -> None:
    for name in credential.headers():
        request.headers.pop(name, None)


def _carries(credential: Credential, request: PreparedRequest) -> bool:
    return all(request.headers.get(name) == value for name, value in credential.headers().items())


def _position(request: PreparedRequest) -> int | None:
    """Where a file begins that is sent as the body; ``None`` for what is no file, or one that cannot be read twice."""
    body: Any = request.body
    try:
        position: int = body.tell()
    except (AttributeError, OSError):
        return None
    return position
