"""Pools of our own connections: httpx's transports over httpcore's pools, on the network of `network`."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Iterator
from functools import partial
from types import FunctionType
from typing import Any

import httpcore
import httpx

from realname.core import loops
from realname.core.leftovers import Watch
from realname.core.network import AsyncNetwork, Exchange, Network, current, failing_as, step_limit
from realname.core.routes import Routes

_MOST_IDLE = 20
"""Idle connections of an async pool: httpcore looks at each of them whenever a call begins or ends."""


class _Pools(ABC):
    """What stands in for httpx's pool: one of httpcore for each proxy and scheme.

    Args:
        routes: through which proxy, and whom TLS trusts.
        limits: how many connections at a time, and how many idle ones are kept for how long.
    """

    def __init__(self, routes: Routes, limits: httpx.Limits) -> None:
        self._routes = routes
        self._limits = limits
        self._made: dict[tuple[object, ...], Any] = {}
        self._found: dict[tuple[bytes, bytes], Any] = {}

    def _own(self, request: httpcore.Request) -> httpcore.Request:
        """The request, which nobody else has to watch."""
        trace = request.extensions.get("trace")
        if isinstance(trace, Watch):
            request.extensions = {**request.extensions, "trace": trace.user}
        return request

    def _pool(self, url: httpcore.URL) -> Any:
        where = url.scheme, url.host
        if where not in self._found:  # what the environment says is read once
            scheme = url.scheme.decode("ascii")
            proxy = self._routes.proxy(scheme, url.host.decode("ascii"))
            key = scheme, proxy and (str(proxy.url), proxy.raw_auth)
            if key not in self._made:
                self._made.setdefault(key, self._make(proxy, self._settings(scheme, proxy)))
            self._found[where] = self._made[key]
        return self._found[where]

    @abstractmethod
    def _make(self, proxy: httpx.Proxy | None, settings: dict[str, Any]) -> Any:
        """A pool of httpcore's."""

    @abstractmethod
    def _most_idle(self) -> int | None:
        """How many idle connections httpcore is to keep; None for all."""

    def _settings(self, scheme: str, proxy: httpx.Proxy | None) -> dict[str, Any]:
        settings: dict[str, Any] = {
            "ssl_context": self._routes.context if scheme == "https" else None,  # not needed without TLS
            "max_connections": self._limits.max_connections,
            "max_keepalive_connections": self._most_idle(),
            "keepalive_expiry": self._limits.keepalive_expiry,
        }
        if proxy is not None:
            address = proxy.url
            settings["proxy_url"] = httpcore.URL(
                scheme=address.raw_scheme, host=address.raw_host, port=address.port, target=address.raw_path
            )
            settings["proxy_auth"] = proxy.raw_auth
            if not address.scheme.startswith("socks"):
                settings["proxy_headers"] = proxy.headers.raw
            if address.scheme == "https":
                settings["proxy_ssl_context"] = proxy.ssl_context or self._routes.context
        return settings


class _SyncPools(_Pools):
    def _make(self, proxy: httpx.Proxy | None, settings: dict[str, Any]) -> Any:
        kind: Any = httpcore.ConnectionPool
        if proxy is not None:
            kind = httpcore.SOCKSProxy if proxy.url.scheme.startswith("socks") else httpcore.HTTPProxy
        return kind(network_backend=Network(), **settings)

    def _most_idle(self) -> int | None:
        # All, or none: httpcore takes one that it has just lent to another thread for idle, and would close it.
        return self._limits.max_keepalive_connections and self._limits.max_connections

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send; called by httpx."""
        exchange = Exchange.of(request)
        pool = self._pool(request.url)
        token = current.set(exchange)
        try:
            answer: httpcore.Response = pool.handle_request(self._own(request))
        finally:
            current.reset(token)
        body = _Body(answer.stream, exchange)
        return httpcore.Response(answer.status, headers=answer.headers, content=body, extensions=answer.extensions)

    def close(self) -> None:
        """Close all connections."""
        for pool in self._made.values():
            pool.close()

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        self.close()


class _Body:
    """The body of an answer, read as its exchange allows."""

    def __init__(self, stream: Any, exchange: Exchange) -> None:
        self._stream = stream
        self._exchange = exchange

    def __iter__(self) -> Iterator[bytes]:
        chunks = iter(self._stream)
        while True:
            token = current.set(self._exchange)
            try:
                chunk = next(chunks, None)
            finally:
                current.reset(token)
            if chunk is None:
                return
            yield chunk

    def close(self) -> None:
        self._exchange.end()  # before the pool may lend the connection to the next request
        self._stream.close()


class _AsyncPools(_Pools):
    _places: loops.Places | None = None

    def _make(self, proxy: httpx.Proxy | None, settings: dict[str, Any]) -> Any:
        kind: Any = httpcore.AsyncConnectionPool
        if proxy is not None:
            kind = httpcore.AsyncSOCKSProxy if proxy.url.scheme.startswith("socks") else httpcore.AsyncHTTPProxy
        pool = kind(network_backend=AsyncNetwork(), **settings | {"max_connections": None})
        pool.create_connection = partial(_ending_with_its_request, pool.create_connection)
        return pool

    def _most_idle(self) -> int | None:
        most = self._limits.max_keepalive_connections
        return _MOST_IDLE if most is None else min(most, _MOST_IDLE)

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send; called by httpx."""
        exchange = Exchange.of(request)
        pool = self._pool(request.url)
        # Waiting inside of httpcore's pool costs more with each one that waits, and one that is cancelled there may
        # take a connection with it.
        places = self._places = self._places or loops.make_places(self._limits.max_connections)
        token = current.set(exchange)
        try:
            with failing_as(httpcore.PoolTimeout, httpcore.PoolTimeout):
                async with loops.total_timeout(step_limit(None).remaining):
                    await places.acquire()
            try:
                answer: httpcore.Response = await pool.handle_async_request(self._own(request))
            except BaseException:
                places.release()
                raise
        finally:
            current.reset(token)
        body = _AsyncBody(answer.stream, exchange, places)
        return httpcore.Response(answer.status, headers=answer.headers, content=body, extensions=answer.extensions)

    async def aclose(self) -> None:
        """Close all connections."""
        for pool in self._made.values():
            await pool.aclose()

    async def __aenter__(self) -> None:
        pass

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


def _ending_with_its_request(create: Callable[[httpcore.Origin], Any], origin: httpcore.Origin) -> Any:
    """A connection that is closed when its request fails or is cancelled.

    httpcore forgets one whose request is cancelled before it is written: it would keep its place in the pool for ever.
    """
    connection = create(origin)
    handle = connection.handle_async_request

    async def handle_async_request(request: httpcore.Request) -> httpcore.Response:
        try:
            answer: httpcore.Response = await handle(request)
        except BaseException:
            if current.get().stream is not None:  # else another request may have it
                await connection.aclose()
            raise
        return answer

    connection.handle_async_request = handle_async_request
    return connection


class _AsyncBody:
    def __init__(self, stream: Any, exchange: Exchange, places: loops.Places) -> None:
        self._stream = stream
        self._exchange = exchange
        self._places: loops.Places | None = places

    async def __aiter__(self) -> AsyncIterator[bytes]:
        chunks = aiter(self._stream)
        while True:
            token = current.set(self._exchange)
            try:
                chunk = await anext(chunks, None)
            finally:
                current.reset(token)
            if chunk is None:
                return
            yield chunk

    async def aclose(self) -> None:
        places, self._places = self._places, None
        if places is None:
            return
        self._exchange.end()
        await loops.to_the_end(self._put_away(places))

    async def _put_away(self, places: loops.Places) -> None:
        try:
            await self._stream.aclose()
        finally:
            places.release()


class Transport(httpx.HTTPTransport):
    """httpx's own transport over our connections, so that what mocks or traces the one does the other.

    Args:
        routes: through which proxy, and whom TLS trusts.
        limits: how many connections at a time, and how many idle ones are kept for how long.
    """

    def __init__(self, routes: Routes, limits: httpx.Limits) -> None:  # httpx's makes a pool of httpx's connections
        self._pool: Any = _SyncPools(routes, limits)


class AsyncTransport(httpx.AsyncHTTPTransport):
    """The same for async clients, under asyncio or trio."""

    def __init__(self, routes: Routes, limits: httpx.Limits) -> None:
        self._pool: Any = _AsyncPools(routes, limits)


def is_replaced(kind: Any, name: str) -> bool:
    """Whether somebody mocks or traces a method of httpx's or httpcore's: it is none of the library of its class."""
    method = getattr(kind, name)
    if type(method) is not FunctionType:
        return True
    module: str = method.__globals__["__name__"]  # its own __module__ may be a copy of that of what it replaces
    return not module.startswith(f"{kind.__module__}.")
