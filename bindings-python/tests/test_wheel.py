"""The wheel, installed where there is neither Rust nor an index, gives a credential.

It builds one with the debug profile; `AUTHPIPE_WHEEL=path` tests that one instead: `cargo xtask test python --long` builds the one that
is published.
"""

from __future__ import annotations

import email
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import authpipe

ROOT = Path(__file__).parent.parent
ADAPTERS = {f"authpipe.ext.{file.stem}" for file in (Path(authpipe.__file__).parent / "ext").glob("[a-z]*.py")}
GIVEN = os.environ.get("AUTHPIPE_WHEEL")
MOST_BYTES = 6 * 1024 * 1024

TEN_LINES = """\
import json, urllib.request
from authpipe import Authpipe
from authpipe.testing import Sandbox

me = dict(provider="microsoft-onedrive", tenant_id="org_acme", user_id="user_123")
with Sandbox() as sandbox, Authpipe(**sandbox.options()) as ap:
    sandbox.connect(ap, tenant_id="org_acme", user_id="user_123")
    credential = ap.get_credential(**me)
    files = urllib.request.Request(sandbox.http_origin + "/v1.0/me/drive/root/children", headers=credential.headers())
    print(credential.source, [item["name"] for item in json.load(urllib.request.urlopen(files))["value"]])
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if GIVEN is not None:
        return Path(GIVEN)
    maturin = shutil.which("maturin", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    assert maturin, "maturin is pinned in requirements-test.txt"
    if shutil.which("cargo") is None:
        pytest.skip("needs cargo to build a wheel, or AUTHPIPE_WHEEL")
    folder = tmp_path_factory.mktemp("wheel")
    command = [maturin, "build", "--quiet", "--profile", "dev", "--features", "one-build", "--interpreter", sys.executable, "--out", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True)
    (built,) = folder.glob("*.whl")
    return built


def test_it_holds_what_it_should(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "-cp310-abi3-" in wheel.name, "one wheel for 3.10 and later"
    assert {"authpipe/py.typed", "authpipe/_native.pyi", "authpipe/ext/asgi.py", "authpipe/testing.py"} <= set(names)
    assert [name for name in names if name.endswith((".so", ".pyd"))] == ["authpipe/_native.abi3.so"]
    assert any(name.endswith("/licenses/LICENSE-MIT") for name in names)
    assert not [name for name in names if "test_" in name or "__pycache__" in name]


def test_its_metadata_says_what_it_is(wheel: Path) -> None:
    (name,) = (name for name in zipfile.ZipFile(wheel).namelist() if name.endswith(".dist-info/METADATA"))
    metadata = email.message_from_bytes(zipfile.ZipFile(wheel).read(name))
    assert metadata["Name"] == "authpipe"
    assert metadata["Version"] == authpipe.__version__
    assert metadata["Requires-Python"] == ">=3.10"
    assert metadata["License-Expression"] == "Apache-2.0 OR MIT"
    assert sorted(Path(file).name for file in metadata.get_all("License-File", [])) == ["LICENSE-APACHE", "LICENSE-MIT"]
    needed = [requirement for requirement in metadata.get_all("Requires-Dist", []) if "extra ==" not in requirement]
    assert needed == [], "it needs no other package"
    extras = set(metadata.get_all("Provides-Extra", []))
    assert extras == {"fastapi", "flask", "django", "azure", "google", "requests", "httpx"}
    assert {f"authpipe.ext.{extra}" for extra in extras - {"httpx"}} <= ADAPTERS, "an extra is named after its adapter"
    systems = {line for line in metadata.get_all("Classifier", []) if line.startswith("Operating System")}
    assert systems == {"Operating System :: POSIX :: Linux"}, "the README says what is built and tested"
    versions = {line.rpartition(" ")[2] for line in metadata.get_all("Classifier", []) if ":: 3." in line}
    assert versions == {f"3.{minor}" for minor in range(10, 14)}, "those that the tests run with"
    assert {line.partition(",")[0] for line in metadata.get_all("Project-URL", [])} == {"Homepage", "Errors"}
    assert metadata["Description-Content-Type"].startswith("text/markdown")
    assert "# authpipe" in str(metadata.get_payload())


if GIVEN is not None:  # a debug build is large, and is not what is published

    def test_it_is_small(wheel: Path) -> None:
        assert wheel.stat().st_size <= MOST_BYTES


def test_it_is_installed_without_rust_and_gives_a_credential(wheel: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    # Nothing of this environment: no Rust, no index, no packages.
    alone = {"PATH": str(tmp_path / "venv" / "bin"), "HOME": str(tmp_path), "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    assert shutil.which("cargo", path=alone["PATH"]) is None
    python = str(tmp_path / "venv" / "bin" / "python")

    def run(*command: str) -> str:
        done = subprocess.run([python, *command], env=alone, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("-m", "pip", "install", "--quiet", str(wheel))
    assert run("-c", TEN_LINES).startswith("connection [")
    assert run("-m", "authpipe", "--version").startswith("authpipe ")
