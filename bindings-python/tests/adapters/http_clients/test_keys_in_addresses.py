"""httpx: a key that its provider takes in the address is put there, and shown nowhere (SR-30). The others have no way to keep it out of logs."""

from __future__ import annotations

import logging

import pytest

from authpipe import RequestError

from .clients import KEY, Google, Httpx, HttpxAsync, Requests


@pytest.mark.parametrize("client", [Httpx, HttpxAsync])
def test_a_key_in_the_address_is_sent_and_shown_nowhere(client, keyed_in_address, api, other, caplog):
    caplog.set_level(logging.DEBUG)
    auth = client(keyed_in_address, KEY)
    api.answers = [(200, {}), (200, {}), (307, {"location": "/there"}), (401, {}), (200, {})]
    answers = [auth.get(f"{api.origin}/a?x=%20y"), auth.get(f"{api.origin}/b?api_key=mine"), auth.get(f"{api.origin}/here")]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    key = "api_key=canary-key"
    assert [path for path, _, _ in api.requests] == [f"/a?x=%20y&{key}", f"/b?{key}", f"/here?{key}", "/there", f"/there?{key}"]
    assert api.sent() == [None] * 5
    api.answers = [(302, {"location": f"{other.origin}/x"})]
    auth.get(f"{api.origin}/away")
    assert [path for path, _, _ in other.requests] == ["/x"]
    shown = [*map(repr, answers), *(str(answer.url) for answer in answers), *(repr(answer.request) for answer in answers)]
    assert "canary" not in "".join(shown) + caplog.text
    assert "/a?x=" in caplog.text, "httpx has written its log"


@pytest.mark.parametrize("client", [Requests, Google])
def test_who_writes_addresses_into_logs_does_not_get_it(client, keyed_in_address, api):
    with pytest.raises(RequestError) as refused:
        client(keyed_in_address, KEY).get(api.origin)
    assert refused.value.code == "invalid_request"
    assert "in the address" in str(refused.value)
    assert api.requests == []


def test_the_credential_has_no_headers(keyed_in_address):
    credential = keyed_in_address.get_credential(**KEY)
    with pytest.raises(RequestError, match="in the address"):
        credential.headers()
    assert "canary" not in repr(credential)
