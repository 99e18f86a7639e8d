"""A person's journeys at e签宝, over real sockets from start to outcome: by page, by code, by face, compared at once.

Each is gone sync and async, by signature and by token.
"""

import time
from collections.abc import Callable
from typing import Any

import pytest

import realname
from realname import Outcome, esign
from realname.sandbox import Sandbox
from tests.conftest import Clock
from tests.esign.merchant import Merchant, done, refused, wrong

PERSON = {"name": "张三", "id_no": "110101199001010000", "mobile_no": "13000000000"}
CARD = PERSON | {"bank_card_no": "6200000000000000000"}


def context(merchant: Merchant, order: str) -> esign.FlowContext:
    """What a merchant wants to get back of a flow on a page."""
    return esign.FlowContext(
        redirect_url="https://merchant.example/done", context_id=order, notify_url=merchant.address(order)
    )


def asked(sandbox: Sandbox, words: str) -> int:
    """How many requests the sandbox got whose path ends so."""
    return sum(record.target.endswith(words) for record in sandbox.requests)


async def test_on_a_page(sandbox: Sandbox, client: Any, merchant: Merchant) -> None:
    """The callback wakes the merchant, the detail decides, and of several who bring the outcome one is the first."""
    started = await done(
        client.create_indiv_auth_url(
            context_info=context(merchant, "order-1"), indiv_info=esign.IndivInfo(name="张三", cert_no="110101")
        )
    )
    flow_id = started.data.flow_id
    assert not hasattr(started, "outcome")
    assert [503] * 3 == sandbox.esign.send_callback(flow_id=flow_id)  # before the merchant has written the order down
    merchant.orders.begin("order-1", flow_id)
    with pytest.raises(realname.PendingError):
        (await done(client.get_flow_outline(flow_id=flow_id))).require_verified()
    assert [403] * 3 == sandbox.esign.send_callback(flow_id=flow_id, genuine=False)
    assert merchant.orders.outcome("order-1") is None

    sandbox.esign.finish_flow(flow_id, outcome=("pending", "verified"))
    assert [200] * 2 == sandbox.esign.send_callback(flow_id=flow_id, ping=True)
    assert merchant.orders.outcome("order-1") is None  # the detail still said otherwise, and the detail decides
    assert [200] == sandbox.esign.send_callback(flow_id=flow_id)
    assert "verified" == merchant.orders.outcome("order-1")
    assert [200] == sandbox.esign.send_callback(flow_id=flow_id, subscribed=True)
    waited = await done(client.wait_for_flow(flow_id=flow_id, require_verified=True))
    detail = (await done(client.get_flow_detail(flow_id=flow_id))).require_verified()
    told = [merchant.told.get(timeout=10) for _ in range(9)]

    assert ["unknown order"] * 3 + ["not authentic"] * 3 + [Outcome.VERIFIED] * 3 == told
    assert ["order-1"] == merchant.first
    assert not merchant.orders.write("order-1", waited.outcome)
    assert (Outcome.VERIFIED, "INDIVIDUAL", "张三") == (
        waited.outcome,
        waited.data.object_type,
        detail.data.indiv_info.name,
    )


async def test_on_a_page_and_rejected(sandbox: Sandbox, client: Any, merchant: Merchant) -> None:
    """A no is an answer; `require_verified` makes an error of it, as a waiter does that is told to."""
    flow_id = (await done(client.create_indiv_auth_url(context_info=context(merchant, "order-1")))).data.flow_id
    merchant.orders.begin("order-1", flow_id)
    sandbox.esign.finish_flow(flow_id, outcome=("pending", "pending", "rejected"))
    waited = await done(client.wait_for_flow(flow_id=flow_id))
    detail = await done(client.get_flow_detail(flow_id=flow_id))

    assert (Outcome.REJECTED, Outcome.REJECTED) == (waited.outcome, detail.outcome)
    assert waited.data.fail_reason
    with pytest.raises(realname.RejectedError) as caught:
        await done(client.wait_for_flow(flow_id=flow_id, require_verified=True))
    assert caught.value.answer == waited
    with pytest.raises(realname.RejectedError):
        detail.require_verified()
    assert [200] == sandbox.esign.send_callback(flow_id=flow_id)
    assert (Outcome.REJECTED, "rejected") == (merchant.told.get(timeout=10), merchant.orders.outcome("order-1"))


async def test_nobody_comes(sandbox: Sandbox, client: Any) -> None:
    """The waiter ends at its limit, with the last answer; e签宝 tells of no failure by itself."""
    flow_id = (await done(client.create_indiv_auth_url())).data.flow_id

    with pytest.raises(realname.WaitTimeoutError) as caught:
        await done(client.wait_for_flow(flow_id=flow_id, timeout=30))

    assert isinstance(caught.value.answer, esign.FlowOutlineResponse)
    assert (Outcome.PENDING, "INIT") == (caught.value.answer.outcome, caught.value.answer.data.flow_status)
    assert asked(sandbox, "/outline") > 1


async def test_a_success_about_another_flow(sandbox: Sandbox, client: Any, merchant: Merchant) -> None:
    """However genuine: neither a callback nor an answer counts for a flow that it is not about."""
    mine, other = [(await done(client.create_indiv_auth_url())).data.flow_id for _ in range(2)]
    merchant.orders.begin("order-1", mine)
    sandbox.esign.finish_flow(other)

    assert [200] == sandbox.esign.send_callback(merchant.address("order-1"), other)
    assert ("another flow", None) == (merchant.told.get(timeout=10), merchant.orders.outcome("order-1"))
    sandbox.fail_next("esign", "other_flow", flow_id=other)
    with pytest.raises(realname.DecodeError, match=r"\$\.data\.flowId"):
        await done(client.get_flow_detail(flow_id=mine))
    assert Outcome.VERIFIED is (await done(client.get_flow_detail(flow_id=other))).outcome


async def test_by_a_code(sandbox: Sandbox, client: Any) -> None:
    """Wrong, sent once more, right: the confirmation has no outcome, the detail has; and it ends once."""
    flow_id = (await done(client.start_telecom3_factors(**PERSON))).data.flow_id
    code = sandbox.esign.sent_code(flow_id)
    mistake = await refused(lambda: client.verify_telecom3_factors_code(flow_id=flow_id, authcode=wrong(code)))
    pending = await done(client.get_flow_detail(flow_id=flow_id))
    await done(client.resend_telecom3_factors_code(flow_id=flow_id))
    confirmed = await done(client.verify_telecom3_factors_code(flow_id=flow_id, authcode=code))
    detail = await done(client.get_flow_detail(flow_id=flow_id))
    again = await refused(lambda: client.verify_telecom3_factors_code(flow_id=flow_id, authcode=code))

    assert ("input", "30503002", Outcome.UNKNOWN) == (mistake.kind, mistake.code, mistake.outcome)
    assert (Outcome.PENDING, False) == (pending.outcome, hasattr(confirmed, "outcome"))
    assert ("张三", "INDIVIDUAL_TELECOM_3_FACTOR") == (
        detail.require_verified().data.indiv_info.name,
        detail.data.auth_type,
    )
    assert ("request", "30500002") == (again.kind, again.code)
    assert "get_flow_detail" in str(again)


async def test_by_a_code_that_has_expired(sandbox: Sandbox, client: Any, clock: Clock) -> None:
    """A code of 15 minutes ago is refused, and a new one is sent."""
    clock.now = time.time()  # a signature counts for 15 minutes too, and the client's clock goes on
    flow_id = (await done(client.start_telecom3_factors(**PERSON))).data.flow_id
    old = sandbox.esign.sent_code(flow_id)
    clock.now += 900
    expired = await refused(lambda: client.verify_telecom3_factors_code(flow_id=flow_id, authcode=old))
    await done(client.resend_telecom3_factors_code(flow_id=flow_id))
    await done(client.verify_telecom3_factors_code(flow_id=flow_id, authcode=sandbox.esign.sent_code(flow_id)))
    detail = await done(client.get_flow_detail(flow_id=flow_id))

    assert ("30503006", Outcome.UNKNOWN) == (expired.code, expired.outcome)
    assert "resend_telecom3_factors_code" in str(expired)
    assert Outcome.VERIFIED is detail.outcome


async def test_by_bank_card(sandbox: Sandbox, client: Any) -> None:
    """As by telephone, with operations of its own: those of the one refuse the flows of the other."""
    flow_id = (await done(client.start_bank_card4_factors(**CARD))).data.flow_id
    code = sandbox.esign.sent_code(flow_id)
    other = await refused(lambda: client.verify_telecom3_factors_code(flow_id=flow_id, authcode=code))
    mistake = await refused(lambda: client.verify_bank_card4_factors_code(flow_id=flow_id, authcode=wrong(code)))
    await done(client.verify_bank_card4_factors_code(flow_id=flow_id, authcode=code))
    detail = await done(client.get_flow_detail(flow_id=flow_id))

    assert ("request", "30501005") == (other.kind, other.code)
    assert ("input", "30503002") == (mistake.kind, mistake.code)
    assert "6200000000000000000" == detail.require_verified().data.indiv_info.bank_card_no


async def test_by_the_face(sandbox: Sandbox, client: Any) -> None:
    """Nothing in the answer to the query names the flow: it ends the waiting, and verifies nobody."""
    started = await done(
        client.start_face(
            name="张三", id_no="110101199001010000", faceauth_mode="TENCENT", callback_url="https://merchant.example/"
        )
    )
    flow_id = started.data.flow_id
    before = await done(client.get_face_status(flow_id=flow_id))
    sandbox.esign.finish_flow(flow_id, outcome=("pending", "verified"))
    passed = await done(client.wait_for_face(flow_id=flow_id))
    detail = await done(client.get_flow_detail(flow_id=flow_id))

    assert ("ING", Outcome.PENDING) == (before.data.status, before.outcome)
    assert ("SUCCESS", Outcome.UNKNOWN) == (passed.data.status, passed.outcome)
    with pytest.raises(realname.UndecidedError):
        passed.require_verified()
    assert Outcome.VERIFIED is detail.outcome


async def test_there_is_no_face_to_wait_for(sandbox: Sandbox, client: Any) -> None:
    """A flow that was started otherwise, or is not known, is asked for once."""
    flow_id = (await done(client.start_telecom3_factors(**PERSON))).data.flow_id
    other, unknown = [await refused(lambda: client.wait_for_face(flow_id=each)) for each in (flow_id, "1")]  # noqa: B023

    assert ("30500000", False, realname.NotFoundError) == (other.code, other.retryable, type(unknown))
    assert 2 == sum("/face" in record.target for record in sandbox.requests)


async def test_compared_at_once(sandbox: Sandbox, client: Any) -> None:
    """Verified as an answer, rejected as an error; what is not about the person is neither."""
    pair = {name: PERSON[name] for name in ("name", "id_no")}
    calls: tuple[Callable[[], Any], ...] = (
        lambda: client.compare_individual_base(**pair),
        lambda: client.compare_individual_telecom3_factors(**PERSON),
    )
    for call in calls:
        matched = (await done(call())).require_verified()
        sandbox.fail_next("esign", "business_code", code=30504001)
        mismatch = await refused(call)

        assert (Outcome.VERIFIED, True) == (matched.outcome, bool(matched.data.verify_id))
        assert isinstance(mismatch, realname.RejectedError)
        assert Outcome.REJECTED is mismatch.outcome
    sandbox.fail_next("esign", "business_code", code=30504900)
    assert isinstance(await refused(calls[0]), realname.RateLimitError)
    sandbox.fail_next("esign", "business_code", code=30504002)
    undecidable = await refused(calls[1])
    assert ("undecidable", Outcome.UNKNOWN) == (undecidable.kind, undecidable.outcome)


async def test_the_answer_to_a_start_is_lost(sandbox: Sandbox, client: Any) -> None:
    """The message was sent all the same: it is not sent twice, and the error says that something may have happened.

    A query whose answer is lost is asked again.
    """
    sandbox.fail_next("esign", "lost_answer")
    with pytest.raises(realname.TransportError) as caught:
        await done(client.start_telecom3_factors(**PERSON))
    flow_id = (await done(client.start_telecom3_factors(**PERSON))).data.flow_id
    sandbox.fail_next("esign", "lost_answer")
    pending = await done(client.get_flow_detail(flow_id=flow_id))

    assert (True, Outcome.UNKNOWN) == (caught.value.outcome_unknown, caught.value.outcome)
    assert (2, 2) == (asked(sandbox, "/telecom3Factors"), asked(sandbox, "/detail"))
    assert Outcome.PENDING is pending.outcome


async def test_a_callback_and_a_waiter_race(sandbox: Sandbox, client: Any, merchant: Merchant) -> None:
    """The callback comes by itself while the merchant waits; one of them is the first, and both know the same."""
    sandbox.esign.settings.callbacks = "all"
    started = await done(client.create_indiv_auth_url(context_info=context(merchant, "order-1")))
    merchant.orders.begin("order-1", started.data.flow_id)
    sandbox.esign.finish_flow(started.data.flow_id)
    waited = await done(client.wait_for_flow(flow_id=started.data.flow_id))
    is_first = merchant.orders.write("order-1", waited.outcome)

    assert Outcome.VERIFIED is merchant.told.get(timeout=10)
    assert [is_first] == [not merchant.first]
    assert "verified" == merchant.orders.outcome("order-1")
