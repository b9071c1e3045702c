"""Credentials for SDKs that are built on azure-core, such as `msgraph-sdk`."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from azure.core.credentials import AccessToken, AccessTokenInfo

from .._source import Source, scopes_of
from ._core import core_of

if TYPE_CHECKING:
    from types import TracebackType

    import azure.core.credentials
    import azure.core.credentials_async
    from azure.core.credentials import TokenRequestOptions
    from typing_extensions import Never, Self, Unpack

    from .._async_client import AsyncAuthpipe
    from .._client import Authpipe
    from .._native import Credential
    from .._types import SubjectArgs

__all__ = ["AsyncTokenCredential", "TokenCredential", "async_token_credential", "token_credential"]


# `refresh_on` lies in the past, also after the random delay that azure-core adds, so clients ask before each request. That is cheap
# here, and a user who has been disconnected is noticed at the next request.
_LONG_AGO = 1


def token_credential(authpipe: Authpipe | AsyncAuthpipe, **subject: Unpack[SubjectArgs]) -> TokenCredential:
    """A credential for clients that block: ``azure.core.credentials.TokenCredential``."""
    return TokenCredential(Source(core_of(authpipe), subject, "token_credential"))


def async_token_credential(authpipe: Authpipe | AsyncAuthpipe, **subject: Unpack[SubjectArgs]) -> AsyncTokenCredential:
    """A credential for clients that await: ``azure.core.credentials_async.AsyncTokenCredential``."""
    return AsyncTokenCredential(Source(core_of(authpipe), subject, "async_token_credential"))


class _Asked:
    """What both kinds of credential share."""

    def __init__(self, source: Source) -> None:
        self._source = source
        # azure-core does not say which token a claims challenge is about. It is the one that the same thread or task got; where that
        # is not known, the one that was handed out last.
        self._generation: int | None = None
        self._generations: WeakKeyDictionary[object, int] = WeakKeyDictionary()

    def _challenged(self, caller: object, credential: Credential) -> int:
        """The generation that a challenge is about. ``credential`` is the current one."""
        generation = self._generations.get(caller, self._generation)
        return credential.generation if generation is None else generation

    def _keep(self, caller: object, credential: Credential) -> Credential:
        self._generation = self._generations[caller] = credential.generation
        return credential


class TokenCredential(_Asked):
    """For clients that block.

    ``tenant_id`` and ``enable_cae`` are accepted and change nothing: the grant belongs to one organisation, and whether it takes
    part in continuous access evaluation is said by its config.
    """

    def get_token(
        self,
        *scopes: str,
        claims: str | None = None,
        tenant_id: str | None = None,
        enable_cae: bool = False,
        **kwargs: Any,
    ) -> AccessToken:
        """An access token that is valid now.

        Args:
            scopes: Scopes that must have been granted. ``.default`` means those that the user was asked for.
            claims: A claims challenge. The rejected token is refreshed with it.
            tenant_id: Changes nothing.
            enable_cae: Changes nothing.
            kwargs: Change nothing.

        Raises:
            NotConnectedError: ``not_connected``, ``installation_not_found``.
            RequestError: ``invalid_request`` - a scope of an API that this credential is not for.
            ReauthRequiredError: ``reauth_required``, ``scope_missing`` - the user must sign in again.
        """
        return _token(self._ask(scopes, claims))

    def get_token_info(self, *scopes: str, options: TokenRequestOptions | None = None) -> AccessTokenInfo:
        """The same, with details. Clients ask before each request, so that what has ended is not used from their cache."""
        return _info(self._ask(scopes, (options or {}).get("claims")))

    def _ask(self, scopes: tuple[str, ...], claims: str | None) -> Credential:
        credential = self._source.get()
        if wanted := scopes_of(credential, scopes):
            credential = self._source.get(wanted)
        caller = threading.current_thread()
        if claims is not None:
            credential = self._source.rejected(self._challenged(caller, credential), claims)
        return self._keep(caller, credential)

    def close(self) -> None:
        """Does nothing: the credential belongs to the ``Authpipe``."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        self.close()


class AsyncTokenCredential(_Asked):
    """For clients that await; otherwise as `TokenCredential`."""

    async def get_token(
        self,
        *scopes: str,
        claims: str | None = None,
        tenant_id: str | None = None,
        enable_cae: bool = False,
        **kwargs: Any,
    ) -> AccessToken:
        """An access token that is valid now; arguments and errors as `TokenCredential.get_token`."""
        return _token(await self._ask(scopes, claims))

    async def get_token_info(self, *scopes: str, options: TokenRequestOptions | None = None) -> AccessTokenInfo:
        """The same, with details. Clients ask before each request, so that what has ended is not used from their cache."""
        return _info(await self._ask(scopes, (options or {}).get("claims")))

    async def _ask(self, scopes: tuple[str, ...], claims: str | None) -> Credential:
        credential = await self._source.get_async()
        if wanted := scopes_of(credential, scopes):
            credential = await self._source.get_async(wanted)
        caller = _task() or threading.current_thread()
        if claims is not None:
            credential = await self._source.rejected_async(self._challenged(caller, credential), claims)
        return self._keep(caller, credential)

    async def close(self) -> None:
        """Does nothing: the credential belongs to the ``Authpipe``."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        await self.close()


if TYPE_CHECKING:

    def _are_what_azure_core_takes(  # pyright: ignore[reportUnusedFunction]
        blocking: TokenCredential, awaited: AsyncTokenCredential
    ) -> tuple[
        azure.core.credentials.TokenCredential,
        azure.core.credentials.SupportsTokenInfo,
        azure.core.credentials_async.AsyncTokenCredential,
        azure.core.credentials_async.AsyncSupportsTokenInfo,
    ]:
        # Type checkers of applications compare parameter by parameter, by name too.
        return blocking, blocking, awaited, awaited


class _AccessToken(AccessToken):
    """azure-core's own class, because clients ask for it by ``isinstance``; theirs prints the token."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"AccessToken(token='[redacted]', expires_on={self.expires_on})"

    def __reduce__(self) -> Never:
        raise TypeError("An AccessToken of Authpipe holds a credential and cannot be pickled; ask for one where it is needed.")


class _AccessTokenInfo(AccessTokenInfo):
    """The same for azure-core's newer class."""

    def __repr__(self) -> str:
        return f"AccessTokenInfo(token='[redacted]', expires_on={self.expires_on}, token_type='{self.token_type}')"

    def __reduce__(self) -> Never:
        raise TypeError("An AccessTokenInfo of Authpipe holds a credential and cannot be pickled; ask for one where it is needed.")


def _task() -> object:
    try:
        return asyncio.current_task()
    except RuntimeError:
        return None


def _token(credential: Credential) -> AccessToken:
    credential.headers()  # What has no header goes to no API.
    return _AccessToken(credential.credential, _expires_on(credential))


def _info(credential: Credential) -> AccessTokenInfo:
    credential.headers()
    return _AccessTokenInfo(credential.credential, _expires_on(credential), refresh_on=_LONG_AGO)


def _expires_on(credential: Credential) -> int:
    # azure-core wants an end. A credential without one is asked for again after a minute.
    return int(time.time()) + 60 if credential.expires_at is None else int(credential.expires_at.timestamp())
