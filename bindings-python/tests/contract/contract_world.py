"""What a scenario runs with: the provider emulator, browsers, and either client of this package."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

import authpipe
import httpx

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "tests" / "contract"

# Read now: the tests run without the variables of the machine.
TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
PROGRAM = Path(os.environ.get("AUTHPIPE_SANDBOX_BIN", TARGET / "debug" / "authpipe-sandbox"))

# The emulator runs on this machine: no proxy of the environment may come between.
_HTTP = build_opener(ProxyHandler({}))


def _answered(response: httpx.Response) -> dict[str, Any]:
    is_json = "json" in response.headers.get("content-type", "")
    return {"status": response.status_code, "body": response.json() if is_json else response.text}


class Sandbox:
    """The provider emulator in a process of its own."""

    def __init__(self) -> None:
        assert PROGRAM.exists(), f"{PROGRAM} is missing: cargo build -p authpipe-sandbox"
        self._process = subprocess.Popen([PROGRAM, "--exit-with-stdin"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._process.stdin and self._process.stdout
        ready = json.loads(self._process.stdout.readline())
        self.http_origin: str = ready["http_origin"]
        self.tls_origin: str = ready["tls_origin"]
        self._control: str = ready["control"]

    def control(self, method: str, path: str, body: object = None) -> Any:
        """A request to the control interface."""
        data = None if body is None else json.dumps(body).encode()
        request = Request(self._control + path, data, {"content-type": "application/json"}, method=method)
        try:
            with _HTTP.open(request) as response:
                return json.load(response)
        except HTTPError as error:
            with error:
                raise AssertionError(f"sandbox: {error.read().decode()}") from None

    def stop(self) -> None:
        self._process.communicate()


class Browser:
    """A cookie jar and who is signed in to the application in it."""

    def __init__(self, principal: dict[str, Any] | str | None) -> None:
        self.cookies: dict[str, str] = {}
        self.principal = principal

    def keep(self, set_cookie: list[str]) -> None:
        for line in set_cookie:
            name, _, value = line.split(";")[0].partition("=")
            if value:
                self.cookies[name] = value
            else:
                self.cookies.pop(name, None)


class BlockingClient:
    """``Authpipe``, called from threads."""

    capabilities = frozenset({"classes", "null"})
    make = staticmethod(authpipe.Authpipe)

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(max_workers=64)

    async def call(self, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, lambda: method(*args, **kwargs))

    async def take(self, feed: authpipe.EventFeed, count: int) -> list[authpipe.AuthpipeEvent]:
        """The first events of those that are followed."""
        return await self.call(lambda: [next(feed) for _ in range(count)])

    async def send(self, request: httpx.Request, auth: httpx.Auth) -> dict[str, Any]:
        """A request of the application, with the credential of ``auth``."""
        with httpx.Client(trust_env=False) as client:
            return _answered(await self.call(client.send, request, auth=auth, follow_redirects=True))

    def end(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)


class AwaitedClient:
    """``AsyncAuthpipe``."""

    capabilities = frozenset({"classes", "cancel", "null"})
    make = staticmethod(authpipe.AsyncAuthpipe)

    async def call(self, method: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        result = method(*args, **kwargs)
        return await result if hasattr(result, "__await__") else result

    async def take(self, feed: authpipe.AsyncEventFeed, count: int) -> list[authpipe.AuthpipeEvent]:
        """The first events of those that are followed."""
        return [await anext(feed) for _ in range(count)]

    async def send(self, request: httpx.Request, auth: httpx.Auth) -> dict[str, Any]:
        """A request of the application, with the credential of ``auth``."""
        async with httpx.AsyncClient(trust_env=False) as client:
            return _answered(await client.send(request, auth=auth, follow_redirects=True))

    def end(self) -> None:
        pass
