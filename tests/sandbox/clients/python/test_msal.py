"""PyPI ``msal`` judges the sandbox: what it accepts, other clients of the provider accept."""

import html
import json
import os
import re
import shutil
import subprocess
import tempfile
import unittest
import warnings
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import msal
import requests

HERE = Path(__file__).resolve().parent
BINARY = os.environ.get("AUTHPIPE_SANDBOX_BIN") or HERE / "../../../../target/debug/authpipe-sandbox"
REDIRECT_URI = "http://localhost:3998/callback"
SCOPES = ["User.Read", "Files.Read.All"]
DEFAULT_SCOPE = ["https://graph.microsoft.com/.default"]


class MsalTest(unittest.TestCase):
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

    def client(self, tenant=None, credential=None):
        return msal.ConfidentialClientApplication(
            self.app["client_id"],
            authority=f"{self.ready['tls_origin']}/{tenant or self.contoso['id']}",
            client_credential=credential or self.app["secrets"][0],
            instance_discovery=False,
            verify=self.ca_file,
        )

    def connect(self, client, person, response_mode="form_post"):
        flow = client.initiate_auth_code_flow(SCOPES, redirect_uri=REDIRECT_URI, response_mode=response_mode)
        self.assertIn("code_challenge_method=S256", flow["auth_uri"])
        result = client.acquire_token_by_auth_code_flow(flow, self.sign_in(flow["auth_uri"], person))
        self.assertNotIn("error", result, result)
        return result

    def test_authorization_code_with_pkce(self):
        for tenant in (self.contoso["id"], "organizations", "common"):
            with self.subTest(tenant=tenant):
                client = self.client(tenant)
                result = self.connect(client, self.member)
                self.assertEqual(result["id_token_claims"]["oid"], self.member["id"])
                self.assertEqual(client.get_accounts()[0]["username"], self.member["username"])
                self.assertEqual(self.graph("/me", result["access_token"]).json()["id"], self.member["id"])

    def test_the_answer_in_a_query(self):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            result = self.connect(self.client(), self.member, response_mode="query")
        self.assertEqual(result["id_token_claims"]["tid"], self.contoso["id"])

    def test_silent_refresh_after_the_token_has_expired_at_the_provider(self):
        client = self.client()
        first = self.connect(client, self.member)
        account = client.get_accounts()[0]
        cached = client.acquire_token_silent(SCOPES, account=account)
        self.assertEqual(cached["access_token"], first["access_token"])
        self.control("POST", "/clock", {"advance_ms": 2 * 3600_000})
        try:
            self.assertEqual(self.graph("/me", first["access_token"]).status_code, 401)
            self.control("DELETE", "/ledger")
            # The client's own clock has not moved, so it must be told.
            second = client.acquire_token_silent_with_error(SCOPES, account=account, force_refresh=True)
            self.assertNotEqual(second["access_token"], first["access_token"])
            self.assertEqual(self.graph("/me/drive", second["access_token"]).status_code, 200)
            entries = self.control("GET", "/ledger?kind=token_request&grant_type=refresh_token")["entries"]
            self.assertEqual([entry["status"] for entry in entries], [200])
        finally:
            self.control("POST", "/clock", {"reset": True})

    def test_silent_refresh_because_the_lifetime_is_short(self):
        path = f"/apps/{self.app['client_id']}"
        self.control("POST", path, {"access_token_lifetime_s": 60})
        try:
            client = self.client()
            first = self.connect(client, self.member)
            second = client.acquire_token_silent(SCOPES, account=client.get_accounts()[0])
            self.assertNotEqual(second["access_token"], first["access_token"])
        finally:
            self.control("POST", path, {"access_token_lifetime_s": None})

    def test_a_revoked_grant_tells_the_client(self):
        client = self.client()
        self.connect(client, self.second)
        account = client.get_accounts()[0]
        self.control("POST", "/revoke", {"what": "user_tokens", "user": self.second["id"]})
        result = client.acquire_token_silent_with_error(SCOPES, account=account, force_refresh=True)
        self.assertEqual((result["error"], result["suberror"]), ("invalid_grant", "bad_token"))

    def test_client_credentials_with_a_secret(self):
        result = self.client().acquire_token_for_client(DEFAULT_SCOPE)
        self.assertIn("access_token", result, result)
        drive = self.graph(f"/users/{self.member['id']}/drive", result["access_token"])
        self.assertEqual(drive.status_code, 200)

    def test_client_credentials_with_a_certificate(self):
        made = self.control("POST", f"/apps/{self.app['client_id']}/certificate", {})
        credentials = {
            "thumbprint": {"private_key": made["private_key_pem"], "thumbprint": made["thumbprint_sha1"]},
            "public certificate": {
                "private_key": made["private_key_pem"],
                "public_certificate": made["certificate_pem"],
            },
        }
        for name, credential in credentials.items():
            with self.subTest(name):
                self.control("DELETE", "/ledger")
                result = self.client(credential=credential).acquire_token_for_client(DEFAULT_SCOPE)
                self.assertIn("access_token", result, result)
                entries = self.control("GET", "/ledger?kind=token_request")["entries"]
                self.assertEqual(entries[0]["client_auth"], "assertion")

    def test_a_wrong_secret_is_the_providers_error(self):
        result = self.client(credential="wrong").acquire_token_for_client(DEFAULT_SCOPE)
        self.assertEqual((result["error"], result["error_codes"]), ("invalid_client", [7000215]))


if __name__ == "__main__":
    unittest.main()
