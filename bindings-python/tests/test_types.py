"""Type checkers, the stub of the native part, and the first lines of the docs."""

from __future__ import annotations

import inspect
import json
import re
import subprocess
import sys
import typing
from pathlib import Path

import pytest

import authpipe
from authpipe import _events, _resources

PACKAGE = Path(authpipe.__file__).parent
ROOT = Path(__file__).parent.parent


def check(*command: str, cwd: Path = ROOT) -> None:
    done = subprocess.run([sys.executable, "-m", *command], cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_mypy_strict_finds_nothing() -> None:
    check("mypy")


def test_pyright_strict_finds_nothing() -> None:
    check("pyright", "--pythonpath", sys.executable)


def test_the_stub_is_what_the_native_part_is(tmp_path: Path) -> None:
    check("mypy.stubtest", "authpipe._native", cwd=tmp_path)


RIGHT = """
from datetime import datetime, timedelta
from typing import Optional

from authpipe import AsyncAuthpipe, AsyncEventFeed, Authpipe, AuthpipeError, AuthpipeEvent, Connection, Credential, ErrorCode, EventFeed
from authpipe import SubjectArgs, UserArgs
from typing_extensions import assert_type

me: UserArgs = {"provider": "microsoft-onedrive", "tenant_id": "org_acme", "user_id": "user_123"}
subject: SubjectArgs = {"provider": "microsoft-onedrive", "tenant_id": "org_acme", "credential_for": "any"}


def use(ap: Authpipe) -> None:
    credential = ap.get_credential(**me, min_validity=timedelta(minutes=5))
    assert_type(credential, Credential)
    assert_type(credential.expires_at, Optional[datetime])
    assert_type(ap.peek_credential(**subject), Optional[Credential])
    assert_type(ap.get_credential(**subject), Credential)
    assert_type(ap.connect_interactive(**me, timeout=5), Connection)
    ap.create_auth_session(**me)
    ap.httpx_auth(**me)
    ap.httpx_auth(**subject)
    for connection in ap.connections.list(tenant_id="t"):
        assert_type(connection, Connection)
    feed: EventFeed = ap.events.follow()
    for event in feed:
        assert_type(event, AuthpipeEvent)


def judge(error: AuthpipeError) -> bool:
    assert_type(error.code, ErrorCode)
    return error.code == "reauth_required"


async def use_async(ap: AsyncAuthpipe) -> None:
    async def open_browser(url: str) -> None:
        pass

    assert_type(await ap.get_credential(**me), Credential)
    assert_type(await ap.connect_interactive(**me, open_browser=open_browser), Connection)
    async for connection in ap.connections.list(tenant_id="t"):
        assert_type(connection, Connection)
    feed: AsyncEventFeed = ap.events.follow(after="1")
    async for event in feed:
        assert_type(event, AuthpipeEvent)
    assert_type((await ap.connections.list(tenant_id="t")).next, Optional[str])
"""
ADAPTERS = """
from authpipe import AsyncAuthpipe, Authpipe, SubjectArgs
from authpipe.ext.azure import async_token_credential, token_credential
from azure.core.credentials import SupportsTokenInfo, TokenCredential
from azure.core.credentials_async import AsyncSupportsTokenInfo, AsyncTokenCredential

me: SubjectArgs = {"provider": "microsoft-onedrive", "tenant_id": "org_acme", "user_id": "user_123"}


def use(ap: Authpipe, awaited: AsyncAuthpipe) -> None:
    blocking: TokenCredential = token_credential(ap, **me)
    for_async: AsyncTokenCredential = async_token_credential(awaited, **me)
    info: SupportsTokenInfo = token_credential(ap, **me)
    async_info: AsyncSupportsTokenInfo = async_token_credential(awaited, **me)
    print(blocking, for_async, info, async_info)
"""
# The Graph SDK is thousands of generated modules, which mypy would all read for one name: a minute and 2 GB. Pyright reads what it needs.
MYPY = """
[mypy]
strict = true

[mypy-msgraph.*]
follow_imports = skip
"""
# What is wrong stands alone on its line.
WRONG = """
from authpipe import Authpipe, AuthpipeError, ConfigError, Principal, ProviderConfig, UserArgs
from authpipe.providers import ProviderSlug

ap = Authpipe(timeout="10")
ap.get_credential(provider="x")
ap.get_credential(provider="x", tenant_id="t", credential_for="nobody")
ap.get_credential(provider="x", tenant_id="t").credential = "y"
Principal(tenant_id="t", user_id="u")
ProviderConfig(client_secret=7)
me: UserArgs = {"provider": "x", "tenant_id": "t"}
ap.connect_interactive(**me, credential_for="any")
ConfigError("x", code="config_invald")


def judge(error: AuthpipeError) -> bool:
    return error.code == "reauth_requird"


slug: ProviderSlug = "hubspott"
"""
WRONG_LINES = [5, 6, 7, 8, 9, 10, 11, 12, 13, 17, 20]

SLUGS = """
from authpipe import Authpipe
from authpipe.providers import HubspotScope, ProviderSlug

known: ProviderSlug = "hubspot"
scope: HubspotScope = "crm.objects.contacts.read"
ap = Authpipe()
ap.peek_credential(provider=known, tenant_id="t", user_id="u")
ap.peek_credential(provider="one-of-my-own", tenant_id="t", user_id="u")
"""


@pytest.fixture
def of_users(tmp_path: Path) -> Path:
    """Files of applications, beside the examples."""
    for example in (ROOT / "examples").glob("*.py"):
        (tmp_path / example.name).write_text(example.read_text(encoding="utf-8"), encoding="utf-8")
    for name, text in {"right": RIGHT, "adapters": ADAPTERS, "slugs": SLUGS, "wrong": WRONG}.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    return tmp_path


def test_mypy_strict_takes_the_examples_and_what_is_right_and_nothing_else(of_users: Path) -> None:
    files = sorted(str(file) for file in of_users.glob("*.py") if file.name != "wrong.py")
    (of_users / "mypy.ini").write_text(MYPY, encoding="utf-8")
    check("mypy", *files, cwd=of_users)
    wrong = str(of_users / "wrong.py")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", wrong], cwd=of_users, capture_output=True, text=True
    )
    assert sorted({int(line) for line in re.findall(r"wrong\.py:(\d+): error", done.stdout)}) == WRONG_LINES, done.stdout


def test_pyright_strict_takes_the_examples_and_what_is_right_and_nothing_else(of_users: Path) -> None:
    config = {"include": ["*.py"], "exclude": ["wrong.py"], "typeCheckingMode": "strict", "pythonVersion": "3.10"}
    (of_users / "pyrightconfig.json").write_text(json.dumps(config), encoding="utf-8")
    check("pyright", "--pythonpath", sys.executable, cwd=of_users)
    (of_users / "pyrightconfig.json").write_text(json.dumps({**config, "include": ["wrong.py"], "exclude": []}), encoding="utf-8")
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "--outputjson"]
    done = subprocess.run(command, cwd=of_users, capture_output=True, text=True)
    found = json.loads(done.stdout)["generalDiagnostics"]
    assert sorted({one["range"]["start"]["line"] + 1 for one in found if one["severity"] == "error"}) == WRONG_LINES, found


def test_annotations_of_what_goes_in_and_out_can_be_read_at_run_time() -> None:
    """As FastAPI, pydantic and others do."""
    values = [getattr(authpipe, name) for name in authpipe.__all__]
    homes = {"authpipe._types", "authpipe._generated_types", "authpipe._pages"}
    named = [value for value in values if isinstance(value, type) and value.__module__ in homes]
    assert len(named) >= 16, named
    for one in named:
        assert typing.get_type_hints(one) or one is authpipe.AsyncPages


def test_results_are_models_of_fastapi() -> None:
    from fastapi import FastAPI

    app = FastAPI()

    @app.get("/connection")
    def connection() -> authpipe.Connection:
        raise NotImplementedError

    @app.get("/health", response_model=authpipe.Health)
    def health() -> None: ...

    schemas = app.openapi()["components"]["schemas"]
    assert schemas["Connection"]["properties"]["created_at"]["format"] == "date-time"
    assert schemas["Health"]["required"] == ["status", "reason", "live", "checked_at", "config_status"]


def test_the_first_line_of_a_doc_is_the_same_in_python_and_in_node() -> None:
    node = ROOT.parent / "bindings-node" / "src"
    if not node.is_dir():
        pytest.skip("needs the repository: @authpipe/node is not here")
    in_python: dict[str, str] = {}
    groups = (_resources.Connections, _resources.Installations, _resources.Sessions, _events.Events, _events.Audit)
    for group in (authpipe.Authpipe, *groups):
        for name, method in inspect.getmembers(group, inspect.isfunction):
            if not name.startswith("_") and method.__doc__:
                in_python[f"{group.__name__}.{name}"] = method.__doc__.strip().splitlines()[0]
    in_node: dict[str, str] = {}
    for file in ("authpipe.ts", "resources.ts"):
        cls, doc = "", ""
        for line in (node / file).read_text(encoding="utf-8").splitlines():
            if found := re.match(r"export class (\w+)", line):
                cls = found[1]
            elif found := re.match(r"  /\*\* (.+?) \*/$", line):
                doc = found[1]
            elif line == "  /**":
                doc = ""
            elif found := re.match(r"   \* (.+)", line):
                doc = doc or found[1]
            elif found := re.match(r"  (?:async )?([a-z]\w+)\(", line):
                name = re.sub(r"[A-Z]", lambda letter: "_" + letter[0].lower(), found[1])
                in_node[f"{cls}.{name}"] = doc

    def plain(text: str) -> str:
        return re.sub(r"[`_]", "", text).replace("None", "null").lower().split(". ")[0].rstrip(".")

    both = in_python.keys() & in_node.keys()
    assert len(both) >= 17, sorted(both)
    for name in sorted(both):
        assert plain(in_python[name]) == plain(in_node[name]), name
