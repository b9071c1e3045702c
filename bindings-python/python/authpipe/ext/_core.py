"""The native object behind a client, which every adapter takes from either kind of client."""

from __future__ import annotations

from .. import _native
from .._errors import ConfigTypeError

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    from .._async_client import AsyncAuthpipe
    from .._client import Authpipe


def core_of(authpipe: Authpipe | AsyncAuthpipe) -> _native.Core:
    """The native object, to block on and to await alike. It stays the client's: closing the client closes it.

    Raises:
        ConfigError: ``config_invalid``, a ``TypeError`` too - the argument is neither an ``Authpipe`` nor an ``AsyncAuthpipe``.
    """
    core: object = getattr(authpipe, "_core", None)
    if isinstance(core, _native.Core):
        return core
    message = f"authpipe must be an Authpipe or an AsyncAuthpipe, not {type(authpipe).__name__}."
    raise ConfigTypeError(message, code="config_invalid")
