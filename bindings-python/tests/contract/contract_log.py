"""The log of a scenario: lines as a scenario sees them."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from contract_match import match

if TYPE_CHECKING:
    from contract_run import Run

_OF_LOGGING = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime"}
_LEVELS = {40: "error", 30: "warn", 20: "info", 10: "debug", 5: "trace"}


class Log(logging.Handler):
    """Takes every line, on whatever thread it comes."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self.lines: list[dict[str, Any]] = []
        self.logger = logging.Logger("contract", level=1)
        self.logger.addHandler(self)
        self._loop = loop
        self._more = asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        fields = {name: value for name, value in vars(record).items() if name not in _OF_LOGGING}
        # The fields are in the text too.
        message = record.getMessage().split(" (")[0]
        self.lines.append({"level": _LEVELS[record.levelno], "message": message, "fields": fields})
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._more.set)

    async def first(self, expected: Any, run: Run) -> dict[str, Any]:
        """The first line that matches, once it is there."""
        seen = 0
        while True:
            self._more.clear()
            while seen < len(self.lines):
                try:
                    await match(self.lines[seen], expected, run, "the line")
                except AssertionError:
                    seen += 1
                else:
                    return self.lines[seen]
            await self._more.wait()
