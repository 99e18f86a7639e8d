"""e签宝: access by token: one for all calls of a client, renewed in time, fetched only once."""

import asyncio
import json
import threading
from collections.abc import Callable
from typing import Any

import httpx
import pytest

import realname
from realname import esign
from tests import facts
from tests.peers import Peer, answer, peer
from tests.providers import APP_SECRET, BASE_URL, Answer, Caller

pytestmark = pytest.mark.usefixtures("no_waiting")

MAIN = facts.main("esign")
NOW = 1_700_000_000_000
LIFE = 120 * 60 * 1000
REJECTED = Answer(401, {"success": False, "code": 401, "message": "TOKEN错误"})
CONCURRENT = 200


class TokenGateway:
    """Gives tokens and answers to them."""

    def __init__(self) -> None:
        self.now = NOW
        self.expires_in: Any = None
        self.rejects_all = False
        self.issued = 0
        self.valid: set[str] = set()
        self.failures: list[Answer | type[httpx.TransportError]] = []
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        self.requests.append(request)
        if request.url.path == "/v1/oauth2/access_token":
            return self._token(request)
        if self.rejects_all or request.headers["X-Tsign-Open-Token"] not in self.valid:
            return REJECTED(request)
        return Answer(200, MAIN.success)(request)

    def _token(self, request: httpx.Request) -> httpx.Response:
        assert {"appId": "7438", "secret": APP_SECRET, "grantType": "client_credentials"} == dict(request.url.params)
        if self.failures:
            failure = self.failures.pop(0)
            if isinstance(failure, Answer):
                return failure(request)
            raise failure("told to", request=request)
        self.issued += 1
        self.valid.add(f"token-{self.issued}")
        expiry = self.now + LIFE if self.expires_in is None else self.expires_in
        return _token(token=f"token-{self.issued}", expiresIn=expiry)(request)

    def seen(self) -> list[str]:
        """What was asked for since the last time, in a word each."""
        words = ["token" if "oauth2" in request.url.path else "outline" for request in self.requests]
        self.requests.clear()
        return words


def _token(**data: Any) -> Answer:
    return Answer(200, {"code": 0, "message": "成功", "data": data})


class Asking:
    """A sync and an async client of the same kind, each with a token of its own."""

    def __init__(self, caller: Caller, gateway: TokenGateway) -> None:
        self.gateway = gateway
        self.ask = caller.ask

        async def slowly(request: httpx.Request) -> httpx.Response:
            await asyncio.sleep(0)
            return gateway(request)

        pool = httpx.AsyncClient(transport=httpx.MockTransport(slowly))
        self.client = caller.client(gateway, access="token")
        self.async_client = caller.async_client(gateway, access="token", http_client=pool)
        for client in (self.client, self.async_client):
            client._gateway.auth._now_ms = lambda: gateway.now

    async def outcomes(self) -> list[Any]:
        """What comes of a call, sync and async; each with what the gateway was asked for."""
        found: list[Any] = []
        for client in (self.client, self.async_client):
            try:
                answer = self.ask(client)
                found.append(answer if client is self.client else await answer)
            except realname.RealnameError as error:
                found.append(error)
            found[-1] = found[-1], self.gateway.seen()
        return found


@pytest.fixture
def gateway() -> TokenGateway:
    """A gateway that is in order."""
    return TokenGateway()


@pytest.fixture
def asking(esign_caller: Caller, gateway: TokenGateway) -> Asking:
    """Clients in front of it."""
    return Asking(esign_caller, gateway)


async def _calls(asking: Asking) -> list[list[str]]:
    """What the gateway is asked for by a call that succeeds, sync and async."""
    outcomes = await asking.outcomes()
    assert [0, 0] == [getattr(answer, "code", answer) for answer, _ in outcomes]
    return [asked for _, asked in outcomes]


async def test_a_token_is_fetched_once_and_put_on_every_request(asking: Asking) -> None:
    """No Auth-Mode, no timestamp, no signature: these would select the other mode."""
    assert [["token", "outline"]] * 2 == await _calls(asking)
    assert [["outline"]] * 2 == await _calls(asking)

    asking.ask(asking.client)
    (request,) = asking.gateway.requests
    assert ("7438", "token-1", "application/json; charset=UTF-8") == tuple(
        request.headers[name] for name in ("X-Tsign-Open-App-Id", "X-Tsign-Open-Token", "Content-Type")
    )
    assert {"x-tsign-open-app-id", "x-tsign-open-token"} == {name for name in request.headers if "tsign" in name}


def test_a_request_for_a_token_carries_none_of_our_headers(asking: Asking) -> None:
    """The secret in its query is all that it needs."""
    asking.ask(asking.client)

    assert not [name for name in asking.gateway.requests[0].headers if name.startswith("x-tsign")]


@pytest.mark.parametrize("form", [int, str], ids=["number", "text"])
@pytest.mark.parametrize(("ahead", "fetches"), [(LIFE - 300_001, 0), (LIFE - 300_000, 1), (LIFE + 1, 1)])
async def test_a_token_is_renewed_five_minutes_early(
    form: Callable[[int], Any], ahead: int, fetches: int, asking: Asking
) -> None:
    """The expiry is an instant in milliseconds, written as text or as a number."""
    asking.gateway.expires_in = form(NOW + LIFE)
    await _calls(asking)
    asking.gateway.now += ahead

    assert [[*["token"] * fetches, "outline"]] * 2 == await _calls(asking)


async def test_a_rejected_token_is_renewed_once(asking: Asking) -> None:
    """Someone else fetched one: the call goes on with a new token; if that is rejected, too, it is an error."""
    await _calls(asking)
    asking.gateway.valid.clear()

    assert [["outline", "token", "outline"]] * 2 == await _calls(asking)
    asking.gateway.rejects_all = True
    for error, asked in await asking.outcomes():
        assert isinstance(error, realname.AuthenticationError)
        assert ("401", "TOKEN错误", ["outline", "token", "outline"]) == (error.code, error.message, asked)


@pytest.mark.parametrize("had_one", [False, True])
async def test_a_request_that_was_refused_for_its_token_was_sent(
    had_one: bool, esign_caller: Caller, gateway: TokenGateway
) -> None:
    """Where no new token is to be had then, nobody says that nothing was sent; without a request before, it is said."""
    gateway.expires_in = 9_999_999_999_999
    client = esign_caller.client(gateway, access="token", attempts=1)
    async_client = esign_caller.async_client(gateway, access="token", attempts=1)
    if had_one:
        esign_caller.ask(client)
        await esign_caller.ask(async_client)
    gateway.valid.clear()
    gateway.failures = [httpx.ConnectError] * 2

    with pytest.raises(realname.TransportError) as caught:
        esign_caller.ask(client)
    with pytest.raises(realname.TransportError) as async_caught:
        await esign_caller.ask(async_client)

    for error in (caught.value, async_caught.value):
        assert error.outcome_unknown is had_one
        assert ("nothing was sent" in str(error)) is not had_one


@pytest.mark.parametrize("refusal", [Answer(401, {"code": 401, "message": "无效的应用"}), Answer(401, b"no")], ids=str)
def test_another_refusal_does_not_renew(refusal: Answer, esign_caller: Caller, gateway: TokenGateway) -> None:
    """Only TOKEN错误 says that the token is the matter."""
    asked: list[str] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return gateway(request) if request.url.path == "/v1/oauth2/access_token" else refusal(request)

    with pytest.raises(realname.AuthenticationError):
        esign_caller.call(refuse, access="token")
    assert ["/v1/oauth2/access_token", MAIN.concrete_path] == asked


REFUSALS: dict[str, tuple[Answer | type[httpx.TransportError], type[realname.RealnameError]]] = {
    "bad secret": (
        Answer(200, {"code": 72000032, "message": "应用停用或应用不存在", "data": None}),
        realname.AuthenticationError,
    ),
    "environment mixed up": (Answer(401, b"UNAUTHORIZED"), realname.AuthenticationError),
    "too many": (Answer(429), realname.RateLimitError),
    "down": (Answer(503, b"<html>"), realname.ServerError),
    "not JSON": (Answer(200, b"<html>"), realname.DecodeError),
    "an array": (Answer(200, []), realname.DecodeError),
    "no code": (Answer(200, {"data": {"token": "t", "expiresIn": 1}}), realname.DecodeError),
    "no data": (Answer(200, {"code": 0}), realname.DecodeError),
    "no token": (_token(expiresIn="1"), realname.DecodeError),
    "odd token": (_token(token="a\n", expiresIn=1), realname.DecodeError),
    "odd expiry": (_token(token="t", expiresIn="1h"), realname.DecodeError),
    "true expiry": (_token(token="t", expiresIn=True), realname.DecodeError),
    "lost": (httpx.ReadTimeout, realname.TransportError),
}


@pytest.mark.parametrize("refusal", REFUSALS)
async def test_a_token_endpoint_is_never_asked_again(refusal: str, asking: Asking) -> None:
    """Each new token cuts older ones short, so nothing that may have made one is repeated; the next call may try."""
    failure, kind = REFUSALS[refusal]
    asking.gateway.failures = [failure, failure]

    for error, asked in await asking.outcomes():
        assert kind is type(error)
        assert (["token"], MAIN.name) == (asked, error.operation)
        assert APP_SECRET not in f"{error}{error.__cause__!r}{getattr(error.__cause__, 'request', None)}"
    assert [["token", "outline"]] * 2 == await _calls(asking)


async def test_a_token_request_that_never_left_is_repeated(asking: Asking) -> None:
    """No token can have come of it."""
    asking.gateway.failures = [httpx.ConnectError] * 2

    assert ["token", "token", "token", "outline"] == (await _calls(asking))[0]


def _none_yet(_: TokenGateway) -> None:
    pass


def _expired(gateway: TokenGateway) -> None:
    gateway.now += LIFE


def _rejected(gateway: TokenGateway) -> None:
    gateway.valid.clear()


SPENT = [_none_yet, _expired, _rejected]


@pytest.mark.parametrize("spend", SPENT)
def test_two_hundred_threads_fetch_one_token(spend: Callable[[TokenGateway], None], asking: Asking) -> None:
    """Whoever comes second waits for the first, whatever became of the token before."""
    if spend is not _none_yet:
        asking.ask(asking.client)
        asking.gateway.seen()
    spend(asking.gateway)
    barrier = threading.Barrier(CONCURRENT)
    found: list[str] = []

    def call() -> None:
        barrier.wait()
        found.append(asking.ask(asking.client).data.flow_id)

    threads = [threading.Thread(target=call) for _ in range(CONCURRENT)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ([MAIN.wire["flowId"]] * CONCURRENT, 1) == (found, asking.gateway.seen().count("token"))


@pytest.mark.parametrize("spend", SPENT)
async def test_two_hundred_tasks_fetch_one_token(spend: Callable[[TokenGateway], None], asking: Asking) -> None:
    """The same for tasks."""
    if spend is not _none_yet:
        await asking.ask(asking.async_client)
        asking.gateway.seen()
    spend(asking.gateway)

    answers = await asyncio.gather(*(asking.ask(asking.async_client) for _ in range(CONCURRENT)))

    assert (CONCURRENT, 1) == (len(answers), asking.gateway.seen().count("token"))


def test_a_bare_client_may_use_tokens(
    esign_caller: Caller, gateway: TokenGateway, caplog: pytest.LogCaptureFixture
) -> None:
    """And even there httpx does not log the address with the secret."""
    caplog.set_level("INFO")
    auth = esign.TokenAuth(esign_caller.credentials, now_ms=lambda: gateway.now)

    with httpx.Client(auth=auth, transport=httpx.MockTransport(gateway)) as client:
        response = client.get(f"{BASE_URL}{MAIN.target()}")

    assert esign.Verification.NOT_SIGNED_BY_PROVIDER == response.extensions["realname"]
    assert 2 == len(caplog.records)
    assert APP_SECRET not in caplog.text


def test_secret_and_token_go_to_one_origin(esign_caller: Caller, gateway: TokenGateway) -> None:
    """The first one that is asked, by https or to this machine."""
    auth = esign.TokenAuth(esign_caller.credentials, now_ms=lambda: gateway.now)

    with httpx.Client(auth=auth, transport=httpx.MockTransport(gateway)) as client:
        with pytest.raises(realname.ConfigurationError, match="https"):
            client.get(f"http://gateway.example{MAIN.target()}")
        assert [] == gateway.seen()
        client.get(f"{BASE_URL}{MAIN.target()}")
        client.get(f"{BASE_URL}:443{MAIN.target()}")
        gateway.seen()
        for other in ("https://elsewhere.example", f"{BASE_URL}:444"):
            with pytest.raises(realname.ConfigurationError, match="another origin"):
                client.get(f"{other}{MAIN.target()}")
        assert [] == gateway.seen()


def test_a_token_follows_no_redirect(esign_caller: Caller) -> None:
    """Nothing is written to the other origin; within the same one a redirect may be followed."""

    def serve(connection: Any, request: bytes, _: Peer) -> None:
        if b"access_token" in request:
            document = {"code": 0, "data": {"token": "made-up", "expiresIn": 4_000_000_000_000}}
            connection.sendall(answer(json.dumps(document).encode()))
        elif b"/away" in request:
            connection.sendall(answer(b"", f"Location: {other.url}/x", status=302))
        elif b"/near" in request:
            connection.sendall(answer(b"", "Location: /here", status=302))
        else:
            connection.sendall(answer(b"{}"))

    with peer(serve) as other, peer(serve) as gateway:
        with httpx.Client(auth=esign.TokenAuth(esign_caller.credentials), follow_redirects=True) as client:
            assert 200 == client.get(f"{gateway.url}/near").status_code
            with pytest.raises(realname.ConfigurationError, match="another origin"):
                client.get(f"{gateway.url}/away")

        async def get() -> None:
            auth = esign.TokenAuth(esign_caller.credentials)
            async with httpx.AsyncClient(auth=auth, follow_redirects=True) as async_client:
                assert 200 == (await async_client.get(f"{gateway.url}/near")).status_code
                with pytest.raises(realname.ConfigurationError, match="another origin"):
                    await async_client.get(f"{gateway.url}/away")

        asyncio.run(get())

    assert [] == other.requests


async def test_waiting_for_a_token_counts(esign_caller: Caller) -> None:
    """Whoever waits for another's fetch waits no longer than its call may take; nothing was sent."""
    client = esign_caller.client(esign_caller.answer(), access="token", timeout=0.2, attempts=1)
    with client._gateway.auth._lock, pytest.raises(realname.TransportError, match="no token") as caught:
        esign_caller.ask(client)
    async_client = esign_caller.async_client(esign_caller.answer(), access="token", timeout=0.2, attempts=1)
    async with async_client._gateway.auth._lock_of_loop():
        with pytest.raises(realname.TransportError):
            await esign_caller.ask(async_client)

    assert not caught.value.outcome_unknown


def test_a_request_has_the_time_that_its_token_left(asking: Asking) -> None:
    """Both are exchanges of one attempt, each with limits of its own."""
    asking.ask(asking.client)

    fetch, call = (request.extensions["timeout"]["read"] for request in asking.gateway.requests)
    assert call <= fetch <= 10
