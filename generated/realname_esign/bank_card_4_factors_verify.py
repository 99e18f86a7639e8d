# Generated from specs/esign/bank-card-4-factors-verify.yaml by scripts/build.py; do not edit.

"""e签宝 identity verification: 【银行卡认证】预留手机号校验."""

from __future__ import annotations

from typing import ClassVar, Final

from attrs import field, frozen

from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.codes import Code
from realname.core.model import Request, masked, text, wire
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .shared import Confirmation, Failure, GatewayRejection


@frozen(kw_only=True)
class VerifyBankCard4FactorsCodeRequest(Request):
    """The code that the person was sent."""

    OPERATION: ClassVar[str] = "verify_bank_card4_factors_code"
    DOCUMENT: ClassVar[str] = "https://open.esign.cn/doc/opendoc/paas_api/hdlqxs89apia8z5g"

    flow_id: str = field(validator=text(pattern="^[A-Za-z0-9_-]+$"), metadata=wire("flowId", at="path"))
    """The id of the flow, which the start gave."""

    authcode: str = field(validator=text(pattern="^[0-9]{6}$"), repr=masked, metadata=wire("authcode"))
    """The code from the text message, six digits."""


VERIFY_BANK_CARD4_FACTORS_CODE: Final = Operation(
    name="verify_bank_card4_factors_code",
    method="PUT",
    path="/v2/identity/auth/pub/individual/{flowId}/bankCard4Factors",
    sends_body=True,
    request=VerifyBankCard4FactorsCodeRequest,
    answer=Confirmation,
    failures={200: Failure, 401: GatewayRejection, 403: GatewayRejection},
    codes={
        "30500002": Code(kind="request", remedy="The flow has ended; read what came of it with get_flow_detail."),
        "30501004": Code(kind="request", remedy="The flow was not started with start_bank_card4_factors."),
        "30503002": Code(kind="input"),
        "30503004": Code(kind="input", remedy="The attempts are used up; start a new flow."),
        "30503006": Code(kind="input", remedy="The code is older than 15 minutes; start a new flow."),
    },
    retry="connect-only",
    document="https://open.esign.cn/doc/opendoc/paas_api/hdlqxs89apia8z5g",
)
"""Confirm the code that was sent for a four-factor flow."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def verify_bank_card4_factors_code(self, *, flow_id: str, authcode: str) -> Confirmation:
        """Confirm the code that was sent for a four-factor flow.

        A success confirms the step and says nothing of the person: ask for the outline or the
        detail of the flow. How many attempts a code has is not stated.

        Args:
            flow_id: The id of the flow, which the start gave. Matches `^[A-Za-z0-9_-]+$`.
            authcode: The code from the text message, six digits. Matches `^[0-9]{6}$`;
                sensitive: masked in `repr`.

        Returns:
            The step was carried out; what came of the flow is told by its detail.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【银行卡认证】预留手机号校验,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/paas_api/hdlqxs89apia8z5g

        Partial: The codes after 30503004 are missing.
        """
        return self._call(
            VERIFY_BANK_CARD4_FACTORS_CODE, VerifyBankCard4FactorsCodeRequest(flow_id=flow_id, authcode=authcode)
        ).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def verify_bank_card4_factors_code(self, *, flow_id: str, authcode: str) -> Confirmation:
        """`Client.verify_bank_card4_factors_code`, from async code."""
        return (
            await self._call(
                VERIFY_BANK_CARD4_FACTORS_CODE, VerifyBankCard4FactorsCodeRequest(flow_id=flow_id, authcode=authcode)
            )
        ).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def verify_bank_card4_factors_code(self, *, flow_id: str, authcode: str) -> RawReply[Confirmation]:
        """`Client.verify_bank_card4_factors_code`, with the exchange."""
        return self._client._call(
            VERIFY_BANK_CARD4_FACTORS_CODE, VerifyBankCard4FactorsCodeRequest(flow_id=flow_id, authcode=authcode)
        )


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def verify_bank_card4_factors_code(self, *, flow_id: str, authcode: str) -> RawReply[Confirmation]:
        """`AsyncClient.verify_bank_card4_factors_code`, with the exchange."""
        return await self._client._call(
            VERIFY_BANK_CARD4_FACTORS_CODE, VerifyBankCard4FactorsCodeRequest(flow_id=flow_id, authcode=authcode)
        )
