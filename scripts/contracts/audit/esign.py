"""e签宝's pages: one cell a line, so that columns cannot be seen.

A row begins where a name is followed by a type. The cell of the column "required" (必选) is empty in most pages, and
then leaves no line; the description may go on over several lines. A page as printed does not show the nesting of
objects either. A copy, which names its sources, does: it writes inner names with dots, and lists below `data` what is
in `data`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

from contracts.audit.nesting import nested
from contracts.audit.printed import coloned_values, is_known, labelled_names, printed_type, spaced_names
from contracts.audit.text import Document, Line
from contracts.table import PLACES, DocumentTable, Fact, Row, Type, media_type, stating

MARKS = ("请求方式", "请求头", "请求参数", "响应参数")

# In the order of the page; the table of answers ends at the first heading that follows it.
_HEADINGS = ("接口", "请求方式", "请求头", "请求参数", "响应参数")
_CODES = "错误码"
_NOTES = ("Facts from other editions and pages", "Not stated")
_AFTER = ("请求示例", "响应示例", _CODES, *_NOTES)
_CODE = re.compile(r"\d{3,}")
_SOURCE = "Source"
# Above a table whose column 必选 is not the page's.
_INFERRED_FLAGS = re.compile(r"必选 below: inferred\b")
_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

_NAME_HEAD, _TYPE, _REQUIRED, _DESCRIPTION = "参数名称", "类型", "必选", "参数说明"
_PLACE = ("参数类型", "参数位置")
_HEADS = (_TYPE, _REQUIRED, *_PLACE, _DESCRIPTION)
_REQUIRED_CELLS = {
    **dict.fromkeys(["是", "必选", "必填", "必须", "y", "yes", "true"], True),
    **dict.fromkeys(["否", "可选", "选填", "非必选", "非必填", "非必须", "n", "no", "false"], False),
}
_PLACES = ("path", "query", "header", "body")
# Where a parameter goes of which no cell says it.
_ANY_PLACE = "request.query"
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
# A cell of its own in small letters: enum values, which a description may list a line each, are capitals.
_STRAY = re.compile(r"(?=.*[a-z])[A-Za-z_][A-Za-z0-9_-]*")
_MEDIA_TYPE = re.compile(r"[A-Za-z0-9*.+-]+/[A-Za-z0-9*.+-]+(?:\s*;\s*charset=[A-Za-z0-9-]+)?")
_NEGOTIATION = ("accept", "content-type")


def read(document: Document) -> DocumentTable:
    """Read a page.

    Raises:
        DocumentError: a heading is missing, or cells do not make a table.
    """
    sections = _sections(document)
    address, verb = sections["接口"][0], sections["请求方式"][0]
    # Of two paths with the same table the first one counts.
    path = re.fullmatch(r"(?:https?://[^/\s]+)?(/\S+)(?: and /\S+)?", address.text)
    if path is None:
        raise document.expected("a path", address)
    method = verb.text.upper()
    if method not in _METHODS:
        raise document.expected(f"one of {', '.join(_METHODS)}", verb)
    modes = [table for table in _modes(sections["请求头"]) if _is_table(table)]
    headers = {row.name.lower(): row for table in modes for row in _table(document, table, "request.header")}
    parameters = _table(document, sections["请求参数"], _ANY_PLACE) if _is_table(sections["请求参数"]) else []
    answer = _table(document, sections["响应参数"], "response.body")
    is_copy = any(line.text == _SOURCE for line in document.lines)
    return DocumentTable(
        title=document.lines[0].text,
        method=method,
        path=path[1],
        rows=(*headers.values(), *(nested([*parameters, *_in_data(answer)]) if is_copy else [*parameters, *answer])),
        # Headers in prose are those of another page.
        places=frozenset(PLACES) if modes else frozenset(PLACES) - {"request.header"},
        access_modes=len(modes),
        nested=is_copy,
        codes=_codes(document),
        sha256=document.sha256,
    )


def _sections(document: Document) -> Mapping[str, Sequence[Line]]:
    """The lines below each heading; none of them may be without any."""
    starts: list[int] = []
    for heading in _HEADINGS:
        starts.append(document.find(heading, starts[-1] + 1 if starts else 0))
    lines = document.lines
    end = next((index for index in range(starts[-1], len(lines)) if _is_after(lines, index)), None)
    if end is None:
        expected = f"expected one of the headings {', '.join(_AFTER)} further up, found none"
        raise document.error(lines[-1].number, expected)
    sections: dict[str, Sequence[Line]] = {}
    for heading, start, stop in zip(_HEADINGS, starts, [*starts[1:], end], strict=True):
        sections[heading] = lines[start + 1 : stop]
        if not sections[heading]:
            raise document.error(lines[start].number, f"expected something below `{heading}`, found the next heading")
    return sections


def _is_after(lines: Sequence[Line], index: int) -> bool:
    """Whether a heading that ends the table of answers stands here, and not a cell of the same words."""
    return lines[index].text in _AFTER and not _begins_row(lines, index + 1)


def _codes(document: Document) -> tuple[str, ...] | None:
    """The codes of refusals, at the head of the table's rows."""
    lines = document.lines
    start = next((i for i, line in enumerate(lines) if line.text == _CODES and _is_after(lines, i)), len(lines))
    rows = takewhile(lambda line: line.text not in _NOTES, lines[start:])
    return tuple(dict.fromkeys(line.text for line in rows if _CODE.fullmatch(line.text))) or None


def _in_data(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows of a copy's answer, whose names leave out that they are in `data`."""
    outer = ""
    for row in rows:
        yield replace(row, name=f"{outer}{row.name}")
        if not outer and row.name == "data":
            outer = "data."


def _modes(lines: Sequence[Line]) -> Sequence[Sequence[Line]]:
    """The parts of a section that begin with ``方式一``, ``方式二`` (access mode one, two)."""
    starts = [index for index, line in enumerate(lines) if re.match(r"方式\s*[一二三四五1-5]", line.text)]
    return [lines[start:stop] for start, stop in zip([0, *starts], [*starts, len(lines)], strict=True)]


def _is_table(lines: Sequence[Line]) -> bool:
    return any(_NAME_HEAD in line.text for line in lines)


def _table(document: Document, lines: Sequence[Line], place: str) -> list[Row]:
    head = next((index for index, line in enumerate(lines) if _NAME_HEAD in line.text), None)
    if head is None:
        raise document.error(lines[0].number, f"expected the column heads {_NAME_HEAD}, {_TYPE}, …, found none")
    heads = [line.text for line in takewhile(lambda line: line.text in _HEADS, lines[head + 1 :])]
    start = head + 1 + len(heads)
    for due in (_TYPE, _DESCRIPTION):
        if due not in heads:
            raise document.error(lines[head].number, f"expected a column {due}, found {', '.join(heads) or 'none'}")
    starts: list[int] = []
    index = start
    while index < len(lines):
        if _begins_row(lines, index):
            starts.append(index)
            # Past the type, which may look like a name: `date`.
            index += 1
        index += 1
    if starts[:1] != [start] and start < len(lines):
        raise document.expected("a name and its type", lines[start])
    stops = [*starts[1:], len(lines)]
    has_flags = not any(_INFERRED_FLAGS.match(line.text) for line in lines[:head])
    return [
        _row(document, heads, lines[begin:stop], place, has_flags=has_flags)
        for begin, stop in zip(starts, stops, strict=False)
    ]


def _begins_row(lines: Sequence[Line], index: int) -> bool:
    return (
        index + 1 < len(lines)
        and _NAME.fullmatch(lines[index].text) is not None
        and is_known(printed_type(lines[index + 1].text))
    )


def _row(document: Document, heads: Sequence[str], lines: Sequence[Line], place: str, *, has_flags: bool) -> Row:
    name, kind, *rest = lines
    facts: dict[Fact, Any] = {"type": printed_type(kind.text)}
    for column in heads:
        if column == _REQUIRED and rest and rest[0].text.lower() in _REQUIRED_CELLS:
            flag = _REQUIRED_CELLS[rest.pop(0).text.lower()]
            if has_flags:
                facts["required"] = flag
        if column in _PLACE:
            due = f"where {name.text} goes ({', '.join(_PLACES)})"
            if not rest:
                raise document.error(kind.number, f"expected {due}, found nothing")
            if rest[0].text.lower() not in _PLACES:
                raise document.expected(due, rest[0])
            stated = rest.pop(0).text.lower()
            place = f"request.{stated}" if place == _ANY_PLACE else place
    # One word may describe a field; beside other lines it is a cell of a row that has lost a cell.
    for line in rest if len(rest) > 1 else ():
        if _STRAY.fullmatch(line.text):
            raise document.expected(f"the description of {name.text}, or a name with a known type below it", line)
    if values := _values(place, name.text, facts["type"], "\n".join(line.text for line in rest)):
        facts["enum"] = values
    return stating(place, name.text, name.number, facts)


def _values(place: str, name: str, kind: Type, description: str) -> tuple[str, ...]:
    if place == "request.header":
        found = _MEDIA_TYPE.search(description) if name.lower() in _NEGOTIATION else None
        return (media_type(found[0]),) if found else ()
    if not kind.kinds & {"string", "array"}:
        return ()
    return labelled_names(description) or spaced_names(description) or coloned_values(description)
