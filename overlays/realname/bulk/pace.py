"""When the next call may begin: a rate, and holding back while the provider takes no more."""

import time
from collections.abc import Callable
from math import inf, isfinite
from typing import Final

from realname.core.errors import ConfigurationError
from realname.core.processes import Lock
from realname.core.waiting import is_skipping

_FIRST_HOLD: Final = 1.0
"""Seconds without calls after "too many", where the provider names none; doubled while it goes on."""
_LONGEST_HOLD: Final = 300.0


class Pace:
    """The rate of calls, for all that share it: threads, tasks and runs of one process.

    Call n begins n / rate seconds after the first: what one call is late the next ones make up for, so that the rate
    holds over the whole run, but never more of them at once than the run has calls at a time.

    Args:
        rate: calls a second at most; None for as fast as answers come.
        clock: seconds that never go back.

    Raises:
        ConfigurationError: the rate is no number above zero.
    """

    def __init__(self, rate: float | None = None, *, clock: Callable[[], float] = time.monotonic) -> None:
        if rate is not None and not (type(rate) in (int, float) and isfinite(rate) and rate > 0):
            raise ConfigurationError(
                "rate must be a number of calls a second above zero", setting="rate", remedy="Leave it out for none."
            )
        self._interval = 1 / rate if rate else 0.0
        self._clock = clock
        self._lock = Lock()
        self._next = -inf
        self._held_until = -inf
        self._refusals = 0

    def take(self, concurrency: int = 1) -> float:
        """Take the next place in the schedule; return the seconds until it comes.

        Args:
            concurrency: how many calls may begin at once to make up for late ones.
        """
        with self._lock:
            now = self._clock()
            if self._next == -inf:
                self._next = now
            place = max(self._next, now - self._interval * concurrency, self._held_until)
            self._next = place + self._interval
            return max(0.0, place - now)

    @property
    def is_held(self) -> bool:
        """Whether nothing may begin now: a place that was taken before has to be taken again."""
        with self._lock:
            return self._clock() < self._held_until and not is_skipping()

    def hold(self, seconds: float | None = None) -> None:
        """Let nothing begin for a while, since the provider says that there are too many calls.

        Args:
            seconds: what the provider asks for (at most 300 are waited); None for a time that grows until `resume`.
        """
        with self._lock:
            now = self._clock()
            if now >= self._held_until:  # else it is about calls that were under way when the first one was refused
                self._refusals += 1
            elif seconds is None:
                return
            grown = _FIRST_HOLD * 2.0 ** min(self._refusals - 1, 10)
            until = now + min(_LONGEST_HOLD, grown if seconds is None else seconds)
            self._held_until = max(self._held_until, until)

    def resume(self) -> None:
        """The provider takes calls again: the next time that is too many starts small."""
        with self._lock:
            if self._clock() >= self._held_until:
                self._refusals = 0
