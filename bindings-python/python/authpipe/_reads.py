# Derived from _async_reads.py by `cargo xtask types`. Do not edit.
"""How an adapter whose client blocks gets the credentials of one subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import _native
from ._errors import RequestError
from ._wait import refuse_on_event_loop, wait

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._native import Core, Credential
    from ._types import SubjectArgs, SubjectInOrder


class Reads:
    """Blocks."""

    __slots__ = ()

    _core: Core
    _subject: SubjectArgs
    _in_order: SubjectInOrder

    def get(self, scopes: Sequence[str] | None = None) -> Credential:
        refuse_on_event_loop()
        kept = self._core.find(*self._in_order) if scopes is None else None
        return wait(self._core.get_credential, **self._subject, scopes=scopes) if kept is None else kept

    def rejected(self, generation: int, claims: str | None = None) -> Credential:
        return wait(self._core.report_rejected, **self._subject, generation=generation, claims=claims)

    def renew(self, generation: int, challenge: str) -> Credential:
        """Refreshes after a 401. The API wrote ``WWW-Authenticate``, so its challenge may be malformed: it is then left out."""
        claims = _native.read_claims(challenge)
        if claims is not None:
            try:
                return self.rejected(generation, claims)
            except RequestError:
                pass
        return self.rejected(generation)
