"""A root key in AWS KMS, as moto's server plays it: a server that was written by others, from AWS's documentation."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3  # type: ignore[import-untyped]
import pytest

from authpipe import Authpipe, ConfigError, VaultError

from .conftest import ACME

REGION = "eu-central-1"


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    """The address of a server that ends with these tests."""
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        found = next(filter(None, (re.search(r"http://127\.0\.0\.1:\d+", line) for line in server.stderr)))
        try:
            yield found[0]
        finally:
            server.terminate()
            server.stderr.read()


@pytest.fixture
def kms(moto: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A client of the server, whose credentials and address the core finds as boto3 does."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ENDPOINT_URL_KMS", moto)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIATEST")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    return boto3.client("kms", region_name=REGION)


def make_root(kms: Any) -> str:
    return f"aws-kms:{kms.create_key()['KeyMetadata']['Arn']}"


def store(options: dict[str, Any]) -> None:
    with Authpipe(**options) as ap:
        ap.store_credential(**ACME, credential="sk-1", credential_type="api_key")


def read(options: dict[str, Any]) -> str:
    ap = Authpipe(**options)
    try:
        return ap.get_credential(**ACME).credential
    finally:
        ap.close()


def test_what_kms_wraps_opens_in_another_process(kms: Any, options: dict[str, Any]) -> None:
    options["key"] = make_root(kms)
    store(options)
    assert read(options) == "sk-1"


def test_a_key_that_is_not_there_makes_no_vault(kms: Any, options: dict[str, Any]) -> None:
    root = make_root(kms)
    options["key"] = root[:-4] + "0000"
    ap = Authpipe(**options)
    with pytest.raises(ConfigError) as caught:
        ap.ready()
    ap.close()
    assert caught.value.code == "key_mismatch"
    # The server plays no switched off keys; what those answer is in the core's tests.
    assert f"The root key {options['key']} may not be used: NotFoundException (status 400)." in caught.value.message
    options["key"] = root
    store(options)


def test_the_root_moves_from_a_text_to_kms_and_on_to_another_key(kms: Any, options: dict[str, Any]) -> None:
    first, second = make_root(kms), make_root(kms)
    store(options)
    steps = [options["key"]], [options["key"], first], [first, options["key"]], [first], [first, second], [second, first], [second]
    for keys in steps:
        with Authpipe(**{**options, "key": keys}) as ap:
            assert ap.get_credential(**ACME).credential == "sk-1"
            ap.run_maintenance()
    with pytest.raises(ConfigError) as caught:
        read({**options, "key": first})
    assert second in caught.value.message and first in caught.value.message


def test_a_server_that_is_away_is_no_other_key(
    kms: Any, options: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    options["key"] = make_root(kms)
    store(options)
    monkeypatch.setenv("AWS_ENDPOINT_URL_KMS", "http://127.0.0.1:9/")
    # Nor does a new vault come of it.
    for vault in (options["vault"], f"sqlite:{tmp_path / 'new.db'}"):
        ap = Authpipe(**{**options, "vault": vault})
        with pytest.raises(VaultError) as caught:
            ap.ready()
        ap.close()
        assert caught.value.code == "key_service_unavailable"
