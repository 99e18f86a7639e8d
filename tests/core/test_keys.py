"""Keys: every form people paste is read, and every common mistake is told apart with its remedy."""

import base64
import textwrap
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, NoEncryption

from realname import ConfigurationError
from realname.core.keys import BadSignature, PrivateKey, PublicKey, require_distinct
from tests.certificates import certificate
from tests.pairs import Encoding, KeyPair, PrivateFormat, PublicFormat

DATA = b"what is signed"
Text = Callable[[KeyPair], str | bytes]

PRIVATE_FORMS: dict[str, Text] = {
    "PEM, PKCS#8": lambda pair: pair.private(),
    "PEM, PKCS#1": lambda pair: pair.private(form=PrivateFormat.TraditionalOpenSSL),
    "PEM as text": lambda pair: pair.private().decode(),
    "PEM, CRLF": lambda pair: pair.private().replace(b"\n", b"\r\n"),
    "PEM, spaces and a remark around it": lambda pair: b"my key\n  " + pair.private() + b"\n\n",
    "byte order mark": lambda pair: "\ufeff" + pair.private().decode(),
    "one line, PKCS#8": lambda pair: pair.private_line,
    "one line, PKCS#1": lambda pair: base64.b64encode(pair.private(Encoding.DER, PrivateFormat.TraditionalOpenSSL)),
    "base64 wrapped at 64": lambda pair: textwrap.fill(pair.private_line, 64),
}
PUBLIC_FORMS: dict[str, Text] = {
    "PEM": lambda pair: pair.public(),
    "PEM, CRLF": lambda pair: pair.public().replace(b"\n", b"\r\n"),
    "one line": lambda pair: pair.public_line,
    "one line, PKCS#1": lambda pair: base64.b64encode(pair.public(Encoding.DER, PublicFormat.PKCS1)),
    "PEM, PKCS#1": lambda pair: pair.public(Encoding.PEM, PublicFormat.PKCS1),
}


@pytest.mark.parametrize("form", PRIVATE_FORMS)
def test_a_private_key_is_read_in_every_form(form: str, caller_keys: KeyPair) -> None:
    """The signature it makes verifies under the public half."""
    signature = PrivateKey.parse(PRIVATE_FORMS[form](caller_keys)).sign(DATA)

    caller_keys.verifies(base64.b64encode(signature).decode(), DATA)


@pytest.mark.parametrize("form", PUBLIC_FORMS)
def test_a_public_key_is_read_in_every_form(form: str, caller_keys: KeyPair) -> None:
    """It verifies what its private half signed."""
    PublicKey.parse(PUBLIC_FORMS[form](caller_keys)).verify(base64.b64decode(caller_keys.sign(DATA)), DATA)


def test_a_signature_over_something_else_is_refused(caller_keys: KeyPair) -> None:
    """Verification raises; there is no result to forget. Its genuine twin passes."""
    key = PublicKey.parse(caller_keys.public())
    signature = base64.b64decode(caller_keys.sign(DATA))

    key.verify(signature, DATA)
    with pytest.raises(BadSignature):
        key.verify(signature, DATA + b"!")


def _encrypted(encoding: Encoding, form: PrivateFormat) -> Callable[[KeyPair], bytes]:
    return lambda pair: pair.key.private_bytes(encoding, form, BestAvailableEncryption(b"passphrase"))


def _lines(change: Callable[[list[str]], list[str]]) -> Text:
    return lambda pair: "\n".join(change(pair.private().decode().splitlines()))


def _weak() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)


def _curve() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


PRIVATE_MISTAKES: dict[str, tuple[Text, str]] = {
    "empty": (lambda _: " \n", "is empty"),
    "binary": (lambda pair: pair.private(Encoding.DER), "is binary"),
    "not base64": (lambda _: "not a key!", "is not whole base64"),
    "other base64": (lambda _: base64.b64encode(b"something else"), "is not an RSA private key"),
    "no end line": (_lines(lambda lines: lines[:-1]), "lacks its BEGIN or END line"),
    "line missing": (_lines(lambda lines: [*lines[:5], *lines[6:]]), "is cut short"),
    "line cut": (_lines(lambda lines: [*lines[:5], lines[5][:-1], *lines[6:]]), "is not whole base64"),
    "one line, end missing": (lambda pair: pair.private_line[:-40], "is cut short"),
    "public PEM": (lambda pair: pair.public(), "is a public key"),
    "public line": (lambda pair: pair.public_line, "is a public key"),
    "encrypted PKCS#8": (_encrypted(Encoding.PEM, PrivateFormat.PKCS8), "is encrypted with a passphrase"),
    "encrypted PKCS#1": (_encrypted(Encoding.PEM, PrivateFormat.TraditionalOpenSSL), "is encrypted with a passphrase"),
    "encrypted line": (
        lambda pair: base64.b64encode(_encrypted(Encoding.DER, PrivateFormat.PKCS8)(pair)),
        "is encrypted with a passphrase",
    ),
    "certificate": (lambda pair: certificate(pair.key).public_bytes(Encoding.PEM), "is a certificate"),
    "certificate line": (
        lambda pair: base64.b64encode(certificate(pair.key).public_bytes(Encoding.DER)),
        "is a certificate",
    ),
    "weak": (lambda _: KeyPair(_weak()).private(), "has only 1024 bits"),
    "elliptic": (
        lambda _: _curve().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        "is not an RSA key",
    ),
}
PUBLIC_MISTAKES: dict[str, tuple[Text, str]] = {
    "private PEM": (lambda pair: pair.private(), "is a private key"),
    "private line": (lambda pair: pair.private_line, "is a private key"),
    "certificate": (lambda pair: certificate(pair.key).public_bytes(Encoding.PEM), "is a certificate"),
    "weak": (lambda _: KeyPair(_weak()).public(), "has only 1024 bits"),
    "elliptic": (
        lambda _: _curve().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        "is not an RSA key",
    ),
    "end missing": (lambda pair: pair.public_line[:-40], "is cut short"),
    "empty": (lambda _: "", "is empty"),
}
MISTAKES = [
    pytest.param(kind, *table[name], id=f"{kind.__name__}, {name}")
    for kind, table in ((PrivateKey, PRIVATE_MISTAKES), (PublicKey, PUBLIC_MISTAKES))
    for name in table
]


@pytest.mark.parametrize(("kind", "text", "problem"), MISTAKES)
def test_a_wrong_key_is_named_with_its_remedy(
    kind: type[PrivateKey] | type[PublicKey], text: Text, problem: str, caller_keys: KeyPair
) -> None:
    """The error says what was passed instead and what to do, and which argument it was."""
    with pytest.raises(ConfigurationError) as caught:
        kind.parse(text(caller_keys), "some_key")

    assert f"some_key {problem}" == caught.value.args[0].partition(":")[0]
    assert caught.value.remedy
    assert "some_key" == caught.value.setting


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
