"""RSA keys: read once from whatever form people have them in, then used as objects that never show what they hold.

A key is PEM (PKCS#8 or PKCS#1, LF or CRLF), the base64 of its DER on one line, as the providers' consoles hand it out,
or DER itself. What a variable, a shell or an editor wraps round it is taken off, where a whole key comes out of it.

Both providers that use RSA sign with RSASSA-PKCS1-v1_5 and SHA-256 under keys of 2048 bits or more.
"""

import base64
import re
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Self, final

from cryptography.exceptions import InvalidSignature as BadSignature
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from realname.core.copied_text import decode, described
from realname.core.errors import ConfigurationError
from realname.core.pages import loading
from realname.core.secret import Unpicklable

if TYPE_CHECKING:
    from realname.core.signer import SigningKey

__all__ = ["BadSignature", "PrivateKey", "PublicKey", "require_distinct"]

MINIMUM_BITS = 2048

_PADDING = padding.PKCS1v15()
_HASH = hashes.SHA256()
# Not compiled here: to import this reads no key yet, and most of these are for damaged ones.
_PEM = r"(?s)-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \1-----"
_FENCE = r"- ?(?:BEGIN|END) [A-Z0-9 ]+-"
_ESCAPE = r"\\+(?:u([0-9A-Fa-f]{4})|[nrt]|(?=[\s/\"'=+]|\Z))"
_UNSEEN = r"[^ -~\s]"
_MIDDLE = r"=\s*[^=\s]"
_STRANGE = r"[^A-Za-z0-9+/=_\s-]"
_HEX = r"30(?:[\s:]*[0-9A-Fa-f]{2}){60,}"
_MOST_LAYERS = 5
_DECRYPT_PEM = "openssl pkey -in key.pem -out plain.pem"
_DECRYPT = {
    "": "base64 -d key.txt | openssl pkey -inform DER -out plain.pem",
    "DER": "openssl pkey -inform DER -in key.der -out plain.pem",
}
"""How a key is decrypted, by what it is wrapped in; a block of PEM has a label."""
_BINARY = ("is binary, and not a key in DER", "Pass the key as PEM or as base64 on one line.")
_BARE_KEY = "Pass the public key alone: openssl x509 -in FILE -pubkey -noout shows it."
_LONGEST = 1 << 16
"""Characters: a key of 16384 bits has less than 13000, and twice encoded less than 24000."""
_SHORTEST = 100
_OTHER_USES = {
    bytes.fromhex("06092a864886f70d01010a"): "PSS signatures",
    bytes.fromhex("06092a864886f70d010107"): "OAEP encryption",
}
"""Algorithms that RSA keys can be bound to, by their OIDs in DER: rsassaPss and rsaesOaep (RFC 4055)."""


@final
class PrivateKey(Unpicklable):
    """An RSA private key that signs. Safe to share between threads and after a fork."""

    __slots__ = ("_key",)

    def __init__(self, key: rsa.RSAPrivateKey) -> None:
        self._key = key

    @classmethod
    def parse(cls, text: "str | bytes | PrivateKey", name: str = "private_key") -> Self:
        """Read a private key.

        Raises:
            ConfigurationError: `text` is no usable RSA private key; says what it is instead, and what to do.
        """
        if isinstance(text, PrivateKey):
            return cls(text._key)
        if not isinstance(text, str | bytes):
            raise _unusable(name, "must be a key: text (str) or bytes", "Pass what stands in the key's file.")
        label, der = _unarmour(text, name, private=True)
        if label == "CERTIFICATE" or _is_certificate(der):
            raise _unusable(name, "is a certificate", "Pass the private key that belongs to it.")
        _require_end(name, der)
        _require_any_padding(name, der)
        try:
            if "ENCRYPTED" in label:
                raise TypeError
            key = _private(der)
        except TypeError:  # this is how cryptography says that a passphrase is missing
            remedy = f"Decrypt it: {_DECRYPT.get(label, _DECRYPT_PEM)}. Let only the service read that file."
            raise _unusable(name, "is encrypted with a passphrase", remedy) from None
        except (ValueError, UnsupportedAlgorithm):
            _require_no_other_form(name, der, private=True)
            if _loads(_public, der):
                raise _unusable(
                    name, "is a public key", "Pass the private key that was generated together with it."
                ) from None
            raise _unreadable(name, der, "an RSA private key") from None
        if not isinstance(key, rsa.RSAPrivateKey):
            _require_no_other_form(name, der, private=True)
            raise _unusable(name, "is not an RSA key", "Make an RSA key pair of 2048 bits or more.")
        _require_strength(name, key.key_size)
        return cls(key)

    def sign(self, data: bytes) -> bytes:
        """Return the signature over `data`, as raw bytes. The same data always gives the same signature."""
        return self._key.sign(data, _PADDING, _HASH)

    def unwrap(self, wrapped: bytes) -> bytes:
        """Undo `PublicKey.wrap`. For bytes that were wrapped for someone else, OpenSSL returns random ones.

        Raises:
            ValueError: the length alone is wrong already.
        """
        return self._key.decrypt(wrapped, _PADDING)

    def public_key(self) -> "PublicKey":
        """The public half of this key."""
        return PublicKey(self._key.public_key())

    def __repr__(self) -> str:
        return "PrivateKey(…)"


@final
class PublicKey(Unpicklable):
    """An RSA public key that verifies. Safe to share between threads and after a fork."""

    __slots__ = ("_key",)

    def __init__(self, key: rsa.RSAPublicKey) -> None:
        self._key = key

    @classmethod
    def parse(cls, text: "str | bytes | PublicKey", name: str = "public_key") -> Self:
        """Read a public key.

        Raises:
            ConfigurationError: `text` is no usable RSA public key; says what it is instead, and what to do.
        """
        if isinstance(text, PublicKey):
            return cls(text._key)
        if not isinstance(text, str | bytes):
            raise _unusable(name, "must be a key: text (str) or bytes", "Pass what stands in the key's file.")
        label, der = _unarmour(text, name, private=False)
        if label == "CERTIFICATE" or _is_certificate(der):
            raise _unusable(name, "is a certificate", _BARE_KEY)
        _require_end(name, der)
        _require_any_padding(name, der)
        try:
            key = _public(der)
        except (ValueError, UnsupportedAlgorithm):
            _require_no_other_form(name, der, private=False)
            if "PRIVATE" in label or _loads(_private, der):
                raise _unusable(
                    name, "is a private key", "Pass the provider's public key; hand your private key to nobody."
                ) from None
            raise _unreadable(name, der, "an RSA public key") from None
        if not isinstance(key, rsa.RSAPublicKey):
            _require_no_other_form(name, der, private=False)
            raise _unusable(name, "is not an RSA key", "Copy the provider's RSA public key from its console.")
        _require_strength(name, key.key_size)
        return cls(key)

    def verify(self, signature: bytes, data: bytes) -> None:
        """Return if `signature` was made over `data` by the owner of this key.

        Raises:
            BadSignature: it was not.
        """
        self._key.verify(signature, data, _PADDING, _HASH)

    def recover(self, signature: bytes) -> bytes:
        """What a signature was made over: the DER of a hash algorithm and a digest. For finding out why one is refused.

        Raises:
            BadSignature: another key made it.
        """
        try:
            return self._key.recover_data_from_signature(signature, _PADDING, None)
        except ValueError:
            raise BadSignature from None

    def open(self, signature: bytes) -> bytes:
        """What the bare RSA operation makes of a signature: a padded digest. For finding out why one is refused.

        Raises:
            BadSignature: it is of another length.
        """
        numbers = self._key.public_numbers()
        size = (numbers.n.bit_length() + 7) // 8
        if len(signature) != size:
            raise BadSignature
        return pow(int.from_bytes(signature, "big"), numbers.e, numbers.n).to_bytes(size, "big")

    def wrap(self, secret: bytes) -> bytes:
        """Encrypt a short secret (a symmetric key) for the owner of this key; the result differs each time."""
        return self._key.encrypt(secret, _PADDING)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PublicKey) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key.public_numbers())

    def __repr__(self) -> str:
        return "PublicKey(…)"


def require_distinct(private_key: "SigningKey", public_key: PublicKey, name: str, remedy: str) -> None:
    """Refuse the caller's own public key where the provider's is expected: the most common mistake with both providers.

    Raises:
        ConfigurationError: `public_key` is the public half of `private_key`.
    """
    if private_key.public_key() == public_key:
        raise _unusable(name, "is the public half of your own private key", remedy)


def _require_no_other_form(name: str, der: bytes, *, private: bool) -> None:
    from realname.core import key_forms

    if named := key_forms.of_der(der, private=private):
        raise _unusable(name, *named) from None


def _unusable(name: str, problem: str, remedy: str) -> ConfigurationError:
    return ConfigurationError(f"{name} {problem}", setting=name, remedy=remedy)


def _unreadable(name: str, der: bytes, expected: str) -> ConfigurationError:
    if _is_cut_short(der):
        return _unusable(name, "is cut short", "Copy the key again, from its first character to its last.")
    return _unusable(
        name,
        f"is not {expected}",
        "Pass the key as PEM or as base64 on one line, PKCS#8 or PKCS#1. If it is one, a character of it was changed.",
    )


def _require_end(name: str, der: bytes) -> None:
    if 0 < _length(der) < len(der):  # older versions of cryptography read the first of two
        raise _unusable(name, "goes on after its end", "Copy the key alone, and once.")


def _require_strength(name: str, bits: int) -> None:
    if bits < MINIMUM_BITS:
        raise _unusable(
            name,
            f"has only {bits} bits",
            f"Make a key of {MINIMUM_BITS} bits or more, and register its public half.",
        )


def _require_any_padding(name: str, der: bytes) -> None:
    use = next((use for oid, use in _OTHER_USES.items() if oid in der[:48]), None)
    if use is not None:
        raise _unusable(
            name,
            f"is an RSA key for {use} only",
            "Both providers sign with PKCS#1 v1.5: make a plain one (openssl genpkey -algorithm RSA -out key.pem).",
        )


def _unarmour(text: str | bytes, name: str, *, private: bool) -> tuple[str, bytes]:
    """Return the PEM label ("" for bare base64, "DER" for that) and the DER bytes.

    Layers round the key are taken off one by one, until the DER is as long as it says: then nothing was lost.
    """
    try:
        content = text if isinstance(text, str) else decode(text)
    except UnicodeDecodeError:
        data = bytes(text)  # type: ignore[arg-type]  # it was bytes that could not be decoded
        if _length(data) == len(data):
            return "DER", data
        if not re.search(rb"-----BEGIN ", data):
            from realname.core import key_forms

            named = key_forms.of_bytes(data, private=private) or _BINARY
            raise _unusable(name, *named) from None
        content = data.decode("utf-8", "replace")  # remarks in another charset, around what is ASCII
    if len(content) > _LONGEST:
        raise _unusable(name, "is longer than any key", "Pass the key alone.")
    if not (layer := _cleaned(content)):
        raise _unusable(name, "is empty", "Pass the key itself, as PEM or as base64 on one line.")
    outside, candidates = layer, []
    found = None
    for _ in range(_MOST_LAYERS):
        label, armoured = _block(layer)
        if "Proc-Type: 4,ENCRYPTED" in armoured:
            return "ENCRYPTED", b""
        # What was decoded as a form has a space for each +, and no + left.
        forms = (armoured, armoured if "+" in armoured else armoured.strip().replace(" ", "+"))
        candidates = [der for each in forms if (der := _decoded(each))]
        if whole := next((der for der in candidates if _length(der) == len(der)), None):
            return label, whole
        found = (label, candidates[0]) if candidates else None
        inner = _unwrapped(layer, *candidates)
        if inner == layer:
            break
        layer = inner
    _require_key_text(name, outside, layer, candidates, private=private)
    strange = re.search(_UNSEEN, layer)
    if strange is None and re.search(_FENCE, layer) and not re.search(_PEM, layer):
        raise _unusable(name, "lacks its BEGIN or END line", "Copy the whole PEM block, first line to last.")
    if strange := strange or re.search(_STRANGE, armoured):
        says = f"holds {described(strange[0])}, which is in no key"
        raise _unusable(name, says, "Copy the key again, as plain text.")
    if re.search(_MIDDLE, armoured):
        raise _unusable(name, "has = inside, where it should end", "Copy the key alone, without its name, and once.")
    if found is None or len("".join(armoured.split())) % 4:
        raise _unusable(
            name, "is not whole base64", "A line is missing or damaged: copy the key again, first character to last."
        )
    return found


def _block(layer: str) -> tuple[str, str]:
    """The label and the content of the PEM block that holds a key, among others; "" and everything without a block."""
    blocks = [(str(label), str(content)) for label, content in re.findall(_PEM, layer)]
    for wanted in ("PRIVATE KEY", "PUBLIC KEY", ""):
        if found := next((block for block in blocks if block[0].endswith(wanted)), None):
            return found
    return "", layer


def _require_key_text(name: str, outside: str, inside: str, candidates: list[bytes], *, private: bool) -> None:
    """Refuse by its name a text from which no key comes, if it is known what it is."""
    from realname.core import key_forms

    for der in candidates:
        if named := key_forms.of_bytes(der, private=private):
            raise _unusable(name, *named)
    for text in (outside, inside):
        if named := key_forms.of_text(text, private=private):
            raise _unusable(name, *named)


def _cleaned(text: str) -> str:
    """Without characters that have no width, and with the common form of hyphens, quotes and full-width characters.

    A dash that an editor made of several hyphens stays: of how many, nobody knows.
    """
    if not text.isascii():
        import unicodedata  # for what was damaged on its way only

        kinds = {"Cf": "", "Pi": '"', "Pf": '"'}
        text = re.sub("[\u2010\u2212]", "-", unicodedata.normalize("NFKC", text))  # hyphen, minus sign
        text = "".join(kinds.get(unicodedata.category(character), character) for character in text)
    return text.strip()


def _decoded(armoured: str) -> bytes | None:
    """What base64 stands for, in the standard or the URL-safe alphabet, padded or not."""
    if re.fullmatch(_HEX, armoured):
        return bytes.fromhex(re.sub(r"[\s:]", "", armoured))
    line = "".join(armoured.split()).replace("-", "+").replace("_", "/").rstrip("=")
    try:
        return base64.b64decode(line + "=" * (-len(line) % 4), validate=True)
    except ValueError:
        return None


def _unwrapped(layer: str, *decoded: bytes) -> str:
    """The text inside quotes, escapes, percent-encoding, character references or another base64; else the same."""
    inner = layer
    if layer[:1] in ("'", '"', "`") and layer[:1] == layer[-1:]:
        inner = layer[1:-1]
    elif "\\" in layer:
        inner = re.sub(_ESCAPE, lambda escape: chr(int(escape[1], 16)) if escape[1] else "\n", layer)
    elif "%" in layer:
        from urllib.parse import unquote, unquote_plus

        inner = (unquote_plus if re.search("%2b", layer, re.IGNORECASE) else unquote)(layer)
    elif "&#" in layer:
        import html

        inner = html.unescape(layer)
    elif decoded:
        with suppress(UnicodeDecodeError):
            text = decode(decoded[0])
            inner = text if text.isascii() and len(text) > _SHORTEST else layer  # DER of this length is never ASCII
    return _cleaned(inner)


def _private(der: bytes) -> object:
    with loading("keys"):  # with every kind of key that cryptography knows: not before one is read
        from cryptography.hazmat.primitives.serialization import load_der_private_key
    return load_der_private_key(der, password=None)


def _public(der: bytes) -> object:
    with loading("keys"):
        from cryptography.hazmat.primitives.serialization import load_der_public_key
    return load_der_public_key(der)


def _loads(load: Callable[[bytes], object], der: bytes) -> bool:
    try:
        load(der)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return False
    return True


def _is_certificate(der: bytes) -> bool:
    # A key opens with a SEQUENCE and in it an INTEGER or an algorithm's short SEQUENCE; only in a certificate comes a
    # long SEQUENCE with the version [0] in front. Read so, x509 (slow to import) is not needed.
    return re.match(rb"\x30\x82..\x30\x82..\xa0\x03\x02\x01", der, re.DOTALL) is not None


def _is_cut_short(der: bytes) -> bool:
    return der[:2] == b"\x30\x82" and len(der) < _length(der)  # keys of 2048 bits and more begin so


def _length(der: bytes) -> int:
    """How long a DER SEQUENCE says that it is, its head included; 0 for anything else."""
    if der[:1] != b"\x30" or len(der) < 2:
        return 0
    size = der[1] & 0x7F if der[1] & 0x80 else 0
    return 2 + size + (int.from_bytes(der[2 : 2 + size], "big") if size else der[1])
