"""Tables as text; colour on a terminal only."""

import os
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TextIO


@dataclass(frozen=True)
class Style:
    """Emphasis, or none."""

    coloured: bool

    @classmethod
    def of(cls, stream: TextIO) -> "Style":
        """What a stream can show; ``NO_COLOR`` turns colour off (no-color.org)."""
        return cls(stream.isatty() and not os.environ.get("NO_COLOR"))

    def head(self, text: str) -> str:
        """A heading."""
        return self._painted("1", text)

    def good(self, text: str) -> str:
        """What needs nobody."""
        return self._painted("32", text)

    def bad(self, text: str) -> str:
        """What needs somebody."""
        return self._painted("31", text)

    def _painted(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.coloured else text


def columns(heads: Sequence[str], rows: Sequence[Sequence[str]], style: Style) -> list[str]:
    """The lines of a table, as wide as its cells are; the last column is not filled up."""
    table = [heads, *rows]
    widths = [max(_width(row[index]) for row in table) for index in range(len(heads) - 1)]
    lines = ["  ".join([*map(_filled, row[:-1], widths), row[-1]]) for row in table]
    return [style.head(lines[0]), *lines[1:]]


def _filled(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    """How many columns of a terminal a text takes; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
