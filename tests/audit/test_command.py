"""The command: exit status, JSON, text."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import audit

from .editions import LIBRARY, ROOT, Replacement, changed, library_page


def page(folder: Path, layout: str, *replacements: Replacement) -> Path:
    """A page in a file of its own."""
    file = folder / "page.txt"
    file.write_text(changed(library_page(layout), *replacements), encoding="utf-8")
    return file


def run(*options: str) -> subprocess.CompletedProcess[str]:
    """Run the command as people do."""
    command = [sys.executable, str(ROOT / "scripts" / "audit.py"), *options]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


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
    expected = [
        {"field": "request.body.readerName", "what": "required", "document": False, "contract": True},
        {"field": "request.body.readerName", "what": "max_length", "document": 40, "contract": 20},
        {"field": "request.body.cardNo", "what": "missing_in_document", "document": None, "contract": "cardNo"},
        {"field": "request.body.cardNumber", "what": "missing_in_contract", "document": "cardNumber", "contract": None},
        {
            "field": "response.body.result.resultStatus",
            "what": "enum",
            "document": ["S", "U"],
            "contract": ["S", "F"],
        },
    ]

    assert (1, expected, "") == (done.returncode, json.loads(done.stdout), done.stderr)


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

    assert [
        f"{edition}: DeskReaderApi",
        f"{LIBRARY}: findReader (GET /v3/desk/reader/query)",
        "",
        "field                    what  document  contract",
        "request.query.page_size  type  string    integer",
        "",
        "1 difference(s).",
    ] == [line for line in lines if not line.startswith("This edition is not the one that was transcribed (sha256 ")]


def test_the_text_says_when_nothing_differs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The text ends by saying that the two agree, without colours where there is no terminal."""
    audit.main(["--document", str(page(tmp_path, "alipay")), "--contract", str(LIBRARY)])

    assert "The document and the contract agree." == capsys.readouterr().out.splitlines()[-1]


def test_a_named_operation_is_compared(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The operation that is named is compared, however little it has of the page."""
    edition = page(tmp_path, "alipay")
    audit.main(["--document", str(edition), "--contract", str(LIBRARY), "--operation", "getLoan", "--format", "json"])
    found = json.loads(capsys.readouterr().out)

    assert {"field": "request.path", "what": "path", "document": "/v3/desk/reader/query"}.items() <= found[0].items()
