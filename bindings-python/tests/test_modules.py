"""How the modules of the package import each other: what is above imports what is below, and never back."""

from __future__ import annotations

import ast
import graphlib
import re
from pathlib import Path

import pytest

import authpipe

PACKAGE = Path(authpipe.__file__).parent
NATIVE = Path(__file__).parent.parent / "src"


def imports_of(package: Path) -> dict[str, set[str]]:
    """Which module of a package imports which others, wherever in the file: imports for type checkers only and those inside functions
    count as well, because a reader follows them too."""
    files = {name_of(file.relative_to(package)): file for pattern in ("*.py", "*.pyi") for file in sorted(package.rglob(pattern))}
    imports: dict[str, set[str]] = {}
    for name, file in files.items():
        folder = name.split(".")[: None if file.stem == "__init__" else -1]
        named = {module for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) for module in modules_in(node, folder)}
        imports[name] = {module if module in files else parent_of(module) for module in named} & files.keys() - {name}
    return imports


def name_of(file: Path) -> str:
    """As it is imported: ``authpipe/ext/azure.py`` is ``authpipe.ext.azure``."""
    parts = ("authpipe", *file.with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def parent_of(module: str) -> str:
    return module.rpartition(".")[0]


def modules_in(node: ast.AST, folder: list[str]) -> list[str]:
    """What a statement imports, by whole names. What ``from`` names may be a module or something in one."""
    if isinstance(node, ast.Import):
        return [one.name for one in node.names]
    if isinstance(node, ast.ImportFrom):
        start = folder[: len(folder) + 1 - node.level] if node.level else []
        return [".".join([*start, *filter(None, [node.module]), one.name]) for one in node.names]
    return []


def find_circle(imports: dict[str, set[str]]) -> list[str] | None:
    try:
        graphlib.TopologicalSorter(imports).prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return None


def of_the_package() -> dict[str, set[str]]:
    imports = imports_of(PACKAGE)
    # The native part is written in Rust and imports by name.
    for file in NATIVE.glob("*.rs"):
        imports["authpipe._native"] |= set(re.findall(r'"(authpipe\.\w+)"', file.read_text(encoding="utf-8"))) - {"authpipe._native"}
    return imports


def test_no_module_imports_one_that_imports_it() -> None:
    imports = of_the_package()
    assert find_circle(imports) is None
    # What is read is what is there.
    assert imports["authpipe._native"] >= {"authpipe._types", "authpipe._errors", "authpipe._endings"}
    assert imports["authpipe._httpx"] >= {"authpipe._native", "authpipe._source"}
    assert imports["authpipe.ext.azure"] >= {"authpipe._source", "authpipe.ext._core", "authpipe.ext._azure", "authpipe._client"}
    assert imports["authpipe"] >= {"authpipe._client", "authpipe._generated_options"}


@pytest.mark.parametrize(
    "planted",
    [
        ("_errors.py", "from . import _client"),
        ("_errors.py", "from ._client import Authpipe"),
        ("_source.py", "from .ext import azure"),
        ("ext/_core.py", "def core():\n    from .azure import token_credential"),
        ("_wait.py", "if TYPE_CHECKING:\n    import authpipe._httpx"),
        ("_types.py", "from authpipe import Authpipe"),
        ("_native.pyi", "from ._generated_options import ProviderConfig"),
    ],
    ids=lambda planted: f"{planted[0]}: {planted[1].split()[-1]}",
)
def test_a_circle_that_is_planted_is_found(planted: tuple[str, str], tmp_path: Path) -> None:
    for file in PACKAGE.rglob("*.py*"):
        if file.suffix in (".py", ".pyi"):
            copy = tmp_path / file.relative_to(PACKAGE)
            copy.parent.mkdir(exist_ok=True)
            copy.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    assert find_circle(imports_of(tmp_path)) is None
    name, line = planted
    target = tmp_path / name
    target.write_text(f"{target.read_text(encoding='utf-8')}\n{line}\n", encoding="utf-8")
    assert find_circle(imports_of(tmp_path)) is not None
