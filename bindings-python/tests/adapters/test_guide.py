"""The examples of the pages in docs/, as they stand there, against the provider emulator."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from ast import PyCF_ALLOW_TOP_LEVEL_AWAIT
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import httpx
import pytest

from authpipe import AsyncAuthpipe, Authpipe, AuthpipeError, ProviderConfig, ReauthRequiredError, RequestError
from authpipe.testing import PROVIDER, Sandbox
from authpipe._types import HttpRequest, Principal

from .processes import WATCHDOG

DOCS = Path(__file__).parents[3] / "docs"
CRM = {"name": "CRM", "auth": ["api_key"], "api": {"origins": ["https://api.crm.example"], "placement": {"header": "X-Api-Key"}}}


def run(page: str, scope: dict[str, Any], **addresses: str) -> dict[str, Any]:
    """Runs the examples of a page one after the other; the names of one are known to those that follow."""
    printed: list[Any] = []
    names = {**scope, "print": lambda *values: printed.append(values), "printed": printed}
    for block in re.findall(r"```python\n(.*?)```", (DOCS / page).read_text(), re.DOTALL):
        for name, address in addresses.items():
            block = block.replace(f"https://{name.replace('_', '.')}", address)
        exec(block, names)
    return names


@pytest.fixture
def sandbox():
    with Sandbox() as made:
        yield made


def test_the_page_of_connections(sandbox):
    client = ProviderConfig(
        client_id=sandbox.client_id,
        client_secret=sandbox.client_secret,
        scopes=["Files.Read"],
        optional_scopes=["Files.Read.All"],
        bot_scopes=["Files.Read.All"],
    )
    options = sandbox.options(providers={PROVIDER: client, "crm": ProviderConfig(definition=CRM), "billing": ProviderConfig(definition=CRM, attachment="tenant")})
    ben = {"tenant_id": "org_acme", "user_id": "ben"}
    with Authpipe(**options) as ap:
        sandbox.connect(ap, **ben)
        sandbox.connect(ap, **ben, username="carla@contoso.example", label="work")
        sandbox.install(ap, tenant_id="org_acme", user_id="boss")
        scope = {
            "ap": ap,
            "httpx": httpx,
            "ProviderConfig": ProviderConfig,
            "ReauthRequiredError": ReauthRequiredError,
            "datetime": datetime,
            "timedelta": timedelta,
            "timezone": timezone,
        }
        saved: list[str] = []

        def save(cursor: str) -> None:
            saved.append(cursor)
            if len(saved) == 2:
                raise InterruptedError

        done = run("connections.md", {**scope, "save": save}, graph_microsoft_com=sandbox.http_origin)
        events = [event.cursor for event in ap.events.list()]
        with pytest.raises(InterruptedError):
            done["keep_up"](events[0])
        assert saved == events[1:3], "whoever keeps up goes on behind what is done"
        mine, anyones = done["printed"][:2]
        assert mine[0] and anyones[0], "both have files"
        assert done["credential"].connection_id != ap.get_credential(provider=PROVIDER, **ben).connection_id
        assert done["headers"] == {"X-Api-Key": "key-of-ben"}
        assert done["secret"] == "whsec_1"
        assert done["health"].status == "active"
        assert any(line[0] == "connection.created" for line in done["printed"]), "events are listed"
        assert any(line[1:2] == ("credential.stored",) for line in done["printed"]), "and what was done"
        assert ("2 of 2",) in done["printed"], "the progress is told"
    for providers in (done["providers"], {PROVIDER: done["config"]}, {PROVIDER: done["shared"]}):
        with Authpipe(**{**options, "providers": providers, "danger_origins": {}}) as made:
            made.ready()


def test_the_page_of_definitions(sandbox):
    done = run("definitions.md", {"ProviderConfig": ProviderConfig}, tickets_example=sandbox.http_origin)
    both = ProviderConfig(client_id="generic-strict", client_secret="generic-demo-secret", definition=done["both"])
    options = sandbox.options(providers={**done["providers"], "crm": ProviderConfig(definition=done["crm"]), "both": both})
    del options["danger_origins"]
    me = {"provider": "tickets", "tenant_id": "org_acme", "user_id": "ben"}
    with Authpipe(**options) as ap:
        session = ap.create_auth_session(**me, mode="popup")
        handler = ap.handler()
        cookie = "; ".join(line.split(";")[0] for line in session.set_cookie)
        back = httpx.URL(sandbox.sign_in(session.authorization_url))
        principal = Principal(tenant_id="org_acme", user_id="ben", role="member")
        path = handler.path_below_mount(back.path)
        assert handler.handle(HttpRequest("GET", path, back.query.decode(), [("cookie", cookie)]), principal).status == 200
        first = ap.get_credential(**me)
        sandbox.advance(7200)
        with httpx.Client(auth=ap.httpx_auth(**me), trust_env=False) as client:
            assert client.get(f"{sandbox.http_origin}/oauth/api/me").status_code == 200
        assert ap.get_credential(**me).credential != first.credential, "it was refreshed"
        key = {"provider": "crm", "tenant_id": "org_acme", "user_id": "ben"}
        ap.store_credential(**key, credential="k", credential_type="api_key")
        assert ap.get_credential(**key).headers() == {"X-Api-Key": "k"}
        tried = {**key, "provider": "both", "credential_type": "api_key"}
        with pytest.raises(RequestError, match="does not accept this key") as refused:
            ap.store_credential(**tried, credential="k")
        assert refused.value.code == "credential_rejected"
        # What the provider takes for a key is the token that it has just given.
        ap.store_credential(**tried, credential=ap.get_credential(**me).credential)


def test_the_page_of_the_sandbox():
    scope = {"Authpipe": Authpipe, "ProviderConfig": ProviderConfig, "Sandbox": Sandbox, "httpx": httpx}
    assert run("sandbox.md", scope)["printed"] == [(True,)], "Slack takes the token"


def blocks_of(path: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", (DOCS.parent / path).read_text(), re.DOTALL)


def named(blocks: list[str], word: str) -> str:
    """The one example that has this word, without its imports: the names are given to it."""
    (found,) = [block for block in blocks if word in block]
    return re.sub(r"^from .*\n", "", found, flags=re.MULTILINE)


def test_the_readmes_calls(sandbox, tmp_path):
    blocks = blocks_of("bindings-python/README.md")
    options = sandbox.options(vault=f"sqlite:{tmp_path / 'v.db'}")
    registration = {"client_id": sandbox.client_id, "client_secret": sandbox.client_secret}
    names: dict[str, Any] = {
        "Authpipe": lambda providers: Authpipe(**{**options, "providers": providers}),
        "AsyncAuthpipe": lambda providers: AsyncAuthpipe(**{**options, "providers": providers}),
        "ProviderConfig": lambda **given: ProviderConfig(**{**given, **registration}),
    }
    with Authpipe(**options) as ap:
        sandbox.connect(ap, tenant_id="org_acme", user_id="user_123")
    exec(named(blocks, "credential.headers()"), names)
    assert names["credential"].headers()["Authorization"].startswith("Bearer ")
    assert names["ap"].get_credential(**eval_of(named(blocks, "UserArgs"), "me")).credential == names["credential"].credential
    names["ap"].close()

    names["providers"] = options["providers"]
    program = compile(named(blocks, "async with").replace("providers=...", "providers=providers"), "README.md", "exec", PyCF_ALLOW_TOP_LEVEL_AWAIT)
    asyncio.run(eval(program, names))
    assert names["credential"].credential

    keys: dict[str, Any] = {"ProviderConfig": ProviderConfig, "key": "key-1", "Authpipe": lambda providers: Authpipe(**{**options, "providers": providers, "danger_origins": {}})}
    exec(named(blocks, "CRM ="), keys)
    with keys["ap"] as ap:
        assert ap.get_credential(provider="crm", tenant_id="org_acme", user_id="user_123").headers() == {"X-Api-Key": "key-1"}


def eval_of(block: str, name: str) -> Any:
    names: dict[str, Any] = {"UserArgs": dict}
    exec(block, names)
    return names[name]


def test_the_page_of_errors(sandbox):
    (block,) = blocks_of("docs/errors.md")
    seen: list[str] = []
    with Authpipe(**sandbox.options()) as ap:
        names = {
            "ap": ap,
            "AuthpipeError": AuthpipeError,
            "show_connect_button": lambda provider: seen.append(provider),
            "try_again_after": lambda seconds: seen.append("later"),
        }
        ben = {"provider": PROVIDER, "tenant_id": "org_acme", "user_id": "ben"}
        exec(block, {**names, "subject": ben})
        assert seen == [PROVIDER], "nobody is connected yet"
        sandbox.connect(ap, tenant_id="org_acme", user_id="ben")
        exec(block, {**names, "subject": ben})
        sandbox.expire_tokens()
        sandbox.down()
        exec(block, {**names, "subject": ben})
        assert seen == [PROVIDER, "later"]
        with pytest.raises(AuthpipeError):
            exec(block, {**names, "subject": {**ben, "provider": "no-such-provider"}})


def test_the_readmes_example_of_a_test(tmp_path):
    blocks = re.findall(r"```python\n(.*?)```", (DOCS.parent / "bindings-python" / "README.md").read_text(), re.DOTALL)
    (conftest,) = [block for block in blocks if block.startswith("pytest_plugins")]
    (test,) = [block for block in blocks if block.startswith("def test_")]
    (tmp_path / "conftest.py").write_text(conftest)
    (tmp_path / "test_readme.py").write_text(test)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", tmp_path, tmp_path]
    done = subprocess.run(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True, timeout=WATCHDOG)
    assert done.returncode == 0 and "1 passed" in done.stdout, done.stdout
