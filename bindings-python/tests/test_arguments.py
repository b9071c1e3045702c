"""Arguments that nothing can be made of: errors of ours, and of Python's kinds too, before anything is done."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest

from authpipe import Authpipe, ConfigError, ProviderConfig, ProviderConfigError, RequestError

from .conftest import ACME, ME, make_key


def test_what_cannot_be_an_argument_is_refused_before_anything_is_done(options: dict[str, Any]) -> None:
    providers = {"microsoft-onedrive": ProviderConfig(client_id="id", client_secret="secret")}
    with Authpipe(**{**options, "vault": "memory:", "providers": providers}) as ap:
        with pytest.raises(RequestError, match=r"user_id is not valid Unicode\.") as broken:
            ap.get_credential(**{**ME, "user_id": "\ud800"})
        assert isinstance(broken.value, ValueError) and broken.value.code == "invalid_request"
        key = {"provider": "google-drive", "tenant_id": "t", "user_id": "u", "credential_type": "api_key"}
        for credential in ("SECRET\udcff", {"key": "SECRET\udcff"}):
            with pytest.raises(RequestError, match="is not valid Unicode") as broken:
                ap.store_credential(**key, credential=credential)
            assert "SECRET" not in str(broken.value)
        with pytest.raises(RequestError, match=r"rows\[0\]\.user_id is not valid Unicode"):
            ap.store_credentials(rows=[{**key, "credential": "k", "user_id": "\udcff"}])
        for wrong in ({"\udcff": ProviderConfig(client_id="x")}, {"google-drive": ProviderConfig(client_id="\udcff")}):
            with pytest.raises(ConfigError, match="is not valid Unicode"):
                Authpipe(providers=wrong, key=make_key())
        for wrong in ({"rows": [], "progress": 5}, {"rows": None}, {"rows": 5}):
            with pytest.raises(RequestError) as refused:
                ap.store_credentials(**wrong)
            assert isinstance(refused.value, TypeError)


@pytest.mark.parametrize("member", ["client_id", "client_secret", "private_key", "client_assertion_file"])
def test_a_client_that_is_named_and_absent_is_told_by_ready(options: dict[str, Any], member: str) -> None:
    """As ``os.environ.get`` gives it where a variable is not set. Only who leaves it out wants the keys alone."""
    for given, code in ({}, None), ({member: None}, "provider_not_configured"):
        config = ProviderConfig(**given)
        assert getattr(config, member) is None and "_named" not in repr(config)
        # Not `with`, which asks whether it is ready by itself.
        with closing(Authpipe(**{**options, "vault": "memory:", "providers": {"airtable": config}})) as ap:
            if code is None:
                ap.ready()
                continue
            with pytest.raises(ProviderConfigError) as refused:
                ap.ready()
            assert refused.value.code == code


@pytest.mark.parametrize(
    ("credential", "message"),
    [
        (None, "credential is missing."),
        (7, "credential must be a str or a mapping, not int."),
        ({"token": 7}, 'credential["token"] must be a str, not int.'),
        ({"token": "\ud800"}, 'credential["token"] is not valid Unicode.'),
    ],
    ids=["nothing", "a number", "a field that is a number", "half of a character"],
)
def test_a_credential_that_is_none_is_named_as_it_was_given(options: dict[str, Any], credential: Any, message: str) -> None:
    with Authpipe(**options) as ap, pytest.raises(RequestError) as caught:
        ap.store_credential(**ACME, credential=credential, credential_type="api_key")
    assert caught.value.message == message
