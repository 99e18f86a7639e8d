"""One soak of a sandbox from beginning to end."""

import threading
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Final, TextIO

from soaking.standing import readers
from soaking.standing.course import LONG, Course
from soaking.standing.ending import check_end
from soaking.standing.group import Group
from soaking.standing.journeys import MODES, SINGLE
from soaking.standing.process import COMMAND, Standing
from soaking.standing.report import Report

THREADS: Final = 4
"""Callers of a process."""
READERS: Final = (readers.visit, readers.read, readers.read, readers.sleep)
PERIOD: Final = 5.0


def run(
    *,
    seconds: float,
    callers: int = 16,
    seed: int = 0,
    state: Path | None = None,
    command: Sequence[str] = COMMAND,
    progress: TextIO | None = None,
    period: float = PERIOD,
) -> Report:
    """Soak a sandbox.

    Args:
        seconds: how long.
        callers: how many call at a time.
        seed: what random choices go by.
        state: the file that the sandbox keeps its state in; None for no file.
        command: what starts it.
        progress: where to show how it goes.
        period: seconds between two looks at it.
    """
    report = Report()
    with Standing(command, state) as sandbox, ExitStack() as stack:
        before = sandbox.resources()
        course = Course(sandbox, report, seconds, seed, progress, period)
        fill = callers if seconds >= LONG else 0
        groups = [
            stack.enter_context(
                Group(
                    sandbox,
                    report.tally,
                    size,
                    f"{seed} {index}",
                    fill,
                    [mode for mode in MODES if mode != SINGLE or index == 0],
                )
            )
            for index, size in enumerate(_sizes(callers))
        ]
        watching = [
            threading.Thread(target=target, args=(sandbox.control, report.tally, course.over), daemon=True)
            for target in READERS
        ]
        for thread in watching:
            thread.start()
        with suppress(KeyboardInterrupt):
            course.go(groups)
        course.over.set()
        for group in groups:
            group.end()
        for thread in watching:
            thread.join(10)
        check_end(sandbox, report, before, callers)
    return report


def _sizes(callers: int) -> list[int]:
    return [min(THREADS, callers - start) for start in range(0, callers, THREADS)]
