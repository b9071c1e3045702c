"""A Celery application. The object is made and opened in the worker's main process, which then forks its pool."""

from celery import Celery
from shared import SETTINGS, ask, make

from authpipe import Authpipe

app = Celery("tests", broker="filesystem://", backend=f"file://{SETTINGS['folder']}/results")
app.conf.update(SETTINGS["celery"])

authpipe = make(Authpipe)
opened = ask(authpipe, 0)


@app.task(name="ask")
def ask_task(seconds):
    return {**ask(authpipe, seconds), "opened": opened}
