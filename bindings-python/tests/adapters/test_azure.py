"""azure-core credentials, judged by azure-core and by the Microsoft Graph SDK."""

from __future__ import annotations

import asyncio
import contextlib
import pickle
import ssl
import threading
import types
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from azure.core import PipelineClient
from azure.core.credentials import AccessToken, AccessTokenInfo, SupportsTokenInfo
from azure.core.credentials import TokenCredential as TokenCredentialProtocol
from azure.core.credentials_async import AsyncSupportsTokenInfo
from azure.core.pipeline.policies import BearerTokenCredentialPolicy
from azure.core.rest import HttpRequest
from kiota_authentication_azure.azure_identity_authentication_provider import AzureIdentityAuthenticationProvider
from msgraph import GraphRequestAdapter, GraphServiceClient
from msgraph.graph_request_adapter import options as graph_options
from msgraph_core import GraphClientFactory

from authpipe import AsyncAuthpipe, Authpipe, NotConnectedError, ReauthRequiredError, RequestError, UsageError
from authpipe._source import scopes_of
from authpipe.ext.azure import async_token_credential, token_credential
from authpipe.testing import MEMBER, PROVIDER

from .loopback import Server
from .processes import WATCHDOG

# The SDK's generated code uses what its own core has given up.
pytestmark = pytest.mark.filterwarnings("ignore:(GetQueryParameters|This class) is deprecated:DeprecationWarning")

ME = {"provider": PROVIDER, "tenant_id": "org_acme", "user_id": "user_123"}
DEFAULT = "https://graph.microsoft.com/.default"
CLAIMS = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}'


@pytest.fixture
def options(authpipe_sandbox, authpipe_options):
    return {**authpipe_options, "danger_origins": authpipe_sandbox.origins(tls=True)}


@pytest.fixture
def connected(authpipe_sandbox, options):
    with Authpipe(**options) as authpipe:
        authpipe_sandbox.connect(authpipe, tenant_id="org_acme", user_id="user_123")
        authpipe_sandbox.control("DELETE", "/ledger")
        yield authpipe


class Asked:
    """Either credential, asked in the same way."""

    def __init__(self, authpipe, awaits, **subject):
        self.awaits = awaits
        self.made = (async_token_credential if awaits else token_credential)(authpipe, **{**ME, **subject})

    def get_token(self, *scopes, **kwargs):
        answer = self.made.get_token(*scopes, **kwargs)
        return asyncio.run(answer) if self.awaits else answer

    def get_token_info(self, *scopes, **kwargs):
        answer = self.made.get_token_info(*scopes, **kwargs)
        return asyncio.run(answer) if self.awaits else answer


@pytest.fixture(params=[False, True], ids=["sync", "async"])
def make(request, connected):
    return lambda **subject: Asked(connected, request.param, **subject)


@contextlib.asynccontextmanager
async def graph_client(credential, sandbox):
    """The SDK with its own pieces; only its host is the sandbox's."""
    provider = AzureIdentityAuthenticationProvider(credential, scopes=[DEFAULT], allowed_hosts=["localhost"])
    transport = httpx.AsyncHTTPTransport(verify=ssl.create_default_context(cafile=sandbox.ca_file))
    http = httpx.AsyncClient(transport=transport, trust_env=False)
    http = GraphClientFactory.create_with_default_middleware(client=http, options=graph_options)
    adapter = GraphRequestAdapter(provider, client=http)
    adapter.base_url = f"{sandbox.tls_origin}/v1.0"
    # The SDK's wrapper does not close what it wraps.
    async with transport, http:
        yield GraphServiceClient(request_adapter=adapter)


@pytest.mark.parametrize("twin", ["Authpipe", "AsyncAuthpipe"])
def test_msgraph_sdk_lists_files_over_tls(connected, options, authpipe_sandbox, twin):
    async def run():
        authpipe = connected if twin == "Authpipe" else AsyncAuthpipe(**options)
        credential = async_token_credential(authpipe, **ME)
        async with graph_client(credential, authpipe_sandbox) as client:
            drive = await client.me.drive.get()
            items = client.drives.by_drive_id(drive.id).items
            files = (await items.by_drive_item_id("root").children.get()).value
            root = await client.drives.by_drive_id(drive.id).root.get()
            by_id = await items.by_drive_item_id(files[0].id).get()
            by_path = await items.by_drive_item_id(f"root:/{files[0].name}:").get()
            own = (await client.me.drives.get()).value
            contents.append(await items.by_drive_item_id(files[0].id).content.get())
            return [item.name for item in files], root.id, by_id.name, by_path.id, files[0].id, own[0].id == drive.id

    contents = []
    names, root, by_id, by_path, first, is_own = asyncio.run(run())
    assert contents == [f"This is {names[0]}.".encode()]
    assert names
    assert root
    assert (by_id, by_path, is_own) == (names[0], first, True)
    graph = authpipe_sandbox.control("GET", "/ledger?kind=graph")["entries"]
    assert {entry["bearer"] for entry in graph} == {connected.get_credential(**ME).credential}


def test_msgraph_sdk_refreshes_what_has_expired_once(connected, authpipe_sandbox):
    async def run():
        async with graph_client(async_token_credential(connected, **ME), authpipe_sandbox) as client:
            await client.me.drive.get()
            await asyncio.to_thread(authpipe_sandbox.advance, 7200)
            await asyncio.gather(*(client.me.drive.get() for _ in range(5)))

    asyncio.run(run())
    assert len(authpipe_sandbox.refreshes()) == 1


def test_msgraph_sdk_shows_the_reason_when_nobody_is_connected(connected, authpipe_sandbox):
    async def run():
        async with graph_client(async_token_credential(connected, **{**ME, "user_id": "nobody"}), authpipe_sandbox) as client:
            await client.me.drive.get()

    with pytest.raises(NotConnectedError) as refused:
        asyncio.run(run())
    assert refused.value.provider == PROVIDER


def test_a_blocking_credential_on_an_event_loop_says_what_to_use(connected, authpipe_sandbox):
    async def run():
        authpipe_sandbox.control("GET", "/clock")
        return token_credential(connected, **ME).get_token("Files.Read")

    with pytest.raises(UsageError, match="event loop"):
        asyncio.run(run())


def test_the_classes_are_azure_cores_own(make, connected):
    credential = make()
    assert isinstance(credential.get_token(DEFAULT), AccessToken)
    assert isinstance(credential.get_token_info(DEFAULT), AccessTokenInfo)
    assert isinstance(credential.made, AsyncSupportsTokenInfo if credential.awaits else SupportsTokenInfo)
    assert isinstance(credential.made, TokenCredentialProtocol)
    current = connected.get_credential(**ME)
    token, info = credential.get_token(DEFAULT), credential.get_token_info(DEFAULT)
    assert token.token == info.token == current.credential
    assert token.expires_on == info.expires_on == int(current.expires_at.timestamp())
    assert info.token_type == "Bearer"


def test_azure_core_asks_before_each_request(connected):
    """Its own cache would go on with a token whose user has been disconnected."""
    with Server() as api, PipelineClient(api.origin, policies=[policy_of(connected)]) as client:
        for _ in range(2):
            client.send_request(HttpRequest("GET", f"{api.origin}/"), enforce_https=False)
        (connection,) = connected.connections.list(tenant_id="org_acme")
        connected.connections.delete(connection.id, tenant_id="org_acme")
        with pytest.raises(NotConnectedError):
            client.send_request(HttpRequest("GET", f"{api.origin}/"), enforce_https=False)
    assert len(api.requests) == 2
    assert None not in api.sent()


def test_a_scope_of_another_api_is_refused_and_the_apis_own_loses_its_prefix():
    credential = types.SimpleNamespace(api_origins=("https://graph.microsoft.com",))
    own = ["https://graph.microsoft.com/.default", "https://graph.microsoft.com//.default", "https://GRAPH.microsoft.com/Files.Read"]
    assert scopes_of(credential, [*own, "Mail.Read", ".default"]) == ["Files.Read", "Mail.Read"]
    for foreign in ["https://vault.azure.net/.default", "https://graph.microsoft.com.evil.example/x", "http://graph.microsoft.com/x"]:
        with pytest.raises(RequestError, match="is not sent to"):
            scopes_of(credential, [foreign])


def policy_of(authpipe):
    return BearerTokenCredentialPolicy(token_credential(authpipe, **ME), DEFAULT)


def test_scopes_that_were_not_granted_are_refused_and_default_is_not(make):
    credential = make()
    for granted in [(), (DEFAULT,), ("https://graph.microsoft.com//.default",), ("Files.Read",), (DEFAULT, "Files.Read")]:
        assert credential.get_token(*granted).token
    with pytest.raises(ReauthRequiredError) as refused:
        credential.get_token("Mail.Read")
    assert refused.value.code == "scope_missing"
    with pytest.raises(ReauthRequiredError):
        credential.get_token_info(DEFAULT, "Mail.Read")


def test_options_that_change_nothing_are_accepted(make):
    credential = make()
    plain = credential.get_token(DEFAULT)
    assert credential.get_token(DEFAULT, tenant_id="x", enable_cae=True, verify=False) == plain
    assert credential.get_token_info(DEFAULT, options={"tenant_id": "x", "enable_cae": True}).token == plain.token


def test_a_claims_challenge_refreshes_with_the_claims(make, authpipe_sandbox):
    credential = make()
    first = credential.get_token(DEFAULT)
    second = credential.get_token(DEFAULT, claims=CLAIMS, enable_cae=True)
    assert second.token != first.token
    third = credential.get_token_info(DEFAULT, options={"claims": CLAIMS})
    assert third.token != second.token
    refreshes = authpipe_sandbox.refreshes()
    assert len(refreshes) == 2
    assert all("1604106651" in refresh["params"]["claims"] for refresh in refreshes)


def test_a_claims_challenge_about_an_older_token_costs_no_second_refresh(make, connected, authpipe_sandbox):
    credential = make()
    credential.get_token(DEFAULT)
    fresh = connected.get_credential(**ME, force_refresh=True)
    # Asked without claims in between, the credential would have handed out the fresh one; here it has not.
    answer = credential.get_token(DEFAULT, claims=CLAIMS)
    assert answer.token == fresh.credential
    assert len(authpipe_sandbox.refreshes()) == 1


def test_challenges_about_one_token_that_come_one_after_the_other_refresh_once(make, authpipe_sandbox):
    credential = make()

    async def in_tasks():
        made, all_have_one = credential.made, asyncio.Barrier(5)

        async def challenged():
            await made.get_token(DEFAULT)
            await all_have_one.wait()
            async with in_turn:
                await made.get_token(DEFAULT, claims=CLAIMS)

        in_turn = asyncio.Lock()
        await asyncio.gather(*(challenged() for _ in range(5)))

    def in_threads():
        all_have_one, in_turn = threading.Barrier(5), threading.Lock()

        def challenged():
            credential.get_token(DEFAULT)
            all_have_one.wait(WATCHDOG)
            with in_turn:
                credential.get_token(DEFAULT, claims=CLAIMS)

        with ThreadPoolExecutor(5) as pool:
            for call in [pool.submit(challenged) for _ in range(5)]:
                call.result()

    asyncio.run(in_tasks()) if credential.awaits else in_threads()
    assert len(authpipe_sandbox.refreshes()) == 1


def test_claims_that_only_a_person_can_meet_are_reauth_required(make, authpipe_sandbox):
    world = authpipe_sandbox.control("GET", "/world")
    people = [user for organisation in world["organisations"] for user in organisation["users"]]
    (bob,) = (user["id"] for user in people if user["username"] == MEMBER)
    credential = make()
    credential.get_token(DEFAULT)
    authpipe_sandbox.control("POST", "/revoke", {"what": "user_tokens", "user": bob})
    with pytest.raises(ReauthRequiredError) as refused:
        credential.get_token(DEFAULT, claims=CLAIMS)
    assert refused.value.code == "reauth_required"


def test_tokens_do_not_print_and_cannot_be_pickled(make):
    credential = make()
    for token in (credential.get_token(DEFAULT), credential.get_token_info(DEFAULT)):
        for shown in (repr(token), str(token), f"{token}", f"{[token]}", repr(credential.made)):
            assert token.token not in shown
        assert "[redacted]" in repr(token)
        with pytest.raises(TypeError, match="pickled"):
            pickle.dumps(token)


def test_closing_a_credential_leaves_the_vault_open(connected):
    with token_credential(connected, **ME) as credential:
        assert credential.get_token(DEFAULT).token
    assert connected.get_credential(**ME)

    async def run():
        async with async_token_credential(connected, **ME) as credential:
            return (await credential.get_token(DEFAULT)).token

    assert asyncio.run(run())
    assert connected.get_credential(**ME)


def test_an_installation_gives_a_token_for_the_application(connected, authpipe_sandbox):
    authpipe_sandbox.install(connected, tenant_id="org_acme", user_id="user_admin")
    installation = {"provider": PROVIDER, "tenant_id": "org_acme", "credential_for": "installation"}
    credential = token_credential(connected, **installation)
    assert credential.get_token(DEFAULT).token == connected.get_credential(**installation).credential


def test_an_absent_user_is_not_the_application(connected, authpipe_sandbox):
    authpipe_sandbox.install(connected, tenant_id="org_acme", user_id="user_admin")
    with pytest.raises(RequestError) as caught:
        token_credential(connected, provider=PROVIDER, tenant_id="org_acme", user_id=None)
    assert caught.value.code == "user_id_required"


def test_azure_core_need_not_be_installed(run):
    """The protocol of a credential is enough for whoever does not ask by ``isinstance``."""
    ended = run("""
import pickle, sys
from importlib.abc import MetaPathFinder

class NoAzure(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "azure":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, NoAzure())
from types import SimpleNamespace
from authpipe.ext.azure import async_token_credential, token_credential
from authpipe.ext import _azure_tokens
credential = SimpleNamespace(credential="canary-token", expires_at=None, headers=lambda: {})
token, info = _azure_tokens.token_of(credential), _azure_tokens.info_of(credential)
assert (token.token, token[0], token.expires_on) == ("canary-token", "canary-token", token[1])
assert (info.token, info.token_type, info.refresh_on) == ("canary-token", "Bearer", 1)
for one in (token, info):
    assert "canary" not in f"{one!r} {one}"
    try:
        pickle.dumps(one)
    except TypeError:
        continue
    raise SystemExit("it was pickled")
print("done")
""")
    assert ended.stdout.strip() == "done", ended.stderr
