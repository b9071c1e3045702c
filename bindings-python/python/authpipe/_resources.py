# Derived from _async_resources.py by `cargo xtask types`. Do not edit.
"""The groups of methods behind `.connections`, `.installations` and `.events`."""

from __future__ import annotations

from ._wait import wait

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    from . import _native
    from ._pages import Page
    from ._types import AuthpipeEvent, Connection, EventType, Health, Installation


class Connections:
    """Connections of users, and stored keys."""

    def __init__(self, core: _native.Core) -> None:
        self._core = core

    def list(
        self,
        *,
        tenant_id: str | None = None,
        all_tenants: bool = False,
        provider: str | None = None,
        config: str | None = None,
        user_id: str | None = None,
        after: str | None = None,
        limit: int | None = None,
    ) -> Page[Connection]:
        """Lists connections: one tenant's, or with ``all_tenants`` an operator's view.

        Args:
            tenant_id: The tenant.
            all_tenants: Everybody's, for an operator.
            provider: Only this provider's.
            config: Only this config's.
            user_id: Only this user's.
            after: From ``next`` of the page before.
            limit: At most this many on a page: 1 to 200, default 50.

        Raises:
            RequestError: ``invalid_request`` - neither ``tenant_id`` nor ``all_tenants``.
        """
        from ._pages import walk

        return walk(lambda after: self._core.list_connections(tenant_id, all_tenants, user_id, provider, config, after, limit), after)

    def get(self, id: str, *, tenant_id: str) -> Connection:
        """One connection of a tenant.

        Raises:
            NotConnectedError: ``not_connected`` - no such connection in this tenant.
        """
        return wait(self._core.get_connection, id, tenant_id)

    def check(self, id: str, *, tenant_id: str) -> Health:
        """Asks the provider now whether the connection still works.

        Raises:
            NotConnectedError: ``not_connected`` - no such connection in this tenant.
        """
        return wait(self._core.check_connection, id, tenant_id)

    def delete(self, id: str, *, tenant_id: str) -> None:
        """Deletes a connection. It ends here and reads are refused at once; nothing is revoked at the provider.

        Raises:
            NotConnectedError: ``not_connected`` - no such connection in this tenant.
        """
        wait(self._core.delete_connection, id, tenant_id)


class Installations:
    """Installations into organisations."""

    def __init__(self, core: _native.Core) -> None:
        self._core = core

    def list(
        self,
        *,
        tenant_id: str | None = None,
        all_tenants: bool = False,
        provider: str | None = None,
        config: str | None = None,
        user_id: str | None = None,
        after: str | None = None,
        limit: int | None = None,
    ) -> Page[Installation]:
        """Lists installations: one tenant's, or with ``all_tenants`` an operator's view.

        Args:
            tenant_id: The tenant.
            all_tenants: Everybody's, for an operator.
            provider: Only this provider's.
            config: Only this config's.
            user_id: Only this user's.
            after: From ``next`` of the page before.
            limit: At most this many on a page: 1 to 200, default 50.

        Raises:
            RequestError: ``invalid_request`` - neither ``tenant_id`` nor ``all_tenants``.
        """
        from ._pages import walk

        return walk(lambda after: self._core.list_installations(tenant_id, all_tenants, user_id, provider, config, after, limit), after)

    def get(self, id: str, *, tenant_id: str) -> Installation:
        """One installation of a tenant.

        Raises:
            NotConnectedError: ``installation_not_found`` - no such installation in this tenant.
        """
        return wait(self._core.get_installation, id, tenant_id)

    def approve(self, id: str, *, tenant_id: str) -> Installation:
        """Approves an installation whose installer did not prove to be an administrator. Check the organisation first.

        Raises:
            NotConnectedError: ``installation_not_found`` - no such installation in this tenant.
            FlowError: ``installation_claimed`` - another tenant holds the organisation.
        """
        return wait(self._core.approve_installation, id, tenant_id)

    def delete(self, id: str, *, tenant_id: str) -> None:
        """Deletes an installation and lets go of its organisation.

        It ends here and reads are refused at once; nothing is revoked at the provider.

        Raises:
            NotConnectedError: ``installation_not_found`` - no such installation in this tenant.
        """
        wait(self._core.delete_installation, id, tenant_id)


class Events:
    """What happened, durably, in every process."""

    def __init__(self, core: _native.Core) -> None:
        self._core = core

    def list(
        self,
        *,
        after: str | None = None,
        tenant_id: str | None = None,
        type: EventType | None = None,
        connection_id: str | None = None,
        limit: int | None = None,
    ) -> Page[AuthpipeEvent]:
        """Lists events in the order in which they were committed. Keep ``next`` to go on later.

        Args:
            after: From ``next`` of the page before.
            tenant_id: Only this tenant's.
            type: Only this type.
            connection_id: Only this connection's or installation's.
            limit: At most this many on a page: 1 to 200, default 50.
        """
        from ._pages import walk

        return walk(lambda after: self._core.list_events(after, tenant_id, type, connection_id, limit), after)
