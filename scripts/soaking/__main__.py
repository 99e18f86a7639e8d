"""Run the soak: `python -m soaking`, from scripts/."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from soaking.run import run

INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(prog="scripts/soak", description="Soak the clients in trouble.")
    parser.add_argument("--minutes", type=float, default=60.0, help="how long (default: 60)")
    parser.add_argument("--workers", type=int, default=32, help="how many call at a time, from 8 (default: 32)")
    parser.add_argument("--seed", type=int, default=0, help="what is random goes by this; not what happens when")
    parser.add_argument("--no-forks", action="store_true", help="leave out the children that are forked meanwhile")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write everything that was counted")
    options = parser.parse_args(arguments)
    if options.workers < 8:
        parser.error("--workers begins at 8: one of each kind")
    try:
        report = run(
            minutes=options.minutes,
            workers=options.workers,
            seed=options.seed,
            forks=not options.no_forks,
            progress=sys.stderr if sys.stderr.isatty() else None,
        )
    except KeyboardInterrupt:  # before the first call, or a second time
        return INTERRUPTED
    print(report.table())
    if options.json:
        options.json.write_text(json.dumps(report.as_json(), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return 1 if report.tally.findings else 0


if __name__ == "__main__":
    sys.exit(main())
