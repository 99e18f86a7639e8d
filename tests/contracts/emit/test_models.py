"""Models generated from the library's contract: built, imported, used."""

import copy
import inspect
import json
import pickle
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest

from realname.core.errors import DecodeError, RequestError
from realname.core.wire import encode, locations, structure, unstructure


def loan_request(library: ModuleType, **changes: Any) -> Any:
    """A request that the contract allows, with some arguments changed."""
    arguments: dict[str, Any] = {
        "reader_id": "AB12",
        "books": [library.Book(isbn="978-3")],
        "class_": "short",
        "days": 7,
    }
    return library.OpenLoanRequest(**(arguments | changes))


def test_request_travels_under_its_wire_names(library: ModuleType) -> None:
    """Every argument, nested ones too, has the contract's name on the wire; what is not passed is left out."""
    request = loan_request(
        library,
        deposit=2.5,
        insured=True,
        labels=("ab", "cd"),
        channels=[library.Channel.DESK, "kiosk"],
        h5_mode_config=library.Book(isbn="1", title="Emma"),
        note={"any": ["JSON"]},
        number_="04",
    )

    assert unstructure(request) == {
        "readerId": "AB12",
        "books": [{"isbn": "978-3"}],
        "class": "short",
        "days": 7,
        "deposit": 2.5,
        "insured": True,
        "labels": ["ab", "cd"],
        "channels": ["desk", "kiosk"],
        "h5ModeConfig": {"isbn": "1", "title": "Emma"},
        "note": {"any": ["JSON"]},
        "number": "04",
    }


@pytest.mark.parametrize(("fee", "written"), [("0.5", b"0.50"), ("0.10", b"0.10"), ("9", b"9.00"), ("1E-2", b"0.01")])
def test_decimal_is_written_with_all_its_places(library: ModuleType, fee: str, written: bytes) -> None:
    """A JSON number, never a text and never in powers of ten."""
    request = unstructure(loan_request(library, fee=Decimal(fee), note={"a": [Decimal("1.50"), "\u00e9"]}))

    body = encode(request)
    assert b'"fee":' + written + b"," in body
    assert '"note":{"a":[1.50,"\u00e9"]}'.encode() in body
    assert json.loads(body) == json.loads(encode({**request, "fee": float(fee), "note": {"a": [1.5, "\u00e9"]}}))


def test_request_knows_where_each_argument_travels(library: ModuleType) -> None:
    """Parameters and body are one request, and every field says which part of the HTTP request takes it."""
    names = locations(library.OpenLoanRequest)

    assert (names["path"], names["query"]) == (["readerId"], ["channel", "dryRun"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reader_id": "AB12\n"}, "readerId"),
        ({"reader_id": "ab12"}, "readerId"),
        ({"books": []}, "books"),
        ({"books": ["978-3"]}, "books"),
        ({"class_": "medium"}, "class"),
        ({"days": 0}, "days"),
        ({"days": 31}, "days"),
        ({"days": True}, "days"),
        ({"days": "7"}, "days"),
        ({"deposit": 0.4}, "deposit"),
        ({"fee": Decimal("0.505")}, "fee"),
        ({"fee": Decimal("0.00")}, "fee"),
        ({"fee": Decimal(10)}, "fee"),
        ({"fee": Decimal("NaN")}, "fee"),
        ({"fee": Decimal("sNaN")}, "fee"),
        ({"fee": Decimal("1E+999999")}, "fee"),
        ({"fee": 0.5}, "fee"),
        ({"fee": "0.50"}, "fee"),
        ({"insured": 1}, "insured"),
        ({"labels": ["a", "b", "c"]}, "labels"),
        ({"labels": ["abcde"]}, "labels"),
        ({"labels": ["A"]}, "labels"),
        ({"labels": "ab"}, "labels"),
        ({"number_": "4"}, "number"),
        ({"channel": 3}, "channel"),
    ],
)
def test_argument_that_breaks_the_contract_is_refused(library: ModuleType, changes: dict[str, Any], field: str) -> None:
    """Type, length, pattern, range, number of items and membership are checked, and the error names the wire field."""
    with pytest.raises(RequestError) as caught:
        loan_request(library, **changes)

    assert caught.value.field == field


def test_nested_request_object_is_checked(library: ModuleType) -> None:
    """A part of a request refuses what breaks its own limits."""
    with pytest.raises(RequestError) as caught:
        library.Book(isbn="978-3-16-148410-0-too-long")

    assert caught.value.field == "isbn"


def test_refusal_of_an_argument_names_operation_and_document(library: ModuleType) -> None:
    """The error leads to the method and to the provider's page."""
    with pytest.raises(RequestError) as caught:
        loan_request(library, days=31)

    assert (caught.value.operation, caught.value.document) == ("open_loan", "https://library.example/docs/loans")


def test_enum_argument_may_be_a_member(library: ModuleType) -> None:
    """Members and their text are the same on the wire."""
    as_member = loan_request(library, class_=library.LoanClass.SHORT, channel=library.Channel.WEB)
    as_text = loan_request(library, class_="short", channel="WEB")

    assert unstructure(as_member) == unstructure(as_text)


def test_open_enum_argument_may_be_anything(library: ModuleType) -> None:
    """Of an open enum the provider knows values that the contract does not."""
    assert unstructure(loan_request(library, channel="kiosk"))["channel"] == "kiosk"


def test_sensitive_argument_is_masked(library: ModuleType) -> None:
    """What the contract marks does not show in a repr, by itself or inside of another object; the rest does."""
    books = [library.Book(isbn="1", title="secret")]
    shown = repr(loan_request(library, h5_mode_config=library.Book(isbn="secret"), books=books))

    assert "AB12" not in shown
    assert "secret" not in shown
    assert "days=7" in shown


def test_request_is_frozen(library: ModuleType) -> None:
    """A request that was checked stays as it was."""
    with pytest.raises(AttributeError):
        loan_request(library).days = 31


def test_answer_is_decoded(library: ModuleType) -> None:
    """Every kind of field comes back as its type; null and absent are the same where a field may be absent."""
    answer = structure(
        {
            "status": 0,
            "dueDays": [7, 14],
            "channel": "WEB",
            "shelf": {"id": "a", "open": True, "inner": [{"id": "b", "open": False, "inner": None}]},
            "reader": None,
            "fine": 1,
            "unheard": "of",
        },
        library.Loan,
    )

    assert answer == library.Loan(
        status=0,
        due_days=(7, 14),
        channel=library.Channel.WEB,
        shelf=library.Shelf(id="a", open=True, inner=(library.Shelf(id="b", open=False),)),
        fine=1,
    )


def test_answer_goes_back_to_its_wire_form(library: ModuleType) -> None:
    """What is decoded can be written down again."""
    document = {"status": 0, "dueDays": [7], "class": "short", "shelf": {"id": "a", "open": True}}

    assert structure(document, library.Loan).to_wire() == document


def test_empty_request_is_an_empty_object(library: ModuleType) -> None:
    """A component without properties is a model without fields."""
    assert unstructure(library.RingRequest()) == {}


def test_empty_answer_ignores_what_comes(library: ModuleType) -> None:
    """Fields that the contract does not have are left aside in an answer without any too."""
    assert structure({"unheard": "of"}, library.RingResponse) == library.RingResponse()


def test_callback_is_decoded_as_an_answer(library: ModuleType) -> None:
    """What a provider sends of its own accord is read tolerantly: over-long, unknown and null are no failure."""
    notice = structure({"book": {"isbn13": "9" * 14}, "borrower": None, "unheard": "of"}, library.OverdueNotice)

    assert notice == library.OverdueNotice(book=library.OverdueBook(isbn13="9" * 14))


@pytest.mark.parametrize("document", [{"event": "loan_overdue"}, {"event": None}, {}], ids=["given", "null", "absent"])
def test_constant_may_be_absent(library: ModuleType, document: dict[str, Any]) -> None:
    """A constant that is not required is there with its one value, or None."""
    notice = structure({"book": {"isbn13": "978-3"}, **document}, library.OverdueNotice)

    assert notice.event == document.get("event")


def test_sensitive_field_of_a_callback_is_masked(library: ModuleType) -> None:
    """As in answers."""
    notice = library.OverdueNotice(book=library.OverdueBook(isbn13="978-3"), borrower="AB12")

    assert "AB12" not in repr(notice)


@pytest.mark.parametrize("absent", [{}, {"shelves": None}, {"shelves": []}], ids=["absent", "null", "empty"])
def test_optional_array_is_never_none(library: ModuleType, absent: dict[str, Any]) -> None:
    """Null, absent and empty all decode to an empty sequence."""
    assert structure(absent, library.Shelves).shelves == ()


@pytest.mark.parametrize(
    ("model", "change", "path"),
    [
        ("Loan", {"status": 1}, "$.status"),
        ("Loan", {"status": False}, "$.status"),
        ("Loan", {"dueDays": {}}, "$.dueDays"),
        ("Loan", {"dueDays": ["7"]}, "$.dueDays[0]"),
        ("Loan", {"shelf": {"id": "a"}}, "$.shelf.open"),
        ("Loan", {"shelf": {"id": "a", "open": True, "inner": [{"open": True}]}}, "$.shelf.inner[0].id"),
        ("Loan", {"fine": "much"}, "$.fine"),
        ("Loan", {"channel": 3}, "$.channel"),
        ("Refusal", {"status": 7, "dueDays": [1]}, "$.dueDays"),
        ("OverdueNotice", {"book": {"isbn13": "978-3"}, "event": "loan_ended"}, "$.event"),
    ],
)
def test_answer_of_another_shape_is_refused(library: ModuleType, model: str, change: Any, path: str) -> None:
    """A wrong type, a missing field, something in the place of null or of a constant is told with its wire path."""
    with pytest.raises(DecodeError) as caught:
        structure({"status": 0, "dueDays": [7]} | change, getattr(library, model))

    assert caught.value.path == path


@pytest.mark.parametrize("enum", ["LoanClass", "Channel"])
def test_answer_keeps_an_unknown_value(library: ModuleType, enum: str) -> None:
    """A closed enum is as tolerant as an open one in what comes back."""
    value = getattr(library, enum)("brand-new")

    assert (value, value.documented) == ("brand-new", False)


def test_enum_has_the_constants_of_the_contract(library: ModuleType) -> None:
    """Names are those of ``x-enum-varnames``, values those of the wire, in the order of the contract."""
    assert [(member.name, member.value) for member in library.Channel] == [("DESK", "desk"), ("WEB", "WEB")]


def test_models_copy_and_pickle(library: ModuleType) -> None:
    """Models are values."""
    request = loan_request(library, channel="kiosk")

    assert copy.deepcopy(request) == pickle.loads(pickle.dumps(request)) == request  # noqa: S301 - made one line above


def test_docstrings_are_the_descriptions(library: ModuleType) -> None:
    """Quotes and backslashes of a description arrive unharmed."""
    assert library.OpenLoanRequest.__doc__ == 'What to lend: "books", and \\ how.'


def test_docstring_keeps_lists_and_says_that_an_enum_is_open(library: ModuleType) -> None:
    """Paragraphs and entries stand on lines of their own."""
    assert inspect.getdoc(library.Channel) == (
        "Where a reader stands.\n\n- `desk`: at the desk.\n\n"
        "The list is open: the provider may use values that do not stand here."
    )
