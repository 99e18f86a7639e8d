"""Connections of `realname.fast`: how many there are, how long one waits for one, how they end, what they are told."""

import asyncio
import gc
import socket
import ssl
import struct
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import httpx
import pytest
import trio

from realname import ConfigurationError, fast
from realname.core.fast.http1 import Reading
from realname.core.fast.idle import Idle
from tests.peers import Peer, answer, peer
from tests.repository.loopback import LOOPBACK, Authority

Client = Callable[..., Any]
"""Sends requests one after the other, with one client; gives the answers' bodies, or errors."""


@pytest.fixture(params=["threads", "tasks"])
def ask(request: pytest.FixtureRequest) -> Client:
    """Both kinds of client."""

    def sync(*requests: dict[str, Any], pause: float = 0, **options: Any) -> list[Any]:
        found: list[Any] = []
        with fast.client(**options) as client:
            for one in requests:
                time.sleep(pause)
                try:
                    found.append(client.request(**{"method": "GET"} | one).text)
                except httpx.TransportError as error:
                    found.append(error)
        return found

    async def async_(requests: tuple[dict[str, Any], ...], pause: float, options: dict[str, Any]) -> list[Any]:
        found: list[Any] = []
        async with fast.async_client(**options) as client:
            for one in requests:
                await asyncio.sleep(pause)
                try:
                    found.append((await client.request(**{"method": "GET"} | one)).text)
                except httpx.TransportError as error:
                    found.append(error)
        return found

    if request.param == "threads":
        return sync
    return lambda *requests, pause=0, **options: asyncio.run(async_(requests, pause, options))


def _echo(connection: socket.socket, request: bytes, _: Peer) -> None:
    connection.sendall(answer(request.split(b" ", 2)[1]))


def _descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


# ---- places ----


def test_places_are_shared_by_threads() -> None:
    """256 threads over four connections: each gets its own answer, and no more are open than may be."""
    with peer(_echo) as gateway, fast.client(limits=httpx.Limits(max_connections=4)) as client:

        def once(number: int) -> str:
            return client.get(f"{gateway.url}/{number}", timeout=60).text

        with ThreadPoolExecutor(256) as threads:
            found = list(threads.map(once, range(512)))

        assert [f"/{number}" for number in range(512)] == found
        assert 4 >= len(gateway.connections)


async def test_places_are_shared_by_tasks() -> None:
    """A thousand tasks over four connections."""
    with peer(_echo) as gateway:
        async with fast.async_client(limits=httpx.Limits(max_connections=4)) as client:

            async def once(number: int) -> str:
                return (await client.get(f"{gateway.url}/{number}", timeout=60)).text

            found = await asyncio.gather(*map(once, range(1000)))

        assert [f"/{number}" for number in range(1000)] == found
        assert 4 >= len(gateway.connections)


def test_idle_connections_count_as_well(ask: Client) -> None:
    """Those to other origins leave, the oldest first, before one is opened that there is no place for."""
    open_now: list[int] = []

    def serve(connection: socket.socket, request: bytes, found: Peer) -> None:
        _echo(connection, request, found)
        open_now.append(connection.fileno())

    with peer(serve) as one, peer(serve) as two, peer(serve) as three:
        urls = [{"url": gateway.url + "/x"} for gateway in (one, two, three, three, one)]
        assert ["/x"] * 5 == ask(*urls, limits=httpx.Limits(max_connections=2))

        assert [2, 1, 1] == [len(gateway.connections) for gateway in (one, two, three)]


def test_a_thread_without_a_place_is_told() -> None:
    """In its own time, whatever the others do."""
    with peer(_late) as gateway, fast.client(limits=httpx.Limits(max_connections=1)) as client:
        thread = threading.Thread(target=client.get, args=(gateway.url,))
        thread.start()
        _wait_for(lambda: bool(gateway.requests))
        with pytest.raises(httpx.PoolTimeout):
            client.get(gateway.url, timeout=httpx.Timeout(5, pool=0.05))
        thread.join()
        assert 200 == client.get(gateway.url).status_code


async def test_a_task_without_a_place_is_told() -> None:
    """In its own time, even if it asks in the moment in which another one is given what was given back."""
    with peer(_late) as gateway:
        async with fast.async_client(limits=httpx.Limits(max_connections=1)) as client:

            async def overtaking() -> None:
                await client.get(gateway.url)
                with pytest.raises(httpx.PoolTimeout):
                    await client.get(gateway.url, timeout=httpx.Timeout(5, pool=0.05))

            await asyncio.gather(overtaking(), client.get(gateway.url))
            assert 200 == (await client.get(gateway.url)).status_code


def _late(connection: socket.socket, _: bytes, __: Peer) -> None:
    time.sleep(0.2)
    connection.sendall(answer())


def _wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.005)


async def test_cancelled_at_any_moment_nothing_is_lost() -> None:
    """Neither a place nor a descriptor."""

    def unhurried(connection: socket.socket, request: bytes, found: Peer) -> None:
        time.sleep(0.002)
        _echo(connection, request, found)

    async def hurry(client: httpx.AsyncClient, url: str, chance: Random) -> None:
        for _ in range(40):
            with suppress(TimeoutError):
                number = str(chance.random())
                answered = await asyncio.wait_for(client.get(f"{url}/{number}"), chance.uniform(0, 0.008))
                assert f"/{number}" == answered.text

    with peer(unhurried) as gateway:
        before = _descriptors()
        async with fast.async_client(limits=httpx.Limits(max_connections=4)) as client:
            await asyncio.gather(*(hurry(client, gateway.url, Random(seed)) for seed in range(16)))  # noqa: S311
            found = await asyncio.gather(*(client.get(gateway.url, timeout=20) for _ in range(4)))
        assert [200] * 4 == [answered.status_code for answered in found]
        await asyncio.sleep(0.05)  # the peer ends its own ones
        assert before + 4 >= _descriptors()


# ---- idle connections ----


class _Thing:
    def __init__(self, name: str = "") -> None:
        self.name, self.is_closed, self.is_spoiled = name, False, False

    def has_leftovers(self) -> bool:
        return self.is_spoiled

    def close(self) -> None:
        self.is_closed = True


ORIGIN, OTHER = (b"http", b"x", 80), (b"https", b"x", 443)


def test_an_idle_connection_is_kept_for_its_time() -> None:
    """The one used last is at hand; the ones behind it do not stay for ever where it is enough."""
    now = 0.0
    idle: Idle[_Thing] = Idle(httpx.Limits(keepalive_expiry=5), lambda: now)
    first, second = _Thing(), _Thing()
    idle.keep(ORIGIN, first)
    idle.keep(ORIGIN, second)
    now = 4.0
    assert idle.take(OTHER) is None
    assert idle.take(ORIGIN) is second
    now = 6.0
    idle.keep(ORIGIN, second)

    assert [True, False, 1] == [first.is_closed, second.is_closed, len(idle)]
    now = 12.0
    assert idle.take(ORIGIN) is None
    assert second.is_closed


def test_what_cannot_be_used_is_closed() -> None:
    """Spoiled ones, the oldest of too many, and all at the end, the ones in use included."""
    idle: Idle[_Thing] = Idle(httpx.Limits(max_keepalive_connections=2, keepalive_expiry=None))
    things = [_Thing() for _ in range(4)]
    for number in range(3):
        idle.keep((ORIGIN, OTHER, ORIGIN)[number], things[number])
    assert things[0].is_closed
    things[2].is_spoiled = True
    assert idle.take(ORIGIN) is None
    assert [True, False, True] == [thing.is_closed for thing in things[:3]]
    idle.close()
    idle.keep(ORIGIN, things[3])
    assert [True, True, 0] == [things[1].is_closed, things[3].is_closed, len(idle)]


@pytest.mark.parametrize("how", ["end", "reset", "half"])
def test_a_peer_ends_connections_between_calls(how: str, ask: Client) -> None:
    """The next request goes over another one."""

    def serve(connection: socket.socket, request: bytes, found: Peer) -> bool:
        _echo(connection, request, found)
        if how == "reset":
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if how == "half":
            connection.shutdown(socket.SHUT_WR)
            found.closed.wait(0.2)
        return False

    with peer(serve) as gateway:
        assert ["/1", "/2", "/3"] == ask(*({"url": f"{gateway.url}/{n}"} for n in (1, 2, 3)), pause=0.02)

    assert [1, 1, 1] == [len(requests) for requests in gateway.connections]


def test_a_connection_that_is_reset_is_told(ask: Client) -> None:
    """In the middle of an answer, and before one."""

    def serve(connection: socket.socket, request: bytes, _: Peer) -> bool:
        if b"/head" in request:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhe")
            time.sleep(0.05)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return False

    with peer(serve) as gateway:
        found = ask({"url": f"{gateway.url}/head"}, {"url": gateway.url})

    assert [httpx.ReadError] * 2 == [type(error) for error in found]


# ---- closing ----


def test_what_is_in_use_is_closed_afterwards() -> None:
    """A call that is under way when its client is closed comes to its end, and leaves no connection."""
    with peer(_late) as gateway:
        client = fast.client()
        found: list[httpx.Response] = []
        thread = threading.Thread(target=lambda: found.append(client.get(gateway.url)))
        thread.start()
        _wait_for(lambda: bool(gateway.requests))
        client.close()
        thread.join()

        assert [200] == [answered.status_code for answered in found]
        assert 0 == len(client._transport._connections.idle)  # type: ignore[attr-defined]
        gc.collect()


async def test_what_is_in_use_is_closed_afterwards_by_tasks_too() -> None:
    """The same."""
    with peer(_late) as gateway:
        client = fast.async_client()
        task = asyncio.ensure_future(client.get(gateway.url))
        await asyncio.to_thread(_wait_for, lambda: bool(gateway.requests))
        await client.aclose()

        assert 200 == (await task).status_code
        assert 0 == len(client._transport._connections.idle)  # type: ignore[attr-defined]


# ---- large requests ----


LARGE = bytes(1 << 26)


@pytest.fixture
def deaf() -> Iterator[str]:
    """A peer that accepts, and reads nothing."""
    with socket.create_server((LOOPBACK, 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        yield f"http://{LOOPBACK}:{listener.getsockname()[1]}"


def test_a_peer_that_reads_nothing_is_left(deaf: str, ask: Client) -> None:
    """After the time for writing."""
    started = time.monotonic()
    (error,) = ask({"method": "POST", "url": deaf, "content": LARGE, "timeout": httpx.Timeout(30, write=0.2)})

    assert isinstance(error, httpx.WriteTimeout)
    assert time.monotonic() - started < 10


def test_an_answer_may_come_before_all_was_read(ask: Client) -> None:
    """Who refuses a request says so, and ends the connection."""

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(answer(b"too large", status=413))

    with socket.create_server((LOOPBACK, 0)) as listener:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        found = ask({"method": "POST", "url": f"http://{LOOPBACK}:{listener.getsockname()[1]}", "content": LARGE})
        thread.join()

    assert ["too large"] == found


def test_a_large_request_arrives_whole(ask: Client) -> None:
    """However slowly it is read; a body that comes in parts as well."""

    def serve(connection: socket.socket, request: bytes, _: Peer) -> None:
        connection.sendall(answer(str(len(request.partition(b"\r\n\r\n")[2])).encode()))

    with peer(serve) as gateway:
        assert [str(1 << 22)] == ask({"method": "POST", "url": gateway.url, "content": LARGE[: 1 << 22]})


def test_a_year_is_a_time_to_wait(ask: Client) -> None:
    """It is longer than systems count."""
    with peer(lambda connection, *_: connection.sendall(answer(b"yes"))) as gateway:
        assert ["yes"] == ask({"url": gateway.url, "timeout": 365 * 86400.0})


def test_trio_is_served_as_well() -> None:
    """By the connections that there are without the extra."""

    async def ask(url: str) -> list[str]:
        async with fast.async_client() as client:
            return [(await client.get(f"{url}/{number}")).text for number in range(3)]

    with peer(_echo) as gateway:
        assert ["/0", "/1", "/2"] == trio.run(ask, gateway.url)

    assert [3] == [len(requests) for requests in gateway.connections]


async def test_a_body_may_come_in_parts() -> None:
    """It is read first, and sent as chunks; sync and async."""

    def serve() -> None:
        for _ in range(2):
            connection, _address = listener.accept()
            with connection:
                data = b""
                while not data.endswith(b"0\r\n\r\n"):
                    data += connection.recv(65536)
                connection.sendall(answer(data.partition(b"\r\n\r\n")[2]))

    async def parts() -> AsyncIterator[bytes]:
        yield b"hel"
        yield b"lo"

    with socket.create_server((LOOPBACK, 0)) as listener, fast.client() as client:
        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        url = f"http://{LOOPBACK}:{listener.getsockname()[1]}"
        async with fast.async_client() as async_client:
            found = [client.put(url, content=iter([b"hel", b"lo"])), await async_client.put(url, content=parts())]
        thread.join()

    assert [b"5\r\nhello\r\n0\r\n\r\n"] * 2 == [answered.content for answered in found]


async def test_what_breaks_in_a_loops_hands_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Asyncio would log it, and the call would wait for its limit."""

    def broken(_: Reading) -> None:
        raise LookupError("told to")

    monkeypatch.setattr(Reading, "end", broken)
    with peer(lambda *_: False) as gateway:
        async with fast.async_client() as client:
            with pytest.raises(LookupError, match="told to"):
                await client.get(gateway.url, timeout=30)


# ---- settings ----


def _limits(**numbers: Any) -> dict[str, Any]:
    return {"limits": httpx.Limits(**numbers)}


WRONG: dict[str, list[dict[str, Any]]] = {
    "limits": [
        *(_limits(max_connections=value) for value in (0, -1, True, 2.5)),
        *(_limits(keepalive_expiry=value) for value in (-1, float("nan"), "5")),
        _limits(max_keepalive_connections=-1),
        {"limits": None},
        {"limits": 5},
    ],
    "proxy": [{"proxy": value} for value in ("foo://x", "nonsense", {"https://": "http://x"}, "", "socks5://x:1")],
    "verify": [
        *({"verify": value} for value in (5, b"ca.pem", "/nonexistent/ca.pem")),
        {"verify": "/nonexistent/ca.pem", "cert": "/nonexistent.pem"},
    ],
    "cert": [
        *({"cert": value} for value in ("/nonexistent.pem", ("a", "b"), 5)),
        {"verify": ssl.create_default_context(), "cert": "/nonexistent.pem"},
    ],
}


@pytest.mark.filterwarnings("ignore:`(verify|cert)=:DeprecationWarning")  # of httpx itself
@pytest.mark.parametrize("named", WRONG)
@pytest.mark.parametrize("make", [fast.client, fast.async_client], ids=["sync", "async"])
def test_a_setting_that_cannot_be_used_is_named(make: Callable[..., object], named: str) -> None:
    """When a client is made."""
    for settings in WRONG[named]:
        with pytest.raises(ConfigurationError) as caught:
            make(**settings)
        assert named == caught.value.setting


def test_without_its_package_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it is needed."""
    monkeypatch.setattr(fast, "find_spec", lambda _: None)
    for make in (fast.client, fast.async_client, fast.Pool(), fast.AsyncPool()):
        with pytest.raises(ConfigurationError, match=r'pip install "realname\[fast\]"'):
            make()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """A company's certificate authority."""
    return Authority(tmp_path_factory.mktemp("authority"))


def test_tls_trusts_whom_it_is_told_to(authority: Authority, ask: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a context, by the environment, by nobody; by default no company's own authority."""
    trusting = ssl.create_default_context(cafile=authority.certificate)
    with peer(_echo, authority.server) as gateway:
        asked = {"url": f"https://{LOOPBACK}:{gateway.port}/x"}
        assert ["/x", "/x"] == ask(asked, asked, verify=trusting)
        assert ["/x"] == ask(asked, verify=False)
        assert isinstance(ask(asked)[0], httpx.ConnectError)
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.certificate))
        assert ["/x"] == ask(asked)
        assert isinstance(ask(asked, trust_env=False)[0], httpx.ConnectError)

    assert 2 == len(gateway.connections[0])


def test_a_proxy_is_gone_through(ask: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is passed for every host; one of the environment never for this machine."""
    with peer(_echo) as gateway, peer(_echo) as proxy:
        target = f"{gateway.url}/x"
        assert [target] * 2 == ask({"url": target}, {"url": target}, proxy=proxy.url)
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.delenv("NO_PROXY", raising=False)
        assert ["/x", "http://gateway.example/"] == ask({"url": target}, {"url": "http://gateway.example/"})
        assert ["/x"] == ask({"url": target}, trust_env=False)

    assert 2 == len(gateway.requests)
