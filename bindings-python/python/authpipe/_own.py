"""What an application brings of its own: root keys, an anchor, and what gets tokens for clients. Loaded when there are some."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Protocol

from . import _loops

if TYPE_CHECKING:
    from collections.abc import Awaitable
    from typing import Literal


class RootKey(Protocol):
    """A root key that never comes into this process: in a key service, or in an HSM.

    It is asked to encrypt and decrypt 32 random bytes, once for each tenant and again every ten minutes while a tenant is in use. What
    belongs where is bound by Authpipe itself. It is asked several times at once, each time in a thread of its own, and is given 5 seconds; who
    takes longer is away. A coroutine function runs on the event loop that has awaited an ``AsyncAuthpipe`` last, and without one on a
    loop of its own. It raises a ``RootKeyError`` to say why it does not answer; of anything else that it raises the name of its type is
    shown, and nothing more.
    """

    @property
    def id(self) -> str:
        """A stable name for this key: 1 to 512 visible ASCII characters, not a secret.

        It is stored and shown in messages. A name must never come to mean another key.
        """
        ...

    def wrap(self, key: bytes, context_hash: bytes, /) -> bytes | Awaitable[bytes]:
        """Encrypts 32 bytes.

        Args:
            key: What to encrypt. Keep no copy of it.
            context_hash: Public (SHA-256 of where the result belongs) and the same at ``unwrap``: additional authenticated data, for a service
                that takes some.
        """
        ...

    def unwrap(self, wrapped: bytes, context_hash: bytes, /) -> bytes | Awaitable[bytes]:
        """Decrypts what ``wrap`` has made with the same ``context_hash``.

        Args:
            wrapped: What ``wrap`` has made.
            context_hash: As at ``wrap``.
        """
        ...


class Anchor(Protocol):
    """Where it is remembered how far a vault was: best a place that is not restored together with it, such as a secret store.

    What is kept is a short text without any secret. It is read when the vault is opened, read and written at most every ten seconds while
    it is in use, and written when it is closed; each has 5 seconds. Where it fails, the vault opens all the same and the log says so; no
    refresh token is presented before it was read once.
    """

    def read(self) -> str | None | Awaitable[str | None]:
        """What was written last; ``None``: nothing yet."""
        ...

    def write(self, text: str, /) -> object:
        """Keeps a text of at most 1,000 bytes in the place of the last one.

        Args:
            text: What to keep.
        """


class RootKeyError(Exception):
    """Why a root key of the application's own does not answer: raised by ``wrap`` and ``unwrap``. What follows differs."""

    kind: Literal["unavailable", "denied", "mismatch"]
    """What follows."""

    def __init__(self, kind: Literal["unavailable", "denied", "mismatch"], reason: str = "") -> None:
        super().__init__(kind, reason)
        self.kind = kind
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.kind}: {self.reason}" if self.reason else self.kind

    @classmethod
    def unavailable(cls, reason: str = "") -> RootKeyError:
        """The service does not answer: keys that are in use serve for 15 minutes more.

        Args:
            reason: It goes to the log.
        """
        return cls("unavailable", reason)

    @classmethod
    def denied(cls, reason: str) -> RootKeyError:
        """The service says no: keys that are in use are forgotten at once.

        Args:
            reason: It is shown: a few words of your own, without any secret.
        """
        return cls("denied", reason)

    @classmethod
    def mismatch(cls) -> RootKeyError:
        """What was wrapped does not open: another key, or changed bytes."""
        return cls("mismatch")


class Reply(Protocol):
    """Where the answer to one question goes."""

    def give(self, value: object) -> None:
        """Gives what a function has given."""

    def fail(self, kind: str, text: str) -> None:
        """Says that a function broke off."""


def begin(target: object, name: str, arguments: tuple[bytes | str, ...], reply: Reply) -> None:
    """Has a function of the application's answer, in a thread that the end of the program does not wait for.

    Args:
        target: The root key, the anchor, or the function that is called.
        name: The function.
        arguments: Its arguments.
        reply: Where the answer goes.
    """
    work = (target, name, arguments, reply)
    threading.Thread(target=_answer, args=work, name=f"authpipe-{name}", daemon=True).start()


def _answer(target: object, name: str, arguments: tuple[bytes | str, ...], reply: Reply) -> None:
    try:
        given = getattr(target, name)(*arguments)
        if hasattr(given, "__await__"):
            _run(_finish(given, reply))
            return
    except BaseException as raised:
        _fail(reply, raised)
    else:
        reply.give(given)


async def _finish(given: Awaitable[object], reply: Reply) -> None:
    try:
        value = await given
    except BaseException as raised:  # a loop that ends cancels what runs on it
        _fail(reply, raised)
    else:
        reply.give(value)


def _run(finish: object) -> None:
    import asyncio

    loop = _loops.latest
    if loop is None or not loop.is_running():
        asyncio.run(finish)  # type: ignore[arg-type]
        return
    try:
        asyncio.run_coroutine_threadsafe(finish, loop)  # type: ignore[arg-type]
    except RuntimeError:
        finish.close()  # type: ignore[attr-defined]
        raise


def _fail(reply: Reply, raised: BaseException) -> None:
    if isinstance(raised, RootKeyError):
        reply.fail(raised.kind, str(raised.reason))
    else:
        reply.fail("", type(raised).__name__)
