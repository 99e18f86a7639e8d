"""Changed editions of pages and contracts, and what the audit says of them."""

import copy
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from contracts.load import Source, load
from documents.layouts import read_fields
from documents.text import parse_document
from fieldtable.contract import contract_table
from fieldtable.differences import Difference, audit, operation_described
from fieldtable.table import ContractTable

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LIBRARY = HERE / "library.yaml"
LAYOUTS = ("zoloz", "alipay", "esign")
DOCUMENTS = ROOT.parent / "shared" / "documents"
FILES = {
    "zoloz": "zoloz-connect-query-enroll-status.txt",
    "alipay": "alipay-zhima-customer-jobworth-authentication.txt",
    "esign": "esign-identity-flow-outline.txt",
}

# What is replaced, what by, and which occurrence (from 1); without a number there must be one only.
Replacement = tuple[str, str] | tuple[str, str, int]
Document = dict[str, Any]
Edit = Callable[[Document], object]


def library_page(layout: str) -> str:
    """The library's page in a layout."""
    return (HERE / "pages" / f"{layout}.txt").read_text(encoding="utf-8")


def provider_page(layout: str) -> str:
    """The provider's own page."""
    return (DOCUMENTS / FILES[layout]).read_text(encoding="utf-8")


def changed(text: str, *replacements: Replacement) -> str:
    """Another edition of a text."""
    for old, new, *occurrence in replacements:
        count = text.count(old)
        place = occurrence[0] if occurrence else 1
        assert place <= count if occurrence else count == 1, f"{old!r} stands {count} times in the page"
        pieces = text.split(old)
        text = old.join(pieces[:place]) + new + old.join(pieces[place:])
    return text


@cache
def source(path: Path) -> Source:
    """A contract, read once."""
    return load(path, file=path.name)


@cache
def contract(path: Path) -> ContractTable:
    """What a contract says."""
    return contract_table(source(path))


@cache
def edited(path: Path, edit: Edit) -> ContractTable:
    """What a contract says that is changed in one place."""
    read = source(path)
    document = copy.deepcopy(read.document)
    edit(document)
    return contract_table(Source(read.file, read.sha256, document, read.lines))


def schema(document: Document, name: str) -> Document:
    """A component of a contract."""
    found: Document = document["components"]["schemas"][name]
    return found


def operation(document: Document, path: str) -> Document:
    """The only operation of a path."""
    [found] = document["paths"][path].values()
    assert isinstance(found, dict)
    return found


def differences(text: str, table: ContractTable, layout: str | None = None) -> list[Difference]:
    """What the audit says."""
    document = read_fields(parse_document(text, file="page.txt"), layout)
    return audit(document, operation_described(document, table))


def brief(found: Sequence[Difference]) -> list[str]:
    """Each difference on a line: field, kind, and what the document says → what the contract says."""
    return [
        f"{each.field} {each.what}"
        if each.what.startswith("missing")
        else f"{each.field} {each.what} {_shown(each.document)}→{_shown(each.contract)}"
        for each in found
    ]


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(value)
    if value is None:
        return "none"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
