"""What both kinds of credential for azure-core share: which token a challenge is about, and what is handed out."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from types import ModuleType

    from azure.core.credentials import AccessToken, AccessTokenInfo

    from .._native import Credential
    from .._source import Source

# `refresh_on` lies in the past, also after the random delay that azure-core adds, so clients ask before each request. That is cheap
# here, and a user who has been disconnected is noticed at the next request.
_LONG_AGO = 1


class Asked:
    """What both kinds of credential share."""

    def __init__(self, source: Source) -> None:
        self._source = source
        # azure-core does not say which token a claims challenge is about. It is the one that the same thread or task got; where that
        # is not known, the one that was handed out last.
        self._generation: int | None = None
        self._generations: WeakKeyDictionary[object, int] = WeakKeyDictionary()

    def challenged(self, caller: object, credential: Credential) -> int:
        """The generation that a challenge is about. ``credential`` is the current one."""
        generation = self._generations.get(caller, self._generation)
        return credential.generation if generation is None else generation

    def keep(self, caller: object, credential: Credential) -> Credential:
        self._generation = self._generations[caller] = credential.generation
        return credential


def caller() -> object:
    """Who asks, in a program that blocks."""
    return threading.current_thread()


def caller_async() -> object:
    """Who asks, in a program that awaits."""
    try:
        return asyncio.current_task() or threading.current_thread()
    except RuntimeError:
        return threading.current_thread()


def token_of(credential: Credential) -> AccessToken:
    credential.headers()  # What has no header goes to no API.
    token: AccessToken = _classes().Token(credential.credential, _expires_on(credential))
    return token


def info_of(credential: Credential) -> AccessTokenInfo:
    credential.headers()
    info: AccessTokenInfo = _classes().TokenInfo(credential.credential, _expires_on(credential), refresh_on=_LONG_AGO)
    return info


def _classes() -> ModuleType:
    # Those who ask by `isinstance` have azure-core. Others, who know the protocol only, need not install it.
    try:
        from . import _azure_classes
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.partition(".")[0] != "azure":
            raise
        from . import _azure_alike

        return _azure_alike
    return _azure_classes


def _expires_on(credential: Credential) -> int:
    # azure-core wants an end. A credential without one is asked for again after a minute.
    return int(time.time()) + 60 if credential.expires_at is None else int(credential.expires_at.timestamp())
