"""Credentials for clients that are built on azure-core and await."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._source import scopes_of
from ._azure_tokens import Asked, caller_async, info_of, token_of

if TYPE_CHECKING:
    from types import TracebackType

    from azure.core.credentials import AccessToken, AccessTokenInfo, TokenRequestOptions
    from typing_extensions import Self

    from .._native import Credential


class AsyncTokenCredential(Asked):
    """For clients that await.

    ``tenant_id`` and ``enable_cae`` are accepted and change nothing: the grant belongs to one organisation, and whether it takes
    part in continuous access evaluation is said by its config.
    """

    async def get_token(
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
        return token_of(await self._ask(scopes, claims))

    async def get_token_info(self, *scopes: str, options: TokenRequestOptions | None = None) -> AccessTokenInfo:
        """The same, with details. Clients ask before each request, so that what has ended is not used from their cache."""
        return info_of(await self._ask(scopes, (options or {}).get("claims")))

    async def _ask(self, scopes: tuple[str, ...], claims: str | None) -> Credential:
        credential = await self._source.get_async()
        if wanted := scopes_of(credential, scopes):
            credential = await self._source.get_async(wanted)
        who = caller_async()
        if claims is not None:
            credential = await self._source.rejected_async(self.challenged(who, credential), claims)
        return self.keep(who, credential)

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
