"""An organization's steps in e签宝's sandbox: what each refuses and leaves behind, beside what the journeys tell.

Asked with requests that are signed here, so that no code of the client takes part.
"""

import logging
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from realname.sandbox import Sandbox
from realname.sandbox.control.control import Control
from realname.testing.gateway.messages import Answer, Received
from tests.conftest import Clock
from tests.esign.conftest import Ask

DAY = 86_400
FACTS = {"name": "示例科技有限公司", "orgCode": "910000000000000000", "legalRepName": "李四"}
ACCOUNT = {
    "bank": "示例银行",
    "province": "浙江",
    "city": "杭州市",
    "subbranch": "示例银行杭州支行",
    "cardNo": "6222000000000000",
    "cnapsCode": "102331002584",
}
LETTER = {
    "agentName": "张三",
    "agentIdNo": "110101199001010000",
    "mobileNo": "13000000000",
    "legalRepIdNo": "110101199001010000",
}
STEPS: tuple[tuple[str, dict[str, object]], ...] = (
    ("transferRandomAmount", {**ACCOUNT}),
    ("verifyRandomAmount", {"amount": 0.5}),
    ("startLegalRepSign", {**LETTER}),
)
QUERIES = "getTransferProcess", "getLegalRepSignUrl", "getLegalRepSignResult"


@pytest.fixture
def flow_id(ask: Ask) -> str:
    """A flow that three facts have started."""
    return str(ask("startOrgThreeFactors", **FACTS)["data"]["flowId"])


@pytest.fixture
def amount(sandbox: Sandbox, ask: Ask, flow_id: str) -> Callable[..., int]:
    """Confirms the amount that was transferred, or so many fen more; the code of the answer."""

    def confirm(more: int = 0) -> int:
        fen = int(sandbox.esign.transferred_amount(flow_id) * 100)
        code: int = ask("verifyRandomAmount", flow_id, amount=((fen + more - 1) % 99 + 1) / 100)["code"]
        return code

    return confirm


def code(answer: dict[str, Any]) -> int:
    """The code of an answer."""
    found: int = answer["code"]
    return found


def test_what_is_known_after_the_facts(ask: Ask, flow_id: str) -> None:
    """They were compared, and that is billed; the detail shows what was told."""
    detail, outline = ask("getFlowDetail", flow_id)["data"], ask("getFlowOutline", flow_id)["data"]

    assert ("ING", "ORGANIZATION", "ORGANIZATION_INFO_AUTH") == tuple(
        detail[name] for name in ("status", "objectType", "authType")
    )
    assert {"name": FACTS["name"], "certNo": FACTS["orgCode"], "legalRepName": "李四"} == detail["organInfo"]
    assert [("ORGANIZATION_INFO_AUTH", "SUCCESS")] == [
        (sub_flow["subFlowType"], sub_flow["status"]) for sub_flow in outline["subFlows"]
    ]


def test_steps_of_a_flow_that_is_not_one_of_theirs(sandbox: Sandbox, ask: Ask) -> None:
    """Not known, of a person, lapsed, or ended: each has its code; queries and steps alike, where they can tell."""
    person = ask("createIndivAuthUrl", authType="PSN_FACEAUTH_BYURL")["data"]["flowId"]
    ended = sandbox.esign.add_flow(object_type="ORGANIZATION")
    lapsed = sandbox.esign.add_flow(object_type="ORGANIZATION", flow_status="ING", expired=True)
    for name, body in STEPS:
        assert [30500004, 30500101, 30500002, 30500003] == [
            code(ask(name, flow_id, **body)) for flow_id in ("1", person, ended, lapsed)
        ]
    sandbox.esign.settings.expired_flow_readable = False
    for name in QUERIES:
        assert [30500004, 30500002, 30500003] == [code(ask(name, flow_id)) for flow_id in ("1", ended, lapsed)]


def test_the_agent_of_the_sample(ask: Ask) -> None:
    """Their flow can be asked for, and verifies an enterprise at once: nothing known of the person differs."""
    [agent] = ask("getFlowOutline", "803719636976683872")["data"]["relatedFlows"]
    facts = FACTS | {"legalRepIdNo": "110101199001010000", "agentFlowId": agent["flowId"]}
    flow_id = ask("startOrgFourFactors", **facts)["data"]["flowId"]
    outline = ask("getFlowOutline", flow_id)["data"]

    assert "INDIVIDUAL" == ask("getFlowDetail", agent["flowId"])["data"]["objectType"]
    assert ("SUCCESS", [agent["flowId"]]) == (
        outline["flowStatus"],
        [each["flowId"] for each in outline["relatedFlows"]],
    )


def test_a_letter_that_was_not_sent(ask: Ask, flow_id: str) -> None:
    """It can neither be opened nor asked about; once it is sent it can."""
    queries = QUERIES[1:]
    before = [code(ask(name, flow_id)) for name in queries]
    ask("startLegalRepSign", flow_id, **LETTER)

    assert ([30500000] * 2, [0] * 2) == (before, [code(ask(name, flow_id)) for name in queries])


@pytest.mark.parametrize(("number", "expected"), [("6222000000000000", 0), ("6222A00000000000", 30500101)])
def test_the_number_of_an_account(sandbox: Sandbox, ask: Ask, flow_id: str, number: str, expected: int) -> None:
    """Digits; nothing is transferred to another one."""
    answer = ask("transferRandomAmount", flow_id, **ACCOUNT | {"cardNo": number})

    assert expected == code(answer)
    if expected:
        assert "参数错误：组织对公账号格式错误" == answer["message"]
        with pytest.raises(ValueError, match="nothing was transferred"):
            sandbox.esign.transferred_amount(flow_id)


def test_a_transfer(
    sandbox: Sandbox, ask: Ask, flow_id: str, amount: Callable[..., int], caplog: pytest.LogCaptureFixture
) -> None:
    """Ordered at the first query, made at the next; the amount is to be had, from the log too, and no other counts."""
    with caplog.at_level(logging.INFO, "realname.sandbox"):
        assert {"code": 0, "message": "成功"} == ask("transferRandomAmount", flow_id, **ACCOUNT)
    told = [ask("getTransferProcess", flow_id)["data"] for _ in range(3)]
    [logged] = re.findall(rf"flow {flow_id} was sent (0\.\d+) yuan", caplog.text)

    assert ["PAID", "PAID_SUCCESS", "PAID_SUCCESS"] == [data["process"] for data in told]
    assert {
        "process": "PAID",
        "message": "打款申请成功",
        "foresee": "11-18",  # three days after 15 November, the day in China
        "cardNo": "622200**00000",
        "subbranch": "示例银行杭州支行",
        "remain": 0,
        "remainTimes": 9,
        "bizFlowNo": None,
    } == told[0]
    assert sandbox.esign.transferred_amount(flow_id) == Decimal(logged)
    assert 0 < Decimal(logged) < 1
    assert [30502002, 0, 30500002] == [amount(1), amount(), amount()]


def test_an_amount_counts_for_a_week(ask: Ask, clock: Clock, flow_id: str, amount: Callable[..., int]) -> None:
    """Then another transfer is due, whose amount counts again."""
    ask("transferRandomAmount", flow_id, **ACCOUNT)
    assert clock.now is not None
    clock.now += 7 * DAY
    late = amount()
    ask("transferRandomAmount", flow_id, **ACCOUNT)
    clock.now += 7 * DAY - 0.001

    assert (30502014, 0) == (late, amount())


def test_wrong_amounts_are_counted_over_all_transfers(
    sandbox: Sandbox, ask: Ask, flow_id: str, amount: Callable[..., int]
) -> None:
    """Three are forgiven, the fourth ends the flow as rejected, whatever was transferred anew."""
    ask("transferRandomAmount", flow_id, **ACCOUNT)
    codes = [amount(1), amount(1)]
    sandbox.esign.fail_transfer(flow_id)
    codes.append(amount())
    ask("transferRandomAmount", flow_id, **ACCOUNT)
    remaining = ask("getTransferProcess", flow_id)["data"]["remainTimes"]
    codes += [amount(1), amount(1), amount()]

    assert [30502002, 30502002, 30502013, 30502002, 30502003, 30500002] == codes
    assert (8, "FAIL") == (remaining, ask("getFlowDetail", flow_id)["data"]["status"])


def test_another_way_is_taken(sandbox: Sandbox, ask: Ask, flow_id: str) -> None:
    """A letter after a transfer: the transfer's sub-flow is broken off, and only the letter ends the flow."""
    ask("transferRandomAmount", flow_id, **ACCOUNT, contextId="order-2")
    ask("startLegalRepSign", flow_id, **LETTER)
    sandbox.esign.finish_flow(flow_id)
    outline = ask("getFlowOutline", flow_id)["data"]

    assert ["SUCCESS", "TERMINATED", "SUCCESS"] == [sub_flow["status"] for sub_flow in outline["subFlows"]]
    assert "order-2" == outline["contextId"]
    assert ("FINISHED", 30500002) == (
        ask("getLegalRepSignResult", flow_id)["data"]["status"],
        code(ask("getTransferProcess", flow_id)),
    )


@pytest.mark.parametrize("action", ["transferred_amount", "fail_transfer"])
def test_money_that_is_not_there(sandbox: Sandbox, flow_id: str, action: str) -> None:
    """The error says what to do."""
    with pytest.raises(ValueError, match="there is no such flow"):
        getattr(sandbox.esign, action)("1")
    with pytest.raises(ValueError, match="call transfer_random_amount first"):
        getattr(sandbox.esign, action)(flow_id)


def test_other_processes_get_an_amount_as_text(sandbox: Sandbox, ask: Ask, flow_id: str) -> None:
    """JSON has no decimals."""
    ask("transferRandomAmount", flow_id, **ACCOUNT)
    control = Control(sandbox)
    headers = (("host", "127.0.0.1"), ("authorization", f"Bearer {control.token}"))
    body = f'{{"flow_id": "{flow_id}"}}'.encode()
    answer = control.answer(Received("POST", "/transferred_amount", headers, body))
    assert isinstance(answer, Answer)

    assert (200, f'"{sandbox.esign.transferred_amount(flow_id)}"') == (answer.status, answer.content.decode())


def test_everything_is_forgotten(sandbox: Sandbox, ask: Ask, flow_id: str) -> None:
    """Money and letters too."""
    ask("transferRandomAmount", flow_id, **ACCOUNT)
    ask("startLegalRepSign", flow_id, **LETTER)
    sandbox.reset()
    sandbox.esign.add_flow(flow_id, flow_status="ING", object_type="ORGANIZATION")

    assert "INIT" == ask("getTransferProcess", flow_id)["data"]["process"]
    assert 30500000 == code(ask("getLegalRepSignUrl", flow_id))
