"""Authpipe: the credential layer an application embeds to act on its customers' accounts at other providers.

>>> from authpipe import Authpipe, ProviderConfig
>>> ap = Authpipe(providers={"microsoft-onedrive": ProviderConfig(client_id="…", client_secret="…", scopes=["Files.Read"])})
>>> ap.get_credential(provider="microsoft-onedrive", tenant_id="org_acme", user_id="user_123").headers()

`Authpipe` blocks, `AsyncAuthpipe` is awaited; their methods are the same. Importing this package starts no thread, opens no file
and loads no web framework.
"""

from __future__ import annotations

from ._loading import explain, refuse_subinterpreter

refuse_subinterpreter()
try:
    from . import _native as _native
except ImportError as _missing:
    raise explain(_missing) from _missing

from ._client import Authpipe
from ._errors import (
    AuthpipeError,
    AuthpipeTimeoutError,
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
from ._native import Credential, TestClock, __version__, read_claims
from ._generated_options import ProviderConfig

TYPE_CHECKING = False  # type checkers know better; importing `typing` would double the time of an import
if TYPE_CHECKING:
    from ._async_client import AsyncAuthpipe
    from ._async_events import AsyncEventFeed
    from ._async_handler import AsyncHandler
    from ._events import EventFeed
    from ._handler import Handler
    from ._own import Anchor, RootKey, RootKeyError
    from ._pages import AsyncPage, AsyncPages, Page
    from ._types import (
        AuditKind,
        AuditRecord,
        AuthpipeEvent,
        AuthSession,
        Connection,
        CredentialFor,
        CredentialOptions,
        CredentialType,
        Deletion,
        DeviceAuth,
        DevicePoll,
        DeviceStatus,
        ErrorCode,
        EventOrder,
        EventType,
        GrantStatus,
        Health,
        HttpRequest,
        HttpResponse,
        IdentifyFailed,
        Installation,
        MaintenanceReport,
        Principal,
        ProviderDetails,
        RefreshStage,
        RefreshState,
        RevocationOutcome,
        Session,
        SessionFailure,
        SessionStatus,
        StoreCredentialParamsArgs,
        StoredCredential,
        StoredCredentials,
        SubjectArgs,
        UserArgs,
    )

__all__ = [
    "Anchor",
    "AsyncAuthpipe",
    "AsyncEventFeed",
    "AsyncHandler",
    "AsyncPage",
    "AsyncPages",
    "AuditKind",
    "AuditRecord",
    "AuthSession",
    "Authpipe",
    "AuthpipeError",
    "AuthpipeEvent",
    "AuthpipeTimeoutError",
    "ConfigError",
    "Connection",
    "Credential",
    "CredentialFor",
    "CredentialOptions",
    "CredentialType",
    "Deletion",
    "DeviceAuth",
    "DevicePoll",
    "DeviceStatus",
    "ErrorCode",
    "EventFeed",
    "EventOrder",
    "EventType",
    "FlowError",
    "GrantStatus",
    "Handler",
    "HandlerError",
    "Health",
    "HttpRequest",
    "HttpResponse",
    "IdentifyFailed",
    "Installation",
    "InternalError",
    "MaintenanceReport",
    "NotConnectedError",
    "Page",
    "Principal",
    "ProviderConfig",
    "ProviderConfigError",
    "ProviderDetails",
    "ProviderError",
    "RateLimitedError",
    "ReauthRequiredError",
    "RefreshStage",
    "RefreshState",
    "RequestError",
    "RevocationOutcome",
    "RootKey",
    "RootKeyError",
    "Session",
    "SessionFailure",
    "SessionStatus",
    "StoreCredentialParamsArgs",
    "StoredCredential",
    "StoredCredentials",
    "SubjectArgs",
    "TestClock",
    "UsageError",
    "UserArgs",
    "VaultError",
    "__version__",
    "read_claims",
]

# These load `dataclasses` and `asyncio`, which take longer than the rest of the start; a script needs neither.
_LATER = {
    "Anchor": "_own",
    "AsyncAuthpipe": "_async_client",
    "AsyncEventFeed": "_async_events",
    "AsyncHandler": "_async_handler",
    "AsyncPage": "_pages",
    "AsyncPages": "_pages",
    "EventFeed": "_events",
    "Handler": "_handler",
    "Page": "_pages",
    "RootKey": "_own",
    "RootKeyError": "_own",
}


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found: object = getattr(import_module(f".{_LATER.get(name, '_types')}", __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
