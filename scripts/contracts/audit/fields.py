"""A table of the fields of many operations, as JSON.

Of each operation it has method, path, and a list of fields in the order of the official file: direction, dotted name,
type, whether it is required, its maximum length. What another page of the provider adds to these stands beside them.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from contracts.audit.nesting import nested
from contracts.audit.printed import value_type
from contracts.audit.text import Document
from contracts.table import DocumentTable, Fact, Row, stating

MARKS = ('"operations": [', '"direction": ', '"field": ', '"max_length": ')

_PLACES = {"query": "request.query", "body": "request.body", "response": "response.body"}
# Parts of an upload are in no place that contracts have, and the error answer is the same everywhere but for its codes.
_OTHERS = ("multipart", "error")
_FIELD = {"direction": str, "field": str, "type": str, "required": bool, "max_length": int | None, "enum": list | None}


def read(document: Document) -> list[DocumentTable]:
    """Read every operation of a table.

    Raises:
        DocumentError: it is no JSON, or not of this shape.
    """
    try:
        found = json.loads("\n".join(line.text for line in document.lines))
    except ValueError as error:
        line = document.lines[min(getattr(error, "lineno", 1), len(document.lines)) - 1]
        raise document.expected("JSON", line) from None
    _check(document, "the document", found, {"operations": list})
    return [_operation(document, entry) for entry in found["operations"]]


def _operation(document: Document, entry: Any) -> DocumentTable:
    _check(document, "an operation", entry, {"operation": str, "method": str, "path": str, "fields": list})
    rows = [*_rows(document, entry)]
    codes = [field["enum"] for field in entry["fields"] if (field["direction"], field["field"]) == ("error", "code")]
    return DocumentTable(
        title=entry["operation"],
        method=entry["method"],
        path=entry["path"],
        rows=tuple(nested(rows)),
        places=frozenset(_PLACES.values()),
        codes=tuple(codes[0]) if codes and codes[0] else None,
        sha256=document.sha256,
    )


def _rows(document: Document, entry: Mapping[str, Any]) -> Iterator[Row]:
    for number, field in enumerate(entry["fields"], start=1):
        name = f"{entry['operation']}, field {number}"
        _check(document, name, field, _FIELD)
        if field["direction"] in _OTHERS:
            continue
        if field["direction"] not in _PLACES:
            raise document.error(1, f"expected in {name} one of the directions {', '.join(_PLACES)}")
        kind = value_type(field["type"])
        added = field | field.get("other_page", {})
        facts: dict[Fact, Any] = {"type": kind, "required": added["required"]}
        if not kind.is_container:
            facts["max_length"] = added["max_length"]
        if values := field["enum"] or field.get("values_in_description"):
            facts["enum"] = tuple(values)
        yield stating(_PLACES[field["direction"]], field["field"], number, facts)


def _check(document: Document, name: str, found: Any, shape: Mapping[str, Any]) -> None:
    if not isinstance(found, dict):
        raise document.error(1, f"expected {name} to be an object")
    for key, kind in shape.items():
        if not isinstance(found.get(key), kind):
            raise document.error(1, f"expected in {name} a member `{key}`, found {type(found.get(key)).__name__}")
