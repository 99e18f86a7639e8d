"""Part 2: where the time of a call goes.

Each stage is a function of the pipeline, wrapped for the time being in one that looks at the clock. A stage that runs
within another is taken out of it. Wall-clock time, since the clock of the process takes longer to read than some stages
run; the median call, so that what disturbs a few of them does not count.
"""

import functools
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

import httpx

import realname_alipay.client
import realname_esign.client
import realname_zoloz.client
from benchmark.calls import Pair, pairs
from benchmark.gateways import Keys
from benchmark.measure import Row
from realname.core import wire
from realname.core.auth import SigningAuth
from realname.core.call import Call

CALLS = 2000
OTHER = "other"

_REQUESTS = (
    (realname_zoloz.client, "QueryEnrollStatusRequest"),
    (realname_alipay.client, "QueryJobworthAuthenticationRequest"),
    (realname_esign.client, "GetFlowOutlineRequest"),
)
_STAGES: Sequence[tuple[object, str, str]] = (
    *((module, name, "validate") for module, name in _REQUESTS),
    (Call, "__init__", "encode"),
    (Call, "http_request", "encode"),
    (httpx.Client, "send", "httpx"),
    (Call, "conclude", "decode"),
    (wire, "parse", "decode"),
    (wire, "structure", "decode"),
)
ORDER = ("validate", "encode", "sign", "httpx", "verify", "decode", OTHER)


class Stopwatch:
    """Keeps the time of each stage, without that of the stages within it."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._within: list[float] = [0.0]

    def timed(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """`function`, which takes its time as this stage."""

        @functools.wraps(function, updated=())
        def stopped(*args: object, **kwargs: object) -> object:
            self._within.append(0.0)
            started = time.perf_counter_ns()
            try:
                return function(*args, **kwargs)
            finally:
                whole = (time.perf_counter_ns() - started) / 1000
                self.spent[stage] += whole - self._within.pop()
                self._within[-1] += whole

        return stopped


def measure(keys: Keys, *, calls: int = CALLS) -> list[Row]:
    """The stages of a sync call of each provider."""
    return [row for pair in pairs(keys) for row in _stages(pair, calls)]


def _stages(pair: Pair, calls: int) -> list[Row]:
    watch = Stopwatch()
    call = watch.timed(OTHER, pair.ours)
    turns: dict[str, list[float]] = {stage: [] for stage in ORDER}
    with _watched(watch):
        for _ in range(calls):
            watch.spent.clear()
            call()
            for stage, times in turns.items():
                times.append(watch.spent[stage])
    whole = statistics.median(sum(times) for times in zip(*turns.values(), strict=True))
    return [
        Row("stages", f"{pair.provider}, {stage}", statistics.median(turns[stage]), "µs", whole, "the whole call")
        for stage in ORDER
    ]


@contextmanager
def _watched(watch: Stopwatch) -> Iterator[None]:
    with ExitStack() as stack:
        for owner, name, stage in pipeline():
            stack.enter_context(mock.patch.object(owner, name, watch.timed(stage, getattr(owner, name))))
        yield


def pipeline() -> Iterator[tuple[object, str, str]]:
    """The functions that are watched: owner, name and stage of each."""
    yield from _STAGES
    for auth in SigningAuth.__subclasses__():
        yield auth, "sign", "sign"
        yield auth, "verify", "verify"
