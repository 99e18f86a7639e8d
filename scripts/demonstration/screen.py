"""What the demonstration prints: tables and colour on a terminal, plain text elsewhere."""

import os
import sys
from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

PLAIN_WIDTH = 160


class Screen:
    """Prints sections and rows, and keeps what was not as expected."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self._live = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        if self._live:
            self._console = Console(highlight=False)
        else:
            self._console = Console(highlight=False, force_terminal=False, no_color=True, width=PLAIN_WIDTH)

    def say(self, text: str) -> None:
        """Print a line."""
        self._console.print(escape(text), soft_wrap=True)

    def begin(self, title: str) -> None:
        """Begin a section."""
        self._console.print(f"[bold]{escape(title)}[/bold]", soft_wrap=True)

    def expect(self, expected: object, actual: object, what: str) -> bool:
        """Note a difference; say whether there is none."""
        if expected != actual:
            self.problems.append(f"{what}: expected {expected}, got {actual}")
        return expected == actual

    def table(self, heads: Sequence[str], rows: Sequence[tuple[bool, Sequence[str]]]) -> None:
        """Print rows under their heads, each with whether it is as expected."""
        table = Table(box=SIMPLE_HEAD if self._live else None, show_edge=False, header_style="dim", padding=(0, 1))
        table.add_column("", no_wrap=True, min_width=3)
        for head in heads:
            table.add_column(head, overflow="fold")
        table.show_header = any(heads)
        for good, cells in rows:
            mark = "[green]ok[/green]" if good else "[bold red]NOT[/bold red]"
            table.add_row(mark, *(escape(cell) for cell in cells))
        self._console.print(table)

    def conclude(self, success: str) -> int:
        """Say how it went, and return the exit status."""
        if not self.problems:
            self._console.print(f"[bold green]{escape(success)}[/bold green]", soft_wrap=True)
            return 0
        errors = Console(stderr=True, highlight=False, no_color=not self._live)
        errors.print(f"[bold red]Not as expected ({len(self.problems)}):[/bold red]")
        for problem in self.problems:
            errors.print(f"- {escape(problem)}", soft_wrap=True)
        return 1
