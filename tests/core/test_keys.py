"""Keys: every form people paste is read, and every common mistake is told apart with its remedy."""

import base64
import json
import textwrap
from collections.abc import Callable
from itertools import product
from urllib.parse import quote, quote_plus

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, NoEncryption

from realname import ConfigurationError
from realname.core.keys import BadSignature, PrivateKey, PublicKey, require_distinct
from tests.certificates import certificate
from tests.pairs import Encoding, KeyPair, PrivateFormat, PublicFormat

DATA = b"what is signed"
PSS, PLAIN = (bytes.fromhex(f"06092a864886f70d01010{last}") for last in ("a", "1"))
"""The OIDs id-RSASSA-PSS and rsaEncryption (RFC 8017, A.1 and A.2.3) in DER."""
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
    "DER, PKCS#8": lambda pair: pair.private(Encoding.DER),
    "DER, PKCS#1": lambda pair: pair.private(Encoding.DER, PrivateFormat.TraditionalOpenSSL),
    "hex of DER": lambda pair: pair.private(Encoding.DER).hex(),
    "behind its certificate": lambda pair: certificate(pair.key).public_bytes(Encoding.PEM) + pair.private(),
    "base64 wrapped at 64": lambda pair: textwrap.fill(pair.private_line, 64),
}
PUBLIC_FORMS: dict[str, Text] = {
    "PEM": lambda pair: pair.public(),
    "PEM, CRLF": lambda pair: pair.public().replace(b"\n", b"\r\n"),
    "DER": lambda pair: pair.public(Encoding.DER),
    "one line": lambda pair: pair.public_line,
    "one line, PKCS#1": lambda pair: base64.b64encode(pair.public(Encoding.DER, PublicFormat.PKCS1)),
    "PEM, PKCS#1": lambda pair: pair.public(Encoding.PEM, PublicFormat.PKCS1),
}


WRAPPINGS: dict[str, Callable[[str], str | bytes]] = {
    "line feeds as escapes": lambda text: text.replace("\n", "\\n"),
    "line ends as escapes": lambda text: text.replace("\n", "\\r\\n"),
    "escapes, twice": lambda text: text.replace("\n", "\\\\n"),
    "a JSON string": json.dumps,
    "a JSON string of PHP": lambda text: json.dumps(text).replace("/", "\\/"),
    "a JSON string for HTML": lambda text: json.dumps(text).replace("=", "\\u003d").replace("+", "\\u002b"),
    "lines continued by a backslash": lambda text: text.replace("\n", "\\\n"),
    "one line with spaces": lambda text: text.replace("\n", " "),
    "single quotes": lambda text: f"'{text}'",
    "curly quotes": lambda text: f"“{text}”",
    "base64 of it": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 of it, with a byte-order mark": lambda text: base64.b64encode(text.encode("utf-8-sig")),
    "base64 of it, twice": lambda text: base64.b64encode(base64.b64encode(text.encode())),
    "percent-encoded": lambda text: quote(text, safe=""),
    "percent-encoded as a form": quote_plus,
    "percent-encoded in part": lambda text: text.replace("/", "%2F").replace("=", "%3D"),
    "character references": lambda text: text.replace("\n", "&#10;").replace("+", "&#x2B;"),
    "spaces without width": lambda text: "\u200b".join(textwrap.wrap(text, 40, drop_whitespace=False)),
    "direction marks": lambda text: f"\u202a{text}\u202c",
    "spaces that do not break": lambda text: text.replace("\n", "\u00a0"),
    "full-width": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "full-width dashes": lambda text: text.replace("-----", "－－－－－"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16 without a mark": lambda text: text.encode("utf-16-le"),
    "UTF-16 without a mark, high bytes first": lambda text: text.encode("utf-16-be"),
    "UTF-8 with a byte-order mark": lambda text: text.encode("utf-8-sig"),
    "quotes, escapes and base64": lambda text: base64.b64encode(json.dumps(text).encode()),
}
"""What people, shells and editors make of a PEM text, or of a line, on the way."""
LINES_ONLY: dict[str, Callable[[str], str]] = {
    "URL-safe": lambda text: text.replace("+", "-").replace("/", "_"),
    "without padding": lambda text: text.rstrip("="),
    "a form that was decoded once too often": lambda text: text.replace("+", " "),
}


@pytest.mark.parametrize(
    ("wrapping", "armour"),
    [*product(WRAPPINGS, ["PEM", "line"]), *product(LINES_ONLY, ["line"])],
)
def test_a_whole_key_is_read_out_of_what_is_wrapped_round_it(wrapping: str, armour: str, caller_keys: KeyPair) -> None:
    """Layers are taken off one by one; the key that comes out is the same, private and public."""
    wrap = (WRAPPINGS | LINES_ONLY)[wrapping]
    private = caller_keys.private().decode() if armour == "PEM" else caller_keys.private_line
    public = caller_keys.public().decode() if armour == "PEM" else caller_keys.public_line

    PublicKey.parse(wrap(public)).verify(PrivateKey.parse(wrap(private)).sign(DATA), DATA)


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


def _of_use(der: bytes, oid: bytes) -> str:
    """The same key under the identifier of another algorithm."""
    assert PLAIN in der
    return base64.b64encode(der.replace(PLAIN, oid)).decode()


def _padless(pair: KeyPair) -> str:
    """The key on one line, filled up to whole groups of base64 with its own beginning."""
    der = base64.b64decode(pair.private_line)
    return base64.b64encode(der + der[: -len(der) % 3]).decode()


def _weak() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=1024)


def _curve() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


PRIVATE_MISTAKES: dict[str, tuple[Text, str]] = {
    "empty": (lambda _: " \n", "is empty"),
    "binary": (lambda pair: pair.private(Encoding.DER)[:-1], "is binary, and not a key in DER"),
    "short": (lambda _: "not a key!", "has only 10 characters, and a key has hundreds"),
    "not base64": (lambda pair: f"{pair.private_line}!", "holds U+0021 (EXCLAMATION MARK), which is in no key"),
    "an ellipsis": (lambda pair: f"{pair.private_line[:400]}…", "holds U+002E (FULL STOP), which is in no key"),
    "a dash of an editor": (
        lambda pair: pair.private().decode().replace("-----", "——-"),
        "holds U+2014 (EM DASH), which is in no key",
    ),
    "four dashes": (lambda pair: pair.private()[1:], "lacks its BEGIN or END line"),
    "its name before it": (lambda pair: f"PRIVATE_KEY={pair.private_line}", "has = inside, where it should end"),
    "twice": (lambda pair: _padless(pair) + _padless(pair), "goes on after its end"),
    "a NUL": (lambda pair: f"{pair.private_line}\0", "holds U+0000 (NUL), which is in no key"),
    "base64 of half": (lambda pair: base64.b64encode(pair.private_line[:-40].encode()), "is cut short"),
    "a character changed": (lambda pair: f"MI{pair.private_line[3:]}", "is not whole base64"),
    "a book": (lambda pair: pair.private_line * 60, "is longer than any key"),
    "OpenSSH's": (lambda pair: pair.private(form=PrivateFormat.OpenSSH), "is in the form of OpenSSH"),
    "for PSS only": (lambda pair: _of_use(pair.private(Encoding.DER), PSS), "is an RSA key for PSS signatures only"),
    "other base64": (lambda _: base64.b64encode(bytes(99)), "is not an RSA private key"),
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
        "is an EC key, not an RSA key",
    ),
}
PUBLIC_MISTAKES: dict[str, tuple[Text, str]] = {
    "OpenSSH's": (lambda pair: pair.public(Encoding.OpenSSH, PublicFormat.OpenSSH), "is in the form of OpenSSH"),
    "for PSS only": (lambda pair: _of_use(pair.public(Encoding.DER), PSS), "is an RSA key for PSS signatures only"),
    "private PEM": (lambda pair: pair.private(), "is a private key"),
    "private line": (lambda pair: pair.private_line, "is a private key"),
    "certificate": (lambda pair: certificate(pair.key).public_bytes(Encoding.PEM), "is a certificate"),
    "weak": (lambda _: KeyPair(_weak()).public(), "has only 1024 bits"),
    "elliptic": (
        lambda _: _curve().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        "is an EC key, not an RSA key",
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

    require_distinct(private, PublicKey.parse(provider_keys.public()), "alipay_public_key", "Pass the other one.")
    with pytest.raises(ConfigurationError, match="alipay_public_key is the public half of your own private key"):
        require_distinct(private, PublicKey.parse(caller_keys.public()), "alipay_public_key", "Pass the other one.")


def test_keys_show_nothing(caller_keys: KeyPair) -> None:
    """A key in a traceback or a log is a word."""
    shown = [repr(PrivateKey.parse(caller_keys.private())), repr(PublicKey.parse(caller_keys.public()))]

    assert ["PrivateKey(…)", "PublicKey(…)"] == shown


def test_public_keys_compare_by_value(caller_keys: KeyPair) -> None:
    """The same key in two forms is one key."""
    keys = {PublicKey.parse(caller_keys.public()), PublicKey.parse(caller_keys.public_line)}

    assert 1 == len(keys)
