# Generated from specs/esign/legal-rep-sign-result.yaml by scripts/build.py; do not edit.

"""e签宝 identity verification: 【授权书认证】查询签署状态."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, Literal

from attrs import field, frozen

from realname.core.answer import Answer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.codes import Code
from realname.core.model import Request, WireEnum, masked, text, wire
from realname.core.operation import Operation, Waiter
from realname.core.reply import RawReply

from .shared import Failure, GatewayRejection


@frozen(kw_only=True)
class GetLegalRepSignResultRequest(Request):
    """The arguments of `get_legal_rep_sign_result`."""

    OPERATION: ClassVar[str] = "get_legal_rep_sign_result"
    DOCUMENT: ClassVar[str] = "https://open.esign.cn/doc/opendoc/identity_service/ih16c4"

    flow_id: str = field(validator=text(pattern="^[A-Za-z0-9_-]+$"), metadata=wire("flowId", at="path"))
    """The id of the flow."""


class LegalRepSignStatus(WireEnum):
    """How far the signing of a letter has come.

    - `NOTSTART`: the task was handed in.
    - `SIGNING`: the letter was sent, and is not signed.
    - `FINISHED`: it is signed.
    - `SIGNFAILED`: the time to sign is over, or the legal representative declined.
    """

    NOTSTART = "NOTSTART"
    SIGNING = "SIGNING"
    FINISHED = "FINISHED"
    SIGNFAILED = "SIGNFAILED"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class LegalRepSignResult(Answer):
    """How far the signing of a letter has come."""

    status: LegalRepSignStatus = field(metadata=wire("status"))
    """How far it has come."""

    message: str | None = field(default=None, repr=masked, metadata=wire("message"))
    """The status for a human reader; free text that may speak of the person."""


@frozen(kw_only=True)
class LegalRepSignResultResponse(Answer):
    """How far the signing has come."""

    code: Literal[0] = field(metadata=wire("code"))
    """The business code, 0 for success."""

    data: LegalRepSignResult = field(metadata=wire("data"))
    """How far it has come."""

    message: str | None = field(default=None, metadata=wire("message"))
    """A remark for a human reader whose wording may change; programs go by `code`."""


GET_LEGAL_REP_SIGN_RESULT: Final = Operation(
    name="get_legal_rep_sign_result",
    method="GET",
    path="/v2/identity/auth/pub/organization/{flowId}/legalRepSignResult",
    request=GetLegalRepSignResultRequest,
    answer=LegalRepSignResultResponse,
    failures={200: Failure, 401: GatewayRejection, 403: GatewayRejection},
    codes={"30500002": Code(kind="request", remedy="The flow has ended; read what came of it with get_flow_detail.")},
    waiter=Waiter(
        pause=10,
        unfinished=({"data.status": ("NOTSTART", "SIGNING")},),
        finished=({"data.status": ("FINISHED", "SIGNFAILED")},),
    ),
    retry="safe",
    document="https://open.esign.cn/doc/opendoc/identity_service/ih16c4",
)
"""Get how far the signing of a letter of authorization has come."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def get_legal_rep_sign_result(self, *, flow_id: str) -> LegalRepSignResultResponse:
        """Get how far the signing of a letter of authorization has come.

        That the letter is signed does not tell the outcome, and nothing in the answer names the
        flow: read the flow's detail then. Whether a letter may be sent again in the same flow after
        `SIGNFAILED` is not stated.

        Args:
            flow_id: The id of the flow. Matches `^[A-Za-z0-9_-]+$`.

        Returns:
            How far the signing has come.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 【授权书认证】查询签署状态, edition of 2025-09-15,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/identity_service/ih16c4
        """
        return self._call(GET_LEGAL_REP_SIGN_RESULT, GetLegalRepSignResultRequest(flow_id=flow_id)).parsed

    def wait_for_legal_rep_sign(self, *, flow_id: str, timeout: float = 3600.0) -> LegalRepSignResultResponse:
        """Call `get_legal_rep_sign_result` again and again until there is nothing more to wait for, and return its last answer.

        Pauses grow, from 10 s on. Failures that pass by themselves do not end the waiting.

        Args:
            flow_id: The id of the flow. Matches `^[A-Za-z0-9_-]+$`.
            timeout: Seconds in all.

        Raises:
            WaitTimeoutError: it was not over in time; it has the last answer.
            RealnameError: a failure that does not pass by itself.
        """
        return self._wait(GET_LEGAL_REP_SIGN_RESULT, GetLegalRepSignResultRequest(flow_id=flow_id), limit=timeout)


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def get_legal_rep_sign_result(self, *, flow_id: str) -> LegalRepSignResultResponse:
        """`Client.get_legal_rep_sign_result`, from async code."""
        return (await self._call(GET_LEGAL_REP_SIGN_RESULT, GetLegalRepSignResultRequest(flow_id=flow_id))).parsed

    async def wait_for_legal_rep_sign(self, *, flow_id: str, timeout: float = 3600.0) -> LegalRepSignResultResponse:
        """`Client.wait_for_legal_rep_sign`, from async code."""
        return await self._wait(GET_LEGAL_REP_SIGN_RESULT, GetLegalRepSignResultRequest(flow_id=flow_id), limit=timeout)


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def get_legal_rep_sign_result(self, *, flow_id: str) -> RawReply[LegalRepSignResultResponse]:
        """`Client.get_legal_rep_sign_result`, with the exchange."""
        return self._client._call(GET_LEGAL_REP_SIGN_RESULT, GetLegalRepSignResultRequest(flow_id=flow_id))


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def get_legal_rep_sign_result(self, *, flow_id: str) -> RawReply[LegalRepSignResultResponse]:
        """`AsyncClient.get_legal_rep_sign_result`, with the exchange."""
        return await self._client._call(GET_LEGAL_REP_SIGN_RESULT, GetLegalRepSignResultRequest(flow_id=flow_id))
