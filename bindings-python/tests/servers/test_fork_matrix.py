"""The twelve configurations of SR-83, and what else makes processes.

In each of them the object has been made and opened before the fork wherever the configuration forks after loading. Then every
process must get a credential; and when it has expired, all of them together cause one refresh. A watchdog turns a hang into a
failure; it is far longer than anything takes.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path

import pytest

from authpipe import Authpipe

from ..adapters.processes import WATCHDOG, wait_until_gone

PROGRAMS = Path(__file__).parent / "programs"
WORKERS = 2
EXPIRED = 7200


class Deployment:
    """A connected user in a vault on disk, and programs that use it."""

    def __init__(self, sandbox, options, folder):
        self.sandbox = sandbox
        self.options = options
        self.folder = folder
        with Authpipe(**options) as authpipe:
            sandbox.connect(authpipe, tenant_id="org_acme", user_id="user_123")
        sandbox.control("DELETE", "/ledger")
        self.settings = {
            "vault": options["vault"],
            "key": options["key"],
            "client_id": sandbox.client_id,
            "client_secret": sandbox.client_secret,
            "origins": options["danger_origins"],
            "offset": sandbox.control("GET", "/clock")["offset_ms"] / 1000,
            "folder": str(folder),
        }

    @contextlib.contextmanager
    def start(self, *command, **popen):
        """Runs a program, which has ended with all its processes when this is over."""
        env = {**os.environ, "AUTHPIPE_TESTS_SERVER": json.dumps(self.settings)}
        command = [sys.executable, "-W", "ignore", *command]
        process = subprocess.Popen(command, cwd=PROGRAMS, env=env, start_new_session=True, **popen)
        try:
            yield process
            process.terminate()
            process.wait(WATCHDOG)
        except BaseException:
            # A session of its own: nobody else is in this group.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            raise
        finally:
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    pipe.close()

    def expire(self):
        self.sandbox.advance(EXPIRED)
        return EXPIRED

    def check(self, fresh, expired):
        """Fresh answers are the stored credential; expired ones are all the same new one, from one refresh."""
        for answer in [*fresh, *expired]:
            assert "error" not in answer, answer
        assert {answer["generation"] for answer in fresh} == {1}
        assert {answer["generation"] for answer in expired} == {2}
        assert len({answer["digest"] for answer in fresh}) == 1
        assert len({answer["digest"] for answer in expired}) == 1
        refreshes = self.sandbox.refreshes()
        assert [refresh["status"] for refresh in refreshes] == [200]


    def hold(self):
        """Makes the provider hold the answer to the next refresh, and callers impatient. Gives how to let the answer go."""
        fault = self.sandbox.control("POST", "/faults", {"endpoint": "token", "action": "hold_answer", "grant_type": "refresh_token"})
        self.settings["timeout"] = 0.5
        self.settings["reached"] = f"{self.sandbox.http_origin}/_sandbox/faults/{fault['id']}?wait=1"
        return lambda: self.sandbox.control("POST", f"/faults/{fault['id']}/release")

    def check_stored(self):
        """What the exchange brought is in the vault, and nobody had to repeat it."""
        with Authpipe(**self.options) as authpipe:
            assert authpipe.get_credential(provider="microsoft-onedrive", tenant_id="org_acme", user_id="user_123").generation == 2
        assert [refresh["status"] for refresh in self.sandbox.refreshes()] == [200]


@pytest.fixture
def deployment(authpipe_sandbox, authpipe_options, tmp_path):
    return Deployment(authpipe_sandbox, authpipe_options, tmp_path)


# --- servers ----------------------------------------------------------------------------------------------------------------

GUNICORN = ["-m", "gunicorn", "--bind", "fd://{fd}", "--workers", str(WORKERS), "--no-control-socket", "--log-level", "error"]
SERVERS = {
    "gunicorn sync": [*GUNICORN, "wsgi_app:app"],
    "gunicorn sync --preload": [*GUNICORN, "--preload", "wsgi_app:app"],
    "gunicorn gthread": [*GUNICORN, "--worker-class", "gthread", "--threads", "4", "wsgi_app:app"],
    "gunicorn gthread --preload": [*GUNICORN, "--worker-class", "gthread", "--threads", "4", "--preload", "wsgi_app:app"],
    "gunicorn uvicorn worker": [*GUNICORN, "--worker-class", "uvicorn_worker.UvicornWorker", "asgi_app:app"],
    "gunicorn uvicorn worker --preload": [*GUNICORN, "--worker-class", "uvicorn_worker.UvicornWorker", "--preload", "asgi_app:app"],
    "uvicorn --workers": ["-m", "uvicorn", "--fd", "{fd}", "--workers", str(WORKERS), "--log-level", "error", "asgi_app:app"],
}


def fetch(port, seconds):
    connection = HTTPConnection("127.0.0.1", port, timeout=WATCHDOG)
    try:
        connection.request("GET", f"/?advance={seconds}", headers={"connection": "close"})
        response = connection.getresponse()
        body = response.read()
        assert response.status == 200, body
        return json.loads(body)
    finally:
        connection.close()


def fetch_from_all(port, seconds):
    """Asks many at once until every worker has answered. Which worker takes a request is the kernel's choice."""
    answers = []
    deadline = time.monotonic() + WATCHDOG
    with ThreadPoolExecutor(8) as pool:
        while len({answer["pid"] for answer in answers}) < WORKERS:
            assert time.monotonic() < deadline, f"only {answers}"
            answers += pool.map(lambda _: fetch(port, seconds), range(8))
    return answers


@pytest.mark.parametrize("name", SERVERS)
def test_every_worker_of_a_server_gets_a_credential(name, deployment):
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        port = listener.getsockname()[1]
        command = [part.format(fd=listener.fileno()) for part in SERVERS[name]]
        with deployment.start(*command, pass_fds=[listener.fileno()]) as process:
            fresh = fetch_from_all(port, 0)
            expired = fetch_from_all(port, deployment.expire())
    deployment.check(fresh, expired)
    assert process.returncode in (0, -15), process.returncode
    answers = [*fresh, *expired]
    pids = {answer["pid"] for answer in answers}
    # With --preload the module was loaded, and the vault opened, in the process that forked; otherwise in the worker.
    loaded_in = {answer["loaded_in"] for answer in answers}
    assert loaded_in == ({process.pid} if "--preload" in name else pids)
    assert all(answer["opened"]["pid"] == answer["loaded_in"] and answer["opened"]["generation"] for answer in answers)
    assert {answer["handler"] for answer in answers} == {200}, "the mounted handler goes along"
    wait_until_gone(process.pid, *pids)


# --- task queues ------------------------------------------------------------------------------------------------------------

POOLS = {
    "celery prefork": ["--pool", "prefork", "--concurrency", str(WORKERS)],
    "celery threads": ["--pool", "threads", "--concurrency", str(WORKERS)],
}


class Queue:
    """Celery's broker in a folder. Its reader takes a file that its writer has only just made, and finds no message in it: what the
    client sends is whole before it comes into the worker's folder. Each side declares its exchanges for itself, as those files are
    written in place too.
    """

    def __init__(self, folder):
        self.folder = folder
        for part in ("outbox", "queue", "unused", "processed", "results"):
            (folder / part).mkdir()

    def settings(self, side, *, reads, writes):
        transport = {
            "data_folder_in": str(self.folder / reads),
            "data_folder_out": str(self.folder / writes),
            "processed_folder": str(self.folder / "processed"),
            "store_processed": True,
            "control_folder": str(self.folder / f"control-{side}"),
            "polling_interval": 0.02,
        }
        return {"broker_transport_options": transport, "worker_prefetch_multiplier": 1}

    def deliver(self):
        for message in (self.folder / "outbox").iterdir():
            message.rename(self.folder / "queue" / message.name)


@pytest.mark.parametrize("name", POOLS)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_every_process_of_a_task_queue_gets_a_credential(name, deployment, tmp_path):
    from celery import Celery

    queue = Queue(tmp_path)
    deployment.settings["celery"] = queue.settings("worker", reads="queue", writes="unused")
    client = Celery("client", broker="filesystem://", backend=f"file://{tmp_path}/results")
    client.conf.update(queue.settings("client", reads="unused", writes="outbox"))

    def ask_all(seconds):
        answers = []
        deadline = time.monotonic() + WATCHDOG
        processes = WORKERS if "prefork" in name else 1
        while len({answer["pid"] for answer in answers}) < processes:
            assert time.monotonic() < deadline, f"only {answers}"
            sent = [client.send_task("ask", [seconds]) for _ in range(8)]
            queue.deliver()
            answers += [task.get(timeout=WATCHDOG, interval=0.02) for task in sent]
        return answers

    command = ["-m", "celery", "--app", "celery_app", "worker", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    with deployment.start(*command, *POOLS[name], "--loglevel", "ERROR", stdout=subprocess.DEVNULL) as process:
        fresh = ask_all(0)
        expired = ask_all(deployment.expire())
    deployment.check(fresh, expired)
    assert process.returncode == 0, process.returncode
    answers = [*fresh, *expired]
    pids = {answer["pid"] for answer in answers}
    assert {answer["loaded_in"] for answer in answers} == {process.pid}, "the vault was opened before the pool was made"
    assert pids.isdisjoint({process.pid}) if "prefork" in name else pids == {process.pid}
    wait_until_gone(process.pid, *pids)


# --- programs that make processes -------------------------------------------------------------------------------------------

MODES = {
    "multiprocessing fork": "fork",
    "multiprocessing spawn": "spawn",
    "multiprocessing forkserver": "forkserver",
    "os.fork": "os.fork",
    "ProcessPoolExecutor": "executor",
    "os.fork while threads read": "threads",
}


@pytest.mark.parametrize("name", MODES)
def test_every_process_that_a_program_makes_gets_a_credential(name, deployment):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with deployment.start("forks.py", MODES[name], **pipes) as process:
        first = read(process)
        process.stdin.write(f"{deployment.expire()}\n")
        process.stdin.flush()
        second = read(process)
        assert process.wait(WATCHDOG) == 0
    fresh = [first["before"], *first["fresh"]]
    expired = [second["after"], *second["expired"]]
    if MODES[name] == "threads":
        # Its first processes of the second round were still made with the old clock.
        expired = [answer for answer in expired if answer["generation"] != 1]
    deployment.check(fresh, expired)
    pids = {answer["pid"] for answer in [*first["fresh"], *second["expired"]]}
    assert process.pid not in pids
    assert len(pids) > 1
    wait_until_gone(process.pid, *pids)


def test_a_vault_in_memory_stays_with_the_parent(deployment):
    """There is nothing that a child could open; it is told so at once."""
    deployment.settings["vault"] = "memory:"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with deployment.start("forks.py", "os.fork", **pipes) as process:
        first = read(process)
        tell(process, 0)
        second = read(process)
        assert process.wait(WATCHDOG) == 0
    assert {first["before"]["error"], second["after"]["error"]} == {"not_connected"}
    assert {answer["error"] for answer in [*first["fresh"], *second["expired"]]} == {"forked"}


def test_a_fork_during_an_exchange_waits_no_longer_than_it_was_told(deployment):
    """The exchange is the parent's. The child is told ``timeout`` in time, and gets the result later."""
    sandbox = deployment.sandbox
    deployment.settings["timeout"] = 0.5
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with deployment.start("fork_during_refresh.py", **pipes) as process:
        before = read(process)
        held = sandbox.control("POST", "/faults", {"endpoint": "token", "action": "hold", "grant_type": "refresh_token"})
        tell(process, deployment.expire())
        sandbox.control("GET", f"/faults/{held['id']}?wait=1")
        tell(process, "")
        kept_waiting = read(process)
        sandbox.control("POST", f"/faults/{held['id']}/release")
        tell(process, "")
        child, parent = read(process), read(process)
        assert process.wait(WATCHDOG) == 0
    assert kept_waiting["error"] == "timeout", kept_waiting
    deployment.check([before], [child, parent])
    wait_until_gone(process.pid, child["pid"])


# --- processes whose work is over before their exchange is -----------------------------------------------------------------

ENDINGS = [
    "fork",
    "spawn",
    "forkserver",
    "executor",
    "billiard",
    "first used in the child",
    "billiard, first used in the child",
    "with a thread",
]


@pytest.mark.parametrize("mode", ENDINGS)
def test_a_process_whose_work_is_over_stores_what_is_under_way(mode, deployment):
    release = deployment.hold()
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with deployment.start("ends_early.py", mode, **pipes) as process:
        over = read(process)
        assert over["error"] == "timeout", over
        expect_awake(process, over["pid"])
        if mode == "with a thread":
            # Python waits for it in either case; it must not find a closed object.
            os.kill(over["pid"], signal.SIGUSR2)
            assert read(process)["generation"] == 1
        release()
        assert process.wait(WATCHDOG) == 0
    deployment.check_stored()
    wait_until_gone(process.pid, over["pid"])


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_process_of_a_task_queue_that_is_told_to_leave_stores_what_is_under_way(deployment, tmp_path):
    from celery import Celery

    queue = Queue(tmp_path)
    deployment.settings["celery"] = queue.settings("worker", reads="queue", writes="unused")
    client = Celery("client", broker="filesystem://", backend=f"file://{tmp_path}/results")
    client.conf.update(queue.settings("client", reads="unused", writes="outbox"))
    release = deployment.hold()
    command = ["-m", "celery", "--app", "celery_app", "worker", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    pool = ["--pool", "prefork", "--concurrency", "1", "--loglevel", "ERROR"]
    with deployment.start(*command, *pool, stdout=subprocess.PIPE, text=True) as process:
        sent = client.send_task("begin")
        queue.deliver()
        answer = sent.get(timeout=WATCHDOG, interval=0.02)
        assert answer["error"] == "timeout", answer
        process.terminate()
        while (line := read_line(process)) != "leaves\n":
            pass
        expect_awake(process, answer["pid"])
        release()
        assert process.wait(WATCHDOG) == 0
    deployment.check_stored()
    wait_until_gone(process.pid, answer["pid"])


def expect_awake(process, pid):
    """That a process waits, which it does only where its main thread answers a signal whenever it gets one."""
    for _ in range(3):
        os.kill(pid, signal.SIGUSR1)
        assert read_line(process) == "awake\n"


def tell(process, line):
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def read(process):
    """One line of a program's output, which is JSON."""
    return json.loads(read_line(process))


def read_line(process):
    """One line of a program's output. A program that hangs is ended by the watchdog, which ends the line."""
    watchdog = threading.Timer(WATCHDOG, process.kill)
    watchdog.start()
    try:
        line = process.stdout.readline()
    finally:
        watchdog.cancel()
        watchdog.join()
    assert line, "the program ended, or hung and was ended"
    return line


def test_the_matrix_has_its_twelve_configurations():
    assert len(SERVERS) + len(POOLS) + len([name for name in MODES if name.startswith("multiprocessing")]) == 12
