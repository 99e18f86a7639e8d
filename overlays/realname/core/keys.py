"""RSA keys: read once from whatever form people have them in, then used as objects that never show what they hold.

A key is PEM (PKCS#8 or PKCS#1, LF or CRLF) or the base64 of its DER on one line, as the providers' consoles hand it
out. Both providers that use RSA sign with RSASSA-PKCS1-v1_5 and SHA-256 under keys of 2048 bits or more.
"""

import base64
import re
from collections.abc import Callable
from functools import partial
from typing import Self, final

from cryptography.exceptions import InvalidSignature as BadSignature
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from realname.core.errors import ConfigurationError

__all__ = ["BadSignature", "PrivateKey", "PublicKey", "require_distinct"]

MINIMUM_BITS = 2048

_PADDING = padding.PKCS1v15()
_HASH = hashes.SHA256()
_PEM = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \1-----", re.DOTALL)


@final
class PrivateKey:
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
            raise _unusable(name, "is neither text nor a key", "Pass the key's text, as str or bytes.")
        label, der = _unarmour(text, name)
        if label == "CERTIFICATE" or _is_certificate(der):
            raise _unusable(name, "is a certificate", "Pass the private key that belongs to it.")
        try:
            if "ENCRYPTED" in label:
                raise TypeError
            key = serialization.load_der_private_key(der, password=None)
        except TypeError:  # this is how cryptography says that a passphrase is missing
            raise _unusable(
                name,
                "is encrypted with a passphrase",
                "Decrypt it (openssl pkcs8 -in key.pem -out plain.pem) and keep the file readable to the service only.",
            ) from None
        except (ValueError, UnsupportedAlgorithm):
            if _loads(serialization.load_der_public_key, der):
                raise _unusable(
                    name, "is a public key", "Pass the private key that was generated together with it."
                ) from None
            raise _unreadable(name, der, "an RSA private key") from None
        if not isinstance(key, rsa.RSAPrivateKey):
            raise _unusable(name, "is not an RSA key", "Generate an RSA key pair of 2048 bits or more.")
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
class PublicKey:
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
            raise _unusable(name, "is neither text nor a key", "Pass the key's text, as str or bytes.")
        label, der = _unarmour(text, name)
        if label == "CERTIFICATE" or _is_certificate(der):
            raise _unusable(name, "is a certificate", "Pass the bare public key.")
        try:
            key = serialization.load_der_public_key(der)
        except (ValueError, UnsupportedAlgorithm):
            if "PRIVATE" in label or _loads(partial(serialization.load_der_private_key, password=None), der):
                raise _unusable(
                    name, "is a private key", "Pass the provider's public key; hand your private key to nobody."
                ) from None
            raise _unreadable(name, der, "an RSA public key") from None
        if not isinstance(key, rsa.RSAPublicKey):
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

    def wrap(self, secret: bytes) -> bytes:
        """Encrypt a short secret (a symmetric key) for the owner of this key; the result differs each time."""
        return self._key.encrypt(secret, _PADDING)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PublicKey) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key.public_numbers())

    def __repr__(self) -> str:
        return "PublicKey(…)"


def require_distinct(private_key: PrivateKey, public_key: PublicKey, name: str, source: str) -> None:
    """Refuse the caller's own public key where the provider's is due: the commonest mistake with both providers.

    Raises:
        ConfigurationError: `public_key` is the public half of `private_key`.
    """
    if private_key.public_key() == public_key:
        raise _unusable(name, "is the public half of your own private key", f"Pass the public key that {source} shows.")


def _unusable(name: str, problem: str, remedy: str) -> ConfigurationError:
    return ConfigurationError(f"{name} {problem}", setting=name, remedy=remedy)


def _unreadable(name: str, der: bytes, due: str) -> ConfigurationError:
    if _is_cut_short(der):
        return _unusable(name, "is cut short", "Copy the key again, from its first character to its last.")
    return _unusable(name, f"is not {due}", "Pass the key as PEM or as base64 on one line, PKCS#8 or PKCS#1.")


def _require_strength(name: str, bits: int) -> None:
    if bits < MINIMUM_BITS:
        raise _unusable(
            name,
            f"has only {bits} bits",
            f"Generate a key of {MINIMUM_BITS} bits or more and register its public half.",
        )


def _unarmour(text: str | bytes, name: str) -> tuple[str, bytes]:
    """Return the PEM label ("" for bare base64) and the DER bytes."""
    try:
        content = (text if isinstance(text, str) else text.decode("utf-8")).removeprefix("\ufeff").strip()
    except UnicodeDecodeError:
        raise _unusable(name, "is binary", "Pass the key as PEM or as base64 on one line.") from None
    if not content:
        raise _unusable(name, "is empty", "Pass the key itself, as PEM or as base64 on one line.")
    label, armoured = "", content
    if "-----" in content:
        block = _PEM.search(content)
        if block is None:
            raise _unusable(name, "lacks its BEGIN or END line", "Copy the whole PEM block, first line to last.")
        label, armoured = block.groups()
    if "Proc-Type: 4,ENCRYPTED" in armoured:
        return "ENCRYPTED", b""
    try:
        return label, base64.b64decode("".join(armoured.split()), validate=True)
    except ValueError:
        raise _unusable(
            name, "is not whole base64", "A line is missing or damaged: copy the key again, first character to last."
        ) from None


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
    # DER: 0x30, then the length of what follows; keys of 2048 bits and more use the two-byte form (0x82).
    return der[:2] == b"\x30\x82" and len(der) < 4 + int.from_bytes(der[2:4], "big")
