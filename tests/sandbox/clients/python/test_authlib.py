"""PyPI ``Authlib`` judges the sandbox: codes with PKCE, refresh, revocation, and the signature of ID tokens."""

import secrets
import unittest

from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwk, jwt
from sandbox_case import REDIRECT_URI, SandboxCase


class AuthlibTest(SandboxCase):
    def connect(self, endpoint, token_endpoint, client_id, secret, **more):
        session = OAuth2Session(client_id, secret, redirect_uri=REDIRECT_URI, code_challenge_method="S256", **more)
        session.trust_env = False
        session.verify = self.ca_file
        verifier = secrets.token_urlsafe(48)
        url, state = session.create_authorization_url(endpoint, code_verifier=verifier)
        back = self.sign_in(url, self.member)
        self.assertEqual(back["state"], state)
        return session, session.fetch_token(token_endpoint, code=back["code"], code_verifier=verifier)

    def test_the_generic_server(self):
        origin = self.ready["tls_origin"] + "/oauth"
        secret = next(known["secret"] for known in self.world["generic_clients"] if known["client_id"] == "generic-strict")
        for method in ("client_secret_basic", "client_secret_post"):
            with self.subTest(method=method):
                session, token = self.connect(
                    f"{origin}/authorize",
                    f"{origin}/token",
                    "generic-strict",
                    secret,
                    scope="read",
                    token_endpoint_auth_method=method,
                )
                renewed = session.refresh_token(f"{origin}/token", refresh_token=token["refresh_token"])
                self.assertNotEqual(renewed["access_token"], token["access_token"])
                self.assertEqual(session.get(f"{origin}/api/me").status_code, 200)
                session.revoke_token(f"{origin}/revoke", token=renewed["refresh_token"])
                with self.assertRaisesRegex(OAuthError, "invalid_grant"):
                    session.refresh_token(f"{origin}/token", refresh_token=renewed["refresh_token"])

    def test_an_organisation(self):
        configuration = f"{self.ready['tls_origin']}/{self.contoso['id']}/v2.0/.well-known/openid-configuration"
        metadata = self.session().get(configuration).json()
        session, token = self.connect(
            metadata["authorization_endpoint"],
            metadata["token_endpoint"],
            self.app["client_id"],
            self.app["secrets"][0],
            scope="openid profile offline_access User.Read",
            token_endpoint_auth_method="client_secret_post",
        )
        keys = jwk.KeySet.import_key_set(self.session().get(metadata["jwks_uri"]).json())
        self.assertEqual(jwt.decode(token["id_token"], keys).claims["preferred_username"], self.member["username"])
        renewed = session.refresh_token(metadata["token_endpoint"], refresh_token=token["refresh_token"])
        self.assertEqual(self.graph("/me", renewed["access_token"]).json()["id"], self.member["id"])


if __name__ == "__main__":
    unittest.main()
