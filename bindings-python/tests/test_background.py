"""A process without background work."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from .conftest import Ended

Run = Callable[..., Ended]


def test_without_background_work_nothing_is_left_to_do_when_a_call_ends(run: Run, tmp_path: Path) -> None:
    ended = run(
        """
clock = TestClock()
ap = Authpipe(providers=providers(), background=False, test_clock=clock)
ap.store_credential(**ACME, credential="k", credential_type="api_key")
clock.advance(2 * 3600)
assert ap.get_credential(**ACME).credential == "k"
os._exit(7)
"""
    )
    assert (ended.code, ended.stderr) == (7, "")
    database = sqlite3.connect(tmp_path / "script.db")
    ((noted,),) = database.execute("SELECT last_used_at - created_at FROM grants")
    database.close()
    assert noted >= 2 * 3600 * 1000, "the use of the key is noted, and the process did not live on for it"
