# Generated from specs/esign by scripts/build.py; do not edit.


"""e签宝 identity verification: servers, and the clients whose methods stand in the modules of their pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller

SERVERS: Final[Mapping[str, str]] = {
    "sandbox": "https://smlopenapi.esign.cn",
    "production": "https://openapi.esign.cn",
}
"""Base URLs by name, test hosts first."""

OPERATIONS: Final[Mapping[str, str]] = {
    "get_flow_outline": "flow_outline",
}
"""Method → the module of its page."""

WAITERS: Final[Mapping[str, str]] = {
    "wait_for_flow": "flow_outline",
}
"""Method that waits → the module of its page."""


class Client(SyncCaller, pages={**OPERATIONS, **WAITERS}):
    """e签宝 identity verification, called synchronously."""

    @property
    def with_raw_response(self) -> RawClient:
        """The same operations, each returning the answer together with the exchange it came in."""
        return RawClient(self)


class AsyncClient(AsyncCaller, pages={**OPERATIONS, **WAITERS}):
    """e签宝 identity verification, called from asyncio."""

    @property
    def with_raw_response(self) -> AsyncRawClient:
        """The same operations, each returning the answer together with the exchange it came in."""
        return AsyncRawClient(self)


class RawClient(RawCaller, pages=OPERATIONS):
    """The operations of a `Client`, each returning a `realname.core.reply.RawReply`."""


class AsyncRawClient(AsyncRawCaller, pages=OPERATIONS):
    """The operations of an `AsyncClient`, each returning a `realname.core.reply.RawReply`."""
