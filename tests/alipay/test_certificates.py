"""Alipay: certificate mode."""

from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import httpx
import pytest
from attrs import evolve
from cryptography.hazmat.primitives.asymmetric import ec, rsa

import realname
from realname import alipay
from realname.core import certificates
from tests.certificates import pem
from tests.pairs import KeyPair
from tests.providers import BASE_URL, Answer, Caller, vectors

PUBLISHED = vectors("alipay")["certificates"]
VECTORS = {vector["id"]: vector for vector in PUBLISHED["certificates"]}
BUNDLE = "".join(VECTORS[name]["pem"] for name in PUBLISHED["root_bundle"]["order"])


def _credentials(caller: KeyPair, *alipay_certificates: str, **changes: Any) -> alipay.CertificateCredentials:
    settings: dict[str, Any] = {
        "app_id": "2021",
        "private_key": caller.private(),
        "app_certificate": pem(caller.key, "app"),
        "alipay_certificates": list(alipay_certificates),
        "root_certificates": BUNDLE,
    }
    return alipay.CertificateCredentials(**settings | changes)


def _sn(text: str) -> str:
    return certificates.certificate_sn(certificates.load_certificates(text, "")[0])


@pytest.mark.parametrize("name", ["CERT-R1", "CERT-R2"])
def test_the_sn_of_a_certificate(name: str) -> None:
    """Issuer and serial number, hashed; 32 digits even if it starts with zeros."""
    assert VECTORS[name]["expected"]["sn"] == _sn(VECTORS[name]["pem"])


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=ascii)
def test_the_sn_of_a_root_bundle(ending: str) -> None:
    """Only RSA certificates count, in file order; the one that cryptography refuses is not even loaded."""
    bundle = BUNDLE.replace("\n", ending).encode()

    assert PUBLISHED["root_bundle"]["expected_root_sn"] == certificates.root_sn(bundle)


@pytest.mark.skipif(
    int(version("cryptography").partition(".")[0]) < 49, reason="cryptography refuses this certificate from 49.0 on"
)
def test_the_refused_certificate_is_really_in_the_bundle() -> None:
    """Loading the bundle as a whole fails, which is why it is not done."""
    assert VECTORS["CERT-E1"]["pem"] in BUNDLE
    with pytest.raises(realname.ConfigurationError, match="cannot be read as a certificate"):
        certificates.load_certificates(BUNDLE, "root_certificates")


def test_a_request_names_its_certificates(caller_keys: KeyPair, provider_keys: KeyPair) -> None:
    """The application's in what is signed, the root bundle's in a header."""
    own = pem(caller_keys.key, "app")
    credentials = _credentials(caller_keys, pem(provider_keys.key), app_certificate=own)
    request = httpx.Request("GET", f"{BASE_URL}/v3/x?a=1")

    alipay.Auth(credentials).sign(request)

    auth_string, _, signature = request.headers["Authorization"].partition(" ")[2].partition(",sign=")
    assert auth_string.startswith(f"app_id=2021,app_cert_sn={_sn(own)},nonce=")
    caller_keys.verifies(signature, f"{auth_string}\nGET\n/v3/x?a=1\n\n".encode())
    assert PUBLISHED["root_bundle"]["expected_root_sn"] == request.headers["alipay-root-cert-sn"]


def test_the_key_is_chosen_by_the_sn_of_the_answer(
    alipay_caller: Caller, caller_keys: KeyPair, stranger_keys: KeyPair
) -> None:
    """During a rotation two certificates are valid; without an SN the first one counts, an unknown one never."""
    old, new = pem(alipay_caller.keys.key, serial=1), pem(stranger_keys.key, serial=2)
    caller = evolve(alipay_caller, credentials=_credentials(caller_keys, old + new))
    genuine = caller.answer()
    by_old, by_new = genuine.headers, caller.headers(genuine.body, by=stranger_keys)
    accepted = [by_old, {**by_old, "alipay-sn": _sn(old)}, {**by_new, "alipay-sn": _sn(new)}]
    refused = [by_new, {**by_new, "alipay-sn": _sn(old)}, {**by_old, "alipay-sn": _sn(new)}]

    for headers in accepted:
        assert caller.main.success == caller.call(Answer(200, genuine.body, headers)).to_wire()
    for headers in refused:
        with pytest.raises(realname.SignatureError) as caught:
            caller.call(Answer(200, genuine.body, headers))
        assert "invalid" == caught.value.reason
    with pytest.raises(realname.SignatureError, match="Download Alipay's current certificate") as caught:
        caller.call(Answer(200, genuine.body, {**by_old, "alipay-sn": "0" * 32}))
    assert "unknown_certificate" == caught.value.reason


def test_key_mode_ignores_the_sn(alipay_caller: Caller) -> None:
    """There is one key, and it is the one that was configured."""
    genuine = alipay_caller.answer()
    answer = Answer(200, genuine.body, {**genuine.headers, "alipay-sn": "0" * 32})

    assert alipay_caller.main.success == alipay_caller.call(answer).to_wire()


def _curve(_: KeyPair, __: KeyPair) -> str:
    return pem(ec.generate_private_key(ec.SECP256R1()))


def _weak(caller: KeyPair, _: KeyPair) -> str:
    return pem(rsa.generate_private_key(public_exponent=65537, key_size=1024), signer=caller.key)


MISTAKES: dict[str, tuple[str, Callable[[KeyPair, KeyPair], Any], str]] = {
    "of another key": ("app_certificate", lambda _, alipay: pem(alipay.key), "does not belong to private_key"),
    "a key": ("app_certificate", lambda caller, _: caller.public(), "is not a PEM certificate"),
    "the application's own": (
        "alipay_certificates",
        lambda caller, _: pem(caller.key, "app"),
        "holds the application's own",
    ),
    "none": ("alipay_certificates", lambda *_: [], "is empty"),
    "empty text": ("alipay_certificates", lambda *_: "", "is not a PEM certificate"),
    "damaged": (
        "alipay_certificates",
        lambda _, alipay: pem(alipay.key).replace("MII", "AAA", 1),
        "cannot be read as a certificate",
    ),
    "elliptic": ("alipay_certificates", _curve, "does not certify an RSA key"),
    "weak": ("alipay_certificates", _weak, "does not certify an RSA key"),
    "no root": ("root_certificates", lambda *_: b"nothing", "is not a PEM certificate"),
    "no RSA root": ("root_certificates", lambda *_: VECTORS["CERT-E1"]["pem"], "holds no RSA certificate"),
    "damaged root": (
        "root_certificates",
        lambda *_: "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----",
        "holds no RSA certificate",
    ),
    "certificate as key": ("private_key", lambda _, alipay: pem(alipay.key), "is a certificate"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_wrong_certificate_is_named_with_its_remedy(
    mistake: str, caller_keys: KeyPair, provider_keys: KeyPair
) -> None:
    """At construction; the same settings without the mistake are accepted."""
    name, value, problem = MISTAKES[mistake]
    good = pem(provider_keys.key)
    wrong = {"alipay_certificates": good, name: value(caller_keys, provider_keys)}

    with pytest.raises(realname.ConfigurationError, match=f"{name} .*{problem}|{name} {problem}") as caught:
        _credentials(caller_keys, **wrong)

    assert caught.value.remedy
    assert "2021" == _credentials(caller_keys, good).app_id
