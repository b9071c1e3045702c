"""A sandbox as a child process, with people who sign in at its pages: what every client's test starts from."""

import html
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import requests

HERE = Path(__file__).resolve().parent
BINARY = os.environ.get("AUTHPIPE_SANDBOX_BIN") or HERE / "../../../../target/debug/authpipe-sandbox"
REDIRECT_URI = "http://localhost:3998/callback"
SCOPES = ["User.Read", "Files.Read.All"]
DEFAULT_SCOPE = ["https://graph.microsoft.com/.default"]


class SandboxCase(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # requests prefers these to the ``verify`` that msal sets on its session.
        for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
            os.environ.pop(name, None)
        cls.folder = tempfile.mkdtemp(prefix="authpipe-sandbox-")
        cls.ca_file = os.path.join(cls.folder, "ca.pem")
        # With --exit-with-stdin the sandbox also ends when this process dies without ending it.
        cls.sandbox = subprocess.Popen(
            [str(BINARY), "--ca-file", cls.ca_file, "--exit-with-stdin"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        cls.ready = json.loads(cls.sandbox.stdout.readline())
        cls.world = cls.control("GET", "/world")
        cls.app = cls.world["apps"][0]
        cls.contoso = cls.world["organisations"][0]
        cls.admin, cls.member, cls.second = cls.contoso["users"]
        back = cls.sign_in(
            f"{cls.ready['tls_origin']}/{cls.contoso['id']}/v2.0/adminconsent",
            cls.admin,
            params={
                "client_id": cls.app["client_id"],
                "redirect_uri": REDIRECT_URI,
                "scope": DEFAULT_SCOPE[0],
                "state": "install",
            },
        )
        assert back["admin_consent"] == "True" and back["tenant"] == cls.contoso["id"], back

    @classmethod
    def tearDownClass(cls):
        cls.sandbox.terminate()
        cls.sandbox.wait()
        cls.sandbox.stdin.close()
        cls.sandbox.stdout.close()
        shutil.rmtree(cls.folder, ignore_errors=True)

    @classmethod
    def session(cls):
        session = requests.Session()
        session.trust_env = False
        session.verify = cls.ca_file
        return session

    @classmethod
    def control(cls, method, path, body=None):
        answer = cls.session().request(method, cls.ready["control"] + path, json=body)
        answer.raise_for_status()
        return answer.json()

    @classmethod
    def sign_in(cls, url, person, decision="accept", params=None):
        """Opens a URL of the sandbox, signs in, decides; returns the parameters sent back to the application."""
        inside = (cls.ready["http_origin"], cls.ready["tls_origin"])
        session = cls.session()
        answer = session.get(url, params=params, allow_redirects=False)
        for _ in range(20):
            if "location" in answer.headers:
                here = urljoin(answer.url, answer.headers["location"])
                parts = urlsplit(here)
                if f"{parts.scheme}://{parts.netloc}" not in inside:
                    return {name: values[0] for name, values in parse_qs(parts.query).items()}
                answer = session.get(here, allow_redirects=False)
                continue
            flow = re.search('name="flow" value="([^"]*)"', answer.text)
            page = re.search('data-page="([^"]*)"', answer.text).group(1)
            fields = {"flow": html.unescape(flow.group(1))} if flow else {}
            if page == "sign-in":
                fields.update(username=person["username"], password=person["password"])
                path = "/_login"
            elif page in ("consent", "admin-consent"):
                fields.update(decision=decision)
                path = "/_consent"
            elif page == "form-post":
                fields = re.findall('<input type="hidden" name="([^"]*)" value="([^"]*)">', answer.text)
                return {html.unescape(name): html.unescape(value) for name, value in fields}
            else:
                raise AssertionError(f"page {page}: {answer.text}")
            answer = session.post(urljoin(answer.url, path), data=fields, allow_redirects=False)
        raise AssertionError("too many pages")

    def graph(self, path, token):
        url = self.ready["tls_origin"] + "/v1.0" + path
        return self.session().get(url, headers={"Authorization": f"Bearer {token}"})
