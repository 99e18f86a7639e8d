"""The published vectors of Alipay, taken by the client."""

import base64
import hashlib
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

import realname
from realname import alipay
from realname.core import certificates
from realname.core.aes import AesKey
from realname.core.keys import BadSignature, PublicKey
from tests import vectors
from tests.providers import BASE_URL

APP_ID = "2021000000000001"
CREDENTIALS = alipay.Credentials(
    app_id=APP_ID,
    private_key=vectors.key("alipay", "app")["throw_away_private_key"],
    alipay_public_key=vectors.key("alipay", "alipay")["public_key"],
)
AES = AesKey.parse(vectors.key("alipay", "aes"), "encrypt_key", initialisation_vector=bytes(16))


def _string(given: Any) -> bytes:
    return alipay.string_to_sign(
        auth_string=given["auth_string"],
        method=given["method"],
        target=given["target"],
        body=given["body"].encode(),
        app_auth_token=given["app_auth_token"],
    )


@pytest.mark.parametrize("case", vectors.cases("alipay", "request", valid=True))
def test_requests_are_signed_so(case: Any) -> None:
    """To the byte: the string first, then the signature."""
    string = _string(case["given"])

    assert (case["string"].encode(), case["sha256"]) == (string, hashlib.sha256(string).hexdigest())
    assert case["signature"] == base64.b64encode(CREDENTIALS.private_key.sign(string)).decode()


@pytest.mark.parametrize("case", vectors.cases("alipay", "request", valid=False))
def test_no_request_is_signed_so(case: Any) -> None:
    """A request with these values has another signature."""
    key = PublicKey.parse(vectors.key("alipay", "app")["public_key"])

    with pytest.raises(BadSignature):
        key.verify(base64.b64decode(case["signature"]), _string(case["given"]))


@pytest.mark.parametrize("name", ["request", "request-no-query", "request-body", "request-for-a-merchant"])
def test_a_whole_request(name: str) -> None:
    """The header that the client sends."""
    case = vectors.case("alipay", name)
    given = case["given"]
    credentials = alipay.Credentials(
        app_id=APP_ID,
        private_key=vectors.key("alipay", "app")["throw_away_private_key"],
        alipay_public_key=CREDENTIALS.alipay_public_key,
        app_auth_token=given["app_auth_token"],
    )
    request = httpx.Request(given["method"], f"{BASE_URL}{given['target']}", content=given["body"].encode())
    nonce = "00000000-0000-4000-8000-000000000001"

    alipay.Auth(credentials, now_ms=lambda: 1700000000000, nonce=lambda: nonce).sign(request)

    expected = f"ALIPAY-SHA256withRSA {given['auth_string']},sign={case['signature']}"
    assert expected == request.headers["Authorization"]


def _verify(case: Any) -> alipay.Verification:
    given = case["given"]
    named = {"timestamp": given["timestamp"], "nonce": given["nonce"], "signature": case["signature"]}
    headers = {f"alipay-{name}": value for name, value in named.items() if value is not None}
    response = httpx.Response(given["status"], headers=headers, content=given["body"].encode())
    return alipay.Auth(CREDENTIALS).verify(httpx.Request("GET", BASE_URL), response)


@pytest.mark.parametrize("case", vectors.cases("alipay", "answer", valid=True))
def test_answers_are_believed(case: Any) -> None:
    """As they came."""
    given = case["given"]
    string = alipay.string_to_verify(timestamp=given["timestamp"], nonce=given["nonce"], body=given["body"].encode())

    assert case["string"].encode() == string
    assert alipay.Verification.VERIFIED == _verify(case)


@pytest.mark.parametrize("case", vectors.cases("alipay", "answer", valid=False))
def test_forged_answers_are_refused(case: Any) -> None:
    """Also those whose signature fits."""
    with pytest.raises(realname.SignatureError):
        _verify(case)


@pytest.mark.parametrize("case", vectors.cases("alipay", "notification", valid=True))
def test_notifications_are_believed(case: Any) -> None:
    """Both ways of signing."""
    told = dict(parse_qsl(case["given"]["form"]))

    found = alipay.verify_notification(CREDENTIALS, form=case["given"]["form"].encode())

    assert {name: told[name] for name in told if name not in ("sign", "sign_type")} == dict(found)


@pytest.mark.parametrize("case", vectors.cases("alipay", "notification", valid=False))
def test_forged_notifications_are_refused(case: Any) -> None:
    """Also those whose signature fits."""
    with pytest.raises(realname.SignatureError):
        alipay.verify_notification(CREDENTIALS, form=case["given"]["form"].encode())


def _address(case: Any) -> str:
    """What the client makes of the values of a case."""
    shown = dict(parse_qsl(urlsplit(case["given"]["url"]).query))
    sent = datetime.fromisoformat(shown["timestamp"]).replace(tzinfo=timezone(timedelta(hours=8)))
    certify_id = shown["biz_content"].split('"')[3]
    return alipay.certify_url(
        CREDENTIALS, base_url=BASE_URL, certify_id=certify_id, now_ms=lambda: int(sent.timestamp() * 1000)
    )


@pytest.mark.parametrize("case", vectors.cases("alipay", "certify_url"))
def test_the_address_of_the_page(case: Any) -> None:
    """What is right is ours to the byte, what is wrong is not."""
    assert case["valid"] == (dict(_query(case["given"]["url"])) == dict(_query(_address(case))))


def _query(url: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(url).query, strict_parsing=True)


@pytest.mark.parametrize("case", vectors.cases("alipay", "encryption", valid=True))
def test_encrypted_bodies_are_read(case: Any) -> None:
    """There and back."""
    assert case["body"] == AES.encrypt(case["given"]["plain"].encode()).decode()
    assert case["given"]["plain"] == AES.decrypt(case["body"].encode()).decode()


@pytest.mark.parametrize("case", vectors.cases("alipay", "encryption", valid=False))
def test_spoiled_bodies_are_refused(case: Any) -> None:
    """Whatever was spoiled."""
    with pytest.raises(realname.DecodeError):
        AES.decrypt(case["body"].encode())


@pytest.mark.parametrize("case", vectors.cases("alipay", "serial_number"))
def test_serial_numbers(case: Any) -> None:
    """Of a certificate, and of a root bundle."""
    pems = [vectors.certificate(name) for name in case["given"]["certificates"]]
    number = (
        certificates.certificate_sn(certificates.load_certificates(pems[0], "")[0])
        if len(pems) == 1
        else certificates.root_sn("".join(pems))
    )

    assert case["valid"] == (case["serial_number"] == number)
