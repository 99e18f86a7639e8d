"""ZOLOZ's pages: tables of cells between pipes, and a table of its own for every object or list of values.

A row may go on over several lines, and the type of an object, a link on the page, is lost. Some pages put the name of
the object in front of its fields' names instead. Whether a field is required is the first word of its description.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Any

from contracts.audit.nesting import nested
from contracts.audit.printed import OBJECT, is_class, is_known, labelled_names, listed_names, printed_type
from contracts.audit.text import Document, Line
from contracts.table import DocumentTable, Fact, Row, stating

MARKS = ("API URL:", "Request parameters", "Response parameters", "Field name |")

_NAME, _TYPE, _LENGTH, _DESCRIPTION = "field name", "data type", "max length", "description"
_COLUMNS = (_NAME, _TYPE, _LENGTH, "default value", _DESCRIPTION, "example value")
# A list of values has columns of its own, below a heading that ends in the field's name: `Values of serviceLevel`.
_VALUE = "value"
_VALUE_COLUMNS = (_VALUE, "meaning")
_HEADS = re.compile(rf"({_NAME}|{_VALUE})\s*\|", re.IGNORECASE)
_CODE_COLUMNS = "resultCode | resultStatus | Description |"
_NOTE = "Note:"
_NOT_STATED = "Not stated"
# What follows the tables of the answer; words in brackets may stand behind it.
_AFTER = ("Sample", "Result process logic", "Result codes", "Seen in official code only", "Related", _NOT_STATED)
_HEADING = re.compile(rf"({'|'.join(_AFTER)})(?: \(.*\))?")
_REQUIRED = re.compile(r"Required\s*(?:\(mandatory: true\))?\s*(?:[.,;:]|$)")
_SIZE = re.compile(r"(\d[\d,]*)(B|KB|MB)?(?!\w)")
_BYTES = {None: 1, "B": 1, "KB": 1024, "MB": 1024**2}
_URL = re.compile(r"(?:(GET|POST|PUT|PATCH|DELETE)\s+)?(?:https?://[^/\s]+)?(/\S+)")


@dataclass
class _Table:
    """A table with the heading above it, the section (a place) it stands in, and the cells of its rows by column."""

    heading: str
    place: str
    line: int
    rows: list[tuple[int, dict[str, str]]]

    @property
    def values(self) -> tuple[str, ...]:
        """What a list of values lists; empty of a table of fields."""
        return tuple(cells[_VALUE] for _, cells in self.rows if _VALUE in cells)

    @property
    def field(self) -> str:
        """The field whose values it lists."""
        return self.heading.split()[-1]


def read(document: Document) -> DocumentTable:
    """Read a page.

    Raises:
        DocumentError: a heading is missing, or a table is broken.
    """
    method, path = _address(document)
    request = document.find("Request parameters")
    response = document.find("Response parameters", request)
    end = _end(document, response)
    tables = [*_tables(document, request, response, "request.body"), *_tables(document, response, end, "response.body")]
    rows = tuple(_nested(document, tables))
    # Of a class that has no table here another page tells.
    named = {row.inside for row in rows if is_class(row.type)} - {row.parent for row in rows}
    return DocumentTable(
        title=document.lines[0].text,
        method=method,
        path=path,
        rows=tuple(replace(row, type=OBJECT) if is_class(row.type) else row for row in rows),
        # What the page calls request parameters is all that a caller passes.
        places=frozenset(["request.path", "request.query", "request.body", "response.body"]),
        undescribed=frozenset(named),
        codes=_codes(document, end),
        sha256=document.sha256,
    )


def _address(document: Document) -> tuple[str | None, str]:
    for index, line in enumerate(document.lines):
        _, mark, rest = line.text.partition("API URL:")
        if mark:
            place = Line(line.number, rest.strip()) if rest.strip() else document.lines[index + 1]
            if match := _URL.match(place.text):
                return match[1], match[2]
            raise document.expected("the path of the API", place)
    raise document.error(document.lines[-1].number, "expected `API URL:` further up, found none")


def _end(document: Document, start: int) -> int:
    """Index of the heading that ends the tables of the answer."""
    for index in range(start, len(document.lines)):
        if _HEADING.fullmatch(document.lines[index].text):
            return index
    expected = f"expected one of the headings {', '.join(_AFTER)} here or further down, found none"
    raise document.error(document.lines[start].number, expected)


def _codes(document: Document, start: int) -> tuple[str, ...] | None:
    """The codes of refusals, which have a table below the tables of fields."""
    lines = [line.text for line in document.lines[start:]]
    if _CODE_COLUMNS not in lines:
        return None
    rows = takewhile(lambda text: text.endswith("|"), lines[lines.index(_CODE_COLUMNS) + 1 :])
    return tuple(code for row in rows if (code := _cells(row)[0]) != "SUCCESS") or None


def _tables(document: Document, start: int, end: int, place: str) -> Iterator[_Table]:
    """The tables of a section, the first of them below the section's own heading."""
    lines = document.lines
    heads = [index for index in range(start, end) if _HEADS.match(lines[index].text)]
    if heads[:1] != [start + 1]:
        raise document.expected("the column heads `Field name | …`", lines[start + 1])
    headings = [_heading(lines, head) for head in heads]
    for head, heading, following in zip(heads, headings, [*headings[1:], end], strict=True):
        yield _table(document, heading, head, following, place)


def _heading(lines: Sequence[Line], head: int) -> int:
    """Index of the heading of a table, which stands right above the column heads but for a note."""
    return head - 2 if lines[head - 1].text.startswith(_NOTE) else head - 1


def _table(document: Document, above: int, head: int, end: int, place: str) -> _Table:
    heading, top = document.lines[above], document.lines[head]
    columns = [cell.lower() for cell in _cells(top.text)]
    known = _VALUE_COLUMNS if columns[0] == _VALUE else _COLUMNS
    for column in columns:
        if column not in known:
            raise document.expected(f"a column of {', '.join(known)}", Line(top.number, column))
    if known == _COLUMNS and _DESCRIPTION not in columns:
        raise document.error(top.number, f"expected a column `{_DESCRIPTION}`, found none")
    table = _Table(heading.text, place, heading.number, [])
    waiting: list[Line] = []
    for line in document.lines[head + 1 : end]:
        if not waiting and (re.fullmatch(r"[-:|\s]+", line.text) or line.text.startswith(_NOTE)):
            continue
        waiting.append(line)
        # A line that ends a cell may be the first of its row only if the cells are complete but for the lost type.
        if line.text.endswith("|") and len(_cells(_text(waiting))) >= len(columns) - 1:
            table.rows.append((waiting[0].number, _row(document, columns, waiting)))
            waiting = []
    if waiting:
        raise document.expected(f"a row of {len(columns)} cells that ends in `|`", waiting[0])
    return table


def _text(lines: Sequence[Line]) -> str:
    return "\n".join(line.text for line in lines)


def _cells(text: str) -> list[str]:
    return [cell.strip() for cell in text.strip().removesuffix("|").split("|")]


def _row(document: Document, columns: list[str], lines: Sequence[Line]) -> dict[str, str]:
    cells = _cells(_text(lines))
    if len(cells) == len(columns) - 1 and _TYPE in columns and not re.fullmatch(r"[\w<>\[\]]+", cells[1]):
        cells.insert(columns.index(_TYPE), "")
    if len(cells) != len(columns) or not re.fullmatch(r"[A-Za-z_][\w.-]*", cells[0]):
        found = f"{len(cells)} cells, the first of them `{cells[0]}`"
        raise document.error(lines[0].number, f"expected the cells {' | '.join(columns)}, found {found}")
    return dict(zip(columns, cells, strict=True))


def _nested(document: Document, tables: Sequence[_Table]) -> Iterator[Row]:
    """The rows of all tables, outer before inner, each below the field that its table describes."""
    for place in ("request.body", "response.body"):
        outer, *inner = [table for table in tables if table.place == place and not table.values]
        listed = {table.field: table for table in tables if table.place == place and table.values}
        for row in nested(_objects(document, place, outer, inner)):
            table = listed.pop(row.name, None)
            yield replace(row, enum=table.values, stated=row.stated | {"enum"}) if table else row
        for name, table in listed.items():
            raise document.error(table.line, f"expected the values of a field above, found those of `{name}`")


def _objects(document: Document, place: str, outer: _Table, inner: list[_Table]) -> Iterator[Row]:
    """The rows of the tables of fields."""
    yield from _below(document, outer, place, inner)
    for table in inner:
        # No row is left that could be its object: the heading is, as far as the page goes, the object's name.
        name = table.heading[:1].lower() + table.heading[1:]
        yield from _below(document, table, f"{place}.{name}", [])


def _below(document: Document, table: _Table, parent: str, waiting: list[_Table]) -> Iterator[Row]:
    """The rows of one table, and those of the tables that describe its objects; these leave `waiting`."""
    # A column of lengths of which every cell is empty got lost.
    has_lengths = any(cells.get(_LENGTH) for _, cells in table.rows)
    rows = [_field(document, parent, line, cells, has_lengths=has_lengths) for line, cells in table.rows]
    described = {row.name: _described(row, cells, waiting) for row, (_, cells) in zip(rows, table.rows, strict=True)}
    unknown = [row for row in rows if not described[row.name] and ("type" not in row.stated or row.type.is_container)]
    taken = [inner for inner in described.values() if inner]
    left = [inner for inner in waiting if inner not in taken]
    if len(unknown) == len(left) == 1:
        # One object without a table and one table without an object belong together, whatever they are called.
        described[unknown[0].name] = left[0]
    for inner in described.values():
        if inner in waiting:
            waiting.remove(inner)
    for row in rows:
        below = described[row.name]
        if below and not is_known(row.type):
            # The type is the name of the table: an object.
            row = replace(row, type=OBJECT)
        yield row
        if below:
            yield from _below(document, below, row.inside, waiting)


def _described(row: Row, cells: dict[str, str], waiting: Sequence[_Table]) -> _Table | None:
    names = [row.name, *re.findall(r"\w+", cells.get(_TYPE, ""))]
    headings = {table.heading.lower().replace(" ", ""): table for table in waiting}
    return next((headings[name.lower()] for name in names if name.lower() in headings), None)


def _field(document: Document, parent: str, line: int, cells: dict[str, str], *, has_lengths: bool) -> Row:
    text = cells[_DESCRIPTION]
    facts: dict[Fact, Any] = {"required": _REQUIRED.match(text) is not None}
    if printed := cells.get(_TYPE):
        facts["type"] = printed_type(printed)
    if has_lengths and cells[_LENGTH] != _NOT_STATED:
        facts["max_length"] = _length(document, line, cells[_LENGTH])
    if values := listed_names(text) or labelled_names(text):
        facts["enum"] = values
    return stating(parent, cells[_NAME], line, facts)


def _length(document: Document, line: int, cell: str) -> int | None:
    if cell in ("", "-"):
        return None
    if match := _SIZE.match(cell):
        return int(match[1].replace(",", "")) * _BYTES[match[2]]
    raise document.expected("a maximum length or `-`", Line(line, cell))
