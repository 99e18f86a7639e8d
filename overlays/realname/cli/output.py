"""Tables: drawn by rich on a terminal, plain aligned text elsewhere."""

import json
import re
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from realname.cli.exits import printable

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


def paragraph(text: str) -> None:
    """Print text: wrapped on a terminal, on one line elsewhere."""
    screen = console()
    screen.print(Text(printable(text)), soft_wrap=not screen.is_terminal)


def document(value: object) -> None:
    """Print a value as JSON, with its own escapes for what the terminal would act on or its charset has not."""
    charset = getattr(sys.stdout, "encoding", None) or "utf-8"
    text = json.dumps(value, ensure_ascii=False, indent=2)
    print(_UNSAFE.sub(lambda c: c[0] if _is_shown(c[0], charset) else json.dumps(c[0])[1:-1], text))


def _is_shown(character: str, charset: str) -> bool:
    try:
        return character.isprintable() and bool(character.encode(charset))
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


def table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table. Off the terminal it has no frame, and its lines are as long as they have to be."""
    screen = console()
    cells = [[printable(cell) for cell in row] for row in rows]
    if screen.is_terminal:
        framed = Table(*headers, header_style="bold", show_lines=False)
        for row in cells:
            framed.add_row(*map(Text, row))
        screen.print(framed)
        return
    widths = [max(len(cell) for cell in column) for column in zip(headers, *cells, strict=True)]
    for row in [list(headers), *cells]:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print(line.rstrip())
