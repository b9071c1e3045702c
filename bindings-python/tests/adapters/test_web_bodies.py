"""The adapters of web frameworks read a body once, as it was sent, and no further than a route takes."""

from __future__ import annotations

import io
import json

import pytest

from authpipe._routes import READ_AT_MOST
from authpipe.ext._mount import encode_form
from authpipe.ext.wsgi import authpipe_wsgi

from .apps import ORIGIN, PREFIX, PROVIDER, SESSIONS, USERS, AsgiWhole, Django, FastApi, Flask, WsgiWhole


@pytest.mark.parametrize("kind", [FastApi, Flask, Django], ids=lambda kind: kind.__name__)
def test_a_body_that_the_application_has_parsed_is_still_read(make):
    app = make()
    app.parse_first = True
    bob = app.open("bob")
    assert bob.status(bob.start("/oauth/sessions"))["status"] == "pending"
    twice = bob.change("POST", SESSIONS, b'{"provider":"%s","provider":"x"}' % PROVIDER.encode())
    assert twice.json()["code"] == "invalid_request", "a repeated member shows in the raw body only"


@pytest.mark.parametrize("kind", [Flask], ids=lambda kind: kind.__name__)
def test_a_form_that_the_application_has_parsed_is_put_together_again(make, monkeypatch):
    app = make()
    app.parse_first = True
    seen = []
    put_together = encode_form
    monkeypatch.setattr("authpipe.ext.flask.encode_form", lambda fields: seen.append(put_together(fields)) or seen[-1])
    refused = app.open("bob").change("POST", SESSIONS, b"a=1&a=%26&b=", **{"content-type": "application/x-www-form-urlencoded"})
    assert refused.json()["code"] == "invalid_request"
    assert seen == [b"a=1&a=%26&b="], "a repeated field stays repeated"


def test_a_chunked_body_is_read_where_the_server_marks_its_end(authpipe):
    body = io.BytesIO(json.dumps({"provider": PROVIDER}).encode())
    environ = {**post_environ(body), "wsgi.input_terminated": True}
    started = []
    app = authpipe_wsgi(authpipe, identify=lambda environ: USERS["bob"])
    app(environ, lambda status, headers: started.append(status))
    assert started == ["201 Created"]


class Endless:
    """A body that goes on as long as somebody reads it."""

    def __init__(self):
        self.given = 0

    def read(self, size=-1):
        assert 0 <= size, "everything at once, however much it is"
        size = min(size, 65_536)
        self.given += size
        assert self.given < 4 * READ_AT_MOST, "no route takes so much"
        return b"x" * size

    async def receive(self):
        return {"type": "http.request", "body": self.read(65_536), "more_body": True}


@pytest.mark.parametrize("kind", [WsgiWhole, Flask], ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("length", [{"wsgi.input_terminated": True}, {"CONTENT_LENGTH": str(1 << 40)}], ids=["chunked", "announced"])
def test_an_endless_body_is_not_read_to_its_end(make, length):
    body = Endless()
    started = []
    environ = {**post_environ(body), **length}
    list(make().app(environ, lambda status, headers: started.append(status)))
    assert [status[:3] for status in started] == ["413"]


@pytest.mark.parametrize("kind", [AsgiWhole, FastApi], ids=lambda kind: kind.__name__)
def test_an_endless_body_is_not_received_to_its_end(make):
    started = []

    async def send(message):
        started.append(message.get("status"))

    app = make()
    app.loop.run_until_complete(app.app(post_scope(), Endless().receive, send))
    assert started[0] == 413


@pytest.mark.parametrize("kind", [AsgiWhole, FastApi], ids=lambda kind: kind.__name__)
def test_a_body_in_pieces_is_put_together(make):
    body = json.dumps({"provider": PROVIDER}).encode() + b" " * 3000
    pieces = [body[at : at + 1000] for at in range(0, len(body), 1000)]
    started = []

    async def receive():
        piece = pieces.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    async def send(message):
        started.append(message.get("status"))

    app = make()
    app.loop.run_until_complete(app.app(post_scope(), receive, send))
    assert started[0] == 201


@pytest.mark.parametrize("kind", [AsgiWhole], ids=lambda kind: kind.__name__)
def test_a_body_that_the_client_breaks_off_is_not_acted_on(make, authpipe_sandbox):
    body = json.dumps({"provider": PROVIDER}).encode()
    messages = [{"type": "http.request", "body": body, "more_body": True}, {"type": "http.disconnect"}]
    started = []

    async def receive():
        return messages.pop(0)

    async def send(message):
        started.append(message)

    app = make()
    app.loop.run_until_complete(app.app(post_scope(), receive, send))
    assert started == [] and messages == []


def post_scope():
    headers = {"host": "localhost:4000", "content-type": "application/json", "origin": ORIGIN, "x-authpipe": "1", "cookie": "login=bob"}
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": f"{PREFIX}/oauth/sessions",
        "query_string": b"",
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }


def post_environ(body):
    return {
        "REQUEST_METHOD": "POST",
        "SCRIPT_NAME": "",
        "PATH_INFO": f"{PREFIX}/oauth/sessions",
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "4000",
        "HTTP_HOST": "localhost:4000",
        "CONTENT_TYPE": "application/json",
        "HTTP_COOKIE": "login=bob",
        "HTTP_ORIGIN": ORIGIN,
        "HTTP_X_AUTHPIPE": "1",
        "wsgi.input": body,
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
    }
