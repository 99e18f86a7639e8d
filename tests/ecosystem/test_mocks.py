"""Mocked answers of respx and pytest-httpx reach the clients, and are held to the rules that real ones are held to."""

import json
from typing import Any

import pytest
import respx
from pytest_httpx import HTTPXMock

from realname import SignatureError
from tests.pairs import KeyPair
from tests.providers import (
    BASE_URL,
    ENROLLED,
    OUTLINE,
    TRUSTED,
    Caller,
    alipay_caller,
    alipay_headers,
    esign_caller,
    zoloz_caller,
    zoloz_headers,
)

SIGNING = ["zoloz", "alipay"]


class Mocked:
    """A provider's client that talks to whoever mocks httpx, and an answer that it accepts."""

    def __init__(self, caller: Caller, answer: object, headers: dict[str, str]) -> None:
        self._caller = caller
        self.body = json.dumps(answer).encode()
        self.headers = headers

    def call(self) -> Any:
        """Call from sync code."""
        with self._caller.module.Client(self._caller.credentials, base_url=BASE_URL, attempts=1) as client:
            return self._ask(client).parsed

    async def call_async(self) -> Any:
        """Call from async code."""
        async with self._caller.module.AsyncClient(self._caller.credentials, base_url=BASE_URL, attempts=1) as client:
            return (await self._ask(client)).parsed

    def _ask(self, client: Any) -> Any:
        return getattr(client.with_raw_response, self._caller.operation)(**self._caller.arguments)


@pytest.fixture
def mocked(request: pytest.FixtureRequest, caller_keys: KeyPair, provider_keys: KeyPair) -> Mocked:
    """The provider that the test names."""
    if request.param == "zoloz":
        body = json.dumps(ENROLLED).encode()
        return Mocked(zoloz_caller(caller_keys, provider_keys), ENROLLED, zoloz_headers(provider_keys, body))
    if request.param == "alipay":
        body = json.dumps(TRUSTED).encode()
        return Mocked(alipay_caller(caller_keys, provider_keys), TRUSTED, alipay_headers(provider_keys, body))
    return Mocked(esign_caller(), OUTLINE, {})


@pytest.mark.parametrize("mocked", [*SIGNING, "esign"], indirect=True)
async def test_respx(mocked: Mocked, respx_mock: respx.MockRouter) -> None:
    """A mocked answer is decoded, sync and async."""
    respx_mock.route(host="gateway.example").respond(200, content=mocked.body, headers=mocked.headers)

    answers = [mocked.call().to_wire(), (await mocked.call_async()).to_wire()]

    assert [json.loads(mocked.body)] * 2 == answers


@pytest.mark.parametrize("mocked", SIGNING, indirect=True)
async def test_respx_is_no_way_around_the_signature(mocked: Mocked, respx_mock: respx.MockRouter) -> None:
    """A success that nobody signed is refused, mocked or not."""
    respx_mock.route(host="gateway.example").respond(200, content=mocked.body)

    with pytest.raises(SignatureError):
        mocked.call()
    with pytest.raises(SignatureError):
        await mocked.call_async()


@pytest.mark.parametrize("mocked", [*SIGNING, "esign"], indirect=True)
async def test_pytest_httpx(mocked: Mocked, httpx_mock: HTTPXMock) -> None:
    """A mocked answer is decoded, sync and async."""
    httpx_mock.add_response(content=mocked.body, headers=mocked.headers, is_reusable=True)

    answers = [mocked.call().to_wire(), (await mocked.call_async()).to_wire()]

    assert [json.loads(mocked.body)] * 2 == answers


@pytest.mark.parametrize("mocked", SIGNING, indirect=True)
async def test_pytest_httpx_is_no_way_around_the_signature(mocked: Mocked, httpx_mock: HTTPXMock) -> None:
    """A success that nobody signed is refused, mocked or not."""
    httpx_mock.add_response(content=mocked.body, is_reusable=True)

    with pytest.raises(SignatureError):
        mocked.call()
    with pytest.raises(SignatureError):
        await mocked.call_async()
