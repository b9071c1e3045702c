"""The fast path: one object per value of the core, under the core's own rule of what may answer."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from authpipe import (
    AsyncAuthpipe,
    Authpipe,
    Credential,
    NotConnectedError,
    Principal,
    ProviderConfig,
    ReauthRequiredError,
    RequestError,
)
from authpipe.testing import MEMBER, Sandbox

from .conftest import ACME, ME, Ended


def test_repeated_reads_give_the_very_same_object(connected: Authpipe) -> None:
    connected.get_credential(**ME)
    first = connected.get_credential(**ME)
    assert connected.get_credential(**ME) is first
    assert connected.get_credential(**{name: str(value.encode(), "ascii") for name, value in ME.items()}) is first
    assert connected.peek_credential(**ME) is first
    assert connected.get_credential(**ME, force_refresh=False, min_validity=None, scopes=None, claims=None) is first
    assert first.refreshed is False


def test_a_limit_takes_nobody_past_what_is_at_hand(connected: Authpipe) -> None:
    connected.get_credential(**ME)
    first = connected.get_credential(**ME)
    for timeout in (None, 0, 3, 2.5, timedelta(seconds=3), timedelta()):
        assert connected.get_credential(**ME, timeout=timeout) is first, timeout


@pytest.mark.parametrize("wrong", [timedelta(seconds=-3), -1, float("nan"), "3", True, object()], ids=lambda wrong: type(wrong).__name__)
def test_a_limit_that_is_none_is_refused_although_nobody_waits(connected: Authpipe, wrong: Any) -> None:
    first = connected.get_credential(**ME)
    with pytest.raises(RequestError) as caught:
        connected.get_credential(**ME, timeout=wrong)
    assert caught.value.code == "invalid_request"
    assert connected.get_credential(**ME, timeout=3).generation == first.generation


def test_an_awaited_read_gives_it_too(authpipe_options: dict[str, Any], authpipe_sandbox: Sandbox) -> None:
    async def use() -> None:
        async with AsyncAuthpipe(**authpipe_options) as ap:
            await asyncio.to_thread(authpipe_sandbox.connect, ap, tenant_id=ME["tenant_id"], user_id=ME["user_id"])
            assert (await ap.get_credential(**ME)).generation == 1
            first = await ap.get_credential(**ME)
            assert first.generation == 1
            # Nothing else runs between the call and its answer.
            reading = ap.get_credential(**ME)
            with pytest.raises(StopIteration) as answer:
                reading.send(None)
            assert answer.value.value is first

    asyncio.run(use())


def test_a_kept_credential_answers_for_its_subject_only(connected: Authpipe) -> None:
    connected.get_credential(**ME)
    kept = connected.get_credential(**ME)
    assert connected.get_credential(**ME, config="microsoft-onedrive") is not kept
    assert connected.get_credential(**ME, credential_for="any") is not kept
    others: list[dict[str, Any]] = [
        {**ME, "tenant_id": "org_other"},
        {**ME, "user_id": "user_456"},
        {**ME, "label": "work"},
        {**ME, "credential_for": "installation"},
        {**ME, "connection_id": "con_AAAAAAAAAAAAAAAAAAAAAA"},
    ]
    for other in others:
        assert connected.peek_credential(**other) is None, other
        with pytest.raises(NotConnectedError):
            connected.get_credential(**other)
    nobody: dict[str, Any] = {**ME, "user_id": None}
    for ask in (connected.peek_credential, connected.get_credential):
        with pytest.raises(RequestError) as caught:
            ask(**nobody)
        assert caught.value.code == "user_id_required"


def test_what_only_the_core_can_judge_passes_the_kept_object_by(connected: Authpipe) -> None:
    connected.get_credential(**ME)
    kept = connected.get_credential(**ME)
    with pytest.raises(ReauthRequiredError):
        connected.get_credential(**ME, scopes=["Mail.Send"])
    assert connected.get_credential(**ME, scopes=["Files.Read"]) is not kept
    assert connected.get_credential(**ME, min_validity=0) is not kept
    assert connected.get_credential(**ME, connection_id=kept.connection_id) is not kept


def test_a_refresh_gives_a_new_object(connected: Authpipe) -> None:
    connected.get_credential(**ME)
    first = connected.get_credential(**ME)
    forced = connected.get_credential(**ME, force_refresh=True)
    assert (forced.generation, forced.refreshed) == (first.generation + 1, True)
    assert connected.get_credential(**ME).credential == forced.credential
    second = connected.get_credential(**ME)
    assert (second.credential, second.refreshed) == (forced.credential, False)
    assert connected.get_credential(**ME) is second


def test_it_ends_with_its_time(connected: Authpipe, authpipe_sandbox: Sandbox) -> None:
    connected.get_credential(**ME)
    first = connected.get_credential(**ME)
    authpipe_sandbox.advance(2)
    assert connected.peek_credential(**ME) is None, "a moved clock makes every entry ask again"
    assert connected.get_credential(**ME).generation == first.generation
    authpipe_sandbox.advance(24 * 3600)
    assert connected.peek_credential(**ME) is None, "it has expired"
    assert connected.get_credential(**ME).generation == first.generation + 1


def test_it_ends_with_a_deletion(connected: Authpipe) -> None:
    connected.get_credential(**ME)
    kept = connected.get_credential(**ME)
    assert kept.connection_id is not None
    connected.connections.delete(kept.connection_id, tenant_id=ME["tenant_id"])
    assert connected.peek_credential(**ME) is None
    with pytest.raises(NotConnectedError):
        connected.get_credential(**ME)


def test_it_ends_with_a_revocation_that_another_process_makes(
    authpipe_options: dict[str, Any], authpipe_sandbox: Sandbox, run: Callable[..., Ended]
) -> None:
    with Authpipe(**authpipe_options) as ap:
        authpipe_sandbox.connect(ap, tenant_id=ME["tenant_id"], user_id=ME["user_id"])
        ap.get_credential(**ME)
        kept = ap.get_credential(**ME)
        ended = run(
            f"""
with Authpipe(vault={authpipe_options["vault"]!r}, key={authpipe_options["key"]!r}) as ap:
    ap.connections.delete({kept.connection_id!r}, tenant_id="org_acme")
"""
        )
        # It says that the clock of this one, which a test moves, is far ahead of its own.
        assert ended.code == 0, ended.stderr
        authpipe_sandbox.advance(5.001)
        assert ap.peek_credential(**ME) is None, "the last look is too old to answer without another"
        with pytest.raises(NotConnectedError):
            ap.get_credential(**ME)


def test_it_ends_with_the_client(authpipe_options: dict[str, Any], authpipe_sandbox: Sandbox) -> None:
    ap = Authpipe(**authpipe_options)
    authpipe_sandbox.connect(ap, tenant_id=ME["tenant_id"], user_id=ME["user_id"])
    ap.get_credential(**ME)
    kept = ap.get_credential(**ME)
    held = sys.getrefcount(kept)
    ap.close()
    assert sys.getrefcount(kept) == held - 1, "nothing of ours keeps it"


def test_the_number_of_kept_credentials_is_bounded(options: dict[str, Any]) -> None:
    class Spelling(str):
        """A text that is equal to itself only: one more key of the same credential."""

        __hash__ = object.__hash__

        def __eq__(self, other: object) -> bool:
            return self is other

    with Authpipe(**options) as ap:
        ap.store_credential(**ACME, credential="k", credential_type="api_key")
        ap.get_credential(**ACME)
        first = ap.get_credential(**ACME)
        assert (ap.peek_credential(**ACME) is first, sys.getrefcount(first)) == (True, 3)
        spellings = [{**ACME, "tenant_id": Spelling(ACME["tenant_id"])} for _ in range(10_000)]
        others = [ap.get_credential(**spelling) for spelling in spellings]
        assert sys.getrefcount(first) == 2, "nothing of ours keeps it"
        assert ap.peek_credential(**spellings[0]) is others[0], "for one that is added, one is dropped"
        assert ap.peek_credential(**spellings[9_999]) is others[9_999]


def test_a_credential_whose_grant_is_gone_is_dropped_although_nobody_asks(
    connected: Authpipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTHPIPE_TEST_SWEEP_MS", "1")
    connected.get_credential(**ME)
    kept = connected.get_credential(**ME)
    held = sys.getrefcount(kept)
    assert kept.connection_id is not None
    connected.connections.delete(kept.connection_id, tenant_id=ME["tenant_id"])
    watchdog = time.monotonic() + 30
    while sys.getrefcount(kept) == held:
        assert time.monotonic() < watchdog, "it is never dropped"
        # Somebody else's look lets the sweep have the interpreter.
        assert connected.peek_credential(**{**ME, "user_id": "user_456"}) is None
    assert sys.getrefcount(kept) == held - 1, "nothing of ours keeps it"


def asks(ap: Authpipe, me: dict[str, str]) -> Credential:
    return ap.get_credential(**me)


def looks_then_asks(ap: Authpipe, me: dict[str, str]) -> Credential:
    ap.peek_credential(**me)
    return ap.get_credential(**me)


def asks_where_a_look_gives_nothing(ap: Authpipe, me: dict[str, str]) -> Credential:
    return ap.peek_credential(**me) or ap.get_credential(**me)


@pytest.mark.parametrize("read", [asks, looks_then_asks, asks_where_a_look_gives_nothing])
def test_a_token_of_sixty_days_that_is_read_daily_is_renewed_before_it_ends(
    read: Callable[[Authpipe, dict[str, str]], Credential], tmp_path: Path
) -> None:
    me = {**ME, "provider": "own"}
    with Sandbox() as sandbox:
        sandbox.control("POST", "/generic", {"access_token_lifetime_s": 60 * 86_400})
        origin = sandbox.http_origin
        # No probe: nothing but reads and the refresh touches the grant.
        definition = {
            "name": "Own",
            "auth": ["user"],
            "oauth": {"authorization_endpoint": f"{origin}/oauth/authorize", "token_endpoint": f"{origin}/oauth/token"},
            "api": {"origins": [origin]},
        }
        own = ProviderConfig(
            client_id="generic-reusable", client_secret="generic-demo-secret", scopes=["read"], definition=definition
        )
        vault = f"sqlite:{tmp_path / 'reading.db'}"
        options = sandbox.options(vault=vault, background=True, providers={"own": own}, danger_origins={})
        with Authpipe(**options) as ap:
            connect(sandbox, ap, me)
            first = ap.get_credential(**me)
            for hours in range(23, 61 * 24, 23):
                sandbox.advance(23 * 3600)
                # Somebody else's read: the process has looked for changes, so that what is cached may answer.
                with pytest.raises(NotConnectedError):
                    ap.get_credential(**{**me, "user_id": "nobody"})
                assert read(ap, me).refreshed is False, f"a read has waited after {hours} hours"
                # A clock that jumps would end the lease of an exchange under way.
                ap.run_maintenance()
                asked = len(sandbox.control("GET", "/ledger?kind=token_request&grant_type=refresh_token")["entries"])
                while len(list(ap.events.list(type="token.refreshed", limit=200))) < asked:
                    pass
            assert ap.get_credential(**me).generation > first.generation


def connect(sandbox: Sandbox, ap: Authpipe, me: dict[str, str]) -> None:
    """Signs in at the provider and comes back through the handler."""
    session = ap.create_auth_session(**me, mode="popup")
    who = Principal(tenant_id=me["tenant_id"], user_id=me["user_id"], role="member")
    sandbox._end(ap, session, who, MEMBER, "accept")
