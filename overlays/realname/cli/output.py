"""Tables, entries and JSON: drawn by rich on a terminal, plain text elsewhere."""

import json
import re
import sys
from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from realname.core.printable import printable
from realname.language import say

_LINE: Final = 100
"""Columns of text for people: off the terminal as many, and on a wide one no more."""
_UNSAFE = re.compile(r"[^\n -~]")


def help_text(text: str) -> str:
    """Text as typer shows it: a paragraph to a line, and no brackets that would be taken for markup."""
    return escape("\n\n".join(" ".join(part.split()) for part in text.split("\n\n")))


def console() -> Console:
    """The console of standard output as it is now; FORCE_COLOR and NO_COLOR are heeded."""
    return Console(highlight=False, markup=False, emoji=False)


def heading(text: str) -> None:
    """Print a heading."""
    console().print(Text(printable(text), style="bold"), soft_wrap=True)


def paragraph(text: str, indent: int = 0) -> None:
    """Print text in lines that a person reads. A word that is longer than a line, such as an address, stays whole."""
    screen = console()
    width = min(screen.width, _LINE) if screen.is_terminal else _LINE
    for row in _rows(printable(text), width - indent):
        screen.print(Text(" " * indent + row), soft_wrap=True)


def entry(name: str, facts: str, text: str) -> None:
    """Print what there is under a name: the name and its facts, whole, and a text below them, as an entry of a list."""
    screen = console()
    width = min(screen.width, _LINE) if screen.is_terminal else _LINE
    name, facts = printable(name), printable(facts)
    beside = f"  {name}  {facts}"
    is_short = cell_len(beside) <= width
    line = Text("  ").append(name, style="bold").append(f"  {facts}" if is_short else "")
    screen.print(line, soft_wrap=True)
    if not is_short:
        paragraph(facts, 6)
    if text:
        paragraph(text, 6)


def _rows(text: str, width: int) -> list[str]:
    """Text in rows of at most so many columns, broken at spaces and, in Chinese, between characters."""
    rows, row = [], ""
    for word in re.findall(r"[^ \u2e80-\uffef]+|[\u2e80-\uffef]| +", text):
        if cell_len(row + word.rstrip()) > width and row.strip() and word not in "，。、；：）”":
            rows.append(row.rstrip())
            row = ""
        row += word if row or word.strip() else ""
    return [*rows, row.rstrip()]


def document(value: object) -> None:
    """Print a value as JSON, with its own escapes for what the terminal would act on or its charset has not."""
    _print_json(json.dumps(value, ensure_ascii=False, indent=2))


def document_line(value: object) -> None:
    """The same on one line."""
    _print_json(json.dumps(value, ensure_ascii=False))


def _print_json(text: str) -> None:
    print(_UNSAFE.sub(lambda c: c[0] if is_shown(c[0]) else json.dumps(c[0])[1:-1], text))


def is_shown(text: str) -> bool:
    """Whether standard output can show it, as it is."""
    try:
        return text.isprintable() and bool(text.encode(getattr(sys.stdout, "encoding", None) or "utf-8"))
    except UnicodeEncodeError:
        return False


def raw(content: bytes) -> None:
    """Write bytes as they are; on a terminal without what it would act on."""
    if not sys.stdout:
        return
    if sys.stdout.isatty():
        print("\n".join(map(printable, content.decode("utf-8", "backslashreplace").split("\n"))), end="")
    else:
        sys.stdout.buffer.write(content)


def table(headers: Sequence[str], rows: Sequence[Sequence[str]], *, is_wide: bool = False) -> None:
    """Print a table. Off the terminal it has no frame, and its lines are as long as they have to be.

    Args:
        headers: of the columns, in English; shown in the chosen language.
        rows: their cells.
        is_wide: whether a terminal of 80 columns has no room for a frame.
    """
    screen = console()
    headers = [say(header) for header in headers]
    cells = [[printable(cell) for cell in row] for row in rows]
    if screen.is_terminal:
        framed = Table.grid(padding=(0, 2, 0, 0)) if is_wide else Table()
        framed.show_header, framed.header_style = True, "bold"
        for header in headers:
            framed.add_column(header, overflow="fold")
        for row in cells:
            framed.add_row(*map(Text, row))
        screen.print(framed)
        return
    widths = [max(map(cell_len, column)) for column in zip(headers, *cells, strict=True)]
    for row in [list(headers), *cells]:
        line(row, widths)


def line(cells: Sequence[str], widths: Sequence[int], style: str = "") -> None:
    """Print cells in columns of these widths; one that is too wide moves the others."""
    pairs = zip(cells, widths, strict=True)
    text = "  ".join(cell + " " * (width - cell_len(cell)) for cell, width in pairs).rstrip()
    screen = console()
    if style and screen.is_terminal:
        screen.print(Text(text, style=style), soft_wrap=True)
    else:
        print(text)
