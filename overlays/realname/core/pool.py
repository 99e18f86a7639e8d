"""Where a client's connections come from: a pool of our own, an httpx client that was passed in, or a factory."""

import ssl
from abc import ABC, abstractmethod
from collections.abc import Callable
from types import TracebackType
from typing import Generic, Self, TypeAlias, TypeVar, cast

import httpx

from realname.core import processes
from realname.core.errors import ConfigurationError, RealnameError
from realname.core.processes import Lock, keep, renew_in_child
from realname.core.routes import Routes

HttpT = TypeVar("HttpT", bound=httpx.Client | httpx.AsyncClient)
MOST_CONNECTIONS, KEPT_SECONDS = 100, 5.0
"""How many connections a pool has at a time, and how long it keeps an idle one; as httpx does."""
Source: TypeAlias = HttpT | Callable[[], HttpT]
"""What ``http_client`` takes: an httpx client of the caller's, a pool, or a factory, which is asked once a process."""


class _PoolBase(ABC, Generic[HttpT]):
    """What both kinds of pool share."""

    def __init__(
        self, *, proxy: str | None = None, verify: ssl.SSLContext | None = None, max_connections: int = MOST_CONNECTIONS
    ) -> None:
        if type(max_connections) is not int or max_connections < 1:
            raise ConfigurationError(
                "max_connections must be a whole number from 1",
                setting="max_connections",
                remedy="Leave it out for the default.",
            )
        self._routes = Routes(proxy, verify)
        self._limits = httpx.Limits(
            max_connections=max_connections,
            max_keepalive_connections=max_connections,
            keepalive_expiry=KEPT_SECONDS,
        )
        self._lock = Lock()
        self._client: HttpT | None = None
        self._is_closed = False
        renew_in_child(self)

    @abstractmethod
    def _make(self) -> HttpT:
        """The httpx client of this process."""

    def __call__(self) -> HttpT:
        """The httpx client of this process.

        Raises:
            ConfigurationError: the pool is closed.
        """
        processes.generation()
        if self._is_closed:
            raise closed("pool")
        client = self._client
        if client is None:
            with self._lock:
                client = self._client = self._client or self._make()
        return client

    def prepare(self, url: httpx.URL) -> None:
        """Find out whether `url` can be reached as the environment says; nothing is sent.

        Raises:
            ConfigurationError: names the variable that cannot be used.
        """
        self._routes.prepare(url)

    def renew(self) -> None:
        """Leave the parent's connections to it; called in a child."""
        keep(self._client)
        self._client = None

    def __repr__(self) -> str:
        return f"<realname {type(self).__name__}>"


class Pool(_PoolBase[httpx.Client]):
    """Connections that many clients share, made anew in each process.

    No call over them takes longer than it may, whatever the peer does, and a connection on which anything follows an
    answer is closed. Calling the pool gives this process's httpx client, which keeps no cookies and follows nothing.

    Args:
        proxy: ``http://``, ``https://`` or ``socks5://``, host and port; by default what the environment names
            (``HTTPS_PROXY``, ``ALL_PROXY``, ``NO_PROXY``), and never one for this machine.
        verify: whom TLS trusts; by default ``SSL_CERT_FILE``, ``SSL_CERT_DIR``, or the authorities of certifi.
        max_connections: how many at a time; a call that gets none waits as long as for any network step.

    Raises:
        ConfigurationError: one of them, or a variable, cannot be used.
    """

    def _make(self) -> httpx.Client:
        from realname.core.own_client import OwnClient  # httpcore is slow to load

        return OwnClient(self._transport())

    def _transport(self) -> httpx.BaseTransport:
        from realname.core.transport import Transport

        return Transport(self._routes, self._limits)

    def close(self) -> None:
        """Close the connections; no client can call over them any more."""
        self._is_closed = True
        if self._client is not None:
            self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncPool(_PoolBase[httpx.AsyncClient]):
    """Connections that many async clients of one event loop share. Takes what `Pool` takes."""

    def _make(self) -> httpx.AsyncClient:
        from realname.core.own_client import OwnAsyncClient  # httpcore is slow to load

        return OwnAsyncClient(self._transport())

    def _transport(self) -> httpx.AsyncBaseTransport:
        from realname.core.transport import AsyncTransport

        return AsyncTransport(self._routes, self._limits)

    async def aclose(self) -> None:
        """Close the connections; no client can call over them any more."""
        self._is_closed = True
        if self._client is not None:
            await self._client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


def closed(what: str) -> ConfigurationError:
    """The error for a call over what has been closed."""
    return ConfigurationError(f"the {what} is closed", setting="http_client", remedy="Make a new one.")


class Connections(Generic[HttpT]):
    """The httpx client of one of our clients, in whichever process it is used.

    Args:
        source: what ``http_client`` takes.
        kind: the class of httpx that is wanted.

    Raises:
        ConfigurationError: it is none of these.
    """

    def __init__(self, source: Source[HttpT], kind: type[HttpT]) -> None:
        is_client = isinstance(source, httpx.Client | httpx.AsyncClient)
        self._kind = kind
        self._factory = None if is_client or not callable(source) else source
        self._made: HttpT | None = None if self._factory else cast(HttpT, source)
        self._is_foreign = False
        self.are_own: bool = self._factory is not None and not isinstance(source, _PoolBase)
        """Whether they belong to this client alone, and are closed with it."""
        self._lock = Lock()
        self.current()
        renew_in_child(self)

    def current(self) -> HttpT:
        """The httpx client to send with.

        Raises:
            ConfigurationError: there is none in this process, or it is closed.
        """
        processes.generation()
        made = self._made
        if made is None:
            with self._lock:
                made = self._made = self._made or self._ask()
        if self._is_foreign:
            raise ConfigurationError(
                "the http_client was made before a fork, and its connections belong to the parent process",
                setting="http_client",
                remedy="Pass a pool, or a factory without calling it: it is asked again after a fork.",
            )
        if not isinstance(made, self._kind):
            raise ConfigurationError(
                f"http_client must be an httpx.{self._kind.__name__}, a pool of this kind, or a factory of them",
                setting="http_client",
                remedy="Client takes an httpx.Client or a Pool, AsyncClient an httpx.AsyncClient or an AsyncPool.",
            )
        if made.is_closed:
            raise closed("client, or its http_client,")
        return made

    def _ask(self) -> HttpT:
        assert self._factory is not None  # noqa: S101 - a client that was passed is never forgotten
        try:
            return self._factory()
        except RealnameError as error:
            failure = error.with_traceback(None)
        except Exception as error:  # noqa: BLE001 - whatever a factory of the caller's raises
            failure = ConfigurationError(
                f"the factory that is http_client failed ({type(error).__name__})", setting="http_client"
            )
        failure.__context__ = None
        raise failure

    @property
    def made(self) -> HttpT | None:
        """What there is in this process, closed or not."""
        return self._made

    def renew(self) -> None:
        """Leave the parent's connections to it; called in a child."""
        if self._factory is None:
            self._is_foreign = True
        else:
            keep(self._made)
            self._made = None
