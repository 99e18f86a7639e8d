"""All documents at hand and the contracts of this package: what the audit reads of them, and what it says then."""

from collections import Counter
from collections.abc import Sequence
from functools import cache

import pytest

from contracts.audit.differences import audit, operations_described
from contracts.audit.layouts import read_tables
from contracts.audit.text import DocumentError, parse_document, read_document
from contracts.table import DocumentTable, OperationTable
from tests.contracts.editions import DOCUMENTS, LAYOUTS, ROOT, brief, contract, documents

pytestmark = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the documents are not in ../shared/documents")

# What the audit cannot read, none of it an operation's page, and where it stops.
UNREAD = {
    # A body in two parts, of which one is a file.
    "alipay-datadigital-face-source-certify.txt": "found `data (part, application/json)",
    # No operation: what the provider sends, and codes.
    "esign-identity-callbacks.txt": "expected the headings of a known layout",
    "esign-v3-callbacks.txt": "expected the headings of a known layout",
    "zoloz-error-handling.txt": "expected the headings of a known layout",
    "zoloz-web-sdk-callback.txt": "expected the headings of a known layout",
    # Tables that refer to other pages, are written as a sentence, or break off.
    "esign-v3-auth-flow.txt": "the description of authorizedInfo",
    "zoloz-facecapture-initialize.txt": "the first of them `transactionId, clientCfg`",
    "zoloz-facecompare-asynccompare.txt": "found `As in compare",
    "zoloz-idrecognition-async.txt": "expected the heading `Request parameters`",
    "zoloz-idrecognition-initialize.txt": "expected the heading `Response parameters`",
    "zoloz-nfc-checkresult.txt": "expected the column heads `Field name",
    "zoloz-nfc-initialize.txt": "expected the heading `Response parameters`",
    "zoloz-realid-checkresult.txt": "expected a row of 2 cells",
    "zoloz-realid-initialize.txt": "the first of them `(further rows",
    "zoloz-videoverify.txt": "expected the heading `Request parameters`",
}


@cache
def read() -> tuple[dict[str, Sequence[DocumentTable]], dict[str, str]]:
    """The tables of each document, and the complaint about each that has none."""
    tables, complaints = {}, {}
    for path in documents():
        try:
            tables[path.name] = read_tables(read_document(path, file=path.name))
        except DocumentError as error:
            complaints[path.name] = str(error)
    return tables, complaints


@cache
def operations() -> dict[str, OperationTable]:
    """The operations by the digest of what they were transcribed from."""
    found = [operation for layout in LAYOUTS for operation in contract(ROOT / "specs" / layout).operations]
    return {operation.facts["x-document"]["sha256"]: operation for operation in found}


def test_every_operation_agrees_with_its_document() -> None:
    """The document of each operation is read, and what it says is what the contract says."""
    tables, _ = read()
    pages = {name: found[0] for name, found in tables.items() if not found[1:] and found[0].sha256 in operations()}
    differences = {name: brief(audit(page, operations()[page.sha256])) for name, page in pages.items()}

    assert {page.sha256 for page in pages.values()} == {sha256 for sha256 in operations() if sha256}
    assert {} == {name: found for name, found in differences.items() if found}


def test_every_operation_of_alipay_agrees_with_the_table_of_fields() -> None:
    """Alipay's field table has each operation of the contract, and says the same of it."""
    tables, _ = read()
    table = contract(ROOT / "specs" / "alipay")
    described = operations_described(tables["alipay-fields.json"], table)

    assert {each.id for each in table.operations} == {operation.id for _, operation in described}
    assert [] == [each for page, operation in described for each in brief(audit(page, operation))]


def test_what_cannot_be_read_is_said_by_name() -> None:
    """Of all documents these cannot be read, for these reasons."""
    _, complaints = read()

    assert sorted(UNREAD) == sorted(complaints)
    assert [] == [complaint for name, complaint in complaints.items() if UNREAD[name] not in complaint]


def test_what_the_documents_state_is_read() -> None:
    """A fact that a reader overlooks would never be reported: these many are read of the operations' own pages."""
    tables, _ = read()
    pages = [found[0] for found in tables.values() if not found[1:] and found[0].sha256 in operations()]
    rows = [row for page in pages for row in page.rows]
    facts = ("type", "required", "max_length", "enum")
    stated = {fact: sum(fact in row.stated for row in rows) for fact in facts}

    assert {"type": 454, "required": 266, "max_length": 24, "enum": 76} == stated
    assert 156 == sum(len(page.codes or ()) for page in pages)


def reported(text: str, operation: OperationTable) -> list[str]:
    """What the audit says of an edition of a document; that it cannot be read, if so."""
    try:
        [table] = read_tables(parse_document(text, file="page.txt"))
    except DocumentError:
        return ["refused"]
    return brief(audit(table, operation))


def test_any_field_that_is_renamed_in_a_document_is_reported() -> None:
    """Each plain field of each document in turn gets another name, which is reported on both sides.

    Where values are listed for a field apart from it, the document contradicts itself then, and is refused.
    """
    tables, _ = read()
    wrong, count = [], 0
    for path in documents():
        [page, *others] = tables.get(path.name, [None, None])
        if page is None or others or page.sha256 not in operations():
            continue
        operation, lines = operations()[page.sha256], path.read_text(encoding="utf-8").split("\n")
        before = Counter(reported("\n".join([*lines, "another edition"]), operation))
        for row in page.rows:
            line = lines[row.line - 1]
            if row.type.is_container or row.parent == "request.header" or row.name not in line:
                continue
            # Java's name stands before the wire's in Alipay's lines.
            start = line.index(row.name, line.index("wire name ") if "(wire name " in line else 0)
            renamed = f"{line[:start]}anotherName{line[start + len(row.name) :]}"
            edition = "\n".join([*lines[: row.line - 1], renamed, *lines[row.line :], "another edition"])
            found = [*(Counter(reported(edition, operation)) - before).elements()]
            kinds = sorted(each.split()[-1] for each in found)
            if kinds not in (["missing_in_contract", "missing_in_document"], ["refused"]):
                wrong.append((path.name, row.field, found))
            count += 1

    assert not wrong
    assert count > 300
