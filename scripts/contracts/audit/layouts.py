"""Which reader reads a document."""

from collections.abc import Callable, Mapping, Sequence

from contracts.audit import alipay, esign, fields, zoloz
from contracts.audit.text import Document
from contracts.table import DocumentTable

# A page is about one operation; a table of fields, about many.
LAYOUTS: Mapping[str, Callable[[Document], DocumentTable | Sequence[DocumentTable]]] = {
    "zoloz": zoloz.read,
    "alipay": alipay.read,
    "esign": esign.read,
    "fields": fields.read,
}
_MARKS = {"zoloz": zoloz.MARKS, "alipay": alipay.MARKS, "esign": esign.MARKS, "fields": fields.MARKS}


def read_tables(document: Document, layout: str | None = None) -> Sequence[DocumentTable]:
    """The field tables of a document, one an operation. Its layout is recognised unless it is named.

    Raises:
        DocumentError: no layout is recognised, or the document does not keep to its own.
    """
    if layout is None:
        found = {
            name: sum(any(mark in line.text for line in document.lines) for mark in marks)
            for name, marks in _MARKS.items()
        }
        layout = max(found, key=lambda name: found[name])
        if found[layout] * 2 < len(_MARKS[layout]):
            known = "; ".join(f"{name}: {', '.join(marks)}" for name, marks in _MARKS.items())
            raise document.error(1, f"expected the headings of a known layout ({known}), found too few of any")
    tables = LAYOUTS[layout](document)
    return [tables] if isinstance(tables, DocumentTable) else tables
