"""ZOLOZ's pages: tables of cells between pipes, and a table of its own for every object.

A row may go on over several lines, and the type of an object, a link on the page, is lost. Whether a field is required
is the first word of its description.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from documents.text import Document, Line, excerpt
from documents.types import is_known, printed_type
from documents.values import labelled_names, listed_names
from fieldtable.table import DocumentTable, Fact, Row, Type

MARKS = ("API URL:", "Request parameters", "Response parameters", "Field name |")

_NAME, _TYPE, _LENGTH, _DESCRIPTION = "field name", "data type", "max length", "description"
_COLUMNS = (_NAME, _TYPE, _LENGTH, "default value", _DESCRIPTION, "example value")
_URL = re.compile(r"(?:(GET|POST|PUT|PATCH|DELETE)\s+)?(?:https?://[^/\s]+)?(/\S+)")


@dataclass
class _Table:
    """A table with the heading above it, the section (a place) it stands in, and the cells of its rows by column."""

    heading: str
    place: str
    line: int
    rows: list[tuple[int, dict[str, str]]]


def read(document: Document) -> DocumentTable:
    """Read a page.

    Raises:
        DocumentError: a heading is missing, or a table is broken.
    """
    method, path = _address(document)
    request = document.find("Request parameters")
    response = document.find("Response parameters", request)
    end = document.find("Sample", response)
    tables = [
        *_tables(document, request, response, "request.body"),
        *_tables(document, response, end, "response.body"),
    ]
    return DocumentTable(
        title=document.lines[0].text,
        method=method,
        path=path,
        rows=tuple(_nested(document, tables)),
        # What the page calls request parameters is all that a caller passes.
        places=frozenset(["request.path", "request.query", "request.body", "response.body"]),
        sha256=document.sha256,
    )


def _address(document: Document) -> tuple[str | None, str]:
    for index, line in enumerate(document.lines):
        _, mark, rest = line.text.partition("API URL:")
        if mark:
            place = Line(line.number, rest.strip()) if rest.strip() else document.lines[index + 1]
            if match := _URL.match(place.text):
                return match[1], match[2]
            raise document.error(place.number, f"expected the path of the API, found {excerpt(place.text)}")
    raise document.error(document.lines[-1].number, "expected `API URL:` further up, found none")


def _tables(document: Document, start: int, end: int, place: str) -> Iterator[_Table]:
    """The tables of a section, the first of them below the section's own heading."""
    heads = [index for index in range(start, end) if _is_head(document.lines[index])]
    if heads[:1] != [start + 1]:
        line = document.lines[start + 1]
        raise document.error(line.number, f"expected the column heads `Field name | …`, found {excerpt(line.text)}")
    for head, following in zip(heads, [*heads[1:], end + 1], strict=True):
        # The heading of the next table stands right above its head.
        yield _table(document, head, following - 1, place)


def _is_head(line: Line) -> bool:
    return line.text.partition("|")[0].strip().lower() == _NAME


def _table(document: Document, head: int, end: int, place: str) -> _Table:
    heading, top = document.lines[head - 1], document.lines[head]
    columns = [cell.lower() for cell in _cells(top.text)]
    for column in columns:
        if column not in _COLUMNS:
            raise document.error(top.number, f"expected a column of {', '.join(_COLUMNS)}, found {excerpt(column)}")
    if _DESCRIPTION not in columns:
        raise document.error(top.number, f"expected a column `{_DESCRIPTION}`, found none")
    table = _Table(heading.text, place, heading.number, [])
    waiting: list[Line] = []
    for line in document.lines[head + 1 : end]:
        if not waiting and re.fullmatch(r"[-:|\s]+", line.text):
            continue
        waiting.append(line)
        # A line that ends a cell may be the first of its row only if the cells are complete but for the lost type.
        if line.text.endswith("|") and len(_cells(_text(waiting))) >= len(columns) - 1:
            table.rows.append((waiting[0].number, _row(document, columns, waiting)))
            waiting = []
    if waiting:
        raise document.error(
            waiting[0].number,
            f"expected a row of {len(columns)} cells that ends in `|`, found {excerpt(waiting[0].text)}",
        )
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
        raise document.error(
            lines[0].number,
            f"expected the cells {' | '.join(columns)}, found {len(cells)} cells, the first of them `{cells[0]}`",
        )
    return dict(zip(columns, cells, strict=True))


def _nested(document: Document, tables: Sequence[_Table]) -> Iterator[Row]:
    """The rows of all tables, outer before inner, each below the field that its table describes."""
    for place in ("request.body", "response.body"):
        outer, *inner = [table for table in tables if table.place == place]
        yield from _below(document, outer, place, inner)
        for table in inner:
            # No row is left that could be its object: the heading is, as far as the page goes, the object's name.
            name = table.heading[:1].lower() + table.heading[1:]
            yield from _below(document, table, f"{place}.{name}", [])


def _below(document: Document, table: _Table, parent: str, waiting: list[_Table]) -> Iterator[Row]:
    """The rows of one table, and those of the tables that describe its objects; these leave `waiting`."""
    rows = [_field(document, parent, line, cells, has_lengths=_has_lengths(table)) for line, cells in table.rows]
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
            row = replace(row, type=Type(frozenset(["object"])))
        yield row
        if below:
            yield from _below(document, below, row.inside, waiting)


def _described(row: Row, cells: dict[str, str], waiting: Sequence[_Table]) -> _Table | None:
    names = [row.name, *re.findall(r"\w+", cells.get(_TYPE, ""))]
    headings = {table.heading.lower().replace(" ", ""): table for table in waiting}
    return next((headings[name.lower()] for name in names if name.lower() in headings), None)


def _has_lengths(table: _Table) -> bool:
    """Whether the column of lengths is filled in at all; a column of empty cells got lost."""
    return any(cells.get(_LENGTH) for _, cells in table.rows)


def _field(document: Document, parent: str, line: int, cells: dict[str, str], *, has_lengths: bool) -> Row:
    text = cells[_DESCRIPTION]
    values = listed_names(text) or labelled_names(text)
    stated: set[Fact] = {"required"}
    row = Row(
        parent=parent,
        name=cells[_NAME],
        stated=frozenset(),
        required=re.match(r"Required\s*(?:[.,;:]|$)", text) is not None,
        line=line,
    )
    if printed := cells.get(_TYPE):
        stated.add("type")
        row = replace(row, type=printed_type(printed))
    if has_lengths:
        stated.add("max_length")
        row = replace(row, max_length=_length(document, line, cells[_LENGTH]))
    if values:
        stated.add("enum")
        row = replace(row, enum=values)
    return replace(row, stated=frozenset(stated))


def _length(document: Document, line: int, cell: str) -> int | None:
    if cell in ("", "-"):
        return None
    if match := re.match(r"\d[\d,]*", cell):
        return int(match[0].replace(",", ""))
    raise document.error(line, f"expected a maximum length or `-`, found {excerpt(cell)}")
