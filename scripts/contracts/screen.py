"""Tables and JSON as text."""

import json
import sys
import unicodedata
from collections.abc import Sequence


def print_json(value: object) -> None:
    """Print JSON; where the output cannot take any character, the others are escaped."""
    is_unicode = sys.stdout.encoding.lower().replace("-", "").startswith("utf")
    print(json.dumps(value, ensure_ascii=not is_unicode, indent=2))


def columns(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a table, as wide as its cells are; the last column is not filled up."""
    table = [heads, *rows]
    widths = [max(_width(row[index]) for row in table) for index in range(len(heads) - 1)]
    return ["  ".join([*map(_filled, row[:-1], widths), row[-1]]) for row in table]


def _filled(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    """How many columns of a terminal a text takes; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
