"""Copies of pages, which state more than the pages as printed: read right, and every change reported exactly."""

from pathlib import Path

import pytest

import audit
from contracts.audit.text import parse_document
from tests.contracts.editions import (
    LIBRARY,
    Document,
    Edit,
    Replacement,
    all_of,
    at,
    brief,
    changed,
    component,
    contract,
    differences,
    edited,
    field,
    library_page,
    page,
    transcribed,
)

COPIES = ("zoloz-copy", "alipay-copy", "esign-copy", "esign-copy-post")
OPEN = "/api/v1/desk/openAccount"
NAME, EXTRA, RESULT, DATA = (
    "request.body.readerName",
    "request.body.extra",
    "response.body.result",
    "response.body.data",
)
HEADS = "Field name | Data type | Max length | Default Value | Description | Example value |"
# Of each edition: what is replaced on the page, and what the audit says then.
Edition = tuple[list[Replacement], list[str]]

ZOLOZ: list[Edition] = [
    ([("| 20B |", "| 40B |")], [f"{NAME} max_length 40→20"]),
    ([("| 20B |", "| 1KB |")], [f"{NAME} max_length 1024→20"]),
    ([("| 20B |", "| 1MB |")], [f"{NAME} max_length 1048576→20"]),
    ([("| 20B |", "| - |")], [f"{NAME} max_length none→20"]),
    ([("| 20B |", "| Not stated |")], []),
    ([("Required (mandatory: true). Not", "Optional. Not")], [f"{NAME} required no→yes"]),
    ([("Required (mandatory: true). Not", "Required in newer editions. Not")], [f"{NAME} required no→yes"]),
    ([("extra | Extra", "extra | String")], [f"{EXTRA} type string→object", f"{EXTRA}.note missing_in_document"]),
    (
        [("extra | Extra", "more | Extra")],
        [
            f"{EXTRA} missing_in_document",
            f"{EXTRA}.note missing_in_document",
            "request.body.more missing_in_contract",
        ],
    ),
    ([("Note: all", f"Extra\nNote: rarely.\n{HEADS}\nnote | String | 100 | - | A note. | x |\nNote: all")], []),
    (
        [("Note: all", f"Extra\nNote: rarely.\n{HEADS}\nnote | String | 50 | - | A note. | x |\nNote: all")],
        [f"{EXTRA}.note max_length 50→100"],
    ),
    (
        [("result.resultMessage | String", "result.resultMessage | Long")],
        [f"{RESULT}.resultMessage type integer→string"],
    ),
    (
        [("result.resultMessage", "result.resultText")],
        [f"{RESULT}.resultMessage missing_in_document", f"{RESULT}.resultText missing_in_contract"],
    ),
    (
        [("result.resultMessage", "outcome.resultMessage")],
        [
            f"{RESULT}.resultMessage missing_in_document",
            "response.body.outcome missing_in_contract",
            "response.body.outcome.resultMessage missing_in_contract",
        ],
    ),
    ([("\nF | It failed. |", "")], [f"{RESULT}.resultStatus enum S→S,F"]),
    ([("\nF | It failed. |", "\nF | It failed. |\nU | Unknown. |")], [f"{RESULT}.resultStatus enum S,F,U→S,F"]),
    (
        [
            ("result.resultStatus |", "result | Result | Required. What came of it. | - |\nresult.resultStatus |"),
            ("result.resultMessage | String | Optional. The reason in words. | Not stated |\n", ""),
        ],
        [f"{RESULT}.resultMessage missing_in_document"],
    ),
    ([("LOCKED | F", "SHUT | F")], ["codes.SHUT missing_in_contract"]),
    ([("LOCKED | F | The desk is locked. |\n", "")], []),
]

ALIPAY: list[Edition] = [
    ([("readerName string required", "readerName boolean required")], [f"{NAME} type boolean→string"]),
    ([("readerName string required", "readerName string optional")], [f"{NAME} required no→yes"]),
    (
        [("readerName string", "name string")],
        [f"{NAME} missing_in_document", "request.body.name missing_in_contract"],
    ),
    ([("extra.note string", "extra.note object(X)")], [f"{EXTRA}.note type object→string"]),
    (
        [("extra.note string", "note string")],
        [f"{EXTRA}.note missing_in_document", "request.body.note missing_in_contract"],
    ),
    ([("extra object(DeskExtra)", "extra array<DeskExtra>")], [f"{EXTRA} type array→object"]),
    (
        [("result.resultMessage string", "result.resultMessage integer")],
        [f"{RESULT}.resultMessage type integer→string"],
    ),
    (
        [("result.resultMessage string ok required by some clients\n", "")],
        [f"{RESULT}.resultMessage missing_in_document"],
    ),
    ([("(response): S F", "(response): S F U")], [f"{RESULT}.resultStatus enum S,F,U→S,F"]),
    ([("result.resultStatus (response): S F", "none")], []),
    ([("Content-Type: Not defined", "Content-Type: application/json")], []),
    (
        [("Content-Type: Not defined", "Content-Type: text/plain")],
        ["request.header.Content-Type missing_in_contract"],
    ),
    ([("\nBUSY\n", "\nBUSY\nSHUT_DOWN\n")], ["codes.SHUT_DOWN missing_in_contract"]),
    ([("open POST", "open PUT")], ["request.method method PUT→POST"]),
]

ESIGN: list[Edition] = [
    ([("是\n\npath", "否\n\npath")], ["request.path.loanId required no→yes"]),
    (
        [("是\n\npath", "是\n\nquery")],
        ["request.path.loanId missing_in_document", "request.query.loanId missing_in_contract"],
    ),
    ([("dueTime\n\nint64", "dueTime\n\nstring")], [f"{DATA}.dueTime type string→integer"]),
    ([("dueTime\n\nint64\n\n否", "dueTime\n\nint64\n\n是")], [f"{DATA}.dueTime required yes→no"]),
    (
        [("dueTime\n", "dueDate\n")],
        [f"{DATA}.dueTime missing_in_document", f"{DATA}.dueDate missing_in_contract"],
    ),
    (
        [("OPEN 进行中 (not lent) CLOSED 已归还", "OPEN 进行中 CLOSED 已归还 PAUSED 暂停")],
        [f"{DATA}.state enum OPEN,CLOSED,PAUSED→OPEN,CLOSED"],
    ),
    ([("GOOD - 完好 WORN - 磨损 LOST - 丢失", "GOOD - 完好", 1)], [f"{DATA}.books[].state enum GOOD→GOOD,WORN,LOST"]),
    (
        [("books.isbn\n", "books.issn\n", 1)],
        [f"{DATA}.books[].isbn missing_in_document", f"{DATA}.books[].issn missing_in_contract"],
    ),
    (
        [("guarantors.name\n", "name\n")],
        [f"{DATA}.guarantors[].name missing_in_document", f"{DATA}.name missing_in_contract"],
    ),
    (
        [("books\n\narray\n\n否\n\n书目\n\n", "", 1)],
        [f"{DATA}.books type object→array"],
    ),
    (
        [("/v1/loans/{loanId} and", "/v2/loans/{loanId} and")],
        ["request.path path /v2/loans/{loanId}→/v1/loans/{loanId}"],
    ),
    ([("30500001\n\n无此借阅\n\nwrong", "30500052\n\n无此借阅\n\nwrong")], ["codes.30500052 missing_in_contract"]),
    ([("错误码\n\n错误码\n\n错误描述", "错误描述")], []),
]

ESIGN_POST: list[Edition] = [
    ([("string\n\n是\n\nbody", "string\n\n否\n\nbody")], [f"{NAME} required no→yes"]),
    (
        [("是\n\nbody", "是\n\nquery")],
        ["request.query.readerName missing_in_contract", f"{NAME} missing_in_document"],
    ),
    ([("cardNo\n\nstring", "cardNo\n\nint")], ["request.body.cardNo type integer→string"]),
    (
        [("extra.note\n", "extra.remark\n")],
        [f"{EXTRA}.note missing_in_document", f"{EXTRA}.remark missing_in_contract"],
    ),
    ([("extra\n\nobject", "extra\n\nlist")], [f"{EXTRA} type array→object"]),
    ([("S 成功 F 失败", "S 成功 F 失败 U_1")], [f"{RESULT}.resultStatus enum U_1→S,F"]),
    # The flags of this copy's answer are not the page's.
    (
        [("inferred from sibling pages", "as printed, like sibling pages")],
        [
            f"{RESULT} required no→yes",
            f"{RESULT}.resultStatus required no→yes",
            f"{RESULT}.resultMessage required yes→no",
        ],
    ),
]

TABLES = {"zoloz-copy": ZOLOZ, "alipay-copy": ALIPAY, "esign-copy": ESIGN, "esign-copy-post": ESIGN_POST}
EDITIONS = [(copy, *edition) for copy in COPIES for edition in TABLES[copy]]


@pytest.mark.parametrize("copy", COPIES)
@pytest.mark.parametrize(
    "blanks",
    [("\n", "\r\n"), ("\n", " \u00a0\n"), ("\n\n", "\n"), (" ", "\u00a0")],
    ids=["CRLF", "blanks", "dense", "wide"],
)
def test_a_copy_agrees_with_its_contract_whatever_its_white_space(copy: str, blanks: tuple[str, str]) -> None:
    """A copy and what was transcribed from it differ in nothing."""
    assert [] == differences(library_page(copy).replace(*blanks), contract(LIBRARY))


@pytest.mark.parametrize(("copy", "replacements", "expected"), EDITIONS)
def test_a_changed_copy_is_reported_exactly(copy: str, replacements: list[Replacement], expected: list[str]) -> None:
    """What was changed in a copy is reported, each fact once, and nothing else."""
    assert expected == brief(differences(changed(library_page(copy), *replacements), contract(LIBRARY)))


def test_names_on_the_wire_stand_in_brackets() -> None:
    """A name in brackets counts, and Java's does not."""
    readers = [
        ("readerNo String", "readerNo (wire name reader_no) String"),
        ("readerNo String", "x (wire name no) String"),
    ]
    found = [brief(differences(changed(library_page("alipay"), reader), contract(LIBRARY))) for reader in readers]

    assert [[], ["request.query.reader_no missing_in_document", "request.query.no missing_in_contract"]] == found


def test_an_example_behind_the_notes_is_no_part_of_a_parameter() -> None:
    """What follows `[optional]` as an example changes nothing; without notes the word is one of the description."""
    example = ("[optional] [default to 10]", "[optional] example asc:升序,desc:降序")
    prose = ("每页条数 [optional] [default to 10]", "see the example 5")
    found = [brief(differences(changed(library_page("alipay"), edit), contract(LIBRARY))) for edit in (example, prose)]

    assert [[], ["request.query.page_size required yes→no"]] == found


BROKEN: list[tuple[str, list[Replacement], int, str]] = [
    ("zoloz-copy", [("Values of resultStatus", "Values of status")], 17, "a field above, found those of `status`"),
    ("zoloz-copy", [("Value | Meaning |", "Value | Label |")], 18, "a column of value, meaning, found `label`"),
    ("zoloz-copy", [("| 20B |", "| 20GB |")], 9, "expected a maximum length or `-`, found `20GB`"),
    ("alipay-copy", [("application/json, schema", "multipart/form-data, schema")], 20, "a name, a type, a description"),
    ("alipay-copy", [("Field Type Required", "Field Type")], 22, "Field Type Required Example Description"),
    ("alipay-copy", [("cardNo string optional", "cardNo string perhaps")], 24, "the cells Field Type Required"),
    ("alipay-copy", [("result.resultStatus (response)", "status (response)")], 38, "a field of a table above"),
    ("alipay-copy", [("result.resultStatus (response)", "result.resultStatus (any)")], 38, "a field of a table above"),
    ("esign-copy-post", [("cardNo\n\nstring\n\nbody", "cardNo\n\nstring")], 55, "where cardNo goes (path, query,"),
    ("esign-copy-post", [("响应参数\n", "")], 31, "expected the heading `响应参数`"),
]


@pytest.mark.parametrize(("copy", "replacements", "line", "message"), BROKEN)
def test_a_broken_copy_is_refused_where_it_is_broken(
    copy: str,
    replacements: list[Replacement],
    line: int,
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A copy that does not keep to its layout ends in 2, with file, line and what was expected there."""
    document = page(tmp_path, copy, *replacements)
    status = audit.main(["--document", str(document), "--contract", str(LIBRARY)])
    shown = capsys.readouterr().err
    place = f"{document}:{line}: expected"

    assert (2, place, True) == (status, shown[: len(place)], message in shown)


def no_codes(document: Document) -> None:
    """Give no code a meaning."""
    document["x-codes"] = {}


def of_another_path(*codes: str) -> Edit:
    """Say of codes that the page lists them for another path."""

    def edit(document: Document) -> None:
        for item in document["paths"].values():
            for operation in item.values():
                operation["x-document"]["other-codes"] = list(codes)

    return edit


def list_codes(document: Document) -> None:
    """List codes beside the operations."""
    listed = {"type": "string", "x-extensible-enum": ["LOCKED"], "description": "A code.", "examples": ["LOCKED"]}
    document["components"]["schemas"]["DeskCode"] = listed


@pytest.mark.parametrize(
    ("copy", "edit", "expected"),
    [
        ("zoloz-copy", at(OPEN, x_codes={"GONE": {"kind": "expired"}}), ["codes.GONE missing_in_document"]),
        ("zoloz-copy", at(OPEN, x_codes={"GONE": {"kind": "expired", "x-evidence": "observed"}}), []),
        ("zoloz-copy", at(OPEN, x_codes={"*": {"remedy": "Ask."}}), []),
        ("zoloz-copy", at(OPEN, x_codes={"LOCKED": {"kind": "expired"}}), []),
        # A copy without a list of codes says nothing of codes.
        ("esign-copy-post", at(OPEN, x_codes={"GONE": {"kind": "expired"}}), []),
        ("zoloz-copy", no_codes, ["codes.LOCKED missing_in_contract"]),
        # What the page lists for another path is none of this one's; said of a code that it does not list, it is wrong.
        ("zoloz-copy", all_of(no_codes, of_another_path("LOCKED")), []),
        ("zoloz-copy", of_another_path("GONE"), ["codes.GONE missing_in_document"]),
        # A code is known, too, if a list beside the operation has it.
        ("zoloz-copy", all_of(no_codes, list_codes), []),
    ],
)
def test_codes_are_compared(copy: str, edit: Edit, expected: list[str]) -> None:
    """A code of the contract that no other source has, and a code of the copy that the contract does not know."""
    assert expected == brief(differences(library_page(copy), edited(edit)))


SHA = parse_document(library_page("zoloz-copy"), file="page.txt").sha256


@pytest.mark.parametrize(
    ("evidence", "digest", "second_hand", "expected"),
    [
        (None, SHA, True, ["max_length", "required"]),
        ("documented", "f" * 64, True, []),
        ("inferred", "f" * 64, True, ["max_length", "required"]),
        ("inferred", SHA, True, []),
        ("second-hand", SHA, True, ["max_length", "required"]),
        ("second-hand", SHA, False, []),
    ],
)
def test_what_another_source_tells_need_not_be_the_copys(
    evidence: str | None, digest: str, second_hand: bool, expected: list[str]
) -> None:
    """A flag or limit known from elsewhere, or reasoned from this very edition, may differ from it; a type may not."""
    name = field("OpenAccountRequest", "readerName", maxLength=40, x_evidence=evidence)
    page = transcribed(OPEN, digest, **({"second-hand": True} if second_hand else {}))
    edit = all_of(name, page, component("OpenAccountRequest", required=[]))
    typed = all_of(edit, field("OpenAccountRequest", "readerName", type="integer", maxLength=None))
    found = [{each.what for each in differences(library_page("zoloz-copy"), edited(each))} for each in (edit, typed)]

    assert [set(expected), True] == [found[0], "type" in found[1]]
