"""The call pipeline: what goes out, what is repeated, when it is given up, and what the user's client may change."""

import logging
import ssl
import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import stamina

import realname
from realname import alipay, esign, zoloz
from realname.core import deadline
from tests import providers
from tests.pairs import KeyPair
from tests.providers import BASE_URL, FLOW_ID, OUTLINE, Caller, answering


@pytest.fixture
def caller() -> Caller:
    """A provider whose operation is safe to repeat."""
    return providers.esign_caller()


@pytest.fixture
def consuming_caller(caller_keys: KeyPair, provider_keys: KeyPair) -> Caller:
    """A provider whose operation uses up a token."""
    return providers.alipay_caller(caller_keys, provider_keys)


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    """Repeat at once, as users' tests do."""
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


class Gateway:
    """Answers with one thing after the other, and remembers what it was asked."""

    def __init__(self, *script: httpx.Response | type[httpx.TransportError]) -> None:
        self.script = list(script)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        self.requests.append(request)
        step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(step, httpx.Response):
            return httpx.Response(step.status_code, headers=step.headers, content=step.content)
        raise step("told to", request=request)


def _ok() -> httpx.Response:
    return httpx.Response(200, json=OUTLINE)


FAILURES: list[Any] = [
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ReadTimeout,
    httpx.WriteTimeout,
    httpx.ReadError,
    httpx.RemoteProtocolError,
]


@pytest.mark.parametrize(
    "failure", [*FAILURES, httpx.Response(429), httpx.Response(500), httpx.Response(503, text="<html>")], ids=str
)
async def test_a_safe_operation_is_repeated(failure: Any, caller: Caller) -> None:
    """After a broken connection, 429 and 5xx; sync and async."""
    gateway = Gateway(failure, failure, _ok())
    async_gateway = Gateway(failure, failure, _ok())

    answers = [caller.call(gateway), await caller.call_async(async_gateway)]

    assert [FLOW_ID, FLOW_ID] == [answer.data.flow_id for answer in answers]
    assert [3, 3] == [len(gateway.requests), len(async_gateway.requests)]


async def test_every_attempt_is_signed_afresh(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bytes to the same address, under the time of the attempt."""
    clock = iter(range(1_700_000_000_000, 1_700_000_000_009))
    gateway = Gateway(httpx.ReadTimeout, httpx.Response(500), _ok())
    client = caller.client(gateway)
    monkeypatch.setattr(client._gateway.auth, "_now_ms", lambda: next(clock))

    client.get_flow_outline(flow_id=FLOW_ID)

    times = [request.headers["X-Tsign-Open-Ca-Timestamp"] for request in gateway.requests]
    assert ["1700000000000", "1700000000001", "1700000000002"] == times
    assert 1 == len({(request.url, request.content) for request in gateway.requests})


@pytest.mark.parametrize("failure", [httpx.Response(400), httpx.Response(401), httpx.Response(302), _ok()], ids=str)
async def test_an_answer_is_not_repeated(failure: httpx.Response, caller: Caller) -> None:
    """What the provider decided stays decided; also a 200 that refuses."""
    if failure.status_code == 200:
        failure = httpx.Response(200, json={"code": 30500000, "message": "m"})
    gateway = Gateway(failure)

    with pytest.raises(realname.RealnameError):
        caller.call(gateway)
    with pytest.raises(realname.RealnameError):
        await caller.call_async(gateway)

    assert 2 == len(gateway.requests)


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure.__name__)
async def test_a_consuming_operation_is_repeated_only_if_it_never_left(failure: Any, consuming_caller: Caller) -> None:
    """Whatever may have reached the provider may have used up the token."""
    never_left = failure in (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
    gateway = Gateway(failure)

    with pytest.raises(realname.TransportError) as caught:
        consuming_caller.call(gateway)
    with pytest.raises(realname.TransportError):
        await consuming_caller.call_async(gateway)

    assert (6 if never_left else 2) == len(gateway.requests)
    assert never_left is not caught.value.outcome_unknown


@pytest.mark.parametrize("status", [202, 400, 429, 500, 502])
def test_a_consuming_operation_is_not_repeated_after_any_answer(status: int, consuming_caller: Caller) -> None:
    """Not even after 429 and 5xx."""
    gateway = Gateway(httpx.Response(status))

    with pytest.raises(realname.RealnameError):
        consuming_caller.call(gateway)

    assert 1 == len(gateway.requests)


@pytest.mark.parametrize(("attempts", "sent"), [(1, 1), (2, 2), (3, 3)])
def test_attempts_count_the_first_one(attempts: int, sent: int, caller: Caller) -> None:
    """The last failure is what is raised."""
    gateway = Gateway(httpx.Response(503))

    with pytest.raises(realname.ServerError):
        caller.call(gateway, attempts=attempts)

    assert sent == len(gateway.requests)


@pytest.mark.parametrize(
    ("header", "waits"),
    [("0", [0.0]), ("7", [7.0]), ("Thu, 01 Jan 1970 00:00:00 GMT", [0.0]), ("soon", []), ("", []), ("-1", [])],
)
def test_a_wait_that_the_provider_asks_for_is_kept(
    header: str, waits: list[float], caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Retry-After is a number of seconds or a date; anything else leaves the usual pause."""
    given: list[Any] = []
    context = stamina.retry_context

    def spy(*, on: Callable[[Exception], bool | float], **options: Any) -> Any:
        def hook(error: Exception) -> bool | float:
            given.append(on(error))
            return given[-1] is not False

        return context(on=hook, **options)

    monkeypatch.setattr(stamina, "retry_context", spy)
    gateway = Gateway(httpx.Response(429, headers={"Retry-After": header}), _ok())

    caller.call(gateway)

    assert (waits or [True]) == given


def test_a_wait_beyond_the_deadline_is_not_begun(caller: Caller) -> None:
    """The caller hears of it at once instead."""
    gateway = Gateway(httpx.Response(429, headers={"Retry-After": "3600"}), _ok())

    with pytest.raises(realname.RateLimitError):
        caller.call(gateway)

    assert 1 == len(gateway.requests)


def test_each_step_and_the_whole_call_have_a_limit(caller: Caller) -> None:
    """All four httpx timeouts are set on the request itself, whatever the user's client says."""
    gateway = Gateway(_ok())

    caller.call(gateway, timeout=2.5)

    timeouts = gateway.requests[0].extensions["timeout"]
    assert {"connect", "read", "write", "pool"} == set(timeouts)
    assert {2.5} == set(timeouts.values())


class _Dripping(httpx.SyncByteStream, httpx.AsyncByteStream):
    """An answer that never ends, each chunk of which comes in time."""

    def __iter__(self) -> Iterator[bytes]:
        while True:
            yield b" "

    async def __aiter__(self) -> Any:
        while True:
            yield b" "


class _DrippingTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=_Dripping())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=_Dripping())


async def test_an_answer_that_drips_is_given_up(caller: Caller) -> None:
    """No single read is late, and still the call ends."""
    pool = httpx.Client(transport=_DrippingTransport())
    async_pool = httpx.AsyncClient(transport=_DrippingTransport())
    options: dict[str, Any] = {"base_url": BASE_URL, "timeout": 0.02, "attempts": 2}
    client = esign.Client(caller.credentials, http_client=pool, **options)  # type: ignore[arg-type]
    async_client = esign.AsyncClient(caller.credentials, http_client=async_pool, **options)  # type: ignore[arg-type]

    with pytest.raises(realname.TransportError, match="ReadTimeout"):
        client.get_flow_outline(flow_id=FLOW_ID)
    with pytest.raises(realname.TransportError, match="ReadTimeout"):
        await async_client.get_flow_outline(flow_id=FLOW_ID)


async def test_an_endless_answer_is_given_up(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory is not the provider's to fill."""
    monkeypatch.setattr(deadline, "LARGEST_ANSWER", 100)
    options: dict[str, Any] = {"base_url": BASE_URL, "attempts": 1}
    client = esign.Client(caller.credentials, http_client=httpx.Client(transport=_DrippingTransport()), **options)  # type: ignore[arg-type]
    async_pool = httpx.AsyncClient(transport=_DrippingTransport())
    async_client = esign.AsyncClient(caller.credentials, http_client=async_pool, **options)  # type: ignore[arg-type]

    with pytest.raises(realname.TransportError, match="ReadError"):
        client.get_flow_outline(flow_id=FLOW_ID)
    with pytest.raises(realname.TransportError, match="ReadError"):
        await async_client.get_flow_outline(flow_id=FLOW_ID)


async def test_nothing_is_merged_in_from_the_users_client(caller: Caller) -> None:
    """Base URL, query, headers, cookies and redirects of the client that was passed do not reach the request."""
    gateway = Gateway(httpx.Response(302, headers={"Location": "https://elsewhere.example/"}))
    settings: dict[str, Any] = {
        "base_url": "https://other.example/x",
        "params": {"extra": "1"},
        "headers": {"X-Extra": "1"},
        "cookies": {"extra": "1"},
        "follow_redirects": True,
    }
    pool = httpx.Client(transport=httpx.MockTransport(gateway), **settings)
    async_pool = httpx.AsyncClient(transport=httpx.MockTransport(gateway), **settings)

    with pytest.raises(realname.DecodeError):
        esign.Client(caller.credentials, base_url=BASE_URL, http_client=pool).get_flow_outline(flow_id=FLOW_ID)  # type: ignore[arg-type]
    with pytest.raises(realname.DecodeError):
        await esign.AsyncClient(caller.credentials, base_url=BASE_URL, http_client=async_pool).get_flow_outline(  # type: ignore[arg-type]
            flow_id=FLOW_ID
        )

    assert 2 == len(gateway.requests)
    for request in gateway.requests:
        assert f"{BASE_URL}/v2/identity/auth/api/common/{FLOW_ID}/outline" == str(request.url)
        assert not {"x-extra", "cookie"} & set(request.headers)


async def test_a_raw_reply_tells_of_the_exchange(caller: Caller) -> None:
    """The decoded answer, the HTTP answer, the id and who vouches for it."""
    handler = answering(200, OUTLINE, {"X-Tsign-Trace-Id": "T1"})
    async with httpx.AsyncClient(transport=httpx.MockTransport(handler)) as pool:
        async_client = esign.AsyncClient(caller.credentials, base_url=BASE_URL, http_client=pool)  # type: ignore[arg-type]
        replies = [
            caller.client(handler).with_raw_response.get_flow_outline(flow_id=FLOW_ID),
            await async_client.with_raw_response.get_flow_outline(flow_id=FLOW_ID),
        ]

    for reply in replies:
        assert (FLOW_ID, 200, "T1", "not_signed_by_provider") == (
            reply.parsed.data.flow_id, reply.http.status_code, reply.request_id, reply.verification
        )  # fmt: skip


def test_options_make_a_view_of_the_same_pool(caller: Caller) -> None:
    """The view has its own limits; closing it leaves the pool open for the client."""
    gateway = Gateway(_ok())
    client = caller.client(gateway)

    with client.with_options(timeout=1.5, attempts=1) as view:
        view.get_flow_outline(flow_id=FLOW_ID)
    client.get_flow_outline(flow_id=FLOW_ID)

    assert pytest.approx([1.5, 10.0], abs=0.5) == [
        request.extensions["timeout"]["read"] for request in gateway.requests
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [("timeout", 0), ("timeout", float("inf")), ("timeout", float("nan")), ("attempts", 0), ("attempts", 1.5)],
)
def test_limits_must_be_limits(name: str, value: float, caller: Caller) -> None:
    """No call waits forever, and none is sent zero times."""
    with pytest.raises(realname.ConfigurationError, match=f"{name} must be a"):
        caller.client(answering(200, OUTLINE), **{name: value})
    with pytest.raises(realname.ConfigurationError, match=f"{name} must be a"):
        caller.client(answering(200, OUTLINE)).with_options(**{name: value})


@pytest.mark.parametrize(
    "base_url", ["", "https://host:port", "http://host", "openapi.alipay.com", "https://host/path"]
)
def test_every_client_checks_its_base_url(base_url: str, caller: Caller, consuming_caller: Caller) -> None:
    """Before anything else is made of it."""
    for each in (caller, consuming_caller):
        with pytest.raises(realname.ConfigurationError, match="base_url"):
            each.module.Client(each.credentials, base_url=base_url)


def test_a_pool_of_the_other_kind_is_refused(caller: Caller) -> None:
    """At construction: otherwise it would show only after the request was sent."""
    options: dict[str, Any] = {"base_url": BASE_URL}
    with pytest.raises(realname.ConfigurationError, match=r"http_client must be an httpx\.Client"):
        esign.Client(caller.credentials, http_client=httpx.AsyncClient(), **options)  # type: ignore[arg-type]
    with pytest.raises(realname.ConfigurationError, match=r"http_client must be an httpx\.AsyncClient"):
        esign.AsyncClient(caller.credentials, http_client=httpx.Client(), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("module", [zoloz, alipay])
def test_credentials_of_another_provider_are_refused(module: Any, caller: Caller) -> None:
    """At construction, naming the kind that is due."""
    with pytest.raises(realname.ConfigurationError, match="credentials must be "):
        module.Client(caller.credentials, base_url=BASE_URL)


def test_a_sandbox_is_not_behind_the_proxy(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy of the environment serves the providers, not this machine."""
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    remote = esign.Client(caller.credentials, base_url=BASE_URL)  # type: ignore[arg-type]
    local = esign.Client(caller.credentials, base_url="http://127.0.0.1:1")  # type: ignore[arg-type]

    assert [True, False] == [client._http.trust_env for client in (remote, local)]
    remote.close()
    local.close()


def test_an_untrusted_certificate_is_named_and_not_tried_again(caller: Caller) -> None:
    """It does not become trusted by repetition."""
    tries = []

    def gateway(request: httpx.Request) -> httpx.Response:
        tries.append(request)
        raise httpx.ConnectError("certificate verify failed") from ssl.SSLCertVerificationError()

    with pytest.raises(realname.TransportError, match="no trusted TLS connection") as caught:
        caller.call(gateway)

    assert (1, False) == (len(tries), caught.value.outcome_unknown)


def test_a_client_closes_the_pool_it_made(caller: Caller) -> None:
    """And leaves alone the one it was given."""
    with esign.Client(caller.credentials, base_url=BASE_URL) as client:  # type: ignore[arg-type]
        own = client._http
    with httpx.Client() as given:
        esign.Client(caller.credentials, base_url=BASE_URL, http_client=given).close()  # type: ignore[arg-type]

        assert [True, False] == [own.is_closed, given.is_closed]


async def test_an_async_client_closes_the_pool_it_made(caller: Caller) -> None:
    """The same for async clients."""
    async with esign.AsyncClient(caller.credentials, base_url=BASE_URL) as client:  # type: ignore[arg-type]
        own = client._http
    async with httpx.AsyncClient() as given:
        await esign.AsyncClient(caller.credentials, base_url=BASE_URL, http_client=given).aclose()  # type: ignore[arg-type]

        assert [True, False] == [own.is_closed, given.is_closed]


def test_a_client_verifies_tls_and_follows_nothing(caller: Caller) -> None:
    """A pool that we make trusts the system's authorities and stays where it was sent."""
    with esign.Client(caller.credentials, base_url=BASE_URL) as client:  # type: ignore[arg-type]
        assert client._http.follow_redirects is False
        assert f"<e签宝 Client at {BASE_URL}>" == repr(client)


def test_one_client_serves_many_threads(caller: Caller) -> None:
    """State of a call is kept off the client."""
    client = caller.client(
        lambda request: httpx.Response(
            200,
            json=OUTLINE | {"data": OUTLINE["data"] | {"flowId": request.url.path.split("/")[-2]}},  # type: ignore[operator]
        )
    )
    found: list[str] = []
    threads = [
        threading.Thread(target=lambda i=i: found.append(client.get_flow_outline(flow_id=f"f{i}").data.flow_id))
        for i in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {f"f{i}" for i in range(20)} == set(found)


def test_a_call_writes_one_line(caller: Caller, caplog: pytest.LogCaptureFixture) -> None:
    """Operation, path template, outcome, status, attempt and request id; a repeated call is still one line."""
    caplog.set_level(logging.INFO, "realname")

    caller.call(Gateway(httpx.Response(503), httpx.Response(200, json=OUTLINE, headers={"X-Tsign-Trace-Id": "T1"})))

    (line,) = [record.getMessage() for record in caplog.records if record.name == "realname"]
    assert line.startswith("get_flow_outline GET /v2/identity/auth/api/common/{flowId}/outline: not_signed_by_provider")
    assert "HTTP 200, attempt 2" in line
    assert line.endswith("request id T1")


def test_a_failed_call_writes_one_line(caller: Caller, caplog: pytest.LogCaptureFixture) -> None:
    """The outcome is the name of the error."""
    caplog.set_level(logging.INFO, "realname")

    with pytest.raises(realname.AuthenticationError):
        caller.call(answering(401, {"code": 401}))

    assert ["AuthenticationError, HTTP 401"] == [
        record.getMessage().split(": ")[1].partition(", attempt")[0]
        for record in caplog.records
        if record.name == "realname"
    ]


def test_a_bare_httpx_client_signs_and_verifies(caller_keys: KeyPair, provider_keys: KeyPair) -> None:
    """`Auth` works on its own, refuses a forgery and reports on its genuine twin."""
    credentials = alipay.Credentials(
        app_id="2021", private_key=caller_keys.private(), alipay_public_key=provider_keys.public()
    )
    body = b'{"a":1}'
    genuine = providers.alipay_headers(provider_keys, body)

    def get(content: bytes) -> httpx.Response:
        handler = answering(200, content, genuine)
        with httpx.Client(auth=alipay.Auth(credentials), transport=httpx.MockTransport(handler)) as client:
            return client.get(f"{BASE_URL}/v3/x")

    assert alipay.Verification.VERIFIED == get(body).extensions["realname"]
    with pytest.raises(realname.SignatureError):
        get(b'{"a":2}')
