"""One vault, open in Node and in Python at the same time.

    pytest tests/contract/cross

It needs the Python package, a built Node package (`npm run build:native && npm run build` in bindings-node) and the emulator.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import authpipe
import pytest
from contract_match import fill, patch
from contract_run import DEFAULTS, Run
from contract_values import neutral
from contract_world import AwaitedClient, Sandbox

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

# Refresh tokens that work once: a second use ends the whole family.
OPTIONS = {
    "providers": {
        "acme": {
            "client_id": "generic-strict",
            "client_secret": "generic-demo-secret",
            "scopes": ["read"],
            "definition": {
                "name": "Acme",
                "auth": ["user", "api_key"],
                "oauth": {
                    "authorization_endpoint": "${sandbox.http_origin}/oauth/authorize",
                    "token_endpoint": "${sandbox.http_origin}/oauth/token",
                },
                "lifetime": {"rotation": "strict"},
                "api": {"origins": ["${sandbox.http_origin}"]},
            },
        }
    }
}
BEN = {"provider": "acme", "tenant_id": "org_acme", "user_id": "ben"}
CAT = {"provider": "acme", "tenant_id": "org_acme", "user_id": "cat"}
TWO_HOURS = 7_200_000


class NodePeer:
    """The Node side, in a process of its own."""

    def __init__(self) -> None:
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._next = 0

    async def start(self, options: dict[str, Any]) -> None:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("AUTHPIPE_")}
        self._process = await asyncio.create_subprocess_exec(
            "node", Path(__file__).with_name("peer.mjs"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=clean, limit=1 << 20
        )
        self._reader = asyncio.create_task(self._read())
        await self.do(open=options)

    async def _read(self) -> None:
        assert self._process.stdout
        async for line in self._process.stdout:
            answer = json.loads(line)
            future = self._waiting.pop(answer["id"])
            if "error" in answer:
                future.set_exception(NodeError(answer["error"]["code"]))
            else:
                future.set_result(answer["value"])
        for future in self._waiting.values():
            future.set_exception(AssertionError("the Node process has ended"))

    def do(self, **command: Any) -> asyncio.Future[Any]:
        """Sends a command now; what it gives can be awaited."""
        self._next += 1
        future = self._waiting[self._next] = asyncio.get_running_loop().create_future()
        assert self._process.stdin
        self._process.stdin.write(json.dumps({"id": self._next, **command}).encode() + b"\n")
        return future

    def call(self, method: str, args: dict[str, Any]) -> asyncio.Future[Any]:
        return self.do(call=method, args=args)

    async def sign_in(self, sandbox: Sandbox, who: str, username: str) -> Any:
        person = {"username": username, "body": {"provider": "acme", "mode": "popup"}, "http_origin": sandbox.http_origin}
        return await self.do(sign_in={**person, "principal": DEFAULTS["browsers"][who]})

    async def stop(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        await self._process.wait()
        await self._reader


class NodeError(Exception):
    """What an error of the Node side says."""

    @property
    def code(self) -> str:
        return str(self.args[0])


class Pair:
    """Node and Python on one vault, and the emulator that both ask."""

    def __init__(self, sandbox: Sandbox, node: NodePeer, python: Run) -> None:
        self.sandbox = sandbox
        self.node = node
        self.python = python

    def of_python(self, method: str, args: dict[str, Any]) -> asyncio.Task[Any]:
        async def call() -> Any:
            return neutral(await self.python.call(method, args))

        return asyncio.create_task(call())

    async def sign_in_python(self, who: str, username: str) -> Any:
        step = {"sign_in": "/oauth/sessions", "browser": who, "username": username, "body": {"provider": "acme"}}
        return await self.python.sign_in(step)

    async def advance(self, ms: int) -> None:
        await self.python.control("POST", "/clock", {"advance_ms": ms})
        self.python.clock.advance(ms / 1000)
        await self.node.do(advance_ms=ms)

    async def refreshes(self) -> list[dict[str, Any]]:
        path = "/ledger?kind=token_request&grant_type=refresh_token"
        return list((await self.python.control("GET", path))["entries"])


@asynccontextmanager
async def pair(folder: Path, more: dict[str, Any]) -> AsyncIterator[Pair]:
    """Both processes hold the vault open from the start."""
    sandbox, node = Sandbox(), NodePeer()
    python = Run(sandbox, {"options": {**OPTIONS, **more}}, AwaitedClient(), folder)
    try:
        async with asyncio.timeout(120):
            await node.start(fill(patch(DEFAULTS["options"], {**OPTIONS, **more}), python.variables))
            await asyncio.gather(node.call("ready", {}), python.call("ready", {}))
            yield Pair(sandbox, node, python)
            await node.do(close=True)
    finally:
        await node.stop()
        await python.close()
        sandbox.stop()


def run(folder: Path, test: Any, **more: Any) -> None:
    async def whole() -> None:
        async with pair(folder, more) as both:
            await test(both)

    asyncio.run(whole())


def test_what_one_language_writes_the_other_reads(tmp_path: Path) -> None:
    async def test(both: Pair) -> None:
        by_node = await both.node.sign_in(both.sandbox, "ben", "bob@contoso.example")
        assert by_node["status"] == "complete"
        by_python = await both.sign_in_python("cat", "carla@contoso.example")
        assert by_python["status"] == "complete"
        for subject, session in ((BEN, by_node), (CAT, by_python)):
            seen_by_node = await both.node.call("get_credential", subject)
            seen_by_python = await both.of_python("get_credential", subject)
            assert seen_by_node["connection_id"] == session["connection"]["id"]
            # The Python side names what it has not; the Node side leaves it out.
            shared = {name: seen_by_python.get(name) for name in seen_by_node}
            assert shared == seen_by_node
            assert seen_by_node["credential"] in await both.python.issued("what=access_token")
        key = {"provider": "acme", "tenant_id": "org_acme", "credential_type": "api_key"}
        await both.node.call("store_credential", {**key, "user_id": "dan", "credential": "sk-of-node"})
        await both.of_python("store_credential", {**key, "user_id": "eve", "credential": {"id": "1", "key": "sk-of-python"}})
        dan, eve = ({"provider": "acme", "tenant_id": "org_acme", "user_id": user} for user in ("dan", "eve"))
        assert (await both.of_python("get_credential", dan))["credential"] == "sk-of-node"
        assert json.loads((await both.node.call("get_credential", eve))["credential"]) == {"id": "1", "key": "sk-of-python"}
        events = await both.node.call("events.list", {})
        assert len(events["data"]) == 4
        assert [one["id"] for one in (await both.of_python("events.list", {}))["data"]] == [one["id"] for one in events["data"]]

    run(tmp_path, test)


@pytest.mark.parametrize("first", ["node", "python"])
def test_one_refresh_between_them(tmp_path: Path, first: str) -> None:
    """Whoever holds the lease, the other waits for its result: the one-time token is presented once."""

    async def test(both: Pair) -> None:
        await both.node.sign_in(both.sandbox, "ben", "bob@contoso.example")
        before = [await both.node.call("get_credential", BEN), await both.of_python("get_credential", BEN)]
        assert before[0]["credential"] == before[1]["credential"]
        for generation in (2, 3):
            await both.advance(TWO_HOURS)
            fault = {"endpoint": "token", "action": "hold", "grant_type": "refresh_token"}
            held = (await both.python.control("POST", "/faults", fault))["id"]
            callers = {"node": both.node.call, "python": both.of_python}
            one, other = callers[first], callers[{"node": "python", "python": "node"}[first]]
            calls = [one("get_credential", BEN) for _ in range(5)]
            await both.python.control("GET", f"/faults/{held}?wait=1")
            calls += [other("get_credential", BEN) for _ in range(5)]
            await both.python.control("POST", f"/faults/{held}/release")
            after = await asyncio.gather(*calls)
            assert {one["generation"] for one in after} == {generation}
            assert len({one["credential"] for one in after}) == 1
            refreshes = await both.refreshes()
            assert len(refreshes) == generation - 1
            assert refreshes[-1]["issued_access_token"] == after[0]["credential"]
            assert all(entry["status"] == 200 for entry in refreshes)

    run(tmp_path, test)


@pytest.mark.parametrize("first", ["node", "python"])
def test_nobody_asks_while_the_other_holds_the_lease(tmp_path: Path, first: str) -> None:
    """A wait that is over is a `timeout`, not a request of one's own."""

    async def test(both: Pair) -> None:
        await both.node.sign_in(both.sandbox, "ben", "bob@contoso.example")
        await asyncio.gather(both.node.call("get_credential", BEN), both.of_python("get_credential", BEN))
        await both.advance(TWO_HOURS)
        fault = {"endpoint": "token", "action": "hold", "grant_type": "refresh_token"}
        held = (await both.python.control("POST", "/faults", fault))["id"]
        callers = {"node": both.node.call, "python": both.of_python}
        one, other = callers[first], callers[{"node": "python", "python": "node"}[first]]
        begun = one("get_credential", BEN)
        await both.python.control("GET", f"/faults/{held}?wait=1")
        with pytest.raises((NodeError, authpipe.AuthpipeTimeoutError)) as waited:
            await other("get_credential", BEN)
        assert waited.value.code == "timeout"
        await both.python.control("POST", f"/faults/{held}/release")
        await asyncio.gather(begun, return_exceptions=True)
        assert (await other("get_credential", BEN))["generation"] == 2
        assert len(await both.refreshes()) == 1

    run(tmp_path, test, timeout_ms=2000)


def test_both_at_once_cause_one_refresh(tmp_path: Path) -> None:
    async def test(both: Pair) -> None:
        await both.sign_in_python("ben", "bob@contoso.example")
        for generation in range(2, 7):
            await both.advance(TWO_HOURS)
            calls = [caller("get_credential", BEN) for _ in range(5) for caller in (both.node.call, both.of_python)]
            after = await asyncio.gather(*calls)
            assert {one["generation"] for one in after} == {generation}
            assert len({one["credential"] for one in after}) == 1
            assert len(await both.refreshes()) == generation - 1

    run(tmp_path, test)


@pytest.mark.parametrize("deleter", ["node", "python"])
def test_what_one_deletes_the_other_refuses_after_its_next_look(tmp_path: Path, deleter: str) -> None:
    async def test(both: Pair) -> None:
        session = await both.node.sign_in(both.sandbox, "ben", "bob@contoso.example")
        await both.node.call("get_credential", BEN)
        await both.of_python("get_credential", BEN)
        delete, read = (both.node.call, both.of_python) if deleter == "node" else (both.of_python, both.node.call)
        await delete("connections.delete", {"id": session["connection"]["id"], "tenant_id": "org_acme"})
        # A look at the store counts for five seconds.
        await both.advance(5_001)
        with pytest.raises((NodeError, authpipe.NotConnectedError)) as refused:
            await read("get_credential", BEN)
        assert refused.value.code == "not_connected"

    run(tmp_path, test)


def test_a_language_without_the_key_is_refused(tmp_path: Path) -> None:
    """The sentinel that one wrote is the one that the other checks."""

    async def test(both: Pair) -> None:
        await both.sign_in_python("ben", "bob@contoso.example")
        stranger = NodePeer()
        options = patch(DEFAULTS["options"], {"key": [DEFAULTS["variables"]["keys"]["second"]]})
        try:
            await stranger.start(fill(options, both.python.variables))
            with pytest.raises(NodeError) as refused:
                await stranger.call("ready", {})
            assert refused.value.code == "key_mismatch"
        finally:
            await stranger.stop()

    run(tmp_path, test)
