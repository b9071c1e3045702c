"""What an application brings of its own: root keys and an anchor. What all languages share is in tests/contract (own-*.json)."""

from __future__ import annotations

import asyncio
import functools
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from authpipe import AsyncAuthpipe, Authpipe, ConfigError, ProviderConfig, RootKeyError, VaultError


def on_a_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Runs a test on an event loop."""

    @functools.wraps(test)
    def run(**fixtures: Any) -> None:
        asyncio.run(test(**fixtures))

    return run


def pad(data: bytes) -> bytes:
    return bytes(byte ^ 0x5A for byte in data)


class Hsm:
    id = "hsm:1"

    def wrap(self, key: bytes, context_hash: bytes, /) -> Any:
        assert len(context_hash) == 32
        return pad(key)

    def unwrap(self, wrapped: bytes, context_hash: bytes, /) -> Any:
        return pad(wrapped)


class AwaitedHsm(Hsm):
    async def wrap(self, key: bytes, context_hash: bytes, /) -> bytes:
        await asyncio.sleep(0)
        return pad(key)

    async def unwrap(self, wrapped: bytes, context_hash: bytes, /) -> bytes:
        await asyncio.sleep(0)
        return pad(wrapped)


class Answers(Hsm):
    """Always the same."""

    def __init__(self, answer: object) -> None:
        self.answer = answer

    def wrap(self, key: bytes, context_hash: bytes, /) -> Any:
        if isinstance(self.answer, BaseException):
            raise self.answer
        return self.answer


@pytest.fixture
def own(tmp_path: Path) -> dict[str, Any]:
    return {"vault": f"sqlite:{tmp_path / 'own.db'}", "mode": "development", "background": False}


@pytest.mark.parametrize("hsm", [Hsm(), AwaitedHsm()], ids=["plain", "awaited"])
def test_a_blocking_client_asks_functions_of_either_kind(own: dict[str, Any], hsm: Hsm) -> None:
    for _ in range(2):
        with Authpipe(**own, root_keys=[hsm]) as ap:
            ap.ready()


@pytest.mark.parametrize("hsm", [Hsm(), AwaitedHsm()], ids=["plain", "awaited"])
@on_a_loop
async def test_an_awaited_client_asks_functions_of_either_kind(own: dict[str, Any], hsm: Hsm) -> None:
    for _ in range(2):
        async with AsyncAuthpipe(**own, root_keys=[hsm]) as ap:
            await ap.ready()


@on_a_loop
async def test_what_is_awaited_runs_on_the_loop_of_who_awaits(own: dict[str, Any]) -> None:
    loops = []

    class Bound(AwaitedHsm):
        async def wrap(self, key: bytes, context_hash: bytes, /) -> bytes:
            loops.append(asyncio.get_running_loop())
            return pad(key)

    async with AsyncAuthpipe(**own, root_keys=[Bound()]) as ap:
        await ap.ready()
    assert loops and set(loops) == {asyncio.get_running_loop()}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"root_keys": "hsm"}, "root_keys must be a sequence of RootKey, not str."),
        ({"root_keys": 7}, "root_keys must be a sequence of RootKey, not int."),
        ({"root_keys": [Hsm(), object()]}, "root_keys[1] must be a RootKey, with an id, wrap and unwrap, not object."),
        ({"anchor": object()}, "anchor must be an Anchor, with read and write, not object."),
        (
            {"providers": {"drive": ProviderConfig(client_assertion="own-canary")}},  # type: ignore[arg-type]
            'providers["drive"].client_assertion must be a function, not str.',
        ),
    ],
)
def test_what_is_no_root_key_and_no_anchor_is_refused(own: dict[str, Any], given: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Authpipe(**own, **given)
    assert isinstance(caught.value, TypeError)
    assert caught.value.message == says


@pytest.mark.parametrize("answer", [None, 7, "c2VjcmV0", [1], memoryview(b"x" * 32), b""])
def test_an_answer_of_another_type_is_named_and_nothing_is_stored(own: dict[str, Any], answer: object) -> None:
    ap = Authpipe(**own, root_keys=[Answers(answer)])
    with pytest.raises(VaultError) as caught:
        ap.ready()
    ap.close()
    assert caught.value.code == "key_service_unavailable"
    assert caught.value.message.startswith("The root key hsm:1 cannot be used: its wrap must give bytes of 1 to 65535 bytes.")
    # The same vault with a function that works: nothing half is in its way.
    with Authpipe(**own, root_keys=[Hsm()]) as ap:
        ap.ready()


@pytest.mark.parametrize("raised", [RuntimeError("own-canary"), KeyboardInterrupt("own-canary"), SystemExit("own-canary")])
def test_of_what_is_raised_the_type_is_all_that_is_said(own: dict[str, Any], raised: BaseException, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(VaultError) as caught, Authpipe(**own, root_keys=[Answers(raised)]):
        pass
    name = type(raised).__name__
    assert caught.value.message.startswith(f"The root key hsm:1 cannot be used: its wrap failed with {name}.")
    assert "canary" not in repr(caught.value) + capfd.readouterr().err


def test_a_function_may_call_the_client_that_asks_it(own: dict[str, Any], options: dict[str, Any]) -> None:
    """Another client's call waits and returns; one of this client's that waits for the function itself ends with it."""
    seen: list[object] = []
    other = Authpipe(**options)

    class Calls(Hsm):
        def wrap(self, key: bytes, context_hash: bytes, /) -> Any:
            seen.append(other.connections.list(all_tenants=True).data)
            with pytest.raises(TimeoutError):
                ap.ready(timeout=0.05)
            return pad(key)

    ap = Authpipe(**own, root_keys=[Calls()])
    with other, ap:
        ap.ready()
    assert seen == [()] or seen == [[]]


@on_a_loop
async def test_a_cancelled_caller_leaves_the_function_alone(own: dict[str, Any]) -> None:
    reached, release = asyncio.Event(), asyncio.Event()

    class Slow(AwaitedHsm):
        async def wrap(self, key: bytes, context_hash: bytes, /) -> bytes:
            reached.set()
            await release.wait()
            return pad(key)

    ap = AsyncAuthpipe(**own, root_keys=[Slow()])
    waiting = asyncio.create_task(ap.ready())
    await reached.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    release.set()
    await ap.ready()
    await ap.aclose()


def test_closing_waits_for_a_function_that_runs(own: dict[str, Any]) -> None:
    reached, release = threading.Event(), threading.Event()

    class Slow(Hsm):
        def wrap(self, key: bytes, context_hash: bytes, /) -> Any:
            reached.set()
            release.wait()
            return pad(key)

    ap = Authpipe(**own, root_keys=[Slow()])
    outcomes: list[object] = []

    def ready() -> None:
        try:
            ap.ready()
            outcomes.append("ready")
        except Exception as error:
            outcomes.append(getattr(error, "code", error))

    opening, closing = threading.Thread(target=ready), threading.Thread(target=ap.close)
    opening.start()
    reached.wait()
    closing.start()
    release.set()
    closing.join()
    opening.join()
    assert outcomes in (["ready"], ["closed"])


SCRIPT = """
import asyncio, sys, threading
from authpipe import Authpipe, AsyncAuthpipe
asked = threading.Event()
class Hangs:
    id = "hsm:1"
    def wrap(self, key, context_hash):
        asked.set()
        threading.Event().wait()
    unwrap = wrap
options = dict(vault=sys.argv[1], mode="development", root_keys=[Hangs()])
def begin():
    try:
        Authpipe(**options).ready()
    except Exception:
        pass
threading.Thread(target=begin, daemon=True).start()
asked.wait()
print("asked")
"""


def test_a_program_ends_beside_a_function_that_never_does(tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, "-c", SCRIPT, f"sqlite:{tmp_path / 'own.db'}"], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "asked\n", "")


def test_the_anchor_lies_in_the_file_that_is_named_or_where_the_application_keeps_it(own: dict[str, Any], tmp_path: Path) -> None:
    with Authpipe(**own, root_keys=[Hsm()], anchor_file=tmp_path / "elsewhere") as ap:
        ap.ready()
    assert json.loads((tmp_path / "elsewhere").read_text())["v"] == 1

    class Kept:
        text: str | None = None

        def read(self) -> str | None:
            return self.text

        async def write(self, text: str, /) -> None:
            self.text = text

    anchor = Kept()
    own["vault"] = f"sqlite:{tmp_path / 'other.db'}"
    with Authpipe(**own, root_keys=[Hsm()], anchor=anchor, anchor_file=tmp_path / "never") as ap:
        ap.ready()
    assert anchor.text is not None and json.loads(anchor.text)["v"] == 1
    assert not (tmp_path / "never").exists()


def test_a_root_key_error_says_what_follows() -> None:
    assert str(RootKeyError.denied("key disabled")) == "denied: key disabled"
    assert [one.kind for one in (RootKeyError.unavailable(), RootKeyError.denied("x"), RootKeyError.mismatch())] == [
        "unavailable",
        "denied",
        "mismatch",
    ]
