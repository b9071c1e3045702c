"""A program that makes a process, in the way that its argument names, whose work is over while its exchange is under way."""

import json
import multiprocessing
import os
import signal
import sys
import threading
import urllib.request
from concurrent.futures import ProcessPoolExecutor

from shared import SETTINGS, ask, make

from authpipe import Authpipe

MODE = sys.argv[1]
authpipe = make(Authpipe)
# Opened where the module is loaded: before the fork, and in a process that is not forked before its work begins.
if "first used in the child" not in MODE:
    ask(authpipe, 0)


def work():
    signal.signal(signal.SIGUSR1, lambda *_: os.write(1, b"awake\n"))
    answer = ask(authpipe, 0, force_refresh=True)
    urllib.request.urlopen(SETTINGS["reached"]).read()
    print(json.dumps(answer), flush=True)


def work_and_leave_a_thread():
    reader, writer = os.pipe()
    signal.signal(signal.SIGUSR2, lambda *_: os.write(writer, b"x"))

    def go_on():
        os.read(reader, 1)
        os.write(1, json.dumps(ask(authpipe, 0)).encode() + b"\n")

    threading.Thread(target=go_on).start()
    work()


def run(process):
    process.start()
    process.join()
    assert process.exitcode == 0, process.exitcode


def with_executor():
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as pool:
        pool.submit(work).result()


def with_billiard():
    import billiard

    run(billiard.get_context("fork").Process(target=work))


def main():
    if MODE == "executor":
        with_executor()
    elif "billiard" in MODE:
        with_billiard()
    elif MODE in ("first used in the child", "with a thread"):
        run(multiprocessing.get_context("fork").Process(target=work_and_leave_a_thread if "thread" in MODE else work))
    else:
        run(multiprocessing.get_context(MODE).Process(target=work))
    authpipe.close()


if __name__ == "__main__":
    main()
