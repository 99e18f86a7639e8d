"""The files beside the code: the contract as JSON, the lock and the reference."""

import hashlib
import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from contracts.emit.toolchain import ROOT, TOOLS, versions

from .workshop import LIBRARY, Workshop


def test_contract_json_is_the_contract(library_folder: Path) -> None:
    """What the sandbox and the conformance run read is what people wrote, page by page."""
    shipped = json.loads((library_folder / "library" / "contract.json").read_text(encoding="utf-8"))

    files = [YAML(typ="safe", pure=True).load(path) for path in sorted(LIBRARY.glob("*.yaml"))]
    for kind in ("paths", "webhooks"):
        assert {name: item for file in files for name, item in file.get(kind, {}).items()} == shipped[kind]
    schemas = {name: item for file in files for name, item in file["components"]["schemas"].items()}
    assert schemas == shipped["components"]["schemas"]
    shared = YAML(typ="safe", pure=True).load(LIBRARY / "contract.yaml")
    assert {key: shared[key] for key in shared if key != "components"} == {
        key: shipped[key] for key in shared if key != "components"
    }


def test_lock_names_contract_tools_and_templates(library_folder: Path) -> None:
    """Everything that a build depends on, and nothing about when and where it was made."""
    lock = json.loads((library_folder / "library" / "build.lock").read_text(encoding="utf-8"))

    digests = {
        file.relative_to(ROOT).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest() for file in LIBRARY.iterdir()
    }
    assert digests == lock["contract"]
    assert lock["tools"] == versions()
    assert sorted(lock["tools"]) == sorted(TOOLS)
    assert sorted(lock) == ["contract", "templates", "tools"]


def rows(library_folder: Path, start: str) -> list[str]:
    """Lines of the reference that begin in some way."""
    text = (library_folder / "REFERENCE.md").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.startswith(start)]


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (
            "| `books[].isbn` |",
            ["| `books[].isbn` | `isbn` | body | text | yes | at most 17 characters | documented |  | Its ISBN. |"],
        ),
        (
            "| `readerId` |",
            [
                "| `readerId` | `reader_id` | path | text | yes | matches `^[A-Z]{2}[0-9]+$` | documented | yes "
                "| The reader. |"
            ],
        ),
        ("| `reader` |", ["| `reader` | text | no | yes |  | inferred | yes | The reader. |"]),
        ("| `shelf.inner[].inner[]", []),
        ("#### Failure", ["#### Failure, status 200, 403: `Refusal`"]),
        ("| `WEB` |", ["| `WEB` | `WEB` |"]),
    ],
    ids=["nested argument", "path argument", "answer", "cycle", "failure", "enum value"],
)
def test_reference_has_every_row_once(library_folder: Path, start: str, expected: list[str]) -> None:
    """Arguments with their wire path, fields of answers, a cycle once, a failure with all its statuses, enum values."""
    assert rows(library_folder, start) == expected


def test_reference_enters_a_cycle_once(library_folder: Path) -> None:
    """An object that holds its own kind is described, and the description ends."""
    assert len(rows(library_folder, "| `shelf.inner[]` |")) == 1


def section(library_folder: Path, heading: str) -> str:
    """A part of the reference, up to the next heading of its level or above."""
    level = len(heading.partition(" ")[0])
    _, _, rest = (library_folder / "REFERENCE.md").read_text(encoding="utf-8").partition(f"\n{heading}\n")
    lines = rest.splitlines()
    ends = [n for n, line in enumerate(lines) if line.startswith("#") and line.index(" ") <= level]
    return "\n".join(lines[: ends[0] if ends else None]).strip()


def test_reference_describes_callbacks(library_folder: Path) -> None:
    """Under a heading of their own: what they are, what tells who sends them, and every field."""
    assert section(library_folder, "### Callbacks of Library") == (
        "#### `loan_overdue`\n"
        "\n"
        "A loan is overdue.\n"
        "\n"
        "Sent every morning.\n"
        "\n"
        "Known from: [Reminders](https://library.example/docs/reminders).\n"
        "Evidence: official-code.\n"
        "\n"
        "| header | meaning |\n"
        "| --- | --- |\n"
        "| `X-Desk` | Who sends it. |\n"
        "| `X-Seal` | A seal \\| on the body. |\n"
        "\n"
        "Its outcome speaks of a person who took part, by face or by code:\n"
        "\n"
        "| outcome | the answer says |\n"
        "| --- | --- |\n"
        "| rejected | `event` is `loan_overdue` |\n"
        "| unknown | anything else, or two of these at once |\n"
        "\n"
        "It is `Outcome.UNKNOWN` unless the callback was verified for the one that you ask for.\n"
        "\n"
        "##### Body: `OverdueNotice`\n"
        "\n"
        "What is overdue.\n"
        "\n"
        "| field | type | required | nullable | limits | evidence | sensitive | meaning |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |\n"
        "| `book` | OverdueBook | yes | no |  | documented |  | The book. |\n"
        "| `book.isbn13` | text | yes | no | at most 13 characters | documented |  | Its ISBN-13. |\n"
        "| `borrower` | text | no | yes |  | documented | yes | Who has it. |\n"
        "| `event` | always `loan_overdue` | no | no |  | documented |  | Always the same. |"
    )


def test_reference_describes_an_operation_without_arguments(library_folder: Path) -> None:
    """There is no table of arguments, and what was not transcribed claims no source."""
    assert section(library_folder, "### `ring`") == (
        "`POST /v1/bell`\n"
        "\n"
        "Ring the bell.\n"
        "\n"
        "Known from: [Visiting](https://library.example/docs/visiting), edition of 2024-03-01.\n"
        "Evidence: observed.\n"
        "Repeated after a timeout, a refused connection, 429 and 5xx: it only reads, or its page allows it.\n"
        "\n"
        "#### Arguments: `RingRequest`\n"
        "\n"
        "No words.\n"
        "\n"
        "#### Answer: `RingResponse`\n"
        "\n"
        "Somebody came."
    )


def test_a_page_that_was_read_in_copies_says_so(workshop: Workshop) -> None:
    """Reference and docstring name it, and every fact of its page that carries no other mark; its neighbours do not."""
    workshop.change("title: Members, ", 'title: Members, second-hand: true, partial: "Its codes are missing.", ')

    assert 0 == workshop.run().status

    reference = (workshop.output / "REFERENCE.md").read_text(encoding="utf-8")
    before, _, members = reference.partition("### `check_member`")
    members, _, after = members.partition("\n### ")
    module = " ".join((workshop.output / "library" / "members.py").read_text(encoding="utf-8").split())
    assert "/members), read in copies that others made.\nPartial: Its codes are missing.\n" in members
    assert "read in copies that others made, https://library.example/docs/members Partial: Its codes are" in module
    assert "| second-hand |" in members
    assert "| second-hand |" not in before + after
