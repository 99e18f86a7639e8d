"""How things are timed, and what a measurement says.

CPU time of this process, so that what else the machine does counts as little as can be. Two things that are compared
take turns in short batches: a clock that slows down slows both. The median of the batches stands for each.
"""

import gc
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, replace

BATCHES = 41


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes:
        part: the part of the benchmark, such as ``calls``.
        name: what was measured.
        ours: the value of realname, in `unit`.
        floor: the value of what it is compared with; None if it stands for itself.
        against: what it is compared with.
        unit: of both values.
        bar: what the ratio, or the value where there is no `floor`, may be at most; None if there is no such promise.
    """

    part: str
    name: str
    ours: float
    unit: str
    floor: float | None = None
    against: str = ""
    bar: float | None = None

    @property
    def ratio(self) -> float | None:
        """`ours` over `floor`."""
        return None if self.floor is None else self.ours / self.floor

    @property
    def holds(self) -> bool | None:
        """Whether the bar holds; None if there is none."""
        if self.bar is None:
            return None
        return (self.ours if self.ratio is None else self.ratio) <= self.bar

    def without_bar(self) -> "Row":
        """The same, promising nothing."""
        return replace(self, bar=None)

    def as_json(self) -> dict[str, object]:
        """Every value under its name."""
        return {**asdict(self), "ratio": self.ratio, "holds": self.holds}


def best(rows: list[Row]) -> Row:
    """The run with the smallest ratio: what disturbs a run only makes it worse."""
    return min(rows, key=lambda row: row.ours if row.ratio is None else row.ratio)


def interleaved(works: Mapping[str, Callable[[], object]], *, calls: int, batches: int = BATCHES) -> dict[str, float]:
    """CPU time of each work in microseconds: the median over `batches` batches of `calls` calls each."""
    turns: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        _batch(work, calls)  # fills caches and pools
    with _settled():
        for number in range(batches):
            for name in _order(works, number):
                turns[name].append(_batch(works[name], calls))
    return {name: statistics.median(times) for name, times in turns.items()}


async def interleaved_async(
    works: Mapping[str, Callable[[], Awaitable[object]]], *, calls: int, batches: int = BATCHES
) -> dict[str, float]:
    """The same for coroutines, within one event loop."""
    turns: dict[str, list[float]] = {name: [] for name in works}
    for work in works.values():
        await _batch_async(work, calls)
    with _settled():
        for number in range(batches):
            for name in _order(works, number):
                turns[name].append(await _batch_async(works[name], calls))
    return {name: statistics.median(times) for name, times in turns.items()}


class _settled:  # noqa: N801  reads like a function
    """What was made so far is none of the garbage collector's business while this is entered."""

    def __enter__(self) -> None:
        gc.collect()
        gc.freeze()

    def __exit__(self, *_: object) -> None:
        gc.unfreeze()


def _order(works: Mapping[str, object], number: int) -> list[str]:
    """Forwards and backwards in turn, so that nobody always follows the same one."""
    names = list(works)
    return names if number % 2 else names[::-1]


def _batch(work: Callable[[], object], calls: int) -> float:
    started = time.process_time_ns()
    for _ in range(calls):
        work()
    return (time.process_time_ns() - started) / calls / 1000


async def _batch_async(work: Callable[[], Awaitable[object]], calls: int) -> float:
    started = time.process_time_ns()
    for _ in range(calls):
        await work()
    return (time.process_time_ns() - started) / calls / 1000
