"""ZOLOZ: what is sent, which answers are believed, and what each of them means."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

import realname
from realname import zoloz
from tests.pairs import KeyPair
from tests.providers import ENROLLED, Caller, answering, zoloz_headers

GENUINE = json.dumps(ENROLLED).encode()


def _result(status: object = "S", code: object = "SUCCESS", message: object = "m") -> bytes:
    result = {"resultStatus": status, "resultCode": code, "resultMessage": message}
    return json.dumps({"result": {key: value for key, value in result.items() if value != "absent"}}).encode()


def test_a_request_carries_the_documented_headers(zoloz_caller: Caller, provider_keys: KeyPair) -> None:
    """Exactly these, a body of compact JSON, and no query."""
    seen: list[httpx.Request] = []

    def gateway(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return answering(200, GENUINE, zoloz_headers(provider_keys, GENUINE))(request)

    zoloz_caller.call(gateway)

    (request,) = seen
    assert b'{"bizId":"b-1","userId":"u-1"}' == request.content
    assert "https://gateway.example/api/v1/zoloz/connect/queryEnrollStatus" == str(request.url)
    assert "2188" == request.headers["Client-Id"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000", request.headers["Request-Time"])
    assert re.fullmatch(r"algorithm=RSA256, signature=[A-Za-z0-9%]+", request.headers["Signature"])
    assert "application/json; charset=UTF-8" == request.headers["Content-Type"]
    assert "identity" == request.headers["Accept-Encoding"]
    assert request.headers["User-Agent"].startswith("realname/")
    assert {"host", "content-length"} == set(request.headers) - {
        "client-id", "request-time", "signature", "content-type", "accept-encoding", "user-agent"
    }  # fmt: skip


async def test_a_genuine_success_is_the_answer(zoloz_caller: Caller, provider_keys: KeyPair) -> None:
    """Sync and async alike, and without a result code too."""
    for body in (GENUINE, _result(code="absent")):
        for answer in await zoloz_caller.outcomes(200, body, zoloz_headers(provider_keys, body)):
            assert isinstance(answer, zoloz.QueryEnrollStatusResponse)
            assert zoloz.ResultStatus.S == answer.result.result_status


def _forgeries(provider: KeyPair, stranger: KeyPair) -> dict[str, tuple[bytes, dict[str, str]]]:
    genuine = zoloz_headers(provider, GENUINE)
    signature = genuine["Signature"]
    bare = signature.partition("signature=")[2]
    return {
        "unsigned": (GENUINE, {}),
        "both headers empty": (GENUINE, {"Signature": "", "Response-Time": ""}),
        "without Response-Time": (GENUINE, {"Signature": signature}),
        "without Signature": (GENUINE, {"Response-Time": genuine["Response-Time"]}),
        "signed by a stranger": (GENUINE, zoloz_headers(stranger, GENUINE)),
        "body changed": (GENUINE.replace(b"Success", b"success"), genuine),
        "body with a line feed more": (GENUINE + b"\n", genuine),
        "time changed": (GENUINE, genuine | {"Response-Time": "2026-01-02T03:04:06+0000"}),
        "for another path": (GENUINE, zoloz_headers(provider, GENUINE, path="/api/v1/zoloz/connect/enroll")),
        "for another client": (GENUINE, zoloz_headers(provider, GENUINE, client_id="2189")),
        "other algorithm": (GENUINE, genuine | {"Signature": f"algorithm=none, signature={bare}"}),
        "no signature item": (GENUINE, genuine | {"Signature": "algorithm=RSA256"}),
        "empty signature item": (GENUINE, genuine | {"Signature": "algorithm=RSA256, signature="}),
        "not base64": (GENUINE, genuine | {"Signature": "algorithm=RSA256, signature=***"}),
        "signature cut": (GENUINE, genuine | {"Signature": signature[:-8]}),
        "unsigned, unknown status": (_result("X", "absent"), {}),
        "unsigned failure with a key": (_result("F", "SYSTEM_ERROR"), {"Encrypt": "algorithm=RSA_AES"}),
        "unsigned, no result": (b"{}", {}),
        "unsigned, no JSON": (b"<html>", {}),
        "signed by a stranger, empty": (b"", zoloz_headers(stranger, b"")),
    }


@pytest.mark.parametrize("case", range(20))
async def test_a_forged_success_never_comes_back(
    case: int, zoloz_caller: Caller, provider_keys: KeyPair, stranger_keys: KeyPair
) -> None:
    """Every forgery is a SignatureError; the same bytes under ZOLOZ's signature are accepted."""
    body, headers = list(_forgeries(provider_keys, stranger_keys).values())[case]

    for outcome in await zoloz_caller.outcomes(200, body, headers):
        assert isinstance(outcome, realname.SignatureError)
        assert "query_enroll_status" == outcome.operation
    for outcome in await zoloz_caller.outcomes(200, GENUINE, zoloz_headers(provider_keys, GENUINE)):
        assert isinstance(outcome, zoloz.QueryEnrollStatusResponse)


@pytest.mark.parametrize(
    ("form", "rewrite"),
    [
        ("no space", lambda value: value.replace(", ", ",")),
        ("other order", lambda value: ", ".join(reversed(value.split(", ")))),
        ("keyVersion", lambda value: value.replace(", ", ", keyVersion=v1, ")),
        ("no algorithm", lambda value: value.partition(", ")[2]),
        ("lower-case hex", lambda value: re.sub(r"%[0-9A-F]{2}", lambda found: found[0].lower(), value)),
        ("raw base64", lambda value: value.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=")),
    ],
)
async def test_every_documented_form_of_the_header_is_read(
    form: str, rewrite: Any, zoloz_caller: Caller, provider_keys: KeyPair
) -> None:
    """Official senders differ in spaces, order and letter case."""
    headers = zoloz_headers(provider_keys, GENUINE)
    headers["Signature"] = rewrite(headers["Signature"])

    outcomes = await zoloz_caller.outcomes(200, GENUINE, headers)

    assert [zoloz.QueryEnrollStatusResponse] * 2 == [type(outcome) for outcome in outcomes], form


async def test_a_body_of_many_lines_verifies_over_its_real_bytes(zoloz_caller: Caller, provider_keys: KeyPair) -> None:
    """What is verified is what came, not what it means."""
    body = json.dumps(ENROLLED, indent=2).replace("\n", "\r\n").encode()

    outcomes = await zoloz_caller.outcomes(200, body, zoloz_headers(provider_keys, body))

    assert [zoloz.QueryEnrollStatusResponse] * 2 == [type(outcome) for outcome in outcomes]


VERDICTS: list[tuple[bytes, type[realname.RealnameError], str | None, bool]] = [
    (_result("F", "SIGNATURE_INVALID"), realname.AuthenticationError, "SIGNATURE_INVALID", False),
    (_result("F", "KEY_NOT_FOUND"), realname.AuthenticationError, "KEY_NOT_FOUND", False),
    (_result("F", "MERCHANT_NOT_FOUND"), realname.AuthenticationError, "MERCHANT_NOT_FOUND", False),
    (_result("F", "ACCESS_DENIED"), realname.AccessDeniedError, "ACCESS_DENIED", False),
    (_result("F", "REQUEST_TRAFFIC_EXCEED_LIMIT"), realname.RateLimitError, "REQUEST_TRAFFIC_EXCEED_LIMIT", True),
    (_result("F", "PRODUCT_QUOTA_LIMIT"), realname.RateLimitError, "PRODUCT_QUOTA_LIMIT", False),
    (_result("U", "SYSTEM_ERROR"), realname.ServerError, "SYSTEM_ERROR", True),
    (_result("F", "PROCESS_TIMEOUT"), realname.ServerError, "PROCESS_TIMEOUT", True),
    (_result("F", "PARAM_ILLEGAL"), realname.ApiError, "PARAM_ILLEGAL", False),
    (_result("F", "NEVER_SEEN"), realname.ApiError, "NEVER_SEEN", False),
    (_result("F", "absent"), realname.ApiError, None, False),
    (_result("F", None), realname.ApiError, None, False),
    (_result("F", "SUCCESS"), realname.ApiError, "SUCCESS", False),
    (_result("U", "SUCCESS"), realname.ApiError, "SUCCESS", False),
    (_result("S", "NOT_ENROLLED"), realname.ApiError, "NOT_ENROLLED", False),
    (_result("X", "SUCCESS"), realname.ApiError, "SUCCESS", False),
]


@pytest.mark.parametrize(("body", "kind", "code", "retryable"), VERDICTS, ids=lambda item: str(item)[-60:])
async def test_a_signed_failure_is_an_api_error(
    body: bytes,
    kind: type[realname.ApiError],
    code: str | None,
    retryable: bool,
    zoloz_caller: Caller,
    provider_keys: KeyPair,
) -> None:
    """Only S with SUCCESS, or S without a code, is an answer; all else raises and carries what came."""
    for error in await zoloz_caller.outcomes(200, body, zoloz_headers(provider_keys, body)):
        assert kind is type(error)
        assert isinstance(error, realname.ApiError)
        assert (code, "m", True, retryable) == (error.code, error.message, error.verified, error.retryable)
        assert error.reply is not None
        assert isinstance(error.reply.parsed, zoloz.QueryEnrollStatusResponse)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        (_result(code=None), "$.result.resultCode"),
        (_result(code=0), "$.result.resultCode"),
        (_result(status="absent"), "$.result.resultStatus"),
        (_result(status=1), "$.result.resultStatus"),
        (_result(message="absent"), "$.result.resultMessage"),
        (b'{"result":null}', "$.result"),
        (b'{"result":"S"}', "$.result"),
        (b"{}", "$.result"),
        (b"[]", "$"),
        (b"", "$"),
        (b'{"result":{"resultStatus":"S","resultStatus":"F"}}', "$"),
    ],
)
async def test_a_signed_answer_of_another_shape_is_a_decode_error(
    body: bytes, path: str, zoloz_caller: Caller, provider_keys: KeyPair
) -> None:
    """Authentic is not enough: it must also be what the contract says."""
    for error in await zoloz_caller.outcomes(200, body, zoloz_headers(provider_keys, body)):
        assert isinstance(error, realname.DecodeError)
        assert path == error.path


@pytest.mark.parametrize("letter", ["F", "U"])
async def test_an_unsigned_failure_is_marked_unverified(letter: str, zoloz_caller: Caller) -> None:
    """A gateway that could not find the key to sign with still says what is wrong."""
    for error in await zoloz_caller.outcomes(200, _result(letter, "MERCHANT_NOT_FOUND"), {}):
        assert isinstance(error, realname.AuthenticationError)
        assert error.verified is False
        assert error.reply is not None
        assert zoloz.Verification.UNSIGNED == error.reply.verification


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
    status: int, kind: type[realname.RealnameError], body: bytes, zoloz_caller: Caller, provider_keys: KeyPair
) -> None:
    """Not even with a success inside, signed or not."""
    for headers in ({}, zoloz_headers(provider_keys, body)):
        for error in await zoloz_caller.outcomes(status, body, headers):
            assert kind is type(error)


async def test_codes_that_mean_not_enrolled_are_the_callers_to_name(
    zoloz_caller: Caller, provider_keys: KeyPair
) -> None:
    """ZOLOZ does not document the code, so none is built in."""
    body = _result("F", "FACE_MISSING")
    headers = zoloz_headers(provider_keys, body)

    unnamed = await zoloz_caller.outcomes(200, body, headers)
    named = await zoloz_caller.outcomes(200, body, headers, not_enrolled_codes=["FACE_MISSING"])

    assert [realname.ApiError] * 2 == [type(error) for error in unnamed]
    assert [realname.NotFoundError] * 2 == [type(error) for error in named]


@pytest.mark.parametrize(("seconds", "accepted"), [(0, True), (60, True), (-60, True), (61, False), (-61, False)])
def test_an_answer_may_be_required_to_be_fresh(
    seconds: int, accepted: bool, zoloz_caller: Caller, provider_keys: KeyPair
) -> None:
    """The limit counts in both directions and is inclusive."""
    now = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC) + timedelta(seconds=seconds)
    auth = zoloz.Auth(zoloz_caller.credentials, max_answer_age=60, now=lambda: now)  # type: ignore[arg-type]
    handler = answering(200, GENUINE, zoloz_headers(provider_keys, GENUINE))
    pool = httpx.Client(auth=auth, transport=httpx.MockTransport(handler))

    def call() -> httpx.Response:
        return pool.post("https://gateway.example/api/v1/zoloz/connect/queryEnrollStatus", content=b"{}")

    if accepted:
        assert zoloz.Verification.VERIFIED == call().extensions["realname"]
    else:
        with pytest.raises(realname.SignatureError, match="max_answer_age"):
            call()


def test_an_unreadable_time_is_not_fresh(zoloz_caller: Caller, provider_keys: KeyPair) -> None:
    """Where freshness is asked for, a signed answer without a readable time is refused."""
    path, time = "/api/v1/zoloz/connect/queryEnrollStatus", "yesterday"
    signature = provider_keys.sign(f"POST {path}\n2188.{time}.".encode() + GENUINE)
    headers = {"Response-Time": time, "Signature": f"signature={signature}"}

    assert isinstance(zoloz_caller.call(answering(200, GENUINE, headers)), zoloz.QueryEnrollStatusResponse)
    with pytest.raises(realname.SignatureError, match="no readable Response-Time"):
        zoloz_caller.call(answering(200, GENUINE, headers), max_answer_age=60)


CREDENTIALS_PATH = "/api/v1/zoloz/authentication/test"


@pytest.mark.parametrize("body", [_result(message="{}"), b"{}"], ids=["wrapped", "echo"])
def test_credentials_can_be_checked(body: bytes, zoloz_caller: Caller, provider_keys: KeyPair) -> None:
    """Both documented forms of the echo are accepted if ZOLOZ signed them; unsigned, neither is."""
    seen: list[httpx.Request] = []

    def gateway(headers: dict[str, str]) -> Any:
        def handler(request: httpx.Request) -> httpx.Response:
            seen.append(request)
            return answering(200, body, headers)(request)

        return zoloz_caller.client(handler)

    genuine = zoloz_headers(provider_keys, body, path=CREDENTIALS_PATH)
    answer = gateway(genuine).check_credentials()

    assert isinstance(answer, zoloz.CheckCredentialsResponse)
    assert (CREDENTIALS_PATH, b"{}") == (seen[0].url.path, seen[0].content)
    for headers in ({}, zoloz_headers(provider_keys, body)):
        with pytest.raises(realname.SignatureError):
            gateway(headers).check_credentials()


def test_refused_credentials_are_an_error(zoloz_caller: Caller, provider_keys: KeyPair) -> None:
    """The verdict counts for this operation as for the others."""
    body = _result("F", "KEY_NOT_FOUND")
    headers = zoloz_headers(provider_keys, body, path=CREDENTIALS_PATH)

    with pytest.raises(realname.AuthenticationError) as caught:
        zoloz_caller.client(answering(200, body, headers)).check_credentials()

    assert "check_credentials" == caught.value.operation


@pytest.mark.parametrize(("method", "url"), [("GET", "/api/v1/x"), ("POST", "/api/v1/x?a=1")])
def test_a_request_whose_signature_is_not_documented_is_not_signed(method: str, url: str, zoloz_caller: Caller) -> None:
    """ZOLOZ documents POST without a query, and nothing else is guessed."""
    auth = zoloz.Auth(zoloz_caller.credentials)  # type: ignore[arg-type]

    with pytest.raises(realname.RequestError, match="POST requests without a query"):
        auth.sign(httpx.Request(method, f"https://gateway.example{url}"))


def test_credentials_show_the_client_id_only(zoloz_caller: Caller) -> None:
    """Keys have no place in a repr."""
    assert "Credentials(client_id='2188')" == repr(zoloz_caller.credentials)
