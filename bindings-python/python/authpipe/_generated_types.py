# Generated from bindings-common by `cargo xtask types`. Do not edit.
"""What goes in and what comes out. Times are aware ``datetime`` objects in UTC."""

from __future__ import annotations

# Frameworks read the annotations of results when the program runs, so what they name is imported then too.
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, NoReturn, TypedDict

from ._whole import whole

CredentialType = Literal["oauth_token", "oauth1_token", "api_key", "webhook_secret"]
"""What a credential is."""

StoredCredentialType = Literal["api_key", "webhook_secret"]
"""What can be stored."""

StoredStatus = Literal["created", "updated"]
"""What became of a stored credential."""

CredentialFor = Literal["any", "installation", "user"]
"""Whose credential is meant. Only ``any`` may fall back from one to the other."""

CredentialSource = Literal["connection", "installation"]
"""Where a credential came from."""

GrantStatus = Literal["pending", "pending_approval", "active", "degraded", "needs_reauth", "suspended", "revoked"]
"""Where a grant stands."""

RevocationOutcome = Literal["revoked", "pending", "shared", "unsupported", "failed"]
"""What has become of the tokens at the provider when a connection or an installation is deleted."""

EventType = Literal[
    "connection.created",
    "connection.updated",
    "connection.needs_reauth",
    "connection.deleted",
    "token.refreshed",
    "token.revoked",
    "token.revocation_skipped",
    "token.revocation_failed",
    "credential.expiring",
    "installation.created",
    "installation.updated",
    "installation.deleted",
    "health.failed",
    "health.recovered",
    "config.error",
    "config.recovered",
    "session.failed",
    "session.cancelled",
]
"""The kinds of events."""

AuditKind = Literal[
    "connection.connected",
    "connection.deleted",
    "credential.stored",
    "installation.installed",
    "installation.approved",
    "installation.deleted",
    "root_key.offered",
    "root_key.promoted",
    "root_key.retired",
    "tenant_key.rotated",
    "tenant_key.destroyed",
    "tenant.erasure_begun",
    "tenant.erased",
    "tenant.erasure_confirmed",
    "user.erasure_begun",
    "user.erased",
    "index_key.rotated",
    "index_key.destroyed",
    "audit_key.rotated",
    "audit_key.destroyed",
    "vault.backup_begun",
    "vault.copy_begun",
    "audit.dropped",
    "audit.acknowledged",
    "vault.restore_confirmed",
]
"""The kinds of audited acts."""

EventOrder = Literal["oldest_first", "newest_first"]
"""In which order events are listed."""

ConfigStatus = Literal["ok", "throttled", "config_error"]
"""Where a config stands at its provider. It says nothing about the connections that were made through it."""

DeviceStatus = Literal["pending", "complete", "denied", "expired"]
"""What a poll of a sign-in on another device found."""

RefreshStage = Literal["claimed", "sending"]
"""How far a refresh has come whose lease a process holds."""

SessionStatus = Literal["pending", "awaiting_completion", "complete", "cancelled", "failed", "expired"]
"""Where a session stands."""

SessionMode = Literal["popup", "redirect"]
"""How the browser comes back."""

Attachment = Literal["user", "tenant"]
"""To whom the grants of a config belong."""

Role = Literal["admin", "member"]
"""What somebody may do."""

Mode = Literal["production", "development"]
"""How strict to be."""

Retry = Literal["never", "later", "after_reauth"]
"""When calling again makes sense."""

Actor = Literal["developer", "operator", "user", "administrator", "maintainer", "nobody"]
"""Who must do something about an error."""

ErrorCode = Literal[
    "config_invalid",
    "key_missing",
    "key_mismatch",
    "base_url_missing",
    "vault_unavailable",
    "vault_locked",
    "vault_newer",
    "vault_moved",
    "environment_mismatch",
    "restore_unconfirmed",
    "key_service_unavailable",
    "provider_unknown",
    "provider_not_configured",
    "provider_config_rejected",
    "not_connected",
    "installation_not_found",
    "installation_pending",
    "approval_required",
    "ambiguous_config",
    "user_id_required",
    "invalid_id",
    "invalid_request",
    "scope_not_allowed",
    "scope_unavailable",
    "credential_rejected",
    "reauth_required",
    "scope_missing",
    "admin_consent_required",
    "provider_unavailable",
    "provider_error",
    "tls_failed",
    "rate_limited",
    "timeout",
    "state_invalid",
    "session_expired",
    "session_binding_mismatch",
    "access_denied",
    "installation_claimed",
    "account_mismatch",
    "account_type_unsupported",
    "identity_required",
    "identify_failed",
    "identity_mismatch",
    "forbidden",
    "origin_not_allowed",
    "not_found",
    "method_not_allowed",
    "too_large",
    "closed",
    "forked",
    "internal",
    "runtime_unsupported",
]
"""The stable codes, the same in all languages. A later version may have more, so a ``match`` keeps a default."""


class AuthpipeOptionsArgs(TypedDict, total=False):
    """Options of the object. Absent ones are read from the environment where a variable is named."""

    vault: str | None
    """Where the vault is. ``sqlite:./authpipe.db`` (default), ``postgres://…`` for several machines, or ``memory:``.
    Environment: ``AUTHPIPE_VAULT``.
    """
    spool_dir: str | os.PathLike[str] | None
    """Where renewed tokens wait, sealed, while the vault cannot be written. Default beside a SQLite vault, ``<vault>-spool``;
    none for a vault in memory. Environment: ``AUTHPIPE_SPOOL_DIR``.
    """
    anchor_file: str | os.PathLike[str] | None
    """A file in which it is remembered how far the vault was, so that a restored copy is noticed. Best on another disk than the
    vault's. Default beside a SQLite vault, ``<vault>-anchor``; none for other vaults. Environment: ``AUTHPIPE_ANCHOR_FILE``.
    """
    anchor: Any | None
    """The same in a place of the application's own, in the place of a file."""
    key: str | Sequence[str] | None
    """The root key. ``apk1_…``, ``file:`` and the path of a file that holds it and is its owner's alone, or the name of a key in
    a service (``aws-kms:``, ``gcp-kms:``, ``azure-kv:``, ``transit:``). Several: the current one first, then earlier ones.
    Environment: ``AUTHPIPE_KEY``, separated by commas.
    """
    root_keys: Any | None
    """Root keys of the application's own, in a key service or an HSM. They come after ``key``, unless that names their ids: then
    there.
    """
    base_url: str | None
    """The public URL of the mounted handler. Environment: ``AUTHPIPE_BASE_URL``."""
    mode: Mode | None
    """How strict to be. Default ``production``, the strict one; never guessed. Environment: ``AUTHPIPE_MODE``."""
    environment: str | None
    """The name of the deployment, part of every encryption context. Environment: ``AUTHPIPE_ENVIRONMENT``."""
    providers: Mapping[str, ProviderConfigArgs] | None
    """Client registrations by config id. Secrets given here are never written to the vault."""
    background: bool
    """Whether refreshes and checks run by themselves; default true. Without, call ``run_maintenance``."""
    min_validity: float | timedelta | None
    """A credential is handed out with at least this much time left, or nine tenths of its lifetime if that is less; default the
    lesser of 60 seconds and a tenth of its lifetime. In seconds.
    """
    timeout: float | timedelta | None
    """How long a call waits for a credential; default 10 seconds. It never bounds the exchange itself, nor other calls, which
    take a limit each. In seconds.
    """
    allowed_private_hosts: Sequence[str] | None
    """Self-hosted providers on private addresses, as exact ``host:port``."""
    extra_ca_file: str | os.PathLike[str] | None
    """A PEM file whose authorities are trusted besides the platform's."""
    danger_origins: Mapping[str, Mapping[str, str]] | None
    """Points a definition's origins at a sandbox: development mode and literal loopback only."""
    proxy: str | None
    """The proxy for requests to providers. Its URL, or ``environment`` to read ``HTTPS_PROXY`` and ``NO_PROXY``, which are not
    read otherwise.
    """
    logger: Any | None
    """Where this object's lines of the log go."""
    test_clock: Any | None
    """A clock that a test moves: development mode only."""


class ProviderConfigArgs(TypedDict, total=False):
    """The application's client registration at a provider."""

    client_id: str | None
    """The client identifier. A provider of pasted keys has none."""
    client_secret: str | None
    """The client secret; absent for a public client."""
    private_key: str | None
    """The client's private key. PEM text, the key file of a service account, or ``env:NAME`` for a variable that holds either.
    """
    private_key_id: str | None
    """The id of the private key at the provider, where it has one."""
    client_assertion_file: str | None
    """The file in which the platform keeps a token for the client. Its path, or ``env:NAME`` for a variable that holds the path.
    It is read for each request.
    """
    client_assertion: Callable[[], str | Awaitable[str]] | None
    """What gets such a token from the platform, in the place of a file. It is asked for each request, and has 5 seconds; what it
    gives is sent to the provider's token endpoint and stored nowhere. There is one call at a time: who asks meanwhile gets
    its answer. Objects that share one vault in a process ask that of the first.
    """
    attachment: Attachment | None
    """Whether each user connects (default) or the tenant has one connection that its users share."""
    provider: str | None
    """The provider, where the config has another id."""
    redirect_uri: str | None
    """Where the browser comes back to. Native programs only: ``http://127.0.0.1/path``, without a port."""
    scopes: Sequence[str] | None
    """Scopes that every user is asked for."""
    optional_scopes: Sequence[str] | None
    """Scopes that may be asked for besides."""
    bot_scopes: Sequence[str] | None
    """Application roles that an installation is expected to have."""
    variables: Mapping[str, str] | None
    """Values of the definition's variables. Some are keys of the application, so none of them prints."""
    enabled: bool
    """Whether it may be used; default true."""
    definition: Mapping[str, Any] | None
    """A provider that is not in the catalogue."""


class _SubjectArgs(TypedDict):
    provider: str
    """The provider."""
    tenant_id: str
    """The tenant: your customer's id."""


class SubjectArgs(_SubjectArgs, total=False):
    """Whose credential is meant."""

    config: str | None
    """The config; needed where the provider has several."""
    user_id: str | None
    """The user; needed for a user credential."""
    label: str | None
    """Tells several accounts of one user apart."""
    connection_id: str | None
    """Names the connection itself."""
    installation_id: str | None
    """Names the installation itself."""
    credential_for: CredentialFor | None
    """Default ``user`` with a ``user_id``. Without either the call is refused. Only ``any`` may fall back from one to the other.
    """
    credential_type: CredentialType | None
    """What it must be. Default: what the provider's API takes, an OAuth token or an API key. A webhook's secret is given only to
    whoever asks for one.
    """


class WaitOptionsArgs(TypedDict, total=False):
    """How long a call waits."""

    timeout: float | timedelta | None
    """How long this call waits; default the option of the object. The work goes on. In seconds."""


class CallOptionsArgs(WaitOptionsArgs, total=False):
    """Options of ``get_credential``."""

    force_refresh: bool
    """Refreshes even if the current credential is valid."""
    min_validity: float | timedelta | None
    """At least this much time left, or nine tenths of the lifetime if that is less. Default the option of the object. In
    seconds.
    """
    scopes: Sequence[str] | None
    """Fails with ``scope_missing`` if one of these was not granted."""
    claims: str | None
    """The claims challenge of an API: refreshes with it. The ``claims`` of ``WWW-Authenticate``, as it is or decoded."""


class _RejectionArgs(TypedDict):
    generation: int
    """``generation`` of the credential that was rejected."""


class RejectionArgs(_RejectionArgs, total=False):
    """What an API has rejected: argument of ``report_rejected``."""

    claims: str | None
    """The claims challenge of the answer, where there is one: the ``claims`` of ``WWW-Authenticate``, as it is or decoded."""


class _StoreCredentialParamsArgs(SubjectArgs):
    credential: str | Mapping[str, str]
    """The secret, or named fields."""


class StoreCredentialParamsArgs(_StoreCredentialParamsArgs, total=False):
    """Argument of ``store_credential``."""

    variables: Mapping[str, str] | None
    """Values of the definition's variables that whoever connects may choose, such as the name of a customer's own host. They are
    stored with it, and it goes to no other host.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCredential:
    """Result of ``store_credential``."""

    connection_id: str
    """The connection."""
    status: StoredStatus
    """Whether it is new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredCredentials:
    """What became of many."""

    created: int
    """How many are new."""
    updated: int
    """How many took the place of an earlier one."""


class _InstallSessionParamsArgs(TypedDict):
    provider: str
    """The provider."""
    tenant_id: str
    """The tenant: your customer's id."""
    user_id: str
    """The user who goes through the session."""


class InstallSessionParamsArgs(_InstallSessionParamsArgs, total=False):
    """Argument of ``create_install_session``."""

    config: str | None
    """The config; needed where the provider has several."""
    login_hint: str | None
    """What the person signs in with at the provider, such as an e-mail address: 1 to 320 bytes. It is put into the authorization
    URL, and stored nowhere; a provider that takes no hint is sent none. Default: that of the account that is connected again.
    """
    prompt: str | None
    """What the provider is to ask the person, such as ``select_account`` or ``login``: one or more, separated by spaces, of
    those that the definition lists. Default: which account, where it is a further one of the user, or an installation.
    """
    variables: Mapping[str, str] | None
    """Values of the definition's variables that whoever connects may choose."""
    return_to: str | None
    """Where the browser is sent afterwards: a path, or a URL of the base URL's own origin."""
    mode: SessionMode | None
    """How the browser comes back. Default ``redirect``."""


class _InstallationParamsArgs(TypedDict):
    provider: str
    """The provider."""
    tenant_id: str
    """The tenant: your customer's id."""


class InstallationParamsArgs(_InstallationParamsArgs, total=False):
    """Argument of ``create`` of installations."""

    config: str | None
    """The config; needed where the provider has several."""
    user_id: str | None
    """The user who makes it, where somebody does."""
    variables: Mapping[str, str] | None
    """Values of the definition's variables: the organisation, the person in whose name it acts."""


class AuthSessionParamsArgs(InstallSessionParamsArgs, total=False):
    """Argument of ``create_auth_session``."""

    connection_id: str | None
    """Reconnects exactly this connection of the user, with the same external account."""
    installation_id: str | None
    """The tenant's installation inside which the user authorises: only an account of its organisation may sign in."""
    label: str | None
    """Tells several accounts of one user apart."""
    scopes: Sequence[str] | None
    """Scopes within the config's ``scopes`` and ``optional_scopes``. Default its ``scopes``."""


@whole
@dataclass(frozen=True, slots=True, kw_only=True)
class AuthSession:
    """A session made in server code. Send every ``set_cookie`` with the redirect to ``authorization_url``. Neither prints: take
    them by name.
    """

    session_id: str
    """The session's id."""
    authorization_url: str = field(repr=False)
    """Where the browser goes. It holds the state, so it is for this browser only."""
    expires_at: datetime
    """When the session is over."""
    set_cookie: tuple[str, ...] = field(repr=False)
    """Values of ``Set-Cookie``: they bind the session to this browser."""

    def __reduce__(self) -> NoReturn:
        raise TypeError("AuthSession holds authorization_url and set_cookie and cannot be pickled; keep its session_id.")

    def keys(self) -> NoReturn:
        raise TypeError("AuthSession holds authorization_url and set_cookie and cannot be made into JSON: take what the browser gets by name.")

    def __copy__(self) -> AuthSession:
        return self

    def __deepcopy__(self, memo: object) -> AuthSession:
        return self


class _DeviceStartParamsArgs(TypedDict):
    provider: str
    """The provider."""
    tenant_id: str
    """The tenant: your customer's id."""
    user_id: str
    """The user who signs in, and the only one who may poll."""


class DeviceStartParamsArgs(_DeviceStartParamsArgs, total=False):
    """Argument of ``start_device_auth``."""

    config: str | None
    """The config; needed where the provider has several."""
    connection_id: str | None
    """Reconnects exactly this connection of the user, with the same external account."""
    installation_id: str | None
    """The tenant's installation inside which the user authorises: only an account of its organisation may sign in."""
    label: str | None
    """Tells several accounts of one user apart."""
    scopes: Sequence[str] | None
    """Scopes within the config's ``scopes`` and ``optional_scopes``. Default its ``scopes``."""
    variables: Mapping[str, str] | None
    """Values of the definition's variables that whoever connects may choose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceAuth:
    """A sign-in on another device that has been started: what is shown to its person, and to nobody else."""

    session_id: str
    """The session's id; with it, whoever started polls."""
    user_code: str = field(repr=False)
    """What the person enters."""
    verification_uri: str
    """Where: an https address."""
    verification_uri_complete: str | None = field(repr=False)
    """The same with the code in it, for a QR code; absent where the provider gives none."""
    expires_at: datetime
    """When the session is over."""
    expires_in: float
    """How long it lasts. In seconds."""
    interval: float
    """How long to wait between two polls. Who polls sooner is told that it is pending, and the provider is not asked. In
    seconds.
    """


class DevicePollParamsArgs(TypedDict):
    """Argument of ``poll_device_auth``."""

    session_id: str
    """The id that ``start_device_auth`` gave."""
    tenant_id: str
    """The tenant for which it was started."""
    user_id: str
    """The user for whom it was started; to anybody else there is no such session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DevicePoll:
    """Where a sign-in on another device stands."""

    status: DeviceStatus
    """What was found."""
    connection_id: str | None
    """The connection, once there is one."""
    interval: float | None
    """How long to wait before the next poll, while it is pending. It grows where the provider wants that. In seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshState:
    """A grant's refreshes: who is at one, what the last ones came to, what is in doubt, what waits. No secret is in it."""

    held_since: datetime | None
    """Since when a process has held the lease, under which it asks the provider; absent: none holds it."""
    held_by: str | None
    """Names that process: 32 hexadecimal digits, chosen at random at each start."""
    stage: RefreshStage | None
    """How far that process has come; absent: none holds the lease."""
    succeeded_at: datetime | None
    """When the exchange was begun that gave the access token in use; absent: it has none."""
    failed_at: datetime | None
    """When the last refresh failed; absent: one has worked since."""
    error: ErrorCode | None
    """Code of what it came to; absent: the last one worked, or there was none."""
    failures: int
    """How many have failed in a row."""
    next_at: datetime | None
    """When it is refreshed next, unless somebody needs it before; absent: it is not refreshed ahead."""
    not_before: datetime | None
    """Before this nobody asks the provider about it; absent: it is asked as soon as somebody needs it."""
    endpoint_paused_until: datetime | None
    """Before this nobody asks the provider's token endpoint about any grant: it wanted a pause, or failed for several grants in
    a row.
    """
    in_doubt_since: datetime | None
    """Since when nobody knows whether the provider has exchanged the refresh token: an exchange was begun, and no outcome is
    stored.
    """
    ends_at: datetime | None
    """When the provider lets it be refreshed no more, whatever is done until then, so that its person must sign in again before;
    absent: not known, or it has no such end.
    """
    spooled: bool
    """Whether what a refresh has brought waits for the vault in the spool of this machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """A connection, without its secrets."""

    id: str
    """Its id."""
    provider: str
    """The provider."""
    config: str
    """The config."""
    tenant_id: str
    """The tenant."""
    user_id: str | None
    """The user; absent where it belongs to the tenant."""
    label: str
    """Tells several accounts of one user apart."""
    credential_type: CredentialType
    """What is stored."""
    status: GrantStatus
    """Where it stands."""
    reason: str | None
    """Why, in one word."""
    external_user_id: str | None
    """The account at the provider."""
    external_organisation_id: str | None
    """The organisation at the provider."""
    display_name: str | None
    """The account's name, for people."""
    scopes: tuple[str, ...]
    """Granted scopes."""
    expires_at: datetime | None
    """When the current access token ends."""
    created_at: datetime
    """When it was first stored."""
    updated_at: datetime
    """When it was last changed."""
    config_status: ConfigStatus
    """Where its config stands at the provider."""
    refresh: RefreshState
    """Its refreshes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """An installation, without its secrets."""

    id: str
    """Its id."""
    provider: str
    """The provider."""
    config: str
    """The config."""
    tenant_id: str
    """The tenant."""
    status: GrantStatus
    """Where it stands."""
    reason: str | None
    """Why, in one word."""
    provider_installation_id: str | None
    """The organisation at the provider."""
    display_name: str | None
    """The organisation's name, for people; absent where the provider does not tell it."""
    scopes: tuple[str, ...]
    """Granted scopes."""
    installed_at: datetime
    """When it was first stored."""
    installed_by: str | None
    """The user who went through the session."""
    installed_by_name: str | None
    """Who that is at the provider, for people."""
    updated_at: datetime
    """When it was last changed."""
    config_status: ConfigStatus
    """Where its config stands at the provider."""
    refresh: RefreshState
    """Its refreshes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderDetails:
    """What a provider said about a failure, in closed fields: for the developer and the provider's support, never for a page.
    What does not fit a field, or repeats something secret of the request, is left out.
    """

    status: int | None
    """The HTTP status of its answer; absent where the answer came with the browser."""
    error: str | None
    """The error code: a registered one, one of the provider's own where its definition says that those are safe, else ``other``.
    """
    suberror: str | None
    """What refines it, where that is a word that is known."""
    error_codes: tuple[int, ...]
    """The provider's own numbers of the error, at most eight."""
    trace_id: str | None
    """By which the provider finds the request in its log."""
    correlation_id: str | None
    """By which it finds what belongs to the request."""
    request_id: str | None
    """The id of the request that a header of the answer names."""
    timestamp: str | None
    """When it happened, as the provider writes it."""
    error_description: str | None
    """Its own text; only where its definition says that it is safe."""
    error_uri: str | None
    """Where it explains the error; only where its definition says that the address is safe."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFailure:
    """Why a session ended without a connection or an installation, or why something else failed of which an event tells, for the
    developer. It is no text for the person's page.
    """

    code: ErrorCode
    """The stable code, the same in all languages."""
    message: str
    """What happened and what to do about it."""
    hint: str | None
    """The part of the message that says what to do."""
    docs_url: str
    """Where the error is explained."""
    retry: Retry
    """What a new session would do: after ``after_reauth`` it may end well, once the person does what the hint says; after
    ``later`` it may in a while; after ``never`` somebody must first change the application, its config or its registration.
    """
    retry_after: float | None
    """How long to wait before that, where it is known: of a session from now on, of an event from its ``at`` on. In seconds."""
    provider_error: str | None
    """The registered OAuth error code that the provider gave; ``other`` for one that is not registered."""
    provider_details: ProviderDetails | None
    """What else the provider said, where it answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session: where it stands, what it has made, and why it failed."""

    id: str
    """Its id."""
    provider: str
    """The provider."""
    config: str
    """The config."""
    tenant_id: str
    """The tenant."""
    user_id: str
    """The user who goes through the session."""
    status: SessionStatus
    """Where it stands."""
    connection: Connection | None
    """The connection that it made, or signed in again."""
    installation: Installation | None
    """The installation that it made, which may still wait: see its own status."""
    error: SessionFailure | None
    """Why it ended without either, for the developer."""
    created_at: datetime
    """When it was made."""


class TenantScopeArgs(TypedDict):
    """The tenant within which an id is looked up."""

    tenant_id: str
    """The tenant."""


class ListQueryArgs(TypedDict, total=False):
    """Which grants to list: one tenant's, or, for an operator, everybody's."""

    tenant_id: str
    """Only this tenant's."""
    all_tenants: bool
    """Everybody's."""
    provider: str | None
    """Only this provider's."""
    config: str | None
    """Only this config's."""
    status: GrantStatus | None
    """Only those in this state."""
    user_id: str
    """Only this user's."""
    after: str | None
    """From ``next`` of the page before."""
    limit: int | None
    """At most this many on a page: 1 to 200, default 50."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthpipeEvent:
    """Something that happened to a grant or a session."""

    id: str
    """Stable over every delivery."""
    type: EventType
    """What happened."""
    provider: str
    """The provider."""
    config: str
    """The config."""
    tenant_id: str
    """The tenant."""
    user_id: str | None
    """The user, where it has one."""
    connection_id: str | None
    """The connection or installation; absent where a session has led to none."""
    session_id: str | None
    """The session, where the event tells of one."""
    status: GrantStatus | None
    """The status of the connection or installation after the event."""
    reason: str | None
    """Why, in one word."""
    error: SessionFailure | None
    """What went wrong, for the developer, where something has."""
    at: datetime
    """When."""
    cursor: str
    """Where it stands in the order of commits: give it as ``after`` to go on behind it."""


class EventQueryArgs(TypedDict, total=False):
    """Which events to list."""

    after: str | None
    """From ``next`` of the page before, or ``cursor`` of an event."""
    order: EventOrder | None
    """In which order; default ``oldest_first``."""
    since: datetime | None
    """Only those that happened from this time on."""
    tenant_id: str
    """Only this tenant's."""
    type: EventType | None
    """Only this type."""
    connection_id: str
    """Only this connection's or installation's."""
    limit: int | None
    """At most this many on a page: 1 to 200, default 50."""


class FollowQueryArgs(TypedDict, total=False):
    """From where on to follow events."""

    after: str | None
    """From ``cursor`` of an event, or ``next`` of a page: what was committed behind it, and what is to come."""
    since: datetime | None
    """Only those that happened from this time on; default, where nothing is given as ``after``, from now on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """Something that was done to a connection, a key or the vault, as the audit log tells it."""

    number: int
    """Its place in the log: 1, 2, 3 without a gap, over all tenants."""
    kind: AuditKind
    """What was done."""
    tenant_id: str | None
    """In which tenant; absent for what concerns the whole vault, and once it was erased."""
    user_id: str | None
    """The user whose connection it is, where it is one's."""
    connection_id: str | None
    """The connection or installation."""
    actor: str | None
    """Who was signed in, where that is known: whoever signed in at the provider, or deleted through the handler."""
    session_id: str | None
    """The session that led to it."""
    key_id: str | None
    """The id of the root key, or of the tenant's key, that it was done to."""
    erased: bool
    """Whether an erasure has taken away what it was about."""
    at: datetime
    """When."""


class AuditQueryArgs(TypedDict, total=False):
    """Which entries of the audit log."""

    after: str | None
    """From ``next`` of the page before."""
    since: datetime | None
    """Only those from this time on."""
    tenant_id: str
    """Only this tenant's."""
    limit: int | None
    """At most this many on a page: 1 to 200, default 50."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Result of a health check."""

    status: GrantStatus
    """Where it stands."""
    reason: str | None
    """Why, in one word."""
    live: bool | None
    """Whether the provider accepted the credential just now. Absent: it could not be asked."""
    checked_at: datetime
    """When."""
    config_status: ConfigStatus
    """Where its config stands at the provider."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """What came of a deletion. It has happened, whatever became of the tokens at the provider."""

    revocation: RevocationOutcome
    """What has become of the tokens at the provider."""


class MaintenanceOptionsArgs(WaitOptionsArgs, total=False):
    """Options of ``run_maintenance``."""

    budget: float | timedelta | None
    """No exchange is started that this would not let finish. In seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MaintenanceReport:
    """What ``run_maintenance`` did."""

    refreshed: int
    """Refreshes that worked."""
    checked: int
    """Health checks that got an answer, whatever it says of the credential."""
    revoked: int
    """Revocations at a provider that came to an end."""
    failed: int
    """Refreshes and revocations that failed, and checks that nobody answered."""
    complete: bool
    """Whether everything due was done; otherwise the budget was over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Who is signed in to the application."""

    tenant_id: str
    """The tenant."""
    user_id: str
    """The user."""
    role: Role
    """Required, so that nobody becomes ``admin`` by omission."""


class HandlerOriginOptionsArgs(TypedDict, total=False):
    """Options of the handler."""

    allowed_origins: Sequence[str] | None
    """Other origins whose pages may call the handler."""
    allowed_return_origins: Sequence[str] | None
    """Other origins to which a finished session may return."""


class _UserArgs(TypedDict):
    provider: str
    """The provider."""
    tenant_id: str
    """The tenant: your customer's id."""
    user_id: str
    """The user; needed for a user credential."""


class UserArgs(_UserArgs, total=False):
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
    """Default ``user`` with a ``user_id``. Without either the call is refused. Only ``any`` may fall back from one to the other.
    """
    credential_type: CredentialType | None
    """What it must be. Default: what the provider's API takes, an OAuth token or an API key. A webhook's secret is given only to
    whoever asks for one.
    """
