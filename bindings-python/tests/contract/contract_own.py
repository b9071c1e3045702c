"""What an application brings of its own, for scenarios: root keys, an anchor and what gets tokens for clients, which do what they are told."""

from __future__ import annotations

import threading

from authpipe import RootKeyError

FAILURES = {
    "throws": lambda: TypeError("own-canary: whatever it says"),
    "is_away": lambda: RootKeyError.unavailable("no route to host"),
    "denies": lambda: RootKeyError.denied("key disabled"),
    "does_not_open": RootKeyError.mismatch,
}


class Application:
    """Its parts, by the names under which scenarios speak of them."""

    def __init__(self) -> None:
        self.does: dict[str, str] = {}
        self.kept: str | None = None

    def fail(self, part: str) -> None:
        does = self.does.get(part, "answers")
        if does == "hangs":
            threading.Event().wait()
        if does in FAILURES:
            raise FAILURES[does]()


    def client_assertion(self) -> str:
        self.fail("client_assertion")
        return "own-canary" if self.does.get("client_assertion") == "says_nonsense" else "eyJhbGciOiJSUzI1NiJ9.e30.c2ln"

    async def awaited_client_assertion(self) -> str:
        """The same, awaited."""
        if self.does.get("client_assertion") == "hangs":
            await _never()
        return self.client_assertion()


class OwnRootKey:
    def __init__(self, application: Application, id: str) -> None:
        self.application = application
        self.id = id

    def wrap(self, key: bytes, context_hash: bytes, /) -> bytes:
        return self._work(key)

    def unwrap(self, wrapped: bytes, context_hash: bytes, /) -> bytes:
        return self._work(wrapped)

    def _work(self, data: bytes) -> bytes:
        self.application.fail(self.id)
        does = self.application.does.get(self.id)
        if does == "gives_too_little":
            return data[:31]
        # A cipher good enough for what it shows.
        pad = 0x77 if does == "has_another_key" else 0x5A
        return bytes(byte ^ pad for byte in data)


class AwaitedRootKey(OwnRootKey):
    """The same, awaited."""

    async def wrap(self, key: bytes, context_hash: bytes, /) -> bytes:  # type: ignore[override]
        return self._work(key) if self.application.does.get(self.id) != "hangs" else await _never()

    async def unwrap(self, wrapped: bytes, context_hash: bytes, /) -> bytes:  # type: ignore[override]
        return self._work(wrapped) if self.application.does.get(self.id) != "hangs" else await _never()


async def _never() -> bytes:
    import asyncio

    return await asyncio.get_running_loop().create_future()


class OwnAnchor:
    def __init__(self, application: Application) -> None:
        self.application = application

    def read(self) -> str | None:
        self.application.fail("anchor")
        return "{}" if self.application.does.get("anchor") == "says_nonsense" else self.application.kept

    def write(self, text: str, /) -> None:
        self.application.fail("anchor")
        self.application.kept = text
