"""ZOLOZ's encrypted requests and answers, and the call that sends a message back."""

import base64
import json
import re
from collections.abc import Mapping
from urllib.parse import quote

import pytest

from realname.sandbox import Sandbox
from tests.sandbox.callers import (
    Break,
    ZolozRequest,
    decrypted,
    encrypted,
    zoloz_answer_is_signed,
    zoloz_answer_key,
    zoloz_request,
)
from tests.sandbox.raw import Answer

Environment = Mapping[str, str]

TEST_PATH = "/api/v1/zoloz/authentication/test"
KEY = bytes(range(32))
ENROLLED = b'{"result":{"resultStatus":"S","resultCode":"SUCCESS","resultMessage":"Success"}}'


@pytest.fixture(autouse=True)
def _enrolled(sandbox: Sandbox) -> None:
    sandbox.zoloz.enroll("user-1")


@pytest.fixture
def request_(environment: Environment) -> ZolozRequest:
    """An encrypted request that succeeds."""
    request = zoloz_request(environment)
    request.aes_key = KEY
    return request


def code(environment: Environment, answer: Answer) -> str:
    """The result code of an answer, encrypted or not."""
    body = answer.body
    if answer.header("Encrypt"):
        body = decrypted(zoloz_answer_key(environment, answer), body)
    return str(json.loads(body)["result"]["resultCode"])


def test_answer_on_the_wire(environment: Environment, request_: ZolozRequest) -> None:
    """An encrypted request has an encrypted answer: one line of base64, the headers in their exact case."""
    answer = request_.signed().send()

    assert (
        200,
        {"Encrypt", "Response-Time", "Signature", "Content-Type"},
        "text/plain; charset=UTF-8",
        ENROLLED,
        True,
    ) == (
        answer.status,
        set(answer.names),
        answer.header("Content-Type"),
        decrypted(zoloz_answer_key(environment, answer), answer.body),
        re.fullmatch(rb"[A-Za-z0-9+/]+={0,2}", answer.body) is not None,
    )


def test_answer_is_signed(environment: Environment, request_: ZolozRequest) -> None:
    """What is signed is the ciphertext as sent."""
    assert zoloz_answer_is_signed(environment, request_.signed().send())


def test_encrypt_header_form(request_: ZolozRequest) -> None:
    """The header names the algorithm first, and ends with upper-case percent-encoded base64."""
    header = request_.signed().send().header("Encrypt") or ""

    assert re.fullmatch(r"algorithm=RSA_AES, symmetricKey=(?:[A-Za-z0-9]|%2B|%2F)+%3D%3D", header)


@pytest.mark.parametrize("size", [16, 24, 32])
def test_key_of_the_answer(environment: Environment, request_: ZolozRequest, size: int) -> None:
    """The answer's key is as long as the request's, fresh for every answer, and never the request's own."""
    request_.aes_key = KEY[:size]
    request_.signed()
    keys = [zoloz_answer_key(environment, request_.send()) for _ in range(2)]

    assert [size, size] == [len(key) for key in keys]
    assert 3 == len({*keys, KEY[:size]})


def test_failure_of_the_operation_is_encrypted(environment: Environment) -> None:
    """Once the message could be read, a refusal is encrypted, too."""
    request = zoloz_request(environment, "stranger")
    request.aes_key = KEY
    illegal = zoloz_request(environment)
    illegal.aes_key = KEY
    illegal.document["userId"] = 17
    answers = [request.signed().send(), illegal.signed().send()]

    assert (["SANDBOX_USER_NOT_ENROLLED", "PARAM_ILLEGAL"], [True, True]) == (
        [code(environment, answer) for answer in answers],
        [answer.header("Encrypt") is not None for answer in answers],
    )


def break_body(request: ZolozRequest) -> None:
    """Send a body that is no ciphertext, rightly signed."""
    request.aes_key = None
    request.text = b"not base64"
    wrapped = quote(base64.b64encode(bytes(256)), safe="")
    request.headers = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Encrypt": f"algorithm=RSA_AES, symmetricKey={wrapped}",
    }


UNREADABLE = {
    "a body that is no base64": break_body,
    "another key wrapped": lambda r: setattr(r, "wrapped_key", bytes(32)),
    "a wrapped key of 15 bytes": lambda r: setattr(r, "wrapped_key", bytes(15)),
    "a wrapped key of 33 bytes": lambda r: setattr(r, "wrapped_key", bytes(33)),
    "no wrapped key": lambda r: r.headers.update({"Encrypt": "algorithm=RSA_AES"}),
    "raw base64": lambda r: r.headers.update({"Encrypt": "algorithm=RSA_AES, symmetricKey=A+/="}),
}


@pytest.mark.parametrize("mistake", UNREADABLE)
def test_undecryptable_request(environment: Environment, request_: ZolozRequest, mistake: str) -> None:
    """However it fails, what cannot be decrypted is one code with one message, plain and signed; the twin passes."""
    genuine = request_.signed().send()
    request = zoloz_request(environment)
    request.aes_key = KEY
    refused = request.signed(Break("", UNREADABLE[mistake])).send()

    assert (
        "SUCCESS",
        b'{"result":{"resultStatus":"F","resultCode":"MSG_PARSE_ERROR",'
        b'"resultMessage":"the body cannot be decrypted"}}',
        "application/json; charset=UTF-8",
        None,
        True,
    ) == (
        code(environment, genuine),
        refused.body,
        refused.header("Content-Type"),
        refused.header("Encrypt"),
        zoloz_answer_is_signed(environment, refused),
    )


def test_encrypted_message_that_is_no_json(environment: Environment, request_: ZolozRequest) -> None:
    """What decrypts and is no JSON object has the same code, and its answer is plain."""
    request_.text = b"[]"
    answer = request_.signed().send()

    assert ("MSG_PARSE_ERROR", None) == (code(environment, answer), answer.header("Encrypt"))


@pytest.mark.parametrize(
    ("mistake", "expected"),
    [
        (
            Break("", after=lambda r: r.headers.update({"Encrypt": "algorithm=RSA_DES, symmetricKey=AA%3D%3D"})),
            "ILLEGAL",
        ),
        (Break("", after=lambda r: r.headers.update({"Encrypt": ""})), "MISSING"),
        (Break("", after=lambda r: r.headers.update({"Content-Type": "application/json"})), "ILLEGAL"),
    ],
)
def test_header_mistakes(environment: Environment, request_: ZolozRequest, mistake: Break, expected: str) -> None:
    """An encrypted request has the header, with the one algorithm, and the one content type."""
    assert f"PARAM_{expected}" == code(environment, request_.signed(mistake).send())


def test_ciphertext_changed_after_signing(environment: Environment, request_: ZolozRequest) -> None:
    """The signature is over the ciphertext, and checked before anything is decrypted."""
    forged = Break("", after=lambda r: setattr(r, "body", encrypted(KEY, json.dumps(r.document).encode() + b" ")))

    assert "SIGNATURE_INVALID" == code(environment, request_.signed(forged).send())


def as_php(request: ZolozRequest) -> None:
    """Write the headers as ZOLOZ's sample for PHP does: with `keyVersion`, and without a charset."""
    for name in ("Signature", "Encrypt"):
        request.headers[name] = request.headers[name].replace(", ", ", keyVersion=v1, ")
    request.headers["Content-Type"] = "text/plain"


def as_shell(request: ZolozRequest) -> None:
    """Write the headers as ZOLOZ's shell script does: lower-case hex digits in percent-encoding."""
    for name in ("Signature", "Encrypt"):
        request.headers[name] = re.sub("%[0-9A-F]{2}", lambda match: match[0].lower(), request.headers[name])


@pytest.mark.parametrize(("write", "size"), [(as_php, 32), (as_shell, 16)], ids=["PHP", "shell"])
def test_official_clients(environment: Environment, request_: ZolozRequest, write: object, size: int) -> None:
    """What the official samples send is accepted, and their answers are written so that they can read them."""
    assert callable(write)
    request_.aes_key = KEY[:size]
    answer = request_.signed(Break("", after=write)).send()

    assert ("SUCCESS", size, True) == (
        code(environment, answer),
        len(zoloz_answer_key(environment, answer)),
        # Both take everything after `symmetricKey=` and `signature=` for the value.
        all(
            re.fullmatch(rf".*, {last}=[^,= ]+", answer.header(name) or "")
            for name, last in {"Signature": "signature", "Encrypt": "symmetricKey"}.items()
        ),
    )


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (
            False,
            b'{"result":{"resultStatus":"S","resultCode":"SUCCESS",'
            b'"resultMessage":"{\\"hello\\": \\"\\\\u8bc1\\", \\"list\\": [1, {}]}"}}',
        ),
        (True, b'{"hello":"\\u8bc1","list":[1,{}]}'),
    ],
    ids=["wrapped", "raw"],
)
def test_message_sent_back(
    sandbox: Sandbox, environment: Environment, key: bytes | None, raw: bool, expected: bytes
) -> None:
    """A test request comes back as the text of a result's message, or as it is if so set; encrypted as it came."""
    sandbox.zoloz.settings.raw_echo = raw
    request = zoloz_request(environment)
    request.aes_key, request.path, request.document = key, TEST_PATH, {"hello": "证", "list": [1, {}]}
    answer = request.signed().send()

    assert (expected, True) == (
        answer.body if key is None else decrypted(zoloz_answer_key(environment, answer), answer.body),
        zoloz_answer_is_signed(environment, answer, path=TEST_PATH),
    )


def test_test_request_is_checked(environment: Environment) -> None:
    """The call is there for checking credentials: a wrong signature is refused, the right one accepted."""
    request = zoloz_request(environment)
    request.path, request.document = TEST_PATH, {}
    genuine = request.signed().send()
    refused = request.signed(Break("", after=lambda r: setattr(r, "body", b"{ }"))).send()

    assert ("SUCCESS", "SIGNATURE_INVALID") == (code(environment, genuine), code(environment, refused))
