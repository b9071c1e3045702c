"""Makes our classes of what the native part raises; the codes, the wording and the advice come from the core."""

from __future__ import annotations

from ._base_error import AuthpipeError
from ._generated_errors import (
    CLASSES,
    ConfigError,
    FlowError,
    HandlerError,
    InternalError,
    NotConnectedError,
    ProviderConfigError,
    ProviderError,
    RateLimitedError,
    ReauthRequiredError,
    RequestError,
    UsageError,
    VaultError,
)

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    from typing import Any

__all__ = [
    "AuthpipeError",
    "AuthpipeTimeoutError",
    "ConfigError",
    "FlowError",
    "HandlerError",
    "InternalError",
    "NotConnectedError",
    "ProviderConfigError",
    "ProviderError",
    "RateLimitedError",
    "ReauthRequiredError",
    "RequestError",
    "UsageError",
    "VaultError",
    "from_native",
]


class AuthpipeTimeoutError(ProviderError, TimeoutError):
    """The caller's time ran out; a refresh under way goes on."""


for _class in (AuthpipeError, AuthpipeTimeoutError, *CLASSES.values()):
    _class.__module__ = "authpipe"  # what tracebacks show is what people import


def from_native(family: str, causes: list[str], details: dict[str, Any]) -> AuthpipeError:
    """Makes the exception for an error of the core. Called by the native part."""
    cls = AuthpipeTimeoutError if details["code"] == "timeout" else CLASSES.get(family, AuthpipeError)
    error = cls(**details)
    cause: BaseException | None = None
    for text in reversed(causes):
        outer = Exception(text)
        outer.__cause__ = cause
        cause = outer
    error.__cause__ = cause
    return error
