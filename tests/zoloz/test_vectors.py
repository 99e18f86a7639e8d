"""The published vectors of ZOLOZ, taken by the client."""

import base64
import hashlib
from datetime import datetime
from typing import Any
from urllib.parse import unquote

import httpx
import pytest

import realname
from realname import zoloz
from realname.core.keys import PrivateKey
from realname.zoloz.encryption import decrypt_body
from tests import vectors
from tests.providers import BASE_URL

MERCHANT = vectors.key("zoloz", "merchant")
KEYS = {
    "private_key": MERCHANT["throw_away_private_key"],
    "zoloz_public_key": vectors.key("zoloz", "zoloz")["public_key"],
}


def _auth(case: Any) -> zoloz.Auth:
    given = case["given"]
    credentials = (
        zoloz.Credentials(client_id=given["client_id"], **KEYS)
        if case["access"] == "key pair"
        else zoloz.AccessKey(
            client_id=given["client_id"], access_key="ak-1", secret_key=vectors.key("zoloz", "access_key")
        )
    )
    return zoloz.Auth(credentials, max_answer_age=None, now=lambda: datetime.fromisoformat(given["time"][:24]))


def _signed(case: Any) -> Any:
    given = case["given"]
    request = httpx.Request("POST", f"{BASE_URL}{given['path']}", content=given["body"].encode())
    _auth(case).sign(request)
    header = request.headers["Signature"]
    return header.removeprefix("algorithm=RSA256, signature=")


@pytest.mark.parametrize("case", vectors.cases("zoloz", "request", valid=True))
def test_requests_are_signed_so(case: Any) -> None:
    """To the byte: the string first, then the header."""
    given = case["given"]
    string = zoloz.string_to_sign(
        path=given["path"], client_id=given["client_id"], time=given["time"], body=given["body"].encode()
    )

    assert (case["string"].encode(), case["sha256"]) == (string, hashlib.sha256(string).hexdigest())
    assert case["signature"] == _signed(case)


@pytest.mark.parametrize("case", vectors.cases("zoloz", "request", valid=False))
def test_no_request_is_signed_so(case: Any) -> None:
    """A request with these values has another signature."""
    assert case["signature"] != _signed(case)


def _answer(case: Any) -> tuple[httpx.Request, httpx.Response]:
    given, headers = case["given"], {}
    if case["signature"] is not None:
        pair = case["access"] == "key pair"
        headers["Signature"] = f"algorithm=RSA256, signature={case['signature']}" if pair else case["signature"]
    if given["time"] is not None:
        headers["Response-Time"] = given["time"]
    request = httpx.Request("POST", f"{BASE_URL}{given['path']}", content=b"{}")
    request.headers["Signature"] = case.get("request_signature", "")
    return request, httpx.Response(200, headers=headers, content=given["body"].encode())


@pytest.mark.parametrize("case", vectors.cases("zoloz", "answer", valid=True))
def test_answers_are_believed(case: Any) -> None:
    """As they came."""
    assert zoloz.Verification.VERIFIED == _auth(case).verify(*_answer(case))


@pytest.mark.parametrize("case", vectors.cases("zoloz", "answer", valid=False))
def test_forged_answers_are_refused(case: Any) -> None:
    """Also those whose signature fits."""
    with pytest.raises(realname.SignatureError):
        _auth(case).verify(*_answer(case))


def _decrypted(case: Any) -> str:
    receiver = PrivateKey.parse(vectors.key("zoloz", case["key"])["throw_away_private_key"])
    header = f"algorithm=RSA_AES, symmetricKey={case['wrapped_key']}"
    return decrypt_body(case["body"].encode(), header, receiver).decode()


@pytest.mark.parametrize("case", vectors.cases("zoloz", "encryption", valid=True))
def test_encrypted_bodies_are_read(case: Any) -> None:
    """With the key that came along."""
    receiver = PrivateKey.parse(vectors.key("zoloz", case["key"])["throw_away_private_key"])

    assert case["given"]["plain"] == _decrypted(case)
    assert base64.b64decode(case["aes_key"]) == receiver.unwrap(base64.b64decode(unquote(case["wrapped_key"])))


@pytest.mark.parametrize("case", vectors.cases("zoloz", "encryption", valid=False))
def test_spoiled_bodies_are_refused(case: Any) -> None:
    """Whatever was spoiled."""
    with pytest.raises(realname.DecodeError):
        _decrypted(case)
