"""The HTTP clients whose requests are authenticated, each behind the same two methods."""

from __future__ import annotations

import asyncio

import google.auth.transport.requests
import httpx
import requests

from authpipe.ext.google import Credentials
from authpipe.ext.requests import CredentialAuth
from authpipe.testing import PROVIDER

from ..processes import WATCHDOG

ME = {"provider": PROVIDER, "tenant_id": "org_acme", "user_id": "user_123"}
KEY = {"provider": "acme-keys", "tenant_id": "org_acme", "user_id": "user_123"}


class Httpx:
    """``httpx.Client``."""

    def __init__(self, authpipe, subject):
        self.auth = authpipe.httpx_auth(**subject)

    def get(self, url, **kwargs):
        with httpx.Client(auth=self.auth, follow_redirects=True, trust_env=False, **kwargs) as client:
            return client.get(url)

    def post(self, url, body):
        with httpx.Client(auth=self.auth, trust_env=False) as client:
            return client.post(url, content=body)


class HttpxAsync(Httpx):
    """``httpx.AsyncClient``, with the same object."""

    def get(self, url, **kwargs):
        async def run():
            async with httpx.AsyncClient(auth=self.auth, follow_redirects=True, trust_env=False, **kwargs) as client:
                return await client.get(url)

        return asyncio.run(run())

    def post(self, url, body):
        async def run():
            async with httpx.AsyncClient(auth=self.auth, trust_env=False) as client:
                return await client.post(url, content=body)

        return asyncio.run(run())


class Requests:
    def __init__(self, authpipe, subject):
        self.auth = CredentialAuth(authpipe, **subject)

    def session(self):
        session = requests.Session()
        session.trust_env = False
        session.auth = self.auth
        return session

    def get(self, url, **kwargs):
        with self.session() as session:
            return session.get(url, **kwargs)

    def post(self, url, body):
        with self.session() as session:
            return session.post(url, data=body, timeout=WATCHDOG)


class Google(Requests):
    def __init__(self, authpipe, subject):
        self.auth = Credentials(authpipe, **subject)

    def session(self):
        session = google.auth.transport.requests.AuthorizedSession(self.auth)
        session.trust_env = False
        return session


CLIENTS = [Httpx, HttpxAsync, Requests, Google]
"""Each in turn."""
WITHOUT_GOOGLE = [Httpx, HttpxAsync, Requests]
"""Where google-auth has a way of its own."""


def bearer(authpipe):
    return authpipe.get_credential(**ME).headers()["Authorization"]
