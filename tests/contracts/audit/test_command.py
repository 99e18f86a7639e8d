"""The command: exit status, JSON, text."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import audit
from tests.contracts.editions import LIBRARY, ROOT, changed, in_files, library_page, page


def run(*options: str, encoding: str = "utf-8", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as people do."""
    command = [sys.executable, str(ROOT / "scripts" / "audit.py"), *options]
    return subprocess.run(command, capture_output=True, encoding=encoding, env=os.environ | environment, check=False)


def test_agreement_ends_in_0_with_an_empty_list(tmp_path: Path) -> None:
    """Without a difference the command ends in 0 and prints an empty list."""
    done = run("--document", str(page(tmp_path, "esign")), "--contract", str(LIBRARY), "--format", "json")

    assert (0, [], "") == (done.returncode, json.loads(done.stdout), done.stderr)


def test_differences_end_in_1_with_each_of_them(tmp_path: Path) -> None:
    """With differences the command ends in 1 and prints each with both values, as JSON has them."""
    edition = page(
        tmp_path,
        "zoloz",
        ("| 20 |", "| 40 |"),
        ("| Required. The reader's", "| The reader's"),
        ("cardNo |", "cardNumber |"),
        ("F: it failed", "U: unknown"),
    )
    done = run("--document", str(edition), "--contract", str(LIBRARY), "--format", "json")
    card = "optional string, at most 8 characters"
    expected = [
        ["request.body.readerName", "required", False, True],
        ["request.body.readerName", "max_length", 40, 20],
        ["request.body.cardNo", "missing_in_document", None, card],
        ["request.body.cardNumber", "missing_in_contract", card, None],
        ["response.body.result.resultStatus", "enum", ["S", "U"], ["S", "F"]],
    ]
    actual = json.loads(done.stdout)
    lines = LIBRARY.read_text(encoding="utf-8").splitlines()

    assert (1, "") == (done.returncode, done.stderr)
    assert expected == [[each[key] for key in ("field", "what", "document", "contract")] for each in actual]
    assert {str(LIBRARY)} == {each["file"] for each in actual}
    assert all(each["pointer"].rpartition("/")[2] in lines[each["line"] - 1] for each in actual)


def test_a_page_that_cannot_be_read_ends_in_2(tmp_path: Path) -> None:
    """What cannot be read ends in 2, with nothing on the output."""
    edition = page(tmp_path, "alipay", ("Parameters\n", ""))
    done = run("--document", str(edition), "--contract", str(LIBRARY), "--format", "json")

    assert (2, "", True) == (done.returncode, done.stdout, done.stderr.startswith(f"{edition}:"))


def test_the_text_says_which_edition_and_what_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The text names page and operation, says whether this edition was transcribed, and lists what differs."""
    edition = page(tmp_path, "alipay", ("pageSize Long", "pageSize String"))
    audit.main(["--document", str(edition), "--contract", str(LIBRARY)])
    lines = capsys.readouterr().out.splitlines()
    pointer = "/paths/~1v3~1desk~1reader~1query/get/parameters/2"
    line = 1 + LIBRARY.read_text(encoding="utf-8").partition("- {name: page_size")[0].count("\n")

    assert [
        f"{edition}: DeskReaderApi",
        f"{LIBRARY}: findReader (GET /v3/desk/reader/query)",
        "It states 4 field(s) and 0 code(s).",
        "",
        "field                    what  document  contract  where",
        f"request.query.page_size  type  string    integer   {LIBRARY}:{line}: {pointer}",
        "",
        "1 difference(s).",
    ] == [line for line in lines if not line.startswith("This edition is not the one that was transcribed (sha256 ")]


def test_the_text_says_when_nothing_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The text ends by saying that the two agree."""
    audit.main(["--document", str(page(tmp_path, "alipay")), "--contract", str(LIBRARY)])

    assert "The document and the contract agree." == capsys.readouterr().out.splitlines()[-1]


def test_a_named_operation_is_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The operation that is named is compared, however little it has of the page."""
    edition = page(tmp_path, "alipay")
    audit.main(["--document", str(edition), "--contract", str(LIBRARY), "--operation", "getLoan", "--format", "json"])
    found = json.loads(capsys.readouterr().out)

    assert {"field": "request.path", "what": "path", "document": "/v3/desk/reader/query"}.items() <= found[0].items()


def test_a_page_of_a_folder_is_compared_by_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a contract in files one page is compared, read with what the pages share, and its file is named."""
    folder = in_files(tmp_path / "library")
    edition = page(tmp_path, "alipay", ("pageSize Long", "pageSize String"))
    found = []
    for contract in (folder, folder / "find.yaml"):
        audit.main(["--document", str(edition), "--contract", str(contract), "--format", "json"])
        found.append(json.loads(capsys.readouterr().out))
    status = audit.main(["--document", str(edition), "--contract", str(folder / "loan-due.yaml")])

    assert found[0] == found[1]
    assert [("request.query.page_size", str(folder / "find.yaml"))] == [
        (each["field"], each["file"]) for each in found[0]
    ]
    assert (2, f"{folder / 'loan-due.yaml'}: describes no operation to compare with\n") == (
        status,
        capsys.readouterr().err,
    )


@pytest.mark.parametrize(("encoding", "shape"), [("ascii", "text"), ("gbk", "text"), ("ascii", "json")])
def test_an_output_of_another_charset_changes_nothing_else(tmp_path: Path, encoding: str, shape: str) -> None:
    """What the output cannot take is replaced, in JSON escaped; the exit status stays."""
    options = ["--contract", str(LIBRARY), "--format", shape, "--document"]
    editions = [page(tmp_path, "zoloz"), tmp_path / "é.txt"]
    editions[1].write_text(changed(library_page("zoloz"), ("String | 20 |", "文本 | 20 |")), encoding="utf-8")
    done = [run(*options, str(edition), PYTHONIOENCODING=encoding, encoding=encoding) for edition in editions]

    assert [(0, ""), (1, "")] == [(each.returncode, each.stderr) for each in done]
    if shape == "json":
        assert ["文本"] == [each["document"] for each in json.loads(done[1].stdout)]
