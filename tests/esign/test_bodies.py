"""e签宝: requests with a body, and posts without one: what is sent, what of it is signed, and how it is judged."""

import base64
import hashlib
import hmac
import json
from decimal import Decimal
from typing import Any, Literal

import httpx
import pytest

import realname
from realname import esign
from realname.sandbox import Sandbox
from tests import facts
from tests.callers import Environment, EsignRequest, esign_request
from tests.facts import Operation
from tests.providers import APP_SECRET, BASE_URL, Answer, Caller, Script

START, AMOUNT, RESEND = (
    facts.operation("esign", name)
    for name in ("startOrgThreeFactors", "verifyRandomAmount", "resendTelecom3FactorsCode")
)
"""A POST and a PUT with a body, and a POST without one."""
ACCEPTED = {"code": 0, "message": "成功"}
ZERO_BYTES = "1B2M2Y8AsgTpgAmY7PhCfg=="


def digest(body: bytes) -> str:
    """A Content-MD5: base64 of the raw digest."""
    return base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()


def signature(*lines: str) -> str:
    """The signature over a method, Accept, Content-MD5, Content-Type, Date and a path."""
    return base64.b64encode(hmac.digest(APP_SECRET.encode(), "\n".join(lines).encode(), hashlib.sha256)).decode()


# ---- the client's side -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("operation", [START, AMOUNT], ids=str)
async def test_what_is_sent_is_signed(operation: Operation, esign_caller: Caller) -> None:
    """Compact JSON in UTF-8, its digest in a header, both headers in the signature; sync and async alike."""
    gateway = Script(Answer(200, operation.success))

    assert [0, 0] == [answer.code for answer in await esign_caller.both(gateway, of=operation)]

    for request in gateway.requests:
        body = {one.wire: one.example for one in operation.inputs.values() if one.required and one.place == "body"}
        assert json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode() == request.content
        md5, kind = digest(request.content), "application/json; charset=UTF-8"
        expected = signature(operation.method, "*/*", md5, kind, "", operation.concrete_path)
        assert (operation.method, md5, kind, expected) == (
            request.method,
            *(request.headers[name] for name in ("Content-MD5", "Content-Type", "X-Tsign-Open-Ca-Signature")),
        )


@pytest.mark.parametrize(
    ("amount", "written"),
    [("0.01", b"0.01"), ("0.99", b"0.99"), ("0.5", b"0.50"), ("0.500", b"0.50"), ("5E-1", b"0.50")],
)
def test_an_amount_is_written_with_two_places(amount: str, written: bytes, esign_caller: Caller) -> None:
    """A number, not text; the bytes that are signed are those that are sent."""
    gateway = Script(Answer(200, ACCEPTED))

    esign_caller.ask(esign_caller.client(gateway), of=AMOUNT, amount=Decimal(amount))

    (request,) = gateway.requests
    assert b'{"amount":' + written + b"}" == request.content
    assert digest(request.content) == request.headers["Content-MD5"]


@pytest.mark.parametrize("amount", [0.51, "0.51", Decimal("0.00"), Decimal("1.00"), Decimal("0.001"), Decimal("nan")])
def test_an_amount_that_cannot_be_one_is_never_sent(amount: Any, esign_caller: Caller) -> None:
    """Floats neither: they are not what they look like."""
    gateway = Script(Answer(500))

    with pytest.raises(realname.RequestError, match="amount must be a Decimal") as caught:
        esign_caller.ask(esign_caller.client(gateway), of=AMOUNT, amount=amount)

    assert [] == gateway.requests
    assert str(amount) not in str(caught.value)


async def test_a_post_without_a_body(esign_caller: Caller) -> None:
    """As a GET: the type sent and signed, no digest, whose line is empty. No page says more."""
    gateway = Script(Answer(200, ACCEPTED))

    assert [0, 0] == [answer.code for answer in await esign_caller.both(gateway, of=RESEND)]

    kind = "application/json; charset=UTF-8"
    for request in gateway.requests:
        assert ("POST", b"", "0", kind) == (
            request.method,
            request.content,
            request.headers["Content-Length"],
            request.headers["Content-Type"],
        )
        assert "Content-MD5" not in request.headers
        expected = signature("POST", "*/*", "", kind, "", RESEND.concrete_path)
        assert expected == request.headers["X-Tsign-Open-Ca-Signature"]


@pytest.mark.parametrize("headers", [{}, {"Content-Type": ""}, {"Content-MD5": ZERO_BYTES}], ids=str)
def test_a_bare_client_may_post_without_a_body_in_any_way(headers: dict[str, str], esign_caller: Caller) -> None:
    """Whatever is on the request is signed as it stands."""
    request = httpx.Request("POST", f"{BASE_URL}/p", headers=headers)

    esign.Auth(esign_caller.credentials).sign(request)

    expected = signature("POST", "", headers.get("Content-MD5", ""), headers.get("Content-Type", ""), "", "/p")
    assert expected == request.headers["X-Tsign-Open-Ca-Signature"]


async def test_a_token_replaces_the_signature_not_the_body(esign_caller: Caller) -> None:
    """The same bytes under a token, and the same again when the token has become invalid: that call was not made."""
    token = Answer(200, {**ACCEPTED, "data": {"token": "token-1", "expiresIn": "4102444800000"}})
    refused = Answer(401, {"success": False, "code": 401, "message": "TOKEN错误"})
    steps = [token, refused, token, Answer(200, ACCEPTED)]
    gateway = Script(*steps, *steps)

    assert [0, 0] == [answer.code for answer in await esign_caller.both(gateway, of=AMOUNT, access="token")]

    sent = [request for request in gateway.requests if request.method == "PUT"]
    assert [b'{"amount":0.51}'] * 4 == [request.content for request in sent]
    for request in sent:
        assert ("7438", "token-1", "application/json; charset=UTF-8") == tuple(
            request.headers[name] for name in ("X-Tsign-Open-App-Id", "X-Tsign-Open-Token", "Content-Type")
        )
        assert {"x-tsign-open-app-id", "x-tsign-open-token"} == {name for name in request.headers if "tsign" in name}


# ---- the judge's side ------------------------------------------------------------------------------------------------

BODY = START.body()
SPACED = json.dumps(START.wire, ensure_ascii=False).encode()


def posted(environment: Environment, body: bytes = BODY, content_md5: str | None = None) -> EsignRequest:
    """A start, not yet signed; with the digest of its body if none is told, with none if that is empty."""
    request = esign_request(environment)
    request.method, request.path, request.body = START.method, START.path, body
    md5 = digest(body) if content_md5 is None else content_md5
    request.headers |= {"Content-MD5": md5} if md5 else {}
    return request


def said(request: EsignRequest) -> object:
    """The literal message of the gateway."""
    return json.loads(request.send().body)["message"]


@pytest.mark.parametrize(
    ("body", "content_md5", "expected"),
    [
        (BODY, digest(BODY), "成功"),
        (SPACED, digest(SPACED), "成功"),
        (BODY, "", "成功"),  # whether a body may go without is not known
        (BODY, digest(SPACED), "INVALID_SIGNATURE"),
        (BODY, ZERO_BYTES, "INVALID_SIGNATURE"),
        (BODY, base64.b64encode(hashlib.md5(BODY, usedforsecurity=False).hexdigest().encode()).decode(),
         "INVALID_SIGNATURE"),
        (b"{", digest(b"{"), "参数错误"),
        (b"{}", digest(b"{}"), "参数缺失"),
    ],
)  # fmt: skip
def test_a_body_is_held_against_its_digest(
    environment: Environment, body: bytes, content_md5: str, expected: str
) -> None:
    """Whatever JSON text it is; first the signature, then what the body says."""
    assert expected == said(posted(environment, body, content_md5).signed())


def test_what_was_signed_is_changed(environment: Environment) -> None:
    """Another body, or another digest in the header, on the way: refused either way; unchanged it passes."""
    other_body, other_digest, both = (posted(environment).signed() for _ in range(3))
    other_body.body = SPACED
    other_digest.headers["Content-MD5"] = digest(SPACED)
    both.body, both.headers["Content-MD5"] = SPACED, digest(SPACED)

    assert ["INVALID_SIGNATURE"] * 3 == [said(request) for request in (other_body, other_digest, both)]
    assert "成功" == said(posted(environment).signed())


@pytest.mark.parametrize("headers", [{}, {"Content-Type": ""}, {"Content-MD5": ZERO_BYTES}], ids=str)
def test_a_post_without_a_body_is_accepted_in_any_way(
    environment: Environment, sandbox: Sandbox, headers: dict[str, str]
) -> None:
    """Whatever headers it has, as long as they are signed as sent; what is asked for comes after."""
    request = esign_request(environment)
    request.method, request.path = "POST", RESEND.target(flowId="1")
    request.headers |= headers
    code = json.loads(request.signed().send().body)["code"]
    request.headers["Accept"] = "text/html"

    assert 401 != code
    assert "INVALID_SIGNATURE" == said(request)
    assert [b""] * 2 == [record.received.body for record in sandbox.requests]


@pytest.mark.parametrize("access", ["signature", "token"])
def test_the_judge_understands_the_client(sandbox: Sandbox, access: Literal["signature", "token"]) -> None:
    """Each has a string to sign of its own, and in token mode there is none."""
    with esign.Client(sandbox.esign.credentials, base_url=sandbox.esign.url, access=access) as client:
        started = client.start_org_three_factors(name="示例科技有限公司", org_code="9133", legal_rep_name="张三")

    received = sandbox.requests[-1].received
    assert 0 == started.code
    assert {"name": "示例科技有限公司", "orgCode": "9133", "legalRepName": "张三"} == json.loads(received.body)
    assert (access == "signature") == (received.header("content-md5") == digest(received.body))
