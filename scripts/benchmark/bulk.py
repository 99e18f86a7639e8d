"""Many calls: what one costs more than alone, and how well a rate is kept."""

import time
from functools import partial
from importlib import import_module
from itertools import repeat
from typing import Any

import httpx

from benchmark.calls import HMAC_CALLS, ROUNDS, RSA_CALLS, has_keys, replayed
from benchmark.measure import Batch, Row, compared, cpu, doing
from demonstration.calls import ExampleCall
from demonstration.sandbox_process import environment, sandbox_process
from realname import bulk
from realname.providers import PROVIDERS

RATE = 200
"""Calls a second: several are on their way at a time."""
SECONDS = 10.0
MOST_OFF = 2.0
"""Percent between the rate that was asked for and the one that was kept."""


def measure(*, runs: int = 3, rounds: int = ROUNDS, seconds: float = SECONDS) -> list[Row]:
    """Each provider's call among many over the same one alone, and one rate."""
    rows: list[Row] = []
    with sandbox_process() as sandbox, environment(sandbox.environment):
        for provider in PROVIDERS:
            client, operation, arguments = _replayed(ExampleCall(provider, sandbox.control))
            calls = RSA_CALLS if has_keys(provider) else HMAC_CALLS
            alone = cpu(partial(getattr(client, operation.name), **arguments), calls)
            row = partial(Row, "bulk", f"{provider}, one call of many", unit="µs", against="alone")
            rows.append(compared(row, _many(client, operation, arguments, calls), alone, runs=runs, rounds=rounds))
        doing(name := f"{RATE} calls a second, off by")
        rows.append(Row("bulk", name, _off(client, operation, arguments, seconds), "%", bar=MOST_OFF))
    return rows


def _replayed(call: ExampleCall) -> tuple[Any, Any, Any]:
    """A client in front of a gateway that repeats one answer, its operation, and the arguments."""
    transport, arguments = replayed(call)
    client = call.module.Client.from_env(http_client=httpx.Client(transport=transport))
    return client, getattr(import_module(f"realname_{call.provider}"), call.operation.name.upper()), arguments


def _many(client: Any, operation: Any, arguments: Any, calls: int) -> Batch:
    def batch() -> float:
        started = time.process_time_ns()
        for result in bulk.run(client, operation, repeat(bulk.Item(1, arguments), calls), concurrency=4):
            if result.error is not None:
                raise result.error
        return (time.process_time_ns() - started) / calls / 1000

    return batch


def _off(client: Any, operation: Any, arguments: Any, seconds: float) -> float:
    """By how many percent the calls of so many seconds missed their rate."""
    begun: list[float] = []
    items = repeat(bulk.Item(1, arguments), int(RATE * seconds) + 1)
    for _ in bulk.run(client, operation, items, pace=bulk.Pace(RATE), begin=lambda _: begun.append(time.monotonic())):
        pass
    return abs((len(begun) - 1) / (max(begun) - min(begun)) / RATE - 1) * 100
