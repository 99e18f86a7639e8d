"""The limits of a call and of an answer as a whole: each step has one of its own, and so many could go on forever."""

import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager, suppress
from math import inf
from typing import Any, NamedTuple

import httpx

from realname.core.errors import DecodeError, TransportError

LARGEST_ANSWER = 16 * 1024 * 1024
"""Bytes, as transferred. The documented answers have a few hundred."""

_EXTENSION = "realname.call"
_EMPTY = httpx.ByteStream(b"")


class Deadline(NamedTuple):
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


NEVER = Deadline(inf)


class Side(NamedTuple):
    """A request that goes beside those of the call, such as a fetch of a token.

    Attributes:
        operation: what it is called.
        began: when, in seconds of `time.perf_counter`.
        seconds: how long it took; None while it is under way, and after it failed.
    """

    operation: str
    began: float
    seconds: float | None = None


class CallState:
    """How far a call is, known to everything that takes part in it by the request's extensions.

    Attributes:
        deadline: when the whole call is given up.
        sides: what was sent beside the attempt that is under way.
        has_arrived: whether a request of the call was answered already, such as with a refusal of its token.
    """

    __slots__ = ("_step", "deadline", "has_arrived", "sides")

    def __init__(self, deadline: Deadline) -> None:
        self.deadline: Deadline = deadline
        self.sides: tuple[Side, ...] = ()
        self.has_arrived: bool = False
        self._step = inf

    @property
    def sends_single(self) -> bool:
        """Whether what is being sent beside the call must not be sent again once it may have arrived."""
        return bool(self.sides) and self.sides[-1].seconds is None

    def attach(self, request: httpx.Request, step: float) -> None:
        """Limit each network step of `request` to `step` seconds or to what is left, and its answer to the deadline.

        Raises:
            TransportError: nothing is left.
        """
        self._step = step
        self.sides = ()
        request.extensions = {_EXTENSION: self}
        self.limit_steps(request)

    def limit_steps(self, request: httpx.Request) -> None:
        """Limit each network step of `request` to what is left by now.

        Raises:
            TransportError: nothing is left.
        """
        seconds = min(self._step, self.deadline.remaining)
        if not seconds:
            raise TransportError("the total time of the call is over; nothing more was sent", outcome_unknown=False)
        request.extensions["timeout"] = {"connect": seconds, "read": seconds, "write": seconds, "pool": seconds}


def call_in(extensions: Mapping[str, Any]) -> CallState | None:
    """The state of the call of ours that a request with these extensions is sent for; None if it is not ours."""
    state = extensions.get(_EXTENSION)
    return state if isinstance(state, CallState) else None


def deadline_in(extensions: Mapping[str, Any]) -> Deadline:
    """When the call that a request with these extensions belongs to is given up."""
    state = call_in(extensions)
    return NEVER if state is None else state.deadline


@contextmanager
def sent_once(request: httpx.Request, operation: str) -> Iterator[None]:
    """While this is entered, and after an error in it, the call of `request` sends what must not be sent again."""
    state = call_in(request.extensions)
    if state is None:
        yield
        return
    earlier, side = state.sides, Side(operation, time.perf_counter())
    state.sides = *earlier, side
    yield
    state.sides = *earlier, side._replace(seconds=time.perf_counter() - side.began)
    state.limit_steps(request)


def guard(request: httpx.Request, response: httpx.Response, *, is_async: bool) -> None:
    """Make reading `response` end at the deadline of `request`, or when it grows too large; unpack nothing.

    No encoding is asked for, and what is packed grows a thousandfold before its signature can be checked.

    Raises:
        DecodeError: a success came in a content encoding.
    """
    if "Content-Encoding" in response.headers and _is_packed(response.headers):
        if response.is_success:
            raise DecodeError(
                "the answer has a Content-Encoding, which was not asked for, and was not unpacked",
                http_status=response.status_code,
                remedy="Look for a proxy on the way that packs answers.",
            )
        del response.headers["Content-Encoding"]  # what comes of it goes by the status
    if response.is_closed:
        return
    deadline = deadline_in(request.extensions)
    # What is in memory can be read either way.
    response.stream = (_AsyncStream if is_async else _Stream)(response.stream, deadline)  # type: ignore[arg-type]


def read(request: httpx.Request, response: httpx.Response) -> None:
    """Read an answer, as `guard` lets it be read. Raises what that raises, and what httpx does."""
    guard(request, response, is_async=False)
    response.read()
    _let_go(response)


async def aread(request: httpx.Request, response: httpx.Response) -> None:
    """The same in async clients."""
    guard(request, response, is_async=True)
    await response.aread()
    _let_go(response)


def _let_go(response: httpx.Response) -> None:
    """Cut the circle in which httpx holds an answer and the stream that it was read from.

    So what is personal in an exchange is freed with its last user, and is no work for the garbage collector.
    """
    with suppress(RuntimeError):  # raised where it was not measured
        response.elapsed = response.elapsed  # httpx2 looks it up in the stream
    response.stream = _EMPTY


def _is_packed(headers: httpx.Headers) -> bool:
    encodings = headers.get_list("Content-Encoding", split_commas=True)
    return any(encoding.strip().lower() not in ("", "identity") for encoding in encodings)


class _Stream(httpx.SyncByteStream):
    def __init__(self, stream: httpx.SyncByteStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)  # such as what httpx2 measures

    def __iter__(self) -> Iterator[bytes]:
        size = 0
        for chunk in self._stream:
            size += len(chunk)
            require_limits(self._deadline, size)
            yield chunk

    def close(self) -> None:
        self._stream.close()


class _AsyncStream(httpx.AsyncByteStream):
    """No generator: asyncio's loop would keep a list of those."""

    def __init__(self, stream: httpx.AsyncByteStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline
        self._size = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def __aiter__(self) -> AsyncIterator[bytes]:
        self._chunks = aiter(self._stream)
        return self

    async def __anext__(self) -> bytes:
        chunk = await anext(self._chunks)
        self._size += len(chunk)
        require_limits(self._deadline, self._size)
        return chunk

    async def aclose(self) -> None:
        await self._stream.aclose()


def require_limits(deadline: Deadline, size: int) -> None:
    """Refuse to read on.

    Raises:
        httpx.ReadError: an answer has `size` bytes, more than any that is documented.
        httpx.ReadTimeout: it is too late.
    """
    if size > LARGEST_ANSWER:
        raise httpx.ReadError("the answer is larger than any that is documented")
    if not deadline.remaining:
        raise httpx.ReadTimeout("the answer was not complete within the total time of the call")
