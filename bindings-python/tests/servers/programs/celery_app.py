"""A Celery application. The object is made and opened in the worker's main process, which then forks its pool."""

import os
import signal
import types
import urllib.request

import billiard.pool
from celery import Celery
from celery.signals import worker_process_shutdown
from shared import SETTINGS, ask, make

from authpipe import Authpipe

app = Celery("tests", broker="filesystem://", backend=f"file://{SETTINGS['folder']}/results")
app.conf.update(SETTINGS["celery"])


# Before the object is used: who is told first, leaves first.
@worker_process_shutdown.connect
def leave(**_):
    # billiard gives its processes one more second, in which an exchange may end by chance.
    billiard.pool.time = types.SimpleNamespace(sleep=lambda seconds: None)
    os.write(1, b"leaves\n")


authpipe = make(Authpipe)
opened = ask(authpipe, 0)


@app.task(name="ask")
def ask_task(seconds):
    return {**ask(authpipe, seconds), "opened": opened}


@app.task(name="begin")
def begin_task():
    """Leaves an exchange under way behind."""
    signal.signal(signal.SIGUSR1, lambda *_: os.write(1, b"awake\n"))
    answer = ask(authpipe, 0, force_refresh=True)
    urllib.request.urlopen(SETTINGS["reached"]).read()
    return answer
