# Generated from specs/alipay by scripts/build.py; do not edit.


"""Alipay identity verification: servers, and the clients whose methods stand in the modules of their pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller

SERVERS: Final[Mapping[str, str]] = {
    "sandbox": "https://openapi-sandbox.dl.alipaydev.com",
    "production": "https://openapi.alipay.com",
}
"""Base URLs by name, test hosts first."""

OPERATIONS: Final[Mapping[str, str]] = {
    "consult_certdoc": "certdoc_consult",
    "preconsult_certdoc": "certdoc_preconsult",
    "initialize_certify_open": "certify_open_initialize",
    "query_certify_open": "certify_open_query",
    "query_credit_agreement": "credit_agreement",
    "query_jobworth_authentication": "jobworth_authentication",
    "query_jobworth_info": "jobworth_info",
    "initialize_face_certify": "face_certify_initialize",
    "query_face_certify": "face_certify_query",
    "verify_face_certify": "face_certify_verify",
    "initialize_face_verification": "face_verification_initialize",
    "query_face_verification": "face_verification_query",
}
"""Method → the module of its page."""

WAITERS: Final[Mapping[str, str]] = {
    "wait_for_certify_open": "certify_open_query",
    "wait_for_face_certify": "face_certify_query",
    "wait_for_face_verification": "face_verification_query",
}
"""Method that waits → the module of its page."""


class Client(SyncCaller, pages={**OPERATIONS, **WAITERS}):
    """Alipay identity verification, called synchronously."""

    @property
    def with_raw_response(self) -> RawClient:
        """The same operations, each returning the answer together with the exchange it came in."""
        return RawClient(self)


class AsyncClient(AsyncCaller, pages={**OPERATIONS, **WAITERS}):
    """Alipay identity verification, called from asyncio."""

    @property
    def with_raw_response(self) -> AsyncRawClient:
        """The same operations, each returning the answer together with the exchange it came in."""
        return AsyncRawClient(self)


class RawClient(RawCaller, pages=OPERATIONS):
    """The operations of a `Client`, each returning a `realname.core.reply.RawReply`."""


class AsyncRawClient(AsyncRawCaller, pages=OPERATIONS):
    """The operations of an `AsyncClient`, each returning a `realname.core.reply.RawReply`."""
