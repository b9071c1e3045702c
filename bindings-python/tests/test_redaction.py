"""SR-80: no rendering of a credential, an error or the object itself shows a secret."""

from __future__ import annotations

import asyncio
import copy
import dataclasses
import io
import json
import logging
import pickle
import pprint
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import authpipe
from authpipe import AsyncAuthpipe, Authpipe, AuthSession, Credential, DeviceAuth, HttpRequest, HttpResponse, NotConnectedError, ProviderConfig

from .conftest import ACME, acme

PACKAGE = Path(authpipe.__file__).parent
CANARY = "canary-7f3a9c-secret"


@pytest.fixture
def ap(options: dict[str, Any]) -> Iterator[Authpipe]:
    onedrive = ProviderConfig(client_id="id", client_secret=f"{CANARY}-client")
    with Authpipe(**{**options, "providers": {"acme": acme(), "microsoft-onedrive": onedrive}}) as made:
        yield made


@pytest.fixture
def credential(ap: Authpipe) -> Credential:
    ap.store_credential(**ACME, credential=CANARY, credential_type="api_key")
    found = ap.get_credential(**ACME)
    assert found.credential == CANARY, "the secret is reached by its name"
    assert CANARY in "".join(found.headers().values()), "and by its header"
    return found


def raised(work: Any) -> BaseException:
    try:
        work()
    except BaseException as error:
        return error
    raise AssertionError("nothing was raised")


def with_locals(error: BaseException) -> str:
    return "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())


def test_a_credential_does_not_print(credential: Credential) -> None:
    @dataclasses.dataclass
    class Holder:
        credential: Credential

    log = io.StringIO()
    logger = logging.Logger("canary")
    logger.addHandler(logging.StreamHandler(log))
    logger.warning("%s %r", credential, credential)
    logger.warning("extra", extra={"credential": credential})
    renderings = {
        "repr": repr(credential),
        "str": str(credential),
        "f-string": f"{credential} {credential!r} {credential!s}",
        "%": "%s %r" % (credential, credential),
        "pprint": pprint.pformat([credential]),
        "in a list": str([credential]),
        "in a dataclass": str(Holder(credential)),
        "asdict": str(dataclasses.asdict(Holder(credential))),
        "logging": log.getvalue(),
        "an error's text": str(RuntimeError(credential)),
        "dir": str(dir(credential)),
    }
    for name, text in renderings.items():
        assert "canary" not in text, name
    assert renderings["repr"].startswith("Credential(credential=[redacted], ")


def test_what_makes_json_of_a_credential_is_told_why_it_cannot(credential: Credential) -> None:
    # As FastAPI does with what a route returns; it shows both refusals.
    returned: Any = credential
    with pytest.raises(TypeError, match="it holds a secret, which no answer to a browser may have"):
        dict(returned)
    with pytest.raises(TypeError):
        vars(returned)


def test_nothing_takes_a_credential_apart(credential: Credential) -> None:
    for work in (
        lambda: vars(credential),
        lambda: json.dumps({"credential": credential}),
        lambda: pickle.dumps(credential),
        lambda: dataclasses.asdict(credential),  # type: ignore[call-overload]
        lambda: setattr(credential, "degraded", True),
        lambda: Credential(),
    ):
        error = raised(work)
        assert isinstance(error, (TypeError, AttributeError)), error
        assert "canary" not in str(error)
    reason = "^A Credential holds a secret and cannot be pickled; pass the ids and ask Authpipe there.$"
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(TypeError, match=reason):
            pickle.dumps(credential, protocol)
    assert copy.copy(credential) is credential is copy.deepcopy(credential)


def test_a_traceback_with_locals_shows_no_secret(ap: Authpipe, credential: Credential, options: dict[str, Any]) -> None:
    def use() -> None:
        mine = ap.get_credential(**ACME)
        raise RuntimeError(f"failed with {mine}")

    key = options["key"]
    works = {
        "use of a credential": use,
        "a wrong argument besides a secret": lambda: ap.store_credential(
            provider="acme", tenant_id="a b", credential=bytes(CANARY, "ascii").decode(), credential_type="api_key"
        ),
        "a secret of a wrong type": lambda: ap.store_credential(**ACME, credential={"value": [CANARY]}, credential_type="api_key"),  # type: ignore[dict-item]
        "a key of a wrong type": lambda: Authpipe(key=[key, 7]),  # type: ignore[list-item]
        "a wrong option besides a key": lambda: Authpipe(key=key, mode="staging"),  # type: ignore[arg-type]
        "a wrong key": lambda: Authpipe(key=f"apk1_{CANARY}"),
        "a proxy with a password": lambda: Authpipe(proxy=f"http://user:{CANARY}@proxy", mode="staging"),  # type: ignore[arg-type]
        "a client secret of a wrong type": lambda: ProviderConfig(client_id="x", client_secret=[CANARY]),  # type: ignore[arg-type]
        "a config besides its secret": lambda: Authpipe(
            providers={"acme": ProviderConfig(client_id="x", client_secret=CANARY, attachment="nobody")}  # type: ignore[arg-type]
        ),
    }
    for name, work in works.items():
        error = raised(work)
        text = with_locals(error)
        # What our frames hold, and the error: this test's own frames are the application's.
        shown = "".join(part for part in text.split('  File "') if part.startswith(str(PACKAGE))) + str(error)
        assert CANARY not in shown, (name, shown)
        assert key not in shown, name


def test_a_traceback_of_an_awaited_call_shows_no_secret(options: dict[str, Any]) -> None:
    async def use() -> None:
        async with AsyncAuthpipe(**options) as ap:
            await ap.store_credential(**{**ACME, "tenant_id": "a b"}, credential=CANARY, credential_type="api_key")

    text = with_locals(raised(lambda: asyncio.run(use())))
    ours = [part for part in text.split('  File "') if part.startswith(str(PACKAGE))]
    assert len(ours) >= 2
    assert CANARY not in "".join(ours)


@pytest.mark.parametrize("made", [Authpipe, AsyncAuthpipe])
@pytest.mark.parametrize("wrong", ["key", "vault", "proxy"])
def test_a_constructor_that_refuses_shows_no_secret(made: Any, wrong: str) -> None:
    secrets = {
        "key": f"apk1_{CANARY}",
        "vault": f"postgres://user:{CANARY}@db/authpipe",
        "proxy": f"http://user:{CANARY}@proxy",
    }
    error = raised(lambda: made(**{wrong: secrets[wrong]}, mode="staging"))
    frames = [
        frame
        for frame in traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__), capture_locals=True)
        if Path(frame.filename).parent == PACKAGE
    ]
    assert frames, "a frame of ours is in the traceback"
    for frame in frames:
        assert CANARY not in str(frame.locals), frame.name
    assert CANARY not in str(error)


def test_the_object_its_options_and_its_errors_hold_no_secret(ap: Authpipe, credential: Credential, options: dict[str, Any]) -> None:
    config = ProviderConfig(client_id="id", client_secret=CANARY, scopes=["a"])
    assert repr(config) == "ProviderConfig(attachment='user', client_id='id', client_secret=[redacted], enabled=True, scopes=['a'])"
    assert str(config.client_secret) == "[redacted]"
    keyed = ProviderConfig(client_id="id", variables={"api_key": CANARY})
    assert repr(keyed) == "ProviderConfig(attachment='user', client_id='id', enabled=True, variables={'api_key': ...})"
    error = raised(lambda: ap.get_credential(**{**ACME, "user_id": "user_456"}))
    assert isinstance(error, NotConnectedError)
    texts = [repr(ap), str(ap), repr(error), str(vars(error)), with_locals(error), repr(ap.connections)]
    for text in texts:
        assert "canary" not in text
        assert options["key"] not in text
    for one in (config, config.client_secret, ap):
        with pytest.raises(TypeError, match="cannot be pickled"):
            pickle.dumps(one)
        assert "canary" not in str(getattr(one, "__dict__", None))


def test_what_binds_a_flow_does_not_print() -> None:
    from datetime import datetime, timezone

    now = datetime.now(timezone.utc)
    session = AuthSession(session_id="s", authorization_url=f"https://x/?state={CANARY}", expires_at=now, set_cookie=(CANARY,))
    request = HttpRequest("GET", "/oauth/callback/x", f"code={CANARY}", [("cookie", CANARY)], CANARY.encode())
    response = HttpResponse(303, [("location", CANARY), ("set-cookie", CANARY)], CANARY.encode())
    with pytest.raises(TypeError, match="cannot be pickled"):
        pickle.dumps(session)
    assert copy.deepcopy(session) is session
    returned: Any = session
    for work in (dict, vars, dataclasses.asdict, dataclasses.astuple, dataclasses.fields):
        with pytest.raises(TypeError) as told:
            work(returned)
        assert CANARY not in str(told.value)
    # As FastAPI asks what a route returns.
    with pytest.raises(TypeError, match="AuthSession holds authorization_url and set_cookie and cannot be made into JSON"):
        dict(returned)
    assert not dataclasses.is_dataclass(session)
    with pytest.raises(dataclasses.FrozenInstanceError):
        returned.session_id = "other"
    for one in (session, request, response):
        assert "canary" not in repr(one)


def test_a_sign_in_on_another_device_does_not_print_what_its_person_enters() -> None:
    from datetime import datetime, timezone

    now = datetime.now(timezone.utc)
    uri = "https://id.example/device"
    complete = f"{uri}?user_code={CANARY}"
    device = DeviceAuth(
        session_id="ses_1", user_code=CANARY, verification_uri=uri, verification_uri_complete=complete, expires_at=now,
        expires_in=900.0, interval=5.0,
    )
    for text in (repr(device), str(device), f"{[device]}"):
        assert "canary" not in text and "ses_1" in text and uri in text
    # The page that shows it gets all of it.
    shown = dataclasses.asdict(device)
    assert (shown["user_code"], shown["verification_uri_complete"]) == (CANARY, complete)
    assert pickle.loads(pickle.dumps(device)) == device
