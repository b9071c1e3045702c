"""First errors: their classes, their advice, and their exact wording, in Python's names."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from typing import Any

import pytest

import authpipe as package
from authpipe import (
    Authpipe,
    AuthpipeError,
    AuthpipeTimeoutError,
    ConfigError,
    HttpRequest,
    NotConnectedError,
    Principal,
    ProviderConfig,
    ProviderConfigError,
    ProviderError,
    RequestError,
    TestClock,
    VaultError,
)
from authpipe._errors import from_native
from authpipe._native import Secret
from authpipe.testing import Sandbox

from .conftest import ACME, ME, acme, make_key

ONEDRIVE = {"microsoft-onedrive": ProviderConfig(client_id="id", client_secret="secret")}


@pytest.fixture
def make(options: dict[str, Any]) -> Any:
    made: list[Authpipe] = []

    def make(**more: Any) -> Authpipe:
        made.append(Authpipe(**{**options, "vault": "memory:", "providers": ONEDRIVE, **more}))
        return made[-1]

    yield make
    for ap in made:
        ap.close()


WORDING = [
    (
        "key_missing",
        ConfigError,
        {"key": []},
        lambda ap: ap.ready(),
        'Authpipe has no vault key. Run "python -m authpipe key generate" and set AUTHPIPE_KEY. Keep it: without this key the vault '
        "cannot be read.",
    ),
    (
        "base_url_missing",
        ConfigError,
        {"base_url": None},
        lambda ap: ap.create_auth_session(**ME),
        "Set AUTHPIPE_BASE_URL to the public URL of the handler, e.g. https://app.example.com/api/authpipe. Authpipe does not trust "
        "the Host header.",
    ),
    (
        "provider_not_configured",
        ProviderConfigError,
        {"providers": {}},
        lambda ap: ap.get_credential(**ME),
        '"microsoft-onedrive" is in the catalog but has no client id. Add providers["microsoft-onedrive"] = '
        "ProviderConfig(client_id=…, client_secret=…). Steps: python -m authpipe doctor microsoft-onedrive",
    ),
    (
        "provider_unknown",
        ProviderConfigError,
        {},
        lambda ap: ap.get_credential(**{**ME, "provider": "onedrive"}),
        'Unknown provider "onedrive". Did you mean "microsoft-onedrive"?',
    ),
    (
        "not_connected",
        NotConnectedError,
        {},
        lambda ap: ap.get_credential(**ME),
        'No OneDrive connection for tenant "org_acme", user "user_123". tenant_id is your customer\'s id, not a Microsoft tenant GUID. '
        'Let the user connect: create_auth_session(provider="microsoft-onedrive", …).',
    ),
]


@pytest.mark.parametrize(("code", "cls", "more", "work", "message"), WORDING, ids=lambda value: value if isinstance(value, str) else "")
def test_it_says_exactly_what_to_do(make: Any, code: str, cls: Any, more: Any, work: Any, message: str) -> None:
    with pytest.raises(AuthpipeError) as caught:
        work(make(**more))
    error = caught.value
    assert type(error) is cls
    assert (error.code, error.message) == (code, message)
    assert str(error).startswith(f"{message} [code={code}")
    assert error.docs_url == f"https://github.com/authpipe/authpipe/blob/main/docs/errors.md#{code}"


def test_ids_and_advice_come_along(make: Any) -> None:
    with pytest.raises(NotConnectedError) as caught:
        make().get_credential(**ME)
    error = caught.value
    assert (error.provider, error.tenant_id, error.user_id) == ("microsoft-onedrive", "org_acme", "user_123")
    assert (error.retry, error.retry_after, error.connection_id) == ("after_reauth", None, None)
    assert error.hint is not None and error.hint.startswith("Let the user connect")


def test_every_class_has_the_one_base() -> None:
    classes = [value for value in vars(package).values() if isinstance(value, type) and issubclass(value, BaseException)]
    # An application's own root key throws it, and nobody catches it. It is there once somebody has named it.
    classes = [cls for cls in classes if cls is not package.RootKeyError]
    assert len(classes) == 14
    assert all(issubclass(cls, AuthpipeError) for cls in classes)
    assert {cls.__module__ for cls in classes} == {"authpipe"}, "tracebacks show what people import"
    assert issubclass(AuthpipeTimeoutError, ProviderError) and issubclass(AuthpipeTimeoutError, TimeoutError)


@pytest.mark.parametrize("cls", [ConfigError, AuthpipeTimeoutError], ids=lambda cls: cls.__name__)
def test_an_error_survives_a_task_queue(cls: Any) -> None:
    error = cls("What happened. What to do.", code="timeout", hint="What to do.", retry="later", retry_after=1.5, tenant_id="t")
    for twin in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
        assert type(twin) is cls
        assert (twin.message, twin.code, twin.hint, twin.retry_after, twin.tenant_id) == (
            "What happened. What to do.", "timeout", "What to do.", 1.5, "t",
        )  # fmt: skip


def test_another_key_is_refused_by_name(options: dict[str, Any]) -> None:
    with Authpipe(**options):
        pass
    with pytest.raises(ConfigError, match=r"was encrypted with key [0-9a-f]+…?, but the option key is key [0-9a-f]+…?\.") as caught:
        Authpipe(**{**options, "key": make_key()}).ready()
    assert caught.value.code == "key_mismatch"


def test_a_vault_that_cannot_be_opened_is_a_vault_error(options: dict[str, Any], tmp_path: Path) -> None:
    tmp_path.joinpath("folder.db").mkdir()
    with pytest.raises(VaultError) as caught:
        Authpipe(**{**options, "vault": f"sqlite:{tmp_path / 'folder.db'}"}).ready()
    assert caught.value.retry == "later"


def test_the_causes_of_an_error_are_chained() -> None:
    details = {"message": "What happened.", "code": "vault_unavailable", "hint": None, "docs_url": None}
    error = from_native("VaultError", ["the disk is full", "no space left"], details)
    assert isinstance(error, VaultError)
    assert str(error.__cause__) == "the disk is full"
    assert error.__cause__ is not None and str(error.__cause__.__cause__) == "no space left"
    assert type(from_native("LaterError", [], details)) is AuthpipeError, "a family of a later core"


def test_the_constructor_raises_for_what_is_present_and_wrong_and_for_nothing_else() -> None:
    Authpipe()
    wrong: list[dict[str, Any]] = [
        {"key": "apk1_nonsense"},
        {"mode": "staging"},
        {"vault": "mysql://"},
        {"base_url": "http://app.example.com"},
        {"min_validity": -1},
        {"timeout": float("nan")},
        {"providers": {"microsoft-onedrive": ProviderConfig(client_id="x", attachment="nobody")}},  # type: ignore[arg-type]
        {"mode": "production", "danger_origins": {"microsoft-onedrive": {"login": "http://127.0.0.1:1"}}, "providers": ONEDRIVE},
        {"mode": "production", "test_clock": TestClock()},
    ]
    for options in wrong:
        with pytest.raises(ConfigError) as caught:
            Authpipe(**options)
        assert caught.value.code == "config_invalid", options
    with pytest.raises(ProviderConfigError):
        Authpipe(providers={"onedrive": ProviderConfig(client_id="x")})


def config(**fields: Any) -> dict[str, Any]:
    return {"providers": {"acme": ProviderConfig(**{"client_id": "x", **fields})}}


WRONG_OPTIONS: list[tuple[dict[str, Any], str]] = [
    ({"key": {}}, "key must be a sequence of str, not dict"),
    ({"key": [7]}, "key must be a str, not int"),
    ({"key": b"canary"}, "key must be a sequence of str, not bytes"),
    ({"vault": 7}, "vault must be a str, not int"),
    ({"vault": Path("canary")}, "vault must be a str, not PosixPath"),
    ({"proxy": ["canary"]}, "proxy must be a str, not list"),
    ({"base_url": 7}, "base_url must be a str, not int"),
    ({"mode": 7}, "mode must be a str, not int"),
    ({"environment": 7}, "environment must be a str, not int"),
    ({"providers": "canary"}, "providers must be a mapping, not str"),
    ({"providers": {"acme": {"client_id": "canary"}}}, 'providers["acme"] must be a ProviderConfig, not dict'),
    ({"providers": {7: None}}, "a key of providers must be a str, not int"),
    (config(client_id=7), 'providers["acme"].client_id must be a str, not int'),
    (config(scopes="canary"), 'providers["acme"].scopes must be a sequence of str, not str'),
    (config(scopes=["a", 7]), 'providers["acme"].scopes[1] must be a str, not int'),
    (config(variables=["canary"]), 'providers["acme"].variables must be a mapping, not list'),
    (config(variables={"a": 7}), 'providers["acme"].variables["a"] must be a str, not int'),
    (config(enabled="yes"), 'providers["acme"].enabled must be a bool, not str'),
    (config(definition="canary"), 'providers["acme"].definition must be a mapping, not str'),
    (config(definition={"name": object()}), 'providers["acme"].definition.name must hold what JSON can hold'),
    (config(definition={"api": {"origins": ["https://a.example", b"canary"]}}), 'providers["acme"].definition.api.origins[1] must hold what JSON can hold'),
    (config(definition={"name": "A", 7: "canary"}), 'providers["acme"].definition has a name that is no text'),
    (config(definition={"oauth": {7: "canary", "7": "canary"}}), 'providers["acme"].definition.oauth.7 is given twice. Keep one of them'),
    ({"background": 1}, "background must be a bool, not int"),
    ({"min_validity": "1"}, "min_validity must be a number of seconds or a timedelta, not str"),
    ({"timeout": True}, "timeout must be a number of seconds or a timedelta, not bool"),
    ({"allowed_private_hosts": "canary:1"}, "allowed_private_hosts must be a sequence of str, not str"),
    ({"extra_ca_file": 7}, "extra_ca_file must be a str or os.PathLike, not int"),
    ({"danger_origins": {"acme": "canary"}}, 'danger_origins["acme"] must be a mapping, not str'),
    ({"test_clock": 7}, "test_clock must be a TestClock, not int"),
]


@pytest.mark.parametrize(("options", "message"), WRONG_OPTIONS, ids=lambda value: value[:40] if isinstance(value, str) else "")
def test_an_option_of_a_wrong_type_is_named_and_not_repeated(options: dict[str, Any], message: str) -> None:
    with pytest.raises(TypeError) as caught:
        Authpipe(**options)
    error = caught.value
    assert isinstance(error, ConfigError)
    assert (error.code, error.message.removesuffix(".")) == ("config_invalid", message)
    assert "canary" not in str(error)


@pytest.mark.parametrize("span", [10**400, 1e30, -1, float("nan")], ids=["huge int", "huge float", "negative", "nan"])
def test_a_span_that_cannot_be_is_named_whatever_takes_it(options: dict[str, Any], span: float) -> None:
    with pytest.raises(ConfigError, match=r"^timeout must be a number of seconds, 0 or more\. \[code="):
        Authpipe(**{**options, "timeout": span})
    with Authpipe(**options) as ap, pytest.raises(ValueError, match=r"^budget must be a number of seconds, 0 or more\. \[code=invalid_request"):
        ap.run_maintenance(budget=span)


def test_a_private_key_that_is_none_is_told_and_not_repeated() -> None:
    with pytest.raises(TypeError, match=r"^private_key must be a str, not int\. \["):
        ProviderConfig(client_id="x", private_key=7)  # type: ignore[arg-type]
    config = ProviderConfig(client_id="x", private_key="canary")
    assert "canary" not in repr(config)
    with pytest.raises(package.ConfigError, match="private_key must be PEM text") as caught:
        package.Authpipe(providers={"microsoft-onedrive": config}, vault="memory:")
    assert "canary" not in str(caught.value)


def test_a_client_secret_of_a_wrong_type_is_named() -> None:
    for name in ("client_secret", "private_key"):
        with pytest.raises(TypeError, match=rf"^{name} must be a str, not int\. \[") as raised:
            ProviderConfig(client_id="x", **{name: 7})  # type: ignore[arg-type]
        assert isinstance(raised.value, ConfigError) and raised.value.code == "config_invalid", "an option, as every other one"
    with pytest.raises(TypeError, match="unexpected keyword argument"):
        ProviderConfig(client_id="x", secret="canary")  # type: ignore[call-arg]


SUBJECT = "provider tenant_id user_id config label connection_id installation_id credential_for".split()
SESSION = "provider tenant_id user_id config login_hint prompt return_to mode".split()
POLL = {"session_id": "ses_AAAAAAAAAAAAAAAAAAAAAA", "tenant_id": "t", "user_id": "u"}
GRANTS = "tenant_id user_id provider config after".split()
ARGUMENTS: dict[str, tuple[Any, dict[str, Any], list[str]]] = {
    "get_credential": (lambda ap, a: ap.get_credential(**a), ME, [*SUBJECT, "force_refresh", "min_validity", "scopes", "claims"]),
    "peek_credential": (lambda ap, a: ap.peek_credential(**a), ME, SUBJECT),
    "store_credential": (
        lambda ap, a: ap.store_credential(**a),
        {**ACME, "credential": "canary", "credential_type": "api_key"},
        [*SUBJECT, "credential", "credential_type"],
    ),
    "report_rejected": (lambda ap, a: ap.report_rejected(**a), {**ME, "generation": 1}, [*SUBJECT, "generation", "claims"]),
    "create_auth_session": (lambda ap, a: ap.create_auth_session(**a), ME, [*SESSION, "label", "scopes", "variables"]),
    "create_install_session": (lambda ap, a: ap.create_install_session(**a), ME, SESSION),
    "start_device_auth": (lambda ap, a: ap.start_device_auth(**a), ME, [*SUBJECT[:7], "scopes", "variables"]),
    "poll_device_auth": (lambda ap, a: ap.poll_device_auth(**a), POLL, list(POLL)),
    "connect_interactive": (
        lambda ap, a: ap.connect_interactive(**a),
        ME,
        "provider tenant_id user_id config label connection_id scopes variables login_hint prompt timeout open_browser".split(),
    ),
    "connections.list": (lambda ap, a: ap.connections.list(**a), {"tenant_id": "t"}, [*GRANTS, "all_tenants", "limit"]),
    "connections.get": (lambda ap, a: ap.connections.get(**a), {"id": "con_x", "tenant_id": "t"}, ["id", "tenant_id"]),
    "connections.check": (lambda ap, a: ap.connections.check(**a), {"id": "con_x", "tenant_id": "t"}, ["id", "tenant_id"]),
    "connections.delete": (lambda ap, a: ap.connections.delete(**a), {"id": "con_x", "tenant_id": "t"}, ["id", "tenant_id"]),
    "installations.list": (lambda ap, a: ap.installations.list(**a), {"tenant_id": "t"}, [*GRANTS, "all_tenants", "limit"]),
    "installations.get": (lambda ap, a: ap.installations.get(**a), {"id": "ins_x", "tenant_id": "t"}, ["id", "tenant_id"]),
    "installations.approve": (lambda ap, a: ap.installations.approve(**a), {"id": "ins_x", "tenant_id": "t"}, ["id", "tenant_id"]),
    "installations.delete": (lambda ap, a: ap.installations.delete(**a), {"id": "ins_x", "tenant_id": "t"}, ["id", "tenant_id"]),
    "sessions.get": (lambda ap, a: ap.sessions.get(**a), {"id": "ses_AAAAAAAAAAAAAAAAAAAAAA", "tenant_id": "t"}, ["id", "tenant_id"]),
    "sessions.cancel": (lambda ap, a: ap.sessions.cancel(**a), {"id": "ses_AAAAAAAAAAAAAAAAAAAAAA", "tenant_id": "t"}, ["id", "tenant_id"]),
    "events.list": (lambda ap, a: ap.events.list(**a), {}, ["after", "tenant_id", "type", "connection_id", "limit"]),
    "events.follow": (lambda ap, a: ap.events.follow(**a), {}, ["after", "since"]),
    "audit.list": (lambda ap, a: ap.audit.list(**a), {}, ["after", "since", "tenant_id", "limit"]),
    "run_maintenance": (lambda ap, a: ap.run_maintenance(**a), {}, ["budget"]),
    "handler": (lambda ap, a: ap.handler(**a), {}, ["allowed_origins", "allowed_return_origins"]),
    "advance": (lambda ap, a: TestClock().advance(**a), {}, ["by"]),
}


@pytest.mark.parametrize("name", ARGUMENTS)
def test_an_argument_of_a_wrong_type_is_a_type_error_that_names_it(make: Any, name: str) -> None:
    work, right, arguments = ARGUMENTS[name]
    ap = make(providers={**ONEDRIVE, "acme": acme()})
    for argument in arguments:
        for wrong in (["canary", object()], b"canary"):
            with pytest.raises(TypeError) as caught:
                work(ap, {**right, argument: wrong})
            text = str(caught.value)
            assert text.startswith((f"{argument} must be ", f"{argument}[1] must be ")), text
            assert isinstance(caught.value, RequestError) and caught.value.code == "invalid_request"
            assert "canary" not in text


def test_the_handler_names_what_is_wrong_in_a_request(make: Any) -> None:
    handler = make().handler()
    with pytest.raises(TypeError, match=r"^request must be a HttpRequest, not dict\. \["):
        handler.handle({}, None)
    with pytest.raises(TypeError, match=r"^request.body must be bytes, not str\. \["):
        handler.handle(HttpRequest("GET", "/", body=""), None)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match=r"^principal must be a Principal, not tuple\. \["):
        handler.handle(HttpRequest("GET", "/"), ("org", "user"))
    with pytest.raises(ConfigError, match=r'^role must be "admin" or "member"\. \[code='):
        handler.handle(HttpRequest("GET", "/"), Principal(tenant_id="t", user_id="u", role="root"))  # type: ignore[arg-type]


def test_wrong_values_are_request_errors_that_do_not_repeat_them(make: Any) -> None:
    ap = make()
    cases: list[tuple[dict[str, Any], str]] = [
        ({**ME, "tenant_id": "a canary"}, "invalid_id"),
        ({**ME, "user_id": "a\ncanary"}, "invalid_id"),
        ({**ME, "tenant_id": ""}, "invalid_id"),
        ({**ME, "credential_for": "canary"}, "invalid_request"),
        ({"provider": "microsoft-onedrive", "tenant_id": "t", "credential_for": "user"}, "user_id_required"),
        ({**ME, "user_id": None}, "user_id_required"),
    ]
    for subject, code in cases:
        with pytest.raises(RequestError) as caught:
            ap.get_credential(**subject)
        assert caught.value.code == code, subject
        assert "canary" not in str(caught.value)
    with pytest.raises(RequestError):
        ap.connections.list()
    with pytest.raises(RequestError):
        ap.connections.list(tenant_id="t", limit=0)
    with pytest.raises(RequestError):
        ap.connections.list(tenant_id="t", limit=-1)
    with pytest.raises(RequestError):
        ap.events.list(type="canary")
    with pytest.raises(TypeError, match="missing 1 required keyword-only argument: 'tenant_id'"):
        ap.get_credential(provider="microsoft-onedrive")
    with pytest.raises(TypeError, match=r"Authpipe\.get_credential\(\) got an unexpected keyword argument 'tenant'"):
        ap.get_credential(**ME, tenant="org_acme")
    with pytest.raises(TypeError, match="positional"):
        ap.get_credential("microsoft-onedrive", "org_acme")


def test_a_provider_that_is_slow_is_a_timeout_that_says_later(
    authpipe_options: dict[str, Any], authpipe_sandbox: Sandbox, held: Any
) -> None:
    with Authpipe(**{**authpipe_options, "timeout": 0.5}) as ap:
        authpipe_sandbox.connect(ap, tenant_id="org_acme", user_id="user_123")
        fault = held()
        with pytest.raises(AuthpipeTimeoutError) as caught:
            ap.get_credential(**ME, force_refresh=True)
        fault.release()
    assert (caught.value.code, caught.value.retry) == ("timeout", "later")
    assert isinstance(caught.value, TimeoutError)


def test_a_secret_takes_texts_only() -> None:
    with pytest.raises(TypeError, match=r"^key must be a str, not dict\. \["):
        Secret("key", {"a": "canary"})


def test_an_error_shows_what_the_provider_said_also_after_pickling() -> None:
    details = package.ProviderDetails(
        status=401, error="invalid_client", suberror=None, error_codes=(7000215, 1), trace_id="6d0a1b2c-0000", correlation_id=None,
        request_id="C0FE-1", timestamp="2026-01-05 10:11:12Z", error_description=None, error_uri=None,
    )  # fmt: skip
    error = AuthpipeError("No.", code="provider_config_rejected", provider_error="invalid_client", provider_details=details)
    shown = (
        "provider_error=invalid_client provider_status=401 provider_error_codes=7000215,1 provider_trace_id=6d0a1b2c-0000 "
        "provider_request_id=C0FE-1 provider_timestamp=2026-01-05 10:11:12Z"
    )
    assert str(error) == f"No. [code=provider_config_rejected {shown}]"
    assert "provider_trace_id='6d0a1b2c-0000'" in repr(error)
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        again = pickle.loads(pickle.dumps(error, protocol))
        assert (again.provider_details, str(again), repr(again)) == (details, str(error), repr(error))


def test_an_error_shows_its_code_and_about_whom_also_after_pickling() -> None:
    facts = {
        "code": "reauth_required", "reason": "revoked", "provider": "microsoft-onedrive", "config": "drive", "tenant_id": "org_acme",
        "user_id": "ben", "connection_id": "con_1", "provider_error": "invalid_grant",
    }  # fmt: skip
    for cls in (AuthpipeError, NotConnectedError, AuthpipeTimeoutError):
        error = cls("Sign in again.", retry="after_reauth", **facts)
        shown = " ".join(f"{name}={value}" for name, value in facts.items())
        assert str(error) == f"Sign in again. [{shown}]"
        assert repr(error) == f"{cls.__name__}('Sign in again.', " + ", ".join(f"{name}={value!r}" for name, value in facts.items()) + ")"
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            again = pickle.loads(pickle.dumps(error, protocol))
            assert (type(again), vars(again), str(again)) == (cls, vars(error), str(error))
        assert copy.deepcopy(error).code == error.code
