"""Tests against a provider of your own: the sandbox, a clock that moves both sides, and people who sign in without a browser.

In a ``conftest.py`` at the root: ``pytest_plugins = ["authpipe.testing"]``. That gives the fixtures ``authpipe_sandbox`` (as if it had just
been started), ``authpipe_options`` (for a fresh vault in a temporary folder) and ``authpipe`` (an ``Authpipe`` made with them).

>>> def test_files_are_listed(authpipe, authpipe_sandbox):
...     authpipe_sandbox.connect(authpipe, tenant_id="org_acme", user_id="user_123")
...     authpipe_sandbox.advance(7200)  # the credential has expired, here and at the provider
...     assert authpipe.get_credential(provider="microsoft-onedrive", tenant_id="org_acme", user_id="user_123").refreshed
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from ._emulator import ADMIN, MEMBER, OTHER, PROVIDER
from ._native import Credential, TestClock
from ._sandbox import Sandbox

# unittest can use the sandbox without pytest.
if find_spec("pytest") is not None:
    from ._fixtures import authpipe as authpipe
    from ._fixtures import authpipe_options as authpipe_options
    from ._fixtures import authpipe_sandbox as authpipe_sandbox

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ._types import CredentialSource, CredentialType

__all__ = ["ADMIN", "MEMBER", "OTHER", "PROVIDER", "Sandbox", "TestClock", "fake_credential"]


def fake_credential(
    credential: str = "fake-credential",
    *,
    credential_type: CredentialType = "oauth_token",
    expires_at: datetime | None = None,
    scopes: Sequence[str] = (),
    source: CredentialSource = "connection",
    refreshed: bool = False,
    degraded: bool = False,
    needs_reauth: bool = False,
    generation: int = 1,
    api_origins: Sequence[str] = (),
    grant_id: str | None = None,
) -> Credential:
    """A ``Credential`` for tests of code that takes one: of the real class, so it does not print either.

    >>> fake_credential("at-1").headers()
    {'Authorization': 'Bearer at-1'}
    """
    made_up = "ins_fake" if source == "installation" else "con_fake"
    return Credential._fake(
        credential,
        credential_type,
        expires_at,
        tuple(scopes),
        source,
        refreshed,
        degraded,
        needs_reauth,
        generation,
        tuple(api_origins),
        made_up if grant_id is None else grant_id,
    )
