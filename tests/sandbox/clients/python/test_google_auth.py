"""Google's ``google-auth`` judges the sandbox's Google: offline access, refresh, ID tokens, and service accounts that act for a person."""

import json
import secrets
import unittest
from urllib.parse import urlencode

from google.auth import exceptions
from google.auth.transport.requests import Request
from google.oauth2 import credentials, service_account
from sandbox_case import REDIRECT_URI, SandboxCase

DRIVE = "https://www.googleapis.com/auth/drive.readonly"
CALENDAR = "https://www.googleapis.com/auth/calendar.readonly"


class GoogleAuthTest(SandboxCase):
    def setUp(self):
        self.origin = self.ready["tls_origin"]
        self.client = self.world["google_clients"][0]
        self.request = Request(session=self.session())

    def about(self, token):
        return self.session().get(f"{self.origin}/drive/v3/about", headers={"Authorization": f"Bearer {token}"})

    def connect(self, person, **more):
        """Through the consent page; the answer of the token endpoint."""
        asked = {
            "client_id": self.client["client_id"],
            "redirect_uri": REDIRECT_URI,
            "response_type": "code",
            "scope": f"openid email {DRIVE}",
            "state": secrets.token_urlsafe(),
            "access_type": "offline",
            **more,
        }
        back = self.sign_in(f"{self.origin}/o/oauth2/v2/auth?{urlencode(asked)}", person)
        self.assertEqual(back["state"], asked["state"])
        answer = self.session().post(
            f"{self.origin}/token",
            data={
                "grant_type": "authorization_code",
                "code": back["code"],
                "redirect_uri": REDIRECT_URI,
                "client_id": self.client["client_id"],
                "client_secret": self.client["secret"],
            },
        )
        answer.raise_for_status()
        return answer.json()

    def stored(self, refresh_token):
        return credentials.Credentials(
            None,
            refresh_token=refresh_token,
            token_uri=f"{self.origin}/token",
            client_id=self.client["client_id"],
            client_secret=self.client["secret"],
        )

    def test_a_refresh_token_comes_once_and_goes_on(self):
        first = self.connect(self.member)
        self.assertNotIn("refresh_token", self.connect(self.member))
        again = self.connect(self.member, prompt="consent")
        self.assertNotEqual(again["refresh_token"], first["refresh_token"])
        own = self.stored(first["refresh_token"])
        for _ in range(2):
            own.refresh(self.request)
            self.assertEqual(own.refresh_token, first["refresh_token"])
            self.assertEqual(self.about(own.token).json()["user"]["emailAddress"], self.member["username"])

    def test_of_a_hundred_and_one_the_first_is_gone(self):
        first = self.connect(self.second)["refresh_token"]
        for _ in range(99):
            last = self.connect(self.second, prompt="consent")["refresh_token"]
        self.stored(first).refresh(self.request)
        self.connect(self.second, prompt="consent")
        with self.assertRaises(exceptions.RefreshError) as refused:
            self.stored(first).refresh(self.request)
        self.assertIn("invalid_grant", str(refused.exception))
        self.stored(last).refresh(self.request)

    def test_revoking_ends_everything_of_the_person_at_the_client(self):
        given = self.connect(self.admin)
        own = self.stored(given["refresh_token"])
        own.refresh(self.request)
        answer = self.session().post(f"{self.origin}/revoke", data={"token": own.token})
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(self.about(given["access_token"]).status_code, 401)
        with self.assertRaises(exceptions.RefreshError):
            own.refresh(self.request)
        self.assertIn("refresh_token", self.connect(self.admin))

    def account(self, email, *scopes):
        delegations = [{"domain": "contoso.example", "scopes": list(scopes)}]
        made = self.control("POST", "/google/service_accounts", {"email": email, "delegations": delegations})
        return service_account.Credentials.from_service_account_info(json.loads(made["key_file"]))

    def test_a_service_account_acts_for_a_person_of_the_domain(self):
        account = self.account("robot-1@sandbox.iam.example", DRIVE, CALENDAR)
        delegated = account.with_scopes([DRIVE]).with_subject(self.member["username"])
        delegated.refresh(self.request)
        about = self.about(delegated.token).json()
        self.assertEqual((about["user"]["emailAddress"], about["scopes"]), (self.member["username"], [DRIVE]))

    def test_what_nobody_has_delegated_is_refused(self):
        account = self.account("robot-2@sandbox.iam.example", DRIVE)
        fabrikam = self.world["organisations"][1]["users"][1]["username"]
        for scopes, subject, error in [
            ([DRIVE], fabrikam, "unauthorized_client"),
            ([DRIVE, CALENDAR], self.member["username"], "unauthorized_client"),
            ([DRIVE], "nobody@contoso.example", "invalid_grant"),
        ]:
            with self.assertRaises(exceptions.RefreshError) as refused:
                account.with_scopes(scopes).with_subject(subject).refresh(self.request)
            self.assertIn(error, str(refused.exception))


if __name__ == "__main__":
    unittest.main()
