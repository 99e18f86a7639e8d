"""The table: drawn on a terminal, plain elsewhere; and the same as JSON."""

import json
import os
import platform
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from benchmark.measure import Row

HEADS = ("", "measured", "realname", "compared with", "ratio", "bar")
PLAIN_WIDTH = 160
_MARKS = {True: "ok", False: "NOT", None: ""}
_STYLES = {True: "green", False: "bold red", None: ""}


class Report:
    """Prints rows as they come in, part by part.

    Args:
        output: where to.
    """

    def __init__(self, output: TextIO) -> None:
        self._live = output.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        if self._live:
            self._console = Console(file=output, highlight=False)
        else:
            self._console = Console(file=output, highlight=False, color_system=None, width=PLAIN_WIDTH)

    def begin(self) -> None:
        """Say on what machine, and when."""
        self._console.print(machine(), soft_wrap=True)

    def part(self, title: str, rows: Sequence[Row]) -> None:
        """Print one part's rows."""
        table = Table(
            box=box.SIMPLE_HEAD if self._live else None, show_edge=False, header_style="dim", title_style="bold"
        )
        for number, head in enumerate(HEADS):
            table.add_column(head, justify="right" if number in (2, 4, 5) else "left", min_width=3, overflow="fold")
        for row in rows:
            table.add_row(Text(_MARKS[row.holds], style=_STYLES[row.holds]), *cells(row))
        self._console.print(Text(f"\n{title}", style="bold"), soft_wrap=True)
        self._console.print(table)

    def conclude(self, rows: Sequence[Row]) -> None:
        """Say which bars do not hold."""
        failed = [row.name for row in rows if row.holds is False]
        held = sum(row.holds is True for row in rows)
        verdict = f"{held} bar(s) hold" if held or failed else "no bars here"
        if failed:
            verdict += f", {len(failed)} do not: {'; '.join(failed)}"
        self._console.print(Text(f"\n{verdict}", style="bold red" if failed else "bold green"), soft_wrap=True)


def cells(row: Row) -> tuple[str, str, str, str, str]:
    """A row as texts: name, our value, what it is compared with, ratio, bar."""
    compared = "" if row.floor is None else f"{_number(row.floor)} {row.unit} {row.against}"
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}" if row.ratio >= 0.1 else f"{row.ratio:.3f}"
    bar = ""
    if row.bar is not None:
        bar = f"≤ {row.bar:.2f}" if row.ratio is not None else f"≤ {row.bar:.0f} {row.unit}"
    return row.name, f"{_number(row.ours)} {row.unit}", compared, ratio, bar


def as_json(rows: Sequence[Row]) -> str:
    """Everything, for programs."""
    return json.dumps({"machine": machine(), "rows": [row.as_json() for row in rows]}, ensure_ascii=False, indent=2)


def machine() -> str:
    """What it was measured on, and when."""
    return (
        f"{_processor()}, {os.cpu_count()} cores; {platform.system()}; "
        f"Python {platform.python_version()}; {time.strftime('%Y-%m-%d')}"
    )


def _processor() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _number(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 else f"{value:.2g}"
