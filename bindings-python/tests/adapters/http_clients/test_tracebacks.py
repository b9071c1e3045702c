"""httpx, requests and google-auth: what fails with a credential in hand shows it nowhere."""

from __future__ import annotations

import traceback
import types
from pathlib import Path

import httpx
import pytest

import authpipe as package
from authpipe import RequestError
from authpipe.ext.google import Credentials
from authpipe.ext.requests import CredentialAuth

from .clients import KEY, ME


def test_httpx_shows_no_key_where_requests_are_printed(keyed, api):
    with httpx.Client(auth=keyed.httpx_auth(**KEY)) as client:
        answer = client.get(api.origin)
    assert "canary-key" not in repr(dict(answer.request.headers))
    assert api.sent("x-api-key") == ["canary-key"]


@pytest.mark.parametrize("fixture", ["keyed_twice", "keyed_beside"])
def test_httpx_shows_nothing_that_goes_beside_a_key(fixture, request, api):
    with httpx.Client(auth=request.getfixturevalue(fixture).httpx_auth(**KEY)) as client:
        answer = client.get(api.origin)
    assert "canary" not in repr(answer.request.headers)
    assert api.sent("x-application-key") == ["canary-of-app"]


class Unsendable:
    """A key that was stored before anybody looked at its letters."""

    api_origins = ("http://127.0.0.1:1",)
    credential_type = "api_key"

    def __init__(self, secret, header):
        self._secret, self._header = secret, header

    def headers(self):
        return {self._header: self._secret}


@pytest.mark.parametrize("header", ["Authorization", "X-Api-Key"])
@pytest.mark.parametrize("secret", ["canary-ключ", "canary\r\nx: y", "canary\x7f"], ids=["not ASCII", "two lines", "control"])
def test_a_key_that_no_header_can_hold_shows_in_no_traceback(client, connected, secret, header, monkeypatch):
    async def get_async(self, scopes=None):
        return Unsendable(secret, header)

    monkeypatch.setattr("authpipe._source.Source.get", lambda self, scopes=None: Unsendable(secret, header))
    monkeypatch.setattr("authpipe._source.Source.get_async", get_async)
    monkeypatch.setattr(Credentials, "_keep", lambda self, credential: setattr(self._sent, "credential", credential) or credential)
    with pytest.raises(RequestError) as refused:
        client(connected, ME).get("http://127.0.0.1:1/")
    shows_nothing_of("canary", refused.value)


def shows_nothing_of(secret, error):
    assert secret not in "".join(traceback.format_exception(error))
    frames = traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__), capture_locals=True)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(Path(package.__file__).parent)]
    assert ours, "a frame of ours is in the traceback"
    for frame in ours:
        assert secret not in str(frame.locals), frame.name


class Full(dict):
    """Headers that take no more."""

    def update(self, *args):
        raise OSError("no more headers")


@pytest.mark.parametrize("fixture", ["connected", "keyed"])
def test_what_fails_with_the_credential_in_our_hands_shows_it_in_no_frame_of_ours(fixture, request, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError("no more headers")

    monkeypatch.setattr("httpx.Headers.__setitem__", fail)
    monkeypatch.setattr("httpx.Headers.pop", fail)
    authpipe, subject = request.getfixturevalue(fixture), ME if fixture == "connected" else KEY
    credential = authpipe.get_credential(**subject)
    (url,) = credential.api_origins
    sends = {
        "requests": lambda: CredentialAuth(authpipe, **subject)(types.SimpleNamespace(url=url, headers=Full(), body=None)),
        "httpx": lambda: next(authpipe.httpx_auth(**subject).sync_auth_flow(httpx.Request("GET", url))),
        "google-auth": lambda: Credentials(authpipe, **subject).before_request(None, "GET", url, Full()),
    }
    for name, send in sends.items():
        # google-auth refuses a header of its own before there is anything to put.
        with pytest.raises(RequestError if (name, fixture) == ("google-auth", "keyed") else OSError) as failed:
            send()
        shows_nothing_of(credential.credential, failed.value)
