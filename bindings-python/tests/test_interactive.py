"""`connect_interactive`: a script, the system's browser, and a port of this machine."""

from __future__ import annotations

import asyncio
import threading
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from authpipe import AsyncAuthpipe, Authpipe, AuthpipeTimeoutError, FlowError, NotConnectedError, ProviderConfig
from authpipe.testing import Sandbox

from .conftest import ME

PUBLIC_CLIENT = "a1b2c3d4-0000-4000-8000-00000000a771"


@pytest.fixture
def options(still_sandbox: Sandbox) -> dict[str, Any]:
    config = ProviderConfig(client_id=PUBLIC_CLIENT, scopes=["Files.Read"])
    options = still_sandbox.options(providers={"microsoft-onedrive": config}, base_url=None)
    del options["test_clock"]
    return options


class Person:
    """Somebody with a browser, on a thread of its own: the caller of `open_browser` does not wait for it."""

    def __init__(self, sandbox: Sandbox, **login: Any) -> None:
        self.sandbox, self.login = sandbox, login
        self.urls: list[str] = []
        self.threads: list[threading.Thread] = []

    def open(self, url: str) -> None:
        self.urls.append(url)
        thread = threading.Thread(target=self.sign_in, args=(url,))
        self.threads.append(thread)
        thread.start()

    def sign_in(self, url: str) -> None:
        back = self.sandbox.sign_in(url, **self.login)
        assert back.startswith("http://127.0.0.1:")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        opener.open(back).read()


@pytest.fixture
def person(still_sandbox: Sandbox) -> Iterator[Person]:
    person = Person(still_sandbox)
    yield person
    for thread in person.threads:
        thread.join()


def test_a_script_connects_and_then_reads(options: dict[str, Any], person: Person) -> None:
    with Authpipe(**options) as ap:
        with pytest.raises(NotConnectedError):
            ap.get_credential(**ME)
        connection = ap.connect_interactive(**ME, open_browser=person.open)
        assert (connection.user_id, connection.status) == ("user_123", "active")
        assert ap.get_credential(**ME).connection_id == connection.id
        assert "127.0.0.1" in person.urls[0]


def test_it_is_awaited_too(options: dict[str, Any], person: Person) -> None:
    async def use() -> None:
        async with AsyncAuthpipe(**options) as ap:
            connection = await ap.connect_interactive(**ME, open_browser=person.open)
            assert (await ap.get_credential(**ME)).connection_id == connection.id

    asyncio.run(use())


@pytest.mark.parametrize("kind", ["a coroutine function", "a function that gives a coroutine"])
def test_a_browser_that_is_awaited_is_awaited(options: dict[str, Any], person: Person, kind: str) -> None:
    async def open(url: str) -> None:
        asyncio.get_running_loop()
        person.open(url)

    async def use() -> None:
        async with AsyncAuthpipe(**options) as ap:
            opener = open if kind == "a coroutine function" else lambda url: open(url)
            assert (await ap.connect_interactive(**ME, open_browser=opener)).status == "active"

    asyncio.run(use())


def test_a_browser_that_nobody_would_await_is_refused(options: dict[str, Any]) -> None:
    async def open(url: str) -> None:
        pytest.fail("nobody awaits it")

    with Authpipe(**options) as ap:
        for opener in (open, lambda url: open(url)):
            with pytest.raises(TypeError, match="^open_browser must be a plain function: Authpipe awaits nothing"):
                ap.connect_interactive(**ME, open_browser=opener)


@pytest.mark.parametrize("kind", ["a coroutine function", "a function of a thread"])
def test_nothing_hangs_on_what_opens_the_browser(options: dict[str, Any], person: Person, kind: str) -> None:
    failures: list[Any] = []
    released = threading.Event()

    async def for_ever(url: str) -> None:
        await asyncio.Event().wait()

    async def open_for_ever(url: str) -> None:
        person.open(url)
        await for_ever(url)

    def hold(url: str) -> None:
        released.wait(60)

    def open_and_hold(url: str) -> None:
        person.open(url)
        hold(url)
        raise OSError("what it says behind the end concerns nobody")

    idle, opening = (for_ever, open_for_ever) if kind == "a coroutine function" else (hold, open_and_hold)

    async def use() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: failures.append(context))
        async with AsyncAuthpipe(**options) as ap:
            with pytest.raises(AuthpipeTimeoutError):
                await ap.connect_interactive(**ME, open_browser=idle, timeout=0.01)
            assert (await ap.connect_interactive(**ME, open_browser=opening)).status == "active"
            going = asyncio.ensure_future(ap.connect_interactive(**ME, open_browser=idle))
            await asyncio.sleep(0)
            going.cancel()
            with pytest.raises(asyncio.CancelledError):
                await going
            released.set()

    try:
        asyncio.run(asyncio.wait_for(use(), 60))
    finally:
        released.set()
    assert failures == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"timeout": "10"}, "timeout must be a number of seconds or a timedelta, not str"),
        ({"open_browser": "firefox"}, "open_browser must be a function, not str"),
    ],
    ids=["timeout", "open_browser"],
)
def test_a_wrong_argument_is_named_before_anything_is_started(options: dict[str, Any], wrong: Any, message: str) -> None:
    async def use() -> None:
        async with AsyncAuthpipe(**options) as ap:
            await ap.connect_interactive(**ME, **wrong)

    # Starting would say that nothing is configured.
    options.update(providers={}, danger_origins=None)
    with Authpipe(**options) as ap, pytest.raises(TypeError, match=rf"^{message}\. \[code=invalid_request"):
        ap.connect_interactive(**ME, **wrong)
    with pytest.raises(TypeError, match=rf"^{message}\. \[code=invalid_request"):
        asyncio.run(use())


def test_the_system_s_browser_is_the_default(options: dict[str, Any], person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def open(url: str) -> bool:
        person.open(url)
        return True

    monkeypatch.setattr("webbrowser.open", open)
    with Authpipe(**options) as ap:
        assert ap.connect_interactive(**ME).status == "active"


def test_without_a_browser_the_page_is_printed(
    options: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("webbrowser.open", lambda url: False)
    with Authpipe(**options) as ap, pytest.raises(AuthpipeTimeoutError):
        ap.connect_interactive(**ME, timeout=0.01)
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("Open this page to sign in:\nhttp://127.0.0.1:")


def test_a_person_who_says_no_is_a_flow_error(options: dict[str, Any], still_sandbox: Sandbox) -> None:
    person = Person(still_sandbox, decision="cancel", username="carla@contoso.example")
    with Authpipe(**options) as ap, pytest.raises(FlowError) as caught:
        ap.connect_interactive(**ME, open_browser=person.open)
    assert caught.value.code == "access_denied"
    for thread in person.threads:
        thread.join()


def test_a_browser_that_cannot_be_opened_closes_the_port(options: dict[str, Any]) -> None:
    urls: list[str] = []

    def fail(url: str) -> None:
        urls.append(url)
        raise OSError("no display")

    with Authpipe(**options) as ap:
        with pytest.raises(OSError, match="no display"):
            ap.connect_interactive(**ME, open_browser=fail)
        with pytest.raises(NotConnectedError):
            ap.get_credential(**ME)
    assert urls
