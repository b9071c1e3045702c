"""The examples of `identify`, as the README and the example program have them, with visitors who are signed out."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from authpipe import ConfigError, Principal, RequestError
from authpipe._types import HttpRequest

README = Path(__file__).parents[2] / "README.md"


class FlaskLoginVisitor:
    """`AnonymousUserMixin` of Flask-Login, as its documentation describes it: an object, and so it is true."""

    is_authenticated = False
    is_active = False
    is_anonymous = True

    def get_id(self):
        return None


def visitors():
    from django.contrib.auth.models import AnonymousUser
    from starlette.authentication import UnauthenticatedUser

    return [AnonymousUser(), UnauthenticatedUser(), FlaskLoginVisitor()]


@pytest.fixture(scope="module", autouse=True)
def django_is_configured():
    import django
    from django.conf import settings

    if not settings.configured:
        settings.configure(INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth"])
        django.setup()
    elif "django.contrib.auth" not in settings.INSTALLED_APPS:
        pytest.skip("another test has configured Django without its users")


def identify_of_readme():
    blocks = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    found = [block for block in blocks if "def identify(" in block]
    assert len(found) == 1, "the README shows identify once"
    scope = {"Principal": Principal}
    exec(found[0], scope)
    return scope["identify"]


def test_a_signed_out_visitor_is_nobody():
    identify = identify_of_readme()
    for visitor in visitors():
        assert identify(SimpleNamespace(user=visitor)) is None, visitor
    user = SimpleNamespace(is_authenticated=True, org_id="org_acme", id=7, is_admin=False)
    assert identify(SimpleNamespace(user=user)) == Principal(tenant_id="org_acme", user_id="7", role="member")


@pytest.mark.parametrize("nobody", ["None", "null", "undefined", "NaN", "AnonymousUser", "", " ", "True", "None ", "(null)", "<null>", "None:None", "anonymous_user", "NoneType"])
def test_the_text_of_nobody_is_refused_as_a_principal_and_as_a_user(authpipe, nobody):
    handler = authpipe.handler()
    for ids in ({"tenant_id": "org_acme", "user_id": nobody}, {"tenant_id": nobody, "user_id": "user_123"}):
        with pytest.raises((RequestError, ConfigError), match="names nobody|must be 1 to 128"):
            handler.handle(HttpRequest("GET", "/connections"), Principal(role="member", **ids))
        with pytest.raises(RequestError, match="names nobody|must be 1 to 128"):
            authpipe.get_credential(provider="microsoft-onedrive", **ids)


@pytest.mark.parametrize("nobody", [None, True, 7, object()])
def test_what_is_no_text_is_refused_as_well(authpipe, nobody):
    with pytest.raises((TypeError, ConfigError), match="user_id"):
        authpipe.handler().handle(HttpRequest("GET", "/connections"), Principal(tenant_id="org_acme", user_id=nobody, role="member"))


def test_a_frameworks_own_object_is_no_principal(authpipe):
    for visitor in visitors():
        with pytest.raises((TypeError, ConfigError), match="principal"):
            authpipe.handler().handle(HttpRequest("GET", "/connections"), visitor)
