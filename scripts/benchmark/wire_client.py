"""Many calls at a time over loopback, in a process of its own: `python -m benchmark.wire_client`.

Reads what to do from standard input, and prints the calls a second and the microseconds of CPU time of a call. It
begins to count when every thread or task has made its first call, and thus when the connections are there. It ends
without waiting for the calls that are still on their way.
"""

import asyncio
import json
import os
import sys
import threading
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from functools import partial
from importlib import import_module
from pathlib import Path
from subprocess import PIPE, run
from typing import Any, Literal, NamedTuple

Who = Literal["by hand", "default", "fast"]
Kind = Literal["threads", "tasks"]

_FIRST_CALLS = 10.0
"""Seconds that every thread or task has for its first call."""
_LOOK = 0.01
_TIMEOUT = 60.0
"""Seconds. With 256 at a time on a busy machine httpx's own limit of 5 would end calls that wait for a connection."""


class Rate(NamedTuple):
    """What was measured."""

    calls: float
    """A second."""
    cpu: float
    """Microseconds of CPU time of the client's process a call."""


@dataclass(frozen=True)
class Request:
    """One call of one provider: as an operation, and as it is to be sent by hand."""

    provider: str
    operation: str
    arguments: Mapping[str, Any]
    method: str
    url: str
    body: str


@dataclass(frozen=True)
class Job:
    """One measurement."""

    request: Request
    who: Who
    kind: Kind
    at_once: int
    seconds: float
    with_httpx2: bool = False

    def measure(self) -> Rate:
        """In a fresh process, which takes credentials and base URL from the environment of this one.

        Raises:
            CalledProcessError: a call failed; its error is on standard error.
        """
        command = [sys.executable, "-m", "benchmark.wire_client"]
        place = Path(__file__).parents[1]
        done = run(command, input=json.dumps(asdict(self)), stdout=PIPE, text=True, check=True, cwd=place)  # noqa: S603
        return Rate(*json.loads(done.stdout))


class _Count:
    """The calls of each thread or task, and what failed."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self.calls = [0] * job.at_once
        self.failures: list[BaseException] = []

    def repeat(self, call: Callable[[], object], number: int) -> None:
        """What a thread does."""
        try:
            while True:
                call()
                self.calls[number] += 1
        except BaseException as error:  # noqa: BLE001  raised where it is waited for
            self.failures.append(error)

    async def repeat_async(self, call: Callable[[], Awaitable[object]], number: int) -> None:
        """What a task does."""
        try:
            while True:
                await call()
                self.calls[number] += 1
        except BaseException as error:  # noqa: BLE001  raised where it is waited for
            self.failures.append(error)

    async def rate(self) -> Rate:
        """Wait until all work, then count for so long, and until there is something to count."""
        end = time.monotonic() + _FIRST_CALLS
        while not all(self.calls) and time.monotonic() < end:
            await self._sleep(_LOOK)
        before = self._now()
        await self._sleep(self._job.seconds)
        while (after := self._now())[0] == before[0]:
            await self._sleep(_LOOK)
        calls, seconds, cpu = (later - earlier for later, earlier in zip(after, before, strict=True))
        return Rate(calls / seconds, cpu / calls * 1e6)

    async def _sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
        if self.failures:
            raise self.failures[0]

    def _now(self) -> tuple[int, float, float]:
        return sum(self.calls), time.perf_counter(), time.process_time()


async def measured(job: Job) -> Rate:
    """Measure in this process."""
    count = _Count(job)
    call = _by_hand(job) if job.who == "by hand" else _by_realname(job)
    numbers = range(job.at_once)
    if job.kind == "tasks":
        tasks = [asyncio.create_task(count.repeat_async(call, number)) for number in numbers]
    else:
        tasks = []
        for number in numbers:
            threading.Thread(target=count.repeat, args=(call, number), daemon=True).start()
    rate = await count.rate()
    del tasks  # they live as long as they are known
    return rate


def _by_hand(job: Job) -> Callable[[], Any]:
    """What one writes who signs nothing: httpx as it is, and JSON."""
    import httpx  # after it was put in another's place

    request = job.request
    sent: dict[str, Any] = {}
    if request.body:
        sent = {"content": request.body.encode(), "headers": {"Content-Type": "application/json"}}
    if job.kind == "threads":
        client = httpx.Client(timeout=_TIMEOUT)

        def call_in_thread() -> object:
            try:
                return client.request(request.method, request.url, **sent).json()
            except (httpx.ReadError, httpx.WriteError):
                return call_in_thread()  # now and then its pool closes a connection that it just gave to a thread

        return call_in_thread
    async_client = httpx.AsyncClient(timeout=_TIMEOUT)

    async def call() -> object:
        return (await async_client.request(request.method, request.url, **sent)).json()

    return call


def _by_realname(job: Job) -> Callable[[], Any]:
    """The same call, signed, verified and decoded."""
    module = import_module(f"realname.{job.request.provider}")
    settings: dict[str, Any] = {"timeout": _TIMEOUT}
    name = "Client" if job.kind == "threads" else "AsyncClient"
    if job.who == "fast":
        fast = import_module("realname.fast")
        settings["http_client"] = fast.client if job.kind == "threads" else fast.async_client
    client = getattr(module, name).from_env(**settings)
    return partial(getattr(client, job.request.operation), **job.request.arguments)


async def _print_rate(job: Job) -> None:
    print(json.dumps(await measured(job)), flush=True)
    os._exit(0)  # what is on its way is of no interest


def _read() -> Job:
    values = json.load(sys.stdin)
    return Job(**values | {"request": Request(**values["request"])})


if __name__ == "__main__":
    given = _read()
    if given.with_httpx2:
        import_module("httpx2").alias_httpx()
    asyncio.run(_print_rate(given))
