"""ZOLOZ: what is sent, which answers are believed, and what each of them means."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

import realname
from realname import zoloz
from tests import facts
from tests.facts import changed
from tests.pairs import KeyPair
from tests.providers import BASE_URL, CLIENT_ID, ZOLOZ_TIME, Answer, Caller, Script, zoloz_headers

MAIN = facts.main("zoloz")
GENUINE = json.dumps(MAIN.success).encode()
CHECK = facts.operation("zoloz", "checkCredentials")
ABSENT = object()


def _result(status: object = "S", code: object = "SUCCESS", message: object = "m") -> bytes:
    result = {"resultStatus": status, "resultCode": code, "resultMessage": message}
    return json.dumps({"result": {key: value for key, value in result.items() if value is not ABSENT}}).encode()


def _is_answer(outcome: object) -> bool:
    return type(outcome) is getattr(zoloz, MAIN.model)


def test_a_request_carries_the_documented_headers(zoloz_caller: Caller, caller_keys: KeyPair) -> None:
    """Exactly these, a body of compact JSON, no query, and a signature over path, client, time and body."""
    gateway = Script(zoloz_caller.answer())

    zoloz_caller.call(gateway)

    (request,) = gateway.requests
    headers = dict(request.headers)
    signature = re.fullmatch(r"algorithm=RSA256, signature=([A-Za-z0-9%]+)", headers.pop("signature"))
    time = headers.pop("request-time")
    assert MAIN.body() == request.content
    assert f"{BASE_URL}{MAIN.path}" == str(request.url)
    assert signature is not None
    caller_keys.verifies(_unquoted(signature[1]), f"POST {MAIN.path}\n{CLIENT_ID}.{time}.".encode() + request.content)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000", time)
    assert {
        "host": "gateway.example",
        "content-length": str(len(request.content)),
        "client-id": CLIENT_ID,
        "content-type": "application/json; charset=UTF-8",
        "accept-encoding": "identity",
        "user-agent": f"realname/{realname.__version__}",
    } == headers


def _unquoted(text: str) -> str:
    return text.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=")


async def test_a_genuine_success_is_the_answer(zoloz_caller: Caller) -> None:
    """Sync and async alike, without a result code too, and verified over its real bytes, however many lines."""
    many_lines = json.dumps(MAIN.success, indent=2).replace("\n", "\r\n").encode()
    for body in (GENUINE, _result(code=ABSENT), many_lines):
        for answer in await zoloz_caller.outcomes(200, body):
            assert _is_answer(answer)
            assert zoloz.ResultStatus.S == answer.result.result_status


FORGERIES: dict[str, Callable[[Caller, KeyPair], tuple[bytes, dict[str, str]]]] = {
    "unsigned": lambda *_: (GENUINE, {}),
    "both headers empty": lambda *_: (GENUINE, {"Signature": "", "Response-Time": ""}),
    "without Response-Time": lambda zoloz, _: (GENUINE, _without("Response-Time", zoloz.headers(GENUINE))),
    "without Signature": lambda zoloz, _: (GENUINE, _without("Signature", zoloz.headers(GENUINE))),
    "signed by a stranger": lambda zoloz, stranger: (GENUINE, zoloz.headers(GENUINE, by=stranger)),
    "body changed": lambda zoloz, _: (GENUINE.replace(b"Success", b"success"), zoloz.headers(GENUINE)),
    "body with a line feed more": lambda zoloz, _: (GENUINE + b"\n", zoloz.headers(GENUINE)),
    "time changed": lambda zoloz, _: (
        GENUINE,
        zoloz.headers(GENUINE) | {"Response-Time": ZOLOZ_TIME.replace("05+", "06+")},
    ),
    "for another path": lambda zoloz, _: (GENUINE, zoloz.headers(GENUINE, path="/api/v1/zoloz/another")),
    "for another client": lambda zoloz, _: (GENUINE, zoloz.headers(GENUINE, client_id="2189")),
    "other algorithm": lambda zoloz, _: (GENUINE, _rewritten(zoloz, "RSA256", "none")),
    "no signature item": lambda zoloz, _: (GENUINE, _rewritten(zoloz, r", signature=.*", "")),
    "empty signature item": lambda zoloz, _: (GENUINE, _rewritten(zoloz, r"signature=.*", "signature=")),
    "not base64": lambda zoloz, _: (GENUINE, _rewritten(zoloz, r"signature=.*", "signature=***")),
    "signature cut": lambda zoloz, _: (GENUINE, _rewritten(zoloz, r".{8}$", "")),
    "unsigned, unknown status": lambda *_: (_result("X", ABSENT), {}),
    "unsigned failure with a key": lambda *_: (_result("F", "SYSTEM_ERROR"), {"Encrypt": "algorithm=RSA_AES"}),
    "unsigned, no result": lambda *_: (b"{}", {}),
    "unsigned, no JSON": lambda *_: (b"<html>", {}),
    "signed by a stranger, empty": lambda zoloz, stranger: (b"", zoloz.headers(b"", by=stranger)),
}


def _without(name: str, headers: dict[str, str]) -> dict[str, str]:
    return {other: value for other, value in headers.items() if other != name}


def _rewritten(caller: Caller, pattern: str, replacement: str) -> dict[str, str]:
    headers = caller.headers(GENUINE)
    return headers | {"Signature": re.sub(pattern, replacement, headers["Signature"])}


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_a_forged_success_never_comes_back(forgery: str, zoloz_caller: Caller, stranger_keys: KeyPair) -> None:
    """Every forgery is a SignatureError; the same bytes under ZOLOZ's signature are accepted."""
    body, headers = FORGERIES[forgery](zoloz_caller, stranger_keys)

    for error in await zoloz_caller.outcomes(200, body, headers):
        assert isinstance(error, realname.SignatureError)
        assert MAIN.name == error.operation
    assert all(_is_answer(answer) for answer in await zoloz_caller.outcomes(200, GENUINE))


@pytest.mark.parametrize(
    "rewrite",
    [
        pytest.param(lambda value: value.replace(", ", ","), id="no space"),
        pytest.param(lambda value: ", ".join(reversed(value.split(", "))), id="other order"),
        pytest.param(lambda value: value.replace(", ", ", keyVersion=v1, "), id="keyVersion"),
        pytest.param(lambda value: value.partition(", ")[2], id="no algorithm"),
        pytest.param(lambda value: re.sub("%..", lambda found: found[0].lower(), value), id="lower-case hex"),
        pytest.param(_unquoted, id="raw base64"),
    ],
)
async def test_every_documented_form_of_the_header_is_read(rewrite: Callable[[str], str], zoloz_caller: Caller) -> None:
    """Official senders differ in spaces, order and letter case."""
    headers = zoloz_caller.headers(GENUINE)

    outcomes = await zoloz_caller.outcomes(200, GENUINE, headers | {"Signature": rewrite(headers["Signature"])})

    assert all(_is_answer(outcome) for outcome in outcomes)


@pytest.mark.parametrize(
    ("status", "code", "kind", "retryable"),
    [
        ("F", "SIGNATURE_INVALID", realname.AuthenticationError, False),
        ("F", "REQUEST_TRAFFIC_EXCEED_LIMIT", realname.RateLimitError, True),
        ("U", "SYSTEM_ERROR", realname.ServerError, True),
        ("F", "PARAM_ILLEGAL", realname.ApiError, False),
        ("F", "NEVER_SEEN", realname.ApiError, False),
        ("F", ABSENT, realname.ApiError, False),
        ("F", None, realname.ApiError, False),
        ("F", "SUCCESS", realname.ApiError, False),
        ("U", "SUCCESS", realname.ApiError, False),
        ("S", "NEVER_SEEN", realname.ApiError, False),
        ("X", "SUCCESS", realname.ApiError, False),
    ],
)
async def test_a_signed_failure_is_an_api_error(
    status: str, code: object, kind: type[realname.ApiError], retryable: bool, zoloz_caller: Caller
) -> None:
    """Only S with SUCCESS, or S without a code, is an answer; all else raises and carries what came."""
    for error in await zoloz_caller.outcomes(200, _result(status, code)):
        assert kind is type(error)
        assert (code if isinstance(code, str) else None, "m", True, retryable) == (
            error.code, error.message, error.verified, error.retryable
        )  # fmt: skip
        assert error.reply is not None
        assert _is_answer(error.reply.parsed)
        assert (status not in "SF") is error.outcome_unknown


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (_result(code=None), "$.result.resultCode"),
        (_result(code=0), "$.result.resultCode"),
        (_result(status=ABSENT), "$.result.resultStatus"),
        (_result(status=1), "$.result.resultStatus"),
        (_result(message=ABSENT), "$.result.resultMessage"),
        (b'{"result":null}', "$.result"),
        (b'{"result":"S"}', "$.result"),
        (b"{}", "$.result"),
        (b"[]", "$"),
        (b"", "$"),
        (b'{"result":{"resultStatus":"S","resultStatus":"F"}}', "$"),
    ],
)
async def test_a_signed_answer_of_another_shape_is_a_decode_error(body: bytes, path: str, zoloz_caller: Caller) -> None:
    """Authentic is not enough: it must also be what the contract says."""
    for error in await zoloz_caller.outcomes(200, body):
        assert isinstance(error, realname.DecodeError)
        assert path == error.path


@pytest.mark.parametrize("letter", ["F", "U"])
async def test_an_unsigned_failure_is_marked_unverified(letter: str, zoloz_caller: Caller) -> None:
    """A gateway that could not find the key to sign with still says what is wrong."""
    for error in await zoloz_caller.outcomes(200, _result(letter, "MERCHANT_NOT_FOUND"), {}):
        assert isinstance(error, realname.AuthenticationError)
        assert error.reply is not None
        assert (False, zoloz.Verification.UNSIGNED) == (error.verified, error.reply.verification)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, realname.ApiError),
        (401, realname.AuthenticationError),
        (403, realname.AccessDeniedError),
        (404, realname.NotFoundError),
        (429, realname.RateLimitError),
        (500, realname.ServerError),
        (502, realname.ServerError),
        (204, realname.DecodeError),
        (302, realname.DecodeError),
    ],
)
@pytest.mark.parametrize("body", [b"<html>", GENUINE, _result(code=None)], ids=["page", "success", "null code"])
async def test_another_status_is_never_a_success(
    status: int, kind: type[realname.RealnameError], body: bytes, zoloz_caller: Caller
) -> None:
    """Not even with a success inside, signed or not."""
    nothing: dict[str, str] = {}
    for headers in (nothing, None):
        assert [kind] * 2 == [type(error) for error in await zoloz_caller.outcomes(status, body, headers)]


async def test_codes_that_mean_not_enrolled_are_the_callers_to_name(zoloz_caller: Caller) -> None:
    """ZOLOZ does not document the code, so none is built in, and the error of any code says how to name one."""
    body = _result("F", "FACE_MISSING")

    unnamed = await zoloz_caller.outcomes(200, body)
    named = await zoloz_caller.outcomes(200, body, not_enrolled_codes=["FACE_MISSING"])
    success = await zoloz_caller.outcomes(200, _result("X", "SUCCESS"))

    assert [realname.ApiError] * 2 == [type(error) for error in unnamed]
    assert [realname.NotFoundError] * 2 == [type(error) for error in named]
    assert all("not_enrolled_codes" in error.remedy for error in unnamed)
    assert not any("not_enrolled_codes" in error.remedy for error in success)  # no advice to name SUCCESS


@pytest.mark.parametrize(("seconds", "accepted"), [(0, True), (60, True), (-60, True), (61, False), (-61, False)])
def test_an_answer_may_be_required_to_be_fresh(seconds: int, accepted: bool, zoloz_caller: Caller) -> None:
    """The limit counts in both directions and is inclusive."""
    now = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC) + timedelta(seconds=seconds)
    auth = zoloz.Auth(zoloz_caller.credentials, max_answer_age=60, now=lambda: now)
    pool = httpx.Client(auth=auth, transport=httpx.MockTransport(zoloz_caller.answer()))

    def call() -> httpx.Response:
        return pool.post(f"{BASE_URL}{MAIN.path}", content=b"{}")

    if accepted:
        assert zoloz.Verification.VERIFIED == call().extensions["realname"]
    else:
        with pytest.raises(realname.SignatureError, match="max_answer_age"):
            call()


def test_an_unreadable_time_is_not_fresh(zoloz_caller: Caller) -> None:
    """Where freshness is asked for, a signed answer without a readable time is refused."""
    answer = Answer(200, GENUINE, zoloz_headers(zoloz_caller.keys, GENUINE, time="yesterday"))

    assert _is_answer(zoloz_caller.call(answer))
    with pytest.raises(realname.SignatureError, match="no readable Response-Time"):
        zoloz_caller.call(answer, max_answer_age=60)


@pytest.mark.parametrize("body", [CHECK.success, {}], ids=["wrapped", "echo"])
async def test_credentials_can_be_checked(body: Any, zoloz_caller: Caller) -> None:
    """Both documented forms of the echo are accepted if ZOLOZ signed them for this call; otherwise neither is."""
    for answer in await zoloz_caller.outcomes(200, body, of=CHECK):
        assert isinstance(answer, zoloz.CheckCredentialsResponse)
    for headers in ({}, zoloz_caller.answer(body).headers):
        for error in await zoloz_caller.outcomes(200, body, headers, of=CHECK):
            assert isinstance(error, realname.SignatureError)


async def test_refused_credentials_are_an_error(zoloz_caller: Caller) -> None:
    """The verdict counts for this operation as for the others."""
    refusal = changed(CHECK.refusal.body, "result.resultCode", "KEY_NOT_FOUND")

    for error in await zoloz_caller.outcomes(200, refusal, of=CHECK):
        assert isinstance(error, realname.AuthenticationError)
        assert (CHECK.name, "KEY_NOT_FOUND") == (error.operation, error.code)


@pytest.mark.parametrize(("method", "url"), [("GET", "/api/v1/x"), ("POST", "/api/v1/x?a=1")])
def test_a_request_whose_signature_is_not_documented_is_not_signed(method: str, url: str, zoloz_caller: Caller) -> None:
    """ZOLOZ documents POST without a query, and nothing else is guessed."""
    with pytest.raises(realname.RequestError, match="POST requests without a query"):
        zoloz.Auth(zoloz_caller.credentials).sign(httpx.Request(method, f"{BASE_URL}{url}"))
