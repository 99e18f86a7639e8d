"""What the generators emit is held against the contract; a misreading stops the build."""

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from contracts.load import load
from contracts.reading import Contract, read
from generation.readback import check_client, check_models
from generation.toolchain import BuildError

from .workshop import Workshop

Check = Callable[[Contract, str], None]


@pytest.fixture(scope="module")
def contract() -> Contract:
    """Our own reading of the library's contract."""
    return read(load(Path(__file__).with_name("library.yaml"), file="library.yaml"))


def misread(library_folder: Path, file: str, old: str, new: str) -> str:
    """An emitted module as a generator that misreads the contract would have written it."""
    module = (library_folder / "library" / file).read_text(encoding="utf-8")
    assert old in module
    changed = module.replace(old, new)
    ast.parse(changed)
    return changed


@pytest.mark.parametrize(("check", "file"), [(check_models, "models.py"), (check_client, "client.py")])
def test_what_is_emitted_agrees(contract: Contract, library_folder: Path, check: Check, file: str) -> None:
    """The modules as they are made pass, so that it is the misreading that fails below."""
    check(contract, (library_folder / "library" / file).read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("max_length=17", "max_length=18", "Book.isbn"),
        ("min_items=1, ", "", "OpenLoanRequest.books"),
        ("minimum=1, ", "", "OpenLoanRequest.days"),
        ("validator=text(max_length=17), ", "", "Book.isbn"),
        ('wire("dueDays")', 'wire("due_days")', "Loan.due_days"),
        (', at="path"', "", "OpenLoanRequest.reader_id"),
        ("repr=masked, ", "", "Book.title"),
        ("    isbn: str = field(", "    isbn: str | None = field(default=None, ", "Book.isbn"),
        ("shelf: Shelf | None = field(default=None, ", "shelf: Shelf = field(", "Loan.shelf"),
        ("status: Literal[0]", "status: int", "Loan.status"),
        ("due_days: Sequence[int]", "due_days: Sequence[str]", "Loan.due_days"),
        ("member(LoanClass)", "text()", "OpenLoanRequest.class_"),
        ("isbn: str", "isbn_: str", "Book.isbn"),
        ('DESK = "desk"', 'DESK = "DESK"', "Channel.DESK"),
        ('    WEB = "WEB"\n', "", "Channel.WEB"),
        ("class Refusal(Answer)", "class Refusal(Request)", "Refusal"),
        ('OPERATION: ClassVar[str] = "open_loan"', 'OPERATION: ClassVar[str] = "lend"', "OpenLoanRequest.OPERATION"),
        ('"""Its ISBN."""', '"""Its title."""', "Book.isbn docstring"),
        ("class Shelves(Answer)", "class Shelfs(Answer)", "Shelves"),
    ],
)
def test_misread_model_stops_the_build(
    contract: Contract, library_folder: Path, old: str, new: str, names: str
) -> None:
    """Fields, types, limits, wire names, places, masks, defaults, values and texts are all compared."""
    with pytest.raises(BuildError) as caught:
        check_models(contract, misread(library_folder, "models.py", old, new))

    assert f"  {names}: emitted " in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ('path="/v1/shelves"', 'path="/v1/shelf"', "LIST_SHELVES"),
        ('path="/v1/readers/{readerId}/loans"', 'path="/v1/readers/{reader_id}/loans"', "OPEN_LOAN"),
        ('method="POST"', 'method="PUT"', "OPEN_LOAN"),
        ("answer=Loan,", "answer=Refusal,", "OPEN_LOAN"),
        ("failures={200: Refusal, 403: Refusal}", "failures={200: Refusal}", "OPEN_LOAN"),
        ('retry="connect-only"', 'retry="safe"', "OPEN_LOAN"),
        ("days: int,", "days: float,", "Client.open_loan(days)"),
        ("days: int,", "days: int = 7,", "AsyncClient.open_loan(days)"),
        ("dry_run: bool | None = None,", "dry_run: bool,", "RawClient.open_loan(dry_run)"),
        ("number_: str | None = None,", "", "AsyncRawClient.open_loan(number_)"),
        ("days=days", "days=deposit", "Client.open_loan calls"),
        ("LIST_SHELVES, ListShelvesRequest()", "OPEN_LOAN, ListShelvesRequest()", "Client.list_shelves calls"),
        ("    def list_shelves(self) -> Shelves:", "    def list_shelves(self) -> Shelf:", "Client.list_shelves"),
        ("    def list_shelves(self)", "    def shelves(self)", "Client.list_shelves"),
        ("https://library.example/api", "https://library.example/v1", "SERVERS"),
    ],
)
def test_misread_client_stops_the_build(
    contract: Contract, library_folder: Path, old: str, new: str, names: str
) -> None:
    """Operations, methods, arguments, answers, failures and servers are all compared."""
    with pytest.raises(BuildError) as caught:
        check_client(contract, misread(library_folder, "client.py", old, new))

    assert f"  {names}: emitted " in str(caught.value)


def test_generator_that_loses_a_limit_stops_the_build(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seen from the outside: a generator that drops a constraint writes nothing."""
    monkeypatch.setattr("generation.generator_input._VALUE", ("minLength", "pattern", "minimum", "maximum"))
    monkeypatch.setattr("generation.generator_input._PROPERTY", ("$ref", "type", "const", "oneOf", "anyOf", "minItems"))

    outcome = workshop.run()

    assert outcome.status == 2
    assert "Book.isbn: emitted " in outcome.err
    assert not workshop.output.exists()
