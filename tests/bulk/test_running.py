"""Many calls of a client whose gateway is mocked: what is called again, what ends a run, and that nothing is lost."""

import asyncio
import json
import pickle
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import aclosing, closing
from importlib import import_module
from typing import Any

import httpx
import pytest

from realname import ConfigurationError, Outcome, bulk
from realname.core.operation import Operation
from tests import facts
from tests.pairs import KeyPair
from tests.providers import Answer, Caller, Script

KINDS = ("sync", "async")
Run = Callable[..., list[bulk.Result[Any]]]


def operation(provider: str) -> Operation[Any, Any]:
    """What the client calls."""
    found: Operation[Any, Any] = getattr(import_module(f"realname_{provider}"), facts.main(provider).name.upper())
    return found


def items(provider: str, number: int) -> list[bulk.Item]:
    """So many items with documented arguments."""
    return [bulk.Item(key, facts.main(provider).minimal) for key in range(number)]


@pytest.fixture(params=KINDS)
def run(request: pytest.FixtureRequest) -> Run:
    """Run to the end, in threads or in tasks."""

    def run(caller: Caller, gateway: Any, asked: Iterable[bulk.Item], **options: Any) -> list[bulk.Result[Any]]:
        called = operation(caller.provider)
        if request.param == "sync":
            with closing(bulk.run(caller.client(gateway), called, asked, **options)) as results:
                return list(results)

        async def gather() -> list[bulk.Result[Any]]:
            client = caller.async_client(gateway)
            return [result async for result in bulk.arun(client, called, asked, **options)]

        return asyncio.run(gather())

    return run


def test_every_item_has_one_result(run: Run, callers: dict[str, Caller]) -> None:
    """At each provider, and more items than run at a time."""
    for provider, caller in callers.items():
        results = run(caller, caller.answer(), items(provider, 50), concurrency=4)

        assert [*range(50)] == sorted(result.key for result in results)  # type: ignore[type-var]
        assert {1} == {result.calls for result in results}
        assert all(result.is_answered and result.answer is not None for result in results)


def test_no_more_run_at_a_time_than_was_said(esign_caller: Caller) -> None:
    """Three threads meet in the gateway, and never a fourth."""
    inside, most, lock = [0], [0], threading.Lock()
    together = threading.Barrier(3)

    def gateway(request: httpx.Request) -> httpx.Response:
        with lock:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
        together.wait(10)
        with lock:
            inside[0] -= 1
        return esign_caller.answer()(request)

    client = esign_caller.client(gateway)

    assert 12 == len(list(bulk.run(client, operation("esign"), items("esign", 12), concurrency=3)))
    assert 3 == most[0]


def test_what_was_not_read_holds_back_what_comes_next(esign_caller: Caller) -> None:
    """So that a crash loses no more than so many results: every other one is in its reader's hands."""
    begun: list[bulk.Item] = []
    client = esign_caller.client(esign_caller.answer())
    results = bulk.run(client, operation("esign"), items("esign", 100), concurrency=3, begin=begun.append)

    for read in range(1, 21):
        assert next(results).is_answered
        assert read - 1 < len(begun) <= read - 1 + 3
    results.close()

    assert len(begun) <= 20 + 3


UNREACHED = (httpx.ConnectError, False)
UNANSWERED = (httpx.ReadTimeout, True)


@pytest.mark.usefixtures("no_waiting")
@pytest.mark.parametrize(
    ("provider", "failure", "calls"),
    [
        ("esign", UNREACHED, 3),
        ("esign", UNANSWERED, 3),
        ("alipay", UNREACHED, 3),
        ("alipay", UNANSWERED, 1),  # it may have acted
    ],
)
def test_what_may_be_called_again_is(
    provider: str, failure: tuple[Any, bool], calls: int, run: Run, callers: dict[str, Caller]
) -> None:
    """As often as was said; each call is one request and begins after its mark."""
    gateway = Script(failure[0])
    begun: list[bulk.Item] = []

    [result] = run(callers[provider], gateway, items(provider, 1), attempts=3, begin=begun.append)

    assert (calls, calls, calls) == (result.calls, len(gateway.requests), len(begun))
    assert ("TransportError", failure[1]) == (type(result.error).__name__, result.outcome_unknown)
    assert (calls == 3) is result.retryable is result.asks_again
    assert (None, Outcome.UNKNOWN, False) == (result.answer, result.outcome, result.is_answered)


@pytest.mark.usefixtures("no_waiting")
def test_a_later_call_is_answered(run: Run, esign_caller: Caller) -> None:
    """Then nothing is unknown any more."""
    gateway = Script(httpx.ReadTimeout, esign_caller.answer())

    [result] = run(esign_caller, gateway, items("esign", 1))

    assert (2, True, False) == (result.calls, result.is_answered, result.outcome_unknown)


@pytest.mark.usefixtures("no_waiting")
def test_too_many_calls_hold_all_and_do_not_use_up_attempts(run: Run, esign_caller: Caller) -> None:
    """The provider names the seconds, for everything that shares the pace."""
    pace = bulk.Pace(clock=lambda: 0.0)
    refused = Answer(429, b"", {"Retry-After": "40"})
    gateway = Script(refused, refused, refused, refused, esign_caller.answer())

    [result] = run(esign_caller, gateway, items("esign", 1), attempts=1, pace=pace)

    assert (5, True) == (result.calls, result.is_answered)
    assert 40 == pace.take()


@pytest.mark.usefixtures("no_waiting")
def test_too_many_calls_for_ever_are_a_result(run: Run, esign_caller: Caller) -> None:
    """An item does not stay in the run without end."""
    [result] = run(esign_caller, Script(Answer(429)), items("esign", 1))

    assert ("RateLimitError", 10, True) == (type(result.error).__name__, result.calls, result.asks_again)


@pytest.mark.parametrize(
    ("provider", "forged", "asks_again"), [("zoloz", True, True), ("zoloz", False, False), ("alipay", True, False)]
)
def test_what_is_not_authentic_is_asked_again_where_that_only_reads(
    provider: str, forged: bool, asks_again: bool, run: Run, callers: dict[str, Caller], stranger_keys: KeyPair
) -> None:
    """It is no answer. What acts may have acted."""
    caller = callers[provider]
    body = json.dumps(caller.main.success).encode()
    gateway = caller.answer(body, headers=caller.headers(body, by=stranger_keys)) if forged else caller.answer(body)

    [result] = run(caller, gateway, items(provider, 1))

    assert (not forged, asks_again, forged) == (result.is_answered, result.asks_again, result.outcome_unknown)
    assert not result.retryable


def test_what_breaks_the_contract_is_a_result_too(run: Run, esign_caller: Caller) -> None:
    """Nothing was sent for it; the others go on."""
    wrong = bulk.Item("wrong", {"flow_id": ""})

    results = {r.key: r for r in run(esign_caller, esign_caller.answer(), [wrong, *items("esign", 3)])}

    assert ("RequestError", False, False) == (
        type(results["wrong"].error).__name__,
        results["wrong"].asks_again,
        results["wrong"].outcome_unknown,
    )
    assert 3 == sum(result.is_answered for result in results.values())


def _broken(provider: str, after: int) -> Iterator[bulk.Item]:
    yield from items(provider, after)
    raise ZeroDivisionError


def _no_begin(_: bulk.Item) -> None:
    raise ZeroDivisionError


@pytest.mark.parametrize(("asked", "begin"), [(_broken("esign", 5), None), (items("esign", 5), _no_begin)])
def test_what_is_no_error_of_a_call_ends_the_run(asked: Any, begin: Any, run: Run, esign_caller: Caller) -> None:
    """It is raised, and without the frames that hold arguments."""
    asked = _broken("esign", 5) if isinstance(asked, Iterator) else asked

    with pytest.raises(ZeroDivisionError) as caught:
        run(esign_caller, esign_caller.answer(), asked, begin=begin)

    frames = [entry.frame.f_locals for entry in caught.traceback[1:]]
    assert [] == [values for values in frames if "item" in values]


@pytest.mark.parametrize("option", [{"concurrency": 0}, {"concurrency": 1.0}, {"attempts": 0}, {"concurrency": 5000}])
def test_what_cannot_be_right_is_refused(option: dict[str, Any], run: Run, esign_caller: Caller) -> None:
    """Before anything begins."""
    with pytest.raises(ConfigurationError, match="whole number from 1"):
        run(esign_caller, esign_caller.answer(), items("esign", 1), **option)


def test_a_run_that_is_stopped_yields_what_is_under_way(esign_caller: Caller) -> None:
    """And begins nothing."""
    stop, asked = threading.Event(), []

    def gateway(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        stop.set()
        return esign_caller.answer()(request)

    results = bulk.run(esign_caller.client(gateway), operation("esign"), items("esign", 1000), concurrency=4, stop=stop)

    found = list(results)

    assert 0 < len(asked) == len(found) <= 4


@pytest.mark.parametrize("held", ["pace", "rate"])
def test_a_run_that_is_stopped_does_not_wait(held: str, esign_caller: Caller) -> None:
    """Neither for the provider nor for its turn."""
    pace = bulk.Pace(0.001 if held == "rate" else None)
    pace.take()
    if held == "pace":
        pace.hold(300)
    stop = threading.Event()

    def asked() -> Iterator[bulk.Item]:
        yield items("esign", 1)[0]

    results = bulk.run(
        esign_caller.client(Script(esign_caller.answer())), operation("esign"), asked(), pace=pace, stop=stop
    )
    threading.Thread(target=stop.set).start()

    assert [] == list(results)


@pytest.mark.parametrize("by", ["closing it", "an interrupt"])
def test_whoever_leaves_ends_the_run(by: str, esign_caller: Caller) -> None:
    """No thread stays behind."""
    before = threading.active_count()
    client = esign_caller.client(esign_caller.answer())
    with closing(bulk.run(client, operation("esign"), items("esign", 500))) as results:
        assert next(results).is_answered
        if by == "an interrupt":
            with pytest.raises(KeyboardInterrupt):
                results.throw(KeyboardInterrupt())

    assert before == threading.active_count()


async def test_tasks_end_with_the_run(esign_caller: Caller) -> None:
    """Also where the results are not read to their end."""
    client = esign_caller.async_client(esign_caller.answer())
    async with aclosing(bulk.arun(client, operation("esign"), items("esign", 500))) as results:
        assert (await anext(results)).is_answered

    assert 1 == len(asyncio.all_tasks())


def test_a_result_shows_no_person(run: Run, zoloz_caller: Caller) -> None:
    """Neither the arguments nor the answer; and it travels between processes."""
    named = bulk.Item(1, facts.main("zoloz").minimal | {"user_id": "MARKER-7"}, {"name": "MARKER-7"})

    [result] = run(zoloz_caller, zoloz_caller.answer(), [named])

    assert "MARKER-7" not in repr(result)
    assert result.to_record() == pickle.loads(pickle.dumps(result)).to_record()  # noqa: S301


def test_a_record_holds_ids_and_no_person_unless_asked(esign_caller: Caller) -> None:
    """Sensitive fields of the answer stay out; what the item repeats is repeated."""
    body = facts.changed(facts.main("esign").success, "data.contextId", "MARKER-7")
    item = bulk.Item(3, facts.main("esign").minimal, {"customer": "C-1"})
    client = esign_caller.client(esign_caller.answer(body))
    [result] = bulk.run(client, operation("esign"), [item])
    flow_id = facts.main("esign").minimal["flow_id"]

    assert {
        "line": 3,
        "outcome": "pending",
        "ids": {"flowId": flow_id},
        "fields": {"customer": "C-1"},
        "request_id": None,
    } == result.to_record()
    assert "MARKER-7" in json.dumps(result.to_record(with_answer=True)["answer"])


def test_an_error_is_recorded_by_kind_and_code(esign_caller: Caller) -> None:
    """Not in the provider's words; a code that is none is not repeated."""
    refusal = {"code": 30500001, "message": "张三 MARKER-7", "data": None}
    hostile = {"code": "MARKER-7 " * 20, "message": "x", "success": False}
    client = esign_caller.client(Script(esign_caller.answer(refusal), esign_caller.answer(hostile)))

    results = list(bulk.run(client, operation("esign"), items("esign", 2), concurrency=1))
    first, second = (result.to_record() for result in results)

    assert ("NotFoundError", "30500001", False) == tuple(first["error"][k] for k in ("kind", "code", "asks_again"))
    assert "MARKER" not in json.dumps([first, second])
    assert {"unknown": 2} == Counter(record["outcome"] for record in (first, second))
