"""The limits of an answer as a whole: httpx limits each step on its own, so one that drips in could go on forever."""

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import httpx
from attrs import define, frozen

LARGEST_ANSWER = 16 * 1024 * 1024
"""Bytes, as transferred. The documented answers have a few hundred."""

_EXTENSION = "realname.attempt"


@frozen
class Deadline:
    """A moment on the monotonic clock after which a call is given up at its next step.

    Attributes:
        at: the moment, in seconds of `time.monotonic`.
    """

    at: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        """The moment that is `seconds` away."""
        return cls(time.monotonic() + seconds)

    @property
    def remaining(self) -> float:
        """Seconds that are left; never below zero."""
        return max(0.0, self.at - time.monotonic())


@define
class Attempt:
    """One attempt of a call, known to everything that takes part in it by the request's extensions.

    Attributes:
        deadline: when the whole call is given up.
        sends_single: whether what is being sent, such as a fetch of a token, must not be sent again once it may have
            arrived.
    """

    deadline: Deadline
    sends_single: bool = False

    def attach(self, request: httpx.Request, step: float) -> None:
        """Limit each network step of `request` to `step` seconds or to what is left, and its answer to the deadline."""
        seconds = min(step, self.deadline.remaining)
        steps = {"connect": seconds, "read": seconds, "write": seconds, "pool": seconds}
        request.extensions = {"timeout": steps, _EXTENSION: self}


@contextmanager
def sent_once(request: httpx.Request) -> Iterator[None]:
    """While this is entered, and after an error in it, the attempt of `request` sends what must not be sent again."""
    attempt = request.extensions.get(_EXTENSION)
    if isinstance(attempt, Attempt):
        attempt.sends_single = True
    yield
    if isinstance(attempt, Attempt):
        attempt.sends_single = False


def guard(request: httpx.Request, response: httpx.Response) -> None:
    """Make reading `response` end at the deadline of `request`, if it has one, or when it grows too large."""
    attempt = request.extensions.get(_EXTENSION)
    if not isinstance(attempt, Attempt) or response.is_closed:
        return
    if isinstance(response.stream, httpx.SyncByteStream):
        response.stream = _Stream(response.stream, attempt.deadline)
    else:
        response.stream = _AsyncStream(response.stream, attempt.deadline)


class _Stream(httpx.SyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for chunk in self._stream:
            size += len(chunk)
            _require_limits(self._deadline, size)
            yield chunk

    def close(self) -> None:
        self._stream.close()


class _AsyncStream(httpx.AsyncByteStream):
    def __init__(self, stream: httpx.AsyncByteStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for chunk in self._stream:
            size += len(chunk)
            _require_limits(self._deadline, size)
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


def _require_limits(deadline: Deadline, size: int) -> None:
    if size > LARGEST_ANSWER:
        raise httpx.ReadError("the answer is larger than any that is documented")
    if not deadline.remaining:
        raise httpx.ReadTimeout("the answer was not complete within the total time of the call")
