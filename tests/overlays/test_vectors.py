"""Published vectors: the string to sign first, then what is made of it. Each file tells how it was made."""

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from realname import alipay, esign, zoloz
from realname.core.keys import PublicKey
from realname.core.secret import Secret
from tests.pairs import KeyPair

HERE = Path(__file__).parents[1] / "vectors"
SHARED = Path(__file__).parents[3] / "shared" / "vectors"
needs_private_keys = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the throw-away private keys of the vectors are in ../shared/vectors, which is absent"
)


def _vectors(name: str, folder: Path = HERE) -> Any:
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


ZOLOZ = _vectors("zoloz")
ALIPAY = _vectors("alipay")
ESIGN = _vectors("esign")["vectors"]


def _clock(text: str) -> Callable[[], datetime]:
    return lambda: datetime.strptime(text, "%Y-%m-%dT%H:%M:%S%z")


@pytest.mark.parametrize(("side", "key"), [("request", "merchant_public_key"), ("response", "zoloz_public_key")])
def test_zoloz_string_to_sign(side: str, key: str) -> None:
    """Request and answer are signed over the same template."""
    vector = ZOLOZ[side]

    string = zoloz.string_to_sign(
        path=ZOLOZ["path"], client_id=ZOLOZ["client_id"], time=vector["time"], body=vector["body"].encode()
    )

    assert vector["sha256"] == hashlib.sha256(string).hexdigest()
    PublicKey.parse(ZOLOZ[key]).verify(base64.b64decode(vector["signature"]), string)


def test_zoloz_published_answer_is_accepted_and_its_forgery_is_not(caller_keys: KeyPair) -> None:
    """The published answer verifies as it came; with one letter changed it does not."""
    credentials = zoloz.Credentials(
        client_id=ZOLOZ["client_id"], private_key=caller_keys.private(), zoloz_public_key=ZOLOZ["zoloz_public_key"]
    )
    auth = zoloz.Auth(credentials)
    request = httpx.Request("POST", f"https://gateway.example{ZOLOZ['path']}", content=b"{}")
    vector = ZOLOZ["response"]
    headers = {
        "Response-Time": vector["time"],
        "Signature": f"algorithm=RSA256, signature={vector['signature'].replace('+', '%2B').replace('=', '%3D')}",
    }

    assert zoloz.Verification.VERIFIED == auth.verify(
        request, httpx.Response(200, headers=headers, content=vector["body"])
    )
    with pytest.raises(Exception, match="not ZOLOZ's over this answer"):
        auth.verify(request, httpx.Response(200, headers=headers, content=vector["body"].replace("Success", "success")))


@needs_private_keys
def test_zoloz_signed_request() -> None:
    """The whole header, made with the published private key."""
    keys = _vectors("zoloz", SHARED)
    credentials = zoloz.Credentials(
        client_id=ZOLOZ["client_id"],
        private_key=keys["merchant_private_pkcs8_b64"],
        zoloz_public_key=ZOLOZ["zoloz_public_key"],
    )
    request = httpx.Request(
        "POST", f"https://gateway.example{ZOLOZ['path']}", content=ZOLOZ["request"]["body"].encode()
    )

    zoloz.Auth(credentials, now=_clock(ZOLOZ["request"]["time"])).sign(request)

    assert ZOLOZ["request"]["signature_header"] == request.headers["Signature"]
    assert ZOLOZ["request"]["time"] == request.headers["Request-Time"]


@pytest.mark.parametrize("vector", ALIPAY["requests"], ids=lambda vector: vector["id"])
def test_alipay_string_to_sign(vector: dict[str, Any]) -> None:
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
        PublicKey.parse(ALIPAY["app_public_key"]).verify(base64.b64decode(signature), string)


def test_alipay_token_line_stands_at_the_end() -> None:
    """On behalf of a merchant, one more line is signed."""
    parts = {"auth_string": "a", "method": "GET", "target": "/v3/x", "body": b""}

    plain = alipay.string_to_sign(**parts)  # type: ignore[arg-type]
    with_token = alipay.string_to_sign(**parts, app_auth_token="token")  # type: ignore[arg-type]

    assert plain + b"token\n" == with_token


@pytest.mark.parametrize("vector", ALIPAY["answers"], ids=lambda vector: vector["id"])
def test_alipay_string_to_verify(vector: dict[str, Any]) -> None:
    """The published signature of an answer verifies over our string."""
    string = alipay.string_to_verify(
        timestamp=vector["alipay_timestamp"], nonce=vector["alipay_nonce"], body=vector["body"].encode()
    )

    assert (vector["sha256"], vector["byte_length"]) == (hashlib.sha256(string).hexdigest(), len(string))
    PublicKey.parse(ALIPAY["gateway_public_key"]).verify(base64.b64decode(vector["signature"]), string)


@needs_private_keys
def test_alipay_signed_request() -> None:
    """The whole header, made with the published private key."""
    vector = ALIPAY["requests"][0]
    keys = _vectors("alipay", SHARED)["rsa_signatures"]
    credentials = alipay.Credentials(
        app_id="2021000000000001",
        private_key=keys["app_private_key_pkcs8_b64"],
        alipay_public_key=ALIPAY["gateway_public_key"],
    )
    request = httpx.Request(vector["method"], f"https://gateway.example{vector['path_and_query']}")

    alipay.Auth(credentials, now_ms=lambda: 1700000000000, nonce=lambda: "00000000-0000-4000-8000-000000000001").sign(
        request
    )

    assert vector["authorization"] == request.headers["Authorization"]


def _esign(kind: str) -> list[Any]:
    return [pytest.param(vector, id=vector["id"]) for vector in ESIGN if vector["kind"] == kind]


@pytest.mark.parametrize("vector", _esign("content_md5"))
def test_esign_content_md5(vector: dict[str, Any]) -> None:
    """The digest is taken raw, not as hex text."""
    assert vector["expected"]["content_md5"] == esign.content_md5(vector["input"]["body"].encode())


@pytest.mark.parametrize("vector", _esign("request_signature"))
def test_esign_string_to_sign(vector: dict[str, Any]) -> None:
    """The string first, then the signature made of it."""
    given = vector["input"]

    string = esign.string_to_sign(
        method=given["method"],
        path=given["path"],
        query=[(key, value) for key, value in given["query"]],
        accept=given["accept"],
        content_md5=given["content_md5"],
        content_type=given["content_type"],
        date=given["date"],
        signed_headers=[(name, value) for name, value in given["signed_headers"]],
    )

    assert vector["expected"]["string_to_sign"] == string.decode()
    assert vector["expected"]["signature"] == esign.sign(Secret(given["secret"]), string)


@pytest.mark.parametrize(
    ("query", "signed"),
    [
        ([], "/p"),
        ([("b", "2"), ("a", "1"), ("B", "3")], "/p?B=3&a=1&b=2"),
        ([("k", ""), ("j", "x=y&z")], "/p?j=x=y&z&k"),
        ([("k", "first"), ("k", "second")], "/p?k=first"),
        ([("a[1]", "y"), ("a[0]", "x")], "/p?a[0]=x&a[1]=y"),
    ],
    ids=["none", "ASCII order", "empty and raw", "repeated", "indexed"],
)
def test_esign_path_and_parameters(query: list[tuple[str, str]], signed: str) -> None:
    """Sorted by code point, decoded, the first of several values."""
    assert signed == esign.path_and_parameters("/p", query)


def test_esign_extra_headers_stand_before_the_path() -> None:
    """One to a line, in ASCII order, an empty value with its colon."""
    string = esign.string_to_sign(method="get", path="/p", signed_headers=[("b", ""), ("B", "1"), ("a", "2")])

    assert b"GET\n\n\n\n\nB:1\na:2\nb:\n/p" == string
