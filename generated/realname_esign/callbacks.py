# Generated from specs/esign/callbacks.yaml by scripts/build.py; do not edit.

"""e签宝 identity verification: callbacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from attrs import field, frozen

from realname.core.answer import CallbackAnswer
from realname.core.model import WireEnum, masked, wire
from realname.core.outcome import OutcomeRule, SameAs


@frozen(kw_only=True)
class OrganizationCallback(CallbackAnswer):
    """How the identity verification of an organization ended.

    Its `outcome` speaks of an organization. It is `Outcome.UNKNOWN` unless the callback was
    verified for the one that you ask for.
    """

    OUTCOME: ClassVar[OutcomeRule] = OutcomeRule(
        verified=({"success": True, "status": (None, True), "service_id": (None, SameAs("flow_id"))},),
        rejected=({"success": False, "status": (None, False), "service_id": (None, SameAs("flow_id"))},),
    )

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

    if TYPE_CHECKING:
        _UNDOCUMENTED = ""  # stands for every other value: a `match` needs a `case _`


@frozen(kw_only=True)
class PersonCallback(CallbackAnswer):
    """How the identity verification of a person ended.

    Its `outcome` speaks of a person who took part, by face or by code. It is `Outcome.UNKNOWN`
    unless the callback was verified for the one that you ask for.
    """

    OUTCOME: ClassVar[OutcomeRule] = OutcomeRule(
        verified=({"success": True, "status": (None, True), "service_id": (None, SameAs("flow_id"))},),
        rejected=({"success": False, "status": (None, False), "service_id": (None, SameAs("flow_id"))},),
    )

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
