"""httpx, requests and google-auth: the credential is sent to the origins of its API, and nowhere else (SR-30)."""

from __future__ import annotations

import pytest

from authpipe import RequestError
from authpipe._source import may_receive

from .clients import KEY, ME, WITHOUT_GOOGLE, Google, Httpx, HttpxAsync, bearer


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


@pytest.mark.parametrize("client", WITHOUT_GOOGLE, ids=lambda client: client.__name__)
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


@pytest.mark.parametrize("client", WITHOUT_GOOGLE, ids=lambda client: client.__name__)
def test_a_key_in_a_header_of_its_own_is_not_redirected_either(client, keyed, api, other):
    api.answers = [(302, {"location": f"{other.origin}/x"})]
    assert client(keyed, KEY).get(api.origin).status_code == 200
    assert api.sent("x-api-key") == ["canary-key"]
    assert other.sent("x-api-key") == [None]


@pytest.mark.parametrize("fixture", ["keyed_twice", "keyed_beside"])
@pytest.mark.parametrize("client", WITHOUT_GOOGLE, ids=lambda client: client.__name__)
def test_what_goes_beside_a_key_is_not_redirected_either(client, fixture, request, api, other):
    authpipe = request.getfixturevalue(fixture)
    own = "x-user-key" if fixture == "keyed_twice" else "authorization"
    api.answers = [(302, {"location": f"{other.origin}/x"})]
    assert client(authpipe, KEY).get(api.origin).status_code == 200
    sent = authpipe.get_credential(**KEY).headers()
    assert (api.sent("x-application-key"), api.sent(own)) == (["canary-of-app"], [sent[own.title()]])
    assert (other.sent("x-application-key"), other.sent(own)) == ([None], [None])


@pytest.mark.parametrize("client", [Httpx, HttpxAsync], ids=lambda client: client.__name__)
@pytest.mark.parametrize("status", [400, 401, 403])
def test_what_goes_beside_a_key_stays_on_within_its_origin(client, keyed_beside, api, status):
    api.answers = [(302, {"location": "/new"}), (status, {})]
    assert client(keyed_beside, KEY).get(api.origin).status_code == 200
    assert api.sent("x-application-key") == ["canary-of-app", None, "canary-of-app"]


@pytest.mark.parametrize("client", WITHOUT_GOOGLE, ids=lambda client: client.__name__)
def test_what_goes_beside_a_signature_is_not_redirected_either(client, connected, api, other, monkeypatch):
    class Signing:
        credential_type = "oauth1_token"
        generation = 1
        api_origins = (api.origin,)

        def _signs(self):
            return True

        def sign(self, method, url, form=None):
            return {"Authorization": "OAuth oauth_signature=x", "X-Application-Key": "canary-of-app"}

    async def get_async(self, scopes=None):
        return Signing()

    monkeypatch.setattr("authpipe._source.Source.get", lambda self, scopes=None: Signing())
    monkeypatch.setattr("authpipe._source.Source.get_async", get_async)
    api.answers = [(302, {"location": f"{other.origin}/x"})]
    assert client(connected, ME).get(api.origin).status_code == 200
    assert (api.sent("x-application-key"), api.sent()) == (["canary-of-app"], ["OAuth oauth_signature=x"])
    assert (other.sent("x-application-key"), other.sent()) == ([None], [None])
    # A signature that was made anew behind a redirect within the API is on the first request too.
    api.answers = [(302, {"location": "/new"}), (401, {}), (302, {"location": f"{other.origin}/x"})]
    assert client(connected, ME).get(api.origin).status_code == 200
    assert (other.sent("x-application-key"), other.sent()) == ([None, None], [None, None])


def test_google_sends_no_key_in_a_header_that_it_would_redirect(keyed, api):
    with pytest.raises(RequestError):
        Google(keyed, KEY).get(api.origin)
    assert api.requests == []


@pytest.mark.parametrize("client", WITHOUT_GOOGLE, ids=lambda client: client.__name__)
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


@pytest.mark.parametrize("client", WITHOUT_GOOGLE, ids=lambda client: client.__name__)
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
