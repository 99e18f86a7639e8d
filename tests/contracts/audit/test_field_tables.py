"""Tables of the fields of many operations: each compared with its own operation."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import audit
from tests.contracts.editions import LIBRARY, LIBRARY_FIELDS, Document, in_files

NAME, QUERY, RESULT = "request.body.readerName", "request.query", "response.body.result"


def table(folder: Path, edit: Callable[[Document], object] | None = None) -> Path:
    """An edition of the library's table in a file."""
    document = json.loads(LIBRARY_FIELDS.read_text(encoding="utf-8"))
    if edit is not None:
        edit(document)
    file = folder / "fields.json"
    file.write_text(json.dumps(document, ensure_ascii=False, indent=1), encoding="utf-8")
    return file


def state(operation: int, name: str, /, **facts: object) -> Callable[[Document], object]:
    """State facts of a field of an operation."""

    def edit(document: Document) -> None:
        [found] = [each for each in document["operations"][operation]["fields"] if each["field"] == name]
        found.update(facts)

    return edit


def reported(capsys: pytest.CaptureFixture[str], *options: str) -> list[list[Any]]:
    """What the command says: operation, field, kind, and what the two say."""
    audit.main([*options, "--format", "json"])
    keys = ("operation", "field", "what", "document", "contract")
    return [[each[key] for key in keys] for each in json.loads(capsys.readouterr().out)]


def test_each_operation_is_compared_with_its_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Those that the contract has are compared; how many are left out is told, and each report names its operation."""
    status = audit.main(["--document", str(table(tmp_path)), "--contract", str(LIBRARY)])
    lines = capsys.readouterr().out.splitlines()

    assert 0 == status
    assert [f"{LIBRARY}: {name}" for name in ("openAccount", "findReader", "getLoan")] == [
        line.partition(" (")[0] for line in lines if line.startswith(str(LIBRARY))
    ]
    assert "Compared: 3 of the 4 operations that the document describes." == lines[-1]


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (state(0, "readerName", type="boolean"), ["openAccount", NAME, "type", "boolean", "string"]),
        # What another page adds counts.
        (
            state(0, "readerName", other_page={"required": False, "max_length": 20}),
            ["openAccount", NAME, "required", False, True],
        ),
        (
            state(0, "readerName", other_page={"required": True, "max_length": 40}),
            ["openAccount", NAME, "max_length", 40, 20],
        ),
        (state(0, "cardNo", max_length=9), ["openAccount", "request.body.cardNo", "max_length", 9, 8]),
        (state(0, "cardNo", max_length=None), ["openAccount", "request.body.cardNo", "max_length", None, 8]),
        (
            state(0, "result.resultStatus", values_in_description=["S"]),
            ["openAccount", f"{RESULT}.resultStatus", "enum", ["S"], ["S", "F"]],
        ),
        (state(0, "code", enum=["SHUT"]), ["openAccount", "codes.SHUT", "missing_in_contract", "SHUT", None]),
        (state(1, "page_size", required=True), ["findReader", f"{QUERY}.page_size", "required", True, False]),
        (
            state(2, "data.guarantors[].books[].isbn", type="boolean"),
            ["getLoan", "response.body.data.guarantors[].books[].isbn", "type", "boolean", "string"],
        ),
        (state(1, "sort_order", enum=["asc"]), ["findReader", f"{QUERY}.sort_order", "enum", ["asc"], ["asc", "desc"]]),
    ],
)
def test_a_changed_table_is_reported_exactly(
    edit: Callable[[Document], object], expected: list[Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was changed is reported at its operation, and nothing else."""
    assert [expected] == reported(capsys, "--document", str(table(tmp_path, edit)), "--contract", str(LIBRARY))


def test_a_field_that_is_renamed_or_moved_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A field under another name, or at another place, is missing on both sides."""
    renamed, moved = state(0, "extra.note", field="extra.remark"), state(1, "page_size", direction="body")
    found = [
        [each[1:3] for each in reported(capsys, "--document", str(table(tmp_path, edit)), "--contract", str(LIBRARY))]
        for edit in (renamed, moved)
    ]

    assert [
        [
            ["request.body.extra.note", "missing_in_document"],
            ["request.body.extra.remark", "missing_in_contract"],
        ],
        [
            [f"{QUERY}.page_size", "missing_in_document"],
            ["request.body.page_size", "missing_in_contract"],
        ],
    ] == found


def test_a_page_or_an_operation_is_compared_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a page only its own operation is compared, and of a named operation only that."""
    edition = str(table(tmp_path, state(0, "cardNo", max_length=9)))
    pages = in_files(tmp_path / "library")
    found = [
        len(reported(capsys, "--document", edition, *options))
        for options in (
            ["--contract", str(pages / "find.yaml")],
            ["--contract", str(pages / "others.yaml")],
            ["--contract", str(LIBRARY), "--operation", "findReader"],
            ["--contract", str(LIBRARY), "--operation", "openAccount"],
        )
    ]

    assert [0, 1, 0, 1] == found


def drop(key: str) -> Callable[[Document], object]:
    """Take a member of the first operation's first field away."""
    return lambda document: document["operations"][0]["fields"][0].pop(key)


@pytest.mark.parametrize(
    ("edit", "options", "message"),
    [
        (drop("type"), [], ":1: expected in desk.account.open, field 1 a member `type`, found NoneType"),
        (state(0, "cardNo", max_length="8"), [], "field 2 a member `max_length`, found str"),
        (state(0, "cardNo", direction="path"), [], "field 2 one of the directions query, body, response"),
        (lambda document: document["operations"].append([]), [], ":1: expected an operation to be an object"),
        (lambda document: document.update(operations={}), ["--layout", "fields"], "a member `operations`, found dict"),
        (state(0, "cardNo"), ["--operation", "getMember"], "4 operations, but not GET /v1/members"),
    ],
)
def test_a_table_of_another_shape_is_refused(
    edit: Callable[[Document], object],
    options: list[str],
    message: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What cannot be read, or is about none of the operations, ends in 2."""
    status = audit.main(["--document", str(table(tmp_path, edit)), "--contract", str(LIBRARY), *options])
    shown = capsys.readouterr()

    assert (2, "", True) == (status, shown.out, message in shown.err)


def test_what_is_no_json_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A table that ends too early is refused at the line where it does."""
    lines = LIBRARY_FIELDS.read_text(encoding="utf-8").splitlines()
    (tmp_path / "fields.json").write_text("\n".join(lines[:-2]), encoding="utf-8")
    status = audit.main(["--document", str(tmp_path / "fields.json"), "--contract", str(LIBRARY)])
    message = f"{tmp_path / 'fields.json'}:{len(lines) - 2}: expected JSON, found `}}`\n"

    assert (2, message) == (status, capsys.readouterr().err)
