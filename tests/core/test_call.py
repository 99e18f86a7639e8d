"""The call pipeline: what goes out, what is repeated, when it is given up, and what the user's client may change."""

import asyncio
import gc
import logging
import ssl
import threading
import weakref
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest

import realname
from realname import alipay
from realname.core import deadline, waiting
from tests.facts import changed
from tests.providers import BASE_URL, Answer, Caller, Script

pytestmark = pytest.mark.usefixtures("no_waiting")


@pytest.fixture
def safe(esign_caller: Caller) -> Caller:
    """A provider whose operation may be repeated."""
    assert esign_caller.main.safe
    return esign_caller


@pytest.fixture
def consuming(alipay_caller: Caller) -> Caller:
    """A provider whose operation uses up a token."""
    assert not alipay_caller.main.safe
    return alipay_caller


NEVER_LEFT: list[type[httpx.TransportError]] = [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout]
FAILURES = [*NEVER_LEFT, httpx.ReadTimeout, httpx.WriteTimeout, httpx.ReadError, httpx.RemoteProtocolError]
Failure = Answer | type[httpx.TransportError]


def _count(gateway: Script) -> int:
    return len(gateway.requests)


# ---- repetition ----


@pytest.mark.parametrize("failure", [*FAILURES, Answer(429), Answer(500), Answer(503, b"<html>")], ids=str)
async def test_a_safe_operation_is_repeated(failure: Failure, safe: Caller) -> None:
    """After a broken connection, 429 and 5xx; sync and async."""
    answer = safe.answer()
    gateway = Script(failure, failure, answer, failure, failure, answer)

    answers = await safe.both(gateway)

    assert [safe.main.success["code"]] * 2 == [answer.code for answer in answers]
    assert 6 == _count(gateway)


async def test_every_attempt_is_signed_afresh(safe: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bytes to the same address, under the time of the attempt."""
    clock = iter(range(1_700_000_000_000, 1_700_000_000_009))
    gateway = Script(httpx.ReadTimeout, Answer(500), safe.answer())
    client = safe.client(gateway)
    monkeypatch.setattr(client._gateway.auth, "_now_ms", lambda: next(clock))

    safe.ask(client)

    times = [request.headers["X-Tsign-Open-Ca-Timestamp"] for request in gateway.requests]
    assert ["1700000000000", "1700000000001", "1700000000002"] == times
    assert 1 == len({(request.url, request.content) for request in gateway.requests})


@pytest.mark.parametrize(
    "failure", [Answer(400), Answer(401), Answer(302), Answer(200, {"code": 30500000, "message": "m"})], ids=str
)
async def test_an_answer_is_not_repeated(failure: Answer, safe: Caller) -> None:
    """What the provider decided stays decided; also a 200 that refuses."""
    gateway = Script(failure)

    assert all(isinstance(error, realname.RealnameError) for error in await safe.both(gateway))
    assert 2 == _count(gateway)


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure.__name__)
async def test_a_consuming_operation_is_repeated_only_if_it_never_left(
    failure: type[httpx.TransportError], consuming: Caller
) -> None:
    """Whatever may have reached the provider may have used up the token."""
    never_left = failure in NEVER_LEFT
    gateway = Script(failure)

    for error in await consuming.both(gateway):
        assert isinstance(error, realname.TransportError)
        assert never_left is not error.outcome_unknown
    assert (6 if never_left else 2) == _count(gateway)


@pytest.mark.parametrize("status", [202, 400, 429, 500, 502])
def test_a_consuming_operation_is_not_repeated_after_any_answer(status: int, consuming: Caller) -> None:
    """Not even after 429 and 5xx."""
    gateway = Script(Answer(status))

    with pytest.raises(realname.RealnameError):
        consuming.call(gateway)

    assert 1 == _count(gateway)


@pytest.mark.parametrize("attempts", [1, 2, 3])
def test_attempts_count_the_first_one(attempts: int, safe: Caller) -> None:
    """The last failure is what is raised."""
    gateway = Script(Answer(503))

    with pytest.raises(realname.ServerError):
        safe.call(gateway, attempts=attempts)

    assert attempts == _count(gateway)


@pytest.mark.parametrize(
    ("header", "wait"),
    [("0", 0.0), ("7", 7.0), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0), ("soon", None), ("", None), ("-1", None)],
)
async def test_a_wait_that_the_provider_asks_for_is_kept(
    header: str, wait: float | None, safe: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Retry-After is a number of seconds or a date; anything else leaves the usual pause, half of which is chance."""
    waits: list[float] = []

    async def note(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(waiting, "sleep", waits.append)
    monkeypatch.setattr(waiting, "async_sleep", note)
    refusal = Answer(429, b"", {"Retry-After": header})

    await safe.both(Script(refusal, safe.answer(), refusal, safe.answer()))

    assert 2 == len(waits)
    assert all(0.1 <= seconds <= 0.2 if wait is None else wait == seconds for seconds in waits)


async def test_a_wait_beyond_the_deadline_is_not_begun(safe: Caller) -> None:
    """The caller hears of it at once instead."""
    gateway = Script(Answer(429, b"", {"Retry-After": "3600"}))

    assert [realname.RateLimitError] * 2 == [type(error) for error in await safe.both(gateway)]
    assert 2 == _count(gateway)


# ---- limits ----


def test_each_step_and_the_whole_call_have_a_limit(safe: Caller) -> None:
    """All four httpx timeouts are set on the request itself, whatever the user's client says."""
    gateway = Script(safe.answer())

    safe.call(gateway, timeout=2.5)

    timeouts = gateway.requests[0].extensions["timeout"]
    assert {"connect", "read", "write", "pool"} == set(timeouts)
    assert {2.5} == set(timeouts.values())


class _Dripping(httpx.SyncByteStream, httpx.AsyncByteStream):
    """An answer that never ends, each chunk of which comes in time."""

    def __iter__(self) -> Iterator[bytes]:
        while True:
            yield b" "

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while True:
            yield b" "


class _DrippingTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=_Dripping())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=_Dripping())


@pytest.mark.parametrize(
    ("options", "largest", "failure"),
    [
        ({"timeout": 0.02, "attempts": 2}, deadline.LARGEST_ANSWER, "ReadTimeout"),
        ({"attempts": 1}, 100, "ReadError"),
    ],
    ids=["drips", "endless"],
)
async def test_an_answer_that_does_not_end_is_given_up(
    options: dict[str, Any], largest: int, failure: str, safe: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither the caller's time nor its memory is the provider's to fill, though no single read is late."""
    monkeypatch.setattr(deadline, "LARGEST_ANSWER", largest)
    client = safe.client(safe.answer(), http_client=httpx.Client(transport=_DrippingTransport()), **options)
    pool = httpx.AsyncClient(transport=_DrippingTransport())
    async_client = safe.async_client(safe.answer(), http_client=pool, **options)

    with pytest.raises(realname.TransportError, match=failure):
        safe.ask(client)
    with pytest.raises(realname.TransportError, match=failure):
        await safe.ask(async_client)


@pytest.mark.parametrize(
    ("name", "value"),
    [("timeout", 0), ("timeout", float("inf")), ("timeout", float("nan")), ("attempts", 0), ("attempts", 1.5)],
)
def test_limits_must_be_limits(name: str, value: float, safe: Caller) -> None:
    """No call waits forever, and none is sent zero times."""
    with pytest.raises(realname.ConfigurationError, match=f"{name} must be a"):
        safe.client(safe.answer(), **{name: value})
    with pytest.raises(realname.ConfigurationError, match=f"{name} must be a"):
        safe.client(safe.answer()).with_options(**{name: value})


def test_options_make_a_view_of_the_same_pool(safe: Caller) -> None:
    """The view has its own limits; closing it leaves the pool open for the client."""
    gateway = Script(safe.answer())
    client = safe.client(gateway)

    with client.with_options(timeout=1.5, attempts=1) as view:
        safe.ask(view)
    safe.ask(client)

    timeouts = [request.extensions["timeout"]["read"] for request in gateway.requests]
    assert pytest.approx([1.5, 10.0], abs=0.5) == timeouts


# ---- construction ----


@pytest.mark.parametrize("provider", ["zoloz", "alipay", "esign"])
def test_an_option_that_does_not_exist_is_refused_by_name(provider: str, callers: dict[str, Caller]) -> None:
    """As Python does with arguments; a misspelt one with what was probably meant."""
    caller = callers[provider]

    with pytest.raises(TypeError, match="'time_out'; did you mean 'timeout'"):
        caller.client(caller.answer(), time_out=1)
    with pytest.raises(TypeError, match=r"'verify'; there are: .*attempts"):
        caller.async_client(caller.answer(), verify=False)


@pytest.mark.parametrize(
    "base_url", ["", "https://host:port", "http://host", "openapi.alipay.com", "https://host/path"]
)
def test_every_client_checks_its_base_url(base_url: str, callers: dict[str, Caller]) -> None:
    """Before anything else is made of it."""
    for caller in callers.values():
        with pytest.raises(realname.ConfigurationError, match="base_url"):
            caller.client(caller.answer(), base_url=base_url)


def test_a_pool_of_the_other_kind_is_refused(safe: Caller) -> None:
    """At construction: otherwise it would show only after the request was sent."""
    with pytest.raises(realname.ConfigurationError, match=r"http_client must be an httpx\.Client"):
        safe.client(safe.answer(), http_client=httpx.AsyncClient())
    with pytest.raises(realname.ConfigurationError, match=r"http_client must be an httpx\.AsyncClient"):
        safe.async_client(safe.answer(), http_client=httpx.Client())


def test_credentials_of_another_provider_are_refused(callers: dict[str, Caller]) -> None:
    """At construction, naming the kind that belongs there."""
    for caller, other in [("zoloz", "esign"), ("alipay", "esign"), ("esign", "zoloz")]:
        with pytest.raises(realname.ConfigurationError, match="credentials must be "):
            callers[caller].module.Client(callers[other].credentials, base_url=BASE_URL)


# ---- the user's client ----


async def test_nothing_is_merged_in_from_the_users_client(safe: Caller) -> None:
    """Base URL, query, headers, cookies and redirects of the client that was passed do not reach the request."""
    gateway = Script(Answer(302, b"", {"Location": "https://elsewhere.example/"}))
    settings: dict[str, Any] = {
        "transport": httpx.MockTransport(gateway),
        "base_url": "https://other.example/x",
        "params": {"extra": "1"},
        "headers": {"X-Extra": "1"},
        "cookies": {"extra": "1"},
        "follow_redirects": True,
    }

    with pytest.raises(realname.DecodeError):
        safe.ask(safe.client(gateway, http_client=httpx.Client(**settings)))
    with pytest.raises(realname.DecodeError):
        await safe.ask(safe.async_client(gateway, http_client=httpx.AsyncClient(**settings)))

    assert [f"{BASE_URL}{safe.main.target()}"] * 2 == [str(request.url) for request in gateway.requests]
    assert not [request for request in gateway.requests if {"x-extra", "cookie"} & set(request.headers)]


def test_an_untrusted_certificate_is_named_and_not_tried_again(safe: Caller) -> None:
    """It does not become trusted by repetition."""

    def untrusted(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("certificate verify failed") from ssl.SSLCertVerificationError()

    gateway = Script(untrusted)

    with pytest.raises(realname.TransportError, match="no trusted TLS connection") as caught:
        safe.call(gateway)

    assert (1, False) == (_count(gateway), caught.value.outcome_unknown)


async def test_a_client_closes_the_pool_it_made(safe: Caller) -> None:
    """And leaves alone the one it was given."""
    with safe.module.Client(safe.credentials, base_url=BASE_URL) as client:
        own = client._http
    async with safe.module.AsyncClient(safe.credentials, base_url=BASE_URL) as async_client:
        async_own = async_client._http
    with httpx.Client() as given:
        safe.client(safe.answer(), http_client=given).close()
    async with httpx.AsyncClient() as async_given:
        await safe.async_client(safe.answer(), http_client=async_given).aclose()

        assert [True, True, False] == [own.is_closed, async_own.is_closed, async_given.is_closed]


async def test_one_client_serves_many_threads_and_tasks(safe: Caller) -> None:
    """State of a call is kept off the client: each gets the answer to its own question."""

    def gateway(request: httpx.Request) -> httpx.Response:
        return safe.answer(changed(safe.main.success, "data.flowId", request.url.path.split("/")[-2]))(request)

    client, async_client = safe.client(gateway), safe.async_client(gateway)
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda i=i: found.append(safe.ask(client, flow_id=f"f{i}").data.flow_id))
        for i in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers = await asyncio.gather(*(safe.ask(async_client, flow_id=f"f{i}") for i in range(20)))

    assert {f"f{i}" for i in range(20)} == set(found)
    assert [f"f{i}" for i in range(20)] == [answer.data.flow_id for answer in answers]


# ---- what is told ----


async def test_a_raw_reply_tells_of_the_exchange(safe: Caller) -> None:
    """The decoded answer, the HTTP answer, the id and who vouches for it."""
    gateway = safe.answer(headers={"X-Tsign-Trace-Id": "T1"})
    replies = [
        safe.ask(safe.client(gateway).with_raw_response),
        await safe.ask(safe.async_client(gateway).with_raw_response),
    ]

    for reply in replies:
        assert (safe.main.success["data"]["flowId"], 200, "T1", "not_signed_by_provider") == (
            reply.parsed.data.flow_id, reply.http.status_code, reply.request_id, reply.verification
        )  # fmt: skip


async def test_an_exchange_is_freed_with_its_last_user(safe: Caller) -> None:
    """What is personal in it does not wait for the garbage collector; what it tells is there as long as it is."""
    answer = safe.answer()

    def watched(exchange: httpx.Response) -> list[weakref.ref[Any]]:
        assert exchange.elapsed.total_seconds() >= 0
        assert answer.body == exchange.read() == exchange.content
        return [weakref.ref(exchange), weakref.ref(exchange.request)]

    gc.disable()
    try:
        left = watched(safe.ask(safe.client(answer).with_raw_response).http)
        left += watched((await safe.ask(safe.async_client(answer).with_raw_response)).http)
        assert [None] * 4 == [exchange() for exchange in left]
    finally:
        gc.enable()


def _lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.name == "realname"]


def test_a_call_writes_one_line(safe: Caller, caplog: pytest.LogCaptureFixture) -> None:
    """Operation, path template, outcome, status, attempt and request id; a repeated call is still one line."""
    caplog.set_level(logging.INFO, "realname")
    operation = safe.main

    safe.call(Script(Answer(503), safe.answer(headers={"X-Tsign-Trace-Id": "T1"})))

    (line,) = _lines(caplog)
    assert line.startswith(f"{operation.name} {operation.method} {operation.path}: not_signed_by_provider, HTTP 200")
    assert ", attempt 2, " in line
    assert line.endswith("request id T1")


def test_a_failed_call_writes_one_line(safe: Caller, caplog: pytest.LogCaptureFixture) -> None:
    """The outcome is the name of the error."""
    caplog.set_level(logging.INFO, "realname")

    with pytest.raises(realname.AuthenticationError):
        safe.call(Answer(401, {"code": 401}))

    (line,) = _lines(caplog)
    assert ": AuthenticationError, HTTP 401, attempt 1, " in line


def test_a_bare_httpx_client_signs_and_verifies(alipay_caller: Caller) -> None:
    """`Auth` works on its own, refuses a forgery and reports on its genuine twin."""
    genuine = alipay_caller.answer(b'{"a":1}')

    def get(answer: Answer) -> httpx.Response:
        transport = httpx.MockTransport(answer)
        with httpx.Client(auth=alipay.Auth(alipay_caller.credentials), transport=transport) as client:
            return client.get(f"{BASE_URL}/v3/x")

    assert alipay.Verification.VERIFIED == get(genuine).extensions["realname"]
    with pytest.raises(realname.SignatureError):
        get(Answer(200, b'{"a":2}', genuine.headers))
