"""Alipay v3: what is sent, which answers are believed, and what each of them means."""

import base64
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest

import realname
from realname import alipay
from tests import facts
from tests.pairs import KeyPair
from tests.providers import BASE_URL, Answer, Caller, Script, alipay_caller, alipay_headers

MAIN = facts.main("alipay")
GENUINE = json.dumps(MAIN.success).encode()
REFUSAL = json.dumps(MAIN.refusal.body).encode()


def _is_answer(outcome: object) -> bool:
    return type(outcome) is getattr(alipay, MAIN.model)


def _sent(caller: Caller, **arguments: Any) -> httpx.Request:
    """The request that a call sends."""
    gateway = Script(caller.answer())
    caller.ask(caller.client(gateway), **dict.fromkeys(MAIN.minimal) | arguments)
    return gateway.requests[0]


def test_a_request_carries_the_documented_headers(alipay_caller: Caller, caller_keys: KeyPair) -> None:
    """The signature covers the request target exactly as it is sent; a GET has no Content-Type."""
    request = _sent(alipay_caller, once_token="t 1/~", cert_no="张", cert_type="0")

    target = f"{MAIN.path}?once_token=t%201%2F~&cert_no=%E5%BC%A0&cert_type=0"
    assert target.encode() == request.url.raw_path
    headers = dict(request.headers)
    found = re.fullmatch(
        r"ALIPAY-SHA256withRSA (app_id=2021,nonce=[0-9a-f-]{36},timestamp=\d{13}),sign=(\S+)",
        headers.pop("authorization"),
    )
    assert found is not None
    caller_keys.verifies(found[2], f"{found[1]}\nGET\n{target}\n\n".encode())
    assert re.fullmatch("[0-9a-f]{32}", headers.pop("alipay-request-id"))
    assert {
        "host": "gateway.example",
        "accept": "application/json",
        "accept-encoding": "identity",
        "user-agent": f"realname/{realname.__version__}",
    } == headers


def test_only_what_was_passed_is_sent(alipay_caller: Caller) -> None:
    """None is left out; "0" and "" are values like any other."""
    request = _sent(alipay_caller, cert_no="c", cert_type=alipay.CertType.ID_CARD, conn_key="")

    assert [("conn_key", ""), ("cert_no", "c"), ("cert_type", "0")] == parse_qsl(
        request.url.query.decode(), keep_blank_values=True
    )


def test_every_attempt_has_its_own_nonce(alipay_caller: Caller) -> None:
    """Two calls never share a nonce or a request id."""
    first, second = (_sent(alipay_caller, cert_no="c").headers for _ in range(2))

    assert first["Authorization"] != second["Authorization"]
    assert first["alipay-request-id"] != second["alipay-request-id"]


def test_a_body_is_sent_as_json(alipay_caller: Caller) -> None:
    """Operations with a body name its type."""
    client = alipay_caller.client(Answer(200))

    assert ("Content-Type", "application/json") in client._gateway.seal(b"{}")[1]


async def test_a_genuine_answer_comes_back_whatever_it_says_of_the_person(alipay_caller: Caller) -> None:
    """What a 200 says is data: trusted, not trusted, not known yet, something new, or nothing at all."""
    for result in (*alipay.IdentityResult, "LATER"):
        body = {"identity_result": str(result), "user_id": None, "surprise": 1}
        for answer in await alipay_caller.outcomes(200, body):
            assert _is_answer(answer)
            assert alipay.IdentityResult(result) == answer.identity_result
    assert all(_is_answer(answer) for answer in await alipay_caller.outcomes(200, {}))


Forgery = tuple[int, bytes, dict[str, str]]


def _changed(name: str, value: str | None) -> Callable[[Caller, KeyPair], Forgery]:
    """A genuine answer, one header of which is another or missing."""

    def forge(caller: Caller, _: KeyPair) -> Forgery:
        headers = {**caller.headers(GENUINE), name: value}
        return 200, GENUINE, {other: text for other, text in headers.items() if text is not None}

    return forge


FORGERIES: dict[str, Callable[[Caller, KeyPair], Forgery]] = {
    "unsigned": lambda *_: (200, GENUINE, {}),
    "unsigned and empty": lambda *_: (200, b"", {}),
    "unsigned 202": lambda *_: (202, GENUINE, {}),
    "signature empty": _changed("alipay-signature", ""),
    "signature null": _changed("alipay-signature", "null"),
    "without timestamp": _changed("alipay-timestamp", None),
    "without nonce": _changed("alipay-nonce", None),
    "without signature": _changed("alipay-signature", None),
    "by a stranger": lambda _, stranger: (200, GENUINE, alipay_headers(stranger, GENUINE)),
    "garbage": _changed("alipay-signature", base64.b64encode(b"x" * 256).decode()),
    "not base64": _changed("alipay-signature", "*" * 344),
    "body changed": lambda caller, _: (200, GENUINE.replace(b"SUCCESS", b"SUCCESs"), caller.headers(GENUINE)),
    "timestamp changed": _changed("alipay-timestamp", "1700000000002"),
    "nonce changed": _changed("alipay-nonce", "abd"),
    "two signatures": lambda caller, _: (
        200,
        GENUINE,
        caller.headers(GENUINE) | {"alipay-signature": ", ".join([caller.headers(GENUINE)["alipay-signature"]] * 2)},
    ),
    "forged 204": lambda _, stranger: (204, b"", alipay_headers(stranger, b"")),
    "forged refusal": lambda _, stranger: (400, REFUSAL, alipay_headers(stranger, REFUSAL)),
    "half-signed refusal": lambda caller, _: (
        400,
        REFUSAL,
        {"alipay-signature": caller.headers(REFUSAL)["alipay-signature"]},
    ),
}


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_a_forged_answer_never_comes_back(forgery: str, alipay_caller: Caller, stranger_keys: KeyPair) -> None:
    """Every forgery is a SignatureError; the same bytes under Alipay's signature are accepted."""
    status, body, headers = FORGERIES[forgery](alipay_caller, stranger_keys)

    for error in await alipay_caller.outcomes(status, body, headers):
        assert isinstance(error, realname.SignatureError)
        assert (status, True) == (error.http_status, error.outcome_unknown)
    assert all(_is_answer(answer) for answer in await alipay_caller.outcomes(200, GENUINE))


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("TOKEN_INVALID", 400, realname.ApiError),
        ("invalid-signature", 400, realname.AuthenticationError),
        ("invalid-signature", 401, realname.AuthenticationError),
        ("app-key-security-risk, app-cert-expired", 400, realname.AuthenticationError),
        ("app-call-limited", 400, realname.RateLimitError),
    ],
)
@pytest.mark.parametrize("signed", [True, False])
async def test_a_refusal_is_judged_by_its_code_first(
    code: str, status: int, kind: type[realname.ApiError], signed: bool, alipay_caller: Caller
) -> None:
    """The same code comes with several statuses; whether it was signed is told."""
    body = {"code": code, "message": "m", "links": [{"link": "l", "desc": "d"}], "x": 1}

    for error in await alipay_caller.outcomes(status, body, None if signed else {"alipay-trace-id": "trace-1"}):
        assert kind is type(error)
        assert (code, "m", signed, "trace-1") == (error.code, error.message, error.verified, error.request_id)
        assert str(error).startswith(f"[trace-1] {MAIN.name}: ")
        assert error.retryable is False


@pytest.mark.parametrize("status", [200, 202, 400, 401, 503])
@pytest.mark.parametrize("more", [{}, {"identity_result": "SUCCESS"}], ids=["bare", "beside a success"])
async def test_a_body_that_says_no_is_a_no_under_any_status(
    status: int, more: dict[str, str], alipay_caller: Caller
) -> None:
    """The status is not signed; the same body without the code is an answer."""
    for error in await alipay_caller.outcomes(status, {"code": "TOKEN_INVALID", "message": "m", **more}):
        assert isinstance(error, realname.ApiError)
        assert ("TOKEN_INVALID", True, status) == (error.code, error.verified, error.http_status)
    for answer in await alipay_caller.outcomes(200, {"message": "m", **more}):
        assert _is_answer(answer)


@pytest.mark.parametrize("code", [None, 0, 10000, ["SUCCESS"], {}, True], ids=repr)
async def test_a_code_that_is_no_text_is_no_answer(code: Any, alipay_caller: Caller) -> None:
    """Nobody can tell what it refuses; a failure goes by its status."""
    body = {"identity_result": "SUCCESS", "code": code}

    for error in await alipay_caller.outcomes(200, body):
        assert isinstance(error, realname.DecodeError)
        assert "$.code" == error.path
    for error in await alipay_caller.outcomes(503, body):
        assert isinstance(error, realname.ServerError)


@pytest.mark.parametrize("operation", facts.of("alipay"), ids=str)
def test_no_answer_has_a_code(operation: facts.Operation) -> None:
    """So that a code can mean nothing but a refusal; every failure has one."""
    assert "code" not in operation.answer["properties"]
    failure = facts.resolved("alipay", operation.schemas("default")[0])
    assert "string" == facts.resolved("alipay", failure["properties"]["code"])["type"]


FORMS = {
    "alipay-timestamp": ["1700000000", "17000000000011", "170000000000a", "-700000000001", "1700000000001.0", "١" * 13],
    "alipay-nonce": ["n" * 65, "a b", "a,b", "a\nb", "a.b", "張", "a="],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in FORMS.items() for value in values])
def test_what_is_signed_beside_the_body_has_its_documented_form(name: str, value: str, alipay_caller: Caller) -> None:
    """Although Alipay's key signed it; what the sandbox and the real gateway send is accepted."""

    def verify(**changes: str) -> alipay.Verification:
        parts = {"alipay-timestamp": "1700000000001", "alipay-nonce": "n_-" + "0" * 61} | changes
        string = "".join(f"{part}\n" for part in parts.values()).encode() + GENUINE + b"\n"
        signed = parts | {"alipay-signature": alipay_caller.keys.sign(string)}
        headers = [(key.encode(), text.encode()) for key, text in signed.items()]
        answer = httpx.Response(200, headers=headers, content=GENUINE)
        return alipay.Auth(alipay_caller.credentials).verify(httpx.Request("GET", BASE_URL), answer)

    assert alipay.Verification.VERIFIED == verify()
    with pytest.raises(realname.SignatureError, match="not as documented"):
        verify(**{name: value})


def test_lines_never_move_between_nonce_and_body(alipay_caller: Caller) -> None:
    """The same bytes, cut at another line feed, have the same signature."""
    auth, body = alipay.Auth(alipay_caller.credentials), b"x\n" + GENUINE
    headers = alipay_headers(alipay_caller.keys, body)
    moved = [(name.encode(), value.encode()) for name, value in (headers | {"alipay-nonce": "abc\nx"}).items()]

    def verify(headers: Any, body: bytes) -> alipay.Verification:
        return auth.verify(httpx.Request("GET", BASE_URL), httpx.Response(200, headers=headers, content=body))

    assert alipay.Verification.VERIFIED == verify(headers, body)
    with pytest.raises(realname.SignatureError, match="not as documented"):
        verify(moved, GENUINE)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(403, realname.AccessDeniedError), (404, realname.ApiError), (503, realname.ServerError)],
)
async def test_the_status_says_nothing_beside_what_is_signed(
    status: int, kind: type[realname.ApiError], alipay_caller: Caller
) -> None:
    """A signed code that nobody lists is of no kind; an unsigned one goes by its status, and may have been acted on."""
    body = {"code": "NEVER_SEEN", "message": "m"}

    for error in await alipay_caller.outcomes(status, body):
        assert (realname.ApiError, None, True, False) == (
            type(error), error.kind, error.verified, error.outcome_unknown
        )  # fmt: skip
    for error in await alipay_caller.outcomes(status, body, {}):
        assert (kind, False, True) == (type(error), error.verified, error.outcome_unknown)


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'"code"', b'{"code":1}', b""])
async def test_a_refusal_without_a_code_goes_by_its_status(body: bytes, alipay_caller: Caller) -> None:
    """A page from something in front of the gateway is still a failure of this call."""
    for error in await alipay_caller.outcomes(502, body, {}):
        assert isinstance(error, realname.ServerError)
        assert (None, False, True) == (error.code, error.verified, error.outcome_unknown)


@pytest.mark.parametrize("status", [202, 204, 302])
async def test_an_undeclared_status_is_a_decode_error(status: int, alipay_caller: Caller) -> None:
    """Signed or, without a body, unsigned: only 200 is a success, and it has a body."""
    body = b"" if status == 204 else GENUINE
    for answer in (
        alipay_caller.answer(body, status), Answer(status), alipay_caller.answer(b"")
    ):  # fmt: skip
        assert [realname.DecodeError] * 2 == [type(error) for error in await alipay_caller.both(answer, attempts=1)]


async def test_a_wrong_type_in_a_signed_answer_is_a_decode_error(alipay_caller: Caller) -> None:
    """The path is told in wire names."""
    for error in await alipay_caller.outcomes(200, {"identity_result": True}):
        assert isinstance(error, realname.DecodeError)
        assert "$.identity_result" == error.path


def test_a_merchants_token_is_sent_and_signed(caller_keys: KeyPair, provider_keys: KeyPair) -> None:
    """It joins the string to sign as a line of its own."""
    credentials = alipay_caller(caller_keys, provider_keys, app_auth_token="merchant-token").credentials
    request = httpx.Request("GET", f"{BASE_URL}/v3/x")

    alipay.Auth(credentials).sign(request)

    auth_string, _, signature = request.headers["Authorization"].partition(" ")[2].partition(",sign=")
    caller_keys.verifies(signature, f"{auth_string}\nGET\n/v3/x\n\nmerchant-token\n".encode())
    assert "merchant-token" == request.headers["alipay-app-auth-token"]


@pytest.mark.parametrize(
    ("base_url", "problem"),
    [
        ("https://openapi.alipay.com/gateway.do", "older v2 protocol"),
        ("https://openapi.alipaydev.com", "certificate has expired"),
        ("https://openapi.sandbox.dl.alipaydev.com/", "answers 404"),
    ],
)
def test_addresses_that_never_answer_are_refused(base_url: str, problem: str, alipay_caller: Caller) -> None:
    """Each is often copied from old pages; the servers of the contract are accepted."""
    with pytest.raises(realname.ConfigurationError, match=problem):
        alipay_caller.client(Answer(200), base_url=base_url)
    for server in alipay.SERVERS.values():
        alipay_caller.client(Answer(200), base_url=server)
