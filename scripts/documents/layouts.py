"""Which reader reads a document."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from documents import alipay, esign, zoloz
from documents.text import Document
from fieldtable.table import DocumentTable


@dataclass(frozen=True)
class Layout:
    """A layout: what its pages hold, and what reads them."""

    marks: tuple[str, ...]
    read: Callable[[Document], DocumentTable]


LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    {
        "zoloz": Layout(zoloz.MARKS, zoloz.read),
        "alipay": Layout(alipay.MARKS, alipay.read),
        "esign": Layout(esign.MARKS, esign.read),
    }
)


def read_fields(document: Document, layout: str | None = None) -> DocumentTable:
    """The field table of a document, whose layout is recognised unless it is named.

    Raises:
        DocumentError: no layout is recognised, or the document does not keep to its own.
    """
    if layout is not None:
        return LAYOUTS[layout].read(document)
    found = {name: _marks(document, each) for name, each in LAYOUTS.items()}
    name = max(found, key=lambda each: found[each])
    if found[name] * 2 < len(LAYOUTS[name].marks):
        known = "; ".join(f"{each}: {', '.join(LAYOUTS[each].marks)}" for each in LAYOUTS)
        raise document.error(1, f"expected the headings of a known layout ({known}), found too few of any")
    return LAYOUTS[name].read(document)


def _marks(document: Document, layout: Layout) -> int:
    return sum(any(mark in line.text for line in document.lines) for mark in layout.marks)
