"""Credentials for SDKs that are built on azure-core, such as `msgraph-sdk`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._source import Source
from ._async_azure import AsyncTokenCredential
from ._azure import TokenCredential
from ._core import core_of

if TYPE_CHECKING:
    import azure.core.credentials
    import azure.core.credentials_async
    from typing_extensions import Unpack

    from .._async_client import AsyncAuthpipe
    from .._client import Authpipe
    from .._types import SubjectArgs

__all__ = ["AsyncTokenCredential", "TokenCredential", "async_token_credential", "token_credential"]


def token_credential(authpipe: Authpipe | AsyncAuthpipe, **subject: Unpack[SubjectArgs]) -> TokenCredential:
    """A credential for clients that block: ``azure.core.credentials.TokenCredential``."""
    return TokenCredential(Source(core_of(authpipe), subject, "token_credential"))


def async_token_credential(authpipe: Authpipe | AsyncAuthpipe, **subject: Unpack[SubjectArgs]) -> AsyncTokenCredential:
    """A credential for clients that await: ``azure.core.credentials_async.AsyncTokenCredential``."""
    return AsyncTokenCredential(Source(core_of(authpipe), subject, "async_token_credential"))


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
