"""Providers that are not in the catalogue and were not written here, given in code."""

from __future__ import annotations

import json
from datetime import timedelta
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

import httpx
import pytest

from authpipe import Authpipe, AuthpipeError, HttpRequest, Principal, ProviderConfig, ReauthRequiredError
from authpipe.testing import TestClock

from .authlib_server import CLIENT_ID, CLIENT_SECRET, AuthlibServer

BASE_URL = "http://localhost:4000/api/authpipe"
ALICE = Principal(tenant_id="org_acme", user_id="user_123", role="member")
ME = {"provider": "peer", "tenant_id": ALICE.tenant_id, "user_id": ALICE.user_id}


def connect(authpipe):
    """What a browser does, and what the page reads in the end."""
    session = authpipe.create_auth_session(**ME, mode="popup")
    back = urlsplit(httpx.get(session.authorization_url).headers["location"])
    handler = authpipe.handler()
    cookies = [f"{name}={morsel.value}" for line in session.set_cookie for name, morsel in SimpleCookie(line).items()]
    path = handler.path_below_mount(back.path)
    handler.handle(HttpRequest("GET", path, back.query, [("cookie", cookie) for cookie in cookies]), ALICE)
    return json.loads(handler.handle(HttpRequest("GET", f"/oauth/sessions/{session.session_id}"), ALICE).body)


@pytest.mark.parametrize(
    ("rotates", "authentication"),
    [(True, "client_secret_basic"), (False, "client_secret_post")],
    ids=["rotating-basic", "reusable-post"],
)
def test_authlib(authpipe_options, monkeypatch, rotates, authentication):
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    clock = TestClock()
    with AuthlibServer(f"{BASE_URL}/oauth/callback/peer", rotates, authentication) as server:
        definition = {
            "name": "Peer",
            "auth": ["user"],
            "oauth": {
                "authorization_endpoint": f"{server.origin}/authorize",
                "token_endpoint": f"{server.origin}/token",
                "client_authentication": authentication,
                "always_scopes": ["openid"],
            },
            "id_token": {
                "issuer": server.origin,
                "jwks_uri": f"{server.origin}/keys",
                "algorithms": ["RS256"],
                "person_claim": "sub",
            },
            "lifetime": {"rotation": "strict" if rotates else "reusable"},
            "api": {"origins": [server.origin]},
            "probe": {"url": f"{server.origin}/me"},
        }
        config = ProviderConfig(
            client_id=CLIENT_ID, client_secret=CLIENT_SECRET, scopes=["profile"], definition=definition
        )
        options = {
            **authpipe_options,
            "base_url": BASE_URL,
            "providers": {"peer": config},
            "danger_origins": None,
            "test_clock": clock,
        }
        with Authpipe(**options) as authpipe:
            end = connect(authpipe)
            assert (end["status"], end["connection"]["external_user_id"]) == ("complete", "alice"), end
            seen = {authpipe.get_credential(**ME).credential}
            for round in range(1, 4):
                clock.advance(timedelta(hours=2))
                seen.update(authpipe.get_credential(**ME).credential for _ in range(3))
                assert (len(seen), len(server.presented)) == (round + 1, round)
            assert len(set(server.presented)) == (3 if rotates else 1)
            health = authpipe.connections.check(end["connection"]["id"], tenant_id=ALICE.tenant_id)
            assert health.live is True

        with Authpipe(**options) as authpipe:
            assert authpipe.get_credential(**ME).credential in seen, "a restart reads what is there"
            server.revoke_all()
            clock.advance(timedelta(hours=2))
            for _ in range(3):
                # One refusal may be an answer to a token that was used elsewhere meanwhile.
                with pytest.raises(AuthpipeError) as caught:
                    authpipe.get_credential(**ME)
                assert caught.value.code in ("reauth_required", "provider_unavailable")
                clock.advance(timedelta(seconds=90))
            with pytest.raises(ReauthRequiredError):
                authpipe.get_credential(**ME)
            assert authpipe.connections.get(end["connection"]["id"], tenant_id=ALICE.tenant_id).status == "needs_reauth"
