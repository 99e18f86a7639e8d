"""The providers' own pages and the contracts of this package."""

from collections import Counter
from functools import cache

import pytest

from contracts.audit.differences import is_transcribed, operation_described
from contracts.audit.layouts import read_tables
from contracts.audit.text import parse_document
from contracts.table import DocumentTable
from tests.contracts.editions import DOCUMENTS, LAYOUTS, ROOT, brief, contract, differences, provider_page

pytestmark = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents are not in ../shared/documents")

# What the pages state beside types, by fact and field.
STATED = {
    "zoloz": {
        "required": "bizId userId result resultStatus resultCode resultMessage",
        "max_length": "bizId userId",
        "enum": "",
    },
    "alipay": {
        "required": "connKey onceToken queryType identityType serviceId userId openId certNo certType",
        "max_length": "",
        "enum": "Accept queryType identityType certType",
    },
    "esign": {
        "required": "",
        "max_length": "",
        "enum": "Content-Type Accept flowStatus objectType subFlowType status flowStatus objectType subFlowType status",
    },
}


@cache
def read(layout: str) -> DocumentTable:
    """What a provider's page says."""
    [table] = read_tables(parse_document(provider_page(layout), file="page.txt"))
    return table


def reported(layout: str, page: str) -> Counter[str]:
    """What the audit says of an edition of a page beyond what it says of the page itself."""
    table = contract(ROOT / "specs" / layout)
    before, after = (brief(differences(text, table)) for text in (provider_page(layout), page))
    return Counter(after) - Counter(before)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_contract_says_what_the_page_says(layout: str) -> None:
    """The page and the contract differ in nothing."""
    assert [] == differences(provider_page(layout), contract(ROOT / "specs" / layout))


@pytest.mark.parametrize(("edition", "expected"), [("", True), ("one more line", False)], ids=["as is", "another"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_transcribed_edition_is_recognised(layout: str, edition: str, expected: bool) -> None:
    """The digest in x-document is that of the page at hand, and of no other edition."""
    [table] = read_tables(parse_document(f"{provider_page(layout)}\n{edition}", file="page.txt"))

    assert expected is is_transcribed(table, operation_described(table, contract(ROOT / "specs" / layout)))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_a_page_states_is_read(layout: str) -> None:
    """Lengths, lists of values and required marks are read where the page has them, so that a change is noticed."""
    rows = read(layout).rows
    actual = {fact: " ".join(row.name for row in rows if fact in row.stated) for fact in STATED[layout]}

    assert STATED[layout] == actual


@pytest.mark.parametrize("layout", LAYOUTS)
def test_any_field_that_is_renamed_is_reported(layout: str) -> None:
    """Each field of the page in turn gets another name, and is reported on both sides and in its place."""
    lines = provider_page(layout).splitlines()
    rows = [row for row in read(layout).rows if row.parent != "request.header"]
    wrong = []
    for row in rows:
        name = lines[row.line - 1]
        page = [*lines[: row.line - 1], name.replace(row.name, "anotherName", 1), *lines[row.line :]]
        found = sorted(reported(layout, "\n".join(page)))
        places = {each.split()[0].rpartition(".")[0] for each in found}
        kinds = sorted(each.split()[1] for each in found)
        if kinds != ["missing_in_contract", "missing_in_document"] or len(places) != 1:
            wrong.append((row.name, row.line, found))

    assert rows
    assert not wrong
