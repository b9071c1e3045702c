import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Generic, Literal, TypeVar, final, type_check_only

from typing_extensions import Never, Self, Unpack

from ._generated_types import (
    AuditQueryArgs,
    AuthSessionParamsArgs,
    CallOptionsArgs,
    DevicePollParamsArgs,
    DeviceStartParamsArgs,
    EventQueryArgs,
    FollowQueryArgs,
    HandlerOriginOptionsArgs,
    InstallSessionParamsArgs,
    InstallationParamsArgs,
    ListQueryArgs,
    MaintenanceOptionsArgs,
    RejectionArgs,
    StoreCredentialParamsArgs,
    TenantScopeArgs,
    WaitOptionsArgs,
)
from ._types import (
    AuditRecord,
    AuthpipeEvent,
    AuthSession,
    Connection,
    CredentialSource,
    CredentialType,
    Deletion,
    DeviceAuth,
    DevicePoll,
    Health,
    HttpRequest,
    HttpResponse,
    IdentifyFailed,
    Installation,
    MaintenanceReport,
    Principal,
    Session,
    StoredCredential,
    SubjectArgs,
)

_T_co = TypeVar("_T_co", covariant=True)

__all__ = [
    "AtHand",
    "Call",
    "Core",
    "CoreHandler",
    "Credential",
    "CredentialBatch",
    "EventFeed",
    "LoopbackFlow",
    "OwnReply",
    "Secret",
    "Secrets",
    "TestClock",
    "__version__",
    "cli",
    "finish",
    "is_rejection",
    "read_claims",
]

__version__: str

@final
class Credential:
    """A usable credential. It was valid when it was handed out.

    The secret is reached by ``credential``, ``fields``, ``headers()`` and ``sign()`` only: it does not appear in ``repr``, ``str``,
    tracebacks, logs or pickles.
    """

    @property
    def credential(self) -> str:
        """The secret itself. Of several fields, a JSON object of their names and values: see ``fields``."""
    @property
    def fields(self) -> dict[str, str]:
        """The fields that were stored, by name; a key of one text is the field ``value``. Empty for an OAuth token."""
    @property
    def credential_type(self) -> CredentialType:
        """What it is."""
    @property
    def expires_at(self) -> datetime | None:
        """When it ends. In UTC; ``None`` if it does not say."""
    @property
    def scopes(self) -> tuple[str, ...]:
        """Granted scopes."""
    @property
    def api_origins(self) -> tuple[str, ...]:
        """The origins of the provider's API, ``scheme://host[:port]``: where the credential may be sent."""
    @property
    def source(self) -> Literal["connection", "installation"]:
        """Where it came from."""
    @property
    def refreshed(self) -> bool:
        """Whether this call waited for a refresh."""
    @property
    def degraded(self) -> bool:
        """Whether something failed lately although the credential works."""
    @property
    def needs_reauth(self) -> bool:
        """Whether it can no longer be renewed although it still works."""
    @property
    def generation(self) -> int:
        """Counts the secrets of the grant."""
    @property
    def connection_id(self) -> str | None:
        """The connection, where ``source`` is ``connection``."""
    @property
    def installation_id(self) -> str | None:
        """The installation, where ``source`` is ``installation``."""
    @staticmethod
    def _fake(
        credential: str,
        credential_type: CredentialType,
        expires_at: datetime | None,
        scopes: tuple[str, ...],
        source: CredentialSource,
        refreshed: bool,
        degraded: bool,
        needs_reauth: bool,
        generation: int,
        api_origins: tuple[str, ...],
        grant_id: str,
    ) -> Credential: ...
    def __iter__(self) -> Never:
        """Refuses: what makes JSON of a return value asks for its items."""
    def headers(self) -> dict[str, str]:
        """The header with which this provider wants the credential.

        Raises:
            RequestError: ``invalid_request`` - it has none: a webhook's secret, several fields of which the definition does not say how
                they make a header, a key that its provider takes in the address only, where ``httpx_auth`` puts it, or a token that signs
                each request: see ``sign()``.
        """
    def sign(
        self, method: str, url: str, form: str | bytes | Mapping[str, str] | Sequence[tuple[str, str]] | None = None
    ) -> dict[str, str]:
        """The header that signs one request, of OAuth 1.0a (RFC 5849): with its own time and random number, so it is good once.

        The request is sent with exactly this method, address and form. ``form`` is the content, where it is a form
        (``application/x-www-form-urlencoded``): names and values, or the text as it is sent. Any other content is not signed. ``httpx_auth``
        and ``CredentialAuth`` sign by themselves, after a redirect anew.

        Raises:
            RequestError: ``invalid_request`` - the credential signs nothing and has ``headers()``; the address is at none of
                ``api_origins``.
        """
    def _signs(self) -> bool: ...
    def _query(self) -> dict[str, str] | None: ...
    def __reduce__(self) -> Never: ...
    def __copy__(self) -> Self: ...
    def __deepcopy__(self, memo: object) -> Self: ...

@final
class TestClock:
    """A clock that a test moves: it runs with the system's and can be put forward."""

    __test__: bool
    def __new__(cls) -> Self: ...
    def advance(self, by: float | timedelta) -> None:
        """Puts the clock forward by so many seconds."""

@final
class Secret:
    """A secret that an application gave: it does not print."""

    def __new__(cls, name: str, value: str | Mapping[str, str]) -> Self: ...
    def __reduce__(self) -> Never: ...

@final
class Secrets:
    """The options that are secret, or may hold one."""

    def __new__(cls, *, vault: str | None, key: str | Sequence[str] | None, proxy: str | None) -> Self: ...
    def __reduce__(self) -> Never: ...

@final
class Call(Generic[_T_co]):
    """Work under way on the core's threads. Letting go of it stops nothing."""

    def wait(self) -> _T_co:
        """Waits, with the interpreter lock released; a signal's handler runs within 50 ms."""
    def when_done(self, callback: Callable[[], object]) -> None:
        """Calls back, on a thread of the core's, when the result is there."""
    @property
    def is_taken(self) -> bool:
        """Whether its result was taken."""
    def result(self) -> _T_co:
        """The result, once."""
    @classmethod
    def __class_getitem__(cls, key: Any) -> Any: ...

@final
class OwnReply:
    """Where the answer to one question to what the application brings goes."""

    def give(self, value: object) -> None:
        """Gives what a function has given."""
    def fail(self, kind: str, text: str) -> None:
        """Says that a function broke off."""

@final
class LoopbackFlow:
    """A sign-in through the system's browser, with its port."""

    @property
    def authorization_url(self) -> str: ...
    def wait(self) -> Call[Connection]: ...
    def cancel(self) -> None: ...

@final
class EventFeed:
    """Events as they happen. Whoever waits for them stops waiting when this goes."""

    def next(self, read: list[AuthpipeEvent]) -> Call[bool]:
        """Puts the next ones into ``read``, once there are some, the last one first.

        Whether there are any: there are none after the end.
        """
    def end(self) -> None: ...

@final
class CredentialBatch:
    """Many keys on their way into the vault."""

    @property
    def part(self) -> int:
        """How many rows are added at a time."""
    def add(self, rows: Sequence[StoreCredentialParamsArgs], **given: Unpack[WaitOptionsArgs]) -> Call[None]: ...
    def store_next(self, **given: Unpack[WaitOptionsArgs]) -> Call[tuple[int, int, int, int]]:
        """How many are stored, of how many; how many of those are new, and how many took the place of an earlier one."""

@type_check_only
class _Get(SubjectArgs, CallOptionsArgs): ...

@type_check_only
class _Reject(SubjectArgs, RejectionArgs, WaitOptionsArgs): ...

@type_check_only
class _Authorise(AuthSessionParamsArgs, WaitOptionsArgs): ...

@type_check_only
class _Install(InstallSessionParamsArgs, WaitOptionsArgs): ...

@type_check_only
class _StartDevice(DeviceStartParamsArgs, WaitOptionsArgs): ...

@type_check_only
class _PollDevice(DevicePollParamsArgs, WaitOptionsArgs): ...

@type_check_only
class _Create(InstallationParamsArgs, WaitOptionsArgs): ...

@type_check_only
class _List(ListQueryArgs, WaitOptionsArgs): ...

@type_check_only
class _Events(EventQueryArgs, WaitOptionsArgs): ...

@type_check_only
class _Audit(AuditQueryArgs, WaitOptionsArgs): ...

@type_check_only
class _Store(SubjectArgs, WaitOptionsArgs):
    credential: Secret
    variables: Mapping[str, str] | None

@type_check_only
class _One(TenantScopeArgs, WaitOptionsArgs):
    id: str

@final
class Core:
    """One handle on a vault."""

    def __new__(cls, secrets: Secrets, config_class: type[object], **given: Any) -> Self: ...
    @property
    def logger(self) -> logging.Logger: ...
    @property
    def state(self) -> Literal["open", "closed"]: ...
    def ready(self, **given: Unpack[WaitOptionsArgs]) -> Call[None]: ...
    def close(self) -> Call[None]: ...
    def at_hand(self, blocks: bool) -> AtHand:
        """What a client looks into first."""
    def find(
        self,
        provider: str,
        tenant_id: str,
        user_id: str | None,
        config: str | None,
        label: str | None,
        connection_id: str | None,
        installation_id: str | None,
        credential_for: str | None,
        credential_type: str | None,
    ) -> Credential | None:
        """The answer of ``get_credential`` without options, if the core has it ready. It is kept."""
    def peek(
        self,
        provider: str,
        tenant_id: str,
        user_id: str | None,
        config: str | None,
        label: str | None,
        connection_id: str | None,
        installation_id: str | None,
        credential_for: str | None,
        credential_type: str | None,
    ) -> Credential | None:
        """The credential if it is at hand."""
    def get_credential(self, **given: Unpack[_Get]) -> Call[Credential]: ...
    def report_rejected(self, **given: Unpack[_Reject]) -> Call[Credential]: ...
    def store_credential(self, **given: Unpack[_Store]) -> Call[StoredCredential]: ...
    def credential_batch(self) -> CredentialBatch: ...
    def create_auth_session(self, **given: Unpack[_Authorise]) -> Call[AuthSession]: ...
    def create_install_session(self, **given: Unpack[_Install]) -> Call[AuthSession]: ...
    def start_device_auth(self, **given: Unpack[_StartDevice]) -> Call[DeviceAuth]: ...
    def poll_device_auth(self, **given: Unpack[_PollDevice]) -> Call[DevicePoll]: ...
    def create_installation(self, **given: Unpack[_Create]) -> Call[Installation]: ...
    def start_loopback_flow(self, **given: Unpack[_Authorise]) -> Call[LoopbackFlow]: ...
    def list_connections(self, **given: Unpack[_List]) -> Call[tuple[tuple[Connection, ...], str | None]]: ...
    def get_connection(self, **given: Unpack[_One]) -> Call[Connection]: ...
    def check_connection(self, **given: Unpack[_One]) -> Call[Health]: ...
    def delete_connection(self, **given: Unpack[_One]) -> Call[Deletion]: ...
    def list_installations(self, **given: Unpack[_List]) -> Call[tuple[tuple[Installation, ...], str | None]]: ...
    def get_installation(self, **given: Unpack[_One]) -> Call[Installation]: ...
    def approve_installation(self, **given: Unpack[_One]) -> Call[Installation]: ...
    def delete_installation(self, **given: Unpack[_One]) -> Call[Deletion]: ...
    def get_session(self, **given: Unpack[_One]) -> Call[Session]: ...
    def cancel_session(self, **given: Unpack[_One]) -> Call[Session]: ...
    def list_events(self, **given: Unpack[_Events]) -> Call[tuple[tuple[AuthpipeEvent, ...], str | None]]: ...
    def follow_events(self, **given: Unpack[FollowQueryArgs]) -> EventFeed: ...
    def list_audit(self, **given: Unpack[_Audit]) -> Call[tuple[tuple[AuditRecord, ...], str | None]]: ...
    def run_maintenance(self, **given: Unpack[MaintenanceOptionsArgs]) -> Call[MaintenanceReport]: ...
    def handler(self, **given: Unpack[HandlerOriginOptionsArgs]) -> CoreHandler: ...

@final
class AtHand:
    """What a client looks into first, as Python looks into a mapping: the cheapest call there is."""

    def __getitem__(self, key: tuple[str, str, str | None], /) -> Credential | None:
        """The kept credential for ``(provider, tenant_id, user_id)``.

        ``None`` on a miss, and where the client must refuse: what else there is to say is said on the way that a miss takes.
        """

@final
class CoreHandler:
    """The routes of one mounted handler."""

    def path_below_mount(self, full: str, rest: str) -> str: ...
    def needs_principal(self, method: str, path: str) -> bool: ...
    def identify_failed(self, request: HttpRequest) -> IdentifyFailed: ...
    def handle(self, request: HttpRequest, principal: Principal | None) -> Call[HttpResponse]: ...

def read_claims(www_authenticate: str | None, /) -> str | None:
    """The claims challenge of an API's answer: what ``report_rejected`` takes as ``claims``.

    Args:
        www_authenticate: The header of that name of a 401, or of a 403 with ``insufficient_claims``; ``None`` where it has none.

    Returns:
        The parameter ``claims``, as the API sent it; ``None`` if no challenge has one.
    """

def is_rejection(status: int, headers: dict[str, str], begun: bytes | None, /) -> bool:
    """Whether an answer of an API says that it does not accept the token that the request has carried.

    Args:
        status: Its status.
        headers: Its headers, with names in any case.
        begun: What its body begins with, its content coding undone; ``None``: nobody has looked, or it is the answer to a HEAD.
    """

def cli(args: Sequence[str]) -> int:
    """Runs the command line tool and gives its exit code."""

def finish() -> None:
    """Waits for exchanges under way, so that no rotated token is lost, and closes every handle."""
