"""The groups of methods behind `.events` and `.audit`, and what follows events as they happen."""

from __future__ import annotations

from ._errors import AuthpipeError
from ._left_out import LEFT_OUT, given
from ._wait import wait_async

TYPE_CHECKING = False  # as in __init__.py
if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from typing_extensions import Never, Self

    from . import _native
    from ._pages import AsyncPages
    from ._types import AuditRecord, AuthpipeEvent, EventOrder, EventType


class AsyncEventFeed:
    """What ``events.follow`` gives: ``async for`` walks over it. It has one reader; another one needs a feed of its own.

    A reader that stops waiting, such as a task that is cancelled, misses nothing: it may go on later. It ends when nobody holds it, and
    with ``aclose()``.
    """

    __slots__ = ("_call", "_feed", "_has_ended", "_is_waiting", "_read")

    def __init__(self, feed: _native.EventFeed) -> None:
        self._feed = feed
        # The last one is taken first.
        self._read: list[AuthpipeEvent] = []
        # What is awaited; kept where its reader has gone away, because it holds the events that come next.
        self._call: _native.Call[bool] | None = None
        # A flag and no lock: the handler of a signal could raise between the taking of one and the block that lets go of it.
        self._is_waiting = False
        self._has_ended = False

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> AuthpipeEvent:
        while not self._has_ended:
            try:
                return self._read.pop()
            except IndexError:
                # Nothing was left, or another thread has taken it meanwhile, or has ended this.
                pass
            await self._wait()
        raise StopAsyncIteration

    async def _wait(self) -> None:
        if self._is_waiting:
            raise RuntimeError("Somebody waits for the next event of this feed already: call follow() again for a feed of one's own.")
        self._is_waiting = True
        try:
            if self._read:
                return
            if not await wait_async(self._pending):
                self._has_ended = True
        except AuthpipeError as error:
            # Whoever may not wait here has ended nothing.
            self._has_ended = self._has_ended or error.code != "runtime_unsupported"
            raise
        finally:
            self._is_waiting = False

    def _pending(self) -> _native.Call[bool]:
        if self._call is None or self._call.is_taken:
            self._call = self._feed.next(self._read)
        return self._call

    async def aclose(self) -> None:
        """Ends it: whoever waits for the next event is told that there is none."""
        self._has_ended = True
        self._read.clear()
        self._feed.end()

    def __reduce__(self) -> Never:
        raise TypeError("What follows events cannot be pickled or copied; keep the cursor of an event, and follow after it.")


class AsyncEvents:
    """What happened, durably, in every process."""

    def __init__(self, core: _native.Core) -> None:
        self._core = core

    def list(
        self,
        *,
        after: str | None = None,
        order: EventOrder | None = None,
        since: datetime | None = None,
        tenant_id: str = LEFT_OUT,
        type: EventType | None = None,
        connection_id: str = LEFT_OUT,
        limit: int | None = None,
        timeout: float | timedelta | None = None,
    ) -> AsyncPages[AuthpipeEvent]:
        """Lists events, unless asked otherwise in the order in which they were committed. Keep ``next`` to go on later.

        Args:
            after: From ``next`` of the page before, or ``cursor`` of an event.
            order: ``oldest_first``, the default, or ``newest_first``, which ends with the oldest.
            since: Only those that happened from this time on: an aware ``datetime``.
            tenant_id: Only this tenant's.
            type: Only this type.
            connection_id: Only this connection's or installation's.
            limit: At most this many on a page: 1 to 200, default 50.
            timeout: How long the fetching of a page may take, in seconds; default until it has ended.
        """
        from ._pages import walk_async

        return walk_async(
            lambda after: self._core.list_events(
                after=after,
                order=order,
                since=since,
                type=type,
                limit=limit,
                timeout=timeout,
                **given(tenant_id=tenant_id, connection_id=connection_id),
            ),
            after,
        )

    def follow(self, *, after: str | None = None, since: datetime | None = None) -> AsyncEventFeed:
        """Follows events of every process as they happen, in the order in which they are committed.

        From now on, unless asked otherwise. Nothing is asked before the first event is waited for, and what nobody reads waits in the
        vault, for 30 days. A reader is woken at once by what this process does, and within two seconds by what another one does. It waits
        out a vault that is away for a while; what ends it for good is raised where it waits: ``closed`` when this object is closed,
        ``key_mismatch``, and the like.

        Args:
            after: From ``cursor`` of an event, or ``next`` of a page: what was committed behind it, and what is to come. Whoever keeps the
                cursor of the event that it has done goes on from there after a restart.
            since: Only those that happened from this time on: an aware ``datetime``; default, where nothing is given as ``after``, from now
                on.

        Raises:
            RequestError: ``invalid_request`` - where it is read: ``after`` is no cursor of this vault's events.
            UsageError: ``closed`` - where it is read: this object was closed.

        Example:
            >>> async for event in ap.events.follow(after=done):
            ...     done = event.cursor
        """
        return AsyncEventFeed(self._core.follow_events(after=after, since=since))


class AsyncAudit:
    """What was done to connections, keys and the vault, as entries that are linked."""

    def __init__(self, core: _native.Core) -> None:
        self._core = core

    def list(
        self,
        *,
        after: str | None = None,
        since: datetime | None = None,
        tenant_id: str = LEFT_OUT,
        limit: int | None = None,
        timeout: float | timedelta | None = None,
    ) -> AsyncPages[AuditRecord]:
        """Lists the audit log, oldest first: what was done to connections, keys and the vault.

        It is of every process, and kept until ``authpipe audit retain`` drops what is older; reads are not in it. ``authpipe vault verify``
        says whether an entry was changed, or is gone.

        Args:
            after: From ``next`` of the page before.
            since: Only those from this time on: an aware ``datetime``.
            tenant_id: Only this tenant's.
            limit: At most this many on a page: 1 to 200, default 50.
            timeout: How long the fetching of a page may take, in seconds; default until it has ended.

        Raises:
            RequestError: ``invalid_request`` - ``after`` is no cursor of this list.
        """
        from ._pages import walk_async

        return walk_async(
            lambda after: self._core.list_audit(
                after=after, since=since, limit=limit, timeout=timeout, **given(tenant_id=tenant_id)
            ),
            after,
        )
