"""httpx, requests and google-auth: the credential is added, and renewed once after a 401."""

from __future__ import annotations

import base64
import io
import ssl
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from authpipe import AsyncAuthpipe, Authpipe, NotConnectedError, ReauthRequiredError, RequestError
from authpipe.ext.google import Credentials
from authpipe.testing import MEMBER, PROVIDER

from ..processes import WATCHDOG
from .clients import KEY, ME, WITHOUT_GOOGLE, Google, Httpx, HttpxAsync, Requests, bearer


@pytest.mark.parametrize("tls", [False, True], ids=["http", "tls"])
def test_files_are_listed_from_the_sandbox(client, authpipe_sandbox, authpipe_options, tls):
    options = {**authpipe_options, "danger_origins": authpipe_sandbox.origins(tls=tls)}
    with Authpipe(**options) as authpipe:
        authpipe_sandbox.connect(authpipe, tenant_id="org_acme", user_id="user_123")
        origin = authpipe_sandbox.tls_origin if tls else authpipe_sandbox.http_origin
        kwargs = {"verify": authpipe_sandbox.ca_file} if tls else {}
        if tls and client in (Httpx, HttpxAsync):
            kwargs = {"verify": ssl.create_default_context(cafile=authpipe_sandbox.ca_file)}
        answer = client(authpipe, ME).get(f"{origin}/v1.0/me/drive/root/children", **kwargs)
    assert answer.status_code == 200, answer.text
    assert [item["name"] for item in answer.json()["value"]]


def test_the_other_twin_does_as_well(client, options, connected, api):
    assert client(AsyncAuthpipe(**options), ME).get(api.origin).status_code == 200
    assert api.sent() == [bearer(connected)]


def test_after_a_401_the_request_is_sent_once_more_with_a_fresh_credential(client, connected, api, authpipe_sandbox):
    old = bearer(connected)
    api.answers = [(401, {})]
    assert client(connected, ME).get(api.origin).status_code == 200
    assert api.sent() == [old, bearer(connected)]
    assert old != bearer(connected)
    assert len(authpipe_sandbox.refreshes()) == 1


def test_a_second_401_is_the_answer(client, connected, api, authpipe_sandbox):
    # google-auth tries twice by itself; the others once.
    tries = 3 if client is Google else 2
    api.answers = [(401, {})] * tries
    assert client(connected, ME).get(api.origin).status_code == 401
    assert len(api.requests) == tries
    assert len(set(api.sent())) == tries
    assert len(authpipe_sandbox.refreshes()) == tries - 1


def test_a_401_about_an_older_credential_costs_no_refresh(client, connected, api, authpipe_sandbox):
    auth = client(connected, ME)
    old = bearer(connected)

    # Somebody else refreshes while the request is on its way.
    class Meanwhile(list):
        def pop(self, at):
            connected.get_credential(**ME, force_refresh=True)
            return super().pop(at)

    api.answers = Meanwhile([(401, {})])
    assert auth.get(api.origin).status_code == 200
    assert api.sent() == [old, bearer(connected)]
    assert len(authpipe_sandbox.refreshes()) == 1


@pytest.mark.parametrize("client", WITHOUT_GOOGLE, ids=lambda client: client.__name__)
def test_a_claims_challenge_goes_into_the_refresh(client, connected, api, authpipe_sandbox):
    claims = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}'
    challenge = f'Bearer realm="", error="insufficient_claims", claims="{base64.b64encode(claims.encode()).decode()}"'
    api.answers = [(401, {"www-authenticate": challenge})]
    assert client(connected, ME).get(api.origin).status_code == 200
    (refresh,) = authpipe_sandbox.refreshes()
    assert "1604106651" in refresh["params"]["claims"]


@pytest.mark.parametrize("client", WITHOUT_GOOGLE, ids=lambda client: client.__name__)
@pytest.mark.parametrize("claims", ["not base64!", "bm90IEpTT04=", "WzFd", "e30" * 5000], ids=["no base64", "no JSON", "no object", "too long"])
def test_a_challenge_that_is_none_does_not_replace_the_answer(client, connected, api, authpipe_sandbox, claims):
    api.answers = [(401, {"www-authenticate": f'Bearer error="invalid_token", claims="{claims}"'})] * 2
    assert client(connected, ME).get(api.origin).status_code == 401
    assert len(set(api.sent())) == 2, "it is renewed all the same"
    (refresh,) = authpipe_sandbox.refreshes()
    assert "claims" not in refresh["params"]


class Staggered(list):
    """A refusal for each of so many requests, all of which have been sent before the first is refused, one after the other."""

    def __init__(self, count):
        self._all_are_sent = threading.Barrier(count)
        self._turn = threading.Semaphore(1)
        self._left = iter(range(count))

    def __bool__(self):
        return next(self._left, None) is not None

    def pop(self, at):
        self._all_are_sent.wait(WATCHDOG)
        assert self._turn.acquire(timeout=WATCHDOG)
        return 401, {}

    def go_on(self):
        self._turn.release()


@pytest.mark.parametrize("client", [Httpx, Requests, Google], ids=lambda client: client.__name__)
def test_threads_whose_requests_are_refused_one_after_the_other_renew_once(client, connected, api, authpipe_sandbox):
    shared = client(connected, ME)
    api.answers = refusals = Staggered(5)

    def get():
        try:
            return shared.get(api.origin).status_code
        finally:
            refusals.go_on()

    with ThreadPoolExecutor(5) as pool:
        assert [call.result() for call in [pool.submit(get) for _ in range(5)]] == [200] * 5
    assert len(authpipe_sandbox.refreshes()) == 1
    assert len(set(api.sent())) == 2


def test_a_dead_grant_says_so_after_the_401(client, connected, api, authpipe_sandbox):
    world = authpipe_sandbox.control("GET", "/world")
    people = [user for organisation in world["organisations"] for user in organisation["users"]]
    (bob,) = (user["id"] for user in people if user["username"] == MEMBER)
    authpipe_sandbox.control("POST", "/revoke", {"what": "user_tokens", "user": bob})
    api.answers = [(401, {})]
    with pytest.raises(ReauthRequiredError):
        client(connected, ME).get(api.origin)


def test_nobody_connected_is_said_before_anything_is_sent(client, connected, api):
    with pytest.raises(NotConnectedError):
        client(connected, {**ME, "user_id": "nobody"}).get(api.origin)
    assert api.requests == []


def test_a_wrong_argument_is_named_at_once(client, connected):
    called = {Httpx: "Authpipe.httpx_auth", HttpxAsync: "Authpipe.httpx_auth", Requests: "CredentialAuth", Google: "Credentials"}[client]
    with pytest.raises(TypeError, match=rf"^{called}\(\) got an unexpected keyword argument 'tenant'"):
        client(connected, {"provider": PROVIDER, "tenant": "org_acme"})
    with pytest.raises(TypeError, match=rf"^{called}\(\) missing 1 required keyword-only argument: 'tenant_id'$"):
        client(connected, {"provider": PROVIDER})
    with pytest.raises(RequestError):
        client(connected, {**ME, "user_id": "not an id"})


def test_the_body_is_sent_again(client, connected, api):
    api.answers = [(401, {})]
    assert client(connected, ME).post(api.origin, b"the body").status_code == 200
    assert [body for _, _, body in api.requests] == [b"the body", b"the body"]


def test_a_file_is_sent_again_from_where_it_began(connected, api):
    file = io.BytesIO(b"skipped the body")
    file.seek(len("skipped "))
    api.answers = [(401, {})]
    assert Requests(connected, ME).post(api.origin, file).status_code == 200
    assert [body for _, _, body in api.requests] == [b"the body", b"the body"]


@pytest.mark.parametrize("client", WITHOUT_GOOGLE, ids=lambda client: client.__name__)
def test_a_stream_is_not_sent_again_but_its_refusal_is_reported(client, connected, api, authpipe_sandbox):
    def stream():
        yield b"x"

    async def stream_async():
        yield b"x"

    old = bearer(connected)
    api.answers = [(401, {})]
    body = stream_async() if client is HttpxAsync else stream()
    assert client(connected, ME).post(api.origin, body).status_code == 401
    assert len(api.requests) == 1
    assert len(authpipe_sandbox.refreshes()) == 1
    # Whoever sends nothing but streams would never get another one.
    assert client(connected, ME).get(api.origin).status_code == 200
    assert api.sent() == [old, bearer(connected)]


@pytest.mark.parametrize("client", WITHOUT_GOOGLE, ids=lambda client: client.__name__)
def test_a_rejected_key_is_not_renewed(client, keyed, api):
    api.answers = [(401, {})]
    assert client(keyed, KEY).get(api.origin).status_code == 401
    assert len(api.requests) == 1


def test_google_refresh_asks_the_vault(connected, authpipe_sandbox):
    credentials = Credentials(connected, **ME)
    assert not credentials.valid
    credentials.refresh(None)
    first = credentials.token
    assert credentials.valid
    assert first == connected.get_credential(**ME).credential
    assert credentials.expiry.tzinfo is None
    assert credentials.expiry == connected.get_credential(**ME).expires_at.replace(tzinfo=None)
    assert authpipe_sandbox.refreshes() == []
    # What google-auth means by it the second time: this one was rejected.
    credentials.refresh(None)
    assert credentials.token != first
    assert len(authpipe_sandbox.refreshes()) == 1
    headers = {}
    credentials.apply(headers)
    assert headers == {"authorization": f"Bearer {credentials.token}"}, "in lower case, because gRPC takes no other"
    credentials.apply(headers, token="another")
    assert headers == {"authorization": "Bearer another"}
