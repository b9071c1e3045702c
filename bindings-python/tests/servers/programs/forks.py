"""A program that makes processes itself, in the way that its argument names. Prints what each of them got."""

import json
import multiprocessing
import os
import sys
import threading
from concurrent.futures import ProcessPoolExecutor

from shared import ask, make

from authpipe import Authpipe

# At module level, as applications have it: a spawned process loads the module and makes its own.
authpipe = make(Authpipe)
CHILDREN = 3


def child(seconds):
    return ask(authpipe, seconds)


def send_answer(pipe, seconds):
    pipe.send(ask(authpipe, seconds))
    pipe.close()


def with_multiprocessing(method, seconds):
    context = multiprocessing.get_context(method)
    running = []
    for _ in range(CHILDREN):
        receiver, sender = context.Pipe(duplex=False)
        process = context.Process(target=send_answer, args=(sender, seconds))
        process.start()
        sender.close()
        running.append((process, receiver))
    answers = [receiver.recv() for _, receiver in running]
    for process, _ in running:
        process.join()
        assert process.exitcode == 0, process.exitcode
    return answers


def with_executor(seconds):
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(CHILDREN, mp_context=context) as pool:
        return list(pool.map(child, [seconds] * CHILDREN * 4))


def with_os_fork(seconds):
    running = []
    for _ in range(CHILDREN):
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.write(writer, json.dumps(ask(authpipe, seconds)).encode())
            os._exit(0)
        os.close(writer)
        running.append((pid, reader))
    answers = []
    for pid, reader in running:
        with os.fdopen(reader, "rb") as pipe:
            answers.append(json.load(pipe))
        assert os.waitpid(pid, 0)[1] == 0
    return answers


def with_threads_at_work(seconds):
    """Forks while other threads read all the time: what they hold at that moment stays held in the child."""
    stop = threading.Event()

    def read():
        while not stop.is_set():
            ask(authpipe, 0)
            authpipe.connections.list(tenant_id="org_acme")

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        answers = [answer for _ in range(10) for answer in with_os_fork(0)]
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    return [*answers, *with_os_fork(seconds)]


MODES = {
    "fork": lambda seconds: with_multiprocessing("fork", seconds),
    "spawn": lambda seconds: with_multiprocessing("spawn", seconds),
    "forkserver": lambda seconds: with_multiprocessing("forkserver", seconds),
    "os.fork": with_os_fork,
    "executor": with_executor,
    "threads": with_threads_at_work,
}


def main():
    mode = MODES[sys.argv[1]]
    before = ask(authpipe, 0)
    print(json.dumps({"before": before, "fresh": mode(0)}), flush=True)
    # The test moves the provider's clock, and then says by how much.
    seconds = float(sys.stdin.readline())
    expired = mode(seconds)
    print(json.dumps({"expired": expired, "after": ask(authpipe, seconds)}), flush=True)
    authpipe.close()


if __name__ == "__main__":
    main()
