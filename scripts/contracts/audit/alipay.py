"""The pages of Alipay's Java SDK, version 3: one line a parameter, in the order name, type, description, notes.

Names are Java's; the wire spells them in snake case. A parameter is required unless its notes say ``[optional]``. The
pages say nothing about lengths, the fields of answers, or the headers of the signature.
"""

import re
from collections.abc import Iterator
from typing import Any

from contracts.audit.printed import coloned_values, is_known, labelled_names, printed_type
from contracts.audit.text import Document
from contracts.naming import snake_case
from contracts.table import DocumentTable, Fact, Row, Type, media_type, stating

MARKS = ("All URIs are relative to", "Method HTTP request Description", "Name Type Description Notes", "Return type")

_OPERATION = re.compile(r"\w+\s+\**(GET|POST|PUT|PATCH|DELETE)\**\s+(/\S+)", re.ASCII)
_ROW = re.compile(
    r"(?P<name>\w+)\s+(?P<type>[A-Za-z][\w.\[\]]*(?:<[^>]*>)?)(?:\s+(?P<text>.*?))??\s*(?P<notes>(?:\[[^\]]*\]\s*)*)",
    re.ASCII,
)
_HEADER = re.compile(r"[•*-]\s*([\w-]+)\s*:\s*(.+)", re.ASCII)
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
    return DocumentTable(
        title=title or document.lines[0].text.removesuffix(".md"),
        method=method,
        path=path,
        rows=(*_headers(document, headers + 1), *_parameters(document, parameters + 1, returns, path)),
        places=frozenset(["request.header", "request.path", "request.query"]),
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
        text = match["text"] or ""
        printed = printed_type(match["type"])
        facts: dict[Fact, Any] = {
            # Any other name is that of a class.
            "type": printed if is_known(printed) else Type(frozenset(["object"])),
            "required": "[optional]" not in match["notes"],
        }
        if values := _noted_values(match["notes"]) or labelled_names(text) or coloned_values(text):
            facts["enum"] = values
        place = "request.path" if f"{{{match['name']}}}" in path else "request.query"
        yield stating(place, match["name"], line.number, facts)


def _noted_values(notes: str) -> tuple[str, ...]:
    """``[enum: exact, dim]``, the generator's own way to list values."""
    found = re.search(r"\[enum:([^\]]*)\]", notes)
    return tuple(filter(None, re.split(r"[,\s]+", found[1]))) if found else ()


def _headers(document: Document, start: int) -> Iterator[Row]:
    """Header lines, up to the first line that is none; of a header that is not defined nothing is sent."""
    for line in document.lines[start:]:
        match = _HEADER.fullmatch(line.text)
        if match is None:
            return
        if match[2].lower() != _UNDEFINED:
            yield stating("request.header", match[1], line.number, {"enum": (media_type(match[2]),)})
