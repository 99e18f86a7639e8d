"""The network under our connections: no step takes longer than its call has left, and no answer is another one's.

httpx limits each step, so that a peer which takes many small ones holds a call for ever. Here looking a name up, each
of its addresses, TLS, reading and writing all end at the deadline of the call. And httpcore keeps bytes that follow an
answer, and takes them for the answer to the next request: here a connection tells that it holds such, and is closed.
"""

import errno
import select
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from contextvars import ContextVar
from ipaddress import ip_address
from math import inf
from types import TracebackType
from typing import Any, TypeVar

import httpcore
from attrs import define, field

from realname.core import loops
from realname.core.base_url import is_loopback
from realname.core.deadline import LARGEST_ANSWER, NEVER, Deadline, deadline_in
from realname.core.leftovers import is_one_answer
from realname.core.processes import renew_in_child
from realname.core.redaction import is_foreign

T = TypeVar("T")

CHUNK = 64 * 1024
"""Bytes that are read at a time, at most."""
LARGEST_EXCHANGE = LARGEST_ANSWER + 1024 * 1024
"""Bytes in all, with headers and whatever else comes before the answer."""
_SHORTEST_TRY = 1.0
"""Seconds that each address of a host is tried at least, while there is time."""
"localhost".encode("idna")  # Python loads what look-ups need at the first one, when there may be no descriptor left


@define(eq=False)
class Exchange:
    """One request and what came back for it.

    Attributes:
        method: of HTTP.
        deadline: when the call is given up.
        step: seconds for a step for which httpcore names no limit.
        received: what was delivered since the request was last written to.
        size: how many bytes were delivered in all.
        stream: over which, once it was opened or written to for this request.
    """

    method: bytes
    deadline: Deadline
    step: float
    received: list[bytes] = field(factory=list)
    size: int = 0
    stream: "_Wire | None" = None

    @classmethod
    def of(cls, request: httpcore.Request) -> "Exchange":
        """What begins with `request`."""
        step = request.extensions.get("timeout", {}).get("connect")
        return cls(request.method, deadline_in(request.extensions), inf if step is None else step)

    def end(self) -> None:
        """Give up the connection if anything but one whole answer came."""
        if self.stream is not None and not is_one_answer(self.method, self.received):
            self.stream.is_spoiled = True
        self.received.clear()  # an idle connection holds nobody's answer


current: ContextVar[Exchange] = ContextVar("realname.exchange")


def step_limit(timeout: float | None) -> Deadline:
    """The end of a step: after `timeout` seconds, or when the call has no time left."""
    exchange = current.get()
    seconds = min(exchange.step if timeout is None else timeout, exchange.deadline.remaining)
    return NEVER if seconds == inf else Deadline.after(seconds)


class failing_as:  # noqa: N801 - it reads as one
    """Raise what stands for a step that took too long, or failed.

    Args:
        late: the error of the first.
        broken: the error of the second.
    """

    __slots__ = ("_broken", "_late")

    def __init__(self, late: type[Exception], broken: type[Exception]) -> None:
        self._late = late
        self._broken = broken

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # Also what is raised for names that are none, and for threads that cannot be made.
        if not isinstance(error, OSError | ValueError | RuntimeError) or is_foreign(error):
            return  # of a signal handler, such as a soft limit of time
        if isinstance(error, TimeoutError):
            raise self._late("the time is over") from error
        raise self._broken(str(error)) from error


class _Tls:
    """TLS without input and output of its own, so that it is known whether anything is left in it."""

    def __init__(self, context: ssl.SSLContext, host: str | None) -> None:
        self.incoming: ssl.MemoryBIO = ssl.MemoryBIO()
        self.outgoing: ssl.MemoryBIO = ssl.MemoryBIO()
        self.object: ssl.SSLObject = context.wrap_bio(self.incoming, self.outgoing, server_hostname=host)

    def feed(self, data: bytes) -> None:
        """Take what the connection delivered; nothing means that it ended."""
        if data:
            self.incoming.write(data)
        else:
            self.incoming.write_eof()

    def read(self, size: int) -> bytes:
        """What was delivered; nothing at the end, whether or not the peer announced it."""
        try:
            return self.object.read(size)
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError):
            return b""

    @property
    def is_empty(self) -> bool:
        """Whether all that was delivered has been read."""
        return not (self.incoming.pending or self.object.pending())


class _Wire:
    """What a sync and an async connection share: a socket, perhaps with TLS over it, over another one if need be."""

    def __init__(self, connection: socket.socket, tls: _Tls | None, below: "_Wire | None") -> None:
        self._socket = connection
        self._tls = tls
        self._below = below
        self._last: Exchange | None = None
        self.is_spoiled = False
        if below is None:
            renew_in_child(self)

    def renew(self) -> None:
        """Never touch a connection of the parent: its descriptor is closed here, the connection stays as it is."""
        self._socket.close()

    def _begin(self) -> None:
        """Before writing: what was delivered so far is no answer to this request."""
        exchange = current.get()
        if self._last not in (None, exchange) and self.has_leftovers():
            raise httpcore.ConnectError("the connection ended, or holds what nobody asked for")
        self._last = exchange
        exchange.stream = self
        exchange.received.clear()

    def _note(self, data: bytes) -> bytes:
        exchange = current.get()
        exchange.received.append(data)
        exchange.size += len(data)
        if exchange.size > LARGEST_EXCHANGE:
            raise httpcore.ReadError("the answer is larger than any that is documented")
        return data

    def has_leftovers(self) -> bool:
        """Whether anything is there that nobody asked for, the end of the connection included."""
        return self.is_spoiled or self._is_buffered() or is_readable(self._socket)

    def _is_buffered(self) -> bool:
        return (self._tls is not None and not self._tls.is_empty) or (
            self._below is not None and self._below._is_buffered()
        )

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks: whether the idle connection must be closed, and what was agreed on in TLS."""
        if info == "is_readable":
            return self.has_leftovers()
        if info == "ssl_object":
            return None if self._tls is None else self._tls.object
        if info == "socket":
            return self._socket
        if info == "client_addr":
            return self._socket.getsockname()
        return self._socket.getpeername() if info == "server_addr" else None


def is_readable(connection: socket.socket) -> bool:
    """Whether anything has come over a connection, its end included."""
    return connection.fileno() < 0 or _wait(connection, _READABLE, 0)


_READABLE, _WRITABLE = 1, 4
"""The bits of `select.poll`, which not every system has."""
_LONGEST_WAIT = 1_000_000
"""Seconds, some days: what `select.poll` counts without an overflow."""


def _wait(connection: socket.socket, what: int, seconds: float | None) -> bool:
    """Wait until a connection can be read from, or written to; whether it can."""
    if not hasattr(select, "poll"):
        readers, writers = ([connection], []) if what == _READABLE else ([], [connection])
        return any(select.select(readers, writers, [], seconds))
    poll = select.poll()
    poll.register(connection, what)
    return bool(poll.poll(None if seconds is None else min(seconds, _LONGEST_WAIT) * 1000))


class Stream(_Wire, httpcore.NetworkStream):
    """A connection for threads, each of which waits.

    The socket itself never blocks: giving a socket another limit is a call of the system, and each of those lets
    another thread go first.
    """

    _below: "Stream | None"

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Called by httpcore."""
        with failing_as(httpcore.ReadTimeout, httpcore.ReadError):
            return self._note(self.receive(max_bytes, step_limit(timeout)))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Called by httpcore."""
        with failing_as(httpcore.WriteTimeout, httpcore.WriteError):
            self._begin()
            self.send(buffer, step_limit(timeout))

    def close(self) -> None:
        """End the connection."""
        self._socket.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Called by httpcore."""
        with failing_as(httpcore.ConnectTimeout, httpcore.ConnectError):
            return self.over_tls(ssl_context, server_hostname, step_limit(timeout))

    def over_tls(self, context: ssl.SSLContext, host: str | None, limit: Deadline) -> "Stream":
        """The same connection with TLS over it; closed if that fails."""
        try:
            stream = Stream(self._socket, tls := _Tls(context, host), self)
            stream._pump(limit, tls.object.do_handshake)
        except BaseException:
            self.close()
            raise
        return stream

    def receive(self, size: int, limit: Deadline) -> bytes:
        """What comes next; nothing at the end.

        Raises:
            TimeoutError: nothing has come by then.
            OSError: the connection is broken.
        """
        if self._tls is not None:
            return self._pump(limit, self._tls.read, size)
        while True:
            if not _wait(self._socket, _READABLE, _seconds(limit)):
                raise TimeoutError
            with suppress(BlockingIOError):  # the system may say "readable" and mean "not yet"
                return self._socket.recv(size)

    def send(self, data: bytes, limit: Deadline) -> None:
        """Send all of `data`. Raises what `receive` raises."""
        if self._tls is not None:
            self._pump(limit, self._tls.object.write, data)
            return
        view = memoryview(data)
        while view:
            if not limit.remaining:
                raise TimeoutError
            try:
                view = view[self._socket.send(view) :]
            except BlockingIOError:
                if not _wait(self._socket, _WRITABLE, _seconds(limit)):
                    raise TimeoutError from None

    def _pump(self, limit: Deadline, step: Callable[..., T], *args: Any) -> T:
        """Take a step of TLS, moving what it writes and what it waits for."""
        assert self._tls is not None and self._below is not None  # noqa: S101, PT018 - both are set by start_tls
        while True:
            try:
                result, waits = step(*args), False
            except ssl.SSLWantReadError:
                waits = True
            if self._tls.outgoing.pending:
                self._below.send(self._tls.outgoing.read(), limit)
            if not waits:
                return result
            self._tls.feed(self._below.receive(CHUNK, limit))


def _seconds(limit: Deadline) -> float | None:
    """What is left, as sockets take it."""
    if limit.at == inf:
        return None
    if not (seconds := limit.remaining):
        raise TimeoutError
    return seconds


class _AsyncStream(_Wire, httpcore.AsyncNetworkStream):
    """A connection that does not block: the same, awaited."""

    _below: "_AsyncStream | None"

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ASYNC109
        with failing_as(httpcore.ReadTimeout, httpcore.ReadError):
            async with loops.total_timeout(step_limit(timeout).remaining):
                return self._note(await self._receive(max_bytes))

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ASYNC109
        with failing_as(httpcore.WriteTimeout, httpcore.WriteError):
            self._begin()
            async with loops.total_timeout(step_limit(timeout).remaining):
                await self._send(buffer)

    async def aclose(self) -> None:
        self._socket.close()

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's name
    ) -> httpcore.AsyncNetworkStream:
        try:
            with failing_as(httpcore.ConnectTimeout, httpcore.ConnectError):
                stream = _AsyncStream(self._socket, tls := _Tls(ssl_context, server_hostname), self)
                async with loops.total_timeout(step_limit(timeout).remaining):
                    await stream._pump(tls.object.do_handshake)
        except BaseException:
            self._socket.close()
            raise
        return stream

    async def _receive(self, size: int) -> bytes:
        if self._tls is not None:
            return await self._pump(self._tls.read, size)
        return await loops.receive(self._socket, size)

    async def _send(self, data: bytes) -> None:
        if self._tls is not None:
            await self._pump(self._tls.object.write, data)
        else:
            await loops.send(self._socket, data)

    async def _pump(self, step: Callable[..., T], *args: Any) -> T:
        assert self._tls is not None and self._below is not None  # noqa: S101, PT018 - both are set by start_tls
        while True:
            try:
                result, waits = step(*args), False
            except ssl.SSLWantReadError:
                waits = True
            if self._tls.outgoing.pending:
                await self._below._send(self._tls.outgoing.read())
            if not waits:
                return result
            self._tls.feed(await self._below._receive(CHUNK))


_Address = tuple[socket.AddressFamily, socket.SocketKind, int, str, Any]


def _look_up(host: str, port: int) -> list[_Address]:
    """The addresses of a host, in the order in which the system prefers them."""
    try:
        return list(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
    except UnicodeError as error:
        raise OSError(errno.EINVAL, "the host's name is none") from error


def _needs_resolver(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return not is_loopback(host)
    return False


def _look_up_within(host: str, port: int, limit: Deadline) -> list[_Address]:
    """The same; a resolver that takes too long goes on in a thread that nobody waits for."""
    if not _needs_resolver(host):
        return _look_up(host, port)
    outcome: list[list[_Address] | Exception] = []

    def run() -> None:
        try:
            outcome.append(_look_up(host, port))
        except Exception as error:  # noqa: BLE001 - raised where it is waited for
            outcome.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(_seconds(limit))
    if not outcome:
        raise TimeoutError
    if isinstance(outcome[0], Exception):
        raise outcome[0]
    return outcome[0]


def _tries(addresses: list[_Address], limit: Deadline) -> Iterator[tuple[socket.socket, Any, float]]:
    """A socket for each address, and how long to try it: its share of the time, so that one alone cannot use it up."""
    for left in range(len(addresses), 0, -1):
        family, kind, protocol, _, address = addresses[-left]
        remaining = limit.remaining
        if not remaining:
            raise TimeoutError
        connection = socket.socket(family, kind, protocol)
        yield connection, address, min(remaining, max(remaining / left, _SHORTEST_TRY))


def connect(host: str, port: int, limit: Deadline) -> Stream:
    """Open a connection, at whichever address of the host answers.

    Raises:
        TimeoutError: none has by then.
        OSError: there is none.
    """
    failure: OSError = OSError("the host has no address")
    for connection, address, seconds in _tries(_look_up_within(host, port, limit), limit):
        try:
            connection.settimeout(None if seconds == inf else seconds)
            connection.connect(address)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.setblocking(False)
            return Stream(connection, None, None)
        except BaseException as error:
            connection.close()
            if not isinstance(error, OSError):
                raise
            failure = error
    raise failure


async def connect_async(host: str, port: int, limit: Deadline) -> socket.socket:
    """The same, awaited: a socket that does not block."""
    failure: OSError = OSError("the host has no address")
    async with loops.total_timeout(limit.remaining):
        if _needs_resolver(host):
            addresses = await loops.in_thread(_look_up, host, port)
        else:
            addresses = _look_up(host, port)
    for connection, address, seconds in _tries(addresses, limit):
        try:
            connection.setblocking(False)
            async with loops.total_timeout(seconds):
                await loops.connect(connection, address)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return connection
        except BaseException as error:
            connection.close()
            if not isinstance(error, OSError):
                raise
            failure = error
    raise failure


class Network(httpcore.NetworkBackend):
    """Opens connections that know whose call they are used for."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Called by httpcore."""
        with failing_as(httpcore.ConnectTimeout, httpcore.ConnectError):
            return connect(host, port, step_limit(timeout))


class AsyncNetwork(httpcore.AsyncNetworkBackend):
    """The same for async clients, under asyncio or trio."""

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's name
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Called by httpcore."""
        with failing_as(httpcore.ConnectTimeout, httpcore.ConnectError):
            connection = await connect_async(host, port, step_limit(timeout))
        current.get().stream = stream = _AsyncStream(connection, None, None)
        return stream
