# Derived from _async_connecting.py by `cargo xtask types`. Do not edit.
"""Sign-ins and installations are started here. The methods of `Authpipe` for whoever sends a person to a provider."""

from __future__ import annotations

from ._group import methods_of
from ._wait import wait

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import timedelta
    from typing import Literal

    from . import _native
    from ._types import AuthSession, Connection, DeviceAuth, DevicePoll
    from .providers import ProviderName


@methods_of("Authpipe")
class ConnectMethods:
    """Connects users and installs into organisations."""

    _core: _native.Core

    def create_auth_session(
        self,
        *,
        provider: ProviderName,
        tenant_id: str,
        user_id: str,
        config: str | None = None,
        label: str | None = None,
        scopes: Sequence[str] | None = None,
        variables: Mapping[str, str] | None = None,
        login_hint: str | None = None,
        prompt: str | None = None,
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
            variables: Values of the definition's variables that whoever connects may choose.
            login_hint: What the person signs in with at the provider, such as an e-mail address: 1 to 320 bytes. It is put into the
                authorization URL, and stored nowhere; a provider that takes no hint is sent none. Default: that of the account
                that is connected again.
            prompt: What the provider is to ask the person, such as ``select_account`` or ``login``: one or more, separated by spaces,
                of those that the definition lists. Default: which account, where it is a further one of the user.
            return_to: Where the browser is sent afterwards: a path, or a URL of the base URL's own origin.
            mode: How the browser comes back; default ``redirect``.
            connection_id: Reconnects exactly this connection of the user, with the same external account.
            installation_id: The tenant's installation inside which the user authorises.
            timeout: How long this call waits, in seconds; default until it has ended. What it has begun goes on.

        Raises:
            ConfigError: ``base_url_missing``.
            RequestError: ``scope_not_allowed``, ``scope_unavailable``, ``invalid_request``.
            NotConnectedError: ``not_connected``, ``installation_not_found`` - what is named is not there.
        """
        return wait(
            self._core.create_auth_session,
            provider=provider,
            tenant_id=tenant_id,
            user_id=user_id,
            config=config,
            label=label,
            scopes=scopes,
            variables=variables,
            login_hint=login_hint,
            prompt=prompt,
            return_to=return_to,
            mode=mode,
            connection_id=connection_id,
            installation_id=installation_id,
            timeout=timeout,
        )

    def create_install_session(
        self,
        *,
        provider: ProviderName,
        tenant_id: str,
        user_id: str,
        config: str | None = None,
        login_hint: str | None = None,
        prompt: str | None = None,
        variables: Mapping[str, str] | None = None,
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
            login_hint: What the person signs in with at the provider, such as an e-mail address: 1 to 320 bytes. It is put into the
                authorization URL, and stored nowhere; a provider that takes no hint is sent none.
            prompt: What the provider is to ask the person, such as ``select_account`` or ``login``: one or more, separated by spaces,
                of those that the definition lists. Default: which account, unless
                ``login_hint`` names one.
            variables: Values of the definition's variables that whoever connects may choose.
            return_to: Where the browser is sent afterwards: a path, or a URL of the base URL's own origin.
            mode: How the browser comes back; default ``redirect``.
            timeout: How long this call waits, in seconds; default until it has ended. What it has begun goes on.

        Raises:
            ConfigError: ``base_url_missing``.
            RequestError: ``invalid_request`` - the provider has no installations.
        """
        return wait(
            self._core.create_install_session,
            provider=provider,
            tenant_id=tenant_id,
            user_id=user_id,
            config=config,
            login_hint=login_hint,
            prompt=prompt,
            variables=variables,
            return_to=return_to,
            mode=mode,
            timeout=timeout,
        )

    def start_device_auth(
        self,
        *,
        provider: ProviderName,
        tenant_id: str,
        user_id: str,
        config: str | None = None,
        label: str | None = None,
        scopes: Sequence[str] | None = None,
        variables: Mapping[str, str] | None = None,
        connection_id: str | None = None,
        installation_id: str | None = None,
        timeout: float | timedelta | None = None,
    ) -> DeviceAuth:
        """Starts a sign-in on another device, for a program that has no browser: it shows a code, and polls.

        What the provider gives to poll with is sealed in the vault, so ``poll_device_auth`` may be called in any process, also after a
        restart. No ``base_url`` is needed.

        Args:
            provider: The provider.
            tenant_id: The tenant: your customer's id.
            user_id: The user who signs in, and the only one who may poll.
            config: The config; needed where the provider has several.
            label: Tells several accounts of one user apart.
            scopes: Scopes within the config's ``scopes`` and ``optional_scopes``; default its ``scopes``.
            variables: Values of the definition's variables that whoever connects may choose.
            connection_id: Reconnects exactly this connection of the user, with the same external account.
            installation_id: The tenant's installation inside which the user authorises.
            timeout: How long this call waits, in seconds; default until it has ended. What it has begun goes on.

        Raises:
            RequestError: ``invalid_request`` - the provider has no device flow; ``scope_not_allowed``, ``scope_unavailable``.
            NotConnectedError: ``not_connected``, ``installation_not_found`` - what is named is not there.
            ProviderError: ``provider_error`` - the address or the code that the provider gave is none that may be shown.
        """
        return wait(
            self._core.start_device_auth,
            provider=provider,
            tenant_id=tenant_id,
            user_id=user_id,
            config=config,
            label=label,
            scopes=scopes,
            variables=variables,
            connection_id=connection_id,
            installation_id=installation_id,
            timeout=timeout,
        )

    def poll_device_auth(
        self, *, session_id: str, tenant_id: str, user_id: str, timeout: float | timedelta | None = None
    ) -> DevicePoll:
        """Where a sign-in on another device stands, for the user who started it.

        The provider is asked at most once in the interval that it wants, by whatever number of processes: whoever polls sooner is told
        what is known.

        Args:
            session_id: The id that ``start_device_auth`` gave.
            tenant_id: The tenant for which it was started.
            user_id: The user for whom it was started; to anybody else there is no such session.
            timeout: How long this call waits, in seconds; default until it has ended. What it has begun goes on.

        Raises:
            HandlerError: ``not_found`` - no such session of this user, or it ended more than a day ago.
            FlowError: whatever else ended the sign-in; each further poll is told the same.
        """
        return wait(
            self._core.poll_device_auth, session_id=session_id, tenant_id=tenant_id, user_id=user_id, timeout=timeout
        )

    def connect_interactive(
        self,
        *,
        provider: ProviderName,
        tenant_id: str,
        user_id: str,
        config: str | None = None,
        label: str | None = None,
        connection_id: str | None = None,
        scopes: Sequence[str] | None = None,
        variables: Mapping[str, str] | None = None,
        login_hint: str | None = None,
        prompt: str | None = None,
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
            connection_id: Reconnects exactly this connection.
            scopes: Scopes within the config's ``scopes`` and ``optional_scopes``; default its ``scopes``.
            variables: Values of the definition's variables that whoever connects may choose.
            login_hint: What the person signs in with at the provider, such as an e-mail address: 1 to 320 bytes. It is put into the
                authorization URL, and stored nowhere; a provider that takes no hint is sent none. Default: that of the account
                that is connected again.
            prompt: What the provider is to ask the person, such as ``select_account`` or ``login``: one or more, separated by spaces,
                of those that the definition lists. Default: which account, where it is a further one of the user.
            timeout: How long the user may take once ``open_browser`` has returned, in seconds; default until the session ends, after ten
                minutes.
            open_browser: Is given the URL; default ``webbrowser.open``. Where there is no browser the URL is printed. What it raises
                ends the sign-in. It is called in this thread, and must return.

        Raises:
            FlowError: ``access_denied``, ``session_expired``, ``account_mismatch`` - the user said no, or somebody else signed in.
            AuthpipeTimeoutError: ``timeout`` - the user did not finish in time.
            ProviderConfigError: ``provider_not_configured``.
        """
        from ._interactive import judge, sign_in

        judge(open_browser)
        flow = wait(
            self._core.start_loopback_flow,
            provider=provider,
            tenant_id=tenant_id,
            user_id=user_id,
            config=config,
            label=label,
            connection_id=connection_id,
            scopes=scopes,
            variables=variables,
            login_hint=login_hint,
            prompt=prompt,
            timeout=timeout,
        )
        try:
            return sign_in(flow, open_browser)
        finally:
            # Closes the port; a session that is over stays as it is.
            flow.cancel()
