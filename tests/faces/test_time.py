"""The time that a test lets pass, and the clock that a test sets: what they move, and what they leave alone."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from math import inf, nan
from queue import SimpleQueue
from typing import Any

import pytest

import realname
from realname import Outcome, alipay, esign, zoloz
from realname.sandbox import Sandbox
from realname.testing.gateway.gateway import LONGEST_STEP
from tests.callers import ALIPAY, NOW, alipay_request, esign_request, token_request
from tests.esign.merchant import listening, wrong

MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
FACE = {"name": "张三", "id_no": "110101199001010000", "callback_url": "https://shop.example/done"}
PHONE = {"name": "张三", "id_no": "110101199001010000", "mobile_no": "13000000000"}
ACCOUNT = {
    "bank": "示例银行",
    "province": "浙江",
    "city": "杭州市",
    "subbranch": "示例银行杭州支行",
    "card_no": "6222000000000000",
    "cnaps_code": "102331002584",
}
CHINA = timezone(timedelta(hours=8))


@pytest.fixture
def clients(sandbox: Sandbox) -> Iterator[tuple[zoloz.Client, alipay.Client, esign.Client]]:
    """Of every provider; their clock goes on as ever."""
    with (
        zoloz.Client(sandbox.zoloz.credentials, base_url=sandbox.zoloz.url) as zoloz_client,
        alipay.Client(sandbox.alipay.credentials, base_url=sandbox.alipay.url) as alipay_client,
        esign.Client(sandbox.esign.credentials, base_url=sandbox.esign.url) as esign_client,
    ):
        yield zoloz_client, alipay_client, esign_client


Ask = Callable[[], object]


def _flow(sandbox: Sandbox, clients: Any) -> Ask:
    sandbox.esign.settings.expired_flow_readable = False
    flow_id = clients[2].start_face(faceauth_mode="ESIGN", **FACE).data.flow_id
    return lambda: clients[2].get_flow_detail(flow_id=flow_id)


def _code(sandbox: Sandbox, clients: Any) -> Ask:
    flow_id = clients[2].start_telecom3_factors(**PHONE).data.flow_id
    code = sandbox.esign.sent_code(flow_id)
    return lambda: clients[2].verify_telecom3_factors_code(flow_id=flow_id, authcode=code)


def _transfer(sandbox: Sandbox, clients: Any) -> Ask:
    facts = {"name": "示例科技有限公司", "org_code": "910000000000000000", "legal_rep_name": "李四"}
    flow_id = clients[2].start_org_three_factors(**facts).data.flow_id
    clients[2].transfer_random_amount(flow_id=flow_id, **ACCOUNT)
    amount = sandbox.esign.transferred_amount(flow_id)
    return lambda: clients[2].verify_random_amount(flow_id=flow_id, amount=amount)


def _certification(_: Sandbox, clients: Any) -> Ask:
    person = {"cert_name": "张三", "cert_no": "110101199001010000", "cert_type": "IDENTITY_CARD"}
    opened = clients[1].initialize_face_verification(outer_order_no="n1", **person)
    return lambda: clients[1].query_face_verification(certify_id=opened.certify_id)


def _deposit(sandbox: Sandbox, clients: Any) -> Ask:
    found = clients[1].preconsult_certdoc(user_name="张三")
    token = sandbox.alipay.issue_auth_token()
    return lambda: clients[1].consult_certdoc(auth_token=token, verify_id=found.verify_id)


LIVES: list[tuple[Callable[[Sandbox, Any], Ask], float, str]] = [
    (_flow, 30 * DAY, "30500003"),
    (_code, 15 * MINUTE, "30503006"),
    (_transfer, 7 * DAY, "30502014"),
    (_certification, 23 * HOUR, "QUERY_CERTIFYID_EXPIRED"),
    (_deposit, 2 * HOUR, "IDENTITY_VERIFY_CACHE_EXPIRED"),
]


@pytest.mark.parametrize(("start", "life", "code"), LIVES)
def test_what_is_under_way_grows_old(
    start: Callable[[Sandbox, Any], Ask], life: float, code: str, sandbox: Sandbox, clients: Any
) -> None:
    """A minute before its time is over it is accepted, and a minute after it is not; whatever begins then is young."""
    young, old = start(sandbox, clients), start(sandbox, clients)
    sandbox.fast_forward(life - MINUTE)
    young()
    sandbox.fast_forward(2 * MINUTE)

    with pytest.raises(realname.ApiError) as caught:
        old()
    assert code == caught.value.code
    start(sandbox, clients)()


def test_persons_act_by_themselves_in_time(sandbox: Sandbox, clients: Any) -> None:
    """At every gateway, also where the time that there is for it has passed since: they came before."""
    for gateway in sandbox.gateways.values():
        gateway.settings.finish_after = HOUR
    sandbox.zoloz.enroll("user-1")
    zoloz_client, _, esign_client = clients
    started = zoloz_client.initialize(biz_id="1", user_id="user-1", meta_info="MOB_H5").transaction_id
    query = _certification(sandbox, clients)
    flow_id = esign_client.create_indiv_auth_url().data.flow_id

    def outcomes() -> list[Outcome]:
        answers: list[Any] = [query(), esign_client.get_flow_detail(flow_id=flow_id)]
        try:
            answers.insert(0, zoloz_client.checkresult(biz_id="1", transaction_id=started))
        except realname.PendingError as pending:
            answers.insert(0, pending)
        return [answer.outcome for answer in answers]

    sandbox.fast_forward(HOUR - MINUTE)
    before = outcomes()
    sandbox.fast_forward(60 * DAY)

    assert ([Outcome.PENDING] * 3, [Outcome.VERIFIED] * 3) == (before, outcomes())


def test_a_callback_comes_without_being_asked_for(sandbox: Sandbox, clients: Any) -> None:
    """Of a flow that has ended by itself meanwhile."""
    sandbox.esign.settings.callbacks, sandbox.esign.settings.finish_after = "all", HOUR
    bodies: SimpleQueue[bytes] = SimpleQueue()

    def take(_: dict[str, str], __: str, body: bytes) -> int:
        bodies.put(body)
        return 200

    with listening(take) as url:
        flow_id = clients[2].start_face(faceauth_mode="ESIGN", notify_url=url, **FACE).data.flow_id
        sandbox.fast_forward(HOUR)
        assert flow_id.encode() in bodies.get(timeout=10)


def test_a_token_ends_early_and_the_next_one_as_it_says(sandbox: Sandbox) -> None:
    """The client fetches another one when the gateway refuses it, and tells its age by its own clock."""
    gateway = sandbox.esign
    with esign.Client(gateway.credentials, base_url=gateway.url, access="token") as client:

        def fetched() -> int:
            client.get_flow_outline(flow_id=gateway.sample_flow_id)
            return gateway.token_requests

        found = [fetched()]
        for seconds in (2 * HOUR - MINUTE, 2 * MINUTE, 100 * DAY):
            sandbox.fast_forward(seconds)
            found += [fetched(), fetched()]
    told = json.loads(token_request(sandbox.environment()).signed().send().body)["data"]["expiresIn"]

    assert [1, 1, 1, 2, 2, 3, 3] == found
    assert int(told) / 1000 - time.time() == pytest.approx(2 * HOUR, abs=60)


def test_what_is_told_of_times_is_of_the_clock(sandbox: Sandbox, clients: Any) -> None:
    """Of the past it stays as it was, of what begins it is true by the clients' clock."""
    client = clients[2]
    began = time.time() * 1000
    old = client.get_flow_outline(flow_id=client.create_indiv_auth_url().data.flow_id).data
    sandbox.fast_forward(10 * DAY)
    again = client.get_flow_outline(flow_id=old.flow_id).data
    started = client.start_face(faceauth_mode="ESIGN", **FACE).data
    sandbox.finish(started.flow_id)
    new = client.get_flow_outline(flow_id=started.flow_id).data
    facts = {"name": "示例科技有限公司", "org_code": "910000000000000000", "legal_rep_name": "李四"}
    flow_id = client.start_org_three_factors(**facts).data.flow_id
    client.transfer_random_amount(flow_id=flow_id, **ACCOUNT)
    days = {datetime.fromtimestamp(began / 1000, CHINA)}
    foresee = client.get_transfer_process(flow_id=flow_id).data.foresee
    ended = time.time() * 1000
    days.add(datetime.fromtimestamp(ended / 1000, CHINA))

    assert (old.create_time, old.modify_time) == (again.create_time, again.modify_time)
    told = [old.create_time, new.create_time, new.modify_time, started.expire - HOUR * 1000]
    assert [] == [each for each in told if not began - 1 <= each <= ended + 1]
    assert foresee in {f"{day + timedelta(days=3):%m-%d}" for day in days}
    assert [] == [record for record in sandbox.requests if not began <= record.at * 1000 <= ended]


def test_a_nonce_that_was_used_stays_used(sandbox: Sandbox) -> None:
    """The clock, by which requests are judged, has not moved: a minute old is a minute old."""
    request = alipay_request(sandbox.environment(), sandbox.alipay.issue_token(), round(time.time() * 1000)).signed()
    request.send()
    sandbox.fast_forward(HOUR)
    request.send()

    assert ["accepted", "invalid-request-data"] == [record.verdict for record in sandbox.requests]
    assert ALIPAY.path == sandbox.requests[0].path


@pytest.mark.parametrize("seconds", [-1, -0.001, nan, inf, -inf, True, "1", None, LONGEST_STEP + 1], ids=repr)
def test_time_goes_forward_only(seconds: Any, sandbox: Sandbox) -> None:
    """By a number of seconds; what is none moves no gateway."""
    later = [gateway.later() - time.time() for gateway in sandbox.gateways.values()]

    with pytest.raises(ValueError, match=f"seconds must be a number from 0 to {LONGEST_STEP}"):
        sandbox.fast_forward(seconds)

    assert later == pytest.approx([gateway.later() - time.time() for gateway in sandbox.gateways.values()], abs=0.5)
    sandbox.fast_forward(0)


def test_the_longest_step_breaks_nothing(sandbox: Sandbox, clients: Any) -> None:
    """Nor does another one after it; the reset brings the time back."""
    for _ in range(2):
        sandbox.fast_forward(LONGEST_STEP)
        for start in (_flow, _certification, _code, _transfer, _deposit):
            start(sandbox, clients)()
    sandbox.reset()

    assert [pytest.approx(time.time(), abs=60)] * 3 == [gateway.later() for gateway in sandbox.gateways.values()]


# ---- the clock -------------------------------------------------------------------------------------------------------


def test_a_clock_of_the_tests_own(sandbox: Sandbox) -> None:
    """What the gateways take for now, until the reset."""

    def verdict() -> str:
        esign_request(sandbox.environment(), round(NOW * 1000)).signed().send()
        return sandbox.requests[-1].verdict

    usual = sandbox.clock
    before = verdict()
    sandbox.clock = lambda: NOW
    during, at = verdict(), sandbox.requests[-1].at
    sandbox.reset()

    assert ("INVALID_TIMESTAMP", "accepted", NOW, "INVALID_TIMESTAMP") == (before, during, at, verdict())
    assert usual is sandbox.clock


def test_a_clock_that_is_none_is_refused(sandbox: Sandbox) -> None:
    """A number, or an instant, stands still: it is a function that is wanted."""
    instant: Any = NOW
    with pytest.raises(TypeError, match=r"such as time\.time"):
        sandbox.clock = instant

    assert callable(sandbox.clock)


def test_a_wrong_code_is_no_old_one(sandbox: Sandbox, clients: Any) -> None:
    """The twin of a code that grew old: in time it is refused for what it is, and the right one is accepted."""
    flow_id = clients[2].start_telecom3_factors(**PHONE).data.flow_id
    code = sandbox.esign.sent_code(flow_id)
    sandbox.fast_forward(14 * MINUTE)
    with pytest.raises(realname.ApiError) as caught:
        clients[2].verify_telecom3_factors_code(flow_id=flow_id, authcode=wrong(code))

    assert "30503002" == caught.value.code
    clients[2].verify_telecom3_factors_code(flow_id=flow_id, authcode=code)
