"""Alipay's content encryption: what is encrypted, what is not, and what cannot be read."""

import base64
import json
import re
from collections.abc import Mapping

import pytest
from attrs import asdict

from realname.sandbox import Sandbox
from tests.sandbox.callers import (
    NOW_MS,
    AlipayRequest,
    Break,
    alipay_answer_is_signed,
    alipay_request,
    decrypted,
    encrypted,
    in_certificate_mode,
)
from tests.sandbox.raw import Answer

Environment = Mapping[str, str]


@pytest.fixture
def key(environment: Environment) -> bytes:
    """The key that the console shows."""
    return base64.b64decode(environment["REALNAME_ALIPAY_ENCRYPT_KEY"])


@pytest.fixture
def request_(sandbox: Sandbox, environment: Environment) -> AlipayRequest:
    """A request that declares encryption and succeeds."""
    request = alipay_request(environment, asdict(sandbox.alipay.issue_token()), NOW_MS)
    request.headers["alipay-encrypt-type"] = "AES"
    return request


def code(answer: Answer) -> object:
    """The code of a refusal."""
    return json.loads(answer.body)["code"]


def test_answer_on_the_wire(environment: Environment, request_: AlipayRequest, key: bytes) -> None:
    """The answer is base64 on one line, no JSON string, under exactly `text/plain`, and signed as sent."""
    answer = request_.signed().send()

    assert (200, "text/plain", "SUCCESS", True, True) == (
        answer.status,
        answer.header("Content-Type"),
        json.loads(decrypted(key, answer.body, chained=True))["identity_result"],
        re.fullmatch(rb"[A-Za-z0-9+/]+={0,2}", answer.body) is not None,
        alipay_answer_is_signed(environment, answer),
    )


def test_key_of_16_bytes(key: bytes) -> None:
    """The key is as long as those of Alipay's console."""
    assert 16 == len(key)


def test_encrypted_in_certificate_mode(sandbox: Sandbox, with_certificates: Environment, key: bytes) -> None:
    """The app in certificate mode has the same key."""
    request = in_certificate_mode(alipay_request(with_certificates, asdict(sandbox.alipay.issue_token()), NOW_MS))
    request.headers["alipay-encrypt-type"] = "AES"
    answer = request.signed().send()

    assert ("SUCCESS", True) == (
        json.loads(decrypted(key, answer.body, chained=True))["identity_result"],
        alipay_answer_is_signed(with_certificates, answer),
    )


def test_no_declaration(sandbox: Sandbox, environment: Environment) -> None:
    """Without the header the answer is plain, as the SDK for Node needs it."""
    answer = alipay_request(environment, asdict(sandbox.alipay.issue_token()), NOW_MS).signed().send()

    assert ("application/json;charset=UTF-8", "SUCCESS") == (
        answer.header("Content-Type"),
        json.loads(answer.body)["identity_result"],
    )


def test_errors_are_plain(environment: Environment, request_: AlipayRequest) -> None:
    """A refusal by the operation is plain JSON, signed."""
    request_.set("cert_no", "110101199001010001")
    answer = request_.signed().send()

    assert ("CARD_NO_NOT_MATCH", "application/json;charset=UTF-8", True) == (
        code(answer),
        answer.header("Content-Type"),
        alipay_answer_is_signed(environment, answer),
    )


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "text/plain;charset=UTF-8"},
        {"alipay-encryption-algm": "AES"},
        {"Content-Type": "application/json"},
    ],
)
def test_official_clients(request_: AlipayRequest, key: bytes, headers: dict[str, str]) -> None:
    """What the official SDKs send beside the declaration makes no difference."""
    request_.headers |= headers
    answer = request_.signed().send()

    assert "SUCCESS" == json.loads(decrypted(key, answer.body, chained=True))["identity_result"]


def test_encrypted_body(request_: AlipayRequest, key: bytes) -> None:
    """A body is decrypted before it is read; one of no more than an encrypted nothing is no JSON."""
    request_.body = encrypted(key, '{"name": "证"}'.encode(), chained=True)
    answer = request_.signed().send()

    assert 200 == answer.status


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b"{}", "decryption-error"),
        (b"AAAA", "decryption-error"),
        (None, "illegal-json"),
    ],
    ids=["plain", "no block", "no JSON"],
)
def test_unreadable_body(request_: AlipayRequest, key: bytes, body: bytes | None, expected: str) -> None:
    """What cannot be decrypted has one code, what decrypts to no JSON another."""
    request_.body = encrypted(key, b"{", chained=True) if body is None else body

    assert expected == code(request_.signed().send())


def test_body_under_another_key(request_: AlipayRequest, key: bytes) -> None:
    """It does not decrypt. Where the padding of what comes out happens to fit, another key is taken."""
    candidates = (encrypted(bytes([n] * 16), b'{"a": 1}', chained=True) for n in range(256))
    request_.body = next(body for body in candidates if not _padded(key, body))

    assert "decryption-error" == code(request_.signed().send())


def _padded(key: bytes, body: bytes) -> bool:
    try:
        decrypted(key, body, chained=True)
    except AssertionError:
        return False
    return True


def test_ciphertext_changed_after_signing(request_: AlipayRequest, key: bytes) -> None:
    """The signature is over the ciphertext, and checked before anything is decrypted."""
    request_.body = encrypted(key, b"{}", chained=True)
    forged = Break("", after=lambda r: setattr(r, "body", b"no ciphertext"))

    assert "invalid-signature" == code(request_.signed(forged).send())


def test_no_key(sandbox: Sandbox, request_: AlipayRequest) -> None:
    """An app without a key cannot ask for encryption."""
    sandbox.alipay.settings.has_encrypt_key = False

    assert "missing-encrypt-key" == code(request_.signed().send())
