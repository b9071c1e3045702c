"""What is read of the environment: authorities as requests and OpenSSL name them, and a proxy where the application asks for that."""

from __future__ import annotations

import asyncio
import base64
import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from authpipe import AsyncAuthpipe, Authpipe, ConfigError
from authpipe.testing import Sandbox

from .conftest import make_key

ACME = "https://api.acme.example"
PROXIES = {name: "" for upper in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY") for name in (upper, upper.lower())}
AUTHORITIES = {"REQUESTS_CA_BUNDLE": "", "SSL_CERT_FILE": "", "SSL_CERT_DIR": ""}


def store(run: Callable[..., Any], origin: str, options: dict[str, Any], **environment: str) -> dict[str, Any]:
    """Stores a key, which asks the provider first; gives what became of it and everything that was logged."""
    definition = {"name": "Acme", "auth": ["api_key"], "api": {"origins": [origin]}, "probe": {"url": f"{origin}/v1.0/me"}}
    ended = run(
        f"""
import io, json, logging, os, traceback
for name in {[*PROXIES, *AUTHORITIES]!r}:
    if not os.environ.get(name):
        os.environ.pop(name, None)
from authpipe import Authpipe, AuthpipeError, ProviderConfig
lines = io.StringIO()
logging.basicConfig(stream=lines, level=logging.DEBUG)
told = {{}}
try:
    ap = Authpipe(vault="memory:", key={make_key()!r}, mode="development", background=False,
                  providers={{"acme": ProviderConfig(definition={definition!r})}}, **{options!r})
    ap.store_credential(provider="acme", tenant_id="t", user_id="u", credential="k", credential_type="api_key")
except AuthpipeError as error:
    told.update(code=error.code, text=str(error), traceback=traceback.format_exc(), repr=repr(error))
print(json.dumps({{**told, "lines": lines.getvalue()}}))
""",
        **{**PROXIES, **AUTHORITIES, **environment},
    )
    assert ended.code == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"])
def test_authorities_of_the_environment_are_trusted(run: Callable[..., Any], authpipe_sandbox: Sandbox, variable: str) -> None:
    ended = store(run, authpipe_sandbox.tls_origin, {}, **{variable: str(authpipe_sandbox.ca_file)})
    assert ended["code"] == "credential_rejected", "the API was reached, and does not know the key: " + ended["text"]


def test_without_them_the_error_names_them_and_the_option_comes_first(
    run: Callable[..., Any], authpipe_sandbox: Sandbox, tmp_path: Path
) -> None:
    for environment in ({}, {"REQUESTS_CA_BUNDLE": str(tmp_path / "absent.pem")}):
        ended = store(run, authpipe_sandbox.tls_origin, {}, **environment)
        assert ended["code"] != "credential_rejected"
        assert "extra_ca_file (or REQUESTS_CA_BUNDLE)" in ended["text"]
    broken = tmp_path / "broken.pem"
    broken.write_text("no certificate")
    ended = store(run, authpipe_sandbox.tls_origin, {}, REQUESTS_CA_BUNDLE=str(broken))
    assert (ended["code"], f"REQUESTS_CA_BUNDLE {broken} holds no certificate" in ended["text"]) == ("config_invalid", True)
    own = {"extra_ca_file": str(authpipe_sandbox.ca_file)}
    assert store(run, authpipe_sandbox.tls_origin, own, REQUESTS_CA_BUNDLE=str(broken))["code"] == "credential_rejected"


@contextmanager
def proxy() -> Iterator[tuple[str, list[bytes]]]:
    """A proxy that opens no tunnel; it keeps what it was asked."""
    asked: list[bytes] = []

    class Refuses(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            head = b""
            while b"\r\n\r\n" not in head and (more := self.request.recv(65536)):
                head += more
            asked.append(head)
            self.request.sendall(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Refuses) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://user:pw-canary@127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()


@pytest.mark.parametrize(
    "variables",
    [
        lambda url: {"HTTPS_PROXY": url},
        lambda url: {"https_proxy": url},
        lambda url: {"HTTPS_PROXY": url.removeprefix("http://")},
        lambda url: {"ALL_PROXY": url},
        lambda url: {"HTTPS_PROXY": "http://127.0.0.1:1", "https_proxy": url},
        lambda url: {"HTTPS_PROXY": url, "NO_PROXY": "acme.example.org, other.example,10.0.0.0/8,api.acme.example:8443"},
    ],
)
def test_a_proxy_of_the_environment_is_taken_where_the_option_says_so(
    run: Callable[..., Any], variables: Callable[[str], dict[str, str]]
) -> None:
    with proxy() as (url, asked):
        ended = store(run, ACME, {"proxy": "environment"}, **variables(url))
        assert len(asked) == 1, ended
        assert asked[0].startswith(b"CONNECT api.acme.example:443 HTTP/1.1\r\n")
        password = base64.b64encode(b"user:pw-canary")
        assert password in asked[0], "the proxy gets its password"
        assert "proxy" in ended["text"]
        everything = json.dumps(ended)
        assert "pw-canary" not in everything and password.decode() not in everything, "nobody else does"


def test_a_request_header_that_a_cgi_server_makes_http_proxy_of_chooses_no_proxy(run: Callable[..., Any]) -> None:
    """httpoxy."""
    with proxy() as (meant, asked), proxy() as (smuggled, smuggled_asked):
        environment = {"REQUEST_METHOD": "GET", "HTTP_PROXY": smuggled, "http_proxy": smuggled, "HTTPS_PROXY": meant}
        store(run, ACME, {"proxy": "environment"}, **environment)
        assert (len(asked), len(smuggled_asked)) == (1, 0)


def test_what_is_no_proxy_is_refused_without_its_password(run: Callable[..., Any]) -> None:
    ended = store(run, ACME, {"proxy": "environment"}, HTTPS_PROXY="socks5://user:pw-canary@127.0.0.1:1")
    assert ended["code"] == "config_invalid"
    assert "canary" not in json.dumps(ended)


@pytest.mark.parametrize(
    ("options", "variables", "said"),
    [
        ({}, {"AUTHPIPE_BASE_URL": "nowhere"}, "AUTHPIPE_BASE_URL is not a URL"),
        ({"base_url": "nowhere"}, {"AUTHPIPE_BASE_URL": "https://app.example"}, "base_url is not a URL"),
        ({"proxy": "environment"}, {"all_proxy": "http://user:canary@corp:1/path"}, "all_proxy must be an http:"),
        ({"proxy": "http://user:canary@corp:1/path"}, {"HTTPS_PROXY": "http://corp:1"}, "proxy must be an http:"),
    ],
)
def test_an_error_about_a_setting_names_the_variable_that_gave_it(
    run: Callable[..., Any], options: dict[str, Any], variables: dict[str, str], said: str
) -> None:
    ended = store(run, ACME, options, **variables)
    assert (ended["code"], f": {said}" in ended["text"] or ended["text"].startswith(said)) == ("config_invalid", True), ended["text"]
    assert "canary" not in json.dumps(ended)


def test_a_missing_name_of_the_environment_is_found_by_ready() -> None:
    ap = Authpipe(vault="memory:", key=make_key(), mode="production", background=False)
    for _ in range(2):
        with pytest.raises(ConfigError, match="name of the environment.*AUTHPIPE_ENVIRONMENT") as caught:
            ap.ready()
        assert caught.value.code == "config_invalid"
    ap.close()

    async def awaited() -> None:
        asynchronous = AsyncAuthpipe(vault="memory:", key=make_key(), mode="production", background=False)
        with pytest.raises(ConfigError, match="AUTHPIPE_ENVIRONMENT"):
            await asynchronous.ready()
        await asynchronous.aclose()

    asyncio.run(awaited())


def test_a_variable_that_is_misspelt_is_told(run: Callable[..., Any]) -> None:
    ended = run("Authpipe(background=False).close()", AUTHPIPE_VALUT="memory:", AUTHPIPE_OF_ANOTHER_PROGRAM="1")
    assert ended.code == 0, ended.stderr
    assert "AUTHPIPE_VALUT is read by nothing; did you mean AUTHPIPE_VAULT?" in ended.stderr
    assert "ANOTHER" not in ended.stderr


def test_a_home_is_expanded_in_every_option_that_names_a_file(
    run: Callable[..., Any], authpipe_sandbox: Sandbox, tmp_path: Path
) -> None:
    key = tmp_path / "root.key"
    key.write_text(make_key())
    key.chmod(0o600)
    (tmp_path / "ca.pem").write_bytes(Path(authpipe_sandbox.ca_file).read_bytes())
    ended = run(
        """
with Authpipe(vault="sqlite:~/app.db", key="file:~/root.key", anchor_file="~/app.anchor", spool_dir="~/spool",
              extra_ca_file="~/ca.pem", background=False) as ap:
    ap.ready()
""",
        HOME=str(tmp_path),
    )
    assert ended.code == 0, ended.stderr
    assert {"app.db", "app.anchor", "spool"} <= {path.name for path in tmp_path.iterdir()}
