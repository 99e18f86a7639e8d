"""Published signatures of ZOLOZ: the string to sign first, then what is made of it."""

import base64
import hashlib
from datetime import datetime
from urllib.parse import quote

import httpx
import pytest

import realname
from realname import zoloz
from realname.core.keys import PublicKey
from tests.pairs import KeyPair
from tests.providers import BASE_URL, private_vectors, vectors

VECTORS = vectors("zoloz")


@pytest.mark.parametrize(("side", "key"), [("request", "merchant_public_key"), ("response", "zoloz_public_key")])
def test_string_to_sign(side: str, key: str) -> None:
    """Request and answer are signed over the same template."""
    vector = VECTORS[side]

    string = zoloz.string_to_sign(
        path=VECTORS["path"], client_id=VECTORS["client_id"], time=vector["time"], body=vector["body"].encode()
    )

    assert vector["sha256"] == hashlib.sha256(string).hexdigest()
    PublicKey.parse(VECTORS[key]).verify(base64.b64decode(vector["signature"]), string)


def test_the_published_answer_is_accepted_and_its_forgery_is_not(caller_keys: KeyPair) -> None:
    """It verifies as it came; with one letter changed it does not."""
    credentials = zoloz.Credentials(
        client_id=VECTORS["client_id"], private_key=caller_keys.private(), zoloz_public_key=VECTORS["zoloz_public_key"]
    )
    auth = zoloz.Auth(credentials, max_answer_age=None)
    request = httpx.Request("POST", f"{BASE_URL}{VECTORS['path']}", content=b"{}")
    vector = VECTORS["response"]
    signature = f"algorithm=RSA256, signature={quote(vector['signature'], safe='')}"
    headers = {"Response-Time": vector["time"], "Signature": signature}
    answers = [httpx.Response(200, headers=headers, content=body) for body in (vector["body"], vector["body"].lower())]

    assert zoloz.Verification.VERIFIED == auth.verify(request, answers[0])
    with pytest.raises(realname.SignatureError, match="not ZOLOZ's over this answer"):
        auth.verify(request, answers[1])


def test_signed_request() -> None:
    """The whole header, made with the published private key."""
    credentials = zoloz.Credentials(
        client_id=VECTORS["client_id"],
        private_key=private_vectors("zoloz")["merchant_private_pkcs8_b64"],
        zoloz_public_key=VECTORS["zoloz_public_key"],
    )
    vector = VECTORS["request"]
    request = httpx.Request("POST", f"{BASE_URL}{VECTORS['path']}", content=vector["body"].encode())
    moment = datetime.strptime(vector["time"], "%Y-%m-%dT%H:%M:%S%z")

    zoloz.Auth(credentials, now=lambda: moment).sign(request)

    assert vector["signature_header"] == request.headers["Signature"]
    assert vector["time"] == request.headers["Request-Time"]
