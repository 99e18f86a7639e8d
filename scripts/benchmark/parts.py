"""The parts of the benchmark by name, and how they are run briefly."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from benchmark import calls, imports, peers, regeneration, sdk, stages, throughput
from benchmark.gateways import Keys
from benchmark.measure import Row
from benchmark.report import Report


@dataclass(frozen=True)
class Part:
    """One part: what it shows, how it is measured, and how it is run only to see that it works."""

    title: str
    measure: Callable[[], list[Row]]
    try_out: Callable[[], list[Row]]


def run(names: Iterable[str], report: Report, *, quick: bool, sdk: bool) -> list[Row]:
    """Run parts and report each as it is done."""
    found: list[Row] = []
    available = parts(Keys.generate(), sdk=sdk)
    report.begin()
    for name in names:
        part = available[name]
        rows = [row.without_bar() for row in part.try_out()] if quick else part.measure()
        report.part(f"{name}: {part.title}", rows)
        found += rows
    report.conclude(found)
    return found


def parts(keys: Keys, *, sdk: bool) -> dict[str, Part]:
    """Every part by its name."""
    return {
        "calls": Part(
            "CPU time of a call over the same call written by hand, best of three runs",
            lambda: calls.measure(keys),
            lambda: calls.measure(keys, runs=1, batches=3),
        ),
        "stages": Part(
            "where the time of a call goes", lambda: stages.measure(keys), lambda: stages.measure(keys, calls=20)
        ),
        "peers": Part(
            "against other ways of making the call; below 1, realname is faster",
            lambda: peers.measure(keys) + _sdk(keys, wanted=sdk),
            lambda: peers.measure(keys, batches=3) + _sdk(keys, wanted=sdk),
        ),
        "imports": Part(
            "CPU time of an import in a fresh process, best of three runs",
            imports.measure,
            lambda: imports.measure(runs=1, processes=1),
        ),
        "throughput": Part(
            "against a sandbox in another process (above 1, realname is faster); memory",
            throughput.measure,
            lambda: throughput.measure(concurrency=(1, 8), seconds=0.05, calls=100),
        ),
        "regeneration": Part(
            "building from contracts",
            regeneration.measure,
            lambda: regeneration.synthetic(sizes=(1,), processes=1),
        ),
    }


def _sdk(keys: Keys, *, wanted: bool) -> list[Row]:
    return sdk.measure(keys) if wanted else []
