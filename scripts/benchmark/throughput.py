"""Part 5: calls a second against a sandbox in another process, and memory after many mocked calls."""

import asyncio
import gc
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import httpx

from benchmark.by_hand import Esign
from benchmark.calls import pairs
from benchmark.gateways import Keys
from benchmark.measure import Row
from demonstration.sandbox_process import SandboxProcess
from realname import esign

CONCURRENCY = (1, 16, 256)
SECONDS = 3.0
PATIENCE = 60.0
"""Seconds; httpx keeps 100 connections at most, so most of 256 calls have to wait for one."""
SOAK_CALLS = 100_000
GROWTH_BAR = 1.05
"""What counts as flat: our own choice."""


def measure(
    *, concurrency: tuple[int, ...] = CONCURRENCY, seconds: float = SECONDS, calls: int = SOAK_CALLS
) -> list[Row]:
    """Throughput at each concurrency, then memory."""
    with SandboxProcess() as sandbox:
        flow_id = str(sandbox.control("add_flow"))
        rows = asyncio.run(_throughput(sandbox.environment, flow_id, concurrency, seconds))
    return rows + memory(calls)


async def _throughput(
    environment: dict[str, str], flow_id: str, concurrency: tuple[int, ...], seconds: float
) -> list[Row]:
    url, app_id, secret = (environment[f"REALNAME_ESIGN_{name}"] for name in ("BASE_URL", "APP_ID", "APP_SECRET"))
    rows = []
    for calls in concurrency:
        pool = httpx.AsyncClient(trust_env=False, timeout=PATIENCE)
        by_hand = Esign(url, httpx.AsyncHTTPTransport(), app_id=app_id, secret=secret, flow_id=flow_id)
        async with pool, by_hand.async_http:
            credentials = esign.Credentials(app_id=app_id, app_secret=secret)
            client = esign.AsyncClient(credentials, base_url=url, http_client=pool, timeout=PATIENCE)
            theirs = await _rate(by_hand.call_async, calls, seconds)
            ours = await _rate(partial(client.get_flow_outline, flow_id=flow_id), calls, seconds)
        name = f"e签宝, {calls} concurrent call{'s' if calls > 1 else ''}"
        rows.append(Row("throughput", name, ours, "calls/s", theirs, "by hand"))
    return rows


async def _rate(call: Callable[[], Awaitable[object]], concurrency: int, seconds: float) -> float:
    """Calls a second, with so many on their way at any time."""
    await asyncio.gather(*(call() for _ in range(concurrency)))  # opens the connections
    started = time.perf_counter()
    counts = await asyncio.gather(*(_repeat(call, started + seconds) for _ in range(concurrency)))
    return sum(counts) / (time.perf_counter() - started)


async def _repeat(call: Callable[[], Awaitable[object]], until: float) -> int:
    count = 0
    while time.perf_counter() < until:
        await call()
        count += 1
    return count


def memory(calls: int) -> list[Row]:
    """What a fresh process holds after `calls` mocked calls, over what it held after a tenth of them."""
    done = subprocess.run(  # noqa: S603  a statement of ours
        [sys.executable, "-c", f"from benchmark.throughput import soak; soak({calls})"],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    early, late = json.loads(done.stdout)
    against = f"after {calls // 10}"
    return [
        Row("memory", f"Python objects after {calls} calls", late[0], "blocks", early[0], against, GROWTH_BAR),
        Row("memory", f"highest resident memory after {calls} calls", late[1], "MiB", early[1], against, GROWTH_BAR),
    ]


def soak(calls: int) -> None:
    """Call the three providers in turn; print allocated blocks and resident memory after a tenth and at the end."""
    works = [pair.ours for pair in pairs(Keys.generate())]
    found = []
    for number in range(1, calls + 1):
        works[number % len(works)]()
        if number in (calls // 10, calls):
            gc.collect()
            found.append((sys.getallocatedblocks(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
    print(json.dumps(found))
