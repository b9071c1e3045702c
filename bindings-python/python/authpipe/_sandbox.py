"""People who sign in at the emulator without a browser."""

from __future__ import annotations

import json
from asyncio import to_thread
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from ._client import Authpipe
from ._emulator import ADMIN, MEMBER, PROVIDER, Emulator
from ._types import HttpRequest, Principal
from ._wait import refuse_on_event_loop
from .ext._core import core_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal

    from ._async_client import AsyncAuthpipe
    from ._types import AuthSession, HttpResponse

    Decision = Literal["accept", "accept_for_organisation", "cancel"]


def _must_not_block(name: str) -> None:
    refuse_on_event_loop(f"Use await sandbox.{name}_async(...), or call from another thread with asyncio.to_thread().")


class Sandbox(Emulator):
    """A provider emulator in a process of its own, on free ports of the loopback interface.

    It plays the Microsoft identity platform with Graph over http and TLS, and Slack, GitHub, Google, plain OAuth 2.0 and OAuth 1.0a beside.
    It ends with this object, and with this process however
    that ends.
    """

    def sign_in(self, url: str, username: str = MEMBER, decision: Decision = "accept") -> str:
        """Goes through the provider's pages with a fresh browser. Gives the URL that leads back to the application.

        Args:
            url: The URL to open, such as ``authorization_url``.
            username: Who signs in.
            decision: What that person does on the consent page.
        """
        location: str = self.control("POST", "/browser", {"url": url, "username": username, "decision": decision})["location"]
        return location

    def connect(
        self,
        authpipe: Authpipe | AsyncAuthpipe,
        *,
        tenant_id: str,
        user_id: str,
        username: str = MEMBER,
        decision: Decision = "accept",
        label: str | None = None,
        provider: str = PROVIDER,
    ) -> dict[str, Any]:
        """Connects a user, from the session to the stored credential, through the application's handler.

        It blocks. On a running event loop, use ``await sandbox.connect_async(...)``.

        Args:
            authpipe: The application's object.
            tenant_id: The tenant.
            user_id: The user.
            username: Who signs in at the provider.
            decision: What that person does on the consent page.
            label: Tells several accounts of one user apart.
            provider: One of the options' ``providers`` that the emulator plays.

        Raises:
            RuntimeError: The session ends otherwise. See ``deny`` for a person who says no.
        """
        _must_not_block("connect")
        blocking = Authpipe._of(core_of(authpipe))
        session = blocking.create_auth_session(provider=provider, tenant_id=tenant_id, user_id=user_id, mode="popup", label=label)
        return self._end(blocking, session, Principal(tenant_id=tenant_id, user_id=user_id, role="member"), username, decision)

    def install(
        self,
        authpipe: Authpipe | AsyncAuthpipe,
        *,
        tenant_id: str,
        user_id: str,
        username: str = ADMIN,
        decision: Decision = "accept",
        provider: str = PROVIDER,
    ) -> dict[str, Any]:
        """Installs the application into the organisation of whoever signs in; otherwise as ``connect``.

        Args:
            authpipe: The application's object.
            tenant_id: The tenant.
            user_id: An administrator of it.
            username: Who signs in at the provider.
            decision: What that person does on the consent page.
            provider: One of the options' ``providers`` that the emulator plays.
        """
        _must_not_block("install")
        blocking = Authpipe._of(core_of(authpipe))
        session = blocking.create_install_session(provider=provider, tenant_id=tenant_id, user_id=user_id, mode="popup")
        return self._end(blocking, session, Principal(tenant_id=tenant_id, user_id=user_id, role="admin"), username, decision)

    def install_pending(
        self, authpipe: Authpipe | AsyncAuthpipe, *, tenant_id: str, user_id: str, username: str = ADMIN, seconds: int = 300
    ) -> dict[str, Any]:
        """Installs it, and the permissions take a while to spread: the installation is ``pending``.

        It is so until ``advance`` has gone on for longer, and ``run_maintenance()`` has looked again.

        Args:
            authpipe: The application's object.
            tenant_id: The tenant.
            user_id: An administrator of it.
            username: Who signs in at the provider.
            seconds: How long that takes.
        """
        _must_not_block("install_pending")
        self.control("POST", "/settings", {"consent_propagation_s": seconds})
        try:
            return self.install(authpipe, tenant_id=tenant_id, user_id=user_id, username=username)
        finally:
            self.control("POST", "/settings", {"consent_propagation_s": 0})

    def install_unapproved(
        self, authpipe: Authpipe | AsyncAuthpipe, *, tenant_id: str, user_id: str, username: str = ADMIN
    ) -> dict[str, Any]:
        """Installs it, and whoever did has not proved to be an administrator there: the installation is ``pending_approval``.

        It is so until server code calls ``installations.approve``.

        Args:
            authpipe: The application's object.
            tenant_id: The tenant.
            user_id: Who installs it.
            username: Who signs in at the provider.
        """
        _must_not_block("install_unapproved")
        self.control("POST", f"/apps/{self.client_id}", {"group_membership_claims": False})
        try:
            return self.install(authpipe, tenant_id=tenant_id, user_id=user_id, username=username)
        finally:
            self.control("POST", f"/apps/{self.client_id}", {"group_membership_claims": True})

    def deny(
        self,
        authpipe: Authpipe | AsyncAuthpipe,
        *,
        tenant_id: str,
        user_id: str,
        username: str = MEMBER,
        provider: str = PROVIDER,
    ) -> dict[str, Any]:
        """The person says no on the consent page: the session ends ``cancelled``, and nothing is stored. It blocks as ``connect`` does.

        Args:
            authpipe: The application's object.
            tenant_id: The tenant.
            user_id: The user.
            username: Who signs in at the provider.
            provider: One of the options' ``providers`` that the emulator plays; default Microsoft OneDrive.

        Raises:
            RuntimeError: The provider does not ask: the person has consented before, or an administrator has for the whole organisation,
                as ``install`` does. Nothing is stored then either.
        """
        _must_not_block("deny")
        blocking = Authpipe._of(core_of(authpipe))
        session = blocking.create_auth_session(provider=provider, tenant_id=tenant_id, user_id=user_id, mode="popup")
        principal = Principal(tenant_id=tenant_id, user_id=user_id, role="member")
        return self._end(blocking, session, principal, username, "cancel", ends="cancelled")

    async def connect_async(
        self,
        authpipe: Authpipe | AsyncAuthpipe,
        *,
        tenant_id: str,
        user_id: str,
        username: str = MEMBER,
        decision: Decision = "accept",
        label: str | None = None,
        provider: str = PROVIDER,
    ) -> dict[str, Any]:
        """``connect`` for programs that run on asyncio."""
        who = {"tenant_id": tenant_id, "user_id": user_id, "username": username}
        return await to_thread(self.connect, authpipe, **who, decision=decision, label=label, provider=provider)

    async def install_async(
        self,
        authpipe: Authpipe | AsyncAuthpipe,
        *,
        tenant_id: str,
        user_id: str,
        username: str = ADMIN,
        decision: Decision = "accept",
        provider: str = PROVIDER,
    ) -> dict[str, Any]:
        """``install`` for programs that run on asyncio."""
        who = {"tenant_id": tenant_id, "user_id": user_id, "username": username}
        return await to_thread(self.install, authpipe, **who, decision=decision, provider=provider)

    async def install_pending_async(
        self, authpipe: Authpipe | AsyncAuthpipe, *, tenant_id: str, user_id: str, username: str = ADMIN, seconds: int = 300
    ) -> dict[str, Any]:
        """``install_pending`` for programs that run on asyncio."""
        who = {"tenant_id": tenant_id, "user_id": user_id, "username": username}
        return await to_thread(self.install_pending, authpipe, **who, seconds=seconds)

    async def install_unapproved_async(
        self, authpipe: Authpipe | AsyncAuthpipe, *, tenant_id: str, user_id: str, username: str = ADMIN
    ) -> dict[str, Any]:
        """``install_unapproved`` for programs that run on asyncio."""
        return await to_thread(self.install_unapproved, authpipe, tenant_id=tenant_id, user_id=user_id, username=username)

    async def deny_async(
        self,
        authpipe: Authpipe | AsyncAuthpipe,
        *,
        tenant_id: str,
        user_id: str,
        username: str = MEMBER,
        provider: str = PROVIDER,
    ) -> dict[str, Any]:
        """``deny`` for programs that run on asyncio."""
        who = {"tenant_id": tenant_id, "user_id": user_id, "username": username}
        return await to_thread(self.deny, authpipe, **who, provider=provider)

    def _end(
        self,
        authpipe: Authpipe,
        session: AuthSession,
        principal: Principal,
        username: str,
        decision: Decision,
        ends: str = "complete",
    ) -> dict[str, Any]:
        """What a browser does with a session that server code has made, and what the page then reads."""
        handler = authpipe.handler()
        cookies: dict[str, str] = {}

        def keep(set_cookie: Iterable[str]) -> None:
            for line in set_cookie:
                cookies.update((cookie.key, cookie.value) for cookie in SimpleCookie(line).values())

        def get(path: str, query: str = "") -> HttpResponse:
            headers = [("cookie", "; ".join(f"{name}={value}" for name, value in cookies.items()))]
            answer = handler.handle(HttpRequest("GET", path, query, headers), principal)
            keep(value for name, value in answer.headers if name == "set-cookie")
            return answer

        keep(session.set_cookie)
        url = session.authorization_url
        while url.startswith((self.http_origin, self.tls_origin)):
            back = urlsplit(self.sign_in(url, username, decision))
            if ends == "cancelled" and "error" not in parse_qs(back.query):
                # Before the application hears of it: an answer without a no would connect.
                raise RuntimeError(
                    f"The provider did not ask {username} for consent, so nobody could say no: that person has consented before, or an "
                    "administrator has for the whole organisation, as install() does. Take another username, or reset() first."
                )
            url = dict(get(handler.path_below_mount(back.path), back.query).headers).get("location", "")
        end: dict[str, Any] = json.loads(get(f"/oauth/sessions/{session.session_id}").body)
        if end.get("status") != ends:
            raise RuntimeError(f"The session did not end {ends}: {end}")
        return end
