# Generated from specs/esign/face-query.yaml by scripts/build.py; do not edit.

"""e签宝 identity verification: 查询个人刷脸状态."""

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
class GetFaceStatusRequest(Request):
    """The arguments of `get_face_status`."""

    OPERATION: ClassVar[str] = "get_face_status"
    DOCUMENT: ClassVar[str] = "https://open.esign.cn/doc/opendoc/paas_api/za7u0cs4vwt5ilyx"

    flow_id: str = field(validator=text(pattern="^[A-Za-z0-9_-]+$"), metadata=wire("flowId", at="path"))
    """The id of the flow, which the start gave."""


class FaceStatus(WireEnum):
    """How far a face verification has come.

    - `ING`: the link was asked for.
    - `SCAN`: the link was used, and no result has come yet.
    - `SUCCESS`: the face was accepted.
    - `FAIL`: the face was not accepted.

    The list is open: the provider may use values that do not stand here.
    """

    ING = "ING"
    SCAN = "SCAN"
    SUCCESS = "SUCCESS"
    FAIL = "FAIL"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class FaceResult(Answer):
    """How far a face verification has come."""

    status: FaceStatus = field(metadata=wire("status"))
    """How far it has come."""

    message: str | None = field(default=None, repr=masked, metadata=wire("message"))
    """What came of it; free text that may speak of the person."""

    similarity: str | None = field(default=None, repr=masked, metadata=wire("similarity"))
    """How similar the faces are, a number as text; of Tencent Cloud and the quick check only."""

    living_score: str | None = field(default=None, repr=masked, metadata=wire("livingScore"))
    """The score of the liveness check, a number as text; of Tencent Cloud and the quick check only."""


@frozen(kw_only=True)
class FaceStatusResponse(OutcomeAnswer):
    """The state was found.

    Its `outcome` speaks of a person who took part, by face or by code.
    """

    OUTCOME: ClassVar[OutcomeRule] = OutcomeRule(pending=({"code": 0, "data.status": ("ING", "SCAN")},))

    code: Literal[0] = field(metadata=wire("code"))
    """The business code, 0 for success."""

    data: FaceResult = field(metadata=wire("data"))
    """The state."""

    message: str | None = field(default=None, metadata=wire("message"))
    """A remark for a human reader whose wording may change; programs go by `code`."""


GET_FACE_STATUS: Final = Operation(
    name="get_face_status",
    method="GET",
    path="/v2/identity/auth/pub/individual/{flowId}/face",
    request=GetFaceStatusRequest,
    answer=FaceStatusResponse,
    failures={200: Failure, 401: GatewayRejection, 403: GatewayRejection},
    codes={
        "30500000": Code(kind="server", remedy="Ask with the flowId that start_face gave."),
        "30500001": Code(kind="not-found"),
        "30503055": Code(
            kind="request", remedy="Ask with the flowId of start_face: no face verification was started for this one."
        ),
    },
    waiter=Waiter(pause=2, unfinished=({"data.status": ("ING", "SCAN")},)),
    retry="safe",
    document="https://open.esign.cn/doc/opendoc/paas_api/za7u0cs4vwt5ilyx",
)
"""Ask how far the face verification of a flow has come."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def get_face_status(self, *, flow_id: str) -> FaceStatusResponse:
        """Ask how far the face verification of a flow has come.

        To be asked after the person has finished. The answer is not signed and does not name the
        flow, so it never says that somebody is verified: when it is over, ask for the outline or
        the detail of the flow. A flow that was started otherwise is refused with 30500000, or with
        30503055 in an older edition.

        Args:
            flow_id: The id of the flow, which the start gave. Matches `^[A-Za-z0-9_-]+$`.

        Returns:
            The state was found.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 查询个人刷脸状态,
        read in copies that others made,
        https://open.esign.cn/doc/opendoc/paas_api/za7u0cs4vwt5ilyx

        Partial: The codes after 30500001 are missing.
        """
        return self._call(GET_FACE_STATUS, GetFaceStatusRequest(flow_id=flow_id)).parsed

    def wait_for_face(self, *, flow_id: str, timeout: float = 600.0) -> FaceStatusResponse:
        """Call `get_face_status` again and again until there is nothing more to wait for, and return its last answer.

        Pauses grow, from 2 s on. Failures that pass by themselves do not end the waiting.

        Args:
            flow_id: The id of the flow, which the start gave. Matches `^[A-Za-z0-9_-]+$`.
            timeout: Seconds in all.

        Raises:
            WaitTimeoutError: it was not over in time; it has the last answer.
            RealnameError: a failure that does not pass by itself.
        """
        return self._wait(GET_FACE_STATUS, GetFaceStatusRequest(flow_id=flow_id), limit=timeout)


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def get_face_status(self, *, flow_id: str) -> FaceStatusResponse:
        """`Client.get_face_status`, from async code."""
        return (await self._call(GET_FACE_STATUS, GetFaceStatusRequest(flow_id=flow_id))).parsed

    async def wait_for_face(self, *, flow_id: str, timeout: float = 600.0) -> FaceStatusResponse:
        """`Client.wait_for_face`, from async code."""
        return await self._wait(GET_FACE_STATUS, GetFaceStatusRequest(flow_id=flow_id), limit=timeout)


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def get_face_status(self, *, flow_id: str) -> RawReply[FaceStatusResponse]:
        """`Client.get_face_status`, with the exchange."""
        return self._client._call(GET_FACE_STATUS, GetFaceStatusRequest(flow_id=flow_id))


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def get_face_status(self, *, flow_id: str) -> RawReply[FaceStatusResponse]:
        """`AsyncClient.get_face_status`, with the exchange."""
        return await self._client._call(GET_FACE_STATUS, GetFaceStatusRequest(flow_id=flow_id))
