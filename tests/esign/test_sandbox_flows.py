"""Flows in e签宝's sandbox, from their start to their end: what each step answers, refuses and leaves behind.

Asked with requests that are signed here, so that no code of the client takes part.
"""

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from queue import SimpleQueue
from typing import Any

import pytest

from realname.sandbox import EsignSettings, Sandbox
from tests import facts
from tests.callers import NOW, NOW_MS
from tests.conftest import Clock
from tests.esign.conftest import Ask
from tests.esign.merchant import listening, wrong

DAY = 86_400
PERSON = {"name": "张三", "idNo": "110101199001010000", "mobileNo": "13000000000"}
CARD = PERSON | {"bankCardNo": "6200000000000000000"}
FACE = {
    "name": "张三",
    "idNo": "110101199001010000",
    "faceauthMode": "TENCENT",
    "callbackUrl": "https://merchant.example/",
}


def started(ask: Ask, name: str, /, **body: object) -> str:
    """The id of a new flow."""
    answer = ask(name, **body)
    assert 0 == answer["code"]
    return str(answer["data"]["flowId"])


def status(ask: Ask, flow_id: str) -> str:
    """How far a flow has come by its detail."""
    return str(ask("getFlowDetail", flow_id)["data"]["status"])


def codes(ask: Ask, *calls: Sequence[Any]) -> list[int]:
    """The codes of calls in a row, each the name of an operation, a flow's id and a code from a telephone."""
    return [ask(name, flow_id, **({"authcode": code} if code else {}))["code"] for name, flow_id, code in calls]


# ---- on a page -------------------------------------------------------------------------------------------------------


def test_a_person_on_a_page(sandbox: Sandbox, ask: Ask) -> None:
    """Started, gone through, asked for: outline and detail say the same of a flow, and the detail whom it verifies."""
    answer = ask(
        "createIndivAuthUrl",
        authType="PSN_TELECOM_AUTHCODE",
        contextInfo={"contextId": "order-1", "redirectUrl": "https://merchant.example/"},
        indivInfo={"name": "张三", "certNo": "110101199001010000"},
    )
    page = answer["data"]
    flow_id = page["flowId"]
    before, detail_before = ask("getFlowOutline", flow_id)["data"], ask("getFlowDetail", flow_id)["data"]
    sandbox.esign.finish_flow(flow_id)
    after, detail_after = ask("getFlowOutline", flow_id)["data"], ask("getFlowDetail", flow_id)["data"]

    assert {"flowId", "url", "shortLink"} == set(page)
    assert ("INIT", [], "order-1") == (before["flowStatus"], before["subFlows"], before["contextId"])
    assert ("SUCCESS", None) == (after["flowStatus"], after["failReason"])
    assert [("INDIVIDUAL_TELECOM_3_FACTOR", "SUCCESS")] == [
        (sub_flow["subFlowType"], sub_flow["status"]) for sub_flow in after["subFlows"]
    ]
    assert detail_before | {"status": "SUCCESS"} == detail_after
    assert {
        "flowId": flow_id,
        "status": "SUCCESS",
        "objectType": "INDIVIDUAL",
        "authType": "INDIVIDUAL_TELECOM_3_FACTOR",
        "startTime": NOW_MS,
        "endTime": NOW_MS,
        "url": page["url"],
        "shortLink": page["shortLink"],
        "indivInfo": {"name": "张三", "certNo": "110101199001010000"},
    } == detail_after


def test_an_organization_on_a_page(sandbox: Sandbox, ask: Ask) -> None:
    """The agent has a flow of their own, which ends first; both can be asked for."""
    entity = {"name": "示例科技有限公司", "certNo": "910000000000000000", "agentName": "张三"}
    flow_id = started(ask, "createOrgAuthUrl", orgEntity=entity, agentAvailableAuthTypes=["PSN_BANK4_AUTHCODE"])
    [agent] = ask("getFlowOutline", flow_id)["data"]["relatedFlows"]
    sandbox.esign.finish_flow(flow_id, outcome="rejected")
    outline, detail = ask("getFlowOutline", flow_id)["data"], ask("getFlowDetail", flow_id)["data"]
    [agent_after] = outline["relatedFlows"]

    assert ("INIT", "INDIVIDUAL") == (agent["flowStatus"], agent["objectType"])
    assert ("FAIL", "SUCCESS") == (outline["flowStatus"], agent_after["flowStatus"])
    assert ("ORGANIZATION_TRANSFER_RANDOM_AMOUNT", "FAIL") == (
        outline["subFlows"][0]["subFlowType"],
        outline["subFlows"][0]["status"],
    )
    assert ("ORGANIZATION", "INDIVIDUAL_BANKCARD_4_FACTOR", "认证失败") == (
        detail["objectType"],
        detail["agentAuthType"],
        detail["failReason"],
    )
    assert {"name": "示例科技有限公司", "certNo": "910000000000000000"} == detail["organInfo"]
    of_agent = ask("getFlowDetail", agent["flowId"])["data"]
    assert ({"name": "张三"}, True, False) == (of_agent["indivInfo"], "url" in detail, "url" in of_agent)


def test_an_agent_who_was_refused_stays_so(sandbox: Sandbox, ask: Ask) -> None:
    """Whatever becomes of the organization."""
    flow_id = started(ask, "createOrgAuthUrl", orgEntity={"name": "示例科技有限公司"})
    agent = ask("getFlowOutline", flow_id)["data"]["relatedFlows"][0]["flowId"]
    sandbox.esign.finish_flow(agent, outcome="rejected")
    sandbox.esign.finish_flow(flow_id)

    assert ("FAIL", "SUCCESS") == (status(ask, agent), status(ask, flow_id))


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("verified", ["SUCCESS"] * 4),
        ("rejected", ["FAIL"] * 4),
        ("pending", ["ING"] * 4),
        (("pending", "pending", "verified"), ["ING", "ING", "SUCCESS", "SUCCESS"]),
        (["pending", "rejected"], ["ING", "FAIL", "FAIL", "FAIL"]),
    ],
    ids=str,
)
def test_what_the_queries_find(sandbox: Sandbox, ask: Ask, outcome: str | Sequence[str], expected: list[str]) -> None:
    """Each the next outcome, whether it asks for outline or detail; the last one stays."""
    flow_id = started(ask, "createIndivAuthUrl", authType="PSN_FACEAUTH_BYURL")
    sandbox.esign.finish_flow(flow_id, outcome=outcome)
    found = [ask("getFlowOutline", flow_id)["data"]["flowStatus"], *(status(ask, flow_id) for _ in range(3))]

    assert expected == found


@pytest.mark.parametrize(
    ("outcome", "text"),
    [("done", "one of"), ((), "one of"), (("verified", "pending"), "only the last"), (("pending", "no"), "one of")],
    ids=str,
)
def test_no_such_outcome(sandbox: Sandbox, ask: Ask, outcome: str | Sequence[str], text: str) -> None:
    """It is refused, and the flow is as it was."""
    flow_id = started(ask, "createIndivAuthUrl", authType="PSN_FACEAUTH_BYURL")
    with pytest.raises(ValueError, match=text):
        sandbox.esign.finish_flow(flow_id, outcome=outcome)

    assert "INIT" == status(ask, flow_id)


@pytest.mark.parametrize("outcomes", [["verified"], ["rejected"], [("pending", "verified")]], ids=str)
def test_a_flow_ends_once(sandbox: Sandbox, ask: Ask, outcomes: list[str | tuple[str, ...]]) -> None:
    """Who is still at it can end it; whose end is known cannot."""
    flow_id = started(ask, "createIndivAuthUrl", authType="PSN_FACEAUTH_BYURL")
    for outcome in ("pending", "pending", *outcomes):
        sandbox.esign.finish_flow(flow_id, outcome=outcome)

    with pytest.raises(ValueError, match="ended already"):
        sandbox.esign.finish_flow(flow_id)


def test_a_flow_that_is_not_known(sandbox: Sandbox, ask: Ask) -> None:
    """No person can go through it, no code was sent for it, and its queries say so, each by its own code."""
    for action in (sandbox.esign.finish_flow, sandbox.esign.sent_code):
        with pytest.raises(ValueError, match="no such flow"):
            action("1")
    with pytest.raises(ValueError, match="no code was sent"):
        sandbox.esign.sent_code(sandbox.esign.sample_flow_id)

    assert [30500001, 30500004, 30500001, 30500004, 30500004, 30500004] == codes(
        ask,
        ("getFlowOutline", "1", ""),
        ("getFlowDetail", "1", ""),
        ("getFaceStatus", "1", ""),
        ("resendTelecom3FactorsCode", "1", ""),
        ("verifyTelecom3FactorsCode", "1", "123456"),
        ("verifyBankCard4FactorsCode", "1", "123456"),
    )


@pytest.mark.parametrize(
    "name",
    ["getFlowDetail", "getFaceStatus", "verifyTelecom3FactorsCode", "verifyBankCard4FactorsCode"],
)
def test_the_documented_examples(ask: Ask, name: str) -> None:
    """About the flow of an example the sandbox answers as the example does; about another one it does not."""
    operation = facts.operation("esign", name)
    body = {key: value for key, value in operation.wire.items() if key != "flowId"}

    assert operation.success == ask(name, operation.wire["flowId"], **body)
    assert 0 != ask(name, f"{operation.wire['flowId']}0", **body)["code"]
    if body:
        assert 30500004 == ask(name, operation.wire["flowId"], authcode="000000")["code"]


def test_a_flow_with_the_id_of_an_example(sandbox: Sandbox, ask: Ask) -> None:
    """What was added is told, and not the example."""
    documented = facts.operation("esign", "getFlowDetail").wire["flowId"]
    before = status(ask, documented)
    sandbox.esign.add_flow(documented, flow_status="FAIL")

    assert ("SUCCESS", "FAIL") == (before, status(ask, documented))


@pytest.mark.parametrize(("seconds", "expected"), [(59.9, "INIT"), (60, "SUCCESS")])
@pytest.mark.parametrize(
    ("name", "body"), [("createIndivAuthUrl", {"authType": "PSN_FACEAUTH_BYURL"}), ("startFace", FACE)]
)
def test_a_flow_that_ends_by_itself(
    sandbox: Sandbox, ask: Ask, clock: Clock, name: str, body: dict[str, object], seconds: float, expected: str
) -> None:
    """After so many seconds, if the settings say so, and somebody else did not do it before."""
    sandbox.esign.settings.finish_after = 60
    left, refused = (started(ask, name, **body) for _ in range(2))
    sandbox.esign.finish_flow(refused, outcome="rejected")
    clock.now = NOW + seconds

    assert (expected, "FAIL") == (status(ask, left), status(ask, refused))


def test_no_code_enters_itself(sandbox: Sandbox, ask: Ask, clock: Clock) -> None:
    """A flow that waits for a call of the initiator's does not end by itself."""
    sandbox.esign.settings.finish_after = 0
    flow_id = started(ask, "startTelecom3Factors", **PERSON)
    clock.now = NOW + 60

    assert "ING" == status(ask, flow_id)


@pytest.mark.parametrize(("readable", "code"), [(True, 0), (False, 30500003)])
def test_a_flow_lapses_after_30_days(sandbox: Sandbox, ask: Ask, clock: Clock, readable: bool, code: int) -> None:
    """One that has not ended: its steps are refused, nobody finishes it, and it is read as the settings say."""
    sandbox.esign.settings.expired_flow_readable = readable
    sandbox.esign.settings.finish_after = 31 * DAY
    lapsed, ended = (started(ask, "startFace", **FACE) for _ in range(2))
    by_code = started(ask, "startTelecom3Factors", **PERSON)
    sandbox.esign.finish_flow(ended)
    clock.now = NOW + 30 * DAY - 0.001
    before = ask("getFlowDetail", lapsed)["code"]
    clock.now = NOW + 31 * DAY

    assert [0, code, code, 0] == [
        before,
        ask("getFlowDetail", lapsed)["code"],
        ask("getFaceStatus", lapsed)["code"],
        ask("getFlowDetail", ended)["code"],
    ]
    assert [30500003, 30500003] == codes(
        ask,
        ("resendTelecom3FactorsCode", by_code, ""),
        ("verifyTelecom3FactorsCode", by_code, sandbox.esign.sent_code(by_code)),
    )
    with pytest.raises(ValueError, match="expired"):
        sandbox.esign.finish_flow(lapsed)


# ---- by a code -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "body", "verify", "way"),
    [
        ("startTelecom3Factors", PERSON, "verifyTelecom3FactorsCode", "INDIVIDUAL_TELECOM_3_FACTOR"),
        ("startBankCard4Factors", CARD, "verifyBankCard4FactorsCode", "INDIVIDUAL_BANKCARD_4_FACTOR"),
    ],
)
def test_a_code(sandbox: Sandbox, ask: Ask, start: str, body: dict[str, object], verify: str, way: str) -> None:
    """A wrong one changes nothing, the right one ends the flow, and then it is too late for any."""
    flow_id = started(ask, start, **body, contextId="order-1")
    code = sandbox.esign.sent_code(flow_id)
    first = ask(verify, flow_id, authcode=wrong(code))
    before = status(ask, flow_id)
    right = ask(verify, flow_id, authcode=code)
    after = ask("getFlowDetail", flow_id)["data"]

    assert ((30503002, "验证码校验失败"), "ING") == ((first["code"], first["message"]), before)
    assert {"code": 0, "message": "成功"} == right
    renamed = {("certNo" if name == "idNo" else name): value for name, value in body.items()}
    assert ("SUCCESS", way, renamed) == (after["status"], after["authType"], after["indivInfo"])
    outline = ask("getFlowOutline", flow_id)["data"]
    assert (way, "SUCCESS", "order-1") == (
        outline["subFlows"][0]["subFlowType"],
        outline["subFlows"][0]["status"],
        outline["contextId"],
    )
    assert [30500002] == codes(ask, (verify, flow_id, code))


def test_the_wrong_operation(sandbox: Sandbox, ask: Ask) -> None:
    """A code is confirmed by the operation that belongs to the start; another one names what is missing."""
    telecom, card = started(ask, "startTelecom3Factors", **PERSON), started(ask, "startBankCard4Factors", **CARD)
    on_page = started(ask, "createIndivAuthUrl", authType="PSN_TELECOM_AUTHCODE")

    assert [30501004, 30501005, 30501005, 30501005, 0, 0] == codes(
        ask,
        ("verifyBankCard4FactorsCode", telecom, sandbox.esign.sent_code(telecom)),
        ("verifyTelecom3FactorsCode", card, sandbox.esign.sent_code(card)),
        ("verifyTelecom3FactorsCode", on_page, "123456"),
        ("resendTelecom3FactorsCode", card, ""),
        ("verifyBankCard4FactorsCode", card, sandbox.esign.sent_code(card)),
        ("verifyTelecom3FactorsCode", telecom, sandbox.esign.sent_code(telecom)),
    )


def test_too_many_attempts(sandbox: Sandbox, ask: Ask, clock: Clock) -> None:
    """The last wrong code uses them up; then the right one is refused too, also a new one."""
    sandbox.esign.settings.code_attempts = 3
    flow_id = started(ask, "startTelecom3Factors", **PERSON)
    code = sandbox.esign.sent_code(flow_id)
    verify = "verifyTelecom3FactorsCode"
    found = codes(ask, *((verify, flow_id, wrong(code)) for _ in range(3)), (verify, flow_id, code))
    clock.now = NOW + 900
    found += codes(ask, (verify, flow_id, code))
    ask("resendTelecom3FactorsCode", flow_id)

    assert [30503002, 30503002, 30503004, 30503004, 30503004] == found
    assert [30503004] == codes(ask, (verify, flow_id, sandbox.esign.sent_code(flow_id)))
    assert "ING" == status(ask, flow_id)


def test_a_code_grows_old(sandbox: Sandbox, ask: Ask, clock: Clock) -> None:
    """After 15 minutes it does not count any more, and the next one is another; before, it stays the same."""
    flow_id = started(ask, "startTelecom3Factors", **PERSON)
    sent = [sandbox.esign.sent_code(flow_id)]
    clock.now = NOW + 899.999
    assert {"code": 0, "message": "成功", "data": None} == ask("resendTelecom3FactorsCode", flow_id)
    sent.append(sandbox.esign.sent_code(flow_id))
    clock.now = NOW + 900
    [aged] = codes(ask, ("verifyTelecom3FactorsCode", flow_id, sent[1]))
    clock.now = NOW + 960
    ask("resendTelecom3FactorsCode", flow_id)
    new = sandbox.esign.sent_code(flow_id)

    assert (sent[0], 30503006) == (sent[1], aged)
    assert [0] == codes(ask, ("verifyTelecom3FactorsCode", flow_id, new))


def test_one_message_a_minute(sandbox: Sandbox, ask: Ask, clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    """The code stands in the log, once for each text message."""
    caplog.set_level(logging.INFO, "realname.sandbox")
    flow_id = started(ask, "startTelecom3Factors", **PERSON)
    for seconds in (59.999, 60, 119.999, 120):
        clock.now = NOW + seconds
        ask("resendTelecom3FactorsCode", flow_id)

    line = f"e签宝: flow {flow_id} was sent the code {sandbox.esign.sent_code(flow_id)}"
    assert [line] * 3 == [record.getMessage() for record in caplog.records if record.name == "realname.sandbox"]


# ---- by the face -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "way", "life", "scores"),
    [
        ("TENCENT", "FACEAUTH_TECENT_CLOUD", 120_000, {"similarity", "livingScore"}),
        ("ESIGN", "FACEAUTH_ESIGN", 3_600_000, {"similarity", "livingScore"}),
        ("ZHIMACREDIT", "FACEAUTH_ZMXY", 82_800_000, set()),
        ("WE_CHAT_FACE", "FACEAUTH_WE_CHAT_FACE", None, set()),
    ],
)
def test_a_face(sandbox: Sandbox, ask: Ask, mode: str, way: str, life: int | None, scores: set[str]) -> None:
    """The link waits, is used, and has come to something; the flow with it."""
    link = ask("startFace", **FACE | {"faceauthMode": mode})["data"]
    flow_id = link["flowId"]
    found = [ask("getFaceStatus", flow_id)["data"]]
    sandbox.esign.finish_flow(flow_id, outcome=("pending", "verified"))
    found += [ask("getFaceStatus", flow_id)["data"] for _ in range(2)]
    detail = ask("getFlowDetail", flow_id)["data"]

    assert life is None or NOW_MS + life == link["expire"]
    assert {"flowId", "authUrl", "originalUrl"} | ({"expire"} if life else set()) == set(link)
    assert [{"status": "ING"}, {"status": "SCAN"}] == found[:2]
    assert ("SUCCESS", {"status", "message"} | scores) == (found[2]["status"], set(found[2]))
    assert ("SUCCESS", way, {"name": "张三", "certNo": "110101199001010000"}) == (
        detail["status"],
        detail["authType"],
        detail["indivInfo"],
    )


def test_a_face_that_was_not_accepted(sandbox: Sandbox, ask: Ask) -> None:
    """The query says so without scores; of a flow that was started otherwise it says nothing."""
    flow_id = started(ask, "startFace", **FACE)
    sandbox.esign.finish_flow(flow_id, outcome="rejected")
    other = started(ask, "startTelecom3Factors", **PERSON)

    assert {"status": "FAIL", "message": "认证失败"} == ask("getFaceStatus", flow_id)["data"]
    assert 30500000 == ask("getFaceStatus", other)["code"]


# ---- callbacks -------------------------------------------------------------------------------------------------------


@pytest.fixture
def notices() -> Iterator[tuple[str, SimpleQueue[Mapping[str, Any]]]]:
    """A user's server on this machine: its address, and the bodies that it gets."""
    bodies: SimpleQueue[Mapping[str, Any]] = SimpleQueue()

    def take(_: dict[str, str], __: str, body: bytes) -> int:
        bodies.put(json.loads(body))
        return 200

    with listening(take) as url:
        yield url, bodies


def test_the_callback_of_a_flow_that_was_started(
    sandbox: Sandbox, ask: Ask, notices: tuple[str, SimpleQueue[Mapping[str, Any]]]
) -> None:
    """It goes to the address that the flow was started with; it is that of the end, which the queries may not know."""
    url, bodies = notices
    flow_id = started(ask, "startFace", **FACE, notifyUrl=url, contextId="order-1")
    sandbox.esign.finish_flow(flow_id, outcome=("pending", "verified"))
    statuses = sandbox.esign.send_callback(flow_id=flow_id)
    body = bodies.get(timeout=10)

    assert ([200], flow_id, True, "order-1") == (statuses, body["flowId"], body["success"], body["contextId"])
    assert ["ING", "SUCCESS"] == [status(ask, flow_id) for _ in range(2)]
    with pytest.raises(ValueError, match="this machine"):
        sandbox.esign.send_callback(flow_id=started(ask, "startFace", **FACE))


@pytest.mark.parametrize(("callbacks", "told"), [("none", []), ("success", [True]), ("all", [False, True])])
def test_callbacks_of_themselves(
    sandbox: Sandbox,
    ask: Ask,
    notices: tuple[str, SimpleQueue[Mapping[str, Any]]],
    callbacks: Any,
    told: list[bool],
) -> None:
    """None without the setting, then of successes, or of failures too; none goes to another machine."""
    url, bodies = notices
    sandbox.esign.settings.callbacks = callbacks
    for outcome, address in (("rejected", url), ("verified", "https://merchant.example/"), ("verified", url)):
        flow_id = started(ask, "startFace", **FACE, notifyUrl=address)
        sandbox.esign.finish_flow(flow_id, outcome=outcome)
    found = sorted(bodies.get(timeout=10)["success"] for _ in told)
    sandbox.esign.send_callback(url)  # one more, so that an unexpected one before it would be seen

    assert (told, sandbox.esign.sample_flow_id) == (found, bodies.get(timeout=10)["flowId"])


def test_the_callback_of_an_agent_comes_to_the_same_address(
    sandbox: Sandbox, ask: Ask, notices: tuple[str, SimpleQueue[Mapping[str, Any]]]
) -> None:
    """Of the flow of the organization's page two are told, and the organization's names the agent's."""
    url, bodies = notices
    sandbox.esign.settings.callbacks = "success"
    context = {"notifyUrl": url, "redirectUrl": "https://merchant.example/"}
    flow_id = started(ask, "createOrgAuthUrl", contextInfo=context)
    sandbox.esign.finish_flow(flow_id)
    told = {body["flowId"]: body.get("agentFlowId") for body in (bodies.get(timeout=10) for _ in range(2))}

    assert {flow_id, told[flow_id]} == set(told)


def test_settings_that_there_are_not() -> None:
    """They are refused."""
    for wrong_setting in ({"callbacks": "some"}, {"code_attempts": 0}):
        with pytest.raises(ValueError, match=next(iter(wrong_setting))):
            EsignSettings(**wrong_setting)
