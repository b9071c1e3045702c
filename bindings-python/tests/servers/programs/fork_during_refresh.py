"""Forks while an exchange is under way: it is the parent's, and the child must not wait for it for ever."""

import json
import os
import sys
import threading

from shared import ask, make

from authpipe import Authpipe

authpipe = make(Authpipe)


def ask_until_it_is_there():
    """Each call waits for its short time only; together they are bounded by the test's watchdog."""
    while True:
        answer = ask(authpipe, seconds)
        if answer.get("error") != "timeout":
            return json.dumps(answer)


before = ask(authpipe, 0)
print(json.dumps(before), flush=True)
seconds = float(sys.stdin.readline())

thread = threading.Thread(target=lambda: ask(authpipe, seconds))
thread.start()
sys.stdin.readline()  # the exchange has reached the provider, which holds it

reader, writer = os.pipe()
pid = os.fork()
if pid == 0:
    kept_waiting = ask(authpipe, seconds, force_refresh=True)
    os.write(writer, json.dumps(kept_waiting).encode() + b"\n")
    os.read(0, 1)  # the provider has answered
    os.write(writer, ask_until_it_is_there().encode() + b"\n")
    os._exit(0)
os.close(writer)
with os.fdopen(reader) as pipe:
    print(pipe.readline(), end="", flush=True)
    print(pipe.readline(), end="", flush=True)
thread.join()
print(ask_until_it_is_there(), flush=True)
assert os.waitpid(pid, 0)[1] == 0
authpipe.close()
