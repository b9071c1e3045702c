"""What every program of the fork matrix does: it has one Authpipe at module level and says what a process gets from it."""

from __future__ import annotations

import hashlib
import json
import os
import threading

from authpipe import AuthpipeError, HttpRequest, Principal, ProviderConfig, TestClock

SETTINGS = json.loads(os.environ["AUTHPIPE_TESTS_SERVER"])
ME = {"provider": "microsoft-onedrive", "tenant_id": "org_acme", "user_id": "user_123"}
LOADED_IN = os.getpid()
LIST = HttpRequest("GET", "/connections")
WHO = Principal(tenant_id=ME["tenant_id"], user_id=ME["user_id"], role="member")

_clock = TestClock()
_clock.advance(SETTINGS["offset"])
_advanced = 0.0
_lock = threading.Lock()


def make(kind):
    """An application's object with everything on: threads, background work, a vault on disk."""
    provider = ProviderConfig(client_id=SETTINGS["client_id"], client_secret=SETTINGS["client_secret"], scopes=["Files.Read"])
    return kind(
        vault=SETTINGS["vault"],
        key=SETTINGS["key"],
        mode="development",
        base_url="http://localhost:4000/api/authpipe",
        providers={ME["provider"]: provider},
        danger_origins=SETTINGS["origins"],
        timeout=SETTINGS.get("timeout"),
        test_clock=_clock,
    )


def advance(seconds):
    """Puts this process's clock where the test's is. A forked process has a clock of its own from then on."""
    global _advanced
    if seconds <= _advanced:
        return
    with _lock:
        _clock.advance(seconds - _advanced)
        _advanced = seconds


def describe(credential):
    digest = hashlib.sha256(credential.credential.encode()).hexdigest()[:8]
    return {"pid": os.getpid(), "loaded_in": LOADED_IN, "generation": credential.generation, "digest": digest}


def describe_error(error: AuthpipeError):
    return {"pid": os.getpid(), "loaded_in": LOADED_IN, "error": error.code, "message": str(error)}


def ask(authpipe, seconds, **options):
    """What a request or task does."""
    advance(seconds)
    try:
        return describe(authpipe.get_credential(**ME, **options))
    except AuthpipeError as error:
        return describe_error(error)


async def ask_async(authpipe, seconds):
    advance(seconds)
    try:
        return describe(await authpipe.get_credential(**ME))
    except AuthpipeError as error:
        return describe_error(error)
