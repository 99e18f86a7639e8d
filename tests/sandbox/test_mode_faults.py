"""The faults that only show where bodies are encrypted, tokens fetched or certificates named."""

import base64
import json
from collections.abc import Callable, Mapping

import pytest
from attrs import asdict

from realname.sandbox import Sandbox
from tests.sandbox.callers import (
    NOW_MS,
    Request,
    alipay_answer_is_signed,
    alipay_request,
    decrypted,
    esign_request,
    in_certificate_mode,
    zoloz_answer_is_signed,
    zoloz_answer_key,
    zoloz_request,
)
from tests.sandbox.raw import Answer
from tests.sandbox.tokens import TokenRequest, token_of

Environment = Mapping[str, str]

IN_OTHER_MODES = {
    "zoloz": {"encrypted_answer"},
    "alipay": {"encrypted_answer"},
    "esign": {
        "expired_token",
        "rejected_token",
        "token_lost",
        "token_missing",
        "token_refused",
        "token_status_500",
    },
}
"""The faults that are tested here and have no row among the others."""
KEY = b"0123456789abcdef0123456789abcdef"
ENROLLED = b'{"result":{"resultStatus":"S","resultCode":"SUCCESS","resultMessage":"Success"}}'


@pytest.fixture
def ask_zoloz(sandbox: Sandbox, environment: Environment) -> Callable[[bytes | None], Answer]:
    """An enrollment query that succeeds, encrypted or not."""

    def ask(key: bytes | None = KEY) -> Answer:
        sandbox.zoloz.enroll("user-1")
        request = zoloz_request(environment)
        request.aes_key = key
        return request.signed().send()

    return ask


@pytest.fixture
def ask_alipay(sandbox: Sandbox, environment: Environment) -> Callable[[bool], Answer]:
    """A query that succeeds, encryption declared or not."""

    def ask(declares: bool = True) -> Answer:
        request = alipay_request(environment, asdict(sandbox.alipay.issue_token()), NOW_MS)
        request.headers |= {"alipay-encrypt-type": "AES"} if declares else {}
        return request.signed().send()

    return ask


def test_zoloz_plain_answer(sandbox: Sandbox, environment: Environment, ask_zoloz: Callable[..., Answer]) -> None:
    """A plain answer to an encrypted request, genuinely signed; the next one is encrypted again."""
    sandbox.fail_next("zoloz", "plain_answer")
    spoilt, after = ask_zoloz(), ask_zoloz()

    assert (ENROLLED, True, None, ENROLLED) == (
        spoilt.body,
        zoloz_answer_is_signed(environment, spoilt),
        spoilt.header("Encrypt"),
        decrypted(zoloz_answer_key(environment, after), after.body),
    )


def test_zoloz_encrypted_answer(sandbox: Sandbox, environment: Environment, ask_zoloz: Callable[..., Answer]) -> None:
    """An encrypted answer to a plain request, genuinely signed, with a key of 256 bits; the next one is plain again."""
    sandbox.fail_next("zoloz", "encrypted_answer")
    spoilt, after = ask_zoloz(None), ask_zoloz(None)
    key = zoloz_answer_key(environment, spoilt)

    assert (32, ENROLLED, True, ENROLLED) == (
        len(key),
        decrypted(key, spoilt.body),
        zoloz_answer_is_signed(environment, spoilt),
        after.body,
    )


def test_zoloz_request_key(sandbox: Sandbox, environment: Environment, ask_zoloz: Callable[..., Answer]) -> None:
    """The request's key opens the answer, and not the one that the answer brings."""
    sandbox.fail_next("zoloz", "encrypted_with_request_key")
    answer = ask_zoloz()

    assert ENROLLED == decrypted(KEY, answer.body)
    assert KEY != zoloz_answer_key(environment, answer)


@pytest.mark.parametrize("fault", ["undecryptable_body", "corrupt_symmetric_key", "wrong_encrypt_algorithm"])
def test_zoloz_undecryptable(
    sandbox: Sandbox, environment: Environment, ask_zoloz: Callable[..., Answer], fault: str
) -> None:
    """The answer is genuinely signed, says that it is encrypted, and cannot be decrypted."""
    sandbox.fail_next("zoloz", fault)
    answer = ask_zoloz()

    assert (True, "text/plain; charset=UTF-8") == (
        zoloz_answer_is_signed(environment, answer),
        answer.header("Content-Type"),
    )
    with pytest.raises((AssertionError, ValueError)):
        decrypted(zoloz_answer_key(environment, answer), answer.body)


def test_alipay_plain_answer(sandbox: Sandbox, environment: Environment, ask_alipay: Callable[..., Answer]) -> None:
    """A plain answer where ciphertext is due, genuinely signed."""
    sandbox.fail_next("alipay", "plain_answer")
    spoilt, after = ask_alipay(), ask_alipay()

    assert ("SUCCESS", True, "text/plain") == (
        json.loads(spoilt.body)["identity_result"],
        alipay_answer_is_signed(environment, spoilt),
        after.header("Content-Type"),
    )


def test_alipay_encrypted_answer(sandbox: Sandbox, environment: Environment, ask_alipay: Callable[..., Answer]) -> None:
    """Ciphertext where plain text is due, genuinely signed."""
    sandbox.fail_next("alipay", "encrypted_answer")
    spoilt, after = ask_alipay(False), ask_alipay(False)
    key = base64.b64decode(environment["REALNAME_ALIPAY_ENCRYPT_KEY"])

    assert ("SUCCESS", True, "SUCCESS") == (
        json.loads(decrypted(key, spoilt.body, chained=True))["identity_result"],
        alipay_answer_is_signed(environment, spoilt),
        json.loads(after.body)["identity_result"],
    )


def test_alipay_undecryptable(sandbox: Sandbox, environment: Environment, ask_alipay: Callable[..., Answer]) -> None:
    """The answer is genuinely signed and no ciphertext."""
    sandbox.fail_next("alipay", "undecryptable_body")
    answer = ask_alipay()

    assert (b"MTUgcmFuZG9tIGJ5dGVz", "text/plain", True) == (
        answer.body,
        answer.header("Content-Type"),
        alipay_answer_is_signed(environment, answer),
    )


@pytest.mark.parametrize(("fault", "sn"), [("unknown_alipay_sn", "0" * 32), ("missing_alipay_sn", None)])
def test_alipay_sn(sandbox: Sandbox, with_certificates: Environment, fault: str, sn: str | None) -> None:
    """The answer to an app in certificate mode names a certificate that nobody has, or none."""
    sandbox.fail_next("alipay", fault)
    requests = [
        in_certificate_mode(alipay_request(with_certificates, asdict(sandbox.alipay.issue_token()), NOW_MS))
        for _ in range(2)
    ]
    spoilt, after = (request.signed().send() for request in requests)

    assert (sn, True) == (spoilt.header("alipay-sn"), alipay_answer_is_signed(with_certificates, after))


@pytest.mark.parametrize(
    ("fault", "options", "status", "body"),
    [
        ("token_refused", {}, 200, '{"code":72000032,"message":"应用停用或应用不存在","data":null}'),
        (
            "token_refused",
            {"code": 72000009, "message": "x", "status": 400},
            400,
            '{"code":72000009,"message":"x","data":null}',
        ),
        ("token_status_500", {}, 500, '{"code":30500000,"message":"系统异常","data":null}'),
    ],
)
def test_token_refused(
    sandbox: Sandbox, environment: Environment, fault: str, options: dict[str, object], status: int, body: str
) -> None:
    """The token endpoint gives no token; an operation in between is left alone, and the next token is issued."""
    arm: Callable[..., None] = sandbox.fail_next
    arm("esign", fault, **options)
    operation: Request = esign_request(environment, NOW_MS)
    answers = [operation.signed().send(), TokenRequest.get(environment).send(), TokenRequest.get(environment).send()]

    assert ([200, status, 200], body.encode(), 1) == (
        [answer.status for answer in answers],
        answers[1].body,
        sandbox.esign.token_requests,
    )


def test_token_lost(sandbox: Sandbox, environment: Environment) -> None:
    """The token is issued and never arrives."""
    sandbox.fail_next("esign", "token_lost")
    answers = [TokenRequest.get(environment).try_to_send() for _ in range(2)]

    assert (None, True, 2) == (answers[0], answers[1] is not None, sandbox.esign.token_requests)


def test_token_missing(sandbox: Sandbox, environment: Environment) -> None:
    """The token endpoint says success, and gives no token."""
    sandbox.fail_next("esign", "token_missing")
    answer = json.loads(TokenRequest.get(environment).send().body)

    assert (0, {"expiresIn", "refreshToken"}) == (answer["code"], set(answer["data"]))


@pytest.mark.parametrize(
    ("fault", "expiry"), [("expired_token", NOW_MS - 1000), ("rejected_token", NOW_MS + 7_200_000)]
)
def test_token_that_is_rejected(sandbox: Sandbox, environment: Environment, fault: str, expiry: int) -> None:
    """The token that is issued is rejected by the operations; the next one is accepted."""
    sandbox.fail_next("esign", fault)
    expiries, messages = [], []
    for _ in range(2):
        data = json.loads(TokenRequest.get(environment).send().body)["data"]
        expiries.append(data["expiresIn"])
        request = esign_request(environment, NOW_MS)
        request.token = token_of(data)
        messages.append(json.loads(request.signed().send().body)["message"])

    assert ([str(expiry), str(NOW_MS + 7_200_000)], ["TOKEN错误", "成功"]) == (expiries, messages)


def test_faults_of_operations_spare_tokens(sandbox: Sandbox, environment: Environment) -> None:
    """A fault of the operations waits for one of them."""
    sandbox.fail_next("esign", "status_500")
    statuses = [TokenRequest.get(environment).send().status, esign_request(environment, NOW_MS).signed().send().status]

    assert [200, 500] == statuses


def test_breaches_spare_tokens(sandbox: Sandbox, environment: Environment) -> None:
    """The token endpoints are no part of the contract, so no breach of it shows there."""
    sandbox.break_contract("esign", "undocumented_status")

    assert 200 == TokenRequest.get(environment).send().status
