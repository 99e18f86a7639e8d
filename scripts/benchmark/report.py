"""The table, as text and as JSON."""

import json
import os
import platform
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmark.measure import Row

_MARKS = {True: "ok", False: "NOT", None: ""}


def table(title: str, rows: Sequence[Row]) -> str:
    """One part's rows: what was measured, the value, what it is compared with, the ratio and the bar."""
    lines = [(_MARKS[row.holds], *_cells(row)) for row in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(6)]
    written = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
    return "\n".join(["", title, *(line.rstrip() for line in written)])


def verdict(rows: Sequence[Row]) -> str:
    """Which bars do not hold."""
    failed = [row.name for row in rows if row.holds is False]
    held = sum(row.holds is True for row in rows)
    return f"\n{held} bar(s) hold" + (f", {len(failed)} do not: {'; '.join(failed)}" if failed else "")


def as_json(rows: Sequence[Row]) -> str:
    """Everything, for programs."""
    values = [{**asdict(row), "ratio": row.ratio, "holds": row.holds} for row in rows]
    return json.dumps({"machine": machine(), "rows": values}, ensure_ascii=False, indent=2)


def machine() -> str:
    """What it was measured on, and when."""
    information = Path("/proc/cpuinfo")
    lines = information.read_text(encoding="utf-8").splitlines() if information.exists() else []
    models = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    processor = next(models, None) or platform.processor() or platform.machine()
    return (
        f"{processor}, {os.cpu_count()} cores; {platform.system()}; "
        f"Python {platform.python_version()}; {time.strftime('%Y-%m-%d')}"
    )


def _cells(row: Row) -> tuple[str, str, str, str, str]:
    compared = "" if row.floor is None else f"{row.floor:.3g} {row.unit} {row.against}"
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    bar = "" if row.bar is None else f"≤ {row.bar:.2f}" + ("" if row.ratio is not None else f" {row.unit}")
    return row.name, f"{row.ours:.3g} {row.unit}", compared, ratio, bar
