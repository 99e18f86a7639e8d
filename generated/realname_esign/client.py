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
    "verify_bank_card4_factors_code": "bank_card_4_factors_verify",
    "start_bank_card4_factors": "bank_card_4_factors",
    "compare_individual_base": "compare_individual_base",
    "compare_individual_telecom3_factors": "compare_individual_telecom_3_factors",
    "get_face_status": "face_query",
    "start_face": "face",
    "get_flow_detail": "flow_detail",
    "get_flow_outline": "flow_outline",
    "create_indiv_auth_url": "indiv_auth_url",
    "get_legal_rep_sign_result": "legal_rep_sign_result",
    "get_legal_rep_sign_url": "legal_rep_sign_url",
    "start_legal_rep_sign": "legal_rep_sign",
    "create_org_auth_url": "org_auth_url",
    "start_org_four_factors": "org_four_factors",
    "start_org_three_factors": "org_three_factors",
    "resend_telecom3_factors_code": "telecom_3_factors_resend",
    "verify_telecom3_factors_code": "telecom_3_factors_verify",
    "start_telecom3_factors": "telecom_3_factors",
    "get_transfer_process": "transfer_process",
    "transfer_random_amount": "transfer_random_amount",
    "verify_random_amount": "verify_random_amount",
}
"""Method → the module of its page."""

WAITERS: Final[Mapping[str, str]] = {
    "wait_for_face": "face_query",
    "wait_for_flow": "flow_outline",
    "wait_for_legal_rep_sign": "legal_rep_sign_result",
    "wait_for_transfer": "transfer_process",
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
