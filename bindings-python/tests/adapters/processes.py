"""Waiting for processes of others to end."""

import time
from pathlib import Path

WATCHDOG = 30


def wait_until_gone(*pids):
    """Waits until none of them runs. One that nobody has collected yet runs no more."""
    deadline = time.monotonic() + WATCHDOG
    for pid in pids:
        while _runs(pid):
            assert time.monotonic() < deadline, f"process {pid} is still there"
            time.sleep(0.01)


def _runs(pid):
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"
