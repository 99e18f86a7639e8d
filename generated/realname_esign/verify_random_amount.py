# Generated from specs/esign/verify-random-amount.yaml by scripts/build.py; do not edit.

"""e签宝 identity verification: 【打款认证】随机金额校验."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Final

from attrs import field, frozen

from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.codes import Code
from realname.core.model import Request, decimal, masked, text, wire
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .shared import Confirmation, Failure, GatewayRejection


@frozen(kw_only=True)
class VerifyRandomAmountRequest(Request):
    """The amount that arrived."""

    OPERATION: ClassVar[str] = "verify_random_amount"
    DOCUMENT: ClassVar[str] = "https://open.esign.cn/doc/opendoc/identity_service/ovy1ml"

    flow_id: str = field(validator=text(pattern="^[A-Za-z0-9_-]+$"), metadata=wire("flowId", at="path"))
    """The id of the flow."""

    amount: Decimal = field(
        validator=decimal(step=0.01, minimum=0.01, maximum=0.99), repr=masked, metadata=wire("amount", step=0.01)
    )
    """The amount in yuan, from 0.01 to 0.99."""


VERIFY_RANDOM_AMOUNT: Final = Operation(
    name="verify_random_amount",
    method="PUT",
    path="/v2/identity/auth/pub/organization/{flowId}/verifyRandomAmount",
    sends_body=True,
    request=VerifyRandomAmountRequest,
    answer=Confirmation,
    failures={200: Failure, 401: GatewayRejection, 403: GatewayRejection},
    codes={
        "30500002": Code(kind="request", remedy="The flow has ended; read what came of it with get_flow_detail."),
        "30502002": Code(kind="input", remedy="Ask for the amount again: more than three wrong ones end the flow."),
        "30502003": Code(
            kind="expired", remedy="Too many amounts were tried: start another transfer, or another flow."
        ),
        "30502013": Code(kind="expired", remedy="Start another transfer."),
        "30502014": Code(
            kind="expired", remedy="The amount was confirmed too late, after 7 days: start another transfer."
        ),
    },
    retry="connect-only",
    document="https://open.esign.cn/doc/opendoc/identity_service/ovy1ml",
)
"""Confirm the amount that arrived on an organization's account."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def verify_random_amount(self, *, flow_id: str, amount: Decimal) -> Confirmation:
        """Confirm the amount that arrived on an organization's account.

        The organization says which amount arrived; in the test environment it is 0.01. That it was
        right says `code` 0; what came of the flow tells its detail.

        Args:
            flow_id: The id of the flow. Matches `^[A-Za-z0-9_-]+$`.
            amount: The amount in yuan, from 0.01 to 0.99. 0.01 to 0.99; a multiple of 0.01;
                sensitive: masked in `repr`.

        Returns:
            The step was carried out; what came of the flow is told by its detail.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【打款认证】随机金额校验, edition of 2025-09-15,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/ovy1ml
        """
        return self._call(VERIFY_RANDOM_AMOUNT, VerifyRandomAmountRequest(flow_id=flow_id, amount=amount)).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def verify_random_amount(self, *, flow_id: str, amount: Decimal) -> Confirmation:
        """`Client.verify_random_amount`, from async code."""
        return (
            await self._call(VERIFY_RANDOM_AMOUNT, VerifyRandomAmountRequest(flow_id=flow_id, amount=amount))
        ).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def verify_random_amount(self, *, flow_id: str, amount: Decimal) -> RawReply[Confirmation]:
        """`Client.verify_random_amount`, with the exchange."""
        return self._client._call(VERIFY_RANDOM_AMOUNT, VerifyRandomAmountRequest(flow_id=flow_id, amount=amount))


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def verify_random_amount(self, *, flow_id: str, amount: Decimal) -> RawReply[Confirmation]:
        """`AsyncClient.verify_random_amount`, with the exchange."""
        return await self._client._call(VERIFY_RANDOM_AMOUNT, VerifyRandomAmountRequest(flow_id=flow_id, amount=amount))
