"""Run the soak: `python -m soaking`, from scripts/."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from soaking.run import run
from soaking.standing.run import run as run_sandbox

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        return _soak_sandbox(arguments[1:]) if arguments[:1] == ["sandbox"] else _soak_clients(arguments)
    except KeyboardInterrupt:  # before the first call, or a second time
        return INTERRUPTED


def _soak_sandbox(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="scripts/soak sandbox", description="Soak a sandbox that is left running.")
    parser.add_argument("--minutes", type=float, default=60.0, help="how long (default: 60)")
    parser.add_argument("--callers", type=int, default=16, help="how many call at a time (default: 16)")
    parser.add_argument("--state", type=Path, metavar="FILE", help="the file that the sandbox keeps its state in")
    parser.add_argument("--seed", type=int, default=0, help="what is random goes by this; not what happens when")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write everything that was counted")
    options = parser.parse_args(arguments)
    if options.callers < 1:
        parser.error("--callers begins at 1")
    report = run_sandbox(
        seconds=options.minutes * 60,
        callers=options.callers,
        seed=options.seed,
        state=options.state,
        progress=sys.stderr,
    )
    print(report.table())
    _write(options.json, report.as_json())
    return 1 if report.tally.findings else 0


def _soak_clients(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="scripts/soak", description="Soak the clients in trouble; or a sandbox, see `scripts/soak sandbox --help`."
    )
    parser.add_argument("--minutes", type=float, default=60.0, help="how long (default: 60)")
    parser.add_argument("--workers", type=int, default=32, help="how many call at a time, from 8 (default: 32)")
    parser.add_argument("--seed", type=int, default=0, help="what is random goes by this; not what happens when")
    parser.add_argument("--no-forks", action="store_true", help="leave out the children that are forked meanwhile")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write everything that was counted")
    options = parser.parse_args(arguments)
    if options.workers < 8:
        parser.error("--workers begins at 8: one of each kind")
    report = run(
        minutes=options.minutes,
        workers=options.workers,
        seed=options.seed,
        forks=not options.no_forks,
        progress=sys.stderr if sys.stderr.isatty() else None,
    )
    print(report.table())
    _write(options.json, report.as_json())
    return 1 if report.tally.findings else 0


def _write(file: Path | None, told: Mapping[str, Any]) -> None:
    if file:
        file.write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
