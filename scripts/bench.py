#!/usr/bin/env python3
"""Measure what realname costs, as ratios: each against the same thing without it, in one run.

    scripts/bench.py                   everything; about eight minutes, of which wire takes five
    scripts/bench.py calls imports     some parts
    scripts/bench.py --quick           too briefly to mean anything, and without bars: to see that it works
    scripts/bench.py --json            for programs; the table goes to standard error

Parts:
    calls      CPU time of a call over the same call written by hand, on a mocked transport
    imports    importing a provider, over what it needs imported in any case, in an environment without the extras
    merchants  one more set of credentials on a shared pool: memory and time; a call that asks for its credentials
    bulk       a call among many, over the same call alone; how well a rate is kept
    wire       calls a second over loopback, 1, 16, 64 and 256 at once, over plain httpx without a signature
    growth     contracts with 1, 10, 100 and 768 operations: building, importing the provider, first use of an operation

    scripts/bench.py growth --sizes 1 10    other sizes

Needs Python 3.11 or later, and makes its own environment in .venv. What is compared takes turns, and most of it is CPU
time; calls a second are wall time, and mean something only on a machine with two cores that does nothing else: the
first line tells its load as the measurement began.
Exit status: 0 if all bars of the parts that ran hold; 1 if one does not.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmark.measure import Row

PARTS = ("calls", "imports", "merchants", "bulk", "wire", "growth")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit status."""
    options = _options(arguments)
    from benchmark.measure import doing
    from benchmark.report import as_json, machine, table, verdict

    output = sys.stderr if options.json else sys.stdout
    is_coloured = output.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    print(machine(), file=output)
    rows, started = [], time.monotonic()
    for part in options.parts or PARTS:
        print(f"\n{part}", file=output, flush=True)
        try:
            found = measure(part, options.sizes, quick=options.quick)
        finally:
            doing("")
        found = [replace(row, bar=None) for row in found] if options.quick else found
        print(table(found, is_coloured=is_coloured), file=output, flush=True)
        rows += found
    seconds = time.monotonic() - started
    print(f"\n{verdict(rows, seconds)}", file=output)
    if options.json:
        print(as_json(rows, seconds))
    return 1 if any(row.holds is False for row in rows) else 0


def measure(part: str, sizes: Sequence[int], *, quick: bool) -> "list[Row]":
    """Measure a part."""
    from benchmark import bulk, calls, growth, imports, merchants, wire

    if part == "growth":
        return growth.measure(sizes=(1, 2), rounds=1) if quick else growth.measure(sizes=sizes)
    if part == "merchants":
        return merchants.measure(runs=1, rounds=1, sets=10) if quick else merchants.measure()
    if part == "bulk":
        return bulk.measure(runs=1, rounds=1, seconds=0.2) if quick else bulk.measure()
    if part == "wire":
        return wire.measure_quickly() if quick else wire.measure()
    measured = calls.measure if part == "calls" else imports.measure
    return measured(runs=1, rounds=1) if quick else measured()


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"these only: {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="only see that it works; no bars")
    parser.add_argument("--json", action="store_true", help="print JSON on standard output")
    parser.add_argument(
        "--sizes", nargs="+", type=int, default=(1, 10, 100, 768), help="numbers of operations in growth"
    )
    options = parser.parse_args(arguments)
    if unknown := sorted({*options.parts} - {*PARTS}):
        parser.error(f"no part {', '.join(unknown)}; there are: {', '.join(PARTS)}")
    return options


if __name__ == "__main__":
    import checkout

    checkout.enter()
    sys.exit(main())
