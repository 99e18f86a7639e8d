"""A broken contract is refused with the place and the remedy, and what was built before stays as it was."""

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from .workshop import Workshop

CASES: dict[str, dict[str, str]] = YAML(typ="safe", pure=True).load(Path(__file__).with_name("broken.yaml"))
POINTERS = {
    "{post}": "/paths/~1v1~1readers~1{readerId}~1loans/post",
    "{get}": "/paths/~1v1~1shelves/get",
    "{member}": "/paths/~1v1~1members/post",
    "{webhook}": "/webhooks/loan_overdue/post",
    "{isbn}": "/components/schemas/Book/properties/isbn",
    "{schemas}": "/components/schemas",
}


@pytest.mark.parametrize("case", CASES)
def test_broken_contract_is_refused(workshop: Workshop, case: str) -> None:
    """The message names the file with the line, the JSON pointer, what is wrong and what to do; the status is 2."""
    broken = CASES[case]
    start, _, rest = broken["at"].partition("}")
    pointer = POINTERS.get(start + "}", start) + rest
    changed = workshop.change(broken["old"], broken["new"])

    outcome = workshop.run()

    lines = outcome.err.splitlines()
    found = [n for n, line in enumerate(lines) if f": {pointer or '/'}: " in line and broken["what"] in line]
    assert (outcome.status, len(found)) == (2, 1), outcome.err
    assert lines[found[0]].startswith(f"library/{broken.get('file', changed.name)}:")
    assert broken["remedy"] in lines[found[0] + 1]
    assert not workshop.output.exists()


def test_unbroken_contract_is_built(workshop: Workshop) -> None:
    """The contract that the broken ones are made of is itself accepted."""
    assert workshop.run().status == 0


def test_refusal_names_the_line(workshop: Workshop) -> None:
    """The line is that of the offending piece in the file."""
    workshop.change("      x-retry: safe\n", "      x-retry: safe\n      x-rate: 3\n")
    text = workshop.page("shelves").read_text(encoding="utf-8")
    line = text[: text.index("x-rate")].count("\n") + 1

    assert workshop.run().err.startswith(f"library/shelves.yaml:{line}: {POINTERS['{get}']}/x-rate: ")


def test_an_answer_is_no_callback(workshop: Workshop) -> None:
    """The one says what it means by itself, the other only once it is bound."""
    notice, loan = 'schema: {$ref: "#/components/schemas/OverdueNotice"}', 'schema: {$ref: "#/components/schemas/Loan"}'
    workshop.change(notice, loan)
    workshop.change("fine: {type: number,", 'fine: {$ref: "#/components/schemas/OverdueNotice",')

    error = workshop.run().err

    assert f"{POINTERS['{webhook}']}/x-outcome: stands beside Loan, which is an operation's answer" in error
    assert "own component" in error


def test_every_problem_is_reported_at_once(workshop: Workshop) -> None:
    """A contract with several faults is not mended one run at a time."""
    workshop.change("      summary: List the shelves.\n", "")
    workshop.change("      description: A book to lend.\n", "")

    assert workshop.run().err.endswith("2 problem(s); nothing was written.\n")


def test_a_fault_is_told_once(workshop: Workshop) -> None:
    """What is a fault by two rules, as a format that nothing checks, is one finding."""
    workshop.change("isbn: {type: string, maxLength: 17,", "isbn: {type: string, format: isbn,")

    assert workshop.run().err.endswith("\n1 problem(s); nothing was written.\n")


def test_many_problems_are_told_by_kind(workshop: Workshop) -> None:
    """Of more than 50 findings the kinds are told, the most frequent first, with the first places of each."""
    fields = (f"field{number}: {{type: string, description: One.}}" for number in range(60))
    fault = "isbn: {type: string, format: isbn,"
    workshop.change("isbn: {type: string, maxLength: 17,", "\n        ".join([*fields, fault]))
    lines = workshop.run().err.splitlines()
    at = "/components/schemas/Book/properties/field"

    kinds = ["60 × the property has no example", "1 × is 'isbn', which the models do not check"]
    places = [f"{number}: the property has no example" for number in range(3)]

    assert "61 problems of 2 kinds, with the first 3 places of each:" == lines[0]
    assert kinds == [line for line in lines if " × " in line]
    assert places == [line.partition(at)[2] for line in lines if at in line]
    assert "61 problem(s); nothing was written." == lines[-1]


def test_refusal_leaves_the_former_build_untouched(built: Workshop) -> None:
    """What was built before stays, byte for byte, and no debris stands beside it."""
    before = built.files()
    beside = sorted(path.name for path in built.output.parent.iterdir())
    built.change("      summary: List the shelves.\n", "")

    assert built.run().status == 2
    assert built.files() == before
    assert sorted(path.name for path in built.output.parent.iterdir()) == beside


def test_missing_contract_is_refused(workshop: Workshop) -> None:
    """A path that leads nowhere is a refusal, not a traceback."""
    workshop.page("contract").unlink()
    outcome = workshop.run()

    assert (2, True) == (outcome.status, "library/contract.yaml: /: cannot be read" in outcome.err)


def test_contract_that_is_no_text_is_refused(workshop: Workshop) -> None:
    """Bytes that are not UTF-8 are a refusal, not a traceback."""
    workshop.page("bell").write_bytes(b"paths: \xff\xfe")

    assert workshop.run().status == 2


def test_build_refuses_to_replace_a_directory_it_did_not_make(workshop: Workshop) -> None:
    """A package directory without a build.lock is somebody else's work."""
    foreign: Path = workshop.output / "library" / "precious.py"
    foreign.parent.mkdir(parents=True)
    foreign.write_text("x = 1\n", encoding="utf-8")

    outcome = workshop.run()

    assert outcome.status == 2
    assert "holds no build.lock" in outcome.err
    assert foreign.read_text(encoding="utf-8") == "x = 1\n"


@pytest.mark.parametrize(
    ("limits", "why", "what"),
    [
        ("maxLength: 31", "It is unique.", "does not take 32 hexadecimal digits"),
        ("minLength: 1", "It is unique.", "or has no limit"),
        ('maxLength: 40, pattern: "^[0-9]+$"', "It is unique.", "does not take 32 hexadecimal digits"),
        ("maxLength: 40, x-sensitive: true", "It is unique.", "that is not sensitive"),
        ("maxLength: 40", '" "', "gives no reason"),
        ("maxLength: 40", "true", "gives no reason"),
    ],
)
def test_what_does_not_fit_is_not_made(workshop: Workshop, limits: str, why: str, what: str) -> None:
    """Of an argument that may be left out because it is made."""
    workshop.change("required: [books, class, days]", "required: [books, class, days, token]")
    token = f'token: {{type: string, x-fresh: {why}, {limits}, description: An id., examples: ["1"]}}'
    workshop.change("        number: {type: string", f"        {token}\n        number: {{type: string")

    outcome = workshop.run()

    assert (2, True) == (outcome.status, what in outcome.err), outcome.err


def test_an_answer_that_has_the_name_tells_nothing_of_what_was_made(workshop: Workshop) -> None:
    """Nobody could tell the one from the other."""
    workshop.change("required: [books, class, days]", "required: [books, class, days, fine]")
    fine = "fine: {type: string, x-fresh: It is unique., maxLength: 32, description: An id., examples: [a]}"
    workshop.change("        number: {type: string", f"        {fine}\n        number: {{type: string")

    assert "whose name a field of Loan has" in workshop.run().err


def test_what_fits_is_made(workshop: Workshop) -> None:
    """And the answer tells it."""
    workshop.change("required: [books, class, days]", "required: [books, class, days, token]")
    token = "token: {type: string, x-fresh: It is unique., maxLength: 32, description: An id., examples: [a]}"
    workshop.change("        number: {type: string", f"        {token}\n        number: {{type: string")

    assert workshop.run().status == 0
    text = (workshop.output / "library" / "loans.py").read_text(encoding="utf-8")
    assert "token: str = field(default=None, converter=fresh" in text
    assert "token: str | None = None," in text
    assert 'metadata=told("token")' in text
