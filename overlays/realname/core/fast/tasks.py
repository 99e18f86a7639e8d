"""The transport for the tasks of one asyncio loop: what comes over a connection goes to the one who waits for it."""

import asyncio
import socket
import sys
import time
from math import inf
from typing import cast

import httpcore
import httpx

from realname.core import loops, processes
from realname.core.deadline import Deadline
from realname.core.fast.http1 import Reading, request_bytes
from realname.core.fast.idle import Idle, Origin, origin_of
from realname.core.fast.limits import Steps
from realname.core.network import connect_async, failing_as, is_readable
from realname.core.routes import Routes
from realname.core.transport import AsyncTransport, is_replaced


class _Link(asyncio.Protocol):
    """One connection, and the exchange that it is used for."""

    _transport: asyncio.Transport

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._loop = asyncio.get_running_loop()
        self._generation = processes.generation()
        self._reading: Reading | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._failure: Exception | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._heard = 0.0
        self._is_full = self._is_over = False
        processes.renew_in_child(self)

    def renew(self) -> None:
        """Never touch a connection of the parent: only its descriptor is closed here."""
        self._socket.close()

    def has_leftovers(self) -> bool:
        """Whether it ended, or holds what nobody asked for."""
        return self._is_over or self._transport.is_closing() or is_readable(self._socket)

    def close(self) -> None:
        """End it at once."""
        self._is_over = True
        if self._generation == processes.generation() and not self._loop.is_closed():
            self._transport.abort()

    async def exchange(self, data: bytes, reading: Reading, steps: Steps) -> None:
        """Send a request and read its answer.

        Raises:
            httpx.TransportError: there is none in time, or none at all.
        """
        self._reading = reading
        try:
            self._transport.write(data)
            while not reading.is_complete:
                if self._is_full:
                    await self._wait(steps.limit(steps.write), inf, httpx.WriteTimeout)
                else:
                    await self._wait(steps.deadline, steps.read, httpx.ReadTimeout)
        finally:
            self._reading = None
        if self._is_full:  # it was answered before all of it had left
            reading.ends_connection = True

    async def _wait(self, deadline: Deadline, silence: float, late: type[httpx.TimeoutException]) -> None:
        """Wait until `_wake`: until `deadline`, and as long as nothing is silent for so many seconds."""
        if self._failure is None:
            self._waiter = self._loop.create_future()
            self._heard = time.monotonic()
            self._look_at_the_clock(deadline, silence, late)
            try:
                await self._waiter
            finally:
                self._waiter = None
                if self._timer is not None:
                    self._timer.cancel()
        if self._failure is not None:
            raise self._failure

    def _look_at_the_clock(self, deadline: Deadline, silence: float, late: type[httpx.TimeoutException]) -> None:
        left = min(deadline.at, self._heard + silence) - time.monotonic()
        if left <= 0:
            self._fail(late("the time is over"))
        elif left != inf:
            self._timer = self._loop.call_later(left, self._look_at_the_clock, deadline, silence, late)

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _fail(self, failure: Exception) -> None:
        self._failure = self._failure or failure
        self._wake()

    # Called by asyncio.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The connection is there."""
        self._transport = cast(asyncio.Transport, transport)
        self._transport.set_write_buffer_limits(high=1, low=0)  # at 0 asyncio's TLS pauses where nothing waits

    def pause_writing(self) -> None:
        """Not all of the request has left."""
        self._is_full = True

    def resume_writing(self) -> None:
        """All of it has."""
        self._is_full = False
        self._wake()

    def data_received(self, data: bytes) -> None:
        """Something has come."""
        if self._reading is None:  # nobody asked
            self.close()
            return
        self._heard = time.monotonic()
        try:
            self._reading.feed(data)
        except httpx.TransportError as error:
            self._fail(error)
        if self._reading.is_complete:
            self._wake()

    def connection_lost(self, error: Exception | None) -> None:
        """The connection has ended."""
        self._is_over = True
        if self._reading is None or self._reading.is_complete:
            return
        try:
            with failing_as(httpx.ReadTimeout, httpx.ReadError):
                if error is not None:
                    raise error
            self._reading.end()
        except Exception as failure:  # noqa: BLE001 - raised where it is waited for
            self._failure = self._failure or failure
        self._wake()


class _Connections:
    """Those of one loop in one process: a place for each that is in use, and the idle ones."""

    def __init__(self, limits: httpx.Limits) -> None:
        self.generation = processes.generation()
        self.loop = asyncio.get_running_loop()
        self.idle: Idle[_Link] = Idle(limits)
        self._limit = sys.maxsize if limits.max_connections is None else limits.max_connections
        self._places = asyncio.Semaphore(self._limit)
        self._used = 0

    async def enter(self, seconds: float) -> None:
        """Take a place.

        Raises:
            httpx.PoolTimeout: there was none in time.
        """
        if self._places.locked():
            with failing_as(httpx.PoolTimeout, httpx.PoolTimeout):
                async with loops.total_timeout(seconds):
                    await self._places.acquire()
        else:
            await self._places.acquire()
        self._used += 1

    def leave(self) -> None:
        """Give it back."""
        self._used -= 1
        self._places.release()

    def make_room(self) -> None:
        """Before a connection is opened: idle ones count as well."""
        if self._used + len(self.idle) > self._limit:
            self.idle.drop_oldest()


def _is_mocked() -> bool:
    """Whether answers are mocked, or calls traced, where httpx or httpcore handle a request."""
    return is_replaced(httpx.AsyncHTTPTransport, "handle_async_request") or is_replaced(
        httpcore.AsyncConnectionPool, "handle_async_request"
    )


class AsyncFastTransport(AsyncTransport):
    """The same as `FastTransport` for async clients under asyncio; under trio, httpx's transport over our network."""

    def __init__(self, routes: Routes, limits: httpx.Limits) -> None:
        super().__init__(routes, limits)
        self._routes = routes
        self._limits = limits
        self._connections: _Connections | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send; called by httpx."""
        url = request.url
        is_direct = self._routes.is_direct(url.scheme, url.host)
        if not is_direct or loops.is_trio() or _is_mocked():
            return await super().handle_async_request(request)
        if not isinstance(request.stream, httpx.ByteStream):
            await request.aread()
        data = request_bytes(request)
        steps = Steps.of(request)
        connections = self._of_this_loop()
        await connections.enter(steps.limit(steps.pool).remaining)
        try:
            return await self._exchange(connections, origin_of(url), Reading(request.method), data, steps)
        finally:
            connections.leave()

    async def _exchange(
        self, connections: _Connections, origin: Origin, reading: Reading, data: bytes, steps: Steps
    ) -> httpx.Response:
        link = connections.idle.take(origin)
        if link is None:
            connections.make_room()
            link = await self._open(origin, steps)
        try:
            await link.exchange(data, reading, steps)
        except BaseException:
            link.close()
            raise
        if reading.ends_connection:
            link.close()
        else:
            connections.idle.keep(origin, link)
        return reading.response()

    async def _open(self, origin: Origin, steps: Steps) -> _Link:
        scheme, host, port = origin
        name = host.decode("ascii")
        context, server = (self._routes.http1_context, name) if scheme == b"https" else (None, None)
        with failing_as(httpx.ConnectTimeout, httpx.ConnectError):
            limit = steps.limit(steps.connect)
            connection = await connect_async(name, port, limit)
            link = _Link(connection)
            async with loops.total_timeout(limit.remaining):
                await asyncio.get_running_loop().create_connection(
                    lambda: link, sock=connection, ssl=context, server_hostname=server
                )
        return link

    def _of_this_loop(self) -> _Connections:
        mine = self._connections
        if mine is not None and mine.loop is asyncio.get_running_loop() and mine.generation == processes.generation():
            return mine
        processes.keep(mine)  # those of a parent, or of a loop that has ended
        self._connections = mine = _Connections(self._limits)
        return mine

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        if not loops.is_trio():
            self._of_this_loop().idle.close()
            await asyncio.sleep(0)  # asyncio closes a socket in the loop's next turn
        await super().aclose()
