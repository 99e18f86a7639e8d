"""Clients generated from the library's contract: built, imported, called."""

import inspect
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ARGUMENTS: dict[str, Any] = {"reader_id": "AB12", "class_": "short", "days": 7}


class Reply:
    """What the stand-in for the pipeline returns."""

    parsed = "the answer"


def recording(client_class: Any) -> tuple[Any, list[tuple[Any, Any]]]:
    """A client whose pipeline only writes down what it is handed, and what it wrote."""
    client = object.__new__(client_class)
    calls: list[tuple[Any, Any]] = []

    def call(operation: Any, request: Any) -> Reply:
        calls.append((operation, request))
        return Reply()

    async def awaited_call(operation: Any, request: Any) -> Reply:
        return call(operation, request)

    client._call = awaited_call if client_class.__name__ == "AsyncClient" else call
    return client, calls


async def finished(result: Any) -> Any:
    """What a call returns, awaited if its client is."""
    return await result if inspect.isawaitable(result) else result


@pytest.mark.parametrize("owner", ["Client", "AsyncClient"])
async def test_method_hands_over_its_operation_and_request(library: ModuleType, owner: str) -> None:
    """A method of either client builds the request model, names its operation and returns the answer."""
    client, calls = recording(getattr(library, owner))
    books = [library.Book(isbn="978-3")]

    answer = await finished(client.open_loan(books=books, **ARGUMENTS))

    assert answer == "the answer"
    assert calls == [(library.OPEN_LOAN, library.OpenLoanRequest(books=books, **ARGUMENTS))]


@pytest.mark.parametrize("owner", ["Client", "AsyncClient"])
async def test_raw_method_returns_the_reply(library: ModuleType, owner: str) -> None:
    """``with_raw_response`` has the same methods and keeps the exchange."""
    client, _ = recording(getattr(library, owner))

    assert isinstance(await finished(client.with_raw_response.list_shelves()), Reply)


@pytest.mark.parametrize("owner", ["Client", "AsyncClient", "RawClient", "AsyncRawClient"])
def test_signature_is_that_of_the_contract(library: ModuleType, owner: str) -> None:
    """Arguments are keywords only, and typed with the text of a closed enum's values."""
    signature = inspect.signature(getattr(library, owner).open_loan)

    assert {name: str(p.annotation) for name, p in signature.parameters.items() if name != "self"} == {
        "reader_id": "str",
        "channel": "Channel | str | None",
        "dry_run": "bool | None",
        "books": "Sequence[Book]",
        "class_": "LoanClass | Literal['short', 'long']",
        "days": "int",
        "deposit": "float | None",
        "fee": "Decimal | None",
        "insured": "bool | None",
        "labels": "Sequence[str] | None",
        "channels": "Sequence[Channel | str] | None",
        "h5_mode_config": "Book | None",
        "note": "object | None",
        "number_": "str | None",
    }
    assert {p.kind for name, p in signature.parameters.items() if name != "self"} == {inspect.Parameter.KEYWORD_ONLY}


def test_argument_that_is_required_has_no_default(library: ModuleType) -> None:
    """What the contract requires cannot be forgotten."""
    parameters = inspect.signature(library.Client.open_loan).parameters.values()

    assert {p.name for p in parameters if p.default is p.empty} == {"self", "reader_id", "books", "class_", "days"}


def test_operation_is_that_of_the_contract(library: ModuleType) -> None:
    """Path parameters keep their wire names; a second shape of 200 is the failure; a response without body is none."""
    operation = library.OPEN_LOAN

    assert (operation.name, operation.method, operation.path) == ("open_loan", "POST", "/v1/readers/{readerId}/loans")
    assert (operation.request, operation.answer) == (library.OpenLoanRequest, library.Loan)
    assert operation.failures == {200: library.Refusal, 403: library.Refusal}
    assert (operation.retry, operation.document) == ("connect-only", "https://library.example/docs/loans")


def test_only_shape_of_200_is_also_its_failure(library: ModuleType) -> None:
    """A provider may report a failure in the one shape that its answers have."""
    assert library.LIST_SHELVES.failures == {200: library.Shelves}


def test_names_that_python_knows_are_kept(library: ModuleType) -> None:
    """A method or an argument may be called like a builtin; both generators take the same name."""
    client, calls = recording(library.Client)
    client.filter(type="novel", client=0)

    assert calls == [(library.FILTER, library.FilterRequest(type="novel", client=0))]
    assert library.FILTER.path == "/v1/{type}/books"


def test_operation_without_arguments_has_a_request_all_the_same(library: ModuleType) -> None:
    """A body without fields is an empty request model."""
    client, calls = recording(library.Client)
    client.ring()

    assert calls == [(library.RING, library.RingRequest())]


def test_callback_is_no_operation(library: ModuleType) -> None:
    """What the provider sends cannot be called."""
    methods = {name for name in vars(library.Client) if not name.startswith("_")}

    calls = {"check_member", "filter", "list_shelves", "open_loan", "ring", "wait_for_member"}
    assert methods == {*calls, "with_raw_response"}


def test_servers_are_those_of_the_contract(library: ModuleType) -> None:
    """In their order, under their ``x-name``."""
    assert list(library.SERVERS.items()) == [
        ("test", "https://test.library.example"),
        ("production", "https://library.example/api"),
    ]


def test_docstring_explains_every_argument(library: ModuleType) -> None:
    """Each argument with its meaning and limits, then the answer, the errors and the source."""
    assert inspect.getdoc(library.Client.open_loan) == (
        "Lend books to a reader.\n"
        "\n"
        "Takes several books at once, and says of each when it is due.\n"
        "\n"
        "- A first entry.\n"
        "- A second entry that is so long that it does not fit into one line of a docstring, and\n"
        "  has to hang below its text.\n"
        "\n"
        "Args:\n"
        "    reader_id: The reader. Matches `^[A-Z]{2}[0-9]+$`; sensitive: masked in `repr`.\n"
        "    channel: Where the reader stands.\n"
        "    dry_run: Whether only to try.\n"
        "    books: The books. 1 to 3 items.\n"
        "    class_: The class of loan. One of `short`, `long`.\n"
        "    days: For how many days. 1 to 30.\n"
        "    deposit: Money left as security. At least 0.5.\n"
        "    fee: A fee. 0.01 to 9.99; a multiple of 0.01.\n"
        "    insured: Whether the books are insured.\n"
        "    labels: Free labels. At most 2 items; each at most 4 characters; each matches\n"
        "        `^[a-z]+$`.\n"
        "    channels: Where to remind.\n"
        "    h5_mode_config: A substitute. Sensitive: masked in `repr`.\n"
        "    note: Anything.\n"
        "    number_: A number of the desk. Exactly 2 characters.\n"
        "\n"
        "Returns:\n"
        "    The books were lent.\n"
        "\n"
        "Raises:\n"
        "    RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.\n"
        "\n"
        "Source: Loans, edition of 2024-02-29,\n"
        "https://library.example/docs/loans"
    )


def test_docstring_without_arguments_says_where_the_operation_is_known_from(library: ModuleType) -> None:
    """There is no list of arguments, and what was not transcribed claims no source."""
    assert inspect.getdoc(library.Client.ring) == (
        "Ring the bell.\n"
        "\n"
        "Returns:\n"
        "    Somebody came.\n"
        "\n"
        "Raises:\n"
        "    RealnameError: any failure, also one that the provider reports; see `realname.core.errors`.\n"
        "\n"
        "Known from: Visiting, edition of 2024-03-01,\n"
        "https://library.example/docs/visiting"
    )


def test_package_exports_everything_it_makes(library: ModuleType) -> None:
    """Clients, operations, servers, models and enums, sorted."""
    expected = [
        "Book", "CHECK_MEMBER", "Card", "Channel", "CheckMemberRequest", "FILTER", "FilterRequest", "Home",
        "HomeAnswer", "LIST_SHELVES", "ListShelvesRequest", "Loan", "LoanClass", "Member", "MemberState", "OPEN_LOAN",
        "OpenLoanRequest", "OverdueBook", "OverdueNotice", "RING", "Refusal", "RingRequest", "RingResponse", "SERVERS",
        "Shelf", "Shelves",
    ]  # fmt: skip

    assert library.__all__ == expected
    assert all(hasattr(library, name) for name in expected)


def test_package_is_complete(library_folder: Path) -> None:
    """The files that a package consists of."""
    assert sorted(path.name for path in (library_folder / "library").iterdir() if path.is_file()) == [
        "__init__.py", "__init__.pyi", "_names.py", "bell.py", "build.lock", "client.py", "client.pyi", "codes.py",
        "contract.json", "loans.py", "members.py", "py.typed", "shared.py", "shelves.py",
    ]  # fmt: skip
