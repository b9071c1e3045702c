"""A provider emulator in a process of its own, and what tests do to it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

from ._generated_options import ProviderConfig
from ._native import TestClock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from typing_extensions import Self

PROVIDER = "microsoft-onedrive"
"""The provider that the sandbox plays."""
ADMIN = "ada@contoso.example"
"""An administrator of the sandbox's organisation."""
MEMBER = "bob@contoso.example"
"""A member of it."""
OTHER = "carla@contoso.example"
"""Another member of it."""

_CLIENT_ID = "a1b2c3d4-0000-4000-8000-00000000c11e"
# The sandbox runs on this machine: no proxy of the environment may come between.
_HTTP = build_opener(ProxyHandler({}))


# The tool makes keys; the library never does.
def _make_key() -> str:
    command = [sys.executable, "-m", "authpipe", "--json", "key", "generate"]
    key: str = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)["key"]
    return key


class Emulator:
    """The process, its clock, and what happens at the provider."""

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
        # First: what it refuses has moved neither clock.
        self.clock.advance(seconds)
        self.control("POST", "/clock", {"advance_ms": round(seconds * 1000)})

    def revoke(self, username: str = MEMBER) -> None:
        """Takes away what a person has granted: their refresh tokens end, the next refresh is refused."""
        self.control("POST", "/revoke", {"what": "user_tokens", "user": username})

    def end_access_tokens(self, username: str = MEMBER) -> None:
        """Ends a person's access tokens and nothing else, without moving the clock: the API answers 401, and the next refresh works."""
        self.control("POST", "/revoke", {"what": "access_tokens", "user": username})

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
        if isinstance(scopes, str):
            raise TypeError("scopes must be a sequence of str, not a str")
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
        except URLError as error:
            raise RuntimeError("sandbox: it does not answer; it was closed, or has ended") from error
        return answer
