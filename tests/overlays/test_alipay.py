"""Alipay v3: what is sent, which answers are believed, and what each of them means."""

import base64
import json
import re
from typing import Any
from urllib.parse import parse_qsl

import httpx
import pytest

import realname
from realname import alipay
from tests.pairs import KeyPair
from tests.providers import BASE_URL, TRUSTED, Caller, alipay_headers, answering

Model = alipay.ZhimaCustomerJobworthAuthenticationQueryResponseModel
GENUINE = json.dumps(TRUSTED).encode()
REFUSAL = json.dumps({"code": "TOKEN_INVALID", "message": "m"}).encode()


def _sent(caller: Caller, provider: KeyPair, **arguments: Any) -> httpx.Request:
    """The request that a call sends."""
    seen: list[httpx.Request] = []

    def gateway(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return answering(200, GENUINE, alipay_headers(provider, GENUINE))(request)

    caller.client(gateway).query_jobworth_authentication(**arguments)
    return seen[0]


def test_a_request_carries_the_documented_headers(
    alipay_caller: Caller, caller_keys: KeyPair, provider_keys: KeyPair
) -> None:
    """The signature covers the request target exactly as it is sent; a GET has no Content-Type."""
    request = _sent(alipay_caller, provider_keys, once_token="t 1/~", cert_no="张", cert_type="0")

    target = request.url.raw_path
    assert b"/v3/zhima/customer/jobworth/authentication?once_token=t%201%2F~&cert_no=%E5%BC%A0&cert_type=0" == target
    found = re.fullmatch(
        r"ALIPAY-SHA256withRSA (app_id=2021,nonce=[0-9a-f-]{36},timestamp=\d{13}),sign=(\S+)",
        request.headers["Authorization"],
    )
    assert found is not None
    caller_keys.verifies(found[2], f"{found[1]}\nGET\n{target.decode()}\n\n".encode())
    assert re.fullmatch("[0-9a-f]{32}", request.headers["alipay-request-id"])
    assert {"accept": "application/json", "accept-encoding": "identity"}.items() <= dict(request.headers).items()
    assert {"host", "user-agent"} == set(request.headers) - {
        "authorization", "alipay-request-id", "accept", "accept-encoding"
    }  # fmt: skip


def test_only_what_was_passed_is_sent(alipay_caller: Caller, provider_keys: KeyPair) -> None:
    """None is left out; "0" and "" are values like any other."""
    request = _sent(alipay_caller, provider_keys, cert_no="c", cert_type=alipay.CertType.ID_CARD, conn_key="")

    assert [("conn_key", ""), ("cert_no", "c"), ("cert_type", "0")] == parse_qsl(
        request.url.query.decode(), keep_blank_values=True
    )


def test_every_attempt_has_its_own_nonce(alipay_caller: Caller, provider_keys: KeyPair) -> None:
    """Two calls never share a nonce or a request id."""
    first, second = (_sent(alipay_caller, provider_keys, cert_no="c") for _ in range(2))

    assert first.headers["Authorization"] != second.headers["Authorization"]
    assert first.headers["alipay-request-id"] != second.headers["alipay-request-id"]


def test_a_body_is_sent_as_json(alipay_caller: Caller) -> None:
    """Operations with a body name its type."""
    client = alipay_caller.client(answering(200, b""))

    assert ("Content-Type", "application/json") in client._gateway.seal(b"{}")[1]


@pytest.mark.parametrize("arguments", [{}, {"once_token": "MARKER"}, {"user_id": "", "open_id": "", "cert_no": ""}])
def test_someone_must_be_named(arguments: dict[str, Any], alipay_caller: Caller) -> None:
    """The rule that stands in prose only is checked before anything is sent; any of the three will do."""
    client = alipay_caller.client(answering(500, b""))

    with pytest.raises(realname.RequestError, match="one of user_id, open_id and cert_no") as caught:
        client.query_jobworth_authentication(**arguments)
    assert ("user_id", "query_jobworth_authentication") == (caught.value.field, caught.value.operation)
    for name in ("user_id", "open_id", "cert_no"):
        with pytest.raises(realname.ServerError):
            client.query_jobworth_authentication(**{name: "x"})


async def test_a_genuine_answer_comes_back_whatever_it_says_of_the_person(
    alipay_caller: Caller, provider_keys: KeyPair
) -> None:
    """What a 200 says is data: trusted, not trusted, not known yet, or something new."""
    for result in ("SUCCESS", "FAILED", "WAITING_VERIFY", "LATER"):
        body = json.dumps({"identity_result": result, "user_id": None, "surprise": 1}).encode()
        for answer in await alipay_caller.outcomes(200, body, alipay_headers(provider_keys, body)):
            assert isinstance(answer, Model)
            assert alipay.IdentityResult(result) == answer.identity_result


async def test_an_empty_object_is_a_legal_answer(alipay_caller: Caller, provider_keys: KeyPair) -> None:
    """All fields are optional; nothing at all is no answer, even when it is signed."""
    assert [Model(), Model()] == await alipay_caller.outcomes(200, b"{}", alipay_headers(provider_keys, b"{}"))
    for error in await alipay_caller.outcomes(200, b"", alipay_headers(provider_keys, b"")):
        assert isinstance(error, realname.DecodeError)


def _forgeries(provider: KeyPair, stranger: KeyPair) -> dict[str, tuple[int, bytes, dict[str, str]]]:
    genuine = alipay_headers(provider, GENUINE)
    other = base64.b64encode(b"x" * 256).decode()
    refused = alipay_headers(provider, REFUSAL)
    return {
        "unsigned": (200, GENUINE, {}),
        "unsigned and empty": (200, b"", {}),
        "unsigned 202": (202, GENUINE, {}),
        "signature empty": (200, GENUINE, genuine | {"alipay-signature": ""}),
        "signature null": (200, GENUINE, genuine | {"alipay-signature": "null"}),
        "without timestamp": (200, GENUINE, {k: v for k, v in genuine.items() if k != "alipay-timestamp"}),
        "without nonce": (200, GENUINE, {k: v for k, v in genuine.items() if k != "alipay-nonce"}),
        "without signature": (200, GENUINE, {k: v for k, v in genuine.items() if k != "alipay-signature"}),
        "by a stranger": (200, GENUINE, alipay_headers(stranger, GENUINE)),
        "garbage": (200, GENUINE, genuine | {"alipay-signature": other}),
        "not base64": (200, GENUINE, genuine | {"alipay-signature": "*" * 344}),
        "body changed": (200, GENUINE.replace(b"SUCCESS", b"SUCCESs"), genuine),
        "timestamp changed": (200, GENUINE, genuine | {"alipay-timestamp": "1700000000002"}),
        "nonce changed": (200, GENUINE, genuine | {"alipay-nonce": "abd"}),
        "forged 204": (204, b"", alipay_headers(stranger, b"")),
        "forged refusal": (400, REFUSAL, alipay_headers(stranger, REFUSAL)),
        "half-signed refusal": (400, REFUSAL, {"alipay-signature": refused["alipay-signature"]}),
    }


@pytest.mark.parametrize("case", range(17))
async def test_a_forged_answer_never_comes_back(
    case: int, alipay_caller: Caller, provider_keys: KeyPair, stranger_keys: KeyPair
) -> None:
    """Every forgery is a SignatureError; the same bytes under Alipay's signature are accepted."""
    status, body, headers = list(_forgeries(provider_keys, stranger_keys).values())[case]

    for error in await alipay_caller.outcomes(status, body, headers):
        assert isinstance(error, realname.SignatureError)
        assert (status, True) == (error.http_status, error.outcome_unknown)
    for answer in await alipay_caller.outcomes(200, GENUINE, alipay_headers(provider_keys, GENUINE)):
        assert isinstance(answer, Model)


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("TOKEN_INVALID", 400, realname.ApiError),
        ("invalid-signature", 400, realname.AuthenticationError),
        ("invalid-signature", 401, realname.AuthenticationError),
        ("app-key-security-risk, app-cert-expired", 400, realname.AuthenticationError),
        ("forbidden-api", 400, realname.AccessDeniedError),
        ("app-call-limited", 400, realname.RateLimitError),
        ("unknow-error", 400, realname.ServerError),
        ("SYSTEM_ERROR", 400, realname.ServerError),
        ("NEVER_SEEN", 403, realname.AccessDeniedError),
        ("NEVER_SEEN", 404, realname.NotFoundError),
        ("NEVER_SEEN", 503, realname.ServerError),
    ],
)
@pytest.mark.parametrize("signed", [True, False])
async def test_a_refusal_is_judged_by_its_code_first(
    code: str, status: int, kind: type[realname.ApiError], signed: bool, alipay_caller: Caller, provider_keys: KeyPair
) -> None:
    """The same code comes with several statuses; whether it was signed is told."""
    body = json.dumps({"code": code, "message": "m", "links": [{"link": "l", "desc": "d"}], "x": 1}).encode()
    headers = alipay_headers(provider_keys, body) if signed else {"alipay-trace-id": "trace-1"}

    for error in await alipay_caller.outcomes(status, body, headers):
        assert kind is type(error)
        assert isinstance(error, realname.ApiError)
        assert (code, "m", signed, "trace-1") == (error.code, error.message, error.verified, error.request_id)
        assert str(error).startswith("[trace-1] query_jobworth_authentication: ")
        assert error.retryable is False


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'"code"', b'{"code":1}', b""])
async def test_a_refusal_without_a_code_goes_by_its_status(body: bytes, alipay_caller: Caller) -> None:
    """A page from something in front of the gateway is still a failure of this call."""
    for error in await alipay_caller.outcomes(502, body, {}):
        assert isinstance(error, realname.ServerError)
        assert (None, False, True) == (error.code, error.verified, error.outcome_unknown)


@pytest.mark.parametrize("status", [202, 204, 302])
async def test_an_undeclared_status_is_a_decode_error(
    status: int, alipay_caller: Caller, provider_keys: KeyPair
) -> None:
    """Signed or, without a body, unsigned: only 200 is a success."""
    body = b"" if status == 204 else GENUINE
    cases = [(body, alipay_headers(provider_keys, body)), (b"", {})]
    for content, headers in cases:
        for error in await alipay_caller.outcomes(status, content, headers):
            assert isinstance(error, realname.DecodeError)


async def test_a_wrong_type_in_a_signed_answer_is_a_decode_error(alipay_caller: Caller, provider_keys: KeyPair) -> None:
    """The path is told in wire names."""
    body = b'{"identity_result":true}'
    for error in await alipay_caller.outcomes(200, body, alipay_headers(provider_keys, body)):
        assert isinstance(error, realname.DecodeError)
        assert "$.identity_result" == error.path


def test_a_merchants_token_is_sent_and_signed(caller_keys: KeyPair, provider_keys: KeyPair) -> None:
    """It joins the string to sign as a line of its own, and shows in no repr."""
    credentials = alipay.Credentials(
        app_id="2021",
        private_key=caller_keys.private_line,
        alipay_public_key=provider_keys.public_line,
        app_auth_token="MARKER",
    )
    request = httpx.Request("GET", f"{BASE_URL}/v3/x")

    alipay.Auth(credentials).sign(request)

    auth_string, _, signature = request.headers["Authorization"].partition(" ")[2].partition(",sign=")
    caller_keys.verifies(signature, f"{auth_string}\nGET\n/v3/x\n\nMARKER\n".encode())
    assert "MARKER" == request.headers["alipay-app-auth-token"]
    assert "MARKER" not in repr(credentials)


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
        alipay.Client(alipay_caller.credentials, base_url=base_url)  # type: ignore[arg-type]
    for server in alipay.SERVERS.values():
        alipay.Client(alipay_caller.credentials, base_url=server).close()  # type: ignore[arg-type]
