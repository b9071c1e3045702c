"""Tests against a provider of your own: the sandbox, a clock that moves both sides, and people who sign in without a browser.

In a ``conftest.py`` at the root: ``pytest_plugins = ["authpipe.testing"]``. That gives the fixtures ``authpipe_sandbox`` (one for the
session), ``authpipe_options`` (for a fresh vault in a temporary folder) and ``authpipe`` (an ``Authpipe`` made with them).

>>> def test_files_are_listed(authpipe, authpipe_sandbox):
...     authpipe_sandbox.connect(authpipe, tenant_id="org_acme", user_id="user_123")
...     authpipe_sandbox.advance(7200)  # the credential has expired, here and at the provider
...     assert authpipe.get_credential(provider="microsoft-onedrive", tenant_id="org_acme", user_id="user_123").refreshed
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from http.cookies import SimpleCookie
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from ._client import Authpipe
from ._native import Credential, TestClock
from ._generated_options import ProviderConfig
from ._types import HttpRequest, Principal
from .ext._core import core_of

try:
    import pytest
except ImportError:  # unittest can use the sandbox without pytest.
    pytest = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from types import TracebackType
    from typing import Literal

    from typing_extensions import Self

    from ._async_client import AsyncAuthpipe
    from ._types import AuthSession, CredentialSource, CredentialType, HttpResponse

__all__ = ["ADMIN", "MEMBER", "OTHER", "PROVIDER", "Sandbox", "TestClock", "fake_credential"]

PROVIDER = "microsoft-onedrive"
"""The provider that the sandbox plays."""
ADMIN = "ada@contoso.example"
"""An administrator of the sandbox's organisation."""
MEMBER = "bob@contoso.example"
"""A member of it."""
OTHER = "carla@contoso.example"
"""Another member of it."""

# The tool makes keys; the library never does.
def _make_key() -> str:
    command = [sys.executable, "-m", "authpipe", "--json", "key", "generate"]
    key: str = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)["key"]
    return key


_CLIENT_ID = "a1b2c3d4-0000-4000-8000-00000000c11e"
# The sandbox runs on this machine: no proxy of the environment may come between.
_HTTP = build_opener(ProxyHandler({}))


def fake_credential(
    credential: str = "fake-credential",
    *,
    credential_type: CredentialType = "oauth_token",
    expires_at: datetime | None = None,
    scopes: Sequence[str] = (),
    source: CredentialSource = "connection",
    refreshed: bool = False,
    degraded: bool = False,
    needs_reauth: bool = False,
    generation: int = 1,
    api_origins: Sequence[str] = (),
    grant_id: str | None = None,
) -> Credential:
    """A ``Credential`` for tests of code that takes one: of the real class, so it does not print either.

    >>> fake_credential("at-1").headers()
    {'Authorization': 'Bearer at-1'}
    """
    made_up = "ins_fake" if source == "installation" else "con_fake"
    return Credential._fake(
        credential,
        credential_type,
        expires_at,
        tuple(scopes),
        source,
        refreshed,
        degraded,
        needs_reauth,
        generation,
        tuple(api_origins),
        made_up if grant_id is None else grant_id,
    )


class Sandbox:
    """A provider emulator in a process of its own, on free ports of the loopback interface.

    It plays the Microsoft identity platform with Graph over http and TLS. It ends with this object, and with this process however
    that ends.
    """

    __test__ = False

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="authpipe-sandbox-")
        self.ca_file: str = str(Path(self._folder.name, "ca.pem"))
        """The authority of ``tls_origin``, in PEM."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "authpipe", "sandbox", "--ca-file", self.ca_file, "--exit-with-stdin"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self.close()
            raise RuntimeError(f"The sandbox did not start; it ended with {self._process.returncode}.")
        ready = json.loads(line)
        self.http_origin: str = ready["http_origin"]
        """Its origin for http."""
        self.tls_origin: str = ready["tls_origin"]
        """Its origin for TLS."""
        self._control_url: str = ready["control"]
        self.key: str = _make_key()
        """A root key for vaults of tests."""
        self.clock = TestClock()
        """The clock to give to ``Authpipe``; ``advance`` moves it together with the sandbox's."""
        self.client_id = _CLIENT_ID
        """The client id of the application that is registered there."""
        self.client_secret: str = self.control("GET", "/world")["apps"][0]["secrets"][0]
        """Its client secret."""

    def close(self) -> None:
        """Ends the process and waits for it. Calling it again does nothing."""
        if self._process.stdin is not None:
            self._process.stdin.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def origins(self, *, tls: bool = False) -> dict[str, dict[str, str]]:
        """The value of ``danger_origins`` that makes the provider this sandbox.

        Args:
            tls: Whether its API is spoken to over TLS. Clients then need ``ca_file``.
        """
        graph = self.tls_origin if tls else self.http_origin
        return {PROVIDER: {"login": self.http_origin, "graph": graph}}

    def options(self, *, tls: bool = False, **more: Any) -> dict[str, Any]:
        """Arguments for ``Authpipe`` or ``AsyncAuthpipe``: development mode, a vault in memory, and this sandbox as the provider.

        Args:
            tls: Whether the provider's API is spoken to over TLS.
            more: Arguments that are added, or replace these.
        """
        return {
            "vault": "memory:",
            "key": self.key,
            "mode": "development",
            "base_url": "http://localhost:4000/api/authpipe",
            "background": False,
            "providers": {
                PROVIDER: ProviderConfig(client_id=self.client_id, client_secret=self.client_secret, scopes=["Files.Read"])
            },
            "danger_origins": self.origins(tls=tls),
            "extra_ca_file": self.ca_file,
            "test_clock": self.clock,
            **more,
        }

    def advance(self, seconds: float) -> None:
        """Puts the clock forward here and, by ``clock``, in every ``Authpipe`` made with it."""
        self.control("POST", "/clock", {"advance_ms": round(seconds * 1000)})
        self.clock.advance(seconds)

    def sign_in(
        self,
        url: str,
        username: str = MEMBER,
        decision: Literal["accept", "accept_for_organisation", "cancel"] = "accept",
    ) -> str:
        """Goes through the provider's pages with a fresh browser. Gives the URL that leads back to the application.

        Args:
            url: The URL to open, such as ``authorization_url``.
            username: Who signs in.
            decision: What that person does on the consent page.
        """
        location: str = self.control("POST", "/browser", {"url": url, "username": username, "decision": decision})["location"]
        return location

    def connect(
        self, authpipe: Authpipe | AsyncAuthpipe, *, tenant_id: str, user_id: str, username: str = MEMBER
    ) -> dict[str, Any]:
        """Connects a user, from the session to the stored credential, through the application's handler.

        It blocks. On a running event loop, use ``await sandbox.connect_async(...)``.

        Args:
            authpipe: The application's object.
            tenant_id: The tenant.
            user_id: The user.
            username: Who signs in at the provider.
        """
        blocking = Authpipe._of(core_of(authpipe))
        session = blocking.create_auth_session(provider=PROVIDER, tenant_id=tenant_id, user_id=user_id, mode="popup")
        return self._end(blocking, session, Principal(tenant_id=tenant_id, user_id=user_id, role="member"), username)

    def install(
        self, authpipe: Authpipe | AsyncAuthpipe, *, tenant_id: str, user_id: str, username: str = ADMIN
    ) -> dict[str, Any]:
        """Installs the application into the organisation of whoever signs in; otherwise as ``connect``.

        Args:
            authpipe: The application's object.
            tenant_id: The tenant.
            user_id: An administrator of it.
            username: Who signs in at the provider.
        """
        blocking = Authpipe._of(core_of(authpipe))
        session = blocking.create_install_session(provider=PROVIDER, tenant_id=tenant_id, user_id=user_id, mode="popup")
        return self._end(blocking, session, Principal(tenant_id=tenant_id, user_id=user_id, role="admin"), username)

    async def connect_async(
        self, authpipe: Authpipe | AsyncAuthpipe, *, tenant_id: str, user_id: str, username: str = MEMBER
    ) -> dict[str, Any]:
        """``connect`` for programs that run on asyncio."""
        from asyncio import to_thread

        return await to_thread(self.connect, authpipe, tenant_id=tenant_id, user_id=user_id, username=username)

    async def install_async(
        self, authpipe: Authpipe | AsyncAuthpipe, *, tenant_id: str, user_id: str, username: str = ADMIN
    ) -> dict[str, Any]:
        """``install`` for programs that run on asyncio."""
        from asyncio import to_thread

        return await to_thread(self.install, authpipe, tenant_id=tenant_id, user_id=user_id, username=username)

    def deny(
        self, authpipe: Authpipe | AsyncAuthpipe, *, tenant_id: str, user_id: str, username: str = MEMBER
    ) -> dict[str, Any]:
        """The person says no on the consent page: the session ends ``cancelled``, and nothing is stored. It blocks as ``connect`` does.

        Args:
            authpipe: The application's object.
            tenant_id: The tenant.
            user_id: The user.
            username: Who signs in at the provider.
        """
        blocking = Authpipe._of(core_of(authpipe))
        session = blocking.create_auth_session(provider=PROVIDER, tenant_id=tenant_id, user_id=user_id, mode="popup")
        principal = Principal(tenant_id=tenant_id, user_id=user_id, role="member")
        return self._end(blocking, session, principal, username, "cancel", ends="cancelled")

    async def deny_async(
        self, authpipe: Authpipe | AsyncAuthpipe, *, tenant_id: str, user_id: str, username: str = MEMBER
    ) -> dict[str, Any]:
        """``deny`` for programs that run on asyncio."""
        from asyncio import to_thread

        return await to_thread(self.deny, authpipe, tenant_id=tenant_id, user_id=user_id, username=username)

    def revoke(self, username: str = MEMBER) -> None:
        """Takes away what a person has granted: their refresh tokens end, the next refresh is refused."""
        self.control("POST", "/revoke", {"what": "user_tokens", "user": username})

    def down(self) -> None:
        """The provider and its API answer 503 from now on, until ``up()``."""
        self.control("POST", "/faults", {"endpoint": "any", "action": "status", "status": 503, "times": "always"})

    def throttle(self, retry_after: int = 30) -> None:
        """The provider and its API answer 429 with ``Retry-After``, in seconds, from now on, until ``up()``."""
        fault = {"endpoint": "any", "action": "status", "status": 429, "retry_after": retry_after, "times": "always"}
        self.control("POST", "/faults", fault)

    def up(self) -> None:
        """Ends ``down()`` and ``throttle()``."""
        self.control("DELETE", "/faults")

    def expire_tokens(self) -> None:
        """Lets every access token that was issued expire, by moving the clock past the longest lifetime."""
        self.advance(29 * 60 * 60)

    def narrow_scopes(self, scopes: Sequence[str]) -> None:
        """From now on the provider grants these scopes only, whatever was asked for and consented to."""
        self.control("POST", "/settings", {"granted_scopes": list(scopes)})

    def reset(self) -> None:
        """Forgets what tests have changed: tokens, consents, faults, people, settings and the list of requests. The clock stays where it
        is, because an ``Authpipe`` that was made before would not go back with it."""
        self.control("POST", "/reset")

    def refreshes(self) -> list[dict[str, Any]]:
        """The refresh requests that the provider has seen, oldest first."""
        entries: list[dict[str, Any]] = self.control("GET", "/ledger?kind=token_request&grant_type=refresh_token")["entries"]
        return entries

    def control(self, method: str, path: str, body: object = None) -> dict[str, Any]:
        """Calls the sandbox's control interface.

        Args:
            method: ``GET``, ``POST`` or ``DELETE``.
            path: The path below ``/_sandbox``.
            body: What is sent as JSON.
        """
        data = None if body is None else json.dumps(body).encode()
        request = Request(self._control_url + path, data, {"content-type": "application/json"}, method=method)
        try:
            with _HTTP.open(request, timeout=30) as response:
                answer: dict[str, Any] = json.load(response)
        except HTTPError as error:
            raise RuntimeError(f"sandbox: {error.read().decode(errors='replace')}") from None
        return answer

    def _end(
        self,
        authpipe: Authpipe,
        session: AuthSession,
        principal: Principal,
        username: str,
        decision: Literal["accept", "accept_for_organisation", "cancel"] = "accept",
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
            url = dict(get(handler.path_below_mount(back.path), back.query).headers).get("location", "")
        end: dict[str, Any] = json.loads(get(f"/oauth/sessions/{session.session_id}").body)
        if end.get("status") != ends:
            raise RuntimeError(f"The session did not end {ends}: {end}")
        return end


if pytest is not None:

    @pytest.fixture(scope="session")
    def authpipe_sandbox() -> Iterator[Sandbox]:
        """The provider of all tests. Its clock only goes forward: a test does not depend on the time that others have left."""
        with Sandbox() as sandbox:
            yield sandbox

    @pytest.fixture
    def authpipe_options(authpipe_sandbox: Sandbox, tmp_path: Path) -> dict[str, Any]:
        """Arguments for ``Authpipe`` or ``AsyncAuthpipe`` with an empty vault in a temporary folder."""
        return authpipe_sandbox.options(vault=f"sqlite:{tmp_path / 'authpipe.db'}")

    @pytest.fixture
    def authpipe(authpipe_options: dict[str, Any]) -> Iterator[Authpipe]:
        """An ``Authpipe`` with an empty vault, closed after the test."""
        with Authpipe(**authpipe_options) as made:
            yield made
