"""The pages of Alipay's Java SDK, version 3: one line a parameter, in the order name, type, description, notes.

Names are Java's, unless the wire's stand in brackets behind them; the wire spells them in snake case. A parameter is
required unless its notes say ``[optional]``. The pages say nothing about lengths or the headers of the signature.
Copies that tell more have tables of the body and of the answer, a line of values for each field, and a list of codes.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

from contracts.audit.nesting import nested
from contracts.audit.printed import coloned_values, labelled_names, value_type
from contracts.audit.text import Document, Line
from contracts.naming import snake_case
from contracts.table import DocumentTable, Fact, Row, media_type, stating

MARKS = ("All URIs are relative to", "Method HTTP request Description", "Name Type Description Notes", "Return type")

_OPERATION = re.compile(r"\w+\s+\**(GET|POST|PUT|PATCH|DELETE)\**\s+(/\S+)", re.ASCII)
_ROW = re.compile(
    r"(?P<name>\w+)(?:\s+\(wire name (?P<wire>\w+)\))?\s+(?P<type>[A-Za-z][\w.\[\]]*(?:<[^>]*>)?)"
    r"(?:\s+(?P<text>.*?))??\s*(?:(?P<notes>(?:\[[^\]]*\]\s*)+)(?:example\s.*)?)?",
    re.ASCII,
)
_BODY = re.compile(r"Request body: application/json, schema \S+")
_FIELD = re.compile(r"(?P<name>[\w.\[\]]+)\s+(?P<type>[A-Za-z]\S*)\s+(?:(?P<demand>required|optional)\s)?.*", re.ASCII)
_FIELD_HEADS = {
    "request.body": "Field Type Required Example Description",
    "response.body": "Field Type Example Description",
}
_VALUES = re.compile(r"Values stated in descriptions\b.*")
_VALUES_OF = re.compile(r"(?P<name>[\w.\[\]]+) \((?P<place>query|body|response)\): (?P<values>\S.*)", re.ASCII)
_PLACES = {"query": "request.query", "body": "request.body", "response": "response.body"}
_CODES = re.compile(r"Business error codes\b.*:")
_CODE = re.compile(r"[A-Z][A-Z0-9_]+")
_HEADER = re.compile(r"(?:[•*-]\s*)?([\w-]+)\s*:\s*(.+)", re.ASCII)
_UNDEFINED = "not defined"


def read(document: Document) -> DocumentTable:
    """Read a page.

    Raises:
        DocumentError: a heading is missing, a line is no row, or the page describes several operations.
    """
    start = document.find("Method HTTP request Description")
    title = next((line.text for line in document.lines[:start] if re.fullmatch(r"\w+Api", line.text)), "")
    parameters = document.find("Parameters", start)
    returns = document.find("Return type", parameters)
    headers = document.find("HTTP request headers", returns)
    method, path = _operation(document, start + 1, parameters)
    body = document.match(_BODY, parameters, returns)
    values = document.match(_VALUES, returns, headers)
    rows = list(_parameters(document, parameters + 1, body or returns, path))
    places = {"request.header", "request.path", "request.query"}
    sent = list(_headers(document, headers + 1))
    if body is not None:
        # Its model is listed as a parameter too, and its media type, that of every body in a contract, as a header.
        model = document.lines[body].text.rpartition(" ")[2]
        rows = [row for row in rows if row.name.lower() != model.lower()]
        sent = [row for row in sent if (row.name, row.enum) != ("Content-Type", ("application/json",))]
        rows += _fields(document, body + 1, returns, "request.body")
        places.add("request.body")
    if values is not None:
        rows += _fields(document, returns + 2, values, "response.body")
        rows = _listing(document, rows, document.lines[values + 1 : document.find("Authorization", values)])
        places.add("response.body")
    return DocumentTable(
        title=title or document.lines[0].text.removesuffix(".md"),
        method=method,
        path=path,
        rows=(*sent, *nested(rows)),
        places=frozenset(places),
        codes=_codes(document, headers),
        spelling=snake_case,
        sha256=document.sha256,
    )


def _operation(document: Document, start: int, end: int) -> tuple[str, str]:
    found = [(line, match) for line in document.lines[start:end] if (match := _OPERATION.match(line.text))]
    if not found:
        raise document.expected("a method and its path", document.lines[start])
    if len(found) > 1:
        raise document.error(found[1][0].number, "expected a page about one operation, found a second one")
    return found[0][1][1], found[0][1][2]


def _parameters(document: Document, start: int, end: int, path: str) -> Iterator[Row]:
    head = document.lines[start]
    if head.text.startswith("This endpoint does not need any parameter"):
        return
    if head.text.split() != ["Name", "Type", "Description", "Notes"]:
        raise document.expected("the column heads `Name Type Description Notes`", head)
    for line in document.lines[start + 1 : end]:
        if re.fullmatch(r"[-:|\s]+", line.text):
            continue
        match = _ROW.fullmatch(line.text)
        if match is None:
            raise document.expected("a name, a type, a description and notes", line)
        text, notes = match["text"] or "", match["notes"] or ""
        facts: dict[Fact, Any] = {"type": value_type(match["type"]), "required": "[optional]" not in notes}
        if values := _noted_values(notes) or labelled_names(text) or coloned_values(text):
            facts["enum"] = values
        place = "request.path" if f"{{{match['name']}}}" in path else "request.query"
        yield stating(place, match["wire"] or match["name"], line.number, facts)


def _noted_values(notes: str) -> tuple[str, ...]:
    """``[enum: exact, dim]``, the generator's own way to list values."""
    found = re.search(r"\[enum:([^\]]*)\]", notes)
    return tuple(filter(None, re.split(r"[,\s]+", found[1]))) if found else ()


def _fields(document: Document, start: int, end: int, place: str) -> Iterator[Row]:
    """The table of a body."""
    heads = _FIELD_HEADS[place]
    if document.lines[start].text != heads:
        raise document.expected(f"the column heads `{heads}`", document.lines[start])
    has_demands = "Required" in heads
    for line in document.lines[start + 1 : end]:
        match = _FIELD.fullmatch(line.text)
        if match is None or (has_demands and match["demand"] is None):
            raise document.expected(f"the cells {heads}", line)
        facts: dict[Fact, Any] = {"type": value_type(match["type"])}
        if has_demands:
            facts["required"] = match["demand"] == "required"
        yield stating(place, match["name"], line.number, facts)


def _listing(document: Document, rows: Sequence[Row], lines: Sequence[Line]) -> list[Row]:
    """The rows with the values that these lines list; those in the descriptions are the same ones, among others."""
    fields = {(row.parent, row.name): replace(row, stated=row.stated - {"enum"}) for row in rows}
    for line in lines if [line.text for line in lines] != ["none"] else ():
        match = _VALUES_OF.fullmatch(line.text)
        row = fields.get((_PLACES[match["place"]], match["name"])) if match else None
        if match is None or row is None:
            raise document.expected("a field of a table above, its place in brackets, and its values", line)
        listed = replace(row, enum=tuple(match["values"].split()), stated=row.stated | {"enum"})
        fields[row.parent, row.name] = listed
    return [*fields.values()]


def _codes(document: Document, start: int) -> tuple[str, ...] | None:
    """The codes of refusals, one a line."""
    above = document.match(_CODES, start, len(document.lines))
    if above is None:
        return None
    return tuple(line.text for line in takewhile(lambda line: _CODE.fullmatch(line.text), document.lines[above + 1 :]))


def _headers(document: Document, start: int) -> Iterator[Row]:
    """Header lines, up to the first line that is none; of a header that is not defined nothing is sent."""
    for line in document.lines[start:]:
        match = _HEADER.fullmatch(line.text)
        if match is None:
            return
        if match[2].lower() != _UNDEFINED:
            yield stating("request.header", match[1], line.number, {"enum": (media_type(match[2]),)})
