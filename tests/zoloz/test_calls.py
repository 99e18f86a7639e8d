"""ZOLOZ: what is sent, which answers are believed, and what each of them means."""

import json
import math
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
from tests.providers import BASE_URL, CLIENT_ID, ZOLOZ_TIME, Answer, Caller, Script, zoloz_headers, zoloz_now

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
        zoloz.headers(GENUINE) | {"Response-Time": zoloz_now().replace("+0000", "+0001")},
    ),
    "for another path": lambda zoloz, _: (GENUINE, zoloz.headers(GENUINE, path="/api/v1/zoloz/another")),
    "for another client": lambda zoloz, _: (GENUINE, zoloz.headers(GENUINE, client_id="2189")),
    "other algorithm": lambda zoloz, _: (GENUINE, _rewritten(zoloz, "RSA256", "none")),
    "no signature item": lambda zoloz, _: (GENUINE, _rewritten(zoloz, r", signature=.*", "")),
    "empty signature item": lambda zoloz, _: (GENUINE, _rewritten(zoloz, r"signature=.*", "signature=")),
    "not base64": lambda zoloz, _: (GENUINE, _rewritten(zoloz, r"signature=.*", "signature=***")),
    "signature cut": lambda zoloz, _: (GENUINE, _rewritten(zoloz, r".{8}$", "")),
    "unsigned, unknown status": lambda *_: (_result("X", ABSENT), {}),
    "unsigned failure that says SUCCESS": lambda *_: (_result("F", "SUCCESS"), {}),
    "two signatures folded into one": lambda zoloz, _: (GENUINE, _rewritten(zoloz, r"(.*)", r"\1, \1", count=1)),
    "unsigned failure with a key": lambda *_: (_result("F", "SYSTEM_ERROR"), {"Encrypt": "algorithm=RSA_AES"}),
    "unsigned, no result": lambda *_: (b"{}", {}),
    "unsigned, no JSON": lambda *_: (b"<html>", {}),
    "signed by a stranger, empty": lambda zoloz, stranger: (b"", zoloz.headers(b"", by=stranger)),
}


def _without(name: str, headers: dict[str, str]) -> dict[str, str]:
    return {other: value for other, value in headers.items() if other != name}


def _rewritten(caller: Caller, pattern: str, replacement: str, count: int = 0) -> dict[str, str]:
    headers = caller.headers(GENUINE)
    return headers | {"Signature": re.sub(pattern, replacement, headers["Signature"], count=count)}


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
        (404, realname.ApiError),
        (429, realname.RateLimitError),
        (500, realname.ServerError),
        (502, realname.ServerError),
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


def _bare(auth: zoloz.Auth, answer: httpx.Response) -> httpx.Response:
    """What a bare httpx client gets."""
    with httpx.Client(auth=auth, transport=httpx.MockTransport(lambda _: answer)) as pool:
        return pool.post(f"{BASE_URL}{MAIN.path}", content=b"{}")


@pytest.mark.parametrize("status", [200, 201, 202, 204, 206, 226])
@pytest.mark.parametrize("body", [GENUINE, _result("F", "SUCCESS"), b""], ids=["success", "F and SUCCESS", "nothing"])
async def test_an_unsigned_2xx_is_refused_by_the_bare_auth_too(status: int, body: bytes, zoloz_caller: Caller) -> None:
    """Whatever it says; the same answer under ZOLOZ's signature is let through, and the client knows only 200."""
    auth = zoloz.Auth(zoloz_caller.credentials)

    with pytest.raises(realname.SignatureError, match="carries no signature"):
        _bare(auth, httpx.Response(status, content=body))
    for error in await zoloz_caller.outcomes(status, body, {}):
        assert isinstance(error, realname.SignatureError)
    signed = _bare(auth, httpx.Response(status, content=body, headers=zoloz_caller.headers(body)))
    assert zoloz.Verification.VERIFIED == signed.extensions["realname"]
    if status != 200:
        for error in await zoloz_caller.outcomes(status, GENUINE):
            assert isinstance(error, realname.DecodeError)


@pytest.mark.parametrize(
    ("status", "body"), [(200, _result("F", "PARAM_ILLEGAL")), (200, _result("U", ABSENT)), (400, b""), (503, GENUINE)]
)
def test_the_bare_auth_lets_an_unsigned_failure_through(status: int, body: bytes, zoloz_caller: Caller) -> None:
    """Marked as unsigned; what it says is the caller's to judge. In a 202 the same failure has to be signed."""
    auth = zoloz.Auth(zoloz_caller.credentials)

    answer = _bare(auth, httpx.Response(status, content=body))

    assert zoloz.Verification.UNSIGNED == answer.extensions["realname"]
    with pytest.raises(realname.SignatureError):
        _bare(auth, httpx.Response(202, content=body))


@pytest.mark.parametrize("name", ["Signature", "Response-Time"])
@pytest.mark.parametrize("second", ["", None], ids=["empty", "the same"])
def test_a_security_header_that_comes_twice_is_refused(name: str, second: str | None, zoloz_caller: Caller) -> None:
    """No rule says which of the two counts; once it is accepted."""
    auth, headers = zoloz.Auth(zoloz_caller.credentials), zoloz_caller.headers(GENUINE)
    twice = [*headers.items(), (name, headers[name] if second is None else second)]

    assert _bare(auth, httpx.Response(200, content=GENUINE, headers=headers)).content == GENUINE
    with pytest.raises(realname.SignatureError):
        _bare(auth, httpx.Response(200, content=GENUINE, headers=twice))


@pytest.mark.parametrize(
    "time",
    [
        "yesterday",
        "2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05+00:00",
        "2026-01-02T03:04:05",
        "2026-01-02 03:04:05+0000",
        "2026-01-02T03:04:05.000+0000",
        "2026-02-30T03:04:05+0000",
        "2026-01-02T03:04:65+0000",
        "2026-01-02T03:04:05+9900",
        "0000-01-02T03:04:05+0000",
        "\u0662\u0660\u0662\u0666-01-02T03:04:05+0000",
    ],
)
def test_a_time_of_another_form_is_refused(time: str, zoloz_caller: Caller) -> None:
    """Although ZOLOZ's key signed it, and with the window off; any zone is accepted."""
    auth = zoloz.Auth(zoloz_caller.credentials, max_answer_age=None)

    def answer(time: str) -> httpx.Response:
        headers = zoloz_headers(zoloz_caller.keys, GENUINE, time=time)
        raw = [(key.encode(), value.encode()) for key, value in headers.items()]
        return httpx.Response(200, content=GENUINE, headers=raw)

    for genuine in (ZOLOZ_TIME, "2026-01-02T03:04:05-0800", "0001-01-01T00:00:00+2359"):
        assert _bare(auth, answer(genuine)).content == GENUINE
    with pytest.raises(realname.SignatureError, match="no time such as"):
        _bare(auth, answer(time))


def test_bytes_never_move_between_time_and_body(zoloz_caller: Caller) -> None:
    """``client.TIME.BODY`` is signed: the same bytes split at another dot verify, and are refused for their form."""
    auth, keys = zoloz.Auth(zoloz_caller.credentials), zoloz_caller.keys
    time, body = zoloz_now(), b"0." + GENUINE
    headers = zoloz_headers(keys, body, time=time)
    moved = headers | {"Response-Time": f"{time}.0"}
    client, string = zoloz_caller.credentials.client_id, f"POST {MAIN.path}\n"

    assert f"{string}{client}.{time}.".encode() + body == f"{string}{client}.{time}.0.".encode() + GENUINE
    assert _bare(auth, httpx.Response(200, content=body, headers=headers)).content == body
    with pytest.raises(realname.SignatureError, match="no time such as"):
        _bare(auth, httpx.Response(200, content=GENUINE, headers=moved))


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


@pytest.mark.parametrize(("limit", "apart"), [({}, 900), ({"max_answer_age": 60}, 60), ({"max_answer_age": 0}, 0)])
def test_an_old_answer_is_refused(limit: dict[str, float], apart: int, zoloz_caller: Caller) -> None:
    """By default after 15 minutes, in both directions; the error says "clock" and names the switch, which is None."""

    def call(seconds: int, **limit: Any) -> httpx.Response:
        now = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC) + timedelta(seconds=seconds)
        auth = zoloz.Auth(zoloz_caller.credentials, now=lambda: now, **limit)
        headers = zoloz_headers(zoloz_caller.keys, GENUINE, time=ZOLOZ_TIME)
        return _bare(auth, httpx.Response(200, content=GENUINE, headers=headers))

    for seconds in (0, apart, -apart):
        assert zoloz.Verification.VERIFIED == call(seconds, **limit).extensions["realname"]
    for seconds in (apart + 1, -apart - 1, 10**9):
        with pytest.raises(realname.SignatureError, match=r"clock of this machine.*max_answer_age.*None") as caught:
            call(seconds, **limit)
        assert caught.value.outcome_unknown
        assert call(seconds, max_answer_age=None).content == GENUINE


async def test_the_client_refuses_an_old_answer_unless_told_otherwise(zoloz_caller: Caller) -> None:
    """Sync and async; a failure that is old is refused like a success."""
    for body in (GENUINE, _result("F", "PARAM_ILLEGAL")):
        old = zoloz_headers(zoloz_caller.keys, body, time=ZOLOZ_TIME)
        for error in await zoloz_caller.outcomes(200, body, old):
            assert isinstance(error, realname.SignatureError)
            assert "clock" in str(error)
    old = zoloz_headers(zoloz_caller.keys, GENUINE, time=ZOLOZ_TIME)
    assert all(_is_answer(answer) for answer in await zoloz_caller.outcomes(200, GENUINE, old, max_answer_age=None))


@pytest.mark.parametrize("limit", [math.inf, math.nan, -1, -math.inf, "900", True, timedelta(minutes=15)], ids=repr)
def test_a_window_that_is_no_number_of_seconds_is_refused(limit: Any, zoloz_caller: Caller) -> None:
    """At construction, by name; a huge one is a window like any other."""
    for build in (
        lambda value: zoloz.Auth(zoloz_caller.credentials, max_answer_age=value),
        lambda value: zoloz_caller.client(Answer(200), max_answer_age=value),
    ):
        with pytest.raises(realname.ConfigurationError, match="max_answer_age") as caught:
            build(limit)
        assert "max_answer_age" == caught.value.setting
        for accepted in (None, 0, 900, 0.5, 10**400):
            build(accepted)


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
