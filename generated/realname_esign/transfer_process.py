# Generated from specs/esign/transfer-process.yaml by scripts/build.py; do not edit.

"""e签宝 identity verification: 【打款认证】查询随机金额打款进度."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Literal

from attrs import field, frozen

from realname.core.answer import Answer, OutcomeAnswer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.codes import Code
from realname.core.model import Request, WireEnum, masked, text, wire
from realname.core.operation import Operation, Waiter
from realname.core.outcome import OutcomeRule
from realname.core.reply import RawReply

from .shared import Failure, GatewayRejection


@frozen(kw_only=True)
class GetTransferProcessRequest(Request):
    """The arguments of `get_transfer_process`."""

    OPERATION: ClassVar[str] = "get_transfer_process"
    DOCUMENT: ClassVar[str] = "https://open.esign.cn/doc/opendoc/identity_service/lrwgm0"

    flow_id: str = field(validator=text(pattern="^[A-Za-z0-9_-]+$"), metadata=wire("flowId", at="path"))
    """The id of the flow."""


class TransferStatus(WireEnum):
    """How far a transfer has come.

    - `INIT`: none was started.
    - `PAID`: it was ordered.
    - `PAID_FAILED`: it failed.
    - `PAID_SUCCESS`: it was made; the amount can be confirmed.
    - `ORGANFINISHED`: the amount was confirmed, and the organization's verification is done.
    """

    INIT = "INIT"
    PAID = "PAID"
    PAID_FAILED = "PAID_FAILED"
    PAID_SUCCESS = "PAID_SUCCESS"
    ORGANFINISHED = "ORGANFINISHED"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class TransferProcess(Answer):
    """How far a transfer has come, and to which account it goes."""

    process: TransferStatus = field(metadata=wire("process"))
    """How far the transfer has come."""

    message: str | None = field(default=None, repr=masked, metadata=wire("message"))
    """A remark on the progress for a human reader; free text that may speak of the organization."""

    foresee: str | None = field(default=None, metadata=wire("foresee"))
    """The day on which the transfer should have arrived at the latest, as month and day."""

    card_no: str | None = field(default=None, repr=masked, metadata=wire("cardNo"))
    """The number of the organization's account, masked in the page's sample."""

    subbranch: str | None = field(default=None, metadata=wire("subbranch"))
    """The name of the bank's branch."""

    remain: int | None = field(default=None, metadata=wire("remain"))
    """The interval between transfers (打款间隔时间), in minutes."""

    remain_times: int | None = field(default=None, metadata=wire("remainTimes"))
    """How many transfers are left."""

    biz_flow_no: str | None = field(default=None, metadata=wire("bizFlowNo"))
    """The transaction's serial number (交易流水号)."""

    bank_name: str | None = field(default=None, metadata=wire("bankName"))
    """The name of the bank."""

    bank_pay_first: int | None = field(default=None, metadata=wire("bankPayFirst"))
    """Not explained by the page."""


@frozen(kw_only=True)
class TransferProcessResponse(OutcomeAnswer):
    """The progress of a transfer.

    Its `outcome` speaks of an organization.
    """

    OUTCOME: ClassVar[OutcomeRule] = OutcomeRule(pending=({"code": 0, "data.process": ("INIT", "PAID")},))

    code: Literal[0] = field(metadata=wire("code"))
    """The business code, 0 for success."""

    data: TransferProcess = field(metadata=wire("data"))
    """The progress."""

    message: str | None = field(default=None, metadata=wire("message"))
    """A remark for a human reader whose wording may change; programs go by `code`."""


GET_TRANSFER_PROCESS: Final = Operation(
    name="get_transfer_process",
    method="GET",
    path="/v2/identity/auth/pub/organization/{flowId}/transferProcess",
    request=GetTransferProcessRequest,
    answer=TransferProcessResponse,
    failures={200: Failure, 401: GatewayRejection, 403: GatewayRejection},
    codes={"30500002": Code(kind="request", remedy="The flow has ended; read what came of it with get_flow_detail.")},
    waiter=Waiter(
        pause=60,
        unfinished=({"data.process": ("INIT", "PAID")},),
        finished=({"data.process": ("PAID_SUCCESS", "PAID_FAILED", "ORGANFINISHED")},),
    ),
    retry="safe",
    document="https://open.esign.cn/doc/opendoc/identity_service/lrwgm0",
)
"""Get the progress of a transfer to an organization's account."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def get_transfer_process(self, *, flow_id: str) -> TransferProcessResponse:
        """Get the progress of a transfer to an organization's account.

        Tells how far the transfer of the random amount has come. Nothing in the answer names the
        flow, so that it verifies nobody: once the wait is over, confirm the amount, and read the
        flow's detail.

        Args:
            flow_id: The id of the flow. Matches `^[A-Za-z0-9_-]+$`.

        Returns:
            The progress of a transfer.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【打款认证】查询随机金额打款进度, edition of 2025-09-15,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/lrwgm0
        """
        return self._call(GET_TRANSFER_PROCESS, GetTransferProcessRequest(flow_id=flow_id)).parsed

    def wait_for_transfer(self, *, flow_id: str, timeout: float = 3600.0) -> TransferProcessResponse:
        """Call `get_transfer_process` again and again until there is nothing more to wait for, and return its last answer.

        Pauses grow, from 60 s on. Failures that pass by themselves do not end the waiting.

        Args:
            flow_id: The id of the flow. Matches `^[A-Za-z0-9_-]+$`.
            timeout: Seconds in all.

        Raises:
            WaitTimeoutError: it was not over in time; it has the last answer.
            RealnameError: a failure that does not pass by itself.
        """
        return self._wait(GET_TRANSFER_PROCESS, GetTransferProcessRequest(flow_id=flow_id), limit=timeout)


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def get_transfer_process(self, *, flow_id: str) -> TransferProcessResponse:
        """`Client.get_transfer_process`, from async code."""
        return (await self._call(GET_TRANSFER_PROCESS, GetTransferProcessRequest(flow_id=flow_id))).parsed

    async def wait_for_transfer(self, *, flow_id: str, timeout: float = 3600.0) -> TransferProcessResponse:
        """`Client.wait_for_transfer`, from async code."""
        return await self._wait(GET_TRANSFER_PROCESS, GetTransferProcessRequest(flow_id=flow_id), limit=timeout)


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def get_transfer_process(self, *, flow_id: str) -> RawReply[TransferProcessResponse]:
        """`Client.get_transfer_process`, with the exchange."""
        return self._client._call(GET_TRANSFER_PROCESS, GetTransferProcessRequest(flow_id=flow_id))


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def get_transfer_process(self, *, flow_id: str) -> RawReply[TransferProcessResponse]:
        """`AsyncClient.get_transfer_process`, with the exchange."""
        return await self._client._call(GET_TRANSFER_PROCESS, GetTransferProcessRequest(flow_id=flow_id))
