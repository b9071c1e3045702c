"""Type checkers, the stub of the native part, and the first lines of the docs."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import authpipe
from authpipe import _resources

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


def test_the_types_of_users_are_what_they_should_be(tmp_path: Path) -> None:
    (tmp_path / "right.py").write_text(
        """
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from authpipe import AsyncAuthpipe, Authpipe, Connection, Credential, SubjectArgs
from typing_extensions import assert_type

me: SubjectArgs = {"provider": "microsoft-onedrive", "tenant_id": "org_acme", "user_id": "user_123"}

def use(ap: Authpipe) -> None:
    credential = ap.get_credential(**me, min_validity=timedelta(minutes=5))
    assert_type(credential, Credential)
    assert_type(credential.expires_at, datetime | None)
    assert_type(ap.peek_credential(**me), Credential | None)
    for connection in ap.connections.list(tenant_id="t"):
        assert_type(connection, Connection)

async def use_async(ap: AsyncAuthpipe) -> None:
    assert_type(await ap.get_credential(**me), Credential)
    async for connection in ap.connections.list(tenant_id="t"):
        assert_type(connection, Connection)
    assert_type((await ap.connections.list(tenant_id="t")).next, str | None)
""",
        encoding="utf-8",
    )
    check("mypy", "--strict", "--config-file=", str(tmp_path / "right.py"), cwd=tmp_path)
    wrong = tmp_path / "wrong.py"
    wrong.write_text(
        """
from authpipe import Authpipe, Principal, ProviderConfig

ap = Authpipe(timeout="10")
ap.get_credential(provider="x")
ap.get_credential(provider="x", tenant_id="t", credential_for="nobody")
ap.get_credential(provider="x", tenant_id="t").credential = "y"
Principal(tenant_id="t", user_id="u")
ProviderConfig(client_secret="x")
""",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", str(wrong)], cwd=tmp_path, capture_output=True, text=True
    )
    assert sorted({int(line) for line in re.findall(r"wrong\.py:(\d+): error", done.stdout)}) == [4, 5, 6, 7, 8, 9], done.stdout


def test_the_first_line_of_a_doc_is_the_same_in_python_and_in_node() -> None:
    node = ROOT.parent / "bindings-node" / "src"
    if not node.is_dir():
        pytest.skip("needs the repository: @authpipe/node is not here")
    in_python: dict[str, str] = {}
    for group in (authpipe.Authpipe, _resources.Connections, _resources.Installations, _resources.Events):
        for name, method in vars(group).items():
            if not name.startswith("_") and inspect.isfunction(method) and method.__doc__:
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
