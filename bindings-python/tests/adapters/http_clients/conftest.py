"""A user whose API is a server of the test, and each client that asks it."""

from __future__ import annotations

import pytest

from authpipe import Authpipe, ProviderConfig
from authpipe.testing import PROVIDER

from ..loopback import Server
from .clients import CLIENTS, KEY


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
    yield from stored(authpipe_options, api, {"header": "X-Api-Key", "prefix": ""})


@pytest.fixture
def keyed_in_address(authpipe_options, api):
    """One that its provider takes in the address only."""
    yield from stored(authpipe_options, api, {"query": {"api_key": "value"}})


def stored(authpipe_options, api, placement, beside=None):
    definition = {"name": "Acme keys", "auth": ["api_key"], "api": {"origins": [api.origin], "placement": placement}}
    variables = {}
    if beside:
        definition["api"]["further_headers"] = beside
        definition["variables"] = {"application_key": {"kind": "secret"}}
        variables = {"application_key": "canary-of-app"}
    providers = {"acme-keys": ProviderConfig(client_id="none", definition=definition, variables=variables)}
    with Authpipe(**{**authpipe_options, "providers": providers, "danger_origins": None}) as authpipe:
        authpipe.store_credential(**KEY, credential="canary-key", credential_type="api_key")
        yield authpipe


@pytest.fixture
def keyed_twice(authpipe_options, api):
    """A stored API key whose API wants the application's own key beside it."""
    yield from stored(authpipe_options, api, {"header": "X-User-Key", "prefix": ""}, beside={"X-Application-Key": "{application_key}"})


@pytest.fixture
def keyed_beside(authpipe_options, api):
    """The same where the user's key is in `Authorization`."""
    yield from stored(authpipe_options, api, {}, beside={"X-Application-Key": "{application_key}"})
