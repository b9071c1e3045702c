"""PyPI ``msal`` judges the sandbox: what it accepts, other clients of the provider accept."""

import unittest
import warnings

import msal
from sandbox_case import DEFAULT_SCOPE, REDIRECT_URI, SCOPES, SandboxCase


class MsalTest(SandboxCase):
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
