"""Clients over our own connections: the short way of our calls, and who still has a say in it."""

import asyncio
import json
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest

from realname import AsyncPool, Pool, fast
from realname.core import own_client
from realname.core.deadline import CallState, Deadline
from tests import facts
from tests.peers import Peer, answer, peer
from tests.providers import Caller

MAIN = facts.main("esign")
POOLS = [Pool, AsyncPool, fast.Pool, fast.AsyncPool]


def _serve(connection: Any, _: bytes, __: Peer) -> None:
    connection.sendall(answer(json.dumps(MAIN.success).encode()))


@pytest.fixture(params=POOLS, ids=lambda kind: f"{kind.__module__.rpartition('.')[2]}.{kind.__name__}")
def ask(request: pytest.FixtureRequest, esign_caller: Caller) -> Callable[..., httpx.Response]:
    """Make one call over a pool whose httpx client was prepared; gives its exchange."""

    def sync(pool: Any, url: str, prepare: Callable[[Any], object]) -> Any:
        with pool, esign_caller.module.Client(esign_caller.credentials, base_url=url, http_client=pool) as client:
            prepare(pool())
            return esign_caller.ask(client.with_raw_response).http

    async def async_(pool: Any, url: str, prepare: Callable[[Any], object]) -> Any:
        module = esign_caller.module
        async with pool, module.AsyncClient(esign_caller.credentials, base_url=url, http_client=pool) as client:
            prepare(pool())
            return (await esign_caller.ask(client.with_raw_response)).http

    def run(prepare: Callable[[Any], object] = lambda _: None) -> Any:
        with peer(_serve) as gateway:
            if issubclass(request.param, AsyncPool):
                return asyncio.run(async_(request.param(), gateway.url, prepare))
            return sync(request.param(), gateway.url, prepare)

    return run


@pytest.fixture
def long_way(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The calls that went the whole way through httpx."""
    found: list[object] = []

    def sync(client: Any, *given: Any, **named: Any) -> Any:
        found.append(client)
        return httpx.Client._send_handling_auth(client, *given, **named)

    async def async_(client: Any, *given: Any, **named: Any) -> Any:
        found.append(client)
        return await httpx.AsyncClient._send_handling_auth(client, *given, **named)

    monkeypatch.setattr(own_client.OwnClient, "_send_handling_auth", sync, raising=False)
    monkeypatch.setattr(own_client.OwnAsyncClient, "_send_handling_auth", async_, raising=False)
    return found


def test_an_exchange_is_complete(ask: Callable[..., Any], long_way: list[object]) -> None:
    """With all that httpx would have noted of it."""
    found = ask()

    assert json.loads(found.content) == MAIN.success
    assert found.request.headers["X-Tsign-Open-Ca-Signature"]
    assert found.elapsed > timedelta(0)
    assert found.is_closed
    assert found.history == []
    assert not long_way


def test_the_log_of_httpx_has_its_line(ask: Callable[..., Any], caplog: pytest.LogCaptureFixture) -> None:
    """The same one, with the address that was asked for."""
    with caplog.at_level(logging.INFO, logger=httpx.__name__):
        found = ask()

    (record,) = (record for record in caplog.records if record.name == httpx.__name__)
    assert f'HTTP Request: GET {found.request.url} "HTTP/1.1 200 X"' == record.getMessage()


@pytest.mark.parametrize("event", ["request", "response"])
def test_a_hook_is_called(event: str, ask: Callable[..., Any], long_way: list[object]) -> None:
    """Somebody added it to the client of a pool."""
    seen: list[object] = []

    def prepare(client: Any) -> None:
        async def hook(item: object) -> None:
            seen.append(item)

        client.event_hooks[event].append(hook if isinstance(client, httpx.AsyncClient) else seen.append)

    ask(prepare)

    assert 1 == len(seen) == len(long_way)


def test_whoever_replaces_send_is_asked(ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """As tracers do."""
    seen: list[object] = []
    for kind in (httpx.Client, httpx.AsyncClient):

        def traced(client: Any, *given: Any, _send: Any = kind.send, **named: Any) -> Any:
            seen.append(client)
            return _send(client, *given, **named)

        monkeypatch.setattr(kind, "send", traced)
    ask()

    assert 1 == len(seen)


def test_whoever_replaces_send_along_with_the_construction_is_asked(
    ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By functions of one module, of which neither is httpx's."""
    seen: list[object] = []
    for kind in (httpx.Client, httpx.AsyncClient):

        def built(client: Any, *given: Any, _build: Any = kind.__init__, **named: Any) -> None:
            _build(client, *given, **named)

        def traced(client: Any, *given: Any, _send: Any = kind.send, **named: Any) -> Any:
            seen.append(client)
            return _send(client, *given, **named)

        monkeypatch.setattr(kind, "__init__", built)
        monkeypatch.setattr(kind, "send", traced)
    ask()

    assert 1 == len(seen)


@pytest.mark.parametrize("kind", [Pool, fast.Pool])
def test_a_log_that_fails_keeps_no_connection(
    kind: type[Pool], esign_caller: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    """Its error is the user's own, and comes out; the place among the connections is free again."""

    def fail(_: object) -> bool:
        raise KeyError

    logger = logging.getLogger(httpx.__name__)
    caplog.set_level(logging.INFO, logger=httpx.__name__)
    with peer(_serve) as gateway, kind(max_connections=1) as pool:
        client = esign_caller.module.Client(
            esign_caller.credentials, base_url=gateway.url, http_client=pool, timeout=0.5, attempts=1
        )
        logger.addFilter(fail)
        try:
            for _ in range(2):
                with pytest.raises(KeyError):
                    esign_caller.ask(client)
        finally:
            logger.removeFilter(fail)
        assert esign_caller.ask(client)


async def test_a_log_that_fails_keeps_no_connection_of_async_clients(
    esign_caller: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    """The same."""

    def fail(_: object) -> bool:
        raise KeyError

    logger = logging.getLogger(httpx.__name__)
    caplog.set_level(logging.INFO, logger=httpx.__name__)
    with peer(_serve) as gateway:
        async with AsyncPool(max_connections=1) as pool:
            client = esign_caller.module.AsyncClient(
                esign_caller.credentials, base_url=gateway.url, http_client=pool, timeout=0.5, attempts=1
            )
            logger.addFilter(fail)
            try:
                for _ in range(2):
                    with pytest.raises(KeyError):
                        await esign_caller.ask(client)
            finally:
                logger.removeFilter(fail)
            assert await esign_caller.ask(client)


def test_what_is_none_of_our_calls_goes_through_httpx(long_way: list[object]) -> None:
    """Such as a request of the user's own over the same connections."""
    with peer(_serve) as gateway, Pool() as pool:
        assert pool().get(gateway.url).json() == MAIN.success
    assert 1 == len(long_way)


def test_what_is_sent_without_a_signature_goes_through_httpx(long_way: list[object]) -> None:
    """With the limits of a call of ours, as a conformance run sends forgeries."""
    with peer(_serve) as gateway, Pool() as pool:
        request = httpx.Request("GET", gateway.url)
        CallState(Deadline.after(10)).attach(request, 5)
        assert pool().send(request).json() == MAIN.success
    assert 1 == len(long_way)
