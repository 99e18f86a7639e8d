"""The flows at e签宝's gateway: what started each, how far it has come, and what outline and detail tell of it.

How long a flow lives is as on e签宝's pages. That a page's flow is `INIT` until a person comes to it, and that an
organization's page verifies the agent first, follows from what they say of both. What a step needs for itself stands
with the steps.
"""

import secrets
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from attrs import Factory, define, field

from realname.esign.testing.rules import Settings
from realname.testing.gateway.messages import RefusalError
from realname.testing.gateway.person import outcomes_of
from realname.testing.gateway.state import State

LIFE_MS: Final = 30 * 86_400_000
"""How long a flow lives that does not end."""
STATUSES: Final = {"verified": "SUCCESS", "rejected": "FAIL", "pending": "ING"}
"""What a person's part can come to, and the status that their flow then has."""
MOST_SUB_FLOWS: Final = 100
"""How many sub-flows of a flow are known; beyond that the oldest leaves."""
ENDED: Final = frozenset({"SUCCESS", "FAIL"})
BY_LETTER: Final = "LEGAL_REP_SIGN_AUTHORIZE"
"""The way of verification by a letter that the legal representative signs."""

JsonObject = dict[str, object]


@define
class Flow:
    """One flow; personal fields and addresses stay out of its repr."""

    flow_id: str
    object_type: str
    create_time: int
    """Milliseconds since 1970, as all times; this and the next one by the clock, as clients are told."""
    modify_time: int
    status: str = "INIT"
    started_by: str = ""
    """The operation; empty for a flow that was added."""
    on_page: bool = False
    """Whether the person goes through it on a page of e签宝's, rather than by calls of the initiator."""
    context_id: str | None = field(default=None, repr=False)
    notify_url: str | None = field(default=None, repr=False)
    fail_reason: str | None = field(default=None, repr=False)
    auth_type: str | None = None
    """The way of verification, as the detail names it."""
    agent_auth_type: str | None = None
    agent_flow_id: str | None = None
    """The flow that verifies the agent of an organization."""
    links: Mapping[str, str] = field(factory=dict, repr=False)
    """`url` and `shortLink`, of a flow on a page."""
    redirect_url: str = field(default="", repr=False)
    """Where the person goes after the page."""
    link_expires_at: int | None = None
    """When the address of the page ends, if that is before the flow does."""
    subject: Mapping[str, object] = field(factory=dict, repr=False)
    """The person or the organization, by the names that the detail has."""
    sub_flows: list[JsonObject] = Factory(list)
    related_flows: list[JsonObject] = Factory(list)
    """Beside that of the agent."""
    started_at: int = 0
    """By the time that journeys go by, as the next one."""
    expires_at: int | None = None
    to_come: deque[str] = Factory(deque)
    """What the queries to come find, a status each; the last one stays."""

    @property
    def has_ended(self) -> bool:
        """Whether nothing changes any more."""
        return self.status in ENDED

    @property
    def last_status(self) -> str:
        """The status that it has, or will have after the queries to come."""
        return self.to_come[-1] if self.to_come else self.status

    def enter(self, sub_flow_type: str) -> None:
        """Go on to another way of verification."""
        self.sub_flows.append({"subFlowId": new_id(), "subFlowType": sub_flow_type, "status": "ING"})
        del self.sub_flows[:-MOST_SUB_FLOWS]

    def close_sub_flow(self, status: str) -> None:
        """End the sub-flow that is in progress, if there is one."""
        for sub_flow in self.sub_flows[-1:]:
            if sub_flow["status"] == "ING":
                sub_flow["status"] = status


class Flows:
    """Every flow that is known.

    Args:
        now_ms: the time that journeys go by.
        clock_ms: the gateway's clock, of which clients are told.
        settings: its present settings.
        on_end: is told of each flow that ends.
        state: where they are kept.

    Attributes:
        leaving: what is called with the id of each flow that leaves, to take with it what belongs to it.
    """

    def __init__(
        self,
        now_ms: Callable[[], int],
        clock_ms: Callable[[], int],
        settings: Callable[[], Settings],
        on_end: Callable[[Flow], None],
        state: State,
    ) -> None:
        self.now_ms = now_ms
        self.clock_ms = clock_ms
        self.settings = settings
        self._on_end = on_end
        self.leaving: list[Callable[[str], object]] = []
        self._flows = state.shelf("e签宝 flows", Flow, leaving=lambda flow_id, _: self._leave(flow_id))

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._flows))

    def __contains__(self, flow_id: object) -> bool:
        return flow_id in self._flows

    @property
    def all(self) -> Mapping[str, Flow]:
        """Every flow, by its id."""
        return self._flows

    def standing(self, flow: Flow) -> str:
        """Where a flow is, for whoever looks now."""
        if self._is_due(flow):
            return "verified"
        if self._has_expired(flow):
            return "expired"
        outcomes = {status: outcome for outcome, status in STATUSES.items()} | {"INIT": "init"}
        return outcomes[flow.status]

    def forget(self) -> None:
        """Forget them all."""
        self._flows.clear()

    def pin(self, *flow_ids: str) -> None:
        """Let these stay, however many others come."""
        self._flows.pin(*flow_ids)

    def keep(self, flow: Flow) -> Flow:
        """Make a flow known, in place of an older one of the same id."""
        self._flows[flow.flow_id] = flow
        return flow

    def start(
        self, operation: str, arguments: Mapping[str, object], *, object_type: str = "INDIVIDUAL", on_page: bool = False
    ) -> Flow:
        """Start a flow as an operation does, from its `contextId` and `notifyUrl`. Status `INIT`: not billed yet."""
        now, context, url = self.clock_ms(), arguments.get("contextId"), arguments.get("notifyUrl")
        flow = Flow(new_flow_id(), object_type, now, now, started_by=operation, on_page=on_page)
        flow.context_id = None if context is None else str(context)
        flow.notify_url = None if url is None else str(url)
        flow.started_at = self.now_ms()
        flow.expires_at = flow.started_at + LIFE_MS
        return self.keep(flow)

    def known(self, flow_id: str) -> Flow:
        """A flow, for whoever plays a person or e签宝.

        Raises:
            ValueError: there is none of this id.
        """
        if flow_id not in self._flows:
            raise ValueError("there is no such flow; start one, or add it with add_flow")
        return self._look(self._flows[flow_id])

    def found(self, flow_id: str, *, code: int = 30500004) -> Flow:
        """A flow, for an operation.

        Args:
            flow_id: which.
            code: of the refusal, where the operation's page has another than 30500004.

        Raises:
            RefusalError: there is none of this id.
        """
        if flow_id not in self._flows:
            raise RefusalError(str(code), "认证流程不存在", business=True)
        return self._look(self._flows[flow_id])

    def queried(self, flow_id: str, *, code: int = 30500004) -> Flow:
        """A flow as a query finds it, which is the next of the statuses to come.

        Raises:
            RefusalError: there is none of this id, or it has expired and is not to be read then.
        """
        flow = self.found(flow_id, code=code)
        if self._has_expired(flow) and not self.settings().expired_flow_readable:
            raise RefusalError("30500003", "认证流程已过期", business=True)
        if flow.to_come:
            self.become(flow, flow.to_come.popleft())
        return flow

    def stepped(self, flow_id: str, started_by: Sequence[str], code: str, message: str) -> Flow:
        """A flow of which an operation carries out a step.

        Args:
            flow_id: which.
            started_by: the operations with which it can have been started.
            code: of the refusal if it was started otherwise.
            message: with that code.

        Raises:
            RefusalError: there is none of this id, or it has expired or ended, or was started otherwise. Which comes
                first is not stated.
        """
        flow = self.found(flow_id)
        if self._has_expired(flow):
            raise RefusalError("30500003", "认证流程已失效", business=True)
        if flow.has_ended:
            raise RefusalError("30500002", "认证流程已结束", business=True)
        if flow.started_by not in started_by:
            raise RefusalError(code, message, business=True)
        return flow

    def opened(self, flow_id: str, *, letter: bool) -> Flow:
        """A flow as whoever opens its page finds it, or the letter that they are to sign.

        Raises:
            RefusalError: there is none of this id that has such a page (404), or it is too late for it (410).
        """
        flow = self._flows.get(flow_id)
        if flow is None or flow.on_page == letter or (letter and flow.auth_type != BY_LETTER):
            raise RefusalError("30500004", "认证流程不存在", status=404)
        if self._look(flow).last_status not in ENDED:
            is_over = flow.link_expires_at is not None and self.now_ms() >= flow.link_expires_at
            if is_over or self._has_expired(flow):
                raise RefusalError("30500003", "认证流程已失效", status=410)
        return flow

    def finish(self, flow_id: str, outcome: str | Sequence[str]) -> None:
        """Do the person's part of a flow: with this outcome, or with one for each query to come.

        Raises:
            ValueError: there is none of this id, it has expired or ended, or there is no such outcome.
        """
        outcomes = outcomes_of(outcome)
        if any(each != "pending" for each in [*outcomes][:-1]):
            raise ValueError("only the last outcome can be another one than pending")
        flow = self.known(flow_id)
        if self._has_expired(flow):
            raise ValueError("the flow has expired; start another one")
        if flow.last_status in ENDED:
            raise ValueError("the flow has ended already; start another one")
        flow.to_come = deque(STATUSES[each] for each in outcomes)
        if len(outcomes) == 1:
            self.become(flow, flow.to_come.popleft())

    def expire(self, flow_id: str) -> None:
        """Let a flow's time be over.

        Raises:
            ValueError: there is none of this id, or it has ended.
        """
        flow = self.known(flow_id)
        if flow.last_status in ENDED:
            raise ValueError("the flow has ended; start another one")
        flow.to_come.clear()
        flow.expires_at = flow.started_at  # so that nobody has ended it by themselves before

    def become(self, flow: Flow, status: str) -> None:
        """Give a flow its next status, and tell if it ends so."""
        if flow.status == status or flow.has_ended:
            return
        if flow.on_page and flow.auth_type is not None and not flow.sub_flows:
            flow.enter(flow.auth_type)
        flow.status, flow.modify_time = status, self.clock_ms()
        agent = self._flows.get(flow.agent_flow_id or "")
        if agent is not None and flow.on_page:
            # On the page the agent is verified before the organization.
            self.become(agent, "ING" if status == "ING" else "SUCCESS")
        if flow.has_ended:
            flow.close_sub_flow(status)
            flow.expires_at = None
            flow.fail_reason = "认证失败" if status == "FAIL" else None
            self._on_end(flow)

    def outline(self, flow: Flow) -> JsonObject:
        """What the outline tells."""
        agent = self._flows.get(flow.agent_flow_id or "")
        related = [*flow.related_flows, *([] if agent is None else [_related(agent)])]
        told: JsonObject = {
            "flowId": flow.flow_id,
            "flowStatus": flow.status,
            "objectType": flow.object_type,
            "failReason": flow.fail_reason,
            "createTime": flow.create_time,
            "modifyTime": flow.modify_time,
            "contextId": flow.context_id,
            "subFlows": [dict(sub_flow) for sub_flow in flow.sub_flows],
            "relatedFlows": related,
        }
        if self.settings().empty_lists != "array":
            empty = [name for name, value in told.items() if value == []]
            told |= dict.fromkeys(empty)
            if self.settings().empty_lists == "absent":
                told = {name: value for name, value in told.items() if name not in empty}
        return told

    def detail(self, flow: Flow) -> JsonObject:
        """What the detail tells; what is not known is left out."""
        told: JsonObject = {
            "flowId": flow.flow_id,
            "status": flow.status,
            "objectType": flow.object_type,
            "authType": flow.auth_type,
            "agentAuthType": flow.agent_auth_type,
            "startTime": flow.create_time,
            "endTime": flow.modify_time,
            "failReason": flow.fail_reason,
            **flow.links,
            "organInfo" if flow.object_type == "ORGANIZATION" else "indivInfo": dict(flow.subject) or None,
        }
        return {name: value for name, value in told.items() if value is not None}

    def catch_up(self) -> None:
        """Let what was to happen by now happen, in every flow."""
        for flow in tuple(self._flows.values()):
            self._look(flow)

    def _leave(self, flow_id: str) -> None:
        for take in self.leaving:
            take(flow_id)

    def _look(self, flow: Flow) -> Flow:
        """Let what was to happen by now happen."""
        if self._is_due(flow):
            self.become(flow, "SUCCESS")
        return flow

    def _is_due(self, flow: Flow) -> bool:
        """Whether it is time for a flow to end by itself, or was before it expired."""
        seconds = self.settings().finish_after
        if seconds is None or flow.expires_at is None or not flow.on_page or flow.to_come:
            return False
        due = flow.started_at + seconds * 1000
        return due <= self.now_ms() and due < flow.expires_at

    def _has_expired(self, flow: Flow) -> bool:
        return flow.expires_at is not None and self.now_ms() >= flow.expires_at


def new_flow_id() -> str:
    """An id as the gateway's are: decimal digits, more than a double can hold."""
    return str(10**17 + secrets.randbelow(9 * 10**17))


def new_id() -> str:
    """An id of a sub-flow, a UUID as in the sample."""
    digits = secrets.token_hex(16)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))


def _related(flow: Flow) -> JsonObject:
    """A flow as one that belongs to another."""
    return {
        "flowId": flow.flow_id,
        "flowStatus": flow.status,
        "objectType": flow.object_type,
        "failReason": flow.fail_reason,
        "contextId": flow.context_id,
        "subFlows": [dict(sub_flow) for sub_flow in flow.sub_flows],
    }
