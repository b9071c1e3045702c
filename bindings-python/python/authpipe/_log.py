"""Lines of the core's log as records of ``logging``. Loaded when there is a first line."""

from __future__ import annotations

import logging

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    from collections.abc import Mapping

# What a record has already; a field of such a name would be refused by `logging`.
_TAKEN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}


def deliver(logger: logging.Logger, level: int, message: str, fields: Mapping[str, object]) -> None:
    """Logs one line. The fields are in the text, and attributes of the record for whoever formats records as JSON; what a provider said is
    one attribute, ``provider_details``, a dict.

    Args:
        logger: Where it goes.
        level: How much it matters, in numbers of ``logging``.
        message: What happened.
        fields: About what.
    """
    if logger.isEnabledFor(level):
        about = " ".join(f"{name}={value!r}" if " " in str(value) else f"{name}={value}" for name, value in fields.items())
        extra: dict[str, object] = {}
        said: dict[str, object] = {}
        for name, value in fields.items():
            if name.startswith("provider_details."):
                said[name.removeprefix("provider_details.")] = value
            else:
                extra[f"authpipe_{name}" if name in _TAKEN else name] = value
        if said:
            extra["provider_details"] = said
        # Without arguments nothing in the text is taken for a format.
        logger.log(level, f"{message} ({about})" if about else message, extra=extra)
