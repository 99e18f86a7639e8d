"""Waiting for what has not happened yet: from the contract, sync and async, and in no test for real."""

import asyncio
import inspect
import ssl
import threading
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from attrs import evolve

import realname
from realname import Outcome
from realname.core import waiting
from realname.core.codes import Code
from realname.core.waiting import without_waiting
from tests.core.judge import CASES, Case
from tests.facts import Operation, changed
from tests.providers import Answer, Caller, Handler, Script

WAITERS = [case for case in CASES if "x-waiter" in case.documented.described]
SPEAKING = [
    case
    for case in WAITERS
    if {"verified", "rejected", "pending"} <= case.documented.described.get("x-outcome", {}).keys()
]
"""Those whose answers say all that there is to be said; of the others the journeys' tests tell."""


class Clock:
    """Time that passes when someone pauses, and never otherwise."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    def sleep(self, seconds: float) -> None:
        """Let the time pass."""
        self.pauses.append(seconds)
        self.now += seconds

    async def async_sleep(self, seconds: float) -> None:
        """Let the time pass, in a task."""
        self.sleep(seconds)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """In the place of the real one."""
    clock = Clock()
    monkeypatch.setattr(waiting, "sleep", clock.sleep)
    monkeypatch.setattr(waiting, "async_sleep", clock.async_sleep)
    monkeypatch.setattr(waiting, "time", SimpleNamespace(monotonic=lambda: clock.now))
    return clock


def _unfinished(operation: Operation) -> dict[str, Any]:
    """A success for which the waiter goes on."""
    body = operation.success
    for place, value in operation.described["x-waiter"]["while"][0].items():
        body = changed(body, place, value[0] if isinstance(value, list) else value)
    return body


class Waiting:
    """A waiter of the contract in front of a mocked gateway."""

    def __init__(self, case: Case, caller: Caller) -> None:
        self.operation = case.documented
        self.caller = caller
        self.unfinished = caller.answer(_unfinished(self.operation), of=self.operation)
        self.name: str = self.operation.described["x-waiter"]["name"]

    @property
    def refusal(self) -> Answer:
        """A documented "no"."""
        refusal = self.operation.refusal
        return self.caller.answer(refusal.body, refusal.status, of=self.operation)

    def saying(self, word: str) -> Answer:
        """A success that says ``verified`` or another word."""
        return self.caller.answer(self.operation.saying(word), of=self.operation)

    async def outcomes(self, *steps: Any, **options: Any) -> list[Any]:
        """What comes of it, sync and async: the answer or the error. Each client goes through all steps."""
        found: list[Any] = []
        arguments = self.operation.minimal | options
        self.gateways = Script(*steps), Script(*steps)
        client, async_client = self.caller.client(self.gateways[0]), self.caller.async_client(self.gateways[1])
        try:
            found.append(getattr(client, self.name)(**arguments))
        except realname.RealnameError as error:
            found.append(error)
        try:
            found.append(await getattr(async_client, self.name)(**arguments))
        except realname.RealnameError as error:
            found.append(error)
        return found

    @property
    def calls(self) -> list[int]:
        """How many calls each client made."""
        return [len(gateway.requests) for gateway in self.gateways]


@pytest.fixture(params=SPEAKING, ids=repr)
def waiter(request: pytest.FixtureRequest, callers: dict[str, Caller]) -> Waiting:
    """Each waiter whose answers speak of someone."""
    return Waiting(request.param, callers[request.param.provider])


def test_a_waiter_is_there_for_each_operation_that_has_one(callers: dict[str, Caller]) -> None:
    """And for no other; only what may be repeated has one."""
    for case in CASES:
        described = case.documented.described.get("x-waiter")
        client: Any = callers[case.provider].module.Client
        assert (described is None) is (case.generated.waiter is None)
        if described is not None:
            assert case.documented.safe
            assert callable(getattr(client, described["name"]))
    assert WAITERS


def test_only_what_can_be_verified_can_be_required(callers: dict[str, Caller]) -> None:
    """A waiter whose answers never say yes does not offer to insist on it."""
    found = set()
    for case in WAITERS:
        method = getattr(callers[case.provider].module.Client, case.documented.described["x-waiter"]["name"])
        can_be = "verified" in case.documented.described.get("x-outcome", {})
        assert can_be is ("require_verified" in inspect.signature(method).parameters), case
        found.add(can_be)
    assert {True, False} == found


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("word", ["verified", "rejected"])
async def test_it_goes_on_until_it_is_over(word: str, waiter: Waiting) -> None:
    """And returns the last answer, whatever that says; asked to, it raises unless it says yes."""
    steps = [waiter.unfinished, waiter.unfinished, waiter.saying(word)]

    answers = await waiter.outcomes(*steps)
    required = await waiter.outcomes(*steps, require_verified=True)

    assert [Outcome(word)] * 2 == [answer.outcome for answer in answers]
    assert [3, 3] == waiter.calls
    if word == "verified":
        assert answers == required
    else:
        assert [(realname.RejectedError, answers[0])] * 2 == [(type(error), error.answer) for error in required]


async def test_pauses_grow_from_that_of_the_contract(waiter: Waiting, clock: Clock) -> None:
    """A fifth of each is chance, so that many clients do not come at once; there is a longest one."""
    await waiter.outcomes(waiter.unfinished)
    described = waiter.operation.described["x-waiter"]
    first = described["pause"]
    sync = clock.pauses[: len(clock.pauses) // 2]

    for number, pause in enumerate(sync[:5]):
        assert first * 1.5**number * 0.8 <= pause <= first * 1.5**number * 1.2
    assert max(clock.pauses) <= first * 8 * 1.2
    assert len(set(clock.pauses)) > len(clock.pauses) // 2


async def test_the_limit_ends_it_with_the_last_answer(waiter: Waiting, clock: Clock) -> None:
    """Before a pause that would go beyond; the limit is the contract's, or the caller's."""
    for limit in (None, 5 * waiter.operation.described["x-waiter"]["pause"]):
        started = clock.now
        options = {} if limit is None else {"timeout": limit}

        for error in await waiter.outcomes(waiter.unfinished, **options):
            assert isinstance(error, realname.WaitTimeoutError)
            assert _unfinished(waiter.operation).keys() == error.answer.to_wire().keys()  # type: ignore[attr-defined]
            assert (Outcome.PENDING, waiter.operation.name) == (error.outcome, error.operation)
        whole = limit or waiter.operation.described["x-waiter"]["limit"]
        assert 0 < (clock.now - started) / 2 <= whole


async def test_it_ends_though_time_stands_still(waiter: Waiting, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a test that freezes it: the pauses count by themselves."""
    monkeypatch.setattr(waiting, "time", SimpleNamespace(monotonic=lambda: 0.0))

    for error in await waiter.outcomes(*[waiter.unfinished] * 1000, waiter.saying("verified"), timeout=100.0):
        assert isinstance(error, realname.WaitTimeoutError)
    assert 0 < clock.now / 2 <= 100.0


def _untrusted(_: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("certificate verify failed") from ssl.SSLCertVerificationError()


TRANSIENT: list[Any] = [httpx.ConnectError, httpx.ReadTimeout, Answer(429), Answer(503, b"<html>")]


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("failure", TRANSIENT, ids=str)
async def test_a_failure_that_passes_does_not_end_it(failure: Any, waiter: Waiting) -> None:
    """Not even where all attempts of a call are used up; if it does not pass, it is told beside the limit."""
    answers = await waiter.outcomes(*[failure] * 4, waiter.saying("verified"))
    errors = await waiter.outcomes(waiter.unfinished, failure, timeout=60.0)

    assert [Outcome.VERIFIED] * 2 == [answer.outcome for answer in answers]
    for error in errors:
        assert isinstance(error, realname.WaitTimeoutError)
        assert isinstance(error.__cause__, realname.TransportError | realname.ApiError)
        assert Outcome.PENDING is error.outcome


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (lambda waiter: waiter.refusal, realname.ApiError),
        (lambda _: Answer(403), realname.AccessDeniedError),
        (lambda _: Answer(200, b"<html>"), realname.RealnameError),
        (lambda _: _untrusted, realname.TransportError),
    ],
    ids=["refusal", "no access", "no JSON", "no trust"],
)
async def test_a_failure_that_stays_ends_it_at_once(
    answer: Callable[[Waiting], Handler], kind: type[Exception], waiter: Waiting, clock: Clock
) -> None:
    """Asking again would change nothing."""
    for error in await waiter.outcomes(answer(waiter)):
        assert isinstance(error, kind)
        assert not isinstance(error, realname.WaitTimeoutError)
    assert [1, 1] == waiter.calls
    assert [] == clock.pauses


async def test_wrong_arguments_are_refused_before_anything_is_sent(waiter: Waiting) -> None:
    """As at the operation itself; and so is a limit that is none."""
    name = next(iter(waiter.operation.minimal))

    errors = [
        *await waiter.outcomes(waiter.unfinished, **{name: 7}),
        *await waiter.outcomes(waiter.unfinished, timeout=0),
    ]

    assert [realname.RequestError] * 2 + [realname.ConfigurationError] * 2 == [type(error) for error in errors]
    assert [0, 0] == waiter.calls


async def test_without_waiting_no_time_passes(waiter: Waiting, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user's tests of ten minutes' waiting are over at once, limits and all."""
    pauses: list[float] = []
    ours = threading.current_thread()

    def sleep(seconds: float) -> None:
        if threading.current_thread() is ours:  # a sandbox may be running beside
            pauses.append(seconds)

    async def async_sleep(seconds: float) -> None:
        sleep(seconds)

    monkeypatch.setattr(time, "sleep", sleep)
    monkeypatch.setattr(asyncio, "sleep", async_sleep)

    with without_waiting():
        answers = await waiter.outcomes(*[waiter.unfinished] * 5, waiter.saying("verified"), timeout=600.0)
        errors = await waiter.outcomes(waiter.unfinished, timeout=600.0)

    assert [Outcome.VERIFIED] * 2 == [answer.outcome for answer in answers]
    assert [realname.WaitTimeoutError] * 2 == [type(error) for error in errors]
    assert {0} == set(pauses)


# ---- what no operation of today's contracts needs ----


def _waited(case: Case, caller: Caller, gateway: Script, **changes: Any) -> Any:
    request = case.generated.request(**case.documented.minimal)
    try:
        return caller.client(gateway)._wait(evolve(case.generated, **changes), request, limit=600.0)
    except realname.RealnameError as error:
        return error


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("case", SPEAKING, ids=repr)
def test_not_yet_told_as_a_failure_does_not_end_it(case: Case, callers: dict[str, Caller]) -> None:
    """A code of kind pending is waited for like an unfinished answer."""
    caller, operation = callers[case.provider], case.documented
    refusal = operation.refusal
    not_yet = caller.answer(refusal.body, refusal.status, of=operation)
    codes = {refusal.code: Code(kind="pending")}

    answer = _waited(
        case, caller, Script(not_yet, not_yet, caller.answer(operation.saying("verified"), of=operation)), codes=codes
    )
    error = _waited(case, caller, Script(not_yet), codes=codes)

    assert Outcome.VERIFIED is answer.outcome
    assert isinstance(error, realname.WaitTimeoutError)
    assert (Outcome.PENDING, realname.PendingError) == (error.outcome, type(error.__cause__))


@pytest.mark.parametrize("case", SPEAKING, ids=repr)
def test_a_state_that_no_list_has_is_an_error_where_the_end_is_listed(case: Case, callers: dict[str, Caller]) -> None:
    """With `until`, what is neither unfinished nor finished is not taken for an end."""
    assert case.generated.waiter is not None
    caller, operation = callers[case.provider], case.documented
    waiter = case.generated.waiter._replace(finished=case.generated.answer.OUTCOME.verified)
    gateways = [Script(caller.answer(operation.saying(word), of=operation)) for word in ("verified", "rejected")]

    answer, error = (_waited(case, caller, gateway, waiter=waiter) for gateway in gateways)

    assert Outcome.VERIFIED is answer.outcome
    assert isinstance(error, realname.UndecidedError)
    assert (operation.name, Outcome.REJECTED) == (error.operation, error.answer.outcome)  # type: ignore[attr-defined]
