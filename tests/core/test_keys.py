"""Keys: every form people paste is read, and every common mistake is told apart with its remedy."""

import base64
import datetime
import textwrap

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from realname import ConfigurationError
from realname.core.keys import BadSignature, PrivateKey, PublicKey, require_distinct
from tests.pairs import Encoding, KeyPair, PrivateFormat, PublicFormat

DATA = b"what is signed"


def _forms(pair: KeyPair) -> dict[str, str | bytes]:
    pem = pair.private()
    pkcs1 = pair.private(form=PrivateFormat.TraditionalOpenSSL)
    return {
        "PEM, PKCS#8": pem,
        "PEM, PKCS#1": pkcs1,
        "PEM as text": pem.decode(),
        "PEM, CRLF": pem.replace(b"\n", b"\r\n"),
        "PEM, blanks and a remark around it": b"my key\n  " + pem + b"\n\n",
        "byte order mark": "\ufeff" + pem.decode(),
        "one line, PKCS#8": pair.private_line,
        "one line, PKCS#1": base64.b64encode(pair.private(Encoding.DER, PrivateFormat.TraditionalOpenSSL)),
        "base64 wrapped at 64": textwrap.fill(pair.private_line, 64),
    }


@pytest.mark.parametrize("form", range(9))
def test_a_private_key_is_read_in_every_form(form: int, caller_keys: KeyPair) -> None:
    """The signature it makes verifies under the public half."""
    text = list(_forms(caller_keys).values())[form]

    signature = PrivateKey.parse(text).sign(DATA)

    caller_keys.verifies(base64.b64encode(signature).decode(), DATA)


@pytest.mark.parametrize("form", range(5))
def test_a_public_key_is_read_in_every_form(form: int, caller_keys: KeyPair) -> None:
    """It verifies what its private half signed."""
    der = caller_keys.key.public_key().public_bytes(Encoding.DER, PublicFormat.PKCS1)
    forms: list[str | bytes] = [
        caller_keys.public(),
        caller_keys.public().replace(b"\n", b"\r\n"),
        caller_keys.public_line,
        base64.b64encode(der),
        caller_keys.key.public_key().public_bytes(Encoding.PEM, PublicFormat.PKCS1),
    ]

    PublicKey.parse(forms[form]).verify(base64.b64decode(caller_keys.sign(DATA)), DATA)


def test_a_signature_over_something_else_is_refused(caller_keys: KeyPair) -> None:
    """Verification raises; there is no result to forget. Its genuine twin passes."""
    key = PublicKey.parse(caller_keys.public())
    signature = base64.b64decode(caller_keys.sign(DATA))

    key.verify(signature, DATA)
    with pytest.raises(BadSignature):
        key.verify(signature, DATA + b"!")


def _certificate(pair: KeyPair) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    start = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(pair.key.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + datetime.timedelta(days=1))
        .sign(pair.key, hashes.SHA256())
    )


def _private_mistakes(pair: KeyPair) -> dict[str, tuple[str | bytes, str]]:
    certificate = _certificate(pair)
    encrypted = serialization.BestAvailableEncryption(b"passphrase")
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    curve = ec.generate_private_key(ec.SECP256R1())
    plain = serialization.NoEncryption()
    lines = pair.private().decode().splitlines()
    return {
        "empty": (" \n", "is empty"),
        "binary": (pair.private(Encoding.DER), "is binary"),
        "not base64": ("not a key!", "is not whole base64"),
        "other base64": (base64.b64encode(b"something else"), "is not an RSA private key"),
        "no end line": ("\n".join(lines[:-1]), "lacks its BEGIN or END line"),
        "line missing": ("\n".join([*lines[:5], *lines[6:]]), "is cut short"),
        "line cut": ("\n".join([*lines[:5], lines[5][:-1], *lines[6:]]), "is not whole base64"),
        "one line, end missing": (pair.private_line[:-40], "is cut short"),
        "public PEM": (pair.public(), "is a public key"),
        "public line": (pair.public_line, "is a public key"),
        "encrypted PKCS#8": (
            pair.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encrypted),
            "is encrypted with a passphrase",
        ),
        "encrypted PKCS#1": (
            pair.key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, encrypted),
            "is encrypted with a passphrase",
        ),
        "encrypted line": (
            base64.b64encode(pair.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, encrypted)),
            "is encrypted with a passphrase",
        ),
        "certificate": (certificate.public_bytes(Encoding.PEM), "is a certificate"),
        "certificate line": (base64.b64encode(certificate.public_bytes(Encoding.DER)), "is a certificate"),
        "weak": (weak.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, plain), "has only 1024 bits"),
        "elliptic": (curve.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, plain), "is not an RSA key"),
    }


@pytest.mark.parametrize("mistake", range(17))
def test_a_wrong_private_key_is_named_with_its_remedy(mistake: int, caller_keys: KeyPair) -> None:
    """The error says what was passed instead and what to do, and which argument it was."""
    text, problem = list(_private_mistakes(caller_keys).values())[mistake]

    with pytest.raises(ConfigurationError) as caught:
        PrivateKey.parse(text, "private_key")

    assert f"private_key {problem}" == caught.value.args[0].partition(":")[0]
    assert caught.value.remedy
    assert "private_key" == caught.value.setting


@pytest.mark.parametrize("mistake", range(7))
def test_a_wrong_public_key_is_named_with_its_remedy(mistake: int, caller_keys: KeyPair) -> None:
    """The same for the provider's key."""
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024).public_key()
    curve = ec.generate_private_key(ec.SECP256R1()).public_key()
    spki = PublicFormat.SubjectPublicKeyInfo
    table: list[tuple[str | bytes, str]] = [
        (caller_keys.private(), "is a private key"),
        (caller_keys.private_line, "is a private key"),
        (_certificate(caller_keys).public_bytes(Encoding.PEM), "is a certificate"),
        (weak.public_bytes(Encoding.PEM, spki), "has only 1024 bits"),
        (curve.public_bytes(Encoding.PEM, spki), "is not an RSA key"),
        (caller_keys.public_line[:-40], "is cut short"),
        ("", "is empty"),
    ]
    text, problem = table[mistake]

    with pytest.raises(ConfigurationError, match=f"zoloz_public_key {problem}") as caught:
        PublicKey.parse(text, "zoloz_public_key")

    assert caught.value.remedy


def test_ones_own_public_key_is_not_the_providers(caller_keys: KeyPair, provider_keys: KeyPair) -> None:
    """The commonest mistake: pasting the public half of one's own pair. The provider's key passes."""
    private = PrivateKey.parse(caller_keys.private())

    require_distinct(private, PublicKey.parse(provider_keys.public()), "alipay_public_key", "the console")
    with pytest.raises(ConfigurationError, match="alipay_public_key is the public half of your own private key"):
        require_distinct(private, PublicKey.parse(caller_keys.public()), "alipay_public_key", "the console")


def test_keys_show_nothing(caller_keys: KeyPair) -> None:
    """A key in a traceback or a log is a word."""
    shown = [repr(PrivateKey.parse(caller_keys.private())), repr(PublicKey.parse(caller_keys.public()))]

    assert ["PrivateKey(…)", "PublicKey(…)"] == shown


def test_public_keys_compare_by_value(caller_keys: KeyPair) -> None:
    """The same key in two forms is one key."""
    keys = {PublicKey.parse(caller_keys.public()), PublicKey.parse(caller_keys.public_line)}

    assert 1 == len(keys)
