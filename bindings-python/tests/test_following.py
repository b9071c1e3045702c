"""Events as they happen: who follows them is told of each, one after the other, and hears why it ends."""

from __future__ import annotations

import asyncio
import gc
import os
import threading
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from authpipe import AsyncAuthpipe, Authpipe, ConfigError, RequestError, TestClock, UsageError

from .conftest import ACME, make_key

BEGINNING = datetime.fromtimestamp(0, timezone.utc)


def key_of(user: str) -> dict[str, Any]:
    """What tells of something: a key of this user's."""
    return {**ACME, "user_id": user, "credential": "k", "credential_type": "api_key"}


def watched(work: Callable[[], Any]) -> None:
    """A watchdog: what hangs is a failure."""
    asyncio.run(asyncio.wait_for(work(), 60))


def test_who_follows_is_told_of_what_happens_from_then_on_and_goes_on_behind_it(options: dict[str, Any]) -> None:
    with Authpipe(**options) as ap:
        ap.store_credential(**key_of("before"))
        (before,) = ap.events.list()
        # What came before in the moment of the call is told, too.
        while datetime.now(timezone.utc) <= before.at:
            pass
        feed = ap.events.follow()
        for user in ("one", "two", "three"):
            ap.store_credential(**key_of(user))
        seen = []
        for event in feed:
            seen.append(event)
            if event.user_id == "three":
                break
        assert [(event.type, event.user_id) for event in seen] == [("connection.created", user) for user in ("one", "two", "three")]
        feed.close()
        assert list(feed) == [], "who has left is told of nothing more"
        assert next(ap.events.follow(after=seen[1].cursor)).user_id == "three"
        assert [event.user_id for event in ap.events.list(after=seen[0].cursor)] == ["two", "three"]


def test_a_thread_that_waits_is_woken_by_what_another_one_does(options: dict[str, Any]) -> None:
    with Authpipe(**options) as ap:
        seen: list[Any] = []
        feed = ap.events.follow(since=BEGINNING)
        reader = threading.Thread(target=lambda: seen.extend(next(feed) for _ in range(2)))
        reader.start()
        ap.store_credential(**key_of("one"))
        ap.store_credential(**key_of("two"))
        reader.join(60)
        assert [event.user_id for event in seen] == ["one", "two"]


def test_another_thread_may_end_it(options: dict[str, Any]) -> None:
    with Authpipe(**options) as ap:
        ap.ready()
        feed = ap.events.follow()
        seen: list[Any] = []
        reader = threading.Thread(target=lambda: seen.append(list(feed)))
        reader.start()
        feed.close()
        reader.join(60)
        assert seen == [[]]


def test_another_thread_may_end_it_or_take_what_was_left_between_two_steps_of_a_reader(options: dict[str, Any]) -> None:
    with Authpipe(**options) as ap:
        for user in ("one", "two"):
            ap.store_credential(**key_of(user))
        feed = ap.events.follow(since=BEGINNING)

        class Raced(list[Any]):
            """What was read; the other thread comes just before its first event is taken."""

            def __init__(self, other: Callable[[], Any]) -> None:
                super().__init__(feed._read)
                self.other = other

            def pop(self, *place: Any) -> Any:
                other, self.other = self.other, lambda: None
                other()
                return super().pop(*place)

        assert next(feed).user_id == "one"
        feed._read = Raced(lambda: feed._read.clear())
        ap.store_credential(**key_of("three"))
        assert next(feed).user_id == "three", "the one before is the other thread's"
        ap.store_credential(**key_of("four"))
        assert next(feed).user_id == "four"
        feed._read = Raced(feed.close)
        assert list(feed) == []


def test_a_task_that_is_cancelled_loses_nothing(options: dict[str, Any]) -> None:
    async def work() -> None:
        async with AsyncAuthpipe(**options) as ap:
            feed = ap.events.follow(since=BEGINNING)
            for _ in range(3):
                with pytest.raises(asyncio.TimeoutError):
                    await asyncio.wait_for(anext(feed), 0.01)
            waiting = asyncio.ensure_future(anext(feed))
            await asyncio.sleep(0)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
            await ap.store_credential(**key_of("one"))
            await ap.store_credential(**key_of("two"))
            assert [(await anext(feed)).user_id for _ in range(2)] == ["one", "two"]

    watched(work)


def test_a_feed_has_one_reader(options: dict[str, Any]) -> None:
    async def work() -> None:
        async with AsyncAuthpipe(**options) as ap:
            feed = ap.events.follow(since=BEGINNING)
            first = asyncio.ensure_future(anext(feed))
            await asyncio.sleep(0)
            with pytest.raises(RuntimeError, match="^Somebody waits for the next event of this feed already"):
                await anext(feed)
            await ap.store_credential(**key_of("one"))
            assert (await first).user_id == "one"
            last = asyncio.ensure_future(anext(feed))
            await asyncio.sleep(0)
            await feed.aclose()
            with pytest.raises(StopAsyncIteration):
                await last
            assert [event async for event in feed] == []

    watched(work)


def test_closing_ends_it_with_an_error_for_who_waits_and_for_who_comes_later(options: dict[str, Any]) -> None:
    async def work() -> None:
        ap = AsyncAuthpipe(**options)
        await ap.ready()
        waiting = asyncio.ensure_future(anext(ap.events.follow()))
        await asyncio.sleep(0)
        await ap.aclose()
        later = ap.events.follow()
        for ended in (waiting, anext(later)):
            with pytest.raises(UsageError) as caught:
                await ended
            assert (caught.value.code, caught.value.retry) == ("closed", "never")
        assert [event async for event in later] == [], "it says so once"

    watched(work)
    ap = Authpipe(**options)
    ap.close()
    with pytest.raises(UsageError) as caught:
        next(ap.events.follow())
    assert caught.value.code == "closed"


def test_another_key_and_a_wrong_cursor_end_it_with_what_is_wrong(options: dict[str, Any]) -> None:
    with Authpipe(**options) as ap:
        with pytest.raises(RequestError) as refused:
            next(ap.events.follow(after="no cursor"))
        assert refused.value.code == "invalid_request"
    other = Authpipe(**{**options, "key": make_key()})
    with pytest.raises(ConfigError) as caught:
        next(other.events.follow())
    assert caught.value.code == "key_mismatch"
    other.close()


def test_a_reader_whom_a_signal_stops_once_events_are_there_misses_none(options: dict[str, Any]) -> None:
    with Authpipe(**options) as ap:
        feed = ap.events.follow(since=BEGINNING)
        ap.store_credential(**key_of("one"))
        # Its handler raises just after the wait has ended, in the place of what comes next.
        assert feed._pending().wait()
        ap.store_credential(**key_of("two"))
        assert [next(feed).user_id for _ in range(2)] == ["one", "two"]


def test_a_feed_goes_to_no_other_process_and_says_what_does(options: dict[str, Any]) -> None:
    import copy
    import pickle

    ways: list[Callable[[Any], Any]] = [pickle.dumps, copy.copy, copy.deepcopy]
    with Authpipe(**options) as ap:
        for work in ways:
            with pytest.raises(TypeError, match="^What follows events cannot be pickled or copied; keep the cursor of an event, and follow"):
                work(ap.events.follow())


def test_a_time_is_taken_to_the_millisecond(options: dict[str, Any]) -> None:
    clock = TestClock()
    # In these years a fraction of a second that is a whole millisecond lies just below itself, one time in four.
    clock.advance((datetime(2038, 6, 1, tzinfo=timezone.utc) - datetime.now(timezone.utc)).total_seconds())
    with Authpipe(**options, test_clock=clock) as ap:
        for number in range(40):
            clock.advance(0.001)
            ap.store_credential(**key_of(f"user_{number}"))
        for event in ap.events.list():
            assert event.at in [found.at for found in ap.events.list(since=event.at, limit=200).data]
            later = event.at + timedelta(milliseconds=1)
            assert event.at not in [found.at for found in ap.events.list(since=later, limit=200).data]


def test_a_feed_that_nobody_holds_waits_no_longer(options: dict[str, Any]) -> None:
    async def work() -> None:
        async with AsyncAuthpipe(**options) as ap:
            feed = ap.events.follow()
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(anext(feed), 0.01)
            # What its reader has left behind.
            call = feed._call
            assert call is not None
            ended = asyncio.Event()
            loop = asyncio.get_running_loop()
            call.when_done(lambda: loop.call_soon_threadsafe(ended.set))
            del feed
            gc.collect()
            await ended.wait()
            assert call.result() is False

    watched(work)


def test_a_blocking_feed_refuses_to_halt_an_event_loop(options: dict[str, Any]) -> None:
    async def work() -> None:
        with pytest.raises(UsageError) as caught:
            next(feed)
        assert caught.value.code == "runtime_unsupported"

    with Authpipe(**options) as ap:
        feed = ap.events.follow()
        watched(work)
        ap.store_credential(**key_of("one"))
        assert next(feed).user_id == "one", "that ended nothing"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_feed_of_the_parent_says_so_in_a_forked_child(run: Any) -> None:
    ended = run(
        """
ap = Authpipe(background=False, providers=providers())
feed = ap.events.follow()
child = os.fork()
if child == 0:
    try:
        next(feed)
        os._exit(1)
    except AuthpipeError as error:
        os._exit(7 if error.code == "forked" else 2)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
ap.close()
"""
    )
    assert ended.stdout == "7\n", (ended.code, ended.stdout, ended.stderr[-500:])
