"""PyPI ``requests-oauthlib`` judges the sandbox's server of OAuth 1.0a: the three steps, signatures of queries and forms, and refusals."""

import unittest

from oauthlib.oauth1 import SIGNATURE_HMAC_SHA1, SIGNATURE_HMAC_SHA256, SIGNATURE_PLAINTEXT
from requests_oauthlib import OAuth1Session
from requests_oauthlib.oauth1_session import TokenRequestDenied
from sandbox_case import REDIRECT_URI, SandboxCase


class OAuth1Test(SandboxCase):
    def client(self, **more):
        known = self.world["oauth1_clients"][0]
        session = OAuth1Session(known["client_id"], **{"client_secret": known["secret"], **more})
        session.trust_env = False
        session.verify = self.ca_file
        return session

    def connect(self, session):
        origin = self.ready["tls_origin"] + "/oauth1"
        temporary = session.fetch_request_token(f"{origin}/initiate")
        self.assertEqual(temporary["oauth_callback_confirmed"], "true")
        url = session.authorization_url(f"{origin}/authorize", scope="read,write")
        back = self.sign_in(url, self.member)
        self.assertEqual(back["oauth_token"], temporary["oauth_token"])
        # The library reads them out of the address.
        session.parse_authorization_response(f"{REDIRECT_URI}?oauth_token={back['oauth_token']}&oauth_verifier={back['oauth_verifier']}")
        return origin, session.fetch_access_token(f"{origin}/token")

    def test_three_steps_with_each_signature(self):
        for method in (SIGNATURE_HMAC_SHA1, SIGNATURE_HMAC_SHA256, SIGNATURE_PLAINTEXT):
            with self.subTest(method=method):
                session = self.client(callback_uri=REDIRECT_URI, signature_method=method)
                origin, token = self.connect(session)
                self.assertEqual(token["user_id"], self.member["id"])
                answer = session.get(f"{origin}/api/me", params=[("b", "1 2+3"), ("a", ""), ("a", "é&=")])
                self.assertEqual((answer.status_code, answer.json()["scope"]), (200, "read,write"))
                form = {"status": "Hello Ladies + Gentlemen, a signed OAuth request!"}
                answer = session.post(f"{origin}/api/me?include=1", data=form)
                self.assertEqual(answer.json()["parameters"], [["include", "1"], *map(list, form.items())])
                # Content of another type is not signed.
                self.assertEqual(session.post(f"{origin}/api/me", json=form).status_code, 200)

    def test_what_is_not_signed_right_is_refused(self):
        session = self.client(callback_uri=REDIRECT_URI)
        origin, token = self.connect(session)
        url = f"{origin}/api/me?a=b"
        signed = session.get(url).request.headers["Authorization"]
        for address, problem in ((url, "nonce_used"), (f"{origin}/api/me?a=c", "signature_invalid")):
            answer = self.session().get(address, headers={"Authorization": signed})
            self.assertEqual((answer.status_code, answer.text), (401, f"oauth_problem={problem}"))
        late = self.client(callback_uri=REDIRECT_URI, timestamp="137131200")
        with self.assertRaisesRegex(TokenRequestDenied, "timestamp_refused"):
            late.fetch_request_token(f"{origin}/initiate")
        with self.assertRaisesRegex(TokenRequestDenied, "signature_invalid"):
            self.client(client_secret="another", callback_uri=REDIRECT_URI).fetch_request_token(f"{origin}/initiate")
        with self.assertRaisesRegex(TokenRequestDenied, "parameter_rejected"):
            self.client(callback_uri="https://elsewhere.example/").fetch_request_token(f"{origin}/initiate")
        with self.assertRaisesRegex(TokenRequestDenied, "parameter_absent"):
            self.client().fetch_request_token(f"{origin}/initiate")
        guessed = self.client(callback_uri=REDIRECT_URI)
        temporary = guessed.fetch_request_token(f"{origin}/initiate")
        back = self.sign_in(guessed.authorization_url(f"{origin}/authorize"), self.member)
        for verifier, problem in (("guessed", "verifier_invalid"), (back["oauth_verifier"], None), (back["oauth_verifier"], "token_used")):
            again = self.client(
                resource_owner_key=temporary["oauth_token"],
                resource_owner_secret=temporary["oauth_token_secret"],
                verifier=verifier,
            )
            if problem is None:
                again.fetch_access_token(f"{origin}/token")
                continue
            with self.assertRaisesRegex(TokenRequestDenied, problem):
                again.fetch_access_token(f"{origin}/token")


if __name__ == "__main__":
    unittest.main()
