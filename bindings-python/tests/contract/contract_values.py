"""Values as a scenario writes them, and as this package takes and gives them."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any

import authpipe


def in_seconds(members: dict[str, Any]) -> dict[str, Any]:
    """Durations as this language takes them."""
    return {
        name.removesuffix("_ms"): value / 1000 if name.endswith("_ms") and value is not None else value for name, value in members.items()
    }


# Durations among the members of results, which this language gives in seconds.
_SPANS = ("interval", "expires_in", "retry_after")


def in_milliseconds(name: str, value: Any) -> Any:
    """A duration as a scenario sees it; anything else as it is."""
    return round(value * 1000) if name in _SPANS and value is not None else value


def neutral(value: Any) -> Any:
    """What a method gave, as a scenario sees it."""
    if isinstance(value, authpipe.Credential):
        names = [name for name in dir(value) if not name.startswith("_") and name not in ("headers", "sign")]
        credential = {name: neutral(getattr(value, name)) for name in names}
        try:
            return {**credential, "headers": value.headers()}
        except authpipe.RequestError:
            # A credential that is sent nowhere has none.
            return credential
    if isinstance(value, authpipe.Page | authpipe.AsyncPage):
        return {"data": neutral(value.data), "next": value.next}
    if isinstance(value, authpipe.AuthSession):
        # It is taken apart by nobody else.
        return {name: neutral(getattr(value, name)) for name in authpipe.AuthSession.__slots__}
    if dataclasses.is_dataclass(value):
        members = {field.name: neutral(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {(f"{name}_ms" if name in _SPANS else name): in_milliseconds(name, item) for name, item in members.items()}
    if isinstance(value, datetime):
        return round(value.timestamp() * 1000)
    if isinstance(value, list | tuple):
        return [neutral(item) for item in value]
    return value


def neutral_error(error: authpipe.AuthpipeError) -> dict[str, Any]:
    """What went wrong, as a scenario sees it."""
    after = error.retry_after
    members = {name: neutral(value) for name, value in vars(error).items()}
    return {**members, "retry_after_ms": None if after is None else round(after * 1000)}
