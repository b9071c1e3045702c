"""What goes in and what comes out. What all languages have alike is generated; here is what Python has besides."""

from __future__ import annotations

# Frameworks read the annotations of results when the program runs, so what they name is imported then too.
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ._generated_types import (
    AuditKind,
    AuditRecord,
    AuthpipeEvent,
    AuthSession,
    Connection,
    CredentialFor,
    CredentialOptions,
    CredentialSource,
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

if TYPE_CHECKING:
    from typing import TypeAlias

    # A subject as the native part takes it where it need not be read: provider, tenant, user, config, label, connection, installation,
    # whose credential it is, and what.
    SubjectInOrder: TypeAlias = tuple[
        str, str, str | None, str | None, str | None, str | None, str | None, CredentialFor | None, CredentialType | None
    ]

__all__ = [
    "AuditKind",
    "AuditRecord",
    "AuthSession",
    "AuthpipeEvent",
    "Connection",
    "CredentialFor",
    "CredentialOptions",
    "CredentialSource",
    "CredentialType",
    "Deletion",
    "DeviceAuth",
    "DevicePoll",
    "DeviceStatus",
    "ErrorCode",
    "EventOrder",
    "EventType",
    "GrantStatus",
    "Health",
    "HttpRequest",
    "HttpResponse",
    "IdentifyFailed",
    "Installation",
    "MaintenanceReport",
    "Principal",
    "ProviderDetails",
    "RefreshStage",
    "RefreshState",
    "RevocationOutcome",
    "Session",
    "SessionFailure",
    "SessionStatus",
    "StoreCredentialParamsArgs",
    "StoredCredential",
    "StoredCredentials",
    "SubjectArgs",
    "UserArgs",
]


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request to the handler, as an adapter hands it over."""

    method: str
    """Upper-case method."""
    path: str
    """The path below the mount point, starting with ``/``."""
    query: str = field(default="", repr=False)
    """The raw query without ``?``."""
    headers: Sequence[tuple[str, str]] = field(default=(), repr=False)
    """Names and values in the order received; names in any case."""
    body: bytes = field(default=b"", repr=False)
    """The raw body."""


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """The handler's answer, for the adapter to send."""

    status: int
    """The status code."""
    # Cookies bind flows, locations hold states: only the shape is shown.
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    """Names in lower case and values; ``set-cookie`` may repeat."""
    body: bytes = field(repr=False)
    """The body."""


@dataclass(frozen=True, slots=True)
class IdentifyFailed:
    """What is answered when the application failed to say who is signed in."""

    response: HttpResponse
    """The answer."""
    request_id: str
    """Its request id, under which the application logs why."""
