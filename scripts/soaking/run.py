"""One soak from beginning to end, and what is to be told of it."""

import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, TextIO

from attrs import asdict, define, field

from soaking.journeys import Soak
from soaking.judge import judge
from soaking.persons import MARKER
from soaking.resources import Resources
from soaking.sandbox import SandboxProcess
from soaking.tally import MUST_BE_ZERO, Tally, Watch
from soaking.trouble import make_trouble

SECRET = 24
"""So many characters from the middle of a key stand for it."""
GRACE = 60.0
"""Seconds that workers have to end."""


@define
class Report:
    """What was counted, and what the two processes held meanwhile."""

    tally: Tally
    samples: list[tuple[float, Resources, Resources]] = field(factory=list)
    """Seconds since the start, the workers' process, the sandbox's."""

    def as_json(self) -> dict[str, Any]:
        """Everything."""
        samples = [{"seconds": round(s), "workers": asdict(w), "sandbox": asdict(b)} for s, w, b in self.samples]
        return {"numbers": dict(sorted(self.tally.numbers.items())), "found": self.tally.examples, "samples": samples}

    def table(self) -> str:
        """A plain table for people."""
        numbers = self.tally.numbers
        must = [(name, numbers[name], "must be 0" if numbers[name] else "") for name in MUST_BE_ZERO]
        faults = sum(number for name, number in numbers.items() if name.startswith("fault: "))
        others = [(n, numbers[n], "") for n in sorted(numbers) if n not in MUST_BE_ZERO and not n.startswith("fault: ")]
        lines = [
            f"{name:<34}{number:>10}  {note}".rstrip()
            for name, number, note in [*others, ("faults", faults, ""), *must]
        ]
        lines += [
            "",
            f"{'':10}{'workers':>30}{'sandbox':>30}",
            f"{'minute':10}" + f"{'files':>10}{'threads':>10}{'MiB':>10}" * 2,
        ]
        shown = self.samples if len(self.samples) < 15 else [*self.samples[:7], *self.samples[-7:]]
        lines += [f"{seconds / 60:<10.1f}" + _cells(workers) + _cells(sandbox) for seconds, workers, sandbox in shown]
        for name in MUST_BE_ZERO:
            lines += [f"{name}: {example}" for example in self.tally.examples[name]]
        return "\n".join(lines)


def run(
    *,
    minutes: float,
    workers: int = 32,
    seed: int = 0,
    forks: bool = True,
    restarts: float = 20.0,
    progress: TextIO | None = None,
) -> Report:
    """Soak the clients.

    Args:
        minutes: how long.
        workers: how many call at a time.
        seed: what random choices go by.
        forks: whether children are forked meanwhile.
        restarts: seconds between two kills of the sandbox, about.
        progress: where to show a line that goes on.
    """
    with SandboxProcess() as sandbox:
        tally = Tally({MARKER, *secrets_of(sandbox)})
        report = Report(tally)
        with Watch(tally):
            soak = Soak(sandbox, tally, seed)
            threads = _threads(soak, workers, forks=forks, restarts=restarts)
            hooks = threading.excepthook, sys.unraisablehook
            threading.excepthook = lambda told: soak.foreign(told.exc_value or RuntimeError())
            sys.unraisablehook = lambda told: soak.foreign(told.exc_value or RuntimeError())
            try:
                for thread in threads:
                    thread.start()
                with suppress(KeyboardInterrupt):
                    what = f"{workers} workers, {minutes:g} minutes, seed {seed}; the sandbox is process {sandbox.pid}"
                    print(what, file=sys.stderr, flush=True)
                    _watch(soak, report, minutes * 60, progress)
                soak.over.set()
                _end(soak, threads)
            finally:
                soak.over.set()
                threading.excepthook, sys.unraisablehook = hooks
            for client in soak.sync.values():
                client.close()
        return report


def secrets_of(sandbox: SandboxProcess) -> set[str]:
    """A piece of every secret that the clients are given."""
    found = set()
    for accesses in sandbox.arguments.values():
        for name, value in ((name, value) for values in accesses.values() for name, value in values.items()):
            if name in {"private_key", "secret_key", "app_secret", "encrypt_key"}:
                line = max(value.splitlines(), key=len)
                found.add(line[len(line) // 2 - SECRET // 2 :][:SECRET])
    return found


def _threads(soak: Soak, workers: int, *, forks: bool, restarts: float) -> list[threading.Thread]:
    """A third of the workers are threads; one waits, one forks, one gets callbacks; the rest are tasks of two loops."""

    def thread(target: Callable[..., None], *arguments: object, **options: object) -> threading.Thread:
        return threading.Thread(target=target, args=arguments, kwargs=options, daemon=True)

    direct = workers // 3
    tasks = workers - direct - 3
    found = [thread(soak.work, number) for number in range(direct)]
    found += [thread(soak.work_async, 0, tasks // 2), thread(soak.work_async, 1, tasks - tasks // 2)]
    found += [thread(soak.wait, 0), thread(soak.receive, 0), thread(make_trouble, soak, restarts=restarts)]
    return [*found, thread(soak.fork, 0)] if forks else found


def _watch(soak: Soak, report: Report, seconds: float, progress: TextIO | None) -> None:
    """Judge what was seen until the time is over, and measure each minute."""
    started = time.monotonic()
    measured = -60.0
    while (passed := time.monotonic() - started) < seconds:
        if passed - measured >= 60:
            measured = passed
            report.samples.append((passed, Resources.of(), Resources.of(soak.sandbox.pid)))
        _judge_all(soak)
        if progress:
            progress.write(f"\r{_line(passed, soak.tally.numbers)}\033[K")
            progress.flush()
        time.sleep(min(0.2, seconds))
    report.samples.append((passed, Resources.of(), Resources.of(soak.sandbox.pid)))
    if progress:
        progress.write("\n")


def _end(soak: Soak, threads: list[threading.Thread]) -> None:
    """Wait for the workers, and judge what they still saw."""
    deadline = time.monotonic() + GRACE
    for thread in threads:
        while thread.is_alive() and time.monotonic() < deadline:
            thread.join(0.2)
            _judge_all(soak)
    if stuck := [thread.name for thread in threads if thread.is_alive()]:
        soak.tally.find("calls that never ended", f"workers that never ended: {', '.join(stuck)}")
    _judge_all(soak)


def _judge_all(soak: Soak) -> None:
    soak.sandbox.drain()
    while not soak.seen.empty():
        seen = soak.seen.get()
        judge(seen, soak.sandbox.decided(seen.person), soak.tally)


def _line(passed: float, numbers: Mapping[str, int]) -> str:
    bad = ", ".join(f"{name} {numbers[name]}" for name in MUST_BE_ZERO)
    done = ", ".join(f"{name} {numbers[name]}" for name in ("calls", "forks", "restarts"))
    return f"{passed / 60:.1f} min, {done}; {bad}"


def _cells(resources: Resources) -> str:
    return f"{resources.descriptors:>10}{resources.threads:>10}{resources.memory:>10.1f}"
