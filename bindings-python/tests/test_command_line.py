"""The same tool as `authpipe`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import authpipe


def tool(*arguments: str, command: tuple[str, ...] = (sys.executable, "-m", "authpipe")) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*command, *arguments], capture_output=True, text=True)


def test_the_module_runs_the_tool() -> None:
    made = tool("--json", "key", "generate")
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["key"].startswith("apk1_")
    assert authpipe.__version__ in tool("--version").stdout


def test_a_wrong_command_ends_with_2() -> None:
    done = tool("no-such-command")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no-such-command" in done.stderr


def test_the_installed_command_is_the_same() -> None:
    command = Path(sys.executable).with_name("authpipe")
    assert command.is_file(), "the package is not installed"
    assert tool("--version", command=(str(command),)).stdout == tool("--version").stdout
