"""Mocked answers of respx and pytest-httpx reach the clients, and are held to the rules that real ones are held to."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import respx
from pytest_httpx import HTTPXMock

from realname import RealnameError, SignatureError
from tests import facts
from tests.connections import ASYNC_SOURCES, SOURCES
from tests.providers import BASE_URL, Answer, Caller
from tests.strategies import documented

SIGNED = [provider for provider in facts.PROVIDERS if facts.contract(provider)["x-answers"] == "signed"]
Mock = Callable[[Answer], object]


@pytest.fixture(params=["respx", "respx of httpx", "pytest-httpx"])
def mock(request: pytest.FixtureRequest) -> Iterator[Mock]:
    """Both libraries, wherever they cut in: have every request answered."""
    if request.param == "pytest-httpx":
        httpx_mock: HTTPXMock = request.getfixturevalue("httpx_mock")
        yield lambda answer: httpx_mock.add_response(
            content=answer.body, headers=dict(answer.headers), is_reusable=True
        )
        return
    with respx.mock(using="httpx" if request.param == "respx of httpx" else "httpcore") as router:
        yield lambda answer: router.route(host="gateway.example").respond(
            answer.status, content=answer.body, headers=dict(answer.headers)
        )


async def _answers(caller: Caller, source: str) -> list[Any]:
    """What a sync and an async client with such connections decode, or the class of the error."""
    options: dict[str, Any] = {"base_url": BASE_URL, "attempts": 1}
    found: list[Any] = []
    with caller.module.Client(caller.credentials, http_client=SOURCES[source](), **options) as client:
        try:
            found.append(caller.ask(client).to_wire())
        except RealnameError as error:
            found.append(type(error))
    async with caller.module.AsyncClient(caller.credentials, http_client=ASYNC_SOURCES[source](), **options) as client:
        try:
            found.append((await caller.ask(client)).to_wire())
        except RealnameError as error:
            found.append(type(error))
    return found


@pytest.mark.parametrize(
    ("provider", "source"),
    [
        *((provider, "own") for provider in facts.PROVIDERS),
        *(("esign", source) for source in SOURCES if source != "own"),
    ],
)
async def test_a_mocked_answer_is_decoded(provider: str, mock: Mock, source: str, callers: dict[str, Caller]) -> None:
    """Sync and async."""
    caller, operation = callers[provider], facts.main(provider)
    mock(caller.answer())

    expected = documented(operation.success, operation.answer, facts.contract(provider)["components"]["schemas"])
    assert [expected] * 2 == await _answers(caller, source)


@pytest.mark.parametrize("provider", SIGNED)
async def test_a_mock_is_no_way_around_the_signature(provider: str, mock: Mock, callers: dict[str, Caller]) -> None:
    """A success that nobody signed is refused, mocked or not."""
    mock(callers[provider].answer(headers={}))

    assert [SignatureError] * 2 == await _answers(callers[provider], "own")
