"""ZOLOZ's access by access key: what is signed how, and what is refused."""

import itertools
import json
import re
from collections.abc import Mapping

import pytest

from realname.sandbox import Sandbox
from tests.sandbox.callers import Break, ZolozRequest, zoloz_answer_is_signed, zoloz_request
from tests.sandbox.raw import Answer

Environment = Mapping[str, str]


def code(answer: Answer) -> str:
    """The result code of an answer."""
    return str(json.loads(answer.body)["result"]["resultCode"])


def set_header(name: str, value: str) -> Break:
    """A header changed after signing."""
    return Break("", after=lambda r: r.headers.update({name: value}))


IN_ORDER = [
    Break("NO_INTERFACE_DEF", lambda r: setattr(r, "path", "/api/v1/zoloz/connect/enroll")),
    Break("PARAM_MISSING", after=lambda r: r.headers.update({"Access-Key": ""})),
    Break("PARAM_ILLEGAL", after=lambda r: r.headers.update({"Auth-Type": "aksk"})),
    Break("MERCHANT_NOT_FOUND", lambda r: setattr(r, "client_id", "2188000000009999")),
    Break("KEY_NOT_FOUND", after=lambda r: r.headers.update({"Access-Key": "AK0"})),
    Break("SIGNATURE_INVALID", after=lambda r: setattr(r, "body", b" " + r.body)),
    Break("MSG_PARSE_ERROR", lambda r: setattr(r, "text", b"[]")),
]


@pytest.fixture(autouse=True)
def _enrolled(sandbox: Sandbox) -> None:
    sandbox.zoloz.enroll("user-1")


@pytest.fixture
def request_(with_access_key: Environment) -> ZolozRequest:
    """A request that succeeds."""
    return zoloz_request(with_access_key)


def test_answer_on_the_wire(with_access_key: Environment, request_: ZolozRequest) -> None:
    """The answer is signed with the same secret; its signature stands bare, URL-safe and unpadded."""
    answer = request_.signed().send()

    assert (
        200,
        ["Response-Time", "Signature", "Content-Type"],
        True,
        True,
    ) == (
        answer.status,
        answer.names,
        re.fullmatch("[A-Za-z0-9_-]{43}", answer.header("Signature") or "") is not None,
        zoloz_answer_is_signed(with_access_key, answer),
    )


@pytest.mark.parametrize("fault", IN_ORDER, ids=lambda fault: fault.code)
def test_refusal(with_access_key: Environment, fault: Break) -> None:
    """Each single mistake gets its code; the same request without it is accepted."""
    genuine = zoloz_request(with_access_key).signed().send()
    refused = zoloz_request(with_access_key).signed(fault).send()

    assert ("SUCCESS", fault.code) == (code(genuine), code(refused))


@pytest.mark.parametrize(("first", "second"), list(itertools.combinations(IN_ORDER, 2)), ids=lambda fault: fault.code)
def test_first_refusal_wins(request_: ZolozRequest, first: Break, second: Break) -> None:
    """Of two mistakes the gateway tells the one that it checks first."""
    assert first.code == code(request_.signed(first, second).send())


@pytest.mark.parametrize(
    ("rewrite", "expected"),
    [
        ("{}", "SUCCESS"),
        ("{}=", "SUCCESS"),
        ("{}===", "SIGNATURE_INVALID"),
        ("algorithm=RSA256, signature={}", "SIGNATURE_INVALID"),
        ("signature={}", "SIGNATURE_INVALID"),
        ("{}%3D", "SIGNATURE_INVALID"),
        ("Z2FyYmFnZQ", "SIGNATURE_INVALID"),
    ],
)
def test_signature_forms(request_: ZolozRequest, rewrite: str, expected: str) -> None:
    """The signature is bare, padded or not; a list header is not a signature here."""
    request_.signed()
    request_.headers["Signature"] = rewrite.format(request_.headers["Signature"])

    assert expected == code(request_.send())


def test_standard_alphabet(request_: ZolozRequest) -> None:
    """The characters of the standard alphabet are an error; a signature without them is the same in both."""
    for number in itertools.count():
        request_.document["bizId"] = str(number)
        request_.headers.clear()
        genuine = request_.signed().headers["Signature"]
        if set("-_") & set(genuine):
            break
    accepted = request_.send()
    request_.headers["Signature"] = genuine.translate(str.maketrans("-_", "+/"))

    assert ("SUCCESS", "SIGNATURE_INVALID") == (code(accepted), code(request_.send()))


def test_rsa_signature_with_an_access_key(environment: Environment, with_access_key: Environment) -> None:
    """An RSA signature is none of the access key's."""
    request = zoloz_request(environment).signed()
    request.headers |= {"Auth-Type": "AKSK", "Access-Key": with_access_key["REALNAME_ZOLOZ_ACCESS_KEY"]}

    assert "SIGNATURE_INVALID" == code(request.send())


def test_no_encryption(request_: ZolozRequest) -> None:
    """An access key does not go with encryption."""
    request_.headers = {"Content-Type": "text/plain", "Encrypt": "algorithm=RSA_AES, symmetricKey=AA%3D%3D"}

    assert "PARAM_ILLEGAL" == code(request_.signed().send())


def test_refusals_are_signed(with_access_key: Environment) -> None:
    """A refusal is signed with the secret of the access key that was named, for the client id as received."""
    refused = zoloz_request(with_access_key).signed(IN_ORDER[3]).send()

    assert zoloz_answer_is_signed(with_access_key, refused, client_id="2188000000009999")


def test_unknown_access_key_is_unsigned(with_access_key: Environment) -> None:
    """An unknown access key has no secret to sign with: neither header is there."""
    refused = zoloz_request(with_access_key).signed(IN_ORDER[4]).send()

    assert ["Content-Type"] == refused.names


def test_registered_public_key_is_not_needed(sandbox: Sandbox, request_: ZolozRequest) -> None:
    """Whether a public key is registered matters to RSA access only."""
    sandbox.zoloz.settings.key_registered = False

    assert "SUCCESS" == code(request_.signed().send())


def test_failure_is_signed(with_access_key: Environment) -> None:
    """A refusal by the operation is signed, too."""
    answer = zoloz_request(with_access_key, "stranger").signed().send()

    assert ("SANDBOX_USER_NOT_ENROLLED", True) == (code(answer), zoloz_answer_is_signed(with_access_key, answer))


@pytest.mark.parametrize("fault", ["wrong_key", "garbage_signature", "undecodable_signature", "tampered_body"])
def test_forged_answers(sandbox: Sandbox, with_access_key: Environment, fault: str) -> None:
    """Answers are forged in the form that they have here; the next one is genuine."""
    sandbox.fail_next("zoloz", fault)
    forged, genuine = (zoloz_request(with_access_key).signed().send() for _ in range(2))

    assert (False, True, False) == (
        zoloz_answer_is_signed(with_access_key, forged),
        zoloz_answer_is_signed(with_access_key, genuine),
        "algorithm" in (forged.header("Signature") or ""),
    )
