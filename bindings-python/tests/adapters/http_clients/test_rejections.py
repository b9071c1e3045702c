"""httpx and requests: what is not the API's word on the token is the answer, can be read whole, and renews nothing."""

from __future__ import annotations

import asyncio
import gzip

import httpx
import pytest
import requests

from ..processes import WATCHDOG
from .clients import ME, WITHOUT_GOOGLE, Httpx, HttpxAsync, Requests

PAGE = b"<!DOCTYPE html><title>Sign in to the network</title>" + b"y" * 100_000
HTML = {"content-type": "text/html; charset=utf-8"}
JSON = {"content-type": "application/json"}
CLIENTS = pytest.mark.parametrize("client", WITHOUT_GOOGLE, ids=lambda client: client.__name__)


def asks(challenge):
    return {"www-authenticate": challenge}


NO_REJECTIONS = {
    "a page": (401, HTML, PAGE),
    "a page that calls itself something else": (401, JSON, b" " + PAGE),
    "a page in a coding": (401, {"content-encoding": "gzip"}, PAGE),
    "a challenge for an account at a proxy": (401, asks('Basic realm="Corp Proxy"'), b""),
    "NTLM": (401, asks("Negotiate, NTLM"), b""),
    "Proxy-Authenticate": (401, {"proxy-authenticate": 'Basic realm="Corp Proxy"'}, b""),
    "a firewall's mark": (401, {"cf-mitigated": "challenge", **asks("Bearer")}, b"{}"),
    "a scope that is missing": (401, asks('Bearer error="insufficient_scope", scope="admin"'), b"{}"),
    "the same under 403": (403, asks('Bearer error="insufficient_scope"'), b"{}"),
    "a bare 403": (403, {}, b"{}"),
}
REJECTIONS = {
    "JSON": (401, JSON, b'{"error":"no"}'),
    "JSON beside a challenge for Basic": (401, {**JSON, **asks('Basic realm="api"')}, b'{"error":"no"}'),
    "a text that calls itself HTML": (401, HTML, b"Access denied."),
    "a page beside the API's own challenge": (401, {**HTML, **asks('Bearer realm="api"')}, PAGE),
    "invalid_token under 400": (400, asks('Bearer error="invalid_token"'), b"{}"),
}


def sent(answer):
    """As it goes over the wire."""
    status, headers, body = answer
    return (status, headers, gzip.compress(body) if headers.get("content-encoding") == "gzip" else body)


@CLIENTS
@pytest.mark.parametrize("answer", NO_REJECTIONS.values(), ids=NO_REJECTIONS)
def test_what_is_no_rejection_is_the_answer_and_renews_nothing(client, answer, connected, api, authpipe_sandbox):
    status, _, body = answer
    api.answers = [sent(answer)] * 2
    for read in (whole, streamed):
        assert read(client(connected, ME), api.origin) == (status, body)
    assert len(api.requests) == 2
    assert authpipe_sandbox.refreshes() == []


@CLIENTS
@pytest.mark.parametrize("answer", REJECTIONS.values(), ids=REJECTIONS)
def test_a_rejection_is_reported(client, answer, connected, api, authpipe_sandbox):
    api.answers = [sent(answer)]
    assert streamed(client(connected, ME), api.origin) == (200, b"")
    assert len(set(api.sent())) == 2
    assert len(authpipe_sandbox.refreshes()) == 1


@CLIENTS
def test_a_head_has_no_body_to_tell_by(client, connected, api, authpipe_sandbox):
    api.answers = [(401, {**HTML, "content-length": "900"})]
    assert head(client(connected, ME), api.origin) == 401
    assert authpipe_sandbox.refreshes() == []
    api.answers = [(401, {**JSON, "content-length": "9"})]
    assert head(client(connected, ME), api.origin) == 200
    assert len(authpipe_sandbox.refreshes()) == 1


@pytest.mark.parametrize("client", [Httpx, HttpxAsync], ids=lambda client: client.__name__)
def test_the_bytes_of_the_wire_can_be_read_too(client, connected, api):
    raw = gzip.compress(PAGE)
    api.answers = [(401, {**HTML, "content-encoding": "gzip"}, raw)]
    assert streamed(client(connected, ME), api.origin, raw=True) == (401, raw)


BROKEN = {"content-length": "4000", "connection": "close"}
ERRORS = (httpx.RequestError, requests.RequestException)


@CLIENTS
@pytest.mark.parametrize("begun", [b"", b'{"er', b'{"error":"' + b"x" * 1000], ids=len)
def test_a_rejection_that_breaks_off_is_reported(client, begun, connected, api, authpipe_sandbox):
    for count, read in enumerate((whole, streamed), 1):
        api.answers = [(401, {**JSON, **BROKEN}, begun)]
        assert read(client(connected, ME), api.origin) == (200, b"")
        assert len(authpipe_sandbox.refreshes()) == count


@CLIENTS
def test_a_rejection_that_breaks_off_is_reported_where_it_cannot_be_sent_again(client, connected, api, authpipe_sandbox):
    def stream():
        yield b"x"

    async def stream_async():
        yield b"x"

    api.answers = [(401, {**JSON, **BROKEN}, b'{"er')]
    with pytest.raises(ERRORS):
        client(connected, ME).post(api.origin, stream_async() if client is HttpxAsync else stream())
    assert len(api.requests) == 1
    assert len(authpipe_sandbox.refreshes()) == 1


@CLIENTS
def test_a_page_that_breaks_off_does_so_for_whoever_reads_it(client, connected, api, authpipe_sandbox):
    api.answers = [(401, {**HTML, **BROKEN}, b"<!DOCT")] * 2
    for read in (whole, streamed):
        with pytest.raises(ERRORS):
            read(client(connected, ME), api.origin)
    assert len(api.requests) == 2
    assert authpipe_sandbox.refreshes() == []


@CLIENTS
def test_a_problem_is_read_to_its_end_wherever_a_piece_ends(client, connected, api, authpipe_sandbox):
    pieces = b"10\r\noauth_problem=ti\r\nf\r\nmestamp_refused\r\n0\r\n\r\n"
    api.answers = [(401, {"transfer-encoding": "chunked"}, pieces)] * 2
    for read in (whole, streamed):
        assert read(client(connected, ME), api.origin) == (401, b"oauth_problem=timestamp_refused")
    assert authpipe_sandbox.refreshes() == []


def whole(client, url):
    answer = client.get(url)
    return answer.status_code, answer.content


def streamed(client, url, *, raw=False):
    """Reads an answer piece by piece."""
    if isinstance(client, Requests):
        with client.session() as session, session.get(url, stream=True, timeout=WATCHDOG) as answer:
            return answer.status_code, b"".join(answer.iter_content(1000))
    if isinstance(client, HttpxAsync):

        async def run():
            async with httpx.AsyncClient(auth=client.auth, trust_env=False) as http, http.stream("GET", url) as answer:
                pieces = answer.aiter_raw() if raw else answer.aiter_bytes()
                return answer.status_code, b"".join([piece async for piece in pieces])

        return asyncio.run(run())
    with httpx.Client(auth=client.auth, trust_env=False) as http, http.stream("GET", url) as answer:
        return answer.status_code, b"".join(answer.iter_raw() if raw else answer.iter_bytes())


def head(client, url):
    if isinstance(client, Requests):
        with client.session() as session:
            return session.head(url, timeout=WATCHDOG).status_code
    if isinstance(client, HttpxAsync):

        async def run():
            async with httpx.AsyncClient(auth=client.auth, trust_env=False) as http:
                return (await http.head(url)).status_code

        return asyncio.run(run())
    with httpx.Client(auth=client.auth, trust_env=False) as http:
        return http.head(url).status_code
