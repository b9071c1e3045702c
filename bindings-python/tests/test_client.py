"""Both clients, method by method. `call` makes one test of the two: it awaits what has to be awaited."""

from __future__ import annotations

import asyncio
import inspect
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

import authpipe as package
from authpipe import AsyncAuthpipe, Authpipe, HttpRequest, Principal
from authpipe.testing import ADMIN, Sandbox

from .conftest import ACME, ME

ORG = {"tenant_id": "org_acme"}


def call(result: Any) -> Any:
    async def wait() -> Any:
        return await result

    return asyncio.run(wait()) if inspect.isawaitable(result) else result


def walk(pages: Any) -> list[Any]:
    async def collect() -> list[Any]:
        return [item async for item in pages]

    return asyncio.run(collect()) if hasattr(pages, "__aiter__") else list(pages)


@pytest.fixture(params=[Authpipe, AsyncAuthpipe], ids=lambda cls: cls.__name__)
def kind(request: pytest.FixtureRequest) -> Any:
    return request.param


def close(ap: Any) -> None:
    call(ap.close() if isinstance(ap, Authpipe) else ap.aclose())


@pytest.fixture
def ap(kind: Any, options: dict[str, Any]) -> Any:
    made = kind(**options)
    yield made
    close(made)


@pytest.fixture
def drive(kind: Any, authpipe_options: dict[str, Any], authpipe_sandbox: Sandbox) -> Any:
    made = kind(**authpipe_options)
    authpipe_sandbox.connect(made, tenant_id=ME["tenant_id"], user_id=ME["user_id"])
    yield made
    close(made)


def test_the_two_clients_have_the_same_methods_with_the_same_arguments() -> None:
    def methods(cls: type) -> dict[str, Any]:
        public = {name: value for name, value in vars(cls).items() if callable(value) and not name.startswith("_")}
        return {"close" if name == "aclose" else name: value for name, value in public.items()}

    sync, twin = methods(Authpipe), methods(AsyncAuthpipe)
    assert list(sync) == list(twin)
    for name in sync:
        assert list(inspect.signature(sync[name]).parameters) == list(inspect.signature(twin[name]).parameters), name
    assert inspect.signature(Authpipe.__init__).parameters.keys() == inspect.signature(AsyncAuthpipe.__init__).parameters.keys()


@pytest.mark.parametrize("cls", [Authpipe, AsyncAuthpipe])
def test_help_shows_every_argument_of_a_read(cls: Any) -> None:
    import pydoc

    shown = pydoc.plain(pydoc.render_doc(cls.get_credential))
    for name in package.CredentialOptions.__annotations__:
        assert f"{name}: " in shown.partition(" -> ")[0], name
    assert "**options" not in shown
    assert inspect.iscoroutinefunction(cls.get_credential) is (cls is AsyncAuthpipe)


def test_applications_can_put_mocks_in_place(ap: Any) -> None:
    from unittest import mock

    with mock.patch.object(ap, "get_credential", autospec=True) as get_credential:
        call(ap.get_credential(**ACME, min_validity=5))
        with pytest.raises(TypeError, match="label_"):
            call(ap.get_credential(**ACME, label_="x"))
    get_credential.assert_called_once_with(**ACME, min_validity=5)
    with mock.patch.object(ap.connections, "list") as listed:
        ap.connections.list(**ORG)
    listed.assert_called_once()


@pytest.mark.parametrize("cls", [Authpipe, AsyncAuthpipe])
def test_arguments_are_keywords_and_everything_is_documented(cls: type) -> None:
    for name, method in [*vars(cls).items()]:
        if name.startswith("_") and name != "__init__" or not inspect.isfunction(method):
            continue
        assert method.__doc__, name
        kinds = {p.kind for p in list(inspect.signature(method).parameters.values())[1:]}
        assert kinds <= {inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD}, name


def test_everything_that_is_named_exists() -> None:
    for name in package.__all__:
        assert getattr(package, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        package.nothing  # type: ignore[attr-defined]


def test_a_stored_key_is_read_listed_and_deleted(ap: Any) -> None:
    call(ap.ready())
    stored = call(ap.store_credential(**ACME, credential="k-1", credential_type="api_key"))
    assert stored.status == "created"
    again = call(ap.store_credential(**ACME, credential={"value": "k-2"}, credential_type="api_key"))
    assert (again.connection_id, again.status) == (stored.connection_id, "updated")

    credential = call(ap.get_credential(**ACME))
    assert (credential.credential, credential.credential_type, credential.expires_at) == ("k-2", "api_key", None)
    assert (credential.source, credential.connection_id, credential.installation_id) == ("connection", stored.connection_id, None)
    assert (credential.refreshed, credential.degraded, credential.needs_reauth) == (False, False, False)
    assert credential.api_origins == ("https://api.acme.example",)
    assert list(credential.headers().values())[0].endswith("k-2")

    named = {**ACME, "user_id": None, "connection_id": stored.connection_id}
    assert call(ap.get_credential(**named, credential_for="user")).credential == "k-2"

    connection = call(ap.connections.get(stored.connection_id, **ORG))
    assert call(ap.connections.list(**ORG)).data == (connection,)
    assert (connection.status, connection.user_id, connection.credential_type) == ("active", "user_123", "api_key")
    assert connection.created_at.tzinfo is timezone.utc
    assert call(ap.connections.check(stored.connection_id, **ORG)).status == "active"

    assert call(ap.connections.delete(stored.connection_id, **ORG)).revocation == "unsupported"
    with pytest.raises(package.NotConnectedError) as caught:
        call(ap.get_credential(**ACME))
    assert caught.value.code == "not_connected"


def test_many_keys_are_stored_in_parts_of_which_each_is_told(ap: Any) -> None:
    def row(number: int) -> dict[str, Any]:
        return {**ACME, "user_id": f"u{number}", "credential": f"sk-{number}", "credential_type": "api_key"}

    seen: list[tuple[int, int]] = []
    stored = call(ap.store_credentials(rows=(row(n) for n in range(1_200)), progress=lambda *done: seen.append(done)))
    assert (stored.created, stored.updated) == (1_200, 0)
    assert seen == [(500, 1_200), (1_000, 1_200), (1_200, 1_200)]
    assert call(ap.get_credential(**{**ACME, "user_id": "u1199"})).credential == "sk-1199"
    again = call(ap.store_credentials(rows=[row(0)]))
    assert (again.created, again.updated) == (0, 1)
    none = call(ap.store_credentials(rows=[], progress=lambda *_: pytest.fail("nothing is stored")))
    assert (none.created, none.updated) == (0, 0)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"credential": "sk-canary\n"}, r"^rows\[700\]: The key has characters"),
        ({"user_id": "u1"}, r"^rows\[700\] has the same place as rows\[1\]"),
        ({"user_id": "None"}, r"rows\[700\]"),
        ({"credential_type": "nothing"}, r"rows\[700\]\.credential_type"),
        ({"usr": "x"}, r"rows\[700\].*\busr\b"),
    ],
)
def test_a_wrong_row_is_numbered_and_nothing_at_all_is_stored(ap: Any, wrong: dict[str, str], told: str) -> None:
    rows = [{**ACME, "user_id": f"u{number}", "credential": "sk", "credential_type": "api_key"} for number in range(701)]
    rows[700].update(wrong)
    with pytest.raises(package.RequestError, match=told) as caught:
        call(ap.store_credentials(rows=rows, progress=lambda *_: pytest.fail("nothing is stored")))
    assert "canary" not in str(caught.value)
    assert call(ap.connections.list(**ORG)).data == ()


def test_a_list_is_walked_over_all_its_pages(ap: Any) -> None:
    for number in range(5):
        who = {**ACME, "user_id": f"user_{number}"}
        call(ap.store_credential(**who, credential="k", credential_type="api_key"))
    page = call(ap.connections.list(**ORG, limit=2))
    assert (len(page.data), page.next is not None) == (2, True)
    assert len(call(ap.connections.list(**ORG, limit=2, after=page.next)).data) == 2
    assert len(walk(ap.connections.list(**ORG, limit=2))) == 5
    assert len(walk(call(ap.connections.list(**ORG, limit=2)))) == 5, "a page walks on by itself"
    assert len(walk(ap.connections.list(all_tenants=True))) == 5
    assert [one.user_id for one in walk(ap.connections.list(**ORG, user_id="user_3"))] == ["user_3"]
    assert {event.type for event in walk(ap.events.list(limit=2))} == {"connection.created"}
    assert walk(ap.events.list(type="connection.deleted")) == []


def test_results_are_frozen_values(ap: Any) -> None:
    import copy
    import dataclasses
    import pickle

    stored = call(ap.store_credential(**ACME, credential="k", credential_type="api_key"))
    connection = call(ap.connections.get(stored.connection_id, **ORG))
    for one in (stored, connection):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(one, dataclasses.fields(one)[0].name, "other")
        assert not hasattr(one, "__dict__")
        assert copy.deepcopy(one) == one == pickle.loads(pickle.dumps(one))
        assert dataclasses.asdict(one)
    page = call(ap.connections.list(**ORG))
    with pytest.raises(dataclasses.FrozenInstanceError):
        page.next = "other"
    assert repr(page) == f"{type(page).__name__}(data=({connection!r},), next=None)"
    assert page == call(ap.connections.list(**ORG))


def test_context_managers_open_and_close(kind: Any, options: dict[str, Any]) -> None:
    async def use_async() -> Any:
        async with AsyncAuthpipe(**options) as ap:
            assert (await ap.connections.list(**ORG)).data == ()
        return ap

    def use() -> Any:
        with Authpipe(**options) as ap:
            assert ap.connections.list(**ORG).data == ()
        return ap

    ap = use() if kind is Authpipe else asyncio.run(use_async())
    close(ap)
    with pytest.raises(package.UsageError, match=r"^This Authpipe object has been closed\. \[code=") as caught:
        call(ap.get_credential(**ACME))
    assert caught.value.code == "closed"
    with pytest.raises(package.UsageError):
        ap.peek_credential(**ACME)
    with pytest.raises(package.UsageError):
        call(ap.ready())


def test_a_context_manager_fails_at_its_start(kind: Any) -> None:
    async def use_async() -> None:
        async with AsyncAuthpipe(vault="memory:", mode="development"):
            pytest.fail("it has no key")

    def use() -> None:
        with Authpipe(vault="memory:", mode="development"):
            pytest.fail("it has no key")

    with pytest.raises(package.ConfigError) as caught:
        use() if kind is Authpipe else asyncio.run(use_async())
    assert caught.value.code == "key_missing"


def test_a_user_connects_and_the_credential_is_refreshed(drive: Any, authpipe_sandbox: Sandbox) -> None:
    before = call(drive.get_credential(**ME))
    assert before.scopes.count("Files.Read") == 1
    assert timedelta(minutes=30) < before.expires_at - datetime.now(timezone.utc)
    refreshes = len(authpipe_sandbox.refreshes())
    after = call(drive.get_credential(**ME, force_refresh=True))
    assert (after.generation, after.refreshed) == (before.generation + 1, True)
    assert after.credential != before.credential
    assert len(authpipe_sandbox.refreshes()) == refreshes + 1
    authpipe_sandbox.advance(7200)
    assert call(drive.get_credential(**ME)).generation == after.generation + 1
    report = call(drive.run_maintenance(budget=60.0))
    assert (report.failed, report.complete) == (0, True)
    assert call(drive.run_maintenance(budget=timedelta(minutes=1))).complete
    health = call(drive.connections.check(before.connection_id, **ORG))
    assert (health.status, health.live) == ("active", True)


def test_scopes_and_time_left_can_be_asked_for(drive: Any) -> None:
    assert call(drive.get_credential(**ME, scopes=["Files.Read"])).generation == 1
    with pytest.raises(package.ReauthRequiredError) as caught:
        call(drive.get_credential(**ME, scopes=("Mail.Send",)))
    assert caught.value.code == "scope_missing"
    assert call(drive.get_credential(**ME, min_validity=timedelta(minutes=1))).generation == 1


def test_an_organisation_installs(kind: Any, authpipe_options: dict[str, Any], authpipe_sandbox: Sandbox) -> None:
    ap = kind(**authpipe_options)
    try:
        authpipe_sandbox.install(ap, tenant_id="org_acme", user_id="user_admin", username=ADMIN)
        (installation,) = walk(ap.installations.list(**ORG))
        assert (installation.status, installation.installed_by) == ("active", "user_admin")
        assert call(ap.installations.get(installation.id, **ORG)) == installation
        credential = call(ap.get_credential(provider=ME["provider"], **ORG, credential_for="installation"))
        assert (credential.source, credential.installation_id) == ("installation", installation.id)
        with pytest.raises(package.RequestError) as wrong:
            call(ap.installations.approve(installation.id, **ORG))
        assert wrong.value.code == "invalid_request"
        call(ap.installations.delete(installation.id, **ORG))
        with pytest.raises(package.NotConnectedError) as caught:
            call(ap.installations.get(installation.id, **ORG))
        assert caught.value.code == "installation_not_found"
    finally:
        close(ap)


def test_a_session_has_its_cookie(drive: Any) -> None:
    session = call(drive.create_auth_session(**ME, return_to="/done", scopes=["Files.Read"]))
    assert session.authorization_url.startswith("http://127.0.0.1:")
    assert len(session.set_cookie) == 1
    assert session.expires_at > datetime.now(timezone.utc)
    install = call(drive.create_install_session(**ME, mode="redirect"))
    assert install.session_id != session.session_id


def test_a_mount_named_like_a_route_is_taken_off_only_where_it_is_there(kind: Any, authpipe_options: dict[str, Any]) -> None:
    ap = kind(**{**authpipe_options, "base_url": "http://localhost:4000/oauth"})
    try:
        handler = ap.handler()
        assert handler.path_below_mount("/oauth/oauth/sessions") == "/oauth/sessions"
        assert handler.path_below_mount("/oauth/sessions") == "/oauth/sessions"
        assert handler.path_below_mount("/oauth/connections") == "/connections"
    finally:
        close(ap)


def test_the_handler_answers(drive: Any) -> None:
    handler = drive.handler(allowed_origins=["https://app.example"])
    assert handler.path_below_mount("/api/authpipe/providers") == "/providers"
    assert handler.path_below_mount("/api/authpipe") == "/"
    assert handler.path_below_mount("/providers") == "/providers"
    assert not handler.needs_principal("GET", "/providers")
    assert handler.needs_principal("POST", "/oauth/sessions")
    member = Principal(tenant_id="org_acme", user_id="user_123", role="member")
    answer = call(handler.handle(HttpRequest("GET", "/connections"), member))
    assert answer.status == 200
    assert ("content-type", "application/json") in [(name, value.split(";")[0]) for name, value in answer.headers]
    assert b'"status":"active"' in answer.body
    assert isinstance(answer.headers, tuple), "an answer is frozen all through"
    nobody = call(handler.handle(HttpRequest("GET", "/connections"), None))
    assert (nobody.status, b"identity_required" in nobody.body) == (401, True)


def test_one_object_serves_many_event_loops_and_threads(options: dict[str, Any]) -> None:
    from concurrent.futures import ThreadPoolExecutor

    ap = AsyncAuthpipe(**options)
    asyncio.run(ap.store_credential(**ACME, credential="k", credential_type="api_key"))  # type: ignore[arg-type]

    async def read() -> str:
        named = await ap.get_credential(**ACME, scopes=[])
        return named.credential

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: asyncio.run(read()), range(32)))
    assert found == ["k"] * 32
    asyncio.run(ap.aclose())


def test_two_objects_over_one_vault_share_it(options: dict[str, Any]) -> None:
    with Authpipe(**options) as one, Authpipe(**options) as two:
        one.store_credential(**ACME, credential="k", credential_type="api_key")
        assert two.get_credential(**ACME).credential == "k"
        one.close()
        assert two.get_credential(**ACME).credential == "k"
