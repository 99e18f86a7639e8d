"""Hostile answers through the whole client: only `RealnameError` comes out, with the operation named."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from realname import RealnameError
from tests.oracle.clients import Answering
from tests.oracle.contract import CASES, Case
from tests.strategies import drawing

statuses = st.sampled_from([200, 200, 200, 400, 401, 403, 404, 429, 500, 503]) | st.integers(100, 999)
printable = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=60)
ODD_HEADERS = (
    "Content-Type",
    "Content-Encoding",
    "Location",
    "Retry-After",
    "Set-Cookie",
    "Encrypt",
    "Signature",
    "Response-Time",
    "alipay-sn",
    "alipay-signature",
    "alipay-nonce",
    "alipay-trace-id",
    "X-Tsign-Trace-Id",
)
odd_headers = st.dictionaries(
    st.sampled_from(ODD_HEADERS),
    st.sampled_from(["gzip", "deflate", "http://[", "-1", "null", ""]) | printable,
    max_size=3,
)


def _outcome(call: Callable[..., Any], *answer: object) -> object:
    try:
        return call(*answer)
    except RealnameError as error:
        return error


def _outcomes(gateway: Answering, operation: str, status: int, body: bytes, headers: Mapping[str, str]) -> list[object]:
    return [_outcome(call, operation, status, body, headers) for call in (gateway.call, gateway.call_async)]


@pytest.mark.parametrize("case", CASES, ids=repr)
@drawing
@given(data=st.data())
def test_only_our_errors_come_out(case: Case, answering: Callable[[str], Answering], data: st.DataObject) -> None:
    """Signed genuinely or not, sync or async: an answer or a `RealnameError` that names the operation."""
    gateway = answering(case.contract.provider)
    body = data.draw(case.bodies)
    genuine = gateway.signature(case.generated.name, body) if data.draw(st.booleans()) else {}
    headers = data.draw(odd_headers) | genuine
    status = data.draw(statuses)

    found = _outcomes(gateway, case.generated.name, status, body, headers)

    assert type(found[0]) is type(found[1])
    for outcome in found:
        if isinstance(outcome, RealnameError):
            assert case.generated.name == outcome.operation
            assert isinstance(str(outcome), str)
        else:
            assert isinstance(outcome, case.generated.answer)
            assert status == 200


@pytest.mark.parametrize("case", CASES, ids=repr)
def test_a_cookie_that_cannot_be_sent_back_is_no_crash(case: Case, answering: Callable[[str], Answering]) -> None:
    """Httpx prepares a redirect even where none is followed, and cannot write a cookie that is not ASCII."""
    gateway = answering(case.contract.provider)

    found = _outcomes(gateway, case.generated.name, 307, b"", {"Set-Cookie": "é=1", "Location": "elsewhere"})

    assert [case.generated.name] * 2 == [getattr(outcome, "operation", None) for outcome in found]


@pytest.mark.parametrize("case", [case for case in CASES if case.contract.provider != "esign"], ids=repr)
@drawing
@given(data=st.data())
def test_nothing_unsigned_is_ever_returned(
    case: Case, answering: Callable[[str], Answering], data: st.DataObject
) -> None:
    """A signature that lacks a part, is made up or belongs to other bytes makes every answer an error."""
    gateway = answering(case.contract.provider)
    body = data.draw(case.bodies)
    genuine = gateway.signature(case.generated.name, body)
    broken = dict(genuine)
    name = data.draw(st.sampled_from([name for name in genuine if name != "alipay-trace-id"]))
    match data.draw(st.sampled_from(["dropped", "made up", "of other bytes", "none"])):
        case "dropped":
            del broken[name]
        case "made up":
            broken[name] = data.draw(printable.filter(lambda value: value.strip() != genuine[name]))
        case "of other bytes":
            broken = gateway.signature(case.generated.name, body + b" ")
        case _:
            broken = {}

    found = _outcomes(gateway, case.generated.name, data.draw(statuses), body, broken)

    assert all(isinstance(outcome, RealnameError) for outcome in found)
