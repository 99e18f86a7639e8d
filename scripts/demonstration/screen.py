"""What the demonstration prints: tables and colour on a terminal, plain text elsewhere."""

import os
import sys

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.table import Table

PLAIN_WIDTH = 160


class Screen:
    """Prints sections and rows, and keeps what was not as expected."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self._reported = 0
        self._rows: list[tuple[str, ...]] = []
        self._live = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
        self._console = Console(
            highlight=False,
            force_terminal=None if self._live else False,
            no_color=not self._live,
            width=None if self._live else PLAIN_WIDTH,
        )

    def say(self, text: str, style: str = "") -> None:
        """Print a line; sections begin with a bold one."""
        self._console.print(text, style=style, markup=False, soft_wrap=True)

    def expect(self, expected: object, actual: object, what: str) -> bool:
        """Note a difference; say whether there is none."""
        if expected != actual:
            self.problems.append(f"{what}: expected {expected}, got {actual}")
        return expected == actual

    def row(self, *cells: str) -> None:
        """Add a row to the next table, marked with whether all was as expected since the one before."""
        mark = "[green]ok[/green]" if self._reported == len(self.problems) else "[bold red]NOT[/bold red]"
        self._rows.append((mark, *map(escape, cells)))
        self._reported = len(self.problems)

    def table(self, *heads: str) -> None:
        """Print the rows under their heads."""
        box = SIMPLE_HEAD if self._live else None
        table = Table(box=box, show_edge=False, show_header=bool(heads), header_style="dim", padding=(0, 1))
        table.add_column("", no_wrap=True, min_width=3)
        for head in heads:
            table.add_column(head, overflow="fold")
        for row in self._rows:
            table.add_row(*row)
        self._rows.clear()
        self._console.print(table)

    def conclude(self) -> int:
        """Say how it went, and return the exit status."""
        if not self.problems:
            self.say("Everything was as expected.", "bold green")
            return 0
        errors = Console(stderr=True, highlight=False, no_color=not self._live)
        errors.print(f"[bold red]Not as expected ({len(self.problems)}):[/bold red]")
        for problem in self.problems:
            errors.print(f"- {escape(problem)}", soft_wrap=True)
        return 1
