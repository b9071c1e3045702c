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

    from ._generated_types import ErrorCode

__all__ = [
    "AuthpipeError",
    "AuthpipeTimeoutError",
    "ConfigError",
    "ConfigTypeError",
    "FlowError",
    "HandlerError",
    "InternalError",
    "NotConnectedError",
    "ProviderConfigError",
    "ProviderError",
    "RateLimitedError",
    "ReauthRequiredError",
    "RequestError",
    "RequestTypeError",
    "RequestValueError",
    "UsageError",
    "VaultError",
    "from_native",
    "refused",
]


class AuthpipeTimeoutError(ProviderError, TimeoutError):
    """The caller's time ran out; a refresh under way goes on."""


class RequestTypeError(RequestError, TypeError):
    """An argument has a wrong type."""


class RequestValueError(RequestError, ValueError):
    """An argument has a value that cannot be."""


class ConfigTypeError(ConfigError, TypeError):
    """An option has a wrong type."""


_REFUSED = {
    ("TypeError", "config_invalid"): ConfigTypeError,
    ("TypeError", "invalid_request"): RequestTypeError,
    ("ValueError", "invalid_request"): RequestValueError,
}

for _class in (AuthpipeError, AuthpipeTimeoutError, *_REFUSED.values(), *CLASSES.values()):
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


def refused(also: str, code: ErrorCode, message: str) -> AuthpipeError:
    """Makes the exception for a refused argument, which is one of Python's too. Called by the native part."""
    return _REFUSED[also, code](message, code=code)
