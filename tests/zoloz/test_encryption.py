"""ZOLOZ: encrypted messages. Made and read here with plain cryptography."""

import base64
import json
import os
import re
from collections.abc import Callable
from urllib.parse import quote, unquote

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

import realname
from realname import zoloz
from tests import facts
from tests.pairs import KeyPair
from tests.providers import CLIENT_ID, Answer, Caller, Script

MAIN = facts.main("zoloz")
PLAIN = json.dumps(MAIN.success).encode()
REFUSAL = PLAIN.replace(b'"S"', b'"U"').replace(b"SUCCESS", b"SYSTEM_ERROR")


def _encrypted(plain: bytes, recipient: KeyPair, *, key: bytes | None = None) -> tuple[bytes, str]:
    """A body and its Encrypt header."""
    key = key or os.urandom(32)
    padder = PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305  the wire's
    text = base64.b64encode(encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize())
    return text, _header(key, recipient)


def _header(key: bytes, recipient: KeyPair) -> str:
    wrapped = base64.b64encode(recipient.key.public_key().encrypt(key, padding.PKCS1v15())).decode()
    return f"algorithm=RSA_AES, symmetricKey={quote(wrapped, safe='')}"


def _decrypted(request: httpx.Request, recipient: KeyPair) -> tuple[bytes, bytes]:
    """Key and plain body of an encrypted request."""
    found = re.fullmatch(r"algorithm=RSA_AES, symmetricKey=([A-Za-z0-9%]+)", request.headers["Encrypt"])
    assert found is not None
    key = recipient.key.decrypt(base64.b64decode(unquote(found[1])), padding.PKCS1v15())
    decryptor = Cipher(algorithms.AES(key), modes.ECB()).decryptor()  # noqa: S305  the wire's
    unpadder = PKCS7(128).unpadder()
    padded = decryptor.update(base64.b64decode(request.content, validate=True)) + decryptor.finalize()
    return key, unpadder.update(padded) + unpadder.finalize()


def _answer(caller: Caller, body: bytes, encrypt: str, *, by: KeyPair | None = None) -> Answer:
    """A signed answer that declares its encryption."""
    return Answer(200, body, caller.headers(body, by=by) | {"Encrypt": encrypt})


def _is_answer(outcome: object) -> bool:
    return type(outcome) is getattr(zoloz, MAIN.model)


def test_a_request_is_encrypted_then_signed(zoloz_caller: Caller, caller_keys: KeyPair) -> None:
    """A fresh AES-256 key for each message, wrapped for ZOLOZ; the signature covers the base64 text."""
    gateway = Script(_answer(zoloz_caller, *_encrypted(PLAIN, caller_keys)))
    client = zoloz_caller.client(gateway, encrypt=True)

    for _ in range(2):
        zoloz_caller.ask(client)

    keys = set()
    for request in gateway.requests:
        key, plain = _decrypted(request, zoloz_caller.keys)
        keys.add(key)
        assert (32, MAIN.body()) == (len(key), plain)
        assert "text/plain; charset=UTF-8" == request.headers["Content-Type"]
        time = request.headers["Request-Time"]
        signature = unquote(request.headers["Signature"].partition("signature=")[2])
        caller_keys.verifies(signature, f"POST {MAIN.path}\n{CLIENT_ID}.{time}.".encode() + request.content)
    assert 2 == len(keys)


@pytest.mark.parametrize("size", [16, 24, 32])
async def test_an_answer_is_decrypted_with_its_own_key(size: int, zoloz_caller: Caller, caller_keys: KeyPair) -> None:
    """Whatever the key's length, sync and async."""
    answer = _answer(zoloz_caller, *_encrypted(PLAIN, caller_keys, key=os.urandom(size)))

    assert all(_is_answer(outcome) for outcome in await zoloz_caller.both(answer, encrypt=True))


@pytest.mark.usefixtures("no_waiting")
def test_a_repeated_attempt_sends_the_same_ciphertext(zoloz_caller: Caller, caller_keys: KeyPair) -> None:
    """Encrypted once, signed anew."""
    gateway = Script(httpx.ConnectError, _answer(zoloz_caller, *_encrypted(PLAIN, caller_keys)))

    zoloz_caller.call(gateway, encrypt=True)

    first, second = ((request.content, request.headers["Encrypt"]) for request in gateway.requests)
    assert first == second


UNDECRYPTABLE: dict[str, Callable[[bytes, str, KeyPair, KeyPair], tuple[bytes, str]]] = {
    "another key": lambda body, _, caller, __: (body, _header(os.urandom(32), caller)),
    "wrapped for a stranger": lambda body, _, __, stranger: (body, _header(os.urandom(32), stranger)),
    "key of another length": lambda body, _, caller, __: (body, _header(os.urandom(31), caller)),
    "key is no base64": lambda body, *_: (body, "algorithm=RSA_AES, symmetricKey=***"),
    "no key": lambda body, *_: (body, "algorithm=RSA_AES"),
    "key cut": lambda body, header, *_: (body, header[:-12]),
    "other algorithm": lambda body, header, *_: (body, header.replace("RSA_AES", "RSA_GCM")),
    "not base64": lambda _, header, *__: (b"***", header),
    "not whole blocks": lambda body, header, *_: (base64.b64encode(base64.b64decode(body)[:-1]), header),
    "empty": lambda _, header, *__: (b"", header),
    "plain": lambda _, header, *__: (PLAIN, header),
    "no JSON": lambda _, __, caller, ___: _encrypted(b"{", caller),
    "not UTF-8": lambda _, __, caller, ___: _encrypted(b'"\xff"', caller),
}


@pytest.mark.parametrize("damage", UNDECRYPTABLE)
async def test_every_way_to_fail_decrypting_is_one_error(
    damage: str, zoloz_caller: Caller, caller_keys: KeyPair, stranger_keys: KeyPair
) -> None:
    """What exactly was wrong is not told, so nobody learns from it."""
    body, header = UNDECRYPTABLE[damage](*_encrypted(PLAIN, caller_keys), caller_keys, stranger_keys)

    for error in await zoloz_caller.both(_answer(zoloz_caller, body, header), encrypt=True):
        assert isinstance(error, realname.DecodeError)
        assert "the answer cannot be decrypted" == error.args[0]


async def test_nothing_forged_is_decrypted(zoloz_caller: Caller, caller_keys: KeyPair, stranger_keys: KeyPair) -> None:
    """Unsigned, or signed by a stranger, an encrypted answer is a SignatureError; its genuine twin is accepted."""
    body, header = _encrypted(PLAIN, caller_keys)
    forgeries: list[dict[str, str]] = [{}, zoloz_caller.headers(body, by=stranger_keys), zoloz_caller.headers(PLAIN)]

    for headers in forgeries:
        for error in await zoloz_caller.outcomes(200, body, headers | {"Encrypt": header}, encrypt=True):
            assert isinstance(error, realname.SignatureError)
    assert all(map(_is_answer, await zoloz_caller.both(_answer(zoloz_caller, body, header), encrypt=True)))


async def test_an_answer_comes_in_the_form_of_its_request(zoloz_caller: Caller, caller_keys: KeyPair) -> None:
    """A success in the other form is refused, both ways; a failure is a failure in either form."""
    encrypted = _answer(zoloz_caller, *_encrypted(PLAIN, caller_keys))
    encrypted_refusal = _answer(zoloz_caller, *_encrypted(REFUSAL, caller_keys))

    successes = [*await zoloz_caller.outcomes(200, PLAIN, encrypt=True), *await zoloz_caller.both(encrypted)]
    failures = [
        *await zoloz_caller.outcomes(200, REFUSAL, encrypt=True),
        *await zoloz_caller.both(encrypted_refusal, encrypt=True),
    ]

    assert [realname.DecodeError] * 4 == [type(error) for error in successes]
    assert [(realname.ServerError, True)] * 4 == [(type(error), error.verified) for error in failures]
