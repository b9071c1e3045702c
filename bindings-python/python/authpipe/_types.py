"""What goes in and what comes out. Times are aware ``datetime`` objects in UTC."""

from __future__ import annotations

# Frameworks read the annotations of results when the program runs, so what they name is imported then too.
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, NoReturn, TypedDict

CredentialType = Literal["oauth_token", "api_key", "webhook_secret"]
"""What a credential is."""

CredentialFor = Literal["any", "installation", "user"]
"""Whose credential is meant. Only ``any`` may fall back from one to the other."""

GrantStatus = Literal["pending", "pending_approval", "active", "degraded", "needs_reauth", "suspended", "revoked"]
"""Where a grant stands."""

EventType = Literal[
    "connection.created",
    "connection.updated",
    "connection.needs_reauth",
    "connection.revoked",
    "connection.deleted",
    "token.refreshed",
    "token.refresh_failed",
    "installation.created",
    "installation.updated",
    "installation.suspended",
    "installation.deleted",
    "health.failed",
    "health.recovered",
]
"""The kinds of events."""


class _Subject(TypedDict):
    provider: str
    """The provider."""
    tenant_id: str
    """The tenant: your customer's id."""


class SubjectArgs(_Subject, total=False):
    """Whose credential is meant, as keyword arguments."""

    user_id: str | None
    """The user; needed for a user credential."""
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


class _User(_Subject):
    user_id: str
    """The user."""


class UserArgs(_User, total=False):
    """Which user is meant, as keyword arguments of every method about one: also of those that connect."""

    config: str | None
    """The config; needed where the provider has several."""
    label: str | None
    """Tells several accounts of one user apart."""


class CredentialOptions(TypedDict, total=False):
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
    force_refresh: bool
    """Refreshes even if the current credential is valid."""
    min_validity: float | timedelta | None
    """More time left than the default, in seconds."""
    scopes: Sequence[str] | None
    """Raises ``scope_missing`` if one of these was not granted."""
    claims: str | None
    """The claims challenge of an API: refreshes with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCredential:
    """Result of ``store_credential``."""

    connection_id: str
    """The connection."""
    status: Literal["created", "updated"]
    """Whether it is new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthSession:
    """A session made in server code. Send every ``set_cookie`` with the redirect to ``authorization_url``."""

    session_id: str
    """The session's id."""
    authorization_url: str = field(repr=False)
    """Where the browser goes."""
    expires_at: datetime
    """When the session is over."""
    set_cookie: tuple[str, ...] = field(repr=False)
    """Values of ``Set-Cookie``: they bind the session to this browser."""

    def __reduce__(self) -> NoReturn:
        raise TypeError("An AuthSession holds the state and the cookie of one browser and cannot be pickled; keep its session_id.")

    def __copy__(self) -> AuthSession:
        return self

    def __deepcopy__(self, memo: object) -> AuthSession:
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A connection, without its secrets."""

    id: str
    provider: str
    config: str
    tenant_id: str
    user_id: str | None
    """Absent where it belongs to the tenant."""
    label: str
    credential_type: CredentialType
    status: GrantStatus
    reason: str | None
    """Why, in one word."""
    external_user_id: str | None
    """The account at the provider."""
    external_organisation_id: str | None
    """The organisation at the provider."""
    display_name: str | None
    """The account's name, for people."""
    scopes: tuple[str, ...]
    expires_at: datetime | None
    """When the current access token ends."""
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """An installation, without its secrets."""

    id: str
    provider: str
    config: str
    tenant_id: str
    status: GrantStatus
    reason: str | None
    """Why, in one word."""
    provider_installation_id: str | None
    """The organisation at the provider."""
    display_name: str | None
    """The organisation's name, for people."""
    scopes: tuple[str, ...]
    installed_at: datetime
    installed_by: str | None
    """The user who went through the session."""
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthpipeEvent:
    """Something that happened to a grant."""

    id: str
    """Stable over every delivery."""
    type: EventType
    provider: str
    config: str
    tenant_id: str
    user_id: str | None
    connection_id: str
    """The connection or installation."""
    status: GrantStatus
    """Its status after the event."""
    reason: str | None
    """Why, in one word."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Result of a health check."""

    status: GrantStatus
    reason: str | None
    """Why, in one word."""
    live: bool | None
    """Whether the provider accepted the credential just now; ``None``: it could not be asked."""
    checked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintenanceReport:
    """What ``run_maintenance`` did."""

    refreshed: int
    """Refreshes that worked."""
    checked: int
    """Health checks made."""
    failed: int
    """Refreshes and checks that failed."""
    complete: bool
    """Whether everything due was done; otherwise the budget was over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who is signed in to the application."""

    tenant_id: str
    user_id: str
    role: Literal["admin", "member"]
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
