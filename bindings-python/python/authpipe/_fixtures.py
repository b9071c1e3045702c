"""The fixtures of ``authpipe.testing``, for pytest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ._client import Authpipe
from ._sandbox import Sandbox

_RUNNING = pytest.StashKey[Sandbox]()


@pytest.fixture
def authpipe_sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """The provider of all tests: one process for the run, and nothing of the test before in it but the time.

    Its clock only goes forward: a test does not depend on what others have left.
    """
    config = request.config
    if _RUNNING in config.stash:
        config.stash[_RUNNING].reset()
    else:
        config.stash[_RUNNING] = Sandbox()
        config.add_cleanup(config.stash[_RUNNING].close)
    return config.stash[_RUNNING]


@pytest.fixture
def authpipe_options(authpipe_sandbox: Sandbox, tmp_path: Path) -> dict[str, Any]:
    """Arguments for ``Authpipe`` or ``AsyncAuthpipe`` with an empty vault in a temporary folder."""
    return authpipe_sandbox.options(vault=f"sqlite:{tmp_path / 'authpipe.db'}")


@pytest.fixture
def authpipe(authpipe_options: dict[str, Any]) -> Iterator[Authpipe]:
    """An ``Authpipe`` with an empty vault, closed after the test."""
    with Authpipe(**authpipe_options) as made:
        yield made
