"""Forks: nobody reads another process's answer, and no lock stays held. Every test forks for real."""

import asyncio
import gc
import json
import multiprocessing
import os
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

import httpx
import pytest

from realname import Pool, esign, fast
from realname.core import processes, waiting
from tests import facts
from tests.connections import ASYNC_SOURCES, POOLS
from tests.peers import Peer, answer, peer
from tests.providers import APP_SECRET, Caller

MAIN = facts.main("esign")
pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]


def _flow(flow_id: str) -> bytes:
    return json.dumps(facts.changed(MAIN.success, "data.flowId", flow_id)).encode()


def _serve(connection: socket.socket, request: bytes, _: Peer) -> None:
    """Answer about the flow that was asked about; some answers are late."""
    target = request.split(b" ", 2)[1].decode()
    if "access_token" in target:
        token = {"token": "made-up", "expiresIn": int(time.time() * 1000) + 7_200_000}
        connection.sendall(answer(json.dumps({"code": 0, "data": token}).encode()))
        return
    flow = target.split("/")[-2]
    if flow.startswith("slow"):
        time.sleep(0.3)
    connection.sendall(answer(_flow(flow)))


@pytest.fixture
def gateway() -> Iterator[Peer]:
    """A gateway whose answers name what was asked about."""
    with peer(_serve) as found:
        yield found


def _in_child(work: Callable[[], object]) -> Callable[[], Any]:
    """Do something in a fork of this process. Gives a function that waits, and tells what came of it as text."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(reader)
            try:
                result = work()
            except BaseException as error:  # noqa: BLE001 - told to the parent
                result = f"{type(error).__name__}: {error}"
            os.write(writer, str(result).encode())
        finally:
            os._exit(0)
    os.close(writer)

    def outcome() -> str:
        with os.fdopen(reader, "rb") as pipe:
            told = pipe.read().decode()
        os.waitpid(pid, 0)
        return told

    return outcome


def _asking(client: Any, flow: str) -> Callable[[], str]:
    return lambda: str(getattr(client, MAIN.name)(flow_id=flow).data.flow_id)


def _both_at_once(client: Any) -> list[str]:
    """Two children ask about different flows at the same time; the answer to the first is late."""
    first = _in_child(_asking(client, "slow-1"))
    second = _in_child(_asking(client, "slow-2"))
    return [first(), second()]


@pytest.mark.parametrize("access", ["signature", "token"])
def test_each_child_gets_its_own_answers(access: Any, gateway: Peer, esign_caller: Caller) -> None:
    """The parent's connection is used by the parent alone, which goes on with it."""
    with esign.Client(esign_caller.credentials, base_url=gateway.url, access=access) as client:
        assert "0" == _asking(client, "0")()
        for _ in range(5):
            assert ["slow-1", "slow-2"] == _both_at_once(client)
        assert "3" == _asking(client, "3")()

    assert b"/0/" in gateway.connections[0][-2]
    assert b"/3/" in gateway.connections[0][-1]


@pytest.mark.parametrize(
    "source",
    [Pool, fast.Pool, lambda: httpx.Client, lambda: fast.client],
    ids=["pool", "fast pool", "factory", "fast client"],
)
def test_a_source_of_connections_is_asked_again(source: Callable[[], Any], gateway: Peer, esign_caller: Caller) -> None:
    """A pool and a factory serve every process."""
    with esign.Client(esign_caller.credentials, base_url=gateway.url, http_client=source()) as client:
        assert "0" == _asking(client, "0")()
        assert ["slow-1", "slow-2"] == _both_at_once(client)
        client._http.close()


@pytest.mark.parametrize("make", [httpx.Client, fast.client], ids=["httpx", "fast"])
def test_a_client_of_the_callers_is_refused(
    make: Callable[[], httpx.Client], gateway: Peer, esign_caller: Caller
) -> None:
    """Nobody knows how to renew it; the error says what to pass instead."""
    with make() as http:
        client = esign.Client(esign_caller.credentials, base_url=gateway.url, http_client=http)
        assert "0" == _asking(client, "0")()

        told = _in_child(_asking(client, "1"))()

        assert "1" == _asking(client, "1")()
    assert told.startswith("ConfigurationError")
    assert "fork" in told
    assert "factory" in told


def test_a_bare_auth_is_refused(gateway: Peer, esign_caller: Caller) -> None:
    """Once it was used; one that was not may be used first in the child."""
    used, unused = esign.Auth(esign_caller.credentials), esign.Auth(esign_caller.credentials)
    with httpx.Client(auth=used) as http:
        http.get(f"{gateway.url}{MAIN.target()}")

        told = _in_child(lambda: http.get(f"{gateway.url}{MAIN.target()}"))()

    def first() -> int:
        with httpx.Client(auth=unused) as fresh:
            return fresh.get(f"{gateway.url}{MAIN.target()}").status_code

    assert told.startswith("ConfigurationError")
    assert "fork" in told
    assert "200" == _in_child(first)()


def test_a_stream_of_the_parents_is_dead_in_a_child(gateway: Peer) -> None:
    """Nothing is read from it, and nothing written to it."""
    with Pool() as pool, pool().stream("GET", f"{gateway.url}{MAIN.target()}") as response:
        stream = response.extensions["network_stream"]

        assert _in_child(lambda: stream.get_extra_info("socket").fileno())() == "-1"
        assert stream.get_extra_info("socket").fileno() > 0


@pytest.mark.parametrize("hold", ["pool", "token", "waiting"])
def test_a_lock_that_a_thread_held_is_free_in_a_child(hold: str, gateway: Peer, esign_caller: Caller) -> None:
    """The thread is not there to release it."""
    client: Any = esign.Client(esign_caller.credentials, base_url=gateway.url, access="token")
    locks = {
        "pool": client._connections._lock,
        "token": client._gateway.auth._lock,
        "waiting": waiting._lock,
    }
    held, over = threading.Event(), threading.Event()

    def keep() -> None:
        with locks[hold]:
            held.set()
            over.wait(30)

    thread = threading.Thread(target=keep)
    thread.start()
    held.wait(10)

    def work() -> str:
        with waiting.without_waiting():
            return _asking(client, "1")()

    outcome = _in_child(work)
    told = outcome()
    over.set()
    thread.join()
    client.close()

    assert "1" == told


@pytest.mark.parametrize("kind", POOLS)
def test_a_call_in_another_thread_does_not_hold_up_a_child(kind: str, gateway: Peer, esign_caller: Caller) -> None:
    """Though it uses the only connection of the pool."""
    pool = POOLS[kind](max_connections=1)
    with pool, esign.Client(esign_caller.credentials, base_url=gateway.url, http_client=pool) as client:
        thread = threading.Thread(target=_asking(client, "slow-0"))
        thread.start()
        time.sleep(0.1)

        assert "1" == _in_child(_asking(client, "1"))()
        thread.join()


@pytest.mark.parametrize("source", ASYNC_SOURCES)
def test_an_async_client_makes_connections_of_its_own(source: str, gateway: Peer, esign_caller: Caller) -> None:
    """In the loop that the child starts."""
    http_client = ASYNC_SOURCES[source]()
    client = esign.AsyncClient(esign_caller.credentials, base_url=gateway.url, http_client=http_client)

    def asking(flow: str) -> Callable[[], str]:
        async def ask() -> str:
            return str((await client.get_flow_outline(flow_id=flow)).data.flow_id)

        return lambda: asyncio.run(ask())

    assert "0" == asking("0")()
    first, second = _in_child(asking("slow-1")), _in_child(asking("slow-2"))
    assert ["slow-1", "slow-2"] == [first(), second()]
    asyncio.run(client._http.aclose())


@pytest.mark.parametrize("source", ASYNC_SOURCES)
async def test_the_parents_loop_goes_on_with_its_connections(source: str, gateway: Peer, esign_caller: Caller) -> None:
    """A child shares what the system watches for the parent's loop, and must not touch it."""
    http_client = ASYNC_SOURCES[source]()
    client = esign.AsyncClient(esign_caller.credentials, base_url=gateway.url, http_client=http_client)

    async def ask(flow: str) -> str:
        return str((await client.get_flow_outline(flow_id=flow)).data.flow_id)

    def work() -> str:
        found = asyncio.run(_then_closed(ask("1"), client))
        gc.collect()
        return found

    assert "0" == await ask("0")
    assert "1" == _in_child(work)()
    assert ["2", "3"] == [await ask("2"), await ask("3")]
    await client._http.aclose()

    assert [3, 1] == [len(requests) for requests in gateway.connections]


async def _then_closed(asked: Awaitable[str], client: Any) -> str:
    found = await asked
    await client._http.aclose()
    return found


@pytest.mark.parametrize("kind", ["threads", "tasks"])
def test_a_bare_fast_client_serves_a_child_as_well(kind: str, gateway: Peer) -> None:
    """Over connections of the child's own."""
    client = fast.client() if kind == "threads" else fast.async_client()
    runner = asyncio.Runner()

    def ask(flow: str) -> Any:
        url = gateway.url + MAIN.path.replace("{flowId}", flow)
        answered = client.get(url) if isinstance(client, httpx.Client) else runner.run(client.get(url))
        return answered.json()["data"]["flowId"]

    assert "0" == ask("0")
    first, second = (_in_child(partial(_in_a_loop_of_its_own, client, gateway.url, f"slow-{n}")) for n in (1, 2))
    assert ["slow-1", "slow-2"] == [first(), second()]
    assert "3" == ask("3")
    client.close() if isinstance(client, httpx.Client) else runner.run(client.aclose())
    runner.close()

    assert [2, 1, 1] == [len(requests) for requests in gateway.connections]


def test_places_that_threads_hold_are_free_in_a_child(gateway: Peer) -> None:
    """Also those of a bare client."""
    with fast.client(limits=httpx.Limits(max_connections=1)) as client:
        thread = threading.Thread(target=_in_a_loop_of_its_own, args=(client, gateway.url, "slow-0"))
        thread.start()
        while not gateway.requests:
            time.sleep(0.005)

        assert "1" == _in_child(partial(_in_a_loop_of_its_own, client, gateway.url, "1"))()
        thread.join()


def _in_a_loop_of_its_own(client: httpx.Client | httpx.AsyncClient, url: str, flow: str) -> str:
    url += MAIN.path.replace("{flowId}", flow)
    answered = client.get(url) if isinstance(client, httpx.Client) else asyncio.run(client.get(url))
    return str(answered.json()["data"]["flowId"])


def _work(client: Any, flow: str, results: Any) -> None:
    results.put((flow, _asking(client, flow)()))


def test_multiprocessing(gateway: Peer, esign_caller: Caller) -> None:
    """With the start method that forks."""
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    with esign.Client(esign_caller.credentials, base_url=gateway.url) as client:
        _asking(client, "0")()
        workers = [context.Process(target=_work, args=(client, f"slow-{i}", results)) for i in range(3)]
        for worker in workers:
            worker.start()
        found = dict(results.get(timeout=30) for _ in workers)
        for worker in workers:
            worker.join(30)
    results.close()
    results.join_thread()

    assert {f"slow-{i}": f"slow-{i}" for i in range(3)} == found
    assert [1, 1, 1, 1] == [len(requests) for requests in gateway.connections]


def test_a_fork_that_no_hook_saw_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the number of the process."""
    before = processes.generation()
    renewed: list[int] = []

    class Thing:
        def renew(self) -> None:
            renewed.append(1)

    thing = Thing()
    processes.renew_in_child(thing)
    monkeypatch.setattr(processes, "_renewed", {thing})
    monkeypatch.setattr(processes, "_forks", before)
    monkeypatch.setattr(processes, "_pid", -1)

    assert [before + 1, before + 1] == [processes.generation(), processes.generation()]
    assert [1] == renewed


# ---- the servers that fork ----

_APPLICATION = """
    import os
    from urllib.parse import parse_qs
    from realname import RealnameError, esign
    from realname.core import pool

    pool.KEPT_SECONDS = 60.0  # however slow the machine, the connection is there when the workers are made
    from realname import fast

    credentials = esign.Credentials(app_id="7438", app_secret="{secret}")
    client = esign.Client(credentials, base_url="{url}", timeout=20, attempts=1, http_client={source})
    client.get_flow_outline(flow_id="0")  # used before the fork
"""


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def test_gunicorn_with_a_preloaded_application(gateway: Peer, tmp_path: Any) -> None:
    """Four workers of one application that called before they were made."""
    application = textwrap.dedent(_APPLICATION).format(
        secret=APP_SECRET, url=gateway.url, source="fast.client"
    ) + textwrap.dedent("""
        def application(environ, start_response):
            flow = parse_qs(environ["QUERY_STRING"])["flow"][0]
            try:
                told = client.get_flow_outline(flow_id=flow).data.flow_id
            except RealnameError as error:
                told = repr(error)
            start_response("200 OK", [("Content-Type", "text/plain")])
            return [f"{os.getpid()} {told}".encode()]
    """)
    (tmp_path / "service.py").write_text(application)
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "--preload", "--workers", "4", "--no-control-socket"]
    command += ["--bind", f"127.0.0.1:{port}", "--chdir", str(tmp_path), "service:application"]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as server:
        try:
            found = _ask_at_once(f"http://127.0.0.1:{port}/", [f"slow-{i}" for i in range(12)])
        finally:
            server.terminate()
            told = server.communicate(timeout=30)[1].decode()

    assert {flow: flow for flow in found} == {flow: text.split(" ", 1)[1] for flow, text in found.items()}, told
    assert 12 == len(found)
    assert 1 == len(gateway.connections[0])
    assert len({text.split()[0] for text in found.values()}) > 1


def _ask_at_once(url: str, flows: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    deadline = time.monotonic() + 30

    def ask(flow: str) -> None:
        while time.monotonic() < deadline:
            with suppress(httpx.ConnectError):
                found[flow] = httpx.get(url, params={"flow": flow}, trust_env=False, timeout=30).text
                return
            time.sleep(0.1)

    threads = [threading.Thread(target=ask, args=(flow,)) for flow in flows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_celery_with_forked_workers(gateway: Peer, tmp_path: Any) -> None:
    """Its default pool forks workers from a process that has imported, and here used, the client."""
    for name in ("queue", "processed", "results"):
        (tmp_path / name).mkdir()
    given = {"secret": APP_SECRET, "url": gateway.url, "source": None}
    service = textwrap.dedent(_APPLICATION).format(**given) + textwrap.dedent(f"""
        from celery import Celery

        app = Celery("service", broker="filesystem://", backend="file://{tmp_path}/results")
        app.conf.broker_transport_options = {{
            "data_folder_in": "{tmp_path}/queue",
            "data_folder_out": "{tmp_path}/queue",
            "processed_folder": "{tmp_path}/processed",
        }}

        @app.task
        def ask(flow):
            try:
                return client.get_flow_outline(flow_id=flow).data.flow_id
            except RealnameError as error:
                return repr(error)
    """)
    (tmp_path / "service.py").write_text(service)
    ask = textwrap.dedent("""
        import service
        flows = [f"slow-{i}" for i in range(8)]
        results = {flow: service.ask.delay(flow) for flow in flows}
        for flow, result in results.items():
            print(flow, result.get(timeout=60))
    """)
    command = [sys.executable, "-m", "celery", "-A", "service", "worker", "--concurrency", "4", "-l", "WARNING"]
    command += ["--without-mingle", "--without-gossip", "--without-heartbeat"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as worker:
        try:
            asked = subprocess.run(
                [sys.executable, "-c", ask], cwd=tmp_path, capture_output=True, text=True, timeout=90
            )
        finally:
            worker.terminate()
            told = worker.communicate(timeout=30)[0].decode()

    assert [f"slow-{i} slow-{i}" for i in range(8)] == asked.stdout.splitlines(), asked.stderr + told
    assert [1] * 2 == [len(requests) for requests in gateway.connections if b"/0/" in requests[0]]  # worker, asker
