"""Which reader reads a document."""

from contracts.audit import alipay, esign, zoloz
from contracts.audit.text import Document
from contracts.table import DocumentTable

LAYOUTS = {"zoloz": zoloz.read, "alipay": alipay.read, "esign": esign.read}
_MARKS = {"zoloz": zoloz.MARKS, "alipay": alipay.MARKS, "esign": esign.MARKS}


def read_fields(document: Document, layout: str | None = None) -> DocumentTable:
    """The field table of a document, whose layout is recognised unless it is named.

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
    return LAYOUTS[layout](document)
