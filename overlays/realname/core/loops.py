"""What asyncio and trio do differently: limits of time, locks, threads and sockets of the loop that is running.

Neither library is imported here before its loop runs.
"""

import contextvars
import socket
import sys
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any, Protocol, TypeVar
from weakref import WeakKeyDictionary

from realname.core.errors import ConfigurationError

T = TypeVar("T")

_homes: WeakKeyDictionary[Any, object] = WeakKeyDictionary()
_going_on: set[object] = set()
"""Tasks of ours: a loop remembers its tasks weakly."""


def is_trio() -> bool:
    """Whether trio runs this task, and not asyncio."""
    trio = sys.modules.get("trio")
    return trio is not None and trio.lowlevel.in_trio_task()


def current_loop() -> object | None:
    """The event loop that is running: asyncio's loop, or the token of trio's run; None outside of both."""
    if is_trio():
        import trio

        return trio.lowlevel.current_trio_token()
    import asyncio

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def require_home(connections: object) -> None:
    """Tie connections to the loop in which they are first used.

    Raises:
        ConfigurationError: they were used in another one.
    """
    loop = current_loop()
    if _homes.setdefault(connections, loop) is not loop:
        raise ConfigurationError(
            "the client, or the pool that it shares, was used in another event loop before",
            setting="http_client",
            remedy="One client and one pool per event loop: make both inside of what asyncio.run or trio.run runs.",
        )


def total_timeout(seconds: float) -> AbstractAsyncContextManager[object]:
    """Limit what is awaited inside as a whole.

    Raises:
        TimeoutError: it took longer.
    """
    if is_trio():
        return _trio_timeout(seconds)
    import asyncio

    return asyncio.timeout(seconds if seconds < threading.TIMEOUT_MAX else None)


@asynccontextmanager
async def _trio_timeout(seconds: float) -> AsyncIterator[None]:
    import trio

    with trio.move_on_after(seconds) as scope:
        yield
    if scope.cancelled_caught:
        raise TimeoutError


async def sleep(seconds: float) -> None:
    """Wait in a task."""
    if is_trio():
        import trio

        return await trio.sleep(seconds)
    import asyncio

    return await asyncio.sleep(seconds)


async def to_the_end(coroutine: Coroutine[Any, Any, None]) -> None:
    """Await what must not end halfway; where the caller is cancelled, it goes on by itself.

    httpcore puts a connection away behind checkpoints that asyncio's cancellation ends, and one that was not put away
    keeps its place in the pool for ever. trio needs no more than httpcore does.
    """
    if is_trio():
        return await coroutine
    import asyncio

    task = asyncio.ensure_future(coroutine)
    _going_on.add(task)
    task.add_done_callback(_going_on.discard)
    return await asyncio.shield(task)


def make_lock() -> AbstractAsyncContextManager[object]:
    """A lock between the tasks of the loop that is running."""
    if is_trio():
        import trio

        return trio.Lock()
    import asyncio

    return asyncio.Lock()


class Places(Protocol):
    """How many may be somewhere at a time: a semaphore of asyncio or trio."""

    async def acquire(self) -> object:
        """Take a place, waiting for one."""

    def release(self) -> None:
        """Give it back."""


def make_places(number: int | None) -> Places:
    """Places that the tasks of the loop that is running share; None for as many as there is room for."""
    number = sys.maxsize if number is None else number
    if is_trio():
        import trio

        return trio.Semaphore(number)
    import asyncio

    return asyncio.Semaphore(number)


async def in_thread(function: Callable[..., T], *args: object) -> T:
    """Run what blocks in a thread; one that takes too long is left behind, and holds up neither loop nor exit."""
    if is_trio():
        import trio

        return await trio.to_thread.run_sync(lambda: function(*args), abandon_on_cancel=True)
    import asyncio

    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()

    def tell(result: T | None, error: BaseException | None) -> None:
        if outcome.done():
            return
        if error is None:
            outcome.set_result(result)  # type: ignore[arg-type]  # None only where the function gives it
        else:
            outcome.set_exception(error)

    def run() -> None:
        result, failure = None, None
        try:
            result = function(*args)
        except BaseException as error:  # noqa: BLE001 - raised where it is awaited
            failure = error
        with suppress(RuntimeError):  # the loop has been closed meanwhile
            loop.call_soon_threadsafe(tell, result, failure)

    threading.Thread(target=contextvars.copy_context().run, args=(run,), daemon=True).start()
    return await outcome


async def connect(connection: socket.socket, address: Any) -> None:
    """Connect a socket that does not block."""
    if not is_trio():
        import asyncio

        return await asyncio.get_running_loop().sock_connect(connection, address)
    import trio

    with suppress(BlockingIOError):
        connection.connect(address)
    await trio.lowlevel.wait_writable(connection)
    if number := connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
        raise OSError(number, "connecting failed")
    return None


async def receive(connection: socket.socket, size: int) -> bytes:
    """Read from a socket that does not block. Other tasks have their turn first, whoever sends without end."""
    if not is_trio():
        import asyncio

        await asyncio.sleep(0)
        return await asyncio.get_running_loop().sock_recv(connection, size)
    import trio

    await trio.lowlevel.checkpoint()
    while True:
        try:
            return connection.recv(size)
        except BlockingIOError:
            await trio.lowlevel.wait_readable(connection)


async def send(connection: socket.socket, data: bytes) -> None:
    """Write all of `data` to a socket that does not block."""
    if not is_trio():
        import asyncio

        return await asyncio.get_running_loop().sock_sendall(connection, data)
    import trio

    view = memoryview(data)
    while view:
        try:
            view = view[connection.send(view) :]
        except BlockingIOError:
            await trio.lowlevel.wait_writable(connection)
    return None
