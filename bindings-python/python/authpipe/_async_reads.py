"""How an adapter whose client awaits gets the credentials of one subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import _native
from ._errors import RequestError
from ._wait import wait_async

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._native import Core, Credential
    from ._types import SubjectArgs, SubjectInOrder


class AsyncReads:
    """Awaits."""

    __slots__ = ()

    _core: Core
    _subject: SubjectArgs
    _in_order: SubjectInOrder

    async def get_async(self, scopes: Sequence[str] | None = None) -> Credential:
        # Nothing is refused here: what is at hand needs no event loop.
        kept = self._core.find(*self._in_order) if scopes is None else None
        return await wait_async(self._core.get_credential, **self._subject, scopes=scopes) if kept is None else kept

    async def rejected_async(self, generation: int, claims: str | None = None) -> Credential:
        return await wait_async(self._core.report_rejected, **self._subject, generation=generation, claims=claims)

    async def renew_async(self, generation: int, challenge: str) -> Credential:
        """Refreshes after a 401. The API wrote ``WWW-Authenticate``, so its challenge may be malformed: it is then left out."""
        claims = _native.read_claims(challenge)
        if claims is not None:
            try:
                return await self.rejected_async(generation, claims)
            except RequestError:
                pass
        return await self.rejected_async(generation)
