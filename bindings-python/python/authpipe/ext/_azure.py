# Derived from ext/_async_azure.py by `cargo xtask types`. Do not edit.
"""Credentials for clients that are built on azure-core and block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .._source import scopes_of
from ._azure_tokens import Asked, caller, info_of, token_of

if TYPE_CHECKING:
    from types import TracebackType

    from azure.core.credentials import AccessToken, AccessTokenInfo, TokenRequestOptions
    from typing_extensions import Self

    from .._native import Credential


class TokenCredential(Asked):
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
        return token_of(self._ask(scopes, claims))

    def get_token_info(self, *scopes: str, options: TokenRequestOptions | None = None) -> AccessTokenInfo:
        """The same, with details. Clients ask before each request, so that what has ended is not used from their cache."""
        return info_of(self._ask(scopes, (options or {}).get("claims")))

    def _ask(self, scopes: tuple[str, ...], claims: str | None) -> Credential:
        credential = self._source.get()
        if wanted := scopes_of(credential, scopes):
            credential = self._source.get(wanted)
        who = caller()
        if claims is not None:
            credential = self._source.rejected(self.challenged(who, credential), claims)
        return self.keep(who, credential)

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
