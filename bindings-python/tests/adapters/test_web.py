"""The adapters of web frameworks translate and nothing else: each rule is checked in every framework."""

from __future__ import annotations

import importlib
import logging

import pytest

from authpipe import AsyncAuthpipe, Authpipe, ConfigError, Principal
from authpipe.ext._mount import chosen_answer
from authpipe.testing import ADMIN, MEMBER

from .apps import APPS, ORIGIN, PREFIX, PROVIDER, SESSIONS, Django, DjangoAsgi, DjangoAsync, FastApi, Flask, Starlette, Wsgi


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
    (line,) = [record for record in caplog.records if record.name == "authpipe" and record.levelno == logging.ERROR]
    assert line.code == "identify_failed" and "the session store is down" in str(line.exc_info[1])
    assert failed.headers.get_list("x-request-id") == [line.request_id] and line.request_id.startswith("req_")

    app.login = None
    assert bob.get(back).status_code == 200
    assert bob.status(connect)["status"] == "complete"


@pytest.mark.parametrize("kind", [FastApi, Flask, Django, DjangoAsgi, DjangoAsync], ids=lambda kind: kind.__name__)
def test_an_answer_that_the_application_chose_is_no_failure(make, caplog, kind):
    app = make()
    app.login = {FastApi: _refuse_by_fastapi, Flask: _refuse_by_flask}.get(kind, _refuse_by_django)
    with caplog.at_level(logging.ERROR):
        refused = app.open("bob").get(f"{ORIGIN}{PREFIX}/connections")
    assert (refused.status_code, refused.headers.get("x-request-id")) == (403, None)
    assert [record for record in caplog.records if record.name == "authpipe"] == []


def test_what_a_framework_says_beside_a_status_is_in_the_answer():
    from starlette.exceptions import HTTPException
    from werkzeug.exceptions import MethodNotAllowed
    from werkzeug.routing import RequestRedirect

    def answer(error):
        chosen = chosen_answer(error)
        assert chosen is not None
        return chosen.status, dict(chosen.headers), chosen.body

    status, headers, _ = answer(RequestRedirect("https://app.example/login"))
    assert (status, headers["location"]) == (308, "https://app.example/login")
    status, headers, body = answer(MethodNotAllowed(valid_methods=["GET"]))
    assert (status, headers["allow"], headers["content-type"], body != b"") == (405, "GET", "text/plain; charset=utf-8", True)
    status, headers, body = answer(HTTPException(304, "ours", headers={"ETag": "1", "Content-Type": "text/html"}))
    assert (status, headers, body) == (304, {"etag": "1", "cache-control": "no-store"}, b"")


def _refuse_by_fastapi():
    from fastapi import HTTPException

    raise HTTPException(403, "ours")


def _refuse_by_flask():
    import flask

    flask.abort(403)


def _refuse_by_django():
    from django.core.exceptions import PermissionDenied

    raise PermissionDenied


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
def test_what_identify_returns_must_be_a_principal(make, wrong, caplog):
    app = make()
    app.login = lambda: wrong
    failed = app.open().get(f"{ORIGIN}{PREFIX}/connections")
    assert failed.status_code == 500
    assert failed.headers["x-request-id"] in caplog.text


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
def test_behind_a_proxy_that_rewrites_paths_the_router_says_where_the_handler_is(kind, authpipe, caplog):
    app = kind(authpipe, prefix="/behind/the/proxy")
    try:
        with caplog.at_level(logging.WARNING, logger="authpipe"):
            answers = [app.open("bob").get(f"{ORIGIN}/behind/the/proxy/connections") for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 200]
        # Which is another place than the base URL's: said to whoever looks, and refused nobody.
        said = "requests come to another path than the base URL has; the log says which"
        assert [answer.headers["x-authpipe-warning"] for answer in answers] == [said, said]
        assert [f'"{PREFIX}"' in record.getMessage() for record in caplog.records] == [True]
    finally:
        app.close()


def test_where_the_base_url_says_nothing_is_said(make, caplog):
    with caplog.at_level(logging.WARNING, logger="authpipe"):
        answer = make().open("bob").get(f"{ORIGIN}{PREFIX}/connections")
    assert answer.status_code == 200
    assert "x-authpipe-warning" not in answer.headers
    assert caplog.records == []


@pytest.mark.parametrize("path", ["//connections", "/connections/", "/connections//", "//connections//"])
def test_empty_segments_of_a_path_name_nothing(make, path):
    bob = make().open("bob")

    def look(url):
        # Flask's router sends a browser on to the path without them.
        answer = bob.get(url)
        return bob.get(answer.headers["location"]) if answer.status_code == 308 else answer

    assert look(f"{ORIGIN}{PREFIX}{path}").status_code == 200
    callback = look(f"{ORIGIN}{PREFIX}//oauth/callback//{PROVIDER}//?state=nonsense&code=x")
    assert callback.status_code == 400
    assert callback.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("name", ["asgi", "wsgi", "fastapi", "flask", "django"])
def test_without_identify_there_is_no_handler(authpipe, name):
    adapter = importlib.import_module(f"authpipe.ext.{name}")
    (made,) = (getattr(adapter, exported) for exported in adapter.__all__)
    with pytest.raises(TypeError, match="identify"):
        made(authpipe)
    with pytest.raises(ConfigError) as refused:
        made(authpipe, identify=None)
    assert refused.value.code == "config_invalid"
    with pytest.raises(TypeError, match=r"^identify must be a function, not int\. \[code=config_invalid"):
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


def test_every_framework_is_covered():
    assert len(APPS) == 9
