"""httpx, requests and google-auth: the credential is added, renewed once after a 401, and sent nowhere else (SR-30)."""

from __future__ import annotations

import asyncio
import base64
import io
import ssl
import threading
import traceback
import types
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import google.auth.transport.requests
import httpx
import pytest
import requests

import authpipe as package
from authpipe import AsyncAuthpipe, Authpipe, NotConnectedError, ProviderConfig, ReauthRequiredError, RequestError
from authpipe._source import may_receive
from authpipe.ext.google import Credentials
from authpipe.ext.requests import CredentialAuth
from authpipe.testing import MEMBER, PROVIDER

from .loopback import Server
from .processes import WATCHDOG

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


@pytest.fixture(params=CLIENTS, ids=lambda client: client.__name__)
def client(request):
    return request.param


@pytest.fixture
def api():
    with Server() as server:
        yield server


@pytest.fixture
def other():
    with Server() as server:
        yield server


@pytest.fixture
def options(authpipe_sandbox, authpipe_options, api):
    origins = {PROVIDER: {"login": authpipe_sandbox.http_origin, "graph": api.origin}}
    return {**authpipe_options, "danger_origins": origins}


@pytest.fixture
def connected(authpipe_sandbox, options):
    """A connected user whose API is `api`."""
    with Authpipe(**options) as authpipe:
        authpipe_sandbox.connect(authpipe, tenant_id="org_acme", user_id="user_123")
        authpipe_sandbox.control("DELETE", "/ledger")
        yield authpipe


@pytest.fixture
def keyed(authpipe_options, api):
    """A stored API key that its provider wants in a header of its own."""
    definition = {
        "name": "Acme keys",
        "auth": ["api_key"],
        "api": {"origins": [api.origin], "placement": {"header": "X-Api-Key", "prefix": ""}},
    }
    providers = {"acme-keys": ProviderConfig(client_id="none", definition=definition)}
    with Authpipe(**{**authpipe_options, "providers": providers, "danger_origins": None}) as authpipe:
        authpipe.store_credential(**KEY, credential="canary-key", credential_type="api_key")
        yield authpipe


def bearer(authpipe):
    return authpipe.get_credential(**ME).headers()["Authorization"]


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


@pytest.mark.parametrize("client", [Httpx, HttpxAsync, Requests], ids=lambda client: client.__name__)
def test_a_claims_challenge_goes_into_the_refresh(client, connected, api, authpipe_sandbox):
    claims = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}'
    challenge = f'Bearer realm="", error="insufficient_claims", claims="{base64.b64encode(claims.encode()).decode()}"'
    api.answers = [(401, {"www-authenticate": challenge})]
    assert client(connected, ME).get(api.origin).status_code == 200
    (refresh,) = authpipe_sandbox.refreshes()
    assert "1604106651" in refresh["params"]["claims"]


@pytest.mark.parametrize("client", [Httpx, HttpxAsync, Requests], ids=lambda client: client.__name__)
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


def test_a_request_to_another_origin_is_refused(client, connected, api, other):
    auth = client(connected, ME)
    host = api.origin.removeprefix("http://")
    foreign = [
        other.origin,
        f"{other.origin}/{api.origin}",
        f"http://{host}@{other.origin.removeprefix('http://')}/",
        api.origin.replace("127.0.0.1", "localhost"),
    ]
    for url in foreign:
        with pytest.raises(RequestError) as refused:
            auth.get(url)
        assert refused.value.code == "invalid_request", url
    assert (api.requests, other.requests) == ([], [])


class Profile:
    api_origins = ("https://graph.microsoft.com", "http://127.0.0.1:8080", "https://[2001:db8::1]")


def test_only_the_exact_origins_of_the_profile_may_receive():
    for url in [
        "https://graph.microsoft.com",
        "https://graph.microsoft.com/v1.0/me?x=https://evil.example#y",
        "HTTPS://Graph.Microsoft.com:443/",
        "https://graph.microsoft.com?x",
        "http://127.0.0.1:8080/",
        "https://[2001:DB8::1]/",
    ]:
        assert may_receive(Profile, url), url
    for url in [
        "",
        "/v1.0/me",
        "//graph.microsoft.com/",
        "ftp://graph.microsoft.com/",
        "http://graph.microsoft.com/",
        "https://graph.microsoft.com:8443/",
        "https://graph.microsoft.com:99999/",
        "https://graph.microsoft.com:x/",
        "https://graph.microsoft.com./",
        "https://graph.microsoft.com.evil.example/",
        "https://evil.example/graph.microsoft.com",
        "https://evil.example#@graph.microsoft.com",
        "https://evil.example?@graph.microsoft.com",
        "https://graph.microsoft.com@evil.example/",
        "https://user@graph.microsoft.com/",
        "https://evil.example\\@graph.microsoft.com/",
        "https://graph.microsoft.com\\.evil.example/",
        "https://evil.example\t@graph.microsoft.com/",
        "https://graph.microsoft.com\n.evil.example/",
        " https://graph.microsoft.com/",
        "https://graph.microsoft.com/\r\nx: y",
        "https://grаph.microsoft.com/",  # noqa: RUF001 - a Cyrillic letter
        "http://127.0.0.1/",
        "http://127.1:8080/",
    ]:
        assert not may_receive(Profile, url), url


def test_a_redirect_to_another_origin_goes_without_the_credential(client, connected, api, other):
    api.answers = [(302, {"location": f"{other.origin}/x"})]
    assert client(connected, ME).get(api.origin).status_code == 200
    assert api.sent() == [bearer(connected)]
    assert other.sent() == [None]


@pytest.mark.parametrize("client", [Httpx, HttpxAsync, Requests], ids=lambda client: client.__name__)
def test_a_401_of_another_origin_renews_nothing(client, connected, api, other, authpipe_sandbox):
    api.answers = [(302, {"location": f"{other.origin}/x"})]
    other.answers = [(401, {})]
    assert client(connected, ME).get(api.origin).status_code == 401
    assert other.sent() == [None]
    assert authpipe_sandbox.refreshes() == []


def test_a_redirect_after_the_second_try_goes_without_the_credential(client, connected, api, other):
    api.answers = [(401, {}), (302, {"location": f"{other.origin}/x"})]
    assert client(connected, ME).get(api.origin).status_code == 200
    assert len(set(api.sent())) == 2
    assert other.sent() == [None]


@pytest.mark.parametrize("client", [Httpx, HttpxAsync, Requests], ids=lambda client: client.__name__)
def test_a_key_in_a_header_of_its_own_is_not_redirected_either(client, keyed, api, other):
    api.answers = [(302, {"location": f"{other.origin}/x"})]
    assert client(keyed, KEY).get(api.origin).status_code == 200
    assert api.sent("x-api-key") == ["canary-key"]
    assert other.sent("x-api-key") == [None]


@pytest.mark.parametrize("client", [Httpx, HttpxAsync, Requests], ids=lambda client: client.__name__)
def test_a_rejected_key_is_not_renewed(client, keyed, api):
    api.answers = [(401, {})]
    assert client(keyed, KEY).get(api.origin).status_code == 401
    assert len(api.requests) == 1


def test_google_sends_no_key_in_a_header_that_it_would_redirect(keyed, api):
    with pytest.raises(RequestError):
        Google(keyed, KEY).get(api.origin)
    assert api.requests == []


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


@pytest.mark.parametrize("client", [Httpx, HttpxAsync, Requests], ids=lambda client: client.__name__)
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


@pytest.mark.parametrize("client", [Httpx, HttpxAsync, Requests], ids=lambda client: client.__name__)
def test_a_refusal_of_a_request_that_a_redirect_had_stripped_reports_nothing(client, connected, api, monkeypatch):
    # The same server under another name: another origin of the same API, to which libraries do not take `Authorization` along.
    other = api.origin.replace("127.0.0.1", "localhost")
    class TwoOrigins:
        credential_type = "oauth_token"
        generation = 1
        api_origins = (api.origin, other)

        def headers(self):
            return {"Authorization": "Bearer at-1"}

    reported = []

    async def get_async(self, scopes=None):
        return TwoOrigins()

    async def renew_async(self, generation, challenge):
        return self.renew(generation, challenge)

    monkeypatch.setattr("authpipe._source.Source.get", lambda self, scopes=None: TwoOrigins())
    monkeypatch.setattr("authpipe._source.Source.get_async", get_async)
    monkeypatch.setattr("authpipe._source.Source.renew", lambda self, generation, challenge: reported.append(generation) or TwoOrigins())
    monkeypatch.setattr("authpipe._source.Source.renew_async", renew_async)
    auth = client(connected, ME)
    api.answers = [(302, {"location": f"{other}/x"}), (401, {})]
    answer = auth.get(api.origin)
    sent = api.sent()
    assert answer.status_code == (200 if sent[1] else 401)
    assert bool(reported) == bool(sent[1]), "a request without the credential says nothing about it"


@pytest.mark.parametrize("client", [Httpx, HttpxAsync, Requests], ids=lambda client: client.__name__)
def test_a_key_in_a_header_of_its_own_stays_on_within_its_origin(client, keyed, api):
    class Strict(list):
        """Moves, and refuses whoever comes without the key."""

        def __bool__(self):
            return True

        def pop(self, at):
            path, headers, _ = api.requests[-1]
            if "x-api-key" not in headers:
                return 401, {}
            return (302, {"location": "/new"}) if path == "/" else (200, {})

    api.answers = Strict()
    assert client(keyed, KEY).get(f"{api.origin}/").status_code == 200
    assert api.sent("x-api-key")[-1] == "canary-key"


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


def test_httpx_shows_no_key_where_requests_are_printed(keyed, api):
    with httpx.Client(auth=keyed.httpx_auth(**KEY)) as client:
        answer = client.get(api.origin)
    assert "canary-key" not in repr(dict(answer.request.headers))
    assert api.sent("x-api-key") == ["canary-key"]


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
@pytest.mark.parametrize("client", [Httpx, HttpxAsync, Requests, Google], ids=lambda client: client.__name__)
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
