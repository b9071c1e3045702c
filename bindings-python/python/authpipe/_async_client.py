"""`Authpipe` for programs that run on asyncio: the same methods, awaited."""

from __future__ import annotations

from . import _native
from ._generated_options import ProviderConfig
from ._group import group
from ._wait import wait_async

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    import logging
    import os
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import timedelta
    from types import TracebackType
    from typing import Literal

    import httpx
    from typing_extensions import Never, Self, Unpack

    from ._async_handler import AsyncHandler
    from ._async_resources import AsyncConnections, AsyncEvents, AsyncInstallations, AsyncSessions
    from ._native import Credential, TestClock
    from ._types import (
        AuthSession,
        Connection,
        CredentialFor,
        CredentialOptions,
        CredentialType,
        MaintenanceReport,
        StoreCredentialParamsArgs,
        StoredCredential,
        StoredCredentials,
        SubjectArgs,
    )


class AsyncAuthpipe:
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
    events: AsyncEvents = group("_async_resources", "AsyncEvents")
    """What happened, durably, in every process."""

    def __init__(
        self,
        *,
        vault: str | None = None,
        key: str | Sequence[str] | None = None,
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
            vault: Where the vault is. ``sqlite:./authpipe.db`` (default) or ``memory:``. Environment: ``AUTHPIPE_VAULT``.
            key: The root key. ``apk1_…``; several: the current one first, then earlier ones. Environment: ``AUTHPIPE_KEY``,
                separated by commas.
            base_url: The public URL of the mounted handler. Environment: ``AUTHPIPE_BASE_URL``.
            mode: How strict to be. Default ``production``, the strict one; never guessed. Environment: ``AUTHPIPE_MODE``.
            environment: The name of the deployment, part of every encryption context. Environment: ``AUTHPIPE_ENVIRONMENT``.
            providers: Client registrations by config id. Secrets given here are never written to the vault.
            background: Whether refreshes and checks run by themselves; default true. Without, call ``run_maintenance()``.
            min_validity: A credential is handed out with at least this much time left; default the lesser of 60 seconds and a
                tenth of its lifetime. In seconds.
            timeout: How long a call waits; default 10 seconds. It never bounds the exchange itself. In seconds.
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
        from ._async_resources import AsyncConnections, AsyncEvents, AsyncInstallations, AsyncSessions

        self._core = core
        self._at_hand = core.at_hand(False)
        self.connections = AsyncConnections(core)
        self.installations = AsyncInstallations(core)
        self.sessions = AsyncSessions(core)
        self.events = AsyncEvents(core)

    async def ready(self, *, timeout: float | timedelta | None = None) -> None:
        """Opens the vault, checks the key and migrates. Optional: it makes a wrong configuration fail at boot.

        Args:
            timeout: How long this call waits, in seconds; default until it has ended. What it has begun goes on.

        Raises:
            ConfigError: ``key_missing``, ``key_mismatch``, ``base_url_missing``, ``config_invalid``.
            VaultError: ``vault_unavailable``, ``vault_locked``, ``vault_newer``, ``environment_mismatch``.
        """
        await wait_async(self._core.ready, timeout=timeout)

    async def aclose(self) -> None:
        """Finishes refreshes under way and lets go of the vault. Whoever calls it again waits for the same end."""
        await wait_async(self._core.close)

    async def __aenter__(self) -> Self:
        await self.ready()
        return self

    async def __aexit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    async def get_credential(
        self, *, provider: str, tenant_id: str, user_id: str | None = None, **options: Unpack[CredentialOptions]
    ) -> Credential:
        """A usable credential, refreshed first when it is about to expire.

        Simultaneous calls for one connection cause one token request, and a refresh is saved before this returns.

        Cancelling the task stops the waiting; a refresh under way goes on and is saved.

        Args:
            provider: The provider.
            tenant_id: The tenant: your customer's id.
            user_id: The user; needed for a user credential.
            config: The config; needed where the provider has several.
            label: Tells several accounts of one user apart.
            connection_id: Names the connection itself.
            installation_id: Names the installation itself.
            credential_for: Default ``user`` with a ``user_id``; with neither, ``user_id_required``. Only ``any`` may fall back to
                the installation's.
            credential_type: What it must be; default what the provider's API takes. A webhook's secret is given only to whoever asks
                for one: ``webhook_secret``.
            force_refresh: Refreshes even if the current credential is valid.
            min_validity: More time left than the default, in seconds.
            scopes: Raises ``scope_missing`` if one of these was not granted.
            claims: The claims challenge of an API: refreshes with it.
            timeout: How long this call waits, in seconds; default the option of the object. What it has begun goes on.

        Raises:
            NotConnectedError: ``not_connected``, ``installation_not_found`` - let the user connect or the administrator install.
            RequestError: ``user_id_required`` - neither ``user_id`` nor ``credential_for`` says whose credential is meant.
            ReauthRequiredError: ``reauth_required``, ``scope_missing`` - the user must sign in again.
            ProviderError: ``provider_unavailable``, ``timeout`` - retry later.
            RateLimitedError: ``rate_limited`` - retry later.
        """
        # Python looks up the default of each parameter that is left out, at every call; so the rare ones are in `options`.
        if not options:
            kept = self._at_hand[provider, tenant_id, user_id]
            if kept is not None:
                return kept
        return await self._get_credential(provider=provider, tenant_id=tenant_id, user_id=user_id, **options)

    async def _get_credential(
        self,
        *,
        provider: str,
        tenant_id: str,
        user_id: str | None = None,
        config: str | None = None,
        label: str | None = None,
        connection_id: str | None = None,
        installation_id: str | None = None,
        credential_for: CredentialFor | None = None,
        credential_type: CredentialType | None = None,
        force_refresh: bool = False,
        min_validity: float | timedelta | None = None,
        scopes: Sequence[str] | None = None,
        claims: str | None = None,
        timeout: float | timedelta | None = None,
    ) -> Credential:
        # Nothing is refused here: what is at hand needs no event loop.
        if force_refresh is False and min_validity is None and scopes is None and claims is None:
            kept = self._core.find(
                provider, tenant_id, user_id, config, label, connection_id, installation_id, credential_for, credential_type
            )
            if kept is not None:
                return kept
        return await wait_async(
            self._core.get_credential,
            provider=provider,
            tenant_id=tenant_id,
            user_id=user_id,
            config=config,
            label=label,
            connection_id=connection_id,
            installation_id=installation_id,
            credential_for=credential_for,
            credential_type=credential_type,
            force_refresh=force_refresh,
            min_validity=min_validity,
            scopes=scopes,
            claims=claims,
            timeout=timeout,
        )

    # A TypeError then names the method that the caller called, and `help()` and `inspect` show all of its parameters.
    _get_credential.__qualname__ = "AsyncAuthpipe.get_credential"
    vars(get_credential)["__wrapped__"] = _get_credential

    def peek_credential(
        self,
        *,
        provider: str,
        tenant_id: str,
        user_id: str | None = None,
        config: str | None = None,
        label: str | None = None,
        connection_id: str | None = None,
        installation_id: str | None = None,
        credential_for: CredentialFor | None = None,
        credential_type: CredentialType | None = None,
    ) -> Credential | None:
        """The credential if it is at hand, otherwise ``None``. It never waits, opens or loads.

        A look is not a use: a connection that is only looked at counts as idle. So a day after its use was last noted the answer is
        ``None`` too, until somebody asks ``get_credential``.

        Raises:
            RequestError: ``invalid_id``, ``user_id_required`` - an id is outside its grammar, or nobody is named.
            UsageError: ``closed``.
        """
        return self._core.peek(
            provider, tenant_id, user_id, config, label, connection_id, installation_id, credential_for, credential_type
        )

    async def report_rejected(
        self,
        *,
        provider: str,
        tenant_id: str,
        generation: int,
        claims: str | None = None,
        user_id: str | None = None,
        config: str | None = None,
        label: str | None = None,
        connection_id: str | None = None,
        installation_id: str | None = None,
        credential_for: CredentialFor | None = None,
        credential_type: CredentialType | None = None,
        timeout: float | timedelta | None = None,
    ) -> Credential:
        """After a 401: refreshes only if that generation is still current, and returns the credential to try again with.

        Args:
            provider: The provider.
            tenant_id: The tenant: your customer's id.
            generation: ``generation`` of the credential that was rejected.
            claims: The claims challenge of the answer, where there is one.
            user_id: The user; needed for a user credential.
            config: The config; needed where the provider has several.
            label: Tells several accounts of one user apart.
            connection_id: Names the connection itself.
            installation_id: Names the installation itself.
            credential_for: As for ``get_credential``.
            credential_type: As for ``get_credential``.
            timeout: How long this call waits, in seconds; default the option of the object. What it has begun goes on.

        Raises:
            NotConnectedError: As ``get_credential``.
            ReauthRequiredError: ``reauth_required`` - the user must sign in again.
        """
        return await wait_async(
            self._core.report_rejected,
            provider=provider,
            tenant_id=tenant_id,
            user_id=user_id,
            config=config,
            label=label,
            connection_id=connection_id,
            installation_id=installation_id,
            credential_for=credential_for,
            credential_type=credential_type,
            generation=generation,
            claims=claims,
            timeout=timeout,
        )

    async def store_credential(
        self,
        *,
        provider: str,
        tenant_id: str,
        credential: str | Mapping[str, str],
        credential_type: Literal["api_key", "webhook_secret"],
        user_id: str | None = None,
        config: str | None = None,
        label: str | None = None,
        connection_id: str | None = None,
        installation_id: str | None = None,
        credential_for: CredentialFor | None = None,
        timeout: float | timedelta | None = None,
    ) -> StoredCredential:
        """Seals an API key or webhook secret into the vault.

        Args:
            provider: The provider.
            tenant_id: The tenant: your customer's id.
            credential: The secret, or named fields.
            credential_type: What it is.
            user_id: The user; needed for a user credential.
            config: The config; needed where the provider has several.
            label: Tells several accounts of one user apart.
            connection_id: Names the connection itself.
            installation_id: Names the installation itself.
            credential_for: As for ``get_credential``.
            timeout: How long this call waits, in seconds; default until it has ended. What it has begun goes on.

        Raises:
            RequestError: ``invalid_request``, ``user_id_required``.
        """
        try:
            secret = _native.Secret("credential", credential)
        finally:
            del credential  # a traceback may print the locals of this frame
        return await wait_async(
            self._core.store_credential,
            provider=provider,
            tenant_id=tenant_id,
            user_id=user_id,
            config=config,
            label=label,
            connection_id=connection_id,
            installation_id=installation_id,
            credential_for=credential_for,
            credential=secret,
            credential_type=credential_type,
            timeout=timeout,
        )

    async def store_credentials(
        self,
        *,
        rows: Iterable[StoreCredentialParamsArgs],
        progress: Callable[[int, int], object] | None = None,
        timeout: float | timedelta | None = None,
    ) -> StoredCredentials:
        """Seals many API keys or webhook secrets into the vault.

        They are stored in parts of 500, each with one commit. A row that is wrong is named by its number, and nothing of its part is
        stored: what was stored before stays, and storing it again changes nothing. No live test runs.

        Args:
            rows: What ``store_credential`` takes, a mapping each.
            progress: Is told after each part how many are stored, of how many.
            timeout: How long the storing of a part may take, in seconds; default until it has ended. What it has begun goes on.

        Raises:
            RequestError: ``invalid_request``, ``user_id_required``.
        """
        from ._rows import parts, total

        done: list[StoredCredentials] = []
        for part, stored, of in parts(rows):
            done.append(await wait_async(self._core.store_credentials, rows=part, timeout=timeout))
            if progress is not None:
                progress(stored, of)
        return total(done)

    async def create_auth_session(
        self,
        *,
        provider: str,
        tenant_id: str,
        user_id: str,
        config: str | None = None,
        label: str | None = None,
        scopes: Sequence[str] | None = None,
        variables: Mapping[str, str] | None = None,
        return_to: str | None = None,
        mode: Literal["popup", "redirect"] | None = None,
        connection_id: str | None = None,
        installation_id: str | None = None,
        timeout: float | timedelta | None = None,
    ) -> AuthSession:
        """Starts the authorisation of a user. Send every ``set_cookie`` with the redirect to ``authorization_url``.

        Args:
            provider: The provider.
            tenant_id: The tenant: your customer's id.
            user_id: The user who goes through the session.
            config: The config; needed where the provider has several.
            label: Tells several accounts of one user apart.
            scopes: Scopes within the config's ``scopes`` and ``optional_scopes``; default its ``scopes``.
            variables: Values of the definition's variables.
            return_to: Where the browser is sent afterwards: a path, or a URL of the base URL's own origin.
            mode: How the browser comes back; default ``redirect``.
            connection_id: Renews exactly this connection of the user, with the same external account.
            installation_id: The tenant's installation inside which the user authorises.
            timeout: How long this call waits, in seconds; default until it has ended. What it has begun goes on.

        Raises:
            ConfigError: ``base_url_missing``.
            RequestError: ``scope_not_allowed``, ``scope_unavailable``, ``invalid_request``.
            NotConnectedError: ``not_connected``, ``installation_not_found`` - what is named is not there.
        """
        return await wait_async(
            self._core.create_auth_session,
            provider=provider,
            tenant_id=tenant_id,
            user_id=user_id,
            config=config,
            label=label,
            scopes=scopes,
            variables=variables,
            return_to=return_to,
            mode=mode,
            connection_id=connection_id,
            installation_id=installation_id,
            timeout=timeout,
        )

    async def create_install_session(
        self,
        *,
        provider: str,
        tenant_id: str,
        user_id: str,
        config: str | None = None,
        return_to: str | None = None,
        mode: Literal["popup", "redirect"] | None = None,
        timeout: float | timedelta | None = None,
    ) -> AuthSession:
        """Starts an installation. Calling it in server code is the administrator's authority: check who is asking first.

        Args:
            provider: The provider.
            tenant_id: The tenant that installs.
            user_id: The user who goes through the session.
            config: The config; needed where the provider has several.
            return_to: Where the browser is sent afterwards: a path, or a URL of the base URL's own origin.
            mode: How the browser comes back; default ``redirect``.
            timeout: How long this call waits, in seconds; default until it has ended. What it has begun goes on.

        Raises:
            ConfigError: ``base_url_missing``.
            RequestError: ``invalid_request`` - the provider has no installations.
        """
        return await wait_async(
            self._core.create_install_session,
            provider=provider,
            tenant_id=tenant_id,
            user_id=user_id,
            config=config,
            return_to=return_to,
            mode=mode,
            timeout=timeout,
        )

    async def connect_interactive(
        self,
        *,
        provider: str,
        tenant_id: str,
        user_id: str,
        config: str | None = None,
        label: str | None = None,
        connection_id: str | None = None,
        scopes: Sequence[str] | None = None,
        variables: Mapping[str, str] | None = None,
        timeout: float | timedelta | None = None,
        open_browser: Callable[[str], object] | None = None,
    ) -> Connection:
        """Connects a user through the system's browser, for scripts and desktop programs (RFC 8252).

        The browser comes back to a port of this machine that is open for this session only. No handler and no ``base_url`` are
        needed; the config must be a public client: PKCE, no secret.

        Args:
            provider: The provider.
            tenant_id: The tenant; any fixed word where the program has only one.
            user_id: The user; any fixed word where the program has only one.
            config: The config; needed where the provider has several.
            label: Tells several accounts of one user apart.
            connection_id: Renews exactly this connection.
            scopes: Scopes within the config's ``scopes`` and ``optional_scopes``; default its ``scopes``.
            variables: Values of the definition's variables.
            timeout: How long to wait for the user, in seconds; default until the session ends, after ten minutes.
            open_browser: Is given the URL; default ``webbrowser.open``. Where there is no browser the URL is printed. It may be a
                coroutine function, which is awaited; another one runs in a thread of its own.

        Raises:
            FlowError: ``access_denied``, ``session_expired``, ``account_mismatch`` - the user said no, or somebody else signed in.
            AuthpipeTimeoutError: ``timeout`` - the user did not finish in time.
            ProviderConfigError: ``provider_not_configured``.
        """
        from ._interactive import judge_async, show_async

        judge_async(open_browser)
        flow = await wait_async(
            self._core.start_loopback_flow,
            provider=provider,
            tenant_id=tenant_id,
            user_id=user_id,
            config=config,
            label=label,
            connection_id=connection_id,
            scopes=scopes,
            variables=variables,
            timeout=timeout,
        )
        try:
            await show_async(flow.authorization_url, open_browser)
            return await wait_async(flow.wait)
        finally:
            # Closes the port; a session that is over stays as it is.
            flow.cancel()

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
        """Does what is due: refreshes and health checks. For ``background=False``, from a cron job.

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
