"""What each web framework has of its own: exceptions, dependencies, cookies, standards."""

from __future__ import annotations

import asyncio
from wsgiref.validate import validator

import httpx
import pytest

from authpipe import AsyncAuthpipe, HttpResponse, Principal
from authpipe.ext.asgi import authpipe_asgi
from authpipe.ext.wsgi import authpipe_wsgi

from .apps import ORIGIN, PREFIX, PROVIDER, SESSIONS, USERS, AsgiWhole, Django, DjangoAsgi, FastApi, Flask, WsgiWhole


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


@pytest.mark.parametrize("awaits", [True, False])
def test_fastapi_answers_a_failing_identify_with_the_applications_own_page_once(authpipe, caplog, awaits):
    from fastapi.responses import PlainTextResponse

    app, seen = FastApi(authpipe), []

    def own(_request, error):
        seen.append(str(error))
        return PlainTextResponse("ours", 500)

    async def own_async(request, error):
        return own(request, error)

    app.app.add_exception_handler(Exception, own_async if awaits else own)

    def fail():
        raise RuntimeError("the session store is down")

    app.login = fail
    try:
        answer = app.open().get(f"{ORIGIN}{PREFIX}/connections")
    finally:
        app.close()
    assert (answer.status_code, answer.text, seen) == (500, "ours", ["the session store is down"])
    assert answer.headers["x-request-id"] in caplog.text


class AnswersExceptions:
    """A middleware of Django that answers what views raise."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        from django.http import HttpResponse

        return HttpResponse(str(exception), status=418)


def test_django_leaves_a_failing_identify_to_a_middleware_that_answers_exceptions(authpipe, monkeypatch):
    Django(authpipe)
    from django.conf import settings

    monkeypatch.setattr(settings, "MIDDLEWARE", [f"{__name__}.AnswersExceptions"])
    app = Django(authpipe)

    def fail():
        raise RuntimeError("the session store is down")

    app.login = fail
    answer = app.open().get(f"{ORIGIN}{PREFIX}/connections")
    assert (answer.status_code, answer.text) == (418, "the session store is down")


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
    page = app.open().get(f"{ORIGIN}{PREFIX}/oauth/callback/{PROVIDER}?code=1&state=2")
    assert (page.status_code, page.headers["content-type"]) == (500, "text/html; charset=utf-8")
    reference = page.text.split("Reference: ")[1].split("<")[0]
    assert reference in caplog.text and "canary" not in page.text


@pytest.mark.parametrize("kind", [WsgiWhole, AsgiWhole], ids=lambda kind: kind.__name__)
@pytest.mark.parametrize(
    "given",
    ["user_1", 7, {"tenant_id": "a"}, *(Principal(tenant_id=a, user_id=b, role="member") for a, b in [("org acme", "u"), ("a", "")])],
    ids=repr,
)
def test_without_a_framework_what_is_no_principal_is_answered_too(make, caplog, given):
    app = make()
    app.login = lambda: given
    for path, is_page in [("/connections", False), (f"/oauth/callback/{PROVIDER}?code=1&state=2", True)]:
        failed = app.open().get(f"{ORIGIN}{PREFIX}{path}")
        assert (failed.status_code, failed.headers["content-type"].startswith("text/html")) == (500, is_page)
        assert "identify() failed" in caplog.text


def test_an_asgi_application_refuses_what_is_not_http(authpipe):
    app = authpipe_asgi(authpipe, identify=lambda scope: None)
    with pytest.raises(RuntimeError, match="HTTP only"):
        asyncio.run(app({"type": "websocket", "path": "/"}, None, None))
