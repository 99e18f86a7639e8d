"""What the providers' own clients need that cannot be run here, byte for byte, as their code reads and writes it.

ZOLOZ's SDK for Java and its sample for PHP, Alipay's SDKs for .NET, PHP and Java. Where a client of theirs reads more
narrowly than the documents say, an answer that obeys the documents only would fail there.
"""

import re
from collections.abc import Callable, Mapping

import pytest
from attrs import asdict

from realname.sandbox import Sandbox
from tests.sandbox.callers import (
    NOW_MS,
    AlipayRequest,
    Break,
    ZolozRequest,
    alipay_request,
    decrypted,
    in_certificate_mode,
    zoloz_answer_is_signed,
    zoloz_answer_key,
    zoloz_hmac,
    zoloz_request,
)
from tests.sandbox.raw import Answer

Environment = Mapping[str, str]

KEY = bytes(range(32))


@pytest.fixture(autouse=True)
def _enrolled(sandbox: Sandbox) -> None:
    sandbox.zoloz.enroll("user-1")


# ---- ZOLOZ, Java -----------------------------------------------------------------------------------------------------


@pytest.fixture
def java(environment: Environment) -> ZolozRequest:
    """It encrypts with 256 bits unless it is told otherwise."""
    request = zoloz_request(environment)
    request.aes_key = KEY
    return request


def sub_fields(header: str) -> dict[str, str]:
    """How it reads a list header: at commas, each item having exactly one `=`; then as a form decodes it."""
    pairs = [item.strip().split("=") for item in header.split(",")]
    assert {2} == {len(pair) for pair in pairs}
    return {name: re.sub("%([0-9A-Fa-f]{2})", lambda m: chr(int(m[1], 16)), v.replace("+", " ")) for name, v in pairs}


def test_zoloz_java_finds_the_headers(java: ZolozRequest) -> None:
    """It looks names up in exactly this case."""
    assert {"Signature", "Response-Time", "Encrypt"} <= set(java.signed().send().names)


def test_zoloz_java_reads_the_list_headers(java: ZolozRequest) -> None:
    """It splits each item at `=` and decodes a `+` to a space, so all of base64's own characters are encoded."""
    answer = java.signed().send()
    signature, encrypt = (sub_fields(answer.header(name) or "") for name in ("Signature", "Encrypt"))

    assert (["algorithm", "signature"], ["algorithm", "symmetricKey"], False) == (
        list(signature),
        list(encrypt),
        " " in signature["signature"] + encrypt["symmetricKey"],
    )


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_zoloz_java_drops_line_ends(java: ZolozRequest, key: bytes | None) -> None:
    """It verifies the body without its line ends, so there is none, at the end neither."""
    java.aes_key = key

    assert not set(b"\r\n") & set(java.signed().send().body)


@pytest.mark.parametrize(
    "mistake",
    [
        Break("", lambda r: setattr(r, "path", "/api/v1/zoloz/connect/unknown")),
        Break("", lambda r: setattr(r, "client_id", "2188000000009999")),
        Break("", after=lambda r: r.headers.update({"Signature": "algorithm=RSA256, signature=AAAA"})),
        Break("", lambda r: r.document.pop("userId")),
        Break("", after=lambda r: r.headers.update({"Client-Id": ""})),
    ],
    ids=["path", "merchant", "signature", "field", "no client id"],
)
def test_zoloz_java_gets_failures_with_200(java: ZolozRequest, mistake: Break) -> None:
    """It throws away the body of any other status, and breaks where one signature header comes without the other."""
    answer = java.signed(mistake).send()

    assert 200 == answer.status
    assert ("Signature" in answer.names) is ("Response-Time" in answer.names)


def test_zoloz_java_compares_text(with_access_key: Environment) -> None:
    """Under an access key it compares the signature as text with its own, which is not padded."""
    answer = zoloz_request(with_access_key).signed().send()
    string = f"POST /api/v1/zoloz/connect/queryEnrollStatus\n2188000000000001.{answer.header('Response-Time')}."

    assert zoloz_hmac(with_access_key, string.encode() + answer.body) == answer.header("Signature")


# ---- ZOLOZ, PHP ------------------------------------------------------------------------------------------------------


def write_as_php(request: ZolozRequest) -> None:
    """Put a `keyVersion` into both list headers, and leave the charset out."""
    for name, item in (("Signature", "signature"), ("Encrypt", "symmetricKey")):
        request.headers[name] = request.headers[name].replace(f"{item}=", f"keyVersion=v1, {item}=")
    request.headers["Content-Type"] = "text/plain"


def after(header: str | None, item: str) -> str:
    """How it reads a list header: everything after the item's name."""
    return (header or "").partition(f"{item}=")[2]


def test_zoloz_php(environment: Environment, java: ZolozRequest) -> None:
    """What it sends is accepted, and what it cuts out of the answer's list headers are the bare values."""
    answer = java.signed(Break("", after=write_as_php)).send()
    values = [after(answer.header("Signature"), "signature"), after(answer.header("Encrypt"), "symmetricKey")]

    assert (b'{"result":{"resultStatus":"S"', True, True) == (
        decrypted(zoloz_answer_key(environment, answer), answer.body)[:29],
        zoloz_answer_is_signed(environment, answer),
        all(re.fullmatch("[A-Za-z0-9%]{340,}", value) for value in values),
    )


# ---- Alipay, .NET, Java and PHP --------------------------------------------------------------------------------------


@pytest.fixture
def ask(sandbox: Sandbox, environment: Environment) -> Callable[..., Answer]:
    """A query as an SDK writes it."""

    def send(*headers: tuple[str, str], **parameters: str | None) -> Answer:
        request = alipay_request(environment, asdict(sandbox.alipay.issue_token()), NOW_MS)
        request.headers |= dict(headers)
        for name, value in parameters.items():
            request.set(name, value)
        return request.signed().send()

    return send


def test_alipay_net_finds_the_headers(ask: Callable[..., Answer]) -> None:
    """It looks Alipay's own headers up in lower case and `Content-Type` as it is spelled here."""
    assert {"alipay-signature", "alipay-timestamp", "alipay-nonce", "Content-Type"} <= set(ask().names)


def test_alipay_net_finds_the_certificate(sandbox: Sandbox, with_certificates: Environment) -> None:
    """The certificate, too, it looks up in lower case."""
    request = in_certificate_mode(alipay_request(with_certificates, asdict(sandbox.alipay.issue_token()), NOW_MS))

    assert "alipay-sn" in request.signed().send().names


def test_alipay_decrypts_under_one_content_type(ask: Callable[..., Answer]) -> None:
    """Those for .NET and Java decrypt an answer under exactly `text/plain`, and the body is bare base64."""
    answer = ask(("alipay-encrypt-type", "AES"), ("Content-Type", "text/plain"))

    assert ("text/plain", True) == (
        answer.header("Content-Type"),
        re.fullmatch(rb"[A-Za-z0-9+/]+={0,2}", answer.body) is not None,
    )


def test_alipay_php_sends_a_content_type(ask: Callable[..., Answer]) -> None:
    """The one for PHP sends `application/json` with a GET, and drops what it takes for empty: `cert_type=0`."""
    assert 200 == ask(("Content-Type", "application/json"), cert_type=None).status


def name_no_root(request: AlipayRequest) -> AlipayRequest:
    """The one for PHP never names the root bundle."""
    del request.headers["alipay-root-cert-sn"]
    return request


@pytest.mark.parametrize(("required", "status"), [(True, 400), (False, 200)])
def test_alipay_php_in_certificate_mode(
    sandbox: Sandbox, with_certificates: Environment, required: bool, status: int
) -> None:
    """So it passes only where the gateway does not ask for the root bundle."""
    sandbox.alipay.settings.require_root_sn = required
    request = alipay_request(with_certificates, asdict(sandbox.alipay.issue_token()), NOW_MS)

    assert status == name_no_root(in_certificate_mode(request)).signed().send().status


def test_alipay_java_reads_errors(ask: Callable[..., Answer]) -> None:
    """The one for Java loses an error whose `links` are an array, so usually there are none."""
    assert b"links" not in ask(cert_no="110101199001010001").body
