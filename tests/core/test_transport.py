"""Connections of our own: every shape of delay ends with the call, and every answer belongs to its own request."""

import asyncio
import json
import socket
import ssl
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from random import Random
from typing import Any

import httpcore
import httpx
import pytest
import trio

from realname import Pool, RealnameError, TransportError
from realname.core.loops import in_thread
from tests import facts
from tests.connections import ASYNC_POOLS, POOLS
from tests.peers import Peer, Script, answer, http_2_peer, peer
from tests.providers import Caller
from tests.repository.loopback import LOOPBACK, Authority, Relay

MAIN = facts.main("esign")
LIMIT = 2.5
"""Seconds in which a call that may take one has to end, on a machine that has other work."""
Run = Callable[..., Any]


def _flow(flow_id: str) -> bytes:
    return json.dumps(facts.changed(MAIN.success, "data.flowId", flow_id)).encode()


def _asked(request: bytes) -> str:
    """The flow that a request is about."""
    return request.split(b" ", 2)[1].decode().split("/")[-2]


def _right(connection: socket.socket, request: bytes, _: Peer) -> None:
    connection.sendall(answer(_flow(_asked(request))))


RUNS: dict[str, Callable[..., Any]] = {
    **{f"{kind}, sync": pool for kind, pool in POOLS.items()},
    **{f"{kind}, asyncio": pool for kind, pool in ASYNC_POOLS.items()},
    "pool, trio": ASYNC_POOLS["pool"],
}


@pytest.fixture(params=RUNS)
def run(request: pytest.FixtureRequest, esign_caller: Caller) -> Run:
    """Ask about flows, one after the other, with one client; gives the answers' flows, or errors.

    `pause` is how many seconds lie between them.
    """

    def sync(url: str, *flows: str, pause: float = 0, **options: Any) -> list[Any]:
        found: list[Any] = []
        options.setdefault("http_client", RUNS[request.param]())
        with esign_caller.module.Client(esign_caller.credentials, base_url=url, **options) as client:
            for flow in flows:
                time.sleep(pause)
                try:
                    found.append(esign_caller.ask(client, flow_id=flow).data.flow_id)
                except RealnameError as error:
                    found.append(error)
        options["http_client"].close()
        return found

    async def async_(url: str, flows: tuple[str, ...], pause: float, options: dict[str, Any]) -> list[Any]:
        found: list[Any] = []
        options.setdefault("http_client", RUNS[request.param]())
        async with esign_caller.module.AsyncClient(esign_caller.credentials, base_url=url, **options) as client:
            for flow in flows:
                time.sleep(pause)  # noqa: ASYNC251 - nothing else runs in this loop
                try:
                    found.append((await esign_caller.ask(client, flow_id=flow)).data.flow_id)
                except RealnameError as error:
                    found.append(error)
        await options["http_client"].aclose()
        return found

    if request.param.endswith(", sync"):
        return sync
    if request.param.endswith("asyncio"):
        return lambda url, *flows, pause=0, **options: asyncio.run(async_(url, flows, pause, options))
    return lambda url, *flows, pause=0, **options: trio.run(async_, url, flows, pause, options)


def _pool(request: pytest.FixtureRequest, **settings: Any) -> Any:
    return RUNS[request.node.callspec.params["run"]](**settings)


# ---- time ----


def _drips(connection: socket.socket, _: bytes, found: Peer) -> None:
    for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 1000:
        connection.sendall(bytes([byte]))
        if found.closed.wait(0.1):
            return


def _informs(connection: socket.socket, _: bytes, found: Peer) -> None:
    while not found.closed.is_set():
        connection.sendall(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 50)


def _drips_body(connection: socket.socket, _: bytes, found: Peer) -> None:
    connection.sendall(answer(b"", "Content-Length: 100000", length=False))
    while not found.closed.wait(0.1):
        connection.sendall(b" ")


def _steps(connection: socket.socket, _: bytes, found: Peer) -> None:
    for part in (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n", b"X: y\r\n", b"X: y\r\n", b"Content-Length: 0\r\n\r\n"):
        if found.closed.wait(0.8):
            return
        connection.sendall(part)


@pytest.mark.parametrize("script", [_drips, _informs, _drips_body, _steps], ids=lambda script: script.__name__)
def test_no_shape_of_delay_outlasts_the_call(script: Script, run: Run) -> None:
    """No single step is late; all of them together are."""
    with peer(script) as gateway:
        started = time.monotonic()
        (error,) = run(gateway.url, "1", timeout=1, attempts=1)

    assert time.monotonic() - started < LIMIT
    assert isinstance(error, TransportError)
    assert error.outcome_unknown


def test_a_peer_that_reads_nothing_is_left() -> None:
    """What is written waits for the peer as little as what is read."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        pool = Pool()
        started = time.monotonic()
        with pool, pytest.raises(httpcore.TimeoutException) as caught:
            pool()._transport._pool.handle_request(  # type: ignore[attr-defined]  # a request of this size is none of ours
                httpcore.Request(
                    "POST",
                    f"http://{LOOPBACK}:{listener.getsockname()[1]}/",
                    headers={"Host": "x", "Content-Length": str(1 << 26)},
                    content=bytes(1 << 26),
                    extensions={"timeout": {"connect": 1, "write": 0.3, "read": 0.3, "pool": 1}},
                )
            )

    assert caught.type is httpcore.WriteTimeout
    assert time.monotonic() - started < LIMIT


@pytest.fixture
def black_holes() -> Iterator[list[Any]]:
    """Addresses that never answer."""
    with ExitStack() as stack:
        found = []
        for number in range(2, 8):
            listener = stack.enter_context(socket.socket())
            listener.bind((f"127.0.0.{number}", 0))
            listener.listen(0)
            for _ in range(3):
                filler = stack.enter_context(socket.socket())
                filler.setblocking(False)
                filler.connect_ex(listener.getsockname())
            found.append((socket.AF_INET, socket.SOCK_STREAM, 6, "", listener.getsockname()))
        yield found


def test_many_addresses_share_the_time(black_holes: list[Any], run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six addresses that never answer take no longer than one; nothing was sent."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: black_holes)
    started = time.monotonic()

    (error,) = run("https://gateway.example", "1", timeout=1, attempts=1)

    assert time.monotonic() - started < LIMIT
    assert isinstance(error, TransportError)
    assert not error.outcome_unknown


def test_a_dead_address_is_not_the_last_one(
    black_holes: list[Any], esign_caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next one has its share of the time."""
    with peer(_right) as gateway:
        living = (socket.AF_INET, socket.SOCK_STREAM, 6, "", (LOOPBACK, gateway.port))
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [black_holes[0], living])
        with esign_caller.module.Client(esign_caller.credentials, base_url=gateway.url, timeout=2.5, attempts=1) as one:
            assert esign_caller.ask(one, flow_id="7").data.flow_id == "7"


def test_a_resolver_that_hangs_is_left_behind(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking a name up counts, though nothing can interrupt it; nothing was sent."""
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: time.sleep(4))
    started = time.monotonic()

    (error,) = run("https://gateway.example", "1", timeout=1, attempts=1)

    assert time.monotonic() - started < LIMIT
    assert isinstance(error, TransportError)
    assert not error.outcome_unknown


@pytest.mark.parametrize(
    "problem", [socket.gaierror(-2, "unknown"), UnicodeError("label too long"), OSError(24, "full")]
)
def test_a_name_that_cannot_be_looked_up_is_no_connection(
    problem: Exception, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the system says of it, an exhausted process included."""

    def refuse(*_: object, **__: object) -> None:
        raise problem

    monkeypatch.setattr(socket, "getaddrinfo", refuse)

    (error,) = run("https://gateway.example", "1", timeout=1, attempts=1)

    assert isinstance(error, TransportError)
    assert not error.outcome_unknown


def test_the_attempts_together_keep_the_total(run: Run) -> None:
    """Three attempts of half a second end after one and a half, waits included."""
    with peer(_drips) as gateway:
        started = time.monotonic()
        (error,) = run(gateway.url, "1", timeout=0.5, attempts=3)

    assert time.monotonic() - started < LIMIT
    assert isinstance(error, TransportError)


# ---- one answer ----


def _chunked(body: bytes) -> bytes:
    return answer(b"", "Transfer-Encoding: chunked", length=False) + b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)


SHAPES: dict[str, Callable[[bytes], bytes]] = {
    "length": answer,
    "chunked": _chunked,
    "after hints": lambda body: b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" * 2 + answer(body),
    "bare line feeds": lambda body: b"HTTP/1.1 200 OK\nContent-Length: %d\n\n" % len(body) + body,
}
LEFTOVERS = {
    "whole answer": answer(_flow("foreign")),
    "part of one": answer(_flow("foreign"))[:-1],
    "its first line": b"HTTP/1.1 200 OK\r\n",
    "one byte": b"H",
    "line end": b"\r\n",
    "hints": b"HTTP/1.1 103 Early Hints\r\n\r\n",
}
PAIRS = [("length", leftover) for leftover in LEFTOVERS] + [
    (shape, leftover) for shape in SHAPES if shape != "length" for leftover in ("whole answer", "line end")
]


@pytest.mark.parametrize("shape", SHAPES)
def test_a_connection_is_used_again(shape: str, run: Run) -> None:
    """As long as nothing follows an answer, however its end is told."""

    def serve(connection: socket.socket, request: bytes, _: Peer) -> None:
        connection.sendall(SHAPES[shape](_flow(_asked(request))))

    with peer(serve) as gateway:
        assert run(gateway.url, "1", "2", "3") == ["1", "2", "3"]

    assert [3] == [len(requests) for requests in gateway.connections]


@pytest.mark.parametrize(("shape", "leftover"), PAIRS)
def test_what_follows_an_answer_is_nobodys(shape: str, leftover: str, run: Run) -> None:
    """The next question gets its own answer, on another connection."""

    def serve(connection: socket.socket, request: bytes, _: Peer) -> None:
        more = LEFTOVERS[leftover] if _asked(request) == "1" else b""
        connection.sendall(SHAPES[shape](_flow(_asked(request))) + more)

    with peer(serve) as gateway:
        assert run(gateway.url, "1", "2", "3") == ["1", "2", "3"]

    assert [1, 2] == [len(requests) for requests in gateway.connections]


@pytest.mark.parametrize("run", ["pool, sync", "pool, asyncio", "pool, trio"], indirect=True)
@pytest.mark.parametrize(("shape", "leftover"), PAIRS)
def test_what_follows_an_answer_is_nobodys_over_the_callers_client_either(
    shape: str, leftover: str, run: Run, request: pytest.FixtureRequest
) -> None:
    """Httpx itself would take it for the next answer; a connection on which nothing follows is used again."""

    def serve(connection: socket.socket, request: bytes, _: Peer) -> None:
        more = LEFTOVERS[leftover] if _asked(request) == "2" else b""
        connection.sendall(SHAPES[shape](_flow(_asked(request))) + more)

    kind: Any = httpx.Client if request.node.callspec.params["run"].endswith(", sync") else httpx.AsyncClient
    with peer(serve) as gateway:
        assert run(gateway.url, "1", "2", "3", "4", http_client=kind()) == ["1", "2", "3", "4"]

    assert [2, 2] == [len(requests) for requests in gateway.connections]


def test_what_follows_an_answer_is_nobodys_for_a_bare_auth_either(esign_caller: Caller) -> None:
    """The extension of whoever sends the request is called as well."""

    def serve(connection: socket.socket, request: bytes, _: Peer) -> None:
        connection.sendall(
            answer(_flow(_asked(request))) + (answer(_flow("foreign")) if _asked(request) == "1" else b"")
        )

    events: list[str] = []
    auth = esign_caller.module.Auth(esign_caller.credentials)
    with peer(serve) as gateway, httpx.Client(auth=auth, base_url=gateway.url) as client:
        for flow in "123":
            path = MAIN.path.replace("{flowId}", flow)
            found = client.get(path, extensions={"trace": lambda event, _: events.append(event)})
            assert flow == found.json()["data"]["flowId"]

    assert [1, 2] == [len(requests) for requests in gateway.connections]
    assert 2 == events.count("connection.connect_tcp.complete")


async def test_http_2_is_left_alone(esign_caller: Caller) -> None:
    """Its answers say which request they are for; the connection goes on being used."""
    with http_2_peer(lambda path: _flow(path.split("/")[-2])) as (url, connections):
        async with httpx.AsyncClient(http1=False, http2=True) as http:
            client = esign_caller.module.AsyncClient(esign_caller.credentials, base_url=url, http_client=http)
            for flow in "123":
                assert flow == (await esign_caller.ask(client, flow_id=flow)).data.flow_id

    assert 1 == len(connections)


@pytest.mark.parametrize("kind", POOLS)
def test_an_answer_that_comes_later_is_nobodys_either(kind: str, esign_caller: Caller) -> None:
    """It lies in the idle connection when the next call wants it."""

    def serve(connection: socket.socket, request: bytes, found: Peer) -> None:
        _right(connection, request, found)
        if _asked(request) == "1":
            time.sleep(0.05)
            connection.sendall(answer(_flow("foreign")))
            late.append(None)

    late: list[None] = []
    with (
        peer(serve) as gateway,
        POOLS[kind]() as pool,
        esign_caller.module.Client(esign_caller.credentials, base_url=gateway.url, http_client=pool) as client,
    ):
        esign_caller.ask(client, flow_id="1")
        while not late:
            time.sleep(0.01)
        assert esign_caller.ask(client, flow_id="2").data.flow_id == "2"

    assert [1, 1] == [len(requests) for requests in gateway.connections]


def test_an_endless_exchange_does_not_fill_the_memory(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever comes before an answer counts as well as the answer."""
    monkeypatch.setattr("realname.core.network.LARGEST_EXCHANGE", 1 << 20)
    with peer(_informs) as gateway:
        (error,) = run(gateway.url, "1", timeout=30, attempts=1)

    assert isinstance(error, TransportError)
    assert "ReadError" in str(error)


# ---- TLS and proxies ----


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """A company's certificate authority."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(params=["direct", "proxy", "proxy over TLS"])
def settings(request: pytest.FixtureRequest, authority: Authority) -> Iterator[dict[str, Any]]:
    """What a pool is told of the way."""
    trusting = {"verify": ssl.create_default_context(cafile=authority.certificate)}
    if request.param == "direct":
        yield trusting
        return
    over_tls = request.param == "proxy over TLS"
    with Relay(tls=authority.server if over_tls else None) as proxy:
        yield trusting | {"proxy": f"{'https' if over_tls else 'http'}://{LOOPBACK}:{proxy.port}"}


@pytest.mark.parametrize("leftover", [b"", answer(_flow("foreign")), answer(_flow("foreign"))[:-1]], ids=len)
@pytest.mark.parametrize("apart", [False, True], ids=["one record", "two records"])
def test_over_tls(
    leftover: bytes,
    apart: bool,
    settings: dict[str, Any],
    authority: Authority,
    run: Run,
    request: pytest.FixtureRequest,
) -> None:
    """The same holds inside of TLS, where what follows may wait in a record of its own; also through a proxy."""

    def serve(connection: socket.socket, asked: bytes, _: Peer) -> None:
        more = leftover if _asked(asked) == "1" else b""
        for part in [answer(_flow(_asked(asked))), more] if apart else [answer(_flow(_asked(asked))) + more]:
            connection.sendall(part)

    with peer(serve, authority.server) as gateway:
        pool = _pool(request, **settings)
        found = run(f"https://{LOOPBACK}:{gateway.port}", "1", "2", "3", http_client=pool, pause=0.1 * apart)

    assert ["1", "2", "3"] == found
    assert ([1, 2] if leftover else [3]) == [len(requests) for requests in gateway.connections]


def test_tls_that_drips_ends(run: Run) -> None:
    """A handshake has no more time than anything else."""

    def serve(stream: socket.socket) -> None:
        with suppress(OSError), stream:
            for _ in range(50):
                stream.sendall(b"\x16\x03\x03\x00\x7a"[:1])
                time.sleep(0.1)

    with socket.create_server((LOOPBACK, 0)) as listener:
        thread = threading.Thread(target=lambda: serve(listener.accept()[0]), daemon=True)
        thread.start()
        started = time.monotonic()
        (error,) = run(f"https://{LOOPBACK}:{listener.getsockname()[1]}", "1", timeout=1, attempts=1)
        assert time.monotonic() - started < LIMIT
        thread.join(10)

    assert isinstance(error, TransportError)
    assert not error.outcome_unknown


def test_an_unknown_authority_is_told_at_once(authority: Authority, run: Run) -> None:
    """It does not become trusted by repetition."""
    with peer(_right, authority.server) as gateway:
        (error,) = run(f"https://{LOOPBACK}:{gateway.port}", "1", attempts=3)

    assert "no trusted TLS connection" in str(error)
    assert 1 == len(gateway.connections)


def test_plain_http_where_tls_is_expected_is_told_at_once(run: Run) -> None:
    """The peers speak different protocols, and will go on to."""

    def talk() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(answer(b"no TLS here", status=400))
            seen.append(1)

    seen: list[int] = []
    with socket.create_server((LOOPBACK, 0)) as listener:
        thread = threading.Thread(target=talk, daemon=True)
        thread.start()
        (error,) = run(f"https://{LOOPBACK}:{listener.getsockname()[1]}", "1", attempts=3)
        thread.join(10)

    assert "no trusted TLS connection" in str(error)
    assert [1] == seen


@pytest.mark.usefixtures("no_waiting")
def test_tls_that_breaks_off_is_tried_again(run: Run) -> None:
    """The end of the connection says nothing of a certificate."""
    count: list[int] = []

    def accept() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listener.accept()
                with connection:
                    count.append(1)
                    connection.recv(65536)

    with socket.create_server((LOOPBACK, 0)) as listener:
        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        (error,) = run(f"https://{LOOPBACK}:{listener.getsockname()[1]}", "1", attempts=3)
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(10)

    assert 3 == len(count)
    assert isinstance(error, TransportError)
    assert "no connection" in str(error)
    assert not error.outcome_unknown


# ---- threads of loops ----


@pytest.mark.parametrize("start", [asyncio.run, lambda awaited: trio.run(lambda: awaited)], ids=["asyncio", "trio"])
def test_a_thread_gives_back_what_it_found(start: Callable[[Awaitable[Any]], Any]) -> None:
    """A result, or what was raised."""

    def fail() -> None:
        raise LookupError("told to")

    async def both() -> int:
        with pytest.raises(LookupError):
            await in_thread(fail)
        return await in_thread(lambda number: number + 1, 1)

    assert 2 == start(both())


@pytest.mark.parametrize(("kind", "connections"), [("pool", 4), ("pool", 100), ("fast pool", 4), ("fast pool", 100)])
async def test_a_cancelled_call_gives_its_connection_back(kind: str, connections: int, esign_caller: Caller) -> None:
    """Whenever it is cancelled: none stays open, nor keeps its place in the pool."""

    def unhurried(connection: socket.socket, request: bytes, gateway: Peer) -> None:
        time.sleep(0.002)
        _right(connection, request, gateway)

    async def hurry(client: Any, chance: Random) -> None:
        for _ in range(60):
            with suppress(TimeoutError):
                await asyncio.wait_for(esign_caller.ask(client), chance.uniform(0.001, 0.012))

    with peer(unhurried) as gateway:
        async with ASYNC_POOLS[kind](max_connections=connections) as pool:
            options: Any = {"base_url": gateway.url, "http_client": pool, "timeout": 30, "attempts": 1}
            client = esign_caller.module.AsyncClient(esign_caller.credentials, **options)
            before = len(list(Path("/proc/self/fd").iterdir()))  # noqa: ASYNC240 - not a file that makes anybody wait
            await asyncio.gather(*(hurry(client, Random(seed)) for seed in range(16)))  # noqa: S311

            kept = len(list(Path("/proc/self/fd").iterdir())) - before  # noqa: ASYNC240
            assert 2 * 20 + 10 > kept  # both ends of the idle ones
            assert await asyncio.wait_for(asyncio.gather(*(esign_caller.ask(client) for _ in range(4))), 20)
