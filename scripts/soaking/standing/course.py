"""What happens in a soak: looks at the sandbox, faults, and a reset at the end."""

import json
import threading
import time
from collections.abc import Iterator, Sequence
from random import Random
from typing import Final, TextIO

from attrs import define, field

from soaking.standing import readers
from soaking.standing.group import Group
from soaking.standing.growth import Sample
from soaking.standing.journeys import FILLED
from soaking.standing.process import RefusedError, Standing
from soaking.standing.report import Report

WARM_UP: Final = 0.1
"""Part of the time that is not measured, at least."""
LONGEST_WARM_UP: Final = 0.4
"""The same at most: what is not full by then is measured as it fills."""
LONG: Final = 300.0
"""Seconds from which on the sandbox's tables are filled first."""
TROUBLE_EVERY, TROUBLE, REST = 60.0, 8.0, 3.0
"""Seconds from one time of faults to the next, of faults, and until the last ones are used up."""
FAULT_PAUSE: Final = 0.4
FAULTS: Final = (
    "cut_body",
    "delay",
    "dripping_head",
    "dropped_connection",
    "empty_200",
    "html_502",
    "http_status",
    "lost_answer",
    "malformed_json",
    "status_429",
    "status_500",
)
"""Those after which a client has the right answer, after all, or an error."""


@define
class Course:
    """What happens meanwhile: looks at the sandbox, faults, and a reset when all is measured: it would hide growth."""

    sandbox: Standing
    report: Report
    seconds: float
    seed: int
    progress: TextIO | None
    period: float
    over: threading.Event = field(factory=threading.Event)

    def go(self, groups: list[Group]) -> None:
        """See it through."""
        for group in groups:
            group.await_start()
        started, steps = time.monotonic(), self._trouble(groups)
        self._show("".join(f"{heading:>9}" for heading in Sample.HEADINGS))
        looked = next_step = 0.0
        is_warm = False
        while (passed := time.monotonic() - started) < self.seconds:
            if not self.sandbox.is_running:
                self.report.tally.find("the sandbox ended by itself")
                return
            if passed >= next_step:
                next_step = passed + next(steps)
            if passed - looked >= self.period:
                self._look(passed, passed - looked)
                looked = passed
            if not is_warm and self._is_warm(passed):
                is_warm = True
                self._note_warmth(passed)
            time.sleep(min(0.1, self.period))
        self._look(passed, passed - looked)
        self._tell(groups, "trouble")
        self._steer("reset")
        time.sleep(min(REST, self.seconds / 10))
        if self.progress and self.progress.isatty():
            self.progress.write("\n")

    def _is_warm(self, passed: float) -> bool:
        is_full = self._is_log_full() and (self.seconds < LONG or self._are_tables_full())
        return passed >= self.seconds * (WARM_UP if is_full else LONGEST_WARM_UP)

    def _note_warmth(self, passed: float) -> None:
        report = self.report
        report.warm, report.calls_when_warm = passed, report.tally.numbers["calls"]
        report.was_log_full, report.were_tables_full = self._is_log_full(), self._are_tables_full()

    def _are_tables_full(self) -> bool:
        numbers = self.report.tally.numbers
        return all(numbers[f"filled: {name}"] >= number for name, number in FILLED.items())

    def _is_log_full(self) -> bool:
        return self.report.tally.numbers["calls"] > readers.LOG_LENGTH

    def _look(self, passed: float, since: float) -> None:
        tally, held = self.report.tally, self.sandbox.resources()
        latencies = tally.latencies()
        tally.count("calls", len(latencies))
        sample = Sample(
            seconds=round(passed, 1),
            memory=held.memory,
            descriptors=held.descriptors,
            threads=held.threads,
            rate=round(len(latencies) / since, 1),
            median=_part(latencies, 0.5),
            slowest=_part(latencies, 0.99),
            logged=tally.logged,
            state=round(self.sandbox.state_size(), 2),
        )
        self.report.samples.append(sample)
        self._show(sample.row())

    def _show(self, line: str) -> None:
        """A line a minute stays; on a terminal those between come and go."""
        if self.progress is None:
            return
        stays = len(self.report.samples) % max(1, round(60 / self.period)) == 0
        if self.progress.isatty():
            self.progress.write(f"\r{line}\033[K" + "\n" * stays)
        elif stays:
            self.progress.write(f"{line}\n")
        self.progress.flush()

    def _trouble(self, groups: list[Group]) -> Iterator[float]:
        """Times of faults with rests between them; yields the seconds until the next step."""
        rng = Random(f"{self.seed} trouble")  # noqa: S311 - nothing secret comes of it
        tally, part = self.report.tally, min(1.0, self.seconds / (2 * TROUBLE_EVERY))
        yield 0.2 * TROUBLE_EVERY * part
        while True:
            self._tell(groups, "trouble")
            for _ in range(max(1, round(TROUBLE * part / FAULT_PAUSE))):
                self._steer("fail_next", provider=rng.choice(("zoloz", "alipay", "esign")), fault=rng.choice(FAULTS))
                tally.count("faults")
                yield FAULT_PAUSE
            yield REST
            while self._is_armed():  # what nobody has met yet would meet the calm
                yield REST
            self._tell(groups, "calm")
            yield TROUBLE_EVERY * part - REST

    def _is_armed(self) -> bool:
        try:
            _, content = self.sandbox.control.ask("GET", "/overview")
        except RefusedError as error:
            self.report.tally.find(f"the control address: {error}")
            return False
        return any(provider["armed"] for provider in json.loads(content)["providers"])

    def _tell(self, groups: list[Group], word: str) -> None:
        for group in groups:
            group.tell(word)
            if not group.is_running:
                self.report.tally.find("callers ended by themselves")

    def _steer(self, action: str, **arguments: object) -> None:
        try:
            self.sandbox.control.steer(action, **arguments)
        except RefusedError as error:
            self.report.tally.find(f"the control address: {error}")


def _part(latencies: Sequence[float], part: float) -> float:
    """Milliseconds that this part of the calls took at most; 0 if there were none."""
    return round(1000 * latencies[min(len(latencies) - 1, int(part * len(latencies)))], 1) if latencies else 0.0
