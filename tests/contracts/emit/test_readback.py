"""What the generators emit is held against the contract; a misreading stops the build."""

import shutil
from pathlib import Path

import pytest

from contracts.emit.readback import read_back
from contracts.emit.toolchain import BuildError
from contracts.load import load
from contracts.reading import Contract, read

from .workshop import LIBRARY, Workshop


@pytest.fixture(scope="module")
def contract() -> Contract:
    """Our own reading of the library's contract."""
    return read(load(LIBRARY, name="library"))


def test_what_is_emitted_agrees(contract: Contract, library_folder: Path) -> None:
    """The package as it is made passes, so that it is the misreading that fails below."""
    read_back(contract, library_folder / "library")


@pytest.mark.parametrize(
    ("file", "old", "new", "names"),
    [
        ("loans.py", "max_length=17", "max_length=18", "Book.isbn limits"),
        ("loans.py", "min_items=1, ", "", "OpenLoanRequest.books limits"),
        ("loans.py", "minimum=1, ", "", "OpenLoanRequest.days limits"),
        (
            "loans.py",
            'array(text(max_length=4, pattern="^[a-z]+$")',
            "array(text(max_length=4)",
            "OpenLoanRequest.labels",
        ),
        ("loans.py", "validator=text(max_length=17), ", "", "Book.isbn limits"),
        ("loans.py", "member(LoanClass)", "text()", "OpenLoanRequest.class_ limits"),
        ("loans.py", 'wire("dueDays")', 'wire("due_days")', "Loan.due_days on the wire"),
        ("loans.py", ', at="path"', "", "OpenLoanRequest.reader_id on the wire"),
        ("loans.py", "repr=masked, ", "", "Book.title is masked"),
        (
            "loans.py",
            "    isbn: str = field(",
            "    isbn: str | None = field(default=None, ",
            "Book.isbn must be given",
        ),
        ("loans.py", "shelf: Shelf | None = field(default=None, ", "shelf: Shelf = field(", "Loan.shelf must be given"),
        ("loans.py", "status: Literal[0]", "status: int", "Loan.status type"),
        ("loans.py", "due_days: Sequence[int]", "due_days: Sequence[str]", "Loan.due_days type"),
        ("loans.py", "isbn: str", "isbn_: str", "fields of Book"),
        ("loans.py", 'DESK = "desk"', 'DESK = "DESK"', "Channel"),
        ("loans.py", '    WEB = "WEB"\n', "", "Channel"),
        ("loans.py", "class Refusal(Answer)", "class Refusal(Request)", "Refusal is a Answer"),
        (
            "loans.py",
            'OPERATION: ClassVar[str] = "open_loan"',
            'OPERATION: ClassVar[str] = "lend"',
            "OpenLoanRequest.OPERATION",
        ),
        ("loans.py", '"""Its ISBN."""', '"""Its title."""', "Book.isbn is described"),
        ("loans.py", 'path="/v1/readers/{readerId}/loans"', 'path="/v1/readers/{reader_id}/loans"', "OPEN_LOAN.path"),
        ("loans.py", 'method="POST"', 'method="PUT"', "OPEN_LOAN.method"),
        ("loans.py", "answer=Loan,", "answer=Refusal,", "OPEN_LOAN.answer"),
        ("loans.py", "failures={200: Refusal, 403: Refusal}", "failures={200: Refusal}", "OPEN_LOAN.failures"),
        ("loans.py", 'retry="connect-only"', 'retry="safe"', "OPEN_LOAN.retry"),
        ("loans.py", "days: int,", "days: float,", "Client.open_loan(days)"),
        ("loans.py", "days: int,", "days: int = 7,", "Client.open_loan(days) must be given"),
        ("loans.py", "days=days", "days=deposit", "Client.open_loan calls"),
        ("shelves.py", "(LIST_SHELVES, ", "(FILTER, ", "Client.list_shelves calls"),
        ("shelves.py", "class Shelves(Answer)", "class Shelfs(Answer)", "cannot be used"),
        ("members.py", '"paid": True', '"paid": False', "Member.OUTCOME"),
        ("members.py", 'SameAs("card.card_no")', 'SameAs("old_no")', "Member.OUTCOME"),
        ("members.py", 'binds={"card.card_no": "card_no"}', 'binds={"card.card_no": "name"}', "CHECK_MEMBER.binds"),
        ("members.py", 'Code(kind="rejected")', 'Code(kind="request")', "CHECK_MEMBER.codes"),
        ("members.py", "Waiter(pause=0.5", "Waiter(pause=5", "CHECK_MEMBER.waiter"),
        ("loans.py", "CallbackAnswer", "OutcomeAnswer", "only if it is bound"),
        ("loans.py", "class OverdueNotice(CallbackAnswer)", "class OverdueNotice(Answer)", "speaks of a verification"),
        ("loans.py", '{"event": "loan_overdue"}', '{"event": "loan"}', "OverdueNotice.OUTCOME"),
        ("members.py", "class Member(OutcomeAnswer)", "class Member(Answer)", "Member speaks of a verification"),
        ("codes.py", "retryable=True", "retryable=False", "CODES"),
        ("client.py", "https://library.example/api", "https://library.example/v1", "SERVERS"),
        ("client.py", '"ring": "bell"', '"ring": "loans"', "cannot be used"),
        ("_names.py", '    "Refusal": "loans",\n', "", "'Refusal'"),
        ("_names.py", '["SERVERS", *MODULES]', "[*MODULES]", "__all__"),
    ],
)
def test_misread_contract_stops_the_build(
    contract: Contract, library_folder: Path, tmp_path: Path, file: str, old: str, new: str, names: str
) -> None:
    """Fields, types, limits, places, masks, values, texts, operations, methods and servers are all compared."""
    package = shutil.copytree(library_folder / "library", tmp_path / "library")
    text = (package / file).read_text(encoding="utf-8")
    assert old in text
    (package / file).write_text(text.replace(old, new), encoding="utf-8")

    with pytest.raises(BuildError, match=r"the contract says|cannot be used") as caught:
        read_back(contract, package)

    assert names in str(caught.value)


def test_generator_that_loses_a_limit_stops_the_build(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen from the outside: a generator that drops a constraint writes nothing."""
    monkeypatch.setattr("contracts.emit.generator_input._VALUE", ("minLength", "pattern", "minimum", "maximum"))
    properties = ("$ref", "type", "const", "oneOf", "anyOf", "minItems")
    monkeypatch.setattr("contracts.emit.generator_input._PROPERTY", properties)

    outcome = workshop.run()

    assert 2 == outcome.status
    assert "Book.isbn limits: " in outcome.err
    assert not workshop.output.exists()
