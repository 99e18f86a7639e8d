"""Published signatures of Alipay: the string to sign first, then what is made of it."""

import base64
import hashlib
from typing import Any

import httpx
import pytest

from realname import alipay
from realname.core.keys import PublicKey
from tests.providers import BASE_URL, private_vectors, vectors

VECTORS = vectors("alipay")


@pytest.mark.parametrize("vector", VECTORS["requests"], ids=lambda vector: vector["id"])
def test_string_to_sign(vector: dict[str, Any]) -> None:
    """The string is right to the byte; where a signature is published, it verifies over it."""
    string = alipay.string_to_sign(
        auth_string=vector["auth_string"],
        method=vector["method"],
        target=vector["path_and_query"],
        body=vector["body"].encode(),
        app_auth_token=vector["app_auth_token"],
    )

    assert (vector["sha256"], vector["byte_length"]) == (hashlib.sha256(string).hexdigest(), len(string))
    if "authorization" in vector:
        signature = vector["authorization"].partition(",sign=")[2]
        PublicKey.parse(VECTORS["app_public_key"]).verify(base64.b64decode(signature), string)


@pytest.mark.parametrize("vector", VECTORS["answers"], ids=lambda vector: vector["id"])
def test_string_to_verify(vector: dict[str, Any]) -> None:
    """The published signature of an answer verifies over our string."""
    string = alipay.string_to_verify(
        timestamp=vector["alipay_timestamp"], nonce=vector["alipay_nonce"], body=vector["body"].encode()
    )

    assert (vector["sha256"], vector["byte_length"]) == (hashlib.sha256(string).hexdigest(), len(string))
    PublicKey.parse(VECTORS["gateway_public_key"]).verify(base64.b64decode(vector["signature"]), string)


def test_signed_request() -> None:
    """The whole header, made with the published private key."""
    vector = VECTORS["requests"][0]
    credentials = alipay.Credentials(
        app_id="2021000000000001",
        private_key=private_vectors("alipay")["rsa_signatures"]["app_private_key_pkcs8_b64"],
        alipay_public_key=VECTORS["gateway_public_key"],
    )
    request = httpx.Request(vector["method"], f"{BASE_URL}{vector['path_and_query']}")
    nonce = "00000000-0000-4000-8000-000000000001"

    alipay.Auth(credentials, now_ms=lambda: 1700000000000, nonce=lambda: nonce).sign(request)

    assert vector["authorization"] == request.headers["Authorization"]
