"""Alipay: content encryption."""

import base64
import json

import pytest

import realname
from realname.core.aes import AesKey
from tests import facts, vectors
from tests.pairs import KeyPair
from tests.providers import Answer, Caller, Script, alipay_caller

AES_KEY = vectors.key("alipay", "aes")
MAIN = facts.main("alipay")
OPENING = facts.operation("alipay", "initializeCertifyOpen")
GENUINE = json.dumps(MAIN.success).encode()


def _ciphertext(plain: bytes) -> bytes:
    return AesKey(base64.b64decode(AES_KEY), initialisation_vector=bytes(16)).encrypt(plain)


@pytest.fixture
def caller(caller_keys: KeyPair, provider_keys: KeyPair) -> Caller:
    """Calls to Alipay with an AES key."""
    return alipay_caller(caller_keys, provider_keys, encrypt_key=AES_KEY)


async def test_a_get_declares_encryption_and_keeps_its_empty_body(caller: Caller) -> None:
    """The query is never encrypted, and a GET has no Content-Type; the answer is decrypted, sync and async."""
    gateway = Script(caller.answer(_ciphertext(GENUINE)))

    answers = await caller.both(gateway, encrypt=True)

    assert [MAIN.success] * 2 == [answer.to_wire() for answer in answers]
    for request in gateway.requests:
        assert ("AES", b"") == (request.headers["alipay-encrypt-type"], request.content)
        assert set(MAIN.minimal) == set(dict(request.url.params))
        assert "content-type" not in request.headers


async def test_a_body_is_encrypted(caller: Caller, caller_keys: KeyPair) -> None:
    """Base64 text under its own type; what is signed is the ciphertext. The answer is decrypted, sync and async."""
    gateway = Script(caller.answer(_ciphertext(json.dumps(OPENING.success).encode()), of=OPENING))

    answers = await caller.both(gateway, of=OPENING, encrypt=True)

    assert [OPENING.success] * 2 == [answer.to_wire() for answer in answers]
    for request in gateway.requests:
        assert ("AES", "text/plain") == (request.headers["alipay-encrypt-type"], request.headers["Content-Type"])
        key = AesKey(base64.b64decode(AES_KEY), initialisation_vector=bytes(16))
        given = {name: argument for name, argument in OPENING.inputs.items() if argument.required}
        assert {name: argument.example for name, argument in given.items()} == json.loads(key.decrypt(request.content))
        auth_string, _, signature = request.headers["Authorization"].partition(" ")[2].partition(",sign=")
        caller_keys.verifies(signature, f"{auth_string}\nPOST\n{OPENING.path}\n".encode() + request.content + b"\n")


async def test_a_failure_inside_an_encrypted_success_is_a_failure(caller: Caller) -> None:
    """It is judged after it was decrypted."""
    of = facts.operation("alipay", "queryJobworthInfo")
    failure = b'{"sub_code": "USER_NOT_OPEN_ZHIMA"}'

    for error in await caller.outcomes(200, _ciphertext(failure), of=of, encrypt=True):
        assert isinstance(error, realname.ApiError)
        assert ("USER_NOT_OPEN_ZHIMA", True) == (error.code, error.verified)
    for answer in await caller.outcomes(200, _ciphertext(b"{}"), of=of, encrypt=True):
        assert {} == answer.to_wire()


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        pytest.param(GENUINE, "cannot be decrypted", id="plain"),
        pytest.param(b"", "cannot be decrypted", id="empty"),
        pytest.param(b"***", "cannot be decrypted", id="not base64"),
        pytest.param(_ciphertext(GENUINE)[:-4], "cannot be decrypted", id="cut"),
        pytest.param(_ciphertext(b"no JSON"), "cannot be decrypted", id="no JSON"),
        pytest.param(_ciphertext(b"[]"), "not what the contract says", id="another shape"),
    ],
)
async def test_a_success_that_does_not_decrypt_is_refused(body: bytes, problem: str, caller: Caller) -> None:
    """Plain where ciphertext belongs, damaged, or not what the contract says."""
    for error in await caller.outcomes(200, body, encrypt=True):
        assert isinstance(error, realname.DecodeError)
        assert problem in str(error)


async def test_ciphertext_is_refused_where_none_was_asked_for(caller: Caller) -> None:
    """Having a key is not asking for encryption."""
    assert [realname.DecodeError] * 2 == [type(error) for error in await caller.outcomes(200, _ciphertext(GENUINE))]


async def test_nothing_forged_is_decrypted(caller: Caller, stranger_keys: KeyPair) -> None:
    """The signature over the ciphertext comes first."""
    body = _ciphertext(GENUINE)
    for headers in ({}, caller.headers(body, by=stranger_keys), caller.headers(GENUINE)):
        for error in await caller.outcomes(200, body, headers, encrypt=True):
            assert isinstance(error, realname.SignatureError)


async def test_a_refusal_comes_plain(caller: Caller) -> None:
    """Errors are never encrypted."""
    refusal = MAIN.refusal

    for error in await caller.outcomes(refusal.status, refusal.body, encrypt=True):
        assert isinstance(error, realname.ApiError)
        assert (refusal.code, True) == (error.code, error.verified)


@pytest.mark.parametrize("key", ["short", "***", base64.b64encode(bytes(15)).decode()])
def test_a_wrong_aes_key_is_refused(key: str, caller_keys: KeyPair, provider_keys: KeyPair) -> None:
    """At construction."""
    with pytest.raises(realname.ConfigurationError, match=r"encrypt_key is (?:not base64|base64 of 15 bytes)"):
        alipay_caller(caller_keys, provider_keys, encrypt_key=key)


def test_encryption_needs_a_key(alipay_caller: Caller) -> None:
    """At construction, not at the first call; and no key shows in a repr."""
    with pytest.raises(realname.ConfigurationError, match="encrypt needs an encrypt_key"):
        alipay_caller.client(Answer(200), encrypt=True)
    assert "AesKey(…)" == repr(AesKey(bytes(16), initialisation_vector=bytes(16)))
