"""Connections that wait for their next request."""

import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Generic, Protocol, TypeVar

import httpx

Origin = tuple[bytes, bytes, int]
"""Scheme, host and port."""


def origin_of(url: httpx.URL) -> Origin:
    """Where the connections for an address lead."""
    scheme = url.raw_scheme
    return scheme, url.raw_host, url.port or (443 if scheme == b"https" else 80)


class Connection(Protocol):
    """What both kinds of connection can do."""

    def has_leftovers(self) -> bool:
        """Whether it ended, or holds what nobody asked for."""

    def close(self) -> None:
        """End it."""


ConnectionT = TypeVar("ConnectionT", bound=Connection)


class Idle(Generic[ConnectionT]):
    """The idle connections of a transport, the one that was used last at hand.

    Several threads may use it: each step on the queues is one of Python's own, and what two want, one gets.

    Args:
        limits: how many may be kept, and for how long.
        now: the clock, in seconds.
    """

    def __init__(self, limits: httpx.Limits, now: Callable[[], float] = time.monotonic) -> None:
        self._most = limits.max_keepalive_connections
        self._seconds = limits.keepalive_expiry
        self._now = now
        self._queues: dict[Origin, deque[tuple[ConnectionT, float]]] = {}
        self._is_closed = False

    def take(self, origin: Origin) -> ConnectionT | None:
        """A connection to `origin` that can be used; None if there is none. What cannot is closed."""
        queue = self._queues.get(origin)
        while queue:
            try:
                connection, since = queue.pop()
            except IndexError:  # another thread was faster
                return None
            if not self._is_old(since) and not connection.has_leftovers():
                return connection
            connection.close()
        return None

    def _is_old(self, since: float) -> bool:
        return self._seconds is not None and self._now() - since > self._seconds

    def keep(self, origin: Origin, connection: ConnectionT) -> None:
        """Keep a connection for the next request; if there are too many, the one that waits longest leaves."""
        queue = self._queues.setdefault(origin, deque())
        queue.append((connection, self._now()))
        if self._is_closed:
            self.close()
        elif (self._most is not None and len(self) > self._most) or self._has_old(queue):
            self.drop_oldest()

    def _has_old(self, queue: deque[tuple[ConnectionT, float]]) -> bool:
        with suppress(IndexError):  # another thread took it
            return self._is_old(queue[0][1])
        return False

    def drop_oldest(self) -> None:
        """Close the connection that waits longest, whichever origin it leads to."""
        with suppress(IndexError, ValueError):  # another thread was faster, or there is none
            queue = min((queue for queue in list(self._queues.values()) if queue), key=lambda queue: queue[0][1])
            connection, _ = queue.popleft()
            connection.close()

    def close(self) -> None:
        """Close them all, and whatever is to be kept from now on."""
        self._is_closed = True
        while len(self):
            self.drop_oldest()

    def __len__(self) -> int:
        return sum(map(len, list(self._queues.values())))
