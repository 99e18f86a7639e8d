"""The schedule of calls, under a clock that a test moves."""

import math

import pytest

from realname import ConfigurationError
from realname.bulk import Pace
from realname.core.waiting import without_waiting


class Clock:
    """Seconds, as a test says."""

    now = 100.0

    def __call__(self) -> float:
        """Now."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return Clock()


def begun(pace: Pace, clock: Clock, calls: int, *, late: float = 0.0, concurrency: int = 4) -> list[float]:
    """When so many calls begin, one after the other, each so many seconds after its time."""
    found = []
    for _ in range(calls):
        clock.now += pace.take(concurrency) + late
        found.append(clock.now)
    return found


def test_calls_are_as_far_apart_as_the_rate_says(clock: Clock) -> None:
    """The first at once."""
    assert [100.0, 100.5, 101.0, 101.5] == begun(Pace(2, clock=clock), clock, 4)


@pytest.mark.parametrize("late", [0.0, 0.001, 0.009])
def test_the_rate_holds_over_the_run(late: float, clock: Clock) -> None:
    """Waking up late does not add up: after 10 000 calls the rate is within 2 % of what was asked."""
    times = begun(Pace(100, clock=clock), clock, 10_000, late=late)

    assert 100 == pytest.approx(9_999 / (times[-1] - times[0]), rel=0.02)


def test_a_long_delay_is_made_up_for_by_as_many_as_run_at_a_time(clock: Clock) -> None:
    """Not by all that should have begun meanwhile."""
    pace = Pace(10, clock=clock)
    pace.take(4)
    clock.now += 60

    times = begun(pace, clock, 8)

    assert [160.0] * 5 == times[:5]
    assert pytest.approx([160.1, 160.2, 160.3]) == times[5:]


def test_without_a_rate_nothing_waits(clock: Clock) -> None:
    """As fast as answers come."""
    assert [100.0] * 3 == begun(Pace(clock=clock), clock, 3)


def test_all_hold_for_as_long_as_the_provider_asks(clock: Clock) -> None:
    """Also what took its place before, and must take another one."""
    pace = Pace(10, clock=clock)
    pace.take()
    pace.hold(7)

    assert pace.is_held
    assert [107.0, 107.1] == begun(pace, clock, 2)
    assert not pace.is_held


@pytest.mark.parametrize("seconds", [301, 1e9, math.inf])
def test_no_provider_makes_a_run_hang(seconds: float, clock: Clock) -> None:
    """Five minutes at a time, at most."""
    pace = Pace(clock=clock)
    pace.hold(seconds)

    assert 300 == pace.take()


def test_without_a_number_holds_grow_until_calls_are_taken_again(clock: Clock) -> None:
    """What is refused while it holds already began before, and does not count."""
    pace = Pace(clock=clock)
    found = []
    for _ in range(3):
        pace.hold()
        pace.hold()
        found.append(pace.take())
        clock.now += found[-1]
    pace.resume()
    pace.hold()

    assert ([1, 2, 4], 1) == (found, pace.take())


def test_an_answer_to_an_earlier_call_does_not_end_the_growth(clock: Clock) -> None:
    """It says nothing of whether calls are taken now."""
    pace = Pace(clock=clock)
    pace.hold()
    pace.resume()
    clock.now += 1
    pace.hold()

    assert 2 == pace.take()


def test_nothing_holds_where_tests_skip_waiting(clock: Clock) -> None:
    """Or a run would turn in circles until the time is over."""
    pace = Pace(clock=clock)
    pace.hold(7)

    with without_waiting():
        assert not pace.is_held
    assert pace.is_held


@pytest.mark.parametrize("rate", [0, -1, math.nan, math.inf, True, "20"])
def test_a_rate_that_is_none_is_refused(rate: float) -> None:
    """Before anything begins."""
    with pytest.raises(ConfigurationError, match="above zero"):
        Pace(rate)
