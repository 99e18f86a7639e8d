"""ZOLOZ: encrypted messages, and access by access key. Made and read here with plain cryptography."""

import base64
import json
import os
import re
from typing import Any
from urllib.parse import quote, unquote

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

import realname
from realname import zoloz
from tests.overlays.test_vectors import ZOLOZ
from tests.pairs import KeyPair
from tests.providers import BASE_URL, ENROLLED, Caller, Handler, answering, transport, zoloz_headers

PLAIN = json.dumps(ENROLLED).encode()


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


def _answer(body: bytes, keys: KeyPair, encrypt: str | None, **headers: str) -> Handler:
    """A genuinely signed answer."""
    extra = {} if encrypt is None else {"Encrypt": encrypt}
    return answering(200, body, zoloz_headers(keys, body) | extra | headers)


def test_a_request_is_encrypted_then_signed(zoloz_caller: Caller, caller_keys: KeyPair, provider_keys: KeyPair) -> None:
    """A fresh AES-256 key for each message, wrapped for ZOLOZ; the signature covers the base64 text."""
    seen: list[httpx.Request] = []

    def gateway(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return _answer(*_swap(_encrypted(PLAIN, caller_keys), provider_keys))(request)

    client = zoloz_caller.client(gateway, encrypt=True)
    for _ in range(2):
        client.query_enroll_status(biz_id="b-1", user_id="u-1")

    keys = set()
    for request in seen:
        key, plain = _decrypted(request, provider_keys)
        keys.add(key)
        assert (32, b'{"bizId":"b-1","userId":"u-1"}') == (len(key), plain)
        assert "text/plain; charset=UTF-8" == request.headers["Content-Type"]
        time = request.headers["Request-Time"]
        signature = unquote(request.headers["Signature"].partition("signature=")[2])
        caller_keys.verifies(signature, f"POST {request.url.path}\n2188.{time}.".encode() + request.content)
    assert 2 == len(keys)


def _swap(encrypted: tuple[bytes, str], keys: KeyPair) -> tuple[bytes, KeyPair, str]:
    body, header = encrypted
    return body, keys, header


@pytest.mark.parametrize("size", [16, 24, 32])
async def test_an_answer_is_decrypted_with_its_own_key(
    size: int, zoloz_caller: Caller, caller_keys: KeyPair, provider_keys: KeyPair
) -> None:
    """Whatever the key's length, sync and async."""
    body, header = _encrypted(PLAIN, caller_keys, key=os.urandom(size))

    outcomes = await zoloz_caller.outcomes(
        200, body, zoloz_headers(provider_keys, body) | {"Encrypt": header}, encrypt=True
    )

    assert [zoloz.QueryEnrollStatusResponse] * 2 == [type(outcome) for outcome in outcomes]


def test_a_repeated_attempt_sends_the_same_ciphertext(
    zoloz_caller: Caller, caller_keys: KeyPair, provider_keys: KeyPair
) -> None:
    """Encrypted once, signed anew."""
    seen: list[httpx.Request] = []

    def gateway(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        if len(seen) == 1:
            raise httpx.ConnectError("told to", request=request)
        return _answer(*_swap(_encrypted(PLAIN, caller_keys), provider_keys))(request)

    zoloz_caller.call(gateway, encrypt=True)

    assert (seen[0].content, seen[0].headers["Encrypt"]) == (seen[1].content, seen[1].headers["Encrypt"])


def _undecryptable(caller: KeyPair, stranger: KeyPair) -> dict[str, tuple[bytes, str]]:
    body, header = _encrypted(PLAIN, caller)
    other_key = _header(os.urandom(32), caller)
    return {
        "another key": (body, other_key),
        "wrapped for a stranger": (body, _header(os.urandom(32), stranger)),
        "key of another length": (body, _header(os.urandom(31), caller)),
        "key is no base64": (body, "algorithm=RSA_AES, symmetricKey=***"),
        "no key": (body, "algorithm=RSA_AES"),
        "key cut": (body, header[:-12]),
        "other algorithm": (body, header.replace("RSA_AES", "RSA_GCM")),
        "not base64": (b"***", header),
        "not whole blocks": (base64.b64encode(base64.b64decode(body)[:-1]), header),
        "empty": (b"", header),
        "plain": (PLAIN, header),
        "no JSON": _encrypted(b"{", caller),
        "not UTF-8": _encrypted(b'"\xff"', caller),
    }


@pytest.mark.parametrize("case", range(13))
async def test_every_way_to_fail_decrypting_is_one_error(
    case: int, zoloz_caller: Caller, caller_keys: KeyPair, provider_keys: KeyPair, stranger_keys: KeyPair
) -> None:
    """What exactly was wrong is not told, so nobody learns from it."""
    body, header = list(_undecryptable(caller_keys, stranger_keys).values())[case]
    headers = zoloz_headers(provider_keys, body) | {"Encrypt": header}

    for error in await zoloz_caller.outcomes(200, body, headers, encrypt=True):
        assert isinstance(error, realname.DecodeError)
        assert "the answer cannot be decrypted" == error.args[0]


async def test_nothing_forged_is_decrypted(
    zoloz_caller: Caller, caller_keys: KeyPair, provider_keys: KeyPair, stranger_keys: KeyPair
) -> None:
    """Unsigned, or signed by a stranger, an encrypted answer is a SignatureError; its genuine twin is accepted."""
    body, header = _encrypted(PLAIN, caller_keys)
    forgeries: list[dict[str, str]] = [{}, zoloz_headers(stranger_keys, body), zoloz_headers(provider_keys, PLAIN)]

    for headers in forgeries:
        for outcome in await zoloz_caller.outcomes(200, body, headers | {"Encrypt": header}, encrypt=True):
            assert isinstance(outcome, realname.SignatureError)
    genuine = zoloz_headers(provider_keys, body) | {"Encrypt": header}
    for outcome in await zoloz_caller.outcomes(200, body, genuine, encrypt=True):
        assert isinstance(outcome, zoloz.QueryEnrollStatusResponse)


async def test_an_answer_comes_in_the_form_of_its_request(
    zoloz_caller: Caller, caller_keys: KeyPair, provider_keys: KeyPair
) -> None:
    """A success in the other form is refused, both ways; a plain failure is a failure as always."""
    body, header = _encrypted(PLAIN, caller_keys)
    refusal = PLAIN.replace(b'"S"', b'"F"').replace(b"SUCCESS", b"ACCESS_DENIED")

    plain_for_encrypted = await zoloz_caller.outcomes(200, PLAIN, zoloz_headers(provider_keys, PLAIN), encrypt=True)
    encrypted_for_plain = await zoloz_caller.outcomes(
        200, body, zoloz_headers(provider_keys, body) | {"Encrypt": header}
    )
    refused = await zoloz_caller.outcomes(200, refusal, zoloz_headers(provider_keys, refusal), encrypt=True)

    assert [realname.DecodeError] * 4 == [type(error) for error in [*plain_for_encrypted, *encrypted_for_plain]]
    assert [realname.AccessDeniedError] * 2 == [type(error) for error in refused]


async def test_an_encrypted_failure_is_a_failure(
    zoloz_caller: Caller, caller_keys: KeyPair, provider_keys: KeyPair
) -> None:
    """The verdict is read after decryption."""
    body, header = _encrypted(PLAIN.replace(b'"S"', b'"U"').replace(b"SUCCESS", b"SYSTEM_ERROR"), caller_keys)

    for error in await zoloz_caller.outcomes(
        200, body, zoloz_headers(provider_keys, body) | {"Encrypt": header}, encrypt=True
    ):
        assert isinstance(error, realname.ServerError)
        assert error.verified is True


# ---- access by access key ----

SECRET = ZOLOZ["hmac_secret"]


def _access_key(**changes: Any) -> zoloz.AccessKey:
    return zoloz.AccessKey(**{"client_id": ZOLOZ["client_id"], "access_key": "ak-1", "secret_key": SECRET} | changes)


@pytest.mark.parametrize("side", ["request", "response"])
def test_the_published_hmac_is_ours(side: str) -> None:
    """Bare, in the URL-safe alphabet, without padding; with padding it is read as well."""
    string = zoloz.string_to_sign(
        path=ZOLOZ["path"],
        client_id=ZOLOZ["client_id"],
        time=ZOLOZ[side]["time"],
        body=ZOLOZ[side]["body"].encode(),
    )
    credentials = _access_key(secret_key=SECRET + "=")

    headers = credentials.signature_headers(string)

    assert {"Auth-Type": "AKSK", "Access-Key": "ak-1", "Signature": ZOLOZ[side]["hmac"]} == headers
    credentials.verify(ZOLOZ[side]["hmac"] + "=", string)


@pytest.mark.parametrize(
    "signature", [ZOLOZ["request"]["hmac"], ZOLOZ["response"]["hmac"][:-1], "", "***", "a+b/", "signature=x"]
)
def test_a_forged_hmac_is_refused(signature: str) -> None:
    """Of another message, cut, malformed or in the other alphabet; the genuine twin is accepted."""
    body = ZOLOZ["response"]["body"].encode()

    def call(value: str) -> Any:
        headers = {"Signature": value, "Response-Time": ZOLOZ["response"]["time"]}
        pool = httpx.Client(transport=transport(answering(200, body, headers)))
        with zoloz.Client(_access_key(), base_url=BASE_URL, http_client=pool) as client:
            return client.query_enroll_status(biz_id="b", user_id="u")

    with pytest.raises(realname.SignatureError):
        call(signature)
    assert zoloz.ResultStatus.S == call(ZOLOZ["response"]["hmac"]).result.result_status


def test_access_keys_do_not_encrypt() -> None:
    """ZOLOZ documents signing only; an encrypted answer is not what was asked for either."""
    with pytest.raises(realname.ConfigurationError, match="encrypt needs RSA key pairs"):
        zoloz.Client(_access_key(), base_url=BASE_URL, encrypt=True)
    headers = {
        "Signature": ZOLOZ["response"]["hmac"],
        "Response-Time": ZOLOZ["response"]["time"],
        "Encrypt": "algorithm=RSA_AES, symmetricKey=x",
    }
    pool = httpx.Client(transport=transport(answering(200, ZOLOZ["response"]["body"].encode(), headers)))
    client = zoloz.Client(_access_key(), base_url=BASE_URL, http_client=pool)
    with pytest.raises(realname.DecodeError, match="encrypted although the request was not"):
        client.query_enroll_status(biz_id="b", user_id="u")


@pytest.mark.parametrize("secret", ["", "a+b/", "not base64", "A"], ids=ascii)
def test_a_secret_in_another_alphabet_is_refused(secret: str) -> None:
    """The standard alphabet's characters would be silently dropped by a lenient reader."""
    with pytest.raises(realname.ConfigurationError, match="secret_key is not URL-safe base64"):
        _access_key(secret_key=secret)


def test_an_access_key_shows_no_secret() -> None:
    """Ids only."""
    assert f"AccessKey(client_id='{ZOLOZ['client_id']}', access_key='ak-1')" == repr(_access_key())


def test_the_kind_of_access_is_read_off_the_environment(
    monkeypatch: pytest.MonkeyPatch, caller_keys: KeyPair, provider_keys: KeyPair
) -> None:
    """An access key if one is set, RSA keys if not, an error if both are."""
    monkeypatch.setenv("REALNAME_ZOLOZ_CLIENT_ID", "2188")
    monkeypatch.setenv("REALNAME_ZOLOZ_ACCESS_KEY", "ak-1")
    monkeypatch.setenv("REALNAME_ZOLOZ_SECRET_KEY", SECRET)
    access_key = zoloz.credentials_from_env()
    monkeypatch.setenv("REALNAME_ZOLOZ_PRIVATE_KEY", caller_keys.private_line)
    with pytest.raises(realname.ConfigurationError, match="both kinds of access"):
        zoloz.credentials_from_env()
    monkeypatch.delenv("REALNAME_ZOLOZ_ACCESS_KEY")
    monkeypatch.setenv("REALNAME_ZOLOZ_ZOLOZ_PUBLIC_KEY", provider_keys.public_line)

    assert (zoloz.AccessKey, zoloz.Credentials) == (type(access_key), type(zoloz.credentials_from_env()))
