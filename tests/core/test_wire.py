"""The wire codec: what it refuses, where it says the difference is, and what it forgives."""

from collections.abc import Sequence
from typing import ClassVar, Literal

import pytest
from attrs import field, frozen

from realname import DecodeError, RequestError
from realname.core import wire
from realname.core.answer import Answer
from realname.core.model import Request, WireEnum, text
from realname.core.model import wire as named


class State(WireEnum):
    """A state."""

    ON = "ON"


@frozen(kw_only=True)
class Item(Answer):
    """A nested object."""

    state: State = field(metadata=named("theState"))
    count: int | None = field(default=None, metadata=named("count"))


@frozen(kw_only=True)
class Nested(Answer):
    """An answer that holds one of its own kind."""

    inner: "Nested | None" = field(default=None, metadata=named("inner"))


@frozen(kw_only=True)
class Whole(Answer):
    """An answer with a field of each kind."""

    code: Literal[0] = field(metadata=named("code"))
    items: Sequence[Item] = field(default=(), metadata=named("theItems"))
    ratio: float | None = field(default=None, metadata=named("ratio"))
    flag: bool | None = field(default=None, metadata=named("flag"))
    free: object = field(default=None, metadata=named("free"))
    note: str | None = field(metadata=named("note"))


@frozen(kw_only=True)
class Lookup(Request):
    """A request whose fields travel in all three places."""

    OPERATION: ClassVar[str] = "lookup"

    key: str = field(validator=text(), metadata=named("theKey", at="path"))
    page: str | None = field(default=None, validator=text(), metadata=named("page", at="query"))
    body: str = field(validator=text(), metadata=named("body"))


WHOLE = b'{"code": 0, "note": "n"}'


def test_an_answer_is_built_from_its_wire_names() -> None:
    """Every kind of field arrives under its Python name."""
    body = (
        b'{"code":0,"theItems":[{"theState":"ON","count":2}],"ratio":1,"flag":true,"free":{"a":[1]},"note":null,"x":9}'
    )

    answer = wire.structure(wire.parse(body), Whole)

    assert (
        Whole(code=0, items=(Item(state=State.ON, count=2),), ratio=1, flag=True, free={"a": [1]}, note=None) == answer
    )


@pytest.mark.parametrize(
    ("body", "differences"),
    [
        (b"[]", ["$: expected an object, got an array"]),
        (b'{"code":0}', ["$.note: is required and missing"]),
        (b'{"code":null,"note":"n"}', ["$.code: must be 0"]),
        (b'{"code":false,"note":"n"}', ["$.code: must be 0"]),
        (b'{"code":0.0,"note":"n"}', ["$.code: must be 0"]),
        (b'{"code":0,"note":7}', ["$.note: expected text, got a number"]),
        (b'{"code":0,"note":"n","theItems":{}}', ["$.theItems: expected an array, got an object"]),
        (b'{"code":0,"note":"n","theItems":"ab"}', ["$.theItems: expected an array, got text"]),
        (
            b'{"code":0,"note":"n","theItems":[{"theState":"ON"},{"theState":1,"count":true},[]]}',
            [
                "$.theItems[1].theState: expected text, got a number",
                "$.theItems[1].count: expected a whole number, got true or false",
                "$.theItems[2]: expected an object, got an array",
            ],
        ),
        (
            b'{"code":0,"note":"n","theItems":[{"theState":"ON","count":1.0}]}',
            ["$.theItems[0].count: expected a whole number, got a number"],
        ),
        (
            b'{"code":0,"note":"n","theItems":[{"theState":"ON","count":9223372036854775808}]}',
            ["$.theItems[0].count: the number is larger than 64 bits"],
        ),
        (b'{"code":0,"note":"n","ratio":"1"}', ["$.ratio: expected a number, got text"]),
        (b'{"code":0,"note":"n","flag":0}', ["$.flag: expected true or false, got a number"]),
    ],
    ids=lambda item: str(item)[:50],
)
def test_every_difference_is_named_with_its_path(body: bytes, differences: list[str]) -> None:
    """All differences of an answer are gathered, in wire names."""
    with pytest.raises(DecodeError) as caught:
        wire.structure(wire.parse(body), Whole)

    assert differences == list(caught.value.paths)
    assert differences[0].split(": ")[0] == caught.value.path


@pytest.mark.parametrize("absent", [b"", b',"theItems":null', b',"theItems":[]'], ids=["absent", "null", "empty"])
def test_an_empty_list_is_the_same_in_all_three_spellings(absent: bytes) -> None:
    """Callers loop over a list without asking whether it is there."""
    assert () == wire.structure(wire.parse(b'{"code":0,"note":"n"' + absent + b"}"), Whole).items


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "is empty"),
        (b"{", "is not JSON"),
        (b"<html>", "is not JSON"),
        (b'{"a":1}x', "is not JSON"),
        (b"\xef\xbb\xbf{}", "is not JSON"),
        (b'"\xff"', "is not UTF-8 text"),
        ('"张"'.encode("gbk"), "is not UTF-8 text"),
        (b'{"a":1,"a":1}', "repeats a key"),
        (b"NaN", "holds NaN"),
        (b"[-Infinity]", "holds -Infinity"),
        (b"1e999", "holds a number that is too large"),
        (b"1" * 5000, "holds a number that is too large"),
        (b'"\\ud800"', "is not UTF-8 text"),
        (b'{"\\udfff":1}', "is not UTF-8 text"),
        (b"[" * 100_000, "is nested too deeply"),
    ],
    ids=lambda item: str(item)[:20],
)
def test_what_json_libraries_let_through_is_refused(body: bytes, problem: str) -> None:
    """Each is an error of ours, with no other error behind it."""
    with pytest.raises(DecodeError, match=f"the answer's body {problem}") as caught:
        wire.parse(body)

    assert caught.value.__context__ is None


@pytest.mark.parametrize("body", [b'"\\ud83d\\ude00"', '"😀"'.encode()])
def test_a_whole_character_in_two_escapes_is_accepted(body: bytes) -> None:
    """Only a surrogate without its partner is refused."""
    assert "😀" == wire.parse(body)


def test_an_answer_exports_back_to_its_wire_form() -> None:
    """What was there is there again, what was absent is absent."""
    document = {"code": 0, "note": "n", "theItems": [{"theState": "NEW"}], "free": {"a": None}}

    assert document == wire.structure(document, Whole).to_wire()


def test_an_exported_enum_is_plain_text() -> None:
    """The export consists of JSON types."""
    exported = wire.structure({"theState": "NEW"}, Item).to_wire()

    assert str is type(exported["theState"])


def test_a_request_knows_where_its_fields_travel() -> None:
    """Path, query and body are told apart."""
    assert {"path": ["theKey"], "query": ["page"], "body": ["body"]} == wire.locations(Lookup)


def test_encoding_is_compact_utf8() -> None:
    """The bytes that are signed hold no spaces and no escapes."""
    assert '{"a":["张"]}'.encode() == wire.encode({"a": ["张"]})


@pytest.mark.parametrize("value", [float("nan"), "\ud800", object()], ids=["nan", "surrogate", "object"])
def test_what_json_cannot_carry_is_refused_before_sending(value: object) -> None:
    """A free-form field is checked when it is written."""
    with pytest.raises(RequestError, match="JSON cannot carry"):
        wire.encode({"a": value})


TWICE = [{"theState": 1, "count": True}]
"""An item with two mistakes."""


def test_the_differences_of_an_answer_are_listed_to_a_limit() -> None:
    """An answer of nothing but mistakes costs what a hundred cost, and says that there are more."""
    most = wire.MOST_DIFFERENCES
    for wrong, items in ((most, [1]), (most + 1, [1]), (50_000, [1]), (most, [{"theState": 1}]), (2 * most, TWICE)):
        with pytest.raises(DecodeError) as caught:
            wire.structure({"code": 0, "note": "n", "theItems": items * (wrong // (2 if items is TWICE else 1))}, Whole)

        paths = caught.value.paths
        assert min(wrong, most + 1) == len(paths)
        assert (wrong > wire.MOST_DIFFERENCES) is (f"no more than {wire.MOST_DIFFERENCES} are listed" == paths[-1])
        assert ("at least" in str(caught.value)) is (wrong > wire.MOST_DIFFERENCES)


@pytest.mark.parametrize("item", [b"1", b"[]", b"{}", b'{"a":1}'])
def test_an_answer_with_more_values_than_any_is_not_parsed(item: bytes) -> None:
    """Each costs a thousand times its bytes; the same with fewer is parsed."""
    count = wire.MOST_VALUES // (1 if item == b"1" else 2)
    assert count - 1 == len(wire.parse(b"[" + b",".join([item] * (count - 1)) + b"]"))  # type: ignore[arg-type]

    with pytest.raises(DecodeError, match="more values than any"):
        wire.parse(b"[" + b",".join([item] * (count + 1)) + b"]")


def test_a_document_deeper_than_python_goes_is_refused() -> None:
    """By the models as by the parser, and said in the same words."""
    document: object = {"code": 0, "note": "n"}
    for _ in range(10_000):
        document = {"code": 0, "note": "n", "inner": document}

    with pytest.raises(DecodeError, match="nested too deeply"):
        wire.structure(document, Nested)
