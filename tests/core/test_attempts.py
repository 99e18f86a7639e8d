"""`on_attempt`: each attempt is told once, with what became of it, and nothing that was sent or answered."""

import asyncio
import logging
import os
from contextlib import nullcontext, suppress
from functools import partial
from typing import Any

import attrs
import httpx
import pytest

import realname
from realname import bulk, esign, fast
from realname.core import waiting
from realname.core.errors import ConfigurationError
from tests import facts
from tests.facts import changed
from tests.peers import peer
from tests.providers import Answer, Caller, Script

pytestmark = pytest.mark.usefixtures("no_waiting")

ARGUMENTS = facts.main("esign").minimal
Told = list[realname.Attempt]
Short = list[tuple[object, ...]]


@pytest.fixture(params=facts.PROVIDERS)
def caller(request: pytest.FixtureRequest, callers: dict[str, Caller]) -> Caller:
    """Each provider."""
    return callers[request.param]


def _short(told: Told) -> Short:
    """What a test looks at: which attempt, how it ended, and whether another one is due."""
    return [(each.number, each.result, each.error, each.pause is not None) for each in told]


async def _both(caller: Caller, gateway: Any, **options: Any) -> list[Told]:
    """What is told of one call, sync and async."""
    found: list[Told] = [[], []]
    with suppress(realname.RealnameError):
        caller.ask(caller.client(gateway, on_attempt=found[0].append, **options))
    with suppress(realname.RealnameError):
        await caller.ask(caller.async_client(gateway, on_attempt=found[1].append, **options))
    return found


# ---- how an attempt ends ----


async def test_an_answer_is_told(caller: Caller) -> None:
    """With the names that stand in code, and the provider's id of the exchange."""
    for told in await _both(caller, caller.answer()):
        assert [(1, "answered", None, False)] == _short(told)
        (attempt,) = told
        assert (caller.provider, caller.main.name, 200) == (attempt.provider, attempt.operation, attempt.http_status)
        assert attempt.kind is None
        assert (attempt.request_id is not None) == (caller.provider == "alipay")  # only these answers carry one
        assert 0 < attempt.duration < 60


@pytest.mark.parametrize(
    ("failure", "result", "error"),
    [
        (httpx.ConnectError, "not-sent", "TransportError"),
        (httpx.PoolTimeout, "not-sent", "TransportError"),
        (httpx.ReadTimeout, "no-answer", "TransportError"),
        (httpx.RemoteProtocolError, "no-answer", "TransportError"),
        (Answer(429), "refused", "RateLimitError"),
        (Answer(503, b"<html>"), "refused", "ServerError"),
    ],
    ids=str,
)
async def test_each_attempt_is_told(failure: Any, result: str, error: str, esign_caller: Caller) -> None:
    """With whether another one follows; the second one is judged by itself, whatever may have arrived before."""
    steps = [failure, httpx.ConnectError, esign_caller.answer()]
    gateway = Script(*steps, *steps)

    for told in await _both(esign_caller, gateway):
        assert [
            (1, result, error, True),
            (2, "not-sent", "TransportError", True),
            (3, "answered", None, False),
        ] == _short(told)


async def test_no_attempt_follows_the_last_one(esign_caller: Caller) -> None:
    """Of as many as there may be."""
    for told in await _both(esign_caller, Answer(500), attempts=2):
        assert [(1, True), (2, False)] == [(each.number, each.pause is not None) for each in told]
        assert {("server", 500)} == {(each.kind, each.http_status) for each in told}


async def test_what_cannot_be_believed_or_read_is_told_as_that(alipay_caller: Caller) -> None:
    """A forged answer, and an authentic one of another shape."""
    body = b"{}"
    forged = alipay_caller.answer(body, headers=alipay_caller.headers(b"[]"))
    for told in await _both(alipay_caller, forged):
        assert [(1, "not-authentic", "SignatureError", False)] == _short(told)
    for told in await _both(alipay_caller, alipay_caller.answer(b"[]")):
        assert [(1, "not-the-contract", "DecodeError", False)] == _short(told)


async def test_what_is_refused_before_it_is_sent_is_no_attempt(caller: Caller) -> None:
    """Arguments that break the contract."""
    told: Told = []
    name = next(iter(caller.main.minimal))
    with pytest.raises(realname.RequestError):
        caller.ask(caller.client(caller.answer(), on_attempt=told.append), **dict[str, Any]({name: 7}))

    assert told == []


async def test_a_closed_client_sends_nothing(esign_caller: Caller) -> None:
    """And that is told as an attempt of which nothing left."""
    told: Told = []
    client = esign_caller.client(esign_caller.answer(), on_attempt=told.append)
    client.close()
    with pytest.raises(ConfigurationError):
        esign_caller.ask(client)

    assert [(1, "not-sent", "ConfigurationError", False)] == _short(told)


def test_a_hook_of_the_users_client_that_breaks_off_is_told(esign_caller: Caller) -> None:
    """What is not of the exchange has no meaning of its own."""
    told: Told = []

    def fail(_: httpx.Request) -> None:
        raise LookupError("13812345678")

    http = httpx.Client(transport=httpx.MockTransport(esign_caller.answer()), event_hooks={"request": [fail]})
    with pytest.raises(LookupError):
        esign_caller.ask(esign_caller.client(esign_caller.answer(), http_client=http, on_attempt=told.append))

    assert [(1, "interrupted", "LookupError", False)] == _short(told)


async def test_a_cancelled_attempt_is_told(esign_caller: Caller) -> None:
    """While it waits for its answer. A pause that is cancelled is no attempt."""
    told: Told = []

    async def never(_: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    http = httpx.AsyncClient(transport=httpx.MockTransport(never))
    client = esign_caller.async_client(esign_caller.answer(), http_client=http, on_attempt=told.append)
    task = asyncio.ensure_future(esign_caller.ask(client))
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    assert [(1, "interrupted", "CancelledError", False)] == _short(told)


def test_ctrl_c_is_told(esign_caller: Caller) -> None:
    """In a sync client."""
    told: Told = []

    def interrupt(_: httpx.Request) -> httpx.Response:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        esign_caller.ask(esign_caller.client(interrupt, on_attempt=told.append))

    assert [(1, "interrupted", "KeyboardInterrupt", False)] == _short(told)


# ---- every way to call ----


async def test_a_call_without_a_contract_is_told(caller: Caller) -> None:
    """Under the name that it has in the log: its path may hold an id of a person."""
    told: Told = []
    client = caller.client(Answer(500), on_attempt=told.append)
    with pytest.raises(realname.RealnameError):
        client.call("GET", "/v1/persons/13812345678")

    assert ["call"] == [each.operation for each in told]
    assert "13812345678" not in repr(told)


def test_views_waiters_and_raw_calls_are_told(esign_caller: Caller) -> None:
    """Each call of a waiter is one by itself; the two calls of a view are, too."""
    told: Told = []
    gateway = Script(
        *(
            esign_caller.answer(changed(esign_caller.main.success, "data.flowStatus", state))
            for state in ("ING", "FAIL")
        )
    )
    client = esign_caller.client(gateway, on_attempt=told.append)

    client.wait_for_flow(**ARGUMENTS, timeout=60)
    client.with_options(attempts=1).get_flow_outline(**ARGUMENTS)
    client.with_raw_response.get_flow_outline(**ARGUMENTS)

    assert 4 * [(1, "answered", None, False)] == _short(told)


def test_bulk_calls_are_told(esign_caller: Caller) -> None:
    """Each sends once, so what is called again is a call by itself."""
    told: Told = []
    gateway = Script(Answer(500), esign_caller.answer())
    client = esign_caller.client(gateway, on_attempt=told.append)
    items = [bulk.Item(number, ARGUMENTS) for number in range(3)]

    assert 3 == len(list(bulk.run(client, esign.GET_FLOW_OUTLINE, items, concurrency=1)))
    assert [(1, "refused", "ServerError", False), *3 * [(1, "answered", None, False)]] == _short(told)


def test_calls_over_fast_connections_are_told(esign_caller: Caller) -> None:
    """They go another way through httpx, and through the same pipeline."""
    told: Told = []
    with peer(lambda *_: False) as found, fast.Pool() as pool:  # the connection ends without an answer
        client = esign.Client(esign_caller.credentials, base_url=found.url, http_client=pool, on_attempt=told.append)
        with pytest.raises(realname.TransportError):
            client.get_flow_outline(**ARGUMENTS)

    assert ["no-answer"] * 3 == [each.result for each in told]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_child_tells_in_its_own_process(esign_caller: Caller) -> None:
    """What the parent is told of is the parent's."""
    told: Told = []
    client = esign_caller.client(
        esign_caller.answer(),
        http_client=lambda: httpx.Client(transport=httpx.MockTransport(esign_caller.answer())),
        on_attempt=told.append,
    )
    esign_caller.ask(client)
    child = os.fork()
    if not child:
        esign_caller.ask(client)
        os._exit(len(told))
    _, status = os.waitpid(child, 0)

    assert 2 == os.waitstatus_to_exitcode(status)
    assert 1 == len(told)


# ---- what the listener may do ----


@pytest.mark.parametrize("gateway", [None, Answer(500)], ids=["answered", "refused"])
async def test_a_listener_that_fails_changes_no_call(
    gateway: Any, esign_caller: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    """It is said once, without what the exception holds."""

    def fail(_: realname.Attempt) -> None:
        raise LookupError("13812345678")

    with caplog.at_level(logging.WARNING):
        client = esign_caller.client(gateway or esign_caller.answer(), on_attempt=fail)
        for _ in range(2):
            with nullcontext() if gateway is None else pytest.raises(realname.ServerError) as found:
                esign_caller.ask(client)
            assert found is None or found.value.__context__ is None

    assert ["on_attempt raised LookupError; calls go on, and this is said once"] == caplog.messages
    assert "13812345678" not in caplog.text


class _Awaited:
    """What can be called, and does nothing before it is awaited."""

    async def __call__(self, attempt: realname.Attempt) -> None:
        """Do nothing."""


@pytest.mark.parametrize(
    "listener",
    ["print", 7, asyncio.sleep, partial(asyncio.sleep, 0), _Awaited()],
    ids=["text", "number", "async", "async with arguments", "async object"],
)
def test_what_is_no_plain_function_is_refused(listener: Any, caller: Caller) -> None:
    """At construction: a coroutine would never run."""
    with pytest.raises(ConfigurationError, match="on_attempt"):
        caller.client(caller.answer(), on_attempt=listener)


def test_an_attempt_is_frozen_and_holds_only_plain_values(esign_caller: Caller) -> None:
    """Words, numbers, and None."""
    told: Told = []
    esign_caller.ask(esign_caller.client(esign_caller.answer(), on_attempt=told.append))

    assert {str, int, float, type(None)} >= {type(value) for value in attrs.astuple(told[0])}
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        told[0].number = 2  # type: ignore[misc]


def test_without_a_listener_nothing_is_made(esign_caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """No attempt is built, and no clock is read for it."""
    from realname.core import attempt

    monkeypatch.setattr(attempt.Telling, "__call__", None)
    monkeypatch.setattr(attempt, "Attempt", None)
    gateway = Script(Answer(500), esign_caller.answer())
    esign_caller.ask(esign_caller.client(gateway))

    assert 2 == len(gateway.requests)


def test_the_pause_is_the_one_that_is_made(esign_caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where the answer asks for one."""
    told: Told = []
    slept: list[float] = []
    monkeypatch.setattr(waiting, "sleep", slept.append)
    gateway = Script(Answer(429, headers={"Retry-After": "2"}), httpx.ConnectError, esign_caller.answer())
    esign_caller.ask(esign_caller.client(gateway, on_attempt=told.append))

    assert 2.0 == slept[0]
    assert [*slept, None] == [each.pause for each in told]


# ---- tokens ----


REJECTED = Answer(401, {"success": False, "code": 401, "message": "TOKEN错误"})


def _token(name: str) -> Answer:
    return Answer(200, {"code": 0, "message": "成功", "data": {"token": name, "expiresIn": 9_999_999_999_999}})


def _named(told: Told) -> Short:
    return [(each.operation, each.number, each.result) for each in told]


async def test_a_fetch_of_a_token_is_told_under_its_own_name(esign_caller: Caller) -> None:
    """Before the attempt that it was for, and not again while the token is good."""
    steps: list[Any] = [_token("a"), esign_caller.answer(), REJECTED, _token("b"), esign_caller.answer()]
    told: Told = []
    client = esign_caller.client(Script(*steps), access="token", on_attempt=told.append)
    async_client = esign_caller.async_client(Script(*steps), access="token", on_attempt=told.append)
    for _ in range(2):
        esign_caller.ask(client)
    for _ in range(2):
        await esign_caller.ask(async_client)

    fetched, asked = ("fetch_token", 1, "answered"), ("get_flow_outline", 1, "answered")
    assert 2 * [fetched, asked, fetched, asked] == _named(told)
    assert [200] * 8 == [each.http_status for each in told]


@pytest.mark.parametrize(
    ("failure", "result"),
    [
        (httpx.ReadTimeout, "no-answer"),
        (Answer(200, {"code": 1, "message": "m"}), "refused"),
        (Answer(200), "not-the-contract"),
    ],
    ids=["no answer", "refused", "empty"],
)
async def test_a_token_that_does_not_come_is_told(failure: Any, result: str, esign_caller: Caller) -> None:
    """The operation itself was not sent."""
    for told in await _both(esign_caller, Script(failure), access="token"):
        assert [("fetch_token", 1, result), ("get_flow_outline", 1, "not-sent")] == _named(told)
        assert told[0].error == told[1].error is not None


async def test_a_token_is_told_with_the_attempt_that_fetched_it(esign_caller: Caller) -> None:
    """And with no later one of the call."""
    steps: list[Any] = [httpx.ConnectError, _token("a"), Answer(500), esign_caller.answer()]
    for told in await _both(esign_caller, Script(*steps * 2), access="token"):
        assert [
            ("fetch_token", 1, "not-sent"),
            ("get_flow_outline", 1, "not-sent"),
            ("fetch_token", 2, "answered"),
            ("get_flow_outline", 2, "refused"),
            ("get_flow_outline", 3, "answered"),
        ] == _named(told)


async def test_what_was_answered_before_the_token_failed_was_sent(esign_caller: Caller) -> None:
    """The gateway refused the old token, and gives no new one."""
    steps: list[Any] = [_token("a"), esign_caller.answer(), REJECTED, httpx.ReadTimeout]
    told: Told = []
    client = esign_caller.client(Script(*steps), access="token", on_attempt=told.append)
    esign_caller.ask(client)
    with pytest.raises(realname.TransportError):
        esign_caller.ask(client)

    assert [("fetch_token", 1, "no-answer"), ("get_flow_outline", 1, "no-answer")] == _named(told)[2:]


def test_a_bare_auth_tells_nobody(esign_caller: Caller) -> None:
    """It has no client of ours."""
    auth = esign.TokenAuth(esign_caller.credentials)
    with httpx.Client(transport=httpx.MockTransport(Script(_token("a"), Answer(200, {})))) as http:
        assert 200 == http.get("https://gateway.example/", auth=auth).status_code


def test_nothing_of_an_exchange_is_in_what_is_told(caller: Caller) -> None:
    """No argument, no key and none of the provider's words."""
    told: Told = []
    client = caller.client(Answer(403, {"message": "张三"}), on_attempt=told.append)
    with pytest.raises(realname.RealnameError):
        caller.ask(client)

    for value in ("张三", *(str(value) for value in caller.main.minimal.values() if len(str(value)) > 2)):
        assert value not in repr(told)
