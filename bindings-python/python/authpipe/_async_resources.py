"""The groups of methods behind `.connections`, `.installations` and `.sessions`."""

from __future__ import annotations

from ._left_out import LEFT_OUT, given
from ._wait import wait_async

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta

    from . import _native
    from ._pages import AsyncPages
    from ._types import Connection, Deletion, GrantStatus, Health, Installation, Session
    from .providers import ProviderName


class AsyncConnections:
    """Connections of users, and stored keys."""

    def __init__(self, core: _native.Core) -> None:
        self._core = core

    def list(
        self,
        *,
        tenant_id: str = LEFT_OUT,
        all_tenants: bool = False,
        provider: ProviderName | None = None,
        config: str | None = None,
        status: GrantStatus | None = None,
        user_id: str = LEFT_OUT,
        after: str | None = None,
        limit: int | None = None,
        timeout: float | timedelta | None = None,
    ) -> AsyncPages[Connection]:
        """Lists connections: one tenant's, or with ``all_tenants`` an operator's view.

        Args:
            tenant_id: The tenant.
            all_tenants: Everybody's, for an operator.
            provider: Only this provider's.
            config: Only this config's.
            status: Only those in this state, such as ``needs_reauth``.
            user_id: Only this user's; left out, everybody's.
            after: From ``next`` of the page before.
            limit: At most this many on a page: 1 to 200, default 50.
            timeout: How long the fetching of a page may take, in seconds; default until it has ended.

        Raises:
            RequestError: ``invalid_request`` - neither ``tenant_id`` nor ``all_tenants``; ``user_id_required`` - ``None`` for the user.
        """
        from ._pages import walk_async

        return walk_async(
            lambda after: self._core.list_connections(
                all_tenants=all_tenants,
                provider=provider,
                config=config,
                status=status,
                after=after,
                limit=limit,
                timeout=timeout,
                **given(tenant_id=tenant_id, user_id=user_id),
            ),
            after,
        )

    async def get(self, id: str, *, tenant_id: str, timeout: float | timedelta | None = None) -> Connection:
        """One connection of a tenant.

        Args:
            id: Its id.
            tenant_id: The tenant.
            timeout: How long this call waits, in seconds; default until it has ended. What it has begun goes on.

        Raises:
            NotConnectedError: ``not_connected`` - no such connection in this tenant.
        """
        return await wait_async(self._core.get_connection, id=id, tenant_id=tenant_id, timeout=timeout)

    async def check(self, id: str, *, tenant_id: str, timeout: float | timedelta | None = None) -> Health:
        """Asks the provider now whether the connection still works.

        Args:
            id: Its id.
            tenant_id: The tenant.
            timeout: How long this call waits, in seconds; default until it has ended. What it has begun goes on.

        Raises:
            NotConnectedError: ``not_connected`` - no such connection in this tenant.
        """
        return await wait_async(self._core.check_connection, id=id, tenant_id=tenant_id, timeout=timeout)

    async def delete(self, id: str, *, tenant_id: str, timeout: float | timedelta | None = None) -> Deletion:
        """Deletes a connection. It ends here and reads are refused at once.

        The provider is asked to revoke its tokens, and waited for for at most 5 seconds; what takes longer is done by itself, for at
        most 3 days, and the events ``token.revoked`` and ``token.revocation_failed`` tell what came of it. Until then these tokens are
        kept sealed in the vault.

        Args:
            id: Its id.
            tenant_id: The tenant.
            timeout: How long this call waits, in seconds; default until it has ended. What it has begun goes on.

        Raises:
            NotConnectedError: ``not_connected`` - no such connection in this tenant.
        """
        return await wait_async(self._core.delete_connection, id=id, tenant_id=tenant_id, timeout=timeout)


class AsyncInstallations:
    """Installations into organisations."""

    def __init__(self, core: _native.Core) -> None:
        self._core = core

    async def create(
        self,
        *,
        provider: ProviderName,
        tenant_id: str,
        config: str | None = None,
        user_id: str | None = None,
        variables: Mapping[str, str] | None = None,
        timeout: float | timedelta | None = None,
    ) -> Installation:
        """Installs without a browser, where an administrator has let the app in at the provider.

        The organisation's credential is minted at once; nothing is stored if that does not work. Calling it is the administrator's
        authority: check who is asking first.

        Args:
            provider: The provider.
            tenant_id: The tenant.
            config: The config; needed where the provider has several.
            user_id: The user who makes it, where somebody does.
            variables: Values of the definition's variables: the organisation, the person in whose name it acts.
            timeout: How long this call waits, in seconds; default until it has ended. What it has begun goes on.

        Raises:
            RequestError: ``invalid_request`` - the provider is installed through a browser, or a variable is missing.
            FlowError: ``access_denied`` - the provider gave no credential; ``installation_claimed`` - another tenant holds the
                organisation.
            ProviderError: ``provider_config_rejected`` - the provider did not accept the client or its key.
        """
        return await wait_async(
            self._core.create_installation,
            provider=provider,
            tenant_id=tenant_id,
            config=config,
            user_id=user_id,
            variables=variables,
            timeout=timeout,
        )

    def list(
        self,
        *,
        tenant_id: str = LEFT_OUT,
        all_tenants: bool = False,
        provider: ProviderName | None = None,
        config: str | None = None,
        status: GrantStatus | None = None,
        user_id: str = LEFT_OUT,
        after: str | None = None,
        limit: int | None = None,
        timeout: float | timedelta | None = None,
    ) -> AsyncPages[Installation]:
        """Lists installations: one tenant's, or with ``all_tenants`` an operator's view.

        Args:
            tenant_id: The tenant.
            all_tenants: Everybody's, for an operator.
            provider: Only this provider's.
            config: Only this config's.
            status: Only those in this state, such as ``needs_reauth``.
            user_id: Only this user's; left out, everybody's.
            after: From ``next`` of the page before.
            limit: At most this many on a page: 1 to 200, default 50.
            timeout: How long the fetching of a page may take, in seconds; default until it has ended.

        Raises:
            RequestError: ``invalid_request`` - neither ``tenant_id`` nor ``all_tenants``; ``user_id_required`` - ``None`` for the user.
        """
        from ._pages import walk_async

        return walk_async(
            lambda after: self._core.list_installations(
                all_tenants=all_tenants,
                provider=provider,
                config=config,
                status=status,
                after=after,
                limit=limit,
                timeout=timeout,
                **given(tenant_id=tenant_id, user_id=user_id),
            ),
            after,
        )

    async def get(self, id: str, *, tenant_id: str, timeout: float | timedelta | None = None) -> Installation:
        """One installation of a tenant.

        Args:
            id: Its id.
            tenant_id: The tenant.
            timeout: How long this call waits, in seconds; default until it has ended. What it has begun goes on.

        Raises:
            NotConnectedError: ``installation_not_found`` - no such installation in this tenant.
        """
        return await wait_async(self._core.get_installation, id=id, tenant_id=tenant_id, timeout=timeout)

    async def approve(self, id: str, *, tenant_id: str, timeout: float | timedelta | None = None) -> Installation:
        """Approves an installation whose installer did not prove to be an administrator. Check the organisation first.

        Args:
            id: Its id.
            tenant_id: The tenant.
            timeout: How long this call waits, in seconds; default until it has ended. What it has begun goes on.

        Raises:
            NotConnectedError: ``installation_not_found`` - no such installation in this tenant.
            FlowError: ``installation_claimed`` - another tenant holds the organisation.
        """
        return await wait_async(self._core.approve_installation, id=id, tenant_id=tenant_id, timeout=timeout)

    async def delete(self, id: str, *, tenant_id: str, timeout: float | timedelta | None = None) -> Deletion:
        """Deletes an installation and lets go of its organisation.

        It ends here and reads are refused at once; the provider is asked to revoke its tokens, as when a connection is deleted.

        Args:
            id: Its id.
            tenant_id: The tenant.
            timeout: How long this call waits, in seconds; default until it has ended. What it has begun goes on.

        Raises:
            NotConnectedError: ``installation_not_found`` - no such installation in this tenant.
        """
        return await wait_async(self._core.delete_installation, id=id, tenant_id=tenant_id, timeout=timeout)


class AsyncSessions:
    """Sign-ins and installations under way, and what became of them."""

    def __init__(self, core: _native.Core) -> None:
        self._core = core

    async def get(self, id: str, *, tenant_id: str, timeout: float | timedelta | None = None) -> Session:
        """One session of a tenant: where it stands, the connection or installation that it made, or why it failed.

        What the return address says anybody can write, so ask here before believing it. The developer's words of an error are kept
        for a day.

        Args:
            id: Its id.
            tenant_id: The tenant.
            timeout: How long this call waits, in seconds; default until it has ended. What it has begun goes on.

        Raises:
            HandlerError: ``not_found`` - no such session in this tenant, or it ended more than a day ago.
            RequestError: ``invalid_id`` - what was given is no session's id.
        """
        return await wait_async(self._core.get_session, id=id, tenant_id=tenant_id, timeout=timeout)

    async def cancel(self, id: str, *, tenant_id: str, timeout: float | timedelta | None = None) -> Session:
        """Ends a session of a tenant that is under way, also a sign-in on another device; one that is over stays as it is.

        What comes back shows which it was. An answer that the provider gives later is not taken, and the provider is not asked. Calling
        it is the authority: check who is asking first.

        Args:
            id: Its id.
            tenant_id: The tenant.
            timeout: How long this call waits, in seconds; default until it has ended. What it has begun goes on.

        Raises:
            HandlerError: ``not_found`` - no such session in this tenant, or it ended more than a day ago.
            RequestError: ``invalid_id`` - what was given is no session's id.
        """
        return await wait_async(self._core.cancel_session, id=id, tenant_id=tenant_id, timeout=timeout)
