"""The base of all exceptions. The classes themselves and the codes are generated."""

from __future__ import annotations

from ._generated_page import ERRORS_PAGE

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from typing_extensions import Self

    from ._generated_types import ErrorCode, ProviderDetails, Retry


class AuthpipeError(Exception):
    """The base of every error that Authpipe raises. Decide by ``code`` and ``retry``, never by the text.

    ``str(error)`` says what happened and what to do about it, its code, about what, and what the provider said in closed fields: no
    secret.
    """

    code: ErrorCode
    """The stable code, the same in all languages."""
    message: str
    """What happened and what to do about it."""
    hint: str | None
    """The part of the message that says what to do."""
    docs_url: str
    """Where the error is explained."""
    retry: Retry
    """When calling again makes sense: ``never`` before something is changed, ``later``, or after the user has signed in again."""
    retry_after: float | None
    """How long to wait before a retry, in seconds, where it is known."""
    provider: str | None
    """The provider asked for."""
    config: str | None
    """The config used."""
    tenant_id: str | None
    """The tenant."""
    user_id: str | None
    """The user."""
    connection_id: str | None
    """The connection or installation."""
    reason: str | None
    """Why a grant ended, in one word, or why nobody knows whether it has: ``refresh_unanswered``."""
    provider_error: str | None
    """The registered OAuth error code that the provider gave; ``other`` for one that is not registered."""
    provider_details: ProviderDetails | None
    """What else the provider said, where it answered."""

    def __init__(
        self,
        message: str,
        *,
        code: ErrorCode,
        hint: str | None = None,
        docs_url: str | None = None,
        retry: Retry = "never",
        retry_after: float | None = None,
        provider: str | None = None,
        config: str | None = None,
        tenant_id: str | None = None,
        user_id: str | None = None,
        connection_id: str | None = None,
        reason: str | None = None,
        provider_error: str | None = None,
        provider_details: ProviderDetails | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.hint = hint
        self.docs_url = docs_url or f"{ERRORS_PAGE}#{code}"
        self.retry = retry
        self.retry_after = retry_after
        self.provider = provider
        self.config = config
        self.tenant_id = tenant_id
        self.user_id = user_id
        self.connection_id = connection_id
        self.reason = reason
        self.provider_error = provider_error
        self.provider_details = provider_details

    def __str__(self) -> str:
        # The last line of a traceback is often all that is kept: it says what a search needs.
        return f"{self.message} [{self._facts(' ', '=')}]"

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.message!r}, {self._facts(', ', '=', repr)})"

    def _facts(self, between: str, is_: str, show: Callable[[str], str] = str) -> str:
        given = [(name, vars(self)[name]) for name in _FACTS]
        if self.provider_details is not None:
            given += [(f"provider_{name}", value) for name, value in _said(self.provider_details)]
        return between.join(f"{name}{is_}{show(value)}" for name, value in given if value is not None)

    # A task queue sends errors to another process; the default would lose the keyword arguments. Everything that the object has goes along:
    # notes (PEP 678), and what an application's subclass has added.
    def __reduce__(self) -> tuple[Any, ...]:
        return _rebuild, (type(self), self.message, dict(vars(self)))

    def __copy__(self) -> Self:
        return self


def _said(details: ProviderDetails) -> list[tuple[str, object]]:
    codes = ",".join(str(code) for code in details.error_codes) or None
    names = ("suberror", "trace_id", "correlation_id", "request_id", "timestamp", "error_description", "error_uri")
    return [("status", details.status), ("error_codes", codes), *((name, getattr(details, name)) for name in names)]


# Ids and closed fields only: no secret.
_FACTS = (
    "code",
    "reason",
    "provider",
    "config",
    "tenant_id",
    "user_id",
    "connection_id",
    "provider_error",
)


def _rebuild(cls: type[AuthpipeError], message: str, attributes: dict[str, Any]) -> AuthpipeError:
    # Not by calling the class: a subclass of an application's own takes what it likes.
    error = cls.__new__(cls, message)
    vars(error).update(attributes, message=message)
    return error
