"""What the sandbox holds in the course of time, and whether that grows more than it may."""

from collections.abc import Callable, Sequence
from statistics import linear_regression
from typing import Final

from attrs import frozen

RELATIVE: Final = 0.05
PER_HOUR: Final = 20.0
"""MiB. The larger one of the two bars counts."""
MORE_DESCRIPTORS: Final = 12
"""By how many the open files may grow in the course of a soak: connections come and go."""
FEWEST: Final = 3
"""Samples that make a line."""


@frozen
class Sample:
    """One look at the sandbox.

    Attributes:
        seconds: since the start.
        memory: MiB that are resident.
        rate: calls a second since the last look.
        median: milliseconds that half of them took at most.
        slowest: milliseconds that 99 of 100 took at most.
        logged: requests in its log.
        state: MiB of its state on disk.
    """

    seconds: float
    memory: float
    descriptors: int
    threads: int
    rate: float
    median: float
    slowest: float
    logged: int
    state: float

    HEADINGS = ("minute", "MiB", "files", "threads", "calls/s", "p50 ms", "p99 ms", "log", "disk MiB")

    def row(self) -> str:
        """As a line of the table."""
        told = f"{self.seconds / 60:>9.1f}{self.memory:>9.1f}{self.descriptors:>9}{self.threads:>9}"
        told += f"{self.rate:>9.1f}{self.median:>9.1f}{self.slowest:>9.1f}"
        return f"{told}{self.logged:>9}{self.state:>9.1f}"


@frozen
class Growth:
    """A line through what was measured.

    Attributes:
        level: where it begins.
        more: by how much it rises, to the end of the measurement.
        hours: how long that is.
    """

    level: float
    more: float
    hours: float

    @property
    def per_hour(self) -> float:
        """The same in an hour."""
        return self.more / self.hours if self.hours else 0.0


def growth(samples: Sequence[Sample], value: Callable[[Sample], float]) -> Growth | None:
    """The line through one value; None if there are too few samples."""
    if len(samples) < FEWEST:
        return None
    times = [sample.seconds for sample in samples]
    line = linear_regression(times, [value(sample) for sample in samples])
    seconds = times[-1] - times[0]
    return Growth(line.intercept + line.slope * times[0], line.slope * seconds, seconds / 3600)


def judge(samples: Sequence[Sample], *, still: float = 0.0) -> list[str]:
    """What grows more than it may, a sentence each.

    Args:
        samples: since the end of the warm-up.
        still: MiB that may be added all the same, by what was not full at that time.
    """
    found = []
    for name, value in (("memory", lambda s: s.memory), ("the state on disk", lambda s: s.state)):
        # What is given back late would hide what grows meanwhile: the second half counts by itself, too.
        for part in (samples, samples[len(samples) // 2 :]):
            line = growth(part, value)
            if line is not None and line.more > (bar := max(RELATIVE * line.level, PER_HOUR * line.hours) + still):
                found.append(
                    f"{name} grows by {line.more:.1f} MiB, from {line.level:.1f} ({line.per_hour:.0f} an hour); "
                    f"it may by {bar:.1f}"
                )
                break
    line = growth(samples, lambda s: s.descriptors)
    if line is not None and line.more > MORE_DESCRIPTORS:
        found.append(f"open files grow by {line.more:.0f}, from {line.level:.0f}")
    return found
