"""One timer for all calls of an async client: a timer for each costs more than most steps of a call."""

from contextlib import AbstractAsyncContextManager
from contextvars import Context
from math import inf
from threading import TIMEOUT_MAX
from types import TracebackType
from typing import Any

from realname.core import loops


class Alarm:
    """Ends what takes too long, in one event loop at a time.

    Its timer goes off when the first of the calls that were there would be over. Most have ended by then: it is set
    again for the first of those that are there now.
    """

    def __init__(self) -> None:
        self._loop: Any = None
        self._timer: Any = None
        self._context = Context()  # of nobody: a timer would keep that of the call which set it
        self._limits: set[_Limit] = set()

    def limit(self, loop: Any, seconds: float) -> AbstractAsyncContextManager[object]:
        """Limit what is awaited inside as a whole, as `loops.total_timeout` does.

        Args:
            loop: the event loop that is running, as `loops.current_loop` gives it.
            seconds: the limit.

        Raises:
            TimeoutError: it took longer.
        """
        import asyncio

        if loop is not self._loop:  # the first time, and in a child
            if not isinstance(loop, asyncio.AbstractEventLoop):
                return loops.total_timeout(seconds)
            self._loop, self._timer, self._limits = loop, None, set()
        return _Limit(self, loop.time() + seconds if seconds < TIMEOUT_MAX else inf, asyncio.current_task(loop))

    def add(self, limit: "_Limit") -> None:
        """From now on, end what `limit` is about in time."""
        self._limits.add(limit)
        if limit.at < (inf if self._timer is None else self._timer.when()):
            self._set(limit.at)

    def remove(self, limit: "_Limit") -> None:
        """It has ended."""
        self._limits.discard(limit)

    def stop(self) -> None:
        """Leave no timer behind, if nothing is under way."""
        if not self._limits and self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _set(self, at: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer = self._loop.call_at(at, self._go_off, context=self._context)

    def _go_off(self) -> None:
        self._timer = None
        now = self._loop.time()
        for limit in [limit for limit in self._limits if limit.at <= now]:
            self._limits.discard(limit)
            limit.end()
        first = min((limit.at for limit in self._limits), default=inf)
        if first < inf:
            self._set(first)


class _Limit:
    """The limit of one call, which is a task's; what asyncio's own is, but for the timer."""

    __slots__ = ("_alarm", "_cancelling", "_is_over", "_task", "at")

    def __init__(self, alarm: Alarm, at: float, task: Any) -> None:
        if task is None:
            raise RuntimeError("a call needs a task")
        self.at: float = at
        self._alarm = alarm
        self._task = task
        self._is_over = False

    def end(self) -> None:
        self._is_over = True
        self._task.cancel()

    async def __aenter__(self) -> None:
        self._cancelling = self._task.cancelling()
        self._alarm.add(self)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._alarm.remove(self)
        if self._is_over:
            from asyncio import CancelledError

            # Whoever cancels the task at the same time is heard.
            if self._task.uncancel() <= self._cancelling and kind is CancelledError:
                raise TimeoutError from error
