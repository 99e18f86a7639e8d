"""A person's part, played by the id alone: whichever gateway has started what has this id."""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from attrs import field, frozen

import realname
from realname import Outcome
from realname.sandbox import Sandbox
from tests.callers import ALIPAY, FLOW_ID

PERSON = {"cert_name": "张三", "cert_no": "110101199001010000", "cert_type": "IDENTITY_CARD"}


@frozen
class Started:
    """Something that waits for a person: its id, and how it is asked about."""

    name: str
    query: Callable[[], Any] = field(repr=False)

    @property
    def outcome(self) -> Outcome:
        """What the answer to a query says of the person."""
        try:
            found: Outcome = self.query().outcome
        except (realname.PendingError, realname.RejectedError) as error:
            return error.outcome
        return found


def _transaction(sandbox: Sandbox, client: Any) -> Started:
    sandbox.zoloz.enroll("user-1")
    name = client.initialize(biz_id="1", user_id="user-1", meta_info="MOB_H5").transaction_id
    return Started(name, lambda: client.checkresult(biz_id="1", transaction_id=name))


def _certification(_: Sandbox, client: Any) -> Started:
    name = client.initialize_face_verification(outer_order_no="n1", **PERSON).certify_id
    return Started(name, lambda: client.query_face_verification(certify_id=name))


def _flow(_: Sandbox, client: Any) -> Started:
    name = client.create_indiv_auth_url().data.flow_id
    return Started(name, lambda: client.get_flow_detail(flow_id=name))


STARTS: dict[str, Callable[[Sandbox, Any], Started]] = {
    "zoloz": _transaction,
    "alipay": _certification,
    "esign": _flow,
}
Start = Callable[[], Started]


@pytest.fixture(params=STARTS)
def start(sandbox: Sandbox, request: pytest.FixtureRequest) -> Iterator[Start]:
    """Starts something at each provider."""
    gateway = getattr(sandbox, request.param)
    with import_module(f"realname.{request.param}").Client(gateway.credentials, base_url=gateway.url) as client:
        yield lambda: STARTS[request.param](sandbox, client)


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        ("verified", ["verified"]),
        ("rejected", ["rejected"]),
        ("pending", ["pending"]),
        (("pending", "pending", "verified"), ["pending", "pending", "verified"]),
        (["pending", "rejected"], ["pending", "rejected"]),
    ],
    ids=str,
)
def test_what_the_queries_are_told(start: Start, sandbox: Sandbox, outcome: Any, told: list[str]) -> None:
    """One outcome, or one for each query; the last one stays, and nobody else is told of it."""
    other, started = start(), start()
    sandbox.finish(started.name, outcome=outcome)

    assert [*told, told[-1]] == [started.outcome.value for _ in range(len(told) + 1)]
    assert Outcome.PENDING is other.outcome


def test_verified_is_meant_where_nothing_is_said(start: Start, sandbox: Sandbox) -> None:
    """And it happens once."""
    started = start()
    sandbox.finish(started.name)

    assert Outcome.VERIFIED is started.outcome
    with pytest.raises(ValueError, match="has ended"):
        sandbox.finish(started.name, outcome="rejected")


@pytest.mark.parametrize("outcome", ["passed", "", [], ["verified", "no"]], ids=str)
def test_an_outcome_that_there_is_not(start: Start, sandbox: Sandbox, outcome: Any) -> None:
    """It is refused, and changes nothing."""
    started = start()
    with pytest.raises(ValueError, match="verified, rejected"):
        sandbox.finish(started.name, outcome=outcome)

    assert Outcome.PENDING is started.outcome


@pytest.mark.parametrize("start", ["alipay", "esign"], indirect=True)
def test_the_time_runs_out(start: Start, sandbox: Sandbox) -> None:
    """Before the person has come, also one who would come by themselves from now on; another one's has not."""
    sandbox.esign.settings.expired_flow_readable = False
    started, other = start(), start()
    sandbox.expire(started.name)
    for gateway in sandbox.gateways.values():
        gateway.settings.finish_after = 0
    sandbox.fast_forward(1)

    with pytest.raises(realname.ApiError) as caught:
        started.query()
    assert caught.value.code in {"QUERY_CERTIFYID_EXPIRED", "30500003"}
    with pytest.raises(ValueError, match=r"too late|has expired"):
        sandbox.finish(started.name)
    assert Outcome.VERIFIED is other.outcome


@pytest.mark.parametrize("start", ["alipay", "esign"], indirect=True)
def test_what_has_ended_does_not_run_out(start: Start, sandbox: Sandbox) -> None:
    """A yes stays a yes."""
    started = start()
    sandbox.finish(started.name)
    with pytest.raises(ValueError, match=r"has ended|waits for its person"):
        sandbox.expire(started.name)

    assert Outcome.VERIFIED is started.outcome


@pytest.mark.parametrize("start", ["zoloz"], indirect=True)
def test_a_transaction_does_not_run_out(start: Start, sandbox: Sandbox) -> None:
    """No page says how long it lives: it is said, and it still waits."""
    started = start()
    with pytest.raises(ValueError, match="not stated"):
        sandbox.expire(started.name)

    sandbox.finish(started.name)
    assert Outcome.VERIFIED is started.outcome


def test_an_id_that_there_is_not(sandbox: Sandbox) -> None:
    """It is not shown: it may be somebody's at another sandbox. The flow of the documented sample is there."""
    for play in (sandbox.finish, sandbox.expire):
        with pytest.raises(ValueError, match="nothing has this id") as caught:
            play("G-nobody")
        assert "G-nobody" not in str(caught.value)
    sandbox.finish(FLOW_ID)


def test_a_one_time_token_is_told_in_turn(sandbox: Sandbox) -> None:
    """What its queries give stands in it from the start, as a sequence as well."""
    told = ["WAITING_VERIFY", "WAITING_VERIFY", "SUCCESS"]
    token = sandbox.alipay.issue_token(results=told)
    arguments = ALIPAY.minimal | {name: getattr(token, name) for name in ALIPAY.minimal if hasattr(token, name)}
    with import_module("realname.alipay").Client(sandbox.alipay.credentials, base_url=sandbox.alipay.url) as client:
        assert told == [client.query_jobworth_authentication(**arguments).identity_result for _ in told]

    with pytest.raises(ValueError, match="nothing has this id"):
        sandbox.finish(token.once_token)


@pytest.mark.parametrize("seconds", [-1.0, float("nan"), "0"])
def test_a_time_that_cannot_be_is_refused_by_every_gateway(seconds: Any, sandbox: Sandbox) -> None:
    """At once, and what it was stays."""
    for gateway in sandbox.gateways.values():
        gateway.settings.finish_after = None
        with pytest.raises((ValueError, TypeError)):
            gateway.settings.finish_after = seconds

        assert gateway.settings.finish_after is None
