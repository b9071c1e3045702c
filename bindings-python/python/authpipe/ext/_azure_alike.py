"""What azure-core's classes look like, where azure-core is not installed: the protocol of a credential needs no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing_extensions import Never


class _Token(NamedTuple):
    token: str
    expires_on: int


class Token(_Token):
    """``azure.core.credentials.AccessToken``."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"AccessToken(token='[redacted]', expires_on={self.expires_on})"

    def __reduce__(self) -> Never:
        raise TypeError("An AccessToken of Authpipe holds a credential and cannot be pickled; ask for one where it is needed.")


class TokenInfo:
    """``azure.core.credentials.AccessTokenInfo``."""

    def __init__(self, token: str, expires_on: int, *, token_type: str = "Bearer", refresh_on: int | None = None) -> None:
        self.token = token
        self.expires_on = expires_on
        self.token_type = token_type
        self.refresh_on = refresh_on

    def __repr__(self) -> str:
        return f"AccessTokenInfo(token='[redacted]', expires_on={self.expires_on}, token_type='{self.token_type}')"

    def __reduce__(self) -> Never:
        raise TypeError("An AccessTokenInfo of Authpipe holds a credential and cannot be pickled; ask for one where it is needed.")
