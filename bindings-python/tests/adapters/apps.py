"""One small application per framework, with a login of its own: a cookie that names the user."""

from __future__ import annotations

import asyncio
import json
import types

import httpx
from fastapi import Request

from authpipe import Principal
from authpipe.ext.asgi import authpipe_asgi
from authpipe.ext.wsgi import authpipe_wsgi

ORIGIN = "http://localhost:4000"
PREFIX = "/api/authpipe"
SESSIONS = f"{ORIGIN}{PREFIX}/oauth/sessions"
PROVIDER = "microsoft-onedrive"
USERS = {
    "admin": Principal(tenant_id="org_acme", user_id="user_admin", role="admin"),
    "bob": Principal(tenant_id="org_acme", user_id="user_123", role="member"),
    "eve": Principal(tenant_id="org_acme", user_id="user_eve", role="member"),
}


class App:
    """An application with the handler mounted below ``PREFIX``."""

    asgi = False

    def __init__(self, authpipe, prefix=PREFIX, **options):
        self.asked = []
        self.login = None
        self.parse_first = False
        self.loop = asyncio.new_event_loop() if self.asgi else None
        self.app = self.build(authpipe, prefix, options)

    def build(self, authpipe, prefix, options):
        raise NotImplementedError

    def identify(self, host, cookies):
        """What every ``identify`` below comes to. ``self.login`` may replace it, to fail or to return nonsense."""
        self.asked.append(host)
        return self.login() if self.login else USERS.get(cookies.get("login"))

    def open(self, user=None):
        return Person(self, user)

    def send(self, client, method, url, **request):
        if self.loop is None:
            return client.request(method, url, **request)
        return self.loop.run_until_complete(client.request(method, url, **request))

    def client(self):
        # A framework that catches nothing would give us its exception; a server answers 500.
        if self.loop is None:
            return httpx.Client(transport=httpx.WSGITransport(self.answer, raise_app_exceptions=False))
        return httpx.AsyncClient(transport=httpx.ASGITransport(self.app, raise_app_exceptions=False))

    def answer(self, environ, start_response):
        """What every WSGI server does around the application."""
        try:
            return self.app(environ, start_response)
        except Exception:
            start_response("500 Internal Server Error", [])
            return [b""]

    def close(self):
        if self.loop is not None:
            self.loop.run_until_complete(self.loop.shutdown_default_executor())
            self.loop.close()


class Person:
    """Somebody with a browser of their own: their cookies are nobody else's."""

    def __init__(self, app, user):
        self.app = app
        self.client = app.client()
        if user is not None:
            self.client.cookies.set("login", user)

    def get(self, url, **request):
        return self.app.send(self.client, "GET", url, follow_redirects=False, **request)

    def change(self, method, url, body, **headers):
        headers = {"origin": ORIGIN, "x-authpipe": "1", "content-type": "application/json", **headers}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return self.app.send(self.client, method, url, content=data, headers=headers)

    def start(self, path, prefix=PREFIX):
        response = self.change("POST", f"{ORIGIN}{prefix}{path}", {"provider": PROVIDER, "mode": "popup"})
        assert response.status_code == 201, response.text
        return response.json()

    def finish(self, session, sandbox, username):
        """Goes to the provider and back until the application shows a page."""
        url = session["authorization_url"]
        while True:
            response = self.get(sandbox.sign_in(url, username))
            url = response.headers.get("location", "")
            if not url.startswith(sandbox.http_origin):
                return response

    def status(self, session, prefix=PREFIX):
        return self.get(f"{ORIGIN}{prefix}/oauth/sessions/{session['session_id']}").json()


def _cookies(header):
    return dict(part.strip().split("=", 1) for part in header.split(";") if "=" in part)


class Wsgi(App):
    def build(self, authpipe, prefix, options):
        def identify(environ):
            return self.identify(environ, _cookies(environ.get("HTTP_COOKIE", "")))

        inner = authpipe_wsgi(authpipe, identify=identify, **options)

        def dispatch(environ, start_response):
            # As every dispatcher does: what it has taken off goes to SCRIPT_NAME.
            if environ["PATH_INFO"].startswith(prefix + "/"):
                environ["SCRIPT_NAME"] += prefix
                environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix(prefix)
            return inner(environ, start_response)

        return dispatch


class WsgiWhole(Wsgi):
    """Without a dispatcher: it gets every path."""

    def build(self, authpipe, prefix, options):
        def identify(environ):
            return self.identify(environ, _cookies(environ.get("HTTP_COOKIE", "")))

        return authpipe_wsgi(authpipe, identify=identify, **options)


class Starlette(App):
    asgi = True

    def build(self, authpipe, prefix, options):
        from starlette.applications import Starlette
        from starlette.routing import Mount

        async def identify(scope):
            headers = dict(scope["headers"])
            return self.identify(scope, _cookies(headers.get(b"cookie", b"").decode()))

        return Starlette(routes=[Mount(prefix, app=authpipe_asgi(authpipe, identify=identify, **options))])


class AsgiWhole(App):
    """Without a router: it gets every path. Its ``identify`` is a plain function."""

    asgi = True

    def build(self, authpipe, prefix, options):
        def identify(scope):
            headers = dict(scope["headers"])
            return self.identify(scope, _cookies(headers.get(b"cookie", b"").decode()))

        return authpipe_asgi(authpipe, identify=identify, **options)


class FastApi(App):
    asgi = True

    def build(self, authpipe, prefix, options):
        from fastapi import Depends, FastAPI

        from authpipe.ext.fastapi import authpipe_router

        async def current_user(request: Request):
            if self.parse_first and request.method == "POST":
                await request.json()
            return dict(request.cookies)

        def identify(request: Request, user=Depends(current_user)):
            return self.identify(request, user)

        app = FastAPI()
        app.include_router(authpipe_router(authpipe, identify=identify, **options), prefix=prefix)
        return app


class Flask(App):
    def build(self, authpipe, prefix, options):
        import flask

        from authpipe.ext.flask import authpipe_blueprint

        app = flask.Flask("tests")
        app.logger.disabled = True

        @app.before_request
        def parse():
            if self.parse_first:
                flask.request.get_json() if flask.request.is_json else list(flask.request.form.lists())

        def identify(request):
            return self.identify(request, request.cookies)

        app.register_blueprint(authpipe_blueprint(authpipe, identify=identify, **options), url_prefix=prefix)
        return app


class Django(App):
    awaits = False

    def build(self, authpipe, prefix, options):
        import django
        from django.conf import settings
        from django.core.asgi import get_asgi_application
        from django.core.wsgi import get_wsgi_application
        from django.urls import include, path

        from authpipe.ext.django import authpipe_urls

        if not settings.configured:
            settings.configure(
                SECRET_KEY="for tests only",
                ALLOWED_HOSTS=["localhost", "127.0.0.1"],
                LOGGING_CONFIG=None,
                MIDDLEWARE=[
                    "django.middleware.security.SecurityMiddleware",
                    "django.middleware.csrf.CsrfViewMiddleware",
                    "django.middleware.clickjacking.XFrameOptionsMiddleware",
                    f"{__name__}.parse_middleware",
                ],
            )
            django.setup()

        def identify(request):
            return self.identify(request, request.COOKIES)

        async def identify_async(request):
            return self.identify(request, request.COOKIES)

        chosen = identify_async if self.awaits else identify
        urls = authpipe_urls(authpipe, identify=chosen, **options)
        urlconf = types.SimpleNamespace(urlpatterns=[path(prefix.strip("/") + "/", include(urls))])
        make = get_asgi_application if self.asgi else get_wsgi_application
        inner = make()
        # Each application of these tests has its own URLs; Django has one set of settings per process.
        settings.ROOT_URLCONF = _Hashable(urlconf.urlpatterns)
        settings.TESTS_APP = self
        return inner


class DjangoAsync(Django):
    """Under ASGI, with an ``identify`` that is awaited."""

    asgi = True
    awaits = True


class DjangoAsgi(Django):
    """Under ASGI, with a plain ``identify``."""

    asgi = True


class _Hashable:
    def __init__(self, urlpatterns):
        self.urlpatterns = urlpatterns


def parse_middleware(get_response):
    from django.conf import settings
    from django.utils.decorators import sync_and_async_middleware

    @sync_and_async_middleware
    def make(get_response):
        def parse(request):
            if settings.TESTS_APP.parse_first:
                request.body if request.content_type == "application/json" else request.POST

        if asyncio.iscoroutinefunction(get_response):

            async def middleware(request):
                parse(request)
                return await get_response(request)
        else:

            def middleware(request):
                parse(request)
                return get_response(request)

        return middleware

    return make(get_response)


parse_middleware.async_capable = True
parse_middleware.sync_capable = True

APPS = [Wsgi, WsgiWhole, Starlette, AsgiWhole, FastApi, Flask, Django, DjangoAsgi, DjangoAsync]
