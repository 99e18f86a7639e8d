"""What is said of a call is about all of its attempts, and a call goes where the contract says or nowhere."""

from types import SimpleNamespace
from typing import Any, ClassVar

import httpx
import pytest
from attrs import evolve, field, frozen

import realname
from realname.core import deadline
from realname.core.call import Call, wire_form
from realname.core.model import Request, text, wire
from tests.core.judge import CASES, STANDING
from tests.providers import BASE_URL, Answer, Caller, Script

pytestmark = pytest.mark.usefixtures("no_waiting")

REFUSED = httpx.ConnectError
LOST = httpx.ReadTimeout


@pytest.mark.parametrize(
    ("steps", "is_unknown"),
    [
        ([REFUSED], False),
        ([LOST, REFUSED], True),
        ([Answer(503), REFUSED], True),
        ([REFUSED, Answer(401, {"success": False, "code": 401, "message": "m"})], False),
        ([LOST, Answer(401, {"success": False, "code": 401, "message": "m"})], True),
        ([LOST, Answer(200, b"{")], True),
        ([REFUSED, REFUSED, LOST], True),
    ],
    ids=["never", "lost once", "answered by nobody", "refused", "lost, refused", "lost, unreadable", "lost at last"],
)
async def test_one_attempt_that_may_have_arrived_is_enough(
    steps: list[Any], is_unknown: bool, esign_caller: Caller
) -> None:
    """Whatever ends the call says so, and "nothing was sent" is only said where that is true; sync and async."""
    found = [outcome for _ in range(2) for outcome in await esign_caller.both(_Fresh(steps), attempts=len(steps))]

    for error in found:
        assert is_unknown is error.outcome_unknown
        if isinstance(error, realname.TransportError):
            assert is_unknown is not ("nothing was sent" in str(error))


class _Fresh(Script):
    """A script that begins again when it has come to its end."""

    def __init__(self, steps: list[Any]) -> None:
        self._all = steps
        super().__init__(*steps)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if len(self.requests) % len(self._all) == 0:
            self.steps = list(self._all)
        return super().__call__(request)


async def test_an_answer_after_a_lost_attempt_needs_no_mark(esign_caller: Caller) -> None:
    """A success is one, and the provider's decision about the person is known."""
    rejected = Answer(200, {"code": 30500001, "message": "m"})
    operation = evolve(
        next(case for case in STANDING if case.provider == "esign").generated,
        codes={"30500001": realname.core.codes.Code(kind="rejected")},
    )
    client = esign_caller.client(_Fresh([LOST, rejected]))
    request = operation.request(**esign_caller.main.minimal)

    with pytest.raises(realname.RejectedError) as caught:
        client._call(operation, request)

    assert not caught.value.outcome_unknown
    assert all(
        not isinstance(found, Exception) for found in await esign_caller.both(_Fresh([LOST, esign_caller.answer()]))
    )


@pytest.mark.parametrize(("step", "asked"), [(0.9, 3), (1.3, 2), (2.2, 2), (2.6, 1), (5.0, 1)])
async def test_no_attempt_begins_without_half_its_time(
    step: float, asked: int, esign_caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three attempts of a second have three seconds in all; the last failure is what is raised."""
    now = 0.0

    def slow(request: httpx.Request) -> httpx.Response:
        nonlocal now
        now += step
        raise LOST("late", request=request)

    monkeypatch.setattr(deadline, "time", SimpleNamespace(monotonic=lambda: now))
    gateway = Script(slow)

    for error in await esign_caller.both(gateway, timeout=1.0, attempts=3):
        assert isinstance(error, realname.TransportError)
    assert 2 * asked == len(gateway.requests)


# ---- the address ----


@frozen(kw_only=True)
class Asked(Request):
    """One argument in the path, without a pattern."""

    OPERATION: ClassVar[str] = "ask"
    DOCUMENT: ClassVar[str] = "https://docs.example/ask"
    flow_id: str = field(validator=text(), metadata=wire("flowId", at="path"))


def _address(caller: Caller, path: str, value: str) -> str:
    """The address of a call as it goes out."""
    operation = evolve(caller_operation(caller), name="ask", path=path, request=Asked, sends_body=False)
    gateway = caller.client(Answer(200))._gateway
    request = Asked(flow_id=value)
    url, body = wire_form(operation, request, BASE_URL)
    call: Any = Call(gateway, operation, request, url=url, body=body, timeout=1.0, attempts=1)
    return str(call.http_request().url.raw_path.decode("ascii"))


def caller_operation(caller: Caller) -> Any:
    """The provider's main operation as the pipeline knows it."""
    return next(case.generated for case in CASES if case.provider == caller.provider)


@pytest.mark.parametrize("value", ["", ".", "..", "../x", "x/..", "a/./b", "..\\x"])
def test_an_argument_that_would_climb_is_refused(value: str, esign_caller: Caller) -> None:
    """Before anything is signed, naming the field, whatever the contract allows."""
    with pytest.raises(realname.RequestError) as caught:
        _address(esign_caller, "/v1/flows/{flowId}/delete-not", value)

    assert ("flowId", "ask", Asked.DOCUMENT) == (caught.value.field, caught.value.operation, caught.value.document)


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        ("a", "a"),
        ("...", "..."),
        ("~a-b_c", "~a-b_c"),
        ("a?b#c", "a%3Fb%23c"),
        (" ", "%20"),
        ("{flowId}", "%7BflowId%7D"),
        (".a", ".a"),
        ("a.", "a."),
        ("%2e%2e", "%252e%252e"),
        ("a/b", "a%2Fb"),
        ("张", "%E5%BC%A0"),
    ],
)
def test_any_other_argument_stands_in_its_place(value: str, sent: str, esign_caller: Caller) -> None:
    """The address is what was meant, character by character."""
    assert f"/v1/flows/{sent}/delete-not" == _address(esign_caller, "/v1/flows/{flowId}/delete-not", value)


@pytest.mark.parametrize(("path", "value"), [("/v1/.{flowId}/x", "x" * 70_000), ("/v1/../{flowId}", "a")])
def test_an_address_that_is_not_what_was_meant_is_refused(path: str, value: str, esign_caller: Caller) -> None:
    """Whatever the reason: here it is too long, or the contract itself climbs."""
    with pytest.raises(realname.RequestError):
        _address(esign_caller, path, value)


# ---- what is not ours ----


@pytest.mark.parametrize("error", [OSError(24, "Too many open files"), httpx.InvalidURL("x"), httpx.StreamClosed()])
async def test_the_system_and_the_library_end_in_our_error(error: Exception, esign_caller: Caller) -> None:
    """Whatever their type; sync and async."""

    def fail(_: httpx.Request) -> httpx.Response:
        raise error

    for found in await esign_caller.both(fail, attempts=1):
        assert isinstance(found, realname.TransportError)
        assert type(error).__name__ in str(found)


async def test_a_hostile_header_ends_in_our_error(esign_caller: Caller) -> None:
    """The library prepares a redirect even where none is followed, and reads cookies that cannot be written."""
    for headers in ({"Location": "http://[", "Set-Cookie": "a=\xff"}, {"Location": "\xff://\xfe"}):
        for found in await esign_caller.both(Answer(302, b"", headers), attempts=1):
            assert isinstance(found, realname.RealnameError)


@pytest.mark.parametrize(
    "header",
    [
        "Mon, 01 Jan 99999999999999999999 00:00:00 GMT",
        "Mon, 01 Jan 2024 00:00:00 +99999999999999999999",
        "Mon, 01 Jan 0001 00:00:00 -0000",
        "Mon, 99 Jan 2024 00:00:00 GMT",
        "Mon, 01 Jan 2024 99:99:99 GMT",
        ", , , ,",
        "9" * 5000,
    ],
)
async def test_a_date_that_there_is_not_is_no_date(header: str, esign_caller: Caller) -> None:
    """The usual pause is made, and the answer after it comes back."""
    gateway = _Fresh([Answer(503, b"", {"Retry-After": header}), esign_caller.answer()])

    assert all(not isinstance(found, Exception) for found in await esign_caller.both(gateway))
