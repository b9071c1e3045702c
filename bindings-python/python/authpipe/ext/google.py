"""Credentials for clients that are built on `google-auth`."""

from __future__ import annotations

import threading
from datetime import timezone
from typing import TYPE_CHECKING, Any

from google.auth import credentials

from .._errors import RequestError
from .._source import Source, check_receiver, headers_of
from ._core import core_of

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from typing_extensions import Unpack

    from .._async_client import AsyncAuthpipe
    from .._client import Authpipe
    from .._native import Credential
    from .._types import SubjectArgs

__all__ = ["Credentials"]


class Credentials(credentials.Credentials):
    """A ``google.auth.credentials.Credentials`` whose ``refresh()`` asks the vault.

    Before each request the vault is asked for the current credential, which is cheap, and it goes to the API of its provider only.
    A 401 makes google-auth call ``refresh()``: the rejected token is then refreshed. google-auth shows no answer to its credentials, so a proxy's
    401 counts as one.

    Raises:
        RequestError: ``invalid_request`` at the request - the URL is not the provider's.
    """

    def __init__(self, authpipe: Authpipe | AsyncAuthpipe, **subject: Unpack[SubjectArgs]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._source = Source(core_of(authpipe), subject, "Credentials")
        # google-auth does not say which token was rejected. It is the one that this thread sent last, not one that another thread
        # has got since.
        self._sent = threading.local()

    def refresh(self, request: Any) -> None:
        """Gets the first credential, or replaces the one at hand because it was rejected.

        Args:
            request: google-auth's transport; not used, the exchange is the core's.

        Raises:
            ReauthRequiredError: ``reauth_required`` - the user must sign in again.
        """
        sent = self._sent_last()
        self._keep(self._source.get() if sent is None else self._source.rejected(sent.generation))

    def before_request(self, request: Any, method: str, url: str, headers: MutableMapping[str, str]) -> None:
        """Puts the current credential on a request."""
        current = self._keep(self._source.get())
        check_receiver(current, url)
        if any(name.lower() != "authorization" for name in current.headers()):
            # When a redirect leads to another origin, google-auth's transports remove `Authorization` and no other header.
            raise RequestError(
                "google-auth can send a credential in the header Authorization only; use authpipe.ext.requests or httpx_auth().",
                code="invalid_request",
                hint="Use authpipe.ext.requests or httpx_auth().",
            )
        self.apply(headers)

    def apply(self, headers: MutableMapping[str, str], token: str | None = None) -> None:
        """Puts the credential at hand on a request, in the header that its provider wants."""
        sent = self._sent_last()
        if token is None and sent is not None:
            # In lower case, as google-auth writes it: gRPC takes no other.
            headers.update({name.lower(): value for name, value in headers_of(sent).items()})
        else:
            super().apply(headers, token)  # type: ignore[no-untyped-call]

    def _sent_last(self) -> Credential | None:
        sent: Credential | None = getattr(self._sent, "credential", None)
        return sent

    def _keep(self, credential: Credential) -> Credential:
        credential.headers()  # What has no header goes to no API.
        self._sent.credential = credential
        self.token = credential.credential
        # google-auth compares with a naive time in UTC.
        self.expiry = credential.expires_at and credential.expires_at.astimezone(timezone.utc).replace(tzinfo=None)
        return credential
