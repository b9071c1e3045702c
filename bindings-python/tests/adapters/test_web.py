"""The adapters of web frameworks translate and nothing else: each rule is checked in every framework."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import io
import json
import logging
from wsgiref.validate import validator

import httpx
import pytest

from authpipe import AsyncAuthpipe, Authpipe, ConfigError, HttpResponse, Principal
from authpipe._routes import READ_AT_MOST
from authpipe.ext._mount import encode_form
from authpipe.ext.asgi import authpipe_asgi
from authpipe.ext.wsgi import authpipe_wsgi
from authpipe.testing import ADMIN, MEMBER

from .apps import APPS, ORIGIN, PREFIX, PROVIDER, USERS, AsgiWhole, Django, DjangoAsgi, DjangoAsync, FastApi, Flask, Starlette, Wsgi, WsgiWhole

SESSIONS = f"{ORIGIN}{PREFIX}/oauth/sessions"


@pytest.fixture
def make(kind, authpipe):
    with contextlib.ExitStack() as stack:

        def build(using=authpipe, **options):
            app = kind(using, **options)
            stack.callback(app.close)
            return app

        yield build


def test_an_administrator_installs_and_a_user_connects_each_in_a_browser_of_their_own(make, authpipe, authpipe_sandbox):
    app = make()
    admin = app.open("admin")
    install = admin.start("/oauth/installs")
    page = admin.finish(install, authpipe_sandbox, ADMIN)
    assert page.status_code == 200, page.text
    # The closing page must reach its opener, whatever a framework sets for all pages.
    assert page.headers["cross-origin-opener-policy"] == "unsafe-none"
    assert admin.status(install)["status"] == "complete"

    bob = app.open("bob")
    connect = bob.start("/oauth/sessions")
    assert bob.finish(connect, authpipe_sandbox, MEMBER).status_code == 200
    assert bob.status(connect)["status"] == "complete"

    installed = authpipe.get_credential(provider=PROVIDER, tenant_id="org_acme", credential_for="installation")
    connected = authpipe.get_credential(provider=PROVIDER, tenant_id="org_acme", user_id="user_123")
    assert (installed.source, connected.source) == ("installation", "connection")
    assert installed.credential != connected.credential


def test_the_other_twin_serves_the_same_application(kind, authpipe_options, authpipe_sandbox):
    app = kind(AsyncAuthpipe(**authpipe_options))
    try:
        bob = app.open("bob")
        connect = bob.start("/oauth/sessions")
        assert bob.finish(connect, authpipe_sandbox, MEMBER).status_code == 200
        assert bob.status(connect)["status"] == "complete"
    finally:
        app.close()


def test_a_flow_cannot_be_finished_in_another_browser(make, authpipe_sandbox):
    app = make()
    bob = app.open("bob")
    connect = bob.start("/oauth/sessions")
    back = authpipe_sandbox.sign_in(connect["authorization_url"], MEMBER)
    assert app.open("bob").get(back).status_code == 403, "without the cookie of the flow"
    eve = app.open("eve")
    eve.start("/oauth/sessions")
    assert eve.get(back).status_code == 403, "with the cookie of another flow"
    assert bob.get(back).status_code == 200


def test_an_identify_that_fails_is_a_500_that_says_nothing_and_uses_nothing_up(make, authpipe_sandbox, caplog):
    app = make()
    bob = app.open("bob")
    connect = bob.start("/oauth/sessions")
    back = authpipe_sandbox.sign_in(connect["authorization_url"], MEMBER)

    def fail():
        raise RuntimeError("canary: the session store is down")

    app.login = fail
    with caplog.at_level(logging.ERROR):
        failed = bob.get(back)
    assert failed.status_code == 500
    assert "canary" not in failed.text

    app.login = None
    assert bob.get(back).status_code == 200
    assert bob.status(connect)["status"] == "complete"


@pytest.mark.parametrize(
    "wrong",
    [
        {"tenant_id": "a", "user_id": "b", "role": "admin"},
        "user_1",
        7,
        Principal(tenant_id="a", user_id="b", role="owner"),
        Principal(tenant_id="a", user_id=7, role="admin"),
        Principal(tenant_id="not an id", user_id="b", role="admin"),
    ],
    ids=repr,
)
def test_what_identify_returns_must_be_a_principal(make, wrong):
    app = make()
    app.login = lambda: wrong
    assert app.open().get(f"{ORIGIN}{PREFIX}/connections").status_code == 500


def test_identify_gets_the_frameworks_request_and_only_where_it_matters(make):
    app = make()
    anyone = app.open("bob")
    assert anyone.get(f"{ORIGIN}{PREFIX}/providers").status_code == 200
    preflight = app.send(anyone.client, "OPTIONS", SESSIONS, headers={"origin": ORIGIN})
    assert preflight.status_code == 204
    assert app.asked == []
    assert anyone.get(f"{ORIGIN}{PREFIX}/connections").status_code == 200
    assert len(app.asked) == 1


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_identify_is_asked_exactly_where_the_core_needs_somebody(make, authpipe, method):
    app = make()
    person = app.open("bob")
    handler = authpipe.handler()
    routes = ["/providers", "/oauth/sessions", "/oauth/installs", "/oauth/sessions/x", "/oauth/sessions/x/complete"]
    routes += ["/oauth/callback/x", "/connections", "/connections/x", "/installations", "/installations/x"]
    others = ["/", "/oauth", "/oauth/callback", "/connections/x/y", "/oauth/sessions/x/y", "/nowhere"]
    for path in [*routes, *others]:
        app.asked.clear()
        app.send(person.client, method, f"{ORIGIN}{PREFIX}{path}", headers={"origin": ORIGIN})
        assert bool(app.asked) == handler.needs_principal(method, path), path


@pytest.mark.parametrize("kind", [FastApi, Flask, Django, DjangoAsgi, DjangoAsync], ids=lambda kind: kind.__name__)
def test_the_prefix_may_have_variables(kind, authpipe_options):
    variable = {FastApi: "{org}", Flask: "<org>"}.get(kind, "<slug:org>")
    with Authpipe(**{**authpipe_options, "base_url": f"{ORIGIN}/acme/authpipe"}) as authpipe:
        app = kind(authpipe, prefix=f"/{variable}/authpipe")
        try:
            bob = app.open("bob")
            assert bob.get(f"{ORIGIN}/acme/authpipe/connections").status_code == 200
            session = bob.start("/oauth/sessions", "/acme/authpipe")
            assert bob.status(session, "/acme/authpipe")["status"] == "pending"
        finally:
            app.close()


def test_refusals_are_the_cores(make):
    app = make()
    body = {"provider": PROVIDER}
    cases = [
        (None, "POST", "/oauth/sessions", body, {}, 401, "identity_required"),
        ("bob", "POST", "/oauth/installs", body, {}, 403, "forbidden"),
        ("bob", "POST", "/oauth/sessions", {**body, "tenant_id": "org_other"}, {}, 403, "identity_mismatch"),
        ("bob", "POST", "/oauth/sessions", body, {"origin": "https://evil.example"}, 403, "origin_not_allowed"),
        ("bob", "POST", "/oauth/sessions", body, {"x-authpipe": "0"}, 400, "invalid_request"),
        ("bob", "POST", "/oauth/sessions", body, {"content-type": "text/plain"}, 400, "invalid_request"),
        ("bob", "POST", "/oauth/sessions", b'{"provider":"a","provider":"a"}', {}, 400, "invalid_request"),
        ("bob", "POST", "/oauth/sessions", {**body, "filler": "x" * 70_000}, {}, 413, "too_large"),
        ("bob", "POST", "/oauth/sessions", {**body, "filler": "x" * 3_000_000}, {}, 413, "too_large"),
        ("bob", "POST", "/nowhere", body, {}, 404, "not_found"),
        ("bob", "PATCH", "/connections", body, {}, 405, "method_not_allowed"),
    ]
    for user, method, path, data, headers, status, code in cases:
        response = app.open(user).change(method, f"{ORIGIN}{PREFIX}{path}", data, **headers)
        assert response.headers["content-type"].startswith("application/problem+json"), (path, response.text)
        problem = response.json()
        assert (response.status_code, problem["code"]) == (status, code), path


def test_cookies_and_headers_arrive_as_the_core_made_them(make, authpipe):
    app = make()
    bob = app.open("bob")
    response = bob.change("POST", SESSIONS, {"provider": PROVIDER, "mode": "popup"})
    assert response.headers["cache-control"] == "no-store"
    (cookie,) = response.headers.get_list("set-cookie")
    name, _, attributes = cookie.partition("; ")
    expected = authpipe.create_auth_session(provider=PROVIDER, tenant_id="org_acme", user_id="user_123").set_cookie[0]
    assert {part.strip().lower() for part in attributes.split(";")} == {
        part.strip().lower() for part in expected.partition("; ")[2].split(";")
    }
    assert name.strip().startswith("authpipe_"), "Django puts a space before it, which no browser minds"
    session = response.json()
    # A query does not disturb, and what is over has no body.
    assert bob.get(f"{SESSIONS}/{session['session_id']}?x=1").json()["status"] == "pending"
    gone = bob.change("DELETE", f"{SESSIONS}/{session['session_id']}", {})
    assert (gone.status_code, gone.content) == (204, b"")


def test_errors_at_the_callback_are_pages(make):
    page = make().open("bob").get(f"{ORIGIN}{PREFIX}/oauth/callback/{PROVIDER}?state=nonsense&code=x")
    assert page.status_code == 400
    assert page.headers["content-type"].startswith("text/html")
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]


@pytest.mark.parametrize("prefix", ["/oauth", "/connections"])
def test_a_mount_point_named_like_a_route_is_taken_off_once(kind, authpipe_options, prefix):
    with Authpipe(**{**authpipe_options, "base_url": f"{ORIGIN}{prefix}"}) as authpipe:
        app = kind(authpipe, prefix=prefix)
        try:
            bob = app.open("bob")
            listed = bob.get(f"{ORIGIN}{prefix}/connections")
            assert (listed.status_code, listed.json()["connections"]) == (200, [])
            session = bob.start("/oauth/sessions", prefix)
            assert bob.status(session, prefix)["status"] == "pending"
            assert bob.get(f"{ORIGIN}{prefix}-other/connections").status_code == 404
        finally:
            app.close()


@pytest.mark.parametrize("kind", [Wsgi, Starlette, FastApi, Flask, Django], ids=lambda kind: kind.__name__)
def test_behind_a_proxy_that_rewrites_paths_the_router_says_where_the_handler_is(kind, authpipe):
    app = kind(authpipe, prefix="/behind/the/proxy")
    try:
        assert app.open("bob").get(f"{ORIGIN}/behind/the/proxy/connections").status_code == 200
    finally:
        app.close()


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


@pytest.mark.parametrize("name", ["asgi", "wsgi", "fastapi", "flask", "django"])
def test_without_identify_there_is_no_handler(authpipe, name):
    adapter = importlib.import_module(f"authpipe.ext.{name}")
    (made,) = (getattr(adapter, exported) for exported in adapter.__all__)
    with pytest.raises(TypeError, match="identify"):
        made(authpipe)
    with pytest.raises(ConfigError) as refused:
        made(authpipe, identify=None)
    assert refused.value.code == "config_invalid"
    with pytest.raises(TypeError, match="^identify must be a function, not int$"):
        made(authpipe, identify=5)
    with pytest.raises(ConfigError) as refused:
        made(authpipe, identify=lambda host: None, allowed_origins=["https://*.example"])
    assert refused.value.code == "config_invalid"
    with pytest.raises(TypeError, match="authpipe must be"):
        made(None, identify=lambda host: None)


def test_an_allowed_origin_may_call(make):
    app = make(allowed_origins=["https://app.example"])
    response = app.open("bob").change("POST", SESSIONS, {"provider": PROVIDER}, origin="https://app.example")
    assert response.status_code == 201
    assert response.headers["access-control-allow-origin"] == "https://app.example"


def test_fastapi_answers_with_the_exception_that_identify_chose(authpipe):
    from fastapi import HTTPException

    app = FastApi(authpipe)

    def refuse():
        raise HTTPException(418, "ours")

    app.login = refuse
    try:
        answer = app.open().get(f"{ORIGIN}{PREFIX}/connections")
    finally:
        app.close()
    assert (answer.status_code, answer.json()) == (418, {"detail": "ours"})


def test_fastapi_uses_the_applications_dependencies(authpipe):
    """Overrides, which are how FastAPI applications are tested, reach ``identify`` too."""
    from fastapi import FastAPI

    from authpipe.ext.fastapi import authpipe_router

    def identify() -> Principal | None:
        raise AssertionError("overridden")

    app = FastAPI()
    app.include_router(authpipe_router(authpipe, identify=identify), prefix=PREFIX)
    app.dependency_overrides[identify] = lambda: USERS["bob"]

    async def ask():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app)) as client:
            return await client.get(f"{ORIGIN}{PREFIX}/connections")

    assert asyncio.run(ask()).status_code == 200


def test_flask_answers_with_the_exception_that_identify_chose(authpipe):
    import flask

    app = Flask(authpipe)
    app.login = lambda: flask.abort(418)
    assert app.open().get(f"{ORIGIN}{PREFIX}/connections").status_code == 418


def test_django_answers_with_the_exception_that_identify_chose(authpipe):
    from django.core.exceptions import PermissionDenied

    app = Django(authpipe)

    def refuse():
        raise PermissionDenied

    app.login = refuse
    assert app.open().get(f"{ORIGIN}{PREFIX}/connections").status_code == 403


def test_django_sends_every_cookie_and_keeps_those_of_others(authpipe):
    Django(authpipe)
    from authpipe.ext.django import _answer

    response = _answer(HttpResponse(200, [("set-cookie", "a=1; Path=/"), ("set-cookie", "b=2; HttpOnly")], b""))
    response.set_cookie("of-a-middleware", "3")
    assert sorted(cookie.OutputString() for cookie in response.cookies.values()) == ["a=1; Path=/", "b=2; HttpOnly", "of-a-middleware=3; Path=/"]
    assert "content-type" not in response.headers


def test_django_runs_a_plain_identify_where_the_orm_works(authpipe_options):
    app = DjangoAsgi(AsyncAuthpipe(**authpipe_options))

    def identify():
        # On the loop's own thread, the ORM would refuse.
        with pytest.raises(RuntimeError):
            asyncio.get_running_loop()
        return USERS["bob"]

    app.login = identify
    try:
        assert app.open().get(f"{ORIGIN}{PREFIX}/connections").status_code == 200
    finally:
        app.close()


def test_the_wsgi_application_keeps_to_pep_3333(authpipe):
    app = validator(authpipe_wsgi(authpipe, identify=lambda environ: USERS["bob"]))
    with httpx.Client(transport=httpx.WSGITransport(app)) as client:
        assert client.get(f"{ORIGIN}{PREFIX}/providers").status_code == 200
        headers = {"origin": ORIGIN, "x-authpipe": "1"}
        assert client.post(SESSIONS, json={"provider": PROVIDER}, headers=headers).status_code == 201


def test_a_chunked_body_is_read_where_the_server_marks_its_end(authpipe):
    body = io.BytesIO(json.dumps({"provider": PROVIDER}).encode())
    environ = {**post_environ(body), "wsgi.input_terminated": True}
    started = []
    app = authpipe_wsgi(authpipe, identify=lambda environ: USERS["bob"])
    app(environ, lambda status, headers: started.append(status))
    assert started == ["201 Created"]


@pytest.mark.parametrize("kind", [WsgiWhole, AsgiWhole], ids=lambda kind: kind.__name__)
def test_without_a_framework_a_failing_identify_is_a_problem_document_and_goes_to_the_log(make, caplog):
    app = make()

    def fail():
        raise RuntimeError("canary: the session store is down")

    app.login = fail
    failed = app.open().get(f"{ORIGIN}{PREFIX}/connections")
    assert (failed.status_code, failed.json()["code"]) == (500, "identify_failed")
    assert failed.headers["content-type"] == "application/problem+json"
    assert "canary" not in failed.text
    assert "canary" in caplog.text and failed.json()["request_id"] in caplog.text


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


def test_an_asgi_application_refuses_what_is_not_http(authpipe):
    app = authpipe_asgi(authpipe, identify=lambda scope: None)
    with pytest.raises(RuntimeError, match="HTTP only"):
        asyncio.run(app({"type": "websocket", "path": "/"}, None, None))


def test_every_framework_is_covered():
    assert len(APPS) == 9
