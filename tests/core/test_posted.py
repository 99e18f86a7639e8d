"""What frameworks hand over of a post: every shape is read alike, and anything else is refused by its name."""

from email.message import Message
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers, QueryParams

from realname import RequestError
from realname.core import posted
from tests.strategies import drawing

PAIRS = [(b"a", b"1"), (b"\xe5\xbc\xa0", b"x y"), (b"a", b""), (b"a", b"=&%")]
RAW = "a=1&%E5%BC%A0=x+y&&a&a=%3D%26%25"


@pytest.mark.parametrize(
    "value",
    [
        RAW,
        RAW.encode(),
        bytearray(RAW.encode()),
        memoryview(RAW.encode()),
        "a=1&张=x%20y&a=&a==%26%",
        [("a", "1"), ("张", "x y"), ("a", ""), ("a", "=&%")],
        PAIRS,
        iter(PAIRS),
        QueryParams(RAW),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_query_is_read_whatever_holds_it(value: Any) -> None:
    """In its order, decoded, with every value of a name that is repeated."""
    assert posted.fields(value, "query") == PAIRS


def test_a_mapping_may_hold_lists() -> None:
    """As AWS Lambda has them; a single value counts as one."""
    assert posted.fields({"a": ["1", "2"], b"b": b"3", "c": ()}, "query") == [(b"a", b"1"), (b"a", b"2"), (b"b", b"3")]
    assert posted.fields({}, "query") == posted.fields("", "query") == []


@pytest.mark.parametrize(
    "value",
    [
        {"X-Some": "1", "Other": "2"},
        {"x-some": ["1"], "wsgi.version": (1, 0)},
        [("X-SOME", "1")],
        [(b"x-some", b"1")],
        {"HTTP_X_SOME": "1", "wsgi.input": object(), "SERVER_PORT": 80},
        Headers({"X-Some": "1"}),
    ],
    ids=["mapping", "lists", "pairs", "asgi", "wsgi", "starlette"],
)
def test_headers_are_read_whatever_holds_them(value: Any) -> None:
    """By their name in any spelling; no other value is looked at."""
    assert {"x-some": ["1"], "x-none": []} == posted.headers(value, "headers", ["x-some", "x-none"])


def test_headers_of_the_standard_library_are_read() -> None:
    """`http.server` has them as a mail message, which may hold one more than once."""
    message = Message()
    message["X-Some"] = "1"
    message["x-some"] = "2"

    assert {"x-some": ["1", "2"]} == posted.headers(message, "headers", ["x-some"])


@pytest.mark.parametrize("body", [b"\xff{}", bytearray(b"\xff{}"), memoryview(b"--\xff{}--")[2:-2]])
def test_a_body_is_bytes(body: Any) -> None:
    """In whatever a server keeps them; text is in UTF-8, even such as no UTF-8 can hold."""
    assert posted.raw(body, "body") == b"\xff{}"
    assert posted.raw("张\ud800", "body") == b"\xe5\xbc\xa0\xed\xa0\x80"


UNFIT: list[Any] = [
    None,
    1,
    Exception(),
    1.5,
    True,
    [1],
    [("a",)],
    ["abc"],
    {"a": None},
    {1: "a"},
    [("a", ["b", 1])],
    {"a": {}},
]


@pytest.mark.parametrize("value", UNFIT, ids=repr)
def test_another_type_is_refused_by_the_name_of_the_argument(value: Any) -> None:
    """Never a TypeError out of a view that catches `RealnameError`."""
    with pytest.raises(RequestError, match="query") as caught:
        posted.fields(value, "query")
    assert ("query", None) == (caught.value.field, caught.value.__cause__)
    assert posted.fields({"a": "b"}, "query") == [(b"a", b"b")]


@pytest.mark.parametrize("value", [None, 1, "text", b"bytes", [1], {"X-Some": 1}, {"X-Some": None}, {1: "a"}], ids=repr)
def test_headers_of_another_type_are_refused(value: Any) -> None:
    """The same for headers."""
    with pytest.raises(RequestError, match="headers") as caught:
        posted.headers(value, "headers", ["x-some"])
    assert "headers" == caught.value.field
    assert {"x-some": []} == posted.headers({"a": "b"}, "headers", ["x-some"])


@pytest.mark.parametrize("body", [None, {"flowId": "1"}, [], 1, Exception()], ids=repr)
def test_a_body_that_was_parsed_is_refused(body: Any) -> None:
    """What it is was decided by then, and its bytes are gone; the error says what to pass."""
    with pytest.raises(RequestError, match="pass the raw bytes") as caught:
        posted.raw(body, "body")
    assert "body" == caught.value.field


odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.tuples(inner, inner) | st.dictionaries(st.text() | st.integers(), inner),
)


@drawing
@given(value=odd)
def test_nothing_but_our_error_comes_out(value: Any) -> None:
    """Whatever is passed: bytes, or the one error."""
    found: object
    for read in (posted.fields, posted.raw, lambda value, name: posted.headers(value, name, ["a"])):
        try:
            found = read(value, "argument")
        except RequestError as error:
            found = error.field
        assert found == "argument" or isinstance(found, bytes | list | dict)
