# Generated from specs/zoloz by scripts/build.py; do not edit.


"""ZOLOZ Connect and Face Compare: servers, and the clients whose methods stand in the modules of their pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller

SERVERS: Final[Mapping[str, str]] = {
    "sandbox": "https://sg-sandbox-api.zoloz.com",
    "production-singapore": "https://sg-production-api.zoloz.com",
    "production-hong-kong": "https://hk-production-api.zoloz.net",
    "production-indonesia": "https://id-production-api.zoloz.com",
}
"""Base URLs by name, test hosts first."""

OPERATIONS: Final[Mapping[str, str]] = {
    "check_credentials": "authentication_test",
    "checkresult": "connect_checkresult",
    "enroll": "connect_enroll",
    "initialize": "connect_initialize",
    "unenroll": "connect_unenroll",
    "query_enroll_status": "query_enroll_status",
    "compare_faces": "facecompare_compare",
    "delete_privacy_info": "privacyinfo_delete",
}
"""Method → the module of its page."""

WAITERS: Final[Mapping[str, str]] = {
    "wait_for_checkresult": "connect_checkresult",
}
"""Method that waits → the module of its page."""


class Client(SyncCaller, pages={**OPERATIONS, **WAITERS}):
    """ZOLOZ Connect and Face Compare, called synchronously."""

    @property
    def with_raw_response(self) -> RawClient:
        """The same operations, each returning the answer together with the exchange it came in."""
        return RawClient(self)


class AsyncClient(AsyncCaller, pages={**OPERATIONS, **WAITERS}):
    """ZOLOZ Connect and Face Compare, called from asyncio."""

    @property
    def with_raw_response(self) -> AsyncRawClient:
        """The same operations, each returning the answer together with the exchange it came in."""
        return AsyncRawClient(self)


class RawClient(RawCaller, pages=OPERATIONS):
    """The operations of a `Client`, each returning a `realname.core.reply.RawReply`."""


class AsyncRawClient(AsyncRawCaller, pages=OPERATIONS):
    """The operations of an `AsyncClient`, each returning a `realname.core.reply.RawReply`."""
