"""`authpipe.testing` as users have it: named in a conftest, in a pytest of its own."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import textwrap

import pytest

from authpipe import (
    AsyncAuthpipe,
    Authpipe,
    NotConnectedError,
    ProviderConfig,
    ProviderError,
    RateLimitedError,
    ReauthRequiredError,
    UsageError,
)
from authpipe.testing import ADMIN, MEMBER, OTHER, PROVIDER, Sandbox

from .processes import WATCHDOG, wait_until_gone

WHO = {"tenant_id": "org_acme", "user_id": "user_123"}
ME = {"provider": PROVIDER, **WHO}


def run_pytest(folder, test, *, conftest='pytest_plugins = ["authpipe.testing"]\n'):
    (folder / "conftest.py").write_text(conftest)
    (folder / "test_users.py").write_text(textwrap.dedent(test))
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", "--rootdir", folder, folder]
    return subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, text=True, timeout=WATCHDOG)


def test_the_fixtures_are_there_when_the_plugin_is_named(tmp_path):
    done = run_pytest(
        tmp_path,
        """
        import asyncio
        from pathlib import Path
        from authpipe import AsyncAuthpipe

        ME = {"provider": "microsoft-onedrive", "tenant_id": "org_acme", "user_id": "user_123"}

        def test_a_user_connects_and_time_passes(authpipe, authpipe_sandbox):
            authpipe_sandbox.connect(authpipe, tenant_id="org_acme", user_id="user_123")
            first = authpipe.get_credential(**ME)
            authpipe_sandbox.advance(7200)
            second = authpipe.get_credential(**ME)
            assert second.refreshed and second.credential != first.credential
            assert len(authpipe_sandbox.refreshes()) == 1
            Path("pid").write_text(str(authpipe_sandbox._process.pid))

        def test_every_test_has_an_empty_vault_and_the_clock_goes_on(authpipe, authpipe_sandbox):
            assert authpipe.peek_credential(**ME) is None
            authpipe_sandbox.install(authpipe, tenant_id="org_acme", user_id="boss")
            assert authpipe.get_credential(
                provider="microsoft-onedrive", tenant_id="org_acme", credential_for="installation"
            ).credential

        def test_the_async_twin(authpipe_options, authpipe_sandbox):
            async def run():
                async with AsyncAuthpipe(**authpipe_options) as authpipe:
                    await asyncio.to_thread(authpipe_sandbox.connect, authpipe, tenant_id="org_acme", user_id="user_123")
                    return await authpipe.get_credential(**ME)
            assert asyncio.run(run()).credential
        """,
    )
    assert done.returncode == 0, done.stdout
    assert "3 passed" in done.stdout
    wait_until_gone(int((tmp_path / "pid").read_text()))


def test_no_test_meets_what_the_one_before_has_done_at_the_provider(tmp_path):
    done = run_pytest(
        tmp_path,
        """
        WHO = {"tenant_id": "org_acme", "user_id": "user_123"}

        def test_first(authpipe, authpipe_sandbox):
            authpipe_sandbox.connect(authpipe, **WHO)
            authpipe_sandbox.narrow_scopes([])
            authpipe_sandbox.down()

        def test_second(authpipe, authpipe_sandbox):
            # Nobody has consented, so the person is asked and can say no.
            assert authpipe_sandbox.deny(authpipe, **WHO)["status"] == "cancelled"
            authpipe_sandbox.connect(authpipe, **WHO)
            assert "Files.Read" in authpipe.get_credential(provider="microsoft-onedrive", **WHO).scopes
        """,
        conftest="from authpipe.testing import authpipe, authpipe_options, authpipe_sandbox\n",
    )
    assert done.returncode == 0, done.stdout
    assert "2 passed" in done.stdout


def test_without_the_plugin_nothing_of_it_is_loaded(tmp_path):
    done = run_pytest(
        tmp_path,
        """
        import sys

        def test_nothing():
            assert not [name for name in sys.modules if name.startswith("authpipe")]
        """,
        conftest="",
    )
    assert done.returncode == 0, done.stdout


def test_the_sandbox_ends_with_the_process_that_started_it_however_that_ends():
    script = """
        import os, signal
        from authpipe.testing import Sandbox
        sandbox = Sandbox()
        print(sandbox._process.pid, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    """
    started = subprocess.Popen([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True)
    pid = int(started.stdout.readline())
    started.stdout.close()
    assert started.wait(WATCHDOG) == -9
    wait_until_gone(pid)


def test_people_decide_and_mistakes_are_said():
    # Of its own: in the shared one this person may have consented already.
    with Sandbox() as sandbox, Authpipe(**sandbox.options()) as authpipe:
        session = authpipe.create_auth_session(provider=PROVIDER, tenant_id="org_acme", user_id="user_123")
        assert "error=access_denied" in sandbox.sign_in(session.authorization_url, MEMBER, "cancel")
        with pytest.raises(RuntimeError, match="sandbox"):
            sandbox.connect(authpipe, tenant_id="org_acme", user_id="user_123", username="nobody@contoso.example")
        with pytest.raises(RuntimeError, match="sandbox"):
            sandbox.control("POST", "/faults", {"endpoint": "nowhere"})


def test_a_wrong_step_of_the_clock_moves_neither_and_who_was_closed_says_so():
    with Sandbox() as sandbox:
        before = sandbox.control("GET", "/clock")
        for wrong in (-1, float("nan"), "5"):
            with pytest.raises(TypeError if isinstance(wrong, str) else ValueError):
                sandbox.advance(wrong)
        assert sandbox.control("GET", "/clock")["offset_ms"] == before["offset_ms"]
        with pytest.raises(TypeError, match="sequence of str"):
            sandbox.narrow_scopes("User.Read")
    with pytest.raises(RuntimeError, match="it was closed"):
        sandbox.down()


def test_a_member_cannot_install_alone(authpipe, authpipe_sandbox):
    """The sandbox keeps the provider's rules: this organisation has not consented, and a member may not do it."""
    with pytest.raises(RuntimeError):
        authpipe_sandbox.install(authpipe, tenant_id="org_other", user_id="user_123", username="gus@fabrikam.example")


@pytest.mark.parametrize("twin", [Authpipe, AsyncAuthpipe])
def test_both_twins_can_be_connected_where_no_loop_runs(twin, authpipe_options, authpipe_sandbox):
    made = twin(**authpipe_options)
    end = authpipe_sandbox.connect(made, tenant_id="org_acme", user_id="user_123")
    assert end["status"] == "complete"
    assert authpipe_sandbox.install(made, tenant_id="org_acme", user_id="boss", username=ADMIN)["status"] == "complete"


def test_a_sandbox_is_closed_once():
    with Sandbox() as sandbox:
        pid = sandbox._process.pid
        os.kill(pid, 0)
    sandbox.close()
    wait_until_gone(pid)
    assert not os.path.exists(sandbox.ca_file)


def test_importing_loads_no_framework_and_starts_no_thread():
    script = """
        import sys, threading, os
        import authpipe, authpipe.testing, authpipe.ext.asgi, authpipe.ext.wsgi
        heavy = {"fastapi", "starlette", "flask", "django", "werkzeug", "httpx", "requests", "azure", "google", "celery", "msgraph"}
        print(sorted(heavy & set(sys.modules)), len(os.listdir("/proc/self/task")))
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True, check=True)
    assert done.stdout == "[] 1\n"


@pytest.fixture
def alone():
    """A sandbox of its own, because what a test does to it would be met by others."""
    with Sandbox() as sandbox:
        yield sandbox


def test_access_tokens_end_alone_and_the_clock_stays(alone):
    with Authpipe(**alone.options()) as authpipe:
        alone.connect(authpipe, **WHO)
        first = authpipe.get_credential(**ME)
        alone.end_access_tokens()
        second = authpipe.report_rejected(**ME, generation=first.generation)
        assert second.credential != first.credential
        assert len(alone.refreshes()) == 1


def test_a_running_loop_is_told_of_the_twin_that_does_not_block(alone):
    async def run():
        async with AsyncAuthpipe(**alone.options()) as authpipe:
            for call in (alone.connect, alone.install, alone.deny, alone.install_pending, alone.install_unapproved):
                with pytest.raises(UsageError, match=rf"await sandbox\.{call.__name__}_async\(\.\.\.\)"):
                    call(authpipe, **WHO)

    asyncio.run(run())


def test_the_usual_cases_are_a_line_each(alone):
    with Authpipe(**alone.options()) as authpipe:
        assert alone.deny(authpipe, **WHO)["status"] == "cancelled"
        assert asyncio.run(alone.deny_async(authpipe, **WHO))["status"] == "cancelled"
        with pytest.raises(NotConnectedError):
            authpipe.get_credential(**ME)
        alone.connect(authpipe, **WHO)
        alone.expire_tokens()
        alone.throttle(60)
        with pytest.raises(RateLimitedError) as throttled:
            authpipe.get_credential(**ME)
        assert 30 < throttled.value.retry_after <= 60
        alone.up()
        alone.advance(300)
        alone.down()
        with pytest.raises(ProviderError) as away:
            authpipe.get_credential(**ME)
        assert away.value.code == "provider_unavailable"
        alone.up()
        alone.advance(300)
        authpipe.get_credential(**ME, scopes=["Files.Read"])
        alone.narrow_scopes(["User.Read"])
        alone.expire_tokens()
        with pytest.raises(ReauthRequiredError) as narrowed:
            authpipe.get_credential(**ME, scopes=["Files.Read"])
        assert narrowed.value.code == "scope_missing"
        alone.revoke()
        alone.expire_tokens()
        with pytest.raises(ReauthRequiredError) as revoked:
            authpipe.get_credential(**ME)
        assert revoked.value.reason == "revoked"
        with pytest.raises(RuntimeError, match="no such user"):
            alone.revoke("nobody@contoso.example")


def test_after_a_reset_nothing_of_the_test_before_is_left(alone):
    with Authpipe(**alone.options()) as authpipe:
        first = alone.connect(authpipe, **WHO)
        alone.down()
        alone.narrow_scopes([])
        alone.expire_tokens()
    alone.reset()
    assert alone.refreshes() == []
    with Authpipe(**alone.options()) as authpipe:
        other = alone.connect(authpipe, **WHO, username=OTHER)
        assert other["connection"]["external_user_id"] != first["connection"]["external_user_id"]
        assert "Files.Read" in authpipe.get_credential(**ME).scopes


def test_a_program_on_asyncio_connects_without_blocking(alone):
    async def run():
        async with AsyncAuthpipe(**alone.options()) as authpipe:
            ended = await alone.connect_async(authpipe, **WHO)
            installed = await alone.install_async(authpipe, tenant_id="org_acme", user_id="boss")
            return ended["status"], installed["status"], (await authpipe.get_credential(**ME)).credential

    connected, installed, credential = asyncio.run(run())
    assert (connected, installed) == ("complete", "complete")
    assert credential


def test_a_label_makes_another_connection(alone):
    with Authpipe(**alone.options()) as authpipe:
        mine = alone.connect(authpipe, **WHO)["connection"]
        work = alone.connect(authpipe, **WHO, username=OTHER, label="work")["connection"]
        assert (mine["label"] or "", work["label"]) == ("", "work")
        assert mine["id"] != work["id"]
        assert authpipe.get_credential(**ME, label="work").connection_id == work["id"]


def test_who_has_consented_cannot_deny_and_nothing_is_stored(alone):
    with Authpipe(**alone.options()) as authpipe:
        alone.connect(authpipe, **WHO)
        with pytest.raises(RuntimeError, match="did not ask bob@contoso.example for consent"):
            alone.deny(authpipe, tenant_id="org_acme", user_id="user_456")
        assert len(list(authpipe.connections.list(tenant_id="org_acme"))) == 1
        alone.reset()
        assert alone.deny(authpipe, tenant_id="org_acme", user_id="user_456")["status"] == "cancelled"


def test_a_person_says_no_at_another_provider_that_the_emulator_plays(alone):
    slack = ProviderConfig(client_id="slack-rotating", client_secret="slack-demo-secret", scopes=["search:read"])
    own = alone.options(providers={"slack": slack}, danger_origins={"slack": {"slack": alone.http_origin}})
    with Authpipe(**own) as authpipe:
        assert alone.deny(authpipe, **WHO, provider="slack")["status"] == "cancelled"
        assert asyncio.run(alone.deny_async(authpipe, **WHO, provider="slack"))["status"] == "cancelled"


@pytest.mark.parametrize("on_asyncio", [False, True])
def test_installations_that_wait(alone, on_asyncio):
    boss = {"tenant_id": "org_acme", "user_id": "boss"}
    of_acme = {"provider": PROVIDER, "tenant_id": "org_acme", "credential_for": "installation"}

    def do(name, authpipe, **more):
        if on_asyncio:
            return asyncio.run(getattr(alone, f"{name}_async")(authpipe, **boss, **more))
        return getattr(alone, name)(authpipe, **boss, **more)

    with Authpipe(**alone.options()) as authpipe:
        pending = do("install_pending", authpipe, seconds=120)["installation"]
        assert pending["status"] == "pending"
        alone.advance(300)
        authpipe.run_maintenance()
        assert authpipe.get_credential(**of_acme).installation_id == pending["id"]
        authpipe.installations.delete(pending["id"], tenant_id="org_acme")

        waiting = do("install_unapproved", authpipe)["installation"]
        assert waiting["status"] == "pending_approval"
        authpipe.installations.approve(waiting["id"], tenant_id="org_acme")
        assert authpipe.get_credential(**of_acme).credential
        authpipe.installations.delete(waiting["id"], tenant_id="org_acme")
        assert do("install", authpipe)["installation"]["status"] == "active"
