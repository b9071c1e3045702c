"""What tests of applications put in the place of an ``Authpipe``."""

from __future__ import annotations

import inspect
import pydoc
from typing import Any
from unittest.mock import create_autospec

import pytest

from authpipe import AsyncAuthpipe, Authpipe, Credential, RequestError
from authpipe.testing import fake_credential

GROUPS = {"connections": "get", "installations": "get", "sessions": "get", "events": "list", "audit": "list"}


@pytest.mark.parametrize("twin", [Authpipe, AsyncAuthpipe])
def test_a_stand_in_has_the_groups_and_refuses_what_the_real_one_refuses(twin: Any) -> None:
    for stand_in in (create_autospec(twin, instance=True), create_autospec(twin)(providers={})):
        for group, method in GROUPS.items():
            assert callable(getattr(getattr(stand_in, group), method))
            with pytest.raises(AttributeError):
                getattr(stand_in, group).no_such_method  # noqa: B018
        answer = stand_in.connections.get("con_1", tenant_id="t")
        if inspect.iscoroutine(answer):
            answer.close()
        with pytest.raises(TypeError):
            stand_in.connections.get("con_1", tenant="t")
        with pytest.raises(TypeError):
            stand_in.get_credential(provider="p")


def test_what_is_awaited_is_awaited_in_a_stand_in() -> None:
    stand_in = create_autospec(AsyncAuthpipe, instance=True)
    assert inspect.iscoroutinefunction(stand_in.connections.get)


@pytest.mark.parametrize("twin", [Authpipe, AsyncAuthpipe])
def test_dir_and_help_show_the_groups(twin: Any, options: dict[str, Any]) -> None:
    assert set(GROUPS) <= set(dir(twin))
    assert set(GROUPS) <= set(dir(twin(**options)))
    text = pydoc.render_doc(twin, renderer=pydoc.plaintext)
    assert all(group in text for group in GROUPS)


def test_a_made_up_credential_is_of_the_real_class_and_does_not_print() -> None:
    made_up = fake_credential("at-1", scopes=["Files.Read"], needs_reauth=True, source="installation")
    assert isinstance(made_up, Credential)
    assert (made_up.credential, made_up.headers()) == ("at-1", {"Authorization": "Bearer at-1"})
    assert (made_up.scopes, made_up.needs_reauth, made_up.generation) == (("Files.Read",), True, 1)
    assert (made_up.connection_id, made_up.installation_id) == (None, "ins_fake")
    assert "at-1" not in f"{made_up}{made_up!r}"
    assert repr(made_up) == (
        "Credential(credential=[redacted], credential_type='oauth_token', expires_at=None, scopes=('Files.Read',), source='installation', "
        "refreshed=False, degraded=False, needs_reauth=True, generation=1, installation_id='ins_fake')"
    )
    assert "refreshed=True, degraded=True, needs_reauth=False" in repr(fake_credential(refreshed=True, degraded=True))
    assert dict(fake_credential("k", credential_type="api_key").fields) == {"value": "k"}
    with pytest.raises(RequestError):
        fake_credential(credential_type="webhook_secret").headers()
