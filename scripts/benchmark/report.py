"""The table, as text and as JSON."""

import json
import os
import platform
import re
import time
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmark.measure import Row

_MARKS = {True: "ok", False: "NOT", None: ""}
_COLOURS = {"ok": "\x1b[32m", "NOT": "\x1b[1;31m"}
_ALIGNED = "<<>>><><"
_LIBRARIES = ("attrs", "cattrs", "cryptography", "httpcore", "httptools", "httpx", "httpx2")


def table(rows: Sequence[Row], *, is_coloured: bool = False) -> str:
    """One part's rows: what was measured, the value, what it is compared with, the ratio and the bar."""
    lines = [(_MARKS[row.holds], *_cells(row)) for row in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(_ALIGNED))]
    columns = [column for column, width in enumerate(widths) if width]
    written = ["  ".join(f"{line[column]:{_ALIGNED[column]}{widths[column]}}" for column in columns) for line in lines]
    if is_coloured:
        written = [re.sub("^(ok|NOT)", lambda mark: f"{_COLOURS[mark[1]]}{mark[1]}\x1b[0m", line) for line in written]
    return "\n".join(line.rstrip() for line in written)


def verdict(rows: Sequence[Row], seconds: float) -> str:
    """Which bars do not hold, and how long all of it took."""
    failed = [row for row in rows if row.holds is False]
    held = sum(row.holds is True for row in rows)
    lines = [f"Bars that hold: {held}; that do not: {len(failed)}. Measured in {seconds / 60:.1f} minutes."]
    for row in failed:
        what = _value(row.ours, row.unit) if row.ratio is None else f"{row.ratio:.2f} times"
        limit = "at least" if row.larger_is_better else "at most"
        lines.append(f"{row.part}: {row.name}: {what}; {limit} {row.bar:g}")
    return "\n".join(lines)


def as_json(rows: Sequence[Row], seconds: float) -> str:
    """The same with all there is to know, for programs."""
    values = [{**asdict(row), "ratio": row.ratio, "holds": row.holds} for row in rows]
    document = {"machine": machine(), "libraries": libraries(), "seconds": round(seconds), "rows": values}
    return json.dumps(document, ensure_ascii=False, indent=2)


def libraries() -> dict[str, str | None]:
    """The versions of what is measured with us; None where one is not installed."""
    found: dict[str, str | None] = {}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
    return found


@cache
def machine() -> str:
    """What it was measured on, when, and how much else the machine did as it began."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text(encoding="utf-8").splitlines() if information.exists() else []
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    processor = next(models, None) or platform.processor() or platform.machine()
    return (
        f"{processor}, {os.cpu_count()} cores; {platform.system()}; "
        f"Python {platform.python_version()}; {time.strftime('%Y-%m-%d')}; load {os.getloadavg()[0]:.1f}"
    )


def _cells(row: Row) -> tuple[str, ...]:
    compared, ratio, bar, cpu = "", "", "", ""
    if row.ratio is not None:
        compared, ratio = _value(row.floor or 0, row.unit), f"{row.ratio:.2f} ×"
    if row.bar is not None:
        bar = f"{'≥' if row.larger_is_better else '≤'} " + (f"{row.bar:g}" if ratio else _value(row.bar, row.unit))
    if row.cpu is not None:
        cpu = _value(row.cpu, "µs CPU")
    return row.name, _value(row.ours, row.unit), cpu, compared, row.against, ratio, bar


def _value(value: float, unit: str) -> str:
    """Three digits, or all before the point."""
    number = f"{value:.3g}" if abs(value) < 999.5 else f"{value:,.0f}".replace(",", " ")
    return number + unit if unit.startswith("/") else f"{number} {unit}"
