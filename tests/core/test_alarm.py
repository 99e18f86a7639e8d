"""One timer for many limits: each ends in its own time, and no other."""

import asyncio
import gc
import weakref
from contextvars import ContextVar
from typing import Any

import pytest
import trio

from realname.core.alarm import Alarm
from realname.core.loops import current_loop

TICK, WORK, LONG = 0.02, 0.5, 1.0


async def _outcome(alarm: Alarm, limit: float, work: float) -> str:
    try:
        async with alarm.limit(current_loop(), limit):
            await asyncio.sleep(work)
    except TimeoutError:
        return "over"
    return "done"


async def test_each_ends_in_its_own_time() -> None:
    """Whichever began first, and whatever the timer was set for."""
    alarm = Alarm()
    limits = [(LONG, 0), (LONG, 2 * TICK), (TICK, WORK), (float("inf"), TICK), (WORK, TICK), (2 * TICK, WORK)]

    outcomes = await asyncio.gather(*(_outcome(alarm, *each) for each in limits))

    assert ["done", "done", "over", "done", "done", "over"] == outcomes


async def test_one_that_began_while_the_timer_ran_ends_as_well() -> None:
    """The timer is set again for those that are there when it goes off."""
    alarm = Alarm()
    assert "done" == await _outcome(alarm, TICK, 0)

    assert "over" == await _outcome(alarm, 2 * TICK, WORK)
    assert "over" == await _outcome(alarm, TICK, WORK)


async def test_calls_share_one_timer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever their number; when all have ended none need be left."""
    loop, alarm, timers = asyncio.get_running_loop(), Alarm(), []
    call_at = loop.call_at

    def counted(*args: Any, **named: Any) -> asyncio.TimerHandle:
        timers.append(call_at(*args, **named))
        return timers[-1]

    monkeypatch.setattr(loop, "call_at", counted)
    for _ in range(5):
        async with alarm.limit(current_loop(), LONG):
            alarm.stop()  # is not heard while anything is under way

    assert [False] == [timer.cancelled() for timer in timers]
    alarm.stop()
    assert [True] == [timer.cancelled() for timer in timers]
    assert "over" == await _outcome(alarm, TICK, WORK)


async def test_the_timer_keeps_nothing_of_the_call_that_set_it() -> None:
    """What its task had in context variables, such as whom it was about, is freed with the task."""
    alarm, variable = Alarm(), ContextVar[object]("variable")
    held: list[weakref.ref[object]] = []

    async def call() -> None:
        variable.set(person := {"name"})
        held.append(weakref.ref(person))
        async with alarm.limit(current_loop(), LONG):
            pass

    await asyncio.create_task(call())
    await asyncio.sleep(0)  # asyncio itself holds the last thing that it ran
    gc.collect()

    assert held[0]() is None
    alarm.stop()


async def test_whoever_cancels_is_heard() -> None:
    """A cancellation from outside is none of the limit's, not even at the same moment."""
    alarm = Alarm()
    for limit in (LONG, 0.0):
        task = asyncio.create_task(_outcome(alarm, limit, WORK))
        await asyncio.sleep(0)
        if not limit:
            alarm._go_off()
        task.cancel()

        with pytest.raises(asyncio.CancelledError):
            await task


async def test_an_error_comes_out_as_it_is() -> None:
    """Also one that was raised when the time was over."""
    alarm = Alarm()

    async def fail(limit: float) -> None:
        async with alarm.limit(current_loop(), limit):
            try:
                await asyncio.sleep(2 * TICK if limit < LONG else 0)
            finally:
                raise KeyError

    for limit in (TICK, LONG):
        with pytest.raises(KeyError):
            await fail(limit)
    assert 0 == asyncio.current_task().cancelling()  # type: ignore[union-attr]


def test_another_loop_has_a_timer_of_its_own() -> None:
    """As in a child process, where what the parent's loop was to do is not done."""
    alarm = Alarm()

    async def begun() -> None:
        await alarm.limit(current_loop(), LONG).__aenter__()

    asyncio.run(begun())

    assert "over" == asyncio.run(_outcome(alarm, TICK, WORK))


def test_trio_limits_by_itself() -> None:
    """Where a timer costs nothing to speak of."""

    async def run() -> None:
        async with Alarm().limit(current_loop(), TICK):
            await trio.sleep(WORK)

    with pytest.raises(TimeoutError):
        trio.run(run)
