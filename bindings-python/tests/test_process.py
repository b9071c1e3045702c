"""Importing, ending, forking, and panics: each in a process of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

import authpipe

from .conftest import Ended

Run = Callable[..., Ended]
ROOT = Path(authpipe.__file__).parent


def test_importing_starts_no_thread_and_loads_no_framework(run: Run) -> None:
    ended = run(
        """
print(len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 1)
Authpipe(providers=providers())
print(len(os.listdir("/proc/self/task")) if os.path.isdir("/proc/self/task") else 1)
"""
    )
    assert (ended.stdout, ended.stderr) == ("1\n1\n", "")
    # Without the preamble, which imports what it needs itself.
    import subprocess
    import sys

    heavy = ["asyncio", "dataclasses", "typing", "inspect", "json", "httpx", "requests", "fastapi", "starlette", "flask", "django", "azure", "google"]
    code = f"import sys; before = set(sys.modules); import authpipe; print([m for m in {heavy} if m in set(sys.modules) - before])"
    done = subprocess.run([sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT.parent)!r}); {code}"], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="only Linux tells what a process holds")
@pytest.mark.parametrize("client", ["Authpipe", "AsyncAuthpipe"])
def test_closed_objects_hold_no_thread_and_no_descriptor(run: Run, client: str) -> None:
    ended = run(
        f"""
import time
CLIENT = {client}
LOOP = asyncio.new_event_loop()
KEEP = []

def wait(done):
    return LOOP.run_until_complete(done) if asyncio.iscoroutine(done) or asyncio.isfuture(done) else done

def held():
    return tuple(len(os.listdir(f"/proc/self/{{what}}")) for what in ("task", "fd"))

def cycle():
    ap = CLIENT(providers=providers())
    wait(ap.ready())
    now = held()
    wait(ap.close() if CLIENT is Authpipe else ap.aclose())
    KEEP.append(ap)
    return now

cycle()  # The threads that all objects share are there from the first call on.
before = held()
for _ in range(10):
    now = cycle()
    assert now[0] > before[0] and now[1] > before[1], (now, before)
    # The system takes a thread off its list a moment after it was joined.
    end = time.monotonic() + 10
    while any(now > then for now, then in zip(held(), before)) and time.monotonic() < end:
        os.sched_yield()
    assert all(now <= then for now, then in zip(held(), before)), (held(), before)
print("held nothing")
"""
    )
    assert (ended.stdout, ended.stderr) == ("held nothing\n", "")


@pytest.mark.parametrize("client", ["Authpipe", "AsyncAuthpipe"])
def test_a_script_that_forgets_to_close_ends_by_itself(run: Run, client: str) -> None:
    body = """
    {aw}ap.store_credential(**ACME, credential="k", credential_type="api_key")
    print(({aw}ap.get_credential(**ACME)).credential)
"""
    if client == "Authpipe":
        script = "ap = Authpipe(providers=providers())\nif True:" + body.format(aw="")
    else:
        script = "ap = AsyncAuthpipe(providers=providers())\nasync def main():" + body.format(aw="await ") + "asyncio.run(main())"
    ended = run(script)
    assert (ended.code, ended.stdout, ended.stderr) == (0, "k\n", "")


def test_a_script_that_ends_in_the_middle_of_a_call_ends(run: Run) -> None:
    ended = run(
        """
ap = AsyncAuthpipe(providers=providers())
async def main():
    for _ in range(100):
        asyncio.ensure_future(ap.connections.get("con_AAAAAAAAAAAAAAAAAAAAAA", tenant_id="t"))
    await asyncio.sleep(0)
    sys.exit(7)
asyncio.run(main())
"""
    )
    assert ended.code == 7, ended.stderr


def test_threads_that_call_while_the_interpreter_ends_do_no_harm(run: Run) -> None:
    ended = run(
        """
ap = Authpipe(providers=providers())
ap.ready()
def work():
    while True:
        try:
            ap.connections.list(tenant_id="t")
        except AuthpipeError:
            return
for _ in range(4):
    threading.Thread(target=work, daemon=True).start()
print("ends")
"""
    )
    assert (ended.code, ended.stdout) == (0, "ends\n"), ended.stderr


def test_a_forked_child_goes_on_with_a_handle_that_is_in_use(run: Run) -> None:
    ended = run(
        """
ap = Authpipe(providers=providers())
ap.store_credential(**ACME, credential="k", credential_type="api_key")
ap.get_credential(**ACME)
kept = ap.get_credential(**ACME)
handler = ap.handler()
sys.stdout.flush()
child = os.fork()
if child == 0:
    mine = ap.get_credential(**ACME)
    print(mine.credential, mine is kept, ap.peek_credential(**ACME) is not None)
    print(handler.handle(HttpRequest("GET", "/providers"), None).status)
    print(len(ap.connections.list(tenant_id="org_acme").data))
    ap.close()
    sys.exit(0)
assert os.waitpid(child, 0)[1] == 0
print(ap.get_credential(**ACME) is kept)
ap.connections.list(tenant_id="org_acme")
ap.close()
"""
    )
    assert (ended.code, ended.stdout, ended.stderr) == (0, "k False True\n200\n1\nTrue\n", "")


def test_a_vault_in_memory_does_not_reach_a_forked_child(run: Run) -> None:
    ended = run(
        """
ap = Authpipe(vault="memory:", providers=providers())
ap.store_credential(**ACME, credential="k", credential_type="api_key")
ap.get_credential(**ACME)
ap.get_credential(**ACME)
child = os.fork()
if child == 0:
    for work in (lambda: ap.get_credential(**ACME), lambda: ap.peek_credential(**ACME), ap.ready):
        try:
            work()
            print("no error")
        except UsageError as error:
            print(error.code, error)
    ap.close()
    sys.stdout.flush()
    os._exit(0)
os.waitpid(child, 0)
print(ap.get_credential(**ACME).credential)
ap.close()
"""
    )
    sentence = (
        "forked This Authpipe object was made before the process forked. "
        "A vault in memory stays in the parent: use one in SQLite or PostgreSQL, or fork first. [code=forked]\n"
    )
    assert (ended.code, ended.stdout, ended.stderr) == (0, sentence * 3 + "k\n", "")


def test_a_fork_while_threads_and_tasks_are_calling_leaves_both_sides_working(run: Run) -> None:
    ended = run(
        """
ap = Authpipe(providers=providers())
ap.store_credential(**ACME, credential="k", credential_type="api_key")
stop, children = threading.Event(), []
def work():
    while not stop.is_set():
        ap.connections.list(tenant_id="org_acme")
        ap.get_credential(**ACME, scopes=[])
threads = [threading.Thread(target=work, daemon=True) for _ in range(4)]
for thread in threads: thread.start()
for _ in range(10):
    child = os.fork()
    if child == 0:
        try:
            assert ap.get_credential(**ACME).credential == "k"
            ap.close()
        except BaseException as error:
            # A vault that could not be closed in time, as where the processors are others', is refused.
            os._exit(3) if getattr(error, "code", "") == "forked" else print(repr(error), flush=True)
        os._exit(0)
    children.append(child)
ended = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
assert set(ended) <= {0, 3} and ended.count(0) > 5, ended
stop.set()
for thread in threads: thread.join()
print(ap.get_credential(**ACME).credential); ap.close()
"""
    )
    assert (ended.code, ended.stdout) == (0, "k\n"), ended.stderr


def test_forks_in_a_row_let_a_thread_through_that_another_library_holds_up(run: Run) -> None:
    # logging's own hooks run between ours and let threads take turns there.
    ended = run(
        """
import logging
logging.basicConfig(stream=open(os.devnull, "w"))
log = logging.getLogger("app")
ap = Authpipe(providers=providers())
ap.store_credential(**ACME, credential="k", credential_type="api_key")
stop = threading.Event()
def work():
    while not stop.is_set():
        log.warning("reading")
        ap.get_credential(**ACME, scopes=[])
threads = [threading.Thread(target=work, daemon=True) for _ in range(4)]
for thread in threads: thread.start()
for _ in range(40):
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    sum(range(20_000))
stop.set()
for thread in threads: thread.join()
ap.close()
print("done")
"""
    )
    assert (ended.code, ended.stdout) == (0, "done\n"), ended.stderr


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_multiprocessing_works(run: Run, tmp_path: Path, method: str) -> None:
    # A module of its own, as `spawn` needs it.
    (tmp_path / "worker.py").write_text(
        """
import authpipe
from authpipe import Authpipe, ProviderConfig
ap = None
def make(providers):
    global ap
    ap = Authpipe(providers=providers())
def read(subject):
    return ap.get_credential(**subject).credential
""",
        encoding="utf-8",
    )
    (tmp_path / "main.py").write_text(
        """
import multiprocessing, sys
import worker
from authpipe import ProviderConfig
def providers():
    definition = {"name": "Acme", "auth": ["api_key"], "api": {"origins": ["https://api.acme.example"]}}
    return {"acme": ProviderConfig(client_id="id", definition=definition)}
ACME = {"provider": "acme", "tenant_id": "org_acme", "user_id": "user_123"}
if __name__ == "__main__":
    worker.make(providers)
    worker.ap.store_credential(**ACME, credential="k", credential_type="api_key")
    context = multiprocessing.get_context(sys.argv[1])
    with context.Pool(3, worker.make, (providers,)) as pool:
        print(pool.map(worker.read, [ACME] * 6))
    worker.ap.close()
""",
        encoding="utf-8",
    )
    ended = run(
        f"""
import runpy
sys.path.insert(0, {str(tmp_path)!r}); os.environ["PYTHONPATH"] = {str(tmp_path)!r}
import subprocess
print(subprocess.run([sys.executable, {str(tmp_path / "main.py")!r}, {method!r}], check=True, capture_output=True, text=True).stdout, end="")
"""
    )
    assert (ended.code, ended.stdout) == (0, f"{['k'] * 6}\n"), ended.stderr


def test_pickling_refuses_with_the_reason(options: dict[str, object]) -> None:
    import copy
    import pickle

    for cls in (authpipe.Authpipe, authpipe.AsyncAuthpipe):
        ap = cls(**options)  # type: ignore[arg-type]
        with pytest.raises(TypeError, match="^Authpipe holds an open vault and cannot be pickled; create one per process.$"):
            pickle.dumps(ap)
        for copying in (copy.copy, copy.deepcopy):
            with pytest.raises(TypeError, match="^Authpipe holds an open vault and cannot be copied; use the same object.$"):
                copying(ap)


MANY = "ap.store_credentials(rows=[{**ACME, 'credential': 'k', 'credential_type': 'api_key'}])"
CALLS = {
    "Core.__new__": "Authpipe()",
    "AtHand.__getitem__": "ap.get_credential(**ACME)",
    "Core.find": "ap.get_credential(**ACME)",
    "Core.peek": "ap.peek_credential(**ACME)",
    "Core.ready": "ap.ready()",
    "Core.close": "ap.close()",
    "Core.get_credential": "ap._core.get_credential(**ACME).wait()",
    "Core.report_rejected": "ap.report_rejected(**ACME, generation=1)",
    "Core.store_credential": "ap.store_credential(**ACME, credential='k', credential_type='api_key')",
    **dict.fromkeys(("Core.credential_batch", "CredentialBatch.add", "CredentialBatch.store_next"), MANY),
    "Core.create_auth_session": "ap.create_auth_session(**ACME)",
    "Core.create_install_session": "ap.create_install_session(**ACME)",
    "Core.start_device_auth": "ap.start_device_auth(**ACME)",
    "Core.poll_device_auth": "ap.poll_device_auth(session_id='ses_AAAAAAAAAAAAAAAAAAAAAA', tenant_id='t', user_id='u')",
    "Core.create_installation": "ap.installations.create(**ACME)",
    "Core.start_loopback_flow": "ap.connect_interactive(**ACME)",
    "Core.list_connections": "ap.connections.list(tenant_id='t')",
    "Core.get_connection": "ap.connections.get(ID, tenant_id='t')",
    "Core.check_connection": "ap.connections.check(ID, tenant_id='t')",
    "Core.delete_connection": "ap.connections.delete(ID, tenant_id='t')",
    "Core.list_installations": "ap.installations.list(tenant_id='t')",
    "Core.get_installation": "ap.installations.get(ID, tenant_id='t')",
    "Core.approve_installation": "ap.installations.approve(ID, tenant_id='t')",
    "Core.delete_installation": "ap.installations.delete(ID, tenant_id='t')",
    **{f"Core.{name}_session": f"ap.sessions.{name}('ses_AAAAAAAAAAAAAAAAAAAAAA', tenant_id='t')" for name in ("get", "cancel")},
    **{"Core.list_events": "ap.events.list()", "Core.list_audit": "ap.audit.list()", "Core.follow_events": "ap.events.follow()"},
    "Core.run_maintenance": "ap.run_maintenance()",
    "Core.handler": "ap.handler()",
    **{"LoopbackFlow.wait": "flow(ap).wait()", "LoopbackFlow.cancel": "flow(ap).cancel()", "EventFeed.next": "next(ap.events.follow())", "EventFeed.end": "ap.events.follow().close()"},
    "CoreHandler.path_below_mount": "handler.path_below_mount('/', '/')",
    "CoreHandler.needs_principal": "handler.needs_principal('GET', '/')",
    "CoreHandler.handle": "handler.handle(HttpRequest('GET', '/providers'), None)",
    "CoreHandler.identify_failed": "handler.identify_failed(HttpRequest('GET', '/providers'))",
    "TestClock.advance": "TestClock().advance(1)",
    "Call.result": "ap.ready()",
    **{"finish": "_native.finish()", "cli": "_native.cli([])"},
    **{"read_claims": "_native.read_claims('Bearer')", "is_rejection": "_native.is_rejection(401, {}, None)"},
}
# What these do cannot panic: they hold or hand out values.
PLAIN = {"Call.is_taken", "Call.wait", "Call.when_done", "Core.at_hand", "Core.logger", "CredentialBatch.part", "OwnReply.fail", "OwnReply.give", "TestClock.__new__", "Secret.__new__", "Secrets.__new__"}
NAMES = {"AtHand.__getitem__": "at_hand", "Core.__new__": "new", "Core.find": "find", "Core.peek": "peek_credential"}


def test_a_panic_in_any_call_is_an_error_and_the_runtime_goes_on(run: Run) -> None:
    stub = (ROOT / "_native.pyi").read_text(encoding="utf-8")
    declared, cls = set(), ""
    for line in stub.splitlines():
        if found := re.match(r"class (\w+)", line):
            cls = found[1] + "."
        elif found := re.match(r"(    )?def (\w+)\(", line):
            declared.add((cls if found[1] else "") + found[2])
    declared = {name for name in declared if not re.match(r"Credential\.|.*__(reduce|copy|deepcopy|class_getitem)__|Core.state|LoopbackFlow.auth", name)}
    assert declared - PLAIN == set(CALLS), "every exported call is here"
    works = ",\n".join(f"    {NAMES.get(name, name.rpartition('.')[2])!r}: lambda ap, handler: {work}" for name, work in CALLS.items())
    ended = run(
        f"""
from authpipe import _native
ID = "con_AAAAAAAAAAAAAAAAAAAAAA"
DESK = {{
    "name": "Desk",
    "auth": ["user"],
    "oauth": {{"authorization_endpoint": "https://desk.example/authorize", "token_endpoint": "https://desk.example/token"}},
    "api": {{"origins": ["https://desk.example"]}},
}}
def flow(ap):
    return ap._core.start_loopback_flow(provider="desk", tenant_id="org_acme", user_id="user_123").wait()
works = {{
{works}
}}
for name, work in works.items():
    both = {{**providers(), "desk": ProviderConfig(client_id="id", client_secret="s", definition=DESK)}}
    ap = Authpipe(vault="memory:", background=False, providers=both)
    handler = ap.handler()
    os.environ["AUTHPIPE_TEST_PANIC"] = name
    try:
        work(ap, handler)
        outcome = "no error"
    except InternalError as error:
        outcome = error.code
    finally:
        del os.environ["AUTHPIPE_TEST_PANIC"]
    if name == "finish":
        print("done")
        break
    ap.store_credential(**ACME, credential="k", credential_type="api_key")
    after = ap.get_credential(**ACME).credential
    if (outcome, after) != ("internal", "k"):
        print(name, outcome, after)
    ap.close()
"""
    )
    if ended.stdout.startswith("new no error"):
        pytest.skip("needs a debug build of the native part")
    assert ended.stdout == "done\n", (ended.code, ended.stdout, ended.stderr[-500:])
