"""What the tests of the API share. The fixtures of the sandbox are those that users get: `authpipe.testing`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from authpipe import ProviderConfig
from authpipe.testing import Sandbox, authpipe, authpipe_options, authpipe_sandbox

__all__ = ["authpipe", "authpipe_options", "authpipe_sandbox"]

ME: dict[str, Any] = {"provider": "microsoft-onedrive", "tenant_id": "org_acme", "user_id": "user_123"}
ACME: dict[str, Any] = {"provider": "acme", "tenant_id": "org_acme", "user_id": "user_123"}
ACME_DEFINITION = {"name": "Acme", "auth": ["api_key"], "api": {"origins": ["https://api.acme.example"]}}
BASE_URL = "http://localhost:4000/api/authpipe"


def acme() -> ProviderConfig:
    """A provider of API keys, which needs no sandbox."""
    return ProviderConfig(client_id="id", definition=ACME_DEFINITION)


def make_key() -> str:
    """A fresh root key: 32 random bytes and a checksum."""
    import base64
    import hashlib

    key = os.urandom(32)
    checksum = hashlib.sha256(b"authpipe root key 1" + key).digest()[:4]
    return "apk1_" + base64.urlsafe_b64encode(key + checksum).decode().rstrip("=")


@pytest.fixture(autouse=True)
def no_options_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Options are read from the environment where a test gives none."""
    for name in list(os.environ):
        if name.startswith("AUTHPIPE_"):
            monkeypatch.delenv(name)


@pytest.fixture
def options(tmp_path: Path) -> dict[str, Any]:
    """Options of an application without OAuth."""
    return {
        "vault": f"sqlite:{tmp_path / 'authpipe.db'}",
        "key": make_key(),
        "mode": "development",
        "base_url": BASE_URL,
        "background": False,
        "providers": {"acme": acme()},
    }


@dataclass
class Ended:
    """A script that has ended."""

    code: int
    stdout: str
    stderr: str


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Ended]:
    """Runs a script in a process of its own. The watchdog turns a hang into a failure."""

    def run(script: str, **environment: str) -> Ended:
        with scripted(script, tmp_path, **environment) as process:
            try:
                stdout, stderr = process.communicate(timeout=60)
            except subprocess.TimeoutExpired:
                process.kill()
                stdout, stderr = process.communicate()
                pytest.fail(f"the script hangs: {stdout} {stderr}")
        return Ended(process.returncode, stdout, stderr)

    return run


def scripted(script: str, folder: Path, **environment: str) -> subprocess.Popen[str]:
    """Starts a script with the options of an application without OAuth in its environment."""
    given = {
        **os.environ,
        "AUTHPIPE_KEY": make_key(),
        "AUTHPIPE_MODE": "development",
        "AUTHPIPE_BASE_URL": BASE_URL,
        "AUTHPIPE_VAULT": f"sqlite:{folder / 'script.db'}",
        **environment,
    }
    return subprocess.Popen(
        # What it says of every process with threads, from 3.12 on, is what these tests are about.
        [sys.executable, "-W", "ignore:This process:DeprecationWarning", "-c", PREAMBLE + script],
        env=given,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


class Script:
    """A script that is still running, and with which a test talks. A watchdog ends one that hangs, which ends its output."""

    def __init__(self, script: str, folder: Path) -> None:
        self.process = scripted(script, folder)
        self._watchdog = threading.Timer(60, self.process.kill)

    def __enter__(self) -> Script:
        self._watchdog.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()
        self._watchdog.cancel()
        self._watchdog.join()

    def expect(self, line: str) -> None:
        assert self.process.stdout is not None
        assert self.process.stdout.readline() == f"{line}\n", "it said something else, or ended"

    def say(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()

    def expect_waiting(self) -> None:
        """That the main thread waits, which it does only where it answers a signal whenever it gets one: by `awake`."""
        for _ in range(3):
            self.process.send_signal(signal.SIGUSR1)
            self.expect("awake")

    def end(self, *, code: int = 0) -> None:
        stdout, stderr = self.process.communicate(timeout=60)
        assert (self.process.returncode, stdout) == (code, ""), stderr


PREAMBLE = f"""\
import asyncio, os, signal, sys, threading, time
from authpipe import *
ACME = {ACME!r}
def providers():
    return {{"acme": ProviderConfig(client_id="id", definition={ACME_DEFINITION!r})}}
"""


@pytest.fixture
def connected(authpipe: Any, authpipe_sandbox: Sandbox) -> Any:
    """An ``Authpipe`` in which ``ME`` is connected."""
    authpipe_sandbox.connect(authpipe, tenant_id=ME["tenant_id"], user_id=ME["user_id"])
    return authpipe


@pytest.fixture(scope="session")
def still_sandbox() -> Iterator[Sandbox]:
    """A sandbox whose clock nobody moves, for scripts that run on the clock of the system."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def script_options(still_sandbox: Sandbox, tmp_path: Path) -> dict[str, Any]:
    """Options of ``Authpipe`` with which a script opens the same vault: see ``as_source``."""
    options = still_sandbox.options(vault=f"sqlite:{tmp_path / 'shared.db'}")
    del options["test_clock"]
    return options


def as_source(options: dict[str, Any], sandbox: Sandbox) -> str:
    """The options as arguments in a script."""
    config = f"client_id={sandbox.client_id!r}, client_secret={sandbox.client_secret!r}, scopes=['Files.Read']"
    rest = {name: value for name, value in options.items() if name != "providers"}
    return f"**{rest!r}, providers={{'microsoft-onedrive': ProviderConfig({config})}}"


@pytest.fixture
def held(authpipe_sandbox: Sandbox) -> Any:
    """Makes the token endpoint hold the next refresh after it has processed it: gives how to wait for it and to let it go."""
    made: list[Any] = []

    class Held:
        def __init__(self, sandbox: Sandbox = authpipe_sandbox) -> None:
            self.sandbox = sandbox
            fault = {"endpoint": "token", "action": "hold_answer", "grant_type": "refresh_token"}
            self.id = sandbox.control("POST", "/faults", fault)["id"]
            made.append(self)

        def wait_until_reached(self) -> None:
            self.sandbox.control("GET", f"/faults/{self.id}?wait=1")

        def release(self) -> None:
            self.sandbox.control("POST", f"/faults/{self.id}/release")

    yield Held
    for fault in made:
        fault.sandbox.control("DELETE", f"/faults/{fault.id}")
