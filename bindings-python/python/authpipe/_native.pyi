from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from os import PathLike
from typing import Any, Generic, Literal, TypeVar, final

from typing_extensions import Never, Self

from ._types import (
    AuthpipeEvent,
    AuthSession,
    Connection,
    CredentialFor,
    CredentialType,
    EventType,
    Health,
    HttpRequest,
    HttpResponse,
    Installation,
    MaintenanceReport,
    Principal,
    StoredCredential,
)

_T_co = TypeVar("_T_co", covariant=True)

__all__ = [
    "AtHand",
    "Call",
    "Core",
    "CoreHandler",
    "Credential",
    "LoopbackFlow",
    "Secret",
    "Secrets",
    "TestClock",
    "__version__",
    "cli",
    "finish",
]

__version__: str

@final
class Credential:
    """A usable credential. It was valid when it was handed out.

    The secret is reached by ``credential`` and ``headers()`` only: it does not appear in ``repr``, ``str``, tracebacks, logs or
    pickles.
    """

    @property
    def credential(self) -> str:
        """The secret itself."""
    @property
    def credential_type(self) -> CredentialType:
        """What it is."""
    @property
    def expires_at(self) -> datetime | None:
        """When it ends, in UTC; ``None`` if it does not say."""
    @property
    def scopes(self) -> tuple[str, ...]:
        """Granted scopes."""
    @property
    def api_origins(self) -> tuple[str, ...]:
        """Origins that may receive it."""
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
    def headers(self) -> dict[str, str]:
        """The header with which this provider wants the credential."""
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
    def result(self) -> _T_co:
        """The result, once."""
    @classmethod
    def __class_getitem__(cls, key: Any) -> Any: ...

@final
class LoopbackFlow:
    """A sign-in through the system's browser, with its port."""

    @property
    def authorization_url(self) -> str: ...
    def wait(self) -> Call[Connection]: ...
    def cancel(self) -> None: ...

@final
class Core:
    """One handle on a vault."""

    def __new__(
        cls,
        *,
        secrets: Secrets,
        base_url: str | None,
        mode: str | None,
        environment: str | None,
        providers: Mapping[str, object] | None,
        config_class: type[object],
        background: bool,
        min_validity: float | timedelta | None,
        timeout: float | timedelta | None,
        allowed_private_hosts: Sequence[str],
        extra_ca_file: str | PathLike[str] | None,
        danger_origins: Mapping[str, Mapping[str, str]] | None,
        test_clock: TestClock | None,
    ) -> Self: ...
    @property
    def state(self) -> Literal["open", "closed"]: ...
    def ready(self) -> Call[None]: ...
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
    ) -> Credential | None:
        """The credential if it is at hand."""
    def get_credential(
        self,
        provider: str,
        tenant_id: str,
        user_id: str | None,
        config: str | None,
        label: str | None,
        connection_id: str | None,
        installation_id: str | None,
        credential_for: CredentialFor | None,
        force_refresh: bool,
        min_validity: float | timedelta | None,
        scopes: Sequence[str] | None,
        claims: str | None,
    ) -> Call[Credential]: ...
    def report_rejected(
        self,
        provider: str,
        tenant_id: str,
        user_id: str | None,
        config: str | None,
        label: str | None,
        connection_id: str | None,
        installation_id: str | None,
        credential_for: CredentialFor | None,
        generation: int,
        claims: str | None,
    ) -> Call[Credential]: ...
    def store_credential(
        self,
        provider: str,
        tenant_id: str,
        user_id: str | None,
        config: str | None,
        label: str | None,
        connection_id: str | None,
        installation_id: str | None,
        credential_for: CredentialFor | None,
        credential: Secret,
        credential_type: str,
    ) -> Call[StoredCredential]: ...
    def create_auth_session(
        self,
        provider: str,
        tenant_id: str,
        user_id: str,
        config: str | None,
        label: str | None,
        scopes: Sequence[str] | None,
        variables: Mapping[str, str] | None,
        return_to: str | None,
        mode: str | None,
        connection_id: str | None,
        installation_id: str | None,
    ) -> Call[AuthSession]: ...
    def create_install_session(
        self,
        provider: str,
        tenant_id: str,
        user_id: str,
        config: str | None,
        return_to: str | None,
        mode: str | None,
    ) -> Call[AuthSession]: ...
    def start_loopback_flow(
        self,
        provider: str,
        tenant_id: str,
        user_id: str,
        config: str | None,
        label: str | None,
        connection_id: str | None,
        scopes: Sequence[str] | None,
        variables: Mapping[str, str] | None,
        timeout: float | timedelta | None,
    ) -> Call[LoopbackFlow]: ...
    def list_connections(
        self,
        tenant_id: str | None,
        all_tenants: bool,
        user_id: str | None,
        provider: str | None,
        config: str | None,
        after: str | None,
        limit: int | None,
    ) -> Call[tuple[tuple[Connection, ...], str | None]]: ...
    def get_connection(self, id: str, tenant_id: str) -> Call[Connection]: ...
    def check_connection(self, id: str, tenant_id: str) -> Call[Health]: ...
    def delete_connection(self, id: str, tenant_id: str) -> Call[None]: ...
    def list_installations(
        self,
        tenant_id: str | None,
        all_tenants: bool,
        user_id: str | None,
        provider: str | None,
        config: str | None,
        after: str | None,
        limit: int | None,
    ) -> Call[tuple[tuple[Installation, ...], str | None]]: ...
    def get_installation(self, id: str, tenant_id: str) -> Call[Installation]: ...
    def approve_installation(self, id: str, tenant_id: str) -> Call[Installation]: ...
    def delete_installation(self, id: str, tenant_id: str) -> Call[None]: ...
    def list_events(
        self,
        after: str | None,
        tenant_id: str | None,
        type: EventType | None,
        connection_id: str | None,
        limit: int | None,
    ) -> Call[tuple[tuple[AuthpipeEvent, ...], str | None]]: ...
    def run_maintenance(self, budget: float | timedelta | None) -> Call[MaintenanceReport]: ...
    def handler(self, allowed_origins: Sequence[str], allowed_return_origins: Sequence[str]) -> CoreHandler: ...

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

    def path_below_mount(self, path: str) -> str: ...
    def needs_principal(self, method: str, path: str) -> bool: ...
    def handle(self, request: HttpRequest, principal: Principal | None) -> Call[HttpResponse]: ...

def cli(args: Sequence[str]) -> int:
    """Runs the command line tool and gives its exit code."""

def finish() -> None:
    """Waits for exchanges under way, so that no rotated token is lost, and closes every handle."""
