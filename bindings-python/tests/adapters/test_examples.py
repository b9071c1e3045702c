"""The examples run as they are; only their environment makes the sandbox the provider."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from authpipe.testing import MEMBER, PROVIDER, Sandbox

from .processes import WATCHDOG

EXAMPLES = Path(__file__).parents[2] / "examples"
PUBLIC_CLIENT_ID = "a1b2c3d4-0000-4000-8000-00000000a771"


@pytest.fixture(scope="module")
def sandbox():
    """One of their own, because the examples run in real time."""
    with Sandbox() as made:
        yield made


@pytest.fixture
def environment(sandbox, tmp_path):
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(("AUTHPIPE_", "MS_"))},
        "AUTHPIPE_KEY": sandbox.key,
        "AUTHPIPE_VAULT": f"sqlite:{tmp_path}/authpipe.db",
        "AUTHPIPE_MODE": "development",
        "MS_CLIENT_ID": sandbox.client_id,
        "MS_CLIENT_SECRET": sandbox.client_secret,
        "MS_LOGIN": sandbox.http_origin,
        "MS_GRAPH": sandbox.tls_origin,
        "SSL_CERT_FILE": sandbox.ca_file,
    }


def test_the_fastapi_example_connects_and_names_the_drive(sandbox, environment):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        origin = f"http://localhost:{listener.getsockname()[1]}"
        command = [sys.executable, "-m", "uvicorn", "--app-dir", EXAMPLES, "--fd", str(listener.fileno()), "fastapi_app:app"]
        environment["AUTHPIPE_BASE_URL"] = f"{origin}/api/authpipe"
        server = subprocess.Popen([*command, "--log-level", "warning"], env=environment, pass_fds=[listener.fileno()])
        try:
            with httpx.Client(base_url=origin, timeout=WATCHDOG, trust_env=False) as browser:
                # Nobody is signed in: a visitor has nothing, neither in the application's routes nor in ours.
                assert [browser.get(path).status_code for path in ("/drive", "/api/authpipe/connections")] == [401, 401]
                browser.cookies.set("login", "bob")
                asked = browser.get("/drive")
                assert (asked.status_code, asked.json()) == (409, {"detail": {"connect": PROVIDER}})

                headers = {"origin": origin, "x-authpipe": "1"}
                started = browser.post("/api/authpipe/oauth/sessions", json={"provider": PROVIDER}, headers=headers)
                assert started.status_code == 201, started.text
                back = sandbox.sign_in(started.json()["authorization_url"], MEMBER)
                assert browser.get(back).status_code == 200

                drive = browser.get("/drive")
                assert (drive.status_code, drive.json()) == (200, {"name": "OneDrive"})

                whole = browser.get("/api/authpipe/connections")
                looked = browser.head("/api/authpipe/connections")
                assert (looked.status_code, looked.content) == (200, b"")
                assert looked.headers.get_list("content-length") == [str(len(whole.content))], "a server lets it pass"
        finally:
            server.terminate()
            assert server.wait(WATCHDOG) in (0, -15)


def test_the_script_signs_in_once_and_lists_files(sandbox, environment, tmp_path):
    # What the system opens instead of a browser: somebody who signs in at once and comes back to the script's port.
    person = tmp_path / "person.py"
    person.write_text(
        "import json, sys, urllib.request\n"
        f"body = json.dumps({{'url': sys.argv[1], 'username': {MEMBER!r}, 'decision': 'accept'}}).encode()\n"
        f"request = urllib.request.Request({sandbox.http_origin + '/_sandbox/browser'!r}, body)\n"
        "back = json.load(urllib.request.urlopen(request))['location']\n"
        "urllib.request.urlopen(back).read()\n"
        f"open({str(tmp_path / 'opened')!r}, 'a').write('x')\n"
    )
    environment["BROWSER"] = f"{sys.executable} {person} %s"
    environment["MS_CLIENT_ID"] = PUBLIC_CLIENT_ID
    del environment["MS_CLIENT_SECRET"]

    def run():
        command = [sys.executable, EXAMPLES / "script.py"]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, timeout=WATCHDOG, check=True)
        return done.stdout.splitlines()

    first = run()
    assert first
    assert (tmp_path / "opened").read_text() == "x"
    assert run() == first
    assert (tmp_path / "opened").read_text() == "x", "the second time nobody is asked"
