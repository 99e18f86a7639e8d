"""The building blocks of generated models: strict requests, tolerant enums, masked fields."""

import copy
import pickle
from collections.abc import Sequence
from typing import Any, ClassVar, cast

import pytest
from attrs import field, frozen
from attrs.validators import optional

from realname import RequestError
from realname.core import model
from realname.core.answer import Answer
from realname.core.model import Request, Validator, WireEnum, wire


class Color(WireEnum):
    """An enum with one documented value."""

    RED = "red"


@frozen(kw_only=True)
class Part(Request):
    """A nested object of a request."""

    size: int = field(validator=model.integer(minimum=1, maximum=9), metadata=wire("partSize"))


@frozen(kw_only=True)
class Ask(Request):
    """A request with a field of each kind."""

    OPERATION: ClassVar[str] = "ask"
    DOCUMENT: ClassVar[str] = "https://provider.example/ask"

    name: str = field(default="n", validator=model.text(max_length=3), repr=model.masked, metadata=wire("theName"))
    code: str = field(default="ab", validator=model.text(min_length=1, pattern="^[a-z]+$"), metadata=wire("code"))
    color: Color | str | None = field(default=None, validator=optional(model.member(Color)), metadata=wire("color"))
    ratio: float | None = field(default=None, validator=optional(model.number(maximum=1)), metadata=wire("ratio"))
    flag: bool | None = field(default=None, validator=optional(model.boolean()), metadata=wire("flag"))
    part: Part | None = field(default=None, validator=optional(model.nested(Part)), metadata=wire("part"))
    tags: Sequence[str] | None = field(
        default=None, validator=optional(model.array(model.text(max_length=2), max_items=2)), metadata=wire("tags")
    )


@frozen(kw_only=True)
class Person(Answer):
    """An answer with a masked field."""

    number: str | None = field(default=None, repr=model.masked, metadata=wire("number"))


REFUSED: list[tuple[str, object, str]] = [
    ("name", "abcd", "theName must be text of at most 3 characters"),
    ("name", 1, "theName must be text of at most 3 characters"),
    ("name", None, "theName must be text of at most 3 characters"),
    ("name", "a\ud800", "theName must be text of at most 3 characters, without lone surrogates"),
    ("code", "", "code must be text of at least 1 characters that matches ^[a-z]+$"),
    ("code", "ab\n", "code must be text of at least 1 characters that matches ^[a-z]+$"),
    ("color", "blue", "color must be one of red"),
    ("color", Color("blue"), "color must be one of red"),
    ("ratio", 1.5, "ratio must be a finite number up to 1"),
    ("ratio", float("nan"), "ratio must be a finite number up to 1"),
    ("ratio", True, "ratio must be a finite number up to 1"),
    ("flag", 1, "flag must be true or false"),
    ("part", {"partSize": 1}, "part must be a Part"),
    ("tags", "ab", "tags must be a list with a length up to 2"),
    ("tags", ["a", "b", "c"], "tags must be a list with a length up to 2"),
    ("tags", ["abc"], "tags must be text of at most 2 characters"),
]


@pytest.mark.parametrize(("name", "value", "text"), REFUSED, ids=lambda item: ascii(item)[:30])
def test_a_value_outside_the_contract_is_refused(name: str, value: Any, text: str) -> None:
    """The error names operation, field, limit and document."""
    with pytest.raises(RequestError) as caught:
        Ask(**{name: value})

    assert str(caught.value).startswith(f"ask: {text}")
    assert Ask.DOCUMENT == caught.value.document


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""),
        ("name", "张三丰"),
        ("code", "z"),
        ("color", "red"),
        ("color", Color.RED),
        ("ratio", 1),
        ("flag", False),
        ("part", Part(size=9)),
        ("tags", ()),
        ("tags", ["ab", "c"]),
    ],
    ids=str,
)
def test_a_value_at_the_limit_is_accepted(name: str, value: Any) -> None:
    """Limits are inclusive, and lengths count characters."""
    assert value == getattr(Ask(**{name: value}), name)


@pytest.mark.parametrize("size", [0, 10, True, 1.0, "1"])
def test_a_whole_number_is_nothing_else(size: Any) -> None:
    """True and 1.0 compare equal to 1 and are still refused."""
    with pytest.raises(RequestError, match="partSize must be a whole number from 1 to 9"):
        Part(size=size)


def test_an_error_never_repeats_the_value() -> None:
    """Neither text nor arguments of the error hold what was passed."""
    with pytest.raises(RequestError) as caught:
        Ask(name="MARKER")

    assert "MARKER" not in f"{caught.value!r}{caught.value.args}{vars(caught.value)}"


@pytest.mark.parametrize(
    ("validator", "words"),
    [
        (model.text(min_length=2, max_length=4), "text of 2 to 4 characters"),
        (model.integer(minimum=3), "a whole number from 3 up"),
        (model.integer(), "a whole number"),
    ],
    ids=["text", "integer", "any integer"],
)
def test_a_limit_reads_well(validator: Validator, words: str) -> None:
    """Every form of a limit is told in plain words."""

    @frozen
    class Holder(Request):
        value: object = field(validator=validator, metadata=wire("value"))

    with pytest.raises(RequestError) as caught:
        Holder(None)

    assert words == caught.value.limit


def test_an_unknown_enum_value_is_kept_and_says_so() -> None:
    """A value that the provider added later is data, not a crash."""
    blue = Color("blue")

    assert ("blue", Color, False, True) == (blue, type(blue), blue.documented, Color.RED.documented)


def test_an_unknown_enum_value_can_be_copied_and_sent() -> None:
    """Copies and pickles of an undocumented member are equal to it."""
    blue = Color("blue")

    assert [blue, blue, blue] == [copy.copy(blue), copy.deepcopy(blue), pickle.loads(pickle.dumps(blue))]  # noqa: S301


def test_an_enum_is_made_of_text_only() -> None:
    """A number is no enum value."""
    with pytest.raises(ValueError, match="1 is not a valid Color"):
        Color(cast("str", 1))


def test_a_masked_field_shows_only_whether_it_is_there() -> None:
    """The repr of a person's data is a placeholder."""
    assert ["Person(number='…')", "Person(number=None)"] == [repr(Person(number="MARKER")), repr(Person())]


def test_a_masked_field_of_a_request_is_blank() -> None:
    """What is sent is masked in the same way."""
    assert "name='…'" in repr(Ask(name="abc"))
