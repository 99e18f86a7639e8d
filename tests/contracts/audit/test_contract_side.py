"""The same differences seen from the contract: one fact of it is changed, and the pages stay as they are."""

import pytest

from contracts.audit.text import parse_document
from tests.contracts.editions import (
    Edit,
    all_of,
    at,
    brief,
    component,
    differences,
    drop,
    drop_parameter,
    edited,
    field,
    library_page,
    move,
    nested,
    parameter,
    rename,
    scheme,
    transcribed,
    turn,
)

ACCEPT = {"name": "Accept", "value": "application/json", "description": "Media type of the answer."}
NAME, QUERY, RESULT, DATA = "request.body.readerName", "request.query", "response.body.result", "response.body.data"
OPEN, FIND, LOAN = "/api/v1/desk/openAccount", "/v3/desk/reader/query", "/v1/loans/{loanId}"

EDITS: list[tuple[str, Edit, list[str]]] = [
    ("zoloz", field("Result", "more", x_evidence="observed", **{"$ref": "#/components/schemas/Rejection"}), []),
    (
        "esign",
        field("Book", "sequel", **{"$ref": "#/components/schemas/Book"}),
        [f"{DATA}.{outer}books[].sequel missing_in_document" for outer in ("", "guarantors[].")],
    ),
    ("zoloz", field("OpenAccountRequest", "readerName", maxLength=10), [f"{NAME} max_length 20→10"]),
    (
        "zoloz",
        field("OpenAccountRequest", "readerName", type="integer", maxLength=None),
        [f"{NAME} type string→integer", f"{NAME} max_length 20→none"],
    ),
    ("zoloz", field("OpenAccountRequest", "readerName", maxLength=None), [f"{NAME} max_length 20→none"]),
    ("zoloz", component("OpenAccountRequest", required=[]), [f"{NAME} required yes→no"]),
    ("zoloz", field("Result", "resultMessage", maxLength=10), []),
    ("zoloz", drop("Extra", "note"), ["request.body.extra.note missing_in_contract"]),
    ("zoloz", drop("Extra", "channel"), []),
    ("zoloz", field("Result", "resultId", type="string"), [f"{RESULT}.resultId missing_in_document"]),
    ("zoloz", field("Result", "resultId", type="string", x_evidence="observed"), []),
    ("zoloz", nested("Extra", "more", x_evidence="observed"), []),
    (
        "zoloz",
        nested("Extra", "more"),
        ["request.body.extra.more missing_in_document", "request.body.extra.more.inner missing_in_document"],
    ),
    ("zoloz", all_of(component("Extra", x_evidence="official-code"), field("Extra", "more", type="string")), []),
    ("zoloz", component("ResultStatus", enum=["S", "F", "U"]), [f"{RESULT}.resultStatus enum S,F→S,F,U"]),
    (
        "zoloz",
        rename("OpenAccountResponse", "result", "outcome"),
        ["response.body.outcome missing_in_document", f"{RESULT} missing_in_contract"],
    ),
    ("alipay", drop_parameter(FIND, "sort_order"), [f"{QUERY}.sortOrder missing_in_contract"]),
    ("alipay", parameter(FIND, "reader_no", required=False), [f"{QUERY}.reader_no required yes→no"]),
    ("alipay", parameter(FIND, "reader_no", schema={"type": "string", "maxLength": 5}), []),
    ("alipay", parameter(FIND, "page_size", schema={"type": "integer"}), [f"{QUERY}.page_size type int64→integer"]),
    ("alipay", component("SortOrder", enum=["asc"], x_enum_varnames=None), [f"{QUERY}.sort_order enum asc,desc→asc"]),
    ("alipay", drop("Reader", "name"), []),
    ("alipay", at(FIND, x_transport_headers=None), ["request.header.Accept missing_in_contract"]),
    (
        "alipay",
        at(FIND, x_transport_headers=[ACCEPT, {"name": "Content-Type", "description": "New."}]),
        ["request.header.Content-Type missing_in_document"],
    ),
    ("esign", drop("Loan", "dueTime"), [f"{DATA}.dueTime missing_in_contract"]),
    (
        "esign",
        drop("Guarantor", "books"),
        [f"{DATA}.guarantors[].{name} missing_in_contract" for name in ("books", "books[].isbn", "books[].state")],
    ),
    (
        "esign",
        drop("Book", "isbn"),
        [f"{DATA}.books[].isbn missing_in_contract", f"{DATA}.guarantors[].books[].isbn missing_in_contract"],
    ),
    (
        "esign",
        rename("Loan", "state", "phase"),
        [f"{DATA}.phase missing_in_document", f"{DATA}.state missing_in_contract"],
    ),
    (
        "esign",
        rename("Loan", "guarantors", "sureties"),
        [f"{DATA}.sureties missing_in_document", f"{DATA}.guarantors missing_in_contract"],
    ),
    ("esign", field("Guarantor", "phone", type="string"), [f"{DATA}.guarantors[].phone missing_in_document"]),
    ("esign", field("Loan", "dueTime", format="int32"), [f"{DATA}.dueTime type int64→int32"]),
    ("esign", component("Loan", required=[]), []),
    ("esign", component("LoanResponse", required=["code"]), []),
    (
        "esign",
        component("BookState", enum=["GOOD", "WORN"]),
        [f"{DATA}.{outer}books[].state enum GOOD,WORN,LOST→GOOD,WORN" for outer in ("", "guarantors[].")],
    ),
    (
        "esign",
        at(LOAN, x_transport_headers=[{"name": "X-Any", "description": "New."}]),
        ["request.header.X-Any missing_in_document", "request.header.Accept missing_in_contract"],
    ),
    (
        "esign",
        scheme("Sign", name="X-S"),
        ["request.header.X-S missing_in_document", "request.header.X-Sign missing_in_contract"],
    ),
    ("esign", scheme("Token", name="X-T"), []),
    ("esign", move(LOAN, f"{LOAN}/all"), ["request.path path /v1/loans/{loanId}→/v1/loans/{loanId}/all"]),
    ("esign", turn(LOAN, "get", "post"), ["request.method method GET→POST"]),
]


@pytest.mark.parametrize(("layout", "edit", "expected"), EDITS)
def test_a_changed_contract_is_reported_exactly(layout: str, edit: Edit, expected: list[str]) -> None:
    """What was changed in a contract is reported, each fact once, and nothing else."""
    assert expected == brief(differences(library_page(layout), edited(edit)))


def test_what_was_inferred_excuses_a_field_of_the_transcribed_edition_only() -> None:
    """A field that was inferred from the page may be absent from that edition of it, and from no other."""
    page = library_page("zoloz")
    inferred = field("Result", "resultId", type="string", x_evidence="inferred")
    digests = (parse_document(page, file="page.txt").sha256, "f" * 64)
    found = [brief(differences(page, edited(inferred, transcribed(OPEN, digest)))) for digest in digests]

    assert [[], ["response.body.result.resultId missing_in_document"]] == found


def test_what_was_inferred_does_not_hide_a_renamed_field() -> None:
    """A contract that renames an inferred field is reported on both sides, with the transcribed edition too."""
    page = library_page("esign")
    table = edited(rename("Loan", "state", "phase"), transcribed(LOAN, parse_document(page, file="p").sha256))
    expected = ["response.body.data.phase missing_in_document", "response.body.data.state missing_in_contract"]

    assert expected == brief(differences(page, table))


def test_a_difference_leads_to_its_place() -> None:
    """What the contract says leads to the field; what it lacks, to the object that should hold it."""
    table = edited(field("Book", "isbn", type="integer"), drop("Loan", "dueTime"))
    found = differences(library_page("esign"), table)

    assert [
        ("type", "string", "integer", "/components/schemas/Book/properties/isbn"),
        ("type", "string", "integer", "/components/schemas/Book/properties/isbn"),
        ("missing_in_contract", "integer", None, "/components/schemas/Loan"),
    ] == [(each.what, each.document, each.contract, each.pointer) for each in found]
