"""e签宝: access by token, extra signed headers."""

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import stamina

import realname
from realname import esign
from realname.core.secret import Secret
from tests.providers import BASE_URL, FLOW_ID, OUTLINE, Caller, transport

NOW = 1_700_000_000_000
LIFE = 120 * 60 * 1000
REJECTED = {"success": False, "code": 401, "message": "TOKEN错误"}


class TokenGateway:
    """Gives tokens and answers to them."""

    def __init__(self, *, expires_in: Any = None) -> None:
        self.now = NOW
        self.expires_in = expires_in
        self.issued = 0
        self.valid: set[str] = set()
        self.token_answers: list[httpx.Response | type[httpx.TransportError]] = []
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer one request."""
        self.requests.append(request)
        if request.url.path == "/v1/oauth2/access_token":
            return self._token(request)
        if request.headers["X-Tsign-Open-Token"] not in self.valid:
            return httpx.Response(401, json=REJECTED)
        return httpx.Response(200, json=OUTLINE)

    def _token(self, request: httpx.Request) -> httpx.Response:
        assert {"appId": "7438", "secret": "made-up", "grantType": "client_credentials"} == dict(request.url.params)
        if self.token_answers:
            answer = self.token_answers.pop(0)
            if isinstance(answer, httpx.Response):
                return answer
            raise answer("told to", request=request)
        self.issued += 1
        token = f"token-{self.issued}"
        self.valid.add(token)
        expiry = self.now + LIFE if self.expires_in is None else self.expires_in
        return httpx.Response(200, json={"code": 0, "message": "成功", "data": {"token": token, "expiresIn": expiry}})

    @property
    def paths(self) -> list[str]:
        """What was asked for, in a word each."""
        return ["token" if "oauth2" in request.url.path else "outline" for request in self.requests]


@pytest.fixture
def gateway() -> TokenGateway:
    """A gateway that is in order."""
    return TokenGateway()


@pytest.fixture(autouse=True)
def no_waiting() -> Iterator[None]:
    """Repeat at once."""
    with stamina.set_testing(True, attempts=3, cap=True):
        yield


def _client(caller: Caller, gateway: TokenGateway) -> Any:
    client = caller.client(gateway, access="token")
    client._gateway.auth._now_ms = lambda: gateway.now
    return client


def test_a_token_is_fetched_once_and_put_on_every_request(esign_caller: Caller, gateway: TokenGateway) -> None:
    """No Auth-Mode, no timestamp, no signature: these would select the other mode."""
    client = _client(esign_caller, gateway)

    for _ in range(3):
        client.get_flow_outline(flow_id=FLOW_ID)

    assert ["token", "outline", "outline", "outline"] == gateway.paths
    headers = gateway.requests[-1].headers
    assert ("7438", "token-1") == (headers["X-Tsign-Open-App-Id"], headers["X-Tsign-Open-Token"])
    assert "application/json; charset=UTF-8" == headers["Content-Type"]
    assert not [name for name in headers if "signature" in name or "timestamp" in name or "auth-mode" in name]
    assert not [name for name in gateway.requests[0].headers if name.startswith("x-tsign")]


@pytest.mark.parametrize("expires_in", [NOW + LIFE, str(NOW + LIFE)], ids=["number", "text"])
@pytest.mark.parametrize(("ahead", "fetched"), [(LIFE - 300_001, 1), (LIFE - 300_000, 2), (LIFE + 1, 2)])
def test_a_token_is_renewed_five_minutes_early(expires_in: Any, ahead: int, fetched: int, esign_caller: Caller) -> None:
    """The expiry is an instant in milliseconds, written as text or as a number."""
    gateway = TokenGateway(expires_in=expires_in)
    client = _client(esign_caller, gateway)
    client.get_flow_outline(flow_id=FLOW_ID)
    gateway.now += ahead

    client.get_flow_outline(flow_id=FLOW_ID)

    assert fetched == gateway.issued


async def test_a_rejected_token_is_renewed_once(esign_caller: Caller, gateway: TokenGateway) -> None:
    """Someone else fetched one: the call goes on with a new token, sync and async."""
    client = _client(esign_caller, gateway)
    client.get_flow_outline(flow_id=FLOW_ID)
    gateway.valid.clear()

    client.get_flow_outline(flow_id=FLOW_ID)

    assert ["token", "outline", "outline", "token", "outline"] == gateway.paths
    gateway.requests.clear()
    async with httpx.AsyncClient(transport=transport(gateway)) as pool:
        async_client = esign.AsyncClient(
            esign_caller.credentials,  # type: ignore[arg-type]
            base_url=BASE_URL,
            access="token",
            http_client=pool,
        )
        source = async_client._gateway.auth
        assert isinstance(source, esign.TokenAuth)
        source._now_ms = lambda: gateway.now
        await async_client.get_flow_outline(flow_id=FLOW_ID)
        gateway.valid.clear()
        await async_client.get_flow_outline(flow_id=FLOW_ID)
    assert ["token", "outline", "outline", "token", "outline"] == gateway.paths


def test_a_token_that_stays_rejected_is_an_error(esign_caller: Caller, gateway: TokenGateway) -> None:
    """One renewal, not two."""
    gateway.expires_in = NOW + LIFE
    client = _client(esign_caller, gateway)
    refuse = gateway.valid
    gateway.valid = _Never()

    with pytest.raises(realname.AuthenticationError) as caught:
        client.get_flow_outline(flow_id=FLOW_ID)

    assert ("401", "TOKEN错误") == (caught.value.code, caught.value.message)
    assert ["token", "outline", "token", "outline"] == gateway.paths
    assert not refuse


class _Never(set[str]):
    """Holds nothing, whatever is put in."""

    def add(self, _: str) -> None:
        """Forget it."""


def test_another_refusal_does_not_renew(esign_caller: Caller, gateway: TokenGateway) -> None:
    """Only TOKEN错误 says that the token is the matter."""
    client = _client(esign_caller, gateway)
    client.get_flow_outline(flow_id=FLOW_ID)
    for answer in (httpx.Response(401, json={"code": 401, "message": "无效的应用"}), httpx.Response(401, text="no")):
        answers = iter([answer])
        client._http = httpx.Client(transport=transport(lambda _, answers=answers: next(answers)))  # type: ignore[misc]

        with pytest.raises(realname.AuthenticationError):
            client.get_flow_outline(flow_id=FLOW_ID)


def _tokens(**data: Any) -> httpx.Response:
    return httpx.Response(200, json={"code": 0, "data": data})


Refusal = tuple[httpx.Response | type[httpx.TransportError], type[realname.RealnameError]]
REFUSALS: dict[str, Refusal] = {
    "bad secret": (
        httpx.Response(200, json={"code": 72000032, "message": "应用停用或应用不存在", "data": None}),
        realname.AuthenticationError,
    ),
    "environment mixed up": (httpx.Response(401, text="UNAUTHORIZED"), realname.AuthenticationError),
    "too many": (httpx.Response(429), realname.RateLimitError),
    "down": (httpx.Response(503, text="<html>"), realname.ServerError),
    "not JSON": (httpx.Response(200, text="<html>"), realname.DecodeError),
    "an array": (httpx.Response(200, json=[]), realname.DecodeError),
    "no code": (httpx.Response(200, json={"data": {"token": "t", "expiresIn": 1}}), realname.DecodeError),
    "no data": (httpx.Response(200, json={"code": 0}), realname.DecodeError),
    "no token": (_tokens(expiresIn="1"), realname.DecodeError),
    "odd token": (_tokens(token="a\n", expiresIn=1), realname.DecodeError),
    "odd expiry": (_tokens(token="t", expiresIn="1h"), realname.DecodeError),
    "true expiry": (_tokens(token="t", expiresIn=True), realname.DecodeError),
    "lost": (httpx.ReadTimeout, realname.TransportError),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_a_token_endpoint_is_never_asked_again(case: str, esign_caller: Caller, gateway: TokenGateway) -> None:
    """Each new token cuts older ones short, so nothing that may have made one is repeated; the next call may try."""
    answer, kind = REFUSALS[case]
    gateway.token_answers = [answer]
    client = _client(esign_caller, gateway)

    with pytest.raises(kind) as caught:
        client.get_flow_outline(flow_id=FLOW_ID)

    assert ["token"] == gateway.paths
    assert "get_flow_outline" == caught.value.operation
    assert (
        "made-up" not in f"{caught.value}{caught.value.__cause__!r}{getattr(caught.value.__cause__, 'request', None)}"
    )
    assert FLOW_ID == client.get_flow_outline(flow_id=FLOW_ID).data.flow_id


def test_a_token_request_that_never_left_is_repeated(esign_caller: Caller, gateway: TokenGateway) -> None:
    """No token can have come of it."""
    gateway.token_answers = [httpx.ConnectError, httpx.ConnectError]

    _client(esign_caller, gateway).get_flow_outline(flow_id=FLOW_ID)

    assert ["token", "token", "token", "outline"] == gateway.paths


def test_two_hundred_threads_fetch_one_token(esign_caller: Caller, gateway: TokenGateway) -> None:
    """Whoever comes second waits for the first."""
    client = _client(esign_caller, gateway)
    barrier = threading.Barrier(200)
    found: list[str] = []

    def call() -> None:
        barrier.wait()
        found.append(client.get_flow_outline(flow_id=FLOW_ID).data.flow_id)

    threads = [threading.Thread(target=call) for _ in range(200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert ([FLOW_ID] * 200, 1) == (found, gateway.issued)


async def test_two_hundred_tasks_fetch_one_token(esign_caller: Caller, gateway: TokenGateway) -> None:
    """The same for tasks, with an expired token in the cache."""

    async def slowly(request: httpx.Request) -> httpx.Response:
        await asyncio.sleep(0)
        return gateway(request)

    async with httpx.AsyncClient(transport=httpx.MockTransport(slowly)) as pool:
        client = esign.AsyncClient(
            esign_caller.credentials,  # type: ignore[arg-type]
            base_url=BASE_URL,
            access="token",
            http_client=pool,
        )
        source = client._gateway.auth
        assert isinstance(source, esign.TokenAuth)
        source._now_ms = lambda: gateway.now
        await client.get_flow_outline(flow_id=FLOW_ID)
        gateway.now += LIFE

        answers = await asyncio.gather(*(client.get_flow_outline(flow_id=FLOW_ID) for _ in range(200)))

    assert (200, 2) == (len(answers), gateway.issued)


def test_a_bare_client_may_use_tokens(
    esign_caller: Caller, gateway: TokenGateway, caplog: pytest.LogCaptureFixture
) -> None:
    """And even there httpx does not log the address with the secret."""
    caplog.set_level("INFO")
    auth = esign.TokenAuth(esign_caller.credentials, now_ms=lambda: gateway.now)  # type: ignore[arg-type]

    with httpx.Client(auth=auth, transport=transport(gateway)) as client:
        response = client.get(f"{BASE_URL}/v2/identity/auth/api/common/{FLOW_ID}/outline")

    assert esign.Verification.NOT_SIGNED_BY_PROVIDER == response.extensions["realname"]
    assert 2 == len(caplog.records)
    assert "made-up" not in caplog.text


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"access": "oauth"}, "access must be 'signature' or 'token'"),
        ({"access": "token", "signed_headers": ["X-A"]}, "signed_headers needs access='signature'"),
        ({"signed_headers": ["Accept"]}, "signed_headers cannot hold 'Accept'"),
        ({"signed_headers": ["content-md5"]}, "signed_headers cannot hold 'content-md5'"),
        ({"signed_headers": ["a,b"]}, "signed_headers cannot hold 'a,b'"),
        ({"signed_headers": ["X-Tsign-Open-Ca-Signature-Headers"]}, "signed_headers cannot hold"),
    ],
)
def test_settings_that_cannot_be_right_are_refused(
    options: dict[str, Any], problem: str, esign_caller: Caller, gateway: TokenGateway
) -> None:
    """At construction."""
    with pytest.raises(realname.ConfigurationError, match=problem):
        esign_caller.client(gateway, **options)


def test_extra_headers_are_listed_and_signed(esign_caller: Caller) -> None:
    """An absent one counts as empty; the list keeps the caller's order, the string is sorted."""
    auth = esign.Auth(
        esign_caller.credentials,  # type: ignore[arg-type]
        signed_headers=["X-Tsign-Open-Ca-Timestamp", "X-Absent"],
        now_ms=lambda: NOW,
    )
    request = httpx.Request("GET", f"{BASE_URL}/p")

    auth.sign(request)

    string = f"GET\n\n\n\n\nX-Absent:\nX-Tsign-Open-Ca-Timestamp:{NOW}\n/p".encode()
    assert "X-Tsign-Open-Ca-Timestamp,X-Absent" == request.headers["X-Tsign-Open-Ca-Signature-Headers"]
    assert esign.sign(Secret("made-up"), string) == request.headers["X-Tsign-Open-Ca-Signature"]
