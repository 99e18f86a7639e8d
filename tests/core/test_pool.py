"""Where connections come from: pools, factories and clients of the caller's; and what the environment says of them."""

import asyncio
import json
import os
import ssl
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import trio

from realname import AsyncPool, ConfigurationError, Pool, RealnameError, TransportError, esign, fast
from realname.core.routes import Routes
from tests import facts
from tests.connections import ASYNC_POOLS, POOLS
from tests.peers import answer, peer
from tests.providers import BASE_URL, Caller

MAIN = facts.main("esign")
VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def build(esign_caller: Caller) -> Callable[..., Any]:
    """Build a client; closed again at once."""

    def client(base_url: str = BASE_URL, **options: Any) -> None:
        esign.Client(esign_caller.credentials, base_url=base_url, **options).close()
        asyncio.run(esign.AsyncClient(esign_caller.credentials, base_url=base_url).aclose())

    return client


# ---- the environment ----

UNUSABLE = {
    "HTTPS_PROXY": ["http://proxy.example:port", "foo://proxy.example:1", "http://", "http://proxy.example:99999"],
    "ALL_PROXY": ["socks5://127.0.0.1:1", "socks://127.0.0.1:1"],
    "https_proxy": ["http://[::1"],
    "SSL_CERT_FILE": ["/nonexistent/ca.pem", __file__],
    "SSL_CERT_DIR": ["/nonexistent", str(Path(__file__).parent)],
    "SSLKEYLOGFILE": ["/nonexistent/keys.log"],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in UNUSABLE.items() for value in values])
def test_a_variable_that_cannot_be_used_is_named(
    name: str, value: str, build: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a client is built, and not at its first call."""
    monkeypatch.setenv(name, value)

    with pytest.raises(ConfigurationError, match=name):
        build()


@pytest.mark.parametrize(
    "environment",
    [
        {"NO_PROXY": "localhost,127.0.0.1,fd07:b51a:cc66:f0::/64", "HTTPS_PROXY": "http://proxy.example:3128"},
        {"HTTPS_PROXY": "proxy.example:3128"},
        {"HTTPS_PROXY": "foo://bad", "NO_PROXY": "gateway.example"},
        {"HTTPS_PROXY": "foo://bad", "NO_PROXY": "*"},
        {"HTTP_PROXY": "foo://bad"},
    ],
    ids=str,
)
def test_what_is_not_asked_for_does_not_matter(
    environment: dict[str, str], build: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exceptions of every form, and variables for other hosts."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    build()


@pytest.mark.parametrize("name", ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "SSL_CERT_FILE"])
@pytest.mark.parametrize("host", ["http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1"])
def test_this_machine_needs_nothing_of_it(
    name: str, host: str, build: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sandbox is behind no proxy, and has no certificate."""
    monkeypatch.setenv(name, "foo://bad")

    build(host)


def test_the_environment_leads_to_a_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """By scheme, then for all; exceptions by name and by network."""
    monkeypatch.setenv("HTTPS_PROXY", "http://one.example:1")
    monkeypatch.setenv("ALL_PROXY", "http://two.example:2")
    monkeypatch.setenv("NO_PROXY", "inside.example,10.0.0.0/8")
    routes = Routes(None, None)

    def way(scheme: str, host: str) -> str | None:
        proxy = routes.proxy(scheme, host)
        return None if proxy is None else str(proxy.url)

    assert "http://one.example:1" == way("https", "gateway.example")
    assert "http://two.example:2" == way("http", "gateway.example")
    assert [None] * 3 == [way("https", host) for host in ("inside.example", "10.1.2.3", "127.0.0.1")]


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"proxy": "foo://x"}, "proxy"),
        ({"proxy": "http://host:port"}, "proxy"),
        ({"proxy": "proxy.example:3128"}, "proxy"),
        ({"proxy": 5}, "proxy"),
        ({"verify": "ca.pem"}, "verify"),
        ({"verify": False}, "verify"),
        ({"max_connections": 0}, "max_connections"),
        ({"max_connections": True}, "max_connections"),
    ],
)
def test_a_setting_of_a_pool_must_be_right(settings: dict[str, Any], named: str) -> None:
    """When the pool is made."""
    for kind in (*POOLS.values(), *ASYNC_POOLS.values()):
        with pytest.raises(ConfigurationError, match=named):
            kind(**settings)


@pytest.mark.parametrize("kind", POOLS)
def test_a_pool_verifies_keeps_no_cookies_and_follows_nothing(kind: str) -> None:
    """What httpx would do otherwise is off."""
    with POOLS[kind]() as pool:
        client = pool()
        context = pool._routes.context

        assert (ssl.CERT_REQUIRED, True) == (context.verify_mode, context.check_hostname)
        assert not client.follow_redirects
        assert not client.trust_env
    with peer(lambda c, *_: c.sendall(answer(b"", "Set-Cookie: a=b"))) as gateway, POOLS[kind]() as pool:
        assert "a=b" == pool().get(gateway.url).headers["Set-Cookie"]
        assert not list(pool().cookies.jar)


# ---- sharing and closing ----


def _gateway(connection: Any, *_: Any) -> None:
    connection.sendall(answer(json.dumps(MAIN.success).encode()))


@pytest.mark.parametrize("kind", POOLS)
def test_clients_share_a_pool(kind: str, esign_caller: Caller) -> None:
    """A thousand of them use one connection; closing one closes nothing of the others."""
    with peer(_gateway) as gateway, POOLS[kind]() as pool:
        clients = [esign.Client(esign_caller.credentials, base_url=gateway.url, http_client=pool) for _ in range(1000)]
        for client in clients[:50]:
            with client:
                esign_caller.ask(client)
        esign_caller.ask(clients[-1])

        assert [51] == [len(requests) for requests in gateway.connections]


def test_what_a_factory_makes_is_closed_with_the_client(esign_caller: Caller) -> None:
    """It was made for this client; a pool was not, nor what is passed in."""
    made: list[httpx.Client] = []

    def factory() -> httpx.Client:
        made.append(httpx.Client(transport=httpx.MockTransport(esign_caller.answer())))
        return made[-1]

    with esign.Client(esign_caller.credentials, base_url=BASE_URL, http_client=factory) as client:
        esign_caller.ask(client)
        esign_caller.ask(client.with_options(timeout=1))
    with Pool() as pool:
        esign.Client(esign_caller.credentials, base_url=BASE_URL, http_client=pool).close()
        assert not pool().is_closed

    assert [True] == [client.is_closed for client in made]


async def test_a_fast_client_is_made_for_its_client(esign_caller: Caller) -> None:
    """The function itself is a factory; what it makes is closed with the client, and is of one kind."""
    with peer(_gateway) as gateway:
        with esign.Client(esign_caller.credentials, base_url=gateway.url, http_client=fast.client) as client:
            assert 0 == esign_caller.ask(client).code
            made = client._http
        async with esign.AsyncClient(
            esign_caller.credentials, base_url=gateway.url, http_client=fast.async_client
        ) as async_client:
            assert 0 == (await esign_caller.ask(async_client)).code
            async_made = async_client._http

    assert [True, True] == [made.is_closed, async_made.is_closed]
    swapped: Any = ((esign.Client, fast.async_client), (esign.AsyncClient, fast.client))
    for kind, wrong in swapped:
        with pytest.raises(ConfigurationError, match="http_client"):
            kind(esign_caller.credentials, base_url=BASE_URL, http_client=wrong)


@pytest.mark.parametrize(
    "factory",
    [lambda: 1 / 0, lambda: None, lambda: httpx.AsyncClient(), lambda: ConfigurationError("no")],
    ids=range(4),
)
def test_a_factory_that_makes_none_is_refused(factory: Callable[[], Any], esign_caller: Caller) -> None:
    """Where the client is built."""
    with pytest.raises(ConfigurationError) as caught:
        esign.Client(esign_caller.credentials, base_url=BASE_URL, http_client=factory)

    assert "http_client" in str(caught.value)
    assert None is caught.value.__context__


@pytest.mark.parametrize("kind", POOLS)
async def test_a_closed_client_says_so(kind: str, esign_caller: Caller) -> None:
    """Whoever closed it, and whatever of it."""
    is_fast = kind != "pool"
    given, async_given = (fast.client(), fast.async_client()) if is_fast else (httpx.Client(), httpx.AsyncClient())
    pool, async_pool = POOLS[kind](), ASYNC_POOLS[kind]()
    own = esign.Client(esign_caller.credentials, base_url=BASE_URL)
    async_own = esign.AsyncClient(esign_caller.credentials, base_url=BASE_URL)
    clients = [own, own.with_options(timeout=1), async_own]
    clients += [esign.Client(esign_caller.credentials, http_client=one, base_url=BASE_URL) for one in (given, pool)]
    clients += [
        esign.AsyncClient(esign_caller.credentials, http_client=one, base_url=BASE_URL)
        for one in (async_given, async_pool)
    ]
    for closing in (given, pool, own):
        closing.close()
    for async_closing in (async_given, async_pool, async_own):
        await async_closing.aclose()

    for client in clients:
        with pytest.raises(ConfigurationError, match="closed"):
            await esign_caller.ask(client)


@pytest.mark.parametrize("kind", POOLS)
def test_each_connection_that_may_be_open_is_kept(kind: str, esign_caller: Caller) -> None:
    """None is closed for being one too many: it may have just been lent to somebody."""
    together = threading.Barrier(30)

    def serve(connection: Any, *_: Any) -> None:
        together.wait(10)
        connection.sendall(answer(json.dumps(MAIN.success).encode()))

    with peer(serve) as gateway, POOLS[kind]() as pool:
        client = esign.Client(esign_caller.credentials, base_url=gateway.url, http_client=pool)
        for _ in range(2):
            threads = [threading.Thread(target=esign_caller.ask, args=(client,)) for _ in range(30)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(20)

    assert [2] * 30 == [len(requests) for requests in gateway.connections]


@pytest.mark.parametrize(
    ("kind", "start", "kept"),
    [
        ("pool", asyncio.run, 20),
        ("fast pool", asyncio.run, 30),
        ("fast pool", lambda awaited: trio.run(lambda: awaited), 20),
    ],
    ids=["pool", "fast pool", "fast pool under trio"],
)
def test_httpcore_has_few_idle_connections_of_a_loop_to_look_at(
    kind: str, start: Callable[[Awaitable[None]], None], kept: int, esign_caller: Caller
) -> None:
    """It looks at each whenever a call begins or ends; one that is fast does not."""
    together = threading.Barrier(30)

    def serve(connection: Any, *_: Any) -> None:
        together.wait(10)
        connection.sendall(answer(json.dumps(MAIN.success).encode()))

    async def call(url: str) -> None:
        async with ASYNC_POOLS[kind]() as pool:
            client = esign.AsyncClient(esign_caller.credentials, base_url=url, http_client=pool)
            for _ in range(2):
                await _all(lambda: esign_caller.ask(client))

    async def _all(ask: Callable[[], Awaitable[object]]) -> None:
        if start is asyncio.run:
            await asyncio.gather(*(ask() for _ in range(30)))
            return
        async with trio.open_nursery() as nursery:
            for _ in range(30):
                nursery.start_soon(ask)

    with peer(serve) as gateway:
        start(call(gateway.url))

    assert kept == [len(requests) for requests in gateway.connections].count(2)


@pytest.mark.parametrize("kind", POOLS)
def test_one_connection_serves_threads_in_turn(kind: str, esign_caller: Caller) -> None:
    """Whoever has to wait for it gets its own answer all the same."""

    def serve(connection: Any, request: bytes, _: Any) -> None:
        flow = request.split(b" ", 2)[1].decode().split("/")[-2]
        connection.sendall(answer(json.dumps(facts.changed(MAIN.success, "data.flowId", flow)).encode()))

    found: list[tuple[str, str]] = []
    with peer(serve) as gateway, POOLS[kind](max_connections=1) as pool:
        client = esign.Client(esign_caller.credentials, base_url=gateway.url, http_client=pool)

        def ask(flow: str) -> None:
            found.append((flow, esign_caller.ask(client, flow_id=flow).data.flow_id))

        threads = [threading.Thread(target=ask, args=(f"f{number}",)) for number in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert 20 == len(found)
    assert all(asked == told for asked, told in found)


# ---- loops ----


@pytest.mark.parametrize("start", [asyncio.run, lambda coroutine: trio.run(lambda: coroutine)], ids=["asyncio", "trio"])
@pytest.mark.parametrize("source", [AsyncPool, fast.AsyncPool, lambda: _mocked], ids=["pool", "fast", "mocked"])
def test_a_client_belongs_to_one_loop(
    start: Callable[[Any], Any], source: Callable[[], Any], esign_caller: Caller
) -> None:
    """In another one, the error says so; a new client works there."""
    with peer(_gateway) as gateway:

        async def call(client: Any) -> int:
            return int((await esign_caller.ask(client)).code)

        async def once() -> int:
            client = esign.AsyncClient(esign_caller.credentials, base_url=gateway.url, http_client=source())
            found = await call(client) + await call(client)
            await client._http.aclose()
            return found

        pool = source()
        client = esign.AsyncClient(esign_caller.credentials, base_url=gateway.url, http_client=pool)
        assert 0 == start(call(client))
        with pytest.raises(ConfigurationError, match="event loop"):
            start(call(client))
        asyncio.run(client._http.aclose())
        assert 0 == start(once())


def _mocked() -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.MockTransport(lambda _: httpx.Response(200, json=MAIN.success)))


# ---- encodings ----


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "gzip, gzip", "identity, gzip", "nonsense"])
async def test_an_encoded_answer_is_not_unpacked(encoding: str, esign_caller: Caller) -> None:
    """A success is refused by the name of the header; a failure goes by its status."""
    headers = {"Content-Encoding": encoding}

    for error in await esign_caller.outcomes(200, MAIN.success, headers):
        assert isinstance(error, RealnameError)
        assert "Content-Encoding" in str(error)
        assert (200, True) == (error.http_status, error.outcome_unknown)
    for error in await esign_caller.outcomes(503, b"\x1f\x8bnonsense", headers):
        assert "ServerError" == type(error).__name__
    for reply in await esign_caller.outcomes(200, MAIN.success, {"Content-Encoding": "identity"}):
        assert 0 == reply.code


def test_no_answer_of_a_bare_auth_grows_without_end(esign_caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is the auth's, whoever's client it is."""
    monkeypatch.setattr("realname.core.deadline.LARGEST_ANSWER", 10)
    transport = httpx.MockTransport(esign_caller.answer())

    with (
        httpx.Client(auth=esign.Auth(esign_caller.credentials), transport=transport) as client,
        pytest.raises(httpx.ReadError, match="larger than any"),
    ):
        client.get(f"{BASE_URL}{MAIN.target()}")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="resource is for systems that fork")
@pytest.mark.parametrize("kind", POOLS)
def test_a_process_without_descriptors_has_no_connection(kind: str, esign_caller: Caller) -> None:
    """It is told like every connection that does not come about."""
    import resource

    with peer(_gateway) as gateway:
        options: Any = {"base_url": gateway.url, "attempts": 1}
        warm, cold = (esign.Client(esign_caller.credentials, http_client=POOLS[kind](), **options) for _ in range(2))
        esign_caller.ask(warm)  # what is imported at the first call of a process is there
        warm._http.close()
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
        try:
            with pytest.raises(TransportError) as caught:
                esign_caller.ask(cold)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        cold._http.close()

    assert not caught.value.outcome_unknown
