"""An OpenID provider of somebody else's making: PyPI ``Authlib`` on Flask, as its documentation builds one. Tokens in memory."""

from __future__ import annotations

import threading
import time
from types import SimpleNamespace

from authlib.integrations.flask_oauth2 import AuthorizationServer, ResourceProtector
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin, TokenMixin, grants
from authlib.oauth2.rfc6750 import BearerTokenValidator
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, jsonify, request
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

CLIENT_ID = "authpipe-test"
# Not changed by the encoding of HTTP Basic (RFC 6749 section 2.3.1), which this server does not undo.
CLIENT_SECRET = "a-client-secret"
ALICE = SimpleNamespace(id="alice", get_user_id=lambda: "alice")


class Client(ClientMixin):
    def __init__(self, redirect_uri, authentication):
        self._redirect_uri = redirect_uri
        self._authentication = authentication

    client_id = CLIENT_ID

    def get_client_id(self):
        return CLIENT_ID

    def get_default_redirect_uri(self):
        return None

    def get_allowed_scope(self, scope):
        return scope

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri == self._redirect_uri

    def check_client_secret(self, client_secret):
        return client_secret == CLIENT_SECRET

    def check_endpoint_auth_method(self, method, endpoint):
        return method == self._authentication

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return grant_type in ("authorization_code", "refresh_token")


class Code(SimpleNamespace, AuthorizationCodeMixin):
    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope

    def get_nonce(self):
        return self.nonce

    def get_auth_time(self):
        return int(time.time())

    def get_acr(self):
        return None

    def get_amr(self):
        return None


class Token(SimpleNamespace, TokenMixin):
    ended = False

    def check_client(self, client):
        return True

    def get_scope(self):
        return self.scope

    def get_expires_in(self):
        return self.expires_in

    def is_expired(self):
        return False

    def is_revoked(self):
        return self.ended


class AuthlibServer:
    """A running server. ``rotates``: whether a refresh gives a new refresh token and ends the old one."""

    def __init__(self, redirect_uri, rotates, authentication):
        self.presented = []
        self._client = Client(redirect_uri, authentication)
        self._codes = {}
        self._tokens = []
        self._key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig", "alg": "RS256"})
        self._http = make_server("127.0.0.1", 0, self._build(rotates), threaded=True)
        self.origin = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))
        self._thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def revoke_all(self):
        for token in self._tokens:
            token.ended = True

    def _find(self, name, value):
        return next((token for token in self._tokens if getattr(token, name, None) == value and not token.ended), None)

    def _build(self, rotates):
        outer = self

        class CodeGrant(grants.AuthorizationCodeGrant):
            def save_authorization_code(self, code, request):
                asked = request.payload.data
                names = ("nonce", "code_challenge", "code_challenge_method")
                outer._codes[code] = Code(
                    code=code,
                    client_id=CLIENT_ID,
                    redirect_uri=request.payload.redirect_uri,
                    scope=request.payload.scope,
                    **{name: asked.get(name) for name in names},
                )

            def query_authorization_code(self, code, client):
                return outer._codes.get(code)

            def delete_authorization_code(self, authorization_code):
                outer._codes.pop(authorization_code.code, None)

            def authenticate_user(self, authorization_code):
                return ALICE

        class RefreshGrant(grants.RefreshTokenGrant):
            INCLUDE_NEW_REFRESH_TOKEN = rotates

            def authenticate_refresh_token(self, refresh_token):
                outer.presented.append(refresh_token)
                return outer._find("refresh_token", refresh_token)

            def authenticate_user(self, refresh_token):
                return ALICE

            def revoke_old_credential(self, refresh_token):
                refresh_token.ended = rotates

        for grant in (CodeGrant, RefreshGrant):
            grant.TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "client_secret_post"]

        class IdToken(OpenIDCode):
            def exists_nonce(self, nonce, request):
                return False

            def get_client_claims(self, client):
                return {"iss": outer.origin}

            def resolve_client_private_key(self, client):
                return outer._key

            def get_client_algorithm(self, client):
                return "RS256"

            def generate_user_info(self, user, scope):
                return UserInfo(sub=user.id)

        class Validator(BearerTokenValidator):
            def authenticate_token(self, token_string):
                return outer._find("access_token", token_string)

        app = Flask("authlib_server")
        # One hour as with most servers; without this one ten days.
        app.config.update(OAUTH2_REFRESH_TOKEN_GENERATOR=True, OAUTH2_TOKEN_EXPIRES_IN={"authorization_code": 3600})
        server = AuthorizationServer(
            app,
            query_client=lambda client_id: outer._client if client_id == CLIENT_ID else None,
            save_token=lambda token, request: outer._tokens.append(Token(**token)),
        )
        server.register_grant(CodeGrant, [CodeChallenge(required=True), IdToken(require_nonce=True)])
        server.register_grant(RefreshGrant)
        protector = ResourceProtector()
        protector.register_token_validator(Validator())

        @app.get("/authorize")
        def authorize():
            grant = server.get_consent_grant(end_user=ALICE)
            return server.create_authorization_response(request, grant_user=ALICE, grant=grant)

        @app.post("/token")
        def token():
            return server.create_token_response()

        @app.get("/keys")
        def keys():
            return jsonify(keys=[outer._key.as_dict(private=False)])

        @app.get("/me")
        @protector("")
        def me():
            return jsonify(sub="alice")

        return app
