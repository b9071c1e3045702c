"""azure-core's own classes, which clients ask for by ``isinstance``; these do not print the token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from azure.core.credentials import AccessToken, AccessTokenInfo

if TYPE_CHECKING:
    from typing_extensions import Never


class Token(AccessToken):
    """azure-core's own class, because clients ask for it by ``isinstance``; theirs prints the token."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"AccessToken(token='[redacted]', expires_on={self.expires_on})"

    def __reduce__(self) -> Never:
        raise TypeError("An AccessToken of Authpipe holds a credential and cannot be pickled; ask for one where it is needed.")


class TokenInfo(AccessTokenInfo):
    """The same for azure-core's newer class."""

    def __repr__(self) -> str:
        return f"AccessTokenInfo(token='[redacted]', expires_on={self.expires_on}, token_type='{self.token_type}')"

    def __reduce__(self) -> Never:
        raise TypeError("An AccessTokenInfo of Authpipe holds a credential and cannot be pickled; ask for one where it is needed.")
