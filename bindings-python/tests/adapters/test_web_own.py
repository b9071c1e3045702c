"""What each web framework has of its own: exceptions, dependencies, cookies, standards."""

from __future__ import annotations

import asyncio
import subprocess
import sys
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


@pytest.mark.parametrize("has_page", [True, False])
def test_fastapi_lets_the_server_see_why_identify_failed(authpipe, caplog, has_page):
    from fastapi.responses import PlainTextResponse

    app = FastApi(authpipe)
    if has_page:
        app.app.add_exception_handler(500, lambda _request, _error: PlainTextResponse("ours", 500))

    def fail():
        raise RuntimeError("the session store is down")

    app.login = fail

    async def ask(is_raised):
        transport = httpx.ASGITransport(app.app, raise_app_exceptions=is_raised)
        async with httpx.AsyncClient(transport=transport) as client:
            return await client.get(f"{ORIGIN}{PREFIX}/connections")

    with pytest.raises(RuntimeError, match="session store"):
        asyncio.run(ask(True))
    answer = asyncio.run(ask(False))
    assert answer.status_code == 500
    assert (answer.text == "ours") is has_page
    assert answer.headers["x-request-id"] in caplog.text


def test_fastapi_lets_the_applications_middleware_answer_a_failing_identify(authpipe):
    from fastapi.responses import PlainTextResponse

    app = FastApi(authpipe)

    @app.app.middleware("http")
    async def catch(request, call_next):
        try:
            return await call_next(request)
        except RuntimeError as error:
            return PlainTextResponse(str(error), 418)

    def fail():
        raise RuntimeError("the session store is down")

    app.login = fail
    try:
        answer = app.open().get(f"{ORIGIN}{PREFIX}/connections")
    finally:
        app.close()
    assert (answer.status_code, answer.text) == (418, "the session store is down")


def test_fastapi_keeps_its_own_answer_to_other_errors(authpipe):
    app = FastApi(authpipe)

    @app.app.get("/own")
    def own():
        raise ValueError("ours")

    def fail():
        raise RuntimeError("the session store is down")

    app.login = fail
    try:
        app.open().get(f"{ORIGIN}{PREFIX}/connections")
        answer = app.open().get(f"{ORIGIN}/own")
    finally:
        app.close()
    assert (answer.status_code, answer.text) == (500, "Internal Server Error")
    assert "x-request-id" not in answer.headers


ATOMIC = """
import sys
import django
from django.conf import settings

settings.configure(
    SECRET_KEY="for tests only", ALLOWED_HOSTS=["localhost"], LOGGING_CONFIG=None, ROOT_URLCONF="__main__",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": sys.argv[1], "ATOMIC_REQUESTS": True}},
)
django.setup()
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from authpipe import Authpipe
from authpipe.ext.django import authpipe_urls

raises = None


def identify(request):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO seen VALUES (1)")
    if raises is not None:
        raise raises


def page(request):
    # As a page with the application's own menu would.
    return HttpResponse(f"rows: {count()}", status=500)


def count():
    with connection.cursor() as cursor:
        return cursor.execute("SELECT count(*) FROM seen").fetchone()[0]


with connection.cursor() as cursor:
    cursor.execute("CREATE TABLE seen (id int)")
key = "apk1_AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQFrz7zM"
authpipe = Authpipe(vault="memory:", key=key, mode="development", background=False, base_url="http://localhost/api/authpipe")
urlpatterns = [path("api/authpipe/", include(authpipe_urls(authpipe, identify=identify)))]
handler500 = page
client = Client(raise_request_exception=False, SERVER_NAME="localhost")
for raises in (RuntimeError("down"), PermissionDenied(), None):
    answer = client.get("/api/authpipe/connections")
    print(answer.status_code, "x-request-id" in answer.headers, count(), answer.content.decode() if answer.status_code == 500 else "")
authpipe.close()
"""


def test_django_rolls_back_what_identify_wrote_before_it_failed(tmp_path):
    command = [sys.executable, "-c", ATOMIC, str(tmp_path / "own.sqlite3")]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 0, ended.stderr
    lines = [line.strip() for line in ended.stdout.splitlines()]
    assert lines == ["500 True 0 rows: 0", "403 False 0", "401 False 1"]


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
def test_without_a_framework_the_exception_that_identify_chose_is_the_answer(make, caplog):
    from fastapi import HTTPException
    from werkzeug.exceptions import Forbidden, ServiceUnavailable

    class OfAnSdk(Exception):
        status_code = 404

    app = make()
    for error, status, text in [
        (HTTPException(403, "ours", {"X-Own": "1", "Content-Length": "9"}), 403, "ours"),
        (Forbidden("ours"), 403, "ours"),
        (HTTPException(503, "ours"), 500, None),
        (ServiceUnavailable("ours"), 500, None),
        (OfAnSdk("ours"), 500, None),
    ]:
        def fail(error=error):
            raise error

        app.login = fail
        caplog.clear()
        answer = app.open().get(f"{ORIGIN}{PREFIX}/connections")
        assert answer.status_code == status
        assert ("identify() failed" in caplog.text) is (text is None)
        assert ("x-request-id" in answer.headers) is (text is None)
        assert text is None or (answer.text, answer.headers["content-type"]) == (text, "text/plain; charset=utf-8")
    app.login = None


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
