"""The same differences seen from the contract: one fact of it is changed, and the pages stay as they are."""

import pytest

from documents.text import parse_document

from .editions import LIBRARY, Document, Edit, brief, differences, edited, library_page, operation, schema


def put(name: str, field: str, **facts: object) -> Edit:
    """State facts of a field, which may be new."""
    return lambda document: schema(document, name)["properties"].setdefault(field, {}).update(facts)


def drop(name: str, field: str) -> Edit:
    """Remove a field."""
    return lambda document: schema(document, name)["properties"].pop(field)


def rename(name: str, field: str, new: str) -> Edit:
    """Rename a field in its place."""

    def edit(document: Document) -> None:
        properties = schema(document, name)["properties"]
        schema(document, name)["properties"] = {new if key == field else key: properties[key] for key in properties}

    return edit


def values(name: str, keyword: str, listed: list[str]) -> Edit:
    """List other values."""
    return lambda document: schema(document, name).update({keyword: listed})


def mark(name: str, evidence: str) -> Edit:
    """Say how a component is known."""
    return lambda document: schema(document, name).update({"x-evidence": evidence})


def both(*edits: Edit) -> Edit:
    """One edit after the other."""

    def edit(document: Document) -> None:
        for each in edits:
            each(document)

    return edit


EDITS: list[tuple[str, Edit, list[str]]] = [
    ("zoloz", put("Result", "more", **{"$ref": "#/components/schemas/Rejection", "x-evidence": "observed"}), []),
    (
        "esign",
        put("Book", "sequel", **{"$ref": "#/components/schemas/Book"}),
        [f"response.body.data.{at}books[].sequel missing_in_document" for at in ("", "guarantors[].")],
    ),
    ("zoloz", put("OpenAccountRequest", "readerName", maxLength=10), ["request.body.readerName max_length 20→10"]),
    ("zoloz", put("OpenAccountRequest", "readerName", type="integer"), ["request.body.readerName type string→integer"]),
    (
        "zoloz",
        lambda d: schema(d, "OpenAccountRequest")["properties"]["readerName"].pop("maxLength"),
        ["request.body.readerName max_length 20→none"],
    ),
    (
        "zoloz",
        lambda d: schema(d, "OpenAccountRequest").update(required=[]),
        ["request.body.readerName required yes→no"],
    ),
    ("zoloz", put("Result", "resultMessage", maxLength=10), []),
    ("zoloz", drop("Extra", "note"), ["request.body.extra.note missing_in_contract"]),
    ("zoloz", drop("Extra", "channel"), []),
    ("zoloz", put("Result", "resultId", type="string"), ["response.body.result.resultId missing_in_document"]),
    ("zoloz", put("Result", "resultId", type="string", **{"x-evidence": "observed"}), []),
    (
        "zoloz",
        put("Extra", "more", type="object", properties={"a": {"type": "string"}}, **{"x-evidence": "observed"}),
        [],
    ),
    (
        "zoloz",
        put("Extra", "more", type="object", properties={"a": {"type": "string"}}),
        ["request.body.extra.more missing_in_document", "request.body.extra.more.a missing_in_document"],
    ),
    ("zoloz", both(mark("Extra", "official-code"), put("Extra", "more", type="string")), []),
    ("zoloz", values("ResultStatus", "enum", ["S", "F", "U"]), ["response.body.result.resultStatus enum S,F→S,F,U"]),
    (
        "zoloz",
        rename("OpenAccountResponse", "result", "outcome"),
        ["response.body.outcome missing_in_document", "response.body.result missing_in_contract"],
    ),
    (
        "alipay",
        lambda d: operation(d, "/v3/desk/reader/query")["parameters"].pop(1),
        ["request.query.sortOrder missing_in_contract"],
    ),
    (
        "alipay",
        lambda d: operation(d, "/v3/desk/reader/query")["parameters"][0].update(required=False),
        ["request.query.reader_no required yes→no"],
    ),
    ("alipay", lambda d: operation(d, "/v3/desk/reader/query")["parameters"][0]["schema"].update(maxLength=5), []),
    (
        "alipay",
        lambda d: operation(d, "/v3/desk/reader/query")["parameters"][2]["schema"].pop("format"),
        ["request.query.page_size type int64→integer"],
    ),
    ("alipay", values("SortOrder", "enum", ["asc"]), ["request.query.sort_order enum asc,desc→asc"]),
    ("alipay", drop("Reader", "name"), []),
    (
        "alipay",
        lambda d: operation(d, "/v3/desk/reader/query").pop("x-transport-headers"),
        ["request.header.Accept missing_in_contract"],
    ),
    (
        "alipay",
        lambda d: operation(d, "/v3/desk/reader/query")["x-transport-headers"].append({"name": "Content-Type"}),
        ["request.header.Content-Type missing_in_document"],
    ),
    ("esign", drop("Loan", "dueTime"), ["response.body.data.dueTime missing_in_contract"]),
    (
        "esign",
        drop("Guarantor", "books"),
        [
            f"response.body.data.guarantors[].{name} missing_in_contract"
            for name in ("books", "books[].isbn", "books[].state")
        ],
    ),
    (
        "esign",
        drop("Book", "isbn"),
        [
            "response.body.data.books[].isbn missing_in_contract",
            "response.body.data.guarantors[].books[].isbn missing_in_contract",
        ],
    ),
    (
        "esign",
        rename("Loan", "state", "phase"),
        ["response.body.data.phase missing_in_document", "response.body.data.state missing_in_contract"],
    ),
    (
        "esign",
        rename("Loan", "guarantors", "sureties"),
        ["response.body.data.sureties missing_in_document", "response.body.data.guarantors missing_in_contract"],
    ),
    ("esign", put("Guarantor", "phone", type="string"), ["response.body.data.guarantors[].phone missing_in_document"]),
    ("esign", put("Loan", "dueTime", format="int32"), ["response.body.data.dueTime type int64→int32"]),
    ("esign", put("Loan", "dueTime", type=["integer", "string"], format="int64"), []),
    ("esign", lambda d: schema(d, "Loan").update(required=[]), []),
    ("esign", lambda d: schema(d, "LoanResponse").update(required=["code"]), []),
    (
        "esign",
        values("BookState", "enum", ["GOOD", "WORN"]),
        [f"response.body.data.{at}books[].state enum GOOD,WORN,LOST→GOOD,WORN" for at in ("", "guarantors[].")],
    ),
    (
        "esign",
        lambda d: operation(d, "/v1/loans/{loanId}")["x-transport-headers"][0].update(name="X-Any"),
        ["request.header.X-Any missing_in_document", "request.header.Accept missing_in_contract"],
    ),
    (
        "esign",
        lambda d: d["components"]["securitySchemes"]["Sign"].update(name="X-S"),
        ["request.header.X-S missing_in_document", "request.header.X-Sign missing_in_contract"],
    ),
    ("esign", lambda d: d["components"]["securitySchemes"]["Token"].update(name="X-T"), []),
    (
        "esign",
        lambda d: d["paths"].update({"/v1/loans/{loanId}/all": d["paths"].pop("/v1/loans/{loanId}")}),
        ["request.path path /v1/loans/{loanId}→/v1/loans/{loanId}/all"],
    ),
    (
        "esign",
        lambda d: d["paths"]["/v1/loans/{loanId}"].update(post=d["paths"]["/v1/loans/{loanId}"].pop("get")),
        ["request.method method GET→POST"],
    ),
]


@pytest.mark.parametrize(("layout", "edit", "expected"), EDITS)
def test_a_changed_contract_is_reported_exactly(layout: str, edit: Edit, expected: list[str]) -> None:
    """What was changed in a contract is reported, each fact once, and nothing else."""
    assert expected == brief(differences(library_page(layout), edited(LIBRARY, edit)))


def test_what_was_inferred_excuses_a_field_of_the_transcribed_edition_only() -> None:
    """A field that was inferred from the page may be absent from that edition of it, and from no other."""
    page = library_page("zoloz")

    def inferred(sha256: str) -> Edit:
        def edit(document: Document) -> None:
            put("Result", "resultId", type="string", **{"x-evidence": "inferred"})(document)
            operation(document, "/api/v1/desk/openAccount")["x-document"]["sha256"] = sha256

        return edit

    transcribed = parse_document(page, file="page.txt").sha256
    found = [brief(differences(page, edited(LIBRARY, inferred(sha256)))) for sha256 in (transcribed, "another")]

    assert [[], ["response.body.result.resultId missing_in_document"]] == found


def test_what_was_inferred_does_not_hide_a_renamed_field() -> None:
    """A contract that renames an inferred field is reported on both sides, with the transcribed edition too."""
    page = library_page("esign")

    def edit(document: Document) -> None:
        rename("Loan", "state", "phase")(document)
        operation(document, "/v1/loans/{loanId}")["x-document"]["sha256"] = parse_document(page, file="p").sha256

    expected = ["response.body.data.phase missing_in_document", "response.body.data.state missing_in_contract"]

    assert expected == brief(differences(page, edited(LIBRARY, edit)))
