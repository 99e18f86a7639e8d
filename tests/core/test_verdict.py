"""What codes mean by the contract, whose "no" is whose decision, and that an answer is about what was asked."""

from typing import Any

import pytest
from attrs import evolve

import realname
from realname import Outcome
from realname.core.codes import ANY, Code, Kind
from tests import facts
from tests.core.judge import CASES, STANDING, Case
from tests.providers import Answer, Caller

KINDS: dict[str, type[realname.ApiError]] = {
    "authentication": realname.AuthenticationError,
    "access": realname.AccessDeniedError,
    "not-found": realname.NotFoundError,
    "rate-limit": realname.RateLimitError,
    "server": realname.ServerError,
    "pending": realname.PendingError,
    "rejected": realname.RejectedError,
    "input": realname.ApiError,
    "expired": realname.ApiError,
    "undecidable": realname.ApiError,
    "request": realname.ApiError,
}
SIGNED = [case for case in CASES if facts.contract(case.provider)["x-answers"] == "signed"]
UNSIGNED = [case for case in CASES if facts.contract(case.provider)["x-answers"] == "unsigned"]


def _refusal(case: Case, code: str, kind: str | None = None) -> tuple[int, dict[str, Any]]:
    """How a provider reports a code, ``*`` being any; e签宝's gateway has words in the place of codes."""
    code = "NEVER_SEEN" if code == ANY else code
    match case.provider:
        case "zoloz":
            return 200, {"result": {"resultStatus": "F", "resultCode": code, "resultMessage": "m"}}
        case "alipay":
            return 400, {"code": code, "message": "m"}
        case _ if code.lstrip("-").isdecimal():
            return 200, {"code": int(code), "message": "m"}
    status = 403 if kind == "access" else 401
    return status, {"success": False, "code": status, "message": code}


def _told(caller: Caller, case: Case, answer: Answer, **changes: Any) -> Any:
    """What comes of an answer to an operation that the contract describes with these changes."""
    client = caller.client(answer, attempts=1)
    request = case.generated.request(**case.documented.minimal)
    try:
        return client._call(evolve(case.generated, **changes), request).parsed
    except realname.RealnameError as error:
        return error


@pytest.mark.parametrize("case", CASES, ids=repr)
async def test_every_code_of_the_contract_means_what_it_says(case: Case, callers: dict[str, Caller]) -> None:
    """Class, kind, remedy and whether to try again; the codes that operations share are tried at one of them."""
    caller, operation = callers[case.provider], case.documented
    codes = operation.codes if case in STANDING else operation.described.get("x-codes", {})

    for code, entry in codes.items():
        kind = entry.get("kind")
        for error in await caller.outcomes(*_refusal(case, code, kind), of=operation):
            assert KINDS.get(str(kind), realname.ApiError) is type(error), code
            assert kind == error.kind
            assert entry.get("remedy", error.remedy) == error.remedy
            assert bool(error.remedy)
            assert (entry.get("retryable", False) and operation.safe) is error.retryable
            assert entry.get("outcome-unknown", False) is error.outcome_unknown


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("case", STANDING, ids=repr)
def test_every_kind_has_its_error(kind: Kind, case: Case, callers: dict[str, Caller]) -> None:
    """The code of an operation counts before that of the provider, and any other code if the operation says so."""
    caller, operation = callers[case.provider], case.documented
    known = next(code for code, entry in operation.codes.items() if entry.get("kind") == "server" and len(code) > 3)
    unknown = "NEVER_SEEN" if case.provider != "esign" else "987654"
    answers = [caller.answer(*reversed(_refusal(case, code)), of=operation) for code in (known, unknown)]

    listed = _told(caller, case, answers[0], codes={known: Code(kind=kind, remedy="Do this.", retryable=True)})
    other = _told(caller, case, answers[1], codes={ANY: Code(kind=kind)})

    assert [KINDS[kind]] * 2 == [type(listed), type(other)]
    assert ("Do this.", known, kind, kind) == (listed.remedy, listed.code, listed.kind, other.kind)
    assert (operation.safe, False) == (listed.retryable, other.retryable)


@pytest.mark.parametrize(("kind", "outcome"), [("rejected", Outcome.REJECTED), ("pending", Outcome.PENDING)])
@pytest.mark.parametrize("case", STANDING, ids=repr)
def test_a_decision_told_as_a_failure_carries_its_answer(
    kind: Kind, outcome: Outcome, case: Case, callers: dict[str, Caller]
) -> None:
    """Where the provider signs, only if it is signed: an unsigned "no" is nobody's decision about a person."""
    caller = callers[case.provider]
    refusal = case.documented.refusal
    table = {refusal.code: Code(kind=kind)}
    genuine = caller.answer(refusal.body, refusal.status, of=case.documented)

    error = _told(caller, case, genuine, codes=table)
    unsigned = _told(caller, case, Answer(refusal.status, refusal.body), codes=table)

    assert (KINDS[kind], outcome) == (type(error), error.outcome)
    assert error.reply is not None
    assert error.answer is error.reply.parsed
    assert refusal.code in str(error.answer.to_wire())
    if case in UNSIGNED:
        assert (KINDS[kind], None) == (type(unsigned), unsigned.verified)
    else:
        assert (realname.ApiError, None) == (type(unsigned), unsigned.kind)
        assert (False, Outcome.UNKNOWN) == (unsigned.verified, unsigned.outcome)


@pytest.mark.parametrize("status", [400, 401, 429, 503])
@pytest.mark.parametrize("case", STANDING, ids=repr)
async def test_a_status_is_signed_by_nobody(status: int, case: Case, callers: dict[str, Caller]) -> None:
    """A genuine success under the status of a failure: a failure that nobody vouches for, and perhaps a success."""
    verified = False if case in SIGNED else None
    for error in await callers[case.provider].outcomes(status, case.documented.success, of=case.documented):
        assert isinstance(error, realname.ApiError)
        assert (verified, True, None) == (error.verified, error.outcome_unknown, error.code)
        assert error.kind == {401: "authentication", 429: "rate-limit", 503: "server"}.get(status)


GBK = "{'code': 'invalid-signature', 'message': '验签出错'}".replace("'", '"').encode("gb18030")
UTF_8 = GBK.decode("gb18030").encode("utf-8-sig")


@pytest.mark.parametrize(
    ("body", "content_type", "message"),
    [
        (GBK, "application/json;charset=GBK", "验签出错"),
        (GBK, 'application/json; charset="gb2312"', "验签出错"),
        (GBK, "application/json", "验签出错"),
        (GBK, "application/json;charset=utf-7", "验签出错"),
        (GBK[:-2] + b"\xff", "application/json", None),
        (UTF_8, "application/json", "验签出错"),
        (UTF_8[3:], "text/plain", "验签出错"),
        (b"<html>no</html>", "text/html;charset=GBK", None),
        (b"", "text/html", None),
    ],
)
@pytest.mark.parametrize("status", [400, 200])
async def test_the_words_of_a_refusal_are_told_or_not_mentioned(
    body: bytes, content_type: str, message: str | None, status: int, alipay_caller: Caller
) -> None:
    """Of a refusal the charset counts that it names, or that it is in; the text promises no words."""
    headers = {"Content-Type": content_type}
    signed = alipay_caller.headers(body) if status == 200 else {}

    for error in await alipay_caller.outcomes(status, body, headers | signed):
        if status == 200 and message is None:
            assert isinstance(error, realname.DecodeError)
            continue
        assert message == error.message
        assert (message and "invalid-signature") == error.code
        assert message or "The answer is not JSON" in error.remedy
        assert "attribute" not in str(error)


@pytest.mark.parametrize("case", UNSIGNED, ids=repr)
async def test_an_unsigned_answer_is_about_what_was_asked(case: Case, callers: dict[str, Caller]) -> None:
    """Any field that an operation binds, not only today's; a genuine twin is accepted."""
    caller, operation = callers[case.provider], case.documented
    binds = operation.described.get("x-binds", {})
    assert binds or operation.described.get("x-unbound")

    for place in binds:
        for wrong in ("another", None):
            for error in await caller.outcomes(200, facts.changed(operation.success, place, wrong), of=operation):
                assert isinstance(error, realname.DecodeError)
                assert f"$.{place}" == error.path
    assert [case.generated.answer] * 2 == [type(each) for each in await caller.outcomes(200, None, of=operation)]


@pytest.mark.parametrize("case", [case for case in CASES if case.documented.minimal], ids=repr)
def test_any_field_may_be_bound(case: Case, callers: dict[str, Caller]) -> None:
    """What the contract binds is held against the argument, whatever the operation and the provider."""
    caller, operation = callers[case.provider], case.documented
    place = next(name for name, value in _texts(operation.success))
    argument = next(name for name, value in operation.minimal.items() if isinstance(value, str))
    python = ".".join(facts.python_name(part) for part in place.split("."))
    bound = facts.changed(operation.success, place, operation.minimal[argument])
    for other, wire in operation.described.get("x-binds", {}).items():
        bound = facts.changed(bound, other, operation.wire[wire])

    unbound = _told(caller, case, caller.answer(of=operation), binds={python: argument})
    answer = _told(caller, case, caller.answer(bound, of=operation), binds={python: argument})

    assert isinstance(unbound, realname.DecodeError)
    assert (f"$.{place}", operation.name) == (unbound.path, unbound.operation)
    assert operation.minimal[argument] not in str(unbound)
    assert isinstance(answer, case.generated.answer)


def _texts(document: Any, above: str = "") -> list[tuple[str, str]]:
    """The texts in an answer that are free to say something else, by their dotted place."""
    found = []
    for name, value in document.items():
        if isinstance(value, dict):
            found += _texts(value, f"{above}{name}.")
        elif isinstance(value, str) and name not in ("resultStatus", "resultCode"):
            found.append((f"{above}{name}", value))
    return found
