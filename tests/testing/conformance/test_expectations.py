"""What the contract expects of requests that were sent, and what cases are drawn from."""

import pytest

from realname.testing.conformance.expectations import Expectation, drawable, expected
from tests.testing.conformance.library import contract

WHOLE = "/books?lent=true&shelf=3&language=zh&word=tea"


@pytest.mark.parametrize(
    ("operation", "target", "body", "expectation"),
    [
        ("findBooks", WHOLE, b"", Expectation.VALID),
        ("findBooks", f"{WHOLE}&more=1", b"", Expectation.VALID),
        ("findBooks", WHOLE.replace("word", "author"), b"", Expectation.VALID),
        ("findBooks", WHOLE.replace("word=tea", "word="), b"", Expectation.OPEN),
        ("findBooks", WHOLE.replace("language=zh&", ""), b"", Expectation.OPEN),
        ("findBooks", WHOLE.replace("true", "yes"), b"", Expectation.INVALID),
        ("findBooks", WHOLE.replace("=3", "=3.5"), b"", Expectation.INVALID),
        ("findBooks", WHOLE.replace("=3", f"={10**20}"), b"", Expectation.VALID),
        ("findBooks", f"{WHOLE}&word=tea", b"", Expectation.INVALID),
        ("findBooks", f"{WHOLE}&more=%FF", b"", Expectation.INVALID),
        ("lendBook", "/loans", b'{"reader":"r-1","shelf":3}', Expectation.VALID),
        ("lendBook", "/loans", b'{"reader":null,"shelf":3}', Expectation.INVALID),
        ("lendBook", "/loans", b'{"shelf":3}', Expectation.OPEN),
        ("lendBook", "/loans", b"no JSON", Expectation.INVALID),
        ("lendBook", "/loans", b"null", Expectation.INVALID),
        ("lendBook", "/loans", b"", Expectation.INVALID),
    ],
)
def test_requests_are_judged_by_what_was_sent(
    operation: str, target: str, body: bytes, expectation: Expectation
) -> None:
    """Allowed, not allowed, or allowed on paper only; texts are judged as what they stand for."""
    assert expectation is expected(contract().operations[operation], target, body)[0]


@pytest.mark.parametrize(
    ("arguments", "required", "word"),
    [
        ({}, ["lent", "shelf", "language", "author"], "tea"),
        ({"word": "ink"}, ["lent", "shelf", "language", "word"], "ink"),
    ],
)
def test_cases_hold_what_is_needed_and_the_values_of_the_caller(
    arguments: dict[str, str], required: list[str], word: str
) -> None:
    """Of several of which one is needed, that of the caller, or else the first; the contract itself stays as it is."""
    shipped = contract()

    paths = drawable(shipped, {"findBooks": arguments, "lendBook": {"reader": "r-2", "shelf": "7"}})["paths"]

    parameters = paths["/books"]["get"]["parameters"]
    body = paths["/loans"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert (required, word) == ([p["name"] for p in parameters if p["required"]], parameters[-1]["example"])
    examples = [field["examples"] for field in body["properties"].values()]
    assert (["shelf", "reader"], [["r-2"], [7]]) == (body["required"], examples)
    assert contract().document == shipped.document
