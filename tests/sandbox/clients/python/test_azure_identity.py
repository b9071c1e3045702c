"""PyPI ``azure-identity`` judges the sandbox: the credentials that Azure's own SDKs are given."""

import unittest
from urllib.parse import urlencode

from azure.core.exceptions import ClientAuthenticationError
from azure.identity import AuthorizationCodeCredential, CertificateCredential, ClientSecretCredential
from sandbox_case import DEFAULT_SCOPE, REDIRECT_URI, SandboxCase


class AzureIdentityTest(SandboxCase):
    def made(self, kind, *args, **more):
        origin = self.ready["tls_origin"]
        client = (self.contoso["id"], self.app["client_id"])
        return kind(*client, *args, authority=origin, disable_instance_discovery=True, connection_verify=self.ca_file, **more)

    def test_a_client_secret(self):
        credential = self.made(ClientSecretCredential, self.app["secrets"][0])
        token = credential.get_token(*DEFAULT_SCOPE).token
        self.assertEqual(credential.get_token(*DEFAULT_SCOPE).token, token)
        self.assertEqual(self.graph(f"/users/{self.member['id']}/drive", token).status_code, 200)
        with self.assertLogs("azure"), self.assertRaisesRegex(ClientAuthenticationError, "AADSTS7000215"):
            self.made(ClientSecretCredential, "wrong").get_token(*DEFAULT_SCOPE)

    def test_a_certificate(self):
        made = self.control("POST", f"/apps/{self.app['client_id']}/certificate")
        pem = (made["private_key_pem"] + made["certificate_pem"]).encode()
        self.assertTrue(self.made(CertificateCredential, certificate_data=pem).get_token(*DEFAULT_SCOPE).token)

    def test_a_code(self):
        parameters = {
            "client_id": self.app["client_id"],
            "response_type": "code",
            "redirect_uri": REDIRECT_URI,
            "scope": "openid offline_access User.Read",
            "state": "s",
        }
        url = f"{self.ready['tls_origin']}/{self.contoso['id']}/oauth2/v2.0/authorize?{urlencode(parameters)}"
        code = self.sign_in(url, self.member)["code"]
        secret = self.app["secrets"][0]
        credential = self.made(AuthorizationCodeCredential, code, REDIRECT_URI, client_secret=secret)
        token = credential.get_token("User.Read").token
        self.assertEqual(self.graph("/me", token).json()["id"], self.member["id"])


if __name__ == "__main__":
    unittest.main()
