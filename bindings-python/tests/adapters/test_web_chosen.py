"""What an application throws to say no, where something of it fails: that is no answer, and is told like any other failure."""

from __future__ import annotations

import logging

import pytest
from starlette.exceptions import HTTPException as OfStarlette
from werkzeug.exceptions import Forbidden

from authpipe import Authpipe
from authpipe.ext._mount import chosen_answer
from authpipe.ext.wsgi import authpipe_wsgi

from ..conftest import make_key
from .apps import ORIGIN, PREFIX


def _failing_answers():
    def fail(*_):
        raise RuntimeError("canary")

    class WithoutHeaders(Forbidden):
        get_headers = fail

    class WithoutStatus(OfStarlette):
        status_code = property(fail)

        def __init__(self):
            self.detail = "ours"

    class WithoutText(Forbidden):
        description = property(fail)

        def __init__(self):
            pass

    split = OfStarlette(403, "ours", headers={"location": "/login\r\nset-cookie: a=b"})
    return [
        WithoutHeaders(),
        WithoutStatus(),
        WithoutText(),
        split,
        OfStarlette(403, "ours", headers={"not a name": "x"}),
        OfStarlette(403, "ours", headers={"x-name": "\u0141ukasz"}),
        OfStarlette(403, "half \ud800 a character"),
    ]


@pytest.mark.parametrize("error", _failing_answers(), ids=lambda error: type(error).__name__)
def test_what_makes_no_answer_is_a_failure_like_any_other(error, caplog):
    assert chosen_answer(error) is None

    def identify(_):
        raise error

    started = []
    with Authpipe(vault="memory:", key=make_key(), mode="development", base_url=f"{ORIGIN}{PREFIX}", background=False) as ap:
        application = authpipe_wsgi(ap, identify=identify)
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/connections", "SCRIPT_NAME": PREFIX}
        with caplog.at_level(logging.ERROR):
            application(environ, lambda status, headers: started.append((status, dict(headers))))
    ((status, headers),) = started
    (line,) = [record for record in caplog.records if record.name == "authpipe"]
    assert status.startswith("500 ") and headers["x-request-id"] == line.request_id
    assert line.exc_info[1] is error


def test_a_status_without_a_phrase_is_answered():
    def identify(_):
        raise OfStarlette(299, "ours")

    started = []
    with Authpipe(vault="memory:", key=make_key(), mode="development", base_url=f"{ORIGIN}{PREFIX}", background=False) as ap:
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/connections", "SCRIPT_NAME": PREFIX}
        body = b"".join(authpipe_wsgi(ap, identify=identify)(environ, lambda status, _: started.append(status)))
    assert (started, body) == (["299 "], b"ours")
