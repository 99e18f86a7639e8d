# Generated from specs/esign.yaml by scripts/build.py; do not edit.

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from attrs import field, frozen

from realname.core.model import Answer, Request, WireEnum, masked, text, wire


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


@frozen(kw_only=True)
class GatewayRejection(Answer):
    """The gateway refused the request before the operation saw it; the body has no `data`."""

    success: Literal[False] = field(metadata=wire("success"))
    """Always false."""

    code: int = field(metadata=wire("code"))
    """401 for every refusal but one, 403 for an IP address that is not on the whitelist."""

    message: str = field(metadata=wire("message"))
    """The literal reason, the only thing that tells refusals with code 401 apart."""


@frozen(kw_only=True)
class OrganizationCallback(Answer):
    """How the identity verification of an organization ended."""

    flow_id: str = field(metadata=wire("flowId"))
    """The id of the organization's flow; always text, since its digits exceed what a double can hold."""

    success: bool = field(metadata=wire("success"))
    """Whether the verification succeeded."""

    agent_flow_id: str | None = field(default=None, metadata=wire("agentFlowId"))
    """The id of the flow that verified the organization's agent (经办人); null where there was none."""

    account_id: str | None = field(default=None, repr=masked, metadata=wire("accountId"))
    """The organization's account; null or absent where the flow verified it without one (核身认证)."""

    agent_account_id: str | None = field(default=None, repr=masked, metadata=wire("agentAccountId"))
    """The agent's account; null or absent where the flow verified the agent without one (核身认证)."""

    context_id: str | None = field(default=None, repr=masked, metadata=wire("contextId"))
    """The id which the initiator gave the flow when starting it, echoed; it may identify a person."""

    verifycode: str | None = field(default=None, repr=masked, metadata=wire("verifycode"))
    """A code that vouches for the outcome towards other services of e签宝."""

    org_account_id: str | None = field(default=None, repr=masked, metadata=wire("orgAccountId"))
    """The same as `accountId`, for callers of former versions."""

    service_id: str | None = field(default=None, metadata=wire("serviceId"))
    """The same as `flowId`, for callers of former versions."""

    agent_service_id: str | None = field(default=None, metadata=wire("agentServiceId"))
    """The same as `agentFlowId`, for callers of former versions."""

    status: bool | None = field(default=None, metadata=wire("status"))
    """The same as `success`; a former version's field, to be ignored."""

    action: Literal["identity_org_end"] | None = field(default=None, metadata=wire("action"))
    """The event's name; sent to subscribed webhooks only."""


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


class ObjectType(WireEnum):
    """Who a flow verifies.

    - `ORGANIZATION`: an organization.
    - `INDIVIDUAL`: a person.
    """

    ORGANIZATION = "ORGANIZATION"
    INDIVIDUAL = "INDIVIDUAL"


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


class FaceFailureCode(WireEnum):
    """Why a face was not accepted.

    - `1445011`: the verification failed.
    - `1445034`: the browser does not support this way of verification.
    - `1445035`: the device does not support this way of verification.
    - `1445409`: the network is too slow.
    - `1445700`: what was said is not the expected answer.
    - `1445701`: the video of the answer has no sound.
    - `1445702`: speech recognition is out of order.
    - `1445813`: the eyes are covered.
    - `1445900`: it cannot be told that both are the same person.
    - `1445902`: the name or the number of the identity document is wrong.
    - `1445907`: the faces are not similar enough.
    - `1445909`: the name is malformed.
    - `1445910`: the number of the identity document is malformed.

    The list is open: the provider may use values that do not stand here.
    """

    VERIFICATION_FAILED = "1445011"
    BROWSER_UNSUPPORTED = "1445034"
    DEVICE_UNSUPPORTED = "1445035"
    SLOW_NETWORK = "1445409"
    UNEXPECTED_ANSWER = "1445700"
    NO_SOUND = "1445701"
    SPEECH_RECOGNITION_ERROR = "1445702"
    EYES_COVERED = "1445813"
    NOT_THE_SAME_PERSON = "1445900"
    WRONG_NAME_OR_NUMBER = "1445902"
    LOW_SIMILARITY = "1445907"
    MALFORMED_NAME = "1445909"
    MALFORMED_NUMBER = "1445910"


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
class PersonCallback(Answer):
    """How the identity verification of a person ended."""

    flow_id: str = field(metadata=wire("flowId"))
    """The id of the person's flow; always text, since its digits exceed what a double can hold."""

    success: bool = field(metadata=wire("success"))
    """Whether the verification succeeded."""

    account_id: str | None = field(default=None, repr=masked, metadata=wire("accountId"))
    """The person's account; null or absent where the flow verified a person without one (核身认证)."""

    context_id: str | None = field(default=None, repr=masked, metadata=wire("contextId"))
    """The id which the initiator gave the flow when starting it, echoed; it may identify a person."""

    verifycode: str | None = field(default=None, repr=masked, metadata=wire("verifycode"))
    """A code that vouches for the outcome towards other services of e签宝."""

    service_id: str | None = field(default=None, metadata=wire("serviceId"))
    """The same as `flowId`, for callers of former versions."""

    status: bool | None = field(default=None, metadata=wire("status"))
    """The same as `success`; a former version's field, to be ignored."""

    fail_reason_code: FaceFailureCode | None = field(default=None, metadata=wire("failReasonCode"))
    """Why a face was not accepted; sent for failures of the video check (智能视频认证) only."""

    action: Literal["identity_psn_end"] | None = field(default=None, metadata=wire("action"))
    """The event's name; sent to subscribed webhooks only."""


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
class FlowOutlineResponse(Answer):
    """The outline was found."""

    code: Literal[0] = field(metadata=wire("code"))
    """The business code, 0 for success."""

    data: FlowOutline = field(metadata=wire("data"))
    """The outline."""

    message: str | None = field(default=None, metadata=wire("message"))
    """A remark for a human reader whose wording may change; programs go by `code`."""
