"""Alipay: certificate mode and content encryption."""

import base64
import datetime
import json
from importlib.metadata import version
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

import realname
from realname import alipay
from realname.core import certificates
from realname.core.aes import AesKey
from tests.overlays.test_vectors import ALIPAY
from tests.pairs import KeyPair
from tests.providers import BASE_URL, TRUSTED, Caller, alipay_headers, answering, transport

VECTORS = {vector["id"]: vector for vector in ALIPAY["certificates"]["certificates"]}
BUNDLE = "".join(VECTORS[name]["pem"] for name in ALIPAY["certificates"]["root_bundle"]["order"])
GENUINE = json.dumps(TRUSTED).encode()
AES_KEY = ALIPAY["aes"]["key_base64"]


def _certificate(key: Any, common_name: str = "test", serial: int = 1, signer: Any = None) -> str:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Contract Sandbox"),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )
    start = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(serial)
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=9000))
        .sign(signer or key, hashes.SHA256())
    )
    return certificate.public_bytes(Encoding.PEM).decode()


def _credentials(caller: KeyPair, *alipay_certificates: str, **changes: Any) -> alipay.CertificateCredentials:
    settings: dict[str, Any] = {
        "app_id": "2021",
        "private_key": caller.private(),
        "app_certificate": _certificate(caller.key, "app"),
        "alipay_certificates": list(alipay_certificates),
        "root_certificates": BUNDLE,
    }
    return alipay.CertificateCredentials(**settings | changes)


@pytest.mark.parametrize("name", ["CERT-R1", "CERT-R2"])
def test_the_sn_of_a_certificate(name: str) -> None:
    """Issuer and serial number, hashed; 32 digits even if it starts with zeros."""
    (certificate,) = certificates.load_certificates(VECTORS[name]["pem"], "app_certificate")

    assert VECTORS[name]["expected"]["sn"] == certificates.certificate_sn(certificate)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_the_sn_of_a_root_bundle(ending: str) -> None:
    """Only RSA certificates count, in file order; the one that cryptography refuses is not even loaded."""
    bundle = BUNDLE.replace("\n", ending).encode()

    assert ALIPAY["certificates"]["root_bundle"]["expected_root_sn"] == certificates.root_sn(bundle)


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
    own = _certificate(caller_keys.key, "app")
    credentials = _credentials(caller_keys, _certificate(provider_keys.key), app_certificate=own)
    request = httpx.Request("GET", f"{BASE_URL}/v3/x?a=1")

    alipay.Auth(credentials).sign(request)

    sn = certificates.certificate_sn(certificates.load_certificates(own, "")[0])
    auth_string, _, signature = request.headers["Authorization"].partition(" ")[2].partition(",sign=")
    assert auth_string.startswith(f"app_id=2021,app_cert_sn={sn},nonce=")
    caller_keys.verifies(signature, f"{auth_string}\nGET\n/v3/x?a=1\n\n".encode())
    assert ALIPAY["certificates"]["root_bundle"]["expected_root_sn"] == request.headers["alipay-root-cert-sn"]


def _call(credentials: object, body: bytes, headers: dict[str, str], **options: Any) -> Any:
    pool = httpx.Client(transport=transport(answering(200, body, headers)))
    client = alipay.Client(credentials, base_url=BASE_URL, http_client=pool, **options)  # type: ignore[arg-type]
    return client.query_jobworth_authentication(cert_no="c")


def test_the_key_is_chosen_by_the_sn_of_the_answer(
    caller_keys: KeyPair, provider_keys: KeyPair, stranger_keys: KeyPair
) -> None:
    """During a rotation two certificates are valid; without an SN the first one counts, an unknown one never."""
    old, new = _certificate(provider_keys.key, serial=1), _certificate(stranger_keys.key, serial=2)
    credentials = _credentials(caller_keys, old + new)
    sn = {
        text: certificates.certificate_sn(certificates.load_certificates(text, "")[0]) for text in (old, new)
    }  # fmt: skip
    by_old, by_new = alipay_headers(provider_keys, GENUINE), alipay_headers(stranger_keys, GENUINE)

    accepted = [
        _call(credentials, GENUINE, by_old),
        _call(credentials, GENUINE, by_old | {"alipay-sn": sn[old]}),
        _call(credentials, GENUINE, by_new | {"alipay-sn": sn[new]}),
    ]
    refused = [by_new, by_new | {"alipay-sn": sn[old]}, by_old | {"alipay-sn": sn[new]}]

    assert [alipay.IdentityResult.SUCCESS] * 3 == [answer.identity_result for answer in accepted]
    for headers in refused:
        with pytest.raises(realname.SignatureError) as caught:
            _call(credentials, GENUINE, headers)
        assert "invalid" == caught.value.reason
    with pytest.raises(realname.SignatureError, match="Download Alipay's current certificate") as caught:
        _call(credentials, GENUINE, by_old | {"alipay-sn": "0" * 32})
    assert "unknown_certificate" == caught.value.reason


def test_key_mode_ignores_the_sn(alipay_caller: Caller, provider_keys: KeyPair) -> None:
    """There is one key, and it is the one that was configured."""
    headers = alipay_headers(provider_keys, GENUINE) | {"alipay-sn": "0" * 32}

    assert alipay.IdentityResult.SUCCESS == alipay_caller.call(answering(200, GENUINE, headers)).identity_result


def _mistakes(caller: KeyPair, provider: KeyPair) -> dict[str, tuple[dict[str, Any], str]]:
    good = _certificate(provider.key)
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    damaged = good.replace("MII", "AAA", 1)
    return {
        "app certificate of another key": (
            {"app_certificate": good},
            "app_certificate does not belong to private_key",
        ),
        "app certificate is a key": ({"app_certificate": caller.public()}, "app_certificate is not a PEM certificate"),
        "own certificate as Alipay's": (
            {"alipay_certificates": _certificate(caller.key, "app")},
            "alipay_certificates holds the application's own",
        ),
        "none of Alipay's": ({"alipay_certificates": []}, "alipay_certificates is empty"),
        "empty text": ({"alipay_certificates": ""}, "alipay_certificates is not a PEM certificate"),
        "damaged": ({"alipay_certificates": damaged}, "alipay_certificates cannot be read as a certificate"),
        "elliptic": (
            {"alipay_certificates": _certificate(ec.generate_private_key(ec.SECP256R1()))},
            "does not certify an RSA key",
        ),
        "weak": (
            {"alipay_certificates": _certificate(weak, signer=caller.key)},
            "does not certify an RSA key",
        ),
        "no root": ({"root_certificates": b"nothing"}, "root_certificates is not a PEM certificate"),
        "no RSA root": ({"root_certificates": VECTORS["CERT-E1"]["pem"]}, "holds no RSA certificate"),
        "damaged root": (
            {"root_certificates": "-----BEGIN CERTIFICATE-----\nMII\n-----END CERTIFICATE-----"},
            "holds no RSA certificate",
        ),
        "private key is a certificate": ({"private_key": good}, "private_key is a certificate"),
    }


@pytest.mark.parametrize("mistake", range(12))
def test_a_wrong_certificate_is_named_with_its_remedy(
    mistake: int, caller_keys: KeyPair, provider_keys: KeyPair
) -> None:
    """At construction; the same settings without the mistake are accepted."""
    changes, problem = list(_mistakes(caller_keys, provider_keys).values())[mistake]
    good = _certificate(provider_keys.key)

    with pytest.raises(realname.ConfigurationError, match=problem) as caught:
        _credentials(caller_keys, **{"alipay_certificates": good} | changes)

    assert caught.value.remedy
    assert "CertificateCredentials(app_id='2021')" == repr(_credentials(caller_keys, good))


def test_the_mode_is_read_off_the_environment(
    monkeypatch: pytest.MonkeyPatch, caller_keys: KeyPair, provider_keys: KeyPair
) -> None:
    """Certificates if they are set, the public key if not, an error if both are."""
    values = {
        "APP_ID": "2021",
        "PRIVATE_KEY": caller_keys.private_line,
        "APP_CERTIFICATE": _certificate(caller_keys.key, "app"),
        "ALIPAY_CERTIFICATES": _certificate(provider_keys.key),
        "ROOT_CERTIFICATES": BUNDLE,
        "ENCRYPT_KEY": AES_KEY,
    }
    for name, value in values.items():
        monkeypatch.setenv(f"REALNAME_ALIPAY_{name}", value)
    by_certificate = alipay.credentials_from_env()
    monkeypatch.setenv("REALNAME_ALIPAY_ALIPAY_PUBLIC_KEY", provider_keys.public_line)
    with pytest.raises(realname.ConfigurationError, match="both modes"):
        alipay.credentials_from_env()
    monkeypatch.delenv("REALNAME_ALIPAY_APP_CERTIFICATE")

    by_key = alipay.credentials_from_env()

    assert (alipay.CertificateCredentials, alipay.Credentials) == (type(by_certificate), type(by_key))
    assert "AesKey(…)" == repr(by_key.encrypt_key)


# ---- content encryption ----


@pytest.mark.parametrize("case", ALIPAY["aes"]["cases"], ids=lambda case: case["id"])
def test_the_published_ciphertexts_are_ours(case: dict[str, str]) -> None:
    """CBC under a vector of zero bytes, there and back."""
    key = AesKey.parse(AES_KEY, "encrypt_key", initialisation_vector=bytes(16))

    assert case["ciphertext_base64"] == key.encrypt(case["plaintext"].encode()).decode()
    assert case["plaintext"] == key.decrypt(case["ciphertext_base64"].encode()).decode()


@pytest.fixture
def encrypting(caller_keys: KeyPair, provider_keys: KeyPair) -> alipay.Credentials:
    """Credentials with an AES key."""
    return alipay.Credentials(
        app_id="2021",
        private_key=caller_keys.private(),
        alipay_public_key=provider_keys.public(),
        encrypt_key=AES_KEY,
    )


def _ciphertext(plain: bytes) -> bytes:
    return AesKey(base64.b64decode(AES_KEY), initialisation_vector=bytes(16)).encrypt(plain)


def test_a_get_declares_encryption_and_keeps_its_empty_body(
    encrypting: alipay.Credentials, provider_keys: KeyPair
) -> None:
    """The query is never encrypted, and a GET has no Content-Type."""
    seen: list[httpx.Request] = []
    body = _ciphertext(GENUINE)

    def gateway(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return answering(200, body, alipay_headers(provider_keys, body))(request)

    pool = httpx.Client(transport=transport(gateway))
    client = alipay.Client(encrypting, base_url=BASE_URL, encrypt=True, http_client=pool)
    answer = client.query_jobworth_authentication(cert_no="c")

    assert alipay.IdentityResult.SUCCESS == answer.identity_result
    assert ("AES", b"", b"cert_no=c") == (
        seen[0].headers["alipay-encrypt-type"], seen[0].content, seen[0].url.query
    )  # fmt: skip
    assert "content-type" not in seen[0].headers


def test_a_body_is_encrypted(encrypting: alipay.Credentials) -> None:
    """Operations with a body send base64 text under its own type."""
    client = alipay.Client(encrypting, base_url=BASE_URL, encrypt=True)

    body, headers = client._gateway.seal(b'{"a":1}')

    assert _ciphertext(b'{"a":1}') == body
    assert {("alipay-encrypt-type", "AES"), ("Content-Type", "text/plain")} <= set(headers)
    client.close()


@pytest.mark.parametrize(
    "body", [GENUINE, b"", b"***", _ciphertext(GENUINE)[:-4], _ciphertext(b"no JSON"), _ciphertext(b"[]")]
)
def test_a_success_that_does_not_decrypt_is_refused(
    body: bytes, encrypting: alipay.Credentials, provider_keys: KeyPair
) -> None:
    """Plain where ciphertext is due, damaged, or not what the contract says; the genuine twin is accepted."""
    shape = body == _ciphertext(b"[]")  # decrypts to JSON, only not to what the contract says
    with pytest.raises(realname.DecodeError, match="not what the contract says" if shape else "cannot be decrypted"):
        _call(encrypting, body, alipay_headers(provider_keys, body), encrypt=True)
    genuine = _ciphertext(GENUINE)
    assert _call(encrypting, genuine, alipay_headers(provider_keys, genuine), encrypt=True).token_status == "FINISH"


def test_ciphertext_where_plain_is_due_is_refused(encrypting: alipay.Credentials, provider_keys: KeyPair) -> None:
    """Having a key is not asking for encryption."""
    body = _ciphertext(GENUINE)

    with pytest.raises(realname.DecodeError):
        _call(encrypting, body, alipay_headers(provider_keys, body))


def test_nothing_forged_is_decrypted(
    encrypting: alipay.Credentials, provider_keys: KeyPair, stranger_keys: KeyPair
) -> None:
    """The signature over the ciphertext comes first."""
    body = _ciphertext(GENUINE)
    for headers in ({}, alipay_headers(stranger_keys, body), alipay_headers(provider_keys, GENUINE)):
        with pytest.raises(realname.SignatureError):
            _call(encrypting, body, headers, encrypt=True)


def test_a_refusal_comes_plain(encrypting: alipay.Credentials, provider_keys: KeyPair) -> None:
    """Errors are never encrypted."""
    body = json.dumps({"code": "TOKEN_INVALID", "message": "m"}).encode()
    pool = httpx.Client(transport=transport(answering(400, body, alipay_headers(provider_keys, body))))
    client = alipay.Client(encrypting, base_url=BASE_URL, encrypt=True, http_client=pool)

    with pytest.raises(realname.ApiError) as caught:
        client.query_jobworth_authentication(cert_no="c")

    assert ("TOKEN_INVALID", True) == (caught.value.code, caught.value.verified)


@pytest.mark.parametrize("key", ["", "short", "***", base64.b64encode(bytes(15)).decode()])
def test_a_wrong_aes_key_is_refused(key: str, caller_keys: KeyPair, provider_keys: KeyPair) -> None:
    """At construction; and encryption without any key as well."""
    with pytest.raises(realname.ConfigurationError, match="encrypt_key is no AES key"):
        alipay.Credentials(
            app_id="1", private_key=caller_keys.private(), alipay_public_key=provider_keys.public(), encrypt_key=key
        )


def test_encryption_needs_a_key(alipay_caller: Caller) -> None:
    """At construction, not at the first call."""
    with pytest.raises(realname.ConfigurationError, match="encrypt needs an encrypt_key"):
        alipay_caller.client(answering(200, b""), encrypt=True)
