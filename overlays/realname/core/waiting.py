"""Waiting: between the attempts of a call, and between calls until something has happened.

Tests need not wait: while `without_waiting` is entered, every pause counts as made at once.
"""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

from realname.core import loops
from realname.core.answer import Answer
from realname.core.errors import ApiError, PendingError, RealnameError, TransportError, UndecidedError, WaitTimeoutError
from realname.core.operation import Waiter
from realname.core.outcome import meets
from realname.core.processes import Lock

AnswerT = TypeVar("AnswerT", bound=Answer)

_FIRST_REPETITION = 0.2
"""Seconds before the second attempt of a call; doubled before each further one."""
_LONGEST_REPETITION = 5.0
_GROWTH = 1.5
"""By how much each pause between two calls of a waiter is longer than the one before."""
_LONGEST_PAUSES = 8
"""How many first pauses the longest one lasts."""

_skipping = 0
_lock = Lock()


@contextmanager
def without_waiting() -> Iterator[None]:
    """Let no client of this process wait: what would pause goes on at once, and limits are reached all the same."""
    global _skipping
    with _lock:
        _skipping += 1
    try:
        yield
    finally:
        with _lock:
            _skipping -= 1


def sleep(seconds: float) -> None:
    """Wait, unless waiting is skipped."""
    if not _skipping:
        time.sleep(seconds)


def wait_for(event: threading.Event, seconds: float) -> bool:
    """Wait in a thread until something happens, so many seconds at most; return whether it did."""
    return event.wait(0 if _skipping else seconds)


def is_skipping() -> bool:
    """Whether no client of this process waits now."""
    return _skipping > 0


async def async_sleep(seconds: float) -> None:
    """Wait in a task, unless waiting is skipped."""
    await loops.sleep(0 if _skipping else seconds)


def before_attempt(number: int) -> float:
    """Seconds to wait before an attempt of a call, the second one being number 2; half of it is chance."""
    return min(_LONGEST_REPETITION, _FIRST_REPETITION * 2.0 ** (number - 2)) * random.uniform(0.5, 1.0)  # noqa: S311


class Wait(Generic[AnswerT]):
    """One run of a waiter: how long to pause, when it is over, and the last answer.

    Args:
        operation: the name of what is called.
        waiter: how to wait for it.
        limit: seconds in all.
    """

    def __init__(self, operation: str, waiter: Waiter, limit: float) -> None:
        self._operation = operation
        self._waiter = waiter
        self._limit = limit
        self._started = time.monotonic()
        self._skipped = 0.0
        self._paused = 0.0  # counts by itself: in a test that freezes time no other passes, and it would never end
        self._pause = waiter.pause
        self.answer: AnswerT | None = None

    @property
    def remaining(self) -> float:
        """Seconds that are left; never below zero."""
        return max(0.0, self._limit - max(self._paused, self._skipped + time.monotonic() - self._started))

    def is_over(self, answer: AnswerT) -> bool:
        """Whether this answer is what was waited for.

        Raises:
            UndecidedError: the contract says how the waiting ends, and this answer is neither that nor unfinished.
        """
        self.answer = answer
        if meets(answer, self._waiter.unfinished):
            return False
        if self._waiter.finished and not meets(answer, self._waiter.finished):
            undecided = UndecidedError("the answer holds a state that the contract does not list", answer=answer)
            undecided.operation = self._operation
            raise undecided
        return True

    def pause(self, failure: RealnameError | None) -> float:
        """Seconds to wait before the next call, after an unfinished answer or a failure.

        Raises:
            WaitTimeoutError: there is no time for it.
            RealnameError: the failure, if it will not pass by itself.
        """
        if failure is not None and not _passes(failure):
            raise failure
        if isinstance(failure, PendingError):
            self.answer = failure.answer if isinstance(failure.answer, Answer) else self.answer  # type: ignore[assignment]
        seconds = self._pause * random.uniform(0.8, 1.2)  # noqa: S311
        if seconds >= self.remaining:
            timeout = WaitTimeoutError(
                f"not finished after {self._limit:g} s",
                answer=self.answer,
                operation=self._operation,
                remedy="It may still end: ask again later, or wait longer.",
            )
            if isinstance(failure, PendingError):
                timeout.outcome = failure.outcome
            raise timeout from (failure and failure.with_traceback(None))
        self._pause = min(self._pause * _GROWTH, self._waiter.pause * _LONGEST_PAUSES)
        self._paused += seconds
        if _skipping:
            self._skipped += seconds
        return seconds


def _passes(failure: RealnameError) -> bool:
    """Whether a failure may be gone at the next call."""
    return isinstance(failure, PendingError) or (isinstance(failure, ApiError | TransportError) and failure.retryable)
