# Generated from specs/esign/transfer-random-amount.yaml by scripts/build.py; do not edit.

"""e签宝 identity verification: 【打款认证】发起随机金额打款."""

from __future__ import annotations

from typing import ClassVar, Final

from attrs import field, frozen
from attrs.validators import optional

from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.codes import Code
from realname.core.model import Request, masked, text, wire
from realname.core.operation import Operation
from realname.core.reply import RawReply

from .shared import Confirmation, Failure, GatewayRejection


@frozen(kw_only=True)
class TransferRandomAmountRequest(Request):
    """The account to transfer to."""

    OPERATION: ClassVar[str] = "transfer_random_amount"
    DOCUMENT: ClassVar[str] = "https://open.esign.cn/doc/opendoc/identity_service/laygml"

    flow_id: str = field(validator=text(pattern="^[A-Za-z0-9_-]+$"), metadata=wire("flowId", at="path"))
    """The id of the flow."""

    bank: str = field(validator=text(), metadata=wire("bank"))
    """The name of the bank's head office."""

    province: str = field(validator=text(), metadata=wire("province"))
    """The province of the branch."""

    city: str = field(validator=text(), metadata=wire("city"))
    """The city of the branch."""

    subbranch: str = field(validator=text(), metadata=wire("subbranch"))
    """The full name of the branch."""

    card_no: str = field(validator=text(), repr=masked, metadata=wire("cardNo"))
    """The number of the organization's account (对公账号)."""

    cnaps_code: str = field(validator=text(), metadata=wire("cnapsCode"))
    """The branch's number in the banks' payment system (联行号), from e签宝's query of banks (查询打款银行信息) or
    elsewhere.
    """

    context_id: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("contextId"))
    """The caller's own id of the business; that of the start of the flow if it is left out."""

    notify_url: str | None = field(default=None, validator=optional(text()), repr=masked, metadata=wire("notifyUrl"))
    """Where to send a notice once the transfer has been made; what it looks like is not stated."""


TRANSFER_RANDOM_AMOUNT: Final = Operation(
    name="transfer_random_amount",
    method="PUT",
    path="/v2/identity/auth/pub/organization/{flowId}/transferRandomAmount",
    sends_body=True,
    request=TransferRandomAmountRequest,
    answer=Confirmation,
    failures={200: Failure, 401: GatewayRejection, 403: GatewayRejection},
    codes={"1203043": Code(kind="request", remedy="The transfer failed: check the account, and start it again.")},
    retry="connect-only",
    document="https://open.esign.cn/doc/opendoc/identity_service/laygml",
)
"""Have a random amount transferred to an organization's account."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def transfer_random_amount(
        self,
        *,
        flow_id: str,
        bank: str,
        province: str,
        city: str,
        subbranch: str,
        card_no: str,
        cnaps_code: str,
        context_id: str | None = None,
        notify_url: str | None = None,
    ) -> Confirmation:
        """Have a random amount transferred to an organization's account.

        e签宝 sends an amount below 1 yuan to the account, which arrives after one to three working
        days; the organization then confirms it, within 7 days. In the test environment nothing is
        sent, and the amount is 0.01. After more than three wrong amounts the flow fails. When the
        limit of a day is reached, try again on the next one, in the same flow.

        Args:
            flow_id: The id of the flow. Matches `^[A-Za-z0-9_-]+$`.
            bank: The name of the bank's head office.
            province: The province of the branch.
            city: The city of the branch.
            subbranch: The full name of the branch.
            card_no: The number of the organization's account (对公账号). Sensitive: masked in
                `repr`.
            cnaps_code: The branch's number in the banks' payment system (联行号), from e签宝's query
                of banks (查询打款银行信息) or elsewhere.
            context_id: The caller's own id of the business; that of the start of the flow if it
                is left out. Sensitive: masked in `repr`.
            notify_url: Where to send a notice once the transfer has been made; what it looks
                like is not stated. Sensitive: masked in `repr`.

        Returns:
            The step was carried out; what came of the flow is told by its detail.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【打款认证】发起随机金额打款,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/laygml

        Partial: The list of codes ends after the first one.
        """
        return self._call(
            TRANSFER_RANDOM_AMOUNT,
            TransferRandomAmountRequest(
                flow_id=flow_id,
                bank=bank,
                province=province,
                city=city,
                subbranch=subbranch,
                card_no=card_no,
                cnaps_code=cnaps_code,
                context_id=context_id,
                notify_url=notify_url,
            ),
        ).parsed


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def transfer_random_amount(
        self,
        *,
        flow_id: str,
        bank: str,
        province: str,
        city: str,
        subbranch: str,
        card_no: str,
        cnaps_code: str,
        context_id: str | None = None,
        notify_url: str | None = None,
    ) -> Confirmation:
        """`Client.transfer_random_amount`, from async code."""
        return (
            await self._call(
                TRANSFER_RANDOM_AMOUNT,
                TransferRandomAmountRequest(
                    flow_id=flow_id,
                    bank=bank,
                    province=province,
                    city=city,
                    subbranch=subbranch,
                    card_no=card_no,
                    cnaps_code=cnaps_code,
                    context_id=context_id,
                    notify_url=notify_url,
                ),
            )
        ).parsed


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def transfer_random_amount(
        self,
        *,
        flow_id: str,
        bank: str,
        province: str,
        city: str,
        subbranch: str,
        card_no: str,
        cnaps_code: str,
        context_id: str | None = None,
        notify_url: str | None = None,
    ) -> RawReply[Confirmation]:
        """`Client.transfer_random_amount`, with the exchange."""
        return self._client._call(
            TRANSFER_RANDOM_AMOUNT,
            TransferRandomAmountRequest(
                flow_id=flow_id,
                bank=bank,
                province=province,
                city=city,
                subbranch=subbranch,
                card_no=card_no,
                cnaps_code=cnaps_code,
                context_id=context_id,
                notify_url=notify_url,
            ),
        )


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def transfer_random_amount(
        self,
        *,
        flow_id: str,
        bank: str,
        province: str,
        city: str,
        subbranch: str,
        card_no: str,
        cnaps_code: str,
        context_id: str | None = None,
        notify_url: str | None = None,
    ) -> RawReply[Confirmation]:
        """`AsyncClient.transfer_random_amount`, with the exchange."""
        return await self._client._call(
            TRANSFER_RANDOM_AMOUNT,
            TransferRandomAmountRequest(
                flow_id=flow_id,
                bank=bank,
                province=province,
                city=city,
                subbranch=subbranch,
                card_no=card_no,
                cnaps_code=cnaps_code,
                context_id=context_id,
                notify_url=notify_url,
            ),
        )
