"""What reaches an application's logger, and whose."""

from __future__ import annotations

import logging
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import pytest

from authpipe import Authpipe, HttpRequest, Principal, ProviderConfigError

ENDED = "a sign-in ended without a grant"
BEN = Principal(tenant_id="org_acme", user_id="user_123", role="member")


def refuse(ap: Authpipe) -> str:
    """Somebody starts a sign-in, and the provider's answer says that it was refused. The id of the session."""
    session = ap.create_auth_session(
        provider="microsoft-onedrive", tenant_id="org_acme", user_id="user_123", return_to="/done", mode="redirect"
    )
    state = parse_qs(urlsplit(session.authorization_url).query)["state"][0]
    cookie = session.set_cookie[0].split(";")[0]
    path, query = "/oauth/callback/microsoft-onedrive", f"error=access_denied&state={state}"
    answer = ap.handler().handle(HttpRequest("GET", path, query, [("cookie", cookie)], b""), BEN)
    assert answer.status == 303
    return session.session_id


def lines(caplog: pytest.LogCaptureFixture, name: str = "authpipe") -> list[logging.LogRecord]:
    return [record for record in caplog.records if record.name == name and record.getMessage().startswith(ENDED)]


def test_a_failed_sign_in_is_a_record_with_its_fields(authpipe_sandbox, caplog):
    with Authpipe(**authpipe_sandbox.options()) as ap:
        session_id = refuse(ap)
    (record,) = lines(caplog)
    assert record.levelno == logging.WARNING
    assert (record.session_id, record.code, record.provider_error) == (session_id, "access_denied", "access_denied")
    assert f"session_id={session_id} " in record.getMessage()
    assert "cancelled or not allowed" in record.detail


def test_a_client_that_is_rejected_is_a_line_for_the_operator(authpipe_sandbox, caplog):
    person = {"tenant_id": "org_acme", "user_id": "user_123"}
    with Authpipe(**authpipe_sandbox.options()) as ap:
        authpipe_sandbox.connect(ap, **person)
        authpipe_sandbox.control("POST", f"/apps/{authpipe_sandbox.client_id}", {"secret": "another-secret"})
        try:
            with pytest.raises(ProviderConfigError) as caught:
                ap.get_credential(provider="microsoft-onedrive", **person, force_refresh=True)
        finally:
            # The sandbox is that of all tests.
            authpipe_sandbox.reset()
        (event,) = ap.events.list(type="config.error").data
        assert ap.connections.check(event.connection_id, tenant_id="org_acme").config_status == "config_error"
    rejected = [record for record in caplog.records if record.getMessage().startswith("the provider rejects the client of this config")]
    assert [(record.levelno, record.config, record.provider) for record in rejected] == [
        (logging.ERROR, "microsoft-onedrive", "microsoft-onedrive")
    ]
    (failed,) = [record for record in caplog.records if record.getMessage().startswith("a refresh failed")]
    for error in (caught.value, event.error):
        assert (error.code, error.provider_details.error_codes) == ("provider_config_rejected", (7000215,))
        said = {"status": 401, "error": "invalid_client", "error_codes": "7000215", "trace_id": error.provider_details.trace_id}
        assert failed.provider_details.items() >= said.items()
        assert f"provider_details.trace_id={said['trace_id']}" in failed.getMessage()


def test_two_clients_with_two_loggers_get_their_own_lines(authpipe_sandbox, caplog):
    with (
        Authpipe(**authpipe_sandbox.options(logger=logging.getLogger("one"))) as one,
        Authpipe(**authpipe_sandbox.options(vault="memory:", logger=logging.getLogger("two"))) as two,
    ):
        refuse(one)
        refuse(two)
        refuse(two)
    assert [len(lines(caplog, name)) for name in ("authpipe", "one", "two")] == [0, 1, 2]


def test_levels_are_followed_while_the_program_runs(authpipe_sandbox, caplog):
    logger = logging.getLogger("authpipe")
    with Authpipe(**authpipe_sandbox.options()) as ap:
        with caplog.at_level(logging.ERROR, "authpipe"):
            refuse(ap)
        assert lines(caplog) == []
        refuse(ap)
        assert len(lines(caplog)) == 1
        with caplog.at_level(logging.DEBUG, "authpipe"):
            answer = ap.handler().handle(HttpRequest("GET", "/connections", "", [], b""), None)
        assert answer.status == 401
    told = [record for record in caplog.records if record.levelno == logging.DEBUG]
    assert [record.code for record in told if record.name == "authpipe"] == ["identity_required"]
    assert told[-1].request_id in answer.body.decode()
    assert logger.level == logging.NOTSET


def test_a_handler_that_asks_the_client_again_does_not_hang(authpipe_sandbox):
    seen = []

    class Asking(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            seen.append(ap.peek_credential(provider="microsoft-onedrive", tenant_id="org_acme", user_id="user_123"))

    logger = logging.Logger("asking")
    logger.addHandler(Asking())
    with Authpipe(**authpipe_sandbox.options(logger=logger)) as ap:
        refuse(ap)
    assert seen == [None]


def test_what_is_no_logger_is_refused(authpipe_sandbox):
    with pytest.raises(TypeError, match=r"^logger must be a logging.Logger, not int\. \[code=config_invalid"):
        Authpipe(**authpipe_sandbox.options(logger=7))


def test_a_program_that_logs_nothing_does_not_load_logging():
    program = (
        "import sys, authpipe\n"
        "ap = authpipe.Authpipe(vault='memory:', mode='development')\n"
        "print('logging' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "False\n"
