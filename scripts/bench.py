#!/usr/bin/env python3
"""Measure what realname costs, as ratios: each against the same thing without it, in one run.

    scripts/bench.py                        everything but the SDK that is installed on request; some minutes
    scripts/bench.py --only calls imports   some parts
    scripts/bench.py --quick                too briefly to mean anything, and without bars: to see that it works
    scripts/bench.py --peers                also Alipay's own Python SDK, in an environment of its own (about 460 MiB)
    scripts/bench.py --json                 for programs; the table goes to standard error

Parts:
    calls          CPU time of a call over the same call written by hand, on a mocked transport
    stages         where the time of a call goes
    peers          against stock openapi-python-client and raw httpx
    imports        importing, over what is imported in any case, in an environment without the extras
    throughput     concurrent calls against a sandbox in another process; memory after 100 000 mocked calls
    regeneration   building the three contracts, and how that grows with the number of operations

Needs Python 3.11 or later, and makes its own environment in .venv. Best on a machine that does nothing else.
Exit status: 0 if all bars of the parts that ran hold; 1 if one does not.
"""

import argparse
import sys
from collections.abc import Sequence

PARTS = ("calls", "stages", "peers", "imports", "throughput", "regeneration")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    options = _options(arguments)
    from benchmark.parts import run
    from benchmark.report import Report, as_json

    report = Report(sys.stderr if options.json else sys.stdout)
    rows = run(options.only or PARTS, report, quick=options.quick, sdk=options.peers)
    if options.json:
        print(as_json(rows))
    return 1 if any(row.holds is False for row in rows) else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="PART", help="these parts only")
    parser.add_argument("--quick", action="store_true", help="only see that it works; no bars")
    parser.add_argument("--peers", action="store_true", help="also Alipay's own Python SDK, which is installed for it")
    parser.add_argument("--json", action="store_true", help="print JSON on standard output")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    import checkout

    checkout.enter()
    sys.exit(main())
