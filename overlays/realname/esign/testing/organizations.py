"""How an organization is verified at e签宝's gateway by calls of the initiator: facts compared, then money or a letter.

What is refused with which code is as on the pages of the operations. No page states with which code a step is refused
whose flow was started otherwise, how many transfers there are, or whether a right amount and a signed letter end their
flow as verified; the choices are ours.
"""

import logging
import secrets
from collections import deque
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Final

from attrs import Factory, define, field

from realname.esign.testing.answer import envelope
from realname.esign.testing.flows import BY_LETTER, Flow, Flows
from realname.esign.testing.links import Links
from realname.testing.gateway.gateway import Handler
from realname.testing.gateway.messages import Call, RefusalError
from realname.testing.gateway.person import take
from realname.testing.gateway.state import State

TRANSFER_LIFE_MS: Final = 7 * 86_400_000
"""How long after a transfer its amount can be confirmed."""
WRONG_AMOUNTS: Final = 3
"""With how many wrong amounts a flow goes on; the next one ends it."""
MOST_TRANSFERS: Final = 10
"""How many transfers `remainTimes` counts down from, of which the sample shows nine after one. No more are refused."""
FACTS: Final = "startOrgThreeFactors", "startOrgFourFactors"
TOLD: Final = {
    "name": "name",
    "orgCode": "certNo",
    "legalRepName": "legalRepName",
    "legalRepIdNo": "legalRepCertNo",
    "legalRepCertType": "legalRepCertType",
}
"""What the detail calls the facts of a start."""
BY_FACTS: Final = "ORGANIZATION_INFO_AUTH"
BY_TRANSFER: Final = "ORGANIZATION_TRANSFER_RANDOM_AMOUNT"
CHINA: Final = timezone(timedelta(hours=8))
PROGRESS: Final = {
    "INIT": "未发起打款",
    "PAID": "打款申请成功",
    "PAID_FAILED": "打款失败",
    "PAID_SUCCESS": "打款成功",
    "ORGANFINISHED": "打款回填成功，企业认证完成",
}
LETTER: Final = {
    "NOTSTART": "任务已提交",
    "SIGNING": "已发送通知，待签署",
    "FINISHED": "完成签署",
    "SIGNFAILED": "超过签署截止时间或拒绝签署",
}

logger: logging.Logger = logging.getLogger("realname.sandbox")


@define
class Transfer:
    """Money that was sent to an organization's account."""

    amount: Decimal = field(repr=False)
    ordered_at: int
    """Milliseconds since 1970."""
    foresee: str
    """The day, as month and day, on which it should arrive."""
    account: Mapping[str, str] = field(repr=False)
    number: int
    """Which one it is in its flow, from 1."""
    mistakes: int
    """The wrong amounts of the whole flow."""
    to_come: deque[str] = Factory(lambda: deque(["PAID", "PAID_SUCCESS"]))
    """What the queries to come find; the last one stays."""

    @property
    def has_failed(self) -> bool:
        """Whether the bank sent it back."""
        return self.to_come[-1] == "PAID_FAILED"

    def fail(self) -> None:
        """Let the bank send it back."""
        self.to_come = deque(["PAID_FAILED"])

    def queried(self) -> str:
        """Its progress, as a query finds it."""
        return take(self.to_come)


@define
class Letter:
    """A letter that a legal representative is to sign."""

    address: str = field(repr=False)
    is_sent: bool = False
    """Whether the task was carried out: the first query still finds it handed in."""


class Organizations:
    """The steps of organizations' flows, the money that they were sent, and the letters."""

    def __init__(self, flows: Flows, links: Links, state: State) -> None:
        self._flows = flows
        self._links = links
        self._transfers = state.shelf("e签宝 transfers", Transfer)
        self._letters = state.shelf("e签宝 letters", Letter)
        flows.leaving.append(lambda flow_id: self._transfers.pop(flow_id, None))
        flows.leaving.append(lambda flow_id: self._letters.pop(flow_id, None))

    def forget(self) -> None:
        """Forget every transfer and letter."""
        self._transfers.clear()
        self._letters.clear()

    def handlers(self) -> Mapping[str, Handler]:
        """The operations of organizations, but for the page."""
        return {
            "startOrgThreeFactors": self._start,
            "startOrgFourFactors": self._start_four,
            "transferRandomAmount": self._transfer,
            "getTransferProcess": self._get_process,
            "verifyRandomAmount": self._verify_amount,
            "startLegalRepSign": self._start_letter,
            "getLegalRepSignUrl": self._get_address,
            "getLegalRepSignResult": self._get_result,
        }

    @property
    def transfers(self) -> Mapping[str, Transfer]:
        """What was last transferred, by flow."""
        return self._transfers

    def transferred_amount(self, flow_id: str) -> Decimal:
        """The amount that was last sent to an organization.

        Raises:
            ValueError: none was.
        """
        return self._transfer_of(flow_id).amount

    def fail_transfer(self, flow_id: str) -> None:
        """Let the bank send the last transfer back.

        Raises:
            ValueError: there is none.
        """
        self._transfer_of(flow_id).fail()

    def _transfer_of(self, flow_id: str) -> Transfer:
        self._flows.known(flow_id)
        if flow_id not in self._transfers:
            raise ValueError("nothing was transferred in this flow; call transfer_random_amount first")
        return self._transfers[flow_id]

    def _stepped(self, call: Call) -> Flow:
        return self._flows.stepped(call.arguments["flowId"], FACTS, "30500101", "参数错误：认证流程类型不符")

    # ---- facts -------------------------------------------------------------------------------------------------------

    def _start(self, call: Call) -> dict[str, object]:
        flow = self._flows.start(call.operation.id, call.arguments, object_type="ORGANIZATION")
        flow.subject = {name: call.arguments[given] for given, name in TOLD.items() if given in call.arguments}
        flow.auth_type, flow.status = BY_FACTS, "ING"  # compared already, and billed
        flow.enter(BY_FACTS)
        flow.close_sub_flow("SUCCESS")
        return envelope(0, "成功", {"flowId": flow.flow_id})

    def _start_four(self, call: Call) -> dict[str, object]:
        facts, agent_flow_id = call.arguments, call.arguments.get("agentFlowId")
        if agent_flow_id is None:
            return self._start(call)
        agent = self._flows.found(agent_flow_id)
        if agent.status != "SUCCESS" or agent.object_type != "INDIVIDUAL":
            raise RefusalError("30500101", "参数错误：经办人个人认证流程", business=True)
        told = {"name": facts["legalRepName"], "certNo": facts["legalRepIdNo"]}
        if any(agent.subject.get(name, value) != value for name, value in told.items()):  # of one that was added: none
            raise RefusalError("30504001", "信息比对不通过，请检查信息的正确性", business=True)
        answer: Any = self._start(call)
        flow = self._flows.found(answer["data"]["flowId"])
        flow.agent_flow_id, flow.agent_auth_type = agent.flow_id, agent.auth_type
        self._flows.become(flow, "SUCCESS")
        return envelope(0, "成功", {"flowId": flow.flow_id})

    # ---- money -------------------------------------------------------------------------------------------------------

    def _transfer(self, call: Call) -> dict[str, object]:
        flow = self._stepped(call)
        if not str(call.arguments["cardNo"]).isdecimal():
            raise RefusalError("30500101", "参数错误：组织对公账号格式错误", business=True)
        amount = Decimal(secrets.randbelow(99) + 1) / 100
        before = self._transfers.get(flow.flow_id)
        number, mistakes = (1, 0) if before is None else (before.number + 1, before.mistakes)
        arrival = datetime.fromtimestamp(self._flows.clock_ms() / 1000, CHINA) + timedelta(days=3)
        transfer = Transfer(amount, self._flows.now_ms(), f"{arrival:%m-%d}", call.arguments, number, mistakes)
        self._transfers[flow.flow_id] = transfer
        flow.context_id = call.arguments.get("contextId", flow.context_id)
        _go_on(flow, BY_TRANSFER)
        logger.info("e签宝: flow %s was sent %s yuan", flow.flow_id, amount)
        return {"code": 0, "message": "成功"}

    def _get_process(self, call: Call) -> dict[str, object]:
        flow = self._flows.queried(call.arguments["flowId"])
        transfer = self._transfers.get(flow.flow_id)
        if flow.has_ended and (transfer is None or flow.auth_type != BY_TRANSFER):
            raise RefusalError("30500002", "认证流程已结束", business=True)
        process = "INIT"
        if transfer is not None:
            process = "ORGANFINISHED" if flow.status == "SUCCESS" else transfer.queried()
        data: dict[str, object] = {"process": process, "message": PROGRESS[process]}
        if transfer is not None:
            number = transfer.account["cardNo"]
            data |= {
                "foresee": transfer.foresee,
                "cardNo": f"{number[:6]}**{number[-5:]}" if len(number) > len("110034**75702") else number,
                "subbranch": transfer.account["subbranch"],
                "remain": 0,
                "remainTimes": max(0, MOST_TRANSFERS - transfer.number),
                "bizFlowNo": None,
            }
        return envelope(0, "成功", data)

    def _verify_amount(self, call: Call) -> dict[str, object]:
        flow = self._stepped(call)
        transfer = self._transfers.get(flow.flow_id)
        if transfer is None or transfer.has_failed:
            raise RefusalError("30502013", "请重新发起打款", business=True)
        if self._flows.now_ms() - transfer.ordered_at >= TRANSFER_LIFE_MS:
            raise RefusalError("30502014", "回填金额已过时效性，请重新打款", business=True)
        if Decimal(str(call.arguments["amount"])) != transfer.amount:
            transfer.mistakes += 1
            if transfer.mistakes > WRONG_AMOUNTS:
                self._flows.become(flow, "FAIL")
                raise RefusalError("30502003", "验证次数超过限制，请重新发起打款", business=True)
            raise RefusalError("30502002", "金额校验失败", business=True)
        self._flows.become(flow, "SUCCESS")
        return {"code": 0, "message": "成功"}

    # ---- a letter ----------------------------------------------------------------------------------------------------

    def _start_letter(self, call: Call) -> dict[str, object]:
        flow = self._stepped(call)
        number = call.arguments.get("legalRepIdNo", flow.subject.get("legalRepCertNo"))
        if number is None:  # of three facts it is none
            raise RefusalError("30500101", "参数错误：法定代表人证件号不能为空", business=True)
        flow.subject = {**flow.subject, "legalRepCertNo": number}
        self._letters[flow.flow_id] = Letter(self._links.letter(flow))
        flow.redirect_url = str(call.arguments.get("redirectUrl", ""))
        _go_on(flow, BY_LETTER)
        return {"code": 0, "message": "成功"}

    def _get_address(self, call: Call) -> dict[str, object]:
        flow = self._flows.queried(call.arguments["flowId"])
        if flow.has_ended:
            raise RefusalError("30500002", "认证流程已结束", business=True)
        return envelope(0, "成功", {"signUrl": self._letter_of(flow).address})

    def _get_result(self, call: Call) -> dict[str, object]:
        flow = self._flows.queried(call.arguments["flowId"])
        if flow.has_ended and flow.auth_type != BY_LETTER:
            raise RefusalError("30500002", "认证流程已结束", business=True)
        letter = self._letter_of(flow)
        ended = {"SUCCESS": "FINISHED", "FAIL": "SIGNFAILED"}
        status = ended.get(flow.status, "SIGNING" if letter.is_sent else "NOTSTART")
        letter.is_sent = True
        return envelope(0, "成功", {"status": status, "message": LETTER[status]})

    def _letter_of(self, flow: Flow) -> Letter:
        if flow.flow_id not in self._letters:
            raise RefusalError("30500000", "操作出错，请联系服务人员处理", business=True)
        return self._letters[flow.flow_id]


def _go_on(flow: Flow, way: str) -> None:
    """Another way of verification: the one in progress, if there is one, was broken off."""
    flow.close_sub_flow("TERMINATED")
    flow.auth_type = way
    flow.enter(way)
