"""Where the package cannot work, it says so when it is imported."""

from __future__ import annotations

import ast
import ctypes
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipapp
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import authpipe

from .conftest import make_key

PACKAGE = Path(authpipe.__file__).parent


def test_a_subinterpreter_is_refused_at_once_and_the_program_ends(run: Callable[..., Any]) -> None:
    ended = run("""
try:
    import _interpreters as interpreters
    run = interpreters.exec
except ImportError:
    import _xxsubinterpreters as interpreters
    run = interpreters.run_string
code = (
    "try:\\n    import authpipe\\nexcept ImportError as error:\\n    print(str(error), flush=True)\\n"
    "else:\\n    print('it was imported', flush=True)"
)
made = interpreters.create()
run(made, code)
interpreters.destroy(made)
import authpipe
print("main:", authpipe.__version__)
""")
    assert ended.stdout.startswith("authpipe does not work in a subinterpreter: "), ended.stdout + ended.stderr
    assert "main: " in ended.stdout
    assert ended.code == 0


def test_inside_of_a_zip_archive_it_says_what_to_do(tmp_path: Path) -> None:
    source = tmp_path / "app"
    shutil.copytree(PACKAGE, source / "authpipe", ignore=shutil.ignore_patterns("__pycache__"))
    (source / "__main__.py").write_text("import authpipe")
    archive = tmp_path / "app.pyz"
    zipapp.create_archive(source, archive)
    # Without what is installed: -S -E.
    ended = subprocess.run([sys.executable, "-S", "-E", str(archive)], capture_output=True, text=True, timeout=60, check=False)
    last = ended.stderr.strip().splitlines()[-1]
    assert last.startswith("ImportError: The native part of authpipe cannot be loaded: the package lies in a zip archive"), ended.stderr
    assert "shiv" in last


def test_without_its_file_it_says_so(tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "authpipe", ignore=shutil.ignore_patterns("__pycache__", "_native*.so"))
    script = "import authpipe"
    ended = subprocess.run(
        [sys.executable, "-S", "-E", "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    last = ended.stderr.strip().splitlines()[-1]
    assert last.startswith("ImportError: The native part of authpipe cannot be loaded: the file is not there."), ended.stderr


PROGRAM = """
import asyncio
import sys

from authpipe import AsyncAuthpipe, Authpipe, NotConnectedError, ProviderConfig

CRM = {"name": "CRM", "auth": ["api_key"], "api": {"origins": ["https://api.crm.example"], "placement": {"header": "X-Api-Key"}}}
OPTIONS = {"vault": f"sqlite:{sys.argv[1]}", "key": sys.argv[2], "mode": "development", "providers": {"crm": ProviderConfig(definition=CRM)}}
BEN = {"provider": "crm", "tenant_id": "org_acme", "user_id": "ben"}


async def again():
    async with AsyncAuthpipe(**OPTIONS) as ap:
        print((await ap.get_credential(**BEN)).headers())


with Authpipe(**OPTIONS) as ap:
    ap.store_credential(**BEN, credential="key-of-ben", credential_type="api_key")
    try:
        ap.get_credential(**{**BEN, "user_id": "carla"})
    except NotConnectedError as error:
        print(error.code)
asyncio.run(again())
"""


def has_library() -> bool:
    try:
        ctypes.CDLL(sysconfig.get_config_var("INSTSONAME"))
    except OSError:
        return False
    return True


@pytest.mark.skipif(not has_library(), reason="PyInstaller needs a Python that is there as a shared library")
def test_a_bundle_of_pyinstaller_works_without_python_beside_it(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    places = ["--distpath", "dist", "--workpath", "work", "--specpath", "."]
    build = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR", *places, str(program)]
    subprocess.run(build, cwd=tmp_path, env={**os.environ, "PYINSTALLER_CONFIG_DIR": str(tmp_path / "cache")}, timeout=300, check=True)
    bundle = tmp_path / "dist" / "program" / "program"
    # Nothing of this environment: the interpreter and the package are in the folder.
    ended = subprocess.run(
        [str(bundle), str(tmp_path / "vault.db"), make_key()], cwd=tmp_path, env={}, capture_output=True, text=True, timeout=60, check=False
    )
    assert (ended.returncode, ended.stdout) == (0, "not_connected\n{'X-Api-Key': 'key-of-ben'}\n"), ended.stderr


def test_bundlers_are_told_what_is_imported_by_name() -> None:
    """PyInstaller reads Python and sees neither what the native part imports nor names that are put together."""
    named = {"atexit", "json", "logging"} | {module.removeprefix("authpipe.") for module in re.findall(r'"(authpipe\._[a-z_]+)"', rust())}
    named |= {module for module in re.findall(r'import\((?:pyo3::intern!\(py, )?"([a-z]+)"', rust()) if module not in sys.builtin_module_names}
    named |= set(authpipe._LATER.values()) | {"_types"}
    tree = ast.parse((PACKAGE / "_loading.py").read_text(encoding="utf-8"))
    (told,) = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "for_bundlers")
    names = {name.name for node in ast.walk(told) if isinstance(node, (ast.Import, ast.ImportFrom)) for name in node.names}
    assert named - {"os", "_native"} <= names


def rust() -> str:
    return "".join(file.read_text(encoding="utf-8") for file in (PACKAGE.parent.parent / "src").glob("*.rs"))
