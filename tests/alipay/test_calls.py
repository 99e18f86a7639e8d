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
OPENING = facts.operation("alipay", "initializeCertifyOpen")
PASS = facts.operation("alipay", "queryJobworthInfo")
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


async def test_a_body_is_sent_as_json_and_signed_as_it_is_sent(alipay_caller: Caller, caller_keys: KeyPair) -> None:
    """Under its own type, with what was passed and nothing else; its bytes are a line of what is signed."""
    gateway = Script(alipay_caller.answer(of=OPENING))
    person = alipay.OpenCertifyIdentityParam(
        identity_type=alipay.CertifyOpenIdentityType.CERT_INFO, cert_type="PASSPORT", cert_name="张三", cert_no="1"
    )
    passed: dict[str, Any] = {
        "of": OPENING,
        "biz_code": "FACE",
        "outer_order_no": "n1",
        "identity_param": person,
        "merchant_config": alipay.OpenCertifyMerchantConfig(return_url=""),
    }

    answers = [
        alipay_caller.ask(alipay_caller.client(gateway), **passed),
        await alipay_caller.ask(alipay_caller.async_client(gateway), **passed),
    ]

    assert [OPENING.success] * 2 == [answer.to_wire() for answer in answers]
    for request in gateway.requests:
        assert ("POST", OPENING.path, "application/json") == (
            request.method, request.url.raw_path.decode(), request.headers["Content-Type"]
        )  # fmt: skip
        assert {
            "biz_code": "FACE",
            "identity_param": {
                "identity_type": "CERT_INFO", "cert_type": "PASSPORT", "cert_name": "张三", "cert_no": "1"
            },
            "merchant_config": {"return_url": ""},
            "outer_order_no": "n1",
        } == json.loads(request.content)  # fmt: skip
        auth_string, _, signature = request.headers["Authorization"].partition(" ")[2].partition(",sign=")
        caller_keys.verifies(signature, f"{auth_string}\nPOST\n{OPENING.path}\n".encode() + request.content + b"\n")


def test_what_the_older_page_demands_is_demanded(alipay_caller: Caller) -> None:
    """Before anything is sent, by name; the longest order number is accepted."""
    gateway = Script(alipay_caller.answer(of=OPENING))
    client = alipay_caller.client(gateway)

    for wrong in (
        {"outer_order_no": "n" * 33},
        {"identity_param": None},
        {"merchant_config": None},
        {"biz_code": None},
    ):
        with pytest.raises(realname.RequestError, match=next(iter(wrong))):
            alipay_caller.ask(client, of=OPENING, **wrong)
    assert [] == gateway.requests
    alipay_caller.ask(client, of=OPENING, outer_order_no="n" * 32)
    with pytest.raises(realname.RequestError, match="return_url"):
        alipay.OpenCertifyMerchantConfig(return_url=None)  # type: ignore[arg-type]


def test_a_persons_token_is_part_of_what_is_signed(alipay_caller: Caller, caller_keys: KeyPair) -> None:
    """It stands in the query, and in no repr of the request."""
    consult = facts.operation("alipay", "consultCertdoc")
    gateway = Script(alipay_caller.answer(of=consult))

    alipay_caller.ask(alipay_caller.client(gateway), of=consult, auth_token="person +/token", verify_id="v")

    (request,) = gateway.requests
    target = f"{consult.path}?auth_token=person%20%2B%2Ftoken&verify_id=v"
    assert target.encode() == request.url.raw_path
    auth_string, _, signature = request.headers["Authorization"].partition(" ")[2].partition(",sign=")
    caller_keys.verifies(signature, f"{auth_string}\nGET\n{target}\n\n".encode())
    assert "person" not in repr(alipay.ConsultCertdocRequest(auth_token="person +/token"))


def test_truth_values_of_a_query_are_json(alipay_caller: Caller) -> None:
    """`true` and `false`, as the official file types them; what was not passed is left out."""
    gateway = Script(alipay_caller.answer(of=PASS))

    alipay_caller.ask(
        alipay_caller.client(gateway), of=PASS, user_id="2088", conn_key=None, has_html=True, has_button=False
    )

    assert b"user_id=2088&has_button=false&has_html=true" == gateway.requests[0].url.query


@pytest.mark.parametrize("code", ["USER_NOT_OPEN_ZHIMA", "SUCCESS", "张", 0, False, {}, ["x"]], ids=repr)
async def test_a_failure_inside_a_success_is_a_failure(code: Any, alipay_caller: Caller) -> None:
    """Nobody lists these codes, so any is a no; the error's reply has the links. Without a code it is an answer."""
    body = {**PASS.success, "sub_code": code, "sub_msg": "用户没有开通芝麻"}

    for error in await alipay_caller.outcomes(200, body, of=PASS):
        assert isinstance(error, realname.ApiError if isinstance(code, str) else realname.DecodeError)
        assert "开通" not in str(error)
        if isinstance(error, realname.ApiError):
            assert (code, "用户没有开通芝麻", True, 200) == (
                error.code, error.message, error.verified, error.http_status
            )  # fmt: skip
            assert error.reply is not None
            assert PASS.success["url"] == getattr(error.reply.parsed, "url", None)
        else:
            assert "$.sub_code" == error.path
    for nothing in (None, ""):
        for answer in await alipay_caller.outcomes(200, {**PASS.success, "sub_code": nothing}, of=PASS):
            assert PASS.success["url"] == answer.url


async def test_no_person_is_verified_beside_a_failure(alipay_caller: Caller) -> None:
    """A code of a failure counts at every operation, documented there or not."""
    query = facts.operation("alipay", "queryFaceCertify")

    for error in await alipay_caller.outcomes(200, {"passed": "T", "sub_code": "X"}, of=query):
        assert isinstance(error, realname.ApiError)
    for answer in await alipay_caller.outcomes(200, {"passed": "T"}, of=query):
        assert answer.outcome is realname.Outcome.VERIFIED


@pytest.mark.parametrize(
    "body", [{}, {"passed": None}, {"passed": ""}, {"passed": "t"}, {"passed": "SUCCESS"}], ids=str
)
@pytest.mark.parametrize("product", ["face_certify", "certify_open"])
def test_nothing_is_waited_for_where_the_answer_says_nothing_known(
    product: str, body: dict[str, Any], alipay_caller: Caller
) -> None:
    """Neither T nor F: an error with the answer, which verifies nobody. T ends the waiting with the answer."""
    query = facts.operation("alipay", f"query_{product}")
    silent, yes = (alipay_caller.client(alipay_caller.answer(said, of=query)) for said in (body, {"passed": "T"}))

    with pytest.raises(realname.UndecidedError) as caught:
        getattr(silent, f"wait_for_{product}")(certify_id="c")

    assert caught.value.outcome is realname.Outcome.UNKNOWN
    assert getattr(yes, f"wait_for_{product}")(certify_id="c").outcome is realname.Outcome.VERIFIED


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({"certify_state": "SUCCESS"}, realname.Outcome.VERIFIED),
        ({"certify_state": "SUCCESS", "attack_flag": "false"}, realname.Outcome.VERIFIED),
        ({"certify_state": "SUCCESS", "attack_flag": "true"}, realname.Outcome.UNKNOWN),
        ({"certify_state": "SUCCESS", "attack_flag": ""}, realname.Outcome.UNKNOWN),
        ({"certify_state": "FAIL", "attack_flag": "true"}, realname.Outcome.REJECTED),
        ({"attack_flag": "false"}, realname.Outcome.UNKNOWN),
    ],
    ids=str,
)
async def test_an_attack_is_no_success(said: dict[str, str], outcome: realname.Outcome, alipay_caller: Caller) -> None:
    """Nor is what is written in its place and is neither `true` nor `false`."""
    query = facts.operation("alipay", "query_face_verification")

    for answer in await alipay_caller.outcomes(200, said, of=query):
        assert answer.outcome is outcome


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
