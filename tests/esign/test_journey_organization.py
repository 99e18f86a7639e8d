"""An organization's journeys at e签宝, over real sockets from start to outcome: by page, by money, by a letter.

Each is gone sync and async, by signature and by token.
"""

from decimal import Decimal
from typing import Any

import pytest

import realname
from realname import Outcome, esign
from realname.sandbox import Sandbox
from tests.esign.merchant import Merchant, done, refused

THREE = {"name": "示例科技有限公司", "org_code": "910000000000000000", "legal_rep_name": "李四"}
FOUR = THREE | {"legal_rep_id_no": "110101199001010000"}
ACCOUNT = {
    "bank": "示例银行",
    "province": "浙江",
    "city": "杭州市",
    "subbranch": "示例银行杭州支行",
    "card_no": "6222000000000000",
    "cnaps_code": "102331002584",
}
AGENT = {"agent_name": "张三", "agent_id_no": "110101199001010000", "mobile_no": "13000000000"}


async def state(client: Any, flow_id: str) -> tuple[Outcome, str | None]:
    """What the detail tells: the outcome, and the way of verification."""
    detail = await done(client.get_flow_detail(flow_id=flow_id))
    assert "ORGANIZATION" == detail.data.object_type
    return detail.outcome, detail.data.auth_type


def other(amount: Decimal) -> Decimal:
    """Another amount."""
    return Decimal("0.01") if amount == Decimal("0.99") else amount + Decimal("0.01")


async def test_on_a_page(sandbox: Sandbox, client: Any, merchant: Merchant) -> None:
    """The agent is verified first, and their callback comes to the same address: it is about another flow."""
    sandbox.esign.settings.callbacks = "success"
    started = await done(
        client.create_org_auth_url(
            context_info=esign.FlowContext(
                redirect_url="https://merchant.example/done", notify_url=merchant.address("order-1")
            ),
            org_entity=esign.OrgEntity(name="示例科技有限公司", agent_name="张三"),
        )
    )
    flow_id = started.data.flow_id
    merchant.orders.begin("order-1", flow_id)
    sandbox.esign.finish_flow(flow_id)
    told = {merchant.told.get(timeout=10) for _ in range(2)}
    waited = await done(client.wait_for_flow(flow_id=flow_id, require_verified=True))
    detail = (await done(client.get_flow_detail(flow_id=flow_id))).require_verified()

    assert {"another flow", Outcome.VERIFIED} == told
    assert (["order-1"], "verified") == (merchant.first, merchant.orders.outcome("order-1"))
    assert ("ORGANIZATION", "示例科技有限公司") == (detail.data.object_type, detail.data.organ_info.name)
    assert [("INDIVIDUAL", "SUCCESS")] == [(flow.object_type, flow.flow_status) for flow in waited.data.related_flows]


async def test_an_agents_success_is_not_the_organizations(sandbox: Sandbox, client: Any, merchant: Merchant) -> None:
    """The agent was verified and the organization was not: no callback, and a no in the detail."""
    flow_id = (await done(client.create_org_auth_url())).data.flow_id
    merchant.orders.begin("order-1", flow_id)
    sandbox.esign.finish_flow(flow_id, outcome="rejected")
    waited = await done(client.wait_for_flow(flow_id=flow_id))
    [agent] = waited.data.related_flows

    assert [200] == sandbox.esign.send_callback(merchant.address("order-1"), agent.flow_id)
    assert ("another flow", None) == (merchant.told.get(timeout=10), merchant.orders.outcome("order-1"))
    assert ("SUCCESS", Outcome.REJECTED) == (agent.flow_status, waited.outcome)
    with pytest.raises(realname.RejectedError):
        (await done(client.get_flow_detail(flow_id=flow_id))).require_verified()


async def test_by_money(sandbox: Sandbox, client: Any) -> None:
    """Three facts, a transfer, the wait for it, a wrong amount, the right one: each step says no more than that."""
    started = await done(client.start_org_three_factors(**THREE))
    flow_id = started.data.flow_id
    early = await refused(lambda: client.verify_random_amount(flow_id=flow_id, amount=Decimal("0.01")))
    before = await done(client.get_transfer_process(flow_id=flow_id))
    ordered = await done(client.transfer_random_amount(flow_id=flow_id, **ACCOUNT))
    arrived = await done(client.wait_for_transfer(flow_id=flow_id))
    amount = sandbox.esign.transferred_amount(flow_id)
    mistake = await refused(lambda: client.verify_random_amount(flow_id=flow_id, amount=other(amount)))
    pending = await state(client, flow_id)
    confirmed = await done(client.verify_random_amount(flow_id=flow_id, amount=amount))
    after = await done(client.get_transfer_process(flow_id=flow_id))
    again = await refused(lambda: client.verify_random_amount(flow_id=flow_id, amount=amount))

    assert not [answer for answer in (started, ordered, confirmed) if hasattr(answer, "outcome")]
    # Nothing in the progress names the flow: it can say "not yet", and never more.
    assert [Outcome.PENDING, Outcome.UNKNOWN, Outcome.UNKNOWN] == [each.outcome for each in (before, arrived, after)]
    assert ("expired", "30502013", Outcome.UNKNOWN) == (early.kind, early.code, early.outcome)
    assert ["INIT", "PAID_SUCCESS", "ORGANFINISHED"] == [each.data.process for each in (before, arrived, after)]
    assert "622200**00000" == arrived.data.card_no
    assert ("input", "30502002", Outcome.UNKNOWN) == (mistake.kind, mistake.code, mistake.outcome)
    assert (Outcome.PENDING, "ORGANIZATION_TRANSFER_RANDOM_AMOUNT") == pending
    assert ("request", "30500002") == (again.kind, again.code)
    assert (Outcome.VERIFIED, "ORGANIZATION_TRANSFER_RANDOM_AMOUNT") == await state(client, flow_id)
    outline = await done(client.get_flow_outline(flow_id=flow_id))
    assert [("ORGANIZATION_INFO_AUTH", "SUCCESS"), ("ORGANIZATION_TRANSFER_RANDOM_AMOUNT", "SUCCESS")] == [
        (flow.sub_flow_type, flow.status) for flow in outline.data.sub_flows
    ]


async def test_by_money_and_rejected(sandbox: Sandbox, client: Any) -> None:
    """The bank sends a transfer back, which is no refusal; more than three wrong amounts are one."""
    flow_id = (await done(client.start_org_four_factors(**FOUR))).data.flow_id
    await done(client.transfer_random_amount(flow_id=flow_id, **ACCOUNT))
    sandbox.esign.fail_transfer(flow_id)
    failed = await done(client.wait_for_transfer(flow_id=flow_id))
    first = await refused(
        lambda: client.verify_random_amount(flow_id=flow_id, amount=sandbox.esign.transferred_amount(flow_id))
    )
    undecided = await state(client, flow_id)
    await done(client.transfer_random_amount(flow_id=flow_id, **ACCOUNT))
    wrong = other(sandbox.esign.transferred_amount(flow_id))
    mistakes = [await refused(lambda: client.verify_random_amount(flow_id=flow_id, amount=wrong)) for _ in range(5)]

    assert ("PAID_FAILED", "30502013", Outcome.PENDING) == (failed.data.process, first.code, undecided[0])
    assert ["30502002"] * 3 + ["30502003", "30500002"] == [mistake.code for mistake in mistakes]
    assert {Outcome.UNKNOWN} == {mistake.outcome for mistake in mistakes}
    detail = await done(client.get_flow_detail(flow_id=flow_id))
    with pytest.raises(realname.RejectedError):
        detail.require_verified()


async def test_by_a_letter(sandbox: Sandbox, client: Any) -> None:
    """Three facts do not hold the legal representative's number: it has to come. That it is signed is no outcome."""
    flow_id = (await done(client.start_org_three_factors(**THREE))).data.flow_id
    early = await refused(lambda: client.get_legal_rep_sign_url(flow_id=flow_id))
    without = await refused(lambda: client.start_legal_rep_sign(flow_id=flow_id, **AGENT))
    await done(client.start_legal_rep_sign(flow_id=flow_id, **AGENT, legal_rep_id_no="110101199001010000"))
    address = await done(client.get_legal_rep_sign_url(flow_id=flow_id))
    handed_in, sent = [await done(client.get_legal_rep_sign_result(flow_id=flow_id)) for _ in range(2)]
    sandbox.esign.finish_flow(flow_id, outcome=("pending", "verified"))
    signed = await done(client.wait_for_legal_rep_sign(flow_id=flow_id))

    assert (realname.ServerError, "30500101") == (type(early), without.code)
    assert address.data.sign_url.startswith(f"{sandbox.esign.url}/")
    assert address.data.sign_url not in repr(address)
    assert ["NOTSTART", "SIGNING", "FINISHED"] == [each.data.status for each in (handed_in, sent, signed)]
    assert not hasattr(signed, "outcome")
    assert (Outcome.VERIFIED, "LEGAL_REP_SIGN_AUTHORIZE") == await state(client, flow_id)


async def test_by_a_letter_and_rejected(sandbox: Sandbox, client: Any) -> None:
    """Declined, or too late; the detail tells that this was the end."""
    flow_id = (await done(client.start_org_four_factors(**FOUR))).data.flow_id
    await done(client.start_legal_rep_sign(flow_id=flow_id, **AGENT))
    sandbox.esign.finish_flow(flow_id, outcome=("pending", "rejected"))
    declined = await done(client.wait_for_legal_rep_sign(flow_id=flow_id))
    too_late = await refused(lambda: client.get_legal_rep_sign_url(flow_id=flow_id))

    assert ("SIGNFAILED", "30500002") == (declined.data.status, too_late.code)
    assert (Outcome.REJECTED, "LEGAL_REP_SIGN_AUTHORIZE") == await state(client, flow_id)


async def test_by_the_legal_representatives_own_flow(sandbox: Sandbox, client: Any) -> None:
    """With it four facts verify at once; the answer to the start is the same as without, and the detail is not."""
    person = {"name": FOUR["legal_rep_name"], "id_no": FOUR["legal_rep_id_no"], "mobile_no": "13000000000"}
    agent = (await done(client.start_telecom3_factors(**person))).data.flow_id
    early = await refused(lambda: client.start_org_four_factors(**FOUR, agent_flow_id=agent))
    await done(client.verify_telecom3_factors_code(flow_id=agent, authcode=sandbox.esign.sent_code(agent)))
    another = FOUR | {"legal_rep_name": "王五"}
    mismatch = await refused(lambda: client.start_org_four_factors(**another, agent_flow_id=agent))
    at_once = await done(client.start_org_four_factors(**FOUR, agent_flow_id=agent))
    only_started = await done(client.start_org_four_factors(**FOUR))

    assert ("30500101", Outcome.UNKNOWN) == (early.code, early.outcome)
    assert (realname.RejectedError, Outcome.REJECTED) == (type(mismatch), mismatch.outcome)
    assert set(at_once.to_wire()) == set(only_started.to_wire())
    assert not hasattr(at_once, "outcome")
    assert Outcome.VERIFIED is (await state(client, at_once.data.flow_id))[0]
    assert Outcome.PENDING is (await state(client, only_started.data.flow_id))[0]


async def test_the_answer_to_a_transfer_is_lost(sandbox: Sandbox, client: Any) -> None:
    """Money may be on its way: it is not ordered twice, and the progress tells."""
    flow_id = (await done(client.start_org_three_factors(**THREE))).data.flow_id
    sandbox.fail_next("esign", "lost_answer")
    with pytest.raises(realname.TransportError) as caught:
        await done(client.transfer_random_amount(flow_id=flow_id, **ACCOUNT))
    progress = await done(client.get_transfer_process(flow_id=flow_id))

    assert (True, Outcome.UNKNOWN) == (caught.value.outcome_unknown, caught.value.outcome)
    assert 1 == sum(record.target.endswith("/transferRandomAmount") for record in sandbox.requests)
    assert ("PAID", 9) == (progress.data.process, progress.data.remain_times)
