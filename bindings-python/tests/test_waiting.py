"""Waiting: what a caller who goes away stops, and what not."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from authpipe import AsyncAuthpipe, Authpipe, AuthpipeTimeoutError, UsageError, _async_events, _async_resources, _events, _resources
from authpipe.testing import Sandbox

from .conftest import ACME, ME, Ended, Script, as_source, scripted


def test_a_cancelled_task_stops_waiting_and_the_exchange_is_saved(
    authpipe_options: dict[str, Any], authpipe_sandbox: Sandbox, held: Any
) -> None:
    failures: list[Any] = []

    async def use() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: failures.append(context))
        async with AsyncAuthpipe(**authpipe_options) as ap:
            await asyncio.to_thread(authpipe_sandbox.connect, ap, tenant_id=ME["tenant_id"], user_id=ME["user_id"])
            before = await ap.get_credential(**ME)
            refreshes = len(authpipe_sandbox.refreshes())
            fault = held()
            waiting = asyncio.create_task(ap.get_credential(**ME, force_refresh=True))
            await asyncio.to_thread(fault.wait_until_reached)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
            fault.release()
            # The exchange goes on by itself; the watchdog below ends this if it does not.
            after = before
            while after.generation == before.generation:
                after = await ap.get_credential(**ME, min_validity=0)
            assert after.generation == before.generation + 1
            assert len(authpipe_sandbox.refreshes()) == refreshes + 1

    asyncio.run(asyncio.wait_for(use(), 30))
    assert failures == [], "the result that nobody waits for any more disturbs nobody"


def test_a_timeout_of_asyncio_stops_waiting(authpipe_options: dict[str, Any], authpipe_sandbox: Sandbox, held: Any) -> None:
    async def use() -> None:
        async with AsyncAuthpipe(**authpipe_options) as ap:
            await asyncio.to_thread(authpipe_sandbox.connect, ap, tenant_id=ME["tenant_id"], user_id=ME["user_id"])
            before = await ap.get_credential(**ME)
            refreshes = len(authpipe_sandbox.refreshes())
            fault = held()
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(ap.get_credential(**ME, force_refresh=True), 0.05)
            await asyncio.to_thread(fault.wait_until_reached)
            fault.release()
            after = before
            while after.generation == before.generation:
                after = await ap.get_credential(**ME, min_validity=0)
            assert after.generation == before.generation + 1
            assert len(authpipe_sandbox.refreshes()) == refreshes + 1

    asyncio.run(asyncio.wait_for(use(), 30))


def test_a_loop_that_ends_in_the_middle_of_a_call_hears_of_nothing(
    authpipe_options: dict[str, Any], authpipe_sandbox: Sandbox, held: Any, recwarn: pytest.WarningsRecorder
) -> None:
    ap = AsyncAuthpipe(**authpipe_options)
    authpipe_sandbox.connect(ap, tenant_id=ME["tenant_id"], user_id=ME["user_id"])
    fault = held()

    async def leave() -> None:
        waiting = asyncio.ensure_future(ap.get_credential(**ME, force_refresh=True))
        await asyncio.to_thread(fault.wait_until_reached)
        assert not waiting.done()

    failures: list[Any] = []
    hook, threading.excepthook = threading.excepthook, failures.append
    try:
        asyncio.run(leave())
        fault.release()
        # Closing waits for the exchange, whose waiter is gone.
        asyncio.run(ap.aclose())
    finally:
        threading.excepthook = hook
    assert failures == []


@pytest.mark.parametrize("kind", [Authpipe, AsyncAuthpipe])
@pytest.mark.parametrize("work", ["get_credential", "report_rejected", "run_maintenance"])
def test_a_time_limit_of_one_call_ends_its_waiting_and_nothing_else(
    kind: Any, work: str, authpipe_options: dict[str, Any], authpipe_sandbox: Sandbox, held: Any
) -> None:
    ap = kind(**authpipe_options)

    def call(method: str, **arguments: Any) -> Any:
        async def awaited() -> Any:
            return await getattr(ap, method)(**arguments)

        return asyncio.run(awaited()) if kind is AsyncAuthpipe else getattr(ap, method)(**arguments)

    authpipe_sandbox.connect(ap, tenant_id=ME["tenant_id"], user_id=ME["user_id"])
    before = call("get_credential", **ME)
    arguments: dict[str, dict[str, Any]] = {
        "get_credential": {**ME, "force_refresh": True},
        "report_rejected": {**ME, "generation": before.generation},
        "run_maintenance": {},
    }
    authpipe_sandbox.advance(7200)
    fault = held()
    with pytest.raises(AuthpipeTimeoutError) as caught:
        call(work, **arguments[work], timeout=0.5)
    assert (caught.value.code, caught.value.retry) == ("timeout", "later")
    fault.wait_until_reached()
    fault.release()
    # Without a limit of its own the next call waits for the refresh that went on.
    assert call("get_credential", **ME).generation == before.generation + 1
    call("close" if kind is Authpipe else "aclose")


def test_every_call_that_can_wait_takes_a_time_limit() -> None:
    answer_at_once = {"peek_credential", "handler", "httpx_auth", "follow"}
    # Whoever closes waits for what must be stored.
    end = {"close", "aclose"}
    groups: list[type] = [Authpipe, AsyncAuthpipe]
    groups += [_resources.Connections, _resources.Installations, _resources.Sessions, _events.Events, _events.Audit]
    groups += [_async_resources.AsyncConnections, _async_resources.AsyncInstallations]
    groups += [_async_resources.AsyncSessions, _async_events.AsyncEvents, _async_events.AsyncAudit]
    methods = {
        f"{group.__name__}.{name}": inspect.signature(method).parameters
        for group in groups
        for name, method in inspect.getmembers(group, inspect.isfunction)
        if not name.startswith("_") and name not in answer_at_once | end
    }
    assert len(methods) >= 36, sorted(methods)
    assert [name for name, parameters in methods.items() if "timeout" not in parameters] == []


def test_many_tasks_wait_for_one_refresh(authpipe_options: dict[str, Any], authpipe_sandbox: Sandbox) -> None:
    async def use() -> None:
        async with AsyncAuthpipe(**authpipe_options) as ap:
            await asyncio.to_thread(authpipe_sandbox.connect, ap, tenant_id=ME["tenant_id"], user_id=ME["user_id"])
            refreshes = len(authpipe_sandbox.refreshes())
            await asyncio.to_thread(authpipe_sandbox.advance, 7200)
            found = await asyncio.gather(*(ap.get_credential(**ME) for _ in range(50)))
            assert {one.generation for one in found} == {2}
            assert len(authpipe_sandbox.refreshes()) == refreshes + 1

    asyncio.run(use())


@pytest.mark.parametrize("which", ["uvloop", "anyio"])
def test_other_runners_of_asyncio_work(which: str, options: dict[str, Any]) -> None:
    runner = importlib.import_module(which)  # pinned for the tests: without it this is a failure

    async def use() -> str:
        async with AsyncAuthpipe(**options) as ap:
            await ap.store_credential(**ACME, credential="k", credential_type="api_key")
            return (await ap.get_credential(**ACME)).credential

    assert runner.run(use() if which == "uvloop" else use) == "k"


def test_no_event_loop_has_its_sentence(options: dict[str, Any]) -> None:
    ap = AsyncAuthpipe(**options)
    with pytest.raises(UsageError) as caught:
        ap.get_credential(**ACME).send(None)
    assert caught.value.code == "runtime_unsupported"
    assert caught.value.message == (
        "AsyncAuthpipe needs a running asyncio event loop (asyncio, uvloop, or anyio on asyncio); trio is not supported. "
        "Use Authpipe, the same without await, where there is none; on trio in a thread: await trio.to_thread.run_sync(...)."
    )


def test_the_blocking_client_on_a_running_loop_has_its_sentence(options: dict[str, Any]) -> None:
    async def use(ap: Authpipe) -> str:
        for work in (ap.ready, lambda: ap.get_credential(**ACME), lambda: ap.connections.list(tenant_id="t"), ap.__enter__):
            with pytest.raises(UsageError) as caught:
                work()
            assert caught.value.code == "runtime_unsupported"
            assert caught.value.message == (
                "Authpipe would block the running event loop. "
                "Use AsyncAuthpipe and await it, or call from another thread with asyncio.to_thread()."
            )
        await asyncio.to_thread(ap.store_credential, **ACME, credential="k", credential_type="api_key")
        return (await asyncio.to_thread(ap.get_credential, **ACME)).credential

    ap = Authpipe(**options)
    assert asyncio.run(use(ap)) == "k"
    ap.close()


def test_what_is_at_hand_is_no_exception_on_a_running_loop(options: dict[str, Any]) -> None:
    """It would not block. But a program that works until the credential has to be renewed is worse than one that fails at once."""

    async def use(ap: Authpipe) -> None:
        for _ in range(2):
            with pytest.raises(UsageError, match="^Authpipe would block the running event loop"):
                ap.get_credential(**ACME)
            with pytest.raises(UsageError, match="^Authpipe would block the running event loop"):
                ap.get_credential(**ACME, label=None)
        # These never block, whatever is at hand.
        assert ap.peek_credential(**ACME) is not None
        assert (await AsyncAuthpipe(**options).get_credential(**ACME)).credential == "k"

    with Authpipe(**options) as ap:
        ap.store_credential(**ACME, credential="k", credential_type="api_key")
        ap.get_credential(**ACME)
        kept = ap.get_credential(**ACME)
        asyncio.run(use(ap))
        assert ap.get_credential(**ACME) is kept


def test_asyncio_may_be_loaded_after_the_first_calls(run: Callable[..., Ended]) -> None:
    ended = run(
        """
loaded = {name: sys.modules.pop(name) for name in list(sys.modules) if name.partition(".")[0] == "asyncio"}
ap = Authpipe(providers=providers())
ap.store_credential(**ACME, credential="k", credential_type="api_key")
print([ap.get_credential(**ACME).credential for _ in range(3)])
sys.modules.update(loaded)
async def main():
    try:
        ap.get_credential(**ACME)
    except UsageError as error:
        print(error.code)
asyncio.run(main())
print(ap.get_credential(**ACME).credential)
ap.close()
"""
    )
    assert (ended.code, ended.stdout, ended.stderr) == (0, "['k', 'k', 'k']\nruntime_unsupported\nk\n", "")


def test_the_interpreter_lock_is_released_while_a_call_waits(
    script_options: dict[str, Any], still_sandbox: Sandbox, held: Any, tmp_path: Path
) -> None:
    with Authpipe(**script_options) as ap:
        still_sandbox.connect(ap, tenant_id=ME["tenant_id"], user_id=ME["user_id"])
    fault = held(still_sandbox)
    # In a process of its own: with the lock held nothing of Python's goes on, nor does a watchdog.
    script = f"""
ap = Authpipe({as_source(script_options, still_sandbox)}, timeout=30)
found = []
waiting = threading.Thread(target=lambda: found.append(ap.get_credential(**{ME!r}, force_refresh=True)))
waiting.start()
sys.stdin.readline()
# These run in Python, while the other thread is inside the call.
print(found, len(ap.connections.list(tenant_id={ME["tenant_id"]!r}).data), flush=True)
waiting.join()
print(found[0].refreshed, flush=True)
ap.close()
"""
    with Script(script, tmp_path) as talk:
        fault.wait_until_reached()
        talk.say("")
        talk.expect("[] 1")
        fault.release()
        talk.expect("True")
        talk.end()


def test_a_child_that_a_signal_forks_while_a_call_waits_is_told(
    script_options: dict[str, Any], still_sandbox: Sandbox, held: Any, tmp_path: Path
) -> None:
    with Authpipe(**script_options) as ap:
        still_sandbox.connect(ap, tenant_id=ME["tenant_id"], user_id=ME["user_id"])
    fault = held(still_sandbox)
    script = f"""
import signal
parent, children = os.getpid(), []
signal.signal(signal.SIGUSR1, lambda *_: children.append(os.fork()))
ap = Authpipe({as_source(script_options, still_sandbox)}, timeout=30)
try:
    refreshed = ap.get_credential(**{ME!r}, force_refresh=True).refreshed
except UsageError as error:
    assert os.getpid() != parent
    print("child", error.code, flush=True)
    os._exit(0)
assert os.getpid() == parent
os.waitpid(children[0], 0)
print("parent", refreshed, flush=True)
ap.close()
"""
    process = scripted(script, tmp_path)
    try:
        fault.wait_until_reached()
        process.send_signal(signal.SIGUSR1)
        assert process.stdout is not None
        assert process.stdout.readline() == "child forked\n"
        fault.release()
        stdout, stderr = process.communicate(timeout=60)
    finally:
        process.kill()
        process.communicate()
    assert (stdout, stderr) == ("parent True\n", "")


def test_ctrl_c_ends_the_waiting_and_the_exchange_is_saved(
    script_options: dict[str, Any], still_sandbox: Sandbox, held: Any, tmp_path: Path
) -> None:
    with Authpipe(**script_options) as ap:
        still_sandbox.connect(ap, tenant_id=ME["tenant_id"], user_id=ME["user_id"])
        before = ap.get_credential(**ME)
    fault = held(still_sandbox)
    script = f"""
import signal
# Whoever runs these tests may ignore it, as a shell does for what it starts in the background, and children inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
ap = Authpipe({as_source(script_options, still_sandbox)}, timeout=30)
try:
    ap.get_credential(**{ME!r}, force_refresh=True)
except KeyboardInterrupt:
    print("interrupted", flush=True)
ap.close()
print("closed", flush=True)
"""
    process = scripted(script, tmp_path)
    try:
        fault.wait_until_reached()
        process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        # The provider still holds its answer: only the signal can have ended the waiting.
        assert process.stdout.readline() == "interrupted\n"
        fault.release()
        stdout, stderr = process.communicate(timeout=60)
    finally:
        process.kill()
        process.communicate()
    assert (stdout, stderr) == ("closed\n", "")
    with Authpipe(**script_options) as ap:
        assert ap.get_credential(**ME).generation == before.generation + 1


def test_an_object_that_is_forgotten_finishes_its_exchange(
    authpipe_options: dict[str, Any], authpipe_sandbox: Sandbox, held: Any
) -> None:
    ap = Authpipe(**{**authpipe_options, "timeout": 0.5})
    authpipe_sandbox.connect(ap, tenant_id=ME["tenant_id"], user_id=ME["user_id"])
    before = ap.get_credential(**ME)
    fault = held()
    with pytest.raises(TimeoutError):
        ap.get_credential(**ME, force_refresh=True)
    del ap
    fault.release()
    watchdog = time.monotonic() + 30
    with Authpipe(**authpipe_options) as ap:
        after = ap.get_credential(**ME)
        while after.generation == before.generation:
            assert time.monotonic() < watchdog, "the exchange is never saved"
            after = ap.get_credential(**ME, min_validity=0)
        assert after.generation == before.generation + 1

