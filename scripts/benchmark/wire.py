"""Calls a second over loopback, many at a time, over those of httpx as one writes it by hand without any signature.

The gateway is a process of its own and gives one answer again and again: see `benchmark.calls`. Each measurement is a
fresh process, too. Those that are compared take turns, and the best of each counts: what disturbs only makes it worse.
"""

import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import httpx

from benchmark.calls import has_keys, replayed
from benchmark.measure import Row, doing
from benchmark.wire_client import Job, Kind, Rate, Request, Who
from demonstration.calls import ExampleCall
from demonstration.sandbox_process import environment, sandbox_process
from realname.providers import PROVIDERS, Provider
from realname.testing import provider as port

BARS: Mapping[Kind, Mapping[int, float]] = {
    "tasks": {1: 1.0, 16: 2.0, 64: 4.0, 256: 5.0},
    "threads": {1: 0.9, 16: 1.3, 64: 3.0, 256: 4.0},
}
"""By how many at once: so many times the calls that are made by hand, where nothing but the extra ``fast`` is added and
an HMAC signs. With RSA the signature is the limit."""
GATEWAY_BAR = 0.33
"""CPU time of the gateway over that of the quickest client. With more it would be the gateway that is measured."""
ROUNDS, SECONDS = 3, 0.6


@dataclass(frozen=True)
class Side:
    """A client that is compared."""

    who: Who
    with_httpx2: bool = False

    def __str__(self) -> str:
        return f"{self.who}, httpx2" if self.with_httpx2 else self.who


BY_HAND, FAST = Side("by hand"), Side("fast")
PLAIN = (BY_HAND, Side("default"), FAST)
HTTPX2 = tuple(replace(side, with_httpx2=True) for side in PLAIN)


def measure(*, rounds: int = ROUNDS, seconds: float = SECONDS) -> list[Row]:
    """Every provider and client; what has a bar in so many rounds, the rest in one."""
    rows: list[Row] = []
    for provider in PROVIDERS:
        sides: dict[Side, int] = dict.fromkeys(PLAIN, 1 if has_keys(provider) else rounds)
        if not has_keys(provider):
            sides |= dict.fromkeys(HTTPX2, 1)
        rows += _provider(provider, sides, tuple(BARS["tasks"]), seconds)
    return rows


def measure_quickly() -> list[Row]:
    """A moment, each kind of client once."""
    provider = next(provider for provider in PROVIDERS if not has_keys(provider))
    return _provider(provider, dict.fromkeys((*PLAIN, HTTPX2[-1]), 1), (2,), 0.02)


def _provider(provider: Provider, sides: Mapping[Side, int], at_once: Sequence[int], seconds: float) -> list[Row]:
    if any(side.with_httpx2 for side in sides) and find_spec("httpx2") is None:
        sides = {side: rounds for side, rounds in sides.items() if not side.with_httpx2}
        print(f"wire: {provider} with httpx2 is left out: httpx2 is not installed", file=sys.stderr)
    rows: list[Row] = []
    with gateway_process(provider) as gateway:
        for kind, bars in BARS.items():
            for number in at_once:
                job = Job(gateway.request, "by hand", kind, number, seconds)
                rates = _in_turns(job, sides)
                bar = None if has_keys(provider) else bars.get(number)
                rows += [_row(job, side, rates, bar) for side in sides]
        quickest = min(row.cpu for row in rows if row.cpu)
        spent = partial(Row, "wire", f"{provider}, an answer of the gateway, CPU", unit="µs", against="a call")
        return [*rows, spent(gateway.spent(), floor=quickest, bar=GATEWAY_BAR)]


def _row(job: Job, side: Side, rates: Mapping[Side, Rate], bar: float | None) -> Row:
    row = Row("wire", _name(job, side), rates[side].calls, "/s", cpu=rates[side].cpu, larger_is_better=True)
    if side == BY_HAND:
        return row
    return replace(row, floor=rates[BY_HAND].calls, against="by hand", bar=bar if side == FAST else None)


def _name(job: Job, side: Side) -> str:
    return f"{job.request.provider}, {job.at_once} {job.kind[:-1] if job.at_once == 1 else job.kind}, {side}"


def _in_turns(job: Job, sides: Mapping[Side, int]) -> dict[Side, Rate]:
    """The best rate of each side, over so many rounds: forwards and backwards in turn."""
    best: dict[Side, Rate] = {}
    for number in range(max(sides.values())):
        for side in list(sides)[:: -1 if number % 2 else 1]:
            if number < sides[side]:
                doing(f"{_name(job, side)}, round {number + 1}")
                rate = replace(job, who=side.who, with_httpx2=side.with_httpx2).measure()
                best[side] = max(rate, best.get(side, rate))
    return best


class Gateway(NamedTuple):
    """What is known of it."""

    request: Request
    """What it answers."""
    spent: Callable[[], float]
    """Asks it how many microseconds of CPU time it spent on an answer."""


@contextmanager
def gateway_process(provider: Provider) -> Iterator[Gateway]:
    """A gateway that repeats the answer to the provider's call, which is made with what the environment holds."""
    with sandbox_process() as sandbox, environment(sandbox.environment):
        call = ExampleCall(provider, sandbox.control)
        transport, arguments = replayed(call)
        settings = port.settings(provider)
        client = call.module.Client.from_env(http_client=httpx.Client(transport=transport))
        getattr(client, call.operation.name)(**arguments)
        sent = transport.last
        command = [sys.executable, "-m", "benchmark.wire_gateway"]
        place = Path(__file__).parents[1]
        with subprocess.Popen(  # noqa: S603  ours
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, process_group=0, cwd=place
        ) as process:
            assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018  both are pipes
            write, read = process.stdin, process.stdout

            def ask(line: bytes) -> float:
                write.write(line + b"\n")
                write.flush()
                return float(read.readline())

            url = f"http://127.0.0.1:{ask(b64encode(transport.wire)):.0f}"
            target, body = url + sent.url.raw_path.decode("ascii"), sent.content.decode()
            request = Request(provider, call.operation.name, arguments, sent.method, target, body)
            with environment({**sandbox.environment, settings.variable("base_url"): url}):
                yield Gateway(request, lambda: ask(b""))
