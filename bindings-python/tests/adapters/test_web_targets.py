"""What a request may look like on the wire, beyond what browsers send: a look at the headers, a whole URL, escapes, slashes too many."""

from __future__ import annotations

import asyncio

import pytest

from .apps import ORIGIN, PREFIX, PROVIDER, SESSIONS, AsgiWhole, WsgiWhole


def test_a_look_at_the_headers_gets_the_length_of_what_a_reader_would_get(make):
    app = make()
    bob = app.open("bob")
    for path in ["/providers", "/connections", "/nowhere", "/connections/x", "/oauth/sessions", "/oauth/callback"]:
        whole = bob.get(f"{ORIGIN}{PREFIX}{path}")
        looked = app.send(bob.client, "HEAD", f"{ORIGIN}{PREFIX}{path}")
        assert (looked.status_code, looked.content) == (whole.status_code, b""), path
        assert looked.headers.get_list("content-length") == [str(len(whole.content))], path
        assert looked.headers["content-type"] == whole.headers["content-type"], path
    arrived = app.send(bob.client, "HEAD", f"{ORIGIN}{PREFIX}/oauth/callback/{PROVIDER}?state=x&code=y")
    assert (arrived.status_code, arrived.content) == (503, b""), "nothing is used up by a look"


def test_escapes_of_nothing_and_slashes_at_the_end_are_no_other_route(make):
    bob = make().open("bob")
    for path in ["/connections/", "/%63onnections", "/connec%74ions/"]:
        assert bob.get(f"{ORIGIN}{PREFIX}{path}").status_code == 200, path


def test_of_two_origins_none_is_believed(make):
    app = make()
    body = b'{"provider":"%s"}' % PROVIDER.encode()
    headers = [("origin", ORIGIN), ("origin", "https://evil.example"), ("x-authpipe", "1"), ("content-type", "application/json")]
    answer = app.send(app.open("bob").client, "POST", SESSIONS, content=body, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "origin_not_allowed")


@pytest.mark.parametrize("kind", [AsgiWhole, WsgiWhole], ids=lambda kind: kind.__name__)
def test_a_target_that_is_a_whole_url_is_read_as_its_path(make, kind):
    """RFC 9112 §3.2.2. Servers hand it over as it came, or as its path; one that gets every path takes both."""
    app = make()
    started = []
    if kind is WsgiWhole:
        environ = {"REQUEST_METHOD": "GET", "SCRIPT_NAME": "", "PATH_INFO": f"{ORIGIN}{PREFIX}/providers", "QUERY_STRING": ""}
        list(app.app(environ, lambda status, headers: started.append(int(status[:3]))))
    else:
        scope = {"type": "http", "method": "GET", "path": f"{ORIGIN}{PREFIX}/providers", "query_string": b"", "root_path": "", "headers": []}

        async def receive():
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message):
            started.extend([message["status"]] if "status" in message else [])

        app.loop.run_until_complete(asyncio.ensure_future(app.app(scope, receive, send), loop=app.loop))
    assert started == [200]
