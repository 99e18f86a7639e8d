"""ZOLOZ: access by access key."""

import base64
import hashlib
import hmac
import json

import pytest
from attrs import evolve

import realname
from realname import zoloz
from tests import facts
from tests.providers import ZOLOZ_TIME, Answer, Caller, vectors

VECTORS = vectors("zoloz")
SECRET = VECTORS["hmac_secret"]
MAIN = facts.main("zoloz")
GENUINE = json.dumps(MAIN.success).encode()


def _access_key(secret_key: str = SECRET) -> zoloz.AccessKey:
    return zoloz.AccessKey(client_id=VECTORS["client_id"], access_key="ak-1", secret_key=secret_key)


def _signature(body: bytes = GENUINE) -> str:
    string = f"POST {MAIN.path}\n{VECTORS['client_id']}.{ZOLOZ_TIME}.".encode() + body
    digest = hmac.digest(base64.urlsafe_b64decode(f"{SECRET}="), string, hashlib.sha256)
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _answer(signature: str, **headers: str) -> Answer:
    return Answer(200, GENUINE, {"Signature": signature, "Response-Time": ZOLOZ_TIME} | headers)


@pytest.fixture
def caller(zoloz_caller: Caller) -> Caller:
    """Calls to ZOLOZ by access key."""
    return evolve(zoloz_caller, credentials=_access_key())


@pytest.mark.parametrize("side", ["request", "response"])
def test_the_published_hmac_is_ours(side: str) -> None:
    """Bare, in the URL-safe alphabet, without padding; with padding it is read as well."""
    string = zoloz.string_to_sign(
        path=VECTORS["path"],
        client_id=VECTORS["client_id"],
        time=VECTORS[side]["time"],
        body=VECTORS[side]["body"].encode(),
    )
    credentials = _access_key(f"{SECRET}=")

    headers = credentials.signature_headers(string)

    assert {"Auth-Type": "AKSK", "Access-Key": "ak-1", "Signature": VECTORS[side]["hmac"]} == headers
    credentials.verify(f"{VECTORS[side]['hmac']}=", string)


@pytest.mark.parametrize(
    "signature",
    [
        pytest.param(_signature(b"{}"), id="of another message"),
        pytest.param(_signature()[:-1], id="cut"),
        pytest.param("", id="empty"),
        pytest.param("***", id="malformed"),
        pytest.param("a+b/", id="other alphabet"),
        pytest.param("signature=x", id="in a list"),
    ],
)
async def test_a_forged_hmac_is_refused(signature: str, caller: Caller) -> None:
    """Of another message, cut, malformed or in the other alphabet; the genuine twin is accepted."""
    assert [realname.SignatureError] * 2 == [type(error) for error in await caller.both(_answer(signature))]
    assert [zoloz.ResultStatus.S] * 2 == [
        answer.result.result_status for answer in await caller.both(_answer(_signature()))
    ]


def test_access_keys_do_not_encrypt(caller: Caller) -> None:
    """ZOLOZ documents signing only; an encrypted answer is not what was asked for either."""
    encrypted = _answer(_signature(), Encrypt="algorithm=RSA_AES, symmetricKey=x")

    with pytest.raises(realname.ConfigurationError, match="encrypt needs RSA key pairs"):
        caller.client(encrypted, encrypt=True)
    with pytest.raises(realname.DecodeError, match="encrypted although the request was not"):
        caller.call(encrypted)


@pytest.mark.parametrize("secret", ["", "a+b/", "not base64", "A"], ids=ascii)
def test_a_secret_in_another_alphabet_is_refused(secret: str) -> None:
    """The standard alphabet's characters would be silently dropped by a lenient reader."""
    with pytest.raises(realname.ConfigurationError, match="secret_key is not URL-safe base64"):
        _access_key(secret)
