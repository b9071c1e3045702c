"""`Authpipe` for programs that run on asyncio: the same methods, awaited."""

from __future__ import annotations

from . import _native
from ._async_connecting import AsyncConnectMethods
from ._async_credentials import AsyncCredentialMethods
from ._generated_options import ProviderConfig
from ._group import group
from ._wait import wait_async

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    import logging
    import os
    from collections.abc import Mapping, Sequence
    from datetime import timedelta
    from types import TracebackType
    from typing import Literal

    import httpx
    from typing_extensions import Never, Self, Unpack

    from ._async_events import AsyncAudit, AsyncEvents
    from ._async_handler import AsyncHandler
    from ._async_resources import AsyncConnections, AsyncInstallations, AsyncSessions
    from ._native import TestClock
    from ._own import Anchor, RootKey
    from ._types import MaintenanceReport, SubjectArgs


class AsyncAuthpipe(AsyncCredentialMethods, AsyncConnectMethods):
    """The credential layer of an application, for programs that run on asyncio.

    Make one, at module level: it validates its options at once and opens the vault at first use. It starts no thread before
    that, and it may be used from every thread's event loop. After a fork the child opens the vault anew.

    Example:
        >>> ap = AsyncAuthpipe(providers={"microsoft-onedrive": ProviderConfig(client_id=..., client_secret=...)})
        >>> credential = await ap.get_credential(provider="microsoft-onedrive", tenant_id="org_acme", user_id="user_123")
    """

    connections: AsyncConnections = group("_async_resources", "AsyncConnections")
    """Connections of users, and stored keys."""
    installations: AsyncInstallations = group("_async_resources", "AsyncInstallations")
    """Installations into organisations."""
    sessions: AsyncSessions = group("_async_resources", "AsyncSessions")
    """Sign-ins and installations under way, and what became of them."""
    events: AsyncEvents = group("_async_events", "AsyncEvents")
    """What happened, durably, in every process."""
    audit: AsyncAudit = group("_async_events", "AsyncAudit")
    """What was done to connections, keys and the vault, as entries that are linked."""

    def __init__(
        self,
        *,
        vault: str | None = None,
        spool_dir: str | os.PathLike[str] | None = None,
        anchor_file: str | os.PathLike[str] | None = None,
        anchor: Anchor | None = None,
        key: str | Sequence[str] | None = None,
        root_keys: Sequence[RootKey] = (),
        base_url: str | None = None,
        mode: Literal["production", "development"] | None = None,
        environment: str | None = None,
        providers: Mapping[str, ProviderConfig] | None = None,
        background: bool = True,
        min_validity: float | timedelta | None = None,
        timeout: float | timedelta | None = None,
        allowed_private_hosts: Sequence[str] = (),
        extra_ca_file: str | os.PathLike[str] | None = None,
        danger_origins: Mapping[str, Mapping[str, str]] | None = None,
        proxy: str | None = None,
        logger: logging.Logger | None = None,
        test_clock: TestClock | None = None,
    ) -> None:
        """Options that are absent are read from the environment where a variable is named.

        What is absent in both is an error at ``ready()`` and at first use, so that a build step may load the module.

        Args:
            vault: Where the vault is. ``sqlite:./authpipe.db`` (default), ``postgres://…`` for several machines, or
                ``memory:``. Environment: ``AUTHPIPE_VAULT``.
            spool_dir: Where renewed tokens wait, sealed, while the vault cannot be written. Default beside a SQLite vault,
                ``<vault>-spool``; none for a vault in memory. Environment: ``AUTHPIPE_SPOOL_DIR``.
            anchor_file: A file in which it is remembered how far the vault was, so that a restored copy is noticed. Best on
                another disk than the vault's. Default beside a SQLite vault, ``<vault>-anchor``; none for other vaults. Environment:
                ``AUTHPIPE_ANCHOR_FILE``.
            anchor: The same in a place of the application's own, in the place of a file.
            key: The root key. ``apk1_…``, ``file:`` and the path of a file that holds it and is its owner's alone, or the name of a key
                in a service (``aws-kms:``, ``gcp-kms:``, ``azure-kv:``, ``transit:``). Several: the current one first, then earlier
                ones. Environment: ``AUTHPIPE_KEY``, separated by commas.
            root_keys: Root keys of the application's own, in a key service or an HSM. They come after ``key``, unless that names their
                ids: then there.
            base_url: The public URL of the mounted handler. Environment: ``AUTHPIPE_BASE_URL``.
            mode: How strict to be. Default ``production``, the strict one; never guessed. Environment: ``AUTHPIPE_MODE``.
            environment: The name of the deployment, part of every encryption context. Environment: ``AUTHPIPE_ENVIRONMENT``.
            providers: Client registrations by config id. Secrets given here are never written to the vault.
            background: Whether refreshes and checks run by themselves; default true. Without, call ``run_maintenance()``.
            min_validity: A credential is handed out with at least this much time left, or nine tenths of its lifetime if that is less;
                default the lesser of 60 seconds and a tenth of its lifetime. In seconds.
            timeout: How long a call waits for a credential; default 10 seconds. It never bounds the exchange itself, nor other calls, which take a limit each. In seconds.
            allowed_private_hosts: Self-hosted providers on private addresses, as exact ``host:port``.
            extra_ca_file: A PEM file whose authorities are trusted besides the platform's.
            danger_origins: Points a definition's origins at a sandbox: development mode and literal loopback only.
            proxy: The proxy for requests to providers.
            logger: Where this object's lines of the log go. Default ``logging.getLogger("authpipe")``.
            test_clock: A clock that a test moves: development mode only.

        Raises:
            ConfigError: ``config_invalid`` - an option is present and wrong.
            TypeError: an option has the wrong type.
        """
        try:
            # The addresses are kept with the keys, because a URL may hold a password.
            secrets = _native.Secrets(vault=vault, key=key, proxy=proxy)
        finally:
            del vault, key, proxy  # a traceback may print the locals of this frame
        core = _native.Core(
            secrets=secrets,
            spool_dir=spool_dir,
            anchor_file=anchor_file,
            anchor=anchor,
            root_keys=root_keys,
            base_url=base_url,
            mode=mode,
            environment=environment,
            providers=providers,
            config_class=ProviderConfig,
            background=background,
            min_validity=min_validity,
            timeout=timeout,
            allowed_private_hosts=allowed_private_hosts,
            extra_ca_file=extra_ca_file,
            danger_origins=danger_origins,
            logger=logger,
            test_clock=test_clock,
        )
        self._take(core)

    @classmethod
    def _of(cls, core: _native.Core) -> Self:
        """Another client of a core that exists. It shares the core and owns nothing."""
        client = object.__new__(cls)
        client._take(core)
        return client

    def _take(self, core: _native.Core) -> None:
        from ._async_events import AsyncAudit, AsyncEvents
        from ._async_resources import AsyncConnections, AsyncInstallations, AsyncSessions

        self._core = core
        self._at_hand = core.at_hand(False)
        self.connections = AsyncConnections(core)
        self.installations = AsyncInstallations(core)
        self.sessions = AsyncSessions(core)
        self.events = AsyncEvents(core)
        self.audit = AsyncAudit(core)

    async def ready(self, *, timeout: float | timedelta | None = None) -> None:
        """Opens the vault, checks the key and migrates. Optional: it makes a wrong configuration fail at boot.

        Args:
            timeout: How long this call waits, in seconds; default until it has ended. What it has begun goes on.

        Raises:
            ConfigError: ``key_missing``, ``key_mismatch``, ``base_url_missing``, ``config_invalid``.
            ProviderConfigError: ``provider_not_configured`` - a client id, a secret or a key is absent.
            VaultError: ``vault_unavailable``, ``vault_locked``, ``vault_newer``, ``environment_mismatch``.
        """
        await wait_async(self._core.ready, timeout=timeout)

    async def aclose(self) -> None:
        """Finishes refreshes under way and lets go of the vault. Whoever calls it again waits for the same end.

        Raises:
            VaultError: ``vault_unavailable`` - neither the vault nor its spool could be written, and renewed tokens are lost with
                this process. It is closed none the less.
        """
        await wait_async(self._core.close)

    async def __aenter__(self) -> Self:
        await self.ready()
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def handler(self, *, allowed_origins: Sequence[str] = (), allowed_return_origins: Sequence[str] = ()) -> AsyncHandler:
        """Makes the HTTP handler, to be mounted by an adapter.

        Args:
            allowed_origins: Other origins whose pages may call the handler.
            allowed_return_origins: Other origins to which a finished session may return.

        Raises:
            ConfigError: ``config_invalid`` - an origin is not ``scheme://host[:port]``.
        """
        from ._async_handler import AsyncHandler

        return AsyncHandler(self._core.handler(allowed_origins=allowed_origins, allowed_return_origins=allowed_return_origins))

    def httpx_auth(self, **subject: Unpack[SubjectArgs]) -> httpx.Auth:
        """Authenticates the requests of an ``httpx`` client. After a 401 the credential is refreshed and the request sent once more."""
        from ._httpx import CredentialAuth

        return CredentialAuth(self._core, subject, "AsyncAuthpipe.httpx_auth")

    async def run_maintenance(
        self, *, budget: float | timedelta | None = None, timeout: float | timedelta | None = None
    ) -> MaintenanceReport:
        """Does what is due: refreshes, health checks and revocations. For ``background=False``, from a cron job.

        Args:
            budget: Seconds; no exchange is started that this would not let finish.
            timeout: How long this call waits, in seconds; default until it has ended. What it has begun goes on.
        """
        return await wait_async(self._core.run_maintenance, budget=budget, timeout=timeout)

    def __repr__(self) -> str:
        # A traceback may show an object whose options were refused.
        return f"<authpipe.AsyncAuthpipe {self._core.state if hasattr(self, '_core') else 'not made'}>"

    def __reduce__(self) -> Never:
        raise TypeError("Authpipe holds an open vault and cannot be pickled; create one per process.")

    def __copy__(self) -> Never:
        raise TypeError("Authpipe holds an open vault and cannot be copied; use the same object.")

    def __deepcopy__(self, memo: object) -> Never:
        raise TypeError("Authpipe holds an open vault and cannot be copied; use the same object.")
