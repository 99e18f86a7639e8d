"""The calls themselves: some at a time, each when its turn has come, and again where that is allowed.

`run` and `arun` differ in how they wait and in nothing else. Each call is sent once by the client, so that the pace and
the mark that a call has begun are about every request that leaves.
"""

import queue
import sys
import threading
from collections.abc import AsyncGenerator, Callable, Generator, Iterable, Iterator, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Final, Generic, TypeVar

from attrs import define, field, frozen

from realname.bulk.pace import Pace
from realname.bulk.result import Item, Result, may_call_again
from realname.core import loops, waiting
from realname.core.answer import Answer
from realname.core.client import AsyncCaller, SyncCaller
from realname.core.errors import (
    ApiError,
    ConfigurationError,
    PendingError,
    RateLimitError,
    RealnameError,
    RejectedError,
)
from realname.core.operation import Operation
from realname.core.redaction import without_frames
from realname.core.reply import RawReply
from realname.core.retry import requested_wait
from realname.core.waiting import before_attempt

AnswerT = TypeVar("AnswerT", bound=Answer)

_MOST_CONCURRENCY: Final = 1000
_MOST_REFUSALS: Final = 10
"""How often one item may be refused because of too many calls, before that is its result."""

Begin = Callable[[Item], None]


def run(
    client: SyncCaller,
    operation: Operation[Any, AnswerT],
    items: Iterable[Item],
    *,
    concurrency: int = 8,
    pace: Pace | None = None,
    attempts: int = 3,
    begin: Begin | None = None,
    stop: threading.Event | None = None,
) -> Generator[Result[AnswerT], None, None]:
    """Call an operation for each item, in threads; yield the results as they come, in any order.

    An id that is made where an item leaves it out, such as ``biz_id``, is the same in all calls for the item. After a
    crash what only reads is asked again under a new one; what acts is not called again.

    An item whose call fails has a result, too. The run ends early, and raises, for what is no `RealnameError`, or comes
    from `items` or `begin`; the answers that are under way are yielded first. Close it (``contextlib.closing``) where
    it may be left before its end, as by Ctrl-C: that waits for what is under way. To lose no answer, let a signal
    handler set `stop` instead.

    Args:
        client: a client of the operation's provider.
        operation: such as ``esign.GET_FLOW_OUTLINE``.
        items: taken one by one, when there is room.
        concurrency: how many calls may be under way, each in a thread. One counts until its result was read, and the
            next one is asked for.
        pace: when they may begin; to be shared by runs that go to one provider.
        attempts: how often an item may be called. Only what its page allows is called again.
        begin: called in the call's thread, before each request leaves, and not to return before it is on record.
        stop: set it to end the run: what is under way is still answered, and nothing begins. A run that ends early sets
            it, too.

    Raises:
        ConfigurationError: `concurrency` or `attempts` cannot be right.
    """
    course = _Course(operation, pace or Pace(), _count("concurrency", concurrency, _MOST_CONCURRENCY), attempts, begin)
    method = getattr(client.with_options(attempts=1).with_raw_response, operation.name)  # type: ignore[attr-defined]
    return _run(course, method, iter(items), stop or threading.Event())


def _run(
    course: "_Course[AnswerT]",
    method: Callable[..., RawReply[AnswerT]],
    items: Iterator[Item],
    stop: threading.Event,
) -> Generator[Result[AnswerT], None, None]:
    found: queue.SimpleQueue[_Found[AnswerT] | BaseException | None] = queue.SimpleQueue()
    turn = threading.Lock()

    def next_item() -> Item | None:
        with turn:
            item = None if stop.is_set() else next(items, None)
            return item if item is not None and _wait_for_place(course, stop) else None

    def ask(item: Item) -> Result[AnswerT]:
        calls = _Calls(course, item)
        while True:
            if course.begin is not None:
                course.begin(item)
            calls.calls += 1
            try:
                reply = method(**calls.arguments)
            except RealnameError as error:
                pause = calls.failed(error)
            else:
                return calls.answered(reply)
            if pause is None or waiting.wait_for(stop, pause) or not _wait_for_place(course, stop):
                return calls.result()

    def work() -> None:
        failure = None
        handed_over = threading.Semaphore(0)
        try:
            while (item := next_item()) is not None:
                found.put(_Found(ask(item), handed_over.release))
                handed_over.acquire()
        except BaseException as error:  # noqa: BLE001 - raised again by the one that reads the results
            failure = error
        if failure is not None:
            stop.set()
            found.put(without_frames(failure))
        found.put(None)

    threads = [threading.Thread(target=work, name=f"realname-bulk-{n}", daemon=True) for n in range(course.concurrency)]
    working = 0
    failure: BaseException | None = None
    try:
        for thread in threads:
            thread.start()
            working += 1
        while working:
            entry = found.get()
            if entry is None:
                working -= 1
            elif isinstance(entry, BaseException):
                failure = failure or entry
            else:
                with entry:
                    yield entry.result
    finally:
        if working:  # whoever reads the results has left
            stop.set()
        while any(thread.is_alive() for thread in threads) and not sys.is_finalizing():  # then they stand still
            with suppress(queue.Empty):
                if isinstance(entry := found.get(timeout=0.05), _Found):
                    entry.hand_over()
    if failure is not None:
        raise failure


async def arun(
    client: AsyncCaller,
    operation: Operation[Any, AnswerT],
    items: Iterable[Item],
    *,
    concurrency: int = 8,
    pace: Pace | None = None,
    attempts: int = 3,
    begin: Begin | None = None,
) -> AsyncGenerator[Result[AnswerT], None]:
    """Call an operation for each item, in tasks of asyncio; yield the results as they come, in any order.

    Takes what `run` takes. Close it (``contextlib.aclosing``) where it may be left before its end: the calls that are
    under way are then cancelled.

    Raises:
        ConfigurationError: `concurrency` or `attempts` cannot be right.
    """
    import asyncio

    course = _Course(operation, pace or Pace(), _count("concurrency", concurrency, _MOST_CONCURRENCY), attempts, begin)
    method = getattr(client.with_options(attempts=1).with_raw_response, operation.name)  # type: ignore[attr-defined]
    found: asyncio.Queue[_Found[AnswerT] | BaseException | None] = asyncio.Queue()
    left = iter(items)
    turn = asyncio.Lock()
    is_over = False

    async def wait_for_place() -> None:
        await waiting.async_sleep(course.pace.take(course.concurrency))
        while course.pace.is_held:
            await waiting.async_sleep(course.pace.take(course.concurrency))

    async def next_item() -> Item | None:
        async with turn:
            item = None if is_over else next(left, None)
            if item is not None:
                await wait_for_place()
            return item

    async def ask(item: Item) -> Result[AnswerT]:
        calls = _Calls(course, item)
        while True:
            if begin is not None:
                await loops.in_thread(begin, item)
            calls.calls += 1
            try:
                reply = await method(**calls.arguments)
            except RealnameError as error:
                pause = calls.failed(error)
            else:
                return calls.answered(reply)
            if pause is None:
                return calls.result()
            await waiting.async_sleep(pause)
            await wait_for_place()

    async def work() -> None:
        nonlocal is_over
        failure = None
        handed_over = asyncio.Semaphore(0)
        try:
            while (item := await next_item()) is not None:
                await found.put(_Found(await ask(item), handed_over.release))
                await handed_over.acquire()
        except Exception as error:  # noqa: BLE001 - raised again by the one that reads the results
            failure = error
        if failure is not None:
            is_over = True
            await found.put(without_frames(failure))
        await found.put(None)

    tasks = [asyncio.create_task(work()) for _ in range(course.concurrency)]
    working = len(tasks)
    failure: BaseException | None = None
    try:
        while working:
            entry = await found.get()
            if entry is None:
                working -= 1
            elif isinstance(entry, BaseException):
                failure = failure or entry
            else:
                with entry:
                    yield entry.result
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    if failure is not None:
        raise failure


@define
class _Course(Generic[AnswerT]):
    """What all calls of a run share."""

    operation: Operation[Any, AnswerT]
    pace: Pace
    concurrency: int
    attempts: int
    begin: Begin | None

    def __attrs_post_init__(self) -> None:
        _count("attempts", self.attempts, 1000)


@frozen
class _Found(Generic[AnswerT]):
    """A result on its way to the one that reads them. Whoever found it begins nothing before it is handed over.

    So no more items than run at a time have begun without a result in the reader's hands.
    """

    result: Result[AnswerT]
    hand_over: Callable[[], None]

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.hand_over()


@define
class _Calls(Generic[AnswerT]):
    """The calls for one item."""

    course: _Course[AnswerT]
    item: Item
    calls: int = 0
    refusals: int = 0
    outcome_unknown: bool = False
    error: RealnameError | None = None
    arguments: Mapping[str, Any] = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self.arguments = self.course.operation.completed(self.item.arguments)

    def answered(self, reply: RawReply[AnswerT]) -> Result[AnswerT]:
        """The result of a call that was answered."""
        self.course.pace.resume()
        return Result(
            operation=self.course.operation,
            item=self.item,
            answer=reply.parsed,
            request_id=reply.request_id,
            calls=self.calls,
        )

    def failed(self, error: RealnameError) -> float | None:
        """Seconds to wait before another call; None if there is to be none."""
        self.error = error
        is_answer = isinstance(error, RejectedError | PendingError)
        self.outcome_unknown = not is_answer and (self.outcome_unknown or error.outcome_unknown)
        requested = requested_wait(error.reply.http.headers) if isinstance(error, ApiError) and error.reply else None
        is_too_many = isinstance(error, RateLimitError) or error.http_status == 429
        if is_too_many or requested is not None:
            self.course.pace.hold(requested)
        if not may_call_again(error, self.course.operation):
            return None
        if is_too_many:
            self.refusals += 1
            return 0.0 if self.refusals < _MOST_REFUSALS else None
        return before_attempt(self.calls + 1) if self.calls - self.refusals < self.course.attempts else None

    def result(self) -> Result[AnswerT]:
        """The result of the last call, which failed."""
        return Result(
            operation=self.course.operation,
            item=self.item,
            error=self.error,
            request_id=self.error.request_id if self.error else None,
            calls=self.calls,
            outcome_unknown=self.outcome_unknown,
        )


def _wait_for_place(course: "_Course[AnswerT]", stop: threading.Event) -> bool:
    """Wait until a call may begin; return False if the run is to end."""
    while not waiting.wait_for(stop, course.pace.take(course.concurrency)):
        if not course.pace.is_held:
            return True
    return False


def _count(name: str, value: int, most: int) -> int:
    if type(value) is not int or not 1 <= value <= most:
        raise ConfigurationError(f"{name} must be a whole number from 1 to {most}", setting=name)
    return value
