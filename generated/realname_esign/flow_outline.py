# Generated from specs/esign/flow-outline.yaml by scripts/build.py; do not edit.

"""e签宝 identity verification: 查询认证主流程明细."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final, Literal

from attrs import field, frozen

from realname.core.answer import Answer, OutcomeAnswer
from realname.core.client import AsyncCaller, AsyncRawCaller, RawCaller, SyncCaller
from realname.core.codes import Code
from realname.core.model import Request, WireEnum, masked, text, wire
from realname.core.operation import Operation, Waiter
from realname.core.outcome import OutcomeRule
from realname.core.reply import RawReply

from .shared import GatewayRejection


@frozen(kw_only=True)
class GetFlowOutlineRequest(Request):
    """The arguments of `get_flow_outline`."""

    OPERATION: ClassVar[str] = "get_flow_outline"
    DOCUMENT: ClassVar[str] = "https://open.esign.cn/doc/opendoc/paas_api/gixgs3o2tazg1ta1"

    flow_id: str = field(validator=text(pattern="^[A-Za-z0-9_-]+$"), metadata=wire("flowId", at="path"))
    """The id of the flow."""


@frozen(kw_only=True)
class FlowOutlineFailure(Answer):
    """A business failure, such as `30500001`: there is no such flow."""

    code: int = field(metadata=wire("code"))
    """The business code, anything but 0."""

    message: str | None = field(default=None, metadata=wire("message"))
    """What went wrong, for a human reader; the wording may change, so programs go by `code`."""

    data: Literal[None] = field(default=None, metadata=wire("data"))
    """Null or absent in a failure."""


class FlowStatus(WireEnum):
    """How far a flow has come.

    - `INIT`: started, and not billed yet.
    - `ING`: in progress.
    - `SUCCESS`: the verification succeeded.
    - `FAIL`: the verification failed.
    """

    INIT = "INIT"
    ING = "ING"
    SUCCESS = "SUCCESS"
    FAIL = "FAIL"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class ObjectType(WireEnum):
    """Who a flow verifies.

    - `ORGANIZATION`: an organization.
    - `INDIVIDUAL`: a person.
    """

    ORGANIZATION = "ORGANIZATION"
    INDIVIDUAL = "INDIVIDUAL"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class SubFlowStatus(WireEnum):
    """How far a sub-flow has come.

    - `ING`: in progress.
    - `SUCCESS`: it succeeded.
    - `FAIL`: it failed.
    - `TERMINATED`: it was terminated.
    """

    ING = "ING"
    SUCCESS = "SUCCESS"
    FAIL = "FAIL"
    TERMINATED = "TERMINATED"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class SubFlowType(WireEnum):
    """The way of verification in a flow.

    Of the organization:

    - `ORGANIZATION_INFO_AUTH`: comparison of its information.
    - `ORGANIZATION_TRANSFER_RANDOM_AMOUNT`: transfer of a random amount to its account.
    - `ORGANIZATION_ZMXY`: by Alipay, for organizations.
    - `LEGAL_REP_SIGN_AUTHORIZE`: letter of authority signed by its legal representative.
    - `ORGANIZATION_ARTIFICIAL`: manual verification of the organization.
    - `AUTHCODE`: code sent by text message.

    Of its agent:

    - `INDIVIDUAL_ARTIFICIAL`: manual verification of the person.
    - `FACEAUTH_ZMXY`: face, by Alipay.
    - `FACEAUTH_TECENT_CLOUD`: face, by Tencent Cloud.
    - `ORGANIZATION_LEGAL_REP_FACEAUTH`: face of the organization's legal representative.
    - `INDIVIDUAL_BANKCARD_4_FACTOR`: four factors of a bank card.
    - `INDIVIDUAL_TELECOM_3_FACTOR`: three factors of a telephone operator.
    - `FACEAUTH_WE_CHAT_FACE`: face, in a WeChat mini program.

    The list is open: the provider may use values that do not stand here.
    """

    ORGANIZATION_INFO_AUTH = "ORGANIZATION_INFO_AUTH"
    ORGANIZATION_TRANSFER_RANDOM_AMOUNT = "ORGANIZATION_TRANSFER_RANDOM_AMOUNT"
    ORGANIZATION_ZMXY = "ORGANIZATION_ZMXY"
    LEGAL_REP_SIGN_AUTHORIZE = "LEGAL_REP_SIGN_AUTHORIZE"
    ORGANIZATION_ARTIFICIAL = "ORGANIZATION_ARTIFICIAL"
    AUTHCODE = "AUTHCODE"
    INDIVIDUAL_ARTIFICIAL = "INDIVIDUAL_ARTIFICIAL"
    FACEAUTH_ZMXY = "FACEAUTH_ZMXY"
    FACEAUTH_TECENT_CLOUD = "FACEAUTH_TECENT_CLOUD"
    ORGANIZATION_LEGAL_REP_FACEAUTH = "ORGANIZATION_LEGAL_REP_FACEAUTH"
    INDIVIDUAL_BANKCARD_4_FACTOR = "INDIVIDUAL_BANKCARD_4_FACTOR"
    INDIVIDUAL_TELECOM_3_FACTOR = "INDIVIDUAL_TELECOM_3_FACTOR"
    FACEAUTH_WE_CHAT_FACE = "FACEAUTH_WE_CHAT_FACE"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


class RelatedSubFlowType(WireEnum):
    """The way of verification in a related flow.

    - `INDIVIDUAL_BANKCARD_4_FACTOR`: four factors of a bank card.
    - `INDIVIDUAL_TELECOM_3_FACTOR`: three factors of a telephone operator.
    - `INDIVIDUAL_ARTIFICIAL`: manual verification of the person.
    - `FACEAUTH_ZMXY`: face, by Alipay.
    - `FACEAUTH_TECENT_CLOUD`: face, by WeBank (微众), as the page labels it in this list.
    - `FACEAUTH_ESIGN`: face, by the quick check (快捷刷脸).
    - `FACEAUTH_WE_CHAT_FACE`: face, in a WeChat mini program.

    The list is open: the provider may use values that do not stand here.
    """

    INDIVIDUAL_BANKCARD_4_FACTOR = "INDIVIDUAL_BANKCARD_4_FACTOR"
    INDIVIDUAL_TELECOM_3_FACTOR = "INDIVIDUAL_TELECOM_3_FACTOR"
    INDIVIDUAL_ARTIFICIAL = "INDIVIDUAL_ARTIFICIAL"
    FACEAUTH_ZMXY = "FACEAUTH_ZMXY"
    FACEAUTH_TECENT_CLOUD = "FACEAUTH_TECENT_CLOUD"
    FACEAUTH_ESIGN = "FACEAUTH_ESIGN"
    FACEAUTH_WE_CHAT_FACE = "FACEAUTH_WE_CHAT_FACE"

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class SubFlow(Answer):
    """A sub-flow (子认证流程), which carries out one way of verification."""

    sub_flow_id: str | None = field(default=None, metadata=wire("subFlowId"))
    """The sub-flow's id."""

    sub_flow_type: SubFlowType | None = field(default=None, metadata=wire("subFlowType"))
    """The way of verification."""

    status: SubFlowStatus | None = field(default=None, metadata=wire("status"))
    """How far the sub-flow has come."""


@frozen(kw_only=True)
class RelatedSubFlow(Answer):
    """A sub-flow of a related flow."""

    sub_flow_id: str | None = field(default=None, metadata=wire("subFlowId"))
    """The sub-flow's id."""

    sub_flow_type: RelatedSubFlowType | None = field(default=None, metadata=wire("subFlowType"))
    """The way of verification."""

    status: SubFlowStatus | None = field(default=None, metadata=wire("status"))
    """How far the sub-flow has come."""


@frozen(kw_only=True)
class RelatedFlow(Answer):
    """A personal flow attached to an organization's flow."""

    flow_id: str | None = field(default=None, metadata=wire("flowId"))
    """The id of the agent's flow."""

    flow_status: FlowStatus | None = field(default=None, metadata=wire("flowStatus"))
    """How far the flow has come."""

    object_type: ObjectType | None = field(default=None, metadata=wire("objectType"))
    """Who is verified."""

    context_id: str | None = field(default=None, repr=masked, metadata=wire("contextId"))
    """The id which the initiator gave the flow when starting it, echoed; it may identify a person."""

    fail_reason: str | None = field(default=None, repr=masked, metadata=wire("failReason"))
    """Why the verification failed, once the status is `FAIL`; free text that may speak of the person."""

    sub_flows: Sequence[RelatedSubFlow] = field(default=(), metadata=wire("subFlows"))
    """The sub-flows that belong to the flow."""


@frozen(kw_only=True)
class FlowOutline(Answer):
    """One identity-verification flow at a glance."""

    flow_id: str = field(metadata=wire("flowId"))
    """The flow's id; always text, since its digits exceed what a double can hold."""

    flow_status: FlowStatus = field(metadata=wire("flowStatus"))
    """How far the flow has come."""

    object_type: ObjectType = field(metadata=wire("objectType"))
    """Who is verified."""

    context_id: str | None = field(default=None, repr=masked, metadata=wire("contextId"))
    """The id which the initiator gave the flow when starting it, echoed; it may identify a person."""

    fail_reason: str | None = field(default=None, repr=masked, metadata=wire("failReason"))
    """Why the verification failed, once the status is `FAIL`; free text that may speak of the person."""

    create_time: int | None = field(default=None, metadata=wire("createTime"))
    """When the flow was created, in milliseconds since 1970."""

    modify_time: int | None = field(default=None, metadata=wire("modifyTime"))
    """When the flow's status last changed, in milliseconds since 1970."""

    sub_flows: Sequence[SubFlow] = field(default=(), metadata=wire("subFlows"))
    """The sub-flows that belong to the flow."""

    related_flows: Sequence[RelatedFlow] = field(default=(), metadata=wire("relatedFlows"))
    """Flows attached to an organization's flow, such as the personal verification of its agent (经办人)."""


@frozen(kw_only=True)
class FlowOutlineResponse(OutcomeAnswer):
    """The outline was found.

    Its `outcome` speaks of a person who took part, by face or by code (`data.objectType` is
    `INDIVIDUAL`), or an organization (`data.objectType` is `ORGANIZATION`).
    """

    OUTCOME: ClassVar[OutcomeRule] = OutcomeRule(
        verified=({"code": 0, "data.flow_status": "SUCCESS"},),
        rejected=({"code": 0, "data.flow_status": "FAIL"},),
        pending=({"code": 0, "data.flow_status": ("INIT", "ING")},),
    )

    code: Literal[0] = field(metadata=wire("code"))
    """The business code, 0 for success."""

    data: FlowOutline = field(metadata=wire("data"))
    """The outline."""

    message: str | None = field(default=None, metadata=wire("message"))
    """A remark for a human reader whose wording may change; programs go by `code`."""


GET_FLOW_OUTLINE: Final = Operation(
    name="get_flow_outline",
    method="GET",
    path="/v2/identity/auth/api/common/{flowId}/outline",
    request=GetFlowOutlineRequest,
    answer=FlowOutlineResponse,
    failures={200: FlowOutlineFailure, 401: GatewayRejection, 403: GatewayRejection},
    codes={"30500001": Code(kind="not-found")},
    binds={"data.flow_id": "flow_id"},
    waiter=Waiter(pause=2, unfinished=({"data.flow_status": ("INIT", "ING")},)),
    retry="safe",
    document="https://open.esign.cn/doc/opendoc/paas_api/gixgs3o2tazg1ta1",
)
"""Get the outline of an identity-verification flow."""


class Client(SyncCaller):
    """What this page adds to the package's `Client`."""

    def get_flow_outline(self, *, flow_id: str) -> FlowOutlineResponse:
        """Get the outline of an identity-verification flow.

        Tells what is verified, how far the flow and its sub-flows have come, and, for an
        organization, which personal flow of its agent belongs to it.

        Args:
            flow_id: The id of the flow. Matches `^[A-Za-z0-9_-]+$`.

        Returns:
            The outline was found.

        Raises:
            RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.

        Source: 查询认证主流程明细, edition of 2023-06-12,
        https://open.esign.cn/doc/opendoc/paas_api/gixgs3o2tazg1ta1
        """
        return self._call(GET_FLOW_OUTLINE, GetFlowOutlineRequest(flow_id=flow_id)).parsed

    def wait_for_flow(
        self, *, flow_id: str, timeout: float = 600.0, require_verified: bool = False
    ) -> FlowOutlineResponse:
        """Call `get_flow_outline` again and again until there is nothing more to wait for, and return its last answer.

        Pauses grow, from 2 s on. Failures that pass by themselves do not end the waiting.

        Args:
            flow_id: The id of the flow. Matches `^[A-Za-z0-9_-]+$`.
            timeout: Seconds in all.
            require_verified: Raise if the last answer does not say that the person or organization is verified.

        Raises:
            WaitTimeoutError: it was not over in time; it has the last answer.
            RealnameError: a failure that does not pass by itself, or what `require_verified()` of the answer raises.
        """
        answer = self._wait(GET_FLOW_OUTLINE, GetFlowOutlineRequest(flow_id=flow_id), limit=timeout)
        return answer.require_verified() if require_verified else answer


class AsyncClient(AsyncCaller):
    """What this page adds to the package's `AsyncClient`."""

    async def get_flow_outline(self, *, flow_id: str) -> FlowOutlineResponse:
        """`Client.get_flow_outline`, from async code."""
        return (await self._call(GET_FLOW_OUTLINE, GetFlowOutlineRequest(flow_id=flow_id))).parsed

    async def wait_for_flow(
        self, *, flow_id: str, timeout: float = 600.0, require_verified: bool = False
    ) -> FlowOutlineResponse:
        """`Client.wait_for_flow`, from async code."""
        answer = await self._wait(GET_FLOW_OUTLINE, GetFlowOutlineRequest(flow_id=flow_id), limit=timeout)
        return answer.require_verified() if require_verified else answer


class RawClient(RawCaller):
    """What this page adds to the package's `RawClient`."""

    def get_flow_outline(self, *, flow_id: str) -> RawReply[FlowOutlineResponse]:
        """`Client.get_flow_outline`, with the exchange."""
        return self._client._call(GET_FLOW_OUTLINE, GetFlowOutlineRequest(flow_id=flow_id))


class AsyncRawClient(AsyncRawCaller):
    """What this page adds to the package's `AsyncRawClient`."""

    async def get_flow_outline(self, *, flow_id: str) -> RawReply[FlowOutlineResponse]:
        """`AsyncClient.get_flow_outline`, with the exchange."""
        return await self._client._call(GET_FLOW_OUTLINE, GetFlowOutlineRequest(flow_id=flow_id))
