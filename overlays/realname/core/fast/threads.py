"""The transport for threads: each sends, and waits for its own answer."""

import queue
from contextlib import suppress
from math import inf

import httpcore
import httpx

from realname.core import processes
from realname.core.fast.http1 import Reading, request_bytes
from realname.core.fast.idle import Idle, Origin, origin_of
from realname.core.fast.limits import Steps
from realname.core.network import CHUNK, Stream, connect, failing_as
from realname.core.routes import Routes
from realname.core.transport import Transport, is_replaced

_MOST_PLACES = 65_535
"""No machine has more ports."""


class _Connections:
    """Those of one process: a place for each that is in use, and the idle ones."""

    def __init__(self, limits: httpx.Limits) -> None:
        self.idle: Idle[Stream] = Idle(limits)
        most = limits.max_connections
        self._limit = _MOST_PLACES if most is None else min(most, _MOST_PLACES)
        self._places: queue.SimpleQueue[None] = queue.SimpleQueue()
        for _ in range(self._limit):
            self._places.put(None)

    def enter(self, seconds: float) -> None:
        """Take a place.

        Raises:
            httpx.PoolTimeout: there was none in time.
        """
        try:
            self._places.get(timeout=None if seconds == inf else seconds)
        except queue.Empty:
            raise httpx.PoolTimeout("all connections are in use") from None

    def leave(self) -> None:
        """Give it back."""
        self._places.put(None)

    def make_room(self) -> None:
        """Before a connection is opened: idle ones count as well."""
        if self._limit - self._places.qsize() + len(self.idle) > self._limit:
            self.idle.drop_oldest()


def _is_mocked() -> bool:
    """Whether answers are mocked, or calls traced, where httpx or httpcore handle a request."""
    return is_replaced(httpx.HTTPTransport, "handle_request") or is_replaced(httpcore.ConnectionPool, "handle_request")


class FastTransport(Transport):
    """Direct connections read by llhttp; httpx's transport over our network through a proxy, or where it is mocked.

    Args:
        routes: through which proxy, and whom TLS trusts.
        limits: how many connections at a time, and how many idle ones are kept for how long.
    """

    def __init__(self, routes: Routes, limits: httpx.Limits) -> None:
        super().__init__(routes, limits)
        self._routes = routes
        self._limits = limits
        self._connections = _Connections(limits)
        processes.renew_in_child(self)

    def renew(self) -> None:
        """Leave the parent's connections to it."""
        processes.keep(self._connections)
        self._connections = _Connections(self._limits)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send; called by httpx."""
        url = request.url
        if not self._routes.is_direct(url.scheme, url.host) or _is_mocked():
            return super().handle_request(request)
        if not isinstance(request.stream, httpx.ByteStream):
            request.read()
        data = request_bytes(request)
        steps = Steps.of(request)
        processes.generation()
        connections = self._connections
        connections.enter(steps.limit(steps.pool).remaining)
        try:
            return self._exchange(connections, origin_of(url), Reading(request.method), data, steps)
        finally:
            connections.leave()

    def _exchange(
        self, connections: _Connections, origin: Origin, reading: Reading, data: bytes, steps: Steps
    ) -> httpx.Response:
        stream = connections.idle.take(origin)
        if stream is None:
            connections.make_room()
            stream = self._open(origin, steps)
        try:
            # Who refuses a request may say so before all of it has come, and end the connection.
            with suppress(httpx.WriteError), failing_as(httpx.WriteTimeout, httpx.WriteError):
                stream.send(data, steps.limit(steps.write))
            with failing_as(httpx.ReadTimeout, httpx.ReadError):
                while not reading.is_complete:
                    received = stream.receive(CHUNK, steps.limit(steps.read))
                    reading.feed(received) if received else reading.end()
        except BaseException:
            stream.close()
            raise
        if reading.ends_connection:
            stream.close()
        else:
            connections.idle.keep(origin, stream)
        return reading.response()

    def _open(self, origin: Origin, steps: Steps) -> Stream:
        scheme, host, port = origin
        name = host.decode("ascii")
        context = self._routes.http1_context if scheme == b"https" else None
        with failing_as(httpx.ConnectTimeout, httpx.ConnectError):
            limit = steps.limit(steps.connect)
            stream = connect(name, port, limit)
            return stream if context is None else stream.over_tls(context, name, limit)

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._connections.idle.close()
        super().close()
