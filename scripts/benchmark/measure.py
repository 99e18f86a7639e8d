"""How things are timed, and what a measurement says.

CPU time, so that what else the machine does counts as little as can be. Things that are compared take turns in short
batches: a clock that slows down slows all of them. The median of the batches stands for each.
"""

import asyncio
import gc
import os
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

Batch = Callable[[], float]
"""Does something once or often, and says what it took."""


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        part: the part of the benchmark, such as ``calls``.
        name: what was measured.
        ours: the value of realname, in `unit`.
        unit: of both values.
        floor: the value of what it is compared with; None if it stands for itself.
        against: what it is compared with.
        bar: what the ratio, or the value where there is no `floor`, may be at most, or must be at least if
            `larger_is_better`; None if there is no such promise.
        larger_is_better: whether more is better, as of calls a second.
        cpu: microseconds of CPU time a call, where `ours` is something else.
    """

    part: str
    name: str
    ours: float
    unit: str
    floor: float | None = None
    against: str = ""
    bar: float | None = None
    larger_is_better: bool = False
    cpu: float | None = None

    @property
    def ratio(self) -> float | None:
        """`ours` over `floor`."""
        return None if self.floor is None else self.ours / self.floor

    @property
    def judged(self) -> float:
        """What the bar is for: the ratio, or the value that stands for itself."""
        return self.ours if self.ratio is None else self.ratio

    @property
    def holds(self) -> bool | None:
        """Whether the bar holds; None if there is none."""
        if self.bar is None:
            return None
        return self.judged >= self.bar if self.larger_is_better else self.judged <= self.bar


def best(rows: list[Row]) -> Row:
    """The run with the best ratio: what disturbs a run only makes it worse."""
    return (max if rows[0].larger_is_better else min)(rows, key=lambda row: row.judged)


def doing(what: str) -> None:
    """Tell a person who waits at a terminal what is being measured; nothing removes it again."""
    if sys.stderr.isatty():
        width = os.get_terminal_size(sys.stderr.fileno()).columns
        print(f"\r\x1b[2K{what:.{max(width - 1, 1)}}", end="", file=sys.stderr, flush=True)


def compared(row: Callable[..., Row], ours: Batch, floor: Batch, *, runs: int, rounds: int) -> Row:
    """The row with what both take, of the best run."""
    doing(row(ours=0.0).name)
    return best([row(**in_turns({"ours": ours, "floor": floor}, rounds)) for _ in range(runs)])


def in_turns(batches: Mapping[str, Batch], rounds: int) -> dict[str, float]:
    """What each takes: the median over the rounds, after one batch each that fills caches and pools."""
    taken: dict[str, list[float]] = {name: [] for name in batches}
    for batch in batches.values():
        batch()
    gc.collect()
    gc.freeze()  # what was made so far is none of the garbage collector's business
    try:
        for number in range(rounds):
            # Forwards and backwards in turn, so that nobody always follows the same one.
            for name in list(batches)[:: 1 if number % 2 else -1]:
                taken[name].append(batches[name]())
    finally:
        gc.unfreeze()
    return {name: statistics.median(times) for name, times in taken.items()}


def cpu(work: Callable[[], object], calls: int) -> Batch:
    """Microseconds of one of so many calls."""

    def batch() -> float:
        started = time.process_time_ns()
        for _ in range(calls):
            work()
        return (time.process_time_ns() - started) / calls / 1000

    return batch


def async_cpu(work: Callable[[], Awaitable[object]], calls: int, runner: asyncio.Runner) -> Batch:
    """The same for a coroutine function."""

    async def batch() -> float:
        started = time.process_time_ns()
        for _ in range(calls):
            await work()
        return (time.process_time_ns() - started) / calls / 1000

    return lambda: runner.run(batch())
