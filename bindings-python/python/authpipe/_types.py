"""What goes in and what comes out. What all languages have alike is generated; here is what Python has besides."""

from __future__ import annotations

# Frameworks read the annotations of results when the program runs, so what they name is imported then too.
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from ._generated_types import (
    AuthpipeEvent,
    AuthSession,
    CallOptionsArgs,
    Connection,
    CredentialFor,
    CredentialSource,
    CredentialType,
    EventType,
    GrantStatus,
    Health,
    Installation,
    MaintenanceReport,
    Role,
    StoredCredential,
    SubjectArgs,
)

__all__ = [
    "AuthSession",
    "AuthpipeEvent",
    "Connection",
    "CredentialFor",
    "CredentialOptions",
    "CredentialSource",
    "CredentialType",
    "EventType",
    "GrantStatus",
    "Health",
    "HttpRequest",
    "HttpResponse",
    "Installation",
    "MaintenanceReport",
    "Principal",
    "StoredCredential",
    "SubjectArgs",
    "UserArgs",
]


class _User(TypedDict):
    provider: str
    """The provider."""
    tenant_id: str
    """The tenant: your customer's id."""
    user_id: str
    """The user."""


class UserArgs(_User, total=False):
    """Which user is meant, as keyword arguments of every method about one: also of those that connect."""

    config: str | None
    """The config; needed where the provider has several."""
    label: str | None
    """Tells several accounts of one user apart."""


class CredentialOptions(CallOptionsArgs, total=False):
    """What else ``get_credential`` takes, besides ``provider``, ``tenant_id`` and ``user_id``."""

    config: str | None
    """The config; needed where the provider has several."""
    label: str | None
    """Tells several accounts of one user apart."""
    connection_id: str | None
    """Names the connection itself."""
    installation_id: str | None
    """Names the installation itself."""
    credential_for: CredentialFor | None
    """Default ``user`` with a ``user_id``; with neither, ``user_id_required``. Only ``any`` may fall back to the installation's."""
    credential_type: CredentialType | None
    """What it must be; default what the provider's API takes. A webhook's secret is given only to whoever asks for one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who is signed in to the application."""

    tenant_id: str
    user_id: str
    role: Role
    """Required, so that nobody becomes ``admin`` by omission."""


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
